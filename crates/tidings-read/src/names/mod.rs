//! Who and what an article names: people with their offices, bodies, countries, places, and every mention of them.
//!
//! Names come from the engine, are repaired by rules and get their types by vote over the article. Nothing is
//! forced: a pronoun or description that is not plain stays unresolved. Identity is within one article only.

mod bodies;
mod entry;
mod identity;
mod lexicon;
mod lookup;
mod metonyms;
mod offices;
mod people;
mod pronouns;
mod refer;
mod spots;
mod states;
mod text;

use std::collections::BTreeSet;

use entry::{Entry, Held, Places};
use text::Text;
use tidings_record::{Form, Mention, Name, NameType, Office};

use crate::Document;
pub use lexicon::NamesLexicon;
pub use lookup::{Mentions, named_by};

/// The names of an article, ordered by their first mention; their mentions in text order.
pub fn names(document: &Document<'_>, lexicon: &NamesLexicon) -> Vec<Name> {
    let text = Text::new(document, lexicon);
    let (mut entries, states) = identity::entries(&text, spots::spots(&text));
    let places = Places::of(&text, &entries);
    let phrases = offices::phrases(&text, &entries, &places, &states);
    offices::told_by_verbs(&text, &mut entries, &places, &states);
    refer::refer(&text, &mut entries, phrases);
    bodies::describe(&text, &mut entries, &places, &states);
    metonyms::governments(&text, &mut entries, &states);
    pronouns::pronouns(&text, &mut entries);
    let parties: Vec<Option<String>> = entries.iter().map(|entry| party(entry, &entries)).collect();
    let named = entries.into_iter().zip(parties).filter_map(|(entry, party)| name(&text, entry, party));
    let mut names: Vec<Name> = named.collect();
    names.sort_by_key(|name| name.mentions.first().map(|mention| (mention.span.start, mention.span.end)));
    names
}

/// What an entry speaks for. A person: what the last office of the article belongs to that is not over; the aide of
/// another person: what that person speaks for.
fn party(entry: &Entry, entries: &[Entry]) -> Option<String> {
    let owner = |held: &Held| {
        let superior =
            held.of.entry.map(|index| &entries[index]).filter(|owner| owner.kind == NameType::Person);
        let above = superior.and_then(|superior| {
            superior.offices.iter().rev().filter(|held| !held.former).find_map(|held| held.of.name.clone())
        });
        above.or_else(|| held.of.name.clone()).filter(|_| !held.former)
    };
    match entry.kind {
        NameType::Person => entry.offices.iter().rev().find_map(owner).or_else(|| entry.speaks_for.clone()),
        _ => entry.speaks_for.clone(),
    }
}

/// The entry as it is printed; none if nothing mentions it.
fn name(text: &Text<'_>, mut entry: Entry, speaks_for: Option<String>) -> Option<Name> {
    entry.mentions.sort_by_key(|(at, _)| *at);
    entry.mentions.dedup_by_key(|(at, _)| *at);
    if entry.name.is_empty() {
        let words = entry
            .mentions
            .iter()
            .filter(|(_, form)| *form == Form::Description)
            .map(|(at, _)| text.words(*at));
        // The first of the longest.
        entry.name = words.rev().max_by_key(String::len)?;
    }
    // What a repeated passage says again is told once.
    let mut told = BTreeSet::new();
    entry.offices.retain(|held| told.insert((held.office.clone(), held.of.name.clone(), held.former)));
    let office = |held: Held| Office {
        text: text.words(held.at),
        office: held.office,
        of: held.of.name,
        former: held.former,
        span: text.span(held.at),
    };
    let mention = |(at, form)| Mention { span: text.span(at), form };
    let mentions: Vec<Mention> =
        entry.mentions.into_iter().map(mention).filter(|one| !one.span.is_empty()).collect();
    (!mentions.is_empty()).then(|| Name {
        name: entry.name,
        kind: entry.kind,
        speaks_for,
        mentions,
        offices: entry.offices.into_iter().map(office).collect(),
    })
}

#[cfg(test)]
mod tests;
