//! The article's own date, as far as the article alone tells.
//!
//! What was given beside the text goes first. Else the line that is the page's date, or a dateline that names a day, is
//! read; a day without a year keeps the year open (`XXXX-07-21`, without bounds). Nothing is inferred from relative
//! times or from other articles: that is the linking stage's work.
//!
//! - `line`, `zone`: the days of a line of the page, and their instants.

mod lexicon;
mod line;
mod zone;

use tidings_record::{Basis, Because, ByteSpan, Days, PassageKind, Ref};

pub use lexicon::PublishedLexicon;

use crate::Document;
use crate::times::TimesLexicon;
use line::{PageDay, page_days};

/// The premise behind a day that is only that of a change.
const CHANGED_PREMISE: &str =
    "the page states only when it was last changed; the article is taken to be of that day";

/// What the lines of a page say of its days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageDates {
    /// When the article was published, with what that rests on: `given` or `metadata` as handed in, else `dateline`, else
    /// `assumed` from the day of a change, else `unknown`.
    pub published: Days,
    /// When it was last changed, if it says so.
    pub modified: Option<Days>,
}

/// The days that are given with `document`, or that lines of its page state.
pub fn page_dates(document: &Document<'_>, lexicon: &PublishedLexicon, times: &TimesLexicon) -> PageDates {
    let passages = &document.passages.passages;
    let page_date = document.passages.page_date.map(|at| at.index());
    let datelines =
        (0..passages.len()).filter(|&at| passages[at].kind == PassageKind::Dateline && Some(at) != page_date);
    let lines: Vec<(usize, PageDay)> = page_date
        .into_iter()
        .chain(datelines)
        .flat_map(|at| {
            let line = passages[at].span.of(&document.article.text);
            page_days(line, lexicon, times).into_iter().map(move |day| (at, day))
        })
        .collect();
    let changed = lines.iter().filter(|(_, day)| day.changed);
    // The last of several changes; one without its year is not compared.
    let changed = changed.reduce(|best, next| if next.1.stated.date > best.1.stated.date { next } else { best });
    let modified = changed.map(|(at, day)| days(document, *at, day, "PUB003"));
    let given = &document.article.published;
    let published = if given.basis != Basis::Unknown {
        given.clone()
    } else if let Some((at, day)) = lines.iter().find(|(_, day)| !day.changed) {
        let rule = if is_line(document, passages[*at].span) { "PUB001" } else { "PUB002" };
        days(document, *at, day, rule)
    } else if let Some((at, day)) = changed {
        Days { basis: Basis::Assumed, ..days(document, *at, day, CHANGED_PREMISE) }
    } else {
        Days::unknown()
    };
    PageDates { published, modified }
}

/// Whether `span` is a line of its own, rather than the head of a paragraph.
fn is_line(document: &Document<'_>, span: ByteSpan) -> bool {
    let behind = &document.article.text[span.end as usize..];
    behind.chars().find(|c| *c == '\n' || !c.is_whitespace()).is_none_or(|c| c == '\n')
}

fn days(document: &Document<'_>, at: usize, day: &PageDay, rule: &str) -> Days {
    let start = document.passages.passages[at].span.start as usize;
    let stated = &day.stated;
    let span = crate::passages::span(start + day.span.start..start + day.span.end);
    Days {
        earliest: stated.date,
        latest: stated.date,
        edtf: Some(stated.edtf.clone()),
        at: day.at.clone(),
        basis: Basis::Dateline,
        because: vec![step(document, rule, [span])],
    }
}

/// A step of reasoning with the words it rests on.
fn step(document: &Document<'_>, rule: &str, spans: impl IntoIterator<Item = ByteSpan>) -> Because {
    let article = document.article;
    let refs = spans.into_iter().map(|span| Ref::new(article.id.clone(), span, &article.text));
    Because { rule: rule.to_owned(), refs: refs.collect() }
}

#[cfg(test)]
mod tests;
