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
/// Room for a shape, and for the number beside it.
const SHAPE: i64 = 14;
/// See [`SHAPE`].
const NUMBER: i64 = 18;
/// Beyond so many marks they have no numbers.
const NUMBERED: usize = 90;

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
    let numbered = drawn.len() <= NUMBERED;
    let (placed, rows) = place(&drawn, &axis, if numbered { SHAPE + NUMBER } else { SHAPE });
    let y = rows * ROW + 6;
    let left = listed - placed.len();
    html! {
        div.drawing {
            div.zoom.scripted role="group" aria-label="Zoom of the drawn timeline" {
                button type="button" data-zoom="out" { "−" span.unseen { " more days" } }
                button type="button" data-zoom="in" { "+" span.unseen { " fewer days" } }
                span.meta { "drag over days to filter by them" }
            }
            div.scroll tabindex="0" role="region" aria-label="Drawn timeline, the same as the list below it" {
                svg.band height=(y + 26) data-days=(axis.data()) aria-hidden="true" focusable="false" {
                    (axis.drawn(y, &ZOOMS))
                    @for mark in &placed { (shape(mark, numbered)) }
                }
            }
            p.meta {
                "As wide as the days in which it may lie."
                @if left > 0 { " " (left) " more only in the list: no day, a wide range of days, or no room." }
            }
        }
    }
}

fn shape(&(mark, x, width, row): &Placed<'_, '_>, numbered: bool) -> Markup {
    let y = row * ROW + ROW / 2 + 2;
    let when = days::interval(Some(mark.days.0), Some(mark.days.1)).unwrap_or_default();
    html! {
        a class=(mark.sign.class()) href={ "#" (mark.line) } tabindex="-1" data-line=(mark.line) {
            title { (when) ": " (mark.title) " (" (mark.sign.legend()) ")" }
            rect.span x=(share(x)) y=(y - 4) width=(share(width)) height="8" rx="4" {}
            svg x=(share(x + width / 2)) y=(y) overflow="visible" {
                rect.target x="-10" y="-10" width=(if numbered { "36" } else { "20" }) height="20" {}
                use href={ "#shape-" (mark.sign.class()) } {}
                @if numbered { text x="8" y="4" { (mark.number) } }
            }
        }
    }
}

/// The marks in rows, so that none covers another, each with `room` for its shape; and the number of rows.
fn place<'m, 'r>(marks: &[&'m Mark<'r>], axis: &Axis, room: i64) -> (Vec<Placed<'m, 'r>>, i64) {
    let (mut placed, mut ends): (Vec<_>, Vec<i64>) = (Vec::new(), Vec::new());
    for mark in marks {
        let (x, width) = axis.interval(mark.days.0, mark.days.1);
        let shape = x + width / 2 - SHAPE / 2;
        let (left, right) = (x.min(shape), (x + width).max(shape + room).min(WIDTH + room));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_covers_another() {
        let day = |day: i8| Date::constant(2031, 3, day);
        let marks: Vec<_> = [(1, 1), (1, 2), (2, 2), (2, 9), (9, 9), (20, 21)]
            .iter()
            .map(|&(from, to)| Mark {
                days: (day(from), day(to)),
                sign: Sign::Told,
                title: "",
                line: "",
                number: 1,
            })
            .collect();
        let marks: Vec<_> = marks.iter().collect();
        let axis = Axis::new(marks.iter().map(|mark| mark.days));
        let (placed, rows) = place(&marks, &axis, SHAPE);
        assert_eq!(placed.len(), 6);
        for (index, (_, x, width, row)) in placed.iter().enumerate() {
            assert!((0..rows).contains(row) && *width > 0);
            let apart = |&(_, other, wide, at): &Placed<'_, '_>| {
                at != *row || other + wide <= *x || x + width <= other
            };
            assert!(placed[..index].iter().all(apart), "{index}");
        }
    }

    #[test]
    fn a_band_shows_how_each_is_told_and_leads_to_its_line() {
        let day = Date::constant(2031, 3, 1);
        let mark = |sign, line| Mark { days: (day, day), sign, title: "<b>", line, number: 1 };
        let html = band(&[mark(Sign::Told, "e1"), mark(Sign::Claim, "e2")], 3).into_string();
        for part in ["href=\"#e1\"", "#shape-claim", "&lt;b&gt;", "1 more only in the list", "1 Mar 2031"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert_eq!(band(&[mark(Sign::Told, "e1")], 1).into_string(), "");
    }
}
