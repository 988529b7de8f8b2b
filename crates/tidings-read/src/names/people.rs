//! One entry for each person: full names first, then surnames and first names alone, each joined with the full name it
//! most likely shortens.

use std::collections::BTreeMap;

use tidings_record::{Form, NameType};

use super::entry::Entry;
use super::identity::longest;
use super::lexicon::Gender;
use super::spots::{Spot, is_particle};
use super::text::{Stretch, Text};

/// A person's full name in parts.
struct Full {
    entry: usize,
    surname: String,
    firsts: Vec<String>,
}

/// The full names of an article, found by surname, by the first letters of the surname, and by first name.
#[derive(Default)]
struct FullNames {
    all: Vec<Full>,
    by_surname: BTreeMap<String, Vec<usize>>,
    by_start: BTreeMap<String, Vec<usize>>,
    by_first: BTreeMap<String, Vec<usize>>,
}

/// Most full names with one surname, or one beginning, that are compared.
const MOST_COMPARED: usize = 40;

impl FullNames {
    fn listed<'a>(
        &'a self,
        index: &'a BTreeMap<String, Vec<usize>>,
        key: &str,
    ) -> impl Iterator<Item = &'a Full> + use<'a> {
        index.get(key).into_iter().flatten().take(MOST_COMPARED).map(|&one| &self.all[one])
    }

    /// The person who has this name, perhaps in another spelling.
    fn entry_of(&self, surname: &str, firsts: &[String]) -> Option<usize> {
        let same = |one: &&Full| same_person(&one.surname, &one.firsts, surname, firsts);
        let exact = self.listed(&self.by_surname, surname).find(same);
        exact.or_else(|| self.listed(&self.by_start, &start(surname)).find(same)).map(|one| one.entry)
    }

    fn add(&mut self, full: Full) {
        let listed = self.listed(&self.by_surname, &full.surname);
        if listed.into_iter().any(|one| one.entry == full.entry && one.firsts == full.firsts) {
            return;
        }
        let index = self.all.len();
        self.by_surname.entry(full.surname.clone()).or_default().push(index);
        self.by_start.entry(start(&full.surname)).or_default().push(index);
        if let Some(first) = full.firsts.first() {
            self.by_first.entry(first.clone()).or_default().push(index);
        }
        self.all.push(full);
    }

    /// The person that `word` alone means: of those with that surname the one named most often in full, of equals
    /// the one named last before `at`; else the only one with that first name; else one with a like surname.
    fn meant(&self, entries: &[Entry], word: &str, at: Stretch, gender: Option<Gender>) -> Option<usize> {
        let fits = |one: &&Full| {
            let known = entries[one.entry].gender;
            gender.is_none() || known.is_none() || gender == known
        };
        let rank = |one: &Full| {
            // Full names only, in text order, stand in the entries yet.
            let mentions = &entries[one.entry].mentions;
            let last = mentions[..mentions.partition_point(|(place, _)| *place < at)].last().copied();
            (
                mentions.len(),
                last.map(|(place, _)| place),
                std::cmp::Reverse(mentions.first().map(|(place, _)| *place)),
            )
        };
        let best = self.listed(&self.by_surname, word).filter(fits).max_by_key(|one| rank(one));
        if let Some(best) = best {
            return Some(best.entry);
        }
        let mut first: Vec<usize> = self.listed(&self.by_first, word).map(|one| one.entry).collect();
        first.dedup();
        if let [one] = first[..] {
            return Some(one);
        }
        self.listed(&self.by_start, &start(word)).find(|one| similar(&one.surname, word)).map(|one| one.entry)
    }
}

/// The first four letters.
fn start(word: &str) -> String {
    word.chars().take(4).collect()
}

/// One entry for each person.
pub(super) fn people(text: &Text<'_>, spots: &[Spot]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut full = FullNames::default();
    let mut single = Vec::new();
    for spot in spots.iter().filter(|spot| spot.kind == NameType::Person) {
        let mut firsts = parts(text, spot.at);
        let Some(surname) = firsts.pop() else { continue };
        if firsts.is_empty() {
            single.push((spot, surname));
            continue;
        }
        let index = full.entry_of(&surname, &firsts).unwrap_or_else(|| {
            entries.push(Entry { kind: NameType::Person, ..Entry::default() });
            entries.len() - 1
        });
        let told = firsts.iter().find_map(|first| *text.lexicon.first_names.get(first)?);
        let entry = &mut entries[index];
        entry.mentions.push((spot.at, Form::Name));
        entry.gender = entry.gender.or(spot.gender).or(told);
        full.add(Full { entry: index, surname, firsts });
    }
    let mut alone: BTreeMap<String, usize> = BTreeMap::new();
    let mut shortened = Vec::new();
    for (spot, word) in single {
        let known = full.meant(&entries, &word, spot.at, spot.gender);
        let index = known.or_else(|| alone.get(&word).copied()).unwrap_or_else(|| {
            entries.push(Entry { kind: NameType::Person, ..Entry::default() });
            alone.insert(word.clone(), entries.len() - 1);
            entries.len() - 1
        });
        shortened.push((index, spot.at));
        let entry = &mut entries[index];
        entry.gender = entry.gender.or(spot.gender);
        if entry.gender.is_none() && known.is_none() {
            entry.gender = text.lexicon.first_names.get(&word).copied().flatten();
        }
    }
    for (index, at) in shortened {
        entries[index].mentions.push((at, Form::Name));
    }
    for entry in &mut entries {
        entry.name = longest(text, &entry.mentions);
    }
    entries
}

/// The words of a person's name that identify, without "Jr." and the like; capitals put small: `ITO` is `Ito`.
fn parts(text: &Text<'_>, at: Stretch) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut joined = false;
    for token in at.start..at.end {
        let word = text.token(at.block, token).text();
        if matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV")
            || word.starts_with(['"', '“', '\''])
        {
            continue;
        }
        if word == "-" {
            joined = true;
            continue;
        }
        let word = if word.chars().count() > 3 && !word.contains(char::is_lowercase) {
            let mut letters = word.chars();
            letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
        } else {
            word.to_owned()
        };
        match parts.last_mut() {
            Some(last) if joined || is_particle(last) && last.starts_with(char::is_lowercase) => {
                last.push(if joined { '-' } else { ' ' });
                last.push_str(&word);
            }
            _ => parts.push(word),
        }
        joined = false;
    }
    parts
}

fn same_person(surname: &str, firsts: &[String], other: &str, others: &[String]) -> bool {
    let shared = firsts.iter().any(|one| others.iter().any(|two| one == two));
    if surname == other {
        let initial = |one: &str, two: &str| {
            one.trim_end_matches('.').chars().count() == 1 && two.starts_with(one.trim_end_matches('.'))
        };
        shared
            || firsts.iter().any(|one| others.iter().any(|two| initial(one, two) || initial(two, one)))
            || nickname(&firsts[0], &others[0])
    } else {
        shared && similar(surname, other)
    }
}

/// Short forms that begin as the long one does: "Rob" and "Robert", "Ben" and "Benjamin".
fn nickname(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    short.chars().count() >= 3 && long.starts_with(short)
}

/// Two spellings of one foreign name: alike in their first letters, and hardly different.
fn similar(one: &str, two: &str) -> bool {
    let shared = one.chars().zip(two.chars()).take_while(|(a, b)| a == b).count();
    let (short, long) =
        (one.chars().count().min(two.chars().count()), one.chars().count().max(two.chars().count()));
    short >= 5 && shared >= 4 && long - shared <= 3 && long - short <= 2 && short - shared <= 2
}
