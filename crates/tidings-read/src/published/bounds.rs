//! Between which days an article lies, by what its own text tells: not before what it tells as past, not after what it
//! tells as to come, and so many years after a stated start.
//!
//! A bound is taken only where the words leave no doubt on which side a date lies. If bounds contradict one another,
//! something was misread, and nothing is said.

use jiff::civil::Date;
use tidings_record::{Basis, Because, ByteSpan, Days, PassageKind};
use tidings_syntax::Token;

use super::length::Lengths;
use super::lexicon::PublishedLexicon;
use super::step;
use super::told::{Told, told};
use crate::attributions::quotes::{Quote, quotes};
use crate::times::{Said, TimesLexicon, sayings, token_at};
use crate::{Block, Document};

/// Before this year no bound says anything.
const FIRST_YEAR: i16 = 1900;
/// Behind this year no article is.
const LAST_YEAR: i16 = 2099;
/// The premise behind a length that stands apart from its start.
const COUNTED_PREMISE: &str =
    "the years that the text counts are taken to begin with the start that it states elsewhere";

/// A bound with the rule and the words behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    pub day: Date,
    rule: &'static str,
    words: Vec<ByteSpan>,
}

/// What a text allows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    /// Not before this.
    pub first: Option<Bound>,
    /// Not after this.
    pub last: Option<Bound>,
    /// The last full day that is told as past.
    pub latest_day: Option<Bound>,
    /// The day on which the article says that it was published.
    pub stated: Option<Bound>,
}

impl Bounds {
    /// As days.
    pub fn days(&self, document: &Document<'_>) -> Days {
        if let Some(stated) = &self.stated {
            let because = vec![stated.step(document)];
            return Days { because, ..Days::between(Some(stated.day), Some(stated.day), Basis::Stated) };
        }
        let day = |bound: &Option<Bound>| bound.as_ref().map(|bound| bound.day);
        let because = self.because(document);
        Days { because, ..Days::between(day(&self.first), day(&self.last), self.basis()) }
    }

    /// The steps behind both bounds.
    pub fn because(&self, document: &Document<'_>) -> Vec<Because> {
        let mut steps: Vec<Because> = self.both().map(|bound| bound.step(document)).collect();
        steps.dedup();
        steps
    }

    /// [`Basis::WorkedOut`], [`Basis::Assumed`] if a premise is behind a bound, or unknown if there is no bound.
    pub fn basis(&self) -> Basis {
        let of =
            |bound: &Bound| if bound.rule == COUNTED_PREMISE { Basis::Assumed } else { Basis::WorkedOut };
        self.both().map(of).max().unwrap_or_default()
    }

    /// Whether `day` lies between the bounds.
    pub fn allow(&self, day: Date) -> bool {
        self.first.as_ref().is_none_or(|first| first.day <= day)
            && self.last.as_ref().is_none_or(|last| day <= last.day)
    }

    fn both(&self) -> impl Iterator<Item = &Bound> {
        self.first.iter().chain(&self.last)
    }

    fn is_empty(&self) -> bool {
        self.first.as_ref().zip(self.last.as_ref()).is_some_and(|(first, last)| first.day > last.day)
    }
}

impl Bound {
    pub fn step(&self, document: &Document<'_>) -> Because {
        step(document, self.rule, self.words.iter().copied())
    }
}

/// Keeps the later one.
fn raise(bound: &mut Option<Bound>, new: Bound) {
    if bound.as_ref().is_none_or(|old| old.day < new.day) {
        *bound = Some(new);
    }
}

/// Keeps the earlier one.
fn lower(bound: &mut Option<Bound>, new: Bound) {
    if bound.as_ref().is_none_or(|old| new.day < old.day) {
        *bound = Some(new);
    }
}

/// The bounds that the text of `document` gives, whatever is given beside it.
pub(super) fn bounds(document: &Document<'_>, lexicon: &PublishedLexicon, times: &TimesLexicon) -> Bounds {
    let mut found = Bounds::default();
    let mut lengths = Lengths::default();
    let quotes = quotes(document);
    for (index, block) in document.blocks.iter().enumerate() {
        let kind = document.passages.passages[block.passage.index()].kind;
        if !matches!(kind, PassageKind::Body | PassageKind::Standfirst) {
            continue;
        }
        let all = sayings(block, times);
        for saying in &all {
            let sentence = sentence(block, saying.bytes.start);
            if is_fiction(block, &sentence, lexicon) {
                continue;
            }
            lengths.add(block, &all, saying, lexicon);
            let Said::Dates(first, last) = saying.said else { continue };
            let Some((side, words)) =
                told(&block.parse, &saying.bytes, (last - first).get_days() + 1, lexicon)
            else {
                continue;
            };
            if first.year() < FIRST_YEAR || last.year() > LAST_YEAR {
                continue;
            }
            let bound = |day, rule| Bound { day, rule, words: vec![block.span(words.clone())] };
            if side == Told::Published {
                found.stated.get_or_insert_with(|| bound(first, "PUB007"));
                continue;
            }
            if side == Told::Past {
                raise(&mut found.first, bound(first, "PUB004"));
                if first == last {
                    raise(&mut found.latest_day, bound(first, "PUB004"));
                }
                continue;
            }
            // "'It will open in 2020,' she said in 2018": a plan of another day.
            let other = all.iter().any(|other| {
                other != saying
                    && matches!(other.said, Said::Dates(..))
                    && sentence.contains(&other.bytes.start)
            });
            if !other && !is_quoted(&quotes, index, block, saying.bytes.start) {
                lower(&mut found.last, bound(last, "PUB005"));
            }
        }
    }
    if found.is_empty() {
        Bounds { stated: found.stated, ..Bounds::default() }
    } else {
        counted(found, &lengths)
    }
}

/// Narrows `told` by what is counted, unless nothing would be left: lengths are told loosely.
fn counted(told: Bounds, lengths: &Lengths) -> Bounds {
    let mut found = told.clone();
    let apart = lengths.apart();
    let together = lengths.together.iter().map(|one| (one, "PUB006"));
    for (one, rule) in together.chain(apart.iter().map(|one| (one, COUNTED_PREMISE))) {
        let bound = |day| Bound { day, rule, words: one.words.clone() };
        raise(&mut found.first, bound(one.first));
        if let Some(last) = one.last {
            lower(&mut found.last, bound(last));
        }
    }
    if found.is_empty() { told } else { found }
}

/// Whether the byte `at` of the block with this index stands in quotation marks.
fn is_quoted(quotes: &[Quote], index: usize, block: &Block, at: usize) -> bool {
    let Some(token) = token_at(&block.parse, at).map(Token::index) else { return false };
    let next = quotes.partition_point(|quote| (quote.block, quote.tokens.end) <= (index, token));
    quotes.get(next).is_some_and(|quote| quote.block == index && quote.tokens.contains(&token))
}

/// The bytes of the sentence of `block` that holds the byte `at`.
fn sentence(block: &Block, at: usize) -> std::ops::Range<usize> {
    block.parse.sentences().map(|one| one.span()).find(|span| span.contains(&at)).unwrap_or(at..at)
}

/// Whether the sentence tells of a book, a film or a scenario, whose years are not ours.
fn is_fiction(block: &Block, sentence: &std::ops::Range<usize>, lexicon: &PublishedLexicon) -> bool {
    let words = block.normalised.text.get(sentence.clone()).unwrap_or_default();
    words.split(|c: char| !c.is_alphabetic()).any(|word| lexicon.words.fiction.contains(&word.to_lowercase()))
}
