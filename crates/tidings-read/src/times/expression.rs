//! What an expression says before the calendar is consulted.

use std::ops::Range;

use tidings_record::TimeModifier;

use super::calendar::{Feast, Part, Season, Unit};
use super::rules::Rule;

/// An expression found in a block.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    /// Its atoms.
    pub atoms: Range<usize>,
    /// What it says.
    pub meaning: Meaning,
    /// The time of day it adds.
    pub of_day: Option<OfDay>,
    /// Early, late, about…
    pub modifier: Option<TimeModifier>,
    /// What read it.
    pub rule: Rule,
}

impl Expression {
    pub fn new(atoms: Range<usize>, meaning: Meaning, rule: Rule) -> Expression {
        Expression { atoms, meaning, of_day: None, modifier: None, rule }
    }
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// A day of the calendar, with or without its year.
    Day { year: YearOf, month: u8, day: u8 },
    /// A month.
    Month { year: YearOf, month: u8 },
    /// The week that holds a day: "the week of March 6".
    WeekOf { year: YearOf, month: u8, day: u8 },
    /// A year.
    Year(i16),
    /// A decade by its first year; without its century if `short`.
    Decade { year: i16, short: bool },
    /// A century by its first year.
    Century(i16),
    /// A quarter from 1.
    Quarter { year: YearOf, quarter: u8 },
    /// A half year from 1.
    Half { year: YearOf, half: u8 },
    /// A season.
    Season { year: YearOf, season: Season },
    /// A named day.
    Feast { year: YearOf, feast: Feast },
    /// A weekday from 1.
    Weekday { weekday: u8, side: Side },
    /// A weekend.
    Weekend { side: Side },
    /// The stretch `unit` that lies `steps` from the one that holds the origin.
    Step { unit: Unit, steps: i32, origin: Origin },
    /// The time `amount` units before (−1) or after (1) the origin.
    Shift { amount: Amount, unit: Unit, sign: i32, origin: Origin },
    /// The reporting period of the text, or the same one a year before.
    Period { year_before: bool, unit: Option<Unit> },
    /// Only a time of day.
    OfDay { origin: Origin, steps: i32 },
    /// A length of time.
    Duration { amount: Amount, unit: Unit },
    /// What recurs: a TIMEX3 value.
    Set(String),
    /// A value that needs no calendar.
    Value(String),
}

/// Which year is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearOf {
    /// The text does not say.
    Open,
    /// This one.
    Known(i16),
    /// Years after that of the publication: "last year" is −1.
    Step(i32),
    /// Years after that of the text's running time: "that year" is 0.
    FromReference(i32),
    /// The last one before the publication: "last April".
    Last,
    /// The first one after the publication: "next April".
    Next,
}

/// On which side of the publication a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The sentence tells.
    Open,
    /// "this Friday": near, before or after.
    This,
    /// "last Friday".
    Last,
    /// "next Friday".
    Next,
    /// "the following Friday", from the text's running time.
    Following,
    /// "the previous Friday", from the text's running time.
    Previous,
}

/// From where a relative time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The day of publication.
    Published,
    /// The text's running time.
    Reference,
}

/// How many units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// A fraction of whole numbers, the lower one not 0.
    Exact(u64, u64),
    /// "a few", "several", or the plural alone.
    Vague,
}

impl Amount {
    /// The whole number that it is.
    pub fn whole(self) -> Option<u64> {
        match self {
            Amount::Exact(above, below) if above % below == 0 => Some(above / below),
            _ => None,
        }
    }
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfDay {
    /// Morning, night.
    Part(Part),
    /// Hour, minute, second.
    Clock { hour: u8, minute: Option<u8>, second: Option<u8> },
}
