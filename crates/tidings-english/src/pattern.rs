//! A matcher for the tokeniser's affix patterns.
//!
//! spaCy states prefixes, suffixes and infixes as Python regular expressions of one simple form: alternatives of
//! literals and character classes, with an anchor, a fixed-width look-behind and a one-character look-ahead. This
//! compiles exactly that form; anything else is refused at load. A general engine with look-around would take
//! ten times as long per new word and longer to compile than the program may take to start.

use crate::format::{ModelError, wrong};

/// A set of characters.
#[derive(Debug, Clone, Default)]
pub struct Class {
    ascii: u128,
    /// Sorted, disjoint, inclusive.
    ranges: Vec<(char, char)>,
}

impl Class {
    /// Whether `c` is in the set.
    pub fn has(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> (c as u32) & 1 == 1;
        }
        let after = self.ranges.partition_point(|&(first, _)| first <= c);
        after > 0 && c <= self.ranges[after - 1].1
    }

    /// A set of sorted and merged ranges.
    fn new(mut ranges: Vec<(char, char)>) -> Class {
        ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::new();
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        let mut ascii = 0;
        for c in '\0'..='\x7f' {
            if merged.iter().any(|&(first, last)| (first..=last).contains(&c)) {
                ascii |= 1 << (c as u32);
            }
        }
        Class { ascii, ranges: merged }
    }

    fn one(c: char) -> Class {
        Class::new(vec![(c, c)])
    }
}

/// A class, once or at least once.
#[derive(Debug, Clone)]
struct Atom {
    class: Class,
    repeats: bool,
}

/// One way to match: an optional look-behind, one of several atom sequences, an optional look-ahead.
#[derive(Debug, Clone, Default)]
struct Alternative {
    behind: Vec<Class>,
    choices: Vec<Vec<Atom>>,
    /// The class, and whether it must (true) or must not (false) follow.
    ahead: Option<(Class, bool)>,
}

/// Compiled alternatives, tried in order.
#[derive(Debug, Clone)]
pub struct Pattern {
    alternatives: Vec<Alternative>,
}

impl Pattern {
    /// Compiles a regular expression of the form described above; `section` names it in errors. The anchors
    /// `^` and `$` are dropped: which end is meant is said by the method that is called.
    pub fn new(section: &str, source: &str) -> Result<Pattern, ModelError> {
        let mut parser = Parser { section, chars: source.chars().collect(), at: 0 };
        let mut alternatives = Vec::new();
        loop {
            alternatives.push(parser.alternative()?);
            match parser.take() {
                None => return Ok(Pattern { alternatives }),
                Some('|') => {}
                Some(c) => return Err(parser.error(&format!("unexpected {c:?}"))),
            }
        }
    }

    /// Length in bytes of the first alternative that matches at the start of `text`; 0 if none does.
    pub fn prefix(&self, text: &str) -> usize {
        self.at(text, 0).unwrap_or(0)
    }

    /// Length in bytes of the longest match that ends where `text` ends; 0 if there is none.
    pub fn suffix(&self, text: &str) -> usize {
        let mut longest = 0;
        for alternative in &self.alternatives {
            for choice in &alternative.choices {
                if let Some(length) = ends_with(text, choice)
                    && length > longest
                    && looks_behind(&text[..text.len() - length], &alternative.behind)
                {
                    longest = length;
                }
            }
        }
        longest
    }

