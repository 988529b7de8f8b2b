//! Which spots mean the same: the type of each spelling by vote over the article, names found once found everywhere,
//! full names with their surnames, acronyms with their expansions.

use std::collections::BTreeMap;

use tidings_record::{Form, NameType};

use super::entry::Entry;
use super::lexicon::{Known, Phrases};
use super::spots::{Spot, is_particle, kind_of_known};
use super::states::{self, States};
use super::text::{Stretch, Text};

/// The entries of the article, from its spots, in the order of their first mentions.
pub(crate) fn entries<'l>(text: &Text<'l>, mut spots: Vec<Spot>) -> (Vec<Entry>, States<'l>) {
    vote(text, &mut spots);
    carry(text, &mut spots);
    let states = states::learn(text, &mut spots);
    let mut entries = people(text, &spots);
    entries.append(&mut others(text, &spots, &states));
    for entry in &mut entries {
        entry.mentions.sort_by_key(|(at, _)| *at);
    }
    entries.sort_by_key(|entry| entry.mentions.first().map(|(at, _)| *at));
    (entries, states)
}

/// Gives all spots of one spelling one type: the one that most speaks for.
fn vote(text: &Text<'_>, spots: &mut [Spot]) {
    let mut tally: BTreeMap<String, Vec<(NameType, u32)>> = BTreeMap::new();
    let mut surnames: BTreeMap<String, u32> = BTreeMap::new();
    for spot in spots.iter() {
        let votes = tally.entry(text.words(spot.at)).or_default();
        let mut add = |kind, weight| match votes.iter_mut().find(|(have, _)| *have == kind) {
            Some((_, sum)) => *sum += weight,
            None => votes.push((kind, weight)),
        };
        add(spot.kind, spot.weight);
        for (kind, weight) in surroundings(text, *spot) {
            add(kind, weight);
        }
        if spot.kind == NameType::Person && spot.at.len() >= 2 {
            let last = Stretch { start: spot.at.end - 1, ..spot.at };
            *surnames.entry(text.words(last)).or_insert(3) += 2 * spot.weight;
        }
    }
    for spot in spots.iter_mut() {
        let words = text.words(spot.at);
        let votes = tally.get(&words).map_or(&[][..], Vec::as_slice);
        let extra = if spot.at.len() == 1 { surnames.get(&words).copied().unwrap_or(0) } else { 0 };
        let score = |(kind, sum): &(NameType, u32)| sum + if *kind == NameType::Person { extra } else { 0 };
        // The first of the best: the earliest in the text.
        let mut best = (spot.kind, 0);
        for vote in votes {
            if score(vote) > best.1 {
                best = (vote.0, score(vote));
            }
        }
        spot.kind = if extra > best.1 { NameType::Person } else { best.0 };
        if spot.known.is_some_and(|known| kind_of_known(known) != spot.kind) {
            spot.known = None;
        }
    }
}

/// What the words around a spot say about its type.
fn surroundings(text: &Text<'_>, spot: Spot) -> Vec<(NameType, u32)> {
    let (at, block) = (spot.at, spot.at.block);
    let mut votes = Vec::new();
    let before = |back: usize| at.start.checked_sub(back).map_or("", |token| text.lower(block, token));
    let after = text.lower(block, at.end);
    if matches!(before(1), "in" | "near" | "outside") && at.len() <= 3 {
        votes.push((NameType::Place, if spot.kind == NameType::Org { 1 } else { 2 }));
    }
    let areas = &text.lexicon.areas;
    if before(1) == "of" && areas.contains(before(2)) || areas.contains(after) {
        votes.push((NameType::Place, 4));
    }
    if before(1) == "of"
        && matches!(before(2), "residents" | "people" | "outskirts" | "mayor" | "governor" | "city")
    {
        votes.push((NameType::Place, 4));
    }
    let owned = at.end + usize::from(after == "'s");
    if matches!(text.lower(block, owned), "mayor" | "governor") {
        votes.push((NameType::Place, 4));
    }
    if text.lexicon.facilities.contains(after) {
        votes.push((NameType::Place, 2));
    }
    let described = after == "," && matches!(text.lower(block, at.end + 1), "a" | "an" | "the" | "another");
    if described && (at.end + 2..at.end + 5).any(|token| areas.contains(text.lower(block, token))) {
        votes.push((NameType::Place, 3));
    }
    let label = text.token(block, at.end - 1).label();
    if before(1) == "the" && at.len() == 1 && !matches!(label, "compound" | "amod" | "nmod") {
        votes.push((NameType::Org, 2));
    }
    if !matches!(before(1), "in" | "from" | "at" | "of") && matches!(after, "who" | "whose")
        || !matches!(before(1), "in" | "from" | "at" | "of")
            && after == ","
            && matches!(text.lower(block, at.end + 1), "who" | "whose")
    {
        votes.push((NameType::Person, 2));
    }
    votes
}

