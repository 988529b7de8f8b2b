//! The timeline as JSON for TimelineJS 3, which draws it.
//!
//! A slide needs a date. An event whose days are all open has none and is left out. Slides hold HTML: all text of articles
//! is escaped.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};
use tidings_record::{Basis, Days, LinkedEvent, PointSpan, Record, Status, Story};

use crate::File;
use crate::shared::{Named, compact, day, html, pretty, web, word};

/// One timeline of all stories; with several, each is a group of its slides.
pub fn timelinejs(record: &Record<PointSpan>) -> File {
    let several = record.stories.len() > 1;
    let mut slides = Vec::new();
    for story in &record.stories {
        let named = Named::of(story);
        let events: BTreeMap<_, _> = story.events.iter().map(|one| (&one.id, one)).collect();
        let listed = story.timeline.iter().filter_map(|id| events.get(id));
        slides.extend(listed.filter_map(|event| slide(story, &named, event, several)));
    }
    let title = match record.stories.as_slice() {
        [story] => json!({ "text": { "headline": html(&story.title), "text": html(&rests_on(story)) } }),
        _ => Value::Null,
    };
    let rows = slides.len();
    let value = compact(json!({ "title": title, "events": slides }));
    File::of("timeline.json", pretty(&value), rows)
}

fn rests_on(story: &Story<PointSpan>) -> String {
    format!("{} articles, {}", story.articles.len(), day(&story.period))
}

fn slide(
    story: &Story<PointSpan>,
    named: &Named<'_>,
    event: &LinkedEvent<PointSpan>,
    several: bool,
) -> Option<Value> {
    let start = event.when.earliest.or(event.when.latest)?;
    let end = event.when.latest.filter(|last| *last > start);
    Some(json!({
        "start_date": date(start), "end_date": end.map(date), "display_date": shown(&event.when),
        "unique_id": event.id, "group": several.then(|| html(&story.title)),
        "text": { "headline": html(&event.title), "text": text(named, event) },
    }))
}

fn date(day: Date) -> Value {
    json!({ "year": day.year(), "month": day.month(), "day": day.day() })
}

/// The days in words: an interval is one in which the event lies, not one that it lasts.
fn shown(when: &Days<PointSpan>) -> String {
    let days = match (when.earliest, when.latest) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("between {first} and {last}"),
        (Some(first), None) => format!("{first} or later"),
        (None, Some(last)) => format!("{last} or earlier"),
        (None, None) => String::new(),
    };
    match when.basis {
        Basis::WorkedOut => format!("{days} (worked out)"),
        Basis::Assumed => format!("{days} (assumed)"),
        _ => days,
    }
}

fn text(named: &Named<'_>, event: &LinkedEvent<PointSpan>) -> String {
    let mut text = String::new();
    let claimants = named.names(&event.claimants);
    if event.status != Status::Happened || !claimants.is_empty() {
        let according =
            if claimants.is_empty() { String::new() } else { format!(", according to {claimants}") };
        text.push_str(&format!("<p>Told as {}{}.</p>", html(&word(&event.status)), html(&according)));
    }
    if let Some(first) = event.refs.first() {
        let article = named.article(&first.article);
        let source = [article.and_then(|one| one.outlet.clone()), article.map(|one| day(&one.published))];
        let source: Vec<String> = source.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let source = if source.is_empty() { first.article.to_string() } else { source.join(", ") };
        let source = match web(article.and_then(|one| one.url.as_deref())) {
            Some(url) => format!("<a href=\"{}\">{}</a>", html(url), html(&source)),
            None => html(&source),
        };
        text.push_str(&format!("<blockquote>{}</blockquote><p>{source}</p>", html(&first.quote)));
    }
    text
}
