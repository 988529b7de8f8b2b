//! What became of what a number counts, by the words nearest to it in its sentence.
//!
//! Source: written for this project; licence as the project's.

use tidings_record::{ByteSpan, Effect};

use crate::source::Source;
use crate::words::folded;

/// Stems of verbs and nouns with what they say; a word counts if it begins with one of them.
const STEMS: &[(&str, Effect)] = &[
    ("kill", Effect::Killed),
    ("death", Effect::Killed),
    ("fatalit", Effect::Killed),
    ("slain", Effect::Killed),
    ("bodies", Effect::Killed),
    ("perish", Effect::Killed),
    ("drown", Effect::Killed),
    ("injur", Effect::Injured),
    ("wound", Effect::Injured),
    ("hurt", Effect::Injured),
    ("hospitali", Effect::Injured),
    ("treated", Effect::Injured),
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
    ("collaps", Effect::Destroyed),
    ("burn", Effect::Destroyed),
    ("damag", Effect::Damaged),
    ("struck", Effect::Hit),
    ("arrest", Effect::Arrested),
    ("detain", Effect::Arrested),
    ("voted", Effect::Voted),
    ("votes", Effect::Voted),
    ("ballots", Effect::Voted),
];

/// Whole words that say it: as beginnings they would catch others ("deadline", "diet").
const WORDS: &[(&str, Effect)] = &[
    ("dead", Effect::Killed),
    ("deadly", Effect::Killed),
    ("die", Effect::Killed),
    ("died", Effect::Killed),
    ("dies", Effect::Killed),
    ("dying", Effect::Killed),
    ("toll", Effect::Killed),
    ("hit", Effect::Hit),
    ("hits", Effect::Hit),
    ("hitting", Effect::Hit),
];

/// Words that say that no harm was done to those who are counted: what else stands near is said of others.
const SAFE: &[&str] = &[
    "alive",
    "discharged",
    "escaped",
    "rescued",
    "safe",
    "safely",
    "safety",
    "saved",
    "survived",
    "survivor",
    "survivors",
    "unharmed",
    "unhurt",
    "uninjured",
    "unscathed",
];

/// How far from the number such a word may stand, in words.
const SAFE_WITHIN: usize = 3;

/// How far from the number its verb may stand, in words.
const FARTHEST: usize = 9;

/// The effect that the sentence around `span` gives to what is counted there, if any: of the words within reach the
/// nearest, one right in front before one behind, and none beyond another clause.
pub(crate) fn around(source: &Source<'_>, span: ByteSpan) -> Option<Effect> {
    let sentence = source.sentence(span.start)?;
    let after = source.words_at(ByteSpan::new(span.end.min(sentence.end), sentence.end));
    let before = source.words_at(ByteSpan::new(sentence.start, span.start.max(sentence.start)));
    let inside = folded(source.words_at(span)).iter().find_map(|word| said(word));
    let behind = nearest(folded(clause_head(after)).into_iter());
    let mut in_front: Vec<String> = folded(clause_tail(before));
    in_front.reverse();
    let front = nearest(in_front.into_iter());
    // "The number of those killed … rose to 15 after three of the wounded died".
    let words = folded(before);
    let risen = matches!(words.last().map(String::as_str), Some("to" | "at"))
        && words.iter().rev().take(4).any(|word| {
            ["rose", "ris", "climb", "grew", "grow", "stood", "stand", "put", "rais", "jump"]
                .iter()
                .any(|stem| word.starts_with(stem))
        });
    // "31 killed, dozens missing", "12 arrested and three injured": what stands in front is of another number.
    let parted = before.trim_end().ends_with(',') || words.last().is_some_and(|word| word == "and");
    inside
        .or_else(|| said_before(&words).filter(|_| risen))
        .or(match (behind, front) {
            (Some((near, effect)), Some((other, far))) => {
                let own = near <= other && other > 0 || near <= 3 && parted;
                Some(if own { effect } else { far })
            }
            (one, other) => one.or(other).map(|(_, effect)| effect),
        })
        .or_else(|| said_before(&words))
}

/// What became of drones or missiles by words that say it of arms alone: sent, claimed, lost.
pub(crate) fn of_arms(source: &Source<'_>, span: ByteSpan) -> Option<Effect> {
    let sentence = source.sentence(span.start)?;
    let words = folded(source.words_at(sentence));
    words.iter().find_map(|word| match word.as_str() {
        "sent" | "send" | "sends" | "swarm" => Some(Effect::Launched),
        "claimed" | "lost" | "stopped" => Some(Effect::Intercepted),
        _ => None,
    })
}

/// "The death toll from the fire in the mill rose to 17", "the number of those killed": a toll may stand far in front.
fn said_before(words: &[String]) -> Option<Effect> {
    let number = words.windows(2).position(|pair| pair[0] == "number" && pair[1] == "of");
    let counted = number.and_then(|at| words[at + 2..].iter().take(3).find_map(|word| effect(word)));
    counted.or_else(|| words.iter().any(|word| word == "toll").then_some(Effect::Killed))
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
        match (word.as_str(), next) {
            ("lost", Some("their" | "his" | "her"))
                if words.get(at + 2).is_some_and(|word| word.starts_with("li")) =>
            {
                return Some((at, Effect::Killed));
            }
            ("in", Some("hospital" | "hospitals")) => return Some((at, Effect::Injured)),
            _ => {}
        }
        if let Some(effect) = said(word).filter(|effect| *effect != Effect::Other || at <= SAFE_WITHIN) {
            return Some((at, effect));
        }
    }
    None
}

/// What a word says by itself; [`Effect::Other`] if it says that no harm befell them.
fn said(word: &str) -> Option<Effect> {
    if SAFE.contains(&word) { Some(Effect::Other) } else { effect(word) }
}

/// What a word says by itself.
pub fn effect(word: &str) -> Option<Effect> {
    let whole = WORDS.iter().find(|(whole, _)| word == *whole);
    whole.or_else(|| STEMS.iter().find(|(stem, _)| word.starts_with(stem))).map(|&(_, effect)| effect)
}
