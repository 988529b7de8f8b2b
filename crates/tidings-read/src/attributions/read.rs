//! From candidates to attributions: which cues stand, with which source and content.

use std::ops::Range;

use super::content::{self, Content};
use super::cue::{self, Candidate};
use super::model::{Sink, Weights};
use super::scene::Scene;
use super::source::{self, Source};

/// What was decided for one cue, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Decided<'p> {
    pub cue: Candidate<'p>,
    pub source: Option<Source<'p>>,
    pub source_tokens: Option<Range<usize>>,
    pub content: Content<'p>,
    /// By how much the content is better than the next one, in thousandths.
    margin: i32,
}

/// Words whose sum of weights is less are not looked at closer, in thousandths. Chosen so that hardly any marked cue
/// of the learning texts is lost.
pub(crate) const GATE: i32 = -2500;

/// The same for words of known attitude, which [`bonus`] may lift.
pub(crate) const WIDE_GATE: i32 = -4000;

/// Decides every cue of the article, in text order.
pub(crate) fn decide<'d>(scene: &Scene<'d>) -> Vec<Decided<'d>> {
    let (weights, threshold) = (&scene.lexicon.weights, scene.lexicon.threshold);
    let mut decided = Vec::new();
    for block in 0..scene.blocks.len() {
        for candidate in cue::candidates(scene, block) {
            let Some(one) = propose(scene, candidate) else { continue };
            let mut sum = weights.sum();
            features(scene, &one, &mut sum);
            if sum.total + bonus(&one, scene.lexicon.bonus) >= threshold {
                decided.push(one);
            }
        }
    }
    decided
}

/// The same for a noun with a holder: political news of candidates has few.
const NOUN_BONUS: i32 = 1700;

/// What speaks for a cue besides the model, which has seen political news of one country: a word whose attitude is
/// known, with somebody who can have it and what it is about.
fn bonus(one: &Decided<'_>, size: i32) -> i32 {
    let cue = &one.cue;
    if cue.class == "hearsay" {
        return 2 * size;
    }
    let known = !cue.class.is_empty();
    let Some(source) = one.source else { return 0 };
    let actor = cue::speaks(source.head) == "actor";
    let token = cue.token;
    let has = |labels: &[&str], words: &[&str]| {
        token.children().any(|child| {
            labels.contains(&child.label()) && (words.is_empty() || words.contains(&child.norm()))
        })
    };
    match token.pos() {
        "VERB"
            if known
                && cue.class != "plain"
                && has(&["ccomp", "xcomp"], &[])
                && cue::speaks(source.head) != "thing" =>
        {
            size
        }
        _ if !known || !actor => 0,
        "VERB" if has(&["ccomp", "xcomp", "dobj", "prep"], &[]) => size,
        // "her call for", "threats by Velloria of": whose it is and what it is about stand beside the noun.
        "NOUN"
            if has(&["acl", "ccomp"], &[])
                || has(&["prep"], &["for", "about", "of", "against", "over", "regarding", "on"]) =>
        {
            let holder = source.head.head();
            let owned = source.head.label() == "poss" && holder.index() == token.index();
            let by = matches!(holder.norm(), "by" | "from") && holder.head().index() == token.index();
            if (owned || by) && cue.class != "plain" { NOUN_BONUS } else { size }
        }
        _ => 0,
    }
}

/// The best source and content of a cue; `None` if the cue is none by far.
pub(crate) fn propose<'d>(scene: &Scene<'d>, cue: Candidate<'d>) -> Option<Decided<'d>> {
    let weights = &scene.lexicon.weights;
    let mut sum = weights.sum();
    cue::features(scene, &cue, "cue ", &mut sum);
    let gate = if cue.class.is_empty() { GATE } else { WIDE_GATE };
    if sum.total < gate {
        return None;
    }
    let source = choose_source(scene, &cue, weights);
    let source_tokens = source.map(|source| source.tokens(&cue));
    let (content, margin) = choose_content(scene, &cue, source_tokens.as_ref(), weights)?;
    Some(Decided { cue, source, source_tokens, content, margin })
}

