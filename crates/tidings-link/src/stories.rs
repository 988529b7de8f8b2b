//! Which articles tell one running story.
//!
//! Copies are folded first, so two thousand deliveries of one text cost what one costs. The rest are compared through
//! an inverted index of names and terms: groups join while the cosine of their summed vectors is high enough, the
//! most alike first. Days part groups that lie far apart. The method is average-link clustering; no group is joined
//! through a chain of neighbours alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::Options;
use crate::keys::Keys;

/// Cosine above which two groups are one story. Tuned on the invented story of `examples/` and on the development
/// documents of ECB+ by eye; a wrong split costs a reader more than a wrong join, which shows at once.
const ALIKE: f64 = 0.10;
/// Share of fingerprints above which an article is taken as a copy.
const COPY: usize = 4;
/// Most articles behind one key that are compared with one another.
const MOST_BEHIND_KEY: usize = 150;
/// Groups further apart than this many days are two stories.
const FAR: i32 = 120;

/// The groups, each the indices of its `keys`, ascending; groups by their first index. `keys` are taken in the order
/// of their article ids, whatever order they come in.
pub fn stories(keys: &[Keys], options: Options) -> Vec<Vec<usize>> {
    if keys.is_empty() {
        return Vec::new();
    }
    if options.one_story {
        return vec![(0..keys.len()).collect()];
    }
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|&a, &b| keys[a].article.cmp(&keys[b].article));
    let (heads, members) = fold_copies(keys, &order);
    let vectors: Vec<Vector> = vectors(keys, &heads);
    let mut groups = join(vectors);
    for group in &mut groups {
        let mut all: Vec<usize> = group.iter().flat_map(|&head| members[head].iter().copied()).collect();
        all.sort_unstable();
        *group = all;
    }
    groups.sort();
    groups
}

