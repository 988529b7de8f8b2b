//! Arguments of exports, and of what coders decide.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{ReadingArgs, StoreArgs};

#[derive(Debug, Clone, ClapArgs)]
pub struct ExportArgs {
    /// Files, folders, or - for rows on standard input, instead of a store
    #[arg(value_name = "PATH", conflicts_with_all = ["story", "store"])]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// What to write
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// The folder to write into, with a manifest [default: one file, to standard output]
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Of csv, jsonl and parquet only this table or list: timeline, claims, figures, articles, …
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// Only this story of the store
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    /// Take all articles as one story
    #[arg(long, requires = "paths")]
    pub one_story: bool,
    /// Leave dates open that rest on a premise no article states
    #[arg(long)]
    pub no_assumptions: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Forms for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A row for each event and effect, for coders (CSV); see tidings decide
    Coding,
    /// Flat tables: timeline, claims, figures, articles, actors, findings, copies
    Csv,
    /// The flat tables with types: days, numbers, lists
    Parquet,
    /// The items of the record, one a line
    Jsonl,
    /// A note of about one page a story
    Md,
    /// schema.org: NewsArticle, Event, Claim
    JsonLd,
    /// W3C Web Annotations: words and their places
    Annotations,
    /// JSON for TimelineJS 3
    Timelinejs,
    /// FollowTheMoney entities, for Aleph
    Followthemoney,
    /// Passages of a store, one a line, each once for all that carry its words
    Passages,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct DecideArgs {
    /// The table that coders filled
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// The files or folders that were exported, instead of a store
    #[arg(value_name = "PATH", conflicts_with = "store")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub store: StoreArgs,
}
