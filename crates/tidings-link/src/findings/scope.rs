//! What a figure is of, as far as its words tell: the thing, the days, the places, whose it is, a part or a whole.
//!
//! Two figures can be set side by side only if their scopes go together. Everything here is read from the sentence of
//! the figure, then from the sentences before it, then from the beginning of its article.

use std::collections::BTreeSet;

use tidings_record::{Attribution, ByteSpan, Effect, NameType, Part, QuantityKind, TimeType};

use super::Linkage;
use crate::actors::ActorIndex;
use crate::calendar::{self, Day};
use crate::lexicon;
use crate::words::folded;

/// How far before its sentence the words that a figure belongs to may begin, in bytes.
const REACH: u32 = 420;
/// How many words on either side of a number say what is counted.
const CLOSE: usize = 6;
/// A day further back than this from its article is of something earlier.
const EARLIER: Day = 20;
/// Days of an event wider than this pin nothing.
const PINNED: Day = 3;

/// The names of an article where they stand, and who speaks in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// Each mention with its actor, in order.
    at: Vec<(ByteSpan, ActorIndex)>,
    /// Who speaks, ascending.
    speakers: Vec<ActorIndex>,
}

impl Names {
    /// The names of a source.
    pub fn of(linkage: &Linkage<'_, '_>, source: usize) -> Names {
        let reading = linkage.sources[source].reading;
        let mut at: Vec<(ByteSpan, ActorIndex)> = Vec::new();
        for (index, name) in reading.names.iter().enumerate() {
            if let Some(actor) = linkage.actors.of(source, index.into()) {
                at.extend(name.mentions.iter().map(|mention| (mention.span, actor)));
            }
        }
        at.sort_unstable();
        let mut speakers: Vec<ActorIndex> =
            reading.attributions.iter().filter_map(|one| linkage.actors.speaker(source, one)).collect();
        speakers.sort_unstable();
        speakers.dedup();
        Names { at, speakers }
    }

    /// The mentions inside `part`, in order.
    fn inside(&self, part: ByteSpan) -> impl DoubleEndedIterator<Item = (ByteSpan, ActorIndex)> + '_ {
        let first = self.at.partition_point(|one| one.0.start < part.start);
        let last = self.at.partition_point(|one| one.0.start < part.end).max(first);
        self.at[first..last].iter().copied().filter(move |one| one.0.end <= part.end)
    }
}

/// What a figure is of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// The article.
    pub source: usize,
    /// What is counted, one name for all that stand for one another.
    pub thing: String,
    /// What became of it.
    pub effect: Effect,
    /// Least and most.
    pub bounds: (f64, f64),
    /// Whether it is said to be rough.
    pub rough: bool,
    /// Towns and other places in its sentence.
    pub places: BTreeSet<usize>,
    /// Names of places and things around it, and how its article begins: what binds it to figures elsewhere.
    pub anchors: BTreeSet<String>,
    /// Content words of its sentence and of the one before.
    pub words: BTreeSet<String>,
    /// Content words close to the number: what is said of it.
    pub said: BTreeSet<String>,
    /// The days of what it counts, if they are known within a few.
    pub days: Option<(Day, Day)>,
    /// The days of what caused it, where the words name them as such: "Friday's attack".
    pub named: Option<(Day, Day)>,
    /// The time of something earlier that it belongs to: "in the quake of 1998".
    pub earlier: Option<(Day, Day)>,
    /// Its place in a series.
    pub ordinal: Option<u32>,
    /// Whose it is, where words say so: "Sarnian drones", or the person whose share it is.
    pub owner: Option<String>,
    /// Whether it is a part of another: "of them", "of whom".
    pub part: bool,
    /// Whether it takes several together: "in all".
    pub together: bool,
    /// Whether its words say that it changed: "rose to", "still", "now".
    pub moving: bool,
    /// Whether its words set it against another: "only".
    pub against: bool,
}

