//! What of a reading is needed to tell which articles belong together: under 4 KB, whatever its length.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{ArticleId, ByteSpan, Form, NameType, Reading};

use crate::calendar::Day;
use crate::common;
use crate::lexicon;
use crate::source::Source;
use crate::words::{SEED, hash_of, mixed, words_in};

/// Most sampled fingerprints.
const MOST_FINGERPRINTS: usize = 64;
/// Most terms.
const MOST_TERMS: usize = 120;
/// Most names.
const MOST_NAMES: usize = 60;
/// Days of publication further apart than this tell no stories apart.
const WIDEST: i32 = 62;
/// Words at the head of an article that count twice.
const LEAD: usize = 120;
/// Shorter last names are taken as they are spelt, since too many share their consonants.
const FEWEST_CONSONANTS: usize = 4;

/// The keys of one reading, from which [`crate::stories`] works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The article.
    pub article: ArticleId,
    /// The smallest hashes of runs of eight words: two copies share nearly all.
    pub fingerprints: Vec<u64>,
    /// Hashes of the heaviest content words with their weights, by hash.
    pub terms: Vec<(u64, u16)>,
    /// Hashes of the heaviest names with their weights, by hash.
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
    // The keys of a whole archive are held at once.
    fingerprints.shrink_to_fit();

    // Of a language that is not read no word is known to say little, and any two texts share many.
    let is_read = reading.language.as_deref().is_none_or(|language| matches!(language, "en" | "und"));
    let read = if is_read { source.words.as_slice() } else { &[] };
    let mut terms: BTreeMap<u64, Weight> = BTreeMap::new();
    for (at, word) in read.iter().enumerate() {
        let text = source.words_at(word.span);
        if is_term(text) {
            let small = text.to_lowercase();
            let stem = lexicon::stem(&small);
            // What stands first says most of what an article is about.
            let times = if at < LEAD { 2 } else { 1 };
            terms.entry(hash_of(stem)).or_insert_with(|| Weight::of(common::weight(stem))).times += times;
        }
    }
    let mut names: BTreeMap<u64, Weight> = BTreeMap::new();
    for name in &reading.names {
        let named = name.mentions.iter().filter(|mention| mention.form == Form::Name).count();
        if named == 0 || name.kind == NameType::Other {
            continue;
        }
        let key = match name.kind {
            NameType::Person => person(&name.name),
            _ => name.name.to_lowercase(),
        };
        let words = crate::words::folded(&name.name);
        let sum: u32 = words.iter().map(|word| common::weight(lexicon::stem(word))).sum();
        let mean = sum / u32::try_from(words.len().max(1)).unwrap_or(u32::MAX);
        names.entry(hash_of(&key)).or_insert_with(|| Weight::of(mean)).times += named;
    }
    let days = match source.published() {
        (Some(first), Some(last)) if last - first <= WIDEST => Some((first, last)),
        _ => None,
    };
    Keys {
        article: reading.id.clone(),
        fingerprints,
        terms: heaviest(terms, MOST_TERMS),
        names: heaviest(names, MOST_NAMES),
        days,
    }
}

/// The stems of the content words of `text`, as [`keys`] counts them.
pub fn stems(text: &str) -> BTreeSet<String> {
    let mut words = Vec::new();
    words_in(text, ByteSpan::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX)), &mut words);
    let terms = words.iter().map(|word| word.span.of(text)).filter(|word| is_term(word));
    terms.map(|word| lexicon::stem(&word.to_lowercase()).to_owned()).collect()
}

/// Whether `word` can tell articles apart. Long numbers can: they are years, tolls, sums.
fn is_term(word: &str) -> bool {
    word.len() > 2 && !lexicon::is_small(word)
}

/// How a person is known: by the last name, of a longer one the consonants, since spellings vary by vowels.
fn person(name: &str) -> String {
    let last = name.rsplit(' ').next().unwrap_or(name);
    let skeleton = crate::spelling::skeleton(last);
    if skeleton.len() < FEWEST_CONSONANTS { last.to_lowercase() } else { skeleton }
}

/// What a key weighs: how rare it is in news, in 32nds, and how often it stands.
struct Weight {
    rare: u32,
    times: usize,
}

impl Weight {
    fn of(rare: u32) -> Weight {
        Weight { rare, times: 0 }
    }

    /// Grows with the root of how often the key stands: 512 for a rare one that stands once.
    fn number(&self) -> u16 {
        let root = (self.times.min(10_000) * 256).isqrt();
        u16::try_from(root * self.rare as usize).unwrap_or(u16::MAX)
    }
}

/// The `most` with the largest weights, ties by hash, in the order of their hashes.
fn heaviest(keys: BTreeMap<u64, Weight>, most: usize) -> Vec<(u64, u16)> {
    let mut keys: Vec<_> = keys.into_iter().map(|(hash, weight)| (hash, weight.number())).collect();
    keys.sort_by_key(|&(hash, weight)| (std::cmp::Reverse(weight), hash));
    keys.truncate(most);
    keys.shrink_to_fit();
    keys.sort_unstable();
    keys
}
