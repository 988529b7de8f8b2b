//! Which articles tell one running story.
//!
//! Copies are folded first, so two thousand deliveries of one text cost what one costs. The rest are compared through
//! an inverted index of names and terms. Groups join, the most alike first, by the mean likeness of their articles
//! (average link; none is joined through a chain of neighbours alone), if they are nearly as alike as each is in
//! itself: two elections in one country are alike, but less than two articles about one. A story that has run for days
//! takes in what follows close on it with less. A second pass lets each article go where it is most at home, and
//! joins again.
//!
//! The numbers were tuned with `cargo xtask eval stories` on the documents of ECB+ (topics 1 to 35, among them the
//! development topics 2 5 12 18 21 23 34 35), the events of Wikinews and the topics of Timeline-17, together: a number
//! was taken only if it did well on all. DESIGN.md, "Linking", has the reasons.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::Options;
use crate::keys::Keys;
use crate::shape::{Shape, around_both};
use crate::vectors::{Rarity, Weights, added, dot, heaviest};

/// Share of fingerprints above which an article is taken as a copy, as its inverse.
const COPY: usize = 4;
/// Heaviest keys by which an article looks for others.
const PROBES: usize = 40;
/// Most articles behind one key with which one is compared: those next in order of day.
const MOST_BEHIND_KEY: usize = 24;
/// Most articles that an article is compared with.
const MOST_NEIGHBOURS: usize = 48;
/// Most groups that a joined group is compared with.
const MOST_AROUND: usize = 48;
/// How much more at home an article must be in another group to go there.
const BETTER: f64 = 1.1;

/// First and last day.
type Span = Option<(i32, i32)>;

/// A story as [`grouping`] finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouped {
    /// Indices of its articles in the keys, ascending.
    pub members: Vec<usize>,
    /// Those of them that are no copies of an earlier one, ascending.
    pub heads: Vec<usize>,
}

/// The groups, each the indices of its `keys`, ascending; groups by their first index. `keys` are taken in the order
/// of their article ids, whatever order they come in.
pub fn stories(keys: &[Keys], options: Options) -> Vec<Vec<usize>> {
    if keys.is_empty() {
        return Vec::new();
    }
    if options.one_story {
        return vec![(0..keys.len()).collect()];
    }
    grouping(keys).into_iter().map(|group| group.members).collect()
}

/// The groups of [`stories`], by their first member, with what a store keeps of them to place later articles.
pub fn grouping(keys: &[Keys]) -> Vec<Grouped> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|&a, &b| keys[a].article.cmp(&keys[b].article));
    let (heads, members) = fold_copies(keys, &order);
    let days: Vec<Span> = heads.iter().map(|&head| keys[head].days).collect();
    let rarity = Rarity::of(heads.iter().map(|&head| &keys[head]));
    let vectors: Vec<Weights> = heads.iter().map(|&head| rarity.vector(&keys[head])).collect();
    let mut groups: Vec<Grouped> = grouped(&vectors, &days)
        .into_iter()
        .map(|group| {
            let mut all: Vec<usize> = group.iter().flat_map(|&head| members[head].iter().copied()).collect();
            all.sort_unstable();
            let mut own: Vec<usize> = group.into_iter().map(|head| heads[head]).collect();
            own.sort_unstable();
            Grouped { members: all, heads: own }
        })
        .collect();
    groups.sort_by(|a, b| a.members.cmp(&b.members));
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

/// A group of articles.
#[derive(Debug, Clone)]
struct Group<'v> {
    shape: Shape<'v>,
    members: Vec<usize>,
}

impl<'v> Group<'v> {
    fn joined(self, other: Group<'v>) -> Group<'v> {
        Group { shape: self.shape.joined(&other.shape), members: [self.members, other.members].concat() }
    }
}

/// What an article or a group is compared with, ascending. There are many of these, so they are kept small.
#[derive(Debug, Clone, Default)]
struct Beside(Vec<u32>);

impl Beside {
    fn insert(&mut self, one: usize) {
        if let (Ok(one), Err(at)) = (u32::try_from(one), self.place(one)) {
            self.0.insert(at, one);
        }
    }

    fn remove(&mut self, one: usize) {
        if let Ok(at) = self.place(one) {
            self.0.remove(at);
        }
    }

    fn place(&self, one: usize) -> Result<usize, usize> {
        self.0.binary_search_by(|&other| (other as usize).cmp(&one))
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|&one| one as usize)
    }
}

/// For each article those that may be most like it, or it like them: they share keys that weigh much in both, and stand
/// near it in order of day where a key is common.
fn neighbours(vectors: &[Weights], days: &[Span]) -> Vec<Beside> {
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    order.sort_by_key(|&at| (days[at].is_none(), days[at], at));
    // The keys by which each article looks, with its place in the list behind each.
    let mut behind: HashMap<u64, Vec<(usize, f64)>> = HashMap::new();
    let mut probes: Vec<Vec<(u64, usize)>> = vec![Vec::new(); vectors.len()];
    for &at in &order {
        for (key, weight) in heaviest(vectors[at].clone(), PROBES) {
            let holders = behind.entry(key).or_default();
            probes[at].push((key, holders.len()));
            holders.push((at, weight));
        }
    }
    let best = |at: usize| {
        let mut shared: HashMap<usize, f64> = HashMap::new();
        for &(key, nth) in &probes[at] {
            let holders = &behind[&key];
            let near = nth.saturating_sub(MOST_BEHIND_KEY)..holders.len().min(nth + 1 + MOST_BEHIND_KEY);
            for &(other, weight) in &holders[near] {
                *shared.entry(other).or_default() += weight * holders[nth].1;
            }
        }
        shared.remove(&at);
        let mut list: Vec<(f64, usize)> = shared.into_iter().map(|(other, sum)| (sum, other)).collect();
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        list.truncate(MOST_NEIGHBOURS);
        list
    };
    let mut around = vec![Beside::default(); vectors.len()];
    for at in 0..vectors.len() {
        for (_, other) in best(at) {
            around[at].insert(other);
            around[other].insert(at);
        }
    }
    around
}

