//! Loading of lexicons. They are TOML texts built into the crate; a wrong one names its file and line.

use serde::de::DeserializeOwned;

/// Why a lexicon cannot be used. Its author's mistake, never the article's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LexiconError {
    /// The file is not TOML, or has an unknown or missing key.
    #[error("{file}: {reason}")]
    Format {
        /// File name.
        file: &'static str,
        /// Line, column and what is wrong there.
        reason: String,
    },
    /// A rule does not say what it must match and what it must not.
    #[error("{file}: rule {code}: needs at least one line under `test` and one under `never`")]
    NoExample {
        /// File name.
        file: &'static str,
        /// Code of the rule.
        code: String,
    },
    /// A pattern of a rule cannot be read.
    #[error("{file}: rule {code}: pattern {pattern:?}: {reason}")]
    Pattern {
        /// File name.
        file: &'static str,
        /// Code of the rule.
        code: String,
        /// The pattern.
        pattern: String,
        /// What is wrong, and what may stand there.
        reason: String,
    },
}

/// Reads `text`, the content of `file`.
pub(crate) fn load<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|error| LexiconError::Format { file, reason: error.to_string() })
}
