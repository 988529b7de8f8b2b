//! `cargo xtask bench english`: how fast is the engine, alone and against spaCy in the same run?
//!
//! Both sides get the same texts in turn, round by round, each time in a fresh process: what one text teaches a
//! cache may help the next text of that round and nothing else. CPU time is user and system time together. Start-up
//! is outside the parsing figures and inside those of whole processes. `cargo xtask bench reading` times stages of
//! reading, `cargo xtask bench linking` linking beside it, `cargo xtask bench archive` a store of invented reports, `cargo
//! xtask bench server` a server of one.

mod archive;
mod linking;
mod process;
mod reading;
pub mod server;
mod table;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use tidings_english::English;

pub use self::process::cpu_seconds;
use self::process::{Ran, run as run_process};
use self::table::Table;
use crate::spacy::{Spacy, workspace};
use crate::texts::Source;
use crate::{golden, note, print};

/// What to measure.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// The English engine, in process and as a program.
    English(EnglishArgs),
    /// The stages of reading, without the parse.
    Reading(reading::Args),
    /// An archive of invented reports in a store.
    Archive(archive::Args),
    /// Linking beside reading, and how the cost of an article grows.
    Linking(linking::Args),
    /// A server of a store, asked over many connections at once.
    Server(server::Args),
    /// One timed run of the engine in this process; `english` starts it.
    #[command(hide = true)]
    Parse { file: PathBuf },
}

#[derive(clap::Args)]
struct EnglishArgs {
    /// Without texts, `examples/` and the golden blocks are used.
    #[command(flatten)]
    source: Source,
    /// Times spaCy on the same texts, in turn, as it is installed.
    #[arg(long)]
    against_spacy: bool,
    /// Lets spaCy multiply matrices with numpy's library where that is the faster, which its users must switch to.
    #[arg(long)]
    tuned: bool,
    /// Measures the engine in process only, and leaves the program out.
    #[arg(long)]
    parse_only: bool,
    /// Texts are taken until they have so many words.
    #[arg(long, default_value_t = 200_000)]
    words: usize,
    /// How often each side is run.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// What one parsing run tells. Times are in seconds.
#[derive(Serialize, Deserialize)]
struct Parsed {
    ready: f64,
    cpu: f64,
    tokens: usize,
}

/// spaCy with the matrix product of its own installation (blis), or the faster of that and numpy's.
struct TimedSpacy {
    spacy: Spacy,
    product: String,
}

impl TimedSpacy {
    /// spaCy as it comes.
    fn installed() -> anyhow::Result<TimedSpacy> {
        Ok(TimedSpacy { spacy: Spacy::ready()?, product: "blis".to_owned() })
    }

    /// Times both products on some of the texts.
    fn choose(file: &Path) -> anyhow::Result<TimedSpacy> {
        let spacy = Spacy::ready()?;
        let ran = run_process(spacy.bench().arg("choose").arg(file), None, None)?;
        let product = String::from_utf8(ran.stdout)?.trim().to_owned();
        note(&format!("spaCy is faster with the matrix product of {product}"));
        Ok(TimedSpacy { spacy, product })
    }

