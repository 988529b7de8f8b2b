//! Groups of articles that were found, against those that people or a generator marked.

use std::collections::BTreeMap;

use serde::Serialize;

/// How alike two groupings of the same items are. All figures run from 0 to 1, the index from below 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Likeness {
    /// B³ (Bagga and Baldwin 1998): of an item's found group, the share that belongs to it, over all items.
    pub precision: f64,
    /// Of an item's marked group, the share that is found with it, over all items.
    pub recall: f64,
    /// The harmonic mean of the two.
    pub f1: f64,
    /// The Rand index, adjusted for chance (Hubert and Arabie 1985): 1 if equal, about 0 for chance.
    pub adjusted_rand_index: f64,
}

impl Likeness {
    /// Compares the group `found` of each item with the group `marked` of it.
    pub fn of<F: Ord, M: Ord>(found: &[F], marked: &[M]) -> Likeness {
        assert_eq!(found.len(), marked.len(), "every item is in one group of both");
        let mut both: BTreeMap<(&F, &M), usize> = BTreeMap::new();
        let (mut left, mut right) = (BTreeMap::<&F, usize>::new(), BTreeMap::<&M, usize>::new());
        for (found, marked) in found.iter().zip(marked) {
            *both.entry((found, marked)).or_default() += 1;
            *left.entry(found).or_default() += 1;
            *right.entry(marked).or_default() += 1;
        }
        let all = found.len() as f64;
        let share = |count: usize, whole: usize| (count * count) as f64 / whole as f64 / all;
        let precision: f64 = both.iter().map(|((found, _), &count)| share(count, left[found])).sum();
        let recall: f64 = both.iter().map(|((_, marked), &count)| share(count, right[marked])).sum();
        let pairs = |counts: &mut dyn Iterator<Item = &usize>| {
            counts.map(|&count| (count * count.saturating_sub(1) / 2) as f64).sum::<f64>()
        };
        let (same, in_left, in_right) =
            (pairs(&mut both.values()), pairs(&mut left.values()), pairs(&mut right.values()));
        let by_chance = in_left * in_right / (all * (all - 1.0) / 2.0).max(1.0);
        let most = (in_left + in_right) / 2.0;
        let adjusted_rand_index =
            if most > by_chance { (same - by_chance) / (most - by_chance) } else { 1.0 };
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Likeness { precision, recall, f1, adjusted_rand_index }
    }
}

/// The group of each of `count` items, from the items of each group.
pub fn group_of(count: usize, groups: &[Vec<usize>]) -> Vec<usize> {
    let mut of = vec![usize::MAX; count];
    for (group, items) in groups.iter().enumerate() {
        for &item in items {
            of[item] = group;
        }
    }
    assert!(!of.contains(&usize::MAX), "every item is in a group");
    of
}

/// `part` of `whole`; 1 if there is no whole.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: &str, marked: &str, expect: [f64; 4]) {
        let items = |text: &str| text.chars().collect::<Vec<char>>();
        let Likeness { precision, recall, f1, adjusted_rand_index } =
            Likeness::of(&items(found), &items(marked));
        for (got, expect) in [precision, recall, f1, adjusted_rand_index].into_iter().zip(expect) {
            assert!((got - expect).abs() < 1e-9, "{found} against {marked}: {got} is not {expect}");
        }
    }

    #[test]
    fn groups_are_compared() {
        check("aabb", "xxyy", [1.0; 4]);
        check("abcd", "xxyy", [1.0, 0.5, 2.0 / 3.0, 0.0]);
        check("aaaa", "xxyy", [0.5, 1.0, 2.0 / 3.0, 0.0]);
        // Pairs: one is in both, three are found, two are marked, one by chance.
        check("aaab", "xxyy", [2.0 / 3.0, 0.75, 12.0 / 17.0, 0.0]);
        assert_eq!(group_of(3, &[vec![2, 0], vec![1]]), [0, 1, 0]);
    }
}
