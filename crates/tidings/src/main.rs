//! The `tidings` program: reads arguments and files, runs the stages on threads, writes results.
//!
//! Everything that decides about texts is in the other crates. Results go to standard output, all else to standard
//! error. Exit code 0: all done; 1: some input gave nothing, and said so; 2: wrong usage; 3: a draft says what its sources
//! do not.

mod args;
mod commands;
mod conllu;
mod decided;
mod decisions;
mod order;
mod progress;
mod sources;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Read(args) => commands::read::run(&args),
        Command::Dossier(args) => commands::dossier::run(&args),
        Command::Explain(args) => commands::explain::run(&args),
        Command::Add(args) => commands::add::run(&args),
        Command::Stories(args) => commands::stories::run(&args),
        Command::Show(args) => commands::show::run(&args),
        Command::Search(args) => commands::search::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
        Command::Mcp(args) => commands::mcp::run(&args),
        Command::Changes(args) => commands::changes::run(&args),
        Command::Doctor(args) => commands::doctor::run(&args),
        Command::Audit(args) => commands::audit::run(&args),
        Command::Check(args) => commands::audit::check(&args),
        Command::Export(args) => commands::export::run(&args),
        Command::Decide(args) => commands::decide::run(&args),
        Command::Schema(args) => commands::schema::run(&args),
        Command::Completions(args) => commands::completions::run(&args),
        Command::Man(args) => commands::man::run(&args),
    };
    match result {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::FAILURE,
        Ok(Outcome::Alarms) => ExitCode::from(3),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<WrongUsage>() => {
            say(&format!("tidings: {error}"));
            ExitCode::from(2)
        }
        Err(error) => {
            say(&format!("tidings: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether all input gave a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Complete,
    /// Some input gave none, and a line on standard error said so.
    Partial,
    /// All input gave a result, and a draft says what its sources do not.
    Alarms,
}

impl Outcome {
    fn of(failures: usize) -> Outcome {
        if failures == 0 { Outcome::Complete } else { Outcome::Partial }
    }
}

/// Arguments that do not go together: what is wrong and what is right.
#[derive(Debug)]
struct WrongUsage(String);

impl std::fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}

/// Who reads the results may stop reading: that is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = match cause.downcast_ref::<serde_json::Error>() {
            Some(error) => error.io_error_kind(),
            None => cause.downcast_ref::<io::Error>().map(io::Error::kind),
        };
        kind == Some(io::ErrorKind::BrokenPipe)
    })
}

/// A line on standard error. That nobody reads it is no error.
fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
