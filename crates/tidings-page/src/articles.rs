//! The articles with their whole text: what lines rest on is marked and leads back to them; names, days and figures
//! show; what was set aside is there, dimmed, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tidings_record::{ByteSpan, Form, Passage, PassageKind, Reading, Story, Time};

use crate::line::folded;
use crate::notes::set_aside;
use crate::sources::{Cited, Source, Sources, Target, within};
use crate::text::{MarkedText, Stretch, plain, shown};
use crate::words::{self, Kind};
use crate::{days, heading};

/// How many articles are listed at once.
const OPEN: usize = 50;
/// Up to so many articles of a story have their texts open.
const TEXTS: usize = 16;

/// The articles of a story. An article that an earlier story has too stands there.
pub fn section(story: &Story, level: u8, sources: &Sources<'_>) -> Markup {
    let open = story.articles.len() <= TEXTS;
    let items: Vec<_> = story
        .articles
        .iter()
        .filter_map(|article| Some((article, sources.get(&article.id)?)))
        .map(|(article, source)| {
            if source.article.is_some_and(|first| std::ptr::eq(first, article)) {
                html! { li { (one(source, level + 1, open, sources)) } }
            } else {
                html! { li { a href={ "#a" (source.number) } { "[" (source.number) "] " (shown(source.title())) } " stands above." } }
            }
        })
        .collect();
    html! {
        @if sources.options.addresses.is_none() { (legend()) }
        (folded("articles", &items, OPEN, "article"))
    }
}

/// What the marks in texts mean; with the script, each can be switched off.
fn legend() -> Markup {
    let marks = [
        ("c", "words that a line rests on"),
        ("d", "days"),
        ("q", "numbers"),
        ("n", "names"),
        ("aside", "set aside"),
    ];
    html! {
        ul.legend.marks {
            @for (class, words) in marks {
                li {
                    label {
                        input.scripted type="checkbox" checked data-hides=(class);
                        span class=(class) { (words) }
                    }
                }
            }
        }
    }
}

/// The articles that no story holds.
pub fn outside_stories(sources: &Sources<'_>) -> Markup {
    let outside: Vec<_> = sources.outside_stories().collect();
    let open = outside.len() <= TEXTS;
    let items: Vec<_> =
        outside.iter().map(|source| html! { li { (one(source, 3, open, sources)) } }).collect();
    html! {
        @if !outside.is_empty() {
            section #outside aria-labelledby="outside-title" {
                h2 #outside-title { "Articles outside the stories" }
                (folded("articles", &items, OPEN, "article"))
            }
        }
    }
}

/// One article on a page of its own.
pub fn alone<'r>(source: &Source<'r>, sources: &Sources<'r>) -> Markup {
    let back = sources.options.addresses.as_ref().map(|addresses| addresses.story.as_str());
    html! {
        @if let Some(back) = back { p { a href=(back) { "To the dossier of the story" } } }
        (legend())
        (whole(source, 1, &html! { (body(source, sources)) }))
    }
}

fn one<'r>(source: &Source<'r>, level: u8, open: bool, sources: &Sources<'r>) -> Markup {
    let address = sources.options.addresses.as_ref().zip(source.article);
    let text = html! {
        @if let Some((addresses, article)) = address {
            p { a href=(addresses.article(&article.id)) { "Read the article" } }
        } @else if open {
            (body(source, sources))
        } @else {
            details.fold { summary { "Text" } (body(source, sources)) }
        }
    };
    whole(source, level, &text)
}

fn whole(source: &Source<'_>, level: u8, text: &Markup) -> Markup {
    let title = html! { span.number { "[" (source.number) "]" } " " (shown(source.title())) };
    html! {
        article.article id={ "a" (source.number) } data-source=(plain(&from(source))) {
            (heading(level, None, &title))
            p.meta { (origin(source)) }
            @if let Some(aside) = set_aside(source) { p.meta { "Set aside: " (aside) } }
            (text)
        }
    }
}

fn body<'r>(source: &Source<'r>, sources: &Sources<'r>) -> Markup {
    html! {
        @match source.reading {
            Some(reading) => (text(source, reading, sources)),
            None => p.soft { "Its text is not at hand." },
        }
    }
}

