//! `cargo xtask eval audit`: is what is wrong with a sentence found, and is what is right left alone? On the project's own
//! sentences, labelled before the audit was made.
//!
//! Each sentence is audited by itself against the reports of its file.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Serialize;
use tidings_audit::audit;
use tidings_input::{Inputs, Options};
use tidings_link::record;
use tidings_record::{Judgement, Reading, Record, Verdict};

use super::Text;
use super::groups::share;
use super::marked::{Marked, files, quoted, sections};
use crate::reader::{Reader, in_two_threads};
use crate::spacy::workspace;

#[derive(clap::Args)]
pub struct Args {
    /// Reports with sentences, `.md`, or folders of them [default: the project's own].
    #[arg(long, num_args = 1.., value_name = "FILE")]
    data: Vec<PathBuf>,
    /// Only the sentences that were kept apart while the audit was made.
    #[arg(long)]
    blind: bool,
    /// Shows the sentences that are not as labelled, with their verdicts.
    #[arg(long)]
    errors: bool,
    /// Prints JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// A sentence and what is wrong with it; nothing if all is well.
#[derive(Debug, Clone)]
struct Asked {
    sentence: String,
    day: String,
    labels: Vec<Judgement>,
}

/// The sentences of one file with their sources.
struct Story {
    name: String,
    sources: Vec<Reading>,
    asked: Vec<Asked>,
}

/// What is printed.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Sentences that say what the reports say.
    pub right: usize,
    /// Of these, how many raised an alarm.
    pub false_alarms: usize,
    /// Sentences with an error.
    pub planted: usize,
    /// Of these, how many raised an alarm.
    pub found: usize,
    /// Of these, how many raised one of the right kind.
    pub named: usize,
    /// The same for each kind.
    pub kinds: BTreeMap<&'static str, Kind>,
    #[serde(skip)]
    errors: Vec<String>,
}

/// Planted errors of one kind.
#[derive(Debug, Default, Serialize)]
pub struct Kind {
    /// Sentences so labelled first.
    pub planted: usize,
    /// Of these, how many raised an alarm.
    pub found: usize,
    /// Of these, how many raised one of a kind that is as right.
    pub named: usize,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let paths = if args.data.is_empty() { vec![folder()] } else { args.data.clone() };
    let report = evaluate(&paths, args.blind)?;
    super::show(&report, args.json, if args.errors { &report.errors } else { &[] })
}

/// The folder of the project's own sentences.
fn folder() -> PathBuf {
    workspace().join("crates/tidings-audit/fixtures")
}

/// Audits the sentences of every file, or those kept apart.
fn evaluate(paths: &[PathBuf], blind: bool) -> anyhow::Result<Report> {
    let reader = Reader::new()?;
    let mut report = Report::default();
    for (name, text) in files(paths)? {
        let story = Story::new(&name, &text, blind, &reader)?;
        if !story.asked.is_empty() {
            story.audit(&reader, &mut report);
        }
    }
    Ok(report)
}

impl Story {
    fn new(name: &str, text: &str, blind: bool, reader: &Reader) -> anyhow::Result<Story> {
        let marker = if blind { "Blind sentences |" } else { "Sentences |" };
        let mut story = Story { name: name.to_owned(), sources: Vec::new(), asked: Vec::new() };
        if let Some(folder) = text.lines().find_map(|line| line.strip_prefix("Sources: ")) {
            story.sources = readings(&workspace().join(folder.trim()), reader)?;
        }
        for (heading, lines) in sections(text, "## ") {
            if let Some(day) = heading.strip_prefix(marker) {
                for line in lines.iter().filter_map(|line| line.strip_prefix("- ")) {
                    story.asked.push(Asked::new(line, day.trim()).with_context(|| name.to_owned())?);
                }
            } else if !heading.contains("entences |") {
                let at = story.sources.len();
                story.sources.push(Marked::new(heading, &quoted(&lines))?.reading(reader, at));
            }
        }
        Ok(story)
    }

    fn audit(&self, reader: &Reader, report: &mut Report) {
        let record: Record =
            record(&self.sources, tidings_link::Options { one_story: true, ..Default::default() });
        let verdicts = in_two_threads(&self.asked, |asked| {
            let text = Text {
                id: "draft".to_owned(),
                text: asked.sentence.clone(),
                dct: Some(asked.day.clone()),
                date: None,
            };
            audit(&reader.read(&text.article()), &self.sources, &record).verdicts
        });
        for (asked, verdicts) in self.asked.iter().zip(verdicts) {
            report.count(&self.name, asked, &verdicts);
        }
    }
}

