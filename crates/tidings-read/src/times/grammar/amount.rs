//! Numbers before a unit of time, and the words that bound them.

use tidings_record::TimeModifier;

use super::Reader;
use crate::times::atoms::Key;
use crate::times::expression::Amount;

/// Numbers with more digits are no number of days.
const MOST: u64 = 10_000_000_000;
/// Numbers of more atoms are not read further.
const LONGEST: usize = 24;

impl Reader<'_> {
    /// A number that may stand before a unit, and the atom behind it: "12", "1.5", "2 1/2", "twenty-four", "a few".
    pub fn amount(&self, at: usize) -> Option<(Amount, usize)> {
        let atom = self.get(at)?;
        if atom.is("½") {
            return Some((Amount::Exact(1, 2), at + 1));
        }
        if atom.number.is_some() {
            return self.digits(at);
        }
        let of = |end: usize| end + usize::from(self.key(end) == Key::Of);
        match atom.sense.key {
            Key::Few if self.is(at, "couple") => return Some((Amount::Exact(2, 1), of(at + 1))),
            Key::Few => return Some((Amount::Vague, at + 1)),
            Key::Half if !self.unit_behind_half(at + 1) => return None,
            Key::Half => {
                let article = usize::from(self.key(at + 1) == Key::A);
                return Some((Amount::Exact(1, 2), self.joint(at + 1 + article)));
            }
            Key::A if self.key(at + 1) == Key::Few => {
                let number = if self.is(at + 1, "couple") { Amount::Exact(2, 1) } else { Amount::Vague };
                return Some((number, of(at + 2)));
            }
            Key::A if self.key(at + 1) == Key::Half => {
                return Some((Amount::Exact(1, 2), self.joint(at + 2)));
            }
            Key::A if self.get(at + 1).and_then(|next| next.sense.cardinal).is_some_and(|n| n >= 12) => {
                return self.words(at + 1);
            }
            Key::A => return Some((Amount::Exact(1, 1), at + 1)),
            _ => {}
        }
        if atom.sense.key == Key::Dozens {
            return (self.key(at + 1) == Key::Of).then_some((Amount::Vague, at + 2));
        }
        self.words(at)
    }

    /// Whether "half" counts a unit: "half an hour", "half-century".
    fn unit_behind_half(&self, at: usize) -> bool {
        let unit = self.joint(at + usize::from(self.key(at) == Key::A));
        self.get(unit).is_some_and(|atom| atom.sense.unit.is_some())
    }

    /// Digits with commas, decimals or a fraction behind them, and "million".
    fn digits(&self, at: usize) -> Option<(Amount, usize)> {
        let atom = self.get(at)?;
        let mut whole = u64::from(atom.number.filter(|&number| number != u32::MAX)?);
        let mut end = at + 1;
        let glued = |at: usize| self.get(at).is_some_and(|atom| atom.glued);
        while end < at + LONGEST
            && self.is(end, ",")
            && glued(end)
            && glued(end + 1)
            && self.get(end + 1).is_some_and(|group| group.digits() == 3)
        {
            whole = whole * 1000 + u64::from(self.get(end + 1)?.number?);
            if whole > MOST {
                return None;
            }
            end += 2;
        }
        let (mut above, mut below) = (whole, 1);
        if self.is(end, ".") && glued(end) && glued(end + 1) {
            let decimals = self.get(end + 1).filter(|atom| (1..=3).contains(&atom.digits()))?;
            below = [1, 10, 100, 1000][decimals.digits()];
            above = whole * below + u64::from(decimals.number?);
            end += 2;
        } else if self.is(end, "½") {
            (above, below) = (whole * 2 + 1, 2);
            end += 1;
        } else if let Some((up, down)) = self.fraction(self.joint(end)) {
            (above, below) = (whole * down + up, down);
            end = self.joint(end) + 3;
        }
        if let Some(scale @ 100..) = self.get(end).and_then(|atom| atom.sense.cardinal) {
            above = above.checked_mul(scale.into()).filter(|&above| above <= MOST)?;
            end += 1;
        }
        Some((Amount::Exact(above, below), end))
    }

    /// `1/2` behind a whole number.
    fn fraction(&self, at: usize) -> Option<(u64, u64)> {
        let (above, slash, below) = (self.get(at)?, self.get(at + 1)?, self.get(at + 2)?);
        let fits = slash.is("/") && slash.glued && below.glued;
        let (above, below) = (above.number?, below.number?);
        (fits && above < below && below <= 8).then_some((above.into(), below.into()))
    }

    /// "two", "twenty-four", "two hundred and fifty", "one and a half".
    fn words(&self, at: usize) -> Option<(Amount, usize)> {
        let mut end = at;
        let (mut total, mut part) = (0_u64, 0_u64);
        while end < at + LONGEST
            && let Some(value) = self.get(end).and_then(|atom| atom.sense.cardinal).map(u64::from)
        {
            match value {
                1_000_000.. if end == at => return None,
                1_000.. => {
                    total += part.max(1) * value;
                    part = 0;
                }
                100 => part = part.max(1) * 100,
                12 if self.is(end, "dozen") => part = part.max(1) * 12,
                _ if part % 100 != 0 && (part % 10 != 0 || value >= 10) => break,
                _ => part += value,
            }
            if total + part > MOST {
                return None;
            }
            end += 1;
            let next = self.joint(end);
            let and = if self.key(next) == Key::And { next + 1 } else { next };
            let continues = |at: usize| self.get(at).is_some_and(|atom| atom.sense.cardinal.is_some());
            if continues(next) {
                end = next;
            } else if and > next && part % 100 == 0 && part > 0 && continues(and) {
                end = and;
            } else {
                break;
            }
        }
        if end == at {
            return None;
        }
        let whole = total + part;
        if self.key(end) == Key::And && self.key(end + 1) == Key::A && self.key(end + 2) == Key::Half {
            return Some((Amount::Exact(whole * 2 + 1, 2), end + 3));
        }
        Some((Amount::Exact(whole, 1), end))
    }

    /// Words that bound a number: "about", "more than", "at least". What they mean, and the atom behind them.
    pub fn bound(&self, at: usize) -> Option<(TimeModifier, usize)> {
        let than = |at: usize| self.key(at) == Key::Than;
        Some(match self.key(at) {
            Key::Just if self.key(at + 1) != Key::Just => return self.bound(at + 1),
            Key::Over | Key::Under | Key::About if self.key(at + 1) == Key::The => return None,
            Key::About => (TimeModifier::Approx, at + 1),
            Key::At if self.is(at, "around") => (TimeModifier::Approx, at + 1),
            Key::Nearly => (TimeModifier::LessThan, at + 1),
            Key::Over => (TimeModifier::MoreThan, at + 1),
            Key::Under => (TimeModifier::LessThan, at + 1),
            Key::More if than(at + 1) => (TimeModifier::MoreThan, at + 2),
            Key::Less if than(at + 1) => (TimeModifier::LessThan, at + 2),
            Key::At if self.is(at, "at") && self.key(at + 1) == Key::Least => {
                (TimeModifier::EqualOrMore, at + 2)
            }
            Key::At if self.is(at, "at") && self.key(at + 1) == Key::Most => {
                (TimeModifier::EqualOrLess, at + 2)
            }
            Key::Up if self.is(at + 1, "to") => (TimeModifier::EqualOrLess, at + 2),
            Key::No if self.key(at + 1) == Key::More && than(at + 2) => (TimeModifier::EqualOrLess, at + 3),
            Key::No if self.key(at + 1) == Key::Less && than(at + 2) => (TimeModifier::EqualOrMore, at + 3),
            _ => return None,
        })
    }
}
