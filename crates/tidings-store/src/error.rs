//! What can be wrong with a store, said so that somebody can act on it.

use std::path::PathBuf;

/// What a store gives.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why something could not be done. In every case the store is as it was before the step.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file.
    #[error("{}: there is no store; `tidings add` makes one", .0.display())]
    Missing(PathBuf),
    /// Another process writes.
    #[error("{}: another tidings is writing to this store; try again when it has ended", .0.display())]
    Busy(PathBuf),
    /// The file was made by a later program.
    #[error("{}: this store has version {found}, this program knows versions up to {known}; use a newer tidings", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The last version that is known.
        known: u32,
    },
    /// The file is something else.
    #[error("{}: this is no store of tidings", .0.display())]
    Foreign(PathBuf),
    /// The file or its folder may not be written.
    #[error("{}: this store cannot be written: {reason}", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The disk is full.
    #[error("the disk is full; what was added before is kept, make room and run the same command again")]
    Full,
    /// The file cannot be written further: a quota, a limit, a disk that fails.
    #[error(
        "the store cannot be written further ({0}); what was added before is kept, run the same command again once it can"
    )]
    Unwritten(String),
    /// What is stored cannot be understood.
    #[error("the store is damaged ({0}); `tidings doctor` says more")]
    Damaged(String),
    /// Any other trouble with the file.
    #[error("the store: {0}")]
    Sqlite(rusqlite::Error),
    /// The file cannot be opened.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::SystemIoFailure) => StoreError::Unwritten(error.to_string()),
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged(error.to_string()),
            _ => StoreError::Sqlite(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> StoreError {
        StoreError::Damaged(error.to_string())
    }
}
