//! Groups by average link: two groups join if the mean over all pairs between them is high enough, the most alike
//! first, and never if a pair between them is barred. A chain of neighbours joins nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// What is known of a pair of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// How much speaks for their being one, in thousandths, from −1000 to 1000.
    Bond(i32),
    /// They cannot be one.
    Barred,
}

/// How alike items are of which nothing is known.
const UNKNOWN: i64 = -800;

/// The group of each of `count` items, named by its first item. Groups join while their mean is at least `least`.
pub(super) fn groups(count: usize, links: &BTreeMap<(usize, usize), Link>, least: i32) -> Vec<usize> {
    let mut groups: Vec<Option<Group>> =
        (0..count).map(|item| Some(Group { items: vec![item], ..Group::default() })).collect();
    let mut heap = BinaryHeap::new();
    for (&(a, b), &link) in links {
        for (one, other) in [(a, b), (b, a)] {
            let Some(group) = &mut groups[one] else { continue };
            match link {
                Link::Bond(bond) => drop(group.bonds.insert(other, i64::from(bond) - UNKNOWN)),
                Link::Barred => drop(group.barred.insert(other)),
            }
        }
        if let Link::Bond(bond) = link {
            heap.push((i64::from(bond) * FINE, Reverse((a.min(b), a.max(b)))));
        }
    }
    while let Some((mean, Reverse((a, b)))) = heap.pop() {
        if mean < i64::from(least) * FINE {
            break;
        }
        // What was pushed before one of them grew is no longer true.
        if self::mean(&groups, a, b) != Some(mean) {
            continue;
        }
        let Some(taken) = groups[b].take() else { continue };
        for (&other, &sum) in &taken.bonds {
            if let Some(group) = &mut groups[other] {
                group.bonds.remove(&b);
                if other != a {
                    *group.bonds.entry(a).or_default() += sum;
                }
            }
        }
        for &other in &taken.barred {
            if let Some(group) = &mut groups[other] {
                group.barred.remove(&b);
                group.barred.insert(a);
            }
        }
        let Some(group) = &mut groups[a] else { continue };
        group.items.extend(taken.items);
        group.barred.extend(taken.barred);
        for (other, sum) in taken.bonds {
            if other != a {
                *group.bonds.entry(other).or_default() += sum;
            }
        }
        let around: Vec<usize> = group.bonds.keys().copied().collect();
        for other in around {
            let pair = (a.min(other), a.max(other));
            heap.extend(self::mean(&groups, pair.0, pair.1).map(|mean| (mean, Reverse(pair))));
        }
    }
    let mut of = vec![0; count];
    for (name, group) in groups.iter().enumerate() {
        for &item in group.iter().flat_map(|group| &group.items) {
            of[item] = name;
        }
    }
    of
}

/// Parts of a thousandth in which means are compared.
const FINE: i64 = 1_000;

#[derive(Debug, Default)]
struct Group {
    items: Vec<usize>,
    /// For each group of which anything is known, the sum over its pairs of what is above [`UNKNOWN`].
    bonds: BTreeMap<usize, i64>,
    barred: BTreeSet<usize>,
}

/// The mean over all pairs between two groups; none if they cannot join.
fn mean(groups: &[Option<Group>], a: usize, b: usize) -> Option<i64> {
    let (one, other) = (groups[a].as_ref()?, groups[b].as_ref()?);
    let sum = one.bonds.get(&b)?;
    let pairs = (one.items.len() * other.items.len()) as i64;
    (!one.barred.contains(&b)).then(|| UNKNOWN * FINE + sum * FINE / pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links as "01 900": items, then the bond; "01 x" is barred.
    #[track_caller]
    fn check(count: usize, links: &[&str], expect: &[usize]) {
        let number = |c: char| c.to_digit(10).unwrap() as usize;
        let link = |text: &&str| {
            let (items, bond) = text.split_once(' ').unwrap();
            let mut items = items.chars().map(number);
            let pair = (items.next().unwrap(), items.next().unwrap());
            (pair, bond.parse().map_or(Link::Barred, Link::Bond))
        };
        assert_eq!(groups(count, &links.iter().map(link).collect(), 0), expect, "{links:?}");
    }

    #[test]
    fn what_is_alike_joins() {
        check(3, &["01 900", "12 -300"], &[0, 0, 2]);
        check(2, &["01 -10"], &[0, 1]);
        check(2, &[], &[0, 1]);
    }

    #[test]
    fn a_chain_joins_nothing() {
        // 0 and 2 are apart: the mean of 1-2 and 0-2 is below nought.
        check(3, &["01 700", "12 600"], &[0, 0, 2]);
        check(3, &["01 700", "12 600", "02 -100"], &[0, 0, 0]);
    }

    #[test]
    fn what_is_barred_stays_apart() {
        check(3, &["01 900", "12 900", "02 x"], &[0, 0, 2]);
        // Barred from one is barred from all that it joined.
        check(4, &["01 900", "23 800", "12 700", "03 700", "02 700", "13 x"], &[0, 0, 2, 2]);
    }

    #[test]
    fn ties_go_to_the_first() {
        check(3, &["02 500", "12 500"], &[0, 1, 0]);
    }
}
