//! `cargo xtask eval stories`: which articles belong to one story?
//!
//! A row is an article: `id` or `doc`, `text` or `sentences` (each a string or a list of tokens), perhaps `title` and
//! `date`. Its story is marked by `subtopic`, else `event`, else `topic`. `--topics` chooses rows; beyond that, what is
//! marked is only compared. Each file is a collection.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use tidings_link::{Keys, Options, keys, stories};
use tidings_read::Article;

use super::groups::{Likeness, group_of, share};
use super::{Asked, Text, stem};
use crate::reader::{Reader, in_two_threads};
use crate::texts::Words;
use crate::{note, print, texts};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    asked: Asked,
    /// Only rows with these topics.
    #[arg(long, num_args = 1.., value_name = "TOPIC")]
    topics: Vec<String>,
    /// Leaves dates alone, where they are not those of publication.
    #[arg(long)]
    undated: bool,
}

/// An article as the library sees it.
#[derive(Debug, Clone, Deserialize)]
struct Given {
    #[serde(alias = "doc")]
    id: Option<String>,
    title: Option<String>,
    #[serde(flatten)]
    words: Words,
    date: Option<String>,
}

/// What is marked of it.
#[derive(Debug, Clone, Deserialize)]
struct Marked {
    subtopic: Option<String>,
    event: Option<serde_json::Value>,
    topic: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(flatten)]
    given: Given,
    #[serde(flatten)]
    marked: Marked,
}

/// What is printed of a collection.
#[derive(Debug, Serialize)]
struct Report {
    name: String,
    articles: usize,
    marked: usize,
    found: usize,
    b_cubed: Likeness,
    /// The marked stories, if they are few.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stories: Vec<Story>,
}

#[derive(Debug, Serialize)]
struct Story {
    name: String,
    articles: usize,
    /// Into how many found stories its articles fell.
    found: usize,
    /// Share of its articles that are in the largest of these.
    in_largest: f64,
    /// Share of that story's articles that are its own.
    own_in_largest: f64,
}

/// More marked stories than this are not listed one by one.
const MOST_LISTED: usize = 10;

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let reader = Reader::new()?;
    let mut reports = Vec::new();
    for path in &args.asked.data {
        let rows = texts::rows::<Row>(path)?.into_iter().map(|(_, row)| row);
        let chosen = |row: &Row| {
            args.topics.is_empty()
                || row.marked.topic.as_ref().is_some_and(|topic| args.topics.contains(topic))
        };
        let (given, marked): (Vec<Given>, Vec<Marked>) =
            rows.filter(chosen).map(|row| (row.given, row.marked)).unzip();
        ensure!(!given.is_empty(), "{}: no such article", path.display());
        let marked: Option<Vec<String>> = marked.into_iter().map(Marked::story).collect();
        let marked = marked.with_context(|| format!("{}: an article has no story", path.display()))?;
        let keys = keys_of(&reader, &given, args.undated);
        note_growth(&keys);
        reports.push(report(stem(path), &marked, &stories(&keys, Options::default())));
    }
    if args.asked.json {
        return Ok(print(&format!("{}\n", serde_json::to_string_pretty(&reports)?))?);
    }
    Ok(print(&reports.iter().map(Report::to_string).collect::<Vec<_>>().join("\n"))?)
}

fn keys_of(reader: &Reader, given: &[Given], undated: bool) -> Vec<Keys> {
    let articles: Vec<Article> = given.iter().enumerate().map(|(at, one)| one.article(at, undated)).collect();
    in_two_threads(&articles, |article| keys(&reader.read(article)))
}

/// Says how the cost of an article grows with their number.
fn note_growth(keys: &[Keys]) {
    for count in [200, 400, 800, 1_600] {
        if count <= keys.len() {
            // Spread over the collection, since its articles may be in order of their stories.
            let some: Vec<Keys> = (0..count).map(|at| keys[at * keys.len() / count].clone()).collect();
            let start = Instant::now();
            let found = stories(&some, Options::default()).len();
            let each = start.elapsed().as_secs_f64() * 1e6 / count as f64;
            note(&format!("{count} articles into {found} stories: {each:.0} µs an article"));
        }
    }
}

