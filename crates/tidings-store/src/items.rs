//! The record of a story as flat rows, each with its id, and what changed from one record to the next.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use serde::Serialize;
use tidings_record::{ActorId, Days, PointSpan, Ref, Story};

use crate::{Result, Store};

/// The sorts of things that have an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An article.
    Article,
    /// A story.
    Story,
    /// A person, body, place.
    Actor,
    /// An event.
    Event,
    /// A claim.
    Claim,
    /// A figure.
    Figure,
    /// A finding.
    Finding,
}

impl Kind {
    /// Those that belong to a story, in the order of a record.
    pub(crate) const ITEMS: [Kind; 5] = [Kind::Actor, Kind::Event, Kind::Claim, Kind::Figure, Kind::Finding];

    /// Its name.
    pub const fn name(self) -> &'static str {
        ["article", "story", "actor", "event", "claim", "figure", "finding"][self as usize]
    }

    /// The letter with which its ids begin; none for articles.
    pub(crate) const fn letter(self) -> &'static str {
        ["", "s", "a", "e", "c", "f", "n"][self as usize]
    }

    /// The kind whose ids look like `id`.
    pub(crate) fn of_id(id: &str) -> Option<Kind> {
        let hex = |rest: &str| rest.len() == 12 && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let kinds = [Kind::Story].into_iter().chain(Kind::ITEMS);
        kinds.into_iter().find(|kind| id.strip_prefix(kind.letter()).is_some_and(hex))
    }

    /// The table of its rows.
    pub(crate) const fn table(self) -> &'static str {
        ["articles", "stories", "actors", "events", "told_claims", "told_figures", "found"][self as usize]
    }

    /// The columns of its rows after `id`, `story` and `nth`.
    const fn columns(self) -> &'static [&'static str] {
        match self {
            Kind::Article | Kind::Story => &[],
            Kind::Actor => &["name", "type", "aliases", "speaks_for", "article", "starts", "ends"],
            Kind::Event => &[
                "earliest",
                "latest",
                "basis",
                "status",
                "title",
                "type",
                "mode",
                "ordinal",
                "places",
                "actors",
                "claimants",
                "articles",
                "after_copies",
                "agencies",
                "article",
                "starts",
                "ends",
                "on_timeline",
            ],
            Kind::Claim => &[
                "earliest",
                "latest",
                "basis",
                "speaker",
                "voice",
                "stance",
                "text",
                "text_starts",
                "text_ends",
                "manner",
                "to_whom",
                "condition",
                "within",
                "from_day",
                "until_day",
                "articles",
                "after_copies",
                "agencies",
                "article",
                "starts",
                "ends",
            ],
            Kind::Figure => &[
                "earliest",
                "latest",
                "basis",
                "event",
                "effect",
                "counted",
                "affected",
                "unit",
                "min",
                "max",
                "comparator",
                "approximate",
                "none_reported",
                "part_of",
                "by_whom",
                "against",
                "places",
                "voice",
                "claimed_by",
                "article",
                "starts",
                "ends",
            ],
            Kind::Finding => &[
                "kind",
                "between_ids",
                "because",
                "question",
                "innocent_reading",
                "article",
                "starts",
                "ends",
            ],
        }
    }
}

/// A row: the number of its id, then its columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub kind: Kind,
    pub id: i64,
    pub values: Vec<Value>,
    /// Its first ref: article and where it begins, which an id that it replaces may share.
    pub first: Option<(i64, i64)>,
}

/// The number of an id's hex digits.
pub(crate) fn digits(id: &str) -> Option<i64> {
    i64::from_str_radix(id.get(1..)?, 16).ok()
}

/// The id of `kind` with these digits.
pub(crate) fn id_of(kind: Kind, digits: i64) -> String {
    format!("{}{digits:012x}", kind.letter())
}

/// The word of a value of the contract, as JSON prints it.
pub(crate) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Null) | Err(_) => String::new(),
        Ok(value) => value.to_string(),
    }
}

fn text(value: Option<String>) -> Value {
    value.filter(|text| !text.is_empty()).map_or(Value::Null, Value::Text)
}

fn words(value: &impl Serialize) -> Value {
    text(Some(word(value)))
}

/// First day, last day, `=` where that is the first, and what they rest on.
fn days(days: &Days<PointSpan>) -> [Value; 3] {
    let latest = if days.day().is_some() { Value::Text("=".to_owned()) } else { words(&days.latest) };
    [words(&days.earliest), latest, words(&days.basis)]
}

