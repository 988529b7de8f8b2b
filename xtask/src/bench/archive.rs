//! `cargo xtask bench archive`: a large archive of invented reports is added, searched, opened and added to.
//!
//! Reading alone is measured on the first reports, adding on all of them, both on two threads; then searches of words
//! and filters drawn by chance, stories opened, and single reports added by a process each. Each search and each story
//! is measured in several rounds and counts with its fastest: what else the machine does is not measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, ensure};
use tidings_store::{Access, Query, Store};

use super::process::run as run_process;
use crate::random::SplitMix;
use crate::spacy::workspace;
use crate::synthetic::{self, Article};
use crate::{note, print};

/// Reports on which reading alone is measured.
const READ: usize = 3_000;
/// Reports that are added one by one in the end.
const SINGLE: usize = 15;

/// How large.
#[derive(clap::Args)]
pub struct Args {
    /// How many articles.
    #[arg(long, default_value_t = 5_000)]
    articles: usize,
    /// How long: about so many sentences each.
    #[arg(long, default_value_t = 36)]
    sentences: usize,
    /// How often each search and story is measured.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// From which number chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to put the reports and the store.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// The program to measure, instead of building it.
    #[arg(long)]
    tidings: Option<PathBuf>,
    /// Measures the store that an earlier run left, and adds nothing but single reports.
    #[arg(long)]
    keep: bool,
}

/// Runs the measures and prints them beside what is to be reached.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let folder = args.folder.clone().unwrap_or_else(|| workspace().join("target/bench/archive"));
    fs::create_dir_all(&folder)?;
    let tidings = match &args.tidings {
        Some(tidings) => tidings.clone(),
        None => super::build_tidings()?,
    };
    let articles = synthetic::articles(args.articles + SINGLE, args.sentences, args.seed);
    let (many, single) = articles.split_at(args.articles);
    let text: usize = many.iter().map(|article| article.text.len()).sum();
    let store = folder.join("tidings.db");
    let mut lines = vec![format!("{} articles, {:.1} MB of text", many.len(), text as f64 / 1e6)];
    if !args.keep {
        lines.extend(adding(&tidings, &folder, &store, many)?);
    }
    let size = fs::metadata(&store)?.len() as f64 / text as f64;
    lines.push(line("store, times the text", size, "at most 3"));
    lines.extend(searching(&store, many, args)?);
    lines.extend(opening(&store, args)?);
    lines.extend(one_more(&tidings, &folder, &store, single)?);
    print(&(lines.join("\n") + "\n"))?;
    Ok(())
}

fn line(name: &str, value: f64, wanted: &str) -> String {
    format!("{name:<44}{value:>10.2}   {wanted}")
}

fn adding(tidings: &Path, folder: &Path, store: &Path, many: &[Article]) -> anyhow::Result<Vec<String>> {
    let rows = folder.join("articles.jsonl");
    let some = folder.join("some.jsonl");
    synthetic::write_rows(many, &rows)?;
    synthetic::write_rows(&many[..many.len().min(READ)], &some)?;
    for end in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{end}", store.display()));
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    note("reading alone");
    let out = folder.join("readings.jsonl");
    let read =
        run_process(Command::new(tidings).args(["read", "--threads", "2"]).arg(&some), None, Some(&out))?;
    fs::remove_file(out)?;
    let reading = many.len().min(READ) as f64 / read.wall;
    let reading_cpu = read.cpu / many.len().min(READ) as f64;
    note("adding");
    let mut add = Command::new(tidings);
    add.args(["add", "--threads", "2", "--store"]).arg(store).arg(&rows);
    let added = run_process(&mut add, None, None)?;
    let adding = many.len() as f64 / added.wall;
    Ok(vec![
        line("reading alone, articles a second", reading, ""),
        line("adding, articles a second", adding, ""),
        line("adding, percent of the reading speed", 100.0 * adding / reading, "at least 60"),
        line("the same by CPU time", 100.0 * reading_cpu * many.len() as f64 / added.cpu, ""),
        line("adding, CPU seconds", added.cpu, ""),
        line("peak memory when adding, MiB", added.peak_mib, "at most 1430 (1.5 GB)"),
    ])
}

/// The middle, the 99th of a hundred, and the largest of `times`, in milliseconds.
pub fn spread(mut times: Vec<f64>) -> [f64; 3] {
    times.sort_by(f64::total_cmp);
    let at =
        |share: f64| times.get(((times.len() as f64 - 1.0) * share) as usize).copied().unwrap_or(0.0) * 1e3;
    [at(0.5), at(0.99), at(1.0)]
}

