//! The text that is handed to the parser for one passage, and where its bytes come from.
//!
//! The tokenizer leaves `number—30—reported` and `end.The` whole, and the model has never seen `` `` `` or a
//! zero-width space. What is changed, and nothing else:
//!
//! - white space of every kind becomes one space, none at the ends; what shows nothing is dropped;
//! - a dash (`—`, `―`, `--`) between words gets spaces; `–` only between a word and a number. Ranges
//!   (`10–12`, `2019—2020`), names joined by `–`, hyphens and addresses stay;
//! - quotation marks that the model does not know become ones it knows: `` `` ``, `''`, `„`, `«`, `＂` …;
//! - a space is put after a sentence that ends without one, `end.The`, and after a month, `Jan.5`.
//!
//! Not here: capitals (`headline`), spelling, markup.

use std::ops::Range;

use tidings_record::ByteSpan;

use crate::characters::{boundary, is_blank, is_quote, is_sentence_end};
use crate::offsets::OffsetMap;

/// Longest word looked at before deciding whether a sentence ends inside it.
const LONGEST_WORD: usize = 40;

/// Months as they are written before a point and a number.
const BEFORE_NUMBER: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"];
/// What stands after the point of an address written without `www`, as far as it is longer than two letters.
const DOMAINS: [&str; 9] = ["com", "org", "net", "gov", "edu", "info", "news", "html", "mil"];

/// A text made for the parser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normalised {
    /// What the parser gets.
    pub text: String,
    /// From its bytes to those of the article.
    pub map: OffsetMap,
}

impl Normalised {
    /// Makes the text for the bytes `span` of `article`.
    pub fn of(article: &str, span: ByteSpan) -> Normalised {
        let mut maker = Maker { text: span.of(article), offset: span.start, made: Normalised::default() };
        maker.made.map = OffsetMap::new(span.start);
        maker.run();
        maker.made
    }

    /// The bytes `span` of `article`, unchanged.
    pub fn unchanged(article: &str, span: ByteSpan) -> Normalised {
        let text = span.of(article).to_owned();
        Normalised { map: OffsetMap::identity(span.start, span.len()), text }
    }

    /// The bytes `range` of this text, with their places.
    pub fn part(&self, range: Range<usize>) -> Normalised {
        let text = self.text[range.clone()].to_owned();
        let mut map = OffsetMap::new(0);
        map.same(length(range.start), length(range.len()));
        Normalised { text, map: self.map.then(&map) }
    }

    /// The words of the article behind a range of [`Normalised::text`].
    pub fn to_original(&self, made: Range<usize>) -> ByteSpan {
        self.map.to_original(made)
    }
}

struct Maker<'t> {
    text: &'t str,
    /// Where `text` begins in the article.
    offset: u32,
    made: Normalised,
}

