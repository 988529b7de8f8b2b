//! Arguments of audits.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::ReadingArgs;

#[derive(Debug, Clone, ClapArgs)]
pub struct AuditArgs {
    /// The draft: .txt, .md, .docx, .html, or - for a text on standard input
    #[arg(value_name = "DRAFT")]
    pub draft: PathBuf,
    /// Its sources: files and folders of articles
    #[arg(long, value_name = "PATH", num_args = 1.., required_unless_present = "store", conflicts_with = "store")]
    pub sources: Vec<PathBuf>,
    #[command(flatten)]
    pub kept: KeptArgs,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub verdicts: VerdictArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct CheckArgs {
    /// The sentence
    #[arg(value_name = "SENTENCE")]
    pub sentence: String,
    /// Files and folders of articles, or - for rows on standard input
    #[arg(value_name = "PATH", required_unless_present = "store", conflicts_with = "store")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub kept: KeptArgs,
    #[command(flatten)]
    pub verdicts: VerdictArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Sources in a store.
#[derive(Debug, Clone, ClapArgs)]
pub struct KeptArgs {
    /// A store in which the sources are
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// The story of the store, by its id [default: those that name what is named]
    #[arg(long, value_name = "ID", requires = "store")]
    pub story: Option<String>,
}

/// How a draft is judged and how that is printed.
#[derive(Debug, Clone, ClapArgs)]
pub struct VerdictArgs {
    /// What to print [default: by the ending of --output, else text]
    #[arg(long, value_enum)]
    pub format: Option<AuditFormat>,
    /// The day of the draft, from which "on Friday" counts [default: its own, else that of the latest source]
    #[arg(long, value_name = "DATE")]
    pub date: Option<jiff::civil::Date>,
    /// Print what the sources support and what cannot be checked, too
    #[arg(long)]
    pub all: bool,
    /// Verdicts that give exit code 3, or "nothing" [default: all but supported and not_checkable]
    #[arg(long, value_name = "VERDICT,…", value_delimiter = ',', value_parser = verdict)]
    pub fail_on: Vec<FailOn>,
}

/// A verdict that makes a run fail; none for "nothing".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailOn(pub Option<tidings_record::Judgement>);

fn verdict(code: &str) -> Result<FailOn, String> {
    let alarms = || tidings_record::Judgement::ALL.into_iter().filter(|one| one.is_alarm());
    match alarms().find(|one| one.code() == code) {
        Some(one) => Ok(FailOn(Some(one))),
        None if code == "nothing" => Ok(FailOn(None)),
        None => {
            let known: Vec<&str> = alarms().map(|one| one.code()).collect();
            Err(format!("expected nothing, or some of {}", known.join(", ")))
        }
    }
}

/// How an audit is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// The draft's sentences with marks under their words
    Text,
    /// The audit as data (audit/1; see docs/record.md)
    Json,
    /// For code review: SARIF 2.1.0
    Sarif,
    /// One page that needs nothing else
    Html,
}
