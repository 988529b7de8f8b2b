//! From what an expression says to its value and its days, given the publication and the text's running time.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use tidings_record::{Granularity, TimeType};

use super::calendar::{Feast, Season, Stretch, Unit, season_code};
use super::expression::{Amount, Expression, Meaning, OfDay, Origin, Side, YearOf};
use super::grammar::set_duration;
use super::rules::Rule;
use super::tense::Tense;

/// What is known where an expression stands.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The day of publication.
    pub published: Option<Date>,
    /// Whether the text tells of a past that it dates itself, as a history does.
    pub narrative: bool,
    /// The last stretch of the calendar that the text named.
    pub reference: Option<Stretch>,
    /// Where a narrative stands: the last date that it tells of, rather than looks back or ahead to.
    pub line: Option<Date>,
    /// The last day that the sentence named.
    pub day: Option<Date>,
    /// The last quarter that the text named.
    pub quarter: Option<Stretch>,
    /// How many sentences ago that was; more than three is far.
    pub quarter_age: u8,
}

/// A quarter named more sentences ago is no longer what "a year ago" is compared with.
const QUARTER_AGE: u8 = 4;
/// In a narrative, a month without a year that lies further back than these days is that of the next year.
const NARRATIVE_BACK: i32 = 240;

/// A resolved expression.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    pub kind: TimeType,
    pub value: String,
    /// The stretch, where it is known.
    pub stretch: Option<Stretch>,
    pub granularity: Option<Granularity>,
}

impl Resolved {
    fn of(stretch: Stretch) -> Resolved {
        Resolved {
            kind: TimeType::Date,
            value: stretch.value(),
            stretch: Some(stretch),
            granularity: Some(stretch.granularity()),
        }
    }

    fn open(value: impl Into<String>, granularity: Option<Granularity>) -> Resolved {
        Resolved { kind: TimeType::Date, value: value.into(), stretch: None, granularity }
    }
}

/// The value of `expression`, told in `tense`.
pub(super) fn resolve(expression: &Expression, tense: Tense, context: &Context) -> Option<Resolved> {
    let mut resolved = context.date(expression, tense)?;
    if let Some(of_day) = expression.of_day {
        let day = match resolved.granularity {
            Some(Granularity::Day) => resolved.value,
            _ => "XXXX-XX-XX".to_owned(),
        };
        resolved.kind = TimeType::Time;
        (resolved.value, resolved.granularity) = match of_day {
            OfDay::Part(part) => (format!("{day}T{}", part.code()), Some(Granularity::PartOfDay)),
            OfDay::Clock { hour, minute: None, second: _ } => {
                (format!("{day}T{hour:02}:00"), Some(Granularity::Hour))
            }
            OfDay::Clock { hour, minute: Some(minute), second: None } => {
                (format!("{day}T{hour:02}:{minute:02}"), Some(Granularity::Minute))
            }
            OfDay::Clock { hour, minute: Some(minute), second: Some(second) } => {
                (format!("{day}T{hour:02}:{minute:02}:{second:02}"), Some(Granularity::Second))
            }
        };
    }
    Some(resolved)
}

/// The value of a time whose stretch is not known, as TempEval writes it.
fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
    }
}

