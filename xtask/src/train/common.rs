//! `cargo xtask train common`: counts in which share of the articles of a collection each stem stands, and takes the
//! median over the collections, so that what one of them is about does not count.
//!
//! Each file is a collection; rows have `text` or `sentences`. Written are stems and weights, no stretch of a text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use serde::Deserialize;
use tidings_link::stems;

use crate::texts::{Words, rows};

/// Weights in 32nds for stems that stand in at least so many of a hundred articles: about 32 · 5 / (5 + share).
const WEIGHTS: [(usize, u32); 5] = [(30, 4), (15, 6), (8, 10), (4, 16), (2, 22)];
/// Longest line, in characters.
const LONGEST: usize = 112;

const HEAD: &str = "\
# Stems of words that stand in news of every kind, and so tell little of what an article is about.
# A line begins with a weight in 32nds; a word that is not here has 32.
# Source: made by `cargo xtask train common` by counting: the share of articles that hold the stem, the median over
# PolNeAR (train), TimeBank, AQUAINT, ECB+ (topics 1 to 35 without 2 5 12 18 21 23 34 35), Wikinews sources,
# Timeline-17 and pages of the web. Numbers about single words; no text of a collection is here.
# Licence: as the project's.
";

#[derive(Deserialize)]
struct Row {
    topic: Option<String>,
    #[serde(flatten)]
    words: Words,
}

/// The list as the lines of a file. The same rows give the same bytes.
pub(super) fn count(collections: &[PathBuf], without: &[String]) -> Result<String> {
    let mut holders: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for path in collections {
        let mut here: BTreeMap<String, usize> = BTreeMap::new();
        let mut articles = 0;
        for (_, row) in rows::<Row>(path)? {
            if row.topic.is_none_or(|topic| !without.contains(&topic)) {
                articles += 1;
                for stem in stems(&row.words.text()) {
                    *here.entry(stem).or_default() += 1;
                }
            }
        }
        ensure!(articles > 0, "{}: no articles", path.display());
        for (stem, count) in here {
            holders.entry(stem).or_default().push((count, articles));
        }
    }
    let mut lists: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (stem, mut shares) in holders {
        shares.resize(collections.len(), (0, 1));
        shares.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
        let (count, articles) = shares[shares.len() / 2];
        let weight = WEIGHTS.iter().find(|&&(percent, _)| count * 100 >= percent * articles);
        if let Some(&(_, weight)) = weight
            && stem.is_ascii()
        {
            lists.entry(weight).or_default().push(stem);
        }
    }
    let mut text = HEAD.to_owned();
    for (weight, stems) in lists {
        let mut line = weight.to_string();
        for stem in stems {
            if line.len() + 1 + stem.len() > LONGEST {
                let _ = writeln!(text, "{line}");
                line = weight.to_string();
            }
            line = line + " " + &stem;
        }
        let _ = writeln!(text, "{line}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_counts() {
        let folder = std::env::temp_dir().join("tidings-train-common");
        std::fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, rows: &str| {
            let path = folder.join(name);
            std::fs::write(&path, rows).unwrap();
            path
        };
        let files = [
            file("a.jsonl", "{\"text\": \"Ferries sail\"}\n{\"sentences\": [[\"Ferries\"], [\"sink\"]]}\n"),
            file("b.jsonl", "{\"text\": \"The ferry is late\"}\n{\"text\": \"Ferry\", \"topic\": \"9\"}\n"),
            file("c.jsonl", "{\"sentences\": [\"Plums ripen\"]}\n"),
        ];
        let text = count(&files, &["9".to_owned()]).unwrap();
        assert_eq!(text.strip_prefix(HEAD), Some("4 ferr\n"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
