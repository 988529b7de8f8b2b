//! The model that gives an event its type, from who does it to whom and the words between and around the two.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;
use tidings_english::English;
use tidings_read::events::WordClasses;
use tidings_read::events::learn::{Pair, kind_features};
use tidings_read::events::model::Choice;
use tidings_syntax::Parse;

use crate::linear::{Example, Features, Settings, learn_mean};
use crate::reader::in_two_threads;
use crate::texts::rows;

/// Chosen among eleven by the cross-validation that `cargo xtask eval events` reports; between the better ones lies less
/// than a point, and so much lies between seeds of the folds.
const SETTINGS: Settings = Settings { rounds: 10, step: 0.1, price: 1e-4, least_count: 2 };
/// Smaller weights, in thousandths, are left out.
const LEAST_WEIGHT: i32 = 10;

/// Two sides in a sentence, without what one does to the other.
#[derive(Debug, Clone, Deserialize)]
pub struct Sides {
    sentence: String,
    source: String,
    target: String,
}

/// Two sides, perhaps with the type of the event.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// The sides.
    #[serde(flatten)]
    pub sides: Sides,
    /// The type that a person gave.
    pub gold_root: Option<String>,
}

/// The features of each of the sentences.
///
/// # Errors
/// If a lexicon is wrong.
pub fn features(sides: &[Sides]) -> Result<Vec<Vec<String>>> {
    let (engine, classes) = (English::embedded(), WordClasses::english()?);
    Ok(in_two_threads(sides, |sides| {
        let parse = engine.parse(&sides.sentence);
        let source = occurrence(&sides.sentence, &sides.source, None);
        let target = occurrence(&sides.sentence, &sides.target, source.as_ref());
        let source = tokens(&parse, source);
        let target = tokens(&parse, target);
        kind_features(&Pair { parse: &parse, within: 0..parse.len(), source, target }, &classes)
    }))
}

/// The model learned from features and types.
pub fn model<'f>(marked: impl Iterator<Item = (&'f [String], &'f str)> + Clone) -> Choice {
    let mut answers: Vec<String> = marked.clone().map(|(_, kind)| kind.to_owned()).collect();
    answers.sort_unstable();
    answers.dedup();
    let mut features = Features::default();
    let mut examples = Vec::new();
    for (names, kind) in marked {
        let candidate = |answer: &String| {
            names.iter().map(|name| features.number(&format!("{name}\t{answer}"))).collect::<Vec<u32>>()
        };
        let candidates = answers.iter().map(candidate).collect();
        let right = answers.iter().position(|answer| answer == kind);
        examples.push(Example { candidates, right });
    }
    let weights = learn_mean(&examples.iter().collect::<Vec<_>>(), &features, SETTINGS, 1);
    let mut rows: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    for (name, number) in features.all() {
        let weight = (weights[number as usize] * 1000.0).round() as i32;
        let Some((feature, answer)) = name.rsplit_once('\t') else { continue };
        let at = answers.iter().position(|one| one == answer).unwrap_or_default();
        if weight.abs() >= LEAST_WEIGHT {
            rows.entry(feature).or_insert_with(|| vec![0; answers.len()])[at] = weight;
        }
    }
    let mut model = Choice::new(answers);
    for (feature, weights) in rows {
        model.set(feature, weights);
    }
    model
}

/// The weights as the lines of a file.
///
/// # Errors
/// If the rows cannot be read.
pub fn train(data: &Path) -> Result<String> {
    let rows: Vec<Row> = rows(data)?.into_iter().map(|(_, row)| row).collect();
    let sides: Vec<Sides> = rows.iter().map(|row| row.sides.clone()).collect();
    let features = features(&sides)?;
    let marked = features.iter().zip(&rows);
    let model = model(marked.filter_map(|(features, row)| Some((&features[..], row.gold_root.as_deref()?))));
    let mut text = String::from(HEAD);
    let _ = writeln!(text, "feature\t{}", model.answers().join("\t"));
    for (feature, weights) in model.rows() {
        let _ = write!(text, "{feature}");
        for weight in weights {
            let _ = write!(text, "\t{weight}");
        }
        text.push('\n');
    }
    Ok(text)
}

const HEAD: &str = "\
# Weights of the linear model that gives an event its type, in thousandths; one column for each root of PLOVER, with
# YIELD for CONCEDE and RETREAT.
# Made by `cargo xtask train events` (order of examples by seed 20240229) from the training part of Zero-Shot-PLOVER
# (Hu and others: Leveraging codebook knowledge with NLI and ChatGPT for zero-shot political relation classification,
# 2024), parsed by tidings-english. Features are named by syntax and single lemmas; no text of the data is here.
";

/// Where `words` stand in `text`, not within `other`, if that can be.
fn occurrence(text: &str, words: &str, other: Option<&Range<usize>>) -> Option<Range<usize>> {
    if words.is_empty() {
        return None;
    }
    let mut all = text.match_indices(words).map(|(at, words)| at..at + words.len());
    let first = all.clone().next();
    let overlaps =
        |one: &Range<usize>| other.is_some_and(|other| one.start < other.end && other.start < one.end);
    all.find(|one| !overlaps(one)).or(first)
}

/// The tokens of a stretch of the text.
fn tokens(parse: &Parse, stretch: Option<Range<usize>>) -> Range<usize> {
    let Some(stretch) = stretch else { return 0..0 };
    let mut inside =
        parse.tokens().filter(|token| token.start() < stretch.end && token.end() > stretch.start);
    let Some(first) = inside.next() else { return 0..0 };
    first.index()..inside.next_back().unwrap_or(first).index() + 1
}
