//! What is known of attributions beforehand: attitudes of words, and the weights of the models.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use tidings_record::Stance;
use tidings_syntax::Token;

use super::classes::WordClasses;
use super::model::Weights;
use crate::lexicon::{LexiconError, load};

/// What is known of attributions in one language.
#[derive(Debug)]
pub struct AttributionLexicon {
    /// The weights of the models that choose cue, source and content.
    pub weights: Weights,
    /// The least sum of weights, in thousandths, with which a word is a cue.
    pub threshold: i32,
    /// What is added to the sum of a word of known attitude that somebody has about something.
    pub bonus: i32,
    pub(crate) attitudes: Vec<Attitude>,
    pub(crate) words: Words,
    pub(crate) classes: WordClasses,
    /// By part of speech.
    by_word: BTreeMap<&'static str, ByLemma>,
}

/// By base form: what must go with the word, if anything, and the attitude's index.
type ByLemma = BTreeMap<String, Vec<(String, usize)>>;

/// An attitude and the words that state it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attitude {
    pub code: String,
    pub stance: Stance,
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// What the words state when negated.
    #[serde(default)]
    pub denied: Option<Stance>,
    pub test: Vec<String>,
    pub never: Vec<String>,
}

/// Sets of base forms. The file explains each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub plain: BTreeSet<String>,
    pub hearsay: BTreeSet<String>,
    pub allegations: BTreeSet<String>,
    pub threats: BTreeSet<String>,
    pub dangers: BTreeSet<String>,
    pub unoffered: BTreeSet<String>,
    pub concessions: BTreeSet<String>,
    pub shows: BTreeSet<String>,
    pub happenings: BTreeSet<String>,
    pub unnamed: BTreeSet<String>,
    pub conditions: BTreeSet<String>,
    pub within: BTreeSet<String>,
    pub until: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    attitude: Vec<Attitude>,
    words: Words,
}

impl AttributionLexicon {
    /// The English lexicon built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if one of the files is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<AttributionLexicon, LexiconError> {
        AttributionLexicon::with_weights(
            "lexicons/en/attribution-weights.tsv",
            include_str!("../../lexicons/en/attribution-weights.tsv"),
        )
    }

    /// The English lexicon with other weights, the content of `file`: for learning.
    ///
    /// # Errors
    /// [`LexiconError`] if the weights are wrong, or an attitude has no examples.
    pub fn with_weights(file: &'static str, weights: &str) -> Result<AttributionLexicon, LexiconError> {
        const FILE: &str = "lexicons/en/attitudes.toml";
        let File { attitude, words } = load(FILE, include_str!("../../lexicons/en/attitudes.toml"))?;
        let mut by_word: BTreeMap<&'static str, ByLemma> = BTreeMap::new();
        for (index, one) in attitude.iter().enumerate() {
            if one.test.is_empty() || one.never.is_empty() {
                return Err(LexiconError::NoExample { file: FILE, code: one.code.clone() });
            }
            for (pos, words) in [("VERB", &one.verbs), ("NOUN", &one.nouns), ("ADJ", &one.adjectives)] {
                for word in words {
                    let (word, with) = word.split_once(' ').unwrap_or((word, ""));
                    let entry = by_word.entry(pos).or_default().entry(word.to_owned()).or_default();
                    entry.push((with.to_owned(), index));
                }
            }
        }
        let weights = Weights::parse(file, weights)?;
        Ok(AttributionLexicon {
            weights,
            threshold: THRESHOLD,
            bonus: BONUS,
            attitudes: attitude,
            words,
            classes: WordClasses::english()?,
            by_word,
        })
    }

    /// What a word states, as a class for the models: a code of an attitude, `plain` speech, `hearsay`, `words` ("in the
    /// words of"), or nothing.
    pub(crate) fn class(&self, token: Token<'_>) -> &str {
        match self.attitude(token) {
            Some(attitude) => &attitude.code,
            None if self.words.plain.contains(token.lemma()) => "plain",
            None if token.pos() == "ADV" && self.words.hearsay.contains(token.norm()) => "hearsay",
            None if is_in_words_of(token) => "words",
            None => "",
        }
    }

    /// The attitude that a word states, together with what hangs on it.
    pub(crate) fn attitude(&self, token: Token<'_>) -> Option<&Attitude> {
        let entries = self.by_word.get(token.pos())?.get(token.lemma())?;
        let goes_with = |with: &str| {
            with.is_empty()
                || token.children().any(|child| {
                    child.norm() == with && matches!(child.label(), "prep" | "prt" | "advmod" | "aux")
                        // "called for the talks to be put off"
                        || matches!(child.label(), "ccomp" | "xcomp" | "advcl")
                            && child.left_edge().norm() == with
                            && child.left_edge().label() == "mark"
                })
        };
        // An entry with a companion says more than one without.
        let best = entries.iter().filter(|(with, _)| goes_with(with)).max_by_key(|(with, _)| with.len())?;
        Some(&self.attitudes[best.1])
    }
}

/// "in the words of the mayor", "in her words"
fn is_in_words_of(token: Token<'_>) -> bool {
    token.norm() == "words"
        && token.label() == "pobj"
        && token.head().norm() == "in"
        && token.children().any(|child| child.label() == "poss" || child.norm() == "of")
}

/// Chosen on the development part of PolNeAR: `run.py attributions`.
const THRESHOLD: i32 = -700;

/// Chosen likewise, and by the example story.
const BONUS: i32 = 700;