/// Articles that share many fingerprints stand under the first of them.
fn fold_copies(keys: &[Keys], order: &[usize]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut holder: HashMap<u64, usize> = HashMap::new();
    let (mut heads, mut members): (Vec<usize>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    for &article in order {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for fingerprint in &keys[article].fingerprints {
            if let Some(&head) = holder.get(fingerprint) {
                *shared.entry(head).or_default() += 1;
            }
        }
        let enough = keys[article].fingerprints.len().div_ceil(COPY).max(2);
        let best = shared.into_iter().max_by_key(|&(head, count)| (count, Reverse(head)));
        match best.filter(|&(_, count)| count >= enough) {
            Some((head, _)) => members[head].push(article),
            None => {
                for &fingerprint in &keys[article].fingerprints {
                    holder.entry(fingerprint).or_insert(heads.len());
                }
                heads.push(article);
                members.push(vec![article]);
            }
        }
    }
    (heads, members)
}

/// A group: the weights of its keys, its days, its members.
#[derive(Debug, Clone)]
struct Vector {
    weights: BTreeMap<u64, f64>,
    norm: f64,
    days: Option<(i32, i32)>,
}

fn vectors(keys: &[Keys], heads: &[usize]) -> Vec<Vector> {
    let mut frequency: BTreeMap<u64, usize> = BTreeMap::new();
    for &head in heads {
        for &(hash, _) in keys[head].terms.iter().chain(&keys[head].names) {
            *frequency.entry(hash).or_default() += 1;
        }
    }
    let count = heads.len() as f64;
    let rarity = |hash: &u64| {
        let share = frequency.get(hash).copied().unwrap_or(1) as f64 / count;
        // Falls with the share of articles that hold it; in a handful of articles hardly, since there a shared key
        // is what makes the story.
        1.0 / (8.0 / (8.0 + count) + share * count / (8.0 + count) * 8.0)
    };
    heads
        .iter()
        .map(|&head| {
            let mut weights = BTreeMap::new();
            for (list, field) in [(&keys[head].terms, 1.0), (&keys[head].names, 2.5)] {
                for (hash, times) in list {
                    *weights.entry(*hash).or_insert(0.0) += field * f64::from(*times).sqrt() * rarity(hash);
                }
            }
            let norm = norm(&weights);
            Vector { weights, norm, days: keys[head].days }
        })
        .collect()
}

fn norm(weights: &BTreeMap<u64, f64>) -> f64 {
    weights.values().map(|weight| weight * weight).sum::<f64>().sqrt()
}

fn cosine(a: &Vector, b: &Vector) -> f64 {
    let (small, large) = if a.weights.len() <= b.weights.len() { (a, b) } else { (b, a) };
    if small.norm == 0.0 || large.norm == 0.0 || far(a, b) {
        return 0.0;
    }
    let dot: f64 =
        small.weights.iter().filter_map(|(hash, weight)| Some(weight * large.weights.get(hash)?)).sum();
    dot / (small.norm * large.norm)
}

fn far(a: &Vector, b: &Vector) -> bool {
    match (a.days, b.days) {
        (Some(a), Some(b)) => a.0 - b.1 > FAR || b.0 - a.1 > FAR,
        _ => false,
    }
}

/// Joins groups, the most alike pair first, until none is alike enough. Pairs are those that share a key which not
/// too many hold.
fn join(vectors: Vec<Vector>) -> Vec<Vec<usize>> {
    let mut behind: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (index, vector) in vectors.iter().enumerate() {
        for &hash in vector.weights.keys() {
            behind.entry(hash).or_default().push(index);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for holders in behind.values().filter(|holders| holders.len() <= MOST_BEHIND_KEY) {
        for (nth, &a) in holders.iter().enumerate() {
            pairs.extend(holders[nth + 1..].iter().map(|&b| (a, b)));
        }
    }
    // A queue ordered by likeness; an entry whose group has changed since is compared anew.
    let key = |likeness: f64| (likeness * 1e9) as u64;
    let mut queue: BTreeSet<(Reverse<u64>, usize, usize)> = BTreeSet::new();
    for &(a, b) in &pairs {
        let likeness = cosine(&vectors[a], &vectors[b]);
        if likeness >= ALIKE {
            queue.insert((Reverse(key(likeness)), a, b));
        }
    }
    let mut groups: Vec<Option<(Vector, Vec<usize>)>> =
        vectors.into_iter().enumerate().map(|(index, vector)| Some((vector, vec![index]))).collect();
    let mut neighbours: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); groups.len()];
    for &(_, a, b) in &queue {
        neighbours[a].insert(b);
        neighbours[b].insert(a);
    }
    while let Some((_, a, b)) = queue.pop_first() {
        let (Some(left), Some(right)) = (groups[a].take(), groups[b].take()) else { continue };
        let likeness = cosine(&left.0, &right.0);
        if likeness < ALIKE {
            (groups[a], groups[b]) = (Some(left), Some(right));
            continue;
        }
        // The joined group is new, so that entries of its parts fall away.
        let joined = groups.len();
        let around: BTreeSet<usize> = neighbours[a].union(&neighbours[b]).copied().collect();
        let (mut vector, mut members) = left;
        for (hash, weight) in right.0.weights {
            *vector.weights.entry(hash).or_insert(0.0) += weight;
        }
        vector.norm = norm(&vector.weights);
        vector.days = match (vector.days, right.0.days) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (days, None) | (None, days) => days,
        };
        members.extend(right.1);
        neighbours.push(BTreeSet::new());
        for other in around {
            if let Some((against, _)) = &groups[other] {
                let likeness = cosine(&vector, against);
                if likeness >= ALIKE {
                    queue.insert((Reverse(key(likeness)), other, joined));
                    neighbours[other].insert(joined);
                    neighbours[joined].insert(other);
                }
            }
        }
        groups.push(Some((vector, members)));
    }
    groups.into_iter().flatten().map(|(_, members)| members).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(article: &str, fingerprints: &[u64], terms: &[u64]) -> Keys {
        Keys {
            article: article.into(),
            fingerprints: fingerprints.to_vec(),
            terms: terms.iter().map(|&term| (term, 1)).collect(),
            names: Vec::new(),
            days: None,
        }
    }

    #[test]
    fn alike_articles_are_one_story() {
        let all = [
            keys("a", &[], &[1, 2, 3, 4]),
            keys("b", &[], &[1, 2, 3, 5]),
            keys("c", &[], &[10, 11, 12]),
            keys("d", &[], &[]),
        ];
        assert_eq!(stories(&all, Options::default()), [vec![0, 1], vec![2], vec![3]]);
        let together = Options { one_story: true, ..Options::default() };
        assert_eq!(stories(&all, together), [vec![0, 1, 2, 3]]);
    }

    #[test]
    fn copies_are_folded() {
        let prints: Vec<u64> = (0..40).collect();
        let all: Vec<Keys> = (0..2_000).map(|n| keys(&format!("{n:05}"), &prints, &[1, 2])).collect();
        assert_eq!(stories(&all, Options::default()).len(), 1);
    }
}
