//! The page of an audit: what to look at, the draft with the words that it is about, and its sources.

use std::collections::BTreeMap;
use std::path::Path;

use maud::{Markup, html};
use tidings_record::{Audit, ByteSpan, Judgement, Ref, Side, SourceArticle, Verdict, WordChange};

use crate::sources::quoted;
use crate::text::{MarkedText, Stretch, shown};
use crate::{days, shell, words};

/// The sources by id, with their numbers from 1.
type Numbered<'a> = BTreeMap<&'a str, (usize, &'a SourceArticle)>;

/// The page of `audit`. Same input, same bytes.
pub fn audit(audit: &Audit) -> String {
    let alarms: Vec<&Verdict> = audit.verdicts.iter().filter(|one| one.judgement.is_alarm()).collect();
    let of = |judgement| audit.verdicts.iter().filter(move |one| one.judgement == judgement);
    let title = audit.paths.first().map_or("A draft", |path| file_name(path));
    let closing = "A verdict says how the words of the draft stand to the words of its sources. It does not say what is true.";
    let sources: Numbered<'_> =
        audit.sources.iter().zip(1..).map(|(one, number)| (one.id.as_str(), (number, one))).collect();
    let (supported, open) = (of(Judgement::Supported).count(), of(Judgement::NotCheckable).count());
    let main = html! {
        main #main {
            h1 { (shown(title)) }
            p.soft {
                (words::count(audit.verdicts.len(), "piece")) " of the draft (names, days, numbers, quotations, who says it, statements) held against "
                (words::count(audit.sources.len(), "article")) ": "
                b { (alarms.len()) " to look at" } ", " (supported) " supported, " (open) " not checkable."
            }
            section aria-labelledby="look" {
                h2 #look { "To look at" }
                @if alarms.is_empty() { p { "Nothing: the sources say what could be checked." } }
                ul.checks { @for (one, number) in alarms.iter().zip(1..) { (card(one, number, &sources)) } }
            }
            section aria-labelledby="draft" {
                h2 #draft { "The draft" }
                @if !alarms.is_empty() { p.lead { "Marked words lead to what there is to look at." } }
                div.text.draft { (text(audit, &alarms)) }
            }
            section aria-labelledby="rest" {
                h2 #rest { "The rest" }
                (folded("supported", of(Judgement::Supported).collect(), &sources))
                (folded("not checkable", of(Judgement::NotCheckable).collect(), &sources))
            }
            section aria-labelledby="sources" {
                h2 #sources { "The sources" }
                ol.numbered { @for (one, number) in audit.sources.iter().zip(1..) { li #{ "s" (number) } { (about(one, number)) } } }
            }
        }
    };
    shell::around("audit", title, &main, closing)
}

/// One thing to look at: what it is, the words of the draft, those of the sources.
fn card(one: &Verdict, number: usize, sources: &Numbered<'_>) -> Markup {
    html! {
        li.is-check #{ "look" (number) } {
            h3 { span.number { (number) } " " (capital(one.judgement.words())) }
            p { a.quote href={ "#d" (number) } { (quoted(&line(&one.words))) } }
            p { (shown(&one.because)) }
            @if !one.changes.is_empty() {
                p.quote { (changes(&one.changes)) }
                p.from { "Struck out: only in the source. Underlined: only in the draft." }
            }
            ul.words { @for at in &one.refs { li { (quoted(&at.quote)) " " (cite(at, sources)) } } }
        }
    }
}

/// The words of both, with what the source alone has struck out and what the draft alone has marked.
fn changes(changes: &[WordChange]) -> Markup {
    html! {
        @for one in changes {
            @match one.side {
                Side::Both => { (shown(&one.words)) " " }
                Side::Source => { del { (shown(&one.words)) } " " }
                Side::Draft => { ins { (shown(&one.words)) } " " }
            }
        }
    }
}

/// The pieces of one sort, folded.
fn folded(what: &str, pieces: Vec<&Verdict>, sources: &Numbered<'_>) -> Markup {
    html! {
        @if !pieces.is_empty() {
            details.fold {
                summary { (words::count(pieces.len(), "piece")) " " (what) }
                ul.words {
                    @for one in pieces {
                        li {
                            span.quote { (shown(&line(&one.words))) }
                            @for at in one.refs.iter().take(3) { " " (cite(at, sources)) }
                            @if one.judgement != Judgement::Supported && !one.because.is_empty() { " " span.from { (shown(&one.because)) } }
                        }
                    }
                }
            }
        }
    }
}

/// "[3] Harbour Gazette, 13 Mar 2024", leading to the source.
fn cite(at: &Ref, sources: &Numbered<'_>) -> Markup {
    html! {
        @match sources.get(at.article.as_str()) {
            None => span.from { (shown(at.article.as_str())) },
            Some((number, source)) => {
                a.cite href={ "#s" (number) } title=(crate::text::plain(&at.quote)) { "[" (number) "]" } " "
                span.from { (outlet_and_day(source)) }
            }
        }
    }
}

fn outlet_and_day(source: &SourceArticle) -> Markup {
    html! {
        (shown(source.outlet.as_deref().unwrap_or("outlet not named"))) ", "
        @match source.published { Some(day) => (days::day(day)), None => "day unknown" }
    }
}

fn about(source: &SourceArticle, number: usize) -> Markup {
    html! {
        span.number { "[" (number) "]" } " " (outlet_and_day(source))
        @for path in &source.paths { " · " span.from { (shown(path)) } }
    }
}

/// The draft, one paragraph a line, with what is to look at marked.
fn text(audit: &Audit, alarms: &[&Verdict]) -> Markup {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in audit.text.split_inclusive('\n') {
        let end = start + line.len() as u32;
        if !line.trim().is_empty() {
            blocks.push(ByteSpan::new(start, end));
        }
        start = end;
    }
    let mut marks: Vec<Stretch> = alarms
        .iter()
        .zip(1..)
        .map(|(one, number)| Stretch {
            id: Some(format!("d{number}")),
            classes: vec!["c"],
            link: Some(format!("#look{number}")),
            title: Some(format!("{number}: {}", one.judgement.words())),
            ..Stretch::new(one.span)
        })
        .collect();
    marks.sort_by_key(|mark| mark.span);
    let (marked, rest) = MarkedText::new(&audit.text, &blocks, marks).markup();
    html! {
        @for block in marked { p { (block) } }
        (rest)
    }
}

fn file_name(path: &str) -> &str {
    Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path)
}

/// Words of the draft, which may break a line, on one.
fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
