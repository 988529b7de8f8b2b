//! `cargo xtask train`: sets the weights of models from marked texts. `common`, `events` and `status` have files of
//! their own.
//!
//! `cues` are the models that find attributions. Their texts are rows of JSON with `text` and `attributions`, each with
//! `source`, `cue` and `content` as lists of `[start, end)` in code points. Written are names of features, single
//! lemmas, and numbers; no stretch of a text is. The same rows give the same bytes.

mod common;
pub mod coreference;
pub mod events;
pub mod status;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::Deserialize;
use tidings_read::attributions::AttributionLexicon;
use tidings_read::attributions::learn::{self, Marked};
use tidings_read::{Article, Document};
use tidings_record::{Basis, ByteSpan, CodePoints, Days, PointSpan};

use crate::linear::{Example, Features, Settings, learn_mean};
use crate::reader::{Reader, in_two_threads};
use crate::texts::rows;

/// Learns the weights of a model.
#[derive(clap::Args)]
pub struct Args {
    /// Which model.
    #[arg(value_enum)]
    model: Model,
    /// Rows of marked texts, JSONL, perhaps compressed (`.gz`).
    #[arg(long, required = true, num_args = 1..)]
    data: Vec<PathBuf>,
    /// Leaves out rows with these topics.
    #[arg(long, num_args = 1.., value_name = "TOPIC")]
    without_topics: Vec<String>,
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
    /// How common words are in news.
    Common,
    /// The dictionary with which a store packs readings; from rows with `text`, of texts that may be given away.
    Packing,
    /// Whether two tellings are of one event.
    Coreference,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<ExitCode> {
    let text = match args.model {
        Model::Cues => {
            let mut all: Vec<Row> = Vec::new();
            for path in &args.data {
                all.extend(rows(path)?.into_iter().map(|(_, row)| row));
            }
            cues(&all)?
        }
        Model::Events => events::train(one(&args.data)?)?,
        Model::Status => status::train(one(&args.data)?)?,
        Model::Coreference => coreference::train(&args.data, &args.without_topics)?,
        Model::Common => common::count(&args.data, &args.without_topics)?,
        Model::Packing => return packing(args),
    };
    std::fs::write(&args.out, text).with_context(|| format!("cannot write {}", args.out.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// An article as a store gets it.
#[derive(Debug, Clone, Deserialize)]
struct Delivered {
    text: String,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<jiff::civil::Date>,
}

/// Largest dictionary, in bytes.
const DICTIONARY: usize = 80 << 10;

fn packing(args: &Args) -> Result<ExitCode> {
    let mut articles: Vec<Article> = Vec::new();
    for path in &args.data {
        for (name, row) in rows::<Delivered>(path)? {
            let published = row
                .published
                .map(|day| Days::between(Some(day), Some(day), Basis::Given))
                .unwrap_or_default();
            let (title, outlet) = (row.title, row.outlet);
            articles.push(Article {
                id: name.into(),
                title,
                outlet,
                published,
                ..Article::of_text(row.text)
            });
        }
    }
    let reader = Reader::new()?;
    let readings = in_two_threads(&articles, |article| reader.read(article));
    let mut forms = readings
        .iter()
        .map(tidings_store::unpacked_form)
        .chain(
            tidings_link::record(&readings, tidings_link::Options::default())
                .stories
                .iter()
                .map(tidings_store::unpacked_story_form),
        )
        .collect::<std::result::Result<Vec<_>, _>>()?;
    // Of records as of readings: what comes last is kept nearest.
    forms.sort_by_key(Vec::len);
    let bytes = tidings_store::dictionary(&forms, DICTIONARY).context("there are too few texts")?;
    std::fs::write(&args.out, bytes).with_context(|| format!("cannot write {}", args.out.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The file of a model that learns from one.
fn one(data: &[PathBuf]) -> Result<&Path> {
    match data {
        [file] => Ok(file),
        _ => anyhow::bail!("this model learns from one file; {} are given", data.len()),
    }
}

/// A text with marked attributions.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// The text.
    pub text: String,
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
const WHOLE: Settings = Settings { rounds: 4, step: 0.3, price: 4e-5, least_count: 4 };

/// A word other than a verb is looked at if it is part of a marked cue this often.
const LEAST_CUES: u32 = 4;

/// The weights as the lines of a file.
pub fn cues(rows: &[Row]) -> Result<String> {
    let reader = Reader::new()?;
    let articles: Vec<Article> = rows.iter().map(|row| Article::of_text(row.text.clone())).collect();
    let marked: Vec<Vec<Marked>> = rows.iter().map(Row::marked).collect();
    let documents = in_two_threads(&articles, |article| reader.document(article));
    let texts: Vec<_> = documents.iter().zip(&marked).collect();
    let words = cue_words(&texts, &AttributionLexicon::with_weights("no weights", "")?);
    let lexicon = lexicon_with(&words)?;
    let made = in_two_threads(&texts, |(document, marked)| learn::examples(document, marked, &lexicon));
    let sets = [CUE, CHOICE, CHOICE].into_iter().enumerate();
    let sets: Vec<Set> =
        sets.map(|(index, settings)| Set::new(settings, made.iter().map(|made| &made[index]))).collect();
    drop(made);
    // What the last model learns from must be as uncertain as what it will see: made by models that do not know the text.
    let parts: Vec<Option<usize>> = (0..PARTS).map(Some).chain([None]).collect();
    let mut learned = in_two_threads(&parts, |part| {
        let mut lines = words.clone();
        sets.iter().for_each(|set| set.learn(*part, &mut lines));
        lines
    });
    let mut lines = learned.pop().unwrap_or_default();
    let lexicons: Vec<AttributionLexicon> = learned.iter().map(lexicon_with).collect::<Result<_>>()?;
    let numbered: Vec<(usize, _)> = texts.into_iter().enumerate().collect();
    let made = in_two_threads(&numbered, |(number, (document, marked))| {
        learn::whole_examples(document, marked, &lexicons[number % PARTS])
    });
    Set::new(WHOLE, made.iter()).learn(None, &mut lines);
    let mut text = String::from(HEAD);
    for (feature, weight) in &lines {
        let _ = writeln!(text, "{feature}\t{weight}");
    }
    Ok(text)
}

/// Over how many orders of the examples the weights are averaged.
const ORDERS: u32 = 4;

/// Into how many parts the texts are cut for the last model.
const PARTS: usize = 4;

fn lexicon_with(lines: &BTreeMap<String, i32>) -> Result<AttributionLexicon> {
    let mut lexicon = AttributionLexicon::with_weights("no weights", "")?;
    for (feature, weight) in lines {
        lexicon.weights.set(feature, *weight);
    }
    Ok(lexicon)
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

/// The examples of one model, by text, with features as numbers.
struct Set {
    settings: Settings,
    features: Features,
    examples: Vec<Vec<Example>>,
}

impl Set {
    fn new<'e>(settings: Settings, made: impl Iterator<Item = &'e Vec<learn::Example>>) -> Set {
        let mut features = Features::default();
        let mut numbers =
            |names: &Vec<String>| names.iter().map(|name| features.number(name)).collect::<Vec<u32>>();
        let mut numbered = |example: &learn::Example| Example {
            candidates: example.candidates.iter().map(&mut numbers).collect(),
            right: example.right,
        };
        let examples = made.map(|made| made.iter().map(&mut numbered).collect()).collect();
        Set { settings, features, examples }
    }

    /// Learns from all texts but those of the part `without`, and adds the weights to `lines`.
    fn learn(&self, without: Option<usize>, lines: &mut BTreeMap<String, i32>) {
        let texts = self.examples.iter().enumerate();
        let texts = texts.filter(|(number, _)| without != Some(number % PARTS));
        let examples: Vec<&Example> = texts.flat_map(|(_, examples)| examples).collect();
        let orders = if without.is_none() { ORDERS } else { 1 };
        let weights = learn_mean(&examples, &self.features, self.settings, orders);
        let before = lines.len();
        for (feature, number) in self.features.all() {
            let weight = (weights[number as usize] * 1000.0).round() as i32;
            if weight.abs() >= 10 {
                lines.insert(feature.to_owned(), weight);
            }
        }
        let (kept, all) = (lines.len() - before, self.features.len());
        crate::note(&format!("{} examples, {all} features, {kept} of them with a weight", examples.len()));
    }
}

const HEAD: &str = "\
# Weights of the linear models that find cues of attributions, their sources and contents, in thousandths.
# Made by `cargo xtask train cues` from the training part of PolNeAR 1.0 (Newell, Margolin, Ruths: An attribution
# relations corpus for political news, 2018), parsed by tidings-english. Features are named by syntax and single
# lemmas; no text of the corpus is here.
";

impl Row {
    /// Its attributions, in bytes.
    pub fn marked(&self) -> Vec<Marked> {
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