/// The groups of articles that belong together.
fn grouped(vectors: &[Weights], days: &[Span]) -> Vec<Vec<usize>> {
    let around = neighbours(vectors, days);
    let alone = |at: usize| Group { shape: Shape::alone(&vectors[at], days[at]), members: vec![at] };
    let groups = join((0..vectors.len()).map(alone).collect(), around.clone());
    let groups = moved(&groups, vectors, days, &around);
    let of = group_of(&groups, vectors.len());
    let mut between: Vec<Beside> = vec![Beside::default(); groups.len()];
    for (at, list) in around.iter().enumerate() {
        for other in list.iter().map(|other| of[other]).filter(|&other| other != of[at]) {
            between[of[at]].insert(other);
        }
    }
    drop(around);
    join(groups, between).into_iter().map(|group| group.members).collect()
}

/// The group of each of `count` articles.
fn group_of(groups: &[Group<'_>], count: usize) -> Vec<usize> {
    let mut of = vec![0; count];
    for (at, group) in groups.iter().enumerate() {
        for &member in &group.members {
            of[member] = at;
        }
    }
    of
}

/// The groups after each article has gone to that of its neighbours where it is most at home, all at once. None leaves
/// a running story, whose articles of one week are more alike than the whole, nor one in which it is alone.
fn moved<'v>(
    groups: &[Group<'_>],
    vectors: &'v [Weights],
    days: &[Span],
    around: &[Beside],
) -> Vec<Group<'v>> {
    let of = group_of(groups, vectors.len());
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for (at, vector) in vectors.iter().enumerate() {
        let own = &groups[of[at]];
        let others = own.members.len().saturating_sub(1);
        let mut to = of[at];
        if others > 0 && !own.shape.is_running() {
            let alone = Shape::alone(vector, days[at]);
            let mut best = BETTER * (dot(&own.shape.sum, &alone.sum) - 1.0) / others as f64;
            let candidates: BTreeSet<usize> = around[at].iter().map(|other| of[other]).collect();
            for group in candidates.into_iter().filter(|&group| group != of[at]) {
                let shape = &groups[group].shape;
                let mean = alone.mean(shape);
                if mean > best && alone.likeness(shape) >= 1.0 {
                    (best, to) = (mean, group);
                }
            }
        }
        members[to].push(at);
    }
    let group = |members: Vec<usize>| {
        let first = *members.first()?;
        let (mut sum, mut span) = (vectors[first].clone(), days[first]);
        for &at in &members[1..] {
            sum = added(&sum, &vectors[at]);
            span = around_both(span, days[at]);
        }
        Some(Group { shape: Shape::new(sum, span, members.len()), members })
    };
    members.into_iter().filter_map(group).collect()
}

/// Joins groups, the most alike pair first, until none is alike enough. Only those `around` each other are compared.
fn join<'v>(groups: Vec<Group<'v>>, mut around: Vec<Beside>) -> Vec<Group<'v>> {
    let mut groups: Vec<Option<Group<'v>>> = groups.into_iter().map(Some).collect();
    // A queue ordered by likeness; an entry of a group that was joined since falls away.
    let rank = |likeness: f64| Reverse((likeness * 1e9) as u64);
    let mut queue: BTreeSet<(Reverse<u64>, usize, usize)> = BTreeSet::new();
    for (a, list) in around.iter().enumerate() {
        for b in list.iter().filter(|&b| b > a) {
            if let (Some(left), Some(right)) = (&groups[a], &groups[b])
                && let likeness = left.shape.likeness(&right.shape)
                && likeness >= 1.0
            {
                queue.insert((rank(likeness), a, b));
            }
        }
    }
    while let Some((_, a, b)) = queue.pop_first() {
        let (left, right) = match (groups[a].take(), groups[b].take()) {
            (Some(left), Some(right)) => (left, right),
            (left, right) => {
                (groups[a], groups[b]) = (left, right);
                continue;
            }
        };
        let joined = groups.len();
        let group = left.joined(right);
        let mut list: Vec<(f64, usize)> = Vec::new();
        let (beside_a, beside_b) = (std::mem::take(&mut around[a]), std::mem::take(&mut around[b]));
        for other in beside_a.iter().chain(beside_b.iter()) {
            around[other].remove(a);
            around[other].remove(b);
            if let Some(against) = &groups[other]
                && !list.iter().any(|&(_, known)| known == other)
            {
                list.push((group.shape.likeness(&against.shape), other));
            }
        }
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        list.truncate(MOST_AROUND);
        let mut set = Beside::default();
        for (likeness, other) in list {
            set.insert(other);
            around[other].insert(joined);
            if likeness >= 1.0 {
                queue.insert((rank(likeness), other, joined));
            }
        }
        around.push(set);
        groups.push(Some(group));
    }
    groups.into_iter().flatten().collect()
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
