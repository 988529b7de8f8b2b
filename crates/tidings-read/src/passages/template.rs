//! Patterns over the words of a line, such as `{number} min|minute read`. Matching takes time linear in the line.

use super::lexicon::LineWords;
use super::words::{Word, folded};

/// A pattern for a whole line.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    elements: Vec<Element>,
}

#[derive(Debug, Clone)]
struct Element {
    what: What,
    /// May be missing.
    optional: bool,
    /// May stand for several words.
    many: bool,
}

#[derive(Debug, Clone)]
enum What {
    /// One of these; with `true` a colon must follow.
    Words(Vec<(String, bool)>),
    Number,
    Name,
    Date,
    Url,
    File,
    Handle,
    Any,
}

impl Template {
    /// Reads a pattern; the head of `leftovers.toml` says how it is written.
    ///
    /// # Errors
    /// Says what is wrong.
    pub(crate) fn new(pattern: &str) -> Result<Template, String> {
        let elements: Vec<Element> = pattern.split(' ').map(element).collect::<Result<_, _>>()?;
        if elements.is_empty() || elements.len() > 60 {
            return Err("a pattern has 1 to 60 words".to_owned());
        }
        if elements.iter().all(|element| element.optional) {
            return Err("it would match an empty line; give one word that must be there".to_owned());
        }
        Ok(Template { elements })
    }

    /// The words of which one must come first; none if the pattern begins with something else.
    pub(crate) fn first_words(&self) -> Option<impl Iterator<Item = &str>> {
        match self.elements.first() {
            Some(Element { what: What::Words(words), optional: false, .. }) => {
                Some(words.iter().map(|(word, _)| word.as_str()))
            }
            _ => None,
        }
    }

    /// Whether the pattern matches all of `words`.
    pub(crate) fn matches(&self, words: &[Word<'_>], lines: &LineWords) -> bool {
        let end = 1_u64 << self.elements.len();
        // Bit i: everything before element i has been matched.
        let mut states = self.skip_optional(1);
        for word in words {
            let mut next = 0;
            for (index, element) in self.elements.iter().enumerate() {
                if states & (1 << index) != 0 && element.what.is(word, lines) {
                    next |= 1 << (index + 1);
                    if element.many {
                        next |= 1 << index;
                    }
                }
            }
            states = self.skip_optional(next);
            if states == 0 {
                return false;
            }
        }
        states & end != 0
    }

    fn skip_optional(&self, mut states: u64) -> u64 {
        for (index, element) in self.elements.iter().enumerate() {
            if element.optional && states & (1 << index) != 0 {
                states |= 1 << (index + 1);
            }
        }
        states
    }
}

fn element(written: &str) -> Result<Element, String> {
    let (bare, optional) = match written.strip_suffix('?') {
        Some(bare) => (bare, true),
        None => (written, false),
    };
    let one = |what| Ok(Element { what, optional, many: false });
    match bare {
        "{number}" => one(What::Number),
        "{url}" => one(What::Url),
        "{file}" => one(What::File),
        "{handle}" => one(What::Handle),
        "{word}" => one(What::Any),
        "{name}" => Ok(Element { what: What::Name, optional, many: true }),
        "{date}" => Ok(Element { what: What::Date, optional, many: true }),
        "{any}" => Ok(Element { what: What::Any, optional: true, many: true }),
        _ => {
            let words: Vec<(String, bool)> = bare
                .split('|')
                .map(|word| match word.strip_suffix(':') {
                    Some(bare) => (bare.to_owned(), true),
                    None => (word.to_owned(), false),
                })
                .collect();
            match words.iter().find(|(word, _)| !is_plain(word)) {
                Some((word, _)) => Err(format!(
                    "{word:?} is neither a word in small letters nor one of {{number}} {{name}} {{date}} {{url}} \
                     {{file}} {{handle}} {{word}} {{any}}"
                )),
                None => Ok(Element { what: What::Words(words), optional, many: false }),
            }
        }
    }
}

fn is_plain(word: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '©');
    ends(word.chars().next()) && ends(word.chars().next_back()) && folded(word) == word
}

impl What {
    fn is(&self, word: &Word<'_>, lines: &LineWords) -> bool {
        match self {
            What::Any => true,
            What::Words(words) => words
                .iter()
                .any(|(known, colon)| *known == word.folded && (!colon || word.is_followed_by(':'))),
            What::Number => {
                word.core.starts_with(|c: char| c.is_ascii_digit())
                    && word.core.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
            }
            What::Name => {
                word.is_capitalised()
                    || lines.particles.contains(&word.folded)
                    || word.folded == "of"
                    || word.folded == "the"
            }
            What::Date => lines.is_date_word(word),
            What::Url => is_url(word.raw),
            What::File => is_file(word.raw),
            What::Handle => word.raw.trim_start_matches(['(', '[', '"', '“']).starts_with('@'),
        }
    }
}

/// Whether `raw` is an address of the web.
pub(crate) fn is_url(raw: &str) -> bool {
    let bare = raw.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts =
        |prefix: &str| bare.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    starts("http://") || starts("https://") || starts("www.")
}

fn is_file(raw: &str) -> bool {
    const ENDINGS: [&str; 13] =
        ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "mp4", "mp3", "pdf", "webm", "avif", "tiff"];
    let bare = raw.trim_end_matches(|c: char| !c.is_alphanumeric());
    bare.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
