//! `tidings audit` and `tidings check`: does a draft say anything that its sources do not?

mod sarif;
mod text;

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::civil::Date;
use tidings_input::{Draft, Input, draft};
use tidings_link::{Options, Request};
use tidings_read::Options as ReadOptions;
use tidings_record::{ArticleId, Audit, Basis, Days, Reading, Record};
use tidings_server::ReadSentence;
use tidings_store::{Access, Store};

use super::{Gathered, Reader, gather, guarded, link};
use crate::args::{AuditArgs, AuditFormat, CheckArgs, KeptArgs, ReadingArgs, VerdictArgs};
use crate::{Outcome, WrongUsage, say};

/// What a draft is held against.
struct Sources {
    readings: Vec<Reading>,
    record: Record,
    failures: usize,
}

pub fn run(args: &AuditArgs) -> anyhow::Result<Outcome> {
    let format = format(args)?;
    let made = draft(&args.draft, &tidings_input::Options::default())?;
    let reader = Reader::new()?;
    let sources = sources(&args.sources, &args.kept, &args.reading, &reader, &made)?;
    let audit = audited(made, &reader, &args.verdicts, &sources);
    write(&audit, &sources, format, args.output.as_deref(), args.verdicts.all)?;
    Ok(outcome(&audit, &args.verdicts, sources.failures))
}

/// Runs `tidings check`.
pub fn check(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let made = Draft { text: args.sentence.clone(), input: input(&args.sentence) };
    let reader = Reader::new()?;
    let sources = sources(&args.paths, &args.kept, &args.reading, &reader, &made)?;
    let audit = audited(made, &reader, &args.verdicts, &sources);
    write(&audit, &sources, args.verdicts.format.unwrap_or(AuditFormat::Text), None, true)?;
    Ok(outcome(&audit, &args.verdicts, sources.failures))
}

/// A sentence as an article without a day.
fn input(sentence: &str) -> Input {
    let article = tidings_read::Article {
        id: ArticleId::of_content(sentence, None, None, None),
        paths: vec!["sentence".to_owned()],
        text: sentence.to_owned(),
        ..tidings_read::Article::default()
    };
    Input { article, ..Input::default() }
}

/// Reads sentences of agents; the engine is loaded when the first comes.
pub fn sentences() -> Arc<ReadSentence> {
    Arc::new(|sentence: &str, day: Option<Date>| {
        let reader = Reader::shared().map_err(|error| format!("{error:#}"))?;
        let mut input = input(sentence);
        if let Some(day) = day {
            input.article.published = given(day);
        }
        guarded(&input, |input| reader.read(input, ReadOptions::default())).map_err(|error| error.to_string())
    })
}

/// What `made` is held against: the articles of some paths, as one story, or stories of a store.
fn sources(
    paths: &[PathBuf],
    stored: &KeptArgs,
    reading: &ReadingArgs,
    reader: &Reader,
    made: &Draft,
) -> anyhow::Result<Sources> {
    if let Some(store) = &stored.store {
        return kept(store, stored.story.as_deref(), &reader.read(&made.input, ReadOptions::default()));
    }
    let Gathered { readings, decisions, failures } = gather(paths, reading)?;
    let options = Options { one_story: true, no_assumptions: false };
    let request = Request { options, decisions: &decisions.list, ..Request::default() };
    let (linked, unanswered) = link(&readings, &request);
    Ok(Sources { record: linked.record, readings, failures: failures + unanswered })
}

