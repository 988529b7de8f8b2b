//! Who said what: source, cue and content of every attribution in an article, with attitude and manner.
//!
//! - `quotes`: which words stand in quotation marks. `scene`: the article with quotes and sentences by token.
//! - `cue`, `source`, `content`: what may be one, and the features by which linear models choose.
//! - `model`: the linear models, in whole numbers. `read`: the decisions in order.
//! - `learn`: what a marked text teaches the models.
//!
//! Not here: whom a pronoun or a description means (the names' work).

mod content;
mod cue;
pub mod learn;
mod lexicon;
pub mod model;
mod quotes;
mod read;
mod scene;
mod source;

use tidings_record::{Attribution, ByteSpan, Manner, Name, Stance, Voice};

pub use lexicon::AttributionLexicon;

use crate::Document;
use read::Decided;
use scene::{Scene, Stretch};

/// The attributions of an article, in the order of their cues.
pub fn attributions(
    document: &Document<'_>,
    lexicon: &AttributionLexicon,
    names: &[Name],
) -> Vec<Attribution> {
    let _ = names;
    let scene = Scene::new(document);
    let decided = read::decide(&scene, &lexicon.weights, lexicon.threshold);
    decided.iter().map(|one| attribution(&scene, one)).collect()
}

fn attribution(scene: &Scene<'_>, decided: &Decided<'_>) -> Attribution {
    let block = decided.cue.block;
    let at = decided.cue.token.index();
    let source: Vec<ByteSpan> =
        decided.source_tokens.iter().map(|tokens| scene.span(&Stretch::new(block, tokens.clone()))).collect();
    Attribution {
        voice: if source.is_empty() { Voice::Unnamed } else { Voice::Named },
        source,
        speaker: None,
        cue: vec![scene.span(&Stretch::new(block, at..at + 1))],
        cue_lemma: Some(cue::lemma(decided.cue.token).to_owned()),
        content: decided.content.pieces.iter().map(|piece| scene.span(piece)).collect(),
        manner: Manner::Paraphrased,
        to: Vec::new(),
        stance: Stance::Says,
        condition: None,
        deadline: None,
        within: None,
        rule: "ATT001".to_owned(),
    }
}
