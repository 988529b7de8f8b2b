//! Which tellings of a story are of one event, by evidence: learned where the rules of `events` can only abstain.
//!
//! Pairs whose words are kin are measured (`kin`, `telling`, `evidence`, `measure`), the steps of their measures are
//! weighed (`weights`), and tellings join by the mean over all pairs (`average`). What can be known for sure bars a
//! pair whatever speaks for it. The numbers are learned from ECB+ by `cargo xtask train coreference`, and tuned between
//! designs on its development topics by `cargo xtask eval coreference`; DESIGN.md, "Linking", has the reasons.
//!
//! Not here: what the rules of a story's events know of rounds, directions and days that were worked out (`events`).

mod average;
mod evidence;
pub(crate) mod kin;
mod measure;
mod telling;
mod weights;

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{EventIndex, Reading};

use crate::Options;
use crate::actors::Actors;
use crate::keys::{Keys, keys};
use crate::source::Source;
use crate::stories::stories;
use average::Link;
use evidence::Together;
use kin::Kinship;
use measure::Measure;
use telling::Telling;
use weights::BIAS;
pub use weights::Weights;

/// Least mean over the pairs of two groups that join, in thousandths.
const LEAST: i32 = -400;
/// Most tellings behind one key with which one is compared: those next in order.
const MOST_BEHIND_KEY: usize = 64;
/// Most later tellings that a telling is compared with.
const MOST_COMPARED: usize = 96;

/// An event of a reading: which reading, which event.
pub type At = (usize, EventIndex);

/// The events of `readings` in groups that tell of one event each, within the stories that [`stories`] finds. Groups
/// and what is in them are ascending; an event that nothing joins stands by itself.
pub fn coreference(readings: &[Reading], weights: &Weights, options: Options) -> Vec<Vec<At>> {
    let mut found = Vec::new();
    for members in members(readings, options) {
        let sources: Vec<Source<'_>> = members.iter().map(|&at| Source::new(&readings[at])).collect();
        let mut groups: BTreeMap<usize, Vec<At>> = BTreeMap::new();
        for ((source, event), group) in groups_of(&sources, &Actors::link(&sources, &[]), weights) {
            groups.entry(group).or_default().push((members[source], event));
        }
        found.extend(groups.into_values());
    }
    for group in &mut found {
        group.sort_unstable();
    }
    found.sort_unstable();
    found
}

/// The group of each event of a story's `sources`, which stand in the order of their ids.
pub(crate) fn groups_of(sources: &[Source<'_>], actors: &Actors, weights: &Weights) -> BTreeMap<At, usize> {
    let tellings = telling::tellings(sources, actors);
    let together = Together::of(&tellings, sources.len());
    let link = |&(a, b): &(usize, usize)| {
        let (one, other) = (&tellings[a], &tellings[b]);
        let barred = together.barred(one, other);
        ((a, b), if barred { Link::Barred } else { weights.bond(&together.evidence(one, other)) })
    };
    let links = candidates(&tellings).iter().map(link).collect();
    let groups = average::groups(tellings.len(), &links, LEAST);
    tellings.iter().zip(groups).map(|(one, group)| ((one.source, one.event), group)).collect()
}

/// The stories, each the indices of its readings in the order of their ids.
fn members(readings: &[Reading], options: Options) -> Vec<Vec<usize>> {
    let keys: Vec<Keys> = readings.iter().map(keys).collect();
    let mut found = stories(&keys, options);
    for members in &mut found {
        members.sort_by(|&a, &b| readings[a].id.cmp(&readings[b].id));
    }
    found
}

/// The pairs of tellings that are worth a comparison: their words are kin.
fn candidates(tellings: &[Telling]) -> Vec<(usize, usize)> {
    let keys: Vec<Vec<u64>> = tellings.iter().map(|one| one.kin.keys()).collect();
    let mut behind: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, keys) in keys.iter().enumerate() {
        for &key in keys {
            behind.entry(key).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (at, keys) in keys.iter().enumerate() {
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for key in keys {
            let holders = behind.get(key).map_or(&[][..], Vec::as_slice);
            let later = &holders[holders.partition_point(|&other| other <= at)..];
            for &other in later.iter().take(MOST_BEHIND_KEY) {
                if others.len() < MOST_COMPARED
                    && tellings[at].kin.kinship(&tellings[other].kin) > Kinship::None
                {
                    others.insert(other);
                }
            }
        }
        found.extend(others.into_iter().map(|other| (at, other)));
    }
    found
}

/// A pair of events with what is measured of it: for learning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The events.
    pub events: [At; 2],
    /// Names of the steps of its measures, and of what every pair has.
    pub steps: Vec<String>,
}

/// The pairs of `readings` that are measured and not barred, story by story.
pub fn pairs(readings: &[Reading], options: Options) -> Vec<Pair> {
    let mut found = Vec::new();
    for members in members(readings, options) {
        let sources: Vec<Source<'_>> = members.iter().map(|&at| Source::new(&readings[at])).collect();
        let tellings = telling::tellings(&sources, &Actors::link(&sources, &[]));
        let together = Together::of(&tellings, sources.len());
        for (a, b) in candidates(&tellings) {
            let (one, other) = (&tellings[a], &tellings[b]);
            if together.barred(one, other) {
                continue;
            }
            let evidence = together.evidence(one, other);
            let step = |measure: Measure| measure.step_name(measure.step(evidence[measure as usize]));
            found.push(Pair {
                events: [(members[one.source], one.event), (members[other.source], other.event)],
                steps: Measure::ALL.into_iter().map(step).chain([BIAS.to_owned()]).collect(),
            });
        }
    }
    found
}
