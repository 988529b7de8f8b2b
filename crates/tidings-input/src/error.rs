//! Why an input gave no article.

use std::fmt;
use std::io;

use crate::LARGEST_TEXT;

/// Why an input gave no article. It prints as one line: `file:line: reason; advice`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputError {
    /// The file, `-` for standard input.
    pub file: String,
    /// The line in the file, from 1, if the input is a row.
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: String,
    /// What can be done about it, if anything can.
    pub advice: Option<&'static str>,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.reason)?;
        self.advice.map_or(Ok(()), |advice| write!(f, "; {advice}"))
    }
}

impl std::error::Error for InputError {}

/// What is wrong and what can be done, before it is known where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub reason: String,
    /// What can be done about it, if anything can.
    pub advice: Option<&'static str>,
}

impl Fault {
    pub(crate) fn new(reason: impl Into<String>) -> Fault {
        Fault { reason: reason.into(), advice: None }
    }

    pub(crate) fn advised(reason: impl Into<String>, advice: &'static str) -> Fault {
        Fault { reason: reason.into(), advice: Some(advice) }
    }

    pub(crate) fn cannot_read(error: &io::Error) -> Fault {
        Fault::new(format!("cannot be read: {error}"))
    }

    pub(crate) fn too_large(bytes: u64) -> Fault {
        let megabytes = bytes as f64 / f64::from(1 << 20);
        let limit = LARGEST_TEXT >> 20;
        Fault::advised(
            format!("{megabytes:.1} MB is too large, the limit is {limit} MB a text"),
            "cut it into articles",
        )
    }

    /// The error of this fault at a place.
    pub(crate) fn at(self, file: &str, line: Option<u64>) -> InputError {
        InputError { file: file.to_owned(), line, reason: self.reason, advice: self.advice }
    }
}