/// The stories of a store that name what the draft names, or the one that is asked for.
fn kept(path: &Path, story: Option<&str>, draft: &Reading) -> anyhow::Result<Sources> {
    let store = Store::open(path, Access::Read)?;
    let stories = match story {
        Some(id) => vec![id.to_owned()],
        None => store.stories_naming(draft, None)?,
    };
    let mut sources = Sources { readings: Vec::new(), record: Record::default(), failures: 0 };
    for id in &stories {
        let number = super::show::story(&store, id)?;
        let Some(story) = super::show::record(&store, number, None, false)? else { continue };
        sources.readings.extend(store.members(number)?.into_iter().map(|member| member.reading));
        sources.record.stories.push(story);
    }
    if sources.readings.is_empty() {
        bail!(
            "no story of {} names what the draft names; give --story, or articles in place of the store",
            path.display()
        );
    }
    if story.is_none() {
        let word = if stories.len() == 1 { "story" } else { "stories" };
        say(&format!("tidings: note: held against the {word} {}", stories.join(", ")));
    }
    Ok(sources)
}

/// The audit of a draft, with the text of its file.
fn audited(made: Draft, reader: &Reader, args: &VerdictArgs, sources: &Sources) -> Audit {
    let Draft { mut input, text } = made;
    if let Some(day) = args.date {
        input.article.published = given(day);
    }
    let mut reading = reader.read(&input, ReadOptions::default());
    if input.article.published.earliest.is_none()
        && let Some(day) = tidings_audit::day_to_read(&reading, &sources.record)
    {
        input.article.published = given(day);
        reading = reader.read(&input, ReadOptions::default());
    }
    let mut audit = tidings_audit::audit(&reading, &sources.readings, &sources.record);
    for verdict in &mut audit.verdicts {
        verdict.words = verdict.span.of(&text).to_owned();
    }
    audit.text = text;
    audit
}

fn given(day: Date) -> Days {
    Days::between(Some(day), Some(day), Basis::Given)
}

fn outcome(audit: &Audit, args: &VerdictArgs, failures: usize) -> Outcome {
    let fails = |judgement: tidings_record::Judgement| {
        if args.fail_on.is_empty() {
            judgement.is_alarm()
        } else {
            args.fail_on.iter().any(|one| one.0 == Some(judgement))
        }
    };
    match Outcome::of(failures) {
        Outcome::Complete if audit.verdicts.iter().any(|one| fails(one.judgement)) => Outcome::Alarms,
        outcome => outcome,
    }
}

/// The format asked for, else the one that the file's name ends with, else text.
fn format(args: &AuditArgs) -> anyhow::Result<AuditFormat> {
    if let Some(format) = args.verdicts.format {
        return Ok(format);
    }
    let ending =
        args.output.as_deref().and_then(Path::extension).map(|end| end.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        None | Some("txt") => Ok(AuditFormat::Text),
        Some("json") => Ok(AuditFormat::Json),
        Some("sarif") => Ok(AuditFormat::Sarif),
        Some("html" | "htm") => Ok(AuditFormat::Html),
        Some(other) => Err(WrongUsage(format!(
            "the ending .{other} says no format; name a .txt, .json, .sarif or .html file, or give --format"
        ))
        .into()),
    }
}

fn write(
    audit: &Audit,
    sources: &Sources,
    format: AuditFormat,
    output: Option<&Path>,
    all: bool,
) -> anyhow::Result<()> {
    let stdout = std::io::stdout();
    let colour = output.is_none()
        && stdout.is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let made = match format {
        AuditFormat::Text => text::text(audit, all, colour),
        AuditFormat::Html => tidings_page::audit(audit),
        AuditFormat::Json | AuditFormat::Sarif => {
            let texts: Vec<_> = sources.readings.iter().map(|one| (&one.id, one.text.as_str())).collect();
            let points = audit.in_code_points(&texts)?;
            let value = match format {
                AuditFormat::Sarif => sarif::sarif(&points, &texts),
                _ => serde_json::to_value(&points)?,
            };
            serde_json::to_string_pretty(&value)? + "\n"
        }
    };
    match output {
        Some(path) => fs::write(path, made).with_context(|| format!("{} cannot be written", path.display())),
        None => Ok(stdout.lock().write_all(made.as_bytes())?),
    }
}
