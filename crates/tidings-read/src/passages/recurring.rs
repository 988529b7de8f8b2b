//! Which lines recur in the articles of one outlet, and so are leftovers of its pages: "More from our Varholm bureau".
//!
//! An article leaves [`Traces`]: the lines that would be leftovers if they recurred, by `lexicons/en/recurring.toml` and by
//! their place, and a print of its other text. [`Recurring`] are the lines that stand in three articles whose other text
//! differs. What an outlet repeats about a running story stays body: see the head of the lexicon. Better one leftover is
//! missed than that a sentence of the article is lost.
//!
//! Not here: keeping traces, and who belongs together; an article without outlet and address leaves none.

use std::collections::BTreeSet;

use super::facts;
use super::headlines::is_same_title;
use super::label::{self, Line};
use super::lexicon::PassageLexicon;
use super::rules::Place;
use super::words::{MOST_WORDS, folded};
use crate::Article;
use crate::hash::hash;

/// Most lines of an article that are traced at its beginning, at its end, and in between.
const MOST_LINES: usize = 8;
/// Articles of one line that are compared with one another. If no three of so many differ, the line is none that recurs.
pub const MOST_HOLDERS: usize = 256;
/// Bits in which the prints of two articles differ at least if they share fewer than half of their sentences: half of the
/// bits would differ if they shared none, a third if they shared half.
const LEAST_DISTANCE: u32 = 22;
/// A line of names or headings has up to so many words, each with a capital.
const LONGEST_NAME: usize = 4;

/// What one article tells of the pages of its outlet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traces {
    /// Hashes of outlet and line, ascending.
    pub lines: Vec<u64>,
    /// The print of the other sentences: see [`differ`].
    pub print: u64,
}

impl Traces {
    /// Those of `article`; none if it has neither outlet nor address, or no sentence of its own.
    pub fn of(article: &Article, lexicon: &PassageLexicon) -> Traces {
        let Some(outlet) = outlet(article) else { return Traces::default() };
        let text = article.text.as_str();
        let given = article.title.as_deref();
        let (lines, _) = label::known_by_words(text, &article.parts, given, lexicon);
        let candidates = Candidates::of(text, &lines, given, lexicon);
        let Some(print) = print(text, &lines, &candidates) else { return Traces::default() };
        let traced = candidates.traced().into_iter();
        let mut lines: Vec<u64> =
            traced.map(|index| key(&outlet, &text[lines[index].range.clone()])).collect();
        lines.sort_unstable();
        lines.dedup();
        Traces { lines, print }
    }
}

/// Lines that recur, by their hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recurring {
    lines: BTreeSet<u64>,
}

