//! What is told as to come: words behind "will", "to", "may", and nouns that are "planned".

use tidings_link::wording;

use crate::line::Word;

/// Words behind which a verb tells of what has not happened.
const AHEAD: &[&str] =
    &["will", "would", "shall", "may", "might", "could", "can", "should", "must", "to", "won't", "wouldn't"];
/// Words that say of a noun nearby that it has not happened.
const PLANNED: &[&str] = &["planned", "scheduled", "expected", "due", "proposed", "supposed"];
/// Words behind which stands what was not done.
const NOT_DONE: &[&str] = &[
    "refused",
    "refuses",
    "declined",
    "rejected",
    "cancelled",
    "canceled",
    "prevented",
    "avoided",
    "without",
];
/// "To" behind these tells of what did happen.
const DONE: &[&str] = &[
    "managed",
    "began",
    "begun",
    "started",
    "continued",
    "helped",
    "forced",
    "failed",
    "had",
    "used",
    "led",
    "according",
    "claimed",
    "rose",
    "risen",
    "climbed",
    "fell",
    "went",
    "came",
    "returned",
    "travelled",
    "told",
    "back",
    "brought",
    "sent",
    "access",
    "close",
    "next",
    "due",
    "said",
    "believed",
    "given",
    "added",
];
/// Words that may stand between "to" and its verb.
const BETWEEN: &[&str] = &[
    "be", "have", "been", "not", "also", "soon", "then", "again", "still", "probably", "likely", "only",
    "even", "never", "it",
];

/// Of each word: whether it tells of what has not happened.
pub(crate) fn ahead(words: &[Word]) -> Vec<bool> {
    let mut found = vec![false; words.len()];
    for (at, word) in words.iter().enumerate() {
        if AHEAD.contains(&word.small.as_str()) && !is_plain_to(words, at) {
            let next = (at + 1..words.len()).find(|&next| !BETWEEN.contains(&words[next].small.as_str()));
            for next in next.into_iter().flat_map(|next| next..(next + 1).min(words.len())) {
                found[next] = words[next].kin.is_some() || !wording::is_small(&words[next].small);
            }
        }
        let out = word.small == "out"
            && at > 0
            && matches!(words[at - 1].small.as_str(), "ruled" | "rules" | "rule");
        if out || NOT_DONE.contains(&word.small.as_str()) {
            let next = (at + 1..words.len().min(at + 5)).filter(|&next| words[next].kin.is_some());
            next.take(2).for_each(|next| found[next] = true);
        }
        if PLANNED.contains(&word.small.as_str()) {
            let clause = (0..words.len())
                .filter(|&near| words[near].clause == word.clause && !wording::is_past(&words[near].small));
            for near in clause {
                found[near] |= words[near].kin.is_some();
            }
        }
        // What stands behind "if" is only supposed.
        if matches!(word.small.as_str(), "if" | "unless") {
            for near in at + 1..words.len() {
                if words[near].clause != words[(at + 1).min(words.len() - 1)].clause {
                    break;
                }
                found[near] = true;
            }
        }
    }
    found
}

/// Whether "to" at `at` is no sign of an infinitive, or of one that tells of what did happen.
fn is_plain_to(words: &[Word], at: usize) -> bool {
    if words[at].small != "to" {
        return false;
    }
    let before = at.checked_sub(1).map(|before| words[before].small.as_str());
    let next = words.get(at + 1);
    let no_verb = next.is_none_or(|next| {
        next.capital && next.kin.is_some() && at > 0 && !words[at - 1].capital
            || next.is_number()
            || matches!(
                next.small.as_str(),
                "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "that" | "all"
            )
    });
    no_verb || before.is_some_and(|before| DONE.contains(&before))
}

/// Whether anything in a sentence is told as to come.
pub(crate) fn is_plan(words: &[Word]) -> bool {
    ahead(words).contains(&true)
}

#[cfg(test)]
mod tests {
    use tidings_record::ByteSpan;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let words = crate::line::words(text, ByteSpan::new(0, text.len() as u32));
        let ahead = ahead(&words);
        let told: Vec<&str> =
            words.iter().zip(ahead).filter(|one| one.1).map(|(word, _)| word.small.as_str()).collect();
        assert_eq!(told, expect, "{text}");
    }

    #[test]
    fn what_is_to_come() {
        check("The minister is to visit the valley.", &["visit"]);
        check("The bridge may not reopen soon.", &["reopen"]);
        check("She is to be sworn in.", &["sworn"]);
        check("If the dam bursts, they said", &["the", "dam", "bursts"]);
    }

    #[test]
    fn what_has_come() {
        check("The toll rose to eleven.", &[]);
        check("They brought residents to the schools.", &[]);
        check("He managed to escape to Pellow.", &[]);
    }
}
