//! What of a reading is needed to tell which articles belong together: under 4 KB, whatever its length.

use std::collections::BTreeMap;

use tidings_record::{ArticleId, Form, NameType, Reading};

use crate::calendar::Day;
use crate::lexicon;
use crate::source::Source;
use crate::words::{SEED, hash_of, mixed};

/// Most sampled fingerprints.
const MOST_FINGERPRINTS: usize = 64;
/// Most terms.
const MOST_TERMS: usize = 120;
/// Most names.
const MOST_NAMES: usize = 60;
/// Days of publication further apart than this tell no stories apart.
const WIDEST: i32 = 62;

/// The keys of one reading, from which [`crate::stories`] works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The article.
    pub article: ArticleId,
    /// The smallest hashes of runs of eight words: two copies share nearly all.
    pub fingerprints: Vec<u64>,
    /// Hashes of the most frequent content words, with how often they stand, by hash.
    pub terms: Vec<(u64, u16)>,
    /// Hashes of the most frequent names, with how often they are named, by hash.
    pub names: Vec<(u64, u16)>,
    /// The first and last day on which the article can have been published, if given.
    pub days: Option<(Day, Day)>,
}

/// The keys of `reading`.
pub fn keys(reading: &Reading) -> Keys {
    let source = Source::new(reading);
    let mut fingerprints: Vec<u64> = source
        .words
        .windows(8)
        .map(|run| run.iter().fold(SEED, |hash, word| mixed(hash, word.hash)))
        .collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    fingerprints.truncate(MOST_FINGERPRINTS);

    let mut terms: BTreeMap<u64, u16> = BTreeMap::new();
    for word in &source.words {
        let text = source.words_at(word.span);
        if word.span.len() > 2 && !lexicon::is_small(text) && !text.starts_with(|c: char| c.is_numeric()) {
            let count = terms.entry(hash_of(lexicon::stem(&text.to_lowercase()))).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut names: BTreeMap<u64, u16> = BTreeMap::new();
    for name in &reading.names {
        let named = name.mentions.iter().filter(|mention| mention.form == Form::Name).count();
        if named == 0 || name.kind == NameType::Other {
            continue;
        }
        // A person is known by the last name, whose spelling varies least by its consonants.
        let key = match name.kind {
            NameType::Person => crate::spelling::skeleton(name.name.rsplit(' ').next().unwrap_or(&name.name)),
            _ => name.name.to_lowercase(),
        };
        let count = names.entry(hash_of(&key)).or_default();
        *count = count.saturating_add(u16::try_from(named).unwrap_or(u16::MAX));
    }
    let days = match source.published() {
        (Some(first), Some(last)) if last - first <= WIDEST => Some((first, last)),
        _ => None,
    };
    Keys {
        article: reading.id.clone(),
        fingerprints,
        terms: most_frequent(terms, MOST_TERMS),
        names: most_frequent(names, MOST_NAMES),
        days,
    }
}

/// The `most` frequent, ties by hash, in the order of their hashes.
fn most_frequent(counts: BTreeMap<u64, u16>, most: usize) -> Vec<(u64, u16)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(hash, count)| (std::cmp::Reverse(count), hash));
    counts.truncate(most);
    counts.sort_unstable();
    counts
}
