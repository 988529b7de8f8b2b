//! `cargo xtask eval times`: TIMEX3 as TempEval-3 scores it (UzZaman et al., SemEval-2013 task 1).
//!
//! A marked time and a found one match if they share a character that is no blank: one to one, the same words first,
//! then by how much they share, then from the left. Strict: the same words, without blanks and punctuation at their
//! ends. Values are compared as printed; `value_norm` also takes another way of writing the same for right.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Deserialize;
use tidings_record::{PointSpan, Reading, TimeType};

use super::score::{Fault, Score};
use super::{Evaluation, Text, around, cut};

/// See the head of this file.
pub struct Times;

/// What is marked in a text.
#[derive(Deserialize)]
pub struct Gold {
    timexes: Vec<Timex>,
}

#[derive(Debug, Deserialize)]
struct Timex {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: Option<String>,
    value: Option<String>,
}

/// A time that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    start: usize,
    end: usize,
    kind: &'static str,
    value: String,
    rule: String,
}

impl Evaluation for Times {
    const NAME: &'static str = "times";
    const MEASURES: &'static [&'static str] =
        &["relaxed", "strict", "type", "value", "value_norm", "strict_value"];
    const DECIMALS: usize = 2;
    type Gold = Gold;
    type Found = Found;

    /// The times, of several with the same words the first.
    fn found(reading: &Reading<PointSpan>) -> Vec<Found> {
        let mut seen = BTreeSet::new();
        let times = reading.times.iter().filter(|time| seen.insert((time.span.start, time.span.end)));
        let found = times.map(|time| Found {
            start: time.span.start as usize,
            end: time.span.end as usize,
            kind: match time.kind {
                TimeType::Date => "DATE",
                TimeType::Time => "TIME",
                TimeType::Duration => "DURATION",
                TimeType::Set => "SET",
            },
            value: time.value.clone(),
            rule: time.rule.clone(),
        });
        found.collect()
    }

    fn score(text: &Text, gold: &Gold, found: &[Found], score: &mut Score) {
        let letters: Vec<char> = text.text.chars().collect();
        let gold = &gold.timexes;
        score.gold += gold.len();
        let (mut missed, mut surplus) = (vec![true; gold.len()], vec![true; found.len()]);
        let fault = |gold: Option<&Timex>, found: Option<&Found>| {
            let show = |start, end, value: &str| format!("{:?} {value}", cut(&letters, start, end));
            let (start, end) =
                found.map(|f| (f.start, f.end)).or(gold.map(|g| (g.start, g.end))).unwrap_or_default();
            Fault {
                id: text.id.clone(),
                rule: found.map(|found| found.rule.clone()),
                gold: gold.map(|g| show(g.start, g.end, g.value.as_deref().unwrap_or("-"))),
                found: found.map(|f| show(f.start, f.end, &f.value)),
                around: around(&letters, start, end),
            }
        };
        for (i, j, strict) in pairs(&letters, gold, found) {
            (missed[i], surplus[j]) = (false, false);
            let (gold, found) = (&gold[i], &found[j]);
            let kind = gold.kind.as_deref().unwrap_or_default().to_uppercase() == found.kind;
            let value = gold.value.as_deref() == Some(&found.value);
            let alike = normal(gold.value.as_deref().unwrap_or_default()) == normal(&found.value);
            score.matched(&found.rule, &[true, strict, kind, value, alike, strict && value]);
            for (right, name) in [(value, "value"), (kind, "type"), (strict, "strict")] {
                if !right {
                    score.fault(name, || fault(Some(gold), Some(found)));
                }
            }
        }
        for (gold, _) in gold.iter().zip(missed).filter(|(_, missed)| *missed) {
            score.fault("missed", || fault(Some(gold), None));
        }
        for (found, _) in found.iter().zip(surplus).filter(|(_, surplus)| *surplus) {
            score.surplus(&found.rule);
            score.fault("surplus", || fault(None, Some(found)));
        }
    }
}

