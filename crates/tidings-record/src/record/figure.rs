//! Figures: how many, of what, with which effect, by whom, said by whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ActorId, ByteSpan, Comparator, Days, EventId, FigureId, Number, Ref, Voice};

/// A number that articles give for an effect of an event. Figures are never added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Figure")]
pub struct Figure<S = ByteSpan> {
    /// Its id.
    pub id: FigureId,
    /// Ids that were merged into it.
    pub was: Vec<FigureId>,
    /// The event it belongs to.
    pub event: Option<EventId>,
    /// What became of what is counted.
    pub effect: Effect,
    /// What is counted, in the singular: `drone`.
    pub counted: Option<String>,
    /// Which people, where people are counted.
    pub affected: Affected,
    /// Who did it.
    pub by: Option<ActorId>,
    /// To whom it was done.
    pub against: Option<ActorId>,
    /// Where.
    pub places: Vec<ActorId>,
    /// The days of the event.
    pub when: Days<S>,
    /// The day up to which it was counted.
    pub counted_at: Days<S>,
    /// The least it can be; null if open.
    pub min: Option<Number>,
    /// The most it can be; null if open.
    pub max: Option<Number>,
    /// How the words bound it.
    pub comparator: Comparator,
    /// Whether it is stated as rough or vague.
    pub approximate: bool,
    /// "No casualties were reported": nobody gave a number, which is not a count of zero.
    pub none_reported: bool,
    /// Whose voice gives it.
    pub voice: Voice,
    /// Who gives it; null where nobody is named.
    pub claimed_by: Option<ActorId>,
    /// Where no actor gives it, the article's words for who does: `two officials`; null where it has none.
    pub said_by: Option<String>,
    /// The figure of which it is a part.
    pub part_of: Option<FigureId>,
    /// Where it is given.
    pub refs: Vec<Ref<S>>,
    /// Its unit, in the singular: `dollar`; null for a plain count.
    pub unit: Option<String>,
}

/// What became of what a figure counts.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Dead.
    Killed,
    /// Hurt.
    Injured,
    /// Not found.
    Missing,
    /// Taken prisoner or hostage.
    Captured,
    /// Driven from home.
    Displaced,
    /// Sent or fired.
    Launched,
    /// Stopped on the way.
    Intercepted,
    /// Struck.
    Hit,
    /// Harmed.
    Damaged,
    /// Ended.
    Destroyed,
    /// Detained.
    Arrested,
    /// Cast as votes.
    Voted,
    /// Counted, and nothing more.
    Counted,
    /// None of these.
    #[default]
    Other,
}

/// Which people a figure counts.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Affected {
    /// People who do not fight.
    Civilians,
    /// People who do.
    Combatants,
    /// Children.
    Children,
    /// The article does not say.
    #[default]
    Unstated,
}
