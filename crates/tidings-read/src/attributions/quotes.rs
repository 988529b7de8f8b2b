//! Which words stand in quotation marks: pairs the marks of one article by rule, paragraph by paragraph.
//!
//! Straight, curly, low and angled double marks; single marks where no double quote is open, as far as they are no
//! apostrophes. Marks inside a quote stay part of it. A quote left open ends with its paragraph, unless the next
//! paragraph opens with a mark: then it goes on. Linear in the text; nothing here depends on the parse.

use std::ops::Range;

use crate::document::Document;

/// How far a single quotation mark may stand from its partner, in bytes.
const LONGEST_SINGLE: usize = 400;

/// A stretch in quotation marks, within one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Index of the block.
    pub block: usize,
    /// Tokens of the block, marks included.
    pub tokens: Range<usize>,
    /// Whether its closing mark was found.
    pub closed: bool,
    /// Whether it goes on where the quote before left off, at the end of the paragraph before.
    pub continues: bool,
    /// How many of its tokens are words.
    pub words: usize,
}

/// The quotes of a document, in text order. They do not overlap.
pub(crate) fn quotes(document: &Document<'_>) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut left_open = false;
    for (index, block) in document.blocks.iter().enumerate() {
        let found = pair(block.parse.text(), left_open);
        let before = left_open;
        left_open = found.last().is_some_and(|one| !one.closed);
        for (nth, one) in found.into_iter().enumerate() {
            let tokens = tokens_within(block, &one.bytes, quotes.last(), index);
            let words = tokens.clone().filter(|&token| is_word(block.parse.token(token).text())).count();
            if words > 0 {
                let continues = nth == 0 && before && tokens.start == 0;
                quotes.push(Quote { block: index, tokens, closed: one.closed, continues, words });
            }
        }
    }
    quotes
}

/// The tokens of `block` that begin within `bytes`; the search goes on from the quote before.
fn tokens_within(
    block: &crate::Block,
    bytes: &Range<usize>,
    before: Option<&Quote>,
    index: usize,
) -> Range<usize> {
    let mut start = before.filter(|quote| quote.block == index).map_or(0, |quote| quote.tokens.end);
    let parse = &block.parse;
    while start < parse.len() && parse.token(start).start() < bytes.start {
        start += 1;
    }
    let mut end = start;
    while end < parse.len() && parse.token(end).start() < bytes.end {
        end += 1;
    }
    start..end
}

/// Whether a token is more than punctuation.
pub(crate) fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// A quote in one text, in bytes, marks included.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    bytes: Range<usize>,
    closed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opens,
    Closes,
    Straight,
    Single,
}

fn mark(c: char) -> Option<Mark> {
    match c {
        '“' | '„' | '‟' | '«' => Some(Mark::Opens),
        '”' | '»' => Some(Mark::Closes),
        '"' | '＂' | '″' => Some(Mark::Straight),
        '\'' | '‘' | '’' | '‹' => Some(Mark::Single),
        _ => None,
    }
}