impl Scope {
    /// The scope of a figure, `names` those of its article; none for one without a number.
    pub fn of(linkage: &Linkage<'_, '_>, names: &Names, figure: usize) -> Option<Scope> {
        let linked = &linkage.figures[figure];
        let (source, _, span) = linked.given[0];
        let quantity = linked.quantity(linkage.sources)?;
        let here = &linkage.sources[source];
        let sentence = here.sentence(span.start)?;
        let start = sentence.start.saturating_sub(REACH);
        let start = here.sentence(start).map_or(sentence.start, |one| one.end.min(sentence.start));
        let before = folded(here.words_at(ByteSpan::new(sentence.start, span.start.max(sentence.start))));
        let behind = folded(here.words_at(ByteSpan::new(span.end.min(sentence.end), sentence.end)));
        let words = folded(here.words_at(sentence));
        let has = |list: &[String], some: &[&str]| list.iter().any(|word| some.contains(&word.as_str()));
        let thing = linked.thing(quantity);
        let mention = linked.given[0]
            .1
            .and_then(|one| linkage.events.of_quantity(source, one))
            .map(|at| &linkage.events.mentions[at]);
        let comma = here.words_at(ByteSpan::new(span.end.min(sentence.end), sentence.end)).starts_with(',');
        let near: Vec<&str> = behind.iter().take(2).map(String::as_str).collect();
        let front: Vec<&str> = before.iter().rev().take(2).map(String::as_str).collect();
        let mut scope = Scope {
            source,
            effect: linked.effect,
            bounds: (
                quantity.min.map_or(f64::NEG_INFINITY, |one| one.get()),
                quantity.max.map_or(f64::INFINITY, |one| one.get()),
            ),
            rough: quantity.approximate,
            ordinal: mention.and_then(|one| one.ordinal),
            part: linked.part_of.is_some()
                || !comma && matches!(near[..], ["of", "them" | "whom" | "these" | "those"])
                // "nine of the wounded"; "48 percent of the vote" is no part.
                || quantity.kind == QuantityKind::Count && !comma && matches!(near[..], ["of", "the"])
                || matches!(front[..], ["whom" | "which" | "them", "of"]),
            together: has(&behind[..behind.len().min(3)], &["all", "altogether", "together", "total"])
                && has(&behind[..behind.len().min(3)], &["in", "altogether", "together", "total"])
                || matches!(front[..], ["all" | "total", "in"]),
            moving: has(
                &words,
                &[
                    "rose", "risen", "climbed", "climbs", "rises", "raised", "grew", "grown", "now", "still",
                    "toll",
                ],
            ),
            against: has(&before[before.len().saturating_sub(2)..], &["only", "just", "merely"])
                || words.iter().any(|word| word.starts_with("disput")),
            ..Scope::default()
        };
        scope.owner = owner(linkage, names, figure, sentence, &thing);
        scope.thing = thing;
        scope.name(linkage, names, ByteSpan::new(start, sentence.end), sentence);
        scope.words = content(folded(here.words_at(ByteSpan::new(start, sentence.end))).iter());
        let inside = folded(here.words_at(span));
        let close = before.iter().rev().take(CLOSE).chain(&inside).chain(behind.iter().take(CLOSE));
        scope.said = content(close);
        scope.date(linkage, figure, sentence, start);
        Some(scope)
    }

    /// The names around it: places in its sentence; words with capitals in `context` and in its article's lead that are no
    /// person's, people's, country's or speaker's.
    fn name(&mut self, linkage: &Linkage<'_, '_>, names: &Names, context: ByteSpan, sentence: ByteSpan) {
        let source = &linkage.sources[self.source];
        let reading = source.reading;
        let lead = reading.sentences.iter().take(3).next_back().map_or(0, |one| one.span.end);
        let lead = ByteSpan::new(0, lead);
        let mut around: BTreeSet<usize> = BTreeSet::new();
        let mut others: Vec<ByteSpan> = Vec::new();
        for part in [context, lead] {
            let first = reading.times.partition_point(|time| time.span.start < part.start);
            others.extend(
                reading.times[first..].iter().map(|time| time.span).take_while(|one| one.start < part.end),
            );
            for (span, actor) in names.inside(part) {
                let kind = linkage.actors.list[actor].kind;
                let place = matches!(kind, NameType::Place | NameType::Facility);
                let silent = matches!(kind, NameType::Person | NameType::Country | NameType::Nationality)
                    || !place && names.speakers.binary_search(&actor).is_ok();
                if silent {
                    others.push(span);
                } else if place && sentence.contains(span) {
                    self.places.insert(actor);
                } else if place && context.contains(span) {
                    around.insert(actor);
                }
            }
        }
        if self.places.is_empty() {
            self.places = around;
        }
        others.sort_unstable();
        for part in [context, lead] {
            for word in capitals(source.text(), part) {
                let at = others.partition_point(|one| one.start <= word.start);
                let taken = at.checked_sub(1).is_some_and(|at| others[at].overlaps(word));
                let starts = source.sentence(word.start).is_some_and(|one| one.start == word.start);
                if !taken && !starts {
                    self.anchors.insert(folded(word.of(source.text())).concat());
                }
            }
        }
    }

