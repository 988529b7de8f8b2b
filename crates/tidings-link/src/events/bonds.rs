//! What parts a mention from a group, and what binds it to one.

use std::collections::BTreeSet;

use tidings_record::{NameType, Part, Status};

use super::Cluster;
use super::group::Grouping;
use super::mention::{Mention, is_person};
use crate::actors::ActorIndex;
use crate::dates::Domain;

/// How many days from its article a thing told without a day is at most.
const NEWS: i32 = 14;

/// What can bind a mention to a group, in words.
pub(super) const BONDS: [&str; 9] = [
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

impl Grouping<'_, '_> {
    /// Whether a group lies too far from an article to be its news, where the mention's words state no day.
    fn is_old_news(&self, mention: &Mention, cluster: &Cluster) -> bool {
        let stated = mention.hint.as_ref().is_some_and(|hint| hint.is_stated());
        let same_round = mention.ordinal.is_some() && mention.ordinal == cluster.ordinal;
        let article = &self.dates.articles[mention.source].domain;
        let (Some(told), Some(days)) = (article.ends(), cluster.domain.ends()) else { return false };
        !stated
            && !same_round
            && !cluster.sources.contains(&mention.source)
            && article.width() <= 40
            && cluster.domain.width() <= 40
            && (told.0 - days.1 > NEWS || days.0 - told.1 > NEWS)
    }

    /// The days a mention allows by itself.
    pub(super) fn days(&self, mention: &Mention) -> Option<Domain> {
        Some(mention.hint.as_ref()?.forward(&self.dates.articles[mention.source].domain))
    }

    /// What is counted with it, and how many.
    pub(super) fn counts(&self, mention: &Mention) -> BTreeSet<(String, String)> {
        let quantities = &self.sources[mention.source].reading.quantities;
        let counted = mention.quantities.iter().filter_map(|one| quantities.get(one.index()));
        counted
            .filter_map(|one| {
                Some((one.counted.as_ref()?.lemma.clone(), format!("{:?} {:?}", one.min, one.max)))
            })
            .collect()
    }

    /// What says that the mention tells of something else than the group, if anything does.
    pub(super) fn parted(&self, mention: &Mention, of: usize) -> Option<&'static str> {
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
            // What no words date is not kept from what its own article tells beside it.
            let premised = hint.premise.is_some() && cluster.sources.contains(&mention.source);
            if !premised && self.days(mention).is_some_and(|days| days.and(&cluster.domain).is_empty()) {
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
        if mention.is_encounter() && others_meet(self, mention, cluster) {
            return Some("other parties");
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

    /// Whether both are known to lie on the same few days.
    pub(super) fn is_close(&self, mention: &Mention, to: usize) -> bool {
        let other = &self.clusters[to].domain;
        self.days(mention)
            .is_some_and(|days| days.width() <= 7 && other.width() <= 7 && !days.and(other).is_empty())
    }

    /// How much binds a mention to a group.
    pub(super) fn bound(&self, mention: &Mention, to: usize) -> f64 {
        self.bonds(mention, to).iter().sum()
    }

    /// How much of each of [`BONDS`] binds a mention to a group.
    pub(super) fn bonds(&self, mention: &Mention, to: usize) -> [f64; BONDS.len()] {
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
        let close = self.is_close(mention, to);
        let weekdays = mention.hint.as_ref().and_then(|hint| hint.weekdays());
        let if_so = |so: bool, weight: f64| if so { weight } else { 0.0 };
        [
            shared,
            if_so(lasting && same_sense, 1.0),
            if_so(mention.places.iter().any(|place| cluster.places.contains(place)), 0.75),
            if_so(
                mention.ordinal.is_some() && mention.ordinal == cluster.ordinal,
                if mention.ordinal > Some(1) && mention.is_encounter() { 2.0 } else { 1.5 },
            ),
            if_so(close, 1.0),
            if_so(weekdays.is_some() && weekdays == cluster.weekdays, 0.5),
            if_so(same_sense, 0.5),
            if_so(self.counts(mention).intersection(&cluster.counts).next().is_some(), 1.5),
            if_so(mention.definite && cluster.sources.contains(&mention.source), 0.5),
        ]
    }

    /// The share of a group's mentions that evidence alone puts with this one.
    pub(super) fn evidence(&self, mention: &Mention, with: usize) -> f64 {
        let cluster = &self.clusters[with];
        let kin = mention.kin.and_then(|kin| cluster.kin.get(&kin)).copied().unwrap_or_default();
        kin as f64 / cluster.mentions.len().max(1) as f64
    }
}

/// Whether both name two parties or more that meet, and none the same.
fn others_meet(grouping: &Grouping<'_, '_>, mention: &Mention, cluster: &Cluster) -> bool {
    let parties = |all: &mut dyn Iterator<Item = ActorIndex>| -> BTreeSet<String> {
        all.map(|one| grouping.actors.party(one).to_owned()).collect()
    };
    let here = parties(&mut mention.actors.iter().map(|one| one.actor));
    let there = parties(&mut cluster.actors.iter().copied());
    here.len() > 1 && there.len() > 1 && here.is_disjoint(&there)
}

/// Whether such a thing happens once between two sides rather than every night.
fn is_lasting(sense: &str) -> bool {
    matches!(sense, "invasion" | "war" | "annex" | "coup" | "sieg" | "invad" | "inva")
}
