//! Classes of words that tell what one does to another: "sue", "court" and "verdict" are one.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lexicon::{LexiconError, load};

const FILE: &str = "lexicons/en/event-classes.toml";

/// Word classes of one language.
#[derive(Debug)]
pub struct WordClasses {
    names: Vec<String>,
    /// The classes of a base form, in the order of their names.
    classes: BTreeMap<String, Vec<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    classes: BTreeMap<String, String>,
}

impl WordClasses {
    /// The English ones, built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if the file is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<WordClasses, LexiconError> {
        let file: File = load(FILE, include_str!("../../lexicons/en/event-classes.toml"))?;
        let mut made = WordClasses { names: Vec::new(), classes: BTreeMap::new() };
        for (number, (name, words)) in file.classes.into_iter().enumerate() {
            made.names.push(name);
            for word in words.split_whitespace() {
                made.classes.entry(word.to_owned()).or_default().push(number);
            }
        }
        Ok(made)
    }

    /// The names of the classes of a base form in lower case.
    pub(super) fn of(&self, lemma: &str) -> impl Iterator<Item = &str> + Clone {
        let classes = self.classes.get(lemma).map_or(&[][..], Vec::as_slice);
        classes.iter().map(|&number| self.names[number].as_str())
    }
}
