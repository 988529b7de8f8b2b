//! One article of a story, with what every linking step asks of it.

use tidings_record::{Attribution, Basis, ByteSpan, Days, Reading, Ref};

use crate::calendar::{self, Day};
use crate::lexicon;
use crate::words::{Word, folded, words_of};

/// Longest stretch given as a ref, in bytes: a sentence or two.
const LONGEST_REF: u32 = 560;
/// Longest words for somebody who speaks, in bytes; longer ones are cut.
const LONGEST_TELLER: usize = 120;

/// An article of a story. Sources of a story stand in the order of their ids.
#[derive(Debug)]
pub(crate) struct Source<'r> {
    /// The reading.
    pub reading: &'r Reading,
    /// Its words, repeated passages left out.
    pub words: Vec<Word>,
    /// Passages that repeat an earlier one, or that a person wants left out.
    repeats: Vec<ByteSpan>,
}

impl<'r> Source<'r> {
    /// The source of `reading`.
    pub fn new(reading: &'r Reading) -> Source<'r> {
        let repeats = reading.passages.iter().filter(|one| one.repeats.is_some()).map(|one| one.span);
        Source { reading, words: words_of(reading), repeats: repeats.collect() }
    }

    /// Leaves `passages` out, as if they repeated others.
    pub fn leave_out(&mut self, passages: Vec<ByteSpan>) {
        self.words.retain(|word| !passages.iter().any(|span| span.contains(word.span)));
        self.repeats.extend(passages);
    }

    /// Its text.
    pub fn text(&self) -> &'r str {
        &self.reading.text
    }

    /// The words at `span`.
    pub fn words_at(&self, span: ByteSpan) -> &'r str {
        span.of(&self.reading.text)
    }

    /// What the article calls who says something: "two officials". None where it has a pronoun only.
    pub fn teller(&self, attribution: &Attribution) -> Option<String> {
        let pieces: Vec<&str> = attribution.source.iter().map(|&span| self.words_at(span)).collect();
        let words = pieces.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
        let says_who = folded(&words).iter().any(|word| !lexicon::is_small(word));
        let cut = &words[..words.floor_char_boundary(LONGEST_TELLER)];
        let cut = cut.rsplit_once(' ').filter(|_| cut.len() < words.len());
        says_who
            .then(|| cut.map_or_else(|| words.clone(), |(cut, _)| format!("{}…", cut.trim_end_matches(','))))
    }

    /// The words at `span`, up to the boundary of a character.
    pub fn clip(&self, span: ByteSpan) -> &'r str {
        let text = &self.reading.text;
        let mut end = (span.end as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.get(span.start as usize..end).unwrap_or("")
    }

    /// A ref to `span`, cut at a blank if it is longer than a sentence or two.
    pub fn reference(&self, span: ByteSpan) -> Ref {
        Ref::new(self.reading.id.clone(), self.clipped(span), &self.reading.text)
    }

    fn clipped(&self, span: ByteSpan) -> ByteSpan {
        if span.len() <= LONGEST_REF {
            return span;
        }
        // A sentence end first, else a blank, else any boundary of a character.
        let text = &self.reading.text;
        let mut end = (span.start + LONGEST_REF) as usize;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let part = &text[span.start as usize..end];
        let cut =
            part.rfind(['.', '!', '?']).map(|at| at + 1).filter(|&at| at > 80).or_else(|| part.rfind(' '));
        ByteSpan::new(span.start, span.start + cut.unwrap_or(part.len()) as u32)
    }

    /// Whether `at` lies in a passage that repeats an earlier one.
    pub fn is_repeat(&self, at: u32) -> bool {
        self.repeats.iter().any(|span| span.start <= at && at < span.end)
    }

    /// The sentence around `at`.
    pub fn sentence(&self, at: u32) -> Option<ByteSpan> {
        let sentences = &self.reading.sentences;
        let index = sentences.partition_point(|one| one.span.start <= at).checked_sub(1)?;
        Some(sentences[index].span).filter(|span| at < span.end)
    }

    /// The days of publication as handed in, as numbers.
    pub fn published(&self) -> (Option<Day>, Option<Day>) {
        let days = &self.reading.published;
        (days.earliest.map(calendar::number), days.latest.map(calendar::number))
    }
}

/// Days from `earliest` to `latest`, with their written form.
pub(crate) fn days(earliest: Option<Day>, latest: Option<Day>, basis: Basis) -> Days {
    Days::between(earliest.and_then(calendar::date), latest.and_then(calendar::date), basis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(first: (i32, i32, i32), last: (i32, i32, i32), expect: &str) {
        let number = |(year, month, day)| Some(calendar::of(year, month, day));
        assert_eq!(days(number(first), number(last), Basis::Stated).edtf.as_deref(), Some(expect));
    }

    #[test]
    fn intervals_are_written_short() {
        check((2024, 3, 14), (2024, 3, 14), "2024-03-14");
        check((2024, 2, 1), (2024, 2, 29), "2024-02");
        check((2024, 1, 1), (2024, 12, 31), "2024");
        check((2024, 3, 13), (2024, 3, 19), "2024-03-13/2024-03-19");
        assert_eq!(days(None, Some(0), Basis::Stated).edtf.as_deref(), Some("../1970-01-01"));
    }
}
