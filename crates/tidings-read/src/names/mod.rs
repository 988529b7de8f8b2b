//! Who and what an article names: people with their offices, bodies, countries, places, and every mention of them.
//!
//! Names come from the engine, are repaired by rules and get their types by vote over the article. Nothing is
//! forced: a pronoun or description that is not plain stays unresolved. Identity is within one article only.

mod identity;
mod lexicon;
mod spots;
mod text;

use tidings_record::{ByteSpan, Form, Mention, Name, NameIndex, NameType};

use crate::Document;
pub use lexicon::NamesLexicon;

/// The names of an article, ordered by their first mention; their mentions in text order.
pub fn names(document: &Document<'_>, lexicon: &NamesLexicon) -> Vec<Name> {
    let text = text::Text::new(document, lexicon);
    let spots = spots::spots(&text);
    let entries = identity::entries(&text, spots);
    entries
        .into_iter()
        .map(|entry| Name {
            name: entry.name,
            kind: entry.kind,
            speaks_for: entry.speaks_for,
            mentions: entry
                .mentions
                .iter()
                .map(|(at, form)| Mention { span: text.span(*at), form: *form })
                .collect(),
            offices: Vec::new(),
        })
        .collect()
}

/// The name that `span` means, if any: the words of a source, a subject, an object.
///
/// Of the mentions inside `span` the last person by name; else the mention that is all of `span`; else the widest
/// body; else the last place or people. A mention that `span` lies in counts if none lies inside.
pub fn named_by(names: &[Name], span: ByteSpan) -> Option<NameIndex> {
    let mut best: Option<(u32, u32, NameIndex)> = None;
    for (index, name) in names.iter().enumerate() {
        for mention in &name.mentions {
            if !mention.span.overlaps(span) {
                continue;
            }
            let inside = span.contains(mention.span);
            let exact = mention.span == span;
            let (group, within) = match (inside, name.kind, mention.form) {
                (true, _, _) if exact => (6, mention.span.start),
                (true, NameType::Person, Form::Name) => (5, mention.span.start),
                (true, NameType::Person, _) => (4, mention.span.len()),
                (true, NameType::Org, _) => (3, mention.span.len()),
                (true, _, _) => (2, mention.span.len()),
                (false, _, _) if mention.span.contains(span) => (1, 0),
                (false, _, _) => (0, mention.span.start),
            };
            if best.is_none_or(|(have, place, _)| (group, within) > (have, place)) {
                best = Some((group, within, NameIndex::from(index)));
            }
        }
    }
    best.map(|(_, _, index)| index)
}

/// The name mentioned exactly at `span`, if any.
pub fn mention_at(names: &[Name], span: ByteSpan) -> Option<NameIndex> {
    names
        .iter()
        .position(|name| name.mentions.iter().any(|mention| mention.span == span))
        .map(NameIndex::from)
}
