//! `reading/1`: one article, read alone.
//!
//! Index types point into the reading's own arrays and mean nothing outside it. Lists are in the order of the
//! text. The parts that state something are in `reading/statement.rs`.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, ByteSpan, Comparator, Days, Number};

mod statement;

pub use statement::{Attribution, Event, EventActor, EventType, Manner, Part, Stance, Status, Voice};

macro_rules! indices {
    ($($(#[$doc:meta])* $index:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(
                Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
            )]
            #[schemars(inline)]
            pub struct $index(pub u32);

            impl $index {
                /// The same for indexing; lists are bounded far below `u32::MAX`.
                pub const fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl From<usize> for $index {
                /// # Panics
                /// Beyond `u32::MAX`, which no bounded article reaches.
                fn from(index: usize) -> $index {
                    $index(u32::try_from(index).expect("lists of a reading are bounded far below u32::MAX"))
                }
            }
        )*
    };
}

indices! {
    /// Index into `passages` of the same reading.
    PassageIndex;
    /// Index into `sentences` of the same reading.
    SentenceIndex;
    /// Index into `names` of the same reading.
    NameIndex;
    /// Index into `times` of the same reading.
    TimeIndex;
    /// Index into `quantities` of the same reading.
    QuantityIndex;
    /// Index into `attributions` of the same reading.
    AttributionIndex;
    /// Index into `events` of the same reading.
    EventIndex;
}

/// What one article says, read without knowledge of any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Reading")]
pub struct Reading<S = ByteSpan> {
    /// The version of this document.
    pub tidings: ReadingVersion,
    /// The article's id: the one given, else `b3:` and a hash of its content.
    pub id: ArticleId,
    /// Where it was found; several for identical deliveries.
    pub paths: Vec<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its language, an ISO 639 code: `en`.
    pub language: Option<String>,
    /// The bytes it was made from.
    pub source: Source,
    /// Its headline.
    pub title: Option<Title<S>>,
    /// The outlet that published it.
    pub outlet: Option<String>,
    /// The writers' names.
    pub bylines: Vec<String>,
    /// The agencies it credits.
    pub agencies: Vec<String>,
    /// When it was published.
    pub published: Days<S>,
    /// When it was last changed, if it says so.
    pub modified: Option<Days<S>>,
    /// The whole text, unchanged. Every span counts into it.
    pub text: String,
    /// The text cut into passages.
    pub passages: Vec<Passage<S>>,
    /// The sentences of the passages.
    pub sentences: Vec<Sentence<S>>,
    /// Who and what is named or described.
    pub names: Vec<Name<S>>,
    /// Dates, clock times, durations and sets.
    pub times: Vec<Time<S>>,
    /// Numbers of things, money, measures.
    pub quantities: Vec<Quantity<S>>,
    /// Who says what.
    pub attributions: Vec<Attribution<S>>,
    /// What happens.
    pub events: Vec<Event<S>>,
    /// What was odd about the text, and what was not read.
    pub notes: Vec<Note<S>>,
}

/// The version of a reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum ReadingVersion {
    /// The one there is.
    #[default]
    #[serde(rename = "reading/1")]
    One,
}

/// The bytes from which a reading was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Their media type: `text/plain`.
    pub media_type: String,
    /// Their BLAKE3 hash, 64 hex digits.
    pub blake3: String,
}

/// The headline of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Title")]
pub struct Title<S = ByteSpan> {
    /// Its words.
    pub text: String,
    /// Where it stands in the text; null if it was given beside the text and does not stand in it.
    pub span: Option<S>,
}

/// A paragraph, a headline, a line of page furniture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Passage")]
pub struct Passage<S = ByteSpan> {
    /// Where it stands.
    pub span: S,
    /// What it is.
    pub kind: PassageKind,
    /// The earlier passage that it repeats. What it says is printed all the same.
    pub repeats: Option<PassageIndex>,
}

/// What a passage is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PassageKind {
    /// The headline.
    Title,
    /// The lines under the headline that sum the article up.
    Standfirst,
    /// Who wrote it.
    Byline,
    /// Place, day and agency at the head of the body.
    Dateline,
    /// The article itself.
    #[default]
    Body,
    /// Where the words or a picture come from.
    Credit,
    /// What belongs to the page rather than to the article.
    Leftover,
    /// The headline of another article.
    OtherHeadline,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Sentence")]
pub struct Sentence<S = ByteSpan> {
    /// Where it stands.
    pub span: S,
    /// The passage it belongs to.
    pub passage: PassageIndex,
}

/// Somebody or something that the article names or describes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Name")]
pub struct Name<S = ByteSpan> {
    /// The fullest name in the article, without titles; for what is only described, the longest description.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: NameType,
    /// The country or body whose position it states: the Kremlin speaks for `Russia`.
    pub speaks_for: Option<String>,
    /// Every place in the text that means it.
    pub mentions: Vec<Mention<S>>,
    /// The offices that the article gives it.
    pub offices: Vec<Office<S>>,
}

