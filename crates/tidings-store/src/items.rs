//! The record of a story as flat rows, each with its id, and what changed from one record to the next.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;
use rusqlite::types::Value;
use serde::Serialize;
use tidings_record::{Cell as Held, PointSpan, Story, story_tables};

use crate::{Result, Store};

/// The column of a row that has the number of its last change.
const CHANGED: usize = 4;

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
}

/// A value of a row before it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Plain(Value),
    /// A word that recurs: its number among the words is written.
    Word(String),
}

/// A row: the number of its id, its first ref, then its columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub kind: Kind,
    pub id: i64,
    /// Its first ref: article and where it begins, which an id that it replaces may share.
    pub first: (i64, i64),
    pub end: i64,
    pub cells: Vec<Cell>,
}

/// The number of an id's hex digits.
pub(crate) fn digits(id: &str) -> Option<i64> {
    i64::from_str_radix(id.get(1..)?, 16).ok()
}

/// The number of the first seven of an id's hex digits.
pub(crate) fn short_digits(id: &str) -> Option<i64> {
    i64::from_str_radix(id.get(1..8)?, 16).ok()
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

/// The rows of a story, in its order: the columns of the flat tables. `articles` gives the number and text of each.
pub(crate) fn items(story: &Story<PointSpan>, articles: &BTreeMap<&str, (i64, &str)>) -> Vec<Item> {
    let mut found = Vec::new();
    for (kind, table) in Kind::ITEMS.into_iter().zip(story_tables(story)) {
        for (nth, row) in table.rows.into_iter().enumerate() {
            let (mut id, mut article, mut start, mut end) = (None, None, 0, 0);
            let mut cells = Vec::with_capacity(row.len());
            // A column that came with a later version of the store is its last.
            let mut later = None;
            for (&column, held) in table.columns.iter().zip(row) {
                match column {
                    "story" | "quote" => {}
                    "id" => id = digits(&held.to_string()),
                    "article" => article = articles.get(held.to_string().as_str()).copied(),
                    "start" => start = position(&held),
                    "end" => end = position(&held),
                    "said_by" => later = Some(cell(column, &held)),
                    "event" => {
                        let event = story.figures[nth].event.as_ref().and_then(|id| digits(id.as_str()));
                        cells.push(integer(event));
                    }
                    _ => cells.push(cell(column, &held)),
                }
            }
            let (Some(id), Some((article, text))) = (id, article) else { continue };
            match kind {
                Kind::Event => {
                    let event = &story.events[nth];
                    cut(&mut cells, &event.title, text, 0);
                    cells.push(integer(Some(i64::from(story.timeline.contains(&event.id)))));
                }
                Kind::Claim => {
                    let claim = &story.claims[nth];
                    cut(&mut cells, &claim.text, &claim.first.quote, claim.first.span.start);
                }
                _ => {}
            }
            cells.extend(later);
            found.push(Item { kind, id, first: (article, start), end, cells });
        }
    }
    found
}

fn position(held: &Held) -> i64 {
    match held {
        Held::Whole(number) => *number,
        _ => 0,
    }
}

fn integer(number: Option<i64>) -> Cell {
    Cell::Plain(number.map_or(Value::Null, Value::Integer))
}

/// A cell of the flat tables, by its column.
fn cell(column: &str, held: &Held) -> Cell {
    match held {
        Held::Whole(number) => return integer(Some(*number)),
        Held::Truth(truth) => return integer(Some((*truth).into())),
        Held::Number(number) => return Cell::Plain(Value::Real(number.get())),
        Held::Empty | Held::Text(_) | Held::List(_) | Held::Day(_) => {}
    }
    let text = held.to_string();
    match column {
        _ if text.is_empty() => Cell::Plain(Value::Null),
        "part_of" => integer(digits(&text)),
        // These hardly recur.
        "title" | "actors" | "text" | "condition" | "aliases" | "between" | "because" => {
            Cell::Plain(Value::Text(text))
        }
        _ => Cell::Word(text),
    }
}

/// Where `words` stand inside `text`, which begins at `start`, is kept in place of them; they mostly do.
fn cut(cells: &mut Vec<Cell>, words: &str, text: &str, start: u32) {
    let stands = text.find(words).map(|at| {
        let start = i64::from(start) + text[..at].chars().count() as i64;
        (start, start + words.chars().count() as i64)
    });
    let is_it = |cell: &Cell| matches!(cell, Cell::Plain(Value::Text(text)) if text == words);
    if stands.is_some()
        && let Some(at) = cells.iter().position(is_it)
    {
        cells[at] = Cell::Plain(Value::Null);
    }
    cells.extend([integer(stands.map(|(start, _)| start)), integer(stands.map(|(_, end)| end))]);
}

/// What an earlier record of a story held: article, start, end and columns by kind and id.
pub(crate) type Before = BTreeMap<(Kind, i64), Vec<Value>>;

impl Store {
    /// The rows of a story that stand in the file.
    pub(crate) fn items_before(&self, story: i64) -> Result<Before> {
        let mut before = Before::default();
        for kind in Kind::ITEMS {
            let sql = format!(
                "SELECT t.* FROM articles a CROSS JOIN {} t ON t.article = a.article WHERE a.story = ?1",
                kind.table()
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let columns = statement.column_count();
            let mut rows = statement.query([story])?;
            while let Some(row) = rows.next()? {
                let values = (1..columns)
                    .filter(|&at| at != CHANGED)
                    .map(|at| row.get(at))
                    .collect::<rusqlite::Result<_>>()?;
                before.insert((kind, row.get(0)?), values);
            }
        }
        Ok(before)
    }

    /// Writes the rows of a story over those `before`: rows that are as they were stay, and what is no more is noted
    /// with what has taken its place.
    pub(crate) fn write_items(&mut self, items: &[Item], mut before: Before) -> Result<()> {
        let mut at_place: BTreeMap<(Kind, i64, i64), i64> = BTreeMap::new();
        for item in items {
            let (article, start) = item.first;
            at_place.entry((item.kind, article, start)).or_insert(item.id);
            let mut values: Vec<Value> = vec![article.into(), start.into(), item.end.into()];
            for cell in &item.cells {
                values.push(match cell {
                    Cell::Plain(value) => value.clone(),
                    Cell::Word(word) => self.word_number(word)?.into(),
                });
            }
            if before.remove(&(item.kind, item.id)).is_some_and(|known| known == values) {
                continue;
            }
            let changed = self.next_change();
            values.insert(0, item.id.into());
            values.insert(CHANGED, changed.into());
            let marks = vec!["?"; values.len()].join(", ");
            let sql = format!("INSERT OR REPLACE INTO {} VALUES ({marks})", item.kind.table());
            self.connection.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(values))?;
            self.connection
                .prepare_cached("DELETE FROM removed WHERE id = ?1")?
                .execute([id_of(item.kind, item.id)])?;
        }
        for ((kind, id), values) in before {
            let became = match values[..] {
                [Value::Integer(article), Value::Integer(start), ..] => {
                    at_place.get(&(kind, article, start)).copied()
                }
                _ => None,
            };
            let sql = format!("DELETE FROM {} WHERE id = ?1", kind.table());
            self.connection.prepare_cached(&sql)?.execute([id])?;
            self.note_removed(&id_of(kind, id), became.map(|id| id_of(kind, id)).as_deref())?;
        }
        Ok(())
    }

    /// The number of a word that recurs; a new one gets the next.
    fn word_number(&mut self, word: &str) -> Result<i64> {
        if let Some(&number) = self.words.get(word) {
            return Ok(number);
        }
        let sql = "SELECT number FROM words WHERE word = ?1";
        let known = self.connection.prepare_cached(sql)?.query_row([word], |row| row.get(0)).optional()?;
        let number = match known {
            Some(number) => number,
            None => {
                self.connection.prepare_cached("INSERT INTO words (word) VALUES (?1)")?.execute([word])?;
                self.connection.last_insert_rowid()
            }
        };
        self.words.insert(word.to_owned(), number);
        Ok(number)
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
