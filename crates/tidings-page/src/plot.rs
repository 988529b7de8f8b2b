//! The axis of days that drawings share.
//!
//! Stretches of days without anything are left out, so that last month and ten years ago both fit. Positions are
//! integers in units of a drawing [`WIDTH`] wide and printed as shares of the whole, so that a drawing can be as wide as
//! there is room, and the script can zoom by making it wider.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use maud::{Markup, html};

use crate::days;

/// The width of a drawing.
pub const WIDTH: i64 = 960;
/// Where days are counted from.
const ORIGIN: Date = Date::constant(1, 1, 1);
/// Between two stretches of days.
const BREAK: i64 = 28;
/// Days without anything that are left out.
const GAP: i64 = 31;
/// Width of a stretch that holds a single thing.
const SINGLE: i64 = 84;
/// Room for the first label of a stretch, which has the year, and for each other one.
const LABELS: (i64, i64) = (92, 56);
/// How much wider the script can make a drawing; each has its own labels.
pub const ZOOMS: [i64; 4] = [1, 2, 4, 8];

/// The days of a drawing, from left to right.
pub struct Axis {
    stretches: Vec<Stretch>,
}

/// A stretch of days that holds something.
struct Stretch {
    first: i64,
    days: i64,
    things: i64,
    x: i64,
    width: i64,
}

impl Stretch {
    fn x(&self, day: i64) -> i64 {
        self.x + (day - self.first) * self.width / self.days
    }
}

/// Days since a fixed one, long ago.
pub fn number(day: Date) -> i64 {
    day.duration_since(ORIGIN).as_hours() / 24
}

/// A position or length as a share of the whole.
pub fn share(x: i64) -> String {
    let parts = x * 10_000 / WIDTH;
    format!("{}.{:02}%", parts / 100, parts % 100)
}

impl Axis {
    /// The axis for things that lie in these days, `from` to `to` both included, in order of `from`.
    pub fn new(intervals: impl Iterator<Item = (Date, Date)>) -> Axis {
        let mut stretches: Vec<Stretch> = Vec::new();
        for (from, to) in intervals {
            let (first, end) = (number(from), number(to) + 1);
            match stretches.last_mut() {
                Some(last) if first - (last.first + last.days) <= GAP => {
                    last.days = last.days.max(end - last.first);
                    last.things += 1;
                }
                _ => stretches.push(Stretch { first, days: end - first, things: 1, x: 0, width: 0 }),
            }
        }
        spread(&mut stretches);
        Axis { stretches }
    }

    /// Where a day begins.
    pub fn x(&self, day: Date) -> i64 {
        let day = number(day);
        let before = self.stretches.partition_point(|stretch| stretch.first + stretch.days <= day);
        let stretch = self.stretches.get(before).or(self.stretches.last());
        stretch.map_or(0, |stretch| stretch.x(day.clamp(stretch.first, stretch.first + stretch.days)))
    }

    /// Where the days `from` to `to` lie: the left end, and how wide.
    pub fn interval(&self, from: Date, to: Date) -> (i64, i64) {
        let x = self.x(from);
        let end = to.checked_add(1.day()).map_or(WIDTH, |next| match self.stretch(from) {
            Some(stretch) => stretch.x(number(next)),
            None => self.x(next),
        });
        (x, (end - x).max(1))
    }

    fn stretch(&self, day: Date) -> Option<&Stretch> {
        let day = number(day);
        let begun = self.stretches.partition_point(|stretch| stretch.first <= day);
        begun.checked_sub(1).map(|index| &self.stretches[index])
    }

    /// The stretches for the script, each with its left end, its width and its first and last day.
    pub fn data(&self) -> String {
        let day = |number: i64| ORIGIN.saturating_add(number.days());
        let one = |stretch: &Stretch| {
            let (first, last) = (day(stretch.first), day(stretch.first + stretch.days - 1));
            format!("{} {} {first} {last}", stretch.x, stretch.width)
        };
        self.stretches.iter().map(one).collect::<Vec<_>>().join(";")
    }

    /// The line, its breaks and its labels, at height `y`; with `zooms`, more labels for each step.
    pub fn drawn(&self, y: i64, zooms: &[i64]) -> Markup {
        let mut last = None;
        html! {
            @for stretch in &self.stretches {
                line.axis x1=(share(stretch.x)) y1=(y) x2=(share(stretch.x + stretch.width)) y2=(y) {}
                @for (zoom, day, label) in ticks(stretch, zooms, &mut last) {
                    @let x = share(stretch.x(day));
                    g.{ "z" (zoom) } {
                        line.axis x1=(x) y1=(y) x2=(x) y2=(y + 5) {}
                        text x=(x) y=(y + 18) { (label) }
                    }
                }
            }
            @for stretch in self.stretches.iter().skip(1) {
                line.break x1=(share(stretch.x - BREAK + 6)) y1=(y) x2=(share(stretch.x - 6)) y2=(y) {}
            }
        }
    }
}

