//! Figures as printed.

use tidings_record::{Basis, Days, Figure, Voice};

use super::Printing;
use crate::figures::Linked;

impl Printing<'_, '_> {
    /// The figures by day, then article, then words.
    pub(super) fn linked_figures(&self) -> Vec<Figure> {
        let mut found: Vec<(usize, Figure)> =
            self.figures.iter().enumerate().map(|(at, one)| (at, self.linked_figure(at, one))).collect();
        found.sort_by_key(|(at, figure)| {
            let (source, _, span) = self.figures[*at].given[0];
            (figure.when.earliest.is_none(), figure.when.earliest, self.rank[source], span)
        });
        found.into_iter().map(|(_, figure)| figure).collect()
    }

    fn linked_figure(&self, at: usize, figure: &Linked) -> Figure {
        let quantity = figure.quantity(self.sources);
        let event = figure.event.filter(|&event| self.printed[event]);
        let cluster = event.map(|event| &self.events.clusters[event]);
        let id = |actor: Option<usize>| {
            actor.map(|one| self.actor_ids[one].clone()).filter(|id| !id.as_str().is_empty())
        };
        let words = figure.given.iter().map(|&(source, _, span)| {
            let sentence = self.sources[source]
                .sentence(span.start)
                .filter(|one| one.contains(span) && one.len() <= 400);
            (source, sentence.unwrap_or(span))
        });
        let claimed_by = id(figure.claimed_by);
        let source = &self.sources[figure.given[0].0];
        let attribution = figure.attribution.map(|one| &source.reading.attributions[one.index()]);
        let said_by = attribution.filter(|_| claimed_by.is_none()).and_then(|one| source.teller(one));
        Figure {
            id: self.figure_ids[at].clone(),
            was: self.figure_was[at].clone(),
            event: event.map(|event| self.event_ids[event].clone()),
            effect: figure.effect,
            counted: figure.counted.clone(),
            affected: figure.affected,
            by: id(figure.by),
            against: id(figure.against),
            places: cluster.map(|one| self.ids(one.places())).unwrap_or_default(),
            when: event
                .map(|event| Days { because: Vec::new(), ..self.dates.events[event].print(self.sources) })
                .unwrap_or_default(),
            counted_at: match figure.counted_on {
                Some(day) => crate::source::days(Some(day), Some(day), Basis::Stated),
                None => self.plain_days(figure.given[0].0),
            },
            min: quantity.and_then(|one| one.min),
            max: quantity.and_then(|one| one.max),
            comparator: quantity.map(|one| one.comparator).unwrap_or_default(),
            approximate: quantity.is_some_and(|one| one.approximate),
            none_reported: figure.none_reported,
            voice: if claimed_by.is_none() && (figure.voice == Voice::Named || said_by.is_some()) {
                Voice::Unnamed
            } else {
                figure.voice
            },
            said_by,
            claimed_by,
            part_of: figure.part_of.map(|whole| self.figure_ids[whole].clone()),
            refs: self.few(words),
            unit: quantity.and_then(|one| one.unit.clone()),
        }
    }
}