    /// The days of what is counted, by the event's own words, by a day in its sentence that is not that of the telling, or
    /// by its event.
    fn date(&mut self, linkage: &Linkage<'_, '_>, figure: usize, sentence: ByteSpan, start: u32) {
        let linked = &linkage.figures[figure];
        let source = &linkage.sources[self.source];
        let reading = source.reading;
        let told = linkage.dates.told(self.source).1;
        let narrow = |days: Option<(Day, Day)>| days.filter(|days| days.1 - days.0 <= PINNED);
        let solved = |event: usize| {
            linkage
                .dates
                .events
                .get(event)
                .filter(|one| !one.domain.is_empty())
                .and_then(|one| one.domain.ends())
        };
        let telling = |span: ByteSpan| {
            let inside = |one: &Attribution| one.content.iter().any(|content| content.contains(span));
            let cue = |one: &Attribution| {
                one.cue.iter().any(|cue| sentence.contains(*cue) && cue.start.abs_diff(span.start) < 40)
            };
            reading.attributions.iter().any(|one| cue(one) && !inside(one))
        };
        let mut of_event = None;
        let from = reading.times.partition_point(|time| time.span.start < sentence.start);
        let here = reading.times[from..].iter().take_while(|time| time.span.end <= sentence.end);
        let times = here.filter(|time| matches!(time.kind, TimeType::Date | TimeType::Time));
        for time in times {
            let (Some(first), Some(last)) = (time.earliest, time.latest) else { continue };
            let days = (calendar::number(first), calendar::number(last));
            let before = sentence.start.max(time.span.start.saturating_sub(6));
            if source.words_at(ByteSpan::new(before, time.span.start)).contains("since") {
                continue;
            }
            let behind = source.text().get(time.span.end as usize..).unwrap_or("");
            let inside = source.words_at(time.span);
            let whose = ["'s", "’s"].iter().any(|mark| behind.starts_with(mark) || inside.ends_with(mark));
            if told.is_some_and(|told| days.1 < told - EARLIER) {
                self.earlier = Some(days);
            } else if days.1 - days.0 <= PINNED && told.is_none_or(|told| days.0 <= told) {
                // "Friday's attack" is of Friday, whatever else the sentence dates.
                if whose {
                    of_event = of_event.or(Some(days));
                } else if !telling(time.span) {
                    self.days = self.days.or(Some(days));
                }
            }
        }
        let around = || {
            let before = linkage.events.range(self.source).map(|at| &linkage.events.mentions[at]);
            let mut dated = before.filter(|one| {
                one.trigger.start >= start
                    && one.trigger.end <= sentence.start
                    && one.hint.as_ref().is_some_and(|hint| hint.is_stated())
            });
            dated.next_back().and_then(|one| narrow(solved(one.cluster)))
        };
        self.named = of_event;
        self.days = of_event
            .or(self.days)
            .or_else(|| linked.event.and_then(|event| narrow(solved(event))))
            .or_else(around);
    }