/// The matched pairs, by index, with whether they are strict.
fn pairs(text: &[char], gold: &[Timex], found: &[Found]) -> Vec<(usize, usize, bool)> {
    let found: Vec<_> = found.iter().map(|found| trimmed(text, found.start, found.end)).collect();
    let mut candidates = Vec::new();
    for (i, one) in gold.iter().enumerate() {
        let (start, end) = trimmed(text, one.start, one.end);
        for (j, &(other_start, other_end)) in found.iter().enumerate() {
            let shared = start.max(other_start)..end.min(other_end);
            if !shared.is_empty() && !text[shared.clone()].iter().all(|letter| is_blank(*letter)) {
                let other = (start, end) != (other_start, other_end);
                candidates.push((other, Reverse(shared.len()), start, i, j));
            }
        }
    }
    candidates.sort_unstable();
    let (mut taken, mut used) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (other, _, _, i, j) in candidates {
        if !taken[i] && !used[j] {
            (taken[i], used[j]) = (true, true);
            pairs.push((i, j, !other));
        }
    }
    pairs
}

/// The stretch without blanks and punctuation at its ends.
fn trimmed(text: &[char], start: usize, end: usize) -> (usize, usize) {
    let mut end = end.min(text.len());
    let mut start = start.min(end);
    let edge = |letter: char| is_blank(letter) || ".,;:'\"()".contains(letter);
    while start < end && edge(text[start]) {
        start += 1;
    }
    while end > start && edge(text[end - 1]) {
        end -= 1;
    }
    (start, end)
}

/// What Python's `isspace` takes for a blank, as the scorers of TempEval-3 do.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter)
}

/// The value in one way of writing: clock times without seconds and zone, weeks and whole days as days, decades and
/// centuries as years.
fn normal(value: &str) -> String {
    let value = value.trim_matches(is_blank);
    let minutes = |value: &str| {
        let digits = value.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
        digits.eq(*b"0000-00-00T00:00")
    };
    let clock = value.strip_suffix('Z').unwrap_or(value);
    let clock = clock.strip_suffix(":00").filter(|clock| minutes(clock)).unwrap_or(clock);
    if minutes(clock) {
        return clock.to_owned();
    }
    let number = |before: &str, after: &str| -> Option<u64> {
        let digits = value.strip_prefix(before)?.strip_suffix(after)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let times =
        |number: u64, factor: u64, unit: char| Some(format!("P{}{unit}", number.checked_mul(factor)?));
    let rewritten = number("P", "W")
        .and_then(|weeks| times(weeks, 7, 'D'))
        .or_else(|| {
            number("PT", "H").filter(|hours| hours % 24 == 0).and_then(|hours| times(hours / 24, 1, 'D'))
        })
        .or_else(|| number("P", "DE").and_then(|decades| times(decades, 10, 'Y')))
        .or_else(|| number("P", "CE").and_then(|centuries| times(centuries, 100, 'Y')));
    rewritten.unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_go_first_then_what_shares_most() {
        let text: Vec<char> = "on Monday night, 3 May at noon".chars().collect();
        let gold = |start, end| Timex { start, end, kind: None, value: None };
        let find = |start, end| {
            let (value, rule) = (String::new(), String::new());
            Found { start, end, kind: "DATE", value, rule }
        };
        // "Monday night," is "Monday night"; "3 May" meets both "3 May at" and " ".
        let gold = [gold(3, 16), gold(17, 22), gold(9, 10)];
        let found = [find(3, 9), find(3, 15), find(17, 25)];
        assert_eq!(pairs(&text, &gold, &found), [(0, 1, true), (1, 2, false)]);
    }

    #[test]
    fn values_in_one_way_of_writing() {
        for (value, expect) in [
            ("P2W", "P14D"),
            ("PT48H", "P2D"),
            ("PT0024H", "P1D"),
            ("PT36H", "PT36H"),
            ("P1DE", "P10Y"),
            ("P2CE", "P200Y"),
            ("PXW", "PXW"),
            (" 2024-03-12T09:30:00Z ", "2024-03-12T09:30"),
            ("2024-03-12T09:30Z", "2024-03-12T09:30"),
            ("2024-03-12T09:30:15", "2024-03-12T09:30:15"),
            ("2024-03-12T09:30:15Z", "2024-03-12T09:30:15Z"),
        ] {
            assert_eq!(normal(value), expect, "{value}");
        }
    }
}
