//! Clock times and parts of the day: "10:30 p.m. EST", "noon Saturday", "the morning of May 3".

use super::{Read, Reader};
use crate::times::atoms::{Atom, Key};
use crate::times::calendar::Part;
use crate::times::expression::{Expression, Meaning, OfDay, Origin};
use crate::times::rules::Rule;

impl Reader<'_> {
    /// A clock time and the atom behind it, its zone included.
    pub fn clock(&self, at: usize) -> Option<(OfDay, usize)> {
        let atom = self.get(at)?;
        let named = atom.is_capitalised() && self.before(at).is_some_and(Atom::is_capitalised);
        match atom.sense.key {
            Key::Noon | Key::Midnight if named => return None,
            Key::Noon => {
                return Some((OfDay::Clock { hour: 12, minute: Some(0), second: None }, self.zone(at + 1)));
            }
            Key::Midnight => {
                return Some((OfDay::Clock { hour: 24, minute: Some(0), second: None }, self.zone(at + 1)));
            }
            _ => {}
        }
        let mut hour = match atom.number {
            Some(number) => number,
            None => atom.sense.cardinal.filter(|hour| (1..=12).contains(hour))?,
        };
        if atom.glued && self.before(at).is_some_and(|before| !before.is("(") && !before.is_dash()) {
            return None;
        }
        let (mut minute, mut second) = (None, None);
        let mut end = at + 1;
        let two = |at: usize| {
            self.get(at)
                .filter(|atom| atom.glued && atom.digits() == 2)
                .and_then(|atom| atom.number)
                .filter(|&number| number < 60)
        };
        let colon = self.get(end).is_some_and(|mark| mark.glued && mark.is(":"));
        let point = self.get(end).is_some_and(|mark| mark.glued && mark.is("."));
        if (colon || point)
            && atom.digits() <= 2
            && let Some(number) = two(end + 1)
        {
            minute = u8::try_from(number).ok();
            end += 2;
            if colon
                && self.get(end).is_some_and(|mark| mark.glued && mark.is(":"))
                && let Some(number) = two(end + 1)
            {
                second = u8::try_from(number).ok();
                end += 2;
            }
        }
        let military = atom.digits() == 4 && minute.is_none();
        if military {
            minute = u8::try_from(hour % 100).ok().filter(|&minute| minute < 60);
            hour /= 100;
        }
        let half = self.key(end);
        let am = matches!(half, Key::Am)
            && (self.get(end).is_some_and(|atom| !atom.is("am") || atom.glued || !self.is_verb(end)));
        if (am || half == Key::Pm) && !military && (1..=12).contains(&hour) {
            hour = hour % 12 + if half == Key::Pm { 12 } else { 0 };
            end = self.zone(end + 1);
        } else if self.is(end, "o")
            && self.get(end + 1).is_some_and(Atom::is_apostrophe)
            && self.is(end + 2, "clock")
            && hour <= 12
        {
            end = self.zone(end + 3);
        } else if self.is(end, "in") && self.key(end + 1) == Key::The && atom.digits() <= 2 && hour <= 12 {
            let part = self.get(end + 2)?.sense.part?;
            hour = match part {
                Part::Af | Part::Ev if hour < 12 => hour + 12,
                _ => hour,
            };
            end += 3;
        } else {
            let zone = self.zone(end);
            let hours = self.get(end).is_some_and(|atom| atom.is("hours") || atom.is("hrs"));
            if military && !(zone > end || hours) || !military && (minute.is_none() || !colon) && zone == end
            {
                return None;
            }
            if !military && zone == end && !self.may_be_clock(at, end) {
                return None;
            }
            if !military && minute.is_none() {
                return None;
            }
            end = if hours && military { end + 1 } else { zone };
        }
        if hour > 24 || minute.is_none() && military {
            return None;
        }
        Some((OfDay::Clock { hour: u8::try_from(hour).ok()?, minute, second }, end))
    }

    /// Whether `10:30` that nothing follows is a clock time rather than a score or a verse.
    fn may_be_clock(&self, at: usize, end: usize) -> bool {
        let glued = self
            .get(end)
            .is_some_and(|next| next.glued && (next.is_word() || next.is(":") || next.number.is_some()));
        let two = self.get(at + 2).is_some_and(|minute| minute.digits() == 2);
        !glued && two && self.get(at).is_some_and(|hour| hour.number.is_some_and(|hour| hour < 24))
    }

    /// The atom behind a zone at `at`: "GMT", "(GMT)", "local time", "Moscow time".
    fn zone(&self, at: usize) -> usize {
        let zone = |at: usize| {
            self.get(at).is_some_and(|atom| {
                atom.sense.zone.is_some() && atom.text.chars().all(|c| c.is_ascii_uppercase())
            })
        };
        let bracket = self.is(at, "(") && self.is(at + 2, ")");
        if bracket && zone(at + 1) {
            return at + 3;
        }
        if zone(at) {
            return at + 1;
        }
        let place = self.get(at).is_some_and(|atom| atom.sense.key == Key::Local || atom.is_capitalised());
        if place && self.is(at + 1, "time") { at + 2 } else { at }
    }

    /// A clock time, alone or with the day that stands beside it without a preposition.
    pub fn clock_with_date(&self, at: usize) -> Read {
        let (of_day, end) = self.clock(at)?;
        let comma = end + usize::from(self.is(end, ","));
        let date = self.date(comma).or_else(|| self.today(comma)).filter(|found| found.of_day.is_none());
        let mut found = match date {
            Some(mut found) => {
                found.atoms.start = at;
                found
            }
            None => {
                let meaning = Meaning::OfDay { origin: Origin::Reference, steps: 0 };
                Expression::new(at..end, meaning, Rule::Clock)
            }
        };
        found.of_day = Some(of_day);
        found.rule = Rule::Clock;
        Some(found)
    }

    /// "the morning of May 3", "the early hours of Monday", "the night of 3 May".
    pub fn part_of_date(&self, at: usize) -> Read {
        let mut head = at + usize::from(self.key(at) == Key::The);
        head += usize::from(matches!(self.key(head), Key::Early | Key::Late));
        let atom = self.get(head)?;
        let part = match atom.sense.part {
            Some(part) => part,
            None if atom.is("hours") && head > at && self.key(head - 1) == Key::Early => Part::Mo,
            None => return None,
        };
        let hours = head + 1 + usize::from(self.is(head + 1, "hours"));
        let of = (self.key(hours) == Key::Of).then_some(hours + 1)?;
        let mut found = self.date(of).or_else(|| self.today(of))?;
        found.atoms.start = at;
        found.of_day = Some(OfDay::Part(part));
        found.rule = Rule::Part;
        Some(found)
    }
}