impl Context {
    fn date(&self, expression: &Expression, tense: Tense) -> Option<Resolved> {
        Some(match &expression.meaning {
            Meaning::Day { year, month, day } => {
                self.month_day(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?, tense)?
            }
            Meaning::WeekOf { year, month, day } => {
                let day =
                    self.month_day(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?, tense)?;
                match day.stretch {
                    Some(Stretch::Day(day)) => Resolved::of(Stretch::holding(day, Unit::Week)),
                    _ => Resolved::open(unknown(Unit::Week), Some(Granularity::Week)),
                }
            }
            Meaning::Month { year, month } => self.month(*year, i8::try_from(*month).ok()?, tense),
            Meaning::Year(year) => Resolved::of(Stretch::Year(*year)),
            Meaning::Decade { year, short } => {
                let century = if *short { self.century_of(*year) } else { 0 };
                Resolved::of(Stretch::Decade(century + *year))
            }
            Meaning::Century(year) => Resolved::of(Stretch::Century(*year)),
            Meaning::Quarter { year, quarter: 0 } => match (self.year(*year), self.quarter) {
                (Some(year), Some(Stretch::Quarter(_, quarter))) => {
                    Resolved::of(Stretch::Quarter(year, quarter))
                }
                (Some(year), _) => Resolved::of(Stretch::Year(year)),
                _ => Resolved::open("XXXX-QX", Some(Granularity::Quarter)),
            },
            Meaning::Quarter { year, quarter } => self.quarter_of(*year, i8::try_from(*quarter).ok()?, tense),
            Meaning::Half { year, half } => {
                match self.year(*year).or_else(|| self.home().map(|home| home.year())) {
                    Some(year) => Resolved::of(Stretch::Half(year, i8::try_from(*half).ok()?)),
                    None => Resolved::open(format!("XXXX-H{half}"), Some(Granularity::HalfYear)),
                }
            }
            Meaning::Season { year, season } => self.season(*year, *season, tense),
            Meaning::Feast { year, feast } => self.feast(*year, *feast, tense),
            Meaning::Weekday { weekday, side } => self.weekday(i8::try_from(*weekday).ok()?, *side, tense),
            Meaning::Weekend { side } => self.weekend(*side, tense),
            Meaning::Step { unit, steps, origin } => self.step(*unit, *steps, *origin, expression.rule),
            Meaning::Shift { amount, unit, sign, origin } => self.shift(*amount, *unit, *sign, *origin)?,
            Meaning::Period { year_before, unit } => self.period(*year_before, *unit),
            Meaning::OfDay { origin, steps } => self.day_of(*origin, *steps),
            Meaning::Duration { amount, unit } => duration(*amount, *unit),
            Meaning::Set(value) => Resolved { kind: TimeType::Set, ..Resolved::open(value.clone(), None) },
            Meaning::Value(value) => Resolved::open(value.clone(), None),
        })
    }

    /// The day from which relative times count if the text gives no other.
    fn home(&self) -> Option<Date> {
        if self.narrative {
            self.reference.and_then(Stretch::days).map(|(first, _)| first).or(self.published)
        } else {
            self.published
        }
    }

    fn century_of(&self, decade: i16) -> i16 {
        let year = self.home().map_or(2000, Date::year);
        let century = year.div_euclid(100) * 100;
        if century + decade > year + 5 { century - 100 } else { century }
    }

    /// The year, if it is settled without knowing month or tense.
    fn year(&self, year: YearOf) -> Option<i16> {
        let step = |from: i16, steps: i32| match Stretch::Year(from).step(steps)? {
            Stretch::Year(year) => Some(year),
            _ => None,
        };
        match year {
            YearOf::Known(year) => Some(year),
            YearOf::Step(steps) => step(self.published?.year(), steps),
            YearOf::FromReference(steps) => {
                step(self.reference.map(Stretch::year).or_else(|| Some(self.published?.year()))?, steps)
            }
            YearOf::Open | YearOf::Last | YearOf::Next => None,
        }
    }

    /// The year that fits a month (and a day) whose year is not stated. `at` makes the stretch in a year.
    fn fit(&self, year: YearOf, tense: Tense, at: impl Fn(i16) -> Option<Date>) -> Option<i16> {
        if let Some(year) = self.year(year) {
            return Some(year);
        }
        let home = self.home()?;
        let this = home.year();
        let near = |year: i16| at(year).map(|day| (day - home).get_days());
        let candidates = || [this, this - 1, this + 1].into_iter();
        let last = || candidates().filter(|&y| near(y).is_some_and(|days| days <= 0)).max();
        let next = || candidates().filter(|&y| near(y).is_some_and(|days| days >= 0)).min();
        match (year, tense) {
            (YearOf::Last, _) => last(),
            (YearOf::Next, _) => next(),
            // A day in the other direction is told with its year, so near ones win.
            _ if self.narrative => self.fit_narrative(at),
            _ => candidates().filter(|&y| near(y).is_some()).min_by_key(|&y| {
                near(y).map(|days| match tense {
                    Tense::Past if days > 0 => days * 8,
                    Tense::Future if days < 0 => -days * 4,
                    Tense::Present | Tense::Unknown if days > 0 => days * 5 / 4,
                    _ => days.abs(),
                })
            }),
        }
    }