    fn command(&self, what: &str) -> Command {
        let mut command = self.spacy.bench();
        command.env("MATRIX_PRODUCT", &self.product).arg(what);
        command
    }
}

/// Runs the benchmark and prints its table.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::English(args) => english(args)?,
        What::Reading(args) => reading::run(args)?,
        What::Archive(args) => archive::run(args)?,
        What::Linking(args) => linking::run(args)?,
        What::Server(args) => server::run(args)?,
        What::Parse { file } => print(&format!("{}\n", serde_json::to_string(&parse(file)?)?))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The engine's side of what `bench.py parse` does.
fn parse(file: &Path) -> anyhow::Result<Parsed> {
    process::pin_to_one_core()?;
    let begin = Instant::now();
    let english = English::embedded();
    let ready = begin.elapsed().as_secs_f64();
    english.parse("The mayor of Velmora resigned on Tuesday.");
    let rows = Source { texts: vec![file.to_owned()], field: "text".to_owned(), limit: None };
    let texts = rows.load()?;
    let begin = cpu_seconds();
    let tokens = texts.iter().map(|text| english.parse(&text.text).len()).sum();
    Ok(Parsed { ready, cpu: cpu_seconds() - begin, tokens })
}

fn english(args: &EnglishArgs) -> anyhow::Result<()> {
    let folder = workspace().join("target/bench");
    fs::create_dir_all(&folder)?;
    let file = folder.join("texts.jsonl");
    let words = write_texts(args, &file)?;
    note(&format!("{words} words in {}", file.display()));
    let spacy = match (args.against_spacy, args.tuned) {
        (false, _) => None,
        (true, false) => Some(TimedSpacy::installed()?),
        (true, true) => Some(TimedSpacy::choose(&file)?),
    };
    let mut table = Table::default();
    in_process(args, spacy.as_ref(), &file, words, &mut table)?;
    if !args.parse_only {
        let tidings = build_tidings()?;
        whole_process(args, spacy.as_ref(), &tidings, &file, words, &mut table)?;
        threads(args, &tidings, &file, &mut table)?;
        start_up(args, &tidings, &folder, &mut table)?;
    }
    if let Some(spacy) = &spacy {
        table.remark(format!("spaCy multiplied matrices with {}", spacy.product));
    }
    print(&format!("{words} words, {} rounds\n\n{table}", args.rounds))?;
    Ok(())
}

/// Writes texts up to the number of words asked for and returns how many words there are.
fn write_texts(args: &EnglishArgs, file: &Path) -> anyhow::Result<usize> {
    let texts: Vec<String> = if args.source.texts.is_empty() {
        let texts = vec![workspace().join("examples")];
        let examples = Source { texts, field: args.source.field.clone(), limit: args.source.limit }.load()?;
        examples.into_iter().map(|text| text.text).chain(golden::blocks()?).collect()
    } else {
        args.source.load()?.into_iter().map(|text| text.text).collect()
    };
    let mut rows = BufWriter::new(fs::File::create(file).with_context(|| file.display().to_string())?);
    let mut words = 0;
    for (number, text) in texts.iter().enumerate() {
        if words >= args.words {
            break;
        }
        writeln!(rows, "{}", serde_json::json!({ "id": number.to_string(), "text": text }))?;
        words += text.split_whitespace().count();
    }
    rows.flush()?;
    ensure!(words > 0, "no words to parse");
    if words < args.words {
        note(&format!("only {words} words: give --texts for {}", args.words));
    }
    Ok(words)
}

fn in_process(
    args: &EnglishArgs,
    spacy: Option<&TimedSpacy>,
    file: &Path,
    words: usize,
    table: &mut Table,
) -> anyhow::Result<()> {
    let this = std::env::current_exe()?;
    let mut tokens = None;
    for round in 1..=args.rounds {
        note(&format!("parsing, round {round}"));
        let mut sides = vec![("Tidings", Command::new(&this))];
        sides[0].1.args(["bench", "parse"]).arg(file);
        if let Some(spacy) = spacy {
            let mut command = spacy.command("parse");
            command.arg(file);
            sides.push(("spaCy", command));
        }
        for (side, mut command) in sides {
            let ran = run_process(&mut command, None, None)?;
            let parsed: Parsed = serde_json::from_slice(&ran.stdout)?;
            ensure!(
                *tokens.get_or_insert(parsed.tokens) == parsed.tokens,
                "{side} found {} tokens, others {tokens:?}",
                parsed.tokens
            );
            table.add("parsing, words per CPU second", side, words as f64 / parsed.cpu);
            table.add("model ready, ms", side, parsed.ready * 1e3);
            table.add("peak memory when parsing, MiB", side, ran.peak_mib);
        }
    }
    Ok(())
}

/// Builds the program, so that what is measured is what the checkout holds.
pub fn build_tidings() -> anyhow::Result<PathBuf> {
    let built =
        Command::new(env!("CARGO")).args(["build", "--release", "--quiet", "-p", "tidings"]).status()?;
    ensure!(built.success(), "cargo build -p tidings failed");
    Ok(std::env::current_exe()?.with_file_name("tidings"))
}

fn read_conllu(tidings: &Path, threads: usize) -> Command {
    let mut command = Command::new(tidings);
    command.args(["read", "--raw", "--format", "conllu", "--threads", &threads.to_string(), "-"]);
    command
}

fn whole_process(
    args: &EnglishArgs,
    spacy: Option<&TimedSpacy>,
    tidings: &Path,
    file: &Path,
    words: usize,
    table: &mut Table,
) -> anyhow::Result<()> {
    let (ours, theirs) = (file.with_file_name("tidings.conllu"), file.with_file_name("spacy.conllu"));
    for round in 1..=args.rounds {
        note(&format!("CoNLL-U, round {round}"));
        let mut add = |side, ran: Ran| {
            table.add("text to CoNLL-U, words per CPU second", side, words as f64 / ran.cpu);
            table.add("text to CoNLL-U, wall seconds", side, ran.wall);
            table.add("text to CoNLL-U, peak MiB", side, ran.peak_mib);
        };
        add("Tidings", run_process(&mut read_conllu(tidings, 1), Some(file), Some(&ours))?);
        if let Some(spacy) = spacy {
            add("spaCy", run_process(&mut spacy.command("conllu"), Some(file), Some(&theirs))?);
        }
    }
    if spacy.is_some() {
        let (ours, theirs) = (fs::read_to_string(ours)?, fs::read_to_string(theirs)?);
        let rows =
            |text: &str| text.lines().filter(|l| !l.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
        let (ours, theirs) = (rows(&ours), rows(&theirs));
        let differ =
            ours.iter().zip(&theirs).filter(|(a, b)| a != b).count() + ours.len().abs_diff(theirs.len());
        table.remark(format!("CoNLL-U rows that differ: {differ} of {}", theirs.len()));
    }
    Ok(())
}

fn threads(args: &EnglishArgs, tidings: &Path, file: &Path, table: &mut Table) -> anyhow::Result<()> {
    for round in 1..=args.rounds {
        note(&format!("threads, round {round}"));
        let out = file.with_file_name("threads.conllu");
        for (side, threads) in [("2 threads", 2), ("1 thread", 1)] {
            let ran = run_process(&mut read_conllu(tidings, threads), Some(file), Some(&out))?;
            table.add("text to CoNLL-U by threads, wall seconds", side, ran.wall);
        }
    }
    Ok(())
}

fn start_up(args: &EnglishArgs, tidings: &Path, folder: &Path, table: &mut Table) -> anyhow::Result<()> {
    let article = folder.join("short.txt");
    fs::write(&article, "Mayor resigns\n\nThe mayor of Velmora resigned on Tuesday, her office said.\n")?;
    for _ in 0..args.rounds * 4 {
        let ran = run_process(Command::new(tidings).arg("read").arg(&article), None, None)?;
        ensure!(!ran.stdout.is_empty(), "tidings read printed nothing");
        table.add("one short article read, wall ms", "Tidings", ran.wall * 1e3);
    }
    Ok(())
}
