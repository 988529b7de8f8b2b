//! A record as flat tables: its timelines, claims and figures, one a row, for spreadsheets and data frames; and all that
//! a story holds, for a store.
//!
//! Names stand in place of ids, lists are joined with `; `, unknown is the empty cell. Each row ends with its
//! first ref. Writing them as CSV, and guarding against formulas, is for whoever writes the file.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::{
    Actor, ActorId, Claim, Days, Figure, Finding, LinkedEvent, Number, PointSpan, Record, Ref, Story,
};

/// A table: every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it lists: `timeline`, `claims`, `figures`, `actors`, `events` or `findings`.
    pub name: &'static str,
    /// The names of its columns, those of the record's keys.
    pub columns: &'static [&'static str],
    /// Its rows, in the order of the record.
    pub rows: Vec<Vec<String>>,
}

const ACTORS: &[&str] =
    &["story", "id", "name", "type", "aliases", "speaks_for", "article", "start", "end", "quote"];

/// Of all events as of those on the timeline.
const EVENTS: &[&str] = &[
    "story",
    "id",
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
    "start",
    "end",
    "quote",
];

const CLAIMS: &[&str] = &[
    "story",
    "id",
    "earliest",
    "latest",
    "basis",
    "speaker",
    "voice",
    "stance",
    "text",
    "manner",
    "to",
    "condition",
    "within",
    "from",
    "until",
    "articles",
    "after_copies",
    "agencies",
    "article",
    "start",
    "end",
    "quote",
];

const FIGURES: &[&str] = &[
    "story",
    "id",
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
    "by",
    "against",
    "places",
    "voice",
    "claimed_by",
    "article",
    "start",
    "end",
    "quote",
];

const FINDINGS: &[&str] = &[
    "story",
    "id",
    "rank",
    "kind",
    "between",
    "because",
    "question",
    "innocent_reading",
    "article",
    "start",
    "end",
    "quote",
];

/// All that a story holds, in its order: actors, events, claims, figures, findings.
pub fn story_tables(story: &Story<PointSpan>) -> [Table; 5] {
    [
        Table { name: "actors", columns: ACTORS, rows: actors(story) },
        Table { name: "events", columns: EVENTS, rows: events(story, &mut story.events.iter()) },
        Table { name: "claims", columns: CLAIMS, rows: claims(story) },
        Table { name: "figures", columns: FIGURES, rows: figures(story) },
        Table { name: "findings", columns: FINDINGS, rows: findings(story) },
    ]
}

/// The three tables of a record.
pub fn tables(record: &Record<PointSpan>) -> [Table; 3] {
    let rows = |of: fn(&Story<PointSpan>) -> Vec<Vec<String>>| record.stories.iter().flat_map(of).collect();
    [
        Table { name: "timeline", columns: EVENTS, rows: rows(timeline) },
        Table { name: "claims", columns: CLAIMS, rows: rows(claims) },
        Table { name: "figures", columns: FIGURES, rows: rows(figures) },
    ]
}

/// The findings of all stories.
pub fn findings_table(record: &Record<PointSpan>) -> Table {
    Table { name: "findings", columns: FINDINGS, rows: record.stories.iter().flat_map(findings).collect() }
}

fn timeline(story: &Story<PointSpan>) -> Vec<Vec<String>> {
    let all: BTreeMap<_, _> = story.events.iter().map(|event| (&event.id, event)).collect();
    events(story, &mut story.timeline.iter().filter_map(|id| all.get(id).copied()))
}

fn events(
    story: &Story<PointSpan>,
    listed: &mut dyn Iterator<Item = &LinkedEvent<PointSpan>>,
) -> Vec<Vec<String>> {
    let names = Names::of(story);
    let row = |event: &LinkedEvent<PointSpan>| {
        let mut row = vec![story.id.to_string(), event.id.to_string()];
        row.extend(days(&event.when));
        row.extend([word(&event.status), event.title.clone(), word(&event.kind), word(&event.mode)]);
        row.extend([word(&event.ordinal), names.all(&event.places)]);
        row.extend([names.all(event.actors.iter().map(|one| &one.actor)), names.all(&event.claimants)]);
        row.extend([event.articles.to_string(), event.after_copies.to_string(), event.agencies.join("; ")]);
        row.extend(place(event.refs.first()));
        row
    };
    listed.map(row).collect()
}

fn actors(story: &Story<PointSpan>) -> Vec<Vec<String>> {
    let row = |actor: &Actor<PointSpan>| {
        let mut row = vec![story.id.to_string(), actor.id.to_string(), actor.name.clone(), word(&actor.kind)];
        row.extend([actor.aliases.join("; "), word(&actor.speaks_for)]);
        row.extend(place(actor.refs.first()));
        row
    };
    story.actors.iter().map(row).collect()
}

