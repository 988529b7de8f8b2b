//! Runs of words that stand in an earlier text as well, word for word or with a few changed.
//!
//! Sampled fingerprints (winnowing: Schleimer, Wilkerson, Aiken 2003) stand in an inverted index that keeps the
//! earliest holders of each only, so two thousand copies of one text cost what they are long, and a phrase that all
//! use costs nothing. A shared fingerprint is extended word by word in both directions, over changed words if the
//! texts soon agree again. Work is bounded by the length of a text, whatever its words.
//!
//! Not here: whose the words are (`copies`), and texts put in other words throughout.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::words::{SEED, Word, mixed};

/// Words behind one fingerprint.
const SHINGLE: usize = 5;
/// Of this many neighbouring fingerprints the smallest is kept: every run of eight words leaves one.
const WINDOW: usize = 4;
/// Fewest words in a row, outside quotation marks, in a run that counts: shared quotations are shared speech.
const FEWEST: usize = 8;
/// Fewest words outside quotation marks in a run that counts although changes break it: a sentence. Reporters at one
/// event share shorter pieces.
const FEWEST_CHANGED: usize = 20;
/// How many holders of a fingerprint are kept, the earliest.
const MOST_HOLDERS: usize = 4;
/// Most words that may be changed, dropped or added at one place of a run. As many must agree behind them, and at
/// least [`AGREE`].
const MOST_CHANGED: usize = 4;
/// Fewest words that must agree behind a change.
const AGREE: usize = 2;
/// Most comparisons of words for each word of a text.
const MOST_STEPS: usize = 64;

/// A run of words of a later text that stands in an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The earlier text.
    pub text: usize,
    /// What is the same word for word, in order; there is at least one.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    from: usize,
    to: usize,
    words: usize,
}

impl Run {
    /// Its words in the earlier text, changed ones between others included.
    pub fn from(&self) -> Range<usize> {
        let last = self.pieces[self.pieces.len() - 1];
        self.pieces[0].from..last.from + last.words
    }

    /// Its words in the later text.
    pub fn to(&self) -> Range<usize> {
        let last = self.pieces[self.pieces.len() - 1];
        self.pieces[0].to..last.to + last.words
    }

    /// How many words are the same.
    pub fn same(&self) -> usize {
        self.pieces.iter().map(|piece| piece.words).sum()
    }

    /// Whether enough words outside quotation marks of the later text are the same.
    fn counts(&self, here: &[Word]) -> bool {
        let own =
            |piece: &Piece| here[piece.to..piece.to + piece.words].iter().filter(|word| !word.quoted).count();
        let longest = self.pieces.iter().map(own).max().unwrap_or_default();
        longest >= FEWEST || self.pieces.iter().map(own).sum::<usize>() >= FEWEST_CHANGED
    }

    /// The run within the words `range` of the later text.
    fn within(&self, range: &Range<usize>) -> Option<Run> {
        let cut = |piece: &Piece| {
            let (start, end) = (piece.to.max(range.start), (piece.to + piece.words).min(range.end));
            (start < end).then(|| Piece {
                from: piece.from + start - piece.to,
                to: start,
                words: end - start,
            })
        };
        let pieces: Vec<Piece> = self.pieces.iter().filter_map(cut).collect();
        (!pieces.is_empty()).then_some(Run { text: self.text, pieces })
    }
}

/// What a text shares with earlier ones.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Its runs, in its own order. The longest choose their words first; none stand in two.
    pub runs: Vec<Run>,
    /// How many of its words stand in runs that it shares with each earlier text.
    pub with: BTreeMap<usize, usize>,
}

/// The fingerprints of the texts so far, each with its earliest holders: text and word.
#[derive(Debug, Default)]
pub(crate) struct Index {
    holders: HashMap<u64, Vec<(u32, u32)>>,
}

impl Index {
    /// Adds the text `texts[at]`, and gives what it shares with those added before.
    pub fn add(&mut self, texts: &[&[Word]], at: usize) -> Shared {
        let prints = fingerprints(texts[at]);
        let candidates = self.candidates(texts, at, &prints);
        for (hash, word) in prints {
            let list = self.holders.entry(hash).or_default();
            if list.len() < MOST_HOLDERS {
                list.push((at as u32, word as u32));
            }
        }
        Shared { with: with(texts[at], &candidates), runs: chosen(texts[at], candidates) }
    }

