//! What happened when, as told: a band of days for the eye, and the list.

use std::collections::BTreeMap;

use maud::{Markup, html};
use tidings_record::{LinkedEvent, Status};

use crate::band::{Mark, band};
use crate::days;
use crate::story::View;
use crate::text::shown;
use crate::words::{self, Sign};

/// The timeline of a story.
pub fn section(view: &View<'_, '_>) -> Markup {
    let events: BTreeMap<_, _> = view.story.events.iter().map(|event| (&event.id, event)).collect();
    let listed = view.story.timeline.iter().filter_map(|id| events.get(id).copied());
    let lines: Vec<_> = listed.enumerate().map(|(index, event)| (line_id(view, index), event)).collect();
    if lines.is_empty() {
        return html! { p { "No event found that the articles tell clearly enough to list." } };
    }
    let marks = lines.iter().filter_map(|(id, event)| {
        let days = (event.when.earliest?, event.when.latest?);
        Some(Mark { days, sign: Sign::of(event.status), title: &event.title, line: id })
    });
    html! {
        ul.legend {
            @for sign in Sign::ALL { li { span.mark aria-hidden="true" { (sign.mark()) } " " (sign.legend()) } }
        }
        (band(&marks.collect::<Vec<_>>()))
        ol.entries { @for (id, event) in &lines { li id=(id) { (entry(view, event)) } } }
        @match view.story.timeline_rest {
            0 => {},
            1 => p.meta { "One more event is not listed." },
            rest => p.meta { (rest) " more events are not listed." },
        }
    }
}

/// The id of a line of the timeline.
fn line_id(view: &View<'_, '_>, index: usize) -> String {
    format!("{}-t{}", view.prefix, index + 1)
}

fn entry(view: &View<'_, '_>, event: &LinkedEvent) -> Markup {
    html! {
        div.when { (days::days(&event.when)) }
        div.mark aria-hidden="true" { (Sign::of(event.status).mark()) }
        div.what {
            p {
                (shown(&event.title)) " "
                // The mark says it to the eye; only what is not plainly told is said in words as well.
                @let unseen = event.status == Status::Happened && event.claimants.is_empty();
                span.status.unseen[unseen] { (words::status(event.status)) (according(view, event)) }
                (view.sources.cites(&event.refs))
            }
            @let details = details(view, event);
            @if !details.is_empty() { p.meta { (shown(&details.join(" · "))) } }
            (history(view, event))
            (view.links(event.id.as_str()))
            (view.reasons(&event.when))
        }
    }
}

/// Whose word it is, where it is one side's.
fn according(view: &View<'_, '_>, event: &LinkedEvent) -> Markup {
    html! {
        @if !event.claimants.is_empty() {
            ", according to " (shown(&view.names(&event.claimants)))
        } @else if event.status == Status::Alleged {
            ", nobody named"
        }
    }
}

/// Place, who takes part, how many articles: what the title does not say already.
fn details(view: &View<'_, '_>, event: &LinkedEvent) -> Vec<String> {
    let new = |id: &&tidings_record::ActorId| !event.title.contains(view.name(id));
    let places: Vec<_> = event.places.iter().filter(new).cloned().collect();
    let mut actors: Vec<_> = event.actors.iter().map(|one| &one.actor).filter(new).cloned().collect();
    actors.dedup();
    let mut parts: Vec<_> =
        [places, actors].iter().map(|ids| view.names(ids)).filter(|one| !one.is_empty()).collect();
    parts.extend(view.spread(event.articles, event.after_copies, &event.agencies));
    parts
}

/// How the status changed, if it did.
fn history(view: &View<'_, '_>, event: &LinkedEvent) -> Markup {
    let mut changes = event.status_history.clone();
    changes.dedup_by_key(|change| change.status);
    html! {
        @if changes.len() > 1 {
            p.note {
                @for (index, change) in changes.iter().enumerate() {
                    @if index > 0 { " → " }
                    (words::status(change.status)) " (told " (days::days(&change.told)) ")" (view.sources.cites(&change.refs))
                }
            }
        }
    }
}
