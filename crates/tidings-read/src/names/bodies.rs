//! Bodies known by a description: "Russian air defenses", "Ukraine's defence ministry", "the ministry".

use std::collections::BTreeMap;

use tidings_record::{Form, NameType};
use tidings_syntax::Token;

use super::entry::{BodyKey, Entry, Places};
use super::offices::is_determiner;
use super::states::States;
use super::text::{Stretch, Text};

/// Adds the bodies that are described to `entries`, and joins descriptions with the names they mean.
pub(crate) fn describe(text: &Text<'_>, entries: &mut Vec<Entry>, places: &Places, states: &States<'_>) {
    keys_of_names(text, entries, states);
    let mut bodies = Bodies::default();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(body) = &entry.body {
            bodies.by_meaning.entry(body.meaning).or_default().push(index);
        }
    }
    for block in text.blocks() {
        let length = text.parse(block).len();
        let mut at = 0;
        while at < length {
            let Some(described) = described(text, entries, places, block, at) else {
                at += 1;
                continue;
            };
            at = described.at.end;
            bodies.add(entries, states, described);
        }
    }
}

/// A description of a body.
struct Described {
    at: Stretch,
    key: BodyKey,
    definite: bool,
    /// Whether it is no body without an owner.
    weak: bool,
    state_body: bool,
    /// Whether the head says whose it is: "governor's office".
    office: bool,
    plural: bool,
}

/// Gives names that end as bodies do, such as "Ukrainian Air Force", what tells them apart.
fn keys_of_names(text: &Text<'_>, entries: &mut [Entry], states: &States<'_>) {
    for entry in entries.iter_mut().filter(|entry| entry.kind == NameType::Org && entry.state.is_none()) {
        let Some(&(at, _)) = entry.mentions.first() else { continue };
        let Some((head, meaning, state_body)) = head_at_end(text, at) else { continue };
        let mut start = at.start;
        let mut state = None;
        if let Some((len, index)) = states.at_start(text, at) {
            start += len;
            state = Some(index);
            if text.lower(at.block, start) == "'s" {
                start += 1;
            }
        }
        if start > head {
            continue;
        }
        let fields = (start..head).map(|token| plain(text.lower(at.block, token))).collect();
        entry.body = Some(BodyKey { state, owner: None, meaning, fields });
        if let Some(index) = state {
            entry.state = Some(index);
            if state_body {
                entry.speaks_for = Some(states.name(index).to_owned());
            }
        }
    }
}

/// The head of a body that ends where `at` does: its first token, its meaning, whether it is of a state.
fn head_at_end(text: &Text<'_>, at: Stretch) -> Option<(usize, usize, bool)> {
    (at.start..at.end).find_map(|token| {
        let (len, body) = text.body(at.block, token)?;
        (token + len == at.end).then_some((token, body.meaning, body.state))
    })
}

fn plain(word: &str) -> String {
    word.replace("defense", "defence").replace("labor", "labour")
}

/// The body described by the noun phrase whose head begins at `at`.
fn described(
    text: &Text<'_>,
    entries: &[Entry],
    places: &Places,
    block: usize,
    at: usize,
) -> Option<Described> {
    let (len, body) = text.body(block, at).filter(|_| places.at(block, at).is_none())?;
    let (head, end) = (at + len - 1, at + len);
    let token = text.token(block, head);
    if !token.tag().starts_with("NN") && !token.tag().starts_with("JJ") || is_modifier(token) {
        return None;
    }
    let (mut start, mut owner, mut fields) = (at, None, Vec::new());
    while start > 0 && !text.token(block, start).is_sentence_start() {
        let before = start - 1;
        let word = text.lower(block, before);
        if let Some((place, entry)) = places.at(block, before) {
            if owner.is_some() || matches!(entries[entry].kind, NameType::Event | NameType::Product) {
                break;
            }
            owner = Some(entry);
            start = place.start;
        } else if word == "'s" {
            let Some((place, entry)) = before.checked_sub(1).and_then(|token| places.at(block, token)) else {
                break;
            };
            if owner.is_none() {
                owner = Some(entry);
            }
            start = place.start;
            break;
        } else if text.lexicon.fields.contains(word) || belongs(text.token(block, before), head) {
            fields.insert(0, plain(word));
            start = before;
        } else {
            break;
        }
    }
    let determiner =
        start.checked_sub(1).map(|before| text.lower(block, before)).filter(|word| is_determiner(word));
    let (mut end, mut definite) = (end, determiner == Some("the"));
    if owner.is_none()
        && text.lower(block, end) == "of"
        && let Some((place, entry)) = places.starting(block, end + 1)
        && matches!(entries[entry].kind, NameType::Country | NameType::Place)
    {
        owner = Some(entry);
        end = place.end;
        definite = true;
    }
    let state = owner.and_then(|entry| match entries[entry].kind {
        NameType::Country | NameType::Nationality => entries[entry].state,
        _ => None,
    });
    let owner = owner.filter(|_| state.is_none());
    Some(Described {
        at: Stretch { block, start, end },
        key: BodyKey { state, owner, meaning: body.meaning, fields },
        definite: definite && determiner.is_none_or(|word| word == "the"),
        weak: body.weak,
        state_body: body.state,
        office: (at..head).any(|token| text.lower(block, token) == "'s"),
        plural: body.collective || matches!(token.tag(), "NNS" | "NNPS"),
    })
}

