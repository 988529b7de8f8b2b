//! Developer commands: is the English engine equal to spaCy, how fast is it, and how right is what is read?
//!
//! `cargo xtask parity` compares decision by decision, `cargo xtask golden` writes the stored comparison that the
//! engine's own test reads without Python, `cargo xtask bench english` times both. `cargo xtask eval`
//! scores what is read on marked texts, `cargo xtask train` learns weights from such, `cargo xtask
//! synthetic` makes archives of invented reports, `cargo xtask rules` writes the page of rules, `cargo xtask page` looks at the dossier page in a browser. spaCy is
//! installed on demand in a virtual environment under `target/`. Nothing here is part of what users run.

mod bench;
mod compare;
mod coreference;
mod decisions;
mod eval;
mod golden;
mod linear;
mod page;
mod parity;
mod random;
mod reader;
mod rules;
mod spacy;
mod synthetic;
mod texts;
#[cfg(test)]
mod tidy;
mod train;
mod untokenise;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

/// Developer commands of Tidings.
#[derive(Parser)]
enum Command {
    /// Compares every decision of the English engine with spaCy's. Exit code 1 if one differs.
    Parity(parity::Args),
    /// Writes the engine's golden file from `xtask/golden/blocks.txt`, as spaCy parses it.
    Golden,
    /// Measures speed, start-up and memory.
    Bench(bench::Args),
    /// Measures how right the reading is, rule by rule, on marked texts.
    Eval(eval::Args),
    /// Learns the weights of a model from marked texts.
    Train(train::Args),
    /// Writes `docs/rules.md` from the lexicons.
    Rules,
    /// Looks at the dossier page in a browser: its picture, its speed, its accessibility.
    Page(page::Args),
    /// Makes an archive of invented reports.
    Synthetic(synthetic::Args),
}

fn main() -> anyhow::Result<ExitCode> {
    match Command::parse() {
        Command::Parity(args) => parity::run(&args),
        Command::Golden => golden::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Rules => rules::run(),
        Command::Page(args) => page::run(&args),
        Command::Synthetic(args) => synthetic::run(&args),
    }
}

/// Writes a result to standard output.
fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

/// Says on standard error what is being done; a lost line of progress is no error.
fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
