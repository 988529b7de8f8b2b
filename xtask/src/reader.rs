//! Reads articles as the program does: the engine and the lexicons, on two threads.

use tidings_english::English;
use tidings_read::{Article, Document, Lexicons, Options};
use tidings_record::Reading;

/// The engine and the lexicons.
pub struct Reader {
    engine: English,
    /// What is known beforehand.
    pub lexicons: Lexicons,
}

impl Reader {
    /// Loads what is built in.
    ///
    /// # Errors
    /// If a lexicon is wrong.
    pub fn new() -> anyhow::Result<Reader> {
        Ok(Reader { engine: English::embedded(), lexicons: Lexicons::english()? })
    }

    /// The article, cut and parsed.
    pub fn document<'a>(&self, article: &'a Article) -> Document<'a> {
        Document::new(article, &self.engine, &self.lexicons.passages, Options::default())
    }

    /// What the article says.
    pub fn read(&self, article: &Article) -> Reading {
        tidings_read::read(article, &self.engine, &self.lexicons, Options::default())
    }
}

/// What `make` makes of each, in order.
pub fn in_two_threads<'i, I: Sync, T: Send>(items: &'i [I], make: impl Fn(&'i I) -> T + Sync) -> Vec<T> {
    let half = items.len().div_ceil(2).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = items
            .chunks(half)
            .map(|part| scope.spawn(|| part.iter().map(&make).collect::<Vec<T>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("reading does not panic")).collect()
    })
}
