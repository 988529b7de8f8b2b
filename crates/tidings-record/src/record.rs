//! `record/1`: many articles, linked into stories.
//!
//! Lists are ordered by day, then article, then span. Spans stand in refs only.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ActorId, ArticleId, ByteSpan, ClaimId, Days, Deadline, EventId, EventType, FigureId, FindingId, Manner,
    NameType, Number, Part, Ref, Stance, Status, StoryId, Voice,
};

mod figure;

pub use figure::{Affected, Effect, Figure};

/// What many articles say together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Record")]
pub struct Record<S = ByteSpan> {
    /// The version of this document.
    pub tidings: RecordVersion,
    /// The stories that the articles tell.
    pub stories: Vec<Story<S>>,
}

/// The version of a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum RecordVersion {
    /// The one there is.
    #[default]
    #[serde(rename = "record/1")]
    One,
}

/// One running story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Story")]
pub struct Story<S = ByteSpan> {
    /// Its id.
    pub id: StoryId,
    /// Ids that were merged into it.
    pub was: Vec<StoryId>,
    /// Its name, for people.
    pub title: String,
    /// The days it spans.
    pub period: Days<S>,
    /// The articles that tell it.
    pub articles: Vec<Article<S>>,
    /// Who takes part, and the places.
    pub actors: Vec<Actor<S>>,
    /// What happens.
    pub events: Vec<LinkedEvent<S>>,
    /// Who says what.
    pub claims: Vec<Claim<S>>,
    /// Which figures are given.
    pub figures: Vec<Figure<S>>,
    /// Where words come from.
    pub copies: Vec<CopiedWords<S>>,
    /// What a person should look at, and what fits together.
    pub findings: Vec<Finding<S>>,
    /// The events that make its timeline, in order.
    pub timeline: Vec<EventId>,
    /// How many more would stand there, were the number not bounded.
    pub timeline_rest: u32,
}

/// One article of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Article")]
pub struct Article<S = ByteSpan> {
    /// Its id.
    pub id: ArticleId,
    /// Where it was found; several for identical deliveries.
    pub paths: Vec<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The outlet that published it.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Days<S>,
    /// The agencies it credits.
    pub agencies: Vec<String>,
    /// Whose words it mostly carries: an agency's name or the id of an earlier article. Null if nothing shows that.
    pub origin: Option<String>,
    /// The share of its words found in earlier articles, from 0 to 1.
    pub copied_share: Number,
}

/// A person, body, place or country of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Actor")]
pub struct Actor<S = ByteSpan> {
    /// Its id.
    pub id: ActorId,
    /// Ids that were merged into it.
    pub was: Vec<ActorId>,
    /// Its name, without titles.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: NameType,
    /// Other spellings and names.
    pub aliases: Vec<String>,
    /// The country or body whose position it states.
    pub speaks_for: Option<String>,
    /// The offices that articles give it, and when.
    pub offices: Vec<TermOfOffice<S>>,
    /// Where it is named, once for each article.
    pub refs: Vec<Ref<S>>,
}

/// An office of an actor, for as long as articles say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "TermOfOffice")]
pub struct TermOfOffice<S = ByteSpan> {
    /// The office: `president`.
    pub office: String,
    /// The country or body it is an office of.
    pub of: Option<String>,
    /// When it began, as far as articles tell.
    pub from: Days<S>,
    /// When it ended, as far as articles tell.
    pub until: Days<S>,
    /// The words that give it.
    pub refs: Vec<Ref<S>>,
}

/// Something that happens, as several articles tell it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "LinkedEvent")]
pub struct LinkedEvent<S = ByteSpan> {
    /// Its id.
    pub id: EventId,
    /// Ids that were merged into it.
    pub was: Vec<EventId>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER's mode of the type.
    pub mode: Option<String>,
    /// What happens, in plain words.
    pub title: String,
    /// The days it lies in.
    pub when: Days<S>,
    /// Its place in a series: 3 for "the third round".
    pub ordinal: Option<u32>,
    /// Whether it happened, by the latest article.
    pub status: Status,
    /// How that changed from article to article.
    pub status_history: Vec<StatusChange<S>>,
    /// Where.
    pub places: Vec<ActorId>,
    /// Who takes part.
    pub actors: Vec<Participant<S>>,
    /// The figures that belong to it.
    pub figures: Vec<FigureId>,
    /// Where it is told.
    pub refs: Vec<Ref<S>>,
    /// How many articles tell it.
    pub articles: u32,
    /// How many are left once found copies and stated credits are folded. It never means independent.
    pub after_copies: u32,
    /// Who says that it happened, where articles do not say so in their own voice.
    pub claimants: Vec<ActorId>,
    /// The agencies credited for it.
    pub agencies: Vec<String>,
}

