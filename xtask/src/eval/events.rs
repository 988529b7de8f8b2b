//! Types of events: learned from some rows and tried on the others, so that each row is tried once.
//!
//! What is predicted comes from sentence, source and target alone. A row without a type is predicted, not counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::Asked;
use crate::train::events::{Row, Sides, features, model};
use crate::{print, texts};

/// Into how many parts the rows are dealt.
const FOLDS: usize = 5;
/// The seed by which they are dealt.
const SEED: u64 = 1;

#[derive(Debug, Serialize)]
struct Report {
    evaluation: &'static str,
    rows: usize,
    seed: u64,
    accuracy: f64,
    folds: Vec<f64>,
    types: BTreeMap<String, Counts>,
    confused: Vec<(String, String, usize)>,
}

#[derive(Debug, Default, Serialize)]
struct Counts {
    marked: usize,
    found: usize,
    right: usize,
    precision: f64,
    recall: f64,
}

/// Runs the evaluation.
///
/// # Errors
/// If the rows cannot be read.
pub(super) fn run(asked: &Asked) -> anyhow::Result<()> {
    let mut rows: Vec<Row> = Vec::new();
    for path in &asked.data {
        rows.extend(texts::rows::<Row>(path)?.into_iter().map(|(_, row)| row));
    }
    let predicted = predict(&rows)?;
    let report = report(&rows, &predicted);
    if asked.json {
        return Ok(print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?);
    }
    let mut text = table(&report);
    let wrong = rows.iter().zip(&predicted).filter(|(row, (_, kind))| row.gold_root.as_ref() != Some(kind));
    for (row, (_, kind)) in wrong.take(asked.errors) {
        let _ = writeln!(text, "{} for {:?}: {:?}", kind, row.gold_root, row.sides);
    }
    Ok(print(&text)?)
}

/// The fold of each row, and the type that a model learned from the other folds gives it.
fn predict(rows: &[Row]) -> anyhow::Result<Vec<(usize, String)>> {
    let sides: Vec<Sides> = rows.iter().map(|row| row.sides.clone()).collect();
    let features = features(&sides)?;
    let folds = deal(rows.len());
    let mut predicted: Vec<(usize, String)> = folds.iter().map(|&fold| (fold, String::new())).collect();
    for fold in 0..FOLDS {
        let others = (0..rows.len()).filter(|&at| folds[at] != fold);
        let marked = others.filter_map(|at| Some((&features[at][..], rows[at].gold_root.as_deref()?)));
        let model = model(marked);
        for at in (0..rows.len()).filter(|&at| folds[at] == fold) {
            predicted[at].1 = model.best(&model.scores(&features[at])).unwrap_or_default().to_owned();
        }
    }
    Ok(predicted)
}

/// The fold of each row: as many in each as can be, in an order by [`SEED`].
fn deal(rows: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    let mut seed = SEED.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    crate::linear::shuffle(&mut order, &mut seed);
    let mut folds = vec![0; rows];
    for (place, row) in order.into_iter().enumerate() {
        folds[row] = place % FOLDS;
    }
    folds
}

fn report(rows: &[Row], predicted: &[(usize, String)]) -> Report {
    let mut types: BTreeMap<String, Counts> = BTreeMap::new();
    let mut folds = [(0, 0); FOLDS];
    let mut confused: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (row, (fold, kind)) in rows.iter().zip(predicted) {
        let Some(gold) = &row.gold_root else { continue };
        folds[*fold].1 += 1;
        types.entry(gold.clone()).or_default().marked += 1;
        types.entry(kind.clone()).or_default().found += 1;
        if gold == kind {
            folds[*fold].0 += 1;
            types.entry(gold.clone()).or_default().right += 1;
        } else {
            *confused.entry((gold.clone(), kind.clone())).or_insert(0) += 1;
        }
    }
    for counts in types.values_mut() {
        counts.precision = share(counts.right, counts.found);
        counts.recall = share(counts.right, counts.marked);
    }
    let mut confused: Vec<_> =
        confused.into_iter().map(|((gold, kind), count)| (gold, kind, count)).collect();
    confused.sort_by_key(|one| std::cmp::Reverse(one.2));
    confused.truncate(12);
    let (right, all) = folds.iter().fold((0, 0), |sums, fold| (sums.0 + fold.0, sums.1 + fold.1));
    Report {
        evaluation: "events",
        rows: all,
        seed: SEED,
        accuracy: share(right, all),
        folds: folds.iter().map(|&(right, all)| share(right, all)).collect(),
        types,
        confused,
    }
}

fn table(report: &Report) -> String {
    let mut text = String::new();
    let folds: Vec<String> = report.folds.iter().map(|fold| format!("{fold:.3}")).collect();
    let _ = writeln!(
        text,
        "accuracy {:.4} over {} rows; folds {}",
        report.accuracy,
        report.rows,
        folds.join(" ")
    );
    let _ =
        writeln!(text, "{:<12} {:>6} {:>6} {:>9} {:>7}", "type", "marked", "found", "precision", "recall");
    for (kind, one) in &report.types {
        let _ = writeln!(
            text,
            "{kind:<12} {:>6} {:>6} {:>9.3} {:>7.3}",
            one.marked, one.found, one.precision, one.recall
        );
    }
    for (gold, kind, count) in &report.confused {
        let _ = writeln!(text, "{count:>3} {gold} taken for {kind}");
    }
    text
}

fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/events.jsonl");
        texts::rows::<Row>(path.as_ref()).unwrap().into_iter().map(|(_, row)| row).collect()
    }

    /// What is marked in the rows of a fold changes nothing of what is predicted for them.
    #[test]
    fn types_of_the_rows_that_are_tried_are_not_read() {
        let marked = rows();
        let predicted = predict(&marked).unwrap();
        assert!(predicted.iter().any(|(_, kind)| !kind.is_empty()));
        for fold in 0..FOLDS {
            let mut bare = rows();
            for (row, (_, _)) in bare.iter_mut().zip(&predicted).filter(|(_, (at, _))| *at == fold) {
                row.gold_root = None;
            }
            let again = predict(&bare).unwrap();
            for (one, other) in predicted.iter().zip(&again).filter(|(one, _)| one.0 == fold) {
                assert_eq!(one, other);
            }
        }
    }

    #[test]
    fn every_row_is_dealt_once() {
        let folds = deal(13);
        assert_eq!((0..FOLDS).map(|fold| folds.iter().filter(|&&at| at == fold).count()).sum::<usize>(), 13);
        assert!((0..FOLDS).all(|fold| (2..=3).contains(&folds.iter().filter(|&&at| at == fold).count())));
    }

    #[test]
    fn counts_are_those_of_the_rows() {
        let rows = rows();
        let mut predicted: Vec<(usize, String)> =
            rows.iter().map(|row| (0, row.gold_root.clone().unwrap())).collect();
        predicted[0].1 = "CONSULT".to_owned();
        let report = report(&rows, &predicted);
        assert!((report.accuracy - 5.0 / 6.0).abs() < 1e-9);
        assert!((report.types["CONSULT"].precision - 0.75).abs() < 1e-9);
        assert!((report.types["ASSAULT"].recall - 2.0 / 3.0).abs() < 1e-9);
    }
}
