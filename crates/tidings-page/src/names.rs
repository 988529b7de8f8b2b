//! Who is who: names and spellings, offices and their changes, where each is named.

use std::collections::BTreeSet;

use maud::{Markup, html};
use tidings_record::{Actor, ActorId, FindingKind};

use crate::line::folded;
use crate::story::View;
use crate::text::shown;
use crate::words::{self, Kind};

/// Most names that are listed at once.
const OPEN: usize = 24;

/// Everybody and everything that is named: who speaks or holds an office first, the others folded.
pub fn section(view: &View<'_, '_>) -> Markup {
    let speakers: BTreeSet<&ActorId> =
        view.story.claims.iter().filter_map(|claim| claim.speaker.as_ref()).collect();
    let changed = |actor: &Actor| {
        let about = |id: &String| id == actor.id.as_str();
        let changes = view.story.findings.iter().filter(|one| one.kind == FindingKind::TitleChange);
        changes.flat_map(|one| &one.between).any(about)
    };
    let told = |actor: &Actor| !actor.offices.is_empty() || changed(actor);
    let (mut first, rest): (Vec<_>, Vec<_>) = view
        .story
        .actors
        .iter()
        .filter(|actor| !actor.refs.is_empty() || speakers.contains(&actor.id) || told(actor))
        .partition(|actor| told(actor) || speakers.contains(&actor.id));
    first.sort_by_key(|actor| !(changed(actor) || actor.offices.len() > 1));
    let open = first.len().min(OPEN);
    let lines: Vec<_> = first.into_iter().chain(rest).map(|actor| one(view, actor)).collect();
    html! {
        @if lines.is_empty() { p { "Nobody and nothing is named." } }
        @else { (folded("lines names", &lines, open, "name")) }
    }
}

fn one<'r>(view: &View<'_, 'r>, actor: &'r Actor) -> Markup {
    let mut line = view.line(Kind::Name, actor.id.as_str(), &actor.name, &actor.refs);
    line.people = vec![&actor.name];
    let what = html! {
        p.says {
            b { (shown(&actor.name)) }
            @if let Some(side) = &actor.speaks_for { span.soft { " speaks for " (shown(side)) } }
            @else { span.soft { " " (words::name(actor.kind)) } }
            (line.cites(&actor.refs))
        }
        @if !actor.aliases.is_empty() { p.meta { "also " (shown(&actor.aliases.join(", "))) } }
        @if !actor.offices.is_empty() {
            p.meta {
                @for (index, term) in actor.offices.iter().enumerate() {
                    @if index > 0 { " → " }
                    (shown(&term.office))
                    @if let Some(of) = &term.of { ", " (shown(of)) }
                    @if actor.offices.len() > 1 { (line.cites(&term.refs)) }
                }
            }
        }
        (view.links(actor.id.as_str(), &line))
    };
    line.bare(&what)
}
