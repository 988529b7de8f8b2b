//! The words of one line, folded for comparison, and the shape of the line: title case, sentence end, list mark.

use crate::characters::{
    is_blank, is_closer, is_dash, is_invisible, is_list_mark, is_quote, is_sentence_end,
};

/// A line with more words than this is prose: it is no leftover, byline or headline.
pub(crate) const MOST_WORDS: usize = 60;

/// One word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// As it stands, with punctuation.
    pub raw: &'a str,
    /// Without punctuation at its ends; empty for `—`.
    pub core: &'a str,
    /// `core` in lower case, with one kind of apostrophe and hyphen.
    pub folded: String,
}

impl Word<'_> {
    /// Whether it begins with a capital letter.
    pub(crate) fn is_capitalised(&self) -> bool {
        self.core.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it has letters, and all of them capitals.
    pub(crate) fn is_all_capitals(&self) -> bool {
        self.core.chars().any(char::is_uppercase) && !self.core.chars().any(char::is_lowercase)
    }

    /// Whether it begins with a letter.
    pub(crate) fn is_word(&self) -> bool {
        self.core.chars().next().is_some_and(char::is_alphabetic)
    }

    /// `folded` without `'s`.
    pub(crate) fn base(&self) -> &str {
        self.folded.strip_suffix("'s").or_else(|| self.folded.strip_suffix("s'")).unwrap_or(&self.folded)
    }

    /// Whether `mark` is among the punctuation after it.
    pub(crate) fn is_followed_by(&self, mark: char) -> bool {
        let after = self.core.as_ptr() as usize - self.raw.as_ptr() as usize + self.core.len();
        self.raw[after.min(self.raw.len())..].contains(mark)
    }
}

/// The words of `line`, at most `most`, with lone punctuation left out.
pub(crate) fn words(line: &str, most: usize) -> Vec<Word<'_>> {
    line.split(|c: char| is_blank(c) || matches!(c, '|' | '•' | '·'))
        .filter_map(|raw| {
            let core = raw.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
            (!core.is_empty()).then(|| Word { raw, core, folded: folded(core) })
        })
        .take(most)
        .collect()
}

/// `text` for comparison: lower case, white space as single spaces, one kind of quotation mark, apostrophe and
/// dash, nothing invisible.
pub(crate) fn folded(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = !made.is_empty();
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if std::mem::take(&mut space) {
            made.push(' ');
        }
        match c {
            '"' | '\u{201c}'..='\u{201f}' | '″' | '«' | '»' | '＂' => made.push('"'),
            _ if is_quote(c) => made.push('\''),
            _ if is_dash(c) => made.push('-'),
            _ if c.is_ascii() => made.push(c.to_ascii_lowercase()),
            _ => made.extend(c.to_lowercase()),
        }
    }
    made
}

/// What a line looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Words, counted up to one more than [`MOST_WORDS`].
    pub words: usize,
    /// Whether it ends with `.`, `!`, `?` or `…`, perhaps before closing marks. An initialism's point is none.
    pub ends_sentence: bool,
    /// Whether the last mark is a full stop.
    pub ends_with_stop: bool,
    /// Whether it ends with `:` or `,` or `;`.
    pub is_open: bool,
    /// Whether a sentence seems to end before the end of the line.
    pub sentence_inside: bool,
    /// Whether it begins with a mark such as `-` or `•` and a space.
    pub list_mark: bool,
    /// Whether it begins with an opening bracket.
    pub bracketed: bool,
    /// Whether it begins with a quotation mark.
    pub quoted: bool,
    /// Whether it begins with a quotation mark and ends a sentence.
    pub quotation: bool,
    /// Whether at least three quarters of its content words are capitalised, and two at least.
    pub title_case: bool,
    /// Whether all its letters are capitals, and there are two words at least.
    pub all_capitals: bool,
}

impl Shape {
    /// The shape of `line`, whose words, as far as [`words`] gave them, are `words`. `is_small` tells function
    /// words, which a title does not capitalise.
    pub(crate) fn of(line: &str, words: &[Word<'_>], is_small: impl Fn(&str) -> bool) -> Shape {
        let bare = line.trim_end_matches(|c| is_closer(c) || is_blank(c));
        let last_word = words.last();
        let initialism = words.len() < MOST_WORDS
            && last_word.is_some_and(|word| {
                let letter = word.core.chars().count() == 1 && word.is_word();
                letter || (word.core.contains('.') && word.is_capitalised())
            });
        let last = bare.chars().next_back();
        let mut opening = line.chars();
        let list_mark = opening.next().is_some_and(is_list_mark)
            && opening.next().is_some_and(|c| is_blank(c) || is_dash(c));
        let content: Vec<&Word<'_>> =
            words.iter().filter(|word| word.is_word() && !is_small(&word.folded)).collect();
        let capitalised = content.iter().filter(|word| word.is_capitalised()).count();
        let title_case = capitalised >= 2 && capitalised * 4 >= content.len() * 3;
        // "… in the U.S." ends a sentence if it is long enough to be one.
        let point_of_word = initialism && last == Some('.') && (words.len() < 8 || title_case);
        let ends_sentence = last.is_some_and(is_sentence_end) && !point_of_word;
        let quoted = line.chars().next().is_some_and(is_quote);
        Shape {
            words: words.len(),
            ends_sentence,
            ends_with_stop: last == Some('.'),
            is_open: last.is_some_and(|c| matches!(c, ':' | ',' | ';')),
            sentence_inside: sentence_inside(words),
            list_mark,
            bracketed: line.starts_with(['(', '[']),
            quoted,
            quotation: quoted && ends_sentence,
            title_case,
            all_capitals: words.len() >= 2
                && words.iter().any(Word::is_word)
                && words.iter().filter(|word| word.is_word()).all(Word::is_all_capitals),
        }
    }
}

/// A word of three or more small letters with `.`, `!` or `?` after it, and a capital next.
fn sentence_inside(words: &[Word<'_>]) -> bool {
    words.windows(2).any(|pair| {
        let ends = pair[0].raw.trim_end_matches(is_closer).chars().next_back().is_some_and(is_sentence_end);
        let plain =
            pair[0].core.chars().rev().take(3).filter(|c| c.is_lowercase() || c.is_numeric()).count() == 3;
        ends && plain && (pair[1].is_capitalised() || pair[1].raw.starts_with(is_quote))
    })
}
