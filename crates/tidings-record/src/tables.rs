//! A record as flat tables: its timelines, claims and figures, one a row, for spreadsheets and data frames; and all that
//! a story holds, for a store.
//!
//! Names stand in place of ids, unknown is the empty cell. Each row ends with its first ref. What kind of cells a column
//! has follows from its name ([`CellKind::of`](crate::CellKind::of)). Writing them as a file is for whoever writes it.

use std::collections::BTreeMap;

use crate::{Actor, ActorId, Cell, Claim, Days, Figure, Finding, LinkedEvent, PointSpan, Record, Ref, Story};

/// A table: every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it lists: `timeline`, `claims`, `figures`, `actors`, `events` or `findings`.
    pub name: &'static str,
    /// The names of its columns, those of the record's keys.
    pub columns: &'static [&'static str],
    /// Its rows, in the order of the record.
    pub rows: Vec<Vec<Cell>>,
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
    "said_by",
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
    "said_by",
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
    let rows = |of: fn(&Story<PointSpan>) -> Vec<Vec<Cell>>| record.stories.iter().flat_map(of).collect();
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

fn timeline(story: &Story<PointSpan>) -> Vec<Vec<Cell>> {
    let all: BTreeMap<_, _> = story.events.iter().map(|event| (&event.id, event)).collect();
    events(story, &mut story.timeline.iter().filter_map(|id| all.get(id).copied()))
}

fn events(
    story: &Story<PointSpan>,
    listed: &mut dyn Iterator<Item = &LinkedEvent<PointSpan>>,
) -> Vec<Vec<Cell>> {
    let names = Names::of(story);
    let row = |event: &LinkedEvent<PointSpan>| {
        let mut row = vec![Cell::text(&story.id), Cell::text(&event.id)];
        row.extend(days(&event.when));
        row.extend([Cell::word(&event.status), Cell::text(&event.title), Cell::word(&event.kind)]);
        row.extend([Cell::word(&event.mode), event.ordinal.into(), names.all(&event.places)]);
        row.extend([names.all(event.actors.iter().map(|one| &one.actor)), names.all(&event.claimants)]);
        row.extend([event.articles.into(), event.after_copies.into(), Cell::list(event.agencies.clone())]);
        row.extend(cells_of(event.refs.first()));
        row
    };
    listed.map(row).collect()
}

fn actors(story: &Story<PointSpan>) -> Vec<Vec<Cell>> {
    let row = |actor: &Actor<PointSpan>| {
        let mut row = vec![Cell::text(&story.id), Cell::text(&actor.id), Cell::text(&actor.name)];
        row.extend([
            Cell::word(&actor.kind),
            Cell::list(actor.aliases.clone()),
            Cell::word(&actor.speaks_for),
        ]);
        row.extend(cells_of(actor.refs.first()));
        row
    };
    story.actors.iter().map(row).collect()
}

fn findings(story: &Story<PointSpan>) -> Vec<Vec<Cell>> {
    let row = |finding: &Finding<PointSpan>| {
        let mut row = vec![Cell::text(&story.id), Cell::text(&finding.id), finding.rank.into()];
        row.extend([Cell::word(&finding.kind), Cell::list(finding.between.clone())]);
        row.extend([Cell::text(&finding.because), Cell::word(&finding.question)]);
        row.push(Cell::word(&finding.innocent_reading));
        row.extend(cells_of(finding.refs.first()));
        row
    };
    story.findings.iter().map(row).collect()
}

fn claims(story: &Story<PointSpan>) -> Vec<Vec<Cell>> {
    let names = Names::of(story);
    let row = |claim: &Claim<PointSpan>| {
        let deadline = claim.deadline.clone().unwrap_or_default();
        let condition = claim.condition.as_ref().map(|one| &one.quote);
        let mut row = vec![Cell::text(&story.id), Cell::text(&claim.id)];
        row.extend(days(&claim.told));
        row.extend([names.one(claim.speaker.as_ref()), Cell::word(&claim.said_by)]);
        row.extend([Cell::word(&claim.voice), Cell::word(&claim.stance)]);
        row.extend([Cell::text(&claim.text), Cell::word(&claim.manner), names.all(&claim.to)]);
        row.extend([Cell::word(&condition), Cell::word(&deadline.within)]);
        row.extend([deadline.from.into(), deadline.until.into()]);
        row.extend([claim.articles.into(), claim.after_copies.into(), Cell::list(claim.agencies.clone())]);
        row.extend(cells_of(Some(&claim.first)));
        row
    };
    story.claims.iter().map(row).collect()
}

fn figures(story: &Story<PointSpan>) -> Vec<Vec<Cell>> {
    let names = Names::of(story);
    let titles: BTreeMap<_, _> = story.events.iter().map(|event| (&event.id, event.title.as_str())).collect();
    let row = |figure: &Figure<PointSpan>| {
        let event = figure.event.as_ref().and_then(|id| titles.get(id));
        let mut row = vec![Cell::text(&story.id), Cell::text(&figure.id)];
        row.extend(days(&figure.when));
        row.extend([Cell::word(&event), Cell::word(&figure.effect), Cell::word(&figure.counted)]);
        row.extend([Cell::word(&figure.affected), Cell::word(&figure.unit)]);
        row.extend([figure.min.into(), figure.max.into(), Cell::word(&figure.comparator)]);
        row.extend([Cell::Truth(figure.approximate), Cell::Truth(figure.none_reported)]);
        row.extend([
            Cell::word(&figure.part_of),
            names.one(figure.by.as_ref()),
            names.one(figure.against.as_ref()),
        ]);
        row.extend([
            names.all(&figure.places),
            Cell::word(&figure.voice),
            names.one(figure.claimed_by.as_ref()),
            Cell::word(&figure.said_by),
        ]);
        row.extend(cells_of(figure.refs.first()));
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

    /// The names of `ids`, each once; an id without an actor stands for itself.
    fn all<'i>(&self, ids: impl IntoIterator<Item = &'i ActorId>) -> Cell {
        let mut names: Vec<&str> = Vec::new();
        for name in ids.into_iter().map(|id| self.name(id)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Cell::list(names)
    }

    fn one(&self, id: Option<&ActorId>) -> Cell {
        id.map_or(Cell::Empty, |id| Cell::text(&self.name(id)))
    }

    fn name<'i>(&self, id: &'i ActorId) -> &'i str
    where
        's: 'i,
    {
        self.0.get(id).copied().unwrap_or(id.as_str())
    }
}

fn days(days: &Days<PointSpan>) -> [Cell; 3] {
    [days.earliest.into(), days.latest.into(), Cell::word(&days.basis)]
}

/// Article, start, end and words of a ref.
pub fn cells_of(first: Option<&Ref<PointSpan>>) -> [Cell; 4] {
    let Some(first) = first else { return [const { Cell::Empty }; 4] };
    let PointSpan { start, end } = first.span;
    [Cell::text(&first.article), start.into(), end.into(), Cell::text(&first.quote)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CellKind;

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
            table.rows[0][table.columns.iter().position(|&name| name == column).unwrap()].to_string()
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
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "{}", table.name);
                for (&column, cell) in table.columns.iter().zip(row) {
                    assert!(
                        cell.kind().is_none_or(|kind| kind == CellKind::of(column)),
                        "{}.{column}",
                        table.name
                    );
                }
            }
        }
    }
}
