//! Words that stand in news of every kind: how much a word tells of what an article is about.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word weighs that is not in the list.
const RARE: u32 = 32;

static COMMON: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let lines = include_str!("../lexicons/common.txt").lines().filter(|line| !line.starts_with('#'));
    let parts = lines.filter_map(|line| line.split_once(' '));
    parts
        .flat_map(|(weight, stems)| stems.split(' ').map(move |stem| (stem, weight.parse().unwrap_or(RARE))))
        .collect()
});

/// What `stem` weighs, in 32nds: little if it stands in news of every kind.
pub(crate) fn weight(stem: &str) -> u32 {
    COMMON.get(stem).copied().unwrap_or(RARE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::stem;

    #[test]
    fn the_list_is_whole() {
        assert!(COMMON.len() > 1_500);
        assert!(COMMON.iter().all(|(stem, weight)| !stem.is_empty() && (1..RARE).contains(weight)));
        assert!(weight(stem("year")) < weight(stem("court")));
        assert_eq!(weight(stem("sandbank")), RARE);
    }
}
