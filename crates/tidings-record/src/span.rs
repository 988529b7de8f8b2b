//! Stretches of an article's text, each saying its unit, and refs to them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ArticleId;

/// A half-open range `start..end` of UTF-8 **byte** offsets into the `text` of one article.
///
/// It has no JSON form on purpose: see [`PointSpan`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl ByteSpan {
    /// The span `start..end`.
    pub const fn new(start: u32, end: u32) -> ByteSpan {
        ByteSpan { start, end }
    }

    /// The words of `text` in this span; empty where it lies outside the text or cuts a character.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Its length in bytes; 0 where it runs backwards.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether all of `other` lies inside.
    pub const fn contains(self, other: ByteSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: ByteSpan) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// `[start, end)` in Unicode code points of the article's `text`, as the text position selector of W3C Web
/// Annotation counts them.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct PointSpan {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl PointSpan {
    /// The span `start..end`.
    pub const fn new(start: u32, end: u32) -> PointSpan {
        PointSpan { start, end }
    }
}

impl From<[u32; 2]> for PointSpan {
    fn from([start, end]: [u32; 2]) -> PointSpan {
        PointSpan { start, end }
    }
}

impl From<PointSpan> for [u32; 2] {
    fn from(span: PointSpan) -> [u32; 2] {
        [span.start, span.end]
    }
}

/// The exact words of an article that a statement rests on. No ref, no statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Ref")]
pub struct Ref<S = ByteSpan> {
    /// The article.
    pub article: ArticleId,
    /// Where the words stand in its text.
    pub span: S,
    /// The words: the text at `span`, at most a sentence or two.
    pub quote: String,
}

impl Ref {
    /// The ref to `span` of `article`, whose text is `text`.
    pub fn new(article: ArticleId, span: ByteSpan, text: &str) -> Ref {
        Ref { article, span, quote: span.of(text).to_owned() }
    }
}
