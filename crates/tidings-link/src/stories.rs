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
use crate::vectors::{Weights, added, dot, heaviest, vectors};

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
/// Most keys of a group.
const MOST_KEYS: usize = 400;
/// Least mean likeness of two groups that join, from 0 to 1.
const ALIKE: f64 = 0.04;
/// The same, where one is a running story and the other follows close on it.
const ALIKE_RUNNING: f64 = 0.03;
/// Least mean likeness of two groups that join, as a share of that within the looser one.
const AS_WITHIN: f64 = 0.85;
/// The same, where one is a running story and the other follows close on it.
const AS_WITHIN_RUNNING: f64 = 0.5;
/// Pairs that are thought to be there besides, with no likeness, so that two articles alone are no tight group.
const FEW_PAIRS: f64 = 3.0;
/// Fewest articles, and days from the first to the last, of a running story.
const RUNNING: (usize, i32) = (12, 4);
/// What follows within this many days follows close.
const CLOSE: i32 = 14;
/// Days between two groups after which their likeness counts half.
const HALF: f64 = 365.0;
/// Groups further apart than this many days are two stories.
const FAR: i32 = 365;
/// How much more at home an article must be in another group to go there.
const BETTER: f64 = 1.1;

/// First and last day.
type Span = Option<(i32, i32)>;

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
    let days: Vec<Span> = heads.iter().map(|&head| keys[head].days).collect();
    let mut groups = grouped(&vectors(keys, &heads), &days);
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

/// A group of articles.
#[derive(Debug, Clone)]
struct Group {
    /// The sum of their vectors, each of length one.
    sum: Weights,
    days: Span,
    members: Vec<usize>,
    /// Mean likeness of its pairs of articles, held low while they are few.
    within: f64,
}

impl Group {
    fn new(sum: Weights, days: Span, members: Vec<usize>) -> Group {
        let count = members.len() as f64;
        let of_pairs = (dot(&sum, &sum) - count).max(0.0) / 2.0;
        let within = of_pairs / (count * (count - 1.0) / 2.0 + FEW_PAIRS);
        Group { sum: heaviest(sum, MOST_KEYS), days, members, within }
    }

    fn is_running(&self) -> bool {
        self.members.len() >= RUNNING.0 && self.days.is_some_and(|(first, last)| last - first >= RUNNING.1)
    }

    /// Mean likeness of its articles to those of `other`, from 0 to 1.
    fn mean(&self, other: &Group) -> f64 {
        dot(&self.sum, &other.sum) / (self.members.len() * other.members.len()) as f64
    }

    /// How alike two groups are, as a multiple of what is needed to join them.
    fn likeness(&self, other: &Group) -> f64 {
        let gap = match (self.days, other.days) {
            (Some(a), Some(b)) => Some((a.0 - b.1).max(b.0 - a.1).max(0)),
            _ => None,
        };
        if gap.is_some_and(|gap| gap > FAR) {
            return 0.0;
        }
        let follows = gap.is_some_and(|gap| gap <= CLOSE) && (self.is_running() || other.is_running());
        let (alike, share) = if follows { (ALIKE_RUNNING, AS_WITHIN_RUNNING) } else { (ALIKE, AS_WITHIN) };
        let needed = (share * self.within.min(other.within)).max(alike);
        self.mean(other) * HALF / (HALF + f64::from(gap.unwrap_or(0))) / needed
    }

    fn joined(self, other: Group) -> Group {
        let days = around_both(self.days, other.days);
        Group::new(added(&self.sum, &other.sum), days, [self.members, other.members].concat())
    }
}

/// From the first to the last day of both.
fn around_both(a: Span, b: Span) -> Span {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (days, None) | (None, days) => days,
    }
}

