//! `cargo xtask train cues`: sets the weights of the models that find attributions, from texts with marked ones.
//!
//! The texts are rows of JSON with `text` and `attributions`, each with `source`, `cue` and `content` as lists of
//! `[start, end)` in code points. Written are names of features, single lemmas, and numbers; no stretch of a text is.
//! The same rows give the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::Deserialize;
use tidings_english::English;
use tidings_read::attributions::learn::{self, Marked};
use tidings_read::attributions::model::Weights;
use tidings_read::{Article, Document, Lexicons, Options};
use tidings_record::{ByteSpan, CodePoints, PointSpan};

use crate::linear::{Example, Features, Settings, learn as learn_weights};

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
}

/// Runs the command.
pub fn run(args: &Args) -> Result<ExitCode> {
    match args.model {
        Model::Cues => {
            let text = cues(&rows(&args.data)?)?;
            std::fs::write(&args.out, text)
                .with_context(|| format!("cannot write {}", args.out.display()))?;
        }
    }
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

/// Reads rows.
pub fn rows(path: &Path) -> Result<Vec<Row>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .enumerate()
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), number + 1))
        })
        .collect()
}

/// How each of the three models is learned. Chosen on the development part of PolNeAR, `run.py attributions`.
const SETTINGS: [(&str, Settings); 3] = [
    ("cue", Settings { rounds: 8, step: 0.35, price: 6e-6, least_count: 5 }),
    ("source", Settings { rounds: 8, step: 0.35, price: 3e-5, least_count: 4 }),
    ("content", Settings { rounds: 8, step: 0.35, price: 3e-5, least_count: 4 }),
];

/// A word other than a verb is looked at if it is part of a marked cue this often.
const LEAST_CUES: u32 = 4;

/// The weights as the lines of a file.
pub fn cues(rows: &[Row]) -> Result<String> {
    let read = Reader::new()?;
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for found in read.each(rows, |document, marked| learn::cue_words(document, marked)) {
        for (word, count) in found {
            *words.entry(word).or_insert(0) += count;
        }
    }
    let mut known = Weights::default();
    for (word, _) in words.iter().filter(|(_, count)| **count >= LEAST_CUES) {
        known.set(word, 0);
    }
    let mut features: [Features; 3] = Default::default();
    let mut examples: [Vec<Example>; 3] = Default::default();
    for made in read.each(rows, |document, marked| learn::examples(document, marked, &known)) {
        for ((made, features), examples) in made.into_iter().zip(&mut features).zip(&mut examples) {
            examples.extend(made.into_iter().map(|example| {
                Example {
                    candidates: example
                        .candidates
                        .into_iter()
                        .map(|names| names.into_iter().map(|name| features.number(name)).collect())
                        .collect(),
                    right: example.right,
                }
            }));
        }
    }
    let mut lines: BTreeMap<String, i32> =
        words.iter().filter(|(_, count)| **count >= LEAST_CUES).map(|(word, _)| (word.clone(), 0)).collect();
    for (((name, settings), features), examples) in SETTINGS.iter().zip(&features).zip(&examples) {
        crate::note(&format!("{name}: {} examples, {} features", examples.len(), features.len()));
        let weights = learn_weights(examples, features, *settings);
        for (feature, number, _) in features.all() {
            let weight = (weights[number as usize] * 1000.0).round() as i32;
            if weight.abs() >= 10 {
                lines.insert(feature.to_owned(), weight);
            }
        }
    }
    let mut text = String::from(HEAD);
    for (feature, weight) in &lines {
        let _ = writeln!(text, "{feature}\t{weight}");
    }
    Ok(text)
}

const HEAD: &str = "\
# Weights of the linear models that find cues of attributions, their sources and contents, in thousandths.
# Made by `cargo xtask train cues` from the training part of PolNeAR 1.0 (Newell, Margolin, Ruths: An attribution
# relations corpus for political news, 2018), parsed by tidings-english. Features are named by syntax and single
# lemmas; no text of the corpus is here.
";

struct Reader {
    engine: English,
    lexicons: Lexicons,
}

impl Reader {
    fn new() -> Result<Reader> {
        Ok(Reader { engine: English::embedded(), lexicons: Lexicons::english()? })
    }

    /// What `make` makes of each row, in order.
    fn each<T: Send>(&self, rows: &[Row], make: impl Fn(&Document<'_>, &[Marked]) -> T + Sync) -> Vec<T> {
        let half = rows.len().div_ceil(2).max(1);
        let one = |row: &Row| {
            let article = Article::of_text(row.text.clone());
            let document = Document::new(&article, &self.engine, &self.lexicons.passages, Options::default());
            make(&document, &row.marked())
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = rows
                .chunks(half)
                .map(|part| scope.spawn(|| part.iter().map(&one).collect::<Vec<T>>()))
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("reading does not panic")).collect()
        })
    }
}

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
