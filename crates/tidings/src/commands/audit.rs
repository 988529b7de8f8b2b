//! `tidings audit` and `tidings check`: does a draft say anything that its sources do not?

mod sarif;
mod text;

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, bail};
use jiff::civil::Date;
use tidings_input::{Draft, draft};
use tidings_link::{Options, Request};
use tidings_record::{ArticleId, Audit, Basis, Days, Form, Reading, Record};
use tidings_store::{Access, Query, Store};

use super::{Gathered, Reader, gather, link};
use crate::args::{AuditArgs, AuditFormat, CheckArgs, VerdictArgs};
use crate::{Outcome, WrongUsage, say};

/// Most stories of a store that a draft is held against.
const MOST_STORIES: usize = 3;
/// Hits of a search that are looked at for each name of a draft.
const MOST_HITS: usize = 200;
/// Most names of a draft that are searched for.
const MOST_NAMES: usize = 40;

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
    let sources = match &args.store {
        Some(path) => kept(path, args.story.as_deref(), &reader.read(&made.input, false))?,
        None => linked(&args.sources, args)?,
    };
    let audit = audited(made, &reader, &args.verdicts, &sources);
    write(&audit, &sources, format, args.output.as_deref(), args.verdicts.all)?;
    Ok(outcome(&audit, &args.verdicts, sources.failures))
}

/// Runs `tidings check`.
pub fn check(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let article = tidings_read::Article {
        id: ArticleId::of_content(&args.sentence, None, None, None),
        paths: vec!["sentence".to_owned()],
        text: args.sentence.clone(),
        ..tidings_read::Article::default()
    };
    let made =
        Draft { text: args.sentence.clone(), input: tidings_input::Input { article, ..Default::default() } };
    let gathered = gather(&args.paths, &args.reading)?;
    let sources = link_all(gathered);
    let audit = audited(made, &Reader::new()?, &args.verdicts, &sources);
    write(&audit, &sources, args.verdicts.format.unwrap_or(AuditFormat::Text), None, true)?;
    Ok(outcome(&audit, &args.verdicts, sources.failures))
}

/// The articles of some paths, as one story.
fn linked(paths: &[std::path::PathBuf], args: &AuditArgs) -> anyhow::Result<Sources> {
    Ok(link_all(gather(paths, &args.reading)?))
}

fn link_all(gathered: Gathered) -> Sources {
    let Gathered { readings, decisions, failures } = gathered;
    let options = Options { one_story: true, no_assumptions: false };
    let request = Request { options, decisions: &decisions.list, ..Request::default() };
    let (linked, unanswered) = link(&readings, &request);
    Sources { record: linked.record, readings, failures: failures + unanswered }
}

/// The stories of a store that name what the draft names, or the one that is asked for.
fn kept(path: &Path, story: Option<&str>, draft: &Reading) -> anyhow::Result<Sources> {
    let store = Store::open(path, Access::Read)?;
    let stories = match story {
        Some(id) => vec![id.to_owned()],
        None => stories_of(&store, draft)?,
    };
    let mut sources = Sources { readings: Vec::new(), record: Record::default(), failures: 0 };
    for id in &stories {
        let number = super::show::story(&store, id)?;
        let Some(story) = super::show::record(&store, number, None, false)? else { continue };
        sources.readings.extend(store.members(number)?.into_iter().map(|member| member.reading));
        sources.record.stories.push(story);
    }
    if sources.readings.is_empty() {
        bail!("no story of {} names what the draft names; give --story or --sources", path.display());
    }
    if story.is_none() {
        say(&format!("tidings: note: held against the stories {}", stories.join(", ")));
    }
    Ok(sources)
}

/// The stories in which most names of a draft stand, the best first.
fn stories_of(store: &Store, draft: &Reading) -> anyhow::Result<Vec<String>> {
    let named =
        draft.names.iter().filter(|one| one.mentions.iter().any(|mention| mention.form == Form::Name));
    let mut counted: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for name in named.take(MOST_NAMES) {
        let query = Query {
            words: format!("\"{}\"", name.name.replace('"', " ")),
            kinds: vec!["passage".to_owned()],
            limit: MOST_HITS,
            ..Query::default()
        };
        let Ok(found) = store.search(&query)? else { continue };
        let stories: std::collections::BTreeSet<String> =
            found.hits.into_iter().filter_map(|hit| hit.story).collect();
        for story in stories {
            *counted.entry(story).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, String)> = counted.into_iter().map(|(story, names)| (names, story)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let most = ranked.first().map_or(0, |one| one.0);
    ranked.retain(|one| one.0 * 2 >= most);
    ranked.truncate(MOST_STORIES);
    Ok(ranked.into_iter().map(|one| one.1).collect())
}

/// The audit of a draft, with the text of its file.
fn audited(made: Draft, reader: &Reader, args: &VerdictArgs, sources: &Sources) -> Audit {
    let Draft { mut input, text } = made;
    let own = input.article.published.earliest.is_some();
    let latest = sources
        .record
        .stories
        .iter()
        .flat_map(|story| &story.articles)
        .filter_map(|one| one.published.latest)
        .max();
    if let Some(day) = args.date.or(latest.filter(|_| !own)) {
        input.article.published = given(day);
    }
    let mut reading = reader.read(&input, false);
    // A day that the text states goes before that of the sources.
    if !own && args.date.is_none() {
        input.article.published = Days::default();
        let stated = reader.read(&input, false);
        if stated.published.earliest.is_some() && stated.published.basis != Basis::Assumed {
            reading = stated;
        }
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