impl Asked {
    fn new(line: &str, day: &str) -> anyhow::Result<Asked> {
        let (labels, sentence) = line.split_once(": ").with_context(|| format!("{line}: no label"))?;
        let judgement = |code: &str| Judgement::ALL.into_iter().find(|one| one.code() == code);
        let labels = if labels == "ok" { Vec::new() } else { labels.split('|').map(judgement).collect() };
        if labels.contains(&None) {
            bail!("{line}: no such label");
        }
        let labels = labels.into_iter().flatten().collect();
        Ok(Asked { sentence: sentence.to_owned(), day: day.to_owned(), labels })
    }
}

impl Report {
    fn count(&mut self, name: &str, asked: &Asked, verdicts: &[Verdict]) {
        let alarms: Vec<&Verdict> = verdicts.iter().filter(|one| one.judgement.is_alarm()).collect();
        let named = alarms.iter().any(|one| asked.labels.contains(&one.judgement));
        let right = match asked.labels.first() {
            None => {
                self.right += 1;
                self.false_alarms += usize::from(!alarms.is_empty());
                alarms.is_empty()
            }
            Some(first) => {
                let kind = self.kinds.entry(first.code()).or_default();
                for (planted, found, right) in [
                    (&mut self.planted, &mut self.found, &mut self.named),
                    (&mut kind.planted, &mut kind.found, &mut kind.named),
                ] {
                    *planted += 1;
                    *found += usize::from(!alarms.is_empty());
                    *right += usize::from(named);
                }
                named
            }
        };
        if right {
            return;
        }
        let label = asked.labels.iter().map(|one| one.code()).collect::<Vec<_>>().join("|");
        let label = if label.is_empty() { "ok" } else { &label };
        self.errors.push(format!("{name} {label}: {}", asked.sentence));
        for one in verdicts {
            let quote = one.refs.iter().map(|at| format!(" | {}", at.quote)).collect::<String>();
            self.errors.push(format!("    {} {:?}: {}{quote}", one.judgement.code(), one.words, one.because));
        }
    }
}

/// The readings of the articles in a folder.
fn readings(folder: &Path, reader: &Reader) -> anyhow::Result<Vec<Reading>> {
    let mut found = Vec::new();
    let inputs = Inputs::new(&story_files(folder)?, Options::default());
    for input in inputs {
        found.push(reader.read(&input?.article));
    }
    Ok(found)
}

/// The articles of a folder: its texts and rows.
fn story_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|one| one.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt" || end == "jsonl"));
    paths.sort();
    Ok(paths)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part, all| 100.0 * share(part, all);
        writeln!(f, "{} sentences", self.right + self.planted)?;
        writeln!(
            f,
            "  right: {}, false alarms {} ({:.1} %)",
            self.right,
            self.false_alarms,
            percent(self.false_alarms, self.right)
        )?;
        writeln!(
            f,
            "  wrong: {}, found {} ({:.1} %), of the right kind {} ({:.1} %)",
            self.planted,
            self.found,
            percent(self.found, self.planted),
            self.named,
            percent(self.named, self.planted)
        )?;
        for (name, one) in &self.kinds {
            writeln!(
                f,
                "    {name:<20} planted {:>2}, found {:>2}, named {:>2}",
                one.planted, one.found, one.named
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_sentences_hold_their_floor() {
        let report = evaluate(&[folder()], false).unwrap();
        assert_eq!((report.right, report.planted), (50, 50));
        assert!(report.false_alarms <= 2 && report.found >= 47 && report.named >= 44, "{report}");
        let apart = evaluate(&[folder()], true).unwrap();
        assert_eq!((apart.right, apart.planted), (20, 20));
        assert!(apart.false_alarms <= 1 && apart.found >= 18, "{apart}");
    }

    /// A label changes nothing of what is found.
    #[test]
    fn labels_are_not_read() {
        let (reader, label) =
            (Reader::new().unwrap(), |line: &str| Asked::new(line, "2024-01-01").unwrap().sentence);
        assert_eq!(label("ok: Two boats sank."), label("differs|revised: Two boats sank."));
        assert!(Asked::new("lies: Two boats sank.", "2024-01-01").is_err());
        let (name, text) = files(&[folder()]).unwrap().remove(0);
        let story = Story::new(&name, &text, true, &reader).unwrap();
        assert!(
            story
                .sources
                .iter()
                .all(|one| story.asked.iter().all(|asked| !one.text.contains(&asked.sentence)))
        );
    }
}