/// Adds the places where a name that was found elsewhere stands unseen.
fn carry(text: &Text<'_>, spots: &mut Vec<Spot>) {
    let mut found: Phrases<(NameType, Option<Known>)> = Phrases::default();
    for spot in spots.iter() {
        let words = text.words(spot.at);
        if words.len() >= 3 || spot.known.is_some() {
            found.add(&words, (spot.kind, spot.known));
            if spot.kind == NameType::Person && spot.at.len() >= 2 && spot.weight > 0 {
                let last = text.words(Stretch { start: spot.at.end - 1, ..spot.at });
                if last.chars().count() >= 3 && last.starts_with(char::is_uppercase) {
                    // "ITO:" before what Ito says.
                    found.add(&last.to_uppercase(), (NameType::Person, None));
                    found.add(&last, (NameType::Person, None));
                }
            }
        }
    }
    let mut taken: Vec<Vec<bool>> = text.blocks().map(|block| vec![false; text.parse(block).len()]).collect();
    for spot in spots.iter() {
        taken[spot.at.block][spot.at.start..spot.at.end].fill(true);
    }
    for block in text.blocks() {
        let parse = text.parse(block);
        let word = |index: usize| (index < parse.len()).then(|| parse.token(index).text());
        let mut at = 0;
        while at < parse.len() {
            let step = match found.at(at, word).filter(|_| !taken[block][at] && text.is_capital(block, at)) {
                Some((len, &(kind, known))) if taken[block][at..at + len].iter().all(|taken| !taken) => {
                    let tag = parse.token(at).tag();
                    let inside = part_of_longer_name(text, block, at, len, &taken[block]);
                    if !inside && (len > 1 || tag.starts_with("NNP") || !parse.token(at).is_sentence_start())
                    {
                        let at = Stretch { block, start: at, end: at + len };
                        spots.push(Spot { at, kind, weight: 1, known, gender: None });
                    }
                    len
                }
                _ => 1,
            };
            at += step;
        }
    }
    spots.sort_by_key(|spot| spot.at);
}

/// Whether a capitalised word that is no name of its own stands right beside: "Ito Street".
fn part_of_longer_name(text: &Text<'_>, block: usize, at: usize, len: usize, taken: &[bool]) -> bool {
    let beside = |token: usize| token < taken.len() && !taken[token] && text.is_proper(block, token);
    let after = beside(at + len) && text.role(block, at + len).is_none();
    let before = at > 0
        && beside(at - 1)
        && text.role(block, at - 1).is_none()
        && !text.lexicon.titles.contains_key(text.lower(block, at - 1))
        && !text.token(block, at - 1).is_sentence_start();
    after || before
}

/// A person's name in parts.
struct Full {
    entry: usize,
    surname: String,
    firsts: Vec<String>,
}

