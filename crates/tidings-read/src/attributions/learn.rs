//! What a text with marked attributions teaches: examples for the linear models. Used by developers only.
//!
//! The features come from the same functions that reading uses. Nothing here learns; that is the work of
//! `cargo xtask train cues`.

use std::collections::BTreeMap;
use std::ops::Range;

use tidings_record::ByteSpan;
use tidings_syntax::Token;

use super::content;
use super::cue::{self, Candidate};
use super::lexicon::AttributionLexicon;
use super::quotes::is_word;
use super::scene::{Scene, Stretch};
use super::{read, source};
use crate::Document;

/// An attribution as a person marked it.
#[derive(Debug, Clone, Default)]
pub struct Marked {
    /// Who speaks; empty if nobody is named.
    pub source: Vec<ByteSpan>,
    /// The words that make it an attribution.
    pub cue: Vec<ByteSpan>,
    /// What is attributed.
    pub content: Vec<ByteSpan>,
}

/// Some candidates of which one is right. With a single one, the question is whether it is.
#[derive(Debug, Clone)]
pub struct Example {
    /// The features of each candidate.
    pub candidates: Vec<Vec<String>>,
    /// The right one; `None`, with a single candidate, if it is wrong.
    pub right: Option<usize>,
}

/// The lemma features of marked cues that are no verbs, with how often they occur: the words to look at.
pub fn cue_words(
    document: &Document<'_>,
    marked: &[Marked],
    lexicon: &AttributionLexicon,
) -> BTreeMap<String, u32> {
    let scene = Scene::new(document, lexicon);
    let mut words = BTreeMap::new();
    for (block, here) in scene.blocks.iter().enumerate() {
        for token in here.parse.tokens() {
            let span = scene.span(&Stretch::new(block, token.index()..token.index() + 1));
            if token.pos() != "VERB" && marked.iter().any(|one| one.cue.iter().any(|cue| cue.contains(span)))
            {
                *words.entry(format!("cue lemma={}:{}", token.pos(), cue::lemma(token))).or_insert(0) += 1;
            }
        }
    }
    words
}

/// Examples for the three questions: is it a cue, who is its source, what is its content.
pub fn examples(
    document: &Document<'_>,
    marked: &[Marked],
    lexicon: &AttributionLexicon,
) -> [Vec<Example>; 3] {
    let scene = Scene::new(document, lexicon);
    let mut made = [Vec::new(), Vec::new(), Vec::new()];
    let mut candidates = Vec::new();
    for block in 0..scene.blocks.len() {
        candidates.extend(cue::candidates(&scene, block));
    }
    let mut marked_of: Vec<Option<usize>> = vec![None; candidates.len()];
    for (index, one) in marked.iter().enumerate() {
        if let Some(cue) = cue_of(&scene, &candidates, one) {
            marked_of[cue] = marked_of[cue].or(Some(index));
        }
    }
    for (candidate, marked_at) in candidates.iter().zip(&marked_of) {
        let mut features = Vec::new();
        cue::features(&scene, candidate, "cue ", &mut features);
        made[0].push(Example { candidates: vec![features], right: marked_at.map(|_| 0) });
        let Some(one) = marked_at.map(|index| &marked[index]) else { continue };
        let mut source_tokens = None;
        if let Some(example) = source_example(&scene, candidate, one, &mut source_tokens) {
            made[1].push(example);
        }
        if let Some(example) = content_example(&scene, candidate, one, source_tokens.as_ref()) {
            made[2].push(example);
        }
    }
    made
}

/// Examples for the last question: which source and content of those proposed are right, if any? The first candidate
/// of each is none of them, without features. `lexicon` holds the other models, learned from other texts.
pub fn whole_examples(
    document: &Document<'_>,
    marked: &[Marked],
    lexicon: &AttributionLexicon,
) -> Vec<Example> {
    let scene = Scene::new(document, lexicon);
    let mut made = Vec::new();
    let mut taken = vec![false; marked.len()];
    for block in 0..scene.blocks.len() {
        for candidate in cue::candidates(&scene, block) {
            let proposed = read::propose(&scene, candidate);
            if proposed.is_empty() {
                continue;
            }
            let mut candidates = vec![Vec::new()];
            let mut best: Option<(f64, usize, usize)> = None;
            for one in &proposed {
                let mut features = Vec::new();
                read::cue_features(&scene, &one.cue, &mut features);
                read::features(&scene, one, &mut features);
                for index in (0..marked.len()).filter(|&index| !taken[index]) {
                    if is_right(&scene, one, &marked[index]) {
                        let likeness = likeness(&scene, &one.content.pieces, &marked[index].content);
                        if best.is_none_or(|(most, _, _)| likeness > most) {
                            best = Some((likeness, candidates.len(), index));
                        }
                    }
                }
                candidates.push(features);
            }
            if let Some((_, _, index)) = best {
                taken[index] = true;
            }
            made.push(Example { candidates, right: Some(best.map_or(0, |(_, right, _)| right)) });
        }
    }
    made
}

/// Whether cue and source meet the marked ones and the contents share at least half of each.
fn is_right(scene: &Scene<'_>, one: &read::Decided<'_>, marked: &Marked) -> bool {
    let at = one.cue.token.index();
    let cue = scene.span(&Stretch::new(one.cue.block, at..at + 1));
    if !marked.cue.iter().any(|other| other.overlaps(cue)) {
        return false;
    }
    let source = match &one.source_tokens {
        None => marked.source.is_empty(),
        Some(tokens) => {
            let span = scene.span(&Stretch::new(one.cue.block, tokens.clone()));
            marked.source.iter().any(|other| other.overlaps(span))
        }
    };
    let (shared, ours, theirs) = shared_words(scene, &one.content.pieces, &marked.content);
    source && shared > 0 && 2 * shared >= ours && 2 * shared >= theirs
}

