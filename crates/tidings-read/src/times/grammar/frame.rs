//! Phrases around a unit of time: "the past three years", "two days later", "last week", "a 30-day truce",
//! "the third quarter of 1989", "this summer", "the same night".
//!
//! The words before the unit are gathered into a [`Frame`] in any sensible order; what they mean together is
//! decided afterwards.

use tidings_record::TimeModifier;

use super::{Read, Reader};
use crate::times::atoms::{Atom, Key};
use crate::times::calendar::{Part, Season, Unit};
use crate::times::expression::{Amount, Expression, Meaning, OfDay, Origin, Side, YearOf};
use crate::times::rules::Rule;

/// The words before a unit.
#[derive(Debug, Default)]
struct Frame {
    /// Article, "this", "that".
    determiner: Key,
    /// "last", "next", "previous"…
    relation: Key,
    same: bool,
    fiscal: bool,
    full: bool,
    /// "year-ago", "year-earlier".
    year_before: bool,
    year: Option<YearOf>,
    ordinal: u8,
    amount: Option<Amount>,
    bound: Option<TimeModifier>,
    /// Whether a hyphen stands before the unit.
    joined: bool,
}

/// The unit itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Unit(Unit, bool),
    Weekday(u8),
    Month(u8),
    Season(Season),
    Part(Part, bool),
    Half,
    Period,
}

