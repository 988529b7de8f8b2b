//! Countries of the article: those known beforehand, and those that only its words show, such as "Kelvarian" beside
//! "Kelvaria" and "Morvast, the Kelvarian capital".

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::NameType;

use super::lexicon::Known;
use super::spots::Spot;
use super::text::{Stretch, Text};

/// The countries of an article; those beyond the lexicon's are learned.
pub(crate) struct States<'l> {
    known: usize,
    names: Vec<&'l str>,
    learned: Vec<String>,
    /// Peoples that the article shows, with their country.
    peoples: BTreeMap<String, usize>,
}

impl States<'_> {
    /// The name that is printed.
    pub(crate) fn name(&self, index: usize) -> &str {
        if index < self.known { self.names[index] } else { &self.learned[index - self.known] }
    }
}

impl States<'_> {
    /// The country or people with which the words at `at` begin, and how many tokens that takes.
    pub(crate) fn at_start(&self, text: &Text<'_>, at: Stretch) -> Option<(usize, usize)> {
        match text.known(at.block, at.start) {
            Some((len, Known::People(state) | Known::Country(state))) => Some((len, state)),
            Some(_) => None,
            None => Some((1, *self.peoples.get(text.token(at.block, at.start).text())?)),
        }
    }
}

/// Endings that make an adjective of the name of a country, with what may have been lost before them.
const ENDINGS: [(&str, &[&str]); 9] = [
    ("n", &["", "a"]),
    ("an", &["", "a", "e", "o", "y"]),
    ("ian", &["", "a", "ia", "e", "y"]),
    ("i", &["", "a", "ia", "stan"]),
    ("ese", &["", "a", "ia", "o"]),
    ("ish", &["", "land", "ia"]),
    ("ic", &["", "land", "ia"]),
    ("ean", &["", "a", "e"]),
    ("er", &["", "land"]),
];

/// Finds peoples and countries that the lexicon does not know, and tells their spots so.
pub(crate) fn learn<'l>(text: &Text<'l>, spots: &mut [Spot]) -> States<'l> {
    let names: Vec<&str> = text.lexicon.countries.iter().map(|country| country.name.as_str()).collect();
    let mut states = States { known: names.len(), names, learned: Vec::new(), peoples: BTreeMap::new() };
    let mut unknown: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    unperson(text, spots);
    for (index, spot) in spots.iter().enumerate() {
        if spot.known.is_none() && spot.kind != NameType::Person {
            unknown.entry(text.words(spot.at)).or_default().push(index);
        }
    }
    // "Kelvarian" of the Kelvarian Foreign Ministry.
    let mut inside: BTreeSet<String> = BTreeSet::new();
    for spot in spots.iter().filter(|spot| spot.kind == NameType::Org && spot.at.len() >= 2) {
        let body = text.body(spot.at.block, spot.at.end - 1);
        if spot.known.is_none() && body.is_some_and(|(_, body)| body.state) {
            inside.insert(text.token(spot.at.block, spot.at.start).text().to_owned());
        }
    }
    let (mut pairs, mut nations): (Vec<(String, String)>, Vec<String>) = (Vec::new(), Vec::new());
    let within = inside.iter().filter(|word| !unknown.contains_key(*word));
    for word in within {
        if let Some(base) = bases(word).find(|base| unknown.contains_key(base)) {
            pairs.push((word.clone(), base));
        }
    }
    for word in unknown.keys() {
        if let Some(base) = bases(word).find(|base| unknown.contains_key(base)) {
            pairs.push((word.clone(), base));
            continue;
        }
        let places = &unknown[word];
        let adjective = places.iter().all(|&index| is_adjective(text, spots[index]));
        let national = places.iter().any(|&index| is_national(text, spots[index]));
        if adjective && (ends_as_people(word) || national) {
            for &index in places {
                spots[index].kind = NameType::Nationality;
            }
        } else if national {
            nations.push(word.clone());
        }
    }
    let mut by_base: BTreeMap<String, usize> = BTreeMap::new();
    for (word, base) in pairs {
        let none = Vec::new();
        let (people, places) = (unknown.get(&word).unwrap_or(&none), &unknown[&base]);
        let state = inside.contains(&word)
            || people.iter().chain(places).any(|&index| stands_before_state_word(text, spots[index]));
        let index = *by_base.entry(base.clone()).or_insert_with(|| {
            states.learned.push(base);
            states.known + states.learned.len() - 1
        });
        states.peoples.insert(word.clone(), index);
        for &one in people {
            spots[one].kind = NameType::Nationality;
            spots[one].known = Some(Known::People(index));
        }
        for &one in places {
            spots[one].kind = if state { NameType::Country } else { NameType::Place };
            spots[one].known = state.then_some(Known::Country(index));
        }
    }
    for word in nations {
        let index = *by_base.entry(word.clone()).or_insert_with(|| {
            states.learned.push(word.clone());
            states.known + states.learned.len() - 1
        });
        for &one in &unknown[&word] {
            spots[one].kind = NameType::Country;
            spots[one].known = Some(Known::Country(index));
        }
    }
    capitals(text, spots);
    states
}

