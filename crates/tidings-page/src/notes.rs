//! What was odd about the texts, what was set aside, and what fits together but stands on no line.

use maud::{Markup, html};
use tidings_record::{PassageKind, Ref};

use crate::sources::Source;
use crate::story::View;
use crate::text::shown;
use crate::words;

/// How many notes are shown at once.
const OPEN: usize = 30;

/// The notes of a story.
pub fn section(view: &View<'_, '_>) -> Markup {
    let sources = || view.story.articles.iter().filter_map(|article| view.sources.get(&article.id));
    let mut notes: Vec<_> =
        view.other_links().into_iter().map(|one| html! { li { (view.link(one, None)) } }).collect();
    notes.extend(sources().filter_map(|source| {
        let aside = set_aside(source)?;
        Some(html! { li { "[" (source.number) "] set aside: " (aside) } })
    }));
    for source in sources() {
        let Some(reading) = source.reading else { continue };
        notes.extend(reading.notes.iter().map(|note| {
            let one = Ref::new(reading.id.clone(), note.span, &reading.text);
            html! {
                li {
                    @if note.span.is_empty() { "[" (source.number) "] " } @else { (view.sources.quote(&one, None)) ": " }
                    (shown(&note.note))
                }
            }
        }));
    }
    html! {
        @if notes.is_empty() { p { "None." } } @else { (crate::line::folded("words", &notes, OPEN, "note")) }
    }
}

/// What of an article was set aside: repeats, leftovers, headlines of others.
pub fn set_aside(source: &Source<'_>) -> Option<String> {
    let passages = &source.reading?.passages;
    let of = |kind| passages.iter().filter(|one| one.kind == kind && one.repeats.is_none()).count();
    let counts = [
        (passages.iter().filter(|one| one.repeats.is_some()).count(), "repeated passage"),
        (of(PassageKind::Leftover), "line of the page"),
        (of(PassageKind::OtherHeadline), "headline of another article"),
    ];
    let counts = counts.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<_> = counts.map(|&(number, noun)| words::count(number, noun)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
