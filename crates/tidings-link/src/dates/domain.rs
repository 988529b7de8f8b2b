//! The days that something can have been on: runs of days, ascending, apart.
//!
//! Everything open is one run from [`FIRST`] to [`LAST`]. A set stays small: filters by weekday cut short runs only.

use crate::calendar::{self, Day};

/// The first day anything is thought to have been on: 1 January 1900.
pub(crate) const FIRST: Day = -25_567;
/// The last: 31 December 2099.
pub(crate) const LAST: Day = 47_481;
/// A longer run than this many days is not cut into weekdays or months.
const LONG: Day = 1_100;
/// An end that lies within a year of the first or last day is open: that day of the year was possible in every year.
const EDGE: Day = 366;

/// A set of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Domain(Vec<(Day, Day)>);

impl Domain {
    /// All days.
    pub fn open() -> Domain {
        Domain(vec![(FIRST, LAST)])
    }

    /// The days from `first` to `last`, both included; a missing end is open.
    pub fn between(first: Option<Day>, last: Option<Day>) -> Domain {
        let (first, last) = (first.unwrap_or(FIRST).max(FIRST), last.unwrap_or(LAST).min(LAST));
        if first > last { Domain(Vec::new()) } else { Domain(vec![(first, last)]) }
    }

    /// That day of the year in every year; without a day the whole month.
    pub fn of_month(month: i32, day: Option<i32>) -> Domain {
        let years = 1900..2100;
        Domain(
            years
                .map(|year| match day {
                    Some(day) => (calendar::of(year, month, day), calendar::of(year, month, day)),
                    None => (calendar::of(year, month, 1), calendar::month_end(year, month)),
                })
                .collect(),
        )
    }

    /// Whether no day is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first and last day; none if empty.
    pub fn ends(&self) -> Option<(Day, Day)> {
        Some((self.0.first()?.0, self.0.last()?.1))
    }

    /// The bounds that are known, as printed: an end that is open is none.
    pub fn known(&self) -> (Option<Day>, Option<Day>) {
        match self.ends() {
            Some((first, last)) => {
                (Some(first).filter(|&day| day > FIRST + EDGE), Some(last).filter(|&day| day < LAST - EDGE))
            }
            None => (None, None),
        }
    }

    /// How many days lie from the first to the last.
    pub fn width(&self) -> Day {
        self.ends().map_or(0, |(first, last)| last - first)
    }

    /// What both hold.
    pub fn and(&self, other: &Domain) -> Domain {
        let mut found = Vec::new();
        let (mut i, mut j) = (0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            let (first, last) = (a.0.max(b.0), a.1.min(b.1));
            if first <= last {
                found.push((first, last));
            }
            if a.1 < b.1 { i += 1 } else { j += 1 }
        }
        Domain(found)
    }

    /// All days from `least` after the first to `most` after the last of each run.
    pub fn shifted(&self, least: Day, most: Day) -> Domain {
        let mut found: Vec<(Day, Day)> = Vec::with_capacity(self.0.len());
        for &(first, last) in &self.0 {
            // An open end stays open.
            let first = if first == FIRST { FIRST } else { (first + least).clamp(FIRST, LAST) };
            let last = if last == LAST { LAST } else { (last + most).clamp(FIRST, LAST) };
            match found.last_mut() {
                Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
                _ if first <= last => found.push((first, last)),
                _ => {}
            }
        }
        Domain(found)
    }

    /// The days whose weekday `keep` holds; long runs stay whole.
    pub fn on_weekdays(&self, keep: impl Fn(i32) -> bool) -> Domain {
        let mut found: Vec<(Day, Day)> = Vec::new();
        for &(first, last) in &self.0 {
            if last - first > LONG {
                found.push((first, last));
                continue;
            }
            for day in (first..=last).filter(|&day| keep(calendar::weekday(day))) {
                match found.last_mut() {
                    Some(before) if before.1 + 1 == day => before.1 = day,
                    _ => found.push((day, day)),
                }
            }
        }
        Domain(found)
    }

    /// Each run widened to whole weeks, Monday to Sunday, `weeks` later.
    pub fn weeks(&self, weeks: Day) -> Domain {
        let widened = self.0.iter().map(|&(first, last)| {
            let first = if first == FIRST { FIRST } else { first - calendar::weekday(first) + 7 * weeks };
            let last = if last == LAST { LAST } else { last + 6 - calendar::weekday(last) + 7 * weeks };
            (first, last)
        });
        Domain(widened.collect()).shifted(0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_days() {
        let some = Domain::between(Some(0), Some(20));
        assert_eq!(some.and(&Domain::between(Some(10), None)).ends(), Some((10, 20)));
        assert!(some.and(&Domain::between(Some(30), Some(40))).is_empty());
        assert_eq!(some.shifted(-6, 0).ends(), Some((-6, 20)));
        // 1 January 1970 was a Thursday.
        assert_eq!(some.on_weekdays(|day| day == 3).0, [(0, 0), (7, 7), (14, 14)]);
        assert_eq!(Domain::between(Some(0), Some(0)).weeks(0).0, [(-3, 3)]);
        assert_eq!(Domain::open().shifted(3, 5), Domain::open());
        assert_eq!(Domain::of_month(7, Some(21)).known(), (None, None));
        let day = Domain::of_month(2, Some(27))
            .and(&Domain::between(Some(calendar::of(2024, 1, 1)), Some(calendar::of(2024, 12, 31))));
        assert_eq!(day.ends(), Some((calendar::of(2024, 2, 27), calendar::of(2024, 2, 27))));
    }
}
