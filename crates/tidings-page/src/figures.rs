//! Which figures are given, by whom. Nothing is added up.

use std::collections::BTreeMap;

use maud::{Markup, html};
use tidings_record::{ActorId, Figure, FigureId, Voice};

use crate::story::View;
use crate::text::shown;
use crate::{days, words};

/// The figures of a story, by the side they were suffered by where articles name one.
pub fn section(view: &View<'_, '_>) -> Markup {
    let figures = &view.story.figures;
    if figures.is_empty() {
        return html! { p { "No figure found." } };
    }
    let titles = view.story.events.iter().map(|event| (&event.id, event.title.as_str())).collect();
    let all = figures.iter().map(|figure| (&figure.id, figure)).collect();
    let table = Table { view, titles, all };
    let groups = groups(figures);
    html! {
        div.table role="region" tabindex="0" aria-labelledby={ (view.prefix) "-figures-title" } {
            table {
                caption { "Each with who gives it. Nothing is added up." }
                thead { tr { th scope="col" { "When" } th scope="col" { "Figure" } th scope="col" { "Said by" } th scope="col" { "In" } } }
                @for (against, figures) in &groups {
                    tbody {
                        @if groups.len() > 1 {
                            tr {
                                th scope="rowgroup" colspan="4" {
                                    @match against {
                                        Some(id) => { "Against " (shown(view.name(id))) },
                                        None => "Others",
                                    }
                                }
                            }
                        }
                        @for (index, figure) in figures.iter().enumerate() {
                            (table.row(figure, index.checked_sub(1).map(|before| figures[before])))
                        }
                    }
                }
            }
        }
    }
}

/// The figures by the side they are against, in the order of first appearance; those against nobody last.
fn groups(figures: &[Figure]) -> Vec<(Option<&ActorId>, Vec<&Figure>)> {
    let mut groups: Vec<(Option<&ActorId>, Vec<&Figure>)> = Vec::new();
    for figure in figures {
        let against = figure.against.as_ref();
        match groups.iter_mut().find(|(side, _)| *side == against) {
            Some((_, group)) => group.push(figure),
            None => groups.push((against, vec![figure])),
        }
    }
    groups.sort_by_key(|(against, _)| against.is_none());
    groups
}

struct Table<'v, 'p, 'r> {
    view: &'v View<'p, 'r>,
    titles: BTreeMap<&'r tidings_record::EventId, &'r str>,
    all: BTreeMap<&'r FigureId, &'r Figure>,
}

impl Table<'_, '_, '_> {
    fn row(&self, figure: &Figure, before: Option<&Figure>) -> Markup {
        let whole = figure.part_of.as_ref().and_then(|id| self.all.get(id));
        // "of these" is plain right after the whole, or after another part of it.
        let follows = before.is_some_and(|before| {
            figure.part_of.as_ref() == Some(&before.id)
                || figure.part_of.is_some() && figure.part_of == before.part_of
        });
        let same_event = before.is_some_and(|before| before.event == figure.event);
        let title = figure.event.as_ref().and_then(|id| self.titles.get(id)).filter(|_| !same_event);
        html! {
            tr.part[follows] {
                td { (days::days(&figure.when)) }
                td {
                    @if follows { span.soft { "of these " } }
                    span.figure { (shown(&words::figure(figure))) }
                    @if figure.none_reported { span.soft { " – nobody gave a number, which is not a count of 0" } }
                    @if let Some(whole) = whole.filter(|_| !follows) {
                        span.soft { ", part of “" (shown(&words::figure(whole))) "”" }
                    }
                    @if let Some(title) = title { div.meta { (shown(title)) } }
                    (self.view.links(figure.id.as_str()))
                }
                td { (self.speaker(figure)) }
                td { (self.view.sources.cites(&figure.refs)) }
            }
        }
    }

    fn speaker(&self, figure: &Figure) -> Markup {
        html! {
            @match (&figure.claimed_by, figure.voice) {
                (Some(id), _) => (shown(self.view.name(id))),
                (None, Voice::Article) => "the article itself",
                (None, _) => "nobody named",
            }
        }
    }
}
