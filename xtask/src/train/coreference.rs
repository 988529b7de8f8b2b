//! Learns what speaks for two tellings being of one event, from marked texts in the format of ECB+.
//!
//! Written are names of steps and numbers; nothing of a text is. The same rows give the same bytes.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use tidings_link::{Options, Pair, pairs};
use tidings_record::Reading;

use crate::coreference::Collection;
use crate::linear::{Example, Features, Settings, learn_mean};
use crate::reader::Reader;

/// How the weights are learned: chosen by parts of the topics learned from, each left out in its turn.
const SETTINGS: Settings = Settings { rounds: 8, step: 0.1, price: 3e-4, least_count: 20 };
/// In how many orders.
const ORDERS: u32 = 6;

/// The weights as the lines of a file, learned from all topics but those `without`.
pub fn train(data: &[PathBuf], without: &[String]) -> Result<String> {
    let all = Collection::load(data, |topic| !without.iter().any(|one| one == topic))?;
    Ok(format!("{HEAD}{}", lines(&all, &all.readings(&Reader::new()?))?))
}

/// The weights that are not nought, in thousandths: one step a line.
pub fn lines(all: &Collection, readings: &[Reading]) -> Result<String> {
    let pairs = pairs(readings, Options::default());
    ensure!(!pairs.is_empty(), "no two mentions are kin");
    let mut features = Features::default();
    let example = |pair: &Pair| Example {
        candidates: vec![pair.steps.iter().map(|step| features.number(step)).collect()],
        right: all.are_one(pair.events).then_some(0),
    };
    let examples: Vec<Example> = pairs.iter().map(example).collect();
    let examples: Vec<&Example> = examples.iter().collect();
    let weights = learn_mean(&examples, &features, SETTINGS, ORDERS);
    let mut text = String::new();
    for (name, number) in features.all() {
        let thousandths = (weights[number as usize] * 1000.0).round() as i32;
        if thousandths != 0 {
            let _ = writeln!(text, "{name}\t{thousandths}");
        }
    }
    Ok(text)
}

const HEAD: &str = "\
# What speaks for two tellings being of one event: steps of measures (tidings-link, coreference/measure.rs) with their
# weights, in thousandths of a logarithm of odds. \"near 120\" is a likeness of at least 120, up to the next step; \"?\" is
# not known.
# Made by `cargo xtask train coreference` (order of examples by seed 20240229) from ECB+ (Cybulska and Vossen 2014,
# annotation under CC BY 3.0), topics 1 to 35 without 2, 5, 12, 18, 21, 23, 34 and 35. No text of the data is here.
";
