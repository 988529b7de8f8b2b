//! Years, decades, centuries and coded quarters: "1998", "480 BC", "the 1990s", "the 20th century", "Q3 2019".

use super::{Read, Reader, longest};
use crate::times::atoms::{Atom, Key};
use crate::times::expression::{Expression, Meaning, YearOf};
use crate::times::rules::Rule;

/// Centuries of years that a number of four digits may name without "in" before it.
const LIKELY: std::ops::RangeInclusive<u32> = 1500..=2099;

impl Reader<'_> {
    /// A year, a decade or a century.
    pub fn year_or_decade(&self, at: usize) -> Read {
        longest([self.decade(at), self.century(at), self.year(at)])
    }

    /// A number that can be a year in its place behind a month or a quarter, in digits or words.
    pub fn plain_year(&self, at: usize) -> Option<(i16, usize)> {
        let atom = self.get(at)?;
        if (1..=4).contains(&atom.digits()) && self.era_follows(at) {
            let year = i16::try_from(atom.number.filter(|year| (1..=9999).contains(year))?).ok()?;
            return Some((1 - year, at + 2));
        }
        if atom.digits() == 4 {
            let year = atom.number.filter(|year| (1000..=2999).contains(year))?;
            let next = self.get(at + 1);
            let joined = |mark: &str| next.is_some_and(|next| next.glued && next.is(mark));
            let longer = next.is_some_and(|next| next.glued && (next.is_word() || next.is("%")))
                || ((joined(",") || joined(".") || joined(":"))
                    && self.get(at + 2).is_some_and(|atom| atom.glued && atom.number.is_some()));
            let year = i16::try_from(year).ok()?;
            return (!longer).then_some((year, at + 1));
        }
        if atom.is_apostrophe() {
            let short = self.get(at + 1).filter(|next| next.glued && next.digits() == 2)?;
            let glued = self.get(at + 2).is_some_and(|next| next.glued && next.is_word());
            let year = super::figures::full_year(short.number?, 2);
            return (!glued).then_some((i16::try_from(year).ok()?, at + 2));
        }
        self.spoken_year(at)
    }

    /// Whether "BC" stands behind the number at `at`.
    pub fn era_follows(&self, at: usize) -> bool {
        self.key(at + 1) == Key::Bc && self.get(at + 1).is_some_and(Atom::is_capitalised)
    }

    /// "nineteen ninety-six", "two thousand", "twenty ten".
    fn spoken_year(&self, at: usize) -> Option<(i16, usize)> {
        let first = self.get(at)?.sense.cardinal?;
        if first == 2 && self.get(at + 1)?.sense.cardinal == Some(1000) {
            let and = at + 2 + usize::from(self.key(at + 2) == Key::And);
            return Some(match self.tens(and) {
                Some((ones, end)) if ones < 20 => (2000 + ones, end),
                _ => (2000, at + 2),
            });
        }
        if !(16..=20).contains(&first) {
            return None;
        }
        let (rest, end) = self.tens(self.joint(at + 1)).filter(|(rest, _)| *rest >= 10)?;
        Some((i16::try_from(first).ok()? * 100 + rest, end))
    }

    /// A number below a hundred in words.
    fn tens(&self, at: usize) -> Option<(i16, usize)> {
        let first = self.get(at)?.sense.cardinal.filter(|&number| number < 100)?;
        let joint = self.joint(at + 1);
        let ones = self.get(joint).and_then(|atom| atom.sense.cardinal).filter(|ones| (1..10).contains(ones));
        match ones {
            Some(ones) if first >= 20 && first % 10 == 0 => {
                Some((i16::try_from(first + ones).ok()?, joint + 1))
            }
            _ => Some((i16::try_from(first).ok()?, at + 1)),
        }
    }

    /// A year that stands by itself.
    fn year(&self, at: usize) -> Read {
        let the = at + usize::from(self.key(at) == Key::The);
        let named = self.is(the, "year") || self.is(the, "years");
        if named || the > at {
            let (year, end) = self.plain_year(the + 1).filter(|_| named)?;
            return Some(Expression::new(at..end, Meaning::Year(year), Rule::Year));
        }
        let atom = self.get(at)?;
        if let Some(found) = self.year_of_era(at) {
            return Some(found);
        }
        let (year, end) = self.plain_year(at)?;
        let found = || Some(Expression::new(at..end, Meaning::Year(year), Rule::Year));
        let led = matches!(
            self.key_before(at),
            Key::In
                | Key::From
                | Key::Of
                | Key::Early
                | Key::Late
                | Key::Mid
                | Key::Before
                | Key::After
                | Key::Between
                | Key::Fiscal
        ) || self.before(at).is_some_and(|before| {
            ["since", "until", "by", "till", "through", "year", "circa", "and", "or", "to"]
                .iter()
                .any(|word| before.text.eq_ignore_ascii_case(word))
        });
        if atom.number.is_none() {
            // "two thousand" is as often a number; "nineteen ninety-six" is not.
            let number = self.get(at + 1).is_some_and(|next| next.sense.cardinal == Some(1000));
            return if !number || led && !self.noun_follows(end) { found() } else { None };
        }
        if atom.is_apostrophe() || atom.digits() != 4 {
            return None;
        }
        let number = atom.number.unwrap_or(0);
        let marked =
            self.before(at).is_some_and(is_counting_mark) && !self.before(at).is_some_and(Atom::is_dash);
        if marked
            || (atom.glued
                && self.before(at).is_some_and(|before| {
                    before.number.is_some() || before.is(".") || before.is(",") || before.is("/")
                }))
        {
            return None;
        }
        if self.get(end).is_some_and(|next| {
            next.glued
                && (next.is("/") || next.is("-") && self.get(end + 1).is_some_and(|a| a.number.is_some()))
        }) {
            return None;
        }
        let kind = self.token(at).map_or("", |token| token.entity_type());
        let counted = self.get(end).is_some_and(|next| {
            next.sense.cardinal.is_some()
                || next.is("%")
                || next.sense.zone.is_some()
                || next.is("percent")
                || next.is("people")
                || next.is("km")
                || next.is("miles")
                || next.is("hours")
        });
        let likely_century = LIKELY.contains(&number) || led && kind == "DATE";
        if counted || !likely_century {
            return None;
        }
        let plural_noun = self
            .token(end)
            .is_some_and(|token| token.tag() == "NNS" && self.get(end).is_some_and(Atom::is_word));
        let likely = match kind {
            "DATE" => true,
            "MONEY" | "QUANTITY" | "PERCENT" | "TIME" => led && !plural_noun,
            "CARDINAL" => !plural_noun || led,
            _ => !plural_noun && (1800..=2049).contains(&number) || led,
        };
        if likely { found() } else { None }
    }

    /// "480 BC", "AD 70", "70 AD".
    fn year_of_era(&self, at: usize) -> Read {
        let before = self.key(at) == Key::Ad && self.get(at).is_some_and(Atom::is_capitalised);
        let number = self.get(at + usize::from(before))?.number.filter(|year| (1..=9999).contains(year))?;
        let year = i16::try_from(number).ok()?;
        let behind = self.key(at + 1);
        let era = self.get(at + 1).is_some_and(Atom::is_capitalised);
        let (year, end) = match behind {
            _ if before => (year, at + 2),
            Key::Bc if era => (1 - year, at + 2),
            Key::Ad if era => (year, at + 2),
            _ => return None,
        };
        Some(Expression::new(at..end, Meaning::Year(year), Rule::Year))
    }

    /// "the 1990s", "1990s", "the '90s", "the nineties".
    fn decade(&self, at: usize) -> Read {
        let the = at + usize::from(self.key(at) == Key::The);
        let mid = matches!(self.key(the), Key::Early | Key::Late | Key::Mid);
        let modifier = match self.key(the) {
            Key::Early => Some(tidings_record::TimeModifier::Start),
            Key::Late => Some(tidings_record::TimeModifier::End),
            Key::Mid => Some(tidings_record::TimeModifier::Mid),
            _ => None,
        };
        let number = if mid { self.joint(the + 1) } else { the };
        let mut found = self.decade_number(number).or_else(|| self.short_decade(number)).or_else(|| {
            let decade = self.get(number).filter(|_| the > at)?.sense.decade;
            let meaning = Meaning::Decade { year: i16::from(decade), short: true };
            (decade > 0).then(|| Expression::new(number..number + 1, meaning, Rule::Decade))
        })?;
        found.atoms.start = at;
        found.modifier = modifier;
        Some(found)
    }

    fn decade_number(&self, at: usize) -> Read {
        let atom = self.get(at).filter(|atom| matches!(atom.digits(), 3 | 4))?;
        let year = atom.number.filter(|year| (100..3000).contains(year) && year % 10 == 0)?;
        let mut end = at + 1;
        end += usize::from(self.get(end).is_some_and(|mark| mark.glued && mark.is_apostrophe()));
        let ends = self.get(end).is_some_and(|s| s.glued && s.is("s"));
        let bc = self.era_follows(end);
        let year = i16::try_from(year).ok()?;
        let meaning = Meaning::Decade { year: if bc { 1 - year } else { year }, short: false };
        (ends && (bc || year >= 1000))
            .then(|| Expression::new(at..end + 1 + usize::from(bc), meaning, Rule::Decade))
    }

    /// `'90s`.
    pub fn short_decade(&self, at: usize) -> Read {
        self.get(at).filter(|atom| atom.is_apostrophe())?;
        let number = self.get(at + 1).filter(|atom| atom.glued && atom.digits() == 2)?;
        let decade = number.number.filter(|decade| decade % 10 == 0)?;
        let ends = self.get(at + 2).is_some_and(|s| s.glued && s.is("s"));
        let meaning = Meaning::Decade { year: i16::try_from(decade).ok()?, short: true };
        ends.then(|| Expression::new(at..at + 3, meaning, Rule::Decade))
    }

    /// "the 20th century", "the nineteenth century BC".
    fn century(&self, at: usize) -> Read {
        let mut number = at + usize::from(self.key(at) == Key::The);
        let modifier = match self.key(number) {
            Key::Early => Some(tidings_record::TimeModifier::Start),
            Key::Late => Some(tidings_record::TimeModifier::End),
            Key::Mid => Some(tidings_record::TimeModifier::Mid),
            _ => None,
        };
        number = if modifier.is_some() { self.joint(number + 1) } else { number };
        let (nth, behind) = self.day_number(number)?;
        let unit = self.joint(behind);
        self.get(unit).filter(|atom| atom.is("century") || atom.is("Century") || atom.is("centuries"))?;
        let bc = self.key(unit + 1) == Key::Bc;
        let nth = i16::from(nth);
        let year = if bc { 2 - nth * 100 } else { (nth - 1) * 100 + 1 };
        let mut found =
            Expression::new(at..unit + 1 + usize::from(bc), Meaning::Century(year), Rule::Century);
        found.modifier = modifier;
        (nth <= 30).then_some(found)
    }

    /// "Q3", "Q3 2019", "H1 2020".
    pub fn quarter_code(&self, at: usize) -> Read {
        let letter = self.get(at).filter(|atom| atom.is("Q") || atom.is("H"))?;
        let number = self.get(at + 1).filter(|atom| atom.glued && atom.digits() == 1)?;
        let number = u8::try_from(number.number?).ok()?;
        let (year, end) = self.year_behind(at + 2);
        let (meaning, most) = if letter.is("Q") {
            (Meaning::Quarter { year, quarter: number }, 4)
        } else {
            (Meaning::Half { year, half: number }, 2)
        };
        let known = letter.is("Q") || year != YearOf::Open;
        let glued = self.get(end).is_some_and(|next| next.glued && (next.is_word() || next.number.is_some()));
        ((1..=most).contains(&number) && known && !glued)
            .then(|| Expression::new(at..end, meaning, Rule::Quarter))
    }
}

fn is_counting_mark(atom: &Atom<'_>) -> bool {
    atom.glued && matches!(atom.text, "#" | "/") || matches!(atom.text, "$" | "£" | "€" | "¥" | "#" | "№")
}
