//! The year of a page's day that is printed without one: "Jul 21".
//!
//! It stays open unless the text bounds it, and then it is the year in which that day fits: the weekday beside it
//! decides between those that are left. Else, if the text tells of a full day shortly before, the year is taken from
//! it, as a premise.

use jiff::civil::Date;
use tidings_record::{Basis, Days};

use super::bounds::Bounds;
use super::line::PageDay;
use crate::Document;

/// So many days after a day that it states in full a page is taken to be of the same time.
const CLOSE: i32 = 31;
/// The premise behind it.
const CLOSE_PREMISE: &str = "no line states the year; the day of the page is taken to be the one just after the full day that the text tells of";
/// More years than this are no answer.
const MOST_YEARS: usize = 3;

/// `page`, which is the day `day` without its year, within `bounds`.
pub(super) fn settle(document: &Document<'_>, page: Days, day: &PageDay, bounds: &Bounds) -> Days {
    let (month, number) = day.stated.month_day;
    let fits = |year: i16| Date::new(year, month, number).ok().filter(|&day| bounds.allow(day));
    let on_weekday =
        |date: &Date| day.stated.weekday.is_none_or(|day| date.weekday().to_monday_one_offset() == day);
    let with = |first: Option<Date>, last: Option<Date>, basis: Basis| {
        let mut days = Days { because: page.because.clone(), ..Days::between(first, last, basis) };
        days.because.extend(bounds.because(document));
        days
    };
    let assumed = bounds.latest_day.as_ref().and_then(|told| {
        let close = |day: &Date| (0..=CLOSE).contains(&(*day - told.day).get_days());
        let year = told.day.year();
        let found = [year, year + 1].into_iter().filter_map(fits).filter(close).find(on_weekday)?;
        let mut days = with(Some(found), Some(found), Basis::Assumed);
        days.because.retain(|step| page.because.contains(step));
        let mut step = told.step(document);
        CLOSE_PREMISE.clone_into(&mut step.rule);
        days.because.push(step);
        Some(days)
    });
    let (first, last) = (bounds.first.as_ref(), bounds.last.as_ref());
    let Some(first) = first.map(|bound| bound.day) else { return page };
    let candidates = || {
        let last = last.map_or(first.year().saturating_add(40), |bound| bound.day.year());
        (first.year()..=last).filter_map(fits)
    };
    if last.is_none() {
        return assumed.unwrap_or_else(|| {
            let open = with(candidates().find(on_weekday), None, bounds.basis());
            Days { edtf: page.edtf.clone(), ..open }
        });
    }
    let left: Vec<Date> = candidates().filter(on_weekday).take(MOST_YEARS + 1).collect();
    match left.as_slice() {
        [] => page,
        [one] => with(Some(*one), Some(*one), bounds.basis()),
        _ if assumed.is_some() => assumed.unwrap_or(page),
        [first, .., last] if left.len() <= MOST_YEARS => {
            let edtf = left.iter().map(Date::to_string).collect::<Vec<_>>().join(",");
            Days { edtf: Some(format!("[{edtf}]")), ..with(Some(*first), Some(*last), bounds.basis()) }
        }
        _ => Days { edtf: page.edtf.clone(), ..with(left.first().copied(), None, bounds.basis()) },
    }
}