fn findings(story: &Story<PointSpan>) -> Vec<Vec<String>> {
    let row = |finding: &Finding<PointSpan>| {
        let mut row = vec![story.id.to_string(), finding.id.to_string(), finding.rank.to_string()];
        row.extend([word(&finding.kind), finding.between.join("; "), finding.because.clone()]);
        row.extend([word(&finding.question), word(&finding.innocent_reading)]);
        row.extend(place(finding.refs.first()));
        row
    };
    story.findings.iter().map(row).collect()
}

fn claims(story: &Story<PointSpan>) -> Vec<Vec<String>> {
    let names = Names::of(story);
    let row = |claim: &Claim<PointSpan>| {
        let deadline = claim.deadline.clone().unwrap_or_default();
        let condition = claim.condition.as_ref().map_or_else(String::new, |one| one.quote.clone());
        let mut row = vec![story.id.to_string(), claim.id.to_string()];
        row.extend(days(&claim.told));
        row.extend([names.all(&claim.speaker), word(&claim.voice), word(&claim.stance), claim.text.clone()]);
        row.extend([word(&claim.manner), names.all(&claim.to), condition]);
        row.extend([word(&deadline.within), word(&deadline.from), word(&deadline.until)]);
        row.extend([claim.articles.to_string(), claim.after_copies.to_string(), claim.agencies.join("; ")]);
        row.extend(place(Some(&claim.first)));
        row
    };
    story.claims.iter().map(row).collect()
}

fn figures(story: &Story<PointSpan>) -> Vec<Vec<String>> {
    let names = Names::of(story);
    let titles: BTreeMap<_, _> = story.events.iter().map(|event| (&event.id, event.title.as_str())).collect();
    let row = |figure: &Figure<PointSpan>| {
        let event = figure.event.as_ref().and_then(|id| titles.get(id)).copied().unwrap_or_default();
        let mut row = vec![story.id.to_string(), figure.id.to_string()];
        row.extend(days(&figure.when));
        row.extend([event.to_owned(), word(&figure.effect), word(&figure.counted), word(&figure.affected)]);
        row.extend([word(&figure.unit), number(figure.min), number(figure.max), word(&figure.comparator)]);
        row.extend([figure.approximate.to_string(), figure.none_reported.to_string(), word(&figure.part_of)]);
        row.extend([names.all(&figure.by), names.all(&figure.against), names.all(&figure.places)]);
        row.extend([word(&figure.voice), names.all(&figure.claimed_by)]);
        row.extend(place(figure.refs.first()));
        row
    };
    story.figures.iter().map(row).collect()
}

/// The names of a story's actors.
struct Names<'s>(BTreeMap<&'s ActorId, &'s str>);

impl<'s> Names<'s> {
    fn of(story: &'s Story<PointSpan>) -> Names<'s> {
        let pair = |actor: &'s Actor<PointSpan>| (&actor.id, actor.name.as_str());
        Names(story.actors.iter().map(pair).collect())
    }

    /// The names of `ids`; an id without an actor stands for itself.
    fn all<'i>(&self, ids: impl IntoIterator<Item = &'i ActorId>) -> String {
        let name = |id: &'i ActorId| self.0.get(id).copied().unwrap_or(id.as_str()).to_owned();
        ids.into_iter().map(name).collect::<Vec<_>>().join("; ")
    }
}

fn days(days: &Days<PointSpan>) -> [String; 3] {
    [word(&days.earliest), word(&days.latest), word(&days.basis)]
}

fn place(first: Option<&Ref<PointSpan>>) -> [String; 4] {
    first.map_or_else(Default::default, |first| {
        let PointSpan { start, end } = first.span;
        [first.article.to_string(), start.to_string(), end.to_string(), first.quote.clone()]
    })
}

fn number(number: Option<Number>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// A word or a number as the JSON has it; empty for null.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_fills_its_columns() {
        let record: Record<PointSpan> =
            serde_json::from_str(include_str!("../fixtures/record.json")).unwrap();
        let tables = tables(&record);
        for table in &tables {
            assert_eq!(table.rows.len(), 1, "{}", table.name);
            assert_eq!(table.rows[0].len(), table.columns.len(), "{}", table.name);
        }
        let [timeline, claims, figures] = tables;
        let cell = |table: &Table, column: &str| {
            table.rows[0][table.columns.iter().position(|&name| name == column).unwrap()].clone()
        };
        assert_eq!(cell(&timeline, "places"), "Zvěnov");
        assert_eq!(cell(&timeline, "quote"), "get");
        assert_eq!(cell(&claims, "speaker"), "Łucja Öz");
        assert_eq!(cell(&claims, "within"), "P50D");
        assert_eq!(cell(&claims, "agencies"), "NNA");
        assert_eq!((cell(&figures, "min"), cell(&figures, "max")), ("400".to_owned(), String::new()));
        assert_eq!((cell(&figures, "start"), cell(&figures, "end")), ("116".to_owned(), "141".to_owned()));
        for table in record.stories.iter().flat_map(story_tables) {
            assert!(!table.rows.is_empty(), "{}", table.name);
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
        }
    }
}
