//! A web page: its visible text, which of it is the article, and what the page says about itself.

pub(crate) mod authors;
mod body;
mod dates;
pub(crate) mod day;
pub(crate) mod entities;
mod json_ld;
mod metadata;
mod signs;
mod tag;
pub(crate) mod tree;
mod visible;

use tidings_record::ByteSpan;

pub use metadata::{Candidate, Metadata, Origin, best};
use tree::Tree;
use visible::Visible;

/// What is read from a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The visible text.
    pub text: String,
    /// The lines of it that are the article's body.
    pub body: Vec<ByteSpan>,
    /// The lines of it that are the article: title, head and body.
    pub parts: Vec<ByteSpan>,
    /// What the page says about itself.
    pub metadata: Metadata,
    /// Whether the page has more elements than are read.
    pub is_cut: bool,
}

/// A head between title and body has at most so many lines.
const LONGEST_HEAD: usize = 12;

/// Reads a page. `url` is its address, if that is known.
pub fn page(html: &str, url: Option<&str>) -> Page {
    let tree = Tree::of(html);
    let mut visible = Visible::of(&tree, false);
    let shown = visible.text.len();
    if shown < 500 {
        // Some pages are shown by their scripts only.
        let all = Visible::of(&tree, true);
        if all.text.len() > 4 * shown {
            visible = all;
        }
    }
    let body = body::body(&tree, &visible);
    let metadata = metadata::metadata(&tree, &visible, &body.kept, url);
    let spans = |kept: &[bool]| -> Vec<ByteSpan> {
        let lines = visible.lines.iter().zip(kept).filter(|(_, kept)| **kept);
        lines.map(|(line, _)| ByteSpan::new(line.span.start as u32, line.span.end as u32)).collect()
    };
    let bodies = spans(&body.kept);
    let mut article = body.kept;
    if let Some(first) = article.iter().position(|kept| *kept) {
        let title = best(&metadata.title).map(String::as_str);
        let is_title = |at: &usize| {
            let line = &visible.lines[*at];
            tree.nodes[line.block as usize].tag == tag::Tag::H1
                || title.is_some_and(|title| visible.text[line.span.clone()].eq_ignore_ascii_case(title))
        };
        if let Some(heading) = (0..first).rev().find(is_title) {
            article[heading] = true;
            if first - heading <= LONGEST_HEAD {
                for at in heading + 1..first {
                    article[at] = !body.beside[at];
                }
            }
        }
    }
    let parts = spans(&article);
    Page { text: visible.text, body: bodies, parts, metadata, is_cut: tree.is_cut }
}
