//! How alike two groupings of the same mentions are, by the measures of coreference: MUC, B³, CEAFe, their mean CoNLL,
//! and LEA. Every mention is in one group of both.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::groups::group_of;

/// The measures. All figures run from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chains {
    /// Links that are in both (Vilain and others 1995).
    pub muc: Measure,
    /// Shares of a mention's group that are in both (Bagga and Baldwin 1998).
    pub b_cubed: Measure,
    /// Groups laid one to one on their likest (Luo 2005, by entities).
    pub ceafe: Measure,
    /// Links that are in both, by size of group (Moosavi and Strube 2016).
    pub lea: Measure,
    /// Mean F1 of MUC, B³ and CEAFe (Pradhan and others 2012).
    pub conll: f64,
}

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measure {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Measure {
    fn of(precision: f64, recall: f64) -> Measure {
        let sum = precision + recall;
        Measure { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

impl Chains {
    /// Compares groups, each the numbers of its mentions, of which there are `count`.
    pub fn of(count: usize, found: &[Vec<usize>], marked: &[Vec<usize>]) -> Chains {
        let (found_of, marked_of) = (group_of(count, found), group_of(count, marked));
        let both = |of: Share| Measure::of(of(found, &marked_of, marked), of(marked, &found_of, found));
        let (muc, b_cubed, lea) = (both(muc), both(b_cubed), both(lea));
        let shared = likeness(found, &marked_of, marked);
        let share = |groups: usize| if groups == 0 { 0.0 } else { shared / groups as f64 };
        let ceafe = Measure::of(share(found.len()), share(marked.len()));
        Chains { muc, b_cubed, ceafe, lea, conll: (muc.f1 + b_cubed.f1 + ceafe.f1) / 3.0 }
    }
}

/// What share of the first groups the grouping `of` the mentions keeps; the last are its groups.
type Share = fn(&[Vec<usize>], &[usize], &[Vec<usize>]) -> f64;

/// How many mentions of `group` are in each group of the other grouping.
fn parts(group: &[usize], of: &[usize]) -> BTreeMap<usize, usize> {
    let mut parts = BTreeMap::new();
    for &mention in group {
        *parts.entry(of[mention]).or_default() += 1;
    }
    parts
}

/// Share of the links of `groups` that the other grouping keeps.
fn muc(groups: &[Vec<usize>], of: &[usize], _: &[Vec<usize>]) -> f64 {
    let kept: usize = groups.iter().map(|group| group.len() - parts(group, of).len()).sum();
    let all: usize = groups.iter().map(|group| group.len() - 1).sum();
    if all == 0 { 0.0 } else { kept as f64 / all as f64 }
}

/// Mean over mentions of the share of their group with which the other grouping has them.
fn b_cubed(groups: &[Vec<usize>], of: &[usize], _: &[Vec<usize>]) -> f64 {
    let share = |group: &Vec<usize>| {
        let squares: usize = parts(group, of).values().map(|&count| count * count).sum();
        squares as f64 / group.len() as f64
    };
    groups.iter().map(share).sum::<f64>() / of.len().max(1) as f64
}

/// Share of links kept, by mentions; a group of one is kept if it is one in the other.
fn lea(groups: &[Vec<usize>], of: &[usize], others: &[Vec<usize>]) -> f64 {
    let kept = |group: &Vec<usize>| match group[..] {
        [alone] => f64::from(u8::from(others[of[alone]].len() == 1)),
        _ => {
            let pairs = |count: usize| (count * (count - 1) / 2) as f64;
            let kept: f64 = parts(group, of).values().map(|&count| pairs(count)).sum();
            group.len() as f64 * kept / pairs(group.len())
        }
    };
    groups.iter().map(kept).sum::<f64>() / of.len().max(1) as f64
}

/// The likeness of the groups laid one to one so that its sum is greatest.
fn likeness(found: &[Vec<usize>], of: &[usize], marked: &[Vec<usize>]) -> f64 {
    let mut alike: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
    let mut above: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, group) in found.iter().enumerate() {
        for (other, shared) in parts(group, of) {
            let whole = group.len() + marked[other].len();
            alike.entry(at).or_default().insert(other, 2.0 * shared as f64 / whole as f64);
            above.entry(other).or_default().insert(at);
        }
    }
    // Groups that have nothing to do with each other are laid apart.
    let mut sum = 0.0;
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    for start in 0..found.len() {
        let mut rows: Vec<usize> = Vec::new();
        let mut columns: BTreeSet<usize> = BTreeSet::new();
        let mut queue = vec![start];
        while let Some(row) = queue.pop() {
            if seen.insert(row) {
                rows.push(row);
                for &column in alike[&row].keys().filter(|column| !columns.contains(column)) {
                    queue.extend(&above[&column]);
                }
                columns.extend(alike[&row].keys());
            }
        }
        let columns: Vec<usize> = columns.into_iter().collect();
        let value = |row: usize, column: usize| alike[&row].get(&column).copied().unwrap_or_default();
        sum += best(
            &rows.iter().map(|&row| columns.iter().map(|&one| value(row, one)).collect()).collect::<Vec<_>>(),
        );
    }
    sum
}

/// The greatest sum of values with one of each row and column at most: the Hungarian method, by shortest ways
/// (Jonker and Volgenant 1987).
fn best(values: &[Vec<f64>]) -> f64 {
    let rows = values.len();
    let columns = values.first().map_or(0, Vec::len);
    if rows > columns {
        let turned = (0..columns).map(|column| values.iter().map(|row| row[column]).collect());
        return best(&turned.collect::<Vec<_>>());
    }
    // Numbers from 1; column 0 is where a way begins.
    let (mut of_row, mut of_column) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut taken = vec![0; columns + 1];
    for row in 1..=rows {
        taken[0] = row;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut way = vec![0; columns + 1];
        let mut used = vec![false; columns + 1];
        let mut column = 0;
        while taken[column] != 0 {
            used[column] = true;
            let here = taken[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in (1..=columns).filter(|&other| !used[other]) {
                let cost = -values[here - 1][other - 1] - of_row[here] - of_column[other];
                if cost < least[other] {
                    least[other] = cost;
                    way[other] = column;
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=columns {
                if used[other] {
                    of_row[taken[other]] += step;
                    of_column[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            taken[column] = taken[way[column]];
            column = way[column];
        }
    }
    (1..=columns)
        .filter(|&column| taken[column] != 0)
        .map(|column| values[taken[column] - 1][column - 1])
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups as words over the letters of the mentions.
    fn groups(text: &str) -> Vec<Vec<usize>> {
        text.split(' ')
            .map(|group| group.bytes().map(|letter| usize::from(letter - b'a')).collect())
            .collect()
    }

    #[track_caller]
    fn check(found: &str, marked: &str, muc: [f64; 2], b_cubed: [f64; 2], ceafe: [f64; 2], lea: [f64; 2]) {
        let (found, marked) = (groups(found), groups(marked));
        let chains = Chains::of(found.iter().map(Vec::len).sum(), &found, &marked);
        let got = [chains.muc, chains.b_cubed, chains.ceafe, chains.lea];
        for (got, expect) in got.into_iter().zip([muc, b_cubed, ceafe, lea]) {
            assert!((got.precision - expect[0]).abs() < 1e-9, "{got:?} is not {expect:?}");
            assert!((got.recall - expect[1]).abs() < 1e-9, "{got:?} is not {expect:?}");
        }
    }

    /// Counted by hand.
    #[test]
    fn chains_are_compared() {
        check("abc de", "abc de", [1.0; 2], [1.0; 2], [1.0; 2], [1.0; 2]);
        check("ab cde", "abc de", [2.0 / 3.0; 2], [11.0 / 15.0; 2], [0.8; 2], [0.6, 0.6]);
        check("a b c", "abc", [0.0; 2], [1.0, 1.0 / 3.0], [1.0 / 6.0, 0.5], [0.0; 2]);
        check("abc", "a b c", [0.0; 2], [1.0 / 3.0, 1.0], [0.5, 1.0 / 6.0], [0.0; 2]);
    }

    #[test]
    fn the_greatest_sum_is_found() {
        assert!((best(&[vec![0.9, 0.8], vec![0.8, 0.1]]) - 1.6).abs() < 1e-9);
        assert!((best(&[vec![0.2, 0.5, 0.4], vec![0.3, 0.6, 0.0]]) - 1.0).abs() < 1e-9);
        assert!((best(&[vec![0.2], vec![0.6], vec![0.3]]) - 0.6).abs() < 1e-9);
    }
}
