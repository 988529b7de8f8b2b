//! What speaks for and against two tellings being of one event, as numbers, and what makes it impossible.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::measure::{COUNT, Measure, UNKNOWN};
use super::telling::Telling;
use crate::vectors::{Weights, dot, heaviest};

/// Most words of an article that are compared.
const MOST_WORDS: usize = 160;
/// Stated days that meet within this many days tell more than longer stretches do.
const WEEK: i32 = 7;

/// The value of each measure, in their order.
pub(super) type Evidence = [i32; COUNT];

/// The tellings of a story, with what is counted over all of them.
#[derive(Debug)]
pub(super) struct Together<'t> {
    tellings: &'t [Telling],
    articles: usize,
    /// Tellings of an article by words of one root.
    alike: BTreeMap<(usize, u64), Vec<usize>>,
    /// How many articles have such tellings, by root.
    holders: BTreeMap<u64, usize>,
    /// What each article's sentences with tellings say.
    words: Vec<Weights>,
}

impl<'t> Together<'t> {
    /// Counts what `tellings`, in the order of their articles, have in common.
    pub fn of(tellings: &'t [Telling], articles: usize) -> Together<'t> {
        let mut alike: BTreeMap<(usize, u64), Vec<usize>> = BTreeMap::new();
        for (at, one) in tellings.iter().enumerate() {
            alike.entry((one.source, one.kin.root())).or_default().push(at);
        }
        let mut holders: BTreeMap<u64, usize> = BTreeMap::new();
        for &(_, root) in alike.keys() {
            *holders.entry(root).or_default() += 1;
        }
        let range = |source: usize| range(tellings, source);
        let words = (0..articles).map(|source| words(&tellings[range(source)])).collect();
        Together { tellings, articles, alike, holders, words }
    }

    /// Whether two tellings cannot be of one event: types, days, places in a series, or those who speak are others.
    pub fn barred(&self, a: &Telling, b: &Telling) -> bool {
        let kinds = a.kind.as_ref().zip(b.kind.as_ref()).is_some_and(|(a, b)| a != b);
        let ordinals = a.ordinal.zip(b.ordinal).is_some_and(|(a, b)| a != b);
        let days = a.days.zip(b.days).is_some_and(|(a, b)| a.0 > b.1 || b.0 > a.1);
        let weekdays = a.weekdays.zip(b.weekdays).is_some_and(|(a, b)| a & b == 0);
        let apart =
            |a: &BTreeSet<usize>, b: &BTreeSet<usize>| !a.is_empty() && !b.is_empty() && a.is_disjoint(b);
        let sides = apart(&a.by, &b.by) && apart(&a.to, &b.to);
        kinds || ordinals || days || weekdays || sides || speech(a, b) == OTHERS
    }

    /// What is measured of a pair. Their order makes no difference.
    pub fn evidence(&self, a: &Telling, b: &Telling) -> Evidence {
        let mut found = [UNKNOWN; COUNT];
        let mut put = |measure: Measure, value: i32| found[measure as usize] = value;
        let kinship = a.kin.kinship(&b.kin);
        let here = a.source == b.source;
        put(Measure::Kinship, kinship as i32);
        put(Measure::Beginning, i32::from(a.kin.begins_like(&b.kin)));
        put(Measure::Form, i32::from(a.form == b.form));
        put(Measure::Rarity, a.rarity.min(b.rarity) as i32);
        put(Measure::Kind, same(a.kind.as_ref(), b.kind.as_ref()));
        put(Measure::Status, i32::from(a.is_past == b.is_past));
        put(Measure::Ordinal, same(a.ordinal.as_ref(), b.ordinal.as_ref()));
        if here {
            put(Measure::Apart, a.sentence.abs_diff(b.sentence).min(99) as i32);
        } else {
            put(Measure::Article, milli(dot(&self.words[a.source], &self.words[b.source])));
            put(Measure::Rank, self.rank(a, b).max(self.rank(b, a)));
        }
        let (before, behind) = (milli(dot(&a.before, &b.before)), milli(dot(&a.behind, &b.behind)));
        put(Measure::Sentence, milli(dot(&a.words, &b.words)));
        put(Measure::Before, before);
        put(Measure::Behind, behind);
        put(Measure::Near, (before + behind) / 2);
        put(Measure::Crossed, milli(dot(&a.before, &b.behind).max(dot(&a.behind, &b.before))));
        put(Measure::By, overlap(&a.by, &b.by));
        put(Measure::To, overlap(&a.to, &b.to));
        put(Measure::Actors, overlap(&a.actors, &b.actors));
        put(Measure::Places, overlap(&a.places, &b.places));
        if let Some((a, b)) = a.days.zip(b.days) {
            let short = a.1 - a.0 <= WEEK && b.1 - b.0 <= WEEK;
            let meet = a.0 <= b.1 && b.0 <= a.1;
            put(Measure::Days, if meet { 1 + i32::from(short) } else { 0 });
        }
        if let Some((a, b)) = a.weekdays.zip(b.weekdays) {
            put(Measure::Weekdays, i32::from(a & b != 0));
        }
        let named = a.named.intersection(&b.named).count();
        put(Measure::Named, share(named, a.named.len() + b.named.len() - named));
        if !a.numbers.is_empty() && !b.numbers.is_empty() {
            put(Measure::Numbers, a.numbers.intersection(&b.numbers).count().min(3) as i32);
        }
        put(Measure::Head, i32::from(a.in_head) + i32::from(b.in_head));
        let (one, other) = (self.holders(a), self.holders(b));
        put(Measure::Holders, share(one.min(other), self.articles));
        put(Measure::Spread, share(one.max(other), self.articles));
        put(Measure::Rivals, self.rivals(a, b).max(self.rivals(b, a)));
        put(Measure::Speech, speech(a, b));
        found
    }

    /// How many articles tell of something by a word of the same root.
    fn holders(&self, one: &Telling) -> usize {
        self.holders.get(&one.kin.root()).copied().unwrap_or_default()
    }

    /// The tellings of the article of `one` by words of the root of `like`.
    fn alike(&self, one: &Telling, like: &Telling) -> &[usize] {
        self.alike.get(&(one.source, like.kin.root())).map_or(&[], Vec::as_slice)
    }

    /// How often the article of `a` tells of something by words of the root of either.
    fn rivals(&self, a: &Telling, b: &Telling) -> i32 {
        self.alike(a, a).len().max(self.alike(a, b).len()).min(9) as i32
    }

    /// How many tellings like `b`, in its article, are nearer to `a` by the words around.
    fn rank(&self, a: &Telling, b: &Telling) -> i32 {
        let likeness = |one: &Telling| {
            dot(&a.words, &one.words) + dot(&a.before, &one.before) + dot(&a.behind, &one.behind)
        };
        let alike = self.alike(b, b);
        if alike.len() < 2 {
            return 0;
        }
        let own = likeness(b);
        let nearer = alike.iter().take(MOST_RIVALS).filter(|&&at| likeness(&self.tellings[at]) > own);
        nearer.count().min(9) as i32
    }
}

/// Most tellings of an article that are compared for a rank.
const MOST_RIVALS: usize = 16;

/// The tellings of an article.
fn range(tellings: &[Telling], source: usize) -> Range<usize> {
    let end = tellings.partition_point(|one| one.source <= source);
    tellings.partition_point(|one| one.source < source)..end
}

/// The words of all sentences with tellings, each sentence once, as a vector of length one.
fn words(tellings: &[Telling]) -> Weights {
    let mut sums: BTreeMap<u64, f64> = BTreeMap::new();
    let mut last = None;
    for one in tellings {
        if last.replace(one.sentence) != Some(one.sentence) {
            for &(key, weight) in &one.words {
                *sums.entry(key).or_default() += weight;
            }
        }
    }
    let sums = heaviest(sums.into_iter().collect(), MOST_WORDS);
    let length = dot(&sums, &sums).sqrt();
    sums.into_iter().map(|(key, weight)| (key, weight / length)).collect()
}

/// The speakers of two words of speech are others.
const OTHERS: i32 = 1;

/// Whether both triggers are words of speech: 0 if one is, 2 if both are, 3 if one person speaks, [`OTHERS`] if two do.
fn speech(a: &Telling, b: &Telling) -> i32 {
    match (a.speech, b.speech) {
        (None, None) => UNKNOWN,
        (Some(a), Some(b)) => a.zip(b).map_or(2, |(a, b)| if a == b { 3 } else { OTHERS }),
        _ => 0,
    }
}

/// 2 for one value, 0 for two, 1 where both are unknown, and else [`UNKNOWN`].
fn same<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> i32 {
    match (a, b) {
        (Some(a), Some(b)) => 2 * i32::from(a == b),
        (None, None) => 1,
        _ => UNKNOWN,
    }
}

/// Share of the smaller set that is in both; [`UNKNOWN`] if one is empty.
fn overlap(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> i32 {
    share(a.intersection(b).count(), a.len().min(b.len()))
}

/// `part` of `whole` in thousandths; [`UNKNOWN`] if there is no whole.
fn share(part: usize, whole: usize) -> i32 {
    (part * 1000).checked_div(whole).map_or(UNKNOWN, |share| share as i32)
}

/// A likeness from 0 to 1 in thousandths.
fn milli(likeness: f64) -> i32 {
    (likeness * 1000.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_what_is_known() {
        let set = |items: &[usize]| items.iter().copied().collect::<BTreeSet<usize>>();
        assert_eq!(overlap(&set(&[1, 2, 3]), &set(&[3, 4])), 500);
        assert_eq!(overlap(&set(&[1]), &set(&[2])), 0);
        assert_eq!(overlap(&set(&[1]), &set(&[])), UNKNOWN);
        assert_eq!((share(1, 3), share(0, 3), share(0, 0)), (333, 0, UNKNOWN));
    }

    #[test]
    fn values_are_the_same_or_not_or_unknown() {
        assert_eq!(same(Some(&2), Some(&2)), 2);
        assert_eq!(same(Some(&2), Some(&3)), 0);
        assert_eq!(same::<u32>(None, None), 1);
        assert_eq!(same(Some(&2), None), UNKNOWN);
    }
}
