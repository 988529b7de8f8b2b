//! What is known of attributions beforehand: the weights of the models.

use super::model::Weights;
use crate::lexicon::LexiconError;

/// What is known of attributions in one language.
#[derive(Debug)]
pub struct AttributionLexicon {
    /// The weights of the models that choose cue, source and content.
    pub weights: Weights,
    /// The least sum of weights, in thousandths, with which a word is a cue.
    pub threshold: i32,
}

impl AttributionLexicon {
    /// The English lexicon built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if one of the files is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<AttributionLexicon, LexiconError> {
        AttributionLexicon::with_weights(
            "lexicons/en/attribution-weights.tsv",
            include_str!("../../lexicons/en/attribution-weights.tsv"),
        )
    }

    /// The English lexicon with other weights, the content of `file`: for learning.
    ///
    /// # Errors
    /// [`LexiconError`] if the weights are wrong.
    pub fn with_weights(file: &'static str, weights: &str) -> Result<AttributionLexicon, LexiconError> {
        Ok(AttributionLexicon { weights: Weights::parse(file, weights)?, threshold: -400 })
    }
}
