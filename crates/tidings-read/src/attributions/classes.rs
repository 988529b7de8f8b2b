//! Broad classes of verbs and nouns ("communication", "person", "group"), so that the models can judge a word that they
//! have hardly seen. One class a word, that of its commonest sense: nothing here tells senses apart.

use std::collections::HashMap;

use crate::lexicon::LexiconError;

const FILE: &str = "lexicons/en/word-classes.tsv";

/// Classes by word.
#[derive(Debug)]
pub(crate) struct WordClasses {
    verbs: HashMap<&'static str, &'static str>,
    nouns: HashMap<&'static str, &'static str>,
}

impl WordClasses {
    /// The English classes built into this crate: lines of part of speech, class, a tab and words.
    pub(crate) fn english() -> Result<WordClasses, LexiconError> {
        let mut classes = WordClasses { verbs: HashMap::new(), nouns: HashMap::new() };
        for (number, line) in (1..).zip(include_str!("../../lexicons/en/word-classes.tsv").lines()) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let parsed = line.split_once('\t').and_then(|(key, words)| Some((key.split_once('.')?, words)));
            let (words_of, class, words) = match parsed {
                Some((("verb", class), words)) => (&mut classes.verbs, class, words),
                Some((("noun", class), words)) => (&mut classes.nouns, class, words),
                _ => {
                    let reason =
                        format!("line {number}: expected verb or noun, a dot, a class, a tab and words");
                    return Err(LexiconError::Format { file: FILE, reason });
                }
            };
            words_of.extend(words.split(' ').map(|word| (word, class)));
        }
        Ok(classes)
    }

    /// The class of a verb's or noun's base form; empty if there is none.
    pub(crate) fn of(&self, pos: &str, lemma: &str) -> &'static str {
        let words = match pos {
            "VERB" => &self.verbs,
            "NOUN" => &self.nouns,
            _ => return "",
        };
        words.get(lemma).copied().unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_class_of_their_commonest_sense() {
        let classes = WordClasses::english().unwrap();
        assert_eq!(classes.of("VERB", "insist"), "communication");
        assert_eq!(classes.of("NOUN", "spokeswoman"), "person");
        assert_eq!(classes.of("NOUN", "committee"), "group");
        assert_eq!(classes.of("ADJ", "insist"), "");
    }
}