    /// What says that two figures are of two things, if anything does. The day of a `toll` may be that of its telling.
    pub fn apart(&self, other: &Scope, toll: bool) -> Option<&'static str> {
        if self.part != other.part {
            return Some("a part beside a whole");
        }
        if self.together != other.together {
            return Some("one takes several together");
        }
        if matches!((self.ordinal, other.ordinal), (Some(a), Some(b)) if a != b) {
            return Some("another place in the series");
        }
        match (self.earlier, other.earlier) {
            (Some(a), Some(b)) if a.1 < b.0 || b.1 < a.0 => return Some("other days"),
            (Some(a), None) | (None, Some(a))
                if !self.days.or(other.days).is_some_and(|days| meet(a, days)) =>
            {
                return Some("one is of something earlier");
            }
            _ => {}
        }
        if !toll && matches!((self.days, other.days), (Some(a), Some(b)) if !meet(a, b)) {
            return Some("other days");
        }
        if matches!((&self.owner, &other.owner), (Some(a), Some(b)) if a != b) {
            return Some("of another side, or another's share");
        }
        let apart =
            !self.places.is_empty() && !other.places.is_empty() && self.places.is_disjoint(&other.places);
        apart.then_some("another place")
    }
}

/// Words with a capital and small letters in a stretch of `text`.
fn capitals(text: &str, part: ByteSpan) -> Vec<ByteSpan> {
    let words = part.of(text);
    let mut found = Vec::new();
    for word in words.split(|c: char| !c.is_alphanumeric()) {
        let start = part.start + (word.as_ptr() as usize - words.as_ptr() as usize) as u32;
        if word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() > 2 {
            found.push(ByteSpan::new(start, start + word.len() as u32));
        }
    }
    found
}

/// The words that carry weight, as stems that stand for their near synonyms.
fn content<'w>(words: impl Iterator<Item = &'w String>) -> BTreeSet<String> {
    let weighty = |word: &&String| {
        word.len() > 2 && !lexicon::is_small(word) && !word.starts_with(|c: char| c.is_ascii_digit())
    };
    words.filter(weighty).map(|word| lexicon::sense(lexicon::stem(word)).to_owned()).collect()
}

fn meet(a: (Day, Day), b: (Day, Day)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// Whose what is counted is: a people or country named right before it, the side that sent it, or, of a share, the person
/// or body that has it.
fn owner(
    linkage: &Linkage<'_, '_>,
    names: &Names,
    figure: usize,
    sentence: ByteSpan,
    thing: &str,
) -> Option<String> {
    let linked = &linkage.figures[figure];
    let (source, _, span) = linked.given[0];
    let party = |actor: usize| linkage.actors.party(actor).to_owned();
    let named: Vec<(ByteSpan, ActorIndex)> = names.inside(sentence).collect();
    if thing == "percent" {
        let holds = |actor: &usize| matches!(linkage.actors.list[*actor].kind, NameType::Person);
        return named
            .iter()
            .rfind(|(at, actor)| at.end <= span.start && holds(actor))
            .or(named
                .iter()
                .find(|(at, actor)| at.start >= span.end && at.start < span.end + 24 && holds(actor)))
            .map(|(_, actor)| linkage.actors.list[*actor].name.clone());
    }
    let is_arms = matches!(
        linked.effect,
        Effect::Launched | Effect::Intercepted | Effect::Destroyed | Effect::Damaged | Effect::Hit
    );
    if !is_arms {
        return None;
    }
    let reach = ByteSpan::new(span.start, span.end + 12);
    let inside = named.iter().find(|(at, actor)| {
        reach.contains(*at)
            && matches!(linkage.actors.list[*actor].kind, NameType::Nationality | NameType::Country)
    });
    if let Some((_, actor)) = inside {
        return Some(party(*actor));
    }
    let words = folded(
        linkage.sources[source].words_at(ByteSpan::new(span.start, (span.end + 24).min(sentence.end))),
    );
    let own = words.iter().take(6).any(|word| word == "its" || word == "their");
    let claimant = linked.claimed_by.map(party);
    match linked.effect {
        _ if own => claimant,
        Effect::Launched => {
            let mention = linked.given[0].1.and_then(|one| linkage.events.of_quantity(source, one));
            let by = mention.and_then(|at| linkage.events.mentions[at].on(Part::By).next()).or(linked.by);
            by.map(party)
        }
        _ => None,
    }
}