/// What a name stands for.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NameType {
    /// A human being.
    Person,
    /// A body, company, force, party, outlet.
    Org,
    /// A town, region, river, sea.
    Place,
    /// A country.
    Country,
    /// A nationality, religion or political group.
    Nationality,
    /// A building, airport, road, bridge.
    Facility,
    /// A named war, storm, championship.
    Event,
    /// A named product, ship, weapon, work.
    Product,
    /// None of these.
    #[default]
    Other,
}

/// One place in the text that means a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Mention")]
pub struct Mention<S = ByteSpan> {
    /// Where it stands.
    pub span: S,
    /// How it means it.
    pub form: Form,
}

/// How a mention means its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// By name.
    Name,
    /// By description: "the minister".
    Description,
    /// By pronoun.
    Pronoun,
}

/// An office that the article gives to a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Office")]
pub struct Office<S = ByteSpan> {
    /// The words: "Ukrainian President".
    pub text: String,
    /// The office: `president`.
    pub office: String,
    /// The country or body it is an office of.
    pub of: Option<String>,
    /// Whether it is said to be over.
    pub former: bool,
    /// Where the words stand.
    pub span: S,
}

/// A time expression, as TimeML's TIMEX3 has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Time")]
pub struct Time<S = ByteSpan> {
    /// Where it stands.
    pub span: S,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: TimeType,
    /// Its TIMEX3 value: `2025-07-23`, `P7W`, `PAST_REF`.
    pub value: String,
    /// Its TIMEX3 modifier.
    #[serde(rename = "mod")]
    pub modifier: Option<TimeModifier>,
    /// The unit it is stated in; null if it has none.
    pub granularity: Option<Granularity>,
    /// The first day it can mean; null if open.
    pub earliest: Option<Date>,
    /// The last day it can mean; null if open.
    pub latest: Option<Date>,
    /// The rule that read it.
    pub rule: String,
}

/// The TIMEX3 types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeType {
    /// A day or a longer stretch of the calendar.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// The TIMEX3 modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TimeModifier {
    /// "more than a year ago".
    Before,
    /// "less than a year ago".
    After,
    /// "no less than a year ago".
    OnOrBefore,
    /// "no more than a year ago".
    OnOrAfter,
    /// "less than a week".
    LessThan,
    /// "over three years".
    MoreThan,
    /// "up to a week".
    EqualOrLess,
    /// "at least a week".
    EqualOrMore,
    /// "early May".
    Start,
    /// "mid-May".
    Mid,
    /// "late May".
    End,
    /// "around noon".
    Approx,
}

/// The unit in which a time is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Morning, afternoon, evening, night.
    PartOfDay,
    /// Days.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Quarters of a year.
    Quarter,
    /// Seasons.
    Season,
    /// Halves of a year.
    HalfYear,
    /// Years.
    Year,
    /// Decades.
    Decade,
    /// Centuries.
    Century,
}

/// A number with what it counts or measures. Dates and clock times are not quantities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Quantity")]
pub struct Quantity<S = ByteSpan> {
    /// Where it stands.
    pub span: S,
    /// The least it can be; null if open.
    pub min: Option<Number>,
    /// The most it can be; null if open.
    pub max: Option<Number>,
    /// How the words bound it.
    pub comparator: Comparator,
    /// Whether it is stated as rough or vague.
    pub approximate: bool,
    /// What sort of quantity it is.
    pub kind: QuantityKind,
    /// Its unit, in the singular: `dollar`, `kilometre`, `year of age`.
    pub unit: Option<String>,
    /// What is counted.
    pub counted: Option<Counted<S>>,
    /// The quantity of which it is a part.
    pub part_of: Option<QuantityIndex>,
    /// Whether it is a level, a rise or a fall.
    pub change: Change,
    /// The rule that read it.
    pub rule: String,
}

/// What a quantity counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Counted")]
pub struct Counted<S = ByteSpan> {
    /// The base form of its noun, with the words before it that say of what kind it is.
    pub lemma: String,
    /// Where these words stand.
    pub span: S,
}

/// Sorts of quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuantityKind {
    /// A number of things.
    Count,
    /// An amount of money.
    Money,
    /// A share of a hundred.
    Percent,
    /// A length, weight, duration, temperature.
    Measure,
    /// Somebody's age.
    Age,
    /// One unit for each of another.
    Rate,
    /// A place in a series.
    Ordinal,
}

/// Whether a quantity is a level or a change.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A level.
    #[default]
    #[serde(rename = "=")]
    Level,
    /// A rise by that much.
    Up,
    /// A fall by that much.
    Down,
}

/// Something odd about a stretch of text. It never makes reading fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Note")]
pub struct Note<S = ByteSpan> {
    /// Where.
    pub span: S,
    /// What, in plain words.
    pub note: String,
}