/// The candidate that is the marked cue: of those among its words, the nearest to the content in the tree.
fn cue_of(scene: &Scene<'_>, candidates: &[Candidate<'_>], one: &Marked) -> Option<usize> {
    let heads = heads(scene, &one.content);
    let mut best: Option<((bool, usize, bool, usize), usize)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        let at = candidate.token.index();
        let span = scene.span(&Stretch::new(candidate.block, at..at + 1));
        if !one.cue.iter().any(|cue| cue.overlaps(span)) {
            continue;
        }
        let near = heads
            .iter()
            .filter(|(block, _)| *block == candidate.block)
            .map(|(_, head)| steps(candidate.token, *head))
            .min()
            .unwrap_or(50);
        let pos = candidate.token.pos();
        let small = !matches!(pos, "VERB" | "NOUN" | "ADJ" | "ADV" | "PROPN");
        let key = (small, near, pos != "VERB", index);
        if best.is_none_or(|(other, _)| key < other) {
            best = Some((key, index));
        }
    }
    best.map(|(_, index)| index)
}

/// The highest token of each marked piece.
fn heads<'p>(scene: &Scene<'p>, pieces: &[ByteSpan]) -> Vec<(usize, Token<'p>)> {
    let mut heads = Vec::new();
    for piece in pieces {
        for (block, here) in scene.blocks.iter().enumerate() {
            let inside = |token: Token<'_>| {
                piece.contains(scene.span(&Stretch::new(block, token.index()..token.index() + 1)))
            };
            let whole = scene.span(&Stretch::new(block, 0..here.parse.len()));
            if !whole.overlaps(*piece) {
                continue;
            }
            let found = here.parse.tokens().find(|token| {
                is_word(token.text()) && inside(*token) && (token.is_root() || !inside(token.head()))
            });
            heads.extend(found.map(|token| (block, token)));
        }
    }
    heads
}

/// How many arcs lie between two tokens; 40 if they share no ancestor nearby.
fn steps(a: Token<'_>, b: Token<'_>) -> usize {
    let up = |token: Token<'_>| -> Vec<usize> {
        std::iter::once(token.index()).chain(token.ancestors().take(12).map(Token::index)).collect()
    };
    let (from_a, from_b) = (up(a), up(b));
    from_a
        .iter()
        .enumerate()
        .find_map(|(i, token)| from_b.iter().position(|other| other == token).map(|j| i + j))
        .unwrap_or(40)
}

fn source_example(
    scene: &Scene<'_>,
    candidate: &Candidate<'_>,
    one: &Marked,
    chosen: &mut Option<Range<usize>>,
) -> Option<Example> {
    let sources = source::sources(scene, candidate);
    let mut none = Vec::new();
    source::features(scene, candidate, None, &mut none);
    let mut candidates = vec![none];
    let (mut right, mut most) = (one.source.is_empty().then_some(0), 0.0);
    for source in &sources {
        let mut features = Vec::new();
        source::features(scene, candidate, Some(source), &mut features);
        candidates.push(features);
        let tokens = source.tokens(candidate);
        let likeness = likeness(scene, &[Stretch::new(candidate.block, tokens.clone())], &one.source);
        if likeness > most {
            most = likeness;
            right = Some(candidates.len() - 1);
            *chosen = Some(tokens);
        }
    }
    right.map(|right| Example { candidates, right: Some(right) })
}

fn content_example(
    scene: &Scene<'_>,
    candidate: &Candidate<'_>,
    one: &Marked,
    source: Option<&Range<usize>>,
) -> Option<Example> {
    let mut candidates = Vec::new();
    let (mut right, mut most) = (None, 0.35);
    for content in content::contents(scene, candidate, source) {
        let mut features = Vec::new();
        content::features(scene, candidate, &content, &mut features);
        candidates.push(features);
        let likeness = likeness(scene, &content.pieces, &one.content);
        if likeness > most {
            most = likeness;
            right = Some(candidates.len() - 1);
        }
    }
    right.map(|right| Example { candidates, right: Some(right) })
}

/// The words shared by both, by all words in either: between 0 and 1.
fn likeness(scene: &Scene<'_>, pieces: &[Stretch], marked: &[ByteSpan]) -> f64 {
    let (shared, ours, theirs) = shared_words(scene, pieces, marked);
    let all = ours + theirs - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// How many words both have, and how many each has.
fn shared_words(scene: &Scene<'_>, pieces: &[Stretch], marked: &[ByteSpan]) -> (usize, usize, usize) {
    let text = &scene.document.article.text;
    let count = |span: ByteSpan| span.of(text).split_whitespace().filter(|word| is_word(word)).count();
    let spans: Vec<ByteSpan> = pieces.iter().map(|piece| scene.span(piece)).collect();
    let mut shared = 0;
    for span in &spans {
        for other in marked.iter().filter(|other| other.overlaps(*span)) {
            shared += count(ByteSpan::new(span.start.max(other.start), span.end.min(other.end)));
        }
    }
    let all = |spans: &[ByteSpan]| spans.iter().map(|span| count(*span)).sum();
    (shared, all(&spans), all(marked))
}
