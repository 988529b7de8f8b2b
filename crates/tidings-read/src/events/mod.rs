//! What happens in one article: talks, attacks, deaths, agreements, votes, disasters, with who, when, where, how many.
//!
//! - `lexicon`: words and the type of event each tells of. `trigger`: which words of a parse do. `meant`: whether they mean it.
//! - `kind`, `classes`, `model`: what one side does to another. `sides`: the type of an event between two.
//! - `certainty`: how sure it is that something happened. `learn`: for learning the weights of both.
//! - `status`: whether it happened. `people`: who takes part. `place`: where, when, how many, which of a series.
//!
//! Not here: whether two mentions tell of one event (`tidings-link`), and days (the times' work).

mod certainty;
mod classes;
mod kind;
pub mod learn;
mod lexicon;
mod meant;
pub mod model;
mod people;
mod place;
mod sides;
mod status;
mod trigger;

use tidings_record::{
    Attribution, AttributionIndex, ByteSpan, Event, EventType, Name, PassageKind, Quantity, Status, Time,
};

use crate::Document;
use crate::document::Block;
pub use classes::WordClasses;
pub use lexicon::{EventLexicon, Rule};
use meant::Topic;
use people::Names;
use trigger::Trigger;

/// The events of an article, in the order of their triggers.
pub fn events(
    document: &Document<'_>,
    lexicon: &EventLexicon,
    names: &[Name],
    times: &[Time],
    quantities: &[Quantity],
    attributions: &[Attribution],
) -> Vec<Event> {
    let names = Names::new(names);
    let mut found: Vec<Event> = Vec::new();
    let topic = Topic::of(document.blocks.iter().map(|block| &block.parse));
    for block in &document.blocks {
        let triggers = trigger::triggers(&block.parse, lexicon, topic);
        if triggers.is_empty() {
            continue;
        }
        let in_title = document.passages.passages[block.passage.index()].kind == PassageKind::Title;
        let scene = Scene { block, triggers: &triggers, lexicon, names: &names, times, quantities };
        for (at, trigger) in triggers.iter().enumerate() {
            scene.event(at, trigger, in_title, attributions, &mut found);
        }
    }
    found.sort_by_key(|event| event.trigger);
    found
}

/// The events of which the given `words` tell, one for each, in their order, whether the lexicon knows them or not:
/// for texts in which somebody has marked the events. A word of an unread passage gives an event without parts.
pub fn events_at(
    document: &Document<'_>,
    lexicon: &EventLexicon,
    names: &[Name],
    times: &[Time],
    quantities: &[Quantity],
    attributions: &[Attribution],
    words: &[ByteSpan],
) -> Vec<Event> {
    let names = Names::new(names);
    let mut given: Vec<Vec<(usize, Trigger)>> = vec![Vec::new(); document.blocks.len()];
    for (at, block) in document.blocks.iter().enumerate() {
        let spans: Vec<ByteSpan> =
            (0..block.parse.len()).map(|token| block.token_span(token..token + 1)).collect();
        for (nth, words) in words.iter().enumerate() {
            let start = spans.partition_point(|span| span.end <= words.start);
            let end = spans.partition_point(|span| span.start < words.end);
            given[at].extend(trigger::trigger_in(&block.parse, start..end, lexicon).map(|one| (nth, one)));
        }
    }
    let bare = |&span: &ByteSpan| Event {
        trigger: span,
        kind: EventType::from(lexicon.rule(None).kind.as_str()),
        mode: None,
        context: Vec::new(),
        status: Status::default(),
        actors: Vec::new(),
        time: None,
        when: None,
        places: Vec::new(),
        quantities: Vec::new(),
        ordinal: None,
        attribution: attribution(attributions, span),
        rule: lexicon.rule(None).code.clone(),
    };
    let mut found: Vec<Event> = words.iter().map(bare).collect();
    for (block, given) in document.blocks.iter().zip(given) {
        let in_title = document.passages.passages[block.passage.index()].kind == PassageKind::Title;
        let (places, triggers): (Vec<usize>, Vec<Trigger>) = given.into_iter().unzip();
        let scene = Scene { block, triggers: &triggers, lexicon, names: &names, times, quantities };
        for (at, (&place, trigger)) in places.iter().zip(&triggers).enumerate() {
            let mut made = Vec::new();
            scene.event(at, trigger, in_title, attributions, &mut made);
            found[place] = made.pop().unwrap_or_else(|| bare(&words[place]));
        }
    }
    found
}

/// One parsed text with its triggers and what earlier modules found in the article.
struct Scene<'a> {
    block: &'a Block,
    triggers: &'a [Trigger],
    lexicon: &'a EventLexicon,
    names: &'a Names<'a>,
    times: &'a [Time],
    quantities: &'a [Quantity],
}

impl Scene<'_> {
    fn event(
        &self,
        at: usize,
        trigger: &Trigger,
        in_title: bool,
        attributions: &[Attribution],
        found: &mut Vec<Event>,
    ) {
        let parse = &self.block.parse;
        let word = parse.token(trigger.token);
        let rule = self.lexicon.rule(trigger.rule);
        let verb = trigger.verb.map(|verb| parse.token(verb));
        let span = self.block.token_span(trigger.token..trigger.token + 1);
        let status = status::status(word, verb, in_title, self.lexicon);
        let actors = people::actors(self, trigger);
        let kind = sides::kind(self, trigger, &actors);
        let (time, since) = place::time(self, at);
        let event = Event {
            trigger: span,
            kind: EventType::from(kind),
            mode: rule.mode.clone().filter(|_| kind == rule.kind),
            context: if kind == rule.kind { rule.context.clone() } else { Vec::new() },
            status,
            actors,
            time,
            when: None,
            places: place::places(self, trigger),
            quantities: place::quantities(self, at),
            ordinal: place::ordinal(word),
            attribution: attribution(attributions, span),
            rule: rule.code.clone(),
        };
        // "The first time they have met since December": they met in December.
        if let Some(since) = since {
            let earlier = Event {
                status: Status::Happened,
                time: Some(since),
                quantities: Vec::new(),
                ordinal: None,
                ..event.clone()
            };
            found.push(earlier);
        }
        found.push(event);
    }
}

/// The innermost attribution whose content tells of what stands at `span`.
fn attribution(attributions: &[Attribution], span: ByteSpan) -> Option<AttributionIndex> {
    let holding = attributions
        .iter()
        .enumerate()
        .filter(|(_, one)| one.content.iter().any(|content| content.contains(span)));
    let size = |one: &Attribution| one.content.iter().map(|content| content.len()).sum::<u32>();
    holding.min_by_key(|(at, one)| (size(one), *at)).map(|(at, _)| AttributionIndex::from(at))
}

#[cfg(test)]
mod tests;
