//! Stretches between events of one series: "the first in seven weeks", "just over two weeks after their first meeting".

use tidings_record::{ByteSpan, Time, TimeModifier, TimeType};

use crate::calendar::Day;
use crate::events::{Events, Mention};
use crate::source::Source;
use crate::words::folded;

/// How many days lie between two groups of events, by the words of one mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chain {
    /// The group before.
    pub earlier: usize,
    /// The group after.
    pub later: usize,
    /// Fewest days between.
    pub least: Day,
    /// Most days between.
    pub most: Day,
    /// The article that says so.
    pub source: usize,
    /// Its words.
    pub span: ByteSpan,
    /// The rule in words.
    pub rule: &'static str,
    /// Whether words state the length; else only the order of rounds is behind it.
    pub is_stated: bool,
}

/// All stretches, by mention; then the order of rounds.
pub(super) fn chains(sources: &[Source<'_>], events: &Events) -> Vec<Chain> {
    let mut found: Vec<Chain> = Vec::new();
    for mention in
        events.mentions.iter().filter(|mention| !mention.is_harm() && mention.cluster < events.clusters.len())
    {
        let source = &sources[mention.source];
        let Some(sentence) = source.sentence(mention.trigger.start) else { continue };
        let times = source.reading.times.iter();
        for time in times.filter(|time| time.kind == TimeType::Duration && sentence.contains(time.span)) {
            let Some((least, most)) = days(source, time) else { continue };
            let Some((span, backwards)) = between(source, sentence, time, mention) else { continue };
            let Some(earlier) = before(events, mention, backwards) else { continue };
            let chain = Chain {
                earlier,
                later: mention.cluster,
                least,
                most,
                source: mention.source,
                span,
                rule: "the stretch since the one before is stated",
                is_stated: true,
            };
            let same = |one: &Chain| {
                (one.earlier, one.later, one.source, one.least)
                    == (chain.earlier, chain.later, chain.source, chain.least)
            };
            if !found.iter().any(same) {
                found.push(chain);
            }
        }
    }
    found.extend(order(events));
    found
}

/// Which round before: the one named by an ordinal, or the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Back {
    One,
    First,
}

/// Whether the words around a length make it a stretch since an earlier event, and the words to cite.
fn between(
    source: &Source<'_>,
    sentence: ByteSpan,
    time: &Time,
    mention: &Mention,
) -> Option<(ByteSpan, Back)> {
    let before = folded(source.words_at(ByteSpan::new(sentence.start, time.span.start)));
    let after = folded(source.words_at(ByteSpan::new(time.span.end, sentence.end)));
    let tail = |count: usize| before[before.len().saturating_sub(count)..].to_vec();
    let has = |list: &[String], word: &str| list.iter().any(|other| other == word);
    let end = time.span.end;
    // "the first … in (a span of) seven weeks", "their second round … in just over two weeks"
    let inside = has(&tail(5), "in");
    let first = before.iter().rposition(|word| word == "first");
    let counted = first.is_some_and(|at| before.len() - at <= 12) || mention.ordinal.is_some();
    if inside && counted && time.span.start >= mention.span.start.min(sentence.start) {
        return Some((ByteSpan::new(mention.trigger.start.min(time.span.start), end), Back::One));
    }
    // "two weeks after their first meeting"
    if after.first().is_some_and(|word| word == "after" || word == "since") {
        let next: Vec<&String> = after.iter().take(5).collect();
        if next.iter().any(|word| *word == "first") && next.iter().any(|word| is_encounter(word)) {
            return Some((ByteSpan::new(mention.trigger.start.min(time.span.start), end), Back::First));
        }
    }
    None
}

fn is_encounter(word: &str) -> bool {
    ["meeting", "round", "talks", "session", "encounter", "summit"].contains(&word)
}

/// The group before the mention's in its series.
fn before(events: &Events, mention: &Mention, back: Back) -> Option<usize> {
    let later = &events.clusters[mention.cluster];
    let ordinal = later.ordinal?;
    let wanted = match back {
        Back::One => ordinal.checked_sub(1)?,
        Back::First => 1,
    };
    (0..events.clusters.len()).find(|&at| {
        at != mention.cluster
            && events.series(at, mention.cluster)
            && events.clusters[at].ordinal == Some(wanted)
    })
}

/// Each round of a series comes after the one before.
fn order(events: &Events) -> Vec<Chain> {
    let mut found = Vec::new();
    let ordered: Vec<usize> =
        (0..events.clusters.len()).filter(|&at| events.clusters[at].ordinal.is_some()).take(400).collect();
    for &later in &ordered {
        for &earlier in &ordered {
            let next = events.clusters[earlier].ordinal.map(|ordinal| ordinal + 1);
            if next != events.clusters[later].ordinal || !events.series(earlier, later) {
                continue;
            }
            let Some(first) = events.clusters[later].mentions.first() else { continue };
            let mention = &events.mentions[*first];
            found.push(Chain {
                earlier,
                later,
                least: 1,
                most: 3_650,
                source: mention.source,
                span: mention.span,
                rule: "rounds follow one another",
                is_stated: false,
            });
        }
    }
    found
}

/// The days that a length in words allows: "seven weeks" is 46 to 55, "just over two weeks" 15 to 18.
pub(super) fn days(source: &Source<'_>, time: &Time) -> Option<(Day, Day)> {
    let value = time.value.strip_prefix('P')?;
    let unit = value.chars().last()?;
    let count: Day =
        value[..value.len() - unit.len_utf8()].parse().ok().filter(|count| (1..400).contains(count))?;
    let (length, slack) = match unit {
        'D' => (count, i32::from(count > 9)),
        'W' => (count * 7, if count <= 2 { 2 } else { 3 + count / 2 }),
        'M' => (count * 30 + count / 2, 6 + count * 2),
        'Y' => (count * 365, 90),
        _ => return None,
    };
    let before =
        source.words_at(ByteSpan::new(time.span.start.saturating_sub(24), time.span.end)).to_lowercase();
    let over = time.modifier == Some(TimeModifier::MoreThan)
        || before.contains("just over")
        || before.contains("more than");
    let under = time.modifier == Some(TimeModifier::LessThan)
        || ["nearly", "almost", "just under", "less than"].iter().any(|word| before.contains(word));
    Some(match (over, under) {
        (true, _) => (length + 1, length + slack + 2),
        (_, true) => (length - slack - 2, length - 1),
        // One says a round number rather after than before it is full.
        _ => (length - slack.div_euclid(2).max(slack.min(2)), length + slack),
    })
}
