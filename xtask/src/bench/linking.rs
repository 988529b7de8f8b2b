//! `cargo xtask bench linking`: what does linking cost beside reading, and how does the cost of an article grow?
//!
//! Rows are articles: `id`, `date`, `text` or `sentences`. All are read in two threads, then linked in one, first some of
//! them, spread over the file, then all.

use std::path::PathBuf;
use std::time::Instant;

use serde::Deserialize;
use tidings_link::{Options, record};
use tidings_read::Article;
use tidings_record::{ArticleId, Basis, Days, Reading};

use crate::reader::{Reader, in_two_threads};
use crate::texts::{self, Words};
use crate::{note, print};

/// How many articles are linked, where there are as many.
const STEPS: [usize; 4] = [200, 400, 800, 1_600];

#[derive(clap::Args)]
pub struct Args {
    /// Rows of articles, `.jsonl` or `.jsonl.gz`.
    #[arg(required = true)]
    data: PathBuf,
    /// Takes all articles as one story.
    #[arg(long)]
    one_story: bool,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    date: Option<String>,
    #[serde(flatten)]
    words: Words,
}

/// Measures and prints a line for each number of articles.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let reader = Reader::new()?;
    let articles: Vec<Article> =
        texts::rows::<Row>(&args.data)?.into_iter().map(|(_, row)| article(row)).collect();
    note(&format!("reading {} articles", articles.len()));
    let start = Instant::now();
    let readings: Vec<Reading> = in_two_threads(&articles, |article| reader.read(article));
    let reading = start.elapsed().as_secs_f64();
    print(&format!("reading {} articles in two threads: {reading:.2} s\n", readings.len()))?;
    let options = Options { one_story: args.one_story, ..Options::default() };
    for count in STEPS.into_iter().filter(|&count| count < readings.len()).chain([readings.len()]) {
        let some: Vec<Reading> = (0..count).map(|at| readings[at * readings.len() / count].clone()).collect();
        let start = Instant::now();
        let stories = record(&some, options).stories.len();
        let seconds = start.elapsed().as_secs_f64();
        let each = seconds * 1e3 / count as f64;
        print(&format!(
            "linking {count} into {stories} stories in one thread: {seconds:.2} s, {each:.2} ms an article\n"
        ))?;
    }
    Ok(())
}

fn article(row: Row) -> Article {
    let day: Option<jiff::civil::Date> = row.date.as_deref().and_then(|date| date.get(..10)?.parse().ok());
    let published =
        day.map(|day| Days { basis: Basis::Given, ..Days::between(Some(day), Some(day), Basis::Given) });
    Article {
        id: ArticleId::from(row.id),
        published: published.unwrap_or_default(),
        ..Article::of_text(row.words.text())
    }
}
