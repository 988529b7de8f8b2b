//! The article's own date, as far as the article alone tells.
//!
//! What was given beside the text goes first. Else the line that is the page's date, or a dateline that names a day, is
//! read; a day without a year keeps the year open (`XXXX-07-21`, without bounds). Nothing is inferred from relative
//! times or from other articles: that is the linking stage's work.

use tidings_record::{Basis, Because, Days, PassageIndex, PassageKind, Ref};

use crate::Document;
use crate::times::{StatedDay, TimesLexicon, stated_days};

/// When the article was published, with what that rests on: `given` or `metadata` as handed in, else `dateline`, else `unknown`.
pub fn published(document: &Document<'_>, lexicon: &TimesLexicon) -> Days {
    let given = &document.article.published;
    if given.basis != Basis::Unknown {
        return given.clone();
    }
    let passages = &document.passages.passages;
    let datelines = passages.iter().enumerate().filter(|(_, passage)| passage.kind == PassageKind::Dateline);
    let places = document.passages.page_date.into_iter().map(|at| (at, "PUB001"));
    let places = places.chain(datelines.map(|(at, _)| (PassageIndex::from(at), "PUB002")));
    let mut found = places.flat_map(|(at, rule)| {
        let days = stated_days(passages[at.index()].span.of(&document.article.text), lexicon);
        days.into_iter().map(move |day| (at, rule, day))
    });
    found.next().map_or_else(Days::unknown, |(at, rule, day)| days(document, at, rule, &day))
}

fn days(document: &Document<'_>, at: PassageIndex, rule: &str, day: &StatedDay) -> Days {
    let start = document.passages.passages[at.index()].span.start as usize;
    let span = crate::passages::span(start + day.span.start..start + day.span.end);
    let words = Ref::new(document.article.id.clone(), span, &document.article.text);
    Days {
        earliest: day.date,
        latest: day.date,
        edtf: Some(day.edtf.clone()),
        at: None,
        basis: Basis::Dateline,
        because: vec![Because { rule: rule.to_owned(), refs: vec![words] }],
    }
}

#[cfg(test)]
mod tests;
