//! The command line, described. The doc comments are the help text.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// Reads news reports of running stories and keeps the record: what happened when, who said what with which
/// figures. Every line leads to the exact words it rests on. Works offline.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  tidings dossier articles/ -o dossier.html     one page about the story in a folder of articles
  tidings read article.txt --format json        what one article says, as data
  tidings explain article.txt --stage syntax    what the engine made of it

Exit code: 0 all done, 1 some input gave nothing (said on standard error), 2 wrong usage.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prints what each article says, read alone (reading/1; see docs/record.md)
    #[command(after_help = "\
Inputs: .txt files, .jsonl files with rows {\"id\"?,\"text\",\"published\"?,\"title\"?,\"outlet\"?,\"url\"?}, folders of
these, - for rows on standard input.

Examples:
  tidings read articles/ > readings.jsonl
  tidings read --published 2024-03-12 article.txt --format json
  zcat rows.jsonl.gz | tidings read - --format conllu --raw")]
    Read(ReadArgs),
    /// Links articles and writes a page about their story
    #[command(after_help = "\
Examples:
  tidings dossier articles/ -o dossier.html
  tidings dossier articles/*.txt rows.jsonl --format json > record.json")]
    Dossier(DossierArgs),
    /// Shows what one stage made of an article, under its words
    #[command(after_help = "\
Examples:
  tidings explain article.txt
  tidings explain article.txt --stage attributions")]
    Explain(ExplainArgs),
    /// Prints the JSON Schema of a public document
    #[command(after_help = "\
Examples:
  tidings schema reading > reading.schema.json
  tidings schema record > record.schema.json")]
    Schema(SchemaArgs),
}

/// Options that say how to read, for all commands that do.
#[derive(Debug, Clone, ClapArgs)]
pub struct ReadingArgs {
    /// Day (2024-03-12) or instant (2024-03-12T09:30:00Z) on which the articles appeared, where they do not say
    #[arg(long, value_name = "DATE|INSTANT", value_parser = published)]
    pub published: Option<String>,
    /// How many articles are read at the same time [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ReadArgs {
    /// Files, folders, or - for rows on standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t)]
    pub format: ReadFormat,
    /// Hand each text to the engine as one block, as it is: no passages, nothing repaired
    #[arg(long)]
    pub raw: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How readings are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// One reading a line
    #[default]
    Jsonl,
    /// An indented list of readings
    Json,
    /// The syntax alone, in ten columns
    Conllu,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct DossierArgs {
    /// Files, folders, or - for rows on standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// The file to write; its name's ending decides the format [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to write [default: by the ending of --output, else html]
    #[arg(long, value_enum)]
    pub format: Option<DossierFormat>,
    /// Take all articles as one story
    #[arg(long)]
    pub one_story: bool,
    /// Leave dates open that rest on a premise no article states
    #[arg(long)]
    pub no_assumptions: bool,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How a dossier is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DossierFormat {
    /// One page that needs nothing else
    Html,
    /// The record (record/1; see docs/record.md)
    Json,
    /// A note of about one page
    Md,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ExplainArgs {
    /// A file, or - for rows on standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which stage
    #[arg(long, value_enum, default_value_t)]
    pub stage: Stage,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// The stages of reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// What each part of the page is
    #[default]
    Passages,
    /// Words, tags, heads and labels
    Syntax,
    /// Who and what is named
    Names,
    /// Dates, times of day, durations
    Times,
    /// Numbers and what they count
    Quantities,
    /// Who said what
    Attributions,
    /// What happens
    Events,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct SchemaArgs {
    /// Which document
    #[arg(value_enum)]
    pub document: SchemaOf,
}

/// The public documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// One article, read alone
    Reading,
    /// Many articles, linked
    Record,
}

fn published(text: &str) -> Result<String, String> {
    match tidings_input::published(text) {
        Some(_) => Ok(text.to_owned()),
        None => {
            Err("expected a day such as 2024-03-12 or an instant such as 2024-03-12T09:30:00Z".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