    /// The year in a narrative: on the line of the story, the months ahead before those behind.
    fn fit_narrative(&self, at: impl Fn(i16) -> Option<Date>) -> Option<i16> {
        let line = self.line?;
        let near = |year: i16| at(year).map(|day| (day - line).get_days());
        let this = line.year();
        let next = near(this).is_none_or(|days| days < -NARRATIVE_BACK);
        [if next { this + 1 } else { this }, this, this - 1, this - 2]
            .into_iter()
            .find(|&year| at(year).is_some())
    }

    fn month_day(&self, year: YearOf, month: i8, day: i8, tense: Tense) -> Option<Resolved> {
        let at = |year| Date::new(year, month, day).ok();
        let open = || Resolved::open(format!("XXXX-{month:02}-{day:02}"), Some(Granularity::Day));
        match self.fit(year, tense, at) {
            Some(year) => at(year).map(|day| Resolved::of(Stretch::Day(day))),
            None => Some(open()),
        }
    }

    fn month(&self, year: YearOf, month: i8, tense: Tense) -> Resolved {
        let here = self.home().filter(|home| home.month() == month);
        // The month of the publication counts as past and as future.
        let at = |year| match here {
            Some(home) if home.year() == year => Some(home),
            _ => Date::new(year, month, 15).ok(),
        };
        let elsewhere =
            |year| Date::new(year, month, 15).ok().filter(|_| here.is_none_or(|home| home.year() != year));
        let fits = match year {
            YearOf::Last | YearOf::Next => self.fit(year, tense, elsewhere),
            _ => self.fit(year, tense, at),
        };
        match fits {
            Some(year) => Resolved::of(Stretch::Month(year, month)),
            None => Resolved::open(format!("XXXX-{month:02}"), Some(Granularity::Month)),
        }
    }

    fn quarter_of(&self, year: YearOf, quarter: i8, tense: Tense) -> Resolved {
        let middle = |year| Date::new(year, quarter * 3 - 1, 15).ok();
        // Forecasts and reports alike name the nearest one.
        match self.fit(year, if tense == Tense::Future { Tense::Unknown } else { tense }, middle) {
            Some(year) => Resolved::of(Stretch::Quarter(year, quarter)),
            None => Resolved::open(format!("XXXX-Q{quarter}"), Some(Granularity::Quarter)),
        }
    }

    fn season(&self, year: YearOf, season: Season, tense: Tense) -> Resolved {
        let middle = |year| {
            Stretch::Season(year, season).days().and_then(|(first, _)| first.checked_add(45.days()).ok())
        };
        let year = if season == Season::Winter && year == YearOf::Step(0) { YearOf::Open } else { year };
        match self.fit(year, tense, middle) {
            Some(year) => Resolved::of(Stretch::Season(year, season)),
            None => Resolved::open(format!("XXXX-{}", season_code(season)), Some(Granularity::Season)),
        }
    }

    fn feast(&self, year: YearOf, feast: Feast, tense: Tense) -> Resolved {
        match self.fit(year, tense, |year| feast.day(year)).and_then(|year| feast.day(year)) {
            Some(day) => Resolved::of(Stretch::Day(day)),
            None => match feast {
                Feast::On(month, day) => {
                    Resolved::open(format!("XXXX-{month:02}-{day:02}"), Some(Granularity::Day))
                }
                _ => Resolved::open("XXXX-XX-XX", Some(Granularity::Day)),
            },
        }
    }

    fn weekday(&self, weekday: i8, side: Side, tense: Tense) -> Resolved {
        let open = || Resolved::open(format!("XXXX-WXX-{weekday}"), Some(Granularity::Day));
        let Ok(wanted) = Weekday::from_monday_one_offset(weekday) else { return open() };
        let reference = || match self.reference {
            Some(Stretch::Day(day)) => Some(day),
            _ => self.published,
        };
        let origin = if matches!(side, Side::Following | Side::Previous) || self.narrative {
            reference()
        } else {
            self.published
        };
        let Some(origin) = origin else { return open() };
        // Days back from the origin to the wanted weekday, 0 to 6.
        let back = i64::from(
            (origin.weekday().to_monday_zero_offset() - wanted.to_monday_zero_offset()).rem_euclid(7),
        );
        let ahead = (7 - back) % 7;
        let steps = match (side, tense) {
            (Side::Last | Side::Previous, _) => -if back == 0 { 7 } else { back },
            (Side::Next | Side::Following, _) => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            (Side::This, Tense::Past) => -back,
            (Side::This, _) => ahead,
            (Side::Open, _) if self.narrative => ahead,
            (Side::Open, Tense::Future) => ahead,
            (Side::Open, _) => -back,
        };
        origin.checked_add(steps.days()).map_or_else(|_| open(), |day| Resolved::of(Stretch::Day(day)))
    }

