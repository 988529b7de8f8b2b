//! From candidates to attributions: which cues stand, with which source and content.

use std::ops::Range;

use tidings_syntax::Token;

use super::content::{self, Content};
use super::cue::{self, Candidate};
use super::model::{Sink, Weights};
use super::scene::Scene;
use super::seeming;
use super::settle::settle;
use super::source::{self, Source};

/// What was decided for one cue, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Decided<'p> {
    pub cue: Candidate<'p>,
    pub source: Option<Source<'p>>,
    pub source_tokens: Option<Range<usize>>,
    pub content: Content<'p>,
    /// The noun that the cue's verb carries: "repeated her call for".
    pub noun: Option<Token<'p>>,
    /// By how much the models that chose source and content hold others to be better, in thousandths.
    source_behind: i32,
    content_behind: i32,
    /// The sum of the model that chose the cue.
    cue_sum: i32,
}

/// How many sources, and how many contents for each, the last model chooses from.
const SOURCES: usize = 2;
const CONTENTS: usize = 4;

/// A source or content that is further behind the best one is not looked at, in thousandths.
const FURTHEST: i32 = 3000;

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
        let first_here = decided.len();
        for candidate in cue::candidates(scene, block) {
            let proposed = propose(scene, candidate);
            let Some(first) = proposed.first() else { continue };
            let mut shared = weights.sum();
            cue_features(scene, &first.cue, &mut shared);
            let mut best: Option<(i32, Decided<'d>)> = None;
            for one in proposed {
                let mut sum = shared.clone();
                features(scene, &one, &mut sum);
                let total = sum.total + bonus(&one, scene.lexicon.bonus);
                if best.as_ref().is_none_or(|(most, _)| total > *most) {
                    best = Some((total, one));
                }
            }
            decided.extend(best.filter(|(total, _)| *total >= threshold).map(|(_, one)| one));
        }
        let mut here = decided.split_off(first_here);
        settle(scene, &mut here);
        seeming::drop_seeming(scene, &mut here);
        decided.append(&mut here);
    }
    decided
}

/// The same for a noun with a holder: political news of candidates has few.
const NOUN_BONUS: i32 = 2300;

/// The same for what somebody accepts, rejects or demands in a relative clause. The corpus has next to none; the size was
/// chosen by own examples and the seed articles, and makes no difference on the development part.
const RELATIVE_BONUS: i32 = 2200;

const OWN: i32 = 1500;
/// What "in the words of" has more: it is always one.
const WORDS_BONUS: i32 = 3000;