/// A status of an event, and when it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "StatusChange")]
pub struct StatusChange<S = ByteSpan> {
    /// The status.
    pub status: Status,
    /// When it was told so.
    pub told: Days<S>,
    /// The words.
    pub refs: Vec<Ref<S>>,
}

/// One who takes part in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Participant")]
pub struct Participant<S = ByteSpan> {
    /// On which side.
    pub part: Part,
    /// Who.
    pub actor: ActorId,
    /// The words.
    pub refs: Vec<Ref<S>>,
}

/// What somebody says, in one or several wordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Claim")]
pub struct Claim<S = ByteSpan> {
    /// Its id.
    pub id: ClaimId,
    /// Ids that were merged into it.
    pub was: Vec<ClaimId>,
    /// Who says it; null where nobody is named.
    pub speaker: Option<ActorId>,
    /// Where no actor says it, the article's words for who does: `two officials`; null where it has none.
    pub said_by: Option<String>,
    /// Whose voice it is.
    pub voice: Voice,
    /// The attitude.
    pub stance: Stance,
    /// What is said, in the words of the first ref.
    pub text: String,
    /// Whether it is quoted.
    pub manner: Manner,
    /// To whom it is said.
    pub to: Vec<ActorId>,
    /// The clause it is made to depend on.
    pub condition: Option<Ref<S>>,
    /// Its time limit.
    pub deadline: Option<Deadline>,
    /// The events it is about.
    pub about: Vec<EventId>,
    /// The figures in it.
    pub figures: Vec<FigureId>,
    /// When it was said, as far as articles tell.
    pub told: Days<S>,
    /// Where it is told first.
    pub first: Ref<S>,
    /// Everywhere it is told.
    pub refs: Vec<Ref<S>>,
    /// The wordings that differ.
    pub wordings: Vec<String>,
    /// How many articles carry it.
    pub articles: u32,
    /// How many are left once found copies and stated credits are folded. It never means independent.
    pub after_copies: u32,
    /// The agencies credited for it.
    pub agencies: Vec<String>,
}

/// Words that stand in two places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CopiedWords")]
pub struct CopiedWords<S = ByteSpan> {
    /// The earlier words; null where only a credit tells of them.
    pub from: Option<Ref<S>>,
    /// The later words, or the credit.
    pub to: Ref<S>,
    /// How many words are shared.
    pub words: u32,
    /// How it is known.
    pub kind: CopyKind,
}

/// How a copy is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CopyKind {
    /// An article repeats itself.
    WithinArticle,
    /// Two articles share a passage.
    BetweenArticles,
    /// The article says whose words it carries.
    Credited,
}

/// Something that shows only when the articles lie side by side. Never a verdict on who is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub struct Finding<S = ByteSpan> {
    /// Its id.
    pub id: FindingId,
    /// What sort it is.
    pub kind: FindingKind,
    /// Its place in the order of use to a person, from 1.
    pub rank: u32,
    /// The ids of what it is about.
    pub between: Vec<String>,
    /// The words it rests on.
    pub refs: Vec<Ref<S>>,
    /// Why, in one plain sentence.
    pub because: String,
    /// What a person may ask to settle it; null for links.
    pub question: Option<String>,
    /// How it may be no trouble at all.
    pub innocent_reading: Option<String>,
}

/// Sorts of finding. The first five are checks, which ask a person to look; the others are links, which
/// appear on the line that they support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Both cannot be so.
    Contradiction,
    /// The same quotation in words that differ.
    AlteredQuote,
    /// Told as a plan, and nowhere as done.
    PlanUnconfirmed,
    /// The same side, another attitude.
    StanceDifference,
    /// The days stated do not go together.
    DatesClash,
    /// The same speaker, the same statement, other words.
    SameStatement,
    /// Two claimants, or two articles in their own voice, say the same.
    Agree,
    /// A later figure or status of the same thing.
    Update,
    /// Alike, and about different things.
    NotComparable,
    /// Another office than before: a change, not a clash.
    TitleChange,
    /// Days stated apart go together.
    DatesFit,
}

impl FindingKind {
    /// Whether it asks a person to look.
    pub const fn is_check(self) -> bool {
        use FindingKind::{AlteredQuote, Contradiction, DatesClash, PlanUnconfirmed, StanceDifference};
        matches!(self, Contradiction | AlteredQuote | PlanUnconfirmed | StanceDifference | DatesClash)
    }
}
