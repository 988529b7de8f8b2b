//! From mentions to groups: what parts two tellings, and what binds them.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{EventType, NameType, Part, Status};

use super::Events;
use super::mention::{Mention, is_person};
use crate::actors::{ActorIndex, Actors};
use crate::by_hand;
use crate::dates::{Dates, Domain};
use crate::source::Source;

/// How much must bind a mention to a group. Tuned on the invented story of `examples/`.
const BOUND: f64 = 2.0;
/// How much it binds that evidence alone puts all of a group's mentions with this one.
const BY_EVIDENCE: f64 = 1.0;
/// Most groups behind one key that a mention is compared with, the latest.
const MOST_COMPARED: usize = 40;
/// How many days wide what is settled is at most.
const SETTLED: i32 = 4;
/// How many days from its article a thing told without a day is at most.
const NEWS: i32 = 14;
/// How far back a definite phrase reaches, in bytes.
const REACH: u32 = 2_500;

/// Mentions that tell of one event.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    /// Its type.
    pub kind: EventType,
    /// Its mentions, by index; those before the first article's come first once sorted by the story.
    pub mentions: Vec<usize>,
    /// Its place in a series.
    pub ordinal: Option<u32>,
    /// The days that all of its mentions allow.
    pub domain: Domain,
    weekdays: Option<u8>,
    actors: BTreeSet<ActorIndex>,
    by: BTreeSet<ActorIndex>,
    to: BTreeSet<ActorIndex>,
    places: BTreeSet<ActorIndex>,
    senses: BTreeSet<String>,
    /// How many of its mentions evidence alone puts into each group.
    kin: BTreeMap<usize, usize>,
    counts: BTreeSet<(String, String)>,
    sources: BTreeSet<usize>,
    /// Groups that were taken in later: their first mention, and why.
    pub joined: Vec<(usize, &'static str)>,
    /// The articles that tell it as over, and those that tell it as to come.
    over: BTreeSet<usize>,
    to_come: BTreeSet<usize>,
}

/// Why a headline or summary joins what its article tells.
const HOME: &str = "an article's headline and summary tell of what the article tells";
/// Why a definite phrase joins what was told before.
const POINTS_BACK: &str = "it points back at what its article told before";
/// Why a toll joins an attack.
const TOLL: &str = "a toll belongs to the attack told before it";
/// Why "the previous round" joins a round.
const PREVIOUS: &str = "the round before the one that its article tells of, by their places in the series";

/// What can bind a mention to a group, in words.
const BONDS: [&str; 9] = [
    "somebody in common who takes part",
    "what happens once between two sides",
    "the same place",
    "the same place in the series",
    "the same few days",
    "the same weekday",
    "words of one meaning",
    "the same number of the same thing",
    "it points back within its article",
];
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
    for &source in order {
        for &at in by_source[source].iter().filter(|&&at| !is_strong[at] && !is_previous[at]) {
            let home = grouping.at_home(mentions, &by_source[source], at);
            let found = home.map(|cluster| (cluster, HOME)).or_else(|| {
                let cluster = grouping.pointed_at(mentions, &by_source[source], at)?;
                Some((cluster, if mentions[at].definite { POINTS_BACK } else { TOLL }))
            });
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

impl Cluster {
    /// A group of a type, without mentions yet.
    fn of(kind: EventType) -> Cluster {
        Cluster {
            kind,
            mentions: Vec::new(),
            ordinal: None,
            domain: Domain::open(),
            weekdays: None,
            actors: BTreeSet::new(),
            by: BTreeSet::new(),
            to: BTreeSet::new(),
            places: BTreeSet::new(),
            senses: BTreeSet::new(),
            kin: BTreeMap::new(),
            counts: BTreeSet::new(),
            sources: BTreeSet::new(),
            joined: Vec::new(),
            over: BTreeSet::new(),
            to_come: BTreeSet::new(),
        }
    }

    /// Takes in all that another group holds.
    pub fn absorb(&mut self, other: Cluster, why: &'static str) {
        self.joined.extend(other.mentions.first().map(|&first| (first, why)));
        self.joined.extend(other.joined);
        self.mentions.extend(other.mentions);
        self.ordinal = self.ordinal.or(other.ordinal);
        self.weekdays = self.weekdays.or(other.weekdays);
        for (into, from) in [
            (&mut self.actors, other.actors),
            (&mut self.by, other.by),
            (&mut self.to, other.to),
            (&mut self.places, other.places),
            (&mut self.sources, other.sources),
            (&mut self.over, other.over),
            (&mut self.to_come, other.to_come),
        ] {
            into.extend(from);
        }
        self.senses.extend(other.senses);
        for (kin, count) in other.kin {
            *self.kin.entry(kin).or_default() += count;
        }
        self.counts.extend(other.counts);
    }

    /// Whether both have somebody in common who takes part.
    pub fn shares_parties(&self, other: &Cluster) -> bool {
        self.actors.intersection(&other.actors).next().is_some()
    }

    /// Everybody who takes part.
    pub fn actors(&self) -> impl Iterator<Item = ActorIndex> + '_ {
        self.actors.iter().copied()
    }

    /// Where.
    pub fn places(&self) -> impl Iterator<Item = ActorIndex> + '_ {
        self.places.iter().copied()
    }

    /// The articles that tell it.
    pub fn sources(&self) -> impl Iterator<Item = usize> + '_ {
        self.sources.iter().copied()
    }
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

