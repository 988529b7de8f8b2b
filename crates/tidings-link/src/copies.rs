//! Where words come from: runs of words that stand in two articles, passages that an article repeats, credits.
//!
//! Sampled fingerprints (winnowing: Schleimer, Wilkerson, Aiken 2003) stand in an inverted index that keeps the
//! earliest holders of each only, so two thousand copies of one text cost what they are long. A shared fingerprint is
//! extended word by word in both directions; what counts is a run with at least eight words outside quotation marks,
//! for a shared quotation is shared speech, not copying.

use std::collections::{BTreeMap, HashMap};

use tidings_record::{ArticleId, ByteSpan, CopiedWords, CopyKind, Number, PassageKind};

use crate::source::Source;
use crate::words::{SEED, Word, mixed};

/// Words behind one fingerprint.
const SHINGLE: usize = 5;
/// Of this many neighbouring fingerprints the smallest is kept: every run of eight words leaves one.
const WINDOW: usize = 4;
/// Fewest words outside quotation marks in a run that counts.
const FEWEST: usize = 8;
/// How many holders of a fingerprint are kept, the earliest.
const MOST_HOLDERS: usize = 4;
/// Share of an article's words above which another is its origin.
const ORIGIN: f64 = 0.5;

/// A run of words of a later article that stands in an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// The earlier article, and its place among those that are compared.
    from: usize,
    rank: u32,
    from_word: usize,
    to_word: usize,
    words: usize,
}

/// What is found about the words of a story's sources.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// The copied words, as printed.
    pub list: Vec<CopiedWords>,
    /// For each source the stretches that stand in an earlier one, ascending, with that one.
    runs: Vec<Vec<(ByteSpan, usize)>>,
    /// For each source the share of its words found in earlier ones.
    pub share: Vec<f64>,
    /// For each source the earlier one whose words it mostly carries.
    pub mostly: Vec<Option<usize>>,
}

/// Whose words a stretch is: a source, or an agency credited by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// An agency, by the name printed.
    Agency(String),
    /// The source with this index.
    Source(usize),
}

