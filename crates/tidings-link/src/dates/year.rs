//! The year, where no article prints it: the one premise without which an undated story has no days at all.

use tidings_record::{Basis, Time, TimeType};

use super::{Dated, Domain, Reason};
use crate::calendar;
use crate::source::Source;

/// How many days around the dated articles of a story an undated one is taken to lie.
const AROUND: i32 = 45;
/// The year is open where the possible days lie further apart than this: a day of the year in two years is 365.
const OPEN: i32 = 300;

/// Narrows what is undated by a premise: that it lies among the story's dated articles; else that "over three years"
/// after a stated year means the third year after it.
pub(super) fn assume(sources: &[Source<'_>], articles: &mut [Dated]) {
    let dated: Vec<(i32, i32)> =
        articles.iter().filter(|one| one.domain.width() <= 40).filter_map(|one| one.domain.ends()).collect();
    let first = dated.iter().map(|ends| ends.0).min();
    let last = dated.iter().map(|ends| ends.1).max();
    if let (Some(first), Some(last)) = (first, last) {
        let days = Domain::between(Some(first - AROUND), Some(last + AROUND));
        let rule = "an article without a day is taken to lie near the dated articles of its story";
        for article in articles.iter_mut().filter(|one| one.domain.width() > OPEN) {
            article.narrow(&days, Basis::Assumed, true, || {
                Some(Reason { rule: rule.to_owned(), words: Vec::new() })
            });
        }
        return;
    }
    let counted = sources.iter().enumerate().find_map(|(at, source)| counted_years(at, source));
    if let Some((year, reason)) = counted {
        let days = Domain::between(Some(calendar::of(year, 1, 1)), Some(calendar::of(year, 12, 31)));
        for article in articles.iter_mut().filter(|one| one.domain.width() > OPEN) {
            article.narrow(&days, Basis::Assumed, true, || Some(reason.clone()));
        }
    }
}

/// "Over three years since … in 2022": the year that follows, with its premise.
fn counted_years(at: usize, source: &Source<'_>) -> Option<(i32, Reason)> {
    let times = &source.reading.times;
    times.iter().filter(|time| time.kind == TimeType::Duration).find_map(|length| {
        let years = years(length)?;
        let sentence = source.sentence(length.span.start)?;
        let stated = times.iter().find(|time| {
            time.kind == TimeType::Date
                && sentence.contains(time.span)
                && time.span.start >= length.span.end
                && time.span.start - length.span.end <= 90
                && stated_year(time).is_some()
        })?;
        let rule =
            "no article states the year; it is taken from a number of whole years told since a stated year";
        let words = vec![(at, tidings_record::ByteSpan::new(length.span.start, stated.span.end))];
        Some((stated_year(stated)? + years, Reason { rule: rule.to_owned(), words }))
    })
}

/// The whole years of "over three years".
fn years(time: &Time) -> Option<i32> {
    time.value.strip_prefix('P')?.strip_suffix('Y')?.parse().ok().filter(|years| (1..60).contains(years))
}

/// The year that a date states.
fn stated_year(time: &Time) -> Option<i32> {
    let year = i32::from(time.earliest?.year());
    time.value.starts_with(&format!("{year:04}")).then_some(year)
}
