//! What a person should look at: each check with the words it rests on, a question, and its innocent reading.

use maud::{Markup, html};
use tidings_record::Finding;

use crate::story::View;
use crate::text::shown;
use crate::{heading, words};

/// How many checks are shown; a person's minutes are few.
const MOST: usize = 10;
/// How many quotations of one check are shown.
const QUOTES: usize = 8;

/// "To check", with the number of checks.
pub fn title(view: &View<'_, '_>) -> String {
    match view.story.findings.iter().filter(|finding| finding.kind.is_check()).count() {
        0 => "To check".to_owned(),
        number => format!("To check ({number})"),
    }
}

/// The checks of a story, the most useful first.
pub fn section(view: &View<'_, '_>) -> Markup {
    let mut checks: Vec<_> = view.story.findings.iter().filter(|finding| finding.kind.is_check()).collect();
    checks.sort_by_key(|finding| finding.rank);
    let more = checks.len().saturating_sub(MOST);
    html! {
        @if checks.is_empty() {
            p { "Nothing found that asks for a second look. That does not say that all is right." }
        } @else {
            ol.checks { @for (index, check) in checks.iter().take(MOST).enumerate() { li { (one(view, index + 1, check)) } } }
        }
        @if more > 0 {
            p.soft { "And " (more) " of less weight, in the record’s data." }
        }
    }
}

fn one(view: &View<'_, '_>, number: usize, check: &Finding) -> Markup {
    let title = html! { span.number { (number) } (words::finding(check.kind)) };
    let more = check.refs.len().saturating_sub(QUOTES);
    html! {
        (heading(view.level + 1, None, &title))
        p { (shown(&check.because)) }
        ul.words {
            @for one in check.refs.iter().take(QUOTES) { li { (view.sources.quote_from(one)) } }
            @if more > 0 { li.soft { "and " (more) " more:" (view.sources.cites_all(&check.refs[QUOTES..])) } }
        }
        @if let Some(question) = &check.question { p { b { "Ask: " } (shown(question)) } }
        @if let Some(innocent) = &check.innocent_reading { p.soft { b { "Innocent reading: " } (shown(innocent)) } }
    }
}