/// Where `part` stands in the words of a ref, in code points of the text.
fn stretch(place: &Ref<PointSpan>, part: &str) -> Option<(i64, i64)> {
    let at = place.quote.find(part)?;
    let start = i64::from(place.span.start) + place.quote[..at].chars().count() as i64;
    Some((start, start + part.chars().count() as i64))
}

/// The rows of a story, in its order. `articles` gives the number of each.
pub(crate) fn items(story: &Story<PointSpan>, articles: &BTreeMap<String, i64>) -> Vec<Item> {
    let names: BTreeMap<&str, &str> =
        story.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
    let name = |id: &ActorId| names.get(id.as_str()).copied().unwrap_or(id.as_str()).to_owned();
    let one = |id: &Option<ActorId>| text(id.as_ref().map(name));
    let all =
        |ids: &mut dyn Iterator<Item = &ActorId>| text(Some(ids.map(name).collect::<Vec<_>>().join("; ")));
    let place = |first: Option<&Ref<PointSpan>>| -> ([Value; 3], Option<(i64, i64)>) {
        let found = first.and_then(|first| Some((first, *articles.get(first.article.as_str())?)));
        found.map_or(([Value::Null, Value::Null, Value::Null], None), |(first, article)| {
            let (start, end) = (i64::from(first.span.start), i64::from(first.span.end));
            ([article.into(), start.into(), end.into()], Some((article, start)))
        })
    };
    let mut found = Vec::new();
    let mut push = |kind: Kind, id: &str, values: Vec<Value>, first: Option<(i64, i64)>| {
        if let Some(id) = digits(id) {
            found.push(Item { kind, id, values, first });
        }
    };
    for actor in &story.actors {
        let (at, first) = place(actor.refs.first());
        let mut values = vec![
            text(Some(actor.name.clone())),
            words(&actor.kind),
            text(Some(actor.aliases.join("; "))),
            text(actor.speaks_for.clone()),
        ];
        values.extend(at);
        push(Kind::Actor, actor.id.as_str(), values, first);
    }
    let on_timeline: std::collections::BTreeSet<&str> = story.timeline.iter().map(|id| id.as_str()).collect();
    for event in &story.events {
        let (at, first) = place(event.refs.first());
        let mut values = days(&event.when).to_vec();
        values.extend([
            words(&event.status),
            text(Some(event.title.clone())),
            words(&event.kind),
            text(event.mode.clone()),
            event.ordinal.map_or(Value::Null, |number| i64::from(number).into()),
            all(&mut event.places.iter()),
            all(&mut event.actors.iter().map(|one| &one.actor)),
            all(&mut event.claimants.iter()),
            i64::from(event.articles).into(),
            i64::from(event.after_copies).into(),
            text(Some(event.agencies.join("; "))),
        ]);
        values.extend(at);
        values.push(i64::from(on_timeline.contains(event.id.as_str())).into());
        push(Kind::Event, event.id.as_str(), values, first);
    }
    for claim in &story.claims {
        let (at, first) = place(Some(&claim.first));
        let deadline = claim.deadline.clone().unwrap_or_default();
        // Mostly the words stand in the first ref.
        let stands = stretch(&claim.first, &claim.text);
        let mut values = days(&claim.told).to_vec();
        values.extend([
            one(&claim.speaker),
            words(&claim.voice),
            words(&claim.stance),
            text(Some(claim.text.clone()).filter(|_| stands.is_none())),
            stands.map_or(Value::Null, |(start, _)| start.into()),
            stands.map_or(Value::Null, |(_, end)| end.into()),
            words(&claim.manner),
            all(&mut claim.to.iter()),
            text(claim.condition.as_ref().map(|condition| condition.quote.clone())),
            text(deadline.within),
            words(&deadline.from),
            words(&deadline.until),
            i64::from(claim.articles).into(),
            i64::from(claim.after_copies).into(),
            text(Some(claim.agencies.join("; "))),
        ]);
        values.extend(at);
        push(Kind::Claim, claim.id.as_str(), values, first);
    }
    for figure in &story.figures {
        let (at, first) = place(figure.refs.first());
        let number = |number: Option<tidings_record::Number>| number.map_or(Value::Null, |n| n.get().into());
        let id = |id: Option<&str>| id.and_then(digits).map_or(Value::Null, Value::from);
        let mut values = days(&figure.when).to_vec();
        values.extend([
            id(figure.event.as_ref().map(|id| id.as_str())),
            words(&figure.effect),
            text(figure.counted.clone()),
            words(&figure.affected),
            text(figure.unit.clone()),
            number(figure.min),
            number(figure.max),
            words(&figure.comparator),
            i64::from(figure.approximate).into(),
            i64::from(figure.none_reported).into(),
            id(figure.part_of.as_ref().map(|id| id.as_str())),
            one(&figure.by),
            one(&figure.against),
            all(&mut figure.places.iter()),
            words(&figure.voice),
            one(&figure.claimed_by),
        ]);
        values.extend(at);
        push(Kind::Figure, figure.id.as_str(), values, first);
    }
    for finding in &story.findings {
        let (at, first) = place(finding.refs.first());
        let mut values = vec![
            words(&finding.kind),
            text(Some(finding.between.join("; "))),
            text(Some(finding.because.clone())),
            text(finding.question.clone()),
            text(finding.innocent_reading.clone()),
        ];
        values.extend(at);
        push(Kind::Finding, finding.id.as_str(), values, first);
    }
    found
}

