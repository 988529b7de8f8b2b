//! Cuts a long text into blocks for the parser, so that none has more than 4,096 tokens. Its memory grows with
//! the block, and a paragraph of news is far shorter.
//!
//! Tokens are counted from above without a tokenizer: each run of letters, each run of digits, each change from
//! small to capital letters, and each other character that is not blank counts as one. Only words that the
//! English tokenizer splits though they look whole (`cannot`, `gonna`) make more, so [`MOST_TOKENS`] leaves room.

use std::ops::Range;

use crate::characters::{boundary, is_blank, is_closer, is_sentence_end};

/// Most tokens in a block, counted from above.
pub const MOST_TOKENS: usize = 3_500;
/// Most bytes in a block, for words of any length.
pub const MOST_BYTES: usize = 65_536;

/// The blocks of `text`, in order: its whole length, without blanks between them. Cut after the last sentence
/// that fits, else after the last word, else anywhere.
pub fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = match limit(&text[start..]) {
            Some(limit) => start + cut(&text[start..start + limit]),
            None => text.len(),
        };
        found.push(start..end);
        start = end + (text[end..].len() - text[end..].trim_start_matches(is_blank).len());
    }
    found
}

/// How many bytes of `text` fit into a block; none if all do.
fn limit(text: &str) -> Option<usize> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Small,
        Capital,
        Digit,
        Blank,
        Other,
    }
    let mut tokens = 0;
    let mut last = Class::Blank;
    for (at, c) in text.char_indices() {
        let class = match c {
            _ if c.is_uppercase() => Class::Capital,
            _ if c.is_alphabetic() => Class::Small,
            _ if c.is_numeric() => Class::Digit,
            _ if is_blank(c) => Class::Blank,
            _ => Class::Other,
        };
        let goes_on =
            class == last && class != Class::Other || (last, class) == (Class::Capital, Class::Small);
        // A run of white space is a token of its own if it is more than one space.
        tokens += usize::from(!goes_on && (class != Class::Blank || c != ' '));
        last = class;
        if tokens > MOST_TOKENS || at + c.len_utf8() > MOST_BYTES {
            // At least one character, so that cutting ends.
            return Some(if at == 0 { c.len_utf8() } else { at });
        }
    }
    None
}

/// Where to cut `window`, which fits whole but has more after it.
fn cut(window: &str) -> usize {
    let half = boundary(window, window.len() / 2);
    let mut sentence = None;
    let mut word = None;
    let mut ended = false;
    for (at, c) in window[half..].char_indices() {
        if is_blank(c) {
            if ended {
                sentence = Some(half + at);
            }
            if half + at > 0 {
                word = Some(half + at);
            }
            ended = false;
        } else if is_sentence_end(c) {
            ended = true;
        } else if !is_closer(c) {
            ended = false;
        }
    }
    sentence.or(word).unwrap_or(window.len())
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, blocks};

    #[track_caller]
    fn check(text: &str) -> Vec<&str> {
        let mut reached = 0;
        let cut = blocks(text);
        for block in &cut {
            assert!(!block.is_empty() && block.len() <= MOST_BYTES);
            assert!(text[reached..block.start].chars().all(char::is_whitespace), "nothing is lost");
            reached = block.end;
        }
        assert!(text[reached..].chars().all(char::is_whitespace), "nothing is lost");
        cut.into_iter().map(|block| &text[block]).collect()
    }

    #[test]
    fn a_paragraph_is_one_block() {
        assert_eq!(check("The port is closed. It reopens."), ["The port is closed. It reopens."]);
        assert!(check("").is_empty());
    }

    #[test]
    fn a_long_text_is_cut_after_sentences() {
        let text = "The port (in the north) is closed, he said. ".repeat(2_000);
        let cut = check(&text);
        assert!(cut.len() > 5 && cut.len() < 20, "{}", cut.len());
        assert!(cut.iter().all(|block| block.trim_end().ends_with('.') && block.starts_with("The")));
    }

    #[test]
    fn odd_texts_are_bounded_too() {
        let cut = check(&"(".repeat(1_000_000)).len();
        assert!((200..400).contains(&cut), "{cut}");
        check(&"語".repeat(100_000));
        check(&"word ".repeat(100_000));
        check(&"a1B2".repeat(50_000));
        check(&"\t\n".repeat(50_000));
    }
}
