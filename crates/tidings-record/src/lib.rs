//! The public documents as types: [`Reading`], one article read alone, and [`Record`], many articles linked.
//!
//! `docs/record.md` is the contract; the fields stand here in its order, so that printed JSON reads as the
//! contract does. Every document is generic over its span. In memory the span is a [`ByteSpan`], which slices
//! a `&str`; at the edge it is a [`PointSpan`], in Unicode code points. Only the latter can be serialised, so a
//! byte offset cannot leave the program by mistake.
//!
//! Not here: how anything is found (`tidings-read`, `tidings-link`), files, and views for people.

mod audit;
mod cell;
mod code_points;
mod days;
pub mod ids;
mod map;
mod number;
mod reading;
mod record;
mod schema;
mod span;
mod tables;
mod why;

pub use audit::{Audit, AuditVersion, Judgement, Piece, Side, SourceArticle, Verdict, WordChange};
pub use cell::{Cell, CellKind};
pub use code_points::CodePoints;
pub use days::{Basis, Because, Days, Deadline};
pub use ids::{ActorId, ArticleId, ClaimId, EventId, FigureId, FindingId, StoryId};
pub use map::MissingText;
pub use number::{Comparator, Number};
pub use reading::{
    Attribution, AttributionIndex, Change, Counted, Event, EventActor, EventIndex, EventType, Form,
    Granularity, Manner, Mention, Name, NameIndex, NameType, Note, Office, Part, Passage, PassageIndex,
    PassageKind, Quantity, QuantityIndex, QuantityKind, Reading, ReadingVersion, Sentence, SentenceIndex,
    Source, Stance, Status, Time, TimeIndex, TimeModifier, TimeType, Title, Voice,
};
pub use record::{
    Actor, Affected, Article, Claim, CopiedWords, CopyKind, Effect, Figure, Finding, FindingKind,
    LinkedEvent, Participant, Record, RecordVersion, StatusChange, Story, TermOfOffice,
};
pub use schema::{audit_schema, reading_schema, record_schema, why_schema};
pub use span::{ByteSpan, PointSpan, Ref};
pub use tables::{Table, cells_of, findings_table, story_tables, tables};
pub use why::{Step, StepKind, What, Why, WhyVersion};

#[cfg(test)]
mod tests;
