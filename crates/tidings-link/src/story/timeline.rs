//! Which events stand on the timeline, and which first where their number is bounded.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use tidings_record::{ArticleId, EventId, LinkedEvent, Status};

use super::Printing;

impl Printing<'_, '_> {
    /// The events of the timeline in order, and how many are left out beyond `most`: those that fewest articles tell once
    /// copies are folded, and to which fewest come back later.
    pub(super) fn timeline(&self, events: &[LinkedEvent], most: Option<usize>) -> (Vec<EventId>, u32) {
        let listed: Vec<&LinkedEvent> = events.iter().filter(|one| is_on_timeline(one)).collect();
        let most = most.unwrap_or(usize::MAX);
        let mut by_weight: Vec<usize> = (0..listed.len()).collect();
        if listed.len() > most {
            by_weight.sort_by_cached_key(|&at| (Reverse(self.weight(listed[at])), at));
            by_weight.truncate(most);
            by_weight.sort_unstable();
        }
        let rest = listed.len() - by_weight.len();
        (
            by_weight.into_iter().map(|at| listed[at].id.clone()).collect(),
            u32::try_from(rest).unwrap_or(u32::MAX),
        )
    }

    /// How much an event weighs: the articles that tell it, copies folded, and those that come back to it on a later day;
    /// then its figures and whether it has a day.
    fn weight(&self, event: &LinkedEvent) -> (u32, usize, bool) {
        let articles: BTreeSet<&ArticleId> = event.refs.iter().map(|one| &one.article).collect();
        let later = (0..self.sources.len()).filter(|&at| {
            articles.contains(&self.sources[at].reading.id)
                && matches!((event.when.latest, self.told[at].earliest), (Some(day), Some(told)) if day < told)
        });
        let told = event.after_copies + u32::try_from(later.count()).unwrap_or(0);
        (told, event.figures.len(), event.when.day().is_some())
    }
}

/// Whether an event belongs on the timeline: it has a day at one end at least, or several articles tell it.
fn is_on_timeline(event: &LinkedEvent) -> bool {
    let dated = event.when.earliest.is_some() || event.when.latest.is_some();
    event.status != Status::Hypothetical && (dated || event.articles > 1 || event.status == Status::Planned)
}
