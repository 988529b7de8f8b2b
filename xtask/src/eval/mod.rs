//! `cargo xtask eval`: how often is what was read right, rule by rule, on texts in which people marked what there is?
//!
//! A file here is one evaluation; `score` counts and prints what is marked in a text, `groups` compares groups of texts. Rows of marked texts hold `id`, `text`, perhaps `dct` or
//! `date` (the day of publication), and what is marked. Only a [`Text`] reaches the library, and that holds nothing of
//! what is marked.

mod attributions;
mod audit;
mod chains;
mod copies;
mod coreference;
mod events;
mod extraction;
mod figures;
mod groups;
mod marked;
mod quantities;
mod rounds;
mod score;
mod status;
mod stories;
mod times;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tidings_read::Article;
use tidings_record::{ArticleId, Basis, Days, PointSpan, Reading};

use self::score::{Report, Score};
use crate::reader::{Reader, in_two_threads};
use crate::{print, texts};

/// What to evaluate.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Times, scored as TempEval-3 does: words, type and value.
    Times(Asked),
    /// Attributions, scored one to one as PolNeAR is; the project's own gold also by speaker, stance, manner and voice.
    Attributions(attributions::Args),
    /// Quantities, scored by value, then unit and change.
    Quantities(Asked),
    /// Types of events, learned from four fifths of the rows and tried on the last, five times.
    Events(Asked),
    /// Whether events happened: the built-in model on the rows of the part `dev`.
    Status(Asked),
    /// Extraction: article, metadata and speed on marked web pages.
    Extraction(Asked),
    /// Audit: what is wrong with a sentence, on the project's own sentences.
    Audit(audit::Args),
    /// Copies: which articles have one origin, and which pasted passages are found.
    Copies(Asked),
    /// Figures: how two go together, on the project's own pairs.
    Figures(figures::Args),
    /// Rounds: like events told apart, on the project's own groups.
    Rounds(rounds::Args),
    /// Events across articles: which marked mentions are of one event.
    Coreference(coreference::Args),
    /// Stories: which articles belong together.
    Stories(stories::Args),
}

/// What is asked of every evaluation.
#[derive(clap::Args)]
struct Asked {
    /// Rows of marked texts, `.jsonl` or `.jsonl.gz`.
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    data: Vec<PathBuf>,
    /// Shows the first N errors of each kind, with the words around them.
    #[arg(long, default_value_t = 0, value_name = "N")]
    errors: usize,
    /// Prints JSON instead of tables.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::Times(asked) => evaluate::<times::Times>(asked)?,
        What::Attributions(args) => attributions::run(args)?,
        What::Quantities(asked) => evaluate::<quantities::Quantities>(asked)?,
        What::Events(asked) => events::run(asked)?,
        What::Status(asked) => status::run(asked)?,
        What::Extraction(asked) => extraction::run(asked)?,
        What::Audit(args) => audit::run(args)?,
        What::Copies(asked) => copies::run(asked)?,
        What::Figures(args) => figures::run(args)?,
        What::Rounds(args) => rounds::run(args)?,
        What::Coreference(args) => coreference::run(args)?,
        What::Stories(args) => stories::run(args)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// An evaluation that looks at each text by itself.
trait Evaluation {
    /// As it is called on the command line.
    const NAME: &'static str;
    /// In what a find can be right. The first says that it was matched with a marked one at all.
    const MEASURES: &'static [&'static str];
    /// Decimals of percentages.
    const DECIMALS: usize;
    /// What is marked in a text.
    type Gold: DeserializeOwned;
    /// What is found in a text, in the form in which it is compared.
    type Found: Send;

    /// What of a reading is compared.
    fn found(reading: &Reading<PointSpan>) -> Vec<Self::Found>;

    /// Compares what was found in a text with what is marked in it.
    fn score(text: &Text, gold: &Self::Gold, found: &[Self::Found], score: &mut Score);
}

