//! `tidings dossier`: links articles and writes the page of their story.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use tidings_link::Request;
use tidings_page::counted;
use tidings_record::{Basis, Days, Reading, Record};
use tidings_store::{Access, Store};

use super::{Gathered, gather, link};
use crate::args::{DossierArgs, DossierFormat};
use crate::{Outcome, WrongUsage, say};

pub fn run(args: &DossierArgs) -> anyhow::Result<Outcome> {
    let format = format(args)?;
    let (record, readings, failures) = match &args.story {
        Some(id) => match kept(id, args)? {
            Some(kept) => kept,
            None => bail!("nothing of the story {id} is linked, or had been published by then"),
        },
        None => linked(args)?,
    };
    let text = match format {
        DossierFormat::Html => tidings_page::page(&record, &readings, &tidings_page::Options::default()),
        DossierFormat::Json => json(&record, &readings)?,
        DossierFormat::Md => tidings_page::note(&record),
    };
    match &args.output {
        Some(path) => {
            fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?
        }
        None => std::io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(Outcome::of(failures))
}

/// The record of articles, linked now, with their readings and how many inputs failed.
pub fn linked(args: &DossierArgs) -> anyhow::Result<(Record, Vec<Reading>, usize)> {
    let Gathered { mut readings, decisions, failures } = gather(&args.paths, &args.reading)?;
    if let Some(day) = args.known_by {
        let before = readings.len();
        let barred = |days: &Days| args.no_assumptions && days.basis == Basis::Assumed;
        readings.retain(|reading| {
            let days = &reading.published;
            days.latest.is_some_and(|published| published <= day) && !barred(days)
        });
        let left_out = counted(before - readings.len(), "article");
        say(&format!("tidings: note: {left_out} left out: later than {day}, perhaps later, or undated"));
    }

    let options = tidings_link::Options { one_story: args.one_story, no_assumptions: args.no_assumptions };
    let request =
        Request { options, decisions: &decisions.list, max_events: args.max_events, ..Request::default() };
    let (linked, unanswered) = link(&readings, &request);
    Ok((linked.record, readings, failures + unanswered))
}

/// The record of a story of a store, with its readings; none if nothing of it is linked, or had been published.
pub fn kept(id: &str, args: &DossierArgs) -> anyhow::Result<Option<(Record, Vec<Reading>, usize)>> {
    let store = Store::open(&args.store.store, Access::Read)?;
    let number = super::show::story(&store, id)?;
    let Some(story) = super::show::record(&store, number, args.known_by, args.no_assumptions)? else {
        return Ok(None);
    };
    let mut readings: Vec<Reading> =
        store.members(number)?.into_iter().map(|member| member.reading).collect();
    readings.retain(|reading| story.articles.iter().any(|article| article.id == reading.id));
    readings.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Some((Record { stories: vec![story], ..Record::default() }, readings, 0)))
}

fn json(record: &Record, readings: &[Reading]) -> anyhow::Result<String> {
    let texts: Vec<_> = readings.iter().map(|reading| (&reading.id, reading.text.as_str())).collect();
    let mut text = serde_json::to_string_pretty(&record.in_code_points(&texts)?)?;
    text.push('\n');
    Ok(text)
}

/// The format asked for, else the one that the file's name ends with, else a page.
fn format(args: &DossierArgs) -> anyhow::Result<DossierFormat> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let extension =
        args.output.as_deref().and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        None | Some("html" | "htm") => Ok(DossierFormat::Html),
        Some("json") => Ok(DossierFormat::Json),
        Some("md") => Ok(DossierFormat::Md),
        Some(other) => Err(WrongUsage(format!(
            "the ending .{other} says no format; name a .html, .json or .md file, or give --format"
        ))
        .into()),
    }
}
