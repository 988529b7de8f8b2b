//! Claims as printed.

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{ByteSpan, Claim, EventId, FigureId, Voice};

use super::{Printing, count};

impl Printing<'_, '_> {
    /// The claims, in the order of their first tellings.
    pub(super) fn linked_claims(&self) -> Vec<Claim> {
        let mut figures: BTreeMap<usize, Vec<FigureId>> = BTreeMap::new();
        for (at, figure) in self.figures.iter().enumerate() {
            let claim = figure.attribution.and_then(|one| self.claims.of.get(&(figure.given[0].0, one)));
            if let Some(&claim) = claim {
                figures.entry(claim).or_default().push(self.figure_ids[at].clone());
            }
        }
        let mut about: BTreeMap<usize, BTreeSet<EventId>> = BTreeMap::new();
        for mention in &self.events.mentions {
            let attribution = self.sources[mention.source].reading.events[mention.event.index()].attribution;
            let claim = attribution.and_then(|one| self.claims.of.get(&(mention.source, one)));
            if let Some(&claim) = claim.filter(|_| self.printed[mention.cluster]) {
                about.entry(claim).or_default().insert(self.event_ids[mention.cluster].clone());
            }
        }
        self.claims
            .list
            .iter()
            .enumerate()
            .map(|(at, claim)| {
                let first = &claim.tellings[0];
                let attribution = &self.sources[first.source].reading.attributions[first.attribution.index()];
                let words: Vec<(usize, ByteSpan)> =
                    claim.tellings.iter().map(|one| (one.source, one.span)).collect();
                let text = self.reference(first.source, first.content).quote;
                let mut wordings: Vec<String> =
                    claim.tellings.iter().map(|one| self.reference(one.source, one.content).quote).collect();
                let mut seen = BTreeSet::new();
                wordings.retain(|one| seen.insert(one.clone()));
                let to = attribution.to.iter().filter_map(|&name| self.actors.of(first.source, name));
                let speaker =
                    claim.speaker.map(|one| self.actor_ids[one].clone()).filter(|id| !id.as_str().is_empty());
                let said_by = self.sources[first.source].teller(attribution).filter(|_| speaker.is_none());
                // Somebody's attitude that the outlet reports in its own words is not the outlet's.
                let nobody = speaker.is_none() && (claim.voice == Voice::Named || said_by.is_some());
                Claim {
                    id: self.claim_ids[at].clone(),
                    was: self.claim_was[at].clone(),
                    speaker,
                    said_by,
                    voice: if nobody { Voice::Unnamed } else { claim.voice },
                    stance: claim.stance,
                    manner: attribution.manner,
                    to: self.ids(to),
                    condition: attribution.condition.map(|span| self.reference(first.source, span)),
                    deadline: attribution.deadline.clone(),
                    about: about.get(&at).into_iter().flatten().cloned().collect(),
                    figures: figures.get(&at).cloned().unwrap_or_default(),
                    told: self.plain_days(first.source),
                    first: self.reference(first.source, first.span),
                    refs: self.few(words.iter().copied()),
                    wordings: if wordings.len() > 1 { wordings } else { Vec::new() },
                    articles: count(claim.tellings.iter().map(|one| one.source)),
                    after_copies: self.after_copies(&words),
                    agencies: self.agencies(&words),
                    text,
                }
            })
            .collect()
    }
}
