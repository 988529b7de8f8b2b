//! Arguments of the commands that work on a store.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::ReadingArgs;
use super::values::{first_day, last_day};

/// Which store.
#[derive(Debug, Clone, ClapArgs)]
pub struct StoreArgs {
    /// The file of the store
    #[arg(long, value_name = "FILE", default_value = "tidings.db")]
    pub store: PathBuf,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct AddArgs {
    /// Files, folders, addresses (https://…), or - for rows on standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Tells all stories apart anew, as if every article came now: what was placed by itself may move
    #[arg(long)]
    pub regroup: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct StoriesArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    /// Print a JSON list
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ShowArgs {
    /// The id of a story, article, event, claim, figure, actor or finding
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    /// Print JSON: of an article its reading/1, else as record/1 has it, with decided
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct SearchArgs {
    /// Words, which all must stand there
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Only these kinds of hits: passage, claim, event
    #[arg(long, value_name = "KIND", value_parser = ["passage", "claim", "event"])]
    pub kind: Vec<String>,
    /// Who takes part or is named: part of a name
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// Who says it: part of a name, or of what the article calls somebody without one
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// The stance of a claim: says, denies, demands, …
    #[arg(long, value_name = "STANCE")]
    pub stance: Option<String>,
    /// Where: part of a name
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// The type of an event: CONSULT, ASSAULT, … (see docs/events.md)
    #[arg(long, value_name = "TYPE")]
    pub event_type: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub from: Option<jiff::civil::Date>,
    /// The last day
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub to: Option<jiff::civil::Date>,
    /// The outlet, as it is spelt, in any case
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// The id of a story
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// Only what belongs to the ids in this file, one a line: articles, stories, passages, claims, events
    #[arg(long, value_name = "FILE|-")]
    pub among: Option<PathBuf>,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    /// At most so many hits
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ServeArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Where to listen; one that other machines can reach needs --token-file or --without-token
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:4127")]
    pub listen: std::net::SocketAddr,
    /// A file with the token that every request must bring: 16 characters or more
    #[arg(long, value_name = "FILE", conflicts_with = "without_token")]
    pub token_file: Option<PathBuf>,
    /// Everybody who reaches the address may read the store
    #[arg(long)]
    pub without_token: bool,
    /// Takes articles in by POST /api/v1/articles
    #[arg(long)]
    pub allow_upload: bool,
    /// Largest upload, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub upload_limit: u16,
    /// Most connections at a time
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u16).range(1..))]
    pub connections: u16,
    /// Log only requests that were refused or failed
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct McpArgs {
    #[command(flatten)]
    pub store: StoreArgs,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ChangesArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// The cursor of the last change that is known; 0 for all
    #[arg(long, value_name = "CURSOR", value_parser = clap::value_parser!(i64).range(0..))]
    pub since: i64,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct DoctorArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
