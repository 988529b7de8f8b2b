//! The parts of a reading that state something: who says what, and what happens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AttributionIndex, NameIndex, QuantityIndex, TimeIndex};
use crate::{ByteSpan, Days, Deadline};

/// Who says what, in which words, with which attitude.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Attribution")]
pub struct Attribution<S = ByteSpan> {
    /// The words that name who speaks, with title, perhaps in pieces.
    pub source: Vec<S>,
    /// The name they resolve to; null where nobody is named.
    pub speaker: Option<NameIndex>,
    /// Whose voice it is.
    pub voice: Voice,
    /// The words that make it an attribution: "said", "according to", "demand".
    pub cue: Vec<S>,
    /// The base form of the cue; null where there is none.
    pub cue_lemma: Option<String>,
    /// What is attributed, quotation marks included, perhaps in pieces.
    pub content: Vec<S>,
    /// Whether it is quoted.
    pub manner: Manner,
    /// To whom it is said.
    pub to: Vec<NameIndex>,
    /// The attitude.
    pub stance: Stance,
    /// The clause it is made to depend on: "unless …".
    pub condition: Option<S>,
    /// Its time limit.
    pub deadline: Option<Deadline>,
    /// The attribution inside which this one stands.
    pub within: Option<AttributionIndex>,
    /// The rule that read it.
    pub rule: String,
}

/// Whose voice an attribution or a figure is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// Somebody whom the article names or describes.
    Named,
    /// Somebody, not named: "reportedly", "officials said".
    Unnamed,
    /// The outlet's own words.
    Article,
}

/// How words are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// All of it in quotation marks.
    Quoted,
    /// Some of it in quotation marks.
    PartQuoted,
    /// In the article's words.
    Paraphrased,
}

/// The attitude of a speaker to what is attributed.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// States it.
    #[default]
    Says,
    /// States that it is not so.
    Denies,
    /// Makes it known as one's own plan or decision.
    Announces,
    /// Requires it of somebody.
    Demands,
    /// Proposes to do it.
    Offers,
    /// Says it will be done to somebody.
    Threatens,
    /// Undertakes to do it.
    Promises,
    /// Says that it may come and would be bad.
    Warns,
    /// Thinks that it will come.
    Expects,
    /// Thinks that it may come, and dreads it.
    Fears,
    /// Thinks that it may not be so.
    Doubts,
    /// Asks whether it is so, or for it.
    Asks,
    /// Says that somebody did wrong.
    Accuses,
    /// Accepts it.
    Agrees,
    /// Declines it.
    Refuses,
    /// Urges it.
    CallsFor,
}

/// Something that happens, as one article tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct Event<S = ByteSpan> {
    /// The word that tells of it.
    pub trigger: S,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER's mode of the type.
    pub mode: Option<String>,
    /// PLOVER's contexts.
    pub context: Vec<String>,
    /// Whether it happened.
    pub status: Status,
    /// Who takes part.
    pub actors: Vec<EventActor<S>>,
    /// The time expression that dates it.
    pub time: Option<TimeIndex>,
    /// The days it lies in.
    pub when: Option<Days<S>>,
    /// Where.
    pub places: Vec<NameIndex>,
    /// The quantities that belong to it.
    pub quantities: Vec<QuantityIndex>,
    /// Its place in a series: 3 for "the third round".
    pub ordinal: Option<u32>,
    /// The attribution whose content tells of it; null in the article's own voice.
    pub attribution: Option<AttributionIndex>,
    /// The rule that read it.
    pub rule: String,
}

/// The type of an event: a name of PLOVER's, or one of Tidings' own, which begin with `X-`. `docs/events.md`
/// lists them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct EventType(pub String);

impl EventType {
    /// The name as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for EventType {
    fn from(name: &str) -> EventType {
        EventType(name.to_owned())
    }
}

/// Whether something is told as having happened.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is over, or done.
    #[default]
    Happened,
    /// It is under way.
    Ongoing,
    /// It is to come.
    Planned,
    /// Somebody wants it.
    Requested,
    /// Somebody says it will be done to another.
    Threatened,
    /// Somebody says that it did not happen.
    Denied,
    /// It is only supposed.
    Hypothetical,
    /// Somebody says that it happened; the article does not.
    Alleged,
}

/// One who takes part in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "EventActor")]
pub struct EventActor<S = ByteSpan> {
    /// On which side.
    pub part: Part,
    /// The name; null if the words resolve to none.
    pub name: Option<NameIndex>,
    /// The words.
    pub span: S,
}

/// The part that somebody has in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Does it.
    By,
    /// It is done to them.
    To,
    /// Shares in it.
    With,
    /// Carries or mediates it.
    Via,
}