struct Grouping<'a, 'r> {
    sources: &'a [Source<'r>],
    actors: &'a Actors,
    dates: &'a Dates,
    clusters: Vec<Cluster>,
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
    fn take(&mut self, mentions: &mut [Mention], at: usize, to: usize, rule: &'static str) {
        mentions[at].bonds = vec![rule];
        self.add(mentions, at, to);
    }

    fn begin(&mut self, mentions: &mut [Mention], at: usize) {
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
        for key in keys(mention) {
            let list = self.behind.entry((mention.kind.clone(), key)).or_default();
            if !list.contains(&to) {
                list.push(to);
            }
        }
    }

    /// The group in the mention's own article that has a stated day or an ordinal and somebody in common with it: an
    /// article's headline and summary tell of what the article tells.
    fn at_home(&self, mentions: &[Mention], of_source: &[usize], at: usize) -> Option<usize> {
        let mention = &mentions[at];
        if mention.is_harm() {
            return None;
        }
        let here: BTreeSet<&str> = mention.actors.iter().map(|one| self.actors.party(one.actor)).collect();
        let fits = |other: &usize| {
            let other = &mentions[*other];
            if other.kind != mention.kind || other.cluster == usize::MAX || other.previous || other.in_passing
            {
                return false;
            }
            let turned = matches!(mention.status, Status::Planned | Status::Requested | Status::Hypothetical)
                && other.status == Status::Happened;
            if turned {
                return false;
            }
            let cluster = &self.clusters[other.cluster];
            let told = other.ordinal.is_some() || other.hint.as_ref().is_some_and(|hint| hint.is_stated());
            let ordinal =
                mention.ordinal.is_none() || mention.ordinal == cluster.ordinal || cluster.ordinal.is_none();
            let shared = cluster.actors().any(|one| here.contains(self.actors.party(one)))
                || mention.ordinal.is_some() && mention.ordinal == cluster.ordinal
                || here.is_empty() && mention.definite;
            told && ordinal && shared && self.parted(mention, other.cluster).is_none()
        };
        let found = of_source.iter().copied().filter(fits);
        let nearest = found
            .min_by_key(|&other| (mentions[other].trigger.start.abs_diff(mention.trigger.start), other))?;
        Some(mentions[nearest].cluster)
    }

    /// Whether a group lies too far from an article to be its news, where the mention's words state no day.
    fn is_old_news(&self, mention: &Mention, cluster: &Cluster) -> bool {
        let stated = mention.hint.as_ref().is_some_and(|hint| hint.is_stated());
        let same_round = mention.ordinal.is_some() && mention.ordinal == cluster.ordinal;
        let article = &self.dates.articles[mention.source].domain;
        let (Some(told), Some(days)) = (article.ends(), cluster.domain.ends()) else { return false };
        !stated
            && !same_round
            && article.width() <= 40
            && cluster.domain.width() <= 40
            && (told.0 - days.1 > NEWS || days.0 - told.1 > NEWS)
    }

    /// The group that "the talks", "this meeting" or a toll in the next sentence points back at, in its own article.
    fn pointed_at(&self, mentions: &[Mention], of_source: &[usize], at: usize) -> Option<usize> {
        let mention = &mentions[at];
        let harm = mention.is_harm() && mention.hint.as_ref().is_none_or(|hint| !hint.is_stated());
        if !mention.definite && !harm {
            return None;
        }
        let fits = |other: &&usize| {
            let other = &mentions[**other];
            let kind = other.kind == mention.kind
                || harm
                    && matches!((mention.kind.as_str(), other.kind.as_str()), ("X-CASUALTIES", "ASSAULT"));
            // Another attack with a side of its own is told by itself; a toll belongs to the attack before it.
            let own = other.kind == mention.kind && harm && !mention.definite && !mention.actors.is_empty();
            let away = mention.trigger.start.saturating_sub(other.trigger.end);
            let reach = if mention.definite { REACH } else { 260 };
            kind && !own
                && other.trigger < mention.trigger
                && other.cluster != usize::MAX
                && !other.previous
                && !other.in_passing
                && away <= reach
                && self.parted(mention, other.cluster).is_none()
        };
        of_source.iter().rev().find(fits).map(|&other| mentions[other].cluster)
    }

    /// "The previous round": the one before that of which its article tells, by their ordinals.
    fn place_previous(&mut self, mentions: &mut [Mention], of_source: &[usize], at: usize) {
        let mention = &mentions[at];
        let same = |other: &&usize| {
            let other = &mentions[**other];
            !other.previous && other.kind == mention.kind && other.cluster != usize::MAX && !other.is_harm()
        };
        let main = of_source
            .iter()
            .filter(same)
            .map(|&other| mentions[other].cluster)
            .find_map(|cluster| self.clusters[cluster].ordinal.map(|ordinal| (cluster, ordinal)));
        let Some((main, ordinal)) = main else {
            return self.begin(mentions, at);
        };
        // Of "in May and June" June is the one before and May the one before that.
        let back = mention.piece.map_or(1, |(nth, count)| (count - nth) as u32);
        let Some(wanted) = ordinal.checked_sub(back).filter(|&wanted| wanted > 0) else {
            return self.begin(mentions, at);
        };
        mentions[at].ordinal = Some(wanted);
        let parties = &self.clusters[main].actors;
        let found = (0..self.clusters.len()).find(|&other| {
            let cluster = &self.clusters[other];
            cluster.kind == mentions[at].kind
                && cluster.ordinal == Some(wanted)
                && cluster.actors.intersection(parties).next().is_some()
        });
        match found {
            Some(cluster) => self.take(mentions, at, cluster, PREVIOUS),
            None => {
                self.begin(mentions, at);
                let parties = parties_of(&self.clusters[main]);
                if let Some(made) = self.clusters.last_mut() {
                    made.actors.extend(parties);
                }
            }
        }
    }

    /// The days a mention allows by itself.
    fn days(&self, mention: &Mention) -> Option<Domain> {
        Some(mention.hint.as_ref()?.forward(&self.dates.articles[mention.source].domain))
    }

    /// What is counted with it, and how many.
    fn counts(&self, mention: &Mention) -> BTreeSet<(String, String)> {
        let quantities = &self.sources[mention.source].reading.quantities;
        let counted = mention.quantities.iter().filter_map(|one| quantities.get(one.index()));
        counted
            .filter_map(|one| {
                Some((one.counted.as_ref()?.lemma.clone(), format!("{:?} {:?}", one.min, one.max)))
            })
            .collect()
    }

    /// What says that the mention tells of something else than the group, if anything does.
    fn parted(&self, mention: &Mention, of: usize) -> Option<&'static str> {
        let cluster = &self.clusters[of];
        if matches!((mention.ordinal, cluster.ordinal), (Some(a), Some(b)) if a != b) {
            return Some("another place in the series");
        }
        let turned = match mention.status {
            Status::Happened => &cluster.to_come,
            Status::Planned => &cluster.over,
            _ => &BTreeSet::new(),
        };
        if mention.is_encounter() && turned.contains(&mention.source) {
            return Some("in one article what is over is not what is to come");
        }
        if self.is_old_news(mention, cluster) {
            return Some("too far from the day of its article to be its news");
        }
        if let Some(hint) = &mention.hint {
            let weekdays = hint.weekdays().zip(cluster.weekdays);
            if weekdays.is_some_and(|(a, b)| a & b == 0) {
                return Some("another weekday");
            }
            if self.days(mention).is_some_and(|days| days.and(&cluster.domain).is_empty()) {
                return Some("other days");
            }
        }
        if mention.is_encounter()
            && self.leaders(mention.actors.iter().map(|one| one.actor))
                != self.leaders(cluster.actors.iter().copied())
            && !mention.actors.is_empty()
            && !cluster.actors.is_empty()
        {
            return Some("leaders meet in one, delegations in the other");
        }
        if mention.is_harm() {
            let (by, to): (BTreeSet<_>, BTreeSet<_>) =
                (mention.on(Part::By).collect(), mention.on(Part::To).collect());
            if self.apart(&by, &cluster.by) || self.apart(&to, &cluster.to) && self.apart(&by, &cluster.by) {
                return Some("another side does it");
            }
            let counts = self.counts(mention);
            let clash = counts.iter().any(|(what, _)| cluster.counts.iter().any(|(other, _)| other == what));
            if clash && counts.is_disjoint(&cluster.counts) && !cluster.sources.contains(&mention.source) {
                return Some("other numbers of the same thing");
            }
        }
        self.towns_apart(&mention.places, &cluster.places).then_some("another town")
    }

    /// Whether both sides are known and have no party in common.
    fn apart(&self, a: &BTreeSet<ActorIndex>, b: &BTreeSet<ActorIndex>) -> bool {
        if a.is_empty() || b.is_empty() {
            return false;
        }
        let parties: BTreeSet<&str> = a.iter().map(|&one| self.actors.party(one)).collect();
        !b.iter().any(|&one| parties.contains(self.actors.party(one)))
    }

    /// Whether everybody who takes part is a human being.
    fn leaders(&self, mut all: impl Iterator<Item = ActorIndex>) -> bool {
        all.all(|one| is_person(self.actors, one))
    }

    /// Whether both name towns, and none the same.
    fn towns_apart(&self, a: &[ActorIndex], b: &BTreeSet<ActorIndex>) -> bool {
        let town =
            |one: &ActorIndex| matches!(self.actors.list[*one].kind, NameType::Place | NameType::Facility);
        let (mut here, there): (_, BTreeSet<ActorIndex>) =
            (a.iter().copied().filter(town).peekable(), b.iter().copied().filter(town).collect());
        here.peek().is_some() && !there.is_empty() && !here.any(|one| there.contains(&one))
    }

    /// How much binds a mention to a group.
    fn bound(&self, mention: &Mention, to: usize) -> f64 {
        self.bonds(mention, to).iter().sum()
    }

    /// How much of each of [`BONDS`] binds a mention to a group.
    fn bonds(&self, mention: &Mention, to: usize) -> [f64; BONDS.len()] {
        let cluster = &self.clusters[to];
        let parties = |all: &BTreeSet<ActorIndex>| -> BTreeSet<&str> {
            all.iter().map(|&one| self.actors.party(one)).collect()
        };
        let here: BTreeSet<ActorIndex> = mention.actors.iter().map(|one| one.actor).collect();
        let (mine, theirs) = (parties(&here), parties(&cluster.actors));
        let lasting = is_lasting(&mention.sense);
        let same_sense = cluster.senses.contains(&mention.sense);
        // One harmed by the same side is harmed every night; two who meet are fewer.
        let weight = if mention.is_harm() && !lasting { 0.5 } else { 1.5 };
        let shared = if mine.is_empty() || theirs.is_empty() {
            0.0
        } else {
            let shared = mine.intersection(&theirs).count() as f64;
            weight * shared / (mine.len().min(theirs.len()).max(2)) as f64
        };
        let close = self.days(mention).is_some_and(|days| {
            days.width() <= 7 && cluster.domain.width() <= 7 && !days.and(&cluster.domain).is_empty()
        });
        let weekdays = mention.hint.as_ref().and_then(|hint| hint.weekdays());
        let if_so = |so: bool, weight: f64| if so { weight } else { 0.0 };
        [
            shared,
            if_so(lasting && same_sense, 1.0),
            if_so(mention.places.iter().any(|place| cluster.places.contains(place)), 0.75),
            if_so(mention.ordinal.is_some() && mention.ordinal == cluster.ordinal, 1.5),
            if_so(close, 1.0),
            if_so(weekdays.is_some() && weekdays == cluster.weekdays, 0.5),
            if_so(same_sense, 0.5),
            if_so(self.counts(mention).intersection(&cluster.counts).next().is_some(), 1.5),
            if_so(mention.definite && cluster.sources.contains(&mention.source), 0.5),
        ]
    }

    /// The share of a group's mentions that evidence alone puts with this one.
    fn evidence(&self, mention: &Mention, with: usize) -> f64 {
        let cluster = &self.clusters[with];
        let kin = mention.kin.and_then(|kin| cluster.kin.get(&kin)).copied().unwrap_or_default();
        kin as f64 / cluster.mentions.len().max(1) as f64
    }
}

/// Whether such a thing happens once between two sides rather than every night.
fn is_lasting(sense: &str) -> bool {
    matches!(sense, "invasion" | "war" | "annex" | "coup" | "sieg" | "invad" | "inva")
}

fn parties_of(cluster: &Cluster) -> Vec<ActorIndex> {
    cluster.actors.iter().copied().collect()
}

fn keys(mention: &Mention) -> Vec<Key> {
    let mut keys: Vec<Key> = mention.actors.iter().map(|one| Key::Actor(one.actor)).collect();
    keys.extend(mention.places.iter().map(|&place| Key::Actor(place)));
    keys.extend(mention.ordinal.map(Key::Ordinal));
    if keys.is_empty() {
        keys.push(Key::Sense(mention.sense.clone()));
    }
    keys.extend(mention.kin.map(Key::Kin));
    keys.dedup();
    keys
}

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
            (shared >= 2 && leaders(a) == leaders(b)).then_some("the same parties meet on the same days")
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
            match () {
                () if !same_side || !numbers => None,
                () if !here.is_disjoint(&there) => Some("the same town is hit on the same days"),
                () if one_night => Some("one article tells of one side hitting another in one night"),
                () => None,
            }
        }
        _ => None,
    }
}
