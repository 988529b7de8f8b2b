//! Why a request is not answered, for programs and for people.

use schemars::JsonSchema;
use serde::Serialize;
use tidings_store::StoreError;

/// A refusal: its status, a code that stays, words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, for programs.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Refusal {
    /// A refusal.
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { status, code, message: message.into() }
    }

    /// A wrong parameter.
    pub fn wrong(code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal::new(400, code, message)
    }

    /// Its document.
    pub fn problem(&self) -> Problem {
        Problem { error: Trouble { code: self.code.to_owned(), message: self.message.clone() } }
    }

    /// Its document as bytes.
    pub fn json(&self) -> Vec<u8> {
        serde_json::to_vec(&self.problem()).unwrap_or_default()
    }
}

/// What every refusal is answered with.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// What is wrong.
    pub error: Trouble,
}

/// What is wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Trouble {
    /// What is wrong, for programs; these words stay as they are.
    pub code: String,
    /// What is wrong, and what would be right, for people.
    pub message: String,
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        match error {
            StoreError::Busy(_) => Refusal::new(
                503,
                "busy",
                "another program is writing to the store; try again when it has ended",
            ),
            // Paths of the machine are for the log of whoever runs the server.
            _ => Refusal::new(500, "store_failed", "the store cannot be read; `tidings doctor` says more"),
        }
    }
}

impl From<tidings_record::MissingText> for Refusal {
    fn from(_: tidings_record::MissingText) -> Refusal {
        Refusal::new(500, "store_failed", "the store lacks a text; `tidings doctor` says more")
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(_: serde_json::Error) -> Refusal {
        Refusal::new(
            500,
            "failed",
            "the answer cannot be written: an error in this program, please report it",
        )
    }
}
