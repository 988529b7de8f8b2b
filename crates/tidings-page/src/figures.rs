//! Which figures are given, by whom: by side and event, and as they change. Nothing is added up.

use std::collections::BTreeMap;

use maud::{Markup, html};
use tidings_record::{ActorId, Effect, EventId, Figure, FigureId};

use crate::claims::side;
use crate::group::by_first;
use crate::line::folded;
use crate::story::View;
use crate::text::shown;
use crate::words::{self, Kind};
use crate::{chart, days, heading};

/// How many figures of one event are listed at once.
const OPEN: usize = 12;

/// The figures of a story.
pub fn section(view: &View<'_, '_>) -> Markup {
    let figures = &view.story.figures;
    if figures.is_empty() {
        return html! { p { "No figure found." } };
    }
    let all: BTreeMap<_, _> = figures.iter().map(|figure| (&figure.id, figure)).collect();
    html! {
        p.lead { "Each with who gives it. Nothing is added up; figures of different events are not compared." }
        (chart::courses(view))
        @for (side, events) in sides(view) {
            (heading(view.level + 1, None, &side.title()))
            @for (event, figures) in events { (group(view, &all, event, &figures)) }
        }
        (others(view, &all))
    }
}

/// Whom figures are about.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Side<'r> {
    Against(&'r str),
    By(&'r str),
    Unnamed,
}

impl<'r> Side<'r> {
    /// The side of an event's figures, as far as any of them names one.
    fn of(view: &View<'_, 'r>, figures: &[&'r Figure]) -> Side<'r> {
        let against = figures.iter().find_map(|figure| figure.against.as_ref());
        let by = || figures.iter().find_map(|figure| figure.by.as_ref());
        let named =
            |id: &'r ActorId| view.actors.get(id).and_then(|actor| side(actor)).unwrap_or(view.name(id));
        let by = || by().map(|id| Side::By(named(id)));
        against.map(|id| Side::Against(named(id))).or_else(by).unwrap_or(Side::Unnamed)
    }

    fn title(self) -> Markup {
        html! {
            @match self {
                Side::Against(name) => { "Against " (shown(name)) },
                Side::By(name) => { "By " (shown(name)) },
                Side::Unnamed => "No side named",
            }
        }
    }
}

type Events<'r> = Vec<(&'r EventId, Vec<&'r Figure>)>;

/// The figures by side and event, in the order of first appearance; those that name no side last.
fn sides<'r>(view: &View<'_, 'r>) -> Vec<(Side<'r>, Events<'r>)> {
    let figures = view.story.figures.iter();
    let events = by_first(figures.filter_map(|figure| Some((figure.event.as_ref()?, figure))));
    let sided = events.into_iter().map(|(event, figures)| (Side::of(view, &figures), (event, figures)));
    let mut sides = by_first(sided);
    sides.sort_by_key(|(side, _)| *side == Side::Unnamed);
    sides
}

/// The figures of one event under its day and title.
fn group<'r>(
    view: &View<'_, 'r>,
    all: &BTreeMap<&FigureId, &'r Figure>,
    id: &'r EventId,
    figures: &[&'r Figure],
) -> Markup {
    let lines: Vec<_> = figures
        .iter()
        .enumerate()
        .map(|(index, figure)| one(view, all, figure, index.checked_sub(1).map(|before| figures[before])))
        .collect();
    html! {
        div.group {
            @if let Some(event) = view.events.get(id) {
                p.of {
                    (days::days(&event.when)) " "
                    @if view.listed.contains(id) { a href={ "#" (view.anchor(id.as_str())) } { (shown(&event.title)) } }
                    @else { (shown(&event.title)) }
                }
            }
            (folded("lines", &lines, OPEN, "figure"))
        }
    }
}

/// The figures that no event holds: tolls first; mere counts, of which texts are full, folded.
fn others<'r>(view: &View<'_, 'r>, all: &BTreeMap<&FigureId, &'r Figure>) -> Markup {
    let loose = view.story.figures.iter().filter(|figure| figure.event.is_none());
    let (counts, effects): (Vec<_>, Vec<_>) =
        loose.partition(|figure| matches!(figure.effect, Effect::Counted | Effect::Other));
    let lines = |figures: Vec<&'r Figure>| -> Vec<Markup> {
        figures.into_iter().map(|figure| one(view, all, figure, None)).collect()
    };
    let (effects, counts) = (lines(effects), lines(counts));
    html! {
        @if !effects.is_empty() {
            (heading(view.level + 1, None, &html! { "Tied to no event" }))
            (folded("lines", &effects, OPEN, "figure"))
        }
        @if !counts.is_empty() { (folded("lines", &counts, 0, "other number")) }
    }
}

fn one<'r>(
    view: &View<'_, 'r>,
    all: &BTreeMap<&FigureId, &'r Figure>,
    figure: &'r Figure,
    before: Option<&Figure>,
) -> Markup {
    let whole = figure.part_of.as_ref().and_then(|id| all.get(id));
    // "of these" is plain right after the whole, or after another part of it.
    let follows = before.is_some_and(|before| {
        figure.part_of.as_ref() == Some(&before.id)
            || figure.part_of.is_some() && figure.part_of == before.part_of
    });
    let words = words::figure(figure);
    let voice = view.voice(figure.claimed_by.as_ref(), figure.voice);
    let who = view.teller(figure.claimed_by.as_ref(), figure.voice, figure.said_by.as_deref());
    let mut line = view.line(Kind::Figure, figure.id.as_str(), &words, &figure.refs);
    let when = if days::is_known(&figure.when) { &figure.when } else { &figure.counted_at };
    line.days = Some(when);
    line.people = vec![voice];
    let what = html! {
        p.says {
            @if follows { span.soft { "of these " } }
            b.figure { (shown(&words)) }
            @if figure.none_reported { span.soft { " – nobody gave a number, which is not a count of 0 " } }
            @if let Some(whole) = whole.filter(|_| !follows) {
                span.soft { ", part of “" (shown(&words::figure(whole))) "”" }
            }
            " " span.by { "– " (shown(who)) }
            (counted_at(figure))
            (line.cites(&figure.refs))
        }
        (view.links(figure.id.as_str(), &line))
    };
    line.bare(&what)
}

/// The day up to which was counted, where that is not the day of the event.
fn counted_at(figure: &Figure) -> Markup {
    let counted = &figure.counted_at;
    let same = days::is_known(&figure.when) && counted.latest == figure.when.latest;
    html! { @if days::is_known(counted) && !same { span.by { ", as of " (days::days(counted)) } } }
}
