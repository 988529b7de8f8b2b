//! `tidings completions`: what a shell needs to complete the command line.

use std::io::Write;

use clap::CommandFactory;

use crate::Outcome;
use crate::args::{Args, CompletionsArgs};

pub fn run(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut made = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "tidings", &mut made);
    std::io::stdout().lock().write_all(&made)?;
    Ok(Outcome::Complete)
}
