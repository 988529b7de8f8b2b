//! From files to articles.
//!
//! [`Inputs`] goes through paths or bytes and hands out one [`Input`] after the other: an article with what was known
//! beside its text and what was odd about its bytes. What gives no article is an [`InputError`] in its place, and the
//! rest goes on. [`draft`] reads the one text that is to be held against them. [`Deliveries`] tells new articles from those that came before.
//!
//! This crate sees files and decides about bytes. It reads no language, starts no thread, asks no clock, prints
//! nothing.

mod article;
mod containers;
mod decode;
mod deliveries;
mod draft;
mod error;
mod inputs;
mod kind;
mod limits;
mod mail;
mod options;
mod page;
mod pdf;
mod row;

pub use containers::Link;
pub use deliveries::{Deliveries, Delivery};
pub use draft::{Draft, draft};
pub use error::{Fault, InputError};
pub use inputs::{Fetched, Inputs, published};
pub use options::{Columns, Options};
use tidings_read::Article;
use tidings_record::Source;

pub use decode::{Decoded, decode};
pub use page::{Candidate, Metadata, Origin, Page, best, page};
pub use row::row;

/// The largest text that is read, in bytes.
pub const LARGEST_TEXT: usize = 8 << 20;

/// An article with what was odd about its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// The article, with its text, its path and what was given beside the text.
    pub article: Article,
    /// The line in its file, from 1, if it is a row.
    pub line: Option<u64>,
    /// What the page said about itself, if it is one. The best of it is in the article.
    pub metadata: Metadata,
    /// Remarks that become notes of the reading, about the whole text.
    pub remarks: Vec<String>,
}

impl Input {
    /// The file it came from.
    pub fn file(&self) -> &str {
        self.article.paths.first().map_or("", String::as_str)
    }
}

fn source(media_type: &str, bytes: &[u8]) -> Source {
    Source { media_type: media_type.to_owned(), blake3: blake3::hash(bytes).to_hex().to_string() }
}