    /// Every run around a shared fingerprint.
    fn candidates(&self, texts: &[&[Word]], at: usize, prints: &[(u64, usize)]) -> Vec<Run> {
        let mut steps = texts[at].len().saturating_mul(MOST_STEPS);
        // The last run in each earlier text: fingerprints inside it would give it again.
        let mut last: HashMap<u32, (Range<usize>, Range<usize>)> = HashMap::new();
        let mut found = Vec::new();
        for &(hash, word) in prints {
            for &(text, from) in self.holders.get(&hash).map_or(&[][..], Vec::as_slice) {
                let from = from as usize;
                if last.get(&text).is_some_and(|(was, is)| was.contains(&from) && is.contains(&word)) {
                    continue;
                }
                let pieces = extended(texts[at], texts[text as usize], word, from, &mut steps);
                if !pieces.is_empty() {
                    let run = Run { text: text as usize, pieces };
                    last.insert(text, (run.from(), run.to()));
                    found.push(run);
                }
            }
        }
        found
    }
}

/// The sampled fingerprints with the word at which each begins.
fn fingerprints(words: &[Word]) -> Vec<(u64, usize)> {
    let hashes: Vec<u64> = words
        .windows(SHINGLE)
        .map(|run| run.iter().fold(SEED, |hash, word| mixed(hash, word.hash)))
        .collect();
    let mut found: Vec<(u64, usize)> = Vec::with_capacity(hashes.len() / 2);
    let mut last = usize::MAX;
    for start in 0..(hashes.len() + 1).saturating_sub(WINDOW) {
        // The rightmost of the smallest, as the method has it.
        let best = (start..start + WINDOW).rev().min_by_key(|&at| hashes[at]);
        if let Some(best) = best.filter(|&best| best != last) {
            found.push((hashes[best], best));
            last = best;
        }
    }
    found
}

/// How many words of runs that count are shared with each earlier text, words in several once.
fn with(here: &[Word], candidates: &[Run]) -> BTreeMap<usize, usize> {
    let mut places: Vec<(usize, Range<usize>)> =
        candidates.iter().filter(|run| run.counts(here)).map(|run| (run.text, run.to())).collect();
    places.sort_by_key(|(text, to)| (*text, to.start, to.end));
    let mut found = BTreeMap::new();
    let mut last = (usize::MAX, 0);
    for (text, to) in places {
        let from = if last.0 == text { to.start.max(last.1) } else { to.start };
        *found.entry(text).or_default() += to.end.saturating_sub(from);
        last = (text, to.end.max(from));
    }
    found
}

/// The longest of `candidates`, ties by text and place, as far as they count and no longer one has their words.
fn chosen(here: &[Word], mut candidates: Vec<Run>) -> Vec<Run> {
    candidates.sort_by_key(|run| (std::cmp::Reverse(run.same()), run.text, run.to().start, run.from().start));
    let mut taken = vec![false; here.len()];
    let mut found = Vec::new();
    for run in candidates {
        // What longer runs have at its ends is cut off.
        let free = |word: &usize| !taken[*word];
        let (Some(start), Some(last)) = (run.to().find(free), run.to().rfind(free)) else { continue };
        if taken[start..last].contains(&true) {
            continue;
        }
        if let Some(run) = run.within(&(start..last + 1)).filter(|run| run.counts(here)) {
            taken[run.to()].fill(true);
            found.push(run);
        }
    }
    found.sort_by_key(|run| run.to().start);
    found
}

/// The run around the words `to` here and `from` there, which are the same; none when `steps` are used up.
fn extended(here: &[Word], there: &[Word], to: usize, from: usize, steps: &mut usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // Backwards: `back` words before `to` and `from`, counted from their ends.
    let before = |at: usize, words: &[Word], end: usize| end.checked_sub(at + 1).map(|at| words[at].hash);
    let same_before = |a: usize, b: usize| {
        let word = before(a, here, to);
        word.is_some() && word == before(b, there, from)
    };
    for (a, b, words) in agreeing(same_before, steps) {
        pieces.push(Piece { from: from - b - words, to: to - a - words, words });
    }
    pieces.reverse();
    let same_behind = |a: usize, b: usize| {
        let word = here.get(to + a).map(|word| word.hash);
        word.is_some() && word == there.get(from + b).map(|word| word.hash)
    };
    for (a, b, words) in agreeing(same_behind, steps) {
        match pieces.last_mut() {
            Some(last) if last.to + last.words == to + a && last.from + last.words == from + b => {
                last.words += words;
            }
            _ => pieces.push(Piece { from: from + b, to: to + a, words }),
        }
    }
    pieces
}

