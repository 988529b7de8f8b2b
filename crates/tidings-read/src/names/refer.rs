//! Descriptions of people by their office, resolved to a name where only one fits: "the Turkish foreign minister",
//! "the Russian leader", "the mayor". One that fits nobody but has an owner is an entry of its own.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{Form, NameType};

use super::entry::{Entry, Held};
use super::lexicon::Rank;
use super::offices::Phrase;
use super::text::Text;

/// Gives people their offices, and descriptions the people they mean.
pub(crate) fn refer(text: &Text<'_>, entries: &mut Vec<Entry>, phrases: Vec<Phrase>) {
    let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut listed: BTreeSet<(usize, usize)> = BTreeSet::new();
    for phrase in &phrases {
        let Some(holder) = phrase.holder else { continue };
        if listed.insert((phrase.held.meaning, holder)) {
            holders.entry(phrase.held.meaning).or_default().push(holder);
        }
        let entry = &mut entries[holder];
        entry.gender = entry.gender.or(phrase.role.gender);
        entry.offices.push(phrase.held.clone());
    }
    let top: Vec<usize> = {
        let holds_top = |entry: &Entry| entry.offices.iter().any(|held| held.top);
        (0..entries.len()).filter(|&index| holds_top(&entries[index])).collect()
    };
    let leader = text.lexicon.roles.at(0, |at| (at == 0).then_some("leader")).map(|(_, role)| role.meaning);
    let mut described: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    for phrase in phrases.into_iter().filter(|phrase| phrase.holder.is_none() && !phrase.role.plural) {
        let any_top = Some(phrase.held.meaning) == leader && !phrase.held.fields;
        let empty = Vec::new();
        let candidates = if any_top { &top } else { holders.get(&phrase.held.meaning).unwrap_or(&empty) };
        // "the Democratic senator" belongs to no one body.
        let body = phrase.held.of.entry.is_some_and(|owner| entries[owner].kind != NameType::Nationality);
        // "a spokesperson for the UN Secretary-General"
        let proper = phrase.role.rank == Rank::Speaker
            && phrase.held.of.name.as_ref().is_some_and(|name| name.starts_with(char::is_uppercase));
        let owned = body || proper || phrase.held.of.state.is_some();
        let definite = phrase.determiner == "the" || owned && phrase.determiner.is_empty();
        let meant = definite.then(|| meant(entries, candidates, &phrase, any_top)).flatten();
        let sayable = phrase.role.rank == Rank::Speaker && owned
            || phrase.role.rank > Rank::Role && owned && definite && phrase.held.of.name.is_some();
        let index = match meant {
            Some(index) => index,
            None if sayable && !phrase.held.former => {
                let key = (phrase.held.office.clone(), phrase.held.of.name.clone());
                *described.entry(key).or_insert_with(|| {
                    entries.push(unnamed(&phrase));
                    entries.len() - 1
                })
            }
            None => continue,
        };
        entries[index].mentions.push((phrase.at, Form::Description));
        entries[index].gender = entries[index].gender.or(phrase.role.gender);
    }
}

/// Somebody known only by an office.
fn unnamed(phrase: &Phrase) -> Entry {
    let kind = if phrase.role.rank == Rank::Speaker { NameType::Org } else { NameType::Person };
    Entry {
        kind,
        state: phrase.held.of.state,
        speaks_for: phrase.held.of.name.clone(),
        gender: phrase.role.gender,
        offices: vec![phrase.held.clone()],
        ..Entry::default()
    }
}

/// The one person whose office fits the description; of several the one named last before it, if the description
/// gives no owner.
fn meant(entries: &[Entry], candidates: &[usize], phrase: &Phrase, any_top: bool) -> Option<usize> {
    let fitting: Vec<usize> = candidates
        .iter()
        .copied()
        .take(100)
        .filter(|&index| fits(&entries[index], &phrase.held, any_top))
        .collect();
    let wanted = &phrase.held.of;
    // "the candidate", "the lawyer": there may be many; only the one just named.
    let near = |index: &usize| {
        let mentions = entries[*index].mentions.iter().map(|(at, _)| *at);
        mentions.filter(|at| *at < phrase.at).max().is_some_and(|at| at.block + 2 > phrase.at.block)
    };
    let loose = phrase.role.rank == Rank::Role;
    let fitting: Vec<usize> = fitting.into_iter().filter(|index| !loose || near(index)).collect();
    if wanted.entry.is_some() || wanted.state.is_some() {
        let exact = |index: &&usize| {
            entries[**index].offices.iter().any(|held| owner_fits(held, &phrase.held) == Some(true))
        };
        let mut exactly = fitting.iter().filter(exact);
        return match (exactly.next(), exactly.next()) {
            (Some(&one), None) => Some(one),
            (None, _) if fitting.len() == 1 && !loose => Some(fitting[0]),
            _ => None,
        };
    }
    if let [one] = fitting[..] {
        return Some(one);
    }
    let last = |index: usize| {
        let before = entries[index].mentions.iter().map(|(at, _)| *at).filter(|at| *at < phrase.at);
        Some((before.max()?, index))
    };
    let (at, index) = fitting.into_iter().filter_map(last).max()?;
    (at.block + 3 > phrase.at.block).then_some(index)
}

fn fits(entry: &Entry, wanted: &Held, any_top: bool) -> bool {
    let office = |held: &Held| {
        any_top && held.top
            || held.meaning == wanted.meaning && (!wanted.fields || held.office == wanted.office)
    };
    let owner = entry.offices.iter().any(|held| owner_fits(held, wanted) != Some(false));
    let elsewhere = entry.offices.iter().any(|held| owner_fits(held, wanted) == Some(true));
    let own_known = entry.offices.iter().any(|held| held.of.entry.is_some() || held.of.state.is_some());
    entry.offices.iter().any(office) && (owner && !own_known || elsewhere || wanted.of.name.is_none())
}

/// Whether two offices belong to the same; none if that is not said of one of them.
fn owner_fits(held: &Held, wanted: &Held) -> Option<bool> {
    match (held.of.state, wanted.of.state) {
        (Some(one), Some(two)) => return Some(one == two),
        (None, None) => {}
        _ if held.of.name.is_none() || wanted.of.name.is_none() => return None,
        _ => return Some(false),
    }
    match (&held.of.name, &wanted.of.name) {
        (Some(one), Some(two)) => Some(one.eq_ignore_ascii_case(two)),
        _ => None,
    }
}
