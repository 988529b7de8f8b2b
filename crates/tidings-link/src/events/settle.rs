//! Groups that the solved days show to be one.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{EventType, NameType};

use super::group::MOST_COMPARED;
use super::mention::{Mention, is_person};
use super::{Cluster, Events};
use crate::actors::{ActorIndex, Actors};
use crate::by_hand;
use crate::dates::Dates;

/// How many days wide what is settled is at most.
const SETTLED: i32 = 4;

/// Joins groups that the solved days have shown to be one: on the same few days, the same parties in talks, or one
/// town under fire. True if any were joined; then the days are to be solved again.
pub(crate) fn join_settled(
    actors: &Actors,
    events: &mut Events,
    dates: &Dates,
    decided: &[by_hand::Events<'_>],
) -> bool {
    let Events { mentions, clusters } = events;
    let apart = |mentions: &[Mention], a: usize, b: usize| {
        decided.iter().filter(|one| !one.same).any(|one| {
            let within = |cluster: usize| one.mentions.iter().any(|&at| mentions[at].cluster == cluster);
            within(a) && within(b)
        })
    };
    let settled: Vec<usize> = (0..clusters.len())
        .filter(|&at| !dates.events[at].domain.is_empty() && dates.events[at].domain.width() <= SETTLED)
        .collect();
    let mut into: Vec<usize> = (0..clusters.len()).collect();
    let mut by_day: BTreeMap<(EventType, i32), Vec<usize>> = BTreeMap::new();
    for &at in &settled {
        let Some((first, last)) = dates.events[at].domain.ends() else { continue };
        let near = (first - SETTLED..=last)
            .flat_map(|day| by_day.get(&(clusters[at].kind.clone(), day)).into_iter().flatten());
        let near: Vec<usize> = near.copied().take(MOST_COMPARED).collect();
        let same = near.into_iter().find_map(|other| {
            let (here, there) = (&dates.events[at].domain, &dates.events[other].domain);
            let days = !here.and(there).is_empty();
            let width = here.width().max(there.width());
            let why = if days && !apart(mentions, at, other) {
                is_one(actors, mentions, &clusters[other], &clusters[at], width)
            } else {
                None
            };
            why.map(|why| (other, why))
        });
        match same {
            Some((other, why)) => {
                let taken = clusters[at].clone();
                clusters[other].absorb(taken, why);
                into[at] = other;
            }
            None => by_day.entry((clusters[at].kind.clone(), first)).or_default().push(at),
        }
    }
    let joined = into.iter().enumerate().any(|(at, &other)| at != other);
    if joined {
        let mut place = vec![0; clusters.len()];
        let mut kept = Vec::with_capacity(clusters.len());
        for (at, cluster) in std::mem::take(clusters).into_iter().enumerate() {
            if into[at] == at {
                place[at] = kept.len();
                kept.push(cluster);
            }
        }
        for mention in mentions.iter_mut() {
            mention.cluster = place[into[mention.cluster]];
        }
        *clusters = kept;
    }
    joined
}

/// Why two groups on the same days, at most `width` days wide, are one event, if they are.
fn is_one(
    actors: &Actors,
    mentions: &[Mention],
    a: &Cluster,
    b: &Cluster,
    width: i32,
) -> Option<&'static str> {
    let ordinals = matches!((a.ordinal, b.ordinal), (Some(a), Some(b)) if a != b);
    let weekdays = a.weekdays.zip(b.weekdays).is_some_and(|(a, b)| a & b == 0);
    let often = a.mentions.iter().chain(&b.mentions).any(|&at| mentions[at].often);
    if ordinals || weekdays || often {
        return None;
    }
    let parties = |all: &BTreeSet<ActorIndex>| -> BTreeSet<String> {
        all.iter().map(|&one| actors.party(one).to_owned()).collect()
    };
    let leaders = |all: &Cluster| all.actors.iter().all(|&one| is_person(actors, one));
    let first = |all: &Cluster| all.mentions.first().map(|&at| &mentions[at]);
    match (first(a), first(b)) {
        (Some(one), Some(_)) if one.is_encounter() => {
            let shared = parties(&a.actors).intersection(&parties(&b.actors)).count();
            let one_act = width == 0
                && one.kind.as_str() == "AGREE"
                && !a.senses.is_disjoint(&b.senses)
                && (a.actors.is_empty() || b.actors.is_empty() || shared > 0);
            match () {
                () if shared >= 2 && leaders(a) == leaders(b) => {
                    Some("the same parties meet on the same days")
                }
                () if one_act => Some("the same is told of the same day"),
                () => None,
            }
        }
        (Some(one), Some(_)) if one.is_harm() => {
            let town = |one: &&ActorIndex| actors.list[**one].kind == NameType::Place;
            let (by_a, by_b) = (parties(&a.by), parties(&b.by));
            let same_side = by_a.is_empty() || by_b.is_empty() || !by_a.is_disjoint(&by_b);
            let numbers = a.counts.iter().all(|(what, many)| {
                b.counts.iter().all(|(other, count)| {
                    what != other || many == count || what == "people" || what == "person"
                })
            });
            let towns = |all: &Cluster| -> BTreeSet<ActorIndex> {
                all.places.iter().chain(&all.to).copied().filter(|one| town(&one)).collect()
            };
            let (here, there) = (towns(a), towns(b));
            let sides =
                |x: &BTreeSet<ActorIndex>, y: &BTreeSet<ActorIndex>| !parties(x).is_disjoint(&parties(y));
            let states = |all: &Cluster| -> BTreeSet<ActorIndex> {
                all.to.iter().copied().filter(|one| !town(&one)).collect()
            };
            let (hit, other) = (states(a), states(b));
            let one_night = !a.sources.is_disjoint(&b.sources)
                && (here.is_empty() || there.is_empty())
                && sides(&a.by, &b.by)
                && (hit.is_empty() || other.is_empty() || sides(&hit, &other))
                && a.kind == b.kind
                && width <= 1;
            // An earthquake on one day is one, unless towns say otherwise.
            let act = matches!(one.kind.as_str(), "X-DISASTER" | "X-ACCIDENT")
                && !a.senses.is_disjoint(&b.senses)
                && (here.is_empty() || there.is_empty());
            match () {
                () if !same_side || !numbers => None,
                () if !here.is_disjoint(&there) => Some("the same town is hit on the same days"),
                () if act && width == 0 => Some("the same is told of the same day"),
                () if one_night => Some("one article tells of one side hitting another in one night"),
                () => None,
            }
        }
        (Some(_), Some(_)) => {
            let (who, others) = (parties(&a.actors), parties(&b.actors));
            let known = who.is_empty() || others.is_empty() || !who.is_disjoint(&others);
            let apart = !a.places.is_empty() && !b.places.is_empty() && a.places.is_disjoint(&b.places);
            (width == 0 && known && !apart && !a.senses.is_disjoint(&b.senses))
                .then_some("the same is told of the same day")
        }
        _ => None,
    }
}
