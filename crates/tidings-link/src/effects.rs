//! What became of what a number counts, by the words nearest to it in its sentence.
//!
//! Source: written for this project; licence as the project's.

use tidings_record::{ByteSpan, Effect};

use crate::source::Source;
use crate::words::folded;

/// Stems of verbs and nouns with what they say; a word counts if it begins with one of them.
const STEMS: &[(&str, Effect)] = &[
    ("kill", Effect::Killed),
    ("dead", Effect::Killed),
    ("death", Effect::Killed),
    ("died", Effect::Killed),
    ("dies", Effect::Killed),
    ("die", Effect::Killed),
    ("fatalit", Effect::Killed),
    ("toll", Effect::Killed),
    ("slain", Effect::Killed),
    ("perish", Effect::Killed),
    ("drown", Effect::Killed),
    ("injur", Effect::Injured),
    ("wound", Effect::Injured),
    ("hurt", Effect::Injured),
    ("hospitali", Effect::Injured),
    ("missing", Effect::Missing),
    ("unaccounted", Effect::Missing),
    ("captur", Effect::Captured),
    ("abduct", Effect::Captured),
    ("kidnap", Effect::Captured),
    ("hostage", Effect::Captured),
    ("displac", Effect::Displaced),
    ("evacuat", Effect::Displaced),
    ("homeless", Effect::Displaced),
    ("fled", Effect::Displaced),
    ("intercept", Effect::Intercepted),
    ("downed", Effect::Intercepted),
    ("downing", Effect::Intercepted),
    ("neutrali", Effect::Intercepted),
    ("repel", Effect::Intercepted),
    ("launch", Effect::Launched),
    ("fired", Effect::Launched),
    ("firing", Effect::Launched),
    ("destroy", Effect::Destroyed),
    ("demolish", Effect::Destroyed),
    ("damag", Effect::Damaged),
    ("struck", Effect::Hit),
    ("hit", Effect::Hit),
    ("arrest", Effect::Arrested),
    ("detain", Effect::Arrested),
    ("voted", Effect::Voted),
    ("votes", Effect::Voted),
    ("ballots", Effect::Voted),
];

/// How far from the number its verb may stand, in words.
const FARTHEST: usize = 9;

/// The effect that the sentence around `span` gives to what is counted there, if any: of the words within reach the
/// nearest, one right in front before one behind, and none beyond another clause.
pub(crate) fn around(source: &Source<'_>, span: ByteSpan) -> Option<Effect> {
    let sentence = source.sentence(span.start)?;
    let after = source.words_at(ByteSpan::new(span.end.min(sentence.end), sentence.end));
    let before = source.words_at(ByteSpan::new(sentence.start, span.start.max(sentence.start)));
    let inside = folded(source.words_at(span)).iter().find_map(|word| effect(word));
    let behind = nearest(folded(clause_head(after)).into_iter());
    let mut in_front: Vec<String> = folded(clause_tail(before));
    in_front.reverse();
    let front = nearest(in_front.into_iter());
    inside
        .or(match (behind, front) {
            (Some((near, effect)), Some((other, far))) => {
                Some(if near <= other && other > 0 { effect } else { far })
            }
            (one, other) => one.or(other).map(|(_, effect)| effect),
        })
        // "The death toll from the fire in the mill rose to 17": a toll may stand far in front.
        .or_else(|| folded(before).iter().any(|word| word == "toll").then_some(Effect::Killed))
}

/// Up to where the words behind a number can still say what became of it.
fn clause_head(text: &str) -> &str {
    &text[..text.find([';', ':', '.', '—']).unwrap_or(text.len())]
}

/// From where the words in front of a number can say it.
fn clause_tail(text: &str) -> &str {
    text.rfind([';', ':', '—']).and_then(|at| text.get(at + 1..)).unwrap_or(text)
}

fn nearest(words: impl Iterator<Item = String>) -> Option<(usize, Effect)> {
    let words: Vec<String> = words.take(FARTHEST).collect();
    for (at, word) in words.iter().enumerate() {
        // "shot down", "brought down": in either reading direction.
        let next = words.get(at + 1).map(String::as_str);
        if matches!(
            (word.as_str(), next),
            ("shot" | "brought", Some("down")) | ("down", Some("shot" | "brought"))
        ) {
            return Some((at, Effect::Intercepted));
        }
        if let Some(effect) = effect(word) {
            return Some((at, effect));
        }
    }
    None
}

/// What a word says by itself.
pub(crate) fn effect(word: &str) -> Option<Effect> {
    STEMS.iter().find(|(stem, _)| word.starts_with(stem)).map(|&(_, effect)| effect)
}
