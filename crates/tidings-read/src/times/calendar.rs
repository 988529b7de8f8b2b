//! Stretches of the calendar: their TIMEX3 values, their days, and steps between them.
//!
//! The arithmetic is jiff's. Years run from 9999 BC to 9999; what falls outside has no stretch.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use tidings_record::Granularity;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// The letter and factor in an ISO 8601 duration; whether the letter stands after `T`.
    pub fn duration(self) -> (&'static str, u64, bool) {
        match self {
            Unit::Second => ("S", 1, true),
            Unit::Minute => ("M", 1, true),
            Unit::Hour => ("H", 1, true),
            Unit::Day => ("D", 1, false),
            Unit::Weekend => ("WE", 1, false),
            Unit::Week => ("W", 1, false),
            Unit::Fortnight => ("W", 2, false),
            Unit::Month => ("M", 1, false),
            Unit::Quarter => ("Q", 1, false),
            Unit::Year => ("Y", 1, false),
            Unit::Decade => ("Y", 10, false),
            Unit::Century => ("Y", 100, false),
            Unit::Millennium => ("Y", 1000, false),
        }
    }

    /// How the record calls it.
    pub fn granularity(self) -> Granularity {
        match self {
            Unit::Second => Granularity::Second,
            Unit::Minute => Granularity::Minute,
            Unit::Hour => Granularity::Hour,
            Unit::Day => Granularity::Day,
            Unit::Weekend => Granularity::Weekend,
            Unit::Week | Unit::Fortnight => Granularity::Week,
            Unit::Month => Granularity::Month,
            Unit::Quarter => Granularity::Quarter,
            Unit::Year => Granularity::Year,
            Unit::Decade => Granularity::Decade,
            Unit::Century | Unit::Millennium => Granularity::Century,
        }
    }
}

/// A part of the day, as TIMEX3 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Part {
    Mo,
    Mi,
    Af,
    Ev,
    Ni,
    Dt,
}

impl Part {
    /// `MO`, `NI`.
    pub fn code(self) -> &'static str {
        match self {
            Part::Mo => "MO",
            Part::Mi => "MI",
            Part::Af => "AF",
            Part::Ev => "EV",
            Part::Ni => "NI",
            Part::Dt => "DT",
        }
    }
}

/// A season of the northern half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// In the order of the year.
    pub const ALL: [Season; 4] = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];

    fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }

    /// Its first month; winter begins in December.
    pub fn first_month(self) -> i8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        }
    }
}

/// A day that has a name and another date each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feast {
    /// Month and day.
    On(i8, i8),
    /// The nth weekday of a month; −1 is the last.
    Nth(i8, Weekday, i8),
    /// Days after Easter Sunday.
    Easter(i32),
}

impl Feast {
    /// Reads `12-25`, `4 thursday 11`, `easter-2`.
    pub fn parse(text: &str) -> Option<Feast> {
        if let Some(days) = text.strip_prefix("easter") {
            return days.parse().ok().map(Feast::Easter);
        }
        if let Some((month, day)) = text.split_once('-').filter(|(month, _)| !month.is_empty()) {
            return Some(Feast::On(month.parse().ok()?, day.parse().ok()?));
        }
        let mut parts = text.split(' ');
        let (nth, name, month) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?.parse().ok()?);
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let number = (1..).zip(names).find(|(_, known)| *known == name)?.0;
        Some(Feast::Nth(nth, Weekday::from_monday_one_offset(number).ok()?, month))
    }

    /// Its day in `year`.
    pub fn day(self, year: i16) -> Option<Date> {
        match self {
            Feast::On(month, day) => Date::new(year, month, day).ok(),
            Feast::Nth(nth, weekday, month) => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
            Feast::Easter(days) => easter(year)?.checked_add(i64::from(days).days()).ok(),
        }
    }
}

/// Easter Sunday of the western churches: the anonymous Gregorian algorithm (Nature, 1876).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// One day.
    Day(Date),
    /// The ISO week that begins on this Monday.
    Week(Date),
    /// The weekend that begins on this Saturday.
    Weekend(Date),
    /// Year and month.
    Month(i16, i8),
    /// Year and quarter from 1.
    Quarter(i16, i8),
    /// Year and half from 1.
    Half(i16, i8),
    /// Year and season. Winter is named for the year in which it begins.
    Season(i16, Season),
    /// One year.
    Year(i16),
    /// The decade of this year.
    Decade(i16),
    /// The hundred years of this year.
    Century(i16),
}

