//! Words as search knows them: the same for what is indexed and what is asked.

use std::fmt::Write as _;
use std::ops::Range;

/// Longest word, in bytes, nearly; what is longer is cut.
const LONGEST: usize = 64;

/// The stems of the words of `text`, with where they stand.
pub(crate) fn stems(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            found.push((from..at, stem(&text[from..at])));
        }
    }
    found
}

/// The stem of one word: small letters without the endings of number and tense.
fn stem(word: &str) -> String {
    if word.is_ascii() {
        let mut small = word.to_ascii_lowercase();
        small.truncate(tidings_link::stem(&small).len().min(LONGEST));
        return small;
    }
    let small: String = word.chars().flat_map(char::to_lowercase).collect();
    plain(tidings_link::stem(&small))
}

/// `word` in ASCII letters and digits, so that the index takes it for one word whatever it holds: any other letter as its
/// number.
fn plain(word: &str) -> String {
    let mut made = String::with_capacity(word.len());
    for c in word.chars() {
        if made.len() >= LONGEST {
            break;
        }
        if c.is_ascii_alphanumeric() {
            made.push(c);
        } else if c.is_alphanumeric() {
            let _ = write!(made, "x{:x}", u32::from(c));
        }
    }
    made
}

/// The stems of `text`, joined by blanks: as the index takes and asks them.
pub(crate) fn joined(text: &str) -> String {
    let stems = stems(text);
    let mut joined = String::with_capacity(text.len());
    for (_, stem) in &stems {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(stem);
    }
    joined
}

/// What a word of the index says beside the words that stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Kind,
    Speaker,
    Actor,
    Place,
    Stance,
    Type,
    Outlet,
    Month,
    Year,
    Lead,
}

/// `value` as a word that no text has: with a sign and a letter before its letters and digits.
pub(crate) fn marked(mark: Mark, value: &str) -> String {
    let letter = ['k', 's', 'a', 'p', 'i', 't', 'o', 'm', 'y', 'l'][mark as usize];
    let small: String = value.chars().flat_map(char::to_lowercase).collect();
    format!("§{letter}{}", plain(&small))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one() {
        assert_eq!(joined("Prisoners exchanged"), joined("prisoner exchange"));
        assert_eq!(joined("\"NEAR(\" AND * : ^ -"), "near and");
        assert_eq!(joined("Žižkov’s 1,200"), "x17eix17ekov s 1 200");
        assert_eq!(joined("ŽIŽKOV"), joined("žižkov"));
        assert!(
            joined("aⒶb कि ǅ").split(' ').all(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        );
    }
}