/// Gives each stretch its place: as wide as its share of days, within limits; one with a single thing needs no scale.
fn spread(stretches: &mut [Stretch]) {
    let scaled = |stretch: &Stretch| stretch.things > 1;
    let weight = |stretch: &Stretch| stretch.days.clamp(14, 120);
    let weights: i64 = stretches.iter().filter(|one| scaled(one)).map(weight).sum();
    let singles = stretches.iter().filter(|one| !scaled(one)).count() as i64;
    let breaks = BREAK * (stretches.len() as i64 - 1);
    let room = (WIDTH - breaks - SINGLE * singles).max(WIDTH / 4);
    let mut x = 0;
    for stretch in stretches.iter_mut() {
        stretch.width = if scaled(stretch) { (room * weight(stretch) / weights).max(SINGLE) } else { SINGLE };
        stretch.x = x;
        x += stretch.width + BREAK;
    }
    // Too many stretches for the room: all narrower.
    let whole = x - BREAK;
    if whole > WIDTH {
        for stretch in stretches {
            stretch.x = stretch.x * WIDTH / whole;
            stretch.width = (stretch.width * WIDTH / whole).max(1);
        }
    }
}

/// A label: the zoom from which on it shows, its day, its words.
type Tick = (i64, i64, String);

/// The first day, then months, or Mondays in a short stretch, then days, as far as labels have room at each zoom. `last`
/// is where the last stretch begins that has a label.
fn ticks(stretch: &Stretch, zooms: &[i64], last: &mut Option<i64>) -> Vec<Tick> {
    const MOST: i64 = 4_000;
    let mut ticks: Vec<Tick> = Vec::new();
    for &zoom in zooms {
        for day in stretch.first..stretch.first + stretch.days.min(MOST) {
            let Ok(date) = ORIGIN.checked_add(day.days()) else { break };
            if day == stretch.first {
                if ticks.is_empty() && last.is_none_or(|x| (stretch.x - x) * zoom >= LABELS.0) {
                    ticks.push((zoom, day, days::day(date)));
                    *last = Some(stretch.x);
                }
                continue;
            }
            let weekly = stretch.days <= 60 * zoom && date.weekday() == Weekday::Monday;
            let daily = zoom > 1 && stretch.days <= 40 * zoom;
            let wanted = stretch.things > 1 && (date.day() == 1 || weekly || daily);
            let x = stretch.x(day) * zoom;
            let apart = |(_, other, _): &Tick| {
                let room = if *other == stretch.first { LABELS.0 } else { LABELS.1 };
                let other = stretch.x(*other) * zoom;
                if other <= x { x - other >= room } else { other - x >= LABELS.1 }
            };
            let inside = x + LABELS.1 <= (stretch.x + stretch.width + BREAK) * zoom;
            if wanted && inside && !ticks.is_empty() && ticks.iter().all(apart) {
                ticks.push((zoom, day, days::short(date)));
            }
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_go_from_left_to_right_and_gaps_are_left_out() {
        let days = ["2019-12-09", "2031-03-01", "2031-03-05", "2031-03-20"].map(date);
        let axis = Axis::new(days.iter().map(|&day| (day, day)));
        assert_eq!(axis.stretches.len(), 2);
        let places: Vec<_> = days.iter().map(|&day| axis.x(day)).collect();
        assert!(places.is_sorted() && places[0] == 0 && *places.last().unwrap() < WIDTH, "{places:?}");
        let (x, width) = axis.interval(days[1], days[3]);
        assert!(x == places[1] && x + width > places[3] && x + width <= WIDTH, "{x} {width}");
    }

    #[test]
    fn many_stretches_still_fit() {
        let years: Vec<_> = (1900..2000).map(|year| Date::constant(year, 5, 1)).collect();
        let axis = Axis::new(years.iter().map(|&day| (day, day)));
        assert_eq!(axis.stretches.len(), 100);
        assert!(axis.stretches.iter().all(|one| one.x + one.width <= WIDTH && one.width > 0));
        // Labels have room at each zoom: a year is 92 units wide.
        let html = axis.drawn(0, &ZOOMS).into_string();
        let mut shown = 0;
        for zoom in ZOOMS {
            shown += html.matches(&format!("class=\"z{zoom}\"")).count() as i64;
            assert!(shown > 0 && shown <= zoom * WIDTH / LABELS.0 + 1, "{shown} at {zoom}");
        }
    }

    #[test]
    fn a_share_is_in_hundredths_of_a_percent() {
        assert_eq!((share(0), share(480), share(7)), ("0.00%".into(), "50.00%".into(), "0.72%".into()));
    }
}
