//! The words of time: `lexicons/en/times.toml`, whose head says where they are from.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::atoms::{Key, Sense};
use super::calendar::{Feast, Part, Season, Unit};
use crate::lexicon::{LexiconError, load};

const FILE: &str = "lexicons/en/times.toml";
/// Longer words are no words of time.
const LONGEST: usize = 20;

/// Words of one language that name times.
#[derive(Debug)]
pub struct TimesLexicon {
    words: HashMap<String, Sense>,
    /// Phrases by their first word, longest first.
    phrases: HashMap<String, Vec<Phrase>>,
}

/// A phrase of fixed words.
#[derive(Debug)]
pub(super) struct Phrase {
    /// Its words after the first, with the punctuation between them, in lower case.
    pub rest: Vec<String>,
    /// What it means.
    pub means: PhraseMeaning,
    not_before: Vec<String>,
    not_after: Vec<String>,
}

/// What a phrase means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PhraseMeaning {
    /// A TIMEX3 value that needs no calendar.
    Value(String),
    /// A day of the year.
    Feast(Feast),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    doubtful: Vec<String>,
    seasons: Vec<Vec<String>>,
    units: BTreeMap<Unit, Vec<String>>,
    parts: BTreeMap<Part, Vec<String>>,
    cardinals: BTreeMap<String, u32>,
    ordinals: BTreeMap<String, u8>,
    decades: BTreeMap<String, u8>,
    sets: BTreeMap<String, Unit>,
    zones: BTreeMap<String, i16>,
    holiday: Vec<HolidayRow>,
    phrase: Vec<PhraseRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayRow {
    names: Vec<String>,
    on: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseRow {
    words: Vec<String>,
    value: String,
    #[serde(default)]
    not_before: Vec<String>,
    #[serde(default)]
    not_after: Vec<String>,
}

impl TimesLexicon {
    /// The English lexicon built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if the file is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<TimesLexicon, LexiconError> {
        TimesLexicon::new(load(FILE, include_str!("../../lexicons/en/times.toml"))?)
    }

    fn new(file: File) -> Result<TimesLexicon, LexiconError> {
        let mut made = TimesLexicon { words: HashMap::new(), phrases: HashMap::new() };
        for &(word, key) in Key::WORDS {
            made.sense(word).key = key;
        }
        for (number, names) in (1..).zip(&file.months) {
            names.iter().for_each(|name| made.sense(name).month = number);
        }
        for (number, names) in (1..).zip(&file.weekdays) {
            for name in names {
                made.sense(name).weekday = number;
                made.sense(name).plural = name.ends_with("days");
            }
        }
        for (season, names) in Season::ALL.into_iter().zip(&file.seasons) {
            for name in names {
                made.sense(name).season = Some(season);
                made.sense(name).plural = name.ends_with('s');
            }
        }
        for (unit, names) in &file.units {
            for name in names {
                made.sense(name).unit = Some(*unit);
                made.sense(name).plural = name.ends_with('s') || name.ends_with("ia");
            }
        }
        for (part, names) in &file.parts {
            for name in names {
                made.sense(name).part = Some(*part);
                made.sense(name).plural = name.ends_with('s');
            }
        }
        file.cardinals.iter().for_each(|(name, value)| made.sense(name).cardinal = Some(*value));
        file.ordinals.iter().for_each(|(name, value)| made.sense(name).ordinal = *value);
        file.decades.iter().for_each(|(name, value)| made.sense(name).decade = *value);
        file.sets.iter().for_each(|(name, unit)| made.sense(name).each = Some(*unit));
        file.zones.iter().for_each(|(name, minutes)| made.sense(name).zone = Some(*minutes));
        file.doubtful.iter().for_each(|name| made.sense(name).doubtful = true);
        for row in &file.holiday {
            let feast = Feast::parse(&row.on).ok_or_else(|| LexiconError::Format {
                file: FILE,
                reason: format!(
                    "holiday {:?}: `on` is {:?}; write `12-25`, `4 thursday 11` or `easter+1`",
                    row.names, row.on
                ),
            })?;
            for name in &row.names {
                made.phrase(name, PhraseMeaning::Feast(feast), &[], &[]);
            }
        }
        for row in &file.phrase {
            for words in &row.words {
                let means = PhraseMeaning::Value(row.value.clone());
                made.phrase(words, means, &row.not_before, &row.not_after);
            }
        }
        Ok(made)
    }

    fn sense(&mut self, word: &str) -> &mut Sense {
        self.words.entry(word.to_owned()).or_default()
    }

    fn phrase(&mut self, words: &str, means: PhraseMeaning, not_before: &[String], not_after: &[String]) {
        let mut parts = super::atoms::pieces(words).map(|range| words[range].to_owned());
        let Some(first) = parts.next() else { return };
        let rest = parts.collect();
        self.sense(&first).begins_phrase = true;
        let phrases = self.phrases.entry(first).or_default();
        phrases.push(Phrase { rest, means, not_before: not_before.to_vec(), not_after: not_after.to_vec() });
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }

    /// What `word` can mean, whatever its case.
    pub(super) fn look_up(&self, word: &str) -> Sense {
        let mut lower = [0; LONGEST];
        lowered(word, &mut lower).and_then(|word| self.words.get(word)).copied().unwrap_or_default()
    }

    /// Minutes east of Greenwich of the zone that `word` abbreviates, whatever its case.
    pub(crate) fn zone(&self, word: &str) -> Option<i16> {
        self.look_up(word).zone
    }

    /// The phrases that begin with `word`, longest first.
    pub(super) fn phrases(&self, word: &str) -> &[Phrase] {
        let mut lower = [0; LONGEST];
        lowered(word, &mut lower).and_then(|word| self.phrases.get(word)).map_or(&[], Vec::as_slice)
    }
}

impl Phrase {
    /// Whether the words before and after allow this meaning.
    pub fn fits(&self, before: Option<&str>, after: Option<&str>) -> bool {
        let among = |list: &[String], word: Option<&str>| {
            word.is_some_and(|word| list.iter().any(|other| other.eq_ignore_ascii_case(word)))
        };
        !among(&self.not_after, before) && !among(&self.not_before, after)
    }
}

fn lowered<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let bytes = buffer.get_mut(..word.len())?;
    bytes.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    std::str::from_utf8(bytes).ok()
}
