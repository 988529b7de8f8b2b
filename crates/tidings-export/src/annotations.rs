//! A record as W3C Web Annotations: what each stretch of each article says, found again by its words and its place.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tidings_record::{ArticleId, CodePoints, PointSpan, Record, Ref, Story};

use crate::File;
use crate::shared::{Named, URN, article_iri, compact, day, pretty, word};

/// Characters of context before and after quoted words.
const CONTEXT: usize = 32;

/// One collection with an annotation for each ref of each event, claim, figure and finding. `texts` are the texts of the
/// articles: an article without one gives no context.
pub fn annotations(record: &Record<PointSpan>, texts: &[(&ArticleId, &str)]) -> File {
    let texts: BTreeMap<&ArticleId, (&str, CodePoints<'_>)> =
        texts.iter().map(|&(id, text)| (id, (text, CodePoints::new(text)))).collect();
    let mut items = Vec::new();
    for story in &record.stories {
        let named = Named::of(story);
        for (id, refs, body) in said(story, &named) {
            for (nth, one) in refs.iter().enumerate() {
                let iri = article_iri(&one.article, named.article(&one.article));
                items.push(compact(json!({
                    "id": format!("{URN}{id}:{nth}"), "type": "Annotation", "motivation": "describing",
                    "body": [
                        { "type": "TextualBody", "value": body, "format": "text/plain", "purpose": "describing" },
                        { "type": "SpecificResource", "source": format!("{URN}{id}"), "purpose": "linking" },
                    ],
                    "target": { "source": iri, "selector": selectors(one, texts.get(&one.article)) },
                })));
            }
        }
    }
    let rows = items.len();
    let collection = format!("{URN}annotations");
    let value = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": collection, "type": "AnnotationCollection",
        "label": "What articles say", "total": rows,
        "first": {
            "id": format!("{collection}:1"), "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items,
        },
    });
    File::of("annotations.json", pretty(&value), rows)
}

type Said<'s> = (String, &'s [Ref<PointSpan>], String);

/// Id, words and a plain sentence of all that rests on words.
fn said<'s>(story: &'s Story<PointSpan>, named: &Named<'_>) -> Vec<Said<'s>> {
    let mut all: Vec<Said<'s>> = Vec::new();
    let on = |days: String| if days.is_empty() { days } else { format!(", {days}") };
    for one in &story.events {
        let told = match named.names(&one.claimants) {
            claimants if claimants.is_empty() => String::new(),
            claimants => format!(", according to {claimants}"),
        };
        let line = format!("event: {}{} ({}{told})", one.title, on(day(&one.when)), word(&one.status));
        all.push((one.id.to_string(), &one.refs, line));
    }
    for one in &story.claims {
        let unnamed = one.said_by.as_deref().unwrap_or("nobody named");
        let speaker = one.speaker.as_ref().map_or(unnamed, |id| named.name(id));
        let line = format!("claim: {speaker} {}: {}{}", word(&one.stance), one.text, on(day(&one.told)));
        all.push((one.id.to_string(), &one.refs, line));
    }
    for one in &story.figures {
        all.push((one.id.to_string(), &one.refs, format!("figure: {}", crate::coding::stated(one, named))));
    }
    for one in &story.findings {
        all.push((
            one.id.to_string(),
            &one.refs,
            format!("{}: {}", word(&one.kind).replace('_', " "), one.because),
        ));
    }
    all
}

fn selectors(one: &Ref<PointSpan>, text: Option<&(&str, CodePoints<'_>)>) -> Vec<Value> {
    let (mut prefix, mut suffix) = (String::new(), String::new());
    if let Some((text, points)) = text {
        let span = points.byte_span(one.span);
        let before = text.get(..span.start as usize).unwrap_or("");
        let start = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        prefix = before[start..].to_owned();
        suffix = text.get(span.end as usize..).unwrap_or("").chars().take(CONTEXT).collect();
    }
    vec![
        json!({ "type": "TextQuoteSelector", "exact": one.quote, "prefix": prefix, "suffix": suffix }),
        json!({ "type": "TextPositionSelector", "start": one.span.start, "end": one.span.end }),
    ]
}
