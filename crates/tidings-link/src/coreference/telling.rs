//! One telling of an event, with what its sentence says around it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tidings_record::{ByteSpan, Event, EventIndex, EventType, NameType, Part, PassageKind, Status};

use super::kin::Kin;
use crate::actors::{ActorIndex, Actors};
use crate::calendar::Day;
use crate::common;
use crate::dates::{Hint, When};
use crate::lexicon;
use crate::source::Source;
use crate::vectors::Weights;
use crate::words::words_in;

/// Content words before the trigger, and behind it, that stand near.
const NEAR: usize = 4;
/// Words looked at on each side for them.
const REACH: usize = 9;
/// Share of a story's articles that must hold a word for it to count half.
const COMMON: f64 = 0.3;
/// Articles that are thought to be there besides, without the word.
const FEW: usize = 5;
/// The type of an event that is given and whose word the reader's lexicon does not know.
const OTHER: &str = "X-OTHER";

/// One telling of an event.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    /// The article.
    pub source: usize,
    /// The event there.
    pub event: EventIndex,
    /// Where its words stand.
    pub trigger: ByteSpan,
    /// The last of its words, in small letters.
    pub form: String,
    /// What that can mean.
    pub kin: Kin,
    /// How rare it is in news, from 1 to 32.
    pub rarity: u32,
    /// The type of event; none where the word is not known to tell of one.
    pub kind: Option<EventType>,
    /// Whether it is told as over.
    pub is_past: bool,
    /// Its place in a series.
    pub ordinal: Option<u32>,
    /// Who does it.
    pub by: BTreeSet<ActorIndex>,
    /// To whom it is done.
    pub to: BTreeSet<ActorIndex>,
    /// Everybody who takes part.
    pub actors: BTreeSet<ActorIndex>,
    /// Where.
    pub places: BTreeSet<ActorIndex>,
    /// The days that its time expression states.
    pub days: Option<(Day, Day)>,
    /// The weekdays that it can be on: bit 0 is Monday.
    pub weekdays: Option<u8>,
    /// Who speaks, if the trigger is a word of speech.
    pub speech: Option<Option<ActorIndex>>,
    /// The sentence by its place in the article.
    pub sentence: usize,
    /// Whether it is the first sentence or in a headline.
    pub in_head: bool,
    /// Who and what is named in the sentence.
    pub named: BTreeSet<ActorIndex>,
    /// The numbers in the sentence, by hash.
    pub numbers: BTreeSet<u64>,
    /// The other content words of the sentence, a vector of length one.
    pub words: Weights,
    /// The few before the trigger, likewise.
    pub before: Weights,
    /// The few behind it.
    pub behind: Weights,
}

/// The tellings of all events of `sources`, by source, then place.
pub(super) fn tellings(sources: &[Source<'_>], actors: &Actors) -> Vec<Telling> {
    let mut terms = Terms::default();
    let rarity = Rarity::of(sources, &mut terms);
    let mut found: Vec<Telling> = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let teller = Teller::new(source, at, actors, &rarity);
        let first = found.len();
        for (index, event) in source.reading.events.iter().enumerate() {
            found.push(teller.telling(EventIndex::from(index), event, &mut terms));
        }
        found[first..].sort_by_key(|one| (one.trigger, one.event));
    }
    found
}

/// How much a word tells in a story: little if it is common in news, or stands in most articles of the story.
#[derive(Debug)]
struct Rarity {
    holders: BTreeMap<u64, usize>,
    articles: usize,
}

/// A content word: what is the same for all its forms, and how rare it is in news, from 1 to 32.
#[derive(Debug, Clone, Copy)]
struct Term {
    key: u64,
    rarity: u32,
}

