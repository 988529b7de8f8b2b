//! Cuts a text into words, numerals and marks, which is finer than the parser's tokens: `10kW` is a numeral and a
//! word, `66-year-old` a numeral and four more pieces. Knows nothing of meanings.

use super::numeral::{Numeral, numeral};

/// One word, numeral or mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether white space, or the beginning of the text, stands before it.
    pub apart: bool,
    /// What it is.
    pub kind: Kind,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// A number in digits.
    Number(Numeral),
    /// Any other character.
    Mark(char),
}

/// The pieces of `text`.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::with_capacity(text.len() / 4);
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut apart = true;
    while at < text.len() {
        let byte = bytes[at];
        if byte == b' ' {
            apart = true;
            at += 1;
            continue;
        }
        let (kind, length) = if byte.is_ascii_alphabetic() {
            (Kind::Word, word_length(&text[at..]))
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            if c.is_whitespace() {
                apart = true;
                at += c.len_utf8();
                continue;
            }
            match numeral(&text[at..], apart) {
                Some((numeral, length)) => (Kind::Number(numeral), length),
                None if c.is_alphabetic() => (Kind::Word, word_length(&text[at..])),
                None => (Kind::Mark(c), c.len_utf8()),
            }
        };
        found.push(Piece { start: at, end: at + length, apart, kind });
        apart = false;
        at += length;
    }
    found
}

fn word_length(text: &str) -> usize {
    let ascii = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    match text.as_bytes().get(ascii) {
        Some(byte) if !byte.is_ascii() => {
            ascii + text[ascii..].chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>()
        }
        _ => ascii,
    }
}
