//! The words that say when an article is from: `lexicons/en/published.toml` and `lexicons/en/zones.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::lexicon::{LexiconError, load};

const FILE: &str = "lexicons/en/published.toml";
const ZONES: &str = "lexicons/en/zones.toml";

/// What is known of lines and sentences that date an article, in one language.
#[derive(Debug)]
pub struct PublishedLexicon {
    pub(super) words: Words,
    zones: Zones,
}

/// Sets of words in lower case. The file explains each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub published: BTreeSet<String>,
    pub changed: BTreeSet<String>,
    pub articles: BTreeSet<String>,
    pub scheduled: BTreeSet<String>,
    pub plans: BTreeSet<String>,
    pub plan_nouns: BTreeSet<String>,
    pub fiction: BTreeSet<String>,
    lasting: Vec<BTreeSet<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Zones {
    abbreviations: BTreeMap<String, String>,
    places: BTreeMap<String, String>,
}

impl PublishedLexicon {
    /// The English lexicon built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if one of the files is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<PublishedLexicon, LexiconError> {
        Ok(PublishedLexicon {
            words: load(FILE, include_str!("../../lexicons/en/published.toml"))?,
            zones: load(ZONES, include_str!("../../lexicons/en/zones.toml"))?,
        })
    }

    /// The zone that an abbreviation such as "ET" names, if it follows summer time.
    pub(super) fn zone_abbreviation(&self, letters: &str) -> Option<&str> {
        self.zones.abbreviations.get(&letters.to_ascii_lowercase()).map(String::as_str)
    }

    /// The zone of a place, in lower case, that stands before "time".
    pub(super) fn zone_place(&self, place: &str) -> Option<&str> {
        self.zones.places.get(place).map(String::as_str)
    }

    /// The number of the group of nouns for one lasting thing that `noun`, a base form, belongs to.
    pub(super) fn group(&self, noun: &str) -> Option<usize> {
        self.words.lasting.iter().position(|group| group.contains(noun))
    }

    /// Every zone that the lexicon names.
    #[cfg(test)]
    pub(super) fn zones(&self) -> impl Iterator<Item = &str> {
        self.zones.abbreviations.values().chain(self.zones.places.values()).map(String::as_str)
    }
}
