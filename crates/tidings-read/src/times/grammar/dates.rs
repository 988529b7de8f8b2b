//! Days and months by name: "Friday, May 3, 2019", "3 May", "May 2019", "last May", "3-5 May", and ranges.

use super::{Read, Reader, longest};
use crate::times::atoms::{Key, Sense};
use crate::times::calendar::Unit;
use crate::times::expression::{Expression, Meaning, OfDay, Side, YearOf};
use crate::times::rules::Rule;

impl Reader<'_> {
    /// A date with a month's name or a weekday.
    pub fn date(&self, at: usize) -> Read {
        longest([self.weekday(at), self.month_date(at), self.day_month(at)])
    }

    /// A month's name, and the atom behind it and its point.
    pub fn month(&self, at: usize) -> Option<(u8, usize)> {
        let atom = self.get(at).filter(|atom| atom.sense.month > 0 && atom.is_capitalised())?;
        // "Sept." takes its point only before a number: elsewhere it may end the sentence.
        let point = self.is(at + 1, ".") && self.get(at + 2).is_some_and(|next| next.number.is_some());
        Some((atom.sense.month, at + 1 + usize::from(point)))
    }

    /// The day of a month, with "st", "nd", "rd", "th", or as a word.
    pub fn day_number(&self, at: usize) -> Option<(u8, usize)> {
        let atom = self.get(at)?;
        if atom.digits() > 0 && atom.digits() <= 2 {
            let day = u8::try_from(atom.number?).ok().filter(|day| (1..=31).contains(day))?;
            let ordinal = self.get(at + 1).is_some_and(|next| {
                next.glued && ["st", "nd", "rd", "th"].iter().any(|end| next.text.eq_ignore_ascii_case(end))
            });
            let next = self.get(at + 1 + usize::from(ordinal));
            let longer = next
                .is_some_and(|next| next.glued && (next.is_word() || next.is("%") || next.number.is_some()));
            let decimal = next.is_some_and(|next| next.glued && matches!(next.text, "." | "," | ":" | "/"))
                && self.get(at + 2).is_some_and(|atom| atom.glued && atom.number.is_some());
            return (!longer && !decimal).then_some((day, at + 1 + usize::from(ordinal)));
        }
        if atom.sense.ordinal > 0 {
            return Some((atom.sense.ordinal, at + 1));
        }
        let tens = atom.sense.cardinal.filter(|tens| matches!(tens, 20 | 30))?;
        let ones = self.get(self.joint(at + 1))?.sense.ordinal;
        let day = u8::try_from(tens).ok()? + ones;
        ((1..10).contains(&ones) && day <= 31).then_some((day, self.joint(at + 1) + 1))
    }

    /// "May 3, 2019", "May 3", "May 2019", "May", "last May"; the weekday before it is read by `weekday`.
    pub fn month_date(&self, at: usize) -> Read {
        let (month, behind) = self.month(at)?;
        // "31 February" is no date, and neither is its month.
        let day_before =
            self.before(at).filter(|day| day.digits() > 0 && day.digits() <= 2).and_then(|day| day.number);
        if day_before.is_some_and(|day| day > 0 && u8::try_from(day).is_ok_and(|day| !has_day(month, day))) {
            return None;
        }
        let the = behind + usize::from(self.key(behind) == Key::The);
        if let Some((day, end)) = self.day_number(the)
            && !self.is_unit(end)
            && has_day(month, day)
            && (self.get(the).is_some_and(|atom| atom.number.is_some()) || the == behind && self.is_month(at))
        {
            let (year, end) = self.year_behind(end);
            let rule = if year == YearOf::Open { Rule::MonthDay } else { Rule::FullDate };
            return Some(Expression::new(at..end, Meaning::Day { year, month, day }, rule));
        }
        let (year, end) = self.year_behind(behind);
        let rule = if year == YearOf::Open { Rule::Month } else { Rule::MonthYear };
        if year == YearOf::Open && !self.is_month(at) {
            return None;
        }
        Some(Expression::new(at..end, Meaning::Month { year, month }, rule))
    }

    fn is_unit(&self, at: usize) -> bool {
        self.get(at).is_some_and(|atom| atom.sense.unit.is_some() && atom.sense.plural)
    }

    /// Whether a month's name that stands alone is a month: "may", "March" and "Mar" also are other words.
    pub fn is_month(&self, at: usize) -> bool {
        let Some(atom) = self.get(at) else { return false };
        if !atom.is_capitalised() || self.ends_name(at) {
            return false;
        }
        if !atom.sense.doubtful && atom.text.len() > 3 && !self.names_person(at) {
            return true;
        }
        // "the annual March for Peace", "a March of Mothers".
        let purpose = ["for", "of", "against", "on"].iter().any(|word| self.is(at + 1, word))
            && self.get(at + 2).is_some_and(|next| next.is_capitalised() || next.sense.key == Key::The);
        if atom.is("March") && purpose {
            return false;
        }
        let before = self.before(at).map_or(Key::None, |before| before.sense.key);
        let led = matches!(
            before,
            Key::In
                | Key::Of
                | Key::From
                | Key::Last
                | Key::Next
                | Key::This
                | Key::Early
                | Key::Late
                | Key::Mid
                | Key::To
                | Key::Before
                | Key::After
                | Key::Every
                | Key::Each
                | Key::Between
                | Key::End
                | Key::Previous
                | Key::Following
                | Key::At
        ) || self.before(at).is_some_and(|before| {
            before.is_dash() || before.is("since") || before.is("and") || before.is(",")
        }) || self.is_month_list(at);
        let said = self.token(at).is_some_and(|token| token.entity_type() == "DATE");
        (led || said) && !self.is_verb(at) && !self.names_person(at)
    }

    /// Whether a capitalised word before makes one name with it: "the Long March", "a White Christmas".
    pub(super) fn ends_name(&self, at: usize) -> bool {
        let (Some(before), Some(token)) = (self.before(at), at.checked_sub(1).and_then(|at| self.token(at)))
        else {
            return false;
        };
        let said = self.token(at).is_some_and(|token| token.entity_type() == "DATE");
        before.is_capitalised()
            && before.sense == Sense::default()
            && !said
            && !token.is_sentence_start()
            && matches!(token.pos(), "PROPN" | "ADJ")
    }

    /// "May and June", "May or June".
    fn is_month_list(&self, at: usize) -> bool {
        matches!(self.key(at + 1), Key::And | Key::Or | Key::To)
            && self.get(at + 2).is_some_and(|next| next.sense.month > 0 && next.is_capitalised())
    }

    fn names_person(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            matches!(token.entity_type(), "PERSON" | "ORG" | "GPE" | "FAC" | "WORK_OF_ART")
        })
    }

    /// "3 May 2019", "the 3rd of May".
    fn day_month(&self, at: usize) -> Read {
        let the = at + usize::from(self.key(at) == Key::The);
        let (day, behind) = self.day_number(the)?;
        let of = self.key(behind) == Key::Of;
        let (month, behind) = self.month(behind + usize::from(of))?;
        if !has_day(month, day) || !of && the > at && self.get(the)?.number.is_none() {
            return None;
        }
        let (year, end) = self.year_behind(behind);
        let rule = if year == YearOf::Open { Rule::MonthDay } else { Rule::FullDate };
        Some(Expression::new(at..end, Meaning::Day { year, month, day }, rule))
    }

    /// A weekday, alone or before a date or a part of the day.
    fn weekday(&self, at: usize) -> Read {
        let atom = self.get(at).filter(|atom| atom.sense.weekday > 0 && atom.is_capitalised())?;
        let weekday = atom.sense.weekday;
        let mut end = at + 1;
        if atom.sense.doubtful || atom.text.len() <= 5 && !atom.text.ends_with("day") {
            let point = usize::from(self.is(end, "."));
            let date = self
                .get(end + point)
                .is_some_and(|next| next.number.is_some() || next.sense.month > 0 || next.is(","));
            let said = self.token(at).is_some_and(|token| matches!(token.entity_type(), "DATE" | "TIME"));
            if !(date && (said || self.date_behind(end + point).is_some()) || said && !atom.sense.doubtful) {
                return None;
            }
            end += point * usize::from(date);
        }
        if atom.sense.plural {
            return None;
        }
        if let Some(found) = self.date_behind(end) {
            let mut found = found;
            found.atoms.start = at;
            return Some(found);
        }
        let mut found =
            Expression::new(at..end, Meaning::Weekday { weekday, side: Side::Open }, Rule::Weekday);
        self.add_part(&mut found);
        if self.key(end) == Key::Last && !self.is_unit_word(end + 1) && self.is(end + 1, "week") {
            found.atoms.end = end + 2;
            found.meaning = Meaning::Weekday { weekday, side: Side::Last };
        }
        Some(found)
    }

    fn is_unit_word(&self, at: usize) -> bool {
        self.get(at).is_some_and(|atom| matches!(atom.sense.unit, Some(Unit::Month | Unit::Year)))
    }

    /// A date behind a weekday: "May 3", ", 3 May", "the 3rd of May".
    fn date_behind(&self, at: usize) -> Read {
        let comma = at + usize::from(self.is(at, ","));
        self.month_date(comma)
            .or_else(|| self.day_month(comma))
            .filter(|found| matches!(found.meaning, Meaning::Day { .. }))
    }

    /// Takes in "morning", "late afternoon" behind a date.
    pub fn add_part(&self, found: &mut Expression) {
        let end = found.atoms.end;
        let modified = matches!(self.key(end), Key::Early | Key::Late | Key::Mid);
        let at = if modified { self.joint(end + 1) } else { end };
        let Some(part) = self.get(at).filter(|atom| !atom.sense.plural).and_then(|atom| atom.sense.part)
        else {
            return;
        };
        found.of_day = Some(OfDay::Part(part));
        found.atoms.end = at + 1;
    }

    /// Two days that share their month, or two years that share their century: "3-5 May", "May 3 and 5", "1998-99".
    pub fn range(&self, at: usize) -> Option<[Expression; 2]> {
        let atom = self.get(at)?;
        if atom.number.is_none() && atom.sense.month == 0 && atom.sense.key != Key::The {
            return None;
        }
        self.days_before_month(at).or_else(|| self.days_behind_month(at)).or_else(|| self.years(at))
    }

    /// The atom behind "-", "to" or "and" between two numbers.
    fn link(&self, at: usize) -> Option<usize> {
        let linked = self.get(at)?.is_dash() || matches!(self.key(at), Key::To | Key::And | Key::Or);
        linked.then_some(at + 1)
    }

    fn days_before_month(&self, at: usize) -> Option<[Expression; 2]> {
        let (first, behind) =
            self.day_number(at).filter(|_| self.get(at).is_some_and(|atom| atom.number.is_some()))?;
        let second = self.link(behind)?;
        let last =
            self.day_month(second).filter(|_| self.get(second).is_some_and(|atom| atom.number.is_some()))?;
        let Meaning::Day { year, month, .. } = last.meaning else { return None };
        let meaning = Meaning::Day { year, month, day: first };
        has_day(month, first).then_some(())?;
        Some([Expression::new(at..behind, meaning, Rule::RangeStart), last])
    }

    fn days_behind_month(&self, at: usize) -> Option<[Expression; 2]> {
        let (month, behind) = self.month(at)?;
        let (first, end) = self.day_number(behind)?;
        let second = self.link(end)?;
        let (last, behind) = self.day_number(second)?;
        if self.get(second)?.number.is_none() || self.month(behind).is_some() || self.noun_follows(behind) {
            return None;
        }
        if self.get(behind).is_some_and(|atom| atom.sense.unit.is_some() || atom.sense.cardinal.is_some()) {
            return None;
        }
        (has_day(month, first) && has_day(month, last)).then_some(())?;
        let (year, end_of_all) = self.year_behind(behind);
        let day = |day| Meaning::Day { year, month, day };
        Some([
            Expression::new(at..end, day(first), Rule::RangeStart),
            Expression::new(second..end_of_all, day(last), Rule::MonthDay),
        ])
    }

    /// "499-493 BC", "from 499 to 493 BC": the era behind the second holds for both.
    fn years_of_era(&self, at: usize) -> Option<[Expression; 2]> {
        let first = self.get(at)?.number.filter(|year| (1..=9999).contains(year))?;
        let second = self.link(at + 1)?;
        let (last, end) = self.plain_year(second).filter(|(year, _)| *year <= 0)?;
        let first = Meaning::Year(1 - i16::try_from(first).ok()?);
        Some([
            Expression::new(at..at + 1, first, Rule::RangeStart),
            Expression::new(second..end, Meaning::Year(last), Rule::Year),
        ])
    }

    fn years(&self, start: usize) -> Option<[Expression; 2]> {
        let named =
            self.key(start) == Key::The && (self.is(start + 1, "years") || self.is(start + 1, "year"));
        let at = if named { start + 2 } else { start };
        if let Some(found) = self.years_of_era(at) {
            return Some(found);
        }
        let (first, behind) =
            self.plain_year(at).filter(|_| self.get(at).is_some_and(|atom| atom.digits() == 4))?;
        let dash = self.get(behind).filter(|atom| atom.is_dash() || atom.is("/"))?;
        let second = self.get(behind + 1)?;
        if dash.is("/") && !(dash.glued && second.glued) {
            return None;
        }
        let number = i16::try_from(second.number?).ok()?;
        let last = match second.digits() {
            2 => first - first % 100 + number,
            4 => number,
            _ => return None,
        };
        let longer = self.get(behind + 2).is_some_and(|next| {
            next.glued && (next.is_dash() || next.is("/") || next.number.is_some() || next.is("%"))
        });
        let years = if second.digits() == 4 { 1000..=2999 } else { first + 1..=first + 60 };
        (!longer && years.contains(&last) && second.digits() > 0).then(|| {
            [
                Expression::new(start..behind, Meaning::Year(first), Rule::RangeStart),
                Expression::new(behind + 1..behind + 2, Meaning::Year(last), Rule::Year),
            ]
        })
    }
}

/// Whether the month has such a day, in a leap year.
fn has_day(month: u8, day: u8) -> bool {
    let most = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=most).contains(&day)
}
