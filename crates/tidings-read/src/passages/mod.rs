//! Cuts a plain text into passages and says what each is: title, body, byline, leftover of a web page…
//!
//! Nothing is removed: what is no body is labelled. A doubtful line stays body, because labelling a sentence
//! as a leftover loses what it says, while a missed leftover costs little.
//!
//! - `paragraphs`: which lines belong together, whatever the layout of the text.
//! - `words`: the words of a line, and what the line looks like.
//! - `rules`, `template`: lines known by their words, as data (`lexicons/en/leftovers.toml`).
//! - `headlines`: which line is the title, which the headline of something else.
//! - `datelines`, `facts`: where, when, by whom, for which agency.
//! - `recurring`: lines that the outlet has in many articles, of which it is told.
//! - `label`: the decisions in order. `repeats`: what stands in the text twice.
//!
//! Not here: reading the date of a page (only its line is found), and finding the article in a page (its parts are an argument).

mod datelines;
mod facts;
mod headlines;
mod label;
mod lexicon;
mod paragraphs;
mod recurring;
mod repeats;
mod rules;
mod template;
mod words;

use tidings_record::{ByteSpan, Passage, PassageIndex, PassageKind};

use crate::Article;

pub use facts::Facts;
pub use lexicon::PassageLexicon;
pub use recurring::{MOST_HOLDERS, Recurring, Traces, differ, recurs};

/// A text cut into passages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passages {
    /// Every stretch of the text that is not blank, in order.
    pub passages: Vec<Passage>,
    /// The title, at its first place.
    pub title: Option<PassageIndex>,
    /// The line that gives the date of the page; else the dateline, if it names a day.
    pub page_date: Option<PassageIndex>,
    /// Writers, agencies, outlet.
    pub facts: Facts,
}

impl Passages {
    /// Cuts the text of `article`, of which only its parts may be the article; the rest is leftovers. `recurring` are the
    /// lines that are known to recur.
    pub fn of(article: &Article, recurring: &Recurring, lexicon: &PassageLexicon) -> Passages {
        label::label(article, recurring, lexicon)
    }

    /// The whole text as one body passage, for `--raw`.
    pub fn raw(text: &str) -> Passages {
        let passage = Passage { span: span(0..text.len()), kind: PassageKind::Body, repeats: None };
        Passages { passages: vec![passage], ..Passages::default() }
    }
}

/// `range` as a span. Texts are shorter than 4 GiB, see [`crate::Article`].
pub(crate) fn span(range: std::ops::Range<usize>) -> ByteSpan {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    ByteSpan::new(offset(range.start), offset(range.end))
}

#[cfg(test)]
mod tests;
