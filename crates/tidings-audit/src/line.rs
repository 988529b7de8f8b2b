//! A sentence as words, each with what it can mean and how much it tells.

use tidings_link::wording::{self, Kin, Kinship};
use tidings_record::ByteSpan;

/// One word of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Where it stands.
    pub span: ByteSpan,
    /// It in small letters, without a possessive ending.
    pub small: String,
    /// What it can mean; none for small words and numbers.
    pub kin: Option<Kin>,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Which clause of the sentence it stands in.
    pub clause: usize,
    /// What it weighs, in 32nds.
    pub weight: u32,
}

impl Word {
    /// How well `other` stands for it, from 0 to 1.
    pub fn likeness(&self, other: &Word) -> f64 {
        if self.small == other.small {
            return 1.0;
        }
        if self.capital && other.capital && wording::same_word(&self.small, &other.small) {
            return 1.0;
        }
        let (Some(one), Some(two)) = (&self.kin, &other.kin) else { return 0.0 };
        match one.kinship(two) {
            Kinship::Word | Kinship::Root => 1.0,
            Kinship::Sense => 0.85,
            Kinship::Stem => 0.6,
            Kinship::Above => 0.5,
            Kinship::None => 0.0,
        }
    }

    /// Numbers of which it shares one with every word that is like it.
    pub fn keys(&self) -> Vec<u64> {
        let Some(kin) = &self.kin else { return Vec::new() };
        let mut keys = kin.keys();
        if self.capital {
            keys.push(wording::hash_of(&format!("name {}", wording::skeleton(&self.small))));
        }
        keys
    }

    /// Whether it is a figure in digits.
    pub fn is_number(&self) -> bool {
        self.small.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// The words of `span` of `text`.
pub(crate) fn words(text: &str, span: ByteSpan) -> Vec<Word> {
    let part = span.of(text);
    let mut found: Vec<Word> = Vec::new();
    let mut clause = 0;
    let mut start: Option<usize> = None;
    let mut previous = ' ';
    for (at, c) in part.char_indices().chain(std::iter::once((part.len(), ' '))) {
        let inside = c.is_alphanumeric()
            || matches!(c, '\'' | '’') && start.is_some()
            || matches!(c, '.' | ',') && previous.is_ascii_digit() && digit_follows(part, at);
        if inside {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let made = word(&part[from..at], span.start, from, clause);
            clause += usize::from(opens_clause(&made.small));
            found.push(Word { clause, ..made });
        }
        clause += usize::from(!inside && matches!(c, ',' | ';' | ':' | '—' | '–' | '(' | ')'));
        previous = c;
    }
    found
}

fn digit_follows(part: &str, at: usize) -> bool {
    part.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn word(raw: &str, offset: u32, from: usize, clause: usize) -> Word {
    let bare = raw.trim_end_matches(['\'', '’']);
    let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
    let small = bare.to_lowercase();
    let start = offset + from as u32;
    let number = small.starts_with(|c: char| c.is_ascii_digit());
    let content = !number && small.chars().count() > 1 && !wording::is_small(&small);
    Word {
        span: ByteSpan::new(start, start + bare.len() as u32),
        kin: content.then(|| Kin::of(&small)),
        capital: bare.starts_with(char::is_uppercase),
        weight: if content { wording::weight(&small) } else { 0 },
        small,
        clause,
    }
}

/// Whether a clause begins with this word.
fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "but"
            | "while"
            | "when"
            | "after"
            | "before"
            | "because"
            | "if"
            | "unless"
            | "which"
            | "who"
            | "whose"
            | "although"
            | "as"
            | "until"
            | "that"
    )
}

/// Whether some word of `words` turns it into its opposite.
pub(crate) fn is_negated(words: &[Word]) -> bool {
    words.iter().any(|word| wording::is_negation(&word.small))
}

/// The share of `own` words that `theirs` have, by weight.
pub(crate) fn alike<'w>(own: &[&Word], theirs: impl IntoIterator<Item = &'w Word>) -> f64 {
    let theirs: Vec<&Word> = theirs.into_iter().collect();
    let total: u32 = own.iter().map(|word| word.weight).sum();
    let best = |word: &Word| theirs.iter().map(|other| word.likeness(other)).fold(0.0, f64::max);
    let shared: f64 = own.iter().map(|word| f64::from(word.weight) * best(word)).sum();
    if total == 0 { 0.0 } else { shared / f64::from(total) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_clauses() {
        let text = "Grane's 3,000 dockers left, and 6.5 percent stayed.";
        let made = words(text, ByteSpan::new(0, text.len() as u32));
        let small: Vec<_> = made.iter().map(|word| (word.small.as_str(), word.clause)).collect();
        assert_eq!(
            small,
            [
                ("grane", 0),
                ("3,000", 0),
                ("dockers", 0),
                ("left", 0),
                ("and", 2),
                ("6.5", 2),
                ("percent", 2),
                ("stayed", 2)
            ]
        );
        assert!(made[0].kin.is_some() && made[1].kin.is_none());
    }

    #[test]
    fn spellings_of_a_name_are_alike() {
        let text = "Dolmasch Dolmash river";
        let made = words(text, ByteSpan::new(0, text.len() as u32));
        assert!(made[0].likeness(&made[1]) > 0.9);
        assert!(made[0].likeness(&made[2]) < 0.1);
        assert!(made[0].keys().iter().any(|key| made[1].keys().contains(key)));
    }
}
