//! The articles with their whole text, every cited stretch marked; and the notes on them.

use std::collections::BTreeSet;

use maud::{Markup, html};
use tidings_record::{ByteSpan, Passage, PassageKind, Reading, Story};

use crate::sources::{Source, Sources, within};
use crate::story::View;
use crate::text::{MarkedText, plain, shown};
use crate::{days, heading, words};

/// The articles of a story. An article that an earlier story has too stands there.
pub fn section(story: &Story, level: u8, sources: &Sources<'_>) -> Markup {
    html! {
        @for article in &story.articles {
            @if let Some(source) = sources.get(&article.id) {
                @if source.article.is_some_and(|first| std::ptr::eq(first, article)) {
                    (one(source, level + 1, sources))
                } @else {
                    p { a href={ "#a" (source.number) } { "[" (source.number) "] " (shown(source.title())) } " stands above." }
                }
            }
        }
    }
}

/// The articles that no story holds.
pub fn outside_stories(sources: &Sources<'_>) -> Markup {
    let outside: Vec<_> = sources.outside_stories().collect();
    html! {
        @if !outside.is_empty() {
            section #outside aria-labelledby="outside-title" {
                h2 #outside-title { "Articles outside the stories" }
                @for source in outside { (one(source, 3, sources)) }
            }
        }
    }
}

fn one(source: &Source<'_>, level: u8, sources: &Sources<'_>) -> Markup {
    let title = html! { "[" (source.number) "] " (shown(source.title())) };
    html! {
        article.article id={ "a" (source.number) } {
            (heading(level, None, &title))
            p.meta { (origin(source)) }
            @match source.reading {
                Some(reading) => (text(source, reading, sources)),
                None => p.soft { "Its text is not at hand." },
            }
        }
    }
}

/// Outlet, day, writers, agencies, address, file.
fn origin(source: &Source<'_>) -> Markup {
    let (article, reading) = (source.article, source.reading);
    let outlet =
        article.map_or_else(|| reading.and_then(|one| one.outlet.as_deref()), |one| one.outlet.as_deref());
    let published = article.map(|one| &one.published).or(reading.map(|one| &one.published));
    let agencies =
        article.map(|one| &one.agencies).or(reading.map(|one| &one.agencies)).into_iter().flatten();
    let paths = article.map(|one| &one.paths).or(reading.map(|one| &one.paths)).into_iter().flatten();
    let url = article.map_or_else(|| reading.and_then(|one| one.url.as_deref()), |one| one.url.as_deref());
    let bylines = reading.map(|one| one.bylines.join(", ")).filter(|bylines| !bylines.is_empty());
    html! {
        @match outlet { Some(outlet) => (shown(outlet)), None => "outlet not named" }
        " · "
        @if let Some(published) = published { (days::days(published)) }
        @if let Some(bylines) = bylines { " · by " (shown(&bylines)) }
        @for agency in agencies { " · " (shown(agency)) " credited" }
        @if let Some(url) = url {
            " · "
            @if url.starts_with("https://") || url.starts_with("http://") {
                a href=(url) rel="noreferrer noopener nofollow" { (shown(url)) }
            } @else { (shown(url)) }
        }
        @for path in paths { " · " (shown(path)) }
    }
}

fn text(source: &Source<'_>, reading: &Reading, sources: &Sources<'_>) -> Markup {
    let blocks = blocks(reading);
    let spans: Vec<_> = blocks.iter().map(|&(span, _)| span).collect();
    let (marked, rest) =
        MarkedText::new(&reading.text, &spans, &sources.linked(source)).markup(|span| source.anchor(span));
    let repeated: BTreeSet<_> = reading.passages.iter().filter_map(|passage| passage.repeats).collect();
    let has_block = |index: usize| blocks.iter().any(|&(_, passage)| passage == Some(index));
    let passage_id = |index: usize| format!("a{}-p{}", source.number, index + 1);
    html! {
        div.text lang=[reading.language.as_deref().map(plain)] dir="auto" {
            @for ((_, passage), words) in blocks.iter().zip(marked) {
                @match passage.and_then(|index| Some((index, reading.passages.get(index)?))) {
                    None => p.aside { span.label { "in no passage" } (words) },
                    Some((index, passage)) => {
                        @let id = repeated.contains(&index.into()).then(|| passage_id(index));
                        p id=[id] class=[class(passage)] dir="auto" {
                            @if let Some(first) = passage.repeats {
                                @let first = Some(first.index()).filter(|&first| has_block(first)).map(passage_id);
                                a.label href=[first.map(|id| format!("#{id}"))] { "repeats an earlier passage" }
                            } @else if let Some(label) = words::passage(passage.kind) {
                                span.label { (label) }
                            }
                            (words)
                        }
                    },
                }
            }
            (rest)
        }
    }
}

