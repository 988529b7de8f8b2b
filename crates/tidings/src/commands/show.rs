//! `tidings show`: anything in a store, by its id.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use anyhow::{Context, anyhow, bail};
use jiff::civil::Date;
use serde_json::Value;
use tidings_record::{PointSpan, Reading, Record, Story};
use tidings_store::{Access, Kind, Store, Thing};

use super::table::{days, table};
use crate::args::ShowArgs;
use crate::decided::{self, Answer, Decided};
use crate::{Outcome, WrongUsage};

/// Former ids of a story that are listed; the others are counted.
const MOST_FORMER: usize = 8;

pub fn run(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let store = Store::open(&args.store.store, Access::Read)?;
    let thing = thing(&store, &args.id)?;
    let text = match (thing.kind, thing.article) {
        (Kind::Article, Some(article)) => self::article(&store, article, args)?,
        _ => {
            let number = thing.story.context("it is in no story yet; `tidings add` links it")?;
            let story = record(&store, number, args.known_by, false)?
                .ok_or_else(|| anyhow!("nothing of {} had been published by then", thing.id))?;
            let record = in_code_points(&store, number, story)?;
            let value = serde_json::to_value(record.stories.first())?;
            match thing.kind {
                Kind::Story if args.json => pretty(&value)?,
                Kind::Story => of_story(&value),
                kind => {
                    let item = item(&value, kind, &thing.id)
                        .ok_or_else(|| anyhow!("{} was not known by then", thing.id))?;
                    let file = decided::file(&[], &args.store.store);
                    let decided = Decided::of(&file).map_err(|error| WrongUsage(error.to_string()))?;
                    let answers = decided.of_ids(&record, &decidable(item));
                    if args.json {
                        pretty(&with_decisions(item, &answers))?
                    } else {
                        described(item, &names(&value)) + &by_hand(&answers)
                    }
                }
            }
        }
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Complete)
}

/// What `id` names.
pub fn thing(store: &Store, id: &str) -> anyhow::Result<Thing> {
    match store.thing(id)? {
        Some(thing) => Ok(thing),
        None => bail!("the store has nothing with the id {id}{}", store.near_words(id)?),
    }
}

/// The number of the story `id`.
pub fn story(store: &Store, id: &str) -> anyhow::Result<i64> {
    match store.story_number(id)? {
        Some(story) => Ok(story),
        None => bail!("the store has no story {id}{}", store.near_words(id)?),
    }
}

/// The record of a story: as it is kept, or linked now from what had been published by a day.
pub fn record(
    store: &Store,
    story: i64,
    known_by: Option<Date>,
    no_assumptions: bool,
) -> anyhow::Result<Option<Story>> {
    if known_by.is_none() && !no_assumptions {
        return Ok(store.story(story)?);
    }
    Ok(store.linked_now(story, known_by, no_assumptions)?)
}

/// The ids by which coders decided of an item: its own, and of a claim those of its events and figures.
fn decidable(item: &Value) -> Vec<&str> {
    let others = ["about", "figures"].into_iter().flat_map(|list| items(item, list));
    others.chain([&item["id"]]).filter_map(Value::as_str).collect()
}

/// What coders decided, a line each.
fn by_hand(answers: &[Answer<'_>]) -> String {
    let mut text = String::new();
    for (nth, answer) in answers.iter().enumerate() {
        text.push_str(if nth == 0 { "\nStated by hand\n" } else { "" });
        let changed = if answer.is_changed() { "; the evidence has changed since" } else { "" };
        let _ = writeln!(text, "{}{changed}", answer.words());
    }
    text
}

/// An item, with what coders decided of it as `decided`.
fn with_decisions(item: &Value, answers: &[Answer<'_>]) -> Value {
    let mut item = item.clone();
    if !answers.is_empty() {
        item["decided"] = answers.iter().map(Answer::json).collect();
    }
    item
}

/// A story as it is printed.
fn in_code_points(store: &Store, number: i64, story: Story) -> anyhow::Result<Record<PointSpan>> {
    let texts = store.texts(number)?;
    let texts: Vec<_> = texts.iter().map(|(id, text)| (id, text.as_str())).collect();
    Ok(Record { stories: vec![story], ..Record::default() }.in_code_points(&texts)?)
}

fn pretty(value: &Value) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

fn list(kind: Kind) -> &'static str {
    match kind {
        Kind::Actor => "actors",
        Kind::Event => "events",
        Kind::Claim => "claims",
        Kind::Figure => "figures",
        Kind::Finding => "findings",
        Kind::Article => "articles",
        Kind::Story => "",
    }
}

fn items<'v>(story: &'v Value, list: &str) -> &'v [Value] {
    story[list].as_array().map_or(&[], Vec::as_slice)
}

