//! Dates in figures: `2025-07-21`, `21/07/2025`, `7/21/25`, `21.07.2025`, and instants.

use super::{Read, Reader};
use crate::times::expression::{Expression, Meaning, OfDay, YearOf};
use crate::times::rules::Rule;

impl Reader<'_> {
    /// A date in figures, with its clock time if an instant is written.
    ///
    /// Without other evidence `3/4/2024` is month before day, as news in English mostly has it with slashes;
    /// with points it is day before month.
    pub fn figures(&self, at: usize) -> Read {
        let first = self.get(at).filter(|atom| atom.number.is_some())?;
        let (mark, second) = (self.get(at + 1)?, self.get(at + 2)?);
        let (mark2, third) = (self.get(at + 3)?, self.get(at + 4)?);
        let glued = mark.glued && second.glued && mark2.glued && third.glued;
        if !glued
            || mark.text != mark2.text
            || (first.glued && !self.before(at).is_some_and(|atom| atom.is("(")))
        {
            return None;
        }
        let (a, b, c) = (first.number?, second.number?, third.number?);
        let digits = (first.digits(), second.digits(), third.digits());
        let (year, month, day) = match (mark.text, digits) {
            ("-" | "/" | ".", (4, 1..=2, 1..=2)) => (a, b, c),
            ("/" | "-", (1..=2, 1..=2, 2 | 4)) => {
                let year = full_year(c, third.digits());
                if a > 12 { (year, b, a) } else { (year, a, b) }
            }
            (".", (1..=2, 1..=2, 4)) => (c, b, a),
            _ => return None,
        };
        let longer = self
            .get(at + 5)
            .is_some_and(|next| next.glued && (next.text == mark.text && self.digit_follows(at + 6)));
        if longer || !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let year = YearOf::Known(i16::try_from(year).ok()?);
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let mut found = Expression::new(at..at + 5, Meaning::Day { year, month, day }, Rule::Figures);
        self.add_instant(&mut found);
        Some(found)
    }

    fn digit_follows(&self, at: usize) -> bool {
        self.get(at).is_some_and(|atom| atom.glued && atom.number.is_some())
    }

    /// `T10:32:05Z` behind the date.
    fn add_instant(&self, found: &mut Expression) {
        let at = found.atoms.end;
        let begins = self.get(at).is_some_and(|atom| atom.glued && atom.is("T"));
        let two = |at: usize| {
            self.get(at).filter(|atom| atom.glued && atom.digits() == 2).and_then(|atom| atom.number)
        };
        let (Some(hour), Some(minute)) = (two(at + 1), two(at + 3)) else { return };
        if !begins || !self.is(at + 2, ":") || hour > 23 || minute > 59 {
            return;
        }
        let mut end = at + 4;
        let mut second = None;
        if self.is(end, ":")
            && let Some(number) = two(end + 1).filter(|&number| number < 60)
        {
            second = u8::try_from(number).ok();
            end += 2;
        }
        if self.get(end).is_some_and(|atom| atom.glued && atom.is("Z")) {
            end += 1;
        }
        let clock = (u8::try_from(hour).unwrap_or(0), u8::try_from(minute).ok());
        found.of_day = Some(OfDay::Clock { hour: clock.0, minute: clock.1, second });
        found.atoms.end = end;
    }
}

/// A year of two digits lies between 1950 and 2049.
pub(super) fn full_year(number: u32, digits: usize) -> u32 {
    match (digits, number) {
        (2, 0..50) => 2000 + number,
        (2, _) => 1900 + number,
        _ => number,
    }
}
