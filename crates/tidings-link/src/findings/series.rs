//! Rounds of one series: what is called the first although it is a later one; stretches that fit; days that do not.

use std::collections::BTreeSet;

use tidings_record::{ByteSpan, FindingKind, Status, TimeType};

use super::{About, Draft, Linkage};
use crate::events::Mention;
use crate::words::folded;

/// Most findings of one sort from here.
const MOST: usize = 6;

/// "The first direct talks in ten years" beside a "second round" in the same article.
pub(super) fn contradictions(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for source in 0..linkage.sources.len() {
        let mentions = &linkage.events.mentions[linkage.events.range(source)];
        let Some(round) = mentions.iter().find(|one| {
            one.kind.as_str() == "CONSULT" && one.ordinal.is_some_and(|nth| nth > 1) && !one.previous
        }) else {
            continue;
        };
        let first = mentions
            .iter()
            .filter(|one| one.kind == round.kind && !one.previous)
            .find_map(|one| first_of_its_kind(linkage, one).map(|words| (one, words)));
        let Some((mention, words)) = first else { continue };
        // "The first talks in ten years; a second round is expected": no contradiction.
        if round.status != Status::Happened
            && round.status != Status::Ongoing
            && mention.cluster != round.cluster
        {
            continue;
        }
        // Leaders who meet for the first time are another matter than the rounds of their delegations.
        if linkage.events.leaders(linkage.actors, mention) && !linkage.events.leaders(linkage.actors, round) {
            continue;
        }
        let mut refs = vec![(source, words), (source, round.span)];
        let others =
            linkage.events.clusters[round.cluster].mentions.iter().map(|&at| &linkage.events.mentions[at]);
        refs.extend(
            others
                .filter(|one| one.source != source && one.ordinal.is_some())
                .take(2)
                .map(|one| (one.source, one.span)),
        );
        let earlier = linkage.events.mentions.iter().find(|one| {
            one.source != source
                && one.is_encounter()
                && one.ordinal.is_some_and(|nth| nth > 1)
                && one.cluster != round.cluster
                && linkage.events.series(one.cluster, round.cluster)
        });
        refs.extend(earlier.map(|one| (one.source, one.span)));
        found.push(Draft {
            kind: FindingKind::Contradiction,
            about: vec![About::Event(round.cluster)],
            words: refs,
            because: "One article calls it the first for years, and tells of earlier rounds as well."
                .to_owned(),
            question: Some("Is the first one meant, or the series as a whole?".to_owned()),
            innocent: Some("\"The first\" may mean the whole series, not this round."),
        });
    }
    // Copies bring one finding each; one is enough.
    found.truncate(MOST);
    found
}

/// Whether the sentence of a mention calls it the first for years, and the words that do.
fn first_of_its_kind(linkage: &Linkage<'_, '_>, mention: &Mention) -> Option<ByteSpan> {
    let source = &linkage.sources[mention.source];
    let sentence = source.sentence(mention.trigger.start)?;
    let lower = source.words_at(sentence).to_ascii_lowercase();
    let at = lower.find("first ")?;
    let near = sentence.start + at as u32;
    // The word belongs to the mention: close in front of it, and not "first round".
    if near > mention.trigger.start + 40
        || mention.trigger.start > near + 60
        || mention.ordinal.is_some_and(|nth| nth > 1)
    {
        return None;
    }
    let after = folded(&lower[at..]);
    if after
        .iter()
        .take(3)
        .any(|word| matches!(word.as_str(), "round" | "phase" | "stage" | "session" | "day" | "time"))
    {
        return None;
    }
    let since = after.iter().skip(1).take(12).any(|word| word == "since" || word == "ever");
    let times =
        source.reading.times.iter().filter(|time| sentence.contains(time.span) && time.span.start >= near);
    let long = times
        .filter(|time| time.kind == TimeType::Duration)
        .any(|time| time.value.ends_with('Y') && time.value.starts_with('P'));
    let years = after.iter().any(|word| matches!(word.as_str(), "years" | "decade" | "decades"));
    (since || long || years && after.iter().any(|word| word == "in")).then_some(sentence)
}

/// Stretches stated in words that go together with the days found.
pub(super) fn fits(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for chain in linkage.dates.chains.iter().filter(|chain| chain.is_stated) {
        let (earlier, later) = (&linkage.dates.events[chain.earlier], &linkage.dates.events[chain.later]);
        let (Some(before), Some(after)) = (earlier.domain.ends(), later.domain.ends()) else { continue };
        if earlier.domain.width() > 40 || later.domain.width() > 10 {
            continue;
        }
        let fits = before.0 + chain.least <= after.1 && after.0 <= before.1 + chain.most;
        let other = linkage.events.clusters[chain.earlier]
            .mentions
            .iter()
            .map(|&at| &linkage.events.mentions[at])
            .filter(|one| one.source != chain.source)
            .max_by_key(|one| {
                (
                    one.hint.as_ref().is_some_and(|hint| hint.is_stated()),
                    std::cmp::Reverse((one.source, one.span)),
                )
            });
        let Some(other) = other.filter(|_| fits && seen.insert((chain.earlier, chain.later))) else {
            continue;
        };
        found.push(Draft {
            kind: FindingKind::DatesFit,
            about: vec![About::Event(chain.earlier), About::Event(chain.later)],
            words: vec![(chain.source, chain.span), (other.source, other.span)],
            because: if before.0 == before.1 && after.0 == after.1 {
                format!(
                    "The stretch that one article states fits the days of the others: {} days.",
                    after.0 - before.0
                )
            } else {
                "The stretch that one article states fits the days of the others.".to_owned()
            },
            question: None,
            innocent: None,
        });
    }
    found.truncate(MOST);
    found
}

/// Days that are stated and do not go together.
pub(super) fn clashes(linkage: &Linkage<'_, '_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for clash in &linkage.dates.clashes {
        let mention = &linkage.events.mentions[clash.mention];
        let Some(hint) = mention.hint.as_ref() else { continue };
        let others: Vec<&Mention> = linkage.events.clusters[mention.cluster]
            .mentions
            .iter()
            .map(|&at| &linkage.events.mentions[at])
            .filter(|one| one.hint.as_ref().is_some_and(|other| other.is_stated() && other != hint))
            .filter(|one| one.span != mention.span)
            .collect();
        let Some(other) = others.first() else { continue };
        found.push(Draft {
            kind: FindingKind::DatesClash,
            about: vec![About::Event(mention.cluster)],
            words: vec![(mention.source, mention.span), (other.source, other.span)],
            because: "The days that the articles state for one event do not go together.".to_owned(),
            question: Some("On which day was it, and is it the same event?".to_owned()),
            innocent: Some("A slip in a weekday, or two events told in the same words."),
        });
    }
    found.truncate(MOST);
    found
}
