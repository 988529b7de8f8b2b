//! A figure over time, where articles give one more than once: each as its words bound it, by who gives it, later
//! counts joined to earlier ones.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use maud::{Markup, html};
use tidings_record::{Figure, FigureId, FindingKind, Number};

use crate::days;
use crate::plot::{Axis, WIDTH, share};
use crate::story::View;
use crate::text::{plain, shown};
use crate::words;

/// Height of the part with points.
const HEIGHT: i64 = 120;
/// Room above it.
const TOP: i64 = 18;
/// Most charts of a story.
const CHARTS: usize = 8;
/// Who gives figures beyond so many share the last shape.
const SHAPES: usize = 4;

/// Figures of one thing, given on several days.
struct Course<'r> {
    figures: Vec<&'r Figure>,
    because: Option<&'r str>,
}

/// One figure in a chart.
struct Point<'r> {
    figure: &'r Figure,
    day: Date,
    who: &'r str,
    least: i64,
    most: Option<i64>,
}

/// The courses that a story's figures take, drawn.
pub fn courses(view: &View<'_, '_>) -> Markup {
    let charts: Vec<_> =
        found(view).into_iter().filter_map(|course| chart(view, &course)).take(CHARTS).collect();
    html! { @if !charts.is_empty() { div.charts { @for chart in charts { (chart) } } } }
}

/// Figures that the record states to be updates of each other; then those of one event, effect and thing.
fn found<'r>(view: &View<'_, 'r>) -> Vec<Course<'r>> {
    let all: BTreeMap<&str, &Figure> = view.story.figures.iter().map(|one| (one.id.as_str(), one)).collect();
    let mut seen: BTreeSet<&FigureId> = BTreeSet::new();
    let mut courses = Vec::new();
    for update in view.story.findings.iter().filter(|finding| finding.kind == FindingKind::Update) {
        let figures: Vec<_> = update.between.iter().filter_map(|id| all.get(id.as_str()).copied()).collect();
        seen.extend(figures.iter().map(|figure| &figure.id));
        courses.push(Course { figures, because: Some(update.because.as_str()) });
    }
    let mut groups: BTreeMap<_, Vec<&Figure>> = BTreeMap::new();
    for figure in &view.story.figures {
        if let Some(event) = &figure.event
            && figure.part_of.is_none()
            && !seen.contains(&figure.id)
        {
            let what = (event, figure.effect, &figure.counted, figure.affected, &figure.unit);
            groups.entry(what).or_default().push(figure);
        }
    }
    courses.extend(groups.into_values().map(|figures| Course { figures, because: None }));
    courses
}

/// The chart of one course, if it has at least two points of different days and numbers.
fn chart<'r>(view: &View<'_, 'r>, course: &Course<'r>) -> Option<Markup> {
    let mut points: Vec<_> = course.figures.iter().filter_map(|figure| point(view, figure)).collect();
    points.sort_by(|a, b| (a.day, a.least, a.who).cmp(&(b.day, b.least, b.who)));
    points.dedup_by(|a, b| (a.day, a.least, a.most, a.who) == (b.day, b.least, b.most, b.who));
    let days: BTreeSet<_> = points.iter().map(|point| point.day).collect();
    let values: BTreeSet<_> = points.iter().map(|point| (point.least, point.most)).collect();
    if days.len() < 2 || values.len() < 2 {
        return None;
    }
    let mut people: Vec<&str> = Vec::new();
    for point in &points {
        if !people.contains(&point.who) {
            people.push(point.who);
        }
    }
    let title = words::course(points.first()?.figure);
    let event = points.iter().find_map(|point| view.events.get(point.figure.event.as_ref()?));
    let told: Vec<_> = points.iter().map(told).collect();
    Some(html! {
        figure.chart {
            figcaption {
                b { (shown(&title)) }
                @if let Some(event) = event { " – " (shown(&event.title)) "." }
                @if let Some(because) = course.because { " " span.soft { (shown(because)) } }
            }
            svg.plot height=(TOP + HEIGHT + 30) role="img" aria-label=(plain(&told.join("; "))) { (drawn(&points, &people)) }
            ul.legend {
                @for (index, who) in people.iter().enumerate() {
                    li { svg.shape.{ "by" (index.min(SHAPES - 1)) } viewBox="-8 -8 16 16" aria-hidden="true" { (shape(index)) } " " (shown(who)) }
                }
            }
        }
    })
}

