//! Groups as a person decided them: joined, or parted.

use std::collections::BTreeSet;

use super::Events;
use super::group::rebuilt;
use crate::actors::Actors;
use crate::by_hand;
use crate::dates::Dates;
use crate::source::Source;

/// Why groups are joined that a person says are one.
const SAME: &str = "stated by hand to be one event";

/// Joins and parts the groups of `events` as `decided`. A telling that is parted takes along what else its article tells
/// of the group.
pub(crate) fn decide(
    sources: &[Source<'_>],
    actors: &Actors,
    events: &mut Events,
    dates: &Dates,
    decided: &[by_hand::Events<'_>],
) {
    let mut changed = false;
    let mut next = events.clusters.len();
    for one in decided.iter().filter(|one| one.mentions.len() > 1) {
        let groups: Vec<usize> = one.mentions.iter().map(|&at| events.mentions[at].cluster).collect();
        if one.same {
            let taken: BTreeSet<usize> =
                groups[1..].iter().copied().filter(|&group| group != groups[0]).collect();
            for &group in &taken {
                let first = one.mentions.iter().copied().find(|&at| events.mentions[at].cluster == group);
                if let (Some(first), Some(into)) = (first, events.clusters.get_mut(groups[0])) {
                    into.joined.push((first, SAME));
                }
            }
            for mention in events.mentions.iter_mut().filter(|one| taken.contains(&one.cluster)) {
                mention.cluster = groups[0];
                changed = true;
            }
            continue;
        }
        let mut known = BTreeSet::from([groups[0]]);
        for (&at, &group) in one.mentions[1..].iter().zip(&groups[1..]) {
            if known.insert(group) {
                continue;
            }
            let (source, first) = (events.mentions[at].source, events.mentions[one.mentions[0]].source);
            for (index, mention) in events.mentions.iter_mut().enumerate() {
                let along = mention.source == source && source != first;
                if mention.cluster == group && (index == at || along) {
                    mention.cluster = next;
                    changed = true;
                }
            }
            next += 1;
        }
    }
    if changed {
        rebuilt(sources, actors, events, dates);
    }
}
