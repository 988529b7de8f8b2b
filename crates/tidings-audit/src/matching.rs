//! Which sentences of the sources tell what a sentence of the draft tells: by words that are alike, weighted by how much
//! each tells.

use std::collections::{BTreeMap, BTreeSet};

use crate::line::Word;
use crate::sources::Sources;

/// Sentences of the sources that are kept for one of the draft.
const MOST: usize = 80;
/// Sentences whose neighbours are looked at too.
const MOST_WITH_NEIGHBOURS: usize = 12;
/// What a name counts beside a word that says what is done.
const NAME: f64 = 0.6;
/// A word this like another stands for it.
const STANDS_FOR: f64 = 0.8;
/// What a word counts that stands in the sentence before or behind.
const BESIDE: f64 = 0.6;
/// What a word counts that stands elsewhere in the article.
const ELSEWHERE: f64 = 0.35;

/// A sentence of the sources beside one of the draft.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// The sentence.
    pub stretch: usize,
    /// The share of the draft's words that it has, by weight, from 0 to 1.
    pub own: f64,
    /// The same with what stands around it.
    pub wide: f64,
    /// Words that are alike: of the draft, of the source, how much.
    pub pairs: Vec<(usize, usize, f64)>,
}

impl Match {
    /// The word of the source that stands for a word of the draft.
    pub fn partner(&self, word: usize) -> Option<usize> {
        self.pairs.iter().find(|pair| pair.0 == word).map(|pair| pair.1)
    }
}

/// The sentences most like `words`, the best first. Words of the `frame` do not count.
pub(crate) fn matches(words: &[Word], frame: &[bool], sources: &Sources<'_>) -> Vec<Match> {
    let mut likeness: BTreeMap<u32, Vec<(usize, usize, f64)>> = BTreeMap::new();
    let mut weights = vec![0.0; words.len()];
    for (at, word) in words.iter().enumerate() {
        let best = best_in_each(word, sources);
        let known = best.values().filter(|(_, like)| *like >= STANDS_FOR).count();
        let share = known as f64 / sources.stretches.len().max(1) as f64;
        if !frame[at] && word.kin.is_some() {
            // A name in every sentence of a story tells little of any.
            let name = if word.capital && at > 0 { NAME } else { 1.0 };
            weights[at] = name * f64::from(word.weight) / (1.0 + 6.0 * share);
        }
        for (stretch, (nth, like)) in best {
            likeness.entry(stretch).or_default().push((at, nth as usize, like));
        }
    }
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return Vec::new();
    }
    let mut by_article: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (&stretch, pairs) in &likeness {
        let article = sources.stretches[stretch as usize].article;
        let all = by_article.entry(article).or_insert_with(|| vec![0.0; words.len()]);
        for &(word, _, like) in pairs {
            all[word] = f64::max(all[word], like);
        }
    }
    let mut found: Vec<Match> = likeness
        .iter()
        .map(|(&stretch, pairs)| {
            let own: f64 = pairs.iter().map(|&(word, _, like)| weights[word] * like).sum();
            Match { stretch: stretch as usize, own: own / total, wide: 0.0, pairs: pairs.clone() }
        })
        .collect();
    found.sort_by(|a, b| b.own.total_cmp(&a.own).then(a.stretch.cmp(&b.stretch)));
    found.truncate(2 * MOST);
    let beside = beside(&found, sources);
    found.extend(beside);
    for one in &mut found {
        let article = sources.stretches[one.stretch].article;
        let mut around: Vec<f64> = by_article[&article].iter().map(|like| like * ELSEWHERE).collect();
        for beside in [one.stretch.wrapping_sub(1), one.stretch + 1] {
            let same = sources.stretches.get(beside).is_some_and(|other| other.article == article);
            let pairs = u32::try_from(beside).ok().filter(|_| same).and_then(|beside| likeness.get(&beside));
            for &(word, _, like) in pairs.into_iter().flatten() {
                around[word] = f64::max(around[word], like * BESIDE);
            }
        }
        for &(word, _, like) in &one.pairs {
            around[word] = f64::max(around[word], like);
        }
        one.wide = around.iter().zip(&weights).map(|(like, weight)| like * weight).sum::<f64>() / total;
    }
    found.sort_by(|a, b| {
        (b.wide + b.own / 2.0).total_cmp(&(a.wide + a.own / 2.0)).then(a.stretch.cmp(&b.stretch))
    });
    found.truncate(MOST);
    found
}

/// Sentences next to the most like ones, which have none of the words themselves: "it lasted seven hours".
fn beside(found: &[Match], sources: &Sources<'_>) -> Vec<Match> {
    let mut known: BTreeSet<usize> = found.iter().map(|one| one.stretch).collect();
    let mut more = Vec::new();
    for one in found.iter().take(MOST_WITH_NEIGHBOURS) {
        let article = sources.stretches[one.stretch].article;
        for stretch in [one.stretch.wrapping_sub(1), one.stretch + 1] {
            let same = sources.stretches.get(stretch).is_some_and(|other| other.article == article);
            if same && known.insert(stretch) {
                more.push(Match { stretch, own: 0.0, wide: 0.0, pairs: Vec::new() });
            }
        }
    }
    more
}

/// The word of each sentence that is most like `word`.
fn best_in_each(word: &Word, sources: &Sources<'_>) -> BTreeMap<u32, (u32, f64)> {
    let mut best: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    for key in word.keys() {
        for &(stretch, nth) in sources.places(key) {
            let other = &sources.stretches[stretch as usize].words[nth as usize];
            let like = word.likeness(other);
            let known = best.get(&stretch).map_or(0.0, |one| one.1);
            if like > known {
                best.insert(stretch, (nth, like));
            }
        }
    }
    best
}