impl Stretch {
    /// The stretch of kind `unit` that holds `day`. Hours and below are on that day.
    pub fn holding(day: Date, unit: Unit) -> Stretch {
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Stretch::Day(day),
            Unit::Week | Unit::Fortnight => Stretch::Week(monday(day)),
            Unit::Weekend => Stretch::Weekend(monday(day).checked_add(5.days()).unwrap_or(day)),
            Unit::Month => Stretch::Month(day.year(), day.month()),
            Unit::Quarter => Stretch::Quarter(day.year(), (day.month() + 2) / 3),
            Unit::Year => Stretch::Year(day.year()),
            Unit::Decade => Stretch::Decade(day.year()),
            Unit::Century | Unit::Millennium => Stretch::Century(day.year()),
        }
    }

    /// The same kind of stretch, `steps` later.
    pub fn step(self, steps: i32) -> Option<Stretch> {
        let year = |year: i16, factor: i32| {
            let sum = i32::from(year).checked_add(steps.checked_mul(factor)?)?;
            i16::try_from(sum).ok().filter(|year| (-9999..=9999).contains(year))
        };
        let days = |day: Date, factor: i32| {
            let days = i64::from(steps) * i64::from(factor);
            (days.abs() < 4_000_000).then(|| day.checked_add(days.days()).ok())?
        };
        let part = |from: i16, number: i8, per_year: i32| {
            let sum = (i32::from(from) * per_year + i32::from(number) - 1).checked_add(steps)?;
            let year = i16::try_from(sum.div_euclid(per_year)).ok().filter(|y| (-9999..=9999).contains(y))?;
            Some((year, i8::try_from(sum.rem_euclid(per_year) + 1).ok()?))
        };
        Some(match self {
            Stretch::Day(day) => Stretch::Day(days(day, 1)?),
            Stretch::Week(day) => Stretch::Week(days(day, 7)?),
            Stretch::Weekend(day) => Stretch::Weekend(days(day, 7)?),
            Stretch::Month(y, m) => part(y, m, 12).map(|(y, m)| Stretch::Month(y, m))?,
            Stretch::Quarter(y, q) => part(y, q, 4).map(|(y, q)| Stretch::Quarter(y, q))?,
            Stretch::Half(y, h) => part(y, h, 2).map(|(y, h)| Stretch::Half(y, h))?,
            Stretch::Season(y, season) => Stretch::Season(year(y, 1)?, season),
            Stretch::Year(y) => Stretch::Year(year(y, 1)?),
            Stretch::Decade(y) => Stretch::Decade(year(y, 10)?),
            Stretch::Century(y) => Stretch::Century(year(y, 100)?),
        })
    }

    /// The year in which it begins.
    pub fn year(self) -> i16 {
        match self {
            Stretch::Day(day) | Stretch::Week(day) | Stretch::Weekend(day) => day.year(),
            Stretch::Month(year, _)
            | Stretch::Quarter(year, _)
            | Stretch::Half(year, _)
            | Stretch::Season(year, _)
            | Stretch::Year(year)
            | Stretch::Decade(year)
            | Stretch::Century(year) => year,
        }
    }

    /// Its first and last day.
    pub fn days(self) -> Option<(Date, Date)> {
        let months = |year: i16, first: i8, count: i8| {
            let start = Date::new(year, first, 1).ok()?;
            let last = start.checked_add(i32::from(count - 1).months()).ok()?;
            Some((start, last.last_of_month()))
        };
        let years = |from: i32, to: i32| {
            let first = Date::new(i16::try_from(from).ok()?, 1, 1).ok()?;
            Some((first, Date::new(i16::try_from(to).ok()?, 12, 31).ok()?))
        };
        match self {
            Stretch::Day(day) => Some((day, day)),
            Stretch::Week(day) => Some((day, day.checked_add(6.days()).ok()?)),
            Stretch::Weekend(day) => Some((day, day.checked_add(1.day()).ok()?)),
            Stretch::Month(year, month) => months(year, month, 1),
            Stretch::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Stretch::Half(year, half) => months(year, half * 6 - 5, 6),
            Stretch::Season(year, season) => months(year, season.first_month(), 3),
            Stretch::Year(year) => years(year.into(), year.into()),
            Stretch::Decade(year) => {
                let first = i32::from(year).div_euclid(10) * 10;
                years(first, first + 9)
            }
            Stretch::Century(year) => {
                let first = i32::from(year).div_euclid(100) * 100;
                years(first, first + 99)
            }
        }
    }

    /// Its TIMEX3 value.
    pub fn value(self) -> String {
        let mut text = String::new();
        let done = match self {
            Stretch::Day(day) => write!(text, "{}-{:02}-{:02}", year(day.year()), day.month(), day.day()),
            Stretch::Week(day) => write!(text, "{}-W{:02}", iso(day).0, iso(day).1),
            Stretch::Weekend(day) => write!(text, "{}-W{:02}-WE", iso(day).0, iso(day).1),
            Stretch::Month(y, month) => write!(text, "{}-{month:02}", year(y)),
            Stretch::Quarter(y, quarter) => write!(text, "{}-Q{quarter}", year(y)),
            Stretch::Half(y, half) => write!(text, "{}-H{half}", year(y)),
            Stretch::Season(y, season) => write!(text, "{}-{}", year(y), season.code()),
            Stretch::Year(y) => write!(text, "{}", year(y)),
            Stretch::Decade(y) => write!(text, "{}", shortened(y, 1)),
            Stretch::Century(y) => write!(text, "{}", shortened(y, 2)),
        };
        debug_assert!(done.is_ok());
        text
    }

    /// How fine it is.
    pub fn granularity(self) -> Granularity {
        match self {
            Stretch::Day(_) => Granularity::Day,
            Stretch::Week(_) => Granularity::Week,
            Stretch::Weekend(_) => Granularity::Weekend,
            Stretch::Month(..) => Granularity::Month,
            Stretch::Quarter(..) => Granularity::Quarter,
            Stretch::Half(..) => Granularity::HalfYear,
            Stretch::Season(..) => Granularity::Season,
            Stretch::Year(_) => Granularity::Year,
            Stretch::Decade(_) => Granularity::Decade,
            Stretch::Century(_) => Granularity::Century,
        }
    }
}

/// The Monday of the week of `day`; `day` itself at the calendar's edge.
pub(super) fn monday(day: Date) -> Date {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day)
}

/// The value of a season of no known year.
pub(super) fn season_code(season: Season) -> &'static str {
    season.code()
}

/// ISO year and week.
fn iso(day: Date) -> (String, i8) {
    let week = day.iso_week_date();
    (year(week.year()), week.week())
}

/// Four digits; `BC0480` for 480 BC, which is −479 in the calendar of astronomers.
pub(super) fn year(year: i16) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - i32::from(year)) }
}

fn shortened(of: i16, digits: usize) -> String {
    let mut text = year(of);
    text.truncate(text.len() - digits);
    text
}