/// What an earlier record of a story held.
#[derive(Debug, Default)]
pub(crate) struct Before {
    /// By kind and id: the place in the story, the columns, article and start of the first ref.
    rows: BTreeMap<(Kind, i64), (i64, Vec<Value>)>,
}

impl Store {
    /// The rows of a story that stand in the file.
    pub(crate) fn items_before(&self, story: i64) -> Result<Before> {
        let mut before = Before::default();
        for kind in Kind::ITEMS {
            let columns = kind.columns();
            let sql =
                format!("SELECT id, nth, {} FROM {} WHERE story = ?1", columns.join(", "), kind.table());
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([story])?;
            while let Some(row) = rows.next()? {
                let values = (0..columns.len()).map(|at| row.get(at + 2)).collect::<rusqlite::Result<_>>()?;
                before.rows.insert((kind, row.get(0)?), (row.get(1)?, values));
            }
        }
        Ok(before)
    }

    /// Writes the rows of a story over those `before`: rows that are as they were stay, and what is no more is noted
    /// with what has taken its place.
    pub(crate) fn write_items(&mut self, story: i64, items: &[Item], mut before: Before) -> Result<()> {
        let mut at_place: BTreeMap<(Kind, i64, i64), i64> = BTreeMap::new();
        let mut nth_of: BTreeMap<Kind, i64> = BTreeMap::new();
        for item in items {
            let nth = nth_of.entry(item.kind).or_default();
            *nth += 1;
            if let Some((article, start)) = item.first {
                at_place.entry((item.kind, article, start)).or_insert(item.id);
            }
            let known = before.rows.remove(&(item.kind, item.id));
            if let Some((place, values)) = &known
                && *values == item.values
            {
                if place != nth {
                    let sql = format!("UPDATE {} SET nth = ?2 WHERE id = ?1", item.kind.table());
                    self.connection.prepare_cached(&sql)?.execute((item.id, *nth))?;
                }
                continue;
            }
            let changed = self.next_change();
            let columns = item.kind.columns();
            let marks: Vec<String> = (0..columns.len()).map(|at| format!("?{}", at + 5)).collect();
            let sql = format!(
                "INSERT OR REPLACE INTO {} (id, story, nth, changed, {}) VALUES (?1, ?2, ?3, ?4, {})",
                item.kind.table(),
                columns.join(", "),
                marks.join(", ")
            );
            let head = [item.id, story, *nth, changed].map(Value::from);
            let values = head.iter().chain(&item.values);
            self.connection.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(values))?;
            self.connection
                .prepare_cached("DELETE FROM removed WHERE id = ?1")?
                .execute([id_of(item.kind, item.id)])?;
        }
        for ((kind, id), (_, values)) in before.rows {
            let columns = kind.columns();
            let column = |name: &str| columns.iter().position(|one| *one == name).map(|at| &values[at]);
            let became = match (column("article"), column("starts")) {
                (Some(&Value::Integer(article)), Some(&Value::Integer(start))) => {
                    at_place.get(&(kind, article, start)).copied()
                }
                _ => None,
            };
            let sql = format!("DELETE FROM {} WHERE id = ?1 AND story = ?2", kind.table());
            if self.connection.prepare_cached(&sql)?.execute((id, story))? > 0 {
                self.note_removed(&id_of(kind, id), became.map(|id| id_of(kind, id)).as_deref())?;
            }
        }
        Ok(())
    }

    /// Notes that `id` is no more, and what has taken its place.
    pub(crate) fn note_removed(&mut self, id: &str, became: Option<&str>) -> Result<()> {
        let changed = self.next_change();
        self.connection
            .prepare_cached("UPDATE removed SET became = ?2 WHERE became = ?1")?
            .execute((id, became))?;
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO removed VALUES (?1, ?2, ?3)")?
            .execute((id, became, changed))?;
        Ok(())
    }
}