    fn weekend(&self, side: Side, tense: Tense) -> Resolved {
        let open = || Resolved::open("XXXX-WXX-WE", Some(Granularity::Weekend));
        let origin = match side {
            Side::Following | Side::Previous => {
                self.reference.and_then(Stretch::days).map(|(first, _)| first).or(self.published)
            }
            _ => self.home(),
        };
        let Some(origin) = origin else { return open() };
        let here = Stretch::holding(origin, Unit::Weekend);
        let over = origin.weekday().to_monday_zero_offset() < 5;
        let steps = match (side, tense) {
            (Side::Last, _) | (Side::Previous, _) => -1,
            (Side::This, _) if tense == Tense::Past && over => -1,
            (Side::This, _) | (Side::Open, Tense::Future) => 0,
            (Side::Next | Side::Following, _) => 1,
            (Side::Open, _) => -i32::from(over),
        };
        here.step(steps).map_or_else(open, Resolved::of)
    }

    fn origin(&self, origin: Origin, unit: Unit) -> Option<Stretch> {
        match origin {
            Origin::Published => self.published.map(|day| Stretch::holding(day, unit)),
            Origin::Reference => {
                let coarse = |stretch: Stretch| coarseness(stretch) > unit;
                match self.reference {
                    Some(stretch) if coarse(stretch) => None,
                    Some(stretch) => stretch.days().map(|(first, _)| Stretch::holding(first, unit)),
                    None => self.published.map(|day| Stretch::holding(day, unit)),
                }
            }
        }
    }

    fn step(&self, unit: Unit, steps: i32, origin: Origin, rule: Rule) -> Resolved {
        // "the week", "the year" in news mean the present one; in a history the one told of.
        let definite = rule == Rule::Same && steps == 0 && !self.narrative;
        let from = if definite && origin == Origin::Reference {
            self.origin(origin, unit).or_else(|| self.origin(Origin::Published, unit))
        } else {
            self.origin(origin, unit)
        };
        match from.and_then(|from| from.step(steps)) {
            Some(stretch) => Resolved::of(stretch),
            None => Resolved::open(unknown(unit), Some(unit.granularity())),
        }
    }

