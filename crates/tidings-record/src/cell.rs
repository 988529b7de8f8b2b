//! Cells of flat tables: what a table holds at one place, with its type; and as text, for files that have only text.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::Number;

/// What all cells of a column are, if they are not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Text, codes and ids.
    Text,
    /// Several texts, in order.
    List,
    /// A day.
    Day,
    /// A count or a position.
    Whole,
    /// A number, perhaps with a fraction.
    Number,
    /// Yes or no.
    Truth,
}

impl CellKind {
    /// The kind of a column, by its name: the same in all tables.
    pub fn of(column: &str) -> CellKind {
        match column {
            "actors" | "agencies" | "aliases" | "between" | "claimants" | "offices" | "paths" | "places"
            | "to" => CellKind::List,
            "earliest" | "from" | "latest" | "until" => CellKind::Day,
            "after_copies" | "articles" | "end" | "from_end" | "from_start" | "ordinal" | "rank"
            | "start" | "words" => CellKind::Whole,
            "copied_share" | "max" | "min" => CellKind::Number,
            "approximate" | "none_reported" => CellKind::Truth,
            _ => CellKind::Text,
        }
    }
}

/// A cell. As text it is what the JSON has, a list joined with `; `, unknown empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Unknown or none.
    Empty,
    /// See [`CellKind::Text`].
    Text(String),
    /// See [`CellKind::List`].
    List(Vec<String>),
    /// See [`CellKind::Day`].
    Day(Date),
    /// See [`CellKind::Whole`].
    Whole(i64),
    /// See [`CellKind::Number`].
    Number(Number),
    /// See [`CellKind::Truth`].
    Truth(bool),
}

impl Cell {
    /// A code, or a text that may be missing.
    pub fn word(value: &impl Serialize) -> Cell {
        match serde_json::to_value(value) {
            Ok(Value::String(word)) => Cell::Text(word),
            Ok(Value::Null) | Err(_) => Cell::Empty,
            Ok(other) => Cell::Text(other.to_string()),
        }
    }

    /// Names, or other texts.
    pub fn list<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Cell {
        Cell::List(items.into_iter().map(Into::into).collect())
    }

    /// An id, or what else prints itself.
    pub fn text(value: &impl ToString) -> Cell {
        Cell::Text(value.to_string())
    }

    /// Its kind; none of an empty cell.
    pub fn kind(&self) -> Option<CellKind> {
        match self {
            Cell::Empty => None,
            Cell::Text(_) => Some(CellKind::Text),
            Cell::List(_) => Some(CellKind::List),
            Cell::Day(_) => Some(CellKind::Day),
            Cell::Whole(_) => Some(CellKind::Whole),
            Cell::Number(_) => Some(CellKind::Number),
            Cell::Truth(_) => Some(CellKind::Truth),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Empty => Ok(()),
            Cell::Text(text) => out.write_str(text),
            Cell::List(items) => out.write_str(&items.join("; ")),
            Cell::Day(day) => day.fmt(out),
            Cell::Whole(number) => number.fmt(out),
            Cell::Number(number) => number.fmt(out),
            Cell::Truth(truth) => truth.fmt(out),
        }
    }
}

impl From<Option<Date>> for Cell {
    fn from(day: Option<Date>) -> Cell {
        day.map_or(Cell::Empty, Cell::Day)
    }
}

impl From<Option<Number>> for Cell {
    fn from(number: Option<Number>) -> Cell {
        number.map_or(Cell::Empty, Cell::Number)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Cell {
        Cell::Whole(number.into())
    }
}

impl From<Option<u32>> for Cell {
    fn from(number: Option<u32>) -> Cell {
        number.map_or(Cell::Empty, Cell::from)
    }
}