impl Reader<'_> {
    /// An expression around a unit of time.
    pub fn frame(&self, at: usize) -> Read {
        let (frame, head_at) = self.gather(at)?;
        let head = self.head(head_at, &frame)?;
        let bare = frame.determiner == Key::None && frame.relation == Key::None && frame.amount.is_none();
        let mut found = match head {
            Head::Unit(unit, plural) => self.unit_phrase(at, head_at, &frame, unit, plural)?,
            Head::Weekday(weekday) => {
                let side = if frame.same {
                    return None;
                } else {
                    Self::side(frame.relation).or(Self::side(frame.determiner))?
                };
                let mut end = head_at + 1;
                if let Some(dated) =
                    self.date(head_at).filter(|found| matches!(found.meaning, Meaning::Day { .. }))
                {
                    end = dated.atoms.end;
                    let mut dated = dated;
                    dated.atoms.start = at;
                    dated.atoms.end = end;
                    return Some(dated);
                }
                let mut found = Expression::new(at..end, Meaning::Weekday { weekday, side }, Rule::Weekday);
                self.add_part(&mut found);
                found
            }
            Head::Month(month) => {
                let year = match (frame.relation, frame.determiner) {
                    (Key::Last | Key::Past, _) => YearOf::Last,
                    (Key::Next | Key::Coming, _) => YearOf::Next,
                    (Key::None, Key::This) => YearOf::Step(0),
                    (Key::Previous, _) => YearOf::FromReference(-1),
                    (Key::Following, _) => YearOf::FromReference(1),
                    _ => return None,
                };
                if !self.get(head_at)?.is_capitalised()
                    || self.day_number(head_at + 1).is_some() && frame.relation == Key::None
                {
                    return None;
                }
                Expression::new(at..head_at + 1, Meaning::Month { year, month }, Rule::Month)
            }
            Head::Season(season) => self.season(at, head_at, &frame, season)?,
            Head::Part(part, plural) => self.part(at, head_at, &frame, part, plural)?,
            Head::Half => {
                let half = match frame.ordinal {
                    half @ 1..=2 => half,
                    _ if matches!(frame.relation, Key::Last) => 2,
                    _ => return None,
                };
                let (year, end) = self.period_year(head_at + 1, &frame);
                let known = frame.year.is_some() || year != YearOf::Open || self.is_end(end);
                known.then(|| Expression::new(at..end, Meaning::Half { year, half }, Rule::Quarter))?
            }
            Head::Period => self.period(at, head_at, &frame, None).filter(|_| !bare || frame.year_before)?,
        };
        found.modifier = found.modifier.or(frame.bound);
        Some(found)
    }

    fn is_end(&self, at: usize) -> bool {
        self.get(at).is_none_or(|atom| !atom.is_word()) || matches!(self.key(at), Key::And | Key::Of)
    }

    fn gather(&self, start: usize) -> Option<(Frame, usize)> {
        let mut frame = Frame::default();
        let mut at = start;
        if let Some((bound, end)) = self.bound(at) {
            frame.bound = Some(bound);
            at = end;
        }
        if matches!(self.key(at), Key::The | Key::This | Key::That | Key::These | Key::Those | Key::Its) {
            frame.determiner = self.key(at);
            at += 1;
        }
        if frame.bound.is_none()
            && let Some((bound, end)) = self.bound(at)
        {
            frame.bound = Some(bound);
            at = end;
        }
        // Each turn takes at least one atom; twelve are more than any phrase has.
        for _ in 0..12 {
            let Some(atom) = self.get(at) else { break };
            let key = atom.sense.key;
            at = match key {
                Key::Last | Key::Past | Key::Next | Key::Coming | Key::Previous | Key::Following
                    if frame.relation == Key::None || frame.determiner == Key::None || key != Key::Next =>
                {
                    frame.relation = if frame.relation == Key::Last { Key::Last } else { key };
                    at + 1
                }
                Key::Latest | Key::Current | Key::Comparable if frame.relation == Key::None => {
                    frame.relation = key;
                    at + 1
                }
                Key::Same => {
                    frame.same = true;
                    at + 1
                }
                Key::Fiscal => {
                    frame.fiscal = true;
                    self.joint(at + 1)
                }
                Key::Full if frame.relation == Key::None => {
                    frame.full = true;
                    self.joint(at + 1)
                }
                Key::Early | Key::Late if at > start && frame.determiner != Key::None => self.joint(at + 1),
                Key::Consecutive | Key::More | Key::Initial
                    if frame.amount.is_some() || frame.ordinal > 0 =>
                {
                    at + 1
                }
                Key::Other if frame.determiner != Key::None => at + 1,
                _ if self.year_before(at).is_some() => {
                    frame.year_before = true;
                    self.year_before(at)?
                }
                _ if frame.year.is_none() && self.year_before_unit(at).is_some() => {
                    let (year, end) = self.year_before_unit(at)?;
                    frame.year = Some(year);
                    end
                }
                Key::A
                    if frame.relation == Key::None
                        && frame.determiner == Key::None
                        && frame.amount.is_none() =>
                {
                    let (amount, end) = self.amount(at)?;
                    frame.amount = Some(amount);
                    if self.key(at + 1) == Key::A || end == at + 1 {
                        frame.determiner = Key::A;
                    }
                    end
                }
                _ if frame.ordinal == 0 && frame.amount.is_none() && self.ordinal(at).is_some() => {
                    let (ordinal, end) = self.ordinal(at)?;
                    frame.ordinal = ordinal;
                    frame.joined = self.joint(end) > end;
                    self.joint(end)
                }
                Key::A => break,
                _ if frame.amount.is_none() => match self.amount(at) {
                    Some((amount, end)) => {
                        frame.amount = Some(amount);
                        frame.joined = self.joint(end) > end;
                        let to = self.second_amount(end);
                        to.unwrap_or(self.joint(end))
                    }
                    None => break,
                },
                _ => break,
            };
        }
        (at < self.atoms.len()).then_some((frame, at))
    }

    /// An ordinal before a unit; "second" only if a unit follows.
    fn ordinal(&self, at: usize) -> Option<(u8, usize)> {
        let atom = self.get(at)?;
        if atom.sense.ordinal == 0 && !(atom.number.is_some() && atom.digits() <= 2) {
            return None;
        }
        let (ordinal, end) = self.day_number(at)?;
        let word = atom.sense.ordinal > 0 || end > at + 1;
        word.then_some((ordinal, end))
    }

    /// "to three", "or three" behind a number: the atom behind it.
    fn second_amount(&self, at: usize) -> Option<usize> {
        let dash = self.get(at).is_some_and(Atom::is_dash);
        if !(dash
            || self.is(at, "to")
            || self.key(at) == Key::Or
            || self.key(at) == Key::And && self.is(at, "and"))
        {
            return None;
        }
        let (_, end) = self.amount(at + 1).filter(|_| self.key(at + 1) != Key::A)?;
        let end = self.joint(end);
        self.get(end)?.sense.unit.map(|_| end)
    }

    /// "year-ago", "year-earlier".
    fn year_before(&self, at: usize) -> Option<usize> {
        let next = self.joint(at + 1);
        let joined = self.is(at, "year") && next > at + 1;
        (joined && matches!(self.key(next), Key::Ago | Key::Earlier)).then_some(next + 1)
    }

    /// A year before a unit: "the 1988 period", "this year's third quarter", "next year 's".
    fn year_before_unit(&self, at: usize) -> Option<(YearOf, usize)> {
        if let Some((year, end)) =
            self.plain_year(at).filter(|_| self.get(at).is_some_and(|atom| atom.digits() == 4))
        {
            let unit = self.get(end).is_some_and(|next| {
                matches!(next.sense.key, Key::Period | Key::Fiscal | Key::Half)
                    || next.sense.ordinal > 0
                    || (next.sense.unit == Some(Unit::Quarter) && !next.sense.plural)
            });
            return unit.then_some((YearOf::Known(year), end));
        }
        let steps = match self.key(at) {
            Key::Last => -1,
            Key::This => 0,
            Key::Next => 1,
            _ => return None,
        };
        let possessive = self.is(at + 1, "year")
            && self.get(at + 2).is_some_and(Atom::is_apostrophe)
            && self.get(at + 3).is_some_and(|atom| atom.glued && atom.is("s"));
        let quarter = self.get(at + 4).is_some_and(|atom| {
            atom.sense.ordinal > 0 || atom.sense.unit == Some(Unit::Quarter) || atom.sense.season.is_some()
        });
        (possessive && quarter).then_some((YearOf::Step(steps), at + 4))
    }

    fn head(&self, at: usize, frame: &Frame) -> Option<Head> {
        let atom = self.get(at)?;
        let sense = &atom.sense;
        if let Some(unit) = sense.unit {
            // "the second" and "second" are ordinals unless a number stands before them.
            if unit == Unit::Second && frame.amount.is_none() {
                return None;
            }
            return Some(Head::Unit(unit, sense.plural));
        }
        if sense.weekday > 0 && !sense.plural && atom.is_capitalised() {
            return Some(Head::Weekday(sense.weekday));
        }
        if sense.month > 0 && atom.is_capitalised() {
            return Some(Head::Month(sense.month));
        }
        if let Some(season) = sense.season {
            return Some(Head::Season(season));
        }
        if let Some(part) = sense.part {
            return Some(Head::Part(part, sense.plural));
        }
        match sense.key {
            Key::Half => Some(Head::Half),
            Key::Period if !self.is(at, "term") => Some(Head::Period),
            _ => None,
        }
    }

    fn season(&self, at: usize, head_at: usize, frame: &Frame, season: Season) -> Read {
        let (behind, end) = self.year_behind(head_at + 1);
        let year = match (frame.relation, frame.determiner) {
            _ if frame.amount.is_some() || frame.ordinal > 0 => return None,
            (Key::Last, _) => YearOf::Last,
            (Key::Past, Key::This) => YearOf::Last,
            (Key::Next | Key::Coming, _) => YearOf::Next,
            (Key::None, Key::This) => YearOf::Step(0),
            (Key::Following, _) => YearOf::FromReference(1),
            (Key::Previous, _) => YearOf::FromReference(-1),
            (Key::None, Key::That) => YearOf::FromReference(0),
            _ if frame.year.is_some() => frame.year?,
            _ => behind,
        };
        let atom = self.get(head_at)?;
        let bare = frame.determiner == Key::None && frame.relation == Key::None;
        let led = matches!(
            self.key_before(at),
            Key::In
                | Key::Of
                | Key::From
                | Key::At
                | Key::Before
                | Key::After
                | Key::Early
                | Key::Late
                | Key::Mid
        );
        let verb = self.is_verb(head_at);
        let doubtful = atom.sense.doubtful && behind == YearOf::Open;
        let next_noun = self.noun_follows(head_at + 1) && behind == YearOf::Open;
        if verb && doubtful || bare && behind == YearOf::Open && (!led || next_noun) || atom.sense.plural {
            return None;
        }
        // "the fall of the city", "in the fall": only the second is a season.
        if doubtful
            && frame.determiner == Key::The
            && (self.key(head_at + 1) == Key::Of || !led)
            && !matches!(frame.relation, Key::Last | Key::Next)
        {
            return None;
        }
        if doubtful && next_noun {
            return None;
        }
        let mut found =
            Expression::new(at..end.max(head_at + 1), Meaning::Season { year, season }, Rule::Season);
        if frame.determiner != Key::None && matches!(self.key(at + 1), Key::Early | Key::Late) {
            found.modifier =
                Some(if self.key(at + 1) == Key::Early { TimeModifier::Start } else { TimeModifier::End });
        }
        Some(found)
    }

    fn part(&self, at: usize, head_at: usize, frame: &Frame, part: Part, plural: bool) -> Read {
        if frame.amount.is_some() && frame.determiner != Key::A {
            let (unit, amount) = (Unit::Day, frame.amount?);
            let nights = part == Part::Ni && plural;
            return nights.then(|| {
                Expression::new(at..head_at + 1, Meaning::Duration { amount, unit }, Rule::Duration)
            });
        }
        if plural {
            return None;
        }
        let reference = |steps| Meaning::OfDay { origin: Origin::Reference, steps };
        let meaning = match (frame.relation, frame.determiner) {
            (Key::Last | Key::Past, Key::None) => Meaning::OfDay { origin: Origin::Published, steps: -1 },
            (Key::None, Key::This) => Meaning::OfDay { origin: Origin::Published, steps: 0 },
            (Key::Next | Key::Following, Key::The | Key::None) => reference(1),
            (Key::Previous, _) => reference(-1),
            (Key::None, Key::That) => reference(0),
            (Key::None, Key::The) if frame.amount.is_none() && frame.ordinal == 0 => reference(0),
            _ => return None,
        };
        if self.noun_follows(head_at + 1)
            && frame.determiner == Key::The
            && frame.relation == Key::None
            && !frame.same
        {
            return None;
        }
        let mut found = Expression::new(at..head_at + 1, meaning, Rule::Part);
        found.of_day = Some(OfDay::Part(part));
        if matches!(self.key(at + 1), Key::Early | Key::Late) && frame.determiner != Key::None {
            found.modifier =
                Some(if self.key(at + 1) == Key::Early { TimeModifier::Start } else { TimeModifier::End });
        }
        Some(found)
    }

    /// The year behind a quarter or half, or before it.
    fn period_year(&self, at: usize, frame: &Frame) -> (YearOf, usize) {
        let (behind, end) = self.year_behind(at);
        if behind != YearOf::Open {
            return (behind, end);
        }
        let ago = self.is(at, "a")
            && self.is(at + 1, "year")
            && matches!(self.key(at + 2), Key::Ago | Key::Earlier);
        if ago {
            return (YearOf::Step(-1), at + 3);
        }
        let year = frame.year.unwrap_or(if frame.year_before { YearOf::Step(-1) } else { YearOf::Open });
        (year, at)
    }

    /// "the quarter", "the year-ago period", "the latest period", "the 1988 period".
    fn period(&self, at: usize, head_at: usize, frame: &Frame, unit: Option<Unit>) -> Read {
        let (year, end) = self.period_year(head_at + 1, frame);
        let before = frame.year_before || year == YearOf::Step(-1);
        if let YearOf::Known(year) = year {
            let quarter = unit == Some(Unit::Quarter);
            let meaning = if quarter {
                Meaning::Quarter { year: YearOf::Known(year), quarter: 0 }
            } else {
                Meaning::Year(year)
            };
            return Some(Expression::new(at..end, meaning, Rule::Period));
        }
        let period = unit.is_some() || before || matches!(frame.relation, Key::Latest | Key::Comparable);
        period.then(|| Expression::new(at..end, Meaning::Period { year_before: before, unit }, Rule::Period))
    }

    fn unit_phrase(&self, at: usize, head_at: usize, frame: &Frame, unit: Unit, plural: bool) -> Read {
        let end = head_at + 1;
        if let Some(amount) = frame.amount {
            return self.counted(at, end, frame, amount, unit, plural);
        }
        let make = |end: usize, meaning, rule| Some(Expression::new(at..end, meaning, rule));
        if unit == Unit::Quarter && !plural {
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
        if article && self.is_rate(at) && !plural {
            let value = super::sets::duration(1, unit);
            return Some(Expression::new(at..end, Meaning::Set(value), Rule::Set));
        }
        if amount.whole() == Some(0) || article && unit == Unit::Second {
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
        Some(found)
    }

    /// "-old", "old", "of age" behind a unit.
    fn is_age(&self, end: usize, joint: usize) -> bool {
        matches!(self.key(joint), Key::Old)
            || matches!(self.key(end), Key::Old)
            || (self.key(end) == Key::Of && self.is(end + 1, "age"))
    }

    /// Whether "a week" follows an amount of something: "$5 a week", "40 people a day".
    fn is_rate(&self, at: usize) -> bool {
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
            Key::Before if !self.noun_or_article(or_so + 1) => {
                (-1, Origin::Reference, or_so + 1, Rule::Later)
            }
            Key::Later => (1, Origin::Reference, or_so + 1, Rule::Later),
            Key::Afterwards if !self.is(or_so, "on") => (1, Origin::Reference, or_so + 1, Rule::Later),
            Key::After if !self.noun_or_article(or_so + 1) => (1, Origin::Reference, or_so + 1, Rule::Later),
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

    fn noun_or_article(&self, at: usize) -> bool {
        self.get(at).is_some_and(Atom::is_word)
            && !self
                .token(at)
                .is_some_and(|token| matches!(token.pos(), "PUNCT" | "ADP" | "CCONJ" | "VERB" | "AUX"))
    }
}