/// What speaks for a cue besides the model, which has seen political news of one country: a word whose attitude is
/// known, with somebody who can have it and what it is about.
fn bonus(one: &Decided<'_>, size: i32) -> i32 {
    let cue = &one.cue;
    if cue.class == "hearsay" {
        return 2 * size;
    }
    if cue.class == "words" {
        let around = one.source.is_some() && one.content.kind[0].starts_with("around");
        return if around { NOUN_BONUS + WORDS_BONUS } else { 0 };
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
        // "a step that the palace has rejected"
        "VERB"
            if known
                && cue.class != "plain"
                && cue.speaks_of_antecedent()
                && one.content.kind[..2] == ["around1 ", "relcl"]
                && cue::speaks(source.head) != "thing" =>
        {
            RELATIVE_BONUS
        }
        "VERB"
            if known
                && cue.class != "plain"
                && has(&["ccomp", "xcomp"], &[])
                && cue::speaks(source.head) != "thing" =>
        {
            if cue.subject_by == "own" && actor {
                OWN
            } else {
                size
            }
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

/// The likely sources and contents of a cue, best first; none if the cue is none by far.
pub(crate) fn propose<'d>(scene: &Scene<'d>, cue: Candidate<'d>) -> Vec<Decided<'d>> {
    let weights = &scene.lexicon.weights;
    let mut sum = weights.sum();
    cue::features(scene, &cue, "cue ", &mut sum);
    let gate = if cue.class.is_empty() { GATE } else { WIDE_GATE };
    if sum.total < gate {
        return Vec::new();
    }
    let mut proposed = Vec::new();
    for (source_behind, source) in choose_sources(scene, &cue, weights) {
        let source_tokens = source.map(|source| source.tokens(&cue));
        for (content_behind, content) in choose_contents(scene, &cue, source_tokens.as_ref(), weights) {
            proposed.push(Decided {
                cue,
                source,
                source_tokens: source_tokens.clone(),
                content,
                noun: None,
                source_behind,
                content_behind,
                cue_sum: sum.total,
            });
        }
    }
    proposed
}

/// Steps of a sum of weights, as features, in thousandths.
const LEVELS: [(i32, &str); 7] =
    [(0, "0"), (200, "200"), (500, "500"), (1000, "1000"), (1500, "1500"), (2000, "2000"), (3000, "3000")];

/// Gives the features of the last model that do not hang on source and content.
pub(crate) fn cue_features(scene: &Scene<'_>, cue: &Candidate<'_>, sink: &mut dyn Sink) {
    cue::features(scene, cue, "whole ", sink);
}

/// Gives the features by which the last model decides whether all of it is right, but for those of the cue alone.
pub(crate) fn features(scene: &Scene<'_>, one: &Decided<'_>, sink: &mut dyn Sink) {
    let cue = &one.cue;
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
    for (what, value) in [("content", one.content_behind), ("source", one.source_behind)] {
        sink.add(&["whole ", what, if value == 0 { " first" } else { " later" }, " ", pos]);
        for (_, name) in LEVELS.into_iter().filter(|(level, _)| value > *level) {
            sink.add(&["whole ", what, " behind ", name]);
        }
    }
    for (level, name) in LEVELS {
        if one.cue_sum > level {
            sink.add(&["whole cue over ", name, " ", pos]);
        }
        if one.cue_sum < -level {
            sink.add(&["whole cue under ", name, " ", pos]);
        }
    }
    let here = &scene.blocks[cue.block];
    sink.add(&["whole kind=", a, b, c, d, " topic=", here.class(cue.token)]);
    sink.add(&["whole kind=", a, b, c, d, " class=", cue.class]);
    if first.block == cue.block {
        let last = &one.content.pieces[one.content.pieces.len() - 1];
        let next = content::next_word(here, last.end);
        sink.add(&["whole followed by=", next, " kind=", a, b]);
        sink.add(&["whole followed by=", next, " marks=", marks]);
        let sentence = here.sentence(cue.token.index());
        let starts = if first.start == sentence.start { "start" } else { "" };
        let ends = if last.end + 1 >= sentence.end { "end" } else { "" };
        sink.add(&["whole at=", starts, ends, " kind=", a, b]);
        sink.add(&["whole at=", starts, ends, " marks=", marks]);
    }
    match &one.source {
        None => {
            sink.add(&["whole source none ", pos]);
            sink.add(&["whole source none lemma=", lemma]);
            sink.add(&["whole source none kind=", a, b, c, d]);
        }
        Some(source) => {
            let [p, q, r, s, t] = source::path(cue, source);
            let [sort, class] = cue::fine_kind(here, source.head);
            sink.add(&["whole source=", p, q, r, s, t, " ", pos]);
            sink.add(&["whole source=", p, q, r, s, t, " lemma=", lemma]);
            sink.add(&["whole source kind=", sort, class, " ", pos]);
            sink.add(&["whole source kind=", sort, class, " lemma=", lemma]);
            sink.add(&["whole source kind=", sort, class, " content=", a, b, c, d]);
            sink.add(&["whole source lemma=", cue::word(source.head)]);
            sink.add(&["whole source kind=", sort, class, " class=", cue.class]);
            sink.add(&["whole source kind=", sort, class, " topic=", here.class(cue.token), " ", pos]);
        }
    }
}

/// The best sources, with how far each is behind the best one.
fn choose_sources<'d>(
    scene: &Scene<'d>,
    cue: &Candidate<'d>,
    weights: &Weights,
) -> Vec<(i32, Option<Source<'d>>)> {
    let score = |source: Option<&Source<'_>>| {
        let mut sum = weights.sum();
        source::features(scene, cue, source, &mut sum);
        sum.total
    };
    let mut scored = vec![(score(None), None)];
    scored.extend(source::sources(scene, cue).into_iter().map(|source| (score(Some(&source)), Some(source))));
    best(scored, SOURCES)
}

/// The best contents, likewise.
fn choose_contents<'d>(
    scene: &Scene<'d>,
    cue: &Candidate<'d>,
    source: Option<&Range<usize>>,
    weights: &Weights,
) -> Vec<(i32, Content<'d>)> {
    let score = |content: &Content<'d>| {
        let mut sum = weights.sum();
        content::features(scene, cue, content, &mut sum);
        sum.total
    };
    let contents = content::contents(scene, cue, source);
    best(contents.into_iter().map(|content| (score(&content), content)).collect(), CONTENTS)
}

/// The `count` highest of `scored`, the earlier first of equals, with the score as what is missing to the highest.
fn best<T>(mut scored: Vec<(i32, T)>, count: usize) -> Vec<(i32, T)> {
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let most = scored.first().map_or(0, |(score, _)| *score);
    scored.truncate(count);
    for (score, _) in &mut scored {
        *score = most.saturating_sub(*score);
    }
    scored.retain(|(behind, _)| *behind <= FURTHEST);
    scored
}
