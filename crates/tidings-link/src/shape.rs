//! What a group of articles is like, and whether two groups are one story.

use std::borrow::Cow;

use crate::vectors::{Weights, added, dot, heaviest};

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

/// The sum of the vectors of some articles, each of length one, with what tells how tight a group they are.
#[derive(Debug, Clone)]
pub(crate) struct Shape<'v> {
    /// Its heaviest keys; of one article, its vector.
    pub sum: Cow<'v, [(u64, f64)]>,
    /// First and last day.
    pub days: Option<(i32, i32)>,
    /// How many articles.
    pub count: usize,
    /// The square of the length of the whole sum.
    pub square: f64,
}

impl<'v> Shape<'v> {
    /// Of `count` articles whose vectors add up to `sum`.
    pub fn new(sum: Weights, days: Option<(i32, i32)>, count: usize) -> Shape<'v> {
        let square = dot(&sum, &sum);
        Shape { sum: heaviest(sum, MOST_KEYS).into(), days, count, square }
    }

    /// Of one article.
    pub fn alone(vector: &'v [(u64, f64)], days: Option<(i32, i32)>) -> Shape<'v> {
        Shape { sum: vector.into(), days, count: 1, square: dot(vector, vector) }
    }

    /// Mean likeness of its pairs of articles, held low while they are few.
    fn within(&self) -> f64 {
        let count = self.count as f64;
        let of_pairs = (self.square - count).max(0.0) / 2.0;
        of_pairs / (count * (count - 1.0) / 2.0 + FEW_PAIRS)
    }

    /// Whether it is a story that has run for days.
    pub fn is_running(&self) -> bool {
        self.count >= RUNNING.0 && self.days.is_some_and(|(first, last)| last - first >= RUNNING.1)
    }

    /// Mean likeness of its articles to those of `other`, from 0 to 1.
    pub fn mean(&self, other: &Shape<'_>) -> f64 {
        dot(&self.sum, &other.sum) / (self.count * other.count) as f64
    }

    /// How alike two groups are, as a multiple of what is needed to join them.
    pub fn likeness(&self, other: &Shape<'_>) -> f64 {
        let gap = match (self.days, other.days) {
            (Some(a), Some(b)) => Some((a.0 - b.1).max(b.0 - a.1).max(0)),
            _ => None,
        };
        if gap.is_some_and(|gap| gap > FAR) {
            return 0.0;
        }
        let follows = gap.is_some_and(|gap| gap <= CLOSE) && (self.is_running() || other.is_running());
        let (alike, share) = if follows { (ALIKE_RUNNING, AS_WITHIN_RUNNING) } else { (ALIKE, AS_WITHIN) };
        let needed = (share * self.within().min(other.within())).max(alike);
        self.mean(other) * HALF / (HALF + f64::from(gap.unwrap_or(0))) / needed
    }

    /// Both as one group.
    pub fn joined(&self, other: &Shape<'_>) -> Shape<'v> {
        let days = around_both(self.days, other.days);
        Shape::new(added(&self.sum, &other.sum), days, self.count + other.count)
    }
}

/// From the first to the last day of both.
pub(crate) fn around_both(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> Option<(i32, i32)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (days, None) | (None, days) => days,
    }
}
