//! The days of a line that dates a page: "Published 21 July 2025, 14:32 BST | Updated 22 July 2025".

use std::ops::Range;

use super::lexicon::PublishedLexicon;
use super::zone;
use crate::times::{StatedDay, TimesLexicon, stated_days};

/// A day that a line states of its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageDay {
    /// The day, with or without its year.
    pub stated: StatedDay,
    /// The instant in RFC 3339, if a clock time with its zone stands beside a full day.
    pub at: Option<String>,
    /// The words of day and instant, in bytes of the line.
    pub span: Range<usize>,
    /// Whether it is that of a change, not of publication.
    pub changed: bool,
}

/// The days that `line` states, in its order. A day without a word of its own is of the same kind as the one before.
pub(super) fn page_days(line: &str, lexicon: &PublishedLexicon, times: &TimesLexicon) -> Vec<PageDay> {
    let days = stated_days(line, times);
    let mut reached = 0;
    let mut changed = false;
    let mut found = Vec::with_capacity(days.len());
    for (at, stated) in days.iter().enumerate() {
        let clock = stated.clock.as_ref();
        let start = clock.map_or(stated.span.start, |clock| clock.span.start.min(stated.span.start));
        let words = line.get(reached..start).unwrap_or_default();
        let has = |known: &dyn Fn(&str) -> bool| {
            words.split(|c: char| !c.is_alphanumeric()).any(|word| known(&word.to_lowercase()))
        };
        if has(&|word| lexicon.words.published.contains(word)) {
            changed = false;
        } else if has(&|word| lexicon.words.changed.contains(word)) {
            changed = true;
        }
        let limit = days.get(at + 1).map_or(line.len(), |next| next.span.start.max(stated.span.end));
        let instant = stated
            .date
            .zip(clock)
            .and_then(|(date, clock)| zone::instant(&line[..limit], date, clock, lexicon, times));
        reached = clock.map_or(stated.span.end, |clock| clock.span.end.max(stated.span.end));
        let span = match &instant {
            Some((_, end)) => start..reached.max(*end),
            None => stated.span.clone(),
        };
        let at = instant.map(|(at, _)| at);
        found.push(PageDay { stated: stated.clone(), at, span, changed });
    }
    found
}
