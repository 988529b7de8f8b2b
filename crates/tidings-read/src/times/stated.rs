//! What is stated whatever the day of the article: the days of a line, and the dates and lengths of a sentence.
//!
//! Lines need no parse: such as the date of a page. No year is worked out, and no zone is read.

use std::ops::Range;

use jiff::civil::Date;
use tidings_record::TimeModifier;

use super::atoms::{self, Atom};
use super::calendar::{Stretch, Unit};
use super::expression::{Amount, Expression, Meaning, OfDay, YearOf};
use super::grammar::{self, Reader};
use super::lexicon::TimesLexicon;
use crate::Block;

/// Between a day and its clock time stand at most this many bytes: ", ", " at ", " | ".
const BESIDE: usize = 6;

/// A day that a line states by month and day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatedDay {
    /// Its words, in bytes of the line.
    pub span: Range<usize>,
    /// The day, if its year is stated too.
    pub date: Option<Date>,
    /// Month and day of the month, both from 1.
    pub month_day: (i8, i8),
    /// The weekday before it, 1 for Monday.
    pub weekday: Option<i8>,
    /// In the Extended Date/Time Format, the year `XXXX` if it is not stated.
    pub edtf: String,
    /// The clock time beside it.
    pub clock: Option<Clock>,
}

/// A clock time of 24 hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Its words, perhaps with those of a day or a zone, in bytes of the line.
    pub span: Range<usize>,
    /// From 0 to 24; 24 is midnight, at one end of the day or the other.
    pub hour: i8,
    /// 0 if only the hour is stated.
    pub minute: i8,
    /// 0 if not stated.
    pub second: i8,
}

/// The days stated in `line`, in its order.
pub(crate) fn stated_days(line: &str, lexicon: &TimesLexicon) -> Vec<StatedDay> {
    let mut atoms = Vec::new();
    atoms::atoms(line, lexicon, &mut atoms);
    let mut found = Vec::new();
    grammar::expressions(&Reader { atoms: &atoms, lexicon, parse: None }, &mut found);
    let stated = (0..found.len()).filter_map(|at| {
        let expression = &found[at];
        let Meaning::Day { year, month, day } = expression.meaning else { return None };
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let span = bytes(expression, &atoms);
        let (date, edtf) = match year {
            YearOf::Known(year) => {
                let date = Date::new(year, month, day).ok()?;
                (Some(date), Stretch::Day(date).value())
            }
            _ => (None, format!("XXXX-{month:02}-{day:02}")),
        };
        let beside = |other: Option<&Expression>| {
            let other = other.filter(|other| matches!(other.meaning, Meaning::OfDay { .. }))?;
            let clock = clock(other, &atoms)?;
            let (first, last) =
                if clock.span.start < span.start { (&clock.span, &span) } else { (&span, &clock.span) };
            let between = line.get(first.end..last.start).filter(|words| words.len() <= BESIDE)?;
            let words = between.trim_matches(|c: char| !c.is_alphanumeric());
            (words.is_empty() || words.eq_ignore_ascii_case("at")).then_some(clock)
        };
        let clock = clock(expression, &atoms)
            .or_else(|| beside(found.get(at + 1)))
            .or_else(|| beside(at.checked_sub(1).map(|before| &found[before])));
        let weekday = atoms[expression.atoms.clone()].iter().find_map(|atom| match atom.sense.weekday {
            0 => None,
            weekday => i8::try_from(weekday).ok(),
        });
        Some(StatedDay { span, date, month_day: (month, day), weekday, edtf, clock })
    });
    stated.collect()
}

/// What a sentence states, with no day of publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Saying {
    /// Its words, in bytes of the block's text.
    pub bytes: Range<usize>,
    /// What they say.
    pub said: Said,
}

/// A date with its year, or a length in years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// A day, month or year: its first and its last day.
    Dates(Date, Date),
    /// A whole number of years, from 1, and how it is meant: over, nearly, about.
    Years(i32, Option<TimeModifier>),
}

/// The dates with their years, and the lengths in years, of a parsed block, in its order.
pub(crate) fn sayings(block: &Block, lexicon: &TimesLexicon) -> Vec<Saying> {
    let mut atoms = Vec::new();
    atoms::atoms(&block.normalised.text, lexicon, &mut atoms);
    let mut found = Vec::new();
    let reader = Reader { atoms: &atoms, lexicon, parse: Some(&block.parse) };
    grammar::expressions(&reader, &mut found);
    let said = |expression: &Expression| {
        let number = |number: u8| i8::try_from(number).ok();
        let stretch = match expression.meaning {
            Meaning::Day { year: YearOf::Known(year), month, day } => {
                Stretch::Day(Date::new(year, number(month)?, number(day)?).ok()?)
            }
            Meaning::Month { year: YearOf::Known(year), month } => Stretch::Month(year, number(month)?),
            Meaning::Year(year) => Stretch::Year(year),
            Meaning::Duration { amount: Amount::Exact(count, 1), unit: Unit::Year } => {
                let count = i32::try_from(count).ok().filter(|count| (1..200).contains(count))?;
                return Some(Said::Years(count, expression.modifier));
            }
            _ => return None,
        };
        let (first, last) = stretch.days()?;
        Some(Said::Dates(first, last))
    };
    found.iter().filter_map(|one| Some(Saying { bytes: bytes(one, &atoms), said: said(one)? })).collect()
}

fn bytes(expression: &Expression, atoms: &[Atom<'_>]) -> Range<usize> {
    atoms[expression.atoms.start].start..atoms[expression.atoms.end - 1].end()
}

fn clock(expression: &Expression, atoms: &[Atom<'_>]) -> Option<Clock> {
    let Some(OfDay::Clock { hour, minute, second }) = expression.of_day else { return None };
    let small = |number: Option<u8>| i8::try_from(number.unwrap_or(0)).ok();
    let (hour, minute, second) = (small(Some(hour))?, small(minute)?, small(second)?);
    Some(Clock { span: bytes(expression, atoms), hour, minute, second })
}
