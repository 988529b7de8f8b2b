//! `cargo xtask eval rounds`: are like events of one story told apart, and the tellings of each gathered?
//!
//! On the groups of the project's own fixtures. Each group is linked as it stands, without its marks, as a story; then
//! the event at each marked word is looked up, and pairs of marked words are compared.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;
use tidings_link::{Asked, Options, Request, linked};
use tidings_record::{ByteSpan, StepKind, What, Why};

use super::groups::share;
use super::marked::{Mark, Marked, files, folder, quoted, sections};
use crate::reader::Reader;

#[derive(clap::Args)]
pub struct Args {
    /// Groups with marked words, `.md`, or folders of them [default: the project's own].
    #[arg(long, num_args = 1.., value_name = "FILE")]
    data: Vec<PathBuf>,
    /// Shows the groups that are not wholly right.
    #[arg(long)]
    errors: bool,
    /// Prints JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// What is printed.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// How many groups.
    pub groups: usize,
    /// In how many no two rounds are mixed.
    pub apart: usize,
    /// In how many, besides, all tellings are gathered.
    pub right: usize,
    /// Marked words, and those at which no event was found.
    pub words: usize,
    /// Marked words at which no event was found.
    pub words_without_event: usize,
    /// Pairs of words of one round.
    pub same: usize,
    /// Of these the gathered ones.
    pub gathered: usize,
    /// Pairs of words of two rounds.
    pub different: usize,
    /// Of these the ones put into one event.
    pub mixed: usize,
    /// Gathered pairs among all pairs found to be one event.
    pub precision: f64,
    /// Gathered pairs among all that are.
    pub recall: f64,
    #[serde(skip)]
    errors: Vec<String>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let paths = if args.data.is_empty() { vec![folder("rounds")] } else { args.data.clone() };
    let report = evaluate(&paths)?;
    super::show(&report, args.json, if args.errors { &report.errors } else { &[] })
}

/// Links every group and compares its marked words.
pub(super) fn evaluate(paths: &[PathBuf]) -> anyhow::Result<Report> {
    let reader = Reader::new()?;
    let mut report = Report::default();
    for (file, text) in files(paths)? {
        for (name, lines) in sections(&text, "## ") {
            let lines = lines.join("\n");
            let articles = sections(&lines, "### ")
                .iter()
                .map(|(heading, lines)| Marked::new(heading, &quoted(lines)))
                .collect::<anyhow::Result<Vec<_>>>()?;
            let events = events(&reader, &articles);
            compare(&format!("{file}, {name}"), &articles, &events, &mut report);
        }
    }
    report.precision = share(report.gathered, report.gathered + report.mixed);
    report.recall = share(report.gathered, report.same);
    Ok(report)
}

/// The reasons of all events of a record of the articles' texts.
fn events(reader: &Reader, articles: &[Marked]) -> Vec<Why> {
    let readings: Vec<_> = articles.iter().enumerate().map(|(at, one)| one.reading(reader, at)).collect();
    let options = Options { one_story: true, ..Options::default() };
    let request = Request { options, asked: Asked::All, ..Request::default() };
    linked(&readings, &request).why.into_iter().filter(|one| one.what == What::Event).collect()
}

fn compare(name: &str, articles: &[Marked], events: &[Why], report: &mut Report) {
    let words: Vec<(usize, &Mark)> = articles
        .iter()
        .enumerate()
        .flat_map(|(at, one)| one.marks.iter().map(move |mark| (at, mark)))
        .collect();
    let found: Vec<Option<&str>> = words.iter().map(|&(at, mark)| event_at(events, at, mark.span)).collect();
    let (mut mixed, mut missed) = (0, 0);
    for (nth, one) in words.iter().enumerate() {
        for (other, two) in words.iter().enumerate().skip(nth + 1) {
            let together = found[nth].is_some() && found[nth] == found[other];
            if one.1.name == two.1.name {
                report.same += 1;
                report.gathered += usize::from(together);
                missed += usize::from(!together);
            } else {
                report.different += 1;
                mixed += usize::from(together);
            }
        }
    }
    report.groups += 1;
    report.words += words.len();
    report.words_without_event += found.iter().filter(|one| one.is_none()).count();
    report.mixed += mixed;
    report.apart += usize::from(mixed == 0);
    report.right += usize::from(mixed == 0 && missed == 0);
    if mixed + missed > 0 {
        let shown: Vec<String> = words
            .iter()
            .zip(&found)
            .map(|(&(at, mark), event)| {
                format!("{}={}:{}", mark.name, mark.span.of(&articles[at].text), event.unwrap_or("none"))
            })
            .collect();
        report.errors.push(format!("{name}: {mixed} mixed, {missed} missed: {}", shown.join(" ")));
    }
}

/// The event that the shortest words around a mark tell of.
fn event_at(events: &[Why], article: usize, span: ByteSpan) -> Option<&str> {
    let id = format!("{article:02}");
    let tellings = events.iter().flat_map(|one| {
        let gathered = one.steps.iter().filter(|step| step.step == StepKind::Gathered);
        gathered.flat_map(|step| &step.refs).map(move |words| (one, words))
    });
    tellings
        .filter(|(_, words)| words.article.as_str() == id && words.span.overlaps(span))
        .min_by_key(|(_, words)| (words.span.len(), words.span.start))
        .map(|(one, _)| one.id.as_str())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} groups: in {} no rounds are mixed, {} of these are gathered as well",
            self.groups, self.apart, self.right
        )?;
        writeln!(
            f,
            "  pairs of words: precision {:.3}, recall {:.3} ({} of one round, {} gathered; {} of two, {} mixed)",
            self.precision, self.recall, self.same, self.gathered, self.different, self.mixed
        )?;
        writeln!(f, "  {} words, {} without an event", self.words, self.words_without_event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_rounds_hold_their_floor() {
        let report = evaluate(&[folder("rounds")]).unwrap();
        assert_eq!(report.groups, 40);
        assert!(report.precision >= 0.75 && report.recall >= 0.65, "{report}");
    }
}
