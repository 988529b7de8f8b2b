//! How words and names of two texts are compared, for whoever compares texts that are no record.

pub use crate::claims::in_common;
pub use crate::coreference::kin::{Kin, Kinship, is_past};
pub use crate::effects::effect;
pub use crate::lexicon::{is_negation, is_small, stem, thing};
pub use crate::spelling::{same_given, same_word, skeleton};
pub use crate::words::{folded, hash_of};

/// What a word weighs, in 32nds: little if it stands in news of every kind.
pub fn weight(word: &str) -> u32 {
    crate::common::weight(stem(word))
}
