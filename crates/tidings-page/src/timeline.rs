//! What happened when, as told: a band of days for the eye, and the list.

use maud::{Markup, html};
use tidings_record::LinkedEvent;

use crate::band::{Mark, band};
use crate::days;
use crate::line::{Line, folded};
use crate::story::View;
use crate::text::shown;
use crate::words::{self, Kind, Sign};

/// How many events are listed at once.
const OPEN: usize = 100;

/// The timeline of a story.
pub fn section(view: &View<'_, '_>) -> Markup {
    let listed = view.story.timeline.iter().filter_map(|id| view.events.get(id).copied());
    let lines: Vec<_> = listed.map(|event| (line(view, event), event)).collect();
    if lines.is_empty() {
        return html! { p { "No event found that the articles tell clearly enough to list." } };
    }
    let marks = lines.iter().filter_map(|(line, event)| {
        let days = (event.when.earliest?, event.when.latest?);
        Some(Mark { days, sign: Sign::of(event), title: &event.title, line: &line.id, number: line.number })
    });
    let marks: Vec<_> = marks.collect();
    let items: Vec<_> = lines.iter().map(|(line, event)| entry(view, line, event)).collect();
    html! {
        ul.legend.signs {
            @for sign in Sign::ALL { li { (sign.drawn()) " " (sign.legend()) } }
        }
        (band(&marks, lines.len()))
        (folded("lines", &items, OPEN, "event"))
        @match view.story.timeline_rest {
            0 => {},
            1 => p.meta { "One more event is not listed." },
            rest => p.meta { (rest) " more events are not listed." },
        }
    }
}

fn line<'p, 'r>(view: &View<'p, 'r>, event: &'r LinkedEvent) -> Line<'p, 'r> {
    let mut line = view.line(Kind::Event, event.id.as_str(), &event.title, &event.refs);
    line.days = Some(&event.when);
    line.sign = Some(Sign::of(event));
    line.people = event.claimants.iter().map(|id| view.name(id)).collect();
    line
}

fn entry<'r>(view: &View<'_, 'r>, line: &Line<'_, 'r>, event: &'r LinkedEvent) -> Markup {
    let told = words::told_as(event, &view.names(&event.claimants));
    let details = details(view, event);
    let what = html! {
        div.says {
            span.title { (shown(&event.title)) } " "
            // The shape says it to the eye.
            @if told.is_empty() { span.unseen { "– " (words::status(event.status)) } }
            @else { span.status { "– " (shown(&told)) } }
            (line.cites(&event.refs))
            (view.reasons(&event.when, line))
        }
        @if !details.is_empty() { p.meta { (shown(&details.join(" · "))) } }
        (history(line, event))
        (view.links(event.id.as_str(), line))
    };
    line.item(&html! { (days::days(&event.when)) (line.stated(&event.when)) }, &what)
}

/// Place, who takes part, how many articles: what the title does not say already.
fn details<'r>(view: &View<'_, 'r>, event: &'r LinkedEvent) -> Vec<String> {
    let mut named: Vec<&str> = Vec::new();
    let places = event.places.iter();
    for id in places.chain(event.actors.iter().map(|one| &one.actor)) {
        let name = view.name(id);
        if !event.title.contains(name) && !event.claimants.contains(id) && !named.contains(&name) {
            named.push(name);
        }
    }
    let mut parts: Vec<_> = named.into_iter().map(str::to_owned).collect();
    parts.extend(view.spread(event.articles, event.after_copies, &event.agencies));
    parts
}

/// How the status changed, if it did.
fn history(line: &Line<'_, '_>, event: &LinkedEvent) -> Markup {
    let mut changes = event.status_history.clone();
    changes.dedup_by_key(|change| change.status);
    html! {
        @if changes.len() > 1 {
            p.note {
                @for (index, change) in changes.iter().enumerate() {
                    @if index > 0 { " → " }
                    (words::status(change.status)) " (told " (days::days(&change.told)) ")" (line.cites(&change.refs))
                }
            }
        }
    }
}