fn point<'r>(view: &View<'_, 'r>, figure: &'r Figure) -> Option<Point<'r>> {
    let whole = |number: Number| (number.get().round() as i64).max(0);
    let day = figure.counted_at.latest.or(figure.counted_at.earliest)?;
    let least = whole(figure.min.or(figure.max)?);
    let who = view.teller(figure.claimed_by.as_ref(), figure.voice, figure.said_by.as_deref());
    Some(Point { figure, day, who, least, most: figure.max.map(whole) })
}

fn told(point: &Point<'_>) -> String {
    format!("{}: {}, {}", days::day(point.day), words::figure(point.figure), point.who)
}

fn drawn(points: &[Point<'_>], people: &[&str]) -> Markup {
    let axis = Axis::new(points.iter().map(|point| (point.day, point.day)));
    let top = points.iter().map(|point| point.most.unwrap_or(point.least)).max().unwrap_or(1).max(1);
    let y = |value: i64| TOP + HEIGHT - value * HEIGHT / top;
    // A little room at both ends, for what stands around a point.
    let x = |day: Date| share(40 + axis.x(day) * (WIDTH - 120) / WIDTH);
    let base = TOP + HEIGHT;
    let days: BTreeSet<_> = points.iter().map(|point| point.day).collect();
    html! {
        line.axis x1="0" y1=(base) x2="100%" y2=(base) {}
        @for day in spaced(&days, &axis) { text.day x=(x(day)) y=(base + 18) { (days::short(day)) } }
        @for pair in joined(points).iter().flat_map(|course| course.windows(2)) {
            line.joined x1=(x(pair[0].day)) y1=(y(pair[0].least)) x2=(x(pair[1].day)) y2=(y(pair[1].least)) {}
        }
        @for (place, point) in points.iter().enumerate() {
            @let index = people.iter().position(|who| *who == point.who).unwrap_or(0);
            @let (low, high) = (y(point.least), point.most.map_or(4, y));
            // Those of one day and number stand side by side, and the number behind the last.
            @let same = |other: &&Point<'_>| (other.day, other.least) == (point.day, point.least);
            @let (before, after) = (points[..place].iter().filter(same).count(), points[place + 1..].iter().any(|one| same(&one)));
            svg.{ "by" (index.min(SHAPES - 1)) } x=(x(point.day)) y="0" overflow="visible" {
                @if point.most != Some(point.least) { line.bound.open[point.most.is_none()] x1="0" y1=(low) x2="0" y2=(high) {} }
                g transform={ "translate(" (before * 11) " " (low) ")" } {
                    (shape(index))
                    @if !after { text x="9" y="-5" { (words::amount(point.figure)) } }
                }
            }
        }
    }
}

/// The points that are revisions of each other, in order of days: those of one source; and of all sources that give one
/// number only, on each day the one that is new.
fn joined<'p, 'r>(points: &'p [Point<'r>]) -> Vec<Vec<&'p Point<'r>>> {
    let mut by_source: BTreeMap<&str, Vec<&Point<'_>>> = BTreeMap::new();
    for point in points.iter().filter(|point| point.figure.claimed_by.is_some()) {
        by_source.entry(point.who).or_default().push(point);
    }
    by_source.retain(|_, points| points.len() > 1);
    let mut rest: Vec<&Point<'_>> = Vec::new();
    for point in points.iter().filter(|point| !by_source.contains_key(point.who)) {
        match rest.last() {
            Some(last) if last.day == point.day => {
                let before = rest.len().checked_sub(2).map(|index| rest[index].least);
                if before == Some(last.least) {
                    rest.pop();
                    rest.push(point);
                }
            }
            _ => rest.push(point),
        }
    }
    by_source.into_values().chain([rest]).collect()
}

/// The days whose labels do not run into each other.
fn spaced(days: &BTreeSet<Date>, axis: &Axis) -> Vec<Date> {
    const ROOM: i64 = 130;
    let mut kept: Vec<Date> = Vec::new();
    for &day in days {
        if kept.last().is_none_or(|&last| axis.x(day) - axis.x(last) >= ROOM) {
            kept.push(day);
        }
    }
    kept
}

fn shape(index: usize) -> Markup {
    html! {
        @match index {
            0 => circle r="4.5" {},
            1 => rect x="-4" y="-4" width="8" height="8" {},
            2 => path d="M0 -5.5L5.5 4.5L-5.5 4.5z" {},
            _ => path d="M0 -5.5L5.5 0L0 5.5L-5.5 0z" {},
        }
    }
}
