//! `tidings export`: a record in the forms of other programs.

use std::fs;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, bail};
use serde_json::json;
use tidings_export::{About, File, coding};
use tidings_record::{ArticleId, PointSpan, Reading, Record};
use tidings_store::{Access, LINKING_VERSION, READING_VERSION, Store};

use super::dossier;
use crate::args::{DossierArgs, ExportArgs, ExportFormat};
use crate::decided::{self, Decided};
use crate::{Outcome, WrongUsage, say};

pub fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    check(args)?;
    if args.format == ExportFormat::Passages {
        return passages(args);
    }
    let decided = match args.format {
        ExportFormat::Coding => decisions(args)?,
        _ => Decided::default(),
    };
    let (record, readings, mut failures) = record(args)?;
    let texts: Vec<(&ArticleId, &str)> =
        readings.iter().map(|reading| (&reading.id, reading.text.as_str())).collect();
    let note = if args.format == ExportFormat::Md { tidings_page::note(&record) } else { String::new() };
    let stories = record.stories.len();
    let record = record.in_code_points(&texts)?;
    let mut files = match args.format {
        ExportFormat::Coding => {
            let (file, unanswered) = coded(&record, &decided, args);
            failures += unanswered;
            vec![file]
        }
        ExportFormat::Csv => tidings_export::csv(&record),
        ExportFormat::Jsonl => tidings_export::jsonl(&record),
        ExportFormat::Parquet => tidings_export::parquet(&record).map_err(anyhow::Error::msg)?,
        ExportFormat::Md => vec![File::of("note.md", note, stories)],
        ExportFormat::JsonLd => vec![tidings_export::json_ld(&record)],
        ExportFormat::Annotations => vec![tidings_export::annotations(&record, &texts)],
        ExportFormat::Timelinejs => vec![tidings_export::timelinejs(&record)],
        ExportFormat::Followthemoney => vec![tidings_export::followthemoney(&record)],
        ExportFormat::Passages => Vec::new(),
    };
    if let Some(table) = &args.table {
        let is_it = |file: &File| file.name.split('.').next() == Some(table);
        let names: Vec<&str> = files.iter().filter_map(|file| file.name.split('.').next()).collect();
        let unknown = format!("there is no table {table:?}; there are {}", names.join(", "));
        files.retain(is_it);
        if files.is_empty() {
            return Err(WrongUsage(unknown).into());
        }
    }
    match &args.output {
        Some(folder) => write(folder, files, &record, args)?,
        None => {
            let mut out = std::io::stdout().lock();
            files.iter().try_for_each(|file| out.write_all(&file.bytes))?;
        }
    }
    Ok(Outcome::of(failures))
}

/// What does not go together.
fn check(args: &ExportArgs) -> Result<(), WrongUsage> {
    let several = matches!(args.format, ExportFormat::Csv | ExportFormat::Jsonl | ExportFormat::Parquet);
    let wrong = |words: &str| Err(WrongUsage(words.to_owned()));
    if args.format == ExportFormat::Passages && (!args.paths.is_empty() || args.output.is_some()) {
        return wrong(
            "--format passages prints what a store holds; name it with --store, without PATH or --output",
        );
    }
    if args.table.is_some() && !several {
        return wrong("--table goes with --format csv, jsonl or parquet");
    }
    if several && args.table.is_none() && args.output.is_none() {
        return wrong("these are several files; give --output FOLDER for all, or --table NAME for one");
    }
    if args.format == ExportFormat::Parquet && args.output.is_none() && std::io::stdout().is_terminal() {
        return wrong("Parquet is not for a terminal; give --output FOLDER, or write it to a file with >");
    }
    Ok(())
}

/// The record of the articles, or of the stories of the store, with the readings and how many inputs failed.
fn record(args: &ExportArgs) -> anyhow::Result<(Record, Vec<Reading>, usize)> {
    let request = DossierArgs {
        paths: args.paths.clone(),
        story: None,
        store: args.store.clone(),
        output: None,
        format: None,
        one_story: args.one_story,
        no_assumptions: args.no_assumptions,
        max_events: None,
        known_by: args.known_by,
        reading: args.reading.clone(),
    };
    if !args.paths.is_empty() {
        return dossier::linked(&request);
    }
    let mut ids: Vec<String> = match &args.story {
        Some(id) => vec![id.clone()],
        None => {
            let store = Store::open(&args.store.store, Access::Read)?;
            store.stories(args.known_by)?.into_iter().map(|one| one.id).collect()
        }
    };
    ids.sort_unstable();
    let (mut record, mut readings) = (Record::default(), Vec::new());
    for id in ids {
        match dossier::kept(&id, &request)? {
            Some((one, read, _)) => {
                record.stories.extend(one.stories);
                readings.extend(read);
            }
            None if args.story.is_some() => {
                bail!("nothing of the story {id} is linked, or had been published by then")
            }
            None => {}
        }
    }
    Ok((record, readings, 0))
}

/// What coders decided of these articles, or of this store.
fn decisions(args: &ExportArgs) -> anyhow::Result<Decided> {
    let made = match args.paths.as_slice() {
        [] => Decided::of(&decided::file(&[], &args.store.store)),
        paths => Decided::beside(paths),
    };
    Ok(made.map_err(|error| WrongUsage(error.to_string()))?)
}

/// The rows to code, and how many decisions no row answers to. Of a part of the articles that is no complaint.
fn coded(record: &Record<PointSpan>, decided: &Decided, args: &ExportArgs) -> (File, usize) {
    let coding = coding::coding(record, &decided.list);
    if coding.changed > 0 {
        say(&format!(
            "tidings: note: {} decided rows rest on other evidence than when they were decided",
            coding.changed
        ));
    }
    if args.story.is_some() || args.known_by.is_some() {
        return (coding.file, 0);
    }
    for &at in &coding.unanswered {
        let key = &decided.list[at].key;
        say(&format!("tidings: {}: no event and effect answers to the decision {key}", decided.places[at]));
    }
    (coding.file, coding.unanswered.len())
}

fn write(
    folder: &Path,
    mut files: Vec<File>,
    record: &Record<PointSpan>,
    args: &ExportArgs,
) -> anyhow::Result<()> {
    let format = clap::ValueEnum::to_possible_value(&args.format);
    let about = About {
        format: format.as_ref().map_or("", |value| value.get_name()),
        program: env!("CARGO_PKG_VERSION"),
        reading: READING_VERSION,
        linking: LINKING_VERSION,
        known_by: args.known_by,
    };
    let manifest = tidings_export::manifest(record, &files, &about);
    files.push(manifest);
    fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    for file in &files {
        let path = folder.join(&file.name);
        fs::write(&path, &file.bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// The passages of a store, one a line.
fn passages(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let store = Store::open(&args.store.store, Access::Read)?;
    let stories = match &args.story {
        Some(id) => vec![super::show::story(&store, id)?],
        None => {
            let mut stories: Vec<i64> =
                store.stories(args.known_by)?.into_iter().map(|one| one.story).collect();
            stories.sort_unstable();
            stories
        }
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    for story in stories {
        for passage in store.passages_of_story(story, args.known_by)? {
            let line = json!({
                "id": passage.id, "text": passage.text, "story": passage.story, "published": passage.published,
                "outlet": passage.outlet, "claimants": passage.claimants, "rests": passage.rests,
                "ref": passage.place, "copies": passage.copies,
            });
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(Outcome::Complete)
}