/// Gives the features by which the last model decides whether all of it is right.
pub(crate) fn features(scene: &Scene<'_>, one: &Decided<'_>, sink: &mut dyn Sink) {
    let cue = &one.cue;
    cue::features(scene, cue, "whole ", sink);
    let (pos, lemma) = (cue.token.pos(), cue::lemma(cue.token));
    let [a, b, c, d] = one.content.kind;
    let words: usize = one.content.pieces.iter().map(|piece| piece.end - piece.start).sum();
    let marks = content::marks(scene, cue, &one.content);
    let first = &one.content.pieces[0];
    let opening = scene.blocks[first.block].parse.token(first.start);
    sink.add(&["whole kind=", a, b, c, d]);
    sink.add(&["whole kind=", a, b, c, d, " pos=", pos]);
    sink.add(&["whole kind=", a, b, c, d, " lemma=", lemma]);
    sink.add(&["whole kind=", a, b, c, d, " marks=", marks]);
    sink.add(&["whole kind=", a, b, c, d, " words=", cue::size(words)]);
    sink.add(&["whole words=", cue::size(words), " ", pos]);
    sink.add(&["whole words=", cue::size(words), " lemma=", lemma]);
    sink.add(&["whole marks=", marks, " ", pos]);
    sink.add(&["whole marks=", marks, " lemma=", lemma]);
    sink.add(&["whole first=", opening.tag(), " ", pos]);
    sink.add(&["whole first=", opening.tag(), " lemma=", lemma]);
    sink.add(&["whole margin=", cue::size(usize::try_from(one.margin / 250).unwrap_or(0)), " ", pos]);
    match &one.source {
        None => {
            sink.add(&["whole source none ", pos]);
            sink.add(&["whole source none lemma=", lemma]);
            sink.add(&["whole source none kind=", a, b, c, d]);
        }
        Some(source) => {
            let [p, q, r, s, t] = source::path(cue, source);
            let kind = cue::kind(source.head);
            sink.add(&["whole source=", p, q, r, s, t, " ", pos]);
            sink.add(&["whole source=", p, q, r, s, t, " lemma=", lemma]);
            sink.add(&["whole source kind=", kind, " ", pos]);
            sink.add(&["whole source kind=", kind, " lemma=", lemma]);
            sink.add(&["whole source kind=", kind, " content=", a, b, c, d]);
            sink.add(&["whole source lemma=", cue::word(source.head)]);
        }
    }
}

fn choose_source<'d>(scene: &Scene<'d>, cue: &Candidate<'d>, weights: &Weights) -> Option<Source<'d>> {
    let score = |source: Option<&Source<'_>>| {
        let mut sum = weights.sum();
        source::features(scene, cue, source, &mut sum);
        sum.total
    };
    let mut best = (score(None), None);
    for source in source::sources(cue) {
        let total = score(Some(&source));
        if total > best.0 {
            best = (total, Some(source));
        }
    }
    best.1
}

fn choose_content<'d>(
    scene: &Scene<'d>,
    cue: &Candidate<'d>,
    source: Option<&Range<usize>>,
    weights: &Weights,
) -> Option<(Content<'d>, i32)> {
    let mut best: Option<(i32, Content<'d>)> = None;
    let mut second = i32::MIN;
    for content in content::contents(scene, cue, source) {
        let mut sum = weights.sum();
        content::features(scene, cue, &content, &mut sum);
        match &best {
            Some((total, _)) if sum.total <= *total => second = second.max(sum.total),
            other => {
                second = other.as_ref().map_or(second, |(total, _)| *total);
                best = Some((sum.total, content));
            }
        }
    }
    best.map(|(total, content)| (content, total.saturating_sub(second)))
}
