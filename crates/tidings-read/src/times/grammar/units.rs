//! What a unit of time says with the words before and behind it: "last week", "two years ago", "the year",
//! "three days".

use tidings_record::TimeModifier;

use super::frame::Frame;
use super::{Read, Reader};
use crate::times::atoms::{Atom, Key};
use crate::times::calendar::Unit;
use crate::times::expression::{Amount, Expression, Meaning, Origin, Side, YearOf};
use crate::times::rules::Rule;

impl Reader<'_> {
    /// A phrase whose head is a unit, from `at`; the unit stands at `head_at`.
    pub(super) fn unit_phrase(
        &self,
        at: usize,
        head_at: usize,
        frame: &Frame,
        unit: Unit,
        plural: bool,
    ) -> Read {
        let end = head_at + 1;
        let named = self.get(head_at)?.is_capitalised()
            && self.token(head_at).is_some_and(|token| {
                token.pos() == "PROPN" && !matches!(token.entity_type(), "DATE" | "TIME")
            });
        // "This Week" is a programme.
        let title = head_at > at
            && self.get(head_at)?.is_capitalised()
            && self.get(at)?.is_capitalised()
            && self.before(at).is_some_and(|before| matches!(before.text, "\"" | "“" | "`" | "'" | "‘"));
        if named || title || unit == Unit::Quarter && plural && frame.joined {
            return None;
        }
        if let Some(amount) = frame.amount {
            return self.counted(at, end, frame, amount, unit, plural);
        }
        let make = |end: usize, meaning, rule| Some(Expression::new(at..end, meaning, rule));
        // "the year ended March 31" is a length of time with its end, no year of the calendar.
        let ended = !plural && (self.is(end, "ended") || self.is(end, "ending"));
        if ended && unit == Unit::Year && frame.ordinal == 0 && frame.relation == Key::None {
            return make(end, Meaning::Duration { amount: Amount::Exact(1, 1), unit }, Rule::Duration);
        }
        // "a quarter-century", "the quarter-to-quarter change".
        if unit == Unit::Quarter && self.joint(end) > end {
            return None;
        }
        if unit == Unit::Quarter && !plural {
            if ended
                && frame.ordinal == 0
                && let Some(quarter) = self.quarter_ended(end + 1)
            {
                return make(end, quarter, Rule::Quarter);
            }
            if (1..=4).contains(&frame.ordinal) {
                let (year, end) = self.period_year(end, frame);
                return make(end, Meaning::Quarter { year, quarter: frame.ordinal }, Rule::Quarter);
            }
            let definite = matches!(frame.determiner, Key::The | Key::That | Key::Its)
                || frame.year_before
                || frame.year.is_some();
            if definite
                && matches!(frame.relation, Key::None | Key::Latest | Key::Comparable)
                && frame.ordinal == 0
            {
                return self.period(at, head_at, frame, Some(unit));
            }
        }
        if frame.ordinal > 0 {
            return None;
        }
        if unit == Unit::Week
            && !plural
            && self.key(end) == Key::Of
            && frame.relation == Key::None
            && let Some(Expression { meaning: Meaning::Day { year, month, day }, atoms, .. }) =
                self.date(end + 1)
        {
            return make(atoms.end, Meaning::WeekOf { year, month, day }, Rule::Step);
        }
        if plural {
            return self.plural_unit(at, end, frame, unit);
        }
        if self.joint(end) > end && !matches!(unit, Unit::Year) {
            return None;
        }
        if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) && frame.relation == Key::None {
            return None;
        }
        let published = |steps| Meaning::Step { unit, steps, origin: Origin::Published };
        let reference = |steps| Meaning::Step { unit, steps, origin: Origin::Reference };
        if unit == Unit::Weekend {
            return self.weekend(at, end, frame);
        }
        match (frame.relation, frame.determiner) {
            _ if frame.year_before => {
                make(end, Meaning::Period { year_before: true, unit: Some(unit) }, Rule::Period)
            }
            _ if frame.same => make(end, reference(0), Rule::Same),
            (Key::Last, _) => make(end, published(-1), Rule::Step),
            (Key::Past, Key::The | Key::This) if matches!(unit, Unit::Decade | Unit::Century) => {
                make(end, Meaning::Duration { amount: Amount::Exact(1, 1), unit }, Rule::Duration)
            }
            (Key::Past, _) => make(end, published(-1), Rule::Step),
            (Key::Next, Key::The) => make(end, reference(1), Rule::Same),
            (Key::Next | Key::Coming, _) => make(end, published(1), Rule::Step),
            (Key::Previous, _) => make(end, reference(-1), Rule::Same),
            (Key::Following, _) => make(end, reference(1), Rule::Same),
            (Key::Current | Key::Latest, _) if unit != Unit::Day => make(end, published(0), Rule::Step),
            (Key::None, Key::This) => make(end, published(0), Rule::Step),
            (Key::None, Key::That) => make(end, reference(0), Rule::Same),
            (Key::None, Key::The) if unit == Unit::Year && (frame.fiscal || frame.full) => {
                make(end, published(0), Rule::Period)
            }
            (Key::None, _) if frame.fiscal && unit == Unit::Year => {
                let (year, end) = self.plain_year(end)?;
                make(end, Meaning::Year(year), Rule::Period)
            }
            (Key::None, Key::The)
                if matches!(unit, Unit::Year | Unit::Month | Unit::Week) && self.stands_alone(at, end) =>
            {
                let (year, behind) = self.plain_year(end).filter(|_| unit == Unit::Year).unzip();
                match year.zip(behind) {
                    Some((year, end)) => make(end, Meaning::Year(year), Rule::Year),
                    None => make(end, reference(0), Rule::Same),
                }
            }
            (Key::None, Key::None) => self.year_end(at, end, unit),
            _ => None,
        }
    }

    /// The quarter of the calendar that ends with the day or month at `at`: that of its middle.
    fn quarter_ended(&self, at: usize) -> Option<Meaning> {
        let (year, month, day) = match self.month_date(at)?.meaning {
            Meaning::Day { year, month, day } => (year, month, day),
            Meaning::Month { year, month } => (year, month, 30),
            _ => return None,
        };
        // About 45 days before the end.
        let middle = (month + 11 - if day < 15 { 2 } else { 1 }) % 12;
        let year = match year {
            YearOf::Known(year) if middle + 1 > month => YearOf::Known(year - 1),
            other => other,
        };
        Some(Meaning::Quarter { year, quarter: middle / 3 + 1 })
    }

    /// Whether "the year", "the week" is a stretch of the calendar by itself.
    fn stands_alone(&self, _at: usize, end: usize) -> bool {
        self.key(end) != Key::Of && !self.noun_follows(end)
    }

    /// "year-end", "year's end".
    fn year_end(&self, at: usize, end: usize, unit: Unit) -> Read {
        let possessive =
            if self.get(end).is_some_and(Atom::is_apostrophe) { end + 2 } else { self.joint(end) };
        let ends = matches!(unit, Unit::Year | Unit::Month) && self.is(possessive, "end");
        ends.then(|| {
            let meaning = Meaning::Step { unit, steps: 0, origin: Origin::Published };
            let mut found = Expression::new(at..possessive + 1, meaning, Rule::Step);
            found.modifier = Some(TimeModifier::End);
            found
        })
    }

    fn weekend(&self, at: usize, end: usize, frame: &Frame) -> Read {
        let side = match (frame.relation, frame.determiner) {
            (Key::None, Key::The | Key::None) if frame.same => Side::Previous,
            (Key::None, Key::The) => Side::Open,
            (Key::None, Key::This) => Side::This,
            (Key::None, Key::That) => Side::Previous,
            (relation, _) => Self::side(relation)?,
        };
        Some(Expression::new(at..end, Meaning::Weekend { side }, Rule::Weekend))
    }

    fn plural_unit(&self, at: usize, end: usize, frame: &Frame, unit: Unit) -> Read {
        if let Some(found) = self.shifted(at, end, Amount::Vague, unit, frame) {
            return Some(found);
        }
        if frame.determiner == Key::These && unit == Unit::Day {
            return Some(Expression::new(at..end, Meaning::Value("PRESENT_REF".to_owned()), Rule::Phrase));
        }
        let counted =
            self.before(at).is_some_and(|before| before.number.is_some() || before.sense.cardinal.is_some());
        if self.is_age(end, self.joint(end)) || counted || self.is_dash_before(at) {
            return None;
        }
        // "a matter of days", "on days when it rains": no length.
        let bare = frame.determiner == Key::None && frame.relation == Key::None;
        let matter = at >= 2 && self.key(at - 1) == Key::Of && self.is(at - 2, "matter");
        if bare && at > 0 && (matter || self.is(at - 1, "on")) {
            return None;
        }
        let open = matches!(frame.determiner, Key::This | Key::That | Key::Its | Key::These | Key::Those);
        if open || frame.same || frame.full && frame.relation == Key::None && frame.determiner == Key::None {
            return None;
        }
        if self.joint(end) > end && !self.is(self.joint(end), "long") {
            return None;
        }
        let meaning = Meaning::Duration { amount: Amount::Vague, unit };
        let mut end = end;
        if self.joint(end) > end && self.is(self.joint(end), "long") {
            end = self.joint(end) + 1;
        } else if self.is(end, "ahead") {
            end += 1;
        }
        Some(Expression::new(at..end, meaning, Rule::Duration))
    }

    /// A number of units: an age, a length of time, or so long before or after another time.
    fn counted(
        &self,
        at: usize,
        end: usize,
        frame: &Frame,
        amount: Amount,
        unit: Unit,
        plural: bool,
    ) -> Read {
        let joint = self.joint(end);
        if self.is_age(end, joint) {
            return None;
        }
        if let Some(found) = self.shifted(at, end, amount, unit, frame) {
            return Some(found);
        }
        // "a day" alone says how often or how much at a time; "one-day" and "two days" say how long.
        let article = frame.determiner == Key::A;
        // "a quarter of the market", "a fiscal year" are no lengths of time.
        if article
            && (frame.fiscal || unit == Unit::Quarter && (frame.bound.is_some() || self.key(end) == Key::Of))
        {
            return None;
        }
        if article && self.is_rate(at) && !plural {
            let value = super::sets::duration(1, unit);
            return Some(Expression::new(at..end, Meaning::Set(value), Rule::Set));
        }
        if amount.whole() == Some(0) || article && matches!(unit, Unit::Second | Unit::Weekend) {
            return None;
        }
        let mut end = end;
        if self.key(end) == Key::And && self.key(end + 1) == Key::A && self.key(end + 2) == Key::Half {
            let amount = match amount {
                Amount::Exact(above, below) => Amount::Exact(above * 2 + below, below * 2),
                Amount::Vague => Amount::Vague,
            };
            let meaning = Meaning::Duration { amount, unit };
            return Some(Expression::new(at..end + 3, meaning, Rule::Duration));
        }
        if joint > end && self.is(joint, "long") {
            end = joint + 1;
        } else if joint > end && !frame.joined && self.get(joint).is_some_and(Atom::is_word) {
            return None;
        }
        if frame.ordinal > 0 && article {
            return None;
        }
        let mut found = Expression::new(at..end, Meaning::Duration { amount, unit }, Rule::Duration);
        found.modifier = frame.bound;
        if !plural && !article && self.key(end) == Key::Period && self.key_before(at) == Key::A {
            found.atoms = at - 1..end + 1;
        }
        let or_two = article && self.is(end + 1, "two") && !self.noun_follows(end + 2);
        if self.key(end) == Key::Or && (self.is(end + 1, "so") || or_two) {
            found.atoms.end += 2;
            found.modifier = Some(TimeModifier::Approx);
        }
        Some(found)
    }

    /// "-old", "old", "of age" behind a unit.
    fn is_age(&self, end: usize, joint: usize) -> bool {
        matches!(self.key(joint), Key::Old)
            || matches!(self.key(end), Key::Old)
            || (self.key(end) == Key::Of && self.is(end + 1, "age"))
    }

    /// Whether "a week" follows an amount of something: "$5 a week", "40 people a day".
    pub(super) fn is_rate(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        let after_number = before.number.is_some() || before.sense.cardinal.is_some() || before.is("%");
        let counted = self.token(at - 1).is_some_and(|token| {
            matches!(token.tag(), "NNS" | "NN") && token.children().any(|child| child.label() == "nummod")
        });
        after_number || counted
    }

    /// "ago", "later", "earlier", "from now" behind a number of units.
    fn shifted(&self, at: usize, end: usize, amount: Amount, unit: Unit, frame: &Frame) -> Read {
        let from_now = self.is(end, "from") && self.is(end + 1, "now");
        let or_so = if self.key(end) == Key::Or && self.is(end + 1, "so") { end + 2 } else { end };
        let (sign, origin, behind, rule) = match self.key(or_so) {
            Key::Ago => (-1, Origin::Published, or_so + 1, Rule::Ago),
            Key::Earlier | Key::Previously => (-1, Origin::Reference, or_so + 1, Rule::Later),
            Key::Before if !self.get(or_so + 1).is_some_and(Atom::is_word) => {
                (-1, Origin::Reference, or_so + 1, Rule::Later)
            }
            Key::Later => (1, Origin::Reference, or_so + 1, Rule::Later),
            Key::Afterwards if !self.is(or_so, "on") => (1, Origin::Reference, or_so + 1, Rule::Later),
            Key::After if !self.get(or_so + 1).is_some_and(Atom::is_word) => {
                (1, Origin::Reference, or_so + 1, Rule::Later)
            }
            _ if from_now => (1, Origin::Published, end + 2, Rule::Ago),
            _ => return None,
        };
        let mut found = Expression::new(at..behind, Meaning::Shift { amount, unit, sign, origin }, rule);
        found.modifier = match (frame.bound, sign) {
            (Some(TimeModifier::MoreThan), -1) | (Some(TimeModifier::LessThan), 1) => {
                Some(TimeModifier::Before)
            }
            (Some(TimeModifier::LessThan), -1) | (Some(TimeModifier::MoreThan), 1) => {
                Some(TimeModifier::After)
            }
            (bound, _) => bound,
        };
        if or_so > end {
            found.modifier = Some(TimeModifier::Approx);
        }
        Some(found)
    }
}
