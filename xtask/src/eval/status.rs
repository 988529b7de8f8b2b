//! How sure it is that events happened: the built-in model against the judgements of people, on the part `dev`.

use std::path::Path;

use serde::Serialize;
use tidings_read::Lexicons;

use super::{Asked, stem};
use crate::train::status::{Row, features};
use crate::{print, texts};

#[derive(Debug, Serialize)]
struct Report {
    evaluation: &'static str,
    file: String,
    words: usize,
    pearson: f64,
    mean_error: f64,
}

/// Runs the evaluation.
///
/// # Errors
/// If the rows cannot be read.
pub(super) fn run(asked: &Asked) -> anyhow::Result<()> {
    for path in &asked.data {
        let report = report(path)?;
        if asked.json {
            print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
        } else {
            let Report { file, words, pearson, mean_error, .. } = report;
            print(&format!("{file}: {words} words, Pearson r {pearson:.4}, mean error {mean_error:.3}\n"))?;
        }
    }
    Ok(())
}

fn report(path: &Path) -> anyhow::Result<Report> {
    let rows = texts::rows::<Row>(path)?.into_iter().map(|(_, row)| row);
    let rows: Vec<Row> = rows.filter(|row| row.split == "dev").collect();
    let predicted = predict(&rows)?;
    let judged = rows.iter().flat_map(|row| row.targets.iter().map(|target| target.fact));
    let pairs: Vec<(f64, f64)> =
        predicted.into_iter().zip(judged).filter_map(|(one, judged)| Some((one, judged?))).collect();
    let error: f64 = pairs.iter().map(|(a, b)| (a - b).abs()).sum();
    Ok(Report {
        evaluation: "status",
        file: stem(path).to_owned(),
        words: pairs.len(),
        pearson: pearson(&pairs),
        mean_error: error / pairs.len().max(1) as f64,
    })
}

/// What the model says of each word, from −3 to 3.
fn predict(rows: &[Row]) -> anyhow::Result<Vec<f64>> {
    let lexicons = Lexicons::english()?;
    let words = features(rows).into_iter().flatten();
    Ok(words.map(|features| f64::from(lexicons.events.certainty_of(&features)) / 1000.0).collect())
}

/// Pearson's correlation; nought if one side never changes.
fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len().max(1) as f64;
    let mean = |sum: f64| sum / count;
    let a = mean(pairs.iter().map(|pair| pair.0).sum());
    let b = mean(pairs.iter().map(|pair| pair.1).sum());
    let together: f64 = pairs.iter().map(|pair| (pair.0 - a) * (pair.1 - b)).sum();
    let of_a: f64 = pairs.iter().map(|pair| (pair.0 - a) * (pair.0 - a)).sum();
    let of_b: f64 = pairs.iter().map(|pair| (pair.1 - b) * (pair.1 - b)).sum();
    let both = (of_a * of_b).sqrt();
    if both > 0.0 { together / both } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_are_not_read() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/status.jsonl");
        let mut rows: Vec<Row> =
            texts::rows::<Row>(path.as_ref()).unwrap().into_iter().map(|(_, row)| row).collect();
        let predicted = predict(&rows).unwrap();
        assert!(predicted[0] > 1.0 && predicted[2] < 0.0, "{predicted:?}");
        for target in rows.iter_mut().flat_map(|row| &mut row.targets) {
            target.fact = None;
        }
        assert_eq!(predicted, predict(&rows).unwrap());
    }

    #[test]
    fn correlation_of_a_line_is_one() {
        assert!((pearson(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]) - 1.0).abs() < 1e-9);
        assert!((pearson(&[(0.0, 5.0), (1.0, 3.0), (2.0, 1.0)]) + 1.0).abs() < 1e-9);
        assert!(pearson(&[(1.0, 5.0), (1.0, 3.0)]).abs() < 1e-9);
    }
}
