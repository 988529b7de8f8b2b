//! `tidings man`: manual pages, one a command, made of what `--help` says.

use std::fs;
use std::io::{self, Write};

use anyhow::Context;
use clap::builder::Resettable;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::Outcome;
use crate::args::{Args, ManArgs};

pub fn run(args: &ManArgs) -> anyhow::Result<Outcome> {
    let mut program = Args::command().disable_help_subcommand(true);
    program.build();
    let Some(folder) = &args.folder else {
        io::stdout().lock().write_all(&page(program)?)?;
        return Ok(Outcome::Complete);
    };
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let commands: Vec<Command> = program.get_subcommands().cloned().collect();
    for command in std::iter::once(program).chain(commands) {
        let file = folder.join(Man::new(command.clone()).get_filename());
        fs::write(&file, page(command)?).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(Outcome::Complete)
}

/// The page of a command. What stands below its options in `--help` goes to DESCRIPTION, EXAMPLES and EXIT STATUS.
fn page(command: Command) -> io::Result<Vec<u8>> {
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let (mut description, mut sections) = (vec![about], Roff::new());
    for paragraph in after.split("\n\n") {
        if let Some(examples) = paragraph.strip_prefix("Examples:\n") {
            sections.control("SH", ["EXAMPLES"]).control("nf", []);
            sections.text(vec![roman(examples)]).control("fi", []);
        } else if let Some(codes) = paragraph.strip_prefix("Exit code: ") {
            sections.control("SH", ["EXIT STATUS"]).text(vec![roman(codes)]);
        } else {
            description.push(paragraph.to_owned());
        }
    }
    let command = command
        .long_about(description.join("\n\n"))
        .after_help(Resettable::Reset)
        .subcommand_help_heading("COMMANDS")
        .subcommand_value_name("command");
    let source = concat!("Tidings ", env!("CARGO_PKG_VERSION"));
    let mut made = Vec::new();
    Man::new(command).source(source).manual("Tidings").render(&mut made)?;
    sections.to_writer(&mut made)?;
    Ok(made)
}
