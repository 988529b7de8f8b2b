//! One telling of an event, with what linking asks of it.

use std::collections::BTreeSet;

use tidings_record::{ByteSpan, Event, EventIndex, EventType, NameType, Part, QuantityIndex, Status};

use crate::actors::{ActorIndex, Actors};
use crate::claims::hull;
use crate::coreference::{self, Weights};
use crate::dates::Hint;
use crate::lexicon;
use crate::source::Source;

/// Most mentions of one sentence that are looked at.
const SENTENCE: usize = 12;

/// Who takes part, by the words of one mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Participant {
    /// On which side.
    pub part: Part,
    /// Who.
    pub actor: ActorIndex,
    /// The words.
    pub span: ByteSpan,
}

/// One telling of an event.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// The article.
    pub source: usize,
    /// The event there.
    pub event: EventIndex,
    /// Its type.
    pub kind: EventType,
    /// What the trigger means, as a stem that stands for its near synonyms.
    pub sense: String,
    /// The trigger.
    pub trigger: ByteSpan,
    /// From the first to the last word that tells of it, within its sentence.
    pub span: ByteSpan,
    /// Whether it happened.
    pub status: Status,
    /// Who takes part.
    pub actors: Vec<Participant>,
    /// Where.
    pub places: Vec<ActorIndex>,
    /// Its place in a series.
    pub ordinal: Option<u32>,
    /// The quantities that belong to it.
    pub quantities: Vec<QuantityIndex>,
    /// When, by its own words.
    pub hint: Option<Hint>,
    /// Whether its words point back at something told before: "the talks", "this meeting".
    pub definite: bool,
    /// Whether its words say that it is the one before: "the previous round".
    pub previous: bool,
    /// Whether it only places another of its series that its sentence tells of first: "two weeks after their first
    /// meeting".
    pub in_passing: bool,
    /// Whether its words tell of many like it: "has been shelled six times".
    pub often: bool,
    /// The pieces into which "May and June" cuts it: which of how many.
    pub piece: Option<(usize, usize)>,
    /// The group in which evidence alone puts it (`coreference`).
    pub kin: Option<usize>,
    /// The group it is in.
    pub cluster: usize,
    /// What bound it to its group, in words, most first; nothing for the first of a group.
    pub bonds: Vec<&'static str>,
    /// Mentions of groups like its own that it was kept out of, with what parts them. Kept if reasons are asked for.
    pub refused: Vec<(usize, &'static str)>,
}

impl Mention {
    /// Whether it harms or uses arms.
    pub fn is_harm(&self) -> bool {
        matches!(self.kind.as_str(), "ASSAULT" | "X-CASUALTIES" | "X-DISASTER" | "X-ACCIDENT" | "COERCE")
    }

    /// Whether it is of people who meet or agree.
    pub fn is_encounter(&self) -> bool {
        matches!(self.kind.as_str(), "CONSULT" | "COOPERATE" | "AGREE")
    }

    /// Those on one side.
    pub fn on(&self, part: Part) -> impl Iterator<Item = ActorIndex> + '_ {
        self.actors.iter().filter(move |one| one.part == part).map(|one| one.actor)
    }
}

/// The mentions of all events of `sources`, by source, then span. What stands in a repeated passage is left out.
pub(crate) fn mentions(sources: &[Source<'_>], actors: &Actors) -> Vec<Mention> {
    let groups = coreference::groups_of(sources, actors, Weights::built_in());
    let mut found = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let first = found.len();
        for (index, event) in source.reading.events.iter().enumerate() {
            // "All three rounds of talks" are none of them.
            let before = before(source, event.trigger);
            let series = before.ends_with(&["rounds".to_owned(), "of".to_owned()]) && event.ordinal.is_none();
            // "Ended without agreement": how talks ended, no event of its own.
            let missing = event.kind.as_str() == "AGREE"
                && event.status == Status::Denied
                && before.iter().rev().take(2).any(|word| matches!(word.as_str(), "no" | "without"));
            if !source.is_repeat(event.trigger.start) && !series && !missing {
                let index = EventIndex::from(index);
                let kin = groups.get(&(at, index)).copied();
                let mention = Mention { kin, ..mention(source, at, index, event, actors) };
                let pieces = Hint::pieces(source, event, &mention);
                match pieces.len() {
                    0 | 1 => found.push(mention),
                    count => found.extend(pieces.into_iter().enumerate().map(|(nth, hint)| Mention {
                        hint: Some(hint),
                        piece: Some((nth, count)),
                        ..mention.clone()
                    })),
                }
            }
        }
        // One word tells of one event: the one with a day, where "the first since" tells of two.
        let dated: BTreeSet<ByteSpan> = found[first..]
            .iter()
            .filter(|one: &&Mention| {
                one.status == Status::Happened && one.hint.as_ref().is_some_and(|hint| hint.is_stated())
            })
            .map(|one| one.trigger)
            .collect();
        let mut at_place = 0;
        found.retain(|one| {
            at_place += 1;
            let stated = one.hint.as_ref().is_some_and(|hint| hint.is_stated());
            at_place <= first || stated || !dated.contains(&one.trigger)
        });
        found[first..].sort_by_key(|one: &Mention| (one.trigger, one.event, one.piece));
        for at in first..found.len() {
            let sentence = source.sentence(found[at].trigger.start);
            found[at].in_passing |= found[first..at].iter().rev().take(SENTENCE).any(|before| {
                before.kind == found[at].kind
                    && matches!((before.ordinal, found[at].ordinal), (Some(a), Some(b)) if a != b)
                    && sentence.is_some_and(|sentence| sentence.contains(before.trigger))
            });
        }
    }
    found
}