impl Given {
    fn article(&self, at: usize, undated: bool) -> Article {
        let text = self.words.text();
        let date = self.date.clone().filter(|_| !undated);
        let id = self.id.clone().unwrap_or_else(|| format!("{at:06}"));
        Article { title: self.title.clone(), ..Text { id, text, dct: None, date }.article() }
    }
}

impl Marked {
    fn story(self) -> Option<String> {
        self.subtopic.or(self.event.map(|event| event.to_string())).or(self.topic)
    }
}

fn report(name: &str, marked: &[String], found: &[Vec<usize>]) -> Report {
    let of = group_of(marked.len(), found);
    let mut by_story: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
    for (story, &found) in marked.iter().zip(&of) {
        *by_story.entry(story).or_default().entry(found).or_default() += 1;
    }
    let story = |(name, parts): (&&str, &BTreeMap<usize, usize>)| {
        let articles = parts.values().sum();
        let largest = parts.iter().max_by_key(|&(_, &count)| count);
        let (group, count) = largest.map_or((0, 0), |(&group, &count)| (group, count));
        Story {
            name: (*name).to_owned(),
            articles,
            found: parts.len(),
            in_largest: share(count, articles),
            own_in_largest: share(count, found[group].len()),
        }
    };
    let listed = by_story.len() <= MOST_LISTED;
    Report {
        name: name.to_owned(),
        articles: marked.len(),
        marked: by_story.len(),
        found: found.len(),
        b_cubed: Likeness::of(&of, marked),
        stories: by_story.iter().filter(|_| listed).map(story).collect(),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { name, articles, marked, found, b_cubed, stories } = self;
        writeln!(f, "{name}: {articles} articles, {marked} stories marked, {found} found")?;
        let Likeness { precision, recall, f1, adjusted_rand_index } = b_cubed;
        writeln!(f, "  B³ precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}")?;
        writeln!(f, "  adjusted Rand index {adjusted_rand_index:.4}")?;
        for Story { name, articles, found, in_largest, own_in_largest } in stories {
            writeln!(
                f,
                "  {name}: {articles} articles in {found} stories; {:.1} % in the largest, of which {:.1} % are its own",
                in_largest * 100.0,
                own_in_largest * 100.0,
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<serde_json::Value> {
        let row = |id: &str, sentences: [&str; 2], topic: &str| {
            let tokens: Vec<Vec<&str>> = sentences.iter().map(|one| one.split(' ').collect()).collect();
            serde_json::json!({ "doc": id, "sentences": tokens, "topic": topic, "subtopic": format!("{topic}_a") })
        };
        vec![
            row("a", ["The ferry from Lindau ran aground .", "Tugs came to Lindau for the ferry ."], "1"),
            row("b", ["Lindau frees its ferry .", "The ferry had run aground outside Lindau ."], "1"),
            row("c", ["Plums were sold in Tarnel .", "The market of Tarnel closed ."], "2"),
        ]
    }

    #[test]
    fn stories_of_the_fixture() {
        let rows = rows().into_iter().map(|row| serde_json::from_value::<Row>(row).unwrap());
        let (given, marked): (Vec<Given>, Vec<Marked>) = rows.map(|row| (row.given, row.marked)).unzip();
        let keys = keys_of(&Reader::new().unwrap(), &given, false);
        let marked: Vec<String> = marked.into_iter().map(|one| one.story().unwrap()).collect();
        let report = report("fixture", &marked, &stories(&keys, Options::default()));
        assert_eq!((report.marked, report.found, report.b_cubed.f1), (2, 2, 1.0));
        assert_eq!(report.stories[0].in_largest, 1.0);
    }

    /// Rows without marks give the same keys, from which alone stories are made.
    #[test]
    fn marks_are_not_read() {
        let reader = Reader::new().unwrap();
        let of = |rows: Vec<serde_json::Value>| {
            let given: Vec<Given> =
                rows.into_iter().map(|row| serde_json::from_value(row).unwrap()).collect();
            keys_of(&reader, &given, false)
        };
        let mut bare = rows();
        for row in &mut bare {
            row.as_object_mut().unwrap().retain(|key, _| matches!(key.as_str(), "doc" | "sentences"));
            assert!(serde_json::from_value::<Row>(row.clone()).unwrap().marked.story().is_none());
        }
        assert_eq!(of(rows()), of(bare));
    }
}
