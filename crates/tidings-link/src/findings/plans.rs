//! Told as a plan, even as a fact, and nowhere as done.

use std::collections::BTreeSet;

use tidings_record::{FindingKind, Status};

use super::{About, Draft, Linkage};
use crate::events::Mention;

/// Plans of people who are to meet or to agree, of which no article tells that it came about, although other articles
/// call for it, refuse it, or are later than its day.
pub(super) fn unconfirmed(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let events = linkage.events;
    let last_day = (0..linkage.sources.len()).filter_map(|at| linkage.dates.told(at).0).max();
    let mut found: Vec<Draft> = Vec::new();
    let mut told: BTreeSet<Vec<usize>> = BTreeSet::new();
    for (at, cluster) in events.clusters.iter().enumerate() {
        let mentions = || cluster.mentions.iter().map(|&mention| &events.mentions[mention]);
        let planned: Vec<&Mention> =
            mentions().filter(|one| one.status == Status::Planned && one.is_encounter()).collect();
        let took_place =
            mentions().any(|one| matches!(one.status, Status::Happened | Status::Ongoing) && !one.previous);
        let Some(plan) = planned.first().filter(|_| !took_place) else { continue };
        let who: BTreeSet<usize> = cluster.actors().collect();
        if who.len() < 2 {
            continue;
        }
        let others = others(linkage, at, &who);
        if others.iter().any(|other| {
            matches!(other.status, Status::Happened | Status::Ongoing) && compatible(linkage, at, other)
        }) {
            continue;
        }
        let refused = refusals(linkage, &others, at, &who);
        let over = matches!((linkage.dates.events[at].domain.known().1, last_day), (Some(day), Some(last)) if day < last);
        if refused.is_empty() && !over {
            continue;
        }
        // The firmest telling first: the article's own "will".
        let mut words: Vec<_> = planned.iter().map(|one| (one.source, one.span)).collect();
        words.dedup_by_key(|one| one.0);
        words.extend(first_time(linkage, plan));
        words.extend(refused.iter().map(|one| (one.source, one.span)));
        let pair: Vec<usize> = who.into_iter().collect();
        if !told.insert(pair) {
            continue;
        }
        found.push(Draft {
            kind: FindingKind::PlanUnconfirmed,
            about: vec![About::Event(at)],
            words,
            because: if refused.is_empty() {
                "It is told as to come; later articles do not tell that it came about.".to_owned()
            } else {
                "It is told as to come; other articles tell of refusals or calls for it, and none that it came about."
                    .to_owned()
            },
            question: Some("Did it take place? Look for a report from after the day that was named.".to_owned()),
            innocent: Some("The articles at hand may simply end before the day, or leave it untold."),
        });
    }
    found
}

/// "It will be the first time that they meet": the sentence of the plan's article that says so.
fn first_time(linkage: &Linkage<'_, '_>, plan: &Mention) -> Option<(usize, tidings_record::ByteSpan)> {
    let source = &linkage.sources[plan.source];
    source
        .reading
        .sentences
        .iter()
        .map(|one| one.span)
        .find(|&span| {
            let words = source.words_at(span).to_lowercase();
            words.contains(" will be the first ") || words.contains(" will be their first ")
        })
        .map(|span| (plan.source, span))
}

/// Mentions in other articles of the same people meeting.
fn others<'a>(linkage: &'a Linkage<'_, '_>, plan: usize, who: &BTreeSet<usize>) -> Vec<&'a Mention> {
    // Its own articles are those that tell it as a plan; what others tell of the same people may stand in its group.
    let mentions = linkage.events.clusters[plan].mentions.iter().map(|&at| &linkage.events.mentions[at]);
    let of_plan: BTreeSet<usize> =
        mentions.filter(|one| one.status == Status::Planned).map(|one| one.source).collect();
    linkage
        .events
        .mentions
        .iter()
        .filter(|one| one.is_encounter() && !of_plan.contains(&one.source))
        .filter(|one| {
            one.actors
                .iter()
                .filter(|actor| who.contains(&actor.actor))
                .map(|actor| actor.actor)
                .collect::<BTreeSet<_>>()
                .len()
                >= 2
        })
        .collect()
}

/// Tellings in other articles that it was refused, called for, or did not take place: of the same people by their own words
/// or by the names in their sentence, and what else is denied of the same event.
fn refusals<'a>(
    linkage: &'a Linkage<'_, '_>,
    others: &[&'a Mention],
    plan: usize,
    who: &BTreeSet<usize>,
) -> Vec<&'a Mention> {
    let turned = |one: &Mention| matches!(one.status, Status::Denied | Status::Requested);
    let mut found: Vec<&Mention> = others.iter().copied().filter(|one| turned(one)).collect();
    let own: BTreeSet<usize> = linkage.events.clusters[plan].sources().collect();
    let denied = linkage
        .events
        .mentions
        .iter()
        .filter(|one| one.is_encounter() && one.status == Status::Denied && !own.contains(&one.source));
    let named =
        denied.clone().filter(|one| compatible_days(linkage, plan, one) && named(linkage, one, who) >= 2);
    let groups: BTreeSet<usize> = named.map(|one| one.cluster).collect();
    found.extend(denied.filter(|one| groups.contains(&one.cluster)));
    found.sort_by_key(|one| (one.source, one.span));
    found.dedup_by_key(|one| (one.source, one.span));
    found
}

/// How many of `who` the sentence of a mention names.
fn named(linkage: &Linkage<'_, '_>, mention: &Mention, who: &BTreeSet<usize>) -> usize {
    let source = &linkage.sources[mention.source];
    let Some(sentence) = source.sentence(mention.trigger.start) else { return 0 };
    let names = source
        .reading
        .names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.mentions.iter().any(|one| sentence.contains(one.span)));
    let actors = names.filter_map(|(index, _)| linkage.actors.of(mention.source, index.into()));
    actors.filter(|actor| who.contains(actor)).collect::<BTreeSet<_>>().len()
}

fn compatible_days(linkage: &Linkage<'_, '_>, plan: usize, other: &Mention) -> bool {
    let (here, there) = (&linkage.dates.events[plan].domain, &linkage.dates.events[other.cluster].domain);
    !here.and(there).is_empty()
}

/// Whether another telling can be of the plan: its days, if known, meet.
fn compatible(linkage: &Linkage<'_, '_>, plan: usize, other: &Mention) -> bool {
    let (here, there) = (&linkage.dates.events[plan].domain, &linkage.dates.events[other.cluster].domain);
    !here.and(there).is_empty() && there.width() < 40
}
