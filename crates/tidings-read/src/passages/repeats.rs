//! Which passages stand in the text twice. Case, white space, quotation marks and dashes do not count.

use std::collections::HashMap;

use tidings_record::{Passage, PassageIndex};

use super::words::folded;

/// Sets `repeats` of every passage to the first one with the same words.
pub(crate) fn mark(text: &str, passages: &mut [Passage]) {
    let mut first: HashMap<String, usize> = HashMap::with_capacity(passages.len());
    for (index, passage) in passages.iter_mut().enumerate() {
        match first.entry(folded(passage.span.of(text))) {
            std::collections::hash_map::Entry::Occupied(earlier) => {
                passage.repeats = Some(PassageIndex::from(*earlier.get()));
            }
            std::collections::hash_map::Entry::Vacant(place) => drop(place.insert(index)),
        }
    }
}
