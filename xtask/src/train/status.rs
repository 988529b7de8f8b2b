//! The model that says how sure it is that what a word tells of happened: from −3, it did not, to 3, it did.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;
use tidings_english::English;
use tidings_read::events::learn::certainty_features;

use crate::linear::{Features, Ridge, ridge};
use crate::reader::in_two_threads;
use crate::texts::rows;
use crate::untokenise::untokenise;

/// The penalty is the best of five on a tenth of the training part of UDS-IH2, learned from the other nine.
const SETTINGS: Ridge = Ridge { rounds: 60, penalty: 20.0, least_count: 3 };
/// Smaller weights, in thousandths, are left out.
const LEAST_WEIGHT: i32 = 10;

/// A sentence with the words that are judged.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// The part: `train` or `dev`.
    pub split: String,
    /// Tokens between blanks.
    pub text: String,
    /// The words that are judged.
    pub targets: Vec<Target>,
}

/// A word that is judged.
#[derive(Debug, Clone, Deserialize)]
pub struct Target {
    /// Its first token, and one past its last.
    pub tok: [usize; 2],
    /// The mean of the judgements.
    pub fact: Option<f64>,
}

/// The features of each of the words, by row. Of a row, only text and places of words are looked at.
pub fn features(rows: &[Row]) -> Vec<Vec<Vec<String>>> {
    let engine = English::embedded();
    in_two_threads(rows, |row| {
        let tokens: Vec<&str> = row.text.split_whitespace().collect();
        let (text, starts) = untokenise(&tokens);
        let parse = engine.parse(&text);
        let of = |target: &Target| {
            let (Some(&start), Some(last)) = (starts.get(target.tok[0]), target.tok[1].checked_sub(1)) else {
                return Vec::new();
            };
            let end = starts.get(last).map_or(0, |start| start + tokens[last].len());
            let word = parse.tokens().find(|token| token.start() < end && token.end() > start);
            word.map(certainty_features).unwrap_or_default()
        };
        row.targets.iter().map(of).collect()
    })
}

/// The weights as the lines of a file, learned from the rows of the part `train`.
///
/// # Errors
/// If the rows cannot be read.
pub fn train(data: &Path) -> Result<String> {
    let rows: Vec<Row> = rows(data)?.into_iter().map(|(_, row)| row).collect();
    let rows: Vec<Row> = rows.into_iter().filter(|row: &Row| row.split == "train").collect();
    let mut features = Features::default();
    let (mut numbers, mut values) = (Vec::new(), Vec::new());
    for (row, words) in rows.iter().zip(self::features(&rows)) {
        for (target, names) in row.targets.iter().zip(words) {
            let Some(value) = target.fact else { continue };
            values.push(value);
            numbers.push(names.iter().map(|name| features.number(name)).collect::<Vec<u32>>());
        }
    }
    let weights = ridge(&numbers, &values, &features, SETTINGS);
    let mut text = String::from(HEAD);
    for (feature, number) in features.all() {
        let weight = (weights[number as usize] * 1000.0).round() as i32;
        if weight.abs() >= LEAST_WEIGHT {
            let _ = writeln!(text, "{feature}\t{weight}");
        }
    }
    crate::note(&format!("{} words, {} features", values.len(), features.len()));
    Ok(text)
}

const HEAD: &str = "\
# Weights of the linear model that says how sure it is that an event happened, in thousandths; their sum goes from -3000
# (it did not) to 3000 (it did).
# Made by `cargo xtask train status` (nothing in it is left to chance, so it has no seed) from the training part of
# UDS-IH2 (Rudinger, White, Van Durme: Neural models of factuality, 2018; Universal Decompositional Semantics,
# decomp.io, over texts of the English Web Treebank, CC BY-SA 4.0), parsed by tidings-english. Features are named by
# syntax and single lemmas; no text of the data is here.
";
