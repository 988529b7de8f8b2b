//! What a person should look at: each check with the words it rests on, a question, and its innocent reading.

use maud::{Markup, html};
use tidings_record::{Finding, Story};

use crate::heading;
use crate::story::View;
use crate::text::shown;
use crate::words::{self, Kind};

/// How many checks are shown; a person's minutes are few.
const MOST: usize = 10;
/// How many quotations of one check are shown at once.
const QUOTES: usize = 2;
/// How many quotations of one check are shown at all.
const ALL_QUOTES: usize = 12;

/// The checks that are shown, the most useful first, and how many are not.
pub fn shown_first(story: &Story) -> (Vec<&Finding>, usize) {
    let mut checks: Vec<_> = story.findings.iter().filter(|finding| finding.kind.is_check()).collect();
    checks.sort_by_key(|finding| finding.rank);
    let more = checks.len().saturating_sub(MOST);
    checks.truncate(MOST);
    (checks, more)
}

/// The checks of a story.
pub fn section(view: &View<'_, '_>) -> Markup {
    let (checks, more) = shown_first(view.story);
    html! {
        @if checks.is_empty() {
            p { "Nothing found that asks for a second look. That does not say that all is right." }
        } @else {
            ul.checks { @for check in checks { (one(view, check)) } }
        }
        @if more > 0 {
            p.soft { "And " (more) " of less weight, in the record’s data." }
        }
    }
}

fn one<'r>(view: &View<'_, 'r>, check: &'r Finding) -> Markup {
    let kind = words::finding(check.kind);
    let mut line =
        view.line(Kind::Check, check.id.as_str(), &format!("{kind}. {}", check.because), &check.refs);
    line.people = check.between.iter().filter_map(|id| view.speaker_of(id)).collect();
    let title = html! { span.number { (line.number) } " " (kind) };
    let (first, rest) = check.refs.split_at(check.refs.len().min(QUOTES));
    let (rest, beyond) = rest.split_at(rest.len().min(ALL_QUOTES));
    let what = html! {
        (heading(view.level + 1, None, &title))
        p.says { (shown(&check.because)) }
        ul.words { @for one in first { li { (line.quote_from(one)) } } }
        @if !rest.is_empty() {
            details.fold {
                summary { (words::more(check.refs.len() - first.len(), "passage")) }
                ul.words {
                    @for one in rest { li { (line.quote_from(one)) } }
                    @if !beyond.is_empty() { li.soft { "and" (line.cites_all(beyond)) } }
                }
            }
        }
        @if let Some(question) = &check.question { p.ask { b { "Ask" } " " (shown(question)) } }
        @if let Some(innocent) = &check.innocent_reading { p.ask { b { "Innocent reading" } " " (shown(innocent)) } }
    };
    line.bare(&what)
}
