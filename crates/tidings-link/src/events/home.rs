//! What a mention tells of within its own article: a headline's event, "the talks", "the previous round".

use std::collections::BTreeSet;

use tidings_record::{Part, Status};

use super::group::Grouping;
use super::mention::Mention;
use crate::actors::ActorIndex;

/// How far back a definite phrase reaches, in bytes.
const REACH: u32 = 2_500;
/// Why "the previous round" joins a round.
const PREVIOUS: &str = "the round before the one that its article tells of, by their places in the series";

impl Grouping<'_, '_> {
    /// The group in the mention's own article that has a stated day or an ordinal and somebody in common with it: an
    /// article's headline and summary tell of what the article tells.
    pub(super) fn at_home(&self, mentions: &[Mention], of_source: &[usize], at: usize) -> Option<usize> {
        let mention = &mentions[at];
        if mention.is_harm() {
            return self.main_attack(mentions, of_source, at);
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
                || here.is_empty() && mention.ordinal == Some(1) && cluster.ordinal.is_none()
                || here.is_empty()
                    && (mention.definite || self.in_title(mention) && mention.sense == other.sense);
            told && ordinal && shared && self.parted(mention, other.cluster).is_none()
        };
        let found = of_source.iter().copied().filter(fits);
        let nearest = found
            .min_by_key(|&other| (mentions[other].trigger.start.abs_diff(mention.trigger.start), other))?;
        Some(mentions[nearest].cluster)
    }
    /// The attack of the headline, for a telling in its article that names neither a day nor a town, and no other side;
    /// for the headline itself the first attack told with a day on the same side.
    fn main_attack(&self, mentions: &[Mention], of_source: &[usize], at: usize) -> Option<usize> {
        let mention = &mentions[at];
        let stated = mention.hint.as_ref().is_some_and(|hint| hint.is_stated());
        if mention.kind.as_str() != "ASSAULT" || stated || mention.often || !mention.places.is_empty() {
            return None;
        }
        let is_title = self.in_title(mention);
        let open = !is_title || mention.actors.is_empty();
        let fits = |other: &&Mention| {
            let dated = || other.hint.as_ref().is_some_and(|hint| hint.is_stated());
            if other.kind != mention.kind || other.cluster == usize::MAX || other.in_passing {
                return false;
            }
            let cluster = &self.clusters[other.cluster];
            let sides = |part: Part, theirs: &BTreeSet<ActorIndex>, open: bool| {
                let mine: BTreeSet<&str> = mention.on(part).map(|one| self.actors.party(one)).collect();
                mine.is_empty() && open || theirs.iter().any(|&one| mine.contains(self.actors.party(one)))
            };
            (if is_title { dated() } else { self.in_title(other) })
                && sides(Part::By, &cluster.by, true)
                && (sides(Part::To, &cluster.to, open) || is_title && sides(Part::To, &cluster.places, false))
                && self.parted(mention, other.cluster).is_none()
        };
        of_source.iter().map(|&other| &mentions[other]).find(fits).map(|other| other.cluster)
    }

    /// Whether a mention stands in its article's headline.
    fn in_title(&self, mention: &Mention) -> bool {
        let title = self.sources[mention.source].reading.title.as_ref();
        title.and_then(|title| title.span).is_some_and(|span| span.contains(mention.trigger))
    }

    /// The group that "the talks", "this meeting" or a toll in the next sentence points back at, in its own article.
    pub(super) fn pointed_at(&self, mentions: &[Mention], of_source: &[usize], at: usize) -> Option<usize> {
        let mention = &mentions[at];
        let harm = mention.is_harm() && mention.hint.as_ref().is_none_or(|hint| !hint.is_stated());
        if !mention.definite && !harm {
            return None;
        }
        let toll = mention.kind.as_str() == "X-CASUALTIES";
        let sentence = self.sources[mention.source].sentence(mention.trigger.start);
        let one_sentence = |other: &Mention| sentence.is_some_and(|one| one.contains(other.trigger));
        let fits = |other: &&usize| {
            let other = &mentions[**other];
            let kind = other.kind == mention.kind
                || harm
                    && matches!(
                        (mention.kind.as_str(), other.kind.as_str()),
                        ("X-CASUALTIES", "ASSAULT" | "X-DISASTER" | "X-ACCIDENT" | "X-EPIDEMIC")
                    );
            // Another attack with a side of its own is told by itself; a toll belongs to the attack before it.
            let own = other.kind == mention.kind && harm && !mention.definite && !mention.actors.is_empty();
            let away = mention.trigger.start.saturating_sub(other.trigger.end);
            let reach = if mention.definite { REACH } else { 260 };
            kind && !own
                && (other.trigger < mention.trigger
                    || toll && other.kind != mention.kind && one_sentence(other))
                && other.cluster != usize::MAX
                && !other.previous
                && !other.in_passing
                && away <= reach
                && self.parted(mention, other.cluster).is_none()
        };
        // "The attack" and "the summit" are those of the headline, "the talks" those told last.
        let gathering = |one: &Mention| {
            let word = self.sources[one.source].words_at(one.trigger).to_lowercase();
            word.starts_with("meet") || word.starts_with("summit")
        };
        let by_title = mention.definite && (harm && !toll || gathering(mention));
        let main = of_source.iter().filter(|&&other| {
            by_title && self.in_title(&mentions[other]) && (harm || gathering(&mentions[other]))
        });
        let main = main.into_iter().find(fits);
        main.or_else(|| of_source.iter().rev().find(fits)).map(|&other| mentions[other].cluster)
    }

    /// "The previous round": the one before that of which its article tells, by their ordinals.
    pub(super) fn place_previous(&mut self, mentions: &mut [Mention], of_source: &[usize], at: usize) {
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
                let parties: Vec<usize> = self.clusters[main].actors().collect();
                if let Some(made) = self.clusters.last_mut() {
                    made.actors.extend(parties);
                }
            }
        }
    }
}