/// One entry for each person: full names first, then surnames and first names alone.
fn people(text: &Text<'_>, spots: &[Spot]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut full: Vec<Full> = Vec::new();
    let mut single = Vec::new();
    for spot in spots.iter().filter(|spot| spot.kind == NameType::Person) {
        let parts = parts(text, spot.at);
        let Some((surname, firsts)) = parts.split_last() else { continue };
        if firsts.is_empty() {
            single.push((spot, surname.clone()));
            continue;
        }
        let known = full
            .iter()
            .find(|one| same_person(&one.surname, &one.firsts, surname, firsts))
            .map(|one| one.entry);
        let index = known.unwrap_or(entries.len());
        if known.is_none() {
            entries.push(Entry { kind: NameType::Person, ..Entry::default() });
        }
        if !full.iter().any(|one| one.entry == index && one.surname == *surname && one.firsts == firsts) {
            full.push(Full { entry: index, surname: surname.clone(), firsts: firsts.to_vec() });
        }
        let entry = &mut entries[index];
        entry.mentions.push((spot.at, Form::Name));
        let gender =
            spot.gender.or_else(|| firsts.iter().find_map(|first| *text.lexicon.first_names.get(first)?));
        entry.gender = entry.gender.or(gender);
    }
    let mut alone: BTreeMap<String, usize> = BTreeMap::new();
    for (spot, word) in single {
        let fits = |one: &&Full| {
            let gender = entries[one.entry].gender;
            one.surname == word && (spot.gender.is_none() || gender.is_none() || spot.gender == gender)
        };
        // The last one named before, else the first one after.
        let before = |one: &&Full| entries[one.entry].mentions.iter().any(|(at, _)| *at < spot.at);
        let known = full
            .iter()
            .filter(fits)
            .filter(before)
            .max_by_key(|one| {
                entries[one.entry].mentions.iter().rev().map(|(at, _)| *at).find(|at| *at < spot.at)
            })
            .or_else(|| full.iter().find(fits))
            .or_else(|| {
                let mut by_first = full.iter().filter(|one| one.firsts[0] == word);
                by_first.next().filter(|_| by_first.next().is_none())
            })
            .or_else(|| full.iter().find(|one| similar(&one.surname, &word)));
        let index = known.map(|one| one.entry).or_else(|| alone.get(&word).copied()).unwrap_or_else(|| {
            entries.push(Entry { kind: NameType::Person, ..Entry::default() });
            alone.insert(word.clone(), entries.len() - 1);
            entries.len() - 1
        });
        let entry = &mut entries[index];
        entry.mentions.push((spot.at, Form::Name));
        entry.gender = entry.gender.or(spot.gender);
        if entry.gender.is_none() && known.is_none() {
            entry.gender = text.lexicon.first_names.get(&word).copied().flatten();
        }
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

/// The longest of the names among the mentions; of equals the first.
fn longest(text: &Text<'_>, mentions: &[(Stretch, Form)]) -> String {
    let mut best = String::new();
    for (at, form) in mentions {
        if *form == Form::Name {
            let words = text.words(*at);
            let shouted = |words: &str| words.len() > 4 && !words.contains(char::is_lowercase);
            if (!shouted(&words), words.len()) > (!best.is_empty() && !shouted(&best), best.len()) {
                best = words;
            }
        }
    }
    best
}

/// One entry for each body, place, country, people and so on.
fn others(text: &Text<'_>, spots: &[Spot], states: &States<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    for spot in spots.iter().filter(|spot| spot.kind != NameType::Person) {
        let state = match spot.known {
            Some(Known::Country(index) | Known::People(index)) => Some(index),
            _ => None,
        };
        let words = text.words(spot.at);
        let key = match state {
            Some(index) => format!("{:?} {index}", spot.kind),
            None => words.trim_end_matches('.').to_lowercase(),
        };
        let index = *by_key.entry(key).or_insert_with(|| {
            entries.push(Entry { kind: spot.kind, ..Entry::default() });
            entries.len() - 1
        });
        let entry = &mut entries[index];
        entry.mentions.push((spot.at, Form::Name));
        match spot.known {
            Some(Known::Country(index)) => entry.state = Some(index),
            Some(Known::Capital(index)) => entry.capital = Some(index),
            Some(Known::Seat(index) | Known::People(index)) => {
                entry.state = Some(index);
                entry.speaks_for = Some(states.name(index).to_owned());
            }
            _ => {}
        }
    }
    for entry in &mut entries {
        entry.name = match entry.state {
            Some(index) if entry.kind == NameType::Country => states.name(index).to_owned(),
            _ => longest(text, &entry.mentions),
        };
    }
    acronyms(&mut entries);
    entries
}

/// Joins `NDC` with the National Defence Council, where only one body of the article has these initials.
fn acronyms(entries: &mut Vec<Entry>) {
    let mut by_initials: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.name.contains(' ')) {
        let capitals = entry.name.split([' ', '-']).filter_map(|word| word.chars().next());
        let initials: String = capitals.filter(|letter| letter.is_uppercase()).collect();
        by_initials.entry(initials).or_default().push(index);
    }
    let mut joined = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let short: String = entry.name.chars().filter(|letter| *letter != '.').collect();
        let acronym = (2..=7).contains(&short.len()) && short.chars().all(char::is_uppercase);
        if let Some([full]) = by_initials.get(&short).filter(|_| acronym).map(Vec::as_slice) {
            joined.push((index, *full));
        }
    }
    for &(short, full) in &joined {
        let mut mentions = std::mem::take(&mut entries[short].mentions);
        entries[full].mentions.append(&mut mentions);
        entries[full].mentions.sort_by_key(|(at, _)| *at);
    }
    entries.retain(|entry| !entry.mentions.is_empty());
}