impl Copies {
    /// Finds the copies among `sources`. The earlier one is by day of publication where given; one that credits an
    /// agency comes after one that does not; then by id.
    pub fn find(sources: &[Source<'_>]) -> Copies {
        let mut order: Vec<usize> = (0..sources.len()).collect();
        order.sort_by_key(|&at| {
            let source = &sources[at];
            let day = source.published().0.filter(|_| source.reading.published.day().is_some());
            (day.unwrap_or(i32::MAX), credits(source), at)
        });
        let mut copies = Copies {
            list: Vec::new(),
            runs: vec![Vec::new(); sources.len()],
            share: vec![0.0; sources.len()],
            mostly: vec![None; sources.len()],
        };
        let mut holders: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
        for (rank, &at) in order.iter().enumerate() {
            let words = &sources[at].words;
            let prints = fingerprints(words);
            let runs = runs_of(sources, &order, rank, &prints, &holders);
            copies.take(sources, at, &runs);
            for (hash, word) in prints {
                let list = holders.entry(hash).or_default();
                if list.len() < MOST_HOLDERS {
                    list.push((rank as u32, word as u32));
                }
            }
        }
        for (at, source) in sources.iter().enumerate() {
            copies.within(source);
            copies.credited(source, at);
        }
        copies
    }

    fn take(&mut self, sources: &[Source<'_>], at: usize, runs: &[Run]) {
        let words = &sources[at].words;
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for run in runs {
            *shared.entry(run.from).or_default() += run.words;
            let to = stretch(words, run.to_word, run.words);
            let from = stretch(&sources[run.from].words, run.from_word, run.words);
            self.runs[at].push((to, run.from));
            self.list.push(CopiedWords {
                from: Some(sources[run.from].reference(from)),
                to: sources[at].reference(to),
                words: run.words as u32,
                kind: CopyKind::BetweenArticles,
            });
        }
        self.runs[at].sort_by_key(|&(span, from)| (span, from));
        let all = words.len().max(1) as f64;
        let copied: usize = shared.values().sum();
        self.share[at] = copied as f64 / all;
        let most = shared.into_iter().max_by_key(|&(from, count)| (count, std::cmp::Reverse(from)));
        self.mostly[at] = most.filter(|&(_, count)| count as f64 / all >= ORIGIN).map(|(from, _)| from);
    }

    /// Passages that repeat an earlier one of the same article.
    fn within(&mut self, source: &Source<'_>) {
        let passages = &source.reading.passages;
        for passage in passages {
            let read =
                matches!(passage.kind, PassageKind::Title | PassageKind::Standfirst | PassageKind::Body);
            let Some(earlier) = passage.repeats.and_then(|index| passages.get(index.index())) else {
                continue;
            };
            let mut words = Vec::new();
            crate::words::words_in(source.text(), passage.span, &mut words);
            if read && !words.is_empty() {
                self.list.push(CopiedWords {
                    from: Some(source.reference(earlier.span)),
                    to: source.reference(passage.span),
                    words: words.len() as u32,
                    kind: CopyKind::WithinArticle,
                });
            }
        }
    }

    /// Where an article says that its words are an agency's.
    fn credited(&mut self, source: &Source<'_>, at: usize) {
        for agency in source.reading.agencies.iter().filter(|agency| !is_its_own(source, agency)) {
            if let Some(span) = credit_words(source, agency) {
                let words = (self.share[at] * source.words.len() as f64) as u32;
                let kind = CopyKind::Credited;
                self.list.push(CopiedWords { from: None, to: source.reference(span), words, kind });
            }
        }
    }

    /// Whose words `span` of source `at` is, once copies and stated credits are folded.
    pub fn origin(&self, sources: &[Source<'_>], at: usize, span: ByteSpan) -> Origin {
        let mut article = at;
        let mut place = Some(span);
        // Each step goes to an earlier article, so it ends; the bound is for the reader's peace.
        for _ in 0..self.runs.len() {
            let covering = place.and_then(|span| {
                self.runs[article]
                    .iter()
                    .find(|(run, _)| u64::from(overlap(*run, span)) * 2 > u64::from(span.len()))
                    .map(|&(_, from)| from)
            });
            let Some(earlier) = covering.or(self.mostly[article]) else { break };
            article = earlier;
            place = None;
        }
        match sources[article].reading.agencies.first() {
            Some(agency) => Origin::Agency(agency.clone()),
            None => Origin::Source(article),
        }
    }

    /// What an article's `origin` is to say: the agency it credits, else the article it mostly carries.
    pub fn origin_name(&self, sources: &[Source<'_>], at: usize) -> Option<String> {
        let credit = sources[at].reading.agencies.iter().find(|agency| !is_its_own(&sources[at], agency));
        if credit.is_some() {
            return credit.cloned();
        }
        let mut origin = self.mostly[at]?;
        while let Some(earlier) = self.mostly[origin] {
            origin = earlier;
        }
        Some(sources[origin].reading.id.as_str().to_owned())
    }

    /// The share, as printed: two digits.
    pub fn printed_share(&self, at: usize) -> Number {
        Number::new((self.share[at] * 100.0).round() / 100.0).unwrap_or(Number::ZERO)
    }

    /// Puts the list in the order of `rank`, the place of each article in the story.
    pub fn sort(&mut self, rank: &BTreeMap<ArticleId, usize>) {
        self.list.sort_by_key(|copy| (rank.get(&copy.to.article).copied(), copy.to.span, copy.kind));
    }
}

fn overlap(a: ByteSpan, b: ByteSpan) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn stretch(words: &[Word], from: usize, count: usize) -> ByteSpan {
    ByteSpan::new(words[from].span.start, words[from + count - 1].span.end)
}

/// Whether an article credits somebody else than its own outlet.
fn credits(source: &Source<'_>) -> bool {
    source.reading.agencies.iter().any(|agency| !is_its_own(source, agency))
}

fn is_its_own(source: &Source<'_>, agency: &str) -> bool {
    source.reading.outlet.as_ref().is_some_and(|outlet| outlet.eq_ignore_ascii_case(agency))
}

/// The line that credits `agency`: a credit line first, else any that names it.
fn credit_words(source: &Source<'_>, agency: &str) -> Option<ByteSpan> {
    let holding = source.reading.passages.iter().filter(|one| source.words_at(one.span).contains(agency));
    let line = holding.min_by_key(|one| {
        let rank = match one.kind {
            PassageKind::Credit => 0,
            PassageKind::Dateline => 1,
            PassageKind::Byline => 2,
            _ => 3,
        };
        (rank, one.span)
    })?;
    let at = source.words_at(line.span).find(agency)? as u32 + line.span.start;
    Some(source.sentence(at).unwrap_or(if line.span.len() <= 240 {
        line.span
    } else {
        ByteSpan::new(at, at + agency.len() as u32)
    }))
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

/// The runs of article `order[rank]` that stand in earlier ones: the longest first, none twice.
fn runs_of(
    sources: &[Source<'_>],
    order: &[usize],
    rank: usize,
    prints: &[(u64, usize)],
    holders: &HashMap<u64, Vec<(u32, u32)>>,
) -> Vec<Run> {
    let words = &sources[order[rank]].words;
    // How far each diagonal of each earlier article has been followed.
    let mut followed: HashMap<(u32, i64), usize> = HashMap::new();
    let mut candidates: Vec<Run> = Vec::new();
    for &(hash, word) in prints {
        for &(earlier, from) in holders.get(&hash).map_or(&[][..], Vec::as_slice) {
            let diagonal = (earlier, word as i64 - i64::from(from));
            if followed.get(&diagonal).is_some_and(|&end| word < end) {
                continue;
            }
            let other = order[earlier as usize];
            let run = extended(words, &sources[other].words, word, from as usize);
            followed.insert(diagonal, run.1 + run.2);
            candidates.push(Run {
                from: other,
                rank: earlier,
                from_word: run.0,
                to_word: run.1,
                words: run.2,
            });
        }
    }
    candidates.sort_by_key(|run| (std::cmp::Reverse(run.words), run.rank, run.to_word, run.from_word));
    let mut taken = vec![false; words.len()];
    let mut found = Vec::new();
    for run in candidates {
        // What a longer run holds already is cut off.
        let range = run.to_word..run.to_word + run.words;
        let free = range.clone().filter(|&at| !taken[at]).count();
        let (start, end) = match (range.clone().find(|&at| !taken[at]), range.clone().rfind(|&at| !taken[at]))
        {
            (Some(start), Some(end)) if end + 1 - start == free => (start, end + 1),
            _ => continue,
        };
        let own = (start..end).filter(|&at| !words[at].quoted).count();
        if own < FEWEST {
            continue;
        }
        taken[start..end].fill(true);
        let from_word = run.from_word + (start - run.to_word);
        found.push(Run { from_word, to_word: start, words: end - start, ..run });
    }
    found.sort_by_key(|run| run.to_word);
    found
}

/// The longest run around a shared shingle: first word there, first word here, length.
fn extended(here: &[Word], there: &[Word], mut to: usize, mut from: usize) -> (usize, usize, usize) {
    let same = |to: usize, from: usize| here[to].hash == there[from].hash;
    while to > 0 && from > 0 && same(to - 1, from - 1) {
        (to, from) = (to - 1, from - 1);
    }
    let mut length = 0;
    while to + length < here.len() && from + length < there.len() && same(to + length, from + length) {
        length += 1;
    }
    (from, to, length)
}