    /// All matches from left to right that do not overlap, as byte ranges, in `found`.
    pub fn find_all(&self, text: &str, found: &mut Vec<(usize, usize)>) {
        found.clear();
        let mut at = 0;
        while at < text.len() {
            match self.at(text, at) {
                Some(length) => {
                    found.push((at, at + length));
                    at += length;
                }
                None => at += text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
    }

    fn at(&self, text: &str, at: usize) -> Option<usize> {
        let rest = &text[at..];
        self.alternatives.iter().find_map(|alternative| {
            alternative.choices.iter().find_map(|choice| {
                let length = starts_with(rest, choice)?;
                let ahead = alternative.ahead.as_ref().is_none_or(|(class, wanted)| {
                    rest[length..].chars().next().is_some_and(|c| class.has(c)) == *wanted
                });
                (ahead && looks_behind(&text[..at], &alternative.behind)).then_some(length)
            })
        })
    }
}

fn starts_with(text: &str, atoms: &[Atom]) -> Option<usize> {
    let mut chars = text.chars();
    for atom in atoms {
        if !atom.class.has(chars.next()?) {
            return None;
        }
        if atom.repeats {
            let rest = chars.as_str();
            chars = rest.trim_start_matches(|c| atom.class.has(c)).chars();
        }
    }
    Some(text.len() - chars.as_str().len())
}

fn ends_with(text: &str, atoms: &[Atom]) -> Option<usize> {
    let mut chars = text.chars();
    for atom in atoms.iter().rev() {
        if !atom.class.has(chars.next_back()?) {
            return None;
        }
        if atom.repeats {
            // `x+` before an `x` (as in `\.\.+`): take all but what the atoms before it need.
            let rest = chars.as_str().trim_end_matches(|c| atom.class.has(c));
            let before = atoms.len() - 1;
            let taken = &chars.as_str()[rest.len()..];
            let keep: usize = taken.chars().take(before).map(char::len_utf8).sum();
            chars = chars.as_str()[..rest.len() + keep].chars();
        }
    }
    Some(text.len() - chars.as_str().len())
}

fn looks_behind(before: &str, classes: &[Class]) -> bool {
    let mut chars = before.chars();
    classes.iter().rev().all(|class| chars.next_back().is_some_and(|c| class.has(c)))
}

struct Parser<'n> {
    section: &'n str,
    chars: Vec<char>,
    at: usize,
}

impl Parser<'_> {
    fn error(&self, reason: &str) -> ModelError {
        wrong(self.section, format!("{reason} at character {}", self.at))
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += 1;
        c
    }

    fn eat(&mut self, text: &str) -> bool {
        let matches = text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c));
        if matches {
            self.at += text.len();
        }
        matches
    }

    fn alternative(&mut self) -> Result<Alternative, ModelError> {
        let mut made = Alternative { choices: vec![Vec::new()], ..Alternative::default() };
        self.eat("^");
        if self.eat("(?<=") {
            made.behind = self.atoms()?.into_iter().map(|atom| atom.class).collect();
            self.close()?;
        }
        if self.eat("(?:") {
            made.choices.clear();
            loop {
                made.choices.push(self.atoms()?);
                if !self.eat("|") {
                    break;
                }
            }
            self.close()?;
        } else {
            made.choices = vec![self.atoms()?];
        }
        for (start, wanted) in [("(?=", true), ("(?!", false)] {
            if self.eat(start) {
                let mut atoms = self.atoms()?;
                match (atoms.pop(), atoms.is_empty()) {
                    (Some(atom), true) => made.ahead = Some((atom.class, wanted)),
                    _ => return Err(self.error("a look-ahead must be one character")),
                }
                self.close()?;
            }
        }
        self.eat("$");
        Ok(made)
    }

    fn close(&mut self) -> Result<(), ModelError> {
        if self.eat(")") { Ok(()) } else { Err(self.error("expected `)`")) }
    }

    fn atoms(&mut self) -> Result<Vec<Atom>, ModelError> {
        let mut atoms = Vec::new();
        while let Some(c) = self.peek() {
            let class = match c {
                '|' | '(' | ')' | '$' | '^' => break,
                '[' => {
                    self.at += 1;
                    self.class()?
                }
                '.' | '*' | '?' | '+' => return Err(self.error(&format!("{c:?} has no meaning here"))),
                _ => Class::one(self.character()?),
            };
            let repeats = self.eat("+");
            atoms.push(Atom { class, repeats });
        }
        if atoms.is_empty() { Err(self.error("nothing to match")) } else { Ok(atoms) }
    }

    fn class(&mut self) -> Result<Class, ModelError> {
        let mut ranges = Vec::new();
        while self.peek() != Some(']') {
            let first = self.character()?;
            let range = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|&c| c != ']');
            let last = if range {
                self.at += 1;
                self.character()?
            } else {
                first
            };
            if last < first {
                return Err(self.error("a range that runs backwards"));
            }
            ranges.push((first, last));
        }
        self.at += 1;
        Ok(Class::new(ranges))
    }

    fn character(&mut self) -> Result<char, ModelError> {
        let c = self.take().ok_or_else(|| self.error("unexpected end"))?;
        if c != '\\' {
            return Ok(c);
        }
        let escaped = self.take().ok_or_else(|| self.error("unexpected end"))?;
        let digits = match escaped {
            'u' => 4,
            'U' => 8,
            _ if escaped.is_ascii_alphanumeric() => {
                return Err(self.error(&format!("escape \\{escaped} is not known")));
            }
            _ => return Ok(escaped),
        };
        let mut code = 0;
        for _ in 0..digits {
            let digit = self.take().and_then(|c| c.to_digit(16));
            code = code * 16 + digit.ok_or_else(|| self.error("expected a hexadecimal digit"))?;
        }
        char::from_u32(code).ok_or_else(|| self.error("not a character"))
    }
}

