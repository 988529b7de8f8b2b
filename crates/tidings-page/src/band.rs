//! The band of days above a timeline: one mark for each event with bounded days.
//!
//! Stretches of days without events are left out, so that last month and ten years ago both fit. Events that are
//! dated to no better than two months stand in the list only. All positions are integers, in units of the viewBox.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use maud::{Markup, html};

use crate::days;
use crate::words::Sign;

/// Where days are counted from.
const ORIGIN: Date = Date::constant(1, 1, 1);
/// Width of the whole band.
const WIDTH: i64 = 960;
/// Height of one row of marks.
const ROW: i64 = 16;
/// Between two stretches of days.
const BREAK: i64 = 28;
/// Longest interval that is drawn, in days.
const LONGEST: i64 = 62;
/// Days without events that are left out.
const GAP: i64 = 31;
/// Width of a stretch that holds a single event.
const SINGLE: i64 = 84;
/// Room for the first label of a stretch, which has the year, and for each other one.
const LABELS: (i64, i64) = (92, 56);

/// One event to draw.
pub struct Mark<'r> {
    /// Its first and last possible day.
    pub days: (Date, Date),
    /// How it is told.
    pub sign: Sign,
    /// What it is.
    pub title: &'r str,
    /// The id of its line in the timeline.
    pub line: &'r str,
}

/// A stretch of days with events.
struct Stretch {
    first: i64,
    days: i64,
    marks: i64,
    x: i64,
    width: i64,
}

impl Stretch {
    fn x(&self, day: i64) -> i64 {
        self.x + (day - self.first) * self.width / self.days
    }
}

/// The band, or nothing where fewer than two events can be drawn. It repeats the list below, for the eye alone.
pub fn band(marks: &[Mark<'_>]) -> Markup {
    let mut drawn: Vec<_> = marks.iter().filter(|mark| (0..LONGEST).contains(&length(mark))).collect();
    drawn.sort_by_key(|mark| mark.days);
    if drawn.len() < 2 {
        return html! {};
    }
    let stretches = stretches(&drawn);
    let (placed, rows) = place(&drawn, &stretches);
    let axis = rows * ROW + 6;
    let width = stretches.last().map_or(WIDTH, |last| (last.x + last.width).max(WIDTH)) + 8;
    html! {
        svg.band viewBox={ "0 0 " (width) " " (axis + 24) } aria-hidden="true" focusable="false" {
            @for stretch in &stretches {
                line.axis x1=(stretch.x) y1=(axis) x2=(stretch.x + stretch.width) y2=(axis) {}
                @for (day, label) in ticks(stretch) {
                    @let x = stretch.x(number(day));
                    line.axis x1=(x) y1=(axis) x2=(x) y2=(axis + 5) {}
                    text x=(x) y=(axis + 18) { (label) }
                }
            }
            @for stretch in &stretches[1..] {
                @let x = stretch.x - BREAK / 2;
                path.axis d={ "M" (x - 5) " " (axis + 5) "l5 -10m2 10l5 -10" } {}
            }
            @for (mark, x, width, row) in placed {
                a href={ "#" (mark.line) } tabindex="-1" {
                    title { (days::interval(Some(mark.days.0), Some(mark.days.1)).unwrap_or_default()) ": " (mark.title) }
                    rect class=(mark.sign.class()) x=(x) y=(row * ROW + 3) width=(width) height=(ROW - 6) rx="5" {}
                }
            }
        }
    }
}

/// Days since [`ORIGIN`].
fn number(day: Date) -> i64 {
    day.duration_since(ORIGIN).as_hours() / 24
}

fn length(mark: &Mark<'_>) -> i64 {
    number(mark.days.1) - number(mark.days.0)
}

/// The days that hold events. A stretch is as wide as its share of days, within limits; one with a single event
/// needs no scale.
fn stretches(marks: &[&Mark<'_>]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for mark in marks {
        let (first, end) = (number(mark.days.0), number(mark.days.1) + 1);
        match stretches.last_mut() {
            Some(last) if first - (last.first + last.days) <= GAP => {
                last.days = last.days.max(end - last.first);
                last.marks += 1;
            }
            _ => stretches.push(Stretch { first, days: end - first, marks: 1, x: 0, width: SINGLE }),
        }
    }
    let scaled = |stretch: &Stretch| stretch.marks > 1;
    let weight = |stretch: &Stretch| stretch.days.clamp(14, 120);
    let weights: i64 = stretches.iter().filter(|one| scaled(one)).map(weight).sum();
    let singles = stretches.iter().filter(|one| !scaled(one)).count() as i64;
    let room = WIDTH - BREAK * (stretches.len() as i64 - 1) - SINGLE * singles;
    let mut x = 0;
    for stretch in &mut stretches {
        if scaled(stretch) {
            stretch.width = (room * weight(stretch) / weights).max(SINGLE);
        }
        stretch.x = x;
        x += stretch.width + BREAK;
    }
    stretches
}

/// Where each mark goes: x, width and row; and the number of rows.
fn place<'m, 'r>(marks: &[&'m Mark<'r>], stretches: &[Stretch]) -> (Vec<(&'m Mark<'r>, i64, i64, i64)>, i64) {
    let (mut placed, mut ends): (Vec<_>, Vec<i64>) = (Vec::new(), Vec::new());
    for mark in marks {
        let (first, last) = (number(mark.days.0), number(mark.days.1));
        let inside =
            stretches.iter().find(|stretch| (stretch.first..stretch.first + stretch.days).contains(&first));
        let Some(stretch) = inside else { continue };
        let x = stretch.x(first);
        let width = (stretch.x(last + 1) - x - 2).max(10);
        let row = ends.iter().position(|&end| end + 3 <= x).unwrap_or(ends.len());
        match ends.get_mut(row) {
            Some(end) => *end = x + width,
            None => ends.push(x + width),
        }
        placed.push((*mark, x, width, row as i64));
    }
    (placed, ends.len() as i64)
}

/// The first day, then months, or Mondays in a short stretch, as far as labels have room.
fn ticks(stretch: &Stretch) -> Vec<(Date, String)> {
    let mut ticks: Vec<(Date, String)> = Vec::new();
    let mut free = stretch.x;
    for day in stretch.first..stretch.first + stretch.days {
        let Ok(date) = ORIGIN.checked_add(day.days()) else { break };
        let weekly = stretch.days <= 60 && date.weekday() == Weekday::Monday;
        let wanted = day == stretch.first || stretch.marks > 1 && (date.day() == 1 || weekly);
        let (x, first) = (stretch.x(day), ticks.is_empty());
        let room = if first { LABELS.0 } else { LABELS.1 };
        if wanted && x >= free && (first || x + room <= stretch.x + stretch.width + BREAK) {
            ticks.push((date, if first { days::day(date) } else { days::short(date) }));
            free = x + room;
        }
    }
    ticks
}