fn item<'v>(story: &'v Value, kind: Kind, id: &str) -> Option<&'v Value> {
    items(story, list(kind)).iter().find(|item| item["id"] == id)
}

/// Names of actors and titles of events, by id.
fn names(story: &Value) -> BTreeMap<&str, &str> {
    let named =
        items(story, "actors").iter().filter_map(|one| Some((one["id"].as_str()?, one["name"].as_str()?)));
    let titled =
        items(story, "events").iter().filter_map(|one| Some((one["id"].as_str()?, one["title"].as_str()?)));
    named.chain(titled).collect()
}

fn word(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn interval(value: &Value) -> String {
    days(value["earliest"].as_str(), value["latest"].as_str())
}

/// Where a ref stands and what it says.
fn place(value: &Value) -> String {
    let number = |at: usize| value["span"][at].as_u64().unwrap_or(0);
    let quote = word(&value["quote"]).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}#{}-{} “{quote}”", word(&value["article"]), number(0), number(1))
}

/// A story in tables.
fn of_story(story: &Value) -> String {
    let names = names(story);
    let name = |value: &Value| {
        let id = word(value);
        names.get(id.as_str()).map_or(id.clone(), |name| (*name).to_owned())
    };
    // Its speaker's name, else what the article calls who says it.
    let who = |one: &Value, speaker: &str| match &one[speaker] {
        Value::Null => word(&one["said_by"]),
        id => name(id),
    };
    let mut text =
        format!("{}  {}\n{}\n", word(&story["id"]), word(&story["title"]), interval(&story["period"]));
    if let Some(was) = story["was"].as_array().filter(|was| !was.is_empty()) {
        let ids: Vec<String> = was.iter().take(MOST_FORMER).map(word).collect();
        let others = was.len() - ids.len();
        let more = if others > 0 { format!(" and {others} more") } else { String::new() };
        let _ = writeln!(text, "was {}{more}", ids.join(", "));
    }
    let mut add = |title: &str, columns: &[&str], rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            let _ = write!(text, "\n{title}\n{}", table(columns, &rows));
        }
    };
    let finding = |one: &Value| vec![word(&one["id"]), word(&one["kind"]), word(&one["because"])];
    add("Findings", &["id", "kind", "because"], items(story, "findings").iter().map(finding).collect());
    let event = |one: &Value| {
        vec![
            word(&one["id"]),
            interval(&one["when"]),
            word(&one["status"]),
            word(&one["articles"]),
            word(&one["title"]),
        ]
    };
    let on_timeline: Vec<Vec<String>> = items(story, "timeline")
        .iter()
        .filter_map(|id| items(story, "events").iter().find(|one| one["id"] == *id))
        .map(event)
        .collect();
    add("Timeline", &["id", "days", "status", "articles", "what"], on_timeline);
    let figure = |one: &Value| {
        let bounds = match (&one["min"], &one["max"]) {
            (least, most) if least == most => word(least),
            (least, most) => format!("{}..{}", word(least), word(most)),
        };
        vec![
            word(&one["id"]),
            interval(&one["when"]),
            bounds,
            word(&one["counted"]),
            word(&one["effect"]),
            who(one, "claimed_by"),
            one["refs"].get(0).map_or_else(String::new, |one| word(&one["quote"])),
        ]
    };
    add(
        "Figures",
        &["id", "days", "number", "of", "effect", "by", "words"],
        items(story, "figures").iter().map(figure).collect(),
    );
    let claim = |one: &Value| {
        vec![
            word(&one["id"]),
            interval(&one["told"]),
            who(one, "speaker"),
            word(&one["stance"]),
            word(&one["articles"]),
            word(&one["text"]),
        ]
    };
    add(
        "Claims",
        &["id", "told", "who", "stance", "articles", "words"],
        items(story, "claims").iter().map(claim).collect(),
    );
    let article = |one: &Value| {
        vec![word(&one["id"]), interval(&one["published"]), word(&one["outlet"]), word(&one["title"])]
    };
    add(
        "Articles",
        &["id", "published", "outlet", "title"],
        items(story, "articles").iter().map(article).collect(),
    );
    text
}