/// The class that stands between the first `before` and the `after` that follows it in a longer expression.
pub fn class_between(section: &str, source: &str, before: &str, after: &str) -> Result<Class, ModelError> {
    let inner = source
        .split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map(|(inner, _)| inner)
        .ok_or_else(|| wrong(section, format!("no class between {before:?} and {after:?}")))?;
    let mut parser = Parser { section, chars: inner.chars().chain([']']).collect(), at: 0 };
    parser.class()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(source: &str) -> Pattern {
        Pattern::new("test", source).unwrap()
    }

    #[test]
    fn prefixes_take_the_first_alternative() {
        let prefix = pattern(r"^§|^\+(?![0-9])|^…|^……|^\.\.+|^US\$|^[a-c\u00A6]");
        for (text, length) in [
            ("§1", 2),
            ("+1", 0),
            ("+a", 1),
            ("+", 1),
            ("……", 3),
            ("...x", 3),
            (".x", 0),
            ("US$5", 3),
            ("¦", 2),
        ] {
            assert_eq!(prefix.prefix(text), length, "{text}");
        }
    }

    #[test]
    fn suffixes_take_the_longest() {
        let suffix = pattern(r"'s$|s$|\.\.+$|(?<=[0-9])(?:km|m|m²)$|(?<=[A-Z][A-Z])\.$");
        for (text, length) in [
            ("it's", 2),
            ("cats", 1),
            ("so...", 3),
            ("so.", 0),
            ("10km", 2),
            ("akm", 0),
            ("5m²", 3),
            ("US.", 1),
            ("Us.", 0),
        ] {
            assert_eq!(suffix.suffix(text), length, "{text}");
        }
    }

    #[test]
    fn infixes_do_not_overlap() {
        let infix = pattern(r"\.\.+|(?<=[a-z])(?:-|--)(?=[a-z])|(?<=[0-9])[+\-\*^](?=[0-9-])");
        let mut found = Vec::new();
        infix.find_all("a-b--c...d 1*2 1--2", &mut found);
        assert_eq!(found, [(1, 2), (3, 5), (6, 9), (12, 13), (16, 17)]);
    }

    #[test]
    fn refuses_other_forms() {
        for source in ["a*", "(a)", "(?<!x)y", r"\w", "[z-a]", "a||b"] {
            assert!(Pattern::new("test", source).is_err(), "{source}");
        }
    }
}
