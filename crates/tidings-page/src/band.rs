//! The band of days above a timeline: one mark for each event with bounded days. Its width is the days in which the
//! event may lie, its shape how the event is told.
//!
//! Events that are dated to no better than two months stand in the list only. It repeats the list, for the eye alone.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::days;
use crate::plot::{Axis, WIDTH, ZOOMS, number, share};
use crate::words::Sign;

/// Height of one row of marks.
const ROW: i64 = 20;
/// Most rows; what finds no place in them stands in the list only.
const ROWS: usize = 16;
/// Longest interval that is drawn, in days.
const LONGEST: i64 = 62;
/// Room for a shape and the number beside it.
const SHAPE: i64 = 30;

/// One event to draw.
pub struct Mark<'r> {
    /// Its first and last possible day.
    pub days: (Date, Date),
    /// How it is told.
    pub sign: Sign,
    /// What it is.
    pub title: &'r str,
    /// The id of its line.
    pub line: &'r str,
    /// The number of its line.
    pub number: usize,
}

/// A mark in its place: left end, width and row.
type Placed<'m, 'r> = (&'m Mark<'r>, i64, i64, i64);

/// The band, or nothing where fewer than two of all `listed` events can be drawn.
pub fn band(marks: &[Mark<'_>], listed: usize) -> Markup {
    let length = |mark: &Mark<'_>| number(mark.days.1) - number(mark.days.0);
    let mut drawn: Vec<_> = marks.iter().filter(|mark| (0..LONGEST).contains(&length(mark))).collect();
    drawn.sort_by_key(|mark| mark.days);
    if drawn.len() < 2 {
        return html! {};
    }
    let axis = Axis::new(drawn.iter().map(|mark| mark.days));
    let (placed, rows) = place(&drawn, &axis);
    let y = rows * ROW + 6;
    let left = listed - placed.len();
    html! {
        div.drawing {
            div.zoom.scripted role="group" aria-label="Zoom of the drawn timeline" {
                button type="button" data-zoom="out" aria-label="Show more days" { "−" }
                button type="button" data-zoom="in" aria-label="Show fewer days" { "+" }
                span.meta { "drag over days to filter by them" }
            }
            div.scroll {
                svg.band height=(y + 26) data-days=(axis.data()) aria-hidden="true" focusable="false" {
                    (axis.drawn(y, &ZOOMS))
                    @for mark in &placed { (shape(mark)) }
                }
            }
            @if left > 0 { p.meta { (left) " with no day, or a wide range of days, only in the list." } }
        }
    }
}

fn shape(&(mark, x, width, row): &Placed<'_, '_>) -> Markup {
    let y = row * ROW + ROW / 2 + 2;
    let when = days::interval(Some(mark.days.0), Some(mark.days.1)).unwrap_or_default();
    html! {
        a class=(mark.sign.class()) href={ "#" (mark.line) } tabindex="-1" data-line=(mark.line) {
            title { (when) ": " (mark.title) " (" (mark.sign.legend()) ")" }
            rect.span x=(share(x)) y=(y - 4) width=(share(width)) height="8" rx="4" {}
            svg x=(share(x + width / 2)) y=(y) overflow="visible" {
                rect.target x="-12" y="-12" width="36" height="24" {}
                use href={ "#shape-" (mark.sign.class()) } {}
                text x="8" y="4" { (mark.number) }
            }
        }
    }
}

/// The marks in rows, so that none covers another; and the number of rows.
fn place<'m, 'r>(marks: &[&'m Mark<'r>], axis: &Axis) -> (Vec<Placed<'m, 'r>>, i64) {
    let (mut placed, mut ends): (Vec<_>, Vec<i64>) = (Vec::new(), Vec::new());
    for mark in marks {
        let (x, width) = axis.interval(mark.days.0, mark.days.1);
        let (left, right) =
            (x.min(x + width / 2 - 8), (x + width).max(x + width / 2 + SHAPE - 8).min(WIDTH + SHAPE));
        let row = ends.iter().position(|&end| end + 2 <= left).unwrap_or(ends.len());
        match ends.get_mut(row) {
            Some(end) => *end = right,
            None if row < ROWS => ends.push(right),
            None => continue,
        }
        placed.push((*mark, x, width, row as i64));
    }
    (placed, ends.len() as i64)
}