/// A text as the library sees it.
#[derive(Debug, Clone, Deserialize)]
struct Text {
    id: String,
    text: String,
    dct: Option<String>,
    date: Option<String>,
}

/// A text with what is marked in it.
#[derive(Deserialize)]
struct Row<G> {
    #[serde(flatten)]
    text: Text,
    #[serde(flatten)]
    gold: G,
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Printed {
    evaluation: &'static str,
    files: Vec<Report>,
    all: Report,
}

fn evaluate<E: Evaluation>(asked: &Asked) -> anyhow::Result<()> {
    let reader = Reader::new()?;
    let score = |name: &str| Score::new(name, E::MEASURES, E::DECIMALS, asked.errors);
    let (mut files, mut all) = (Vec::new(), score("all"));
    for path in &asked.data {
        let rows = texts::rows::<Row<E::Gold>>(path)?;
        let (texts, gold): (Vec<Text>, Vec<E::Gold>) =
            rows.into_iter().map(|(_, row)| (row.text, row.gold)).unzip();
        let mut file = score(stem(path));
        for ((text, gold), found) in texts.iter().zip(&gold).zip(found::<E>(&reader, &texts)) {
            for score in [&mut file, &mut all] {
                score.texts += 1;
                E::score(text, gold, &found, score);
            }
        }
        files.push(file.report());
    }
    let printed = Printed { evaluation: E::NAME, files, all: all.report() };
    if asked.json {
        return Ok(print(&format!("{}\n", serde_json::to_string_pretty(&printed)?))?);
    }
    let alone = printed.files.len() == 1;
    let reports = printed.files.iter().chain((!alone).then_some(&printed.all));
    Ok(print(&reports.map(Report::to_string).collect::<Vec<_>>().join("\n"))?)
}

/// What is found in each of the texts.
fn found<E: Evaluation>(reader: &Reader, texts: &[Text]) -> Vec<Vec<E::Found>> {
    in_two_threads(texts, |text| E::found(&reader.read(&text.article()).in_code_points()))
}

impl Text {
    /// The article of the text, published on `dct` or else `date`, if that begins with a day.
    fn article(&self) -> Article {
        let stated = [&self.dct, &self.date].into_iter().flatten().find(|day| !day.is_empty());
        let day: Option<jiff::civil::Date> = stated.and_then(|stated| stated.get(..10)?.parse().ok());
        let published = day.map(|day| Days {
            earliest: Some(day),
            latest: Some(day),
            edtf: Some(day.to_string()),
            basis: Basis::Given,
            ..Days::default()
        });
        Article {
            id: ArticleId::from(self.id.clone()),
            published: published.unwrap_or_default(),
            ..Article::of_text(self.text.clone())
        }
    }
}

/// Prints a report as JSON, or as text with the lines of what was wrong.
fn show(report: &(impl Serialize + std::fmt::Display), json: bool, errors: &[String]) -> anyhow::Result<()> {
    if json {
        return Ok(print(&format!("{}\n", serde_json::to_string_pretty(report)?))?);
    }
    print(&report.to_string())?;
    Ok(print(&errors.iter().map(|line| format!("{line}\n")).collect::<String>())?)
}

/// The name of a file up to its first full stop.
fn stem(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.split('.').next().unwrap_or_default()
}

/// The characters `start..end` of a text, as far as it has them.
fn cut(text: &[char], start: usize, end: usize) -> String {
    let end = end.min(text.len());
    text[start.min(end)..end].iter().collect()
}

/// The characters `start..end` in brackets, among the words around them, on one line.
fn around(text: &[char], start: usize, end: usize) -> String {
    const BEFORE: usize = 50;
    const BEHIND: usize = 30;
    let (before, behind) =
        (cut(text, start.saturating_sub(BEFORE), start), cut(text, end, end.saturating_add(BEHIND)));
    format!("{before}[{}]{behind}", cut(text, start, end)).replace(char::is_whitespace, " ")
}

#[cfg(test)]
mod tests;
