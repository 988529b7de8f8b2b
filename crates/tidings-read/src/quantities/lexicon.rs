//! The words of English that quantities are read by: `lexicons/en/numbers.toml`, `units.toml`, `currencies.toml`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use tidings_record::{Comparator, QuantityKind};

use crate::lexicon::{LexiconError, load};

/// What is known of numbers and units in one language.
#[derive(Debug)]
pub struct QuantityLexicon {
    /// Words that stand for numbers.
    pub(super) numbers: HashMap<String, NumberWord>,
    /// Units and currencies, as they are printed.
    pub(super) units: Vec<Unit>,
    /// By the first word, the units that begin with it, longest first.
    pub(super) unit_words: HashMap<String, Vec<(Vec<String>, u16)>>,
    /// Exact characters that stand after a number.
    pub(super) symbols: HashMap<String, u16>,
    /// Exact characters that stand before a number, and currency codes.
    pub(super) prefixes: HashMap<String, u16>,
    /// Signs that are other words too, and are read only before what is clearly an amount.
    pub(super) doubtful: HashMap<String, u16>,
    /// What stands under "per".
    pub(super) per: BTreeMap<String, String>,
    /// Phrases that bound a number, by their last word, longest first.
    pub(super) before: HashMap<String, Vec<(Vec<String>, Comparator)>>,
    /// The same after it, by their first word.
    pub(super) after: HashMap<String, Vec<(Vec<String>, Comparator)>>,
    /// Sets of words.
    pub(super) words: QuantityWords,
}

/// What a number word does.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct NumberWord {
    /// Adds: five, twenty.
    pub cardinal: Option<f64>,
    /// Multiplies: hundred, million, dozen.
    pub scale: Option<f64>,
    /// Divides: third, halves.
    pub fraction: Option<f64>,
    /// Places: third, twentieth.
    pub ordinal: Option<f64>,
    /// At least so many: dozens, several.
    pub vague: Option<f64>,
}

/// A unit of measure or a currency.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    /// What is printed, in the singular.
    pub name: String,
    /// What sort of quantity it makes.
    pub kind: QuantityKind,
    /// Whether it is a length of time.
    pub time: bool,
}