/// One item, a key a line.
fn described(item: &Value, names: &BTreeMap<&str, &str>) -> String {
    let named = |value: &Value| {
        let id = word(value);
        names.get(id.as_str()).map_or(id.clone(), |name| format!("{name} ({id})"))
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            rows.push(vec![key.to_owned(), value]);
        }
    };
    for (key, value) in item.as_object().into_iter().flatten() {
        match value {
            Value::Object(fields) if fields.contains_key("quote") => add(key, place(value)),
            Value::Object(fields) if fields.contains_key("basis") => {
                add(key, format!("{} ({})", interval(value), word(&value["basis"])));
            }
            Value::Object(_) => add(key, value.to_string()),
            Value::Array(values) => {
                for one in values {
                    let text = match one {
                        Value::Object(fields) if fields.contains_key("quote") => place(one),
                        Value::Object(fields) => {
                            let parts =
                                fields.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| {
                                    match value {
                                        Value::Object(_) => format!("{key} {}", interval(value)),
                                        Value::Array(refs) => {
                                            refs.iter().map(place).collect::<Vec<_>>().join(" ")
                                        }
                                        value => named(value),
                                    }
                                });
                            parts.collect::<Vec<_>>().join(", ")
                        }
                        value => named(value),
                    };
                    add(key, text);
                }
            }
            Value::Null | Value::Bool(false) => {}
            value if key == "id" => add(key, word(value)),
            value => add(key, named(value)),
        }
    }
    // The key stands on the first of its lines.
    let mut last = String::new();
    for row in &mut rows {
        if row[0] == last {
            row[0].clear();
        } else {
            last.clone_from(&row[0]);
        }
    }
    let table = table(&["", ""], &rows);
    table.split_once('\n').map_or(String::new(), |(_, rest)| rest.to_owned())
}

/// An article: where it is from, its passages, what is in it.
fn article(store: &Store, article: i64, args: &ShowArgs) -> anyhow::Result<String> {
    let reading: Reading = store.reading(article)?;
    if let Some(day) = args.known_by
        && reading.published.latest.is_none_or(|latest| latest > day)
    {
        bail!("{} was not published by {day}, as far as is certain", reading.id.as_str());
    }
    if args.json {
        return pretty(&serde_json::to_value(reading.in_code_points())?);
    }
    let line = store.article_line(article)?;
    let rows: Vec<Vec<String>> = [
        ("id", line.id.clone()),
        ("title", line.title.unwrap_or_default()),
        ("outlet", line.outlet.unwrap_or_default()),
        ("published", days(line.days.0.as_deref(), line.days.1.as_deref())),
        ("url", reading.url.clone().unwrap_or_default()),
        ("paths", reading.paths.join(" ")),
        ("story", line.story.unwrap_or_default()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| vec![key.to_owned(), value])
    .collect();
    let head = table(&["", ""], &rows);
    let mut text = head.split_once('\n').map_or(String::new(), |(_, rest)| rest.to_owned());
    let _ = write!(text, "\n{}", super::explain::passages(&reading));
    let Some(number) = store.thing(&line.id)?.and_then(|thing| thing.story) else { return Ok(text) };
    let Some(story) = record(store, number, args.known_by, false)? else { return Ok(text) };
    let record = in_code_points(store, number, story)?;
    let value = serde_json::to_value(record.stories.first())?;
    let names = names(&value);
    let here = |one: &&Value| items(one, "refs").iter().any(|place| place["article"] == line.id.as_str());
    let rows = |list: &str, row: &dyn Fn(&Value) -> Vec<String>| -> Vec<Vec<String>> {
        items(&value, list).iter().filter(here).map(row).collect()
    };
    let events = rows("events", &|one| vec![word(&one["id"]), interval(&one["when"]), word(&one["title"])]);
    let claims = rows("claims", &|one| {
        let speaker = word(&one["speaker"]);
        let name = names.get(speaker.as_str()).map_or(speaker.clone(), |name| (*name).to_owned());
        vec![word(&one["id"]), name, word(&one["stance"]), word(&one["text"])]
    });
    for (title, columns, rows) in [
        ("Events", &["id", "days", "what"][..], events),
        ("Claims", &["id", "who", "stance", "words"], claims),
    ] {
        if !rows.is_empty() {
            let _ = write!(text, "\n{title}\n{}", table(columns, &rows));
        }
    }
    Ok(text)
}
