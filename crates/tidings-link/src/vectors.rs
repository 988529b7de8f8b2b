//! Articles and groups of them as weighted keys, and how alike two are.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

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

/// How rare keys are among the articles there are.
pub(crate) struct Rarity {
    holders: HashMap<u64, u32>,
    articles: u32,
}

impl Rarity {
    /// Counted over `articles`.
    pub fn of<'k>(articles: impl Iterator<Item = &'k Keys>) -> Rarity {
        let mut rarity = Rarity { holders: HashMap::new(), articles: 0 };
        for keys in articles {
            rarity.articles += 1;
            for &(hash, _) in keys.terms.iter().chain(&keys.names) {
                *rarity.holders.entry(hash).or_default() += 1;
            }
        }
        rarity
    }

    /// The vector of an article, of length one; of length zero where there are no keys.
    pub fn vector(&self, keys: &Keys) -> Weights {
        vector(keys, f64::from(self.articles), |key| f64::from(self.holders.get(&key).copied().unwrap_or(1)))
    }
}

/// The vector of an article among `articles`, of which `holders` hold a key.
pub(crate) fn vector(keys: &Keys, articles: f64, holders: impl Fn(u64) -> f64) -> Weights {
    let rarity = |hash: u64| COMMON / (COMMON + (holders(hash) - 1.0).max(0.0) / (articles + FEW));
    let mut weights: BTreeMap<u64, f64> = BTreeMap::new();
    for (list, field) in [(&keys.terms, 1.0), (&keys.names, NAME)] {
        for &(hash, weight) in list {
            *weights.entry(hash).or_default() += field * f64::from(weight) * rarity(hash);
        }
    }
    let length = weights.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    let length = if length > 0.0 { length } else { 1.0 };
    weights.into_iter().map(|(hash, weight)| (hash, weight / length)).collect()
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
        weights.shrink_to_fit();
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