fn class(passage: &Passage) -> Option<&'static str> {
    match passage.kind {
        _ if passage.repeats.is_some() => Some("aside"),
        PassageKind::Title => Some("title"),
        PassageKind::Standfirst => Some("standfirst"),
        PassageKind::Body => None,
        PassageKind::Byline | PassageKind::Dateline | PassageKind::Credit => Some("aside"),
        PassageKind::Leftover | PassageKind::OtherHeadline => Some("aside"),
    }
}

/// The passages in order, and between them whatever belongs to none: nothing of the text is lost.
fn blocks(reading: &Reading) -> Vec<(ByteSpan, Option<usize>)> {
    let (text, mut blocks, mut done) = (reading.text.as_str(), Vec::new(), 0);
    let gap = |blocks: &mut Vec<_>, start, end| {
        let span = ByteSpan::new(start, end);
        if !span.of(text).trim().is_empty() {
            blocks.push((span, None));
        }
    };
    for (index, passage) in reading.passages.iter().enumerate() {
        let span = within(passage.span, text);
        let span = ByteSpan::new(span.start.max(done), span.end.max(done));
        if !span.is_empty() {
            gap(&mut blocks, done, span.start);
            blocks.push((span, Some(index)));
            done = span.end;
        }
    }
    gap(&mut blocks, done, text.len() as u32);
    blocks
}

/// What was odd about the texts, what was set aside, and what fits together but stands on no line.
pub fn notes(view: &View<'_, '_>) -> Markup {
    let sources = || view.story.articles.iter().filter_map(|article| view.sources.get(&article.id));
    let odd = sources()
        .filter_map(|source| Some((source, source.reading?)))
        .flat_map(|(source, reading)| reading.notes.iter().map(move |note| (source, reading, note)));
    let odd: Vec<_> = odd.collect();
    let (aside, links) = (sources().filter_map(set_aside).collect::<Vec<_>>(), view.other_links());
    html! {
        @if odd.is_empty() && aside.is_empty() && links.is_empty() { p { "None." } }
        @for finding in links { (view.link(finding)) }
        ul.words {
            @for (source, words) in aside { li { "[" (source.number) "] " (words) } }
            @for (source, reading, note) in odd {
                @let one = tidings_record::Ref::new(reading.id.clone(), note.span, &reading.text);
                li {
                    @if note.span.is_empty() { "[" (source.number) "] " } @else { (view.sources.quote(&one)) ": " }
                    (shown(&note.note))
                }
            }
        }
    }
}

/// What of an article was set aside: repeats, leftovers, headlines of others.
fn set_aside<'s, 'r>(source: &'s Source<'r>) -> Option<(&'s Source<'r>, String)> {
    let passages = &source.reading?.passages;
    let of = |kind| passages.iter().filter(|one| one.kind == kind && one.repeats.is_none()).count();
    let counts = [
        (passages.iter().filter(|one| one.repeats.is_some()).count(), "repeated passage"),
        (of(PassageKind::Leftover), "line of the page"),
        (of(PassageKind::OtherHeadline), "headline of another article"),
    ];
    let parts: Vec<_> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|&(number, noun)| words::count(number, noun))
        .collect();
    (!parts.is_empty()).then(|| (source, format!("set aside: {}", parts.join(", "))))
}