/// Sets of lower-case words. `numbers.toml` explains each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuantityWords {
    pub rounds: BTreeSet<String>,
    pub in_a_row: BTreeSet<String>,
    pub absent: BTreeSet<String>,
    pub labels: BTreeSet<String>,
    pub parties: BTreeSet<String>,
    pub kinds: BTreeSet<String>,
    pub indices: BTreeSet<String>,
    pub dull: BTreeSet<String>,
    pub months: BTreeSet<String>,
    pub clock: BTreeSet<String>,
    pub streets: BTreeSet<String>,
    pub persons: BTreeSet<String>,
    pub harm: BTreeSet<String>,
    pub harmed: BTreeSet<String>,
    pub up: BTreeSet<String>,
    pub down: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberFile {
    vague: BTreeMap<String, f64>,
    cardinal: BTreeMap<String, f64>,
    scale: BTreeMap<String, f64>,
    fraction: BTreeMap<String, f64>,
    ordinal: BTreeMap<String, f64>,
    words: QuantityWords,
    before: BTreeMap<Comparator, Vec<String>>,
    after: BTreeMap<Comparator, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    unit: Vec<UnitEntry>,
    per: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    name: String,
    kind: Option<QuantityKind>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    symbols: Vec<String>,
    #[serde(default)]
    time: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyFile {
    currency: Vec<CurrencyEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyEntry {
    name: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    signs: Vec<String>,
    #[serde(default)]
    doubtful: Vec<String>,
}

impl QuantityLexicon {
    /// The English lexicon built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if one of the files is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<QuantityLexicon, LexiconError> {
        let numbers: NumberFile =
            load("lexicons/en/numbers.toml", include_str!("../../lexicons/en/numbers.toml"))?;
        let units: UnitFile = load("lexicons/en/units.toml", include_str!("../../lexicons/en/units.toml"))?;
        let currencies: CurrencyFile =
            load("lexicons/en/currencies.toml", include_str!("../../lexicons/en/currencies.toml"))?;
        let mut lexicon = QuantityLexicon {
            numbers: HashMap::new(),
            units: Vec::new(),
            unit_words: HashMap::new(),
            symbols: HashMap::new(),
            prefixes: HashMap::new(),
            doubtful: HashMap::new(),
            per: units.per,
            before: phrases(&numbers.before, Vec::pop),
            after: phrases(&numbers.after, |words| (!words.is_empty()).then(|| words.remove(0))),
            words: numbers.words,
        };
        lexicon.number_words(&numbers.vague, |word, value| word.vague = Some(value));
        lexicon.number_words(&numbers.cardinal, |word, value| word.cardinal = Some(value));
        lexicon.number_words(&numbers.scale, |word, value| word.scale = Some(value));
        lexicon.number_words(&numbers.fraction, |word, value| word.fraction = Some(value));
        lexicon.number_words(&numbers.ordinal, |word, value| word.ordinal = Some(value));
        for unit in units.unit {
            let kind = unit.kind.unwrap_or(QuantityKind::Measure);
            lexicon.unit(Unit { name: unit.name, kind, time: unit.time }, &unit.words, &unit.symbols);
        }
        for currency in currencies.currency {
            let unit = Unit { name: currency.name, kind: QuantityKind::Money, time: false };
            let id = lexicon.unit(unit, &currency.words, &currency.signs);
            for code in currency.codes {
                lexicon.symbols.entry(code.clone()).or_insert(id);
                lexicon.prefixes.insert(code, id);
            }
            for sign in currency.signs {
                lexicon.prefixes.insert(sign, id);
            }
            for sign in currency.doubtful {
                lexicon.doubtful.insert(sign, id);
            }
        }
        Ok(lexicon)
    }

    fn number_words(&mut self, words: &BTreeMap<String, f64>, set: impl Fn(&mut NumberWord, f64)) {
        for (word, &value) in words {
            set(self.numbers.entry(word.clone()).or_default(), value);
        }
    }

    fn unit(&mut self, unit: Unit, words: &[String], symbols: &[String]) -> u16 {
        let id = u16::try_from(self.units.len()).unwrap_or(u16::MAX);
        self.units.push(unit);
        for phrase in words {
            let mut parts = split(phrase);
            if parts.is_empty() {
                continue;
            }
            let first = parts.remove(0);
            let places = self.unit_words.entry(first).or_default();
            let at = places.partition_point(|(words, _)| words.len() >= parts.len());
            places.insert(at, (parts, id));
        }
        for symbol in symbols {
            self.symbols.entry(symbol.clone()).or_insert(id);
        }
        id
    }
}

/// A phrase as the pieces of a text: words, and each other character.
fn split(phrase: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut in_word = false;
    for c in phrase.chars() {
        match (c.is_alphabetic(), in_word) {
            (true, true) => {
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
            (true, false) => parts.push(c.to_string()),
            (false, _) if c == ' ' => {}
            (false, _) => parts.push(c.to_string()),
        }
        in_word = c.is_alphabetic();
    }
    parts
}

type Phrases = HashMap<String, Vec<(Vec<String>, Comparator)>>;

fn phrases(
    lists: &BTreeMap<Comparator, Vec<String>>,
    take_key: impl Fn(&mut Vec<String>) -> Option<String>,
) -> Phrases {
    let mut found: BTreeMap<String, Vec<(Vec<String>, Comparator)>> = BTreeMap::new();
    for (&comparator, list) in lists {
        for phrase in list {
            let mut parts = split(phrase);
            if let Some(key) = take_key(&mut parts) {
                found.entry(key).or_default().push((parts, comparator));
            }
        }
    }
    for list in found.values_mut() {
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    found.into_iter().collect()
}
