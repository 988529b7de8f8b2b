//! Which spots mean the same: the type of each spelling by vote over the article, names found once found everywhere,
//! full names with their surnames, acronyms with their expansions.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{Form, NameType};

use super::entry::Entry;
use super::lexicon::{Known, Phrases};
use super::people::people;
use super::spots::{Spot, kind_of_known};
use super::states::{self, States};
use super::text::{Stretch, Text};

/// The entries of the article, from its spots, in the order of their first mentions.
pub(crate) fn entries<'l>(text: &Text<'l>, mut spots: Vec<Spot>) -> (Vec<Entry>, States<'l>) {
    vote(text, &mut spots);
    carry(text, &mut spots);
    shared(text, &mut spots);
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
    let last_word = |at: Stretch| text.words(Stretch { start: at.end - 1, ..at });
    let lone = |spot: &&Spot| spot.kind == NameType::Person && spot.weight > 0 && spot.at.len() == 1;
    let lone: BTreeSet<String> = spots.iter().filter(lone).map(|spot| text.words(spot.at)).collect();
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
            *surnames.entry(last_word(spot.at)).or_insert(3) += 2 * spot.weight;
        }
        // "Mirca Feldane", taken for a body, in an article in which Feldane speaks.
        if is_plain_body(text, spot) && lone.contains(&last_word(spot.at)) {
            add(NameType::Person, 2);
        }
    }
    for spot in spots.iter_mut() {
        let words = text.words(spot.at);
        let votes = tally.get(&words).map_or(&[][..], Vec::as_slice);
        // "ORVATH:" in an interview with Lena Orvath.
        let surname = || surnames.get(&words).or_else(|| surnames.get(&capitalised(&words)?));
        let extra = if spot.at.len() == 1 { surname().copied().unwrap_or(0) } else { 0 };
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

/// Whether a spot is a body for the model alone, by two or three words in capitals that name none.
fn is_plain_body(text: &Text<'_>, spot: &Spot) -> bool {
    let block = spot.at.block;
    let plain = |token: usize| text.is_capital(block, token) && text.body(block, token).is_none();
    spot.kind == NameType::Org
        && spot.weight < 3
        && (2..=3).contains(&spot.at.len())
        && (spot.at.start..spot.at.end).all(plain)
}

/// A word that is all in capitals with its first letter alone as such.
fn capitalised(word: &str) -> Option<String> {
    let mut rest = word.chars();
    let first = rest.next()?;
    word.chars().all(char::is_uppercase).then(|| first.to_string() + &rest.as_str().to_lowercase())
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
    // "the Sarnish president, Oto Lindqvar": what an office in front of a comma leads to.
    let office = before(1) == ","
        && at.len() >= 2
        && at
            .start
            .checked_sub(2)
            .is_some_and(|last| text.role(block, last).is_some_and(|(len, role)| len == 1 && !role.plural));
    if office && text.body(block, at.end - 1).is_none() {
        votes.push((NameType::Person, 4));
    }
    let owned = at.end + usize::from(after == "'s");
    if matches!(text.lower(block, owned), "mayor" | "governor" | "police") {
        votes.push((NameType::Place, 4));
    }
    if text.lexicon.facilities.contains(after) {
        votes.push((NameType::Place, 2));
    }
    let described = after == "," && matches!(text.lower(block, at.end + 1), "a" | "an" | "the" | "another");
    if described && (at.end + 2..at.end + 5).any(|token| areas.contains(text.lower(block, token))) {
        votes.push((NameType::Place, 3));
    }
    // "Corvane, a maker of batteries": what kind of body it is.
    let body = |token: usize| {
        text.body(block, token).is_some()
            || matches!(text.lower(block, token), "maker" | "manufacturer" | "operator")
    };
    if described
        && at.len() <= 2
        && (at.end + 2..at.end + 5).take_while(|&token| text.lower(block, token) != ",").any(body)
    {
        votes.push((NameType::Org, 4));
    }
    // "Ina Brekke" that the model takes for a body.
    let first = text.token(block, at.start).text();
    let plain = spot.weight < 3 && (2..=4).contains(&at.len()) && text.known(block, at.start).is_none();
    if plain && spot.kind != NameType::Person && text.lexicon.first_names.contains_key(first) {
        votes.push((NameType::Person, 2));
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

/// Makes places of names that a country shares with a part of another, where the article names the other and nothing
/// else of the first: "Georgia" beside "U.S." without "Georgian".
fn shared(text: &Text<'_>, spots: &mut [Spot]) {
    for &(country, other) in &text.lexicon.shared {
        let mut own = false;
        let mut beside = false;
        for spot in spots.iter() {
            own |= matches!(spot.known, Some(Known::People(one) | Known::Capital(one)) if one == country);
            let of_other =
                [Known::Country(other), Known::People(other), Known::Seat(other), Known::Capital(other)];
            beside |= spot.known.is_some_and(|known| of_other.contains(&known));
        }
        if own || !beside {
            continue;
        }
        for spot in spots.iter_mut().filter(|spot| spot.known == Some(Known::Country(country))) {
            spot.kind = NameType::Place;
            spot.known = Some(Known::Place);
        }
    }
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
                    let subject = matches!(parse.token(at).label(), "nsubj" | "nsubjpass")
                        && !text.is_small_elsewhere(text.lower(block, at));
                    let named =
                        len > 1 || tag.starts_with("NNP") || !parse.token(at).is_sentence_start() || subject;
                    if !inside && named {
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

/// The longest of the names among the mentions; of equals the first.
pub(super) fn longest(text: &Text<'_>, mentions: &[(Stretch, Form)]) -> String {
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
