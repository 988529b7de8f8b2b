//! The type of an event whose word may tell of several: a strike is an attack or a stoppage, by who strikes whom.
//!
//! The lexicon says what a word can tell of; where two sides are known, a linear model chooses among those.

use std::ops::Range;

use tidings_record::{ByteSpan, EventActor, Part};

use super::Scene;
use super::kind::{Pair, features};
use super::trigger::Trigger;

/// The type of an event. Without two sides, and for words that tell of one type only, the lexicon's.
pub(super) fn kind<'s>(scene: &Scene<'s>, trigger: &Trigger, actors: &[EventActor]) -> &'s str {
    let rule = scene.lexicon.rule(trigger.rule);
    let first = |part: Part| actors.iter().find(|actor| actor.part == part);
    let (Some(source), Some(target)) = (first(Part::By), first(Part::To)) else { return &rule.kind };
    if rule.or.is_empty() {
        return &rule.kind;
    }
    let parse = &scene.block.parse;
    let end = (trigger.token + 1..parse.len()).find(|&at| parse.token(at).is_sentence_start());
    let within = trigger.sentence..end.unwrap_or(parse.len());
    let tokens = |span| tokens(scene, within.clone(), span);
    let (source, target) = (tokens(source.span), tokens(target.span));
    if source.is_empty() || target.is_empty() {
        return &rule.kind;
    }
    let pair = Pair { parse, within, source, target };
    let scores = scene.lexicon.kinds.scores(&features(&pair, &scene.lexicon.classes));
    let score = |kind: &str| {
        // The model has one answer for both.
        let answer = if matches!(kind, "CONCEDE" | "RETREAT") { "YIELD" } else { kind };
        let at = scene.lexicon.kinds.answers().iter().position(|one| one == answer);
        at.map_or(i32::MIN, |at| scores[at])
    };
    let mut best = &rule.kind;
    for other in &rule.or {
        if score(other) > score(best) {
            best = other;
        }
    }
    best
}

/// The tokens of a stretch of the article, as far as they are within the sentence.
fn tokens(scene: &Scene<'_>, within: Range<usize>, span: ByteSpan) -> Range<usize> {
    let mut inside = within.filter(|&at| scene.block.token_span(at..at + 1).overlaps(span));
    let Some(first) = inside.next() else { return 0..0 };
    first..inside.next_back().unwrap_or(first) + 1
}
