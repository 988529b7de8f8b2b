//! A group of mentions that tell of one event, and what is known of it as a whole.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::EventType;

use crate::actors::ActorIndex;
use crate::dates::Domain;

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
    pub(super) weekdays: Option<u8>,
    pub(super) actors: BTreeSet<ActorIndex>,
    pub(super) by: BTreeSet<ActorIndex>,
    pub(super) to: BTreeSet<ActorIndex>,
    pub(super) places: BTreeSet<ActorIndex>,
    pub(super) senses: BTreeSet<String>,
    /// How many of its mentions evidence alone puts into each group.
    pub(super) kin: BTreeMap<usize, usize>,
    pub(super) counts: BTreeSet<(String, String)>,
    pub(super) sources: BTreeSet<usize>,
    /// Groups that were taken in later: their first mention, and why.
    pub joined: Vec<(usize, &'static str)>,
    /// The articles that tell it as over, and those that tell it as to come.
    pub(super) over: BTreeSet<usize>,
    pub(super) to_come: BTreeSet<usize>,
}
impl Cluster {
    /// A group of a type, without mentions yet.
    pub fn of(kind: EventType) -> Cluster {
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
