//! A record in the forms of other programs, one file a form; and what a coder decided of its rows, read back.
//!
//! Pure functions: the same record gives the same bytes, and all ids follow from it. `docs/exports.md` describes each
//! form. Not here: files, the clock, and any statement that the record does not make. Nobody is rated.

mod annotations;
pub mod coding;
pub mod decided;
mod followthemoney;
mod json_ld;
mod jsonl;
mod manifest;
mod parquet;
mod shared;
mod tables;
mod timelinejs;

pub use self::parquet::parquet;
pub use annotations::annotations;
pub use followthemoney::followthemoney;
pub use json_ld::json_ld;
pub use jsonl::jsonl;
pub use manifest::{About, manifest};
pub use tables::{TABLES, csv, table};
pub use timelinejs::timelinejs;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// How many rows, lines, entities or items those are.
    pub rows: usize,
}

impl File {
    /// A file of text.
    pub fn of(name: &str, text: String, rows: usize) -> File {
        File { name: name.to_owned(), bytes: text.into_bytes(), rows }
    }
}
