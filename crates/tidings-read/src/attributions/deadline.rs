//! The time limit of a demand, a threat, an offer: "within 50 days", "by Friday".
//!
//! Only what is stated: a length without its start stays without it.

use std::collections::BTreeSet;

use tidings_record::{ByteSpan, Deadline, Time, TimeType};

use super::lexicon::Words;

/// The first time limit in what is attributed or in its condition.
pub(crate) fn deadline(
    text: &str,
    content: &[ByteSpan],
    condition: Option<ByteSpan>,
    times: &[Time],
    words: &Words,
) -> Option<Deadline> {
    for span in content.iter().copied().chain(condition) {
        let from = times.partition_point(|time| time.span.start < span.start);
        for time in times[from..].iter().take_while(|time| time.span.start < span.end) {
            let first = time.span.of(text).split_whitespace().next().unwrap_or("").to_lowercase();
            let before = words_before(text, time.span);
            let says =
                |set: &BTreeSet<String>| set.contains(&first) || before.iter().any(|word| set.contains(word));
            match time.kind {
                TimeType::Duration if says(&words.within) => {
                    return Some(Deadline { within: Some(time.value.clone()), ..Deadline::default() });
                }
                TimeType::Date | TimeType::Time if says(&words.until) && time.latest.is_some() => {
                    return Some(Deadline { until: time.latest, ..Deadline::default() });
                }
                _ => {}
            }
        }
    }
    None
}

/// Words that may stand between "within" and the length: "within the next 10 days", "within his first 100 days".
const BETWEEN: [&str; 9] = ["the", "his", "her", "its", "their", "next", "first", "coming", "following"];

/// The word before a time, and those before it as far as only such as "the next" stand between. In lower case.
fn words_before(text: &str, span: ByteSpan) -> Vec<String> {
    let before = text.get(..span.start as usize).unwrap_or("");
    let mut words = Vec::new();
    for word in before.split_whitespace().rev().take(3) {
        let word = word.to_lowercase();
        let ends = !BETWEEN.contains(&word.as_str());
        words.push(word);
        if ends {
            break;
        }
    }
    words
}