/// For each of `things`, the shortest time that `work` took with it in so many rounds, in seconds.
fn fastest<T>(
    things: &[T],
    rounds: u32,
    mut work: impl FnMut(&T) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<f64>> {
    let mut times = vec![f64::INFINITY; things.len()];
    for _ in 0..rounds {
        for (time, thing) in times.iter_mut().zip(things) {
            let begin = Instant::now();
            work(thing)?;
            *time = time.min(begin.elapsed().as_secs_f64());
        }
    }
    Ok(times)
}

fn searching(store: &Path, many: &[Article], args: &Args) -> anyhow::Result<Vec<String>> {
    note("searching");
    let store = Store::open(store, Access::Read)?;
    let mut chance = SplitMix::new(args.seed ^ 0x5ea7);
    let mut queries = Vec::new();
    for nth in 0..1_000 {
        let article = &many[chance.below(many.len())];
        let words: Vec<&str> = article.text.split_whitespace().filter(|word| word.len() > 3).collect();
        let from = chance.below(words.len());
        let count = 1 + chance.below(3);
        let some: Vec<String> =
            words[from..(from + count).min(words.len())].iter().map(|word| word.replace('"', "")).collect();
        let words = if chance.below(3) == 0 { format!("\"{}\"", some.join(" ")) } else { some.join(" ") };
        let mut query = Query { words, ..Query::default() };
        match nth % 5 {
            1 => query.outlet = Some(article.outlet.to_owned()),
            2 => {
                (query.from, query.to) =
                    (Some(article.day.first_of_month()), Some(article.day.last_of_month()))
            }
            3 => query.stance = Some("denies".to_owned()),
            4 => query.place = article.title.split(' ').find(|word| word.len() > 6).map(str::to_owned),
            _ => {}
        }
        queries.push(query);
    }
    let mut found = 0;
    let times = fastest(&queries, args.rounds, |query| {
        let hits = store.search(query)?;
        found += usize::from(hits.is_ok_and(|found| !found.hits.is_empty()));
        Ok(())
    })?;
    found /= args.rounds as usize;
    ensure!(found > 300, "most searches find something; {found} of 1,000 did");
    let [middle, p99, most] = spread(times);
    Ok(vec![
        line("search, ms, middle", middle, ""),
        line("search, ms, 99 of 100 are faster", p99, "at most 20"),
        line("search, ms, slowest", most, ""),
    ])
}

fn opening(path: &Path, args: &Args) -> anyhow::Result<Vec<String>> {
    note("opening stories");
    let store = Store::open(path, Access::Read)?;
    let stories = store.stories(None)?;
    let largest = stories.iter().max_by_key(|story| story.articles).context("there are stories")?.clone();
    drop(store);
    let mut chance = SplitMix::new(args.seed ^ 0x09e4);
    let mut opened = vec![&largest];
    opened.extend((1..300).map(|_| &stories[chance.below(stories.len())]));
    let times = fastest(&opened, args.rounds, |story| {
        let store = Store::open(path, Access::Read)?;
        ensure!(store.story(story.story)?.is_some(), "{} has its record", story.id);
        Ok(())
    })?;
    let [middle, p99, most] = spread(times);
    Ok(vec![
        line("stories", stories.len() as f64, ""),
        line("articles of the largest story", largest.articles as f64, ""),
        line("opening a story, ms, middle", middle, ""),
        line("opening a story, ms, 99 of 100 are faster", p99, "at most 50"),
        line("opening a story, ms, slowest", most, ""),
    ])
}

fn one_more(tidings: &Path, folder: &Path, store: &Path, single: &[Article]) -> anyhow::Result<Vec<String>> {
    note("adding one more");
    let (mut times, mut used) = (Vec::new(), Vec::new());
    for article in single {
        let row = folder.join("one.jsonl");
        synthetic::write_rows(std::slice::from_ref(article), &row)?;
        let mut add = Command::new(tidings);
        add.args(["add", "--threads", "2", "--store"]).arg(store).arg(&row);
        let ran = run_process(&mut add, None, None)?;
        times.push(ran.wall);
        used.push(ran.cpu);
    }
    let [middle, _, most] = spread(times.clone());
    let least = times.into_iter().fold(f64::INFINITY, f64::min) * 1e3;
    let [cpu, ..] = spread(used);
    Ok(vec![
        line("adding one more, whole process, ms, middle", middle, "at most 150"),
        line("adding one more, whole process, ms, fastest", least, ""),
        line("adding one more, CPU ms of both threads", cpu, ""),
        line("adding one more, whole process, ms, slowest", most, ""),
    ])
}
