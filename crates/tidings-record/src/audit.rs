//! `audit/1`: what a draft says beside what its sources say, piece by piece.
//!
//! A verdict states how the words of the draft stand to the words of the sources. Never a verdict on what is true.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, ByteSpan, Ref};

/// A draft beside its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Audit")]
pub struct Audit<S = ByteSpan> {
    /// The version of this document.
    pub tidings: AuditVersion,
    /// The draft: its id, as an article would have it.
    pub draft: ArticleId,
    /// Where it was found.
    pub paths: Vec<String>,
    /// The day from which its relative days count, if known.
    pub published: Option<Date>,
    /// Its whole text. Every span of the draft counts into it.
    pub text: String,
    /// The articles it was held against.
    pub sources: Vec<SourceArticle>,
    /// What was checked, in the order of the draft.
    pub verdicts: Vec<Verdict<S>>,
}

/// The version of an audit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum AuditVersion {
    /// The one there is.
    #[default]
    #[serde(rename = "audit/1")]
    One,
}

/// An article that a draft was held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceArticle {
    /// Its id.
    pub id: ArticleId,
    /// Where it was found.
    pub paths: Vec<String>,
    /// The outlet that published it.
    pub outlet: Option<String>,
    /// When it was published; null if that is not known to the day.
    pub published: Option<Date>,
}

/// One piece of a draft and how it stands to the sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Verdict")]
pub struct Verdict<S = ByteSpan> {
    /// Where the piece stands in the draft.
    pub span: S,
    /// Its words.
    pub words: String,
    /// What it is.
    pub piece: Piece,
    /// How it stands to the sources.
    pub judgement: Judgement,
    /// Why, in one plain sentence.
    pub because: String,
    /// The words of the sources that were compared; none if there are none like it.
    pub refs: Vec<Ref<S>>,
    /// Who says so in the sources, if they do not in their own voice.
    pub said_by: Option<String>,
    /// Of altered quotes: the words of the source and of the draft, side by side.
    pub changes: Vec<WordChange>,
}

/// What a piece of a draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Who or what is named.
    Name,
    /// When something was.
    Day,
    /// How many or how much.
    Number,
    /// Words in quotation marks.
    Quote,
    /// Who says it.
    Attribution,
    /// A sentence as a whole: what happened.
    Statement,
}

/// How a piece stands to the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The sources say so.
    Supported,
    /// They say it otherwise: another name, day or number.
    Differs,
    /// They give the quotation in other words.
    QuoteAltered,
    /// By them, somebody else says it.
    OtherSpeaker,
    /// In them somebody says it, or denies it; the draft states it.
    AttributionDropped,
    /// They say "more than", "at least", "likely"; the draft does not.
    HedgeDropped,
    /// They tell of a plan, offer or promise; the draft tells it as done.
    PlanAsDone,
    /// A later one has another number.
    Revised,
    /// One party gives the number; the draft states it.
    OneSideAsFact,
    /// No source says it.
    FoundNowhere,
    /// An opinion, a question, background: nothing that could be looked up.
    NotCheckable,
}

impl Judgement {
    /// Whether a person should look at the piece before the draft goes out.
    pub const fn is_alarm(self) -> bool {
        !matches!(self, Judgement::Supported | Judgement::NotCheckable)
    }

    /// All, in their order.
    pub const ALL: [Judgement; 11] = [
        Judgement::Supported,
        Judgement::Differs,
        Judgement::QuoteAltered,
        Judgement::OtherSpeaker,
        Judgement::AttributionDropped,
        Judgement::HedgeDropped,
        Judgement::PlanAsDone,
        Judgement::Revised,
        Judgement::OneSideAsFact,
        Judgement::FoundNowhere,
        Judgement::NotCheckable,
    ];

    /// Its name as JSON prints it.
    pub const fn code(self) -> &'static str {
        match self {
            Judgement::Supported => "supported",
            Judgement::Differs => "differs",
            Judgement::QuoteAltered => "quote_altered",
            Judgement::OtherSpeaker => "other_speaker",
            Judgement::AttributionDropped => "attribution_dropped",
            Judgement::HedgeDropped => "hedge_dropped",
            Judgement::PlanAsDone => "plan_as_done",
            Judgement::Revised => "revised",
            Judgement::OneSideAsFact => "one_side_as_fact",
            Judgement::FoundNowhere => "found_nowhere",
            Judgement::NotCheckable => "not_checkable",
        }
    }

    /// What it is called for people.
    pub const fn words(self) -> &'static str {
        match self {
            Judgement::Supported => "supported",
            Judgement::Differs => "differs",
            Judgement::QuoteAltered => "quote altered",
            Judgement::OtherSpeaker => "said by somebody else",
            Judgement::AttributionDropped => "attribution dropped",
            Judgement::HedgeDropped => "hedge dropped",
            Judgement::PlanAsDone => "plan told as done",
            Judgement::Revised => "later revised",
            Judgement::OneSideAsFact => "one side's figure as fact",
            Judgement::FoundNowhere => "found nowhere",
            Judgement::NotCheckable => "not checkable",
        }
    }
}

/// A stretch of words in a comparison of two wordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WordChange {
    /// Who has these words.
    pub side: Side,
    /// The words.
    pub words: String,
}

/// Who has a stretch of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The draft and the source.
    Both,
    /// The source alone.
    Source,
    /// The draft alone.
    Draft,
}
