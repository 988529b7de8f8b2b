//! Compares two sets of decisions about one text and counts what differs, field by field.
//!
//! Tokens are aligned by their bytes. A stretch that only one side has as a token is a difference of
//! tokenisation; all other fields are compared where both sides have the token.

use std::cmp::Ordering;
use std::fmt::Write;

use crate::decisions::{Field, Token};

/// One decision on which the sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// First byte of the token.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What differs; `None` if only one side has such a token.
    pub field: Option<Field>,
    /// What spaCy decided.
    pub spacy: String,
    /// What Tidings decided.
    pub tidings: String,
}

/// Decisions compared and found different. The first entry is tokenisation, then [`Field::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub compared: [usize; Field::ALL.len() + 1],
    pub different: [usize; Field::ALL.len() + 1],
}

impl Counts {
    /// Adds the counts of another text.
    pub fn add(&mut self, other: &Counts) {
        for index in 0..self.compared.len() {
            self.compared[index] += other.compared[index];
            self.different[index] += other.different[index];
        }
    }

    /// All differences, whatever the field.
    pub fn differences(&self) -> usize {
        self.different.iter().sum()
    }

    /// A table, one row per field. `near` counts those of the differences that were proven near-ties.
    pub fn table(&self, near: &Counts) -> String {
        let mut table =
            format!("{:<16}{:>12}{:>13}{:>12}\n", "field", "compared", "differences", "near-ties");
        let names = std::iter::once("token").chain(Field::ALL.map(Field::name));
        for (index, name) in names.enumerate() {
            let (compared, different) = (self.compared[index], self.different[index]);
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{name:<16}{compared:>12}{different:>13}{:>12}", near.different[index]);
        }
        table
    }
}

/// Compares the tokens of one text.
pub fn compare(spacy: &[Token], tidings: &[Token]) -> (Counts, Vec<Difference>) {
    let mut counts = Counts::default();
    let mut differences = Vec::new();
    let (mut left, mut right) = (spacy.iter().peekable(), tidings.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => (a.start, a.end).cmp(&(b.start, b.end)),
        };
        let a = if order.is_le() { left.next() } else { None };
        let b = if order.is_ge() { right.next() } else { None };
        counts.compared[0] += 1;
        if let (Some(a), Some(b)) = (a, b) {
            compare_token(a, b, &mut counts, &mut differences);
        } else if let Some(only) = a.or(b) {
            counts.different[0] += 1;
            let (spacy, tidings) = if a.is_some() { ("a token", "none") } else { ("none", "a token") };
            differences.push(Difference {
                start: only.start,
                end: only.end,
                field: None,
                spacy: spacy.to_owned(),
                tidings: tidings.to_owned(),
            });
        }
    }
    (counts, differences)
}

fn compare_token(spacy: &Token, tidings: &Token, counts: &mut Counts, differences: &mut Vec<Difference>) {
    for (index, field) in Field::ALL.into_iter().enumerate() {
        counts.compared[index + 1] += 1;
        if spacy.values[index] != tidings.values[index] {
            counts.different[index + 1] += 1;
            differences.push(Difference {
                start: spacy.start,
                end: spacy.end,
                field: Some(field),
                spacy: spacy.values[index].clone(),
                tidings: tidings.values[index].clone(),
            });
        }
    }
}

impl Difference {
    /// One line for a person: where, which words around, what each side decided.
    pub fn line(&self, name: &str, text: &str) -> String {
        let (start, end) = (self.start, self.end);
        let before: String =
            text[..start].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        let after: String = text[end..].chars().take(40).collect();
        let field = self.field.map_or("token", Field::name);
        format!(
            "{name} bytes {start}..{end}: {field}: spaCy {:?}, Tidings {:?}\n    {before:?} [{:?}] {after:?}\n",
            self.spacy,
            self.tidings,
            &text[start..end],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(start: usize, end: usize, tag: &str) -> Token {
        let mut values: [String; Field::ALL.len()] = Default::default();
        values[Field::ALL.iter().position(|f| *f == Field::Tag).unwrap()] = tag.to_owned();
        Token { start, end, values }
    }

    #[test]
    fn equal_tokens_have_no_difference() {
        let tokens = [token(0, 3, "NN"), token(4, 9, "VBD")];
        let (counts, differences) = compare(&tokens, &tokens);
        assert_eq!(differences, []);
        assert_eq!(counts.compared, [2; Field::ALL.len() + 1]);
        assert_eq!(counts.differences(), 0);
    }

    #[test]
    fn planted_tag_is_found_with_its_place() {
        let (counts, differences) =
            compare(&[token(0, 3, "NN"), token(4, 9, "VBD")], &[token(0, 3, "NN"), token(4, 9, "VBN")]);
        assert_eq!(counts.differences(), 1);
        let line = differences[0].line("text", "She resigned");
        assert_eq!(
            line,
            "text bytes 4..9: tag: spaCy \"VBD\", Tidings \"VBN\"\n    \"She \" [\"resig\"] \"ned\"\n"
        );
    }

    #[test]
    fn a_split_token_is_three_differences_and_the_rest_stays_aligned() {
        let (counts, differences) = compare(
            &[token(0, 6, "CD"), token(7, 9, "NN")],
            &[token(0, 2, "CD"), token(2, 6, "NN"), token(7, 9, "JJ")],
        );
        let fields: Vec<_> = differences.iter().map(|d| (d.start, d.end, d.field)).collect();
        assert_eq!(fields, [(0, 2, None), (0, 6, None), (2, 6, None), (7, 9, Some(Field::Tag))]);
        assert_eq!((counts.compared[0], counts.different[0]), (4, 3));
    }
}
