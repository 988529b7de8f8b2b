//! Articles and groups of them as weighted keys, and how alike two are.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::keys::Keys;

/// How much a name weighs beside a term.
const NAME: f64 = 1.25;
/// Share of the articles that must hold a key for it to count half. With [`FEW`], in a handful of articles what all
/// hold counts nearly whole: there it is what makes the story.
const COMMON: f64 = 0.15;
/// Articles that are thought to be there besides, without the key.
const FEW: f64 = 20.0;

/// Weights by key, ascending by key.
pub(crate) type Weights = Vec<(u64, f64)>;

/// The vectors of the articles `heads`, of length one; of length zero where there are no keys.
pub(crate) fn vectors(keys: &[Keys], heads: &[usize]) -> Vec<Weights> {
    let mut holders: BTreeMap<u64, usize> = BTreeMap::new();
    for &head in heads {
        for &(hash, _) in keys[head].terms.iter().chain(&keys[head].names) {
            *holders.entry(hash).or_default() += 1;
        }
    }
    let all = heads.len() as f64 + FEW;
    let rarity = |hash: &u64| COMMON / (COMMON + (holders[hash] as f64 - 1.0) / all);
    let vector = |&head: &usize| {
        let mut weights: BTreeMap<u64, f64> = BTreeMap::new();
        for (list, field) in [(&keys[head].terms, 1.0), (&keys[head].names, NAME)] {
            for (hash, weight) in list {
                *weights.entry(*hash).or_default() += field * f64::from(*weight) * rarity(hash);
            }
        }
        let length = weights.values().map(|weight| weight * weight).sum::<f64>().sqrt();
        let length = if length > 0.0 { length } else { 1.0 };
        weights.into_iter().map(|(hash, weight)| (hash, weight / length)).collect()
    };
    heads.iter().map(vector).collect()
}

/// The sum of the products of the weights of each key. Of two vectors of length one it is their cosine.
pub(crate) fn dot(a: &[(u64, f64)], b: &[(u64, f64)]) -> f64 {
    let (mut left, mut right, mut sum) = (0, 0, 0.0);
    while let (Some(one), Some(other)) = (a.get(left), b.get(right)) {
        match one.0.cmp(&other.0) {
            Ordering::Less => left += 1,
            Ordering::Greater => right += 1,
            Ordering::Equal => {
                sum += one.1 * other.1;
                (left, right) = (left + 1, right + 1);
            }
        }
    }
    sum
}

/// The sum of the weights of each key.
pub(crate) fn added(a: &[(u64, f64)], b: &[(u64, f64)]) -> Weights {
    let mut found = Weights::with_capacity(a.len() + b.len());
    let (mut left, mut right) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    loop {
        let next = match (left.peek(), right.peek()) {
            (Some(one), Some(other)) if one.0 == other.0 => {
                let sum = one.1 + other.1;
                right.next();
                left.next().map(|(key, _)| (key, sum))
            }
            (Some(one), Some(other)) if one.0 < other.0 => left.next(),
            (_, Some(_)) => right.next(),
            (_, None) => left.next(),
        };
        match next {
            Some(next) => found.push(next),
            None => return found,
        }
    }
}

/// The `most` largest weights, ties by key, in the order of their keys.
pub(crate) fn heaviest(mut weights: Weights, most: usize) -> Weights {
    if weights.len() > most {
        weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        weights.truncate(most);
        weights.sort_by_key(|&(key, _)| key);
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_added_and_compared() {
        let (a, b) = (vec![(1, 1.0), (3, 2.0)], vec![(2, 5.0), (3, 4.0), (9, 1.0)]);
        assert_eq!(added(&a, &b), [(1, 1.0), (2, 5.0), (3, 6.0), (9, 1.0)]);
        assert_eq!(added(&[], &b), b);
        assert_eq!((dot(&a, &b), dot(&a, &[])), (8.0, 0.0));
        assert_eq!(heaviest(b.clone(), 2), [(2, 5.0), (3, 4.0)]);
        assert_eq!(heaviest(vec![(4, 1.0), (5, 1.0)], 1), [(4, 1.0)]);
    }
}
