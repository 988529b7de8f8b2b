//! Capitals that stand for their government: "Moscow has not replied", "talks between Moscow and Kyiv". Told by the
//! syntax alone; a capital where something merely happens stays a place.

use tidings_record::{Form, NameType};
use tidings_syntax::Token;

use super::entry::Entry;
use super::states::States;
use super::text::{Stretch, Text};

/// Moves the mentions of capitals that mean the government to their country, or to an entry that speaks for it.
pub(crate) fn governments(text: &Text<'_>, entries: &mut Vec<Entry>, states: &States<'_>) {
    for index in 0..entries.len() {
        let Some(state) = entries[index].capital else { continue };
        let mentions = std::mem::take(&mut entries[index].mentions);
        let (acting, staying): (Vec<_>, Vec<_>) = mentions.into_iter().partition(|(at, _)| acts(text, *at));
        entries[index].mentions = staying;
        if acting.is_empty() {
            continue;
        }
        let country =
            entries.iter().position(|entry| entry.kind == NameType::Country && entry.state == Some(state));
        let country = country.unwrap_or_else(|| {
            entries.push(Entry {
                kind: NameType::Place,
                name: entries[index].name.clone(),
                state: Some(state),
                speaks_for: Some(states.name(state).to_owned()),
                ..Entry::default()
            });
            entries.len() - 1
        });
        entries[country].mentions.extend(acting);
        entries[country].mentions.sort_by_key(|(at, _): &(Stretch, Form)| *at);
    }
}

/// Whether the name is the subject of an act that only people or states do, or the object of one done to them.
fn acts(text: &Text<'_>, at: Stretch) -> bool {
    let token = root(text, at);
    let head = token.head();
    match token.label() {
        "nsubj" => {
            is_act(text, head)
                || head.pos() == "AUX" && head.child("attr").is_none() && head.child("prep").is_none()
        }
        "nsubjpass" => {
            matches!(head.lemma(), "urge" | "accuse" | "ask" | "warn" | "tell" | "blame" | "expect")
        }
        "dobj" => matches!(
            head.lemma(),
            "accuse"
                | "urge"
                | "blame"
                | "warn"
                | "tell"
                | "ask"
                | "pressure"
                | "persuade"
                | "press"
                | "provoke"
                | "anger"
        ),
        "agent" => true,
        "pobj" if head.lemma() == "by" => head.label() == "agent",
        "pobj" if matches!(head.lemma(), "between" | "with" | "against" | "on") => {
            head.lemma() == "between"
                || matches!(
                    head.head().lemma(),
                    "negotiate" | "pressure" | "sanction" | "deal" | "talk" | "war"
                )
        }
        "conj" => {
            let first = token.head();
            first.label() == "pobj" && first.head().lemma() == "between"
                || first.label() == "nsubj" && is_act(text, first.head())
        }
        "poss" => matches!(
            head.lemma(),
            "demand"
                | "position"
                | "proposal"
                | "offer"
                | "government"
                | "forces"
                | "force"
                | "troop"
                | "army"
                | "ally"
                | "claim"
                | "response"
                | "decision"
                | "refusal"
                | "stance"
                | "policy"
                | "invasion"
                | "aim"
                | "war"
        ),
        _ => false,
    }
}

fn is_act(text: &Text<'_>, verb: Token<'_>) -> bool {
    text.lexicon.acts.contains(verb.lemma())
}

/// The word of the name that the others hang on.
pub(crate) fn root<'d>(text: &Text<'d>, at: Stretch) -> Token<'d> {
    let tokens = (at.start..at.end).map(|token| text.token(at.block, token));
    let mut outside = tokens.filter(|token| token.is_root() || !at.contains(at.block, token.head().index()));
    outside.next_back().unwrap_or_else(|| text.token(at.block, at.end - 1))
}