/// What is pasted as the source of words: outlet, title, day and its basis, address.
fn from(source: &Source<'_>) -> String {
    let day = source.published().map(days::with_basis);
    let parts = [
        Some(source.outlet().to_owned()),
        Some(format!("“{}”", source.title())),
        day,
        source.url().map(str::to_owned),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Outlet, day and its basis, writers, agencies, address, file.
fn origin(source: &Source<'_>) -> Markup {
    let (article, reading) = (source.article, source.reading);
    let agencies =
        article.map(|one| &one.agencies).or(reading.map(|one| &one.agencies)).into_iter().flatten();
    let paths = article.map(|one| &one.paths).or(reading.map(|one| &one.paths)).into_iter().flatten();
    let bylines = reading.map(|one| one.bylines.join(", ")).filter(|bylines| !bylines.is_empty());
    html! {
        b { (shown(source.outlet())) }
        @if let Some(published) = source.published() {
            " · " (days::days(published))
            @if let Some(basis) = days::basis(published) { ", " (basis) }
        }
        @if let Some(bylines) = bylines { " · by " (shown(&bylines)) }
        @for agency in agencies { " · " (shown(agency)) " credited" }
        @if let Some(url) = source.url() {
            " · "
            @if url.starts_with("https://") || url.starts_with("http://") {
                a href=(plain(url)) rel="noreferrer noopener nofollow" { (shown(url)) }
            } @else { (shown(url)) }
        }
        @for path in paths { " · " (shown(path)) }
    }
}

fn text<'r>(source: &Source<'r>, reading: &Reading, sources: &Sources<'r>) -> Markup {
    let blocks = blocks(reading);
    let spans: Vec<_> = blocks.iter().map(|&(span, _)| span).collect();
    let cited = sources.cited(source);
    let stretches = stretches(source, reading, sources, &cited);
    let (marked, rest) = MarkedText::new(&reading.text, &spans, stretches).markup();
    let repeated: BTreeSet<_> = reading.passages.iter().filter_map(|passage| passage.repeats).collect();
    let has_block = |index: usize| blocks.iter().any(|&(_, passage)| passage == Some(index));
    let passage_id = |index: usize| format!("a{}-p{}", source.number, index + 1);
    html! {
        div.text lang=[reading.language.as_deref().map(plain)] dir="auto" {
            @for (&(span, passage), words) in blocks.iter().zip(marked) {
                div.passage {
                    @match passage.and_then(|index| Some((index, reading.passages.get(index)?))) {
                        None => p.aside { span.label { "in no passage" } (words) },
                        Some((index, passage)) => {
                            @let id = repeated.contains(&index.into()).then(|| passage_id(index));
                            p id=[id] class=[class(passage)] dir="auto" {
                                @if let Some(first) = passage.repeats {
                                    @let first = Some(first.index()).filter(|&first| first < index && has_block(first)).map(passage_id);
                                    a.label href=[first.map(|id| format!("#{id}"))] { "set aside: repeats an earlier passage" }
                                } @else if let Some(label) = words::passage(passage.kind) {
                                    span.label { (label) }
                                }
                                (words)
                            }
                        },
                    }
                    (lines_of(span, &cited, sources))
                }
            }
            (rest)
        }
    }
}

/// The lines that rest on words of one block, as links.
fn lines_of(block: ByteSpan, cited: &Cited, sources: &Sources<'_>) -> Markup {
    let inside = cited.range(ByteSpan::new(block.start, 0)..ByteSpan::new(block.end, 0));
    let mut seen = BTreeSet::new();
    let lines = inside.flat_map(|(_, lines)| lines).filter(|line| seen.insert(**line));
    let lines: Vec<_> =
        lines.map(|&line| sources.target(line)).filter(|line| line.kind != Kind::Name).collect();
    html! {
        @if !lines.is_empty() {
            ul.chips {
                @for line in lines {
                    li { a href=(address(&line, sources)) { b { (line.kind.name()) " " (line.number) } " " span { (shown(&line.label)) } } }
                }
            }
        }
    }
}

/// Where a line stands.
fn address(line: &Target, sources: &Sources<'_>) -> String {
    let page = sources.options.addresses.as_ref().map_or("", |addresses| addresses.story.as_str());
    format!("{page}#{}", line.id)
}

/// All that shows in a text: words that lines rest on, names, days, numbers.
fn stretches(source: &Source<'_>, reading: &Reading, sources: &Sources<'_>, cited: &Cited) -> Vec<Stretch> {
    let mut all: BTreeMap<ByteSpan, Stretch> = BTreeMap::new();
    let text = reading.text.as_str();
    let mut mark = |span, class, title: Option<String>, link: Option<String>| {
        let span = within(span, text);
        if !span.is_empty() {
            let stretch = all.entry(span).or_insert_with(|| Stretch::new(span));
            stretch.classes.push(class);
            stretch.title = title.or(stretch.title.take());
            stretch.link = link.or(stretch.link.take());
        }
    };
    for time in &reading.times {
        mark(time.span, "d", meant(time), None);
    }
    for quantity in &reading.quantities {
        mark(quantity.span, "q", None, None);
    }
    let lines = |lines: &BTreeSet<usize>| lines.iter().map(|&line| sources.target(line)).collect::<Vec<_>>();
    for name in &reading.names {
        let mentions = || name.mentions.iter().filter(|mention| mention.form != Form::Pronoun);
        let known = mentions().find_map(|mention| {
            let line = lines(cited.get(&mention.span)?).into_iter().find(|line| line.kind == Kind::Name)?;
            Some((mention.span, line))
        });
        for mention in mentions() {
            let first = known.as_ref().filter(|(first, _)| *first == mention.span);
            mark(mention.span, "n", None, first.map(|(_, line)| address(line, sources)));
        }
    }
    for (span, numbers) in cited {
        let lines = lines(numbers);
        let stretch = all.entry(*span).or_insert_with(|| Stretch::new(*span));
        stretch.id = Some(sources.anchor(source, *span));
        let other = lines.iter().find(|line| line.kind != Kind::Name);
        if other.is_some() || lines.is_empty() {
            stretch.classes.push("c");
        }
    }
    all.into_values().collect()
}

/// What a day in the text was read as.
fn meant(time: &Time) -> Option<String> {
    days::interval(time.earliest, time.latest).map(|days| format!("read as {days}"))
}

fn class(passage: &Passage) -> Option<&'static str> {
    match passage.kind {
        _ if passage.repeats.is_some() => Some("aside"),
        PassageKind::Title => Some("title"),
        PassageKind::Standfirst => Some("standfirst"),
        PassageKind::Body => None,
        PassageKind::Byline | PassageKind::Dateline | PassageKind::Credit => Some("origin"),
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
