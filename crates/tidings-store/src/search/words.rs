//! Words as search knows them: the same for what is indexed and what is asked.

use std::ops::Range;

/// Longest word, in bytes; what is longer is cut.
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
    let mut small: String =
        word.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
    if small.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|&at| small.is_char_boundary(at)).unwrap_or(0);
        small.truncate(end);
    }
    let stem = tidings_link::stem(&small);
    if stem.len() < small.len() { stem.to_owned() } else { small }
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

/// A word for the column of tags: a letter and the letters and digits of `value`.
pub(crate) fn tag(letter: char, value: &str) -> String {
    let mut tag = String::from(letter);
    tag.extend(value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one() {
        assert_eq!(joined("Prisoners exchanged"), joined("prisoner exchange"));
        assert_eq!(joined("\"NEAR(\" AND * : ^ -"), "near and");
        assert_eq!(joined("Žižkov’s 1,200"), "žižkov s 1 200");
    }
}