/// Stretches that agree, from the first word of both sides on, as place, place and length.
fn agreeing(same: impl Fn(usize, usize) -> bool, steps: &mut usize) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    let (mut a, mut b) = (0, 0);
    loop {
        let length = (0..*steps).take_while(|&at| same(a + at, b + at)).count();
        *steps -= length;
        if length > 0 {
            found.push((a, b, length));
        }
        (a, b) = (a + length, b + length);
        let changes = (1..=2 * MOST_CHANGED).flat_map(|sum| (0..=sum).map(move |left| (left, sum - left)));
        let mut changes = changes.filter(|&(left, right)| left <= MOST_CHANGED && right <= MOST_CHANGED);
        let agrees = |&(left, right): &(usize, usize)| {
            (0..left.max(right).max(AGREE)).all(|at| same(a + left + at, b + right + at))
        };
        *steps = steps.saturating_sub(MOST_CHANGED);
        match changes.find(agrees) {
            Some((left, right)) if *steps > 0 => (a, b) = (a + left, b + right),
            _ => return found,
        }
    }
}

#[cfg(test)]
mod tests {
    use tidings_record::ByteSpan;

    use super::*;
    use crate::words::words_in;

    fn words(text: &str) -> Vec<Word> {
        let mut found = Vec::new();
        words_in(text, ByteSpan::new(0, text.len() as u32), &mut found);
        found
    }

    /// The words of the later text that stand in the earlier one, runs parted by a bar.
    #[track_caller]
    fn check(earlier: &str, later: &str, expect: &str) {
        let (earlier, here) = (words(earlier), words(later));
        let texts = [earlier.as_slice(), here.as_slice()];
        let mut index = Index::default();
        assert!(index.add(&texts, 0).runs.is_empty());
        let Shared { runs, with } = index.add(&texts, 1);
        assert_eq!(with.values().sum::<usize>(), runs.iter().map(|run| run.to().len()).sum::<usize>());
        let shown = |run: &Run| {
            let to = run.to();
            ByteSpan::new(here[to.start].span.start, here[to.end - 1].span.end).of(later)
        };
        assert_eq!(runs.iter().map(shown).collect::<Vec<_>>().join(" | "), expect);
    }

    const FERRY: &str = "The night ferry from Lindau ran aground on a sandbank outside the harbour before dawn, and \
        tugs from three ports were on their way when the wind turned to the north.";

    #[test]
    fn eight_words_are_a_run() {
        check(
            FERRY,
            "On Monday the ferry from Lindau ran aground on a sandbank at noon.",
            "ferry from Lindau ran aground on a sandbank",
        );
        check(FERRY, "On Monday a ferry from Lindau ran aground on the sandbank at noon.", "");
    }

    #[test]
    fn changed_words_do_not_end_a_run() {
        let changed = "The night ferry from Lindau ran ashore on a sandbank outside the old harbour before dawn, and \
            four tugs from three ports were on their way when the wind turned to the west.";
        let expect = changed.trim_end_matches(" west.");
        check(FERRY, changed, expect);
        // Short pieces between changes are what two reporters share.
        check(FERRY, "The night ferry from Lindau hit rocks, on a sandbank outside the town.", "");
    }

    #[test]
    fn quotations_are_no_runs() {
        let said = "\"We knew every stone of that bank and nobody would listen to us at all\"";
        check(&format!("He wrote: {said}."), &format!("She told us: {said}."), "");
    }

    #[test]
    fn the_same_word_over_and_over_is_bounded() {
        let long = vec!["again"; 20_000].join(" ");
        check(&long, &long, &long);
        let other = vec!["again again never"; 7_000].join(" ");
        let (long, other) = (words(&long), words(&other));
        let texts = [long.as_slice(), other.as_slice(), long.as_slice()];
        let mut index = Index::default();
        assert_eq!((0..3).map(|at| index.add(&texts, at).runs.len()).max(), Some(1));
    }
}