fn mention(source: &Source<'_>, at: usize, index: EventIndex, event: &Event, actors: &Actors) -> Mention {
    let participants: Vec<Participant> = event
        .actors
        .iter()
        .filter_map(|one| {
            let actor = actors.of(at, one.name?)?;
            Some(Participant { part: one.part, actor, span: one.span })
        })
        .collect();
    let places: BTreeSet<ActorIndex> = event.places.iter().filter_map(|&name| actors.of(at, name)).collect();
    let words = source.words_at(event.trigger).to_lowercase();
    let head = words.split_whitespace().last().unwrap_or_default();
    let sense = lexicon::sense(lexicon::stem(head)).to_owned();
    let before = before(source, event.trigger);
    let hint = Hint::of(source, event);
    // "The last round"; "last week's talks" are only those of that week.
    let is_time = |word: &String| {
        matches!(
            word.as_str(),
            "week" | "month" | "year" | "night" | "weekend" | "autumn" | "spring" | "summer" | "winter"
        ) || word.ends_with("day")
    };
    let previous = (0..before.len()).any(|at| {
        matches!(before[at].as_str(), "previous" | "earlier" | "last" | "preceding")
            && !before.get(at + 1).is_some_and(is_time)
    }) && event.status == Status::Happened;
    // "June's flood", "last week's talks"
    let dated = hint.as_ref().and_then(|hint| hint.span).is_some_and(|span| {
        let between = ByteSpan::new(span.start, event.trigger.start.max(span.start));
        let words = source.words_at(between);
        words.len() < 40 && (words.contains("'s ") || words.contains("’s "))
    });
    let determined = dated
        || before.iter().any(|word| matches!(word.as_str(), "the" | "this" | "these" | "that" | "those"));
    let end =
        source.sentence(event.trigger.start).map_or(event.trigger.end, |one| one.end.max(event.trigger.end));
    let behind = ByteSpan::new(event.trigger.end, end.min(event.trigger.end + 40));
    let after: Vec<String> = crate::words::folded(source.clip(behind)).into_iter().take(3).collect();
    let aftermath = event.kind.as_str() == "X-CASUALTIES"
        && (matches!(before.as_slice(), [.., of, the, hurt] if of == "of" && the == "the" && is_hurt(hurt))
            || matches!(after.as_slice(), [of, .., wounds] if matches!(of.as_str(), "of" | "from") && is_hurt(wounds)));
    // "It will be their first meeting": not one of a series, but the one told of.
    let predicate = matches!(before.iter().rposition(|word| matches!(word.as_str(), "be" | "is" | "was" | "been")), Some(at)
        if at > 0 && before[..at].iter().any(|word| matches!(word.as_str(), "it" | "this" | "that" | "which")))
        && event.kind.as_str() == "CONSULT";
    let new =
        before.iter().any(|word| matches!(word.as_str(), "new" | "another" | "fresh" | "a" | "an" | "first"));
    // "The first time they have met since December 2019": the meeting of then.
    let since = hint.as_ref().and_then(|hint| hint.span).is_some_and(|span| {
        let start = source.sentence(span.start).map_or(span.start, |one| one.start);
        let before = crate::words::folded(source.words_at(ByteSpan::new(start, span.start)));
        before.last().is_some_and(|word| word == "since")
    });
    let hint = hint.filter(|_| !aftermath);
    Mention {
        source: at,
        event: index,
        kind: event.kind.clone(),
        sense,
        trigger: event.trigger,
        span: extent(source, event),
        status: event.status,
        in_passing: hint.as_ref().is_some_and(|hint| hint.in_passing) || since,
        hint,
        actors: participants,
        places: places.into_iter().collect(),
        ordinal: event.ordinal.filter(|_| !predicate && !before.iter().any(|word| word == "time")),
        quantities: event.quantities.clone(),
        definite: determined && !new && !previous || aftermath || predicate,
        previous,
        often: after.iter().any(|word| word == "times"),
        piece: None,
        kin: None,
        cluster: usize::MAX,
        bonds: Vec::new(),
        refused: Vec::new(),
    }
}

/// "The wounded", "their injuries".
fn is_hurt(word: &str) -> bool {
    word.starts_with("wound") || word.starts_with("injur")
}

/// The few words before the trigger in its sentence, in small letters.
fn before(source: &Source<'_>, trigger: ByteSpan) -> Vec<String> {
    let start = source.sentence(trigger.start).map_or(trigger.start, |sentence| sentence.start);
    let words = crate::words::folded(source.words_at(ByteSpan::new(start, trigger.start)));
    let from = words.len().saturating_sub(5);
    words[from..].to_vec()
}

/// From the first to the last word that tells of `event`, within its sentence.
fn extent(source: &Source<'_>, event: &Event) -> ByteSpan {
    let reading = source.reading;
    let mut spans = vec![event.trigger];
    spans.extend(event.actors.iter().map(|actor| actor.span));
    spans.extend(event.time.and_then(|time| reading.times.get(time.index())).map(|time| time.span));
    spans.extend(
        event.quantities.iter().filter_map(|one| reading.quantities.get(one.index())).map(|one| one.span),
    );
    for place in event.places.iter().filter_map(|&name| reading.names.get(name.index())) {
        let nearest = place
            .mentions
            .iter()
            .map(|mention| mention.span)
            .min_by_key(|span| (span.start.abs_diff(event.trigger.start), *span));
        spans.extend(nearest);
    }
    if let Some(sentence) = source.sentence(event.trigger.start) {
        spans.retain(|span| sentence.contains(*span));
    }
    hull(&spans).unwrap_or(event.trigger)
}

/// Whether an actor is a human being.
pub(crate) fn is_person(actors: &Actors, actor: ActorIndex) -> bool {
    actors.list[actor].kind == NameType::Person
}
