//! `cargo xtask eval figures`: how do two figures go together? On the pairs of the project's own fixtures.
//!
//! Each file is one story. Its articles are linked as they stand, without marks and pairs; then the figure at each mark
//! is looked up by its words, and what the record says of the two is compared with the label.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use anyhow::{Context, bail};
use serde::Serialize;
use tidings_link::{Asked, Options, Request, linked};
use tidings_record::{ByteSpan, Step, StepKind, What, Why};

use super::groups::share;
use super::marked::{Marked, files, folder, quoted, sections};
use crate::reader::Reader;

#[derive(clap::Args)]
pub struct Args {
    /// Stories with marked pairs, `.md`, or folders of them [default: the project's own].
    #[arg(long, num_args = 1.., value_name = "FILE")]
    data: Vec<PathBuf>,
    /// Shows the pairs that are not as labelled.
    #[arg(long)]
    errors: bool,
    /// Prints JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// How two figures can go together.
const LABELS: [&str; 5] = ["agree", "update", "contradiction", "not_comparable", "unrelated"];

/// A story with its pairs.
struct Story {
    name: String,
    articles: Vec<Marked>,
    pairs: Vec<Pair>,
}

/// Two marks and how a reader saw them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    first: String,
    second: String,
    label: String,
}

/// What is printed.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// How many pairs.
    pub pairs: usize,
    /// How many are as labelled.
    pub right: usize,
    /// Marks at which no figure was found.
    pub marks_without_figure: usize,
    /// For each label.
    pub labels: BTreeMap<&'static str, Label>,
    /// How often a label (first) came out as another.
    pub confusion: BTreeMap<String, usize>,
    #[serde(skip)]
    errors: Vec<String>,
}

/// How right one label is.
#[derive(Debug, Default, Serialize)]
pub struct Label {
    /// Pairs so labelled.
    pub marked: usize,
    /// Pairs so found.
    pub found: usize,
    /// Both.
    pub right: usize,
    /// `right` of `found`.
    pub precision: f64,
    /// `right` of `marked`.
    pub recall: f64,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let paths = if args.data.is_empty() { vec![folder("figures")] } else { args.data.clone() };
    let report = evaluate(&paths)?;
    super::show(&report, args.json, if args.errors { &report.errors } else { &[] })
}

/// Links every story and compares its pairs.
pub(super) fn evaluate(paths: &[PathBuf]) -> anyhow::Result<Report> {
    let reader = Reader::new()?;
    let mut report = Report::default();
    for label in LABELS {
        report.labels.insert(label, Label::default());
    }
    for (name, text) in files(paths)? {
        let story = Story::new(&name, &text)?;
        let found = figures(&reader, &story.articles);
        compare(&story, &found, &mut report)?;
    }
    for label in report.labels.values_mut() {
        label.precision = share(label.right, label.found);
        label.recall = share(label.right, label.marked);
    }
    Ok(report)
}

/// The reasons of all figures of a record of the articles' texts.
fn figures(reader: &Reader, articles: &[Marked]) -> Vec<Why> {
    let readings: Vec<_> = articles.iter().enumerate().map(|(at, one)| one.reading(reader, at)).collect();
    let options = Options { one_story: true, ..Options::default() };
    let request = Request { options, asked: Asked::All, ..Request::default() };
    linked(&readings, &request).why.into_iter().filter(|one| one.what == What::Figure).collect()
}

impl Story {
    fn new(name: &str, text: &str) -> anyhow::Result<Story> {
        let mut story = Story { name: name.to_owned(), articles: Vec::new(), pairs: Vec::new() };
        for (heading, lines) in sections(text, "## ") {
            story.articles.push(Marked::new(heading, &quoted(&lines))?);
            for line in lines.iter().filter_map(|line| line.strip_prefix("- ")) {
                let (marks, rest) =
                    line.split_once(": ").with_context(|| format!("{name}: {line}: no label"))?;
                let (first, second) =
                    marks.split_once(' ').with_context(|| format!("{name}: {line}: no pair"))?;
                let label = rest.split(' ').next().unwrap_or_default();
                if !LABELS.contains(&label) {
                    bail!("{name}: {line}: no such label");
                }
                story.pairs.push(Pair {
                    first: first.to_owned(),
                    second: second.to_owned(),
                    label: label.to_owned(),
                });
            }
        }
        Ok(story)
    }

