//! `why/1`: why one line of a record is what it is, step by step, each with the words it rests on.
//!
//! Rules are named in plain words, as in [`Because`](crate::Because). Not here: how a page or a terminal shows them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ByteSpan, Days, Ref};

/// The reasons behind one line of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Why")]
pub struct Why<S = ByteSpan> {
    /// The version of this document.
    pub tidings: WhyVersion,
    /// Its id as the record prints it.
    pub id: String,
    /// Former ids that lead to it as well.
    pub was: Vec<String>,
    /// What it is.
    pub what: What,
    /// What it says, in the words of the record.
    pub title: String,
    /// Its days, with the chain that led to them; null where it has none of its own.
    pub when: Option<Days<S>>,
    /// The steps, in the order in which they are best read.
    pub steps: Vec<Step<S>>,
}

/// The version of the reasons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum WhyVersion {
    /// The one there is.
    #[default]
    #[serde(rename = "why/1")]
    One,
}

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A running story.
    Story,
    /// An article, for its day and its origin.
    Article,
    /// A person, body, place or country.
    Actor,
    /// Something that happens.
    Event,
    /// What somebody says.
    Claim,
    /// A number.
    Figure,
    /// What shows when articles lie side by side.
    Finding,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Step")]
pub struct Step<S = ByteSpan> {
    /// What was done.
    pub step: StepKind,
    /// The rules that decided, in plain words or by their codes; what binds most comes first.
    pub rules: Vec<String>,
    /// The words it rests on.
    pub refs: Vec<Ref<S>>,
    /// The ids of other lines of the record that it concerns.
    pub ids: Vec<String>,
}

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Words were taken in as telling of it; `rules` say what bound them.
    Gathered,
    /// Two groups that stood apart were joined.
    Joined,
    /// Something like it was kept apart; `rules` say by what, `ids` what it is.
    Refused,
    /// Words narrowed the days.
    Dated,
    /// Words that do not go together with the days were put aside.
    PutAside,
    /// The day of an article that tells it; `ids` name the article.
    Told,
    /// Whose voice says so.
    Said,
    /// What is counted, how many, with which effect.
    Counted,
    /// It stands beside another line; `rules` say how the two go together.
    Compared,
    /// The words that a finding rests on.
    RestsOn,
    /// What a finding is about.
    About,
    /// What a person may ask, and how it may be no trouble at all.
    Asks,
    /// Where words come from, once copies and credits are folded.
    CopiedFrom,
    /// A person decided it, in `tidings.toml`.
    ByHand,
}