impl Maker<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            at = if self.at_blank(at) { self.blank(at) } else { self.word(at) };
        }
    }

    fn at_blank(&self, at: usize) -> bool {
        self.text[at..].chars().next().is_some_and(is_blank)
    }

    /// A run of white space and invisible characters.
    fn blank(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let end = at + (rest.len() - rest.trim_start_matches(is_blank).len());
        let run = &self.text[at..end];
        if run == " " && !self.made.text.is_empty() && end < self.text.len() {
            self.copy(at..end);
        } else if run.contains(char::is_whitespace) && !self.made.text.is_empty() && end < self.text.len() {
            self.replace(at..end, " ");
        }
        end
    }

    /// What stands up to the next blank character.
    fn word(&mut self, at: usize) -> usize {
        let end = at + self.text[at..].find(is_blank).unwrap_or(self.text.len() - at);
        let word = &self.text[at..end];
        if word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b',') || is_address(word) {
            self.copy(at..end);
            return end;
        }
        let mut done = at;
        for (index, c) in word.char_indices() {
            let here = at + index;
            if here >= done {
                done = self.character(here, c, at..end);
            }
        }
        end
    }

    /// Copies or changes the character `c` at `at`, in the word `word`; returns where to go on.
    fn character(&mut self, at: usize, c: char, word: Range<usize>) -> usize {
        let near = at.saturating_sub(LONGEST_WORD).max(word.start)..(at + LONGEST_WORD).min(word.end);
        let near = boundary(self.text, near.start)..boundary(self.text, near.end);
        let end = at + c.len_utf8();
        let before = self.text[..at].chars().next_back();
        let rest = &self.text[end..];
        let after = rest.chars().next();
        match c {
            '—' | '―' => self.dash(at..end, before, after),
            '-' if after == Some('-') => {
                let end = at + self.text[at..].bytes().take_while(|b| *b == b'-').count();
                let after = self.text[end..].chars().next();
                if end - at <= 3 {
                    self.dash(at..end, before, after);
                } else {
                    self.copy(at..end);
                }
                return end;
            }
            '–' => {
                let long_word =
                    self.text[near.start..at].chars().rev().take_while(|c| c.is_lowercase()).count() >= 3;
                if long_word && after.is_some_and(|c| c.is_ascii_digit()) {
                    self.dash(at..end, before, after);
                } else {
                    self.copy(at..end);
                }
            }
            '`' | '\'' if after == Some(c) => {
                self.replace(at..end + 1, "\"");
                return end + 1;
            }
            '`' | '´' | '′' | '‛' | '＇' if between_letters(before, after) => {
                self.replace(at..end, "’")
            }
            '`' | '‛' | '‚' | '‹' => self.replace(at..end, "‘"),
            '´' | '›' => self.replace(at..end, "’"),
            '‟' | '„' | '«' => self.replace(at..end, "“"),
            '»' => self.replace(at..end, "”"),
            '＂' => self.replace(at..end, "\""),
            '″' if !before.is_some_and(|c| c.is_ascii_digit()) => self.replace(at..end, "\""),
            // What Windows-1252 has for these marks, taken for Latin-1.
            '\u{91}' => self.replace(at..end, "‘"),
            '\u{92}' => self.replace(at..end, "’"),
            '\u{93}' => self.replace(at..end, "“"),
            '\u{94}' => self.replace(at..end, "”"),
            '\u{96}' => self.replace(at..end, "–"),
            '\u{97}' => self.replace(at..end, "—"),
            '”' => {
                self.copy(at..end);
                let ends = before.is_some_and(|c| is_sentence_end(c) || c == ',');
                if ends && after.is_some_and(char::is_alphabetic) {
                    self.insert(" ", end);
                }
            }
            '.' | '!' | '?' => {
                self.copy(at..end);
                if self.ends_sentence(at, near.clone()) || (c == '.' && self.ends_month(at, near)) {
                    self.insert(" ", end);
                }
            }
            _ => self.copy(at..end),
        }
        end
    }

    /// Copies a dash, with spaces where it touches a word. Between digits it is a range.
    fn dash(&mut self, dash: Range<usize>, before: Option<char>, after: Option<char>) {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let range = digit(before) && digit(after);
        let closes = |c: char| {
            c.is_alphanumeric() || is_quote(c) || matches!(c, ')' | ']' | '.' | ',' | '!' | '?' | '%')
        };
        let opens =
            |c: char| c.is_alphanumeric() || matches!(c, '(' | '[' | '“' | '‘' | '$' | '€' | '£' | '#');
        let quote_opens = || {
            let mut following = self.text[dash.end..].chars();
            matches!(following.next(), Some('"' | '\''))
                && following.next().is_some_and(char::is_alphanumeric)
        };
        let space_after = after.is_some_and(opens) || quote_opens();
        // A dash that breaks off a sentence, `I thought—”`, stays at its word.
        let space_before = before.is_some_and(closes) && (space_after || after.is_none_or(is_blank));
        if space_before && !range {
            self.insert(" ", dash.start);
        }
        self.copy(dash.clone());
        if space_after && !range {
            self.insert(" ", dash.end);
        }
    }

    /// Whether the mark at `at` ends a sentence though the next one begins without a space. `near` is as much of
    /// the word around it as matters.
    fn ends_sentence(&self, at: usize, near: Range<usize>) -> bool {
        let (head, tail) = (&self.text[near.start..at], &self.text[at + 1..near.end]);
        let is_of_word = |c: char| c.is_alphabetic() || matches!(c, '’' | '\'');
        let last = head.rsplit(|c| !is_of_word(c)).next().unwrap_or_default();
        let ended = last.chars().count() >= 2 && last.chars().next_back().is_some_and(char::is_lowercase);
        let next = &tail[..tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len())];
        let mut letters = next.chars();
        let begun =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        // `e.g.The`, `Lake.Example.shop`, `reports/May.Final` are names and addresses of other sorts.
        let inside = head.contains(is_inner)
            || tail[next.len()..].trim_end_matches(is_sentence_end).contains(is_inner);
        ended && begun && !inside && !DOMAINS.iter().any(|known| next.eq_ignore_ascii_case(known))
    }

    /// Whether the point at `at` follows a month and a number comes next.
    fn ends_month(&self, at: usize, near: Range<usize>) -> bool {
        let month = self.text[near.start..at].trim_start_matches(|c: char| !c.is_alphanumeric());
        let next = self.text[at + 1..near.end].chars().next();
        BEFORE_NUMBER.contains(&month) && next.is_some_and(|c| c.is_ascii_digit())
    }

    fn copy(&mut self, range: Range<usize>) {
        self.made.text.push_str(&self.text[range.clone()]);
        self.made.map.same(self.original(range.start), length(range.len()));
    }

    fn replace(&mut self, range: Range<usize>, with: &str) {
        self.made.text.push_str(with);
        let original = self.original(range.start)..self.original(range.end);
        self.made.map.replaced(original, length(with.len()));
    }

    fn insert(&mut self, what: &str, at: usize) {
        self.replace(at..at, what);
    }

    fn original(&self, at: usize) -> u32 {
        self.offset + length(at)
    }
}

/// Lengths inside an article, which is shorter than 4 GiB.
fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn between_letters(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic)
}

/// What goes on inside a name or address rather than ending a word.
fn is_inner(c: char) -> bool {
    matches!(c, '.' | '/' | '@' | '_' | ':' | '=')
}

/// Whether a word is an address of the web or of mail.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.")
}

#[cfg(test)]
mod tests;
