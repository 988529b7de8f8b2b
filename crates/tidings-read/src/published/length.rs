//! Years counted up to the article: "for over three years since the invasion in 2022".
//!
//! If one sentence counts them from a stated start, the article lies that many years behind it. If the start and the
//! length stand apart ("since the invasion in 2022", "over three years of war"), that they count from one start is a
//! premise. Whole years are counted down: over three years are at least three and less than four.

use jiff::ToSpan;
use jiff::civil::Date;
use tidings_record::{ByteSpan, TimeModifier};
use tidings_syntax::Token;

use super::lexicon::PublishedLexicon;
use super::told::{is_present, top, verb_above};
use crate::Block;
use crate::times::{Said, Saying, token_at};

/// A stated start lies at most this many bytes behind "since".
const NEAR: usize = 90;
/// More of a kind are not compared.
const MOST: usize = 64;

/// The days on which the article can be, with the words that count them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    pub first: Date,
    /// Open if "at least" so many years are told.
    pub last: Option<Date>,
    pub words: Vec<ByteSpan>,
}

/// A start or a length, of what a noun names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Number of the group of nouns in the lexicon.
    group: usize,
    said: Said,
    words: ByteSpan,
}

/// What is counted in one sentence; and the starts and lengths that stand apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lengths {
    pub together: Vec<Counted>,
    starts: Vec<Piece>,
    lengths: Vec<Piece>,
}

impl Lengths {
    /// Takes in what `saying` says in `block`; `all` are the block's sayings.
    pub fn add(&mut self, block: &Block, all: &[Saying], saying: &Saying, lexicon: &PublishedLexicon) {
        if self.together.len().max(self.starts.len()).max(self.lengths.len()) >= MOST {
            return;
        }
        let parse = &block.parse;
        let Some(top) = top(parse, &saying.bytes) else { return };
        match saying.said {
            Said::Years(years, modifier) => {
                if !verb_above(top).is_some_and(is_present) {
                    return;
                }
                let Some(next) = token_at(parse, saying.bytes.end) else { return };
                if next.text().eq_ignore_ascii_case("since") {
                    let start = all.iter().find(|other| {
                        let near = other.bytes.start >= next.end() && other.bytes.start - next.end() <= NEAR;
                        near && matches!(other.said, Said::Dates(..)) && hangs_on(block, other, next)
                    });
                    let Some(Saying { bytes, said: Said::Dates(first, last) }) = start else { return };
                    let words = vec![block.span(saying.bytes.start..bytes.end)];
                    self.together.extend(counted(*first, *last, years, modifier, words));
                } else if matches!(next.text(), "of" | "into")
                    && let Some(noun) = next.child("pobj")
                    && let Some(group) = lexicon.group(noun.lemma())
                {
                    let words = block.span(saying.bytes.start..noun.end());
                    self.lengths.push(Piece { group, said: saying.said.clone(), words });
                }
            }
            Said::Dates(..) => {
                let mut above = std::iter::once(top).chain(top.ancestors()).take(4);
                let Some(since) = above.find(|token| token.text().eq_ignore_ascii_case("since")) else {
                    return;
                };
                let Some(noun) = since.child("pobj").filter(|noun| noun.start() > since.start()) else {
                    return;
                };
                let Some(group) = lexicon.group(noun.lemma()) else { return };
                if verb_above(since).is_some_and(is_present) {
                    let end = saying.bytes.end.max(noun.end());
                    let words = block.span(since.start()..end);
                    self.starts.push(Piece { group, said: saying.said.clone(), words });
                }
            }
        }
    }

    /// What follows if the starts and lengths that stand apart are of one thing; nothing if they differ.
    pub fn apart(&self) -> Option<Counted> {
        let length =
            self.lengths.iter().find(|length| self.starts.iter().any(|start| start.group == length.group))?;
        let mut starts = self.starts.iter().filter(|start| start.group == length.group);
        let start = starts.next()?;
        let same = |one: &Piece| one.said == length.said;
        let one_start = starts.all(|other| other.said == start.said);
        let one_length = self.lengths.iter().filter(|other| other.group == length.group).all(same);
        let (Said::Dates(first, last), Said::Years(years, modifier)) = (&start.said, &length.said) else {
            return None;
        };
        let words = vec![start.words, length.words];
        (one_start && one_length).then(|| counted(*first, *last, *years, *modifier, words))?
    }
}

fn hangs_on(block: &Block, saying: &Saying, above: Token<'_>) -> bool {
    top(&block.parse, &saying.bytes)
        .is_some_and(|top| top.ancestors().any(|token| token.index() == above.index()))
}

/// The days so many years after one of the days from `first` to `last`.
fn counted(
    first: Date,
    last: Date,
    years: i32,
    modifier: Option<TimeModifier>,
    words: Vec<ByteSpan>,
) -> Option<Counted> {
    // In months: a round number is told from half a year before it is full.
    let (least, most) = match modifier {
        Some(TimeModifier::MoreThan) => (years * 12, Some(years * 12 + 12)),
        Some(TimeModifier::EqualOrMore) => (years * 12, None),
        Some(TimeModifier::LessThan | TimeModifier::EqualOrLess) => (years * 12 - 12, Some(years * 12)),
        None => (years * 12 - 6, Some(years * 12 + 12)),
        Some(TimeModifier::Approx) => (years * 12 - 12, Some(years * 12 + 12)),
        Some(_) => return None,
    };
    let later = |day: Date, months: i32| day.checked_add(i64::from(months).months()).ok();
    let last = match most {
        // A month ends at its last day, whatever the month.
        Some(months) if last == last.last_of_month() => Some(later(last, months)?.last_of_month()),
        Some(months) => Some(later(last, months)?),
        None => None,
    };
    Some(Counted { first: later(first, least)?, last, words })
}
