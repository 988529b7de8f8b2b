//! `cargo xtask train`: sets the weights of models from marked texts. `events` and `status` have files of their own.
//!
//! `cues` are the models that find attributions. Their texts are rows of JSON with `text` and `attributions`, each with `source`, `cue` and `content` as lists of
//! `[start, end)` in code points. Written are names of features, single lemmas, and numbers; no stretch of a text is.
//! The same rows give the same bytes.

pub mod events;
pub mod status;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::Deserialize;
use tidings_read::attributions::AttributionLexicon;
use tidings_read::attributions::learn::{self, Marked};
use tidings_read::attributions::model::Weights;
use tidings_read::{Article, Document};
use tidings_record::{ByteSpan, CodePoints, PointSpan};

use crate::linear::{Example, Features, Settings, learn as learn_weights};
use crate::reader::{Reader, in_two_threads};
use crate::texts::rows;

/// Learns the weights of a model.
#[derive(clap::Args)]
pub struct Args {
    /// Which model.
    #[arg(value_enum)]
    model: Model,
    /// Rows of marked texts, JSONL, perhaps compressed (`.gz`).
    #[arg(long)]
    data: PathBuf,
    /// Where to write the weights.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Model {
    /// Cues of attributions, their sources and contents.
    Cues,
    /// The type of an event, from who does it to whom.
    Events,
    /// How sure it is that an event happened.
    Status,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<ExitCode> {
    let text = match args.model {
        Model::Cues => {
            let rows: Vec<Row> = rows(&args.data)?.into_iter().map(|(_, row)| row).collect();
            cues(&rows)?
        }
        Model::Events => events::train(&args.data)?,
        Model::Status => status::train(&args.data)?,
    };
    std::fs::write(&args.out, text).with_context(|| format!("cannot write {}", args.out.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// A text with marked attributions.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    text: String,
    attributions: Vec<RowAttribution>,
}

#[derive(Debug, Clone, Deserialize)]
struct RowAttribution {
    source: Vec<PointSpan>,
    cue: Vec<PointSpan>,
    content: Vec<PointSpan>,
}

/// How each of the models is learned. Chosen on the development part of PolNeAR, `run.py attributions`.
const CUE: Settings = Settings { rounds: 5, step: 0.3, price: 1.5e-5, least_count: 6 };
const CHOICE: Settings = Settings { rounds: 10, step: 0.4, price: 3e-5, least_count: 4 };
const WHOLE: Settings = Settings { rounds: 6, step: 0.3, price: 4e-5, least_count: 6 };

/// A word other than a verb is looked at if it is part of a marked cue this often.
const LEAST_CUES: u32 = 4;

/// The weights as the lines of a file.
pub fn cues(rows: &[Row]) -> Result<String> {
    let reader = Reader::new()?;
    let articles: Vec<Article> = rows.iter().map(|row| Article::of_text(row.text.clone())).collect();
    let marked: Vec<Vec<Marked>> = rows.iter().map(Row::marked).collect();
    let documents = in_two_threads(&articles, |article| reader.document(article));
    let texts: Vec<_> = documents.iter().zip(&marked).collect();
    let mut lexicon = AttributionLexicon::with_weights("no weights", "")?;
    let mut lines = cue_words(&texts, &lexicon);
    lexicon.weights = weights(&lines);
    let made = in_two_threads(&texts, |(document, marked)| learn::examples(document, marked, &lexicon));
    for (index, settings) in [CUE, CHOICE, CHOICE].into_iter().enumerate() {
        learn_lines(made.iter().map(|made| &made[index][..]), settings, &mut lines);
    }
    drop(made);
    lexicon.weights = weights(&lines);
    let made = in_two_threads(&texts, |(document, marked)| learn::whole_examples(document, marked, &lexicon));
    learn_lines(made.iter().map(|made| &made[..]), WHOLE, &mut lines);
    let mut text = String::from(HEAD);
    for (feature, weight) in &lines {
        let _ = writeln!(text, "{feature}\t{weight}");
    }
    Ok(text)
}

/// The words other than verbs to look at, as features without weight.
fn cue_words(texts: &[(&Document<'_>, &Vec<Marked>)], lexicon: &AttributionLexicon) -> BTreeMap<String, i32> {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for found in in_two_threads(texts, |(document, marked)| learn::cue_words(document, marked, lexicon)) {
        for (word, count) in found {
            *words.entry(word).or_insert(0) += count;
        }
    }
    words.into_iter().filter(|(_, count)| *count >= LEAST_CUES).map(|(word, _)| (word, 0)).collect()
}

fn weights(lines: &BTreeMap<String, i32>) -> Weights {
    let mut weights = Weights::default();
    for (feature, weight) in lines {
        weights.set(feature, *weight);
    }
    weights
}

/// Learns one model and adds its weights to `lines`.
fn learn_lines<'e>(
    made: impl Iterator<Item = &'e [learn::Example]>,
    settings: Settings,
    lines: &mut BTreeMap<String, i32>,
) {
    let mut features = Features::default();
    let mut examples = Vec::new();
    for example in made.flatten() {
        let mut numbers =
            |names: &Vec<String>| names.iter().map(|name| features.number(name)).collect::<Vec<u32>>();
        examples.push(Example {
            candidates: example.candidates.iter().map(&mut numbers).collect(),
            right: example.right,
        });
    }
    let weights = learn_weights(&examples, &features, settings);
    let before = lines.len();
    for (feature, number) in features.all() {
        let weight = (weights[number as usize] * 1000.0).round() as i32;
        if weight.abs() >= 10 {
            lines.insert(feature.to_owned(), weight);
        }
    }
    let (kept, all) = (lines.len() - before, features.len());
    crate::note(&format!("{} examples, {all} features, {kept} of them with a weight", examples.len()));
}

const HEAD: &str = "\
# Weights of the linear models that find cues of attributions, their sources and contents, in thousandths.
# Made by `cargo xtask train cues` from the training part of PolNeAR 1.0 (Newell, Margolin, Ruths: An attribution
# relations corpus for political news, 2018), parsed by tidings-english. Features are named by syntax and single
# lemmas; no text of the corpus is here.
";

impl Row {
    fn marked(&self) -> Vec<Marked> {
        let points = CodePoints::new(&self.text);
        let bytes = |spans: &[PointSpan]| -> Vec<ByteSpan> {
            spans.iter().map(|span| points.byte_span(*span)).collect()
        };
        self.attributions
            .iter()
            .map(|one| Marked {
                source: bytes(&one.source),
                cue: bytes(&one.cue),
                content: bytes(&one.content),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
