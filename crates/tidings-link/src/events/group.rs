//! From mentions to groups, one mention at a time: those with a day or a place in a series first.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{EventType, Part, Status};

use super::bonds::BONDS;
use super::mention::Mention;
use super::{Cluster, Events};
use crate::actors::{ActorIndex, Actors};
use crate::dates::Dates;
use crate::source::Source;

/// How much must bind a mention to a group. Tuned on the invented story of `examples/`.
const BOUND: f64 = 2.0;
/// How much it binds that evidence alone puts all of a group's mentions with this one.
const BY_EVIDENCE: f64 = 1.0;
/// How many days wide what is told of a week, or of a month, is at most.
const WEEK: i32 = 7;
const MONTH: i32 = 31;
/// Most groups behind one key that a mention is compared with, the latest.
pub(super) const MOST_COMPARED: usize = 40;

/// Why a headline or summary joins what its article tells.
const HOME: &str = "an article's headline and summary tell of what the article tells";
/// Why a definite phrase joins what was told before.
const POINTS_BACK: &str = "it points back at what its article told before";
/// Why a telling that names nobody joins one that does.
const ONLY_ONE: &str = "the only one of its kind on those days";
/// Why a toll joins an attack.
const TOLL: &str = "a toll belongs to the attack told before it";

/// Most groups that a mention is said to have been kept out of.
const MOST_REFUSED: usize = 4;

