//! The tool `check`: one sentence beside what a store holds.

use serde_json::{Value, json};
use tidings_record::{Audit, Judgement, Reading, Record};
use tidings_store::Store;

use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::tools::{MOST, refs};
use crate::{ReadSentence, ask};

/// Most articles that a sentence is held against.
const MOST_ARTICLES: usize = 2_000;

/// How the pieces of a sentence stand to the articles of a story, or of those stories that name what it names.
pub fn check(store: &Store, read: &ReadSentence, asked: &Asked) -> Result<Value, Refusal> {
    let sentence = asked.text("sentence").unwrap_or_default();
    let failed = |reason: String| Refusal::new(500, "failed", reason);
    let undated = read(&sentence, None).map_err(failed)?;
    let (readings, record) = sources(store, asked, &undated)?;
    let reading = match asked.day("date") {
        Some(day) => read(&sentence, Some(day)).map_err(failed)?,
        None => match tidings_audit::day_to_read(&undated, &record) {
            Some(day) => read(&sentence, Some(day)).map_err(failed)?,
            None => undated,
        },
    };
    let audit = tidings_audit::audit(&reading, &readings, &record);
    answer(&audit, &readings, &record)
}

/// The articles that the sentence is held against, and what was linked of them.
fn sources(store: &Store, asked: &Asked, sentence: &Reading) -> Result<(Vec<Reading>, Record), Refusal> {
    let stories = match asked.text("story") {
        Some(id) => vec![id],
        None => store.stories_naming(sentence, asked.known_by())?,
    };
    let (mut readings, mut record) = (Vec::new(), Record::default());
    for id in &stories {
        let (number, story) = ask::bare_story(store, &asked.about(id))?;
        if readings.len() + story.articles.len() > MOST_ARTICLES {
            if readings.is_empty() {
                let message = format!("{id} has more than {MOST_ARTICLES} articles; known_by takes fewer");
                return Err(Refusal::wrong("too_large", message));
            }
            continue;
        }
        readings.extend(ask::readings(store, number, &story)?);
        record.stories.push(story);
    }
    if readings.is_empty() {
        let message =
            "no story names what the sentence names, so there is nothing to hold it against; give story";
        return Err(Refusal::new(404, "no_story", message));
    }
    Ok((readings, record))
}

fn answer(audit: &Audit, readings: &[Reading], record: &Record) -> Result<Value, Refusal> {
    let texts: Vec<_> = readings.iter().map(|one| (&one.id, one.text.as_str())).collect();
    let printed = audit.in_code_points(&texts)?;
    let mut size = 0;
    let items: Vec<Value> = printed
        .verdicts
        .iter()
        .zip(&audit.verdicts)
        .map(|(one, verdict)| {
            let first = verdict.refs.first();
            let source = first.and_then(|place| readings.iter().find(|reading| reading.id == place.article));
            json!({
                "piece": one.piece, "words": one.words, "span": one.span, "verdict": one.judgement,
                "because": one.because, "said_by": one.said_by, "changes": one.changes,
                "refs": refs(&one.refs), "cite": tidings_page::cite_verdict(verdict, source),
            })
        })
        .take_while(|item| {
            size += item.to_string().len();
            size <= MOST
        })
        .collect();
    let alarms = audit.verdicts.iter().filter(|one| one.judgement.is_alarm()).count();
    let stories: Vec<Value> =
        record.stories.iter().map(|one| json!({ "id": one.id, "title": one.title })).collect();
    Ok(json!({
        "sentence": printed.text, "date": printed.published, "stories": stories, "articles": readings.len(),
        "to_look_at": alarms, "items": items, "total": printed.verdicts.len(),
        "refs": refs(printed.verdicts.iter().map(|one| &one.refs[..]).find(|refs| !refs.is_empty()).unwrap_or(&[])),
        "cite": summary(audit, readings.len(), alarms),
    }))
}

fn summary(audit: &Audit, articles: usize, alarms: usize) -> String {
    let supported = audit.verdicts.iter().filter(|one| one.judgement == Judgement::Supported).count();
    format!(
        "Held against {}: of {} in the sentence {supported} stand there so, {alarms} to look at. This says how the \
         sentence stands to these articles, not whether it is true.",
        tidings_page::counted(articles, "article"),
        tidings_page::counted(audit.verdicts.len(), "piece"),
    )
}
