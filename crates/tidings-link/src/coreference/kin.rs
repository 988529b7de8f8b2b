//! Words that tell of one thing in other forms: "went" and "go", "killing" and "kill", "murder" and "kill".
//!
//! What is known comes from a lexicon; the base form of a word that it lacks is guessed by its ending. Not here: which
//! sense a word has in its sentence.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::lexicon::{sense, stem};
use crate::words::hash_of;

/// Fewest letters that two words must begin with alike to be taken for forms of one.
const SHORTEST_STEM: usize = 4;

/// Words, classes, and what is above each class.
#[derive(Debug, Default)]
struct Lexicon {
    /// Base forms of irregular verbs.
    bases: HashMap<&'static str, &'static str>,
    /// The verbs of which a noun is made.
    verbs: HashMap<&'static str, Vec<&'static str>>,
    /// Classes of a word, ascending.
    classes: HashMap<&'static str, Vec<u32>>,
    above: HashMap<u32, u32>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut made = Lexicon::default();
    for line in include_str!("../../lexicons/event-words.txt").lines() {
        let mut words = line.split(' ');
        match (words.next(), words.next()) {
            (Some("base"), Some(form)) => made.bases.extend(words.next().map(|word| (form, word))),
            (Some("from"), Some(noun)) => drop(made.verbs.insert(noun, words.collect())),
            (Some("class"), Some(number)) => {
                let Ok(number) = number.parse() else { continue };
                let above = words.next().and_then(|above| above.parse().ok());
                made.above.extend(above.map(|above| (number, above)));
                for word in words {
                    made.classes.entry(word).or_default().push(number);
                }
            }
            _ => {}
        }
    }
    made
});

/// How near two words are in meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// Nothing is known that they share.
    None,
    /// They begin alike, for most of their length.
    Stem,
    /// A sense of one is a kind of what the other can mean.
    Above,
    /// They have a sense in common.
    Sense,
    /// They are made of one verb.
    Root,
    /// They are one word.
    Word,
}

/// A word by what it can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    /// Its base form, or a stem.
    base: String,
    /// Hashes of the verbs it is made of, or of itself; ascending.
    roots: Vec<u64>,
    /// Its classes, ascending.
    classes: Vec<u32>,
    /// What is above these, ascending.
    above: Vec<u32>,
    /// The stem that stands for its near synonyms in reported speech.
    sense: u64,
}

impl Kin {
    /// The kin of a word in small letters.
    pub fn of(word: &str) -> Kin {
        let base = base(word);
        let mut roots = match LEXICON.verbs.get(base.as_str()) {
            Some(verbs) => verbs.iter().map(|verb| hash_of(verb)).collect(),
            None => vec![hash_of(&base)],
        };
        roots.sort_unstable();
        let classes = LEXICON.classes.get(base.as_str()).cloned().unwrap_or_default();
        let mut above: Vec<u32> =
            classes.iter().filter_map(|class| LEXICON.above.get(class).copied()).collect();
        above.sort_unstable();
        above.dedup();
        Kin { sense: hash_of(sense(stem(word))), base, roots, classes, above }
    }

    /// How near `other` is.
    pub fn kinship(&self, other: &Kin) -> Kinship {
        if self.base == other.base {
            Kinship::Word
        } else if shares(&self.roots, &other.roots) {
            Kinship::Root
        } else if self.sense == other.sense || shares(&self.classes, &other.classes) {
            Kinship::Sense
        } else if shares(&self.above, &other.classes) || shares(&self.classes, &other.above) {
            Kinship::Above
        } else if self.begins_like(other) {
            Kinship::Stem
        } else {
            Kinship::None
        }
    }

    /// One number for "killing" and "kill": the first of its roots.
    pub fn root(&self) -> u64 {
        self.roots.first().copied().unwrap_or_default()
    }

    /// Numbers of which any two that are kin share one, the most telling first.
    pub fn keys(&self) -> Vec<u64> {
        let beginning: String = self.base.chars().take(SHORTEST_STEM).collect();
        let classes = self.classes.iter().chain(&self.above).map(|&class| u64::from(class));
        let mut keys = self.roots.clone();
        keys.push(self.sense);
        keys.extend(classes);
        keys.push(hash_of(&format!("{beginning} begins")));
        let mut seen = BTreeSet::new();
        keys.retain(|&key| seen.insert(key));
        keys
    }

    /// Whether both begin alike for all but two letters of the shorter.
    pub fn begins_like(&self, other: &Kin) -> bool {
        let same = self.base.chars().zip(other.base.chars()).take_while(|(a, b)| a == b).count();
        same >= SHORTEST_STEM && same + 2 >= self.base.chars().count().min(other.base.chars().count())
    }
}

/// Whether a word in small letters is a past form or a participle: an irregular one that the lexicon knows, or in -ed.
pub fn is_past(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed") || LEXICON.bases.contains_key(word)
}

/// Whether two ascending lists have an item in common.
fn shares<T: Ord>(a: &[T], b: &[T]) -> bool {
    a.iter().any(|one| b.binary_search(one).is_ok())
}

/// Endings of inflected words, and what stands in their place in the base form.
const ENDINGS: &[(&str, &str)] = &[
    ("ies", "y"),
    ("s", ""),
    ("es", ""),
    ("ied", "y"),
    ("ed", ""),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ings", ""),
    ("ings", "e"),
];

/// The base form of a word in small letters: by the lexicon, else by its ending if that leaves a known word, else a
/// stem.
fn base(word: &str) -> String {
    let is_known = |word: &str| LEXICON.classes.contains_key(word) || LEXICON.verbs.contains_key(word);
    if let Some(&base) = LEXICON.bases.get(word) {
        return base.to_owned();
    }
    if is_known(word) {
        return word.to_owned();
    }
    for (ending, put) in ENDINGS {
        let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() >= 2) else { continue };
        let made = format!("{rest}{put}");
        if is_known(&made) {
            return made;
        }
        // "Stopped" has one p more than "stop".
        let mut letters = rest.chars();
        let (last, before) = (letters.next_back(), letters.clone().next_back());
        if put.is_empty() && last == before && is_known(letters.as_str()) {
            return letters.as_str().to_owned();
        }
    }
    stem(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expect: Kinship) {
        assert_eq!(Kin::of(a).kinship(&Kin::of(b)), expect, "{a} and {b}");
        assert_eq!(Kin::of(b).kinship(&Kin::of(a)), expect, "{b} and {a}");
        let (a, b) = (Kin::of(a).keys(), Kin::of(b).keys());
        assert!(expect == Kinship::None || a.iter().any(|key| b.contains(key)), "no key in common");
    }

    #[test]
    fn forms_of_a_word_are_that_word() {
        check("went", "goes", Kinship::Word);
        check("stopped", "stops", Kinship::Word);
        check("carried", "carry", Kinship::Word);
        check("negotiated", "negotiates", Kinship::Word);
        check("earthquakes", "earthquake", Kinship::Word);
    }

    #[test]
    fn nouns_are_kin_of_their_verbs() {
        check("announcement", "announced", Kinship::Root);
        check("acquisition", "acquires", Kinship::Root);
        check("death", "died", Kinship::Root);
    }

    #[test]
    fn words_of_like_meaning_are_kin() {
        check("quake", "earthquake", Kinship::Sense);
        check("murdered", "killed", Kinship::Above);
        check("derailments", "derailers", Kinship::Stem);
    }

    #[test]
    fn words_apart_are_none() {
        check("announced", "flooded", Kinship::None);
        check("strike", "election", Kinship::None);
        check("form", "fort", Kinship::None);
    }
}
