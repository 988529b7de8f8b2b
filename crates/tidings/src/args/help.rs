//! Arguments of the commands that tell of the program itself.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

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
    /// The reasons of one line of a record
    Why,
    /// A draft beside its sources
    Audit,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct CompletionsArgs {
    /// Of which shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ManArgs {
    /// The folder to write into, a page for each command [default: that of tidings alone, to standard output]
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}