/// For each article those that may be most like it: they share keys that weigh much in both, and stand near it in
/// order of day where a key is common.
fn neighbours(vectors: &[Weights], days: &[Span]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    order.sort_by_key(|&at| (days[at].is_none(), days[at], at));
    let mut behind: BTreeMap<u64, Vec<(usize, f64)>> = BTreeMap::new();
    for &at in &order {
        for (key, weight) in heaviest(vectors[at].clone(), PROBES) {
            behind.entry(key).or_default().push((at, weight));
        }
    }
    let mut shared: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); vectors.len()];
    for holders in behind.values() {
        for (nth, &(a, weight)) in holders.iter().enumerate() {
            for &(b, other) in holders[nth + 1..].iter().take(MOST_BEHIND_KEY) {
                *shared[a].entry(b).or_default() += weight * other;
                *shared[b].entry(a).or_default() += weight * other;
            }
        }
    }
    let best = |shared: BTreeMap<usize, f64>| {
        let mut list: Vec<(usize, f64)> = shared.into_iter().collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list.truncate(MOST_NEIGHBOURS);
        list.into_iter().map(|(at, _)| at).collect()
    };
    shared.into_iter().map(best).collect()
}

/// The groups of articles that belong together.
fn grouped(vectors: &[Weights], days: &[Span]) -> Vec<Vec<usize>> {
    let mut around: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); vectors.len()];
    for (at, list) in neighbours(vectors, days).into_iter().enumerate() {
        for other in list {
            around[at].insert(other);
            around[other].insert(at);
        }
    }
    let alone: Vec<Group> =
        (0..vectors.len()).map(|at| Group::new(vectors[at].clone(), days[at], vec![at])).collect();
    let groups = join(alone.clone(), around.clone());
    let groups = moved(&groups, &alone, &around);
    let of = group_of(&groups, alone.len());
    let mut between: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); groups.len()];
    for (at, list) in around.iter().enumerate() {
        between[of[at]].extend(list.iter().map(|&other| of[other]).filter(|&other| other != of[at]));
    }
    join(groups, between).into_iter().map(|group| group.members).collect()
}

/// The group of each of `count` articles.
fn group_of(groups: &[Group], count: usize) -> Vec<usize> {
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
fn moved(groups: &[Group], alone: &[Group], around: &[BTreeSet<usize>]) -> Vec<Group> {
    let of = group_of(groups, alone.len());
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for (at, article) in alone.iter().enumerate() {
        let own = &groups[of[at]];
        let others = own.members.len().saturating_sub(1);
        let mut to = of[at];
        if others > 0 && !own.is_running() {
            let mut best = BETTER * (dot(&own.sum, &article.sum) - 1.0) / others as f64;
            let candidates: BTreeSet<usize> = around[at].iter().map(|&other| of[other]).collect();
            for group in candidates.into_iter().filter(|&group| group != of[at]) {
                let mean = article.mean(&groups[group]);
                if mean > best && article.likeness(&groups[group]) >= 1.0 {
                    (best, to) = (mean, group);
                }
            }
        }
        members[to].push(at);
    }
    let group = |members: Vec<usize>| {
        let mut group = alone[*members.first()?].clone();
        for &at in &members[1..] {
            group.sum = added(&group.sum, &alone[at].sum);
            group.days = around_both(group.days, alone[at].days);
        }
        Some(Group::new(group.sum, group.days, members))
    };
    members.into_iter().filter_map(group).collect()
}

/// Joins groups, the most alike pair first, until none is alike enough. Only those `around` each other are compared.
fn join(groups: Vec<Group>, mut around: Vec<BTreeSet<usize>>) -> Vec<Group> {
    let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    // A queue ordered by likeness; an entry of a group that was joined since falls away.
    let rank = |likeness: f64| Reverse((likeness * 1e9) as u64);
    let mut queue: BTreeSet<(Reverse<u64>, usize, usize)> = BTreeSet::new();
    for (a, list) in around.iter().enumerate() {
        for &b in list.range(a + 1..) {
            if let (Some(left), Some(right)) = (&groups[a], &groups[b])
                && let likeness = left.likeness(right)
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
        for other in std::mem::take(&mut around[a]).into_iter().chain(std::mem::take(&mut around[b])) {
            around[other].remove(&a);
            around[other].remove(&b);
            if let Some(against) = &groups[other]
                && !list.iter().any(|&(_, known)| known == other)
            {
                list.push((group.likeness(against), other));
            }
        }
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        list.truncate(MOST_AROUND);
        let mut set = BTreeSet::new();
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
