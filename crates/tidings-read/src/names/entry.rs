//! What the modules of this folder put together: entries, and where their names stand.

use tidings_record::{Form, NameType};

use super::lexicon::Gender;
use super::text::{Stretch, Text};

/// Somebody or something the article names or describes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub kind: NameType,
    pub name: String,
    /// The country it is, is the people of, or speaks for.
    pub state: Option<usize>,
    /// The country whose capital it is.
    pub capital: Option<usize>,
    pub speaks_for: Option<String>,
    pub mentions: Vec<(Stretch, Form)>,
    pub offices: Vec<Held>,
    pub gender: Option<Gender>,
    /// Whether "they" may take it up.
    pub plural: bool,
    /// What tells a body apart: its country or place, its head, its other words.
    pub body: Option<BodyKey>,
}

/// An office held.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub at: Stretch,
    pub office: String,
    /// Number of the role's meaning in the lexicon.
    pub meaning: usize,
    /// Whether it heads a country or government.
    pub top: bool,
    /// Whether the office has words beside the role's own, as "foreign minister" has.
    pub fields: bool,
    pub of: Of,
    pub former: bool,
}

/// What an office belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Of {
    pub entry: Option<usize>,
    /// The name that is printed.
    pub name: Option<String>,
    pub state: Option<usize>,
}

/// What makes two descriptions of a body the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BodyKey {
    /// The country, if it is known.
    pub state: Option<usize>,
    /// The place or body it belongs to, if it is no country.
    pub owner: Option<usize>,
    pub meaning: usize,
    pub fields: Vec<String>,
}

/// Where names stand, by token.
pub(crate) struct Places {
    /// 0 for none, else one more than the index into `stretches`.
    by_token: Vec<Vec<u32>>,
    stretches: Vec<(Stretch, usize)>,
}

impl Places {
    /// The places of all mentions by name.
    pub(crate) fn of(text: &Text<'_>, entries: &[Entry]) -> Places {
        let mut by_token: Vec<Vec<u32>> =
            text.blocks().map(|block| vec![0; text.parse(block).len()]).collect();
        let mut stretches = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            for (at, _) in entry.mentions.iter().filter(|(_, form)| *form == Form::Name) {
                stretches.push((*at, index));
                let number = u32::try_from(stretches.len()).unwrap_or(0);
                by_token[at.block][at.start..at.end].fill(number);
            }
        }
        Places { by_token, stretches }
    }

    /// The name that stands over the token, with its entry.
    pub(crate) fn at(&self, block: usize, token: usize) -> Option<(Stretch, usize)> {
        let number = *self.by_token.get(block)?.get(token)?;
        self.stretches.get((number as usize).checked_sub(1)?).copied()
    }

    /// The name that begins at the token.
    pub(crate) fn starting(&self, block: usize, token: usize) -> Option<(Stretch, usize)> {
        self.at(block, token).filter(|(at, _)| at.start == token)
    }
}
