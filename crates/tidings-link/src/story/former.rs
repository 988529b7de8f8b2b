//! Ids by which a line was known, or would have been known, before earlier articles came in or groups were joined.
//!
//! A line is named by its earliest words. Without its earliest articles it would be named by the first words of a later
//! one. So whoever kept an id from a smaller collection still finds the line.

use std::collections::BTreeSet;

use tidings_record::Ref;

/// For each line the ids that its `later` refs would give, without those by which another line is or was known. `ids`
/// are the lines' own.
pub(crate) fn former<I: Ord + Clone>(
    ids: &[I],
    later: impl Iterator<Item = Vec<Ref>>,
    minted: impl Fn(&Ref, u32) -> I,
) -> Vec<Vec<I>> {
    let mut taken: BTreeSet<I> = ids.iter().cloned().collect();
    later
        .map(|refs| refs.iter().map(|one| minted(one, 0)).filter(|id| taken.insert(id.clone())).collect())
        .collect()
}