    /// The article and the words of a mark.
    fn mark(&self, name: &str) -> anyhow::Result<(usize, ByteSpan)> {
        let marks = self.articles.iter().enumerate();
        let mut all = marks.flat_map(|(at, one)| one.marks.iter().map(move |mark| (at, mark)));
        let (at, mark) = all
            .find(|(_, mark)| mark.name == name)
            .with_context(|| format!("{}: no mark {name}", self.name))?;
        Ok((at, mark.span))
    }
}

fn compare(story: &Story, figures: &[Why], report: &mut Report) -> anyhow::Result<()> {
    for pair in &story.pairs {
        let (first, second) = (story.mark(&pair.first)?, story.mark(&pair.second)?);
        let (one, two) = (at(figures, first), at(figures, second));
        let found = match (one, two) {
            (Some(one), Some(two)) => relation(one, two),
            _ => "unrelated",
        };
        let label = LABELS.into_iter().find(|one| *one == pair.label).unwrap_or("unrelated");
        report.pairs += 1;
        report.marks_without_figure += usize::from(one.is_none()) + usize::from(two.is_none());
        report.labels.entry(label).or_default().marked += 1;
        report.labels.entry(found).or_default().found += 1;
        if found == label {
            report.right += 1;
            report.labels.entry(label).or_default().right += 1;
        } else {
            *report.confusion.entry(format!("{label} as {found}")).or_default() += 1;
            let words = |(at, span): (usize, ByteSpan)| span.of(&story.articles[at].text).to_owned();
            let known = |one: Option<&Why>| if one.is_some() { "" } else { " (no figure)" };
            let why = one.zip(two).and_then(|(one, two)| compared(one, two)?.rules.get(1).cloned());
            report.errors.push(format!(
                "{} {} {}: {label}, found {found}: {}{} | {}{}: {}",
                story.name,
                pair.first,
                pair.second,
                words(first),
                known(one),
                words(second),
                known(two),
                why.unwrap_or_default()
            ));
        }
    }
    Ok(())
}

/// The figure whose number stands at a mark.
fn at(figures: &[Why], (article, span): (usize, ByteSpan)) -> Option<&Why> {
    let id = format!("{article:02}");
    figures.iter().find(|one| {
        let counted = one.steps.iter().filter(|step| step.step == StepKind::Counted);
        let mut numbers = counted.filter_map(|step| step.refs.first());
        numbers.any(|words| words.article.as_str() == id && words.span.overlaps(span))
    })
}

/// What the record says of two figures. One figure at both marks agrees with itself.
fn relation(one: &Why, two: &Why) -> &'static str {
    if one.id == two.id {
        return "agree";
    }
    let compared =
        one.steps.iter().find(|step| step.step == StepKind::Compared && step.ids.contains(&two.id));
    let code = compared.and_then(|step| step.rules.first());
    LABELS.into_iter().find(|label| code.is_some_and(|code| code == label)).unwrap_or("unrelated")
}

fn compared<'w>(one: &'w Why, two: &Why) -> Option<&'w Step> {
    one.steps.iter().find(|step| step.step == StepKind::Compared && step.ids.contains(&two.id))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} pairs of figures, {} as labelled", self.pairs, self.right)?;
        for (name, one) in &self.labels {
            writeln!(
                f,
                "  {name:<15} precision {:.3}, recall {:.3} ({} marked, {} found, {} right)",
                one.precision, one.recall, one.marked, one.found, one.right
            )?;
        }
        writeln!(f, "  {} marks without a figure", self.marks_without_figure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_pairs_hold_their_floor() {
        let report = evaluate(&[folder("figures")]).unwrap();
        assert_eq!(report.pairs, 120);
        let contradictions = &report.labels["contradiction"];
        assert!(contradictions.precision >= 0.90 && contradictions.recall >= 0.75, "{report}");
        assert!(report.right >= 84, "{report}");
    }

    /// The marks and labels of a story change nothing of what is linked.
    #[test]
    fn marks_are_not_read() {
        let reader = Reader::new().unwrap();
        let (name, text) = files(&[folder("figures")]).unwrap().remove(0);
        let story = Story::new(&name, &text).unwrap();
        let bare: Vec<Marked> =
            story.articles.iter().map(|one| Marked { marks: Vec::new(), ..one.clone() }).collect();
        assert!(bare.iter().all(|one| !one.text.contains('{')));
        assert_eq!(figures(&reader, &story.articles), figures(&reader, &bare));
    }
}