impl Recurring {
    /// The lines that recur in articles with these traces. Their order makes no difference.
    pub fn of<'t>(traces: impl IntoIterator<Item = &'t Traces>) -> Recurring {
        let mut places: Vec<(u64, u64)> = traces
            .into_iter()
            .flat_map(|traces| traces.lines.iter().map(|&line| (line, traces.print)))
            .collect();
        places.sort_unstable();
        places.dedup();
        let recurs = |places: &&[(u64, u64)]| {
            let prints: Vec<u64> = places.iter().map(|&(_, print)| print).take(MOST_HOLDERS).collect();
            (2..prints.len()).any(|at| recurs(prints[at], &prints[..at]))
        };
        places.chunk_by(|a, b| a.0 == b.0).filter(recurs).map(|places| places[0].0).collect()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl FromIterator<u64> for Recurring {
    fn from_iter<I: IntoIterator<Item = u64>>(lines: I) -> Recurring {
        Recurring { lines: lines.into_iter().collect() }
    }
}

/// Whether a line in an article with `print` and in those with `others` stands in three that differ, that one being one
/// of them.
pub fn recurs(print: u64, others: &[u64]) -> bool {
    let differing: Vec<u64> = others.iter().copied().filter(|&other| differ(print, other)).collect();
    differing.iter().enumerate().any(|(at, &one)| differing[..at].iter().any(|&other| differ(one, other)))
}

/// Whether two articles are no copies or versions of one another: by their prints they share fewer than half of their
/// sentences. Of those that share a third, one in seven passes for a version; of those that share two thirds, one in twenty
/// does not.
pub fn differ(one: u64, other: u64) -> bool {
    (one ^ other).count_ones() >= LEAST_DISTANCE
}

/// A bit each of the smallest of 64 hashes of the sentences (b-bit minwise hashing, Li and König, 2010): two texts agree in
/// it as often as a sentence of either is one of both, and in half of the other cases.
fn print(text: &str, lines: &[Line<'_>], candidates: &Candidates) -> Option<u64> {
    let mut least = [u64::MAX; 64];
    let mut any = false;
    for index in candidates.body.clone() {
        let line = &lines[index];
        if line.is_free_prose() && candidates.places[index].is_none() {
            any = true;
            let sentence = hash(&[&folded(&text[line.range.clone()])]);
            for (nth, least) in (1..).zip(&mut least) {
                *least = (*least).min(scattered(sentence ^ scattered(nth)));
            }
        }
    }
    any.then(|| least.iter().fold(0, |print, least| (print << 1) | (least & 1)))
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
fn scattered(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The outlet of an article as far as it was told beside its text: its name, else the host of its address.
fn outlet(article: &Article) -> Option<String> {
    let named = article.outlet.as_deref().map(folded).filter(|name| !name.is_empty());
    named.or_else(|| {
        let (_, rest) = article.url.as_deref()?.split_once("://")?;
        let host = rest.split(['/', '?', '#', '\\']).next()?.rsplit('@').next()?.split(':').next()?;
        let host = host.to_ascii_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        host.contains('.').then(|| host.to_owned())
    })
}

fn key(outlet: &str, line: &str) -> u64 {
    hash(&[outlet, "\n", &folded(line)])
}

/// The lines that recur where they would be leftovers, by number.
pub(crate) fn leftovers(
    article: &Article,
    lines: &[Line<'_>],
    recurring: &Recurring,
    lexicon: &PassageLexicon,
) -> Vec<usize> {
    let Some(outlet) = outlet(article).filter(|_| !recurring.is_empty()) else { return Vec::new() };
    let text = article.text.as_str();
    let candidates = Candidates::of(text, lines, article.title.as_deref(), lexicon);
    let recurs = |index: &usize| recurring.lines.contains(&key(&outlet, &text[lines[*index].range.clone()]));
    let found: Vec<usize> = candidates.traced().into_iter().filter(recurs).collect();
    // Those that do not recur are text.
    let is_text = |index: &usize| lines[*index].is_free_prose() && found.binary_search(index).is_err();
    let first = (0..lines.len()).find(is_text).unwrap_or(lines.len());
    let last = (first..lines.len()).rev().find(is_text).unwrap_or(first);
    let stands = |index: &usize| {
        !(first..last).contains(index)
            || (candidates.places[*index] == Some(Place::Anywhere) && is_beside_leftover(lines, *index))
    };
    found.iter().copied().filter(stands).collect()
}

/// Where each line would be a leftover if it recurred; none if nowhere.
struct Candidates {
    places: Vec<Option<Place>>,
    /// From the first to the last sentence that would be none.
    body: std::ops::Range<usize>,
}

impl Candidates {
    fn of(text: &str, lines: &[Line<'_>], given: Option<&str>, lexicon: &PassageLexicon) -> Candidates {
        let given = given.map(folded);
        let place = |line: &Line<'_>| {
            let rule = may_be(line, lexicon)
                .then(|| lexicon.recurring.find(&line.words, &line.shape, &lexicon.lines))
                .flatten()?;
            let is_title = |given: &String| is_same_title(&folded(&text[line.range.clone()]), given);
            (!given.as_ref().is_some_and(is_title)).then_some(rule.place)
        };
        let mut places = vec![None; lines.len()];
        let mut is_text = |index: &usize| {
            places[*index] = place(&lines[*index]);
            lines[*index].is_free_prose() && places[*index].is_none()
        };
        let Some(first) = (0..lines.len()).find(&mut is_text) else {
            return Candidates { places: Vec::new(), body: 0..0 };
        };
        let last = (first..lines.len()).rev().find(&mut is_text).unwrap_or(first);
        for index in (first..last).filter(|&index| is_beside_leftover(lines, index)) {
            places[index] = place(&lines[index]).filter(|place| *place == Place::Anywhere);
        }
        Candidates { places, body: first..last + 1 }
    }

    /// Those that are traced, in order: not too many.
    fn traced(&self) -> Vec<usize> {
        let within = |range: std::ops::Range<usize>| range.filter(|&index| self.places[index].is_some());
        let head = within(0..self.body.start).take(MOST_LINES);
        let between = within(self.body.clone()).take(MOST_LINES);
        let tail: Vec<usize> = within(self.body.end..self.places.len()).rev().take(MOST_LINES).collect();
        head.chain(between).chain(tail.into_iter().rev()).collect()
    }
}

fn is_beside_leftover(lines: &[Line<'_>], index: usize) -> bool {
    let around = [index.checked_sub(1), index.checked_add(1)];
    around.into_iter().flatten().filter_map(|index| lines.get(index)).any(Line::is_known_leftover)
}

/// Whether a line may be a leftover at all: not known, not spoken, no name, no byline, without a day.
fn may_be(line: &Line<'_>, lexicon: &PassageLexicon) -> bool {
    let words = &line.words;
    let is_day = |word: &super::words::Word<'_>| {
        let known =
            lexicon.lines.months.contains(&word.folded) || lexicon.lines.weekdays.contains(&word.folded);
        known && word.is_capitalised()
    };
    let is_spoken = |word: &super::words::Word<'_>| word.raw.contains(['"', '“', '”', '„', '«', '»']);
    line.kind.is_none()
        && words.len() <= MOST_WORDS
        && !line.shape.is_open
        && !words.iter().any(|word| is_day(word) || is_spoken(word))
        && !(words.len() <= LONGEST_NAME && words.iter().all(|word| word.is_capitalised() || !word.is_word()))
        && facts::byline(words, lexicon).is_none()
        && facts::person(words, lexicon).is_none()
        && !facts::is_outlet(words, lexicon)
}

#[cfg(test)]
mod tests;