/// Pairs the marks of one paragraph. `left_open`: the paragraph before ended inside a quote.
fn pair(text: &str, left_open: bool) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut open: Option<usize> = None;
    let mut skip_to = 0;
    let mut previous: Option<char> = None;
    let first_mark = text.chars().next().and_then(mark);
    // Rare: the paragraph goes on inside the quote and has only the closing mark.
    if left_open && first_mark.is_none() && text.chars().find_map(mark).is_some_and(|m| m == Mark::Closes) {
        open = Some(0);
    }
    for (at, c) in text.char_indices() {
        let before = previous;
        previous = Some(c);
        let Some(mark) = mark(c) else { continue };
        if at < skip_to {
            continue;
        }
        let end = at + c.len_utf8();
        let after = text[end..].chars().next();
        match (mark, open) {
            (Mark::Opens, Some(start)) => {
                pairs.push(Pair { bytes: start..at, closed: false });
                open = Some(at);
            }
            (Mark::Opens, None) => open = Some(at),
            (Mark::Closes, Some(start)) => {
                pairs.push(Pair { bytes: start..end, closed: true });
                open = None;
            }
            // The end of a quote that another one with the same marks stands in.
            (Mark::Closes, None) => {
                if let Some(outer) = pairs.iter().rposition(|pair: &Pair| !pair.closed) {
                    pairs.truncate(outer + 1);
                    pairs[outer] = Pair { bytes: pairs[outer].bytes.start..end, closed: true };
                }
            }
            (Mark::Straight, Some(start)) => {
                if opens(before, after) && !closes(before, after) {
                    pairs.push(Pair { bytes: start..at, closed: false });
                    open = Some(at);
                } else {
                    pairs.push(Pair { bytes: start..end, closed: true });
                    open = None;
                }
            }
            (Mark::Straight, None) if !closes(before, after) || opens(before, after) => open = Some(at),
            (Mark::Straight, None) => {}
            (Mark::Single, None) if opens(before, after) && after.is_some_and(char::is_alphabetic) => {
                if let Some(end) = single_end(text, end) {
                    pairs.push(Pair { bytes: at..end, closed: true });
                    skip_to = end;
                }
            }
            (Mark::Single, _) => {}
        }
    }
    if let Some(start) = open {
        pairs.push(Pair { bytes: start..text.len(), closed: false });
    }
    pairs
}

/// Whether a mark between these characters can open a quote.
fn opens(before: Option<char>, after: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | ':'))
        && after.is_some_and(|c| !c.is_whitespace())
}

/// Whether a mark between these characters can close a quote.
fn closes(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Where the single quote that opens before `from` ends. A mark after punctuation is surely the end; one after
/// a word may be the apostrophe of a plural, so the first one not after `s` is taken, else the first.
fn single_end(text: &str, from: usize) -> Option<usize> {
    let mut previous = None;
    let (mut plain, mut any) = (None, None);
    for (offset, c) in text[from..].char_indices().take_while(|(offset, _)| *offset < LONGEST_SINGLE) {
        let at = from + offset;
        if matches!(mark(c), Some(Mark::Opens | Mark::Closes | Mark::Straight)) {
            break;
        }
        if matches!(c, '\'' | '’' | '›') && closes(previous, text[at + c.len_utf8()..].chars().next()) {
            let end = at + c.len_utf8();
            match previous {
                Some(',' | '.' | '!' | '?' | '…') => return Some(end),
                Some('s') => any = any.or(Some(end)),
                _ => plain = plain.or(Some(end)),
            }
        }
        previous = Some(c);
    }
    plain.or(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found: Vec<&str> = pair(text, false).into_iter().map(|one| &text[one.bytes]).collect();
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn marks_of_every_kind_are_paired() {
        check("“We go,” she said. “Now.”", &["“We go,”", "“Now.”"]);
        check("\"We go,\" she said. \"Now.\"", &["\"We go,\"", "\"Now.\""]);
        check("He called it ‘a small step’ and left.", &["‘a small step’"]);
        check("„So geht es“ and «so»", &["„So geht es", "“ and «so»".get(.."“ and ".len()).unwrap(), "«so»"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("The ministers' cars and the boys' bikes", &[]);
        check("It's the '90s, isn't it", &[]);
        check("'We do not know the ministers' plans,' he said.", &["'We do not know the ministers' plans,'"]);
    }

    #[test]
    fn inner_marks_belong_to_the_outer_quote() {
        check("“They shouted “stop” at us,” she said. “No.”", &["“They shouted “stop” at us,”", "“No.”"]);
        check("“He told me ‘never again’ and left,” she said.", &["“He told me ‘never again’ and left,”"]);
    }

    #[test]
    fn a_missing_mark_costs_one_quote_at_most() {
        check("“We go, she said.", &["“We go, she said."]);
        check("\"One, \"Two\" and three", &["\"One, ", "\"Two\""]);
        check("six feet tall\" he was", &[]);
        check("a ” b “c”", &["“c”"]);
    }

    #[test]
    fn a_quote_goes_on_in_the_next_paragraph() {
        assert_eq!(pair("and that is all.” He left.", true), [Pair { bytes: 0..19, closed: true }]);
    }
}
