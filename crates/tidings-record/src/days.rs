//! Days as a record states them: an interval, what it rests on, and why.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ByteSpan, Ref};

/// A day, or the interval of days in which something lies, with its reasons. Days are of the Gregorian calendar,
/// in the time zone of whoever states them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Days")]
pub struct Days<S = ByteSpan> {
    /// First possible day; null if open.
    pub earliest: Option<Date>,
    /// Last possible day; null if open.
    pub latest: Option<Date>,
    /// The same in the Extended Date/Time Format of ISO 8601-2; null if nothing is known.
    pub edtf: Option<String>,
    /// The instant with its zone (RFC 3339), where a source gives one.
    pub at: Option<String>,
    /// What the interval rests on.
    pub basis: Basis,
    /// The steps that led to it.
    pub because: Vec<Because<S>>,
}

impl<S> Days<S> {
    /// Nothing is known: open on both sides.
    pub fn unknown() -> Days<S> {
        Days {
            earliest: None,
            latest: None,
            edtf: None,
            at: None,
            basis: Basis::Unknown,
            because: Vec::new(),
        }
    }

    /// The days from `earliest` to `latest`, both included, with their written form: a day, a month, a year, else two
    /// ends, `..` for an open one.
    pub fn between(earliest: Option<Date>, latest: Option<Date>, basis: Basis) -> Days<S> {
        let edtf = match (earliest, latest) {
            (None, None) => None,
            (Some(first), Some(last)) if first == last => Some(first.to_string()),
            (Some(first), Some(last)) if first.first_of_year() == first && last == first.last_of_year() => {
                Some(format!("{:04}", first.year()))
            }
            (Some(first), Some(last)) if first.first_of_month() == first && last == first.last_of_month() => {
                Some(format!("{:04}-{:02}", first.year(), first.month()))
            }
            (Some(first), Some(last)) => Some(format!("{first}/{last}")),
            (Some(first), None) => Some(format!("{first}/..")),
            (None, Some(last)) => Some(format!("../{last}")),
        };
        Days { earliest, latest, edtf, basis, ..Days::unknown() }
    }

    /// The one day it can be, if both bounds agree.
    pub fn day(&self) -> Option<Date> {
        self.earliest.filter(|_| self.earliest == self.latest)
    }
}

impl<S> Default for Days<S> {
    fn default() -> Days<S> {
        Days::unknown()
    }
}

/// What days rest on, from the firmest to none.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Given with the article by whoever handed it in.
    Given,
    /// Stated in the page's metadata.
    Metadata,
    /// Stated in the article's dateline.
    Dateline,
    /// Stated in the text.
    Stated,
    /// Follows from what articles say.
    WorkedOut,
    /// Rests on a premise that no article states, given as a rule in words.
    Assumed,
    /// Nothing is known.
    #[default]
    Unknown,
}

/// One step of a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Because")]
pub struct Because<S = ByteSpan> {
    /// The rule that applied: its code, or the premise in words.
    pub rule: String,
    /// The words it applied to.
    pub refs: Vec<Ref<S>>,
}

/// The time limit of a threat, a demand, an offer. What is not stated is never computed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// The stated length as an ISO 8601 duration: `P50D`.
    pub within: Option<String>,
    /// The day from which it runs, if stated.
    pub from: Option<Date>,
    /// The last day, if stated.
    pub until: Option<Date>,
}
