//! The words of English that tell passages apart: `lexicons/en/lines.toml`, `agencies.toml`, `leftovers.toml`,
//! `recurring.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::rules::Rules;
use super::words::Word;
use crate::lexicon::{LexiconError, load};

/// What is known of the lines of a news page, in one language.
#[derive(Debug)]
pub struct PassageLexicon {
    pub(crate) rules: Rules,
    /// Rules for lines that recur.
    pub(crate) recurring: Rules,
    pub(crate) lines: LineWords,
    pub(crate) agencies: Agencies,
}

impl PassageLexicon {
    /// The English lexicon built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if one of the files is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<PassageLexicon, LexiconError> {
        let lines = load("lexicons/en/lines.toml", include_str!("../../lexicons/en/lines.toml"))?;
        let agencies: AgencyFile =
            load("lexicons/en/agencies.toml", include_str!("../../lexicons/en/agencies.toml"))?;
        let rules =
            Rules::new("lexicons/en/leftovers.toml", include_str!("../../lexicons/en/leftovers.toml"))?;
        let recurring =
            Rules::new("lexicons/en/recurring.toml", include_str!("../../lexicons/en/recurring.toml"))?;
        Ok(PassageLexicon { rules, recurring, lines, agencies: Agencies::new(agencies.agency) })
    }

    /// Whether `word`, in lower case, is a function word, which a title need not capitalise.
    pub fn is_small(&self, word: &str) -> bool {
        self.lines.small.contains(word)
    }
}

/// Sets of words, all in lower case. The file explains each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineWords {
    pub small: BTreeSet<String>,
    pub months: BTreeSet<String>,
    pub weekdays: BTreeSet<String>,
    pub clock: BTreeSet<String>,
    pub date_labels: BTreeSet<String>,
    pub outlet: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    pub particles: BTreeSet<String>,
    pub no_place: BTreeSet<String>,
}

impl LineWords {
    /// Whether `word` may stand in the date of a page: a month, weekday, day, year, clock time or zone.
    pub(crate) fn is_date_word(&self, word: &Word<'_>) -> bool {
        let folded = word.folded.as_str();
        self.months.contains(folded)
            || self.weekdays.contains(folded)
            || self.clock.contains(folded)
            || is_date_number(folded)
            || is_numeric_date(folded)
    }
}

/// `21`, `21st`, `2025`, `10:32`, `10.32am`, `11,2025`.
fn is_date_number(folded: &str) -> bool {
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 4 {
        return false;
    }
    match &folded[digits..] {
        "" | "st" | "nd" | "rd" | "th" | "am" | "pm" | "a.m" | "p.m" | "h" | "z" => {
            digits <= 2 || digits == 4
        }
        rest => {
            let Some(rest) = rest.strip_prefix([':', '.', ',']) else { return false };
            let minutes = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
            minutes >= 2 && matches!(&rest[minutes..], "" | "am" | "pm" | "a.m" | "p.m" | "z")
        }
    }
}

/// `21/07/2025`, `2025-07-21`, `21.7.25`, `2025-07-21t10:32:00z`.
pub(crate) fn is_numeric_date(folded: &str) -> bool {
    let day = folded.split('t').next().unwrap_or_default();
    let mut parts = 0;
    let good = day.split(['/', '-', '.']).all(|part| {
        parts += 1;
        (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    });
    good && parts == 3
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgencyFile {
    agency: Vec<Agency>,
}

/// A news agency.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agency {
    /// What is printed.
    name: String,
    /// Names as they stand in a line; case counts.
    alone: Vec<String>,
}

/// News agencies by the first word of each of their names.
#[derive(Debug, Default)]
pub(crate) struct Agencies {
    by_first: BTreeMap<String, Vec<Alias>>,
}

#[derive(Debug)]
struct Alias {
    /// Words after the first.
    rest: Vec<String>,
    /// Name of the agency, as printed.
    agency: String,
}

impl Agencies {
    fn new(agencies: Vec<Agency>) -> Agencies {
        let mut by_first: BTreeMap<String, Vec<Alias>> = BTreeMap::new();
        for agency in agencies {
            for alias in &agency.alone {
                let mut parts = alias.split(' ').map(|part| part.trim_end_matches('.').to_owned());
                let Some(first) = parts.next() else { continue };
                by_first
                    .entry(first)
                    .or_default()
                    .push(Alias { rest: parts.collect(), agency: agency.name.clone() });
            }
        }
        Agencies { by_first }
    }

    /// The agency whose name stands at the head of `words`, the longest such name, and how many words it takes.
    pub(crate) fn at(&self, words: &[Word<'_>]) -> Option<(usize, &str)> {
        let (first, rest) = words.split_first()?;
        let fits = |alias: &&Alias| {
            alias.rest.len() <= rest.len()
                && alias.rest.iter().zip(rest).all(|(part, word)| *part == without_possessive(word.core))
        };
        let longest = self
            .by_first
            .get(without_possessive(first.core))?
            .iter()
            .filter(fits)
            .max_by_key(|alias| alias.rest.len())?;
        Some((longest.rest.len() + 1, &longest.agency))
    }
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}
