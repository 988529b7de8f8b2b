//! "A day after the truce took effect", "three days before they are due to meet": how far the event of a clause lies from
//! the day that its sentence names.
//!
//! Not here: stretches between rounds of one series (`chain`).

use tidings_record::{ByteSpan, Status, Time, TimeType};

use super::chain;
use super::hint::Hint;
use crate::calendar::Day;
use crate::source::Source;
use crate::words::folded;

/// How far behind its length the event of the clause may stand, in bytes.
const REACH: u32 = 140;

/// A length of time, followed by "after" or "before" and a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// From the length to the end of the clause.
    clause: ByteSpan,
    /// How many days later than the day named in the sentence the event of the clause is.
    least: Day,
    most: Day,
}

impl Stretch {
    /// The stretch in whose clause the word at `trigger` stands.
    pub fn of(source: &Source<'_>, trigger: ByteSpan) -> Option<Stretch> {
        let sentence = source.sentence(trigger.start)?;
        let lengths = source.reading.times.iter().filter(|time| {
            time.kind == TimeType::Duration
                && sentence.contains(time.span)
                && time.span.end <= trigger.start
                && trigger.start - time.span.end <= REACH
        });
        lengths
            .filter_map(|time| Stretch::at(source, sentence, time))
            .find(|one| one.clause.contains(trigger))
    }

    fn at(source: &Source<'_>, sentence: ByteSpan, time: &Time) -> Option<Stretch> {
        let after = source.words_at(ByteSpan::new(time.span.end, sentence.end));
        let turn = folded(after).into_iter().next()?;
        let (least, most) = chain::days(source, time)?;
        let (least, most) = match turn.as_str() {
            "after" => (-most, -least),
            "before" => (least, most),
            _ => return None,
        };
        // Where the stretch opens its sentence, its clause ends at the comma.
        let opens = folded(source.words_at(ByteSpan::new(sentence.start, time.span.start))).len() <= 2;
        let end = after.find(if opens { [',', ';'] } else { [';', ';'] });
        let end = end.map_or(sentence.end, |end| time.span.end + end as u32);
        Some(Stretch { clause: ByteSpan::new(time.span.start, end), least, most })
    }

    /// The day of the clause, seen from the day that the rest of the sentence names.
    pub fn hint(&self, source: &Source<'_>, status: Status) -> Option<Hint> {
        let sentence = source.sentence(self.clause.start)?;
        let named = source.reading.times.iter().filter(|time| {
            sentence.contains(time.span)
                && !self.clause.contains(time.span)
                && matches!(time.kind, TimeType::Date | TimeType::Time)
        });
        // The nearest in front of the length, else the first behind its clause.
        let nearest = named.min_by_key(|time| {
            let behind = time.span.start >= self.clause.end;
            (behind, self.clause.start.abs_diff(time.span.start))
        })?;
        let hint = Hint::stated(source, nearest, status)
            .or_else(|| Hint::stated(source, nearest, Status::Happened))?;
        let when = hint.when.later(self.least, self.most)?;
        Some(Hint {
            when,
            span: Some(ByteSpan::new(
                nearest.span.start.min(self.clause.start),
                nearest.span.end.max(self.clause.end),
            )),
            in_passing: true,
            ..hint
        })
    }
}
