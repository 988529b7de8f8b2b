//! The same article delivered twice is one article.

use rustc_hash::FxHashMap;

use tidings_record::ArticleId;

use crate::{Fault, Input, InputError};

/// What came of one input.
#[derive(Debug)]
pub enum Delivery {
    /// An article not met before.
    New(Box<Input>),
    /// An article that was met before, wholly identical, at another place.
    Again {
        /// The article's id.
        id: ArticleId,
        /// Where it was found this time.
        path: String,
    },
    /// No article.
    Failed(InputError),
}

/// Tells new articles from repeated ones. It keeps 32 bytes an article.
#[derive(Debug, Default)]
pub struct Deliveries {
    /// Hash of the content by hash of the id.
    seen: FxHashMap<[u8; 16], [u8; 16]>,
}

impl Deliveries {
    /// Judges the next input.
    pub fn judge(&mut self, input: Result<Input, InputError>) -> Delivery {
        let input = match input {
            Ok(input) => input,
            Err(error) => return Delivery::Failed(error),
        };
        let article = &input.article;
        let content = ArticleId::of_content(
            &article.text,
            article.url.as_deref(),
            article.outlet.as_deref(),
            article.published.at.as_deref().or(article.published.edtf.as_deref()),
        );
        let content = short_hash(content.as_str());
        match self.seen.insert(short_hash(article.id.as_str()), content) {
            None => Delivery::New(Box::new(input)),
            Some(before) if before == content => {
                let path = article.paths.first().cloned().unwrap_or_default();
                Delivery::Again { id: input.article.id, path }
            }
            Some(before) => {
                self.seen.insert(short_hash(article.id.as_str()), before);
                let fault = Fault::advised(
                    format!("the id {:?} was given before with another text", article.id.as_str()),
                    "this one is left out: give it an id of its own",
                );
                Delivery::Failed(fault.at(input.file(), input.line))
            }
        }
    }
}

fn short_hash(text: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use tidings_read::Article;

    use super::*;

    fn input(id: &str, text: &str) -> Result<Input, InputError> {
        let article = Article {
            id: ArticleId::from(id),
            paths: vec!["p".into()],
            text: text.into(),
            ..Article::default()
        };
        Ok(Input { article, ..Input::default() })
    }

    #[test]
    fn repeated_ids_are_one_article_or_an_error() {
        let mut deliveries = Deliveries::default();
        assert!(matches!(deliveries.judge(input("a", "x")), Delivery::New(_)));
        assert!(matches!(deliveries.judge(input("a", "x")), Delivery::Again { .. }));
        assert!(matches!(deliveries.judge(input("a", "y")), Delivery::Failed(_)));
        assert!(matches!(deliveries.judge(input("a", "x")), Delivery::Again { .. }));
        assert!(matches!(deliveries.judge(input("b", "x")), Delivery::New(_)));
    }
}
