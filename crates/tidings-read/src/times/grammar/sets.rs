//! What recurs: "every Friday", "each year", "twice a week", "daily", "Mondays".

use super::{Read, Reader, longest};
use crate::times::atoms::{Atom, Key};
use crate::times::calendar::{Unit, season_code};
use crate::times::expression::{Expression, Meaning};
use crate::times::rules::Rule;

impl Reader<'_> {
    /// An expression of something that recurs.
    pub fn set(&self, at: usize) -> Read {
        longest([self.every(at), self.times_a(at), self.per(at), self.plural_weekday(at), self.adverb(at)])
    }

    fn every(&self, at: usize) -> Read {
        if !matches!(self.key(at), Key::Every | Key::Each) {
            return None;
        }
        let make = |end: usize, value: String| Some(Expression::new(at..end, Meaning::Set(value), Rule::Set));
        if self.is(at + 1, "other")
            && let Some(unit) = self.unit(at + 2)
        {
            return make(at + 3, duration(2, unit));
        }
        if let Some(value) = self.recurring_day(at + 1) {
            let part =
                self.get(at + 2).filter(|_| self.get(at + 1).is_some_and(|atom| atom.sense.weekday > 0));
            return match part.and_then(|atom| atom.sense.part) {
                Some(part) => make(at + 3, format!("{value}T{}", part.code())),
                None => make(at + 2, value),
            };
        }
        let (amount, end) = self.amount(at + 1).filter(|_| self.key(at + 1) != Key::A).unzip();
        let end = self.joint(end.unwrap_or(at + 1));
        let number = amount.map_or(Some(1), |amount| amount.whole())?;
        let unit = self.unit(end)?;
        let of = usize::from(self.key(end + 1) == Key::Of);
        if of > 0 && self.key(end + 2) == Key::The {
            return None;
        }
        make(end + 1, duration(number, unit))
    }

    fn unit(&self, at: usize) -> Option<Unit> {
        self.get(at)?.sense.unit
    }

    /// A weekday, month, season or part of the day, as it recurs.
    fn recurring_day(&self, at: usize) -> Option<String> {
        let sense = &self.get(at)?.sense;
        if sense.weekday > 0 {
            return Some(format!("XXXX-WXX-{}", sense.weekday));
        }
        if let Some(part) = sense.part {
            return Some(format!("XXXX-XX-XXT{}", part.code()));
        }
        if let Some(season) = sense.season {
            return Some(format!("XXXX-{}", season_code(season)));
        }
        (sense.month > 0).then(|| format!("XXXX-{:02}", sense.month))
    }

    /// "twice a week", "three times a day", "once every two years".
    fn times_a(&self, at: usize) -> Read {
        let end = match self.key(at) {
            Key::Once | Key::Twice => at + 1,
            _ => self.amount(at).filter(|(_, end)| self.is(*end, "times")).map(|(_, end)| end + 1)?,
        };
        match self.key(end) {
            Key::A | Key::Per => {
                let unit = self
                    .unit(end + 1)
                    .filter(|_| !self.get(end + 1).is_some_and(|atom| atom.sense.plural))?;
                Some(Expression::new(at..end + 2, Meaning::Set(duration(1, unit)), Rule::Set))
            }
            Key::Every | Key::Each => {
                let mut found = self.every(end)?;
                found.atoms.start = at;
                Some(found)
            }
            _ => None,
        }
    }

    /// "per year".
    fn per(&self, at: usize) -> Read {
        let unit = self.unit(at + 1).filter(|_| self.key(at) == Key::Per)?;
        Some(Expression::new(at..at + 2, Meaning::Set(duration(1, unit)), Rule::Set))
    }

    fn plural_weekday(&self, at: usize) -> Read {
        let atom = self.get(at).filter(|atom| atom.sense.weekday > 0 && atom.is_capitalised())?;
        let evenings = self.get(at + 1).filter(|next| next.sense.plural).and_then(|next| next.sense.part);
        if let Some(part) = evenings {
            let value = format!("XXXX-WXX-{}T{}", atom.sense.weekday, part.code());
            return Some(Expression::new(at..at + 2, Meaning::Set(value), Rule::Set));
        }
        let value = format!("XXXX-WXX-{}", atom.sense.weekday);
        atom.sense.plural.then(|| Expression::new(at..at + 1, Meaning::Set(value), Rule::Set))
    }

    /// "daily", where it says how often; "Daily" in a newspaper's name does not.
    fn adverb(&self, at: usize) -> Read {
        let atom = self.get(at)?;
        let unit = atom.sense.each?;
        // "its quarterly dividend" names a kind, "10,000 tons annually" a rate; "paid quarterly" and "daily flights" say how often.
        let tag = self.token(at).map_or("", |token| token.pos());
        let kind = tag == "NOUN"
            || tag == "PROPN"
            || tag == "ADJ" && !matches!(unit, Unit::Day | Unit::Week | Unit::Hour);
        if kind || self.is_rate(at) {
            return None;
        }
        let named = atom.is_capitalised() && self.get(at + 1).is_some_and(Atom::is_capitalised);
        (!named).then(|| Expression::new(at..at + 1, Meaning::Set(duration(1, unit)), Rule::SetWord))
    }
}

/// The ISO 8601 duration of `number` units.
pub(in crate::times) fn duration(number: u64, unit: Unit) -> String {
    let (letter, factor, clock) = unit.duration();
    format!("P{}{}{letter}", if clock { "T" } else { "" }, number.saturating_mul(factor))
}