    fn shift(&self, amount: Amount, unit: Unit, sign: i32, origin: Origin) -> Option<Resolved> {
        let Amount::Exact(above, below) = amount else {
            return Some(Resolved::open(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }, None));
        };
        // "a year earlier" beside a quarter is that quarter a year before.
        if unit == Unit::Year
            && amount == Amount::Exact(1, 1)
            && let Some(quarter) = self.quarter.filter(|_| self.quarter_age <= QUARTER_AGE && sign < 0)
        {
            return quarter.step(-4).map(Resolved::of);
        }
        let (unit, factor) = match unit {
            Unit::Decade => (Unit::Year, 10),
            Unit::Century => (Unit::Year, 100),
            Unit::Millennium => (Unit::Year, 1000),
            Unit::Fortnight => (Unit::Week, 2),
            other => (other, 1),
        };
        let above = above.checked_mul(factor)?;
        let (unit, count) = match (above % below, unit) {
            (0, _) => (unit, above / below),
            (_, Unit::Year) => (Unit::Month, above.checked_mul(12)? / below),
            (_, Unit::Month) => (Unit::Week, above.checked_mul(4)? / below),
            (_, Unit::Week) => (Unit::Day, above.checked_mul(7)? / below),
            _ => (unit, above / below),
        };
        let (unit, count) = match unit {
            Unit::Hour => (Unit::Day, count / 24),
            Unit::Minute | Unit::Second => (Unit::Day, 0),
            other => (other, count),
        };
        let steps = i32::try_from(count).ok().filter(|steps| *steps < 100_000)? * sign;
        let from = self.origin(origin, unit);
        Some(match from.and_then(|from| from.step(steps)) {
            Some(stretch) => Resolved::of(stretch),
            None => Resolved::open(unknown(unit), Some(unit.granularity())),
        })
    }

    /// "the quarter", "the year-ago period": the last one named, else the quarter before the publication.
    fn period(&self, year_before: bool, unit: Option<Unit>) -> Resolved {
        let of_year = unit.is_some_and(|unit| unit != Unit::Quarter);
        // What is reported is over.
        let over = |quarter: &Stretch| {
            let (Some((_, last)), Some(published)) = (quarter.days(), self.published) else { return true };
            last <= published
        };
        let here = match (self.quarter.filter(over), self.published) {
            (Some(quarter), _) if !of_year || self.quarter_age <= QUARTER_AGE => Some(quarter),
            (_, Some(published)) if of_year => Some(Stretch::Year(published.year())),
            (_, Some(published)) if unit == Some(Unit::Quarter) => {
                Stretch::holding(published, Unit::Quarter).step(-1)
            }
            (_, Some(published)) => Some(Stretch::Year(published.year())),
            _ => None,
        };
        let years = if matches!(here, Some(Stretch::Quarter(..))) { -4 } else { -1 };
        match here.and_then(|here| here.step(if year_before { years } else { 0 })) {
            Some(stretch) => Resolved::of(stretch),
            None => Resolved::open(
                unknown(unit.unwrap_or(Unit::Quarter)),
                Some(unit.unwrap_or(Unit::Quarter).granularity()),
            ),
        }
    }

    fn day_of(&self, origin: Origin, steps: i32) -> Resolved {
        let reference = match self.reference {
            Some(Stretch::Day(day)) if self.narrative => Some(day),
            _ if self.narrative => None,
            _ => self.published,
        };
        // "the next morning" follows the day that was told, wherever it stands.
        let told = match self.reference {
            Some(Stretch::Day(day)) if steps != 0 => Some(day),
            _ => reference,
        };
        let day = if origin == Origin::Reference { self.day.or(told) } else { self.published };
        match day.and_then(|day| Stretch::Day(day).step(steps)) {
            Some(stretch) => Resolved::of(stretch),
            None => Resolved::open("XXXX-XX-XX", Some(Granularity::Day)),
        }
    }
}

/// The unit of a stretch.
fn coarseness(stretch: Stretch) -> Unit {
    match stretch {
        Stretch::Day(_) => Unit::Day,
        Stretch::Week(_) => Unit::Week,
        Stretch::Weekend(_) => Unit::Weekend,
        Stretch::Month(..) => Unit::Month,
        Stretch::Quarter(..) | Stretch::Half(..) | Stretch::Season(..) => Unit::Quarter,
        Stretch::Year(_) => Unit::Year,
        Stretch::Decade(_) => Unit::Decade,
        Stretch::Century(_) => Unit::Century,
    }
}

fn duration(amount: Amount, unit: Unit) -> Resolved {
    let value = match amount {
        Amount::Vague => {
            let (letter, _, clock) = unit.duration();
            let letter = match unit {
                Unit::Decade => "E",
                Unit::Century => "C",
                _ => letter,
            };
            format!("P{}X{letter}", if clock { "T" } else { "" })
        }
        Amount::Exact(above, below) => exact(above, below, unit),
    };
    Resolved { kind: TimeType::Duration, ..Resolved::open(value, Some(unit.granularity())) }
}

/// "two and a half years" is `P2Y6M`.
fn exact(above: u64, below: u64, unit: Unit) -> String {
    if above.is_multiple_of(below) {
        return set_duration(above / below, unit);
    }
    let (whole, rest) = (above / below, above % below);
    let (part, parts) = match unit {
        Unit::Minute => ("S", 60),
        Unit::Hour => ("M", 60),
        Unit::Day => ("H", 24),
        Unit::Week => ("D", 7),
        Unit::Month => ("D", 30),
        Unit::Year => ("M", 12),
        Unit::Decade => return format!("P{}Y", above.saturating_mul(10) / below),
        Unit::Century => return format!("P{}Y", above.saturating_mul(100) / below),
        _ => return set_duration(whole.max(1), unit),
    };
    let smaller = rest * parts / below;
    let (letter, factor, clock) = unit.duration();
    let head = if whole > 0 { format!("{}{letter}", whole * factor) } else { String::new() };
    match (clock, unit) {
        (true, _) => format!("PT{head}{smaller}{part}"),
        (false, Unit::Day) => format!("P{head}T{smaller}{part}"),
        (false, _) => format!("P{head}{smaller}{part}"),
    }
}
