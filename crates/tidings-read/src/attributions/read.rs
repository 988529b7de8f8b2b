//! From candidates to attributions: which cues stand, with which source and content.

use std::ops::Range;

use super::content::{self, Content};
use super::cue::{self, Candidate};
use super::model::Weights;
use super::scene::Scene;
use super::source::{self, Source};

/// What was decided for one cue, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Decided<'p> {
    pub cue: Candidate<'p>,
    pub source_tokens: Option<Range<usize>>,
    pub content: Content<'p>,
}

/// Decides every cue of the article, in text order.
pub(crate) fn decide<'d>(scene: &Scene<'d>, weights: &Weights, threshold: i32) -> Vec<Decided<'d>> {
    let mut decided = Vec::new();
    for block in 0..scene.blocks.len() {
        for candidate in cue::candidates(scene, block, weights) {
            let mut sum = weights.sum();
            cue::features(scene, &candidate, &mut sum);
            if sum.total < threshold {
                continue;
            }
            let source = choose_source(scene, &candidate, weights);
            let source_tokens = source.map(|source| source.tokens(&candidate));
            let Some(content) = choose_content(scene, &candidate, source_tokens.as_ref(), weights) else {
                continue;
            };
            decided.push(Decided { cue: candidate, source_tokens, content });
        }
    }
    decided
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
) -> Option<Content<'d>> {
    let mut best: Option<(i32, Content<'d>)> = None;
    for content in content::contents(scene, cue, source) {
        let mut sum = weights.sum();
        content::features(scene, cue, &content, &mut sum);
        if best.as_ref().is_none_or(|(total, _)| sum.total > *total) {
            best = Some((sum.total, content));
        }
    }
    best.map(|(_, content)| content)
}
