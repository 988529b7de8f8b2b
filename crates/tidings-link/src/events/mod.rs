//! Events across articles: which mentions tell of one event.
//!
//! Same-lemma matching falls apart where a story has many like events. So a mention joins a group only if nothing
//! parts them (type, ordinal, weekday, days, place, direction, leaders or delegations), and enough binds them
//! (participants, place, ordinal, day, what is counted). It is compared with the group as a whole, never with a
//! neighbour alone.

mod bonds;
mod cluster;
mod decide;
mod group;
mod home;
mod mention;
mod settle;
mod title;

pub(crate) use cluster::Cluster;
pub(crate) use decide::decide;
pub(crate) use group::cluster;
pub(crate) use mention::{Mention, mentions};
pub(crate) use settle::join_settled;
pub(crate) use title::{shortened, title};

use tidings_record::{ByteSpan, QuantityIndex};

use crate::actors::Actors;

/// The mentions of a story's events and the groups they are in.
#[derive(Debug, Default)]
pub(crate) struct Events {
    /// Every mention, by source, then span.
    pub mentions: Vec<Mention>,
    /// The groups, each with its mentions in the order of the story's articles.
    pub clusters: Vec<Cluster>,
}

impl Events {
    /// The mention that a quantity belongs to.
    pub fn of_quantity(&self, source: usize, quantity: QuantityIndex) -> Option<usize> {
        let range = self.range(source);
        range.into_iter().find(|&at| self.mentions[at].quantities.contains(&quantity))
    }

    /// The group of the mention nearest to `span`: in front of it, within two sentences' reach.
    pub fn nearest(&self, source: usize, span: ByteSpan) -> Option<usize> {
        let reach = 400;
        self.range(source)
            .rev()
            .filter(|&at| self.mentions[at].is_harm() && self.mentions[at].span.start <= span.start)
            .find(|&at| span.start - self.mentions[at].span.start <= reach)
            .map(|at| self.mentions[at].cluster)
    }

    /// The mentions of a source.
    pub fn range(&self, source: usize) -> std::ops::Range<usize> {
        let start = self.mentions.partition_point(|mention| mention.source < source);
        let end = self.mentions.partition_point(|mention| mention.source <= source);
        start..end
    }
}

impl Events {
    /// Whether two groups can be rounds of one series: of one type, and with a party in common if both name any.
    pub fn series(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.clusters[a], &self.clusters[b]);
        let open = a.actors().next().is_none() || b.actors().next().is_none();
        a.kind == b.kind && (open || a.shares_parties(b))
    }
}

impl Events {
    /// Whether everybody whom a mention names as taking part is a human being.
    pub fn leaders(&self, actors: &Actors, mention: &Mention) -> bool {
        !mention.actors.is_empty() && mention.actors.iter().all(|one| mention::is_person(actors, one.actor))
    }
}
