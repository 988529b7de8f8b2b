//! Phrases around a unit of time: "the past three years", "two days later", "last week", "a 30-day truce",
//! "the third quarter of 1989", "this summer", "the same night".
//!
//! The words before the unit are gathered into a [`Frame`] in any sensible order; what they mean together is
//! decided afterwards.

use tidings_record::TimeModifier;

use super::{Read, Reader};
use crate::times::atoms::{Atom, Key};
use crate::times::calendar::{Part, Season, Unit};
use crate::times::expression::{Amount, Expression, Meaning, OfDay, Origin, YearOf};
use crate::times::rules::Rule;

/// The words before a unit.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Article, "this", "that".
    pub determiner: Key,
    /// "last", "next", "previous"…
    pub relation: Key,
    pub same: bool,
    pub fiscal: bool,
    pub full: bool,
    /// "year-ago", "year-earlier".
    pub year_before: bool,
    pub year: Option<YearOf>,
    pub ordinal: u8,
    pub amount: Option<Amount>,
    pub bound: Option<TimeModifier>,
    /// Whether a hyphen stands before the unit.
    pub joined: bool,
    /// The first atom behind a determiner; 0 without one.
    pub content: usize,
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
        let (mut frame, head_at) = self.gather(at)?;
        if frame.fiscal
            && let Some((year, end)) = self.plain_year(head_at)
        {
            return Some(Expression::new(at..end, Meaning::Year(year), Rule::Period));
        }
        let holiday =
            self.phrase(head_at).filter(|_| head_at > at && frame.amount.is_none() && frame.ordinal == 0);
        if let Some(Expression { meaning: Meaning::Feast { feast, .. }, atoms, .. }) = holiday {
            let year = match (frame.relation, frame.determiner) {
                (Key::Last | Key::Past, _) => YearOf::Last,
                (Key::Next | Key::Coming, _) => YearOf::Next,
                (Key::None, Key::This) => YearOf::Step(0),
                _ => return None,
            };
            return Some(Expression::new(at..atoms.end, Meaning::Feast { year, feast }, Rule::Feast));
        }
        let Some(head) = self.head(head_at, &frame) else {
            return self.year_before_alone(at, head_at, &frame);
        };
        // "its third quarter", "the two-week truce": the determiner belongs to the noun.
        let singular = matches!(head, Head::Unit(_, false))
            && frame.amount.is_some_and(|amount| amount != Amount::Exact(1, 1));
        let joined = (frame.joined || singular) && frame.relation == Key::None && frame.content > at;
        let at = if frame.determiner == Key::Its || joined {
            frame.bound = None;
            frame.content
        } else {
            at
        };
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
                match self.month_date(head_at) {
                    Some(Expression {
                        meaning: Meaning::Day { year: YearOf::Open, month, day },
                        atoms,
                        ..
                    }) => Expression::new(at..atoms.end, Meaning::Day { year, month, day }, Rule::MonthDay),
                    _ => Expression::new(at..head_at + 1, Meaning::Month { year, month }, Rule::Month),
                }
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

    /// "year-earlier" before a noun that is no unit: "year-earlier profit".
    fn year_before_alone(&self, at: usize, behind: usize, frame: &Frame) -> Read {
        let start = behind.checked_sub(3)?;
        let alone = frame.year_before && (at == start || frame.content == start || self.key(at) == Key::A);
        let meaning = Meaning::Period { year_before: true, unit: None };
        alone.then(|| Expression::new(start..behind, meaning, Rule::Period))
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
        // "they said that last week it rained": a conjunction.
        if self.key(at) == Key::That && self.token(at).is_some_and(|token| token.tag() == "IN") {
            return None;
        }
        if matches!(self.key(at), Key::The | Key::This | Key::That | Key::These | Key::Those | Key::Its)
            && self.year_before_unit(at).is_none()
        {
            frame.determiner = self.key(at);
            at += 1;
            frame.content = at;
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
            if frame.fiscal && self.plain_year(at).is_some() {
                break;
            }
            at = match key {
                _ if frame.year.is_none() && self.year_before_unit(at).is_some() => {
                    let (year, end) = self.year_before_unit(at)?;
                    frame.year = Some(year);
                    end
                }
                Key::Last | Key::Past | Key::Next | Key::Coming | Key::Previous | Key::Following
                    if frame.amount.is_some() || frame.relation == Key::Following =>
                {
                    break;
                }
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
                Key::A if self.year_before(at + 1).is_some() => at + 1,
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
        let named = self
            .token(head_at)
            .is_some_and(|token| matches!(token.entity_type(), "PERSON" | "ORG" | "GPE" | "FAC"));
        // "summer" is a season wherever it stands, "fall" and "spring" where nothing else fits.
        if verb && doubtful
            || bare && behind == YearOf::Open && doubtful && (!led || next_noun)
            || atom.sense.plural
            || named
        {
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
        // "the dawn of a new age".
        let figure =
            frame.determiner == Key::The && self.key(head_at + 1) == Key::Of && self.is(head_at, "dawn");
        if plural || figure {
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
    pub(super) fn period_year(&self, at: usize, frame: &Frame) -> (YearOf, usize) {
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
    pub(super) fn period(&self, at: usize, head_at: usize, frame: &Frame, unit: Option<Unit>) -> Read {
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
}
