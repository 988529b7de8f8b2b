//! Which words tell of which events.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::classes::WordClasses;
use super::model::Choice;
use crate::attributions::model::{Sink, Weights};
use crate::lexicon::{LexiconError, load};

const FILE: &str = "lexicons/en/events.toml";
const KINDS: &str = "lexicons/en/event-weights.tsv";
const CERTAINTY: &str = "lexicons/en/status-weights.tsv";

/// Code and type of an event that is given and whose word is in no rule.
const OTHER: &str = "EVT000";
const OTHER_KIND: &str = "X-OTHER";

/// The words that tell of events in one language.
#[derive(Debug)]
pub struct EventLexicon {
    /// The rules, in the order of the file.
    pub rules: Vec<Rule>,
    /// What a word tells of that is in no rule.
    other: Rule,
    verbs: BTreeMap<String, usize>,
    nouns: BTreeMap<String, usize>,
    /// Classes of words that tell what one does to another.
    pub(super) classes: WordClasses,
    /// Gives an event with two sides its type.
    pub(super) kinds: Choice,
    certainty: Weights,
}

/// Words that tell of one type of event.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its code.
    pub code: String,
    /// The type, a name of PLOVER's or one with `X-`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Other types that the words may tell of; where two sides are known, a model chooses.
    #[serde(default)]
    pub or: Vec<String>,
    /// PLOVER's mode.
    pub mode: Option<String>,
    /// PLOVER's contexts.
    #[serde(default)]
    pub context: Vec<String>,
    /// Whether the subject is the one to whom it is done.
    #[serde(default)]
    pub reverse: bool,
    /// Base forms of verbs.
    pub verbs: Vec<String>,
    /// Base forms of nouns.
    pub nouns: Vec<String>,
    /// Sentences, each with the word in it that must be found.
    pub test: Vec<[String; 2]>,
    /// Sentences in which no word of this rule may be found.
    pub never: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

impl EventLexicon {
    /// The English one, built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if the file is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<EventLexicon, LexiconError> {
        let File { rule: rules } = load(FILE, include_str!("../../lexicons/en/events.toml"))?;
        let (mut verbs, mut nouns) = (BTreeMap::new(), BTreeMap::new());
        for (at, rule) in rules.iter().enumerate() {
            if rule.test.is_empty() || rule.never.is_empty() {
                return Err(LexiconError::NoExample { file: FILE, code: rule.code.clone() });
            }
            verbs.extend(rule.verbs.iter().map(|verb| (verb.clone(), at)));
            nouns.extend(rule.nouns.iter().map(|noun| (noun.clone(), at)));
        }
        Ok(EventLexicon {
            rules,
            other: Rule { code: OTHER.to_owned(), kind: OTHER_KIND.to_owned(), ..Rule::default() },
            verbs,
            nouns,
            classes: WordClasses::english()?,
            kinds: Choice::parse(KINDS, include_str!("../../lexicons/en/event-weights.tsv"))?,
            certainty: Weights::parse(CERTAINTY, include_str!("../../lexicons/en/status-weights.tsv"))?,
        })
    }

    /// How sure it is that what a word with these features tells of happened, in thousandths: from −3000 (it did not)
    /// to 3000 (it did).
    pub fn certainty_of(&self, features: &[String]) -> i32 {
        let mut sum = self.certainty.sum();
        for feature in features {
            sum.add(&[feature]);
        }
        sum.total.clamp(-3000, 3000)
    }

    /// A trigger's rule.
    pub(super) fn rule(&self, at: Option<usize>) -> &Rule {
        at.map_or(&self.other, |at| &self.rules[at])
    }

    /// The rule of a verb's base form.
    pub(super) fn verb(&self, lemma: &str) -> Option<usize> {
        self.verbs.get(lemma).copied()
    }

    /// The rule of strikes of people at work.
    pub(super) fn stoppage(&self) -> Option<usize> {
        self.rules.iter().position(|rule| rule.kind == "PROTEST" && rule.mode.as_deref() == Some("strike"))
    }

    /// The rule of shooting down what was sent.
    pub(super) fn interception(&self) -> Option<usize> {
        self.rules.iter().position(|rule| rule.mode.as_deref() == Some("intercept"))
    }

    /// The rule of a noun's base form.
    pub(super) fn noun(&self, lemma: &str) -> Option<usize> {
        self.nouns.get(lemma).copied()
    }
}
