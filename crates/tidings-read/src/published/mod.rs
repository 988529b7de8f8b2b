//! The article's own date, as far as the article alone tells.
//!
//! What was given beside the text goes first. Else the line that is the page's date, or a dateline that names a day, is
//! read. Where neither states a year or a day, the text may bound it; what it leaves open stays open. Relative times
//! and other articles are the linking stage's work.
//!
//! - `line`, `zone`: the days of a line of the page, and their instants.
//! - `told`, `length`, `bounds`: what the text allows, by dates told as past or to come and by years counted to now.
//! - `year`: the year of a day that is printed without one.

mod bounds;
mod length;
mod lexicon;
mod line;
mod told;
mod year;
mod zone;

use tidings_record::{Basis, Because, ByteSpan, Days, Passage, PassageKind, Ref};

pub use lexicon::PublishedLexicon;

use crate::Document;
use crate::times::TimesLexicon;
use line::{PageDay, page_days};

/// The premise behind a day that is only that of a change.
const CHANGED_PREMISE: &str =
    "the page states only when it was last changed; the article is taken to be of that day";

/// What an article says of its own days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnDates {
    /// When it was published, with what that rests on: `given` or `metadata` as handed in, else `dateline`, else
    /// `worked_out` or `assumed`, perhaps an interval or open on one side, else `unknown`.
    pub published: Days,
    /// When it was last changed, if it says so.
    pub modified: Option<Days>,
}

/// The days that are given with `document`, that lines of its page state, or that its text allows.
pub fn own_dates(document: &Document<'_>, lexicon: &PublishedLexicon, times: &TimesLexicon) -> OwnDates {
    let lines = page_lines(document, lexicon, times);
    let changed = lines.iter().filter(|(_, day)| day.changed);
    // The last of several changes; one without its year is not compared.
    let changed =
        changed.reduce(|best, next| if next.1.stated.date > best.1.stated.date { next } else { best });
    let modified = changed.map(|(at, day)| days(document, *at, day, "PUB003"));
    let given = &document.article.published;
    if given.basis != Basis::Unknown {
        return OwnDates { published: given.clone(), modified };
    }
    let line = lines.iter().find(|(_, day)| !day.changed);
    let bounds = || bounds::bounds(document, lexicon, times);
    let published = match (line, changed) {
        (Some((at, day)), _) => {
            let rule = if is_line(document, passages(document)[*at].span) { "PUB001" } else { "PUB002" };
            let page = days(document, *at, day, rule);
            if day.stated.date.is_some() { page } else { year::settle(document, page, day, &bounds()) }
        }
        (None, Some((at, day))) => {
            let page = Days { basis: Basis::Assumed, ..days(document, *at, day, CHANGED_PREMISE) };
            if day.stated.date.is_some() { page } else { bounds().days(document) }
        }
        (None, None) => bounds().days(document),
    };
    OwnDates { published, modified }
}

/// The days of the page's date line, then those of datelines, each with the number of its passage.
fn page_lines(
    document: &Document<'_>,
    lexicon: &PublishedLexicon,
    times: &TimesLexicon,
) -> Vec<(usize, PageDay)> {
    let passages = passages(document);
    let page_date = document.passages.page_date.map(|at| at.index());
    let datelines =
        (0..passages.len()).filter(|&at| passages[at].kind == PassageKind::Dateline && Some(at) != page_date);
    let lines = page_date.into_iter().chain(datelines).flat_map(|at| {
        let line = passages[at].span.of(&document.article.text);
        page_days(line, lexicon, times).into_iter().map(move |day| (at, day))
    });
    lines.collect()
}

fn passages<'d>(document: &'d Document<'_>) -> &'d [Passage] {
    &document.passages.passages
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