impl Rarity {
    fn of(sources: &[Source<'_>], terms: &mut Terms) -> Rarity {
        let mut holders: BTreeMap<u64, usize> = BTreeMap::new();
        for source in sources {
            let words = source.words.iter().map(|word| source.words_at(word.span));
            let keys: BTreeSet<u64> = words.filter_map(|word| Some(terms.of(word)?.key)).collect();
            for key in keys {
                *holders.entry(key).or_default() += 1;
            }
        }
        Rarity { holders, articles: sources.len() }
    }

    fn weight(&self, term: Term) -> f64 {
        let others = self.holders.get(&term.key).map_or(0, |holders| holders - 1) as f64;
        let share = others / (self.articles + FEW) as f64;
        f64::from(term.rarity) * COMMON / (COMMON + share)
    }
}

/// Terms by word, so that each word is looked up once.
#[derive(Debug, Default)]
struct Terms(HashMap<String, Option<Term>>);

impl Terms {
    /// The term of a word; none of one that says nothing of what a text is about.
    fn of(&mut self, word: &str) -> Option<Term> {
        let small = word.to_lowercase();
        if let Some(&term) = self.0.get(&small) {
            return term;
        }
        let is_number = small.starts_with(|c: char| c.is_ascii_digit());
        let term = (is_number || small.len() > 2 && !lexicon::is_small(&small))
            .then(|| Term { key: Kin::of(&small).root(), rarity: common::weight(lexicon::stem(&small)) });
        self.0.insert(small, term);
        term
    }
}

struct Teller<'a, 'r> {
    source: &'a Source<'r>,
    at: usize,
    actors: &'a Actors,
    rarity: &'a Rarity,
    /// Who and what is named in each sentence.
    named: BTreeMap<usize, BTreeSet<ActorIndex>>,
    /// Words of speech, ascending, each with who speaks.
    speech: Vec<(ByteSpan, Option<ActorIndex>)>,
}

impl<'a, 'r> Teller<'a, 'r> {
    fn new(source: &'a Source<'r>, at: usize, actors: &'a Actors, rarity: &'a Rarity) -> Teller<'a, 'r> {
        let mut named: BTreeMap<usize, BTreeSet<ActorIndex>> = BTreeMap::new();
        let names = source.reading.names.iter().enumerate().filter(|(_, name)| name.kind != NameType::Other);
        for (nth, name) in names {
            let Some(actor) = actors.of(at, nth.into()) else { continue };
            for mention in &name.mentions {
                named.entry(sentence_at(source, mention.span.start)).or_default().insert(actor);
            }
        }
        let mut speech: Vec<(ByteSpan, Option<ActorIndex>)> = Vec::new();
        for one in &source.reading.attributions {
            speech.extend(one.cue.iter().map(|&cue| (cue, actors.speaker(at, one))));
        }
        speech.sort_unstable();
        Teller { source, at, actors, rarity, named, speech }
    }
    fn telling(&self, index: EventIndex, event: &Event, terms: &mut Terms) -> Telling {
        let reading = self.source.reading;
        let trigger = event.trigger;
        let lower = self.source.words_at(trigger).to_lowercase();
        let form = lower.split_whitespace().last().unwrap_or_default();
        let place = sentence_at(self.source, trigger.start);
        let sentence = reading.sentences.get(place);
        let in_title = sentence
            .and_then(|one| reading.passages.get(one.passage.index()))
            .is_some_and(|passage| passage.kind == PassageKind::Title);
        let sentence = sentence.map_or(trigger, |one| one.span);
        let time = event.time.and_then(|time| reading.times.get(time.index()));
        let hint = time.and_then(|time| Hint::stated(self.source, time, event.status));
        let cue = self.speech.partition_point(|(cue, _)| cue.end <= trigger.start);
        let speech = self.speech.get(cue).filter(|(cue, _)| cue.overlaps(trigger));
        let around = self.around(sentence, trigger, terms);
        Telling {
            source: self.at,
            event: index,
            trigger,
            kin: Kin::of(form),
            rarity: common::weight(lexicon::stem(form)),
            form: form.to_owned(),
            kind: Some(event.kind.clone()).filter(|kind| kind.as_str() != OTHER),
            is_past: event.status == Status::Happened,
            ordinal: event.ordinal,
            by: self.on(event, Some(Part::By)),
            to: self.on(event, Some(Part::To)),
            actors: self.on(event, None),
            places: event.places.iter().filter_map(|&name| self.actors.of(self.at, name)).collect(),
            days: hint.as_ref().and_then(|hint| match hint.when {
                When::Absolute(first, last) => Some((first, last)),
                _ => None,
            }),
            weekdays: hint.and_then(|hint| hint.weekdays()),
            speech: speech.map(|&(_, speaker)| speaker),
            sentence: place,
            in_head: place == 0 || in_title,
            named: self.named.get(&place).cloned().unwrap_or_default(),
            numbers: around.numbers,
            words: around.words,
            before: around.before,
            behind: around.behind,
        }
    }

    /// Who takes part, on one side or on any.
    fn on(&self, event: &Event, part: Option<Part>) -> BTreeSet<ActorIndex> {
        let here = event.actors.iter().filter(|one| part.is_none_or(|part| one.part == part));
        here.filter_map(|one| self.actors.of(self.at, one.name?)).collect()
    }

    fn around(&self, sentence: ByteSpan, trigger: ByteSpan, terms: &mut Terms) -> Around {
        let mut spans = Vec::new();
        words_in(&self.source.reading.text, sentence, &mut spans);
        let first = spans.partition_point(|one| one.span.end <= trigger.start);
        let last = spans.partition_point(|one| one.span.start < trigger.end);
        let (mut words, mut before, mut behind) = (Vec::new(), Vec::new(), Vec::new());
        let mut numbers = BTreeSet::new();
        for (nth, one) in spans.iter().enumerate().filter(|(nth, _)| !(first..last).contains(nth)) {
            let text = self.source.words_at(one.span);
            if text.starts_with(|c: char| c.is_ascii_digit()) {
                numbers.insert(one.hash);
            }
            let Some(term) = terms.of(text) else { continue };
            let weighed = (term.key, self.rarity.weight(term));
            words.push(weighed);
            if nth < first && first - nth <= REACH {
                before.push(weighed);
            } else if nth >= last && nth - last < REACH && behind.len() < NEAR {
                behind.push(weighed);
            }
        }
        let before = before.split_off(before.len().saturating_sub(NEAR));
        Around { numbers, words: unit(words), before: unit(before), behind: unit(behind) }
    }
}

/// The place of the sentence in which `at` stands.
fn sentence_at(source: &Source<'_>, at: u32) -> usize {
    source.reading.sentences.partition_point(|one| one.span.start <= at).saturating_sub(1)
}

/// What a sentence says around a trigger.
struct Around {
    numbers: BTreeSet<u64>,
    words: Weights,
    before: Weights,
    behind: Weights,
}

/// The weights by key, each key once, ascending; as a vector of length one.
fn unit(all: Weights) -> Weights {
    let weights: BTreeMap<u64, f64> = all.into_iter().collect();
    let length = weights.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    let length = if length > 0.0 { length } else { 1.0 };
    weights.into_iter().map(|(key, weight)| (key, weight / length)).collect()
}
