//! The time limit of a demand, a threat, an offer: "within 50 days", "by Friday".
//!
//! Only what is stated: a length without its start stays without it.

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
            let before = word_before(text, time.span);
            let first = time.span.of(text).split_whitespace().next().unwrap_or("");
            let says = |set: &std::collections::BTreeSet<String>| {
                set.contains(&before.to_lowercase()) || set.contains(&first.to_lowercase())
            };
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

fn word_before(text: &str, span: ByteSpan) -> &str {
    let start = span.start as usize;
    text.get(..start).and_then(|before| before.split_whitespace().next_back()).unwrap_or("")
}
