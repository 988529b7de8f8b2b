//! `tidings explain --why ID`: the reasons of one line of the record, each with the words it rests on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use anyhow::Context;
use tidings_link::{Asked, Options, Request};
use tidings_record::{ArticleId, Days, Reading, Record, Ref, Step, StepKind, What, Why};
use tidings_store::{Access, Store};

use super::word;
use crate::args::ExplainArgs;
use crate::commands::show::thing;
use crate::commands::{Gathered, gather, link};
use crate::decided::{self, Answer, Decided};
use crate::{Outcome, WrongUsage};

/// Most near ids that are named where one is unknown.
const MOST_NEAR: usize = 4;

pub fn run(args: &ExplainArgs, id: &str) -> anyhow::Result<Outcome> {
    let options = Options { one_story: args.one_story, no_assumptions: args.no_assumptions };
    let mut request = Request { options, ..Request::default() };
    let gathered;
    let mut asked = id.to_owned();
    let (readings, decided, failures) = match &args.store {
        Some(file) => {
            // What linking made of one story of a store, it makes of its articles again.
            request.options.one_story = true;
            let store = Store::open(file, Access::Read)?;
            let thing = thing(&store, id)?;
            asked = thing.id;
            let story = thing.story.context("it is in no story yet; `tidings add` links it")?;
            let readings = store.members(story)?.into_iter().map(|member| member.reading).collect();
            (readings, Decided::of(&decided::file(&[], file)), 0)
        }
        None => {
            let Gathered { readings, decisions, failures } = gather(&args.paths, &args.reading)?;
            gathered = decisions.list;
            request.decisions = &gathered;
            (readings, Decided::beside(&args.paths), failures)
        }
    };
    let decided = decided.map_err(|error| WrongUsage(error.to_string()))?;
    request.asked = Asked::One(&asked);
    let (linked, unanswered) = link(&readings, &request);
    let Some(mut why) = linked.why.into_iter().next() else {
        return Err(WrongUsage(unknown(id, &linked.record)).into());
    };
    let texts: Vec<_> = readings.iter().map(|reading| (&reading.id, reading.text.as_str())).collect();
    why.steps.extend(coded(&decided, &why.id, linked.record, &texts)?);
    let text = if args.json {
        serde_json::to_string_pretty(&why.in_code_points(&texts)?)? + "\n"
    } else {
        in_words(&why, &readings)
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::of(failures + unanswered))
}

/// What coders decided of the event or figure with this id.
fn coded(
    decided: &Decided,
    id: &str,
    record: Record,
    texts: &[(&ArticleId, &str)],
) -> anyhow::Result<Vec<Step>> {
    if decided.list.is_empty() {
        return Ok(Vec::new());
    }
    let record = record.in_code_points(texts)?;
    let step = |answer: &Answer<'_>| {
        let mut rules = vec![answer.words()];
        if answer.is_changed() {
            rules.push("the evidence has changed since".to_owned());
        }
        let ids = answer.figures().to_vec();
        Step { step: StepKind::ByHand, rules, refs: Vec::new(), ids }
    };
    Ok(decided.of_ids(&record, &[id]).iter().map(step).collect())
}

/// That nothing has this id, and which ids are most like it.
fn unknown(id: &str, record: &Record) -> String {
    let mut ids: Vec<&str> = Vec::new();
    for story in &record.stories {
        ids.push(story.id.as_str());
        ids.extend(story.articles.iter().map(|one| one.id.as_str()));
        ids.extend(story.actors.iter().map(|one| one.id.as_str()));
        ids.extend(story.events.iter().map(|one| one.id.as_str()));
        ids.extend(story.claims.iter().map(|one| one.id.as_str()));
        ids.extend(story.figures.iter().map(|one| one.id.as_str()));
        ids.extend(story.findings.iter().map(|one| one.id.as_str()));
    }
    let same = |other: &str| id.chars().zip(other.chars()).filter(|(a, b)| a == b).count();
    let letter = |other: &str| other.chars().next() == id.chars().next();
    ids.sort_by_key(|other| (std::cmp::Reverse((letter(other), same(other))), *other));
    ids.truncate(MOST_NEAR);
    let near = match ids.as_slice() {
        [] => "these articles give no record".to_owned(),
        ids => format!("ids like it: {}", ids.join(", ")),
    };
    format!("nothing in the record of these articles has or had the id {id}; {near}")
}

/// The reasons as lines of text.
fn in_words(why: &Why, readings: &[Reading]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} {}: {}", word(why.what), why.id, one_line(&why.title));
    if !why.was.is_empty() {
        let _ = writeln!(out, "also known as {}", why.was.join(", "));
    }
    if let Some(days) = &why.when {
        let label = match why.what {
            What::Figure | What::Claim => "told",
            What::Article => "published",
            _ => "when",
        };
        let _ = writeln!(out, "{label}: {}", in_short(days));
    }
    let names = places(readings);
    let mut heading = None;
    for step in &why.steps {
        if heading != Some(step.step) {
            heading = Some(step.step);
            let _ = writeln!(out, "\n{}", headed(step.step));
        }
        line(&mut out, step, &names);
    }
    out
}

/// Where each article was found; with its id where one file holds several.
fn places(readings: &[Reading]) -> BTreeMap<&ArticleId, String> {
    let path = |one: &Reading| one.paths.first().cloned().unwrap_or_default();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for one in readings {
        *count.entry(path(one)).or_default() += 1;
    }
    let place = |one: &Reading| match path(one) {
        path if count[&path] > 1 => format!("{path} ({})", one.id.as_str()),
        path => path,
    };
    readings.iter().map(|one| (&one.id, place(one))).collect()
}

fn in_short(days: &Days) -> String {
    let day = days.edtf.as_deref().unwrap_or("unknown");
    format!("{day} ({})", word(days.basis).replace('_', " "))
}

/// What stands over steps of one kind.
fn headed(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Gathered => "Gathered, with what bound it",
        StepKind::Joined => "Joined later",
        StepKind::Refused => "Kept apart",
        StepKind::Dated => "Days, step by step",
        StepKind::PutAside => "Put aside",
        StepKind::Told => "The days of the articles that tell it",
        StepKind::Said => "Said by",
        StepKind::Counted => "Counted",
        StepKind::Compared => "Beside other figures",
        StepKind::RestsOn => "Rests on",
        StepKind::About => "About",
        StepKind::Asks => "To ask",
        StepKind::CopiedFrom => "Where the words come from",
        StepKind::ByHand => "Stated by hand",
    }
}

fn line(out: &mut String, step: &Step, names: &BTreeMap<&ArticleId, String>) {
    let rules = step.rules.iter().map(|rule| one_line(rule)).collect::<Vec<_>>().join("; ");
    let ids: Vec<&str> = step
        .ids
        .iter()
        .map(|id| names.get(&ArticleId::from(id.as_str())).map_or(id.as_str(), String::as_str))
        .collect();
    let ids = if ids.is_empty() { String::new() } else { format!(" [{}]", ids.join(", ")) };
    let _ = writeln!(out, "- {rules}{ids}");
    for one in &step.refs {
        quoted(out, one, names);
    }
}

fn quoted(out: &mut String, one: &Ref, names: &BTreeMap<&ArticleId, String>) {
    let place = names.get(&one.article).map_or(one.article.as_str(), String::as_str);
    let _ = writeln!(out, "    {place}: “{}”", one_line(&one.quote));
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
