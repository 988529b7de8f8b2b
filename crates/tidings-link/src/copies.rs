//! Where words come from: runs of words that stand in two articles, passages that an article repeats, credits.
//!
//! Which runs are shared, `runs` finds; here it is said whose they are. Copies of whole articles are found in any
//! collection, before there are stories: see [`copies`].

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use tidings_record::{ArticleId, ByteSpan, CopiedWords, CopyKind, Number, PassageKind, Reading};

use crate::runs::{Index, Shared};
use crate::source::Source;
use crate::words::Word;

/// Share of an article's words above which another is its origin.
const ORIGIN: f64 = 0.5;
/// Share of the shorter one's words above which two articles have one origin. Higher than the above, for a long
/// article that takes in half of a short one is not the same article. Tuned on the development
/// copies with `cargo xtask eval copies`: 0.5 to 0.6 differ by an article or two.
const ONE_ORIGIN: f64 = 0.55;

/// What is copied among articles, as [`copies`] finds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copied {
    /// The articles by origin, each as an index of the readings that were given. An article stands with the earlier
    /// one that is most like it, if they share most words of the shorter. Ascending; every article is in one.
    pub origins: Vec<Vec<usize>>,
    /// Passages that stand in two articles, with the earlier words first.
    pub passages: Vec<CopiedWords>,
}

/// Finds what is copied among `readings`, whatever their stories, in time that grows with the number of their words.
///
/// A passage counts if at least eight words in a row outside quotation marks are the same, or twenty with a few
/// changed between them. The earlier article is the one with the earlier day of publication, where given, then the
/// one that credits no agency, then that with the smaller id. The same readings in any order give the same copies.
pub fn copies(readings: &[&Reading]) -> Copied {
    let mut order: Vec<usize> = (0..readings.len()).collect();
    order.sort_by(|&a, &b| readings[a].id.cmp(&readings[b].id));
    let sources: Vec<Source<'_>> = order.iter().map(|&at| Source::new(readings[at])).collect();
    let mut found = Copies::between(&sources);
    let mut origins: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..sources.len() {
        origins.entry(found.first[at]).or_default().push(order[at]);
    }
    let mut origins: Vec<Vec<usize>> = origins.into_values().collect();
    for group in &mut origins {
        group.sort_unstable();
    }
    origins.sort();
    let by_id = sources.iter().enumerate().map(|(at, source)| (source.reading.id.clone(), at)).collect();
    found.sort(&by_id);
    Copied { origins, passages: found.list }
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
    /// For each source the first one with the same origin, perhaps itself.
    first: Vec<usize>,
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
    /// Finds the copies among `sources`, the passages that they repeat, and their credits.
    pub fn find(sources: &[Source<'_>]) -> Copies {
        let mut copies = Copies::between(sources);
        for (at, source) in sources.iter().enumerate() {
            copies.within(source);
            copies.credited(source, at);
        }
        copies
    }

    /// Finds what `sources` share. The earlier one is by day of publication where given; one that credits an agency
    /// comes after one that does not; then by id.
    fn between(sources: &[Source<'_>]) -> Copies {
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
            first: (0..sources.len()).collect(),
        };
        let texts: Vec<&[Word]> = order.iter().map(|&at| sources[at].words.as_slice()).collect();
        let mut index = Index::default();
        for (rank, &at) in order.iter().enumerate() {
            copies.take(sources, &order, at, &index.add(&texts, rank));
        }
        copies
    }

    fn take(&mut self, sources: &[Source<'_>], order: &[usize], at: usize, shared: &Shared) {
        let words = &sources[at].words;
        for run in &shared.runs {
            let earlier = order[run.text];
            let to = stretch(words, &run.to());
            let from = stretch(&sources[earlier].words, &run.from());
            self.runs[at].push((to, earlier));
            self.list.push(CopiedWords {
                from: Some(sources[earlier].reference(from)),
                to: sources[at].reference(to),
                words: run.same() as u32,
                kind: CopyKind::BetweenArticles,
            });
        }
        self.runs[at].sort_by_key(|&(span, from)| (span, from));
        let all = words.len().max(1) as f64;
        let copied: usize = shared.runs.iter().map(|run| run.to().len()).sum();
        self.share[at] = copied as f64 / all;
        let most = shared.with.iter().max_by_key(|&(&text, &count)| (count, Reverse(text)));
        self.mostly[at] =
            most.filter(|&(_, &count)| count as f64 / all >= ORIGIN).map(|(&text, _)| order[text]);
        // Of those that share most of the shorter one's words, the one of which the longer one has most.
        let lengths = |text: usize| {
            let other = sources[order[text]].words.len().max(1);
            (words.len().min(other) as f64, words.len().max(other))
        };
        let alike =
            shared.with.iter().filter(|&(&text, &count)| count as f64 / lengths(text).0 >= ONE_ORIGIN);
        let most_alike = alike.max_by(|&(&a, &left), &(&b, &right)| {
            // By share, without dividing; the earlier one on a tie.
            (left * lengths(b).1).cmp(&(right * lengths(a).1)).then(b.cmp(&a))
        });
        if let Some((&text, _)) = most_alike {
            self.first[at] = self.first[order[text]];
        }
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

fn stretch(words: &[Word], range: &Range<usize>) -> ByteSpan {
    ByteSpan::new(words[range.start].span.start, words[range.end - 1].span.end)
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
