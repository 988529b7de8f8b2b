//! The page of an audit: what to look at, and the draft with the words that it is about.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tidings_record::{Audit, ByteSpan, Ref, Side, SourceArticle, Verdict, WordChange};

use crate::text::{MarkedText, Stretch, shown};
use crate::{shell, words};

/// The page of `audit`. Same input, same bytes.
pub fn audit(audit: &Audit) -> String {
    let alarms: Vec<&Verdict> = audit.verdicts.iter().filter(|one| one.judgement.is_alarm()).collect();
    let (title, closing) = (
        audit.paths.first().map_or("A draft", String::as_str),
        "A verdict says how the words of the draft stand to the words of its sources. It does not say what is true.",
    );
    let sources: BTreeMap<&str, &SourceArticle> =
        audit.sources.iter().map(|one| (one.id.as_str(), one)).collect();
    let main = html! {
        main #main {
            h1 { (shown(title)) }
            p.soft {
                (words::count(audit.verdicts.len(), "piece")) " checked against " (words::count(audit.sources.len(), "article"))
                "; " b { (alarms.len()) } " to look at"
            }
            section aria-labelledby="look" {
                h2 #look { "To look at" }
                @if alarms.is_empty() { p { "Nothing: the sources say what could be checked." } }
                ul.checks {
                    @for one in &alarms { (line(one, &sources)) }
                }
            }
            section aria-labelledby="draft" {
                h2 #draft { "The draft" }
                div.text { (text(audit, &alarms)) }
            }
            section aria-labelledby="rest" {
                h2 #rest { "What the sources support" }
                ul.lines {
                    @for one in audit.verdicts.iter().filter(|one| !one.judgement.is_alarm()) {
                        li {
                            span.quote { (shown(&one.words)) } " "
                            span.meta { (one.judgement.words()) @for at in &one.refs { " – " (place(at, &sources)) } }
                        }
                    }
                }
            }
        }
    };
    shell::around("audit", title, &main, closing)
}

fn line(one: &Verdict, sources: &BTreeMap<&str, &SourceArticle>) -> Markup {
    html! {
        li {
            h3 { span.number { (one.judgement.words()) } a.quote href={ "#" (anchor(one.span)) } { (shown(&one.words)) } }
            p { (shown(&one.because)) }
            @if !one.changes.is_empty() { p.quote { (changes(&one.changes)) } }
            ul.words {
                @for at in &one.refs {
                    li { span.quote { "“" (shown(&at.quote)) "”" } " " span.from { (place(at, sources)) } }
                }
            }
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

/// Outlet, day and file of a source.
fn place(at: &Ref, sources: &BTreeMap<&str, &SourceArticle>) -> Markup {
    let source = sources.get(at.article.as_str());
    let parts = source.map(|one| {
        let day = one.published.map(|day| day.to_string());
        [one.outlet.clone(), day, one.paths.first().cloned()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    });
    shown(parts.as_deref().unwrap_or(at.article.as_str()))
}

fn anchor(span: ByteSpan) -> String {
    format!("d{}-{}", span.start, span.end)
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
    let spans: BTreeSet<ByteSpan> = alarms.iter().map(|one| one.span).collect();
    let marks = spans.into_iter().map(|span| Stretch {
        id: Some(anchor(span)),
        classes: vec!["words"],
        ..Stretch::new(span)
    });
    let (marked, rest) = MarkedText::new(&audit.text, &blocks, marks.collect()).markup();
    html! {
        @for block in marked { p { (block) } }
        (rest)
    }
}