/// Whether the noun only says more about another after it: "government spokesman", "army base". Not so in
/// "media coverage", where the media speak.
fn is_modifier(token: Token<'_>) -> bool {
    let head = token.head();
    let before = matches!(token.label(), "compound" | "nmod" | "amod") && head.index() > token.index();
    before && !matches!(head.lemma(), "coverage" | "report")
}

/// Whether the parse makes `token` part of the body at `head`.
fn belongs(token: Token<'_>, head: usize) -> bool {
    matches!(token.label(), "compound" | "nmod")
        && matches!(token.tag(), "NN" | "NNP")
        && token.head().index() == head
        && token.text().chars().all(char::is_alphabetic)
        && token.previous().is_none_or(|before| before.text() != "-")
}

/// The bodies described so far.
#[derive(Default)]
struct Bodies {
    /// Entries by the meaning of their heads.
    by_meaning: BTreeMap<usize, Vec<usize>>,
    /// Where each was last described.
    last: BTreeMap<usize, Stretch>,
}

/// Most bodies of one sort that are compared.
const MOST_COMPARED: usize = 100;

impl Bodies {
    /// The entry that `described` means, if one does.
    fn meant(&self, entries: &[Entry], described: &Described) -> Option<usize> {
        let key = &described.key;
        let owned = key.state.is_some() || key.owner.is_some();
        let listed = self.by_meaning.get(&key.meaning)?;
        let listed = &listed[listed.len().saturating_sub(MOST_COMPARED)..];
        let bodies = || listed.iter().filter_map(|&index| Some((index, entries[index].body.as_ref()?)));
        if let Some((index, _)) = bodies().find(|(_, body)| *body == key) {
            return Some(index);
        }
        let fits = |body: &BodyKey| {
            if owned {
                // "the defence ministry" was Kelvaria's all along.
                body.state.is_none() && body.owner.is_none() && body.fields == key.fields
            } else {
                key.fields.iter().all(|field| body.fields.contains(field))
            }
        };
        // "the ministry" is the last one named whose words fit.
        (owned || described.definite)
            .then(|| {
                let named = bodies().filter(|(_, body)| fits(body));
                let last = named
                    .filter_map(|(index, _)| Some((self.last_before(entries, index, described.at)?, index)));
                last.max().map(|(_, index)| index)
            })
            .flatten()
    }

    fn last_before(&self, entries: &[Entry], index: usize, at: Stretch) -> Option<Stretch> {
        let named = &entries[index].mentions;
        // Descriptions are added in text order behind the names, which are sorted.
        let names = named.partition_point(|(place, form)| *form == Form::Name && *place < at);
        let name = names.checked_sub(1).map(|last| named[last].0);
        name.max(self.last.get(&index).copied().filter(|place| *place < at))
    }

    fn add(&mut self, entries: &mut Vec<Entry>, states: &States<'_>, described: Described) {
        let owned = described.key.state.is_some() || described.key.owner.is_some();
        // "the defence ministry", "the governor's office"; not "the ministry".
        let told = !described.key.fields.is_empty() || described.office;
        let index = match self.meant(entries, &described) {
            Some(index) => index,
            None if owned || !described.weak && described.definite && told => {
                entries.push(Entry { kind: NameType::Org, ..Entry::default() });
                self.by_meaning.entry(described.key.meaning).or_default().push(entries.len() - 1);
                entries.len() - 1
            }
            None => return,
        };
        let Described { at, key, state_body, plural, .. } = described;
        let state = key.state.or_else(|| key.owner.and_then(|owner| entries[owner].state));
        let entry = &mut entries[index];
        if entry.body.is_none() || owned {
            entry.body = Some(key);
        }
        entry.state = entry.state.or(state);
        entry.plural |= plural;
        if let Some(state) = state.filter(|_| state_body && entry.speaks_for.is_none()) {
            entry.speaks_for = Some(states.name(state).to_owned());
        }
        entry.mentions.push((at, Form::Description));
        self.last.insert(index, at);
    }
}