/// Groups `mentions` (each is told its group), articles in `order`, with the days known so far. With `reasons` each
/// mention is told what it was kept out of as well.
pub(crate) fn cluster(
    sources: &[Source<'_>],
    order: &[usize],
    actors: &Actors,
    mentions: &mut [Mention],
    dates: &Dates,
    reasons: bool,
) -> Vec<Cluster> {
    let mut grouping =
        Grouping { sources, actors, dates, clusters: Vec::new(), behind: BTreeMap::new(), reasons };
    let mut by_source: Vec<Vec<usize>> = vec![Vec::new(); sources.len()];
    for (at, mention) in mentions.iter_mut().enumerate() {
        mention.cluster = usize::MAX;
        mention.bonds.clear();
        mention.refused.clear();
        by_source[mention.source].push(at);
    }
    // Those with an ordinal or a stated day first: they are what the others can be told apart by.
    let strong = |mention: &Mention| {
        !mention.previous
            && (mention.ordinal.is_some() || mention.hint.as_ref().is_some_and(|hint| hint.is_stated()))
    };
    let is_dated: Vec<bool> = mentions
        .iter()
        .map(|one| !one.previous && one.hint.as_ref().is_some_and(|hint| hint.is_stated()))
        .collect();
    let is_strong: Vec<bool> = mentions.iter().map(strong).collect();
    let is_previous: Vec<bool> = mentions.iter().map(|mention| mention.previous).collect();
    for &source in order {
        for &at in by_source[source].iter().filter(|&&at| is_dated[at]) {
            grouping.place(mentions, at);
        }
    }
    for &source in order {
        for &at in by_source[source].iter().filter(|&&at| is_strong[at] && !is_dated[at]) {
            match grouping.at_home(mentions, &by_source[source], at) {
                Some(cluster) => grouping.take(mentions, at, cluster, HOME),
                None => grouping.place(mentions, at),
            }
        }
    }
    // What was done before what came of it: "12 killed as shells hit a market".
    let is_toll: Vec<bool> = mentions.iter().map(|one| one.kind.as_str() == "X-CASUALTIES").collect();
    for &source in order {
        let weak = by_source[source].iter().filter(|&&at| !is_strong[at] && !is_previous[at]);
        let (tolls, others): (Vec<usize>, Vec<usize>) = weak.partition(|&&at| is_toll[at]);
        for at in others.into_iter().chain(tolls) {
            let back = || {
                let cluster = grouping.pointed_at(mentions, &by_source[source], at)?;
                Some((cluster, if mentions[at].definite { POINTS_BACK } else { TOLL }))
            };
            let home = || Some((grouping.at_home(mentions, &by_source[source], at)?, HOME));
            // What names nobody is what was told last; an attack is before all that of the passage.
            let bare = mentions[at].definite && mentions[at].actors.is_empty() || mentions[at].is_harm();
            let found = if bare { back().or_else(home) } else { home().or_else(back) };
            match found {
                Some((cluster, rule)) => grouping.take(mentions, at, cluster, rule),
                None => grouping.place(mentions, at),
            }
        }
    }
    for &source in order {
        for &at in by_source[source].iter().filter(|&&at| is_previous[at]) {
            grouping.place_previous(mentions, &by_source[source], at);
        }
    }
    grouping.clusters
}

/// Fills `clusters` anew from the groups that the mentions are told to be in. What was joined later stays known.
pub(super) fn rebuilt(sources: &[Source<'_>], actors: &Actors, events: &mut Events, dates: &Dates) {
    let mut grouping =
        Grouping { sources, actors, dates, clusters: Vec::new(), behind: BTreeMap::new(), reasons: false };
    let mut order: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (group, cluster) in events.clusters.iter().enumerate() {
        order.entry(group).or_default().extend(&cluster.mentions);
    }
    let mut joined: Vec<Vec<(usize, &'static str)>> =
        events.clusters.iter().map(|one| one.joined.clone()).collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in order.into_values().flatten() {
        groups.entry(events.mentions[at].cluster).or_default().push(at);
    }
    for (group, list) in groups {
        let mut first = true;
        for at in list {
            if std::mem::take(&mut first) {
                grouping.begin(&mut events.mentions, at);
            } else {
                grouping.add(&mut events.mentions, at, grouping.clusters.len() - 1);
            }
        }
        if let (Some(made), Some(joined)) = (grouping.clusters.last_mut(), joined.get_mut(group)) {
            made.joined = std::mem::take(joined);
        }
    }
    events.clusters = grouping.clusters;
}

pub(super) struct Grouping<'a, 'r> {
    pub(super) sources: &'a [Source<'r>],
    pub(super) actors: &'a Actors,
    pub(super) dates: &'a Dates,
    pub(super) clusters: Vec<Cluster>,
    /// Groups behind each key, in the order in which they came.
    behind: BTreeMap<(EventType, Key), Vec<usize>>,
    /// Whether what a mention was kept out of is to be known.
    reasons: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Actor(ActorIndex),
    Ordinal(u32),
    Sense(String),
    /// People met.
    Met,
    Kin(usize),
}

impl Grouping<'_, '_> {
    /// Puts a mention into the group it is most bound to, else into one of its own.
    fn place(&mut self, mentions: &mut [Mention], at: usize) {
        let mention = &mentions[at];
        let mut near: BTreeSet<usize> = BTreeSet::new();
        for key in keys(mention) {
            if let Some(list) = self.behind.get(&(mention.kind.clone(), key)) {
                near.extend(&list[list.len().saturating_sub(MOST_COMPARED)..]);
            }
        }
        // Where the rules abstain, evidence alone may tip the balance.
        let mut best: Option<(bool, f64, usize)> = None;
        for &cluster in &near {
            if self.parted(mention, cluster).is_some() {
                continue;
            }
            let mut bound = self.bound(mention, cluster);
            let by_rules = bound >= BOUND;
            if !by_rules {
                bound += BY_EVIDENCE * self.evidence(mention, cluster);
            }
            if bound >= BOUND && best.is_none_or(|(rules, most, _)| (by_rules, bound) > (rules, most)) {
                best = Some((by_rules, bound, cluster));
            }
        }
        let best = best.map(|(by_rules, _, cluster)| (by_rules, cluster));
        if best.is_none()
            && let Some(only) = self.only_one(mention)
        {
            return self.take(mentions, at, only, ONLY_ONE);
        }
        if self.reasons {
            mentions[at].refused = self
                .refused(mention, near.into_iter().filter(|&one| best.is_none_or(|(_, best)| best != one)));
        }
        match best {
            Some((by_rules, cluster)) => {
                let mut bonds: Vec<(f64, &'static str)> =
                    self.bonds(&mentions[at], cluster).into_iter().zip(BONDS).collect();
                bonds.retain(|(weight, _)| *weight > 0.0);
                bonds.sort_by(|a, b| b.0.total_cmp(&a.0));
                let evidence = (!by_rules).then_some("learned evidence: the words around them");
                mentions[at].bonds =
                    evidence.into_iter().chain(bonds.into_iter().map(|(_, words)| words)).collect();
                self.add(mentions, at, cluster);
            }
            None => self.begin(mentions, at),
        }
    }

    /// The only group of its kind on the days that the mention names: for people who met, nobody named and no place; else
    /// of the same words, where the mention points back at it ("June's flood", "the attack of last week").
    fn only_one(&self, mention: &Mention) -> Option<usize> {
        let stated = mention.hint.as_ref().is_some_and(|hint| hint.is_stated());
        let days = self.days(mention).filter(|days| stated && days.width() <= MONTH)?;
        let bare = mention.actors.is_empty() && mention.places.is_empty();
        let met = bare && mention.kind.as_str() == "CONSULT";
        if !met && !mention.definite {
            return None;
        }
        let key = if met { Key::Met } else { Key::Sense(mention.sense.clone()) };
        let list = self.behind.get(&(mention.kind.clone(), key))?;
        let mut fits = list[list.len().saturating_sub(MOST_COMPARED)..].iter().copied().filter(|&cluster| {
            let other = &self.clusters[cluster].domain;
            other.width() <= WEEK && !days.and(other).is_empty() && self.parted(mention, cluster).is_none()
        });
        fits.next().filter(|_| fits.next().is_none())
    }

    /// The groups that a mention was kept out of, those it is most like first: a mention of each, and what parts them.
    fn refused(&self, mention: &Mention, near: impl Iterator<Item = usize>) -> Vec<(usize, &'static str)> {
        let mut found: Vec<(f64, usize, &'static str)> = near
            .filter_map(|cluster| {
                let first = *self.clusters[cluster].mentions.first()?;
                let parts = self.parted(mention, cluster).unwrap_or("too little binds them");
                Some((self.bound(mention, cluster), first, parts))
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.into_iter().take(MOST_REFUSED).map(|(_, first, parts)| (first, parts)).collect()
    }

    /// Puts a mention into a group that a rule found.
    pub(super) fn take(&mut self, mentions: &mut [Mention], at: usize, to: usize, rule: &'static str) {
        mentions[at].bonds = vec![rule];
        self.add(mentions, at, to);
    }

    pub(super) fn begin(&mut self, mentions: &mut [Mention], at: usize) {
        self.clusters.push(Cluster::of(mentions[at].kind.clone()));
        self.add(mentions, at, self.clusters.len() - 1);
    }

    fn add(&mut self, mentions: &mut [Mention], at: usize, to: usize) {
        let days = self.days(&mentions[at]);
        let counts = self.counts(&mentions[at]);
        let mention = &mut mentions[at];
        mention.cluster = to;
        let cluster = &mut self.clusters[to];
        cluster.mentions.push(at);
        cluster.ordinal = cluster.ordinal.or(mention.ordinal);
        if let Some(days) = days {
            let both = cluster.domain.and(&days);
            if !both.is_empty() {
                cluster.domain = both;
            }
        }
        if let Some(days) = mention.hint.as_ref().and_then(|hint| hint.weekdays()) {
            cluster.weekdays = Some(
                cluster.weekdays.map_or(days, |known| if known & days == 0 { known } else { known & days }),
            );
        }
        cluster.actors.extend(mention.actors.iter().map(|one| one.actor));
        cluster.by.extend(mention.on(Part::By));
        cluster.to.extend(mention.on(Part::To));
        cluster.places.extend(&mention.places);
        cluster.senses.insert(mention.sense.clone());
        if let Some(kin) = mention.kin {
            *cluster.kin.entry(kin).or_default() += 1;
        }
        cluster.counts.extend(counts);
        cluster.sources.insert(mention.source);
        match mention.status {
            Status::Happened => drop(cluster.over.insert(mention.source)),
            Status::Planned => drop(cluster.to_come.insert(mention.source)),
            _ => {}
        }
        let sense = Key::Sense(mention.sense.clone());
        for key in keys(mention).into_iter().chain([sense]) {
            let list = self.behind.entry((mention.kind.clone(), key)).or_default();
            if !list.contains(&to) {
                list.push(to);
            }
        }
    }
}

fn keys(mention: &Mention) -> Vec<Key> {
    let mut keys: Vec<Key> = mention.actors.iter().map(|one| Key::Actor(one.actor)).collect();
    keys.extend(mention.places.iter().map(|&place| Key::Actor(place)));
    keys.extend(mention.ordinal.map(Key::Ordinal));
    if mention.kind.as_str() == "CONSULT" {
        keys.push(Key::Met);
    }
    if keys.is_empty() {
        keys.push(Key::Sense(mention.sense.clone()));
    }
    keys.extend(mention.kin.map(Key::Kin));
    keys.dedup();
    keys
}