/// Takes "Velloria" for no person where "Vellorian" names a people and nobody bears the name.
fn unperson(text: &Text<'_>, spots: &mut [Spot]) {
    let mut peoples: BTreeSet<String> = BTreeSet::new();
    let mut bearers: BTreeSet<String> = BTreeSet::new();
    for spot in spots.iter().filter(|spot| spot.known.is_none()) {
        if spot.kind == NameType::Nationality || spot.kind != NameType::Person && is_adjective(text, *spot) {
            peoples.extend(bases(&text.words(spot.at)));
        } else if spot.kind == NameType::Person && (spot.at.len() > 1 || spot.weight > 1) {
            bearers.extend(
                (spot.at.start..spot.at.end).map(|token| text.token(spot.at.block, token).text().to_owned()),
            );
        }
    }
    for spot in spots.iter_mut().filter(|spot| spot.kind == NameType::Person && spot.at.len() == 1) {
        let word = text.words(spot.at);
        if peoples.contains(&word) && !bearers.contains(&word) {
            spot.kind = NameType::Place;
        }
    }
}

/// What `word` may be the adjective of.
fn bases(word: &str) -> impl Iterator<Item = String> {
    ENDINGS.iter().flat_map(move |(ending, lost)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 4);
        lost.iter().filter_map(move |lost| Some(format!("{}{lost}", stem?)))
    })
}

fn ends_as_people(word: &str) -> bool {
    ["ian", "ese", "ish", "ean"].iter().any(|ending| word.ends_with(ending)) && !word.contains(' ')
}

/// Whether the spot only says more about a noun after it.
fn is_adjective(text: &Text<'_>, spot: Spot) -> bool {
    let token = text.token(spot.at.block, spot.at.end - 1);
    matches!(token.label(), "amod" | "compound" | "nmod") && token.head().index() > token.index()
}

/// Whether what follows, or "minister of" before, only countries have: "Ostrenia's prime minister".
fn is_national(text: &Text<'_>, spot: Spot) -> bool {
    let Stretch { block, start, end } = spot.at;
    let from = end + usize::from(text.lower(block, end) == "'s");
    let national = |at: usize| match text.lower(block, at) {
        "prime" | "foreign" | "defence" | "defense" | "deputy" | "interior" | "finance" => {
            matches!(
                text.lower(block, at + 1),
                "minister" | "ministry" | "ministers" | "foreign" | "defence" | "defense"
            )
        }
        "army" | "navy" => true,
        "air" => matches!(text.lower(block, at + 1), "force" | "defences" | "defenses"),
        "armed" => text.lower(block, at + 1) == "forces",
        _ => false,
    };
    let minister_of =
        start >= 2 && text.lower(block, start - 1) == "of" && text.lower(block, start - 2) == "minister";
    national(from) || minister_of
}

/// Whether an office or body of a state follows: "Kelvarian troops", "Kelvaria's prime minister".
fn stands_before_state_word(text: &Text<'_>, spot: Spot) -> bool {
    let block = spot.at.block;
    let mut at = spot.at.end;
    if text.lower(block, at) == "'s" {
        at += 1;
    }
    for token in at..at + 3 {
        let word = text.lower(block, token);
        if text.body(block, token).is_some_and(|(_, body)| body.state)
            || matches!(
                word,
                "minister" | "president" | "capital" | "republic" | "territory" | "border" | "soldiers"
            )
        {
            return true;
        }
        if !text.lexicon.fields.contains(word) {
            return false;
        }
    }
    false
}

/// "Morvast, the Kelvarian capital" and "the Kelvarian capital(,| of) Morvast".
fn capitals(text: &Text<'_>, spots: &mut [Spot]) {
    let mut capitals: BTreeMap<String, usize> = BTreeMap::new();
    for index in 0..spots.len() {
        let Some(Known::People(country)) = spots[index].known else { continue };
        let at = spots[index].at;
        if text.lower(at.block, at.end) != "capital" {
            continue;
        }
        let before = index.checked_sub(1).map(|before| spots[before]).filter(|before| {
            let gap = before.at.end..at.start;
            before.at.block == at.block
                && gap.len() == 2
                && text.lower(at.block, before.at.end) == ","
                && text.lower(at.block, before.at.end + 1) == "the"
        });
        let after = spots.get(index + 1).copied().filter(|after| {
            let gap = (at.end + 1)..after.at.start;
            after.at.block == at.block
                && (gap.is_empty() || gap.len() == 1 && matches!(text.lower(at.block, gap.start), "," | "of"))
        });
        for spot in [before, after].into_iter().flatten() {
            if matches!(spot.kind, NameType::Place | NameType::Org | NameType::Person) && spot.known.is_none()
            {
                capitals.insert(text.words(spot.at), country);
            }
        }
    }
    if capitals.is_empty() {
        return;
    }
    for spot in spots.iter_mut().filter(|spot| spot.known.is_none() && spot.kind != NameType::Country) {
        if let Some(&country) = capitals.get(&text.words(spot.at)) {
            spot.kind = NameType::Place;
            spot.known = Some(Known::Capital(country));
        }
    }
}
