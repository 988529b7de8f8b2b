//! `cargo xtask eval coreference`: which marked mentions are of one event?
//!
//! Rows are texts and mentions in the format of ECB+, see [`crate::coreference`]. All files are one collection. Which
//! articles are one story is found, not read; `--topics` chooses rows; `cluster` is only compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use serde::Serialize;
use tidings_link::{At, Options, Weights, coreference};
use tidings_record::Reading;

use super::Asked;
use super::chains::{Chains, Measure};
use crate::coreference::Collection;
use crate::reader::Reader;
use crate::{print, train};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: Asked,
    /// Only rows with these topics.
    #[arg(long, num_args = 1.., value_name = "TOPIC")]
    topics: Vec<String>,
    /// Leaves out rows with these topics.
    #[arg(long, num_args = 1.., value_name = "TOPIC")]
    without_topics: Vec<String>,
    /// Does not use the built-in weights: topics are dealt into so many parts, and each is tried with weights learned from
    /// the others.
    #[arg(long, value_name = "N")]
    folds: Option<usize>,
    /// Writes the found clusters: for each mention a row with its text, its number in it and its cluster.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Report {
    evaluation: &'static str,
    articles: usize,
    mentions: usize,
    marked: usize,
    found: usize,
    #[serde(flatten)]
    chains: Chains,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let among = |topics: &[String], topic: &str| topics.iter().any(|one| one == topic);
    let chosen = |topic: &str| {
        (args.topics.is_empty() || among(&args.topics, topic)) && !among(&args.without_topics, topic)
    };
    let all = Collection::load(&args.asked.data, chosen)?;
    ensure!(!all.texts.is_empty(), "no such article");
    let readings = all.readings(&Reader::new()?);
    let found = match args.folds {
        Some(folds) => learned(&all, &readings, folds)?,
        None => coreference(&readings, Weights::built_in(), Options::default()),
    };
    if let Some(path) = &args.out {
        let cannot = || format!("cannot write {}", path.display());
        std::fs::write(path, rows(&all, &found)?).with_context(cannot)?;
    }
    let report = report(&all, &found).context("a mention has no cluster to compare with")?;
    if args.asked.json {
        return Ok(print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?);
    }
    Ok(print(&report.to_string())?)
}

/// The groups that weights learned from other topics find, in each of `folds` parts of the topics.
fn learned(all: &Collection, readings: &[Reading], folds: usize) -> anyhow::Result<Vec<Vec<At>>> {
    let topics: BTreeSet<&str> = all.texts.iter().map(|text| text.topic.as_str()).collect();
    ensure!((2..=topics.len()).contains(&folds), "{} topics cannot make {folds} parts", topics.len());
    let fold: BTreeMap<&str, usize> =
        topics.into_iter().enumerate().map(|(nth, topic)| (topic, nth % folds)).collect();
    let mut found = Vec::new();
    for nth in 0..folds {
        let (others, from) = all.part(readings, |topic| fold[topic] != nth);
        let weights = Weights::parse(&train::coreference::lines(&others, &from)?);
        let (_, tried) = all.part(readings, |topic| fold[topic] == nth);
        let place: Vec<usize> =
            (0..readings.len()).filter(|&at| fold[all.texts[at].topic.as_str()] == nth).collect();
        let groups = coreference(&tried, &weights, Options::default());
        let placed = |group: Vec<At>| group.into_iter().map(|(at, event)| (place[at], event)).collect();
        found.extend(groups.into_iter().map(placed));
    }
    Ok(found)
}

fn rows(all: &Collection, found: &[Vec<At>]) -> anyhow::Result<String> {
    let mut text = String::new();
    for (cluster, group) in found.iter().enumerate() {
        for &(at, event) in group {
            let doc = &all.texts[at].doc;
            let row = serde_json::json!({ "doc": doc, "mention": event.index(), "cluster": cluster });
            text.push_str(&serde_json::to_string(&row)?);
            text.push('\n');
        }
    }
    Ok(text)
}

/// None if a mention has no cluster.
fn report(all: &Collection, found: &[Vec<At>]) -> Option<Report> {
    let mut number: BTreeMap<At, usize> = BTreeMap::new();
    let mut clusters: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, of_text) in all.clusters.iter().enumerate() {
        for (nth, cluster) in of_text.iter().enumerate() {
            clusters.entry(cluster.as_deref()?).or_default().push(number.len());
            number.insert((at, nth.into()), number.len());
        }
    }
    let found: Vec<Vec<usize>> =
        found.iter().map(|group| group.iter().map(|one| number[one]).collect()).collect();
    let marked: Vec<Vec<usize>> = clusters.into_values().collect();
    Some(Report {
        evaluation: "coreference",
        articles: all.texts.len(),
        mentions: number.len(),
        marked: marked.len(),
        found: found.len(),
        chains: Chains::of(number.len(), &found, &marked),
    })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { articles, mentions, marked, found, chains, .. } = self;
        writeln!(f, "{mentions} mentions in {articles} articles, {marked} events marked, {found} found")?;
        writeln!(f, "  CoNLL F1  {:.4}", chains.conll)?;
        let Chains { muc, b_cubed, ceafe, lea, .. } = chains;
        for (name, Measure { precision, recall, f1 }) in
            [("MUC", muc), ("B³", b_cubed), ("CEAFe", ceafe), ("LEA", lea)]
        {
            writeln!(f, "  {name:<5} precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/coreference.jsonl");

    /// Counted by hand: the two shakes and the two closings are one event each.
    #[test]
    fn events_of_the_fixture() {
        let all = Collection::load(&[FIXTURE.into()], |_| true).unwrap();
        let readings = all.readings(&Reader::new().unwrap());
        let found = coreference(&readings, Weights::built_in(), Options::default());
        let report = report(&all, &found).unwrap();
        assert_eq!((report.articles, report.mentions, report.marked), (3, 6, 4));
        assert_eq!((report.found, report.chains.conll), (4, 1.0));
    }

    /// Rows without clusters, topics and all else that is marked give the same groups, and are not scored.
    #[test]
    fn marks_are_not_read() {
        let marked = Collection::load(&[FIXTURE.into()], |_| true).unwrap();
        let text = std::fs::read_to_string(FIXTURE).unwrap();
        let keep = ["doc", "sentences", "sent", "tok", "kind", "in_selected"];
        let bare: String = text
            .lines()
            .map(|line| {
                let mut row: serde_json::Value = serde_json::from_str(line).unwrap();
                row.as_object_mut().unwrap().retain(|key, _| keep.contains(&key.as_str()));
                format!("{row}\n")
            })
            .collect();
        let path = std::env::temp_dir().join(format!("coreference-{}.jsonl", std::process::id()));
        std::fs::write(&path, bare).unwrap();
        let bare = Collection::load(std::slice::from_ref(&path), |_| true).unwrap();
        std::fs::remove_file(&path).unwrap();
        let reader = Reader::new().unwrap();
        let groups =
            |all: &Collection| coreference(&all.readings(&reader), Weights::built_in(), Options::default());
        let found = groups(&bare);
        assert_eq!(found, groups(&marked));
        assert!(report(&bare, &found).is_none());
    }

    /// Mentions that are not in selected sentences, and entities, are left out.
    #[test]
    fn mentions_of_other_kinds_are_left_out() {
        let all = Collection::load(&[FIXTURE.into()], |topic| topic == "1").unwrap();
        assert_eq!(all.texts.len(), 2);
        assert_eq!(all.mentions.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }
}
