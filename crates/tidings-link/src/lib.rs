//! Links many [`tidings_record::Reading`]s into one [`tidings_record::Record`].
//!
//! It sees readings, nothing else: no file, no clock, no thread, no JSON. The order in which readings come makes no
//! difference: they are put in the order of their ids first, and every tie is broken by article, then span.
//! Three steps can be run apart, by a store or by several machines: [`keys`] of one reading, [`stories`] from
//! all keys, [`story`] from the readings of one story. [`record`] runs the three. [`place`] finds the story of a later
//! article without the keys of all others. [`copies`] finds what is copied in any
//! collection. [`wording`] has what is known of words, for other ways of comparing texts.
//!
//! Not here: reading a text (`tidings-read`), views for people (`tidings-page`), and any verdict on who is right.

mod actors;
mod by_hand;
mod calendar;
mod claims;
mod common;
mod copies;
mod coreference;
mod dates;
mod effects;
mod events;
mod figures;
mod findings;
mod keys;
mod lexicon;
mod offices;
mod place;
mod runs;
mod shape;
mod source;
mod spelling;
mod stories;
mod story;
mod vectors;
pub mod wording;
mod words;

pub use by_hand::{Decided, Decision, Told};
pub use copies::{Copied, copies};
pub use coreference::{At, Pair, Weights, coreference, pairs};
pub use keys::{Keys, keys, stems};
pub use lexicon::{is_small, stem};
pub use place::{Outline, Placed, place};
pub use stories::{Grouped, grouping, stories};
pub use story::story;

use tidings_record::{Reading, Record, RecordVersion, Story, Why};

/// How to link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Take all articles as one story, however little they share.
    pub one_story: bool,
    /// Leave open what rests on a premise that no article states.
    pub no_assumptions: bool,
}

/// Of which lines of a record the reasons are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Asked<'a> {
    /// None.
    #[default]
    Nothing,
    /// The one with this id, or that had it formerly.
    One(&'a str),
    /// All.
    All,
}

/// What is asked of linking beside the readings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// How to link.
    pub options: Options,
    /// Of which lines the reasons are wanted.
    pub asked: Asked<'a>,
    /// What a person decided.
    pub decisions: &'a [Decision],
    /// Most events on the timeline of a story; the rest are counted.
    pub max_events: Option<usize>,
}

/// A record with what was asked beside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linked {
    /// The record.
    pub record: Record,
    /// The reasons that were asked for, in the order of the record.
    pub why: Vec<Why>,
    /// Decisions to which nothing in the articles answers, by their place in the list, and what is missing.
    pub unanswered: Vec<(usize, String)>,
}

/// Links `readings` into stories. The same readings in any order give the same record.
pub fn record(readings: &[Reading], options: Options) -> Record {
    linked(readings, &Request { options, ..Request::default() }).record
}

/// The same with what a person decided, and with the reasons that are asked for.
pub fn linked(readings: &[Reading], request: &Request<'_>) -> Linked {
    let mut readings: Vec<&Reading> = readings.iter().collect();
    readings.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.text.cmp(&b.text)));
    // The same id twice is the edge's to refuse; here the later one is left out.
    readings.dedup_by(|later, first| later.id == first.id);
    let keys: Vec<Keys> = readings.iter().map(|reading| keys(reading)).collect();
    let groups = stories(&keys, request.options);
    // A decision is answered if one story does.
    let mut missing: Vec<Option<String>> = request.decisions.iter().map(|_| Some(String::new())).collect();
    let mut stories: Vec<(Story, Vec<Why>)> = Vec::with_capacity(groups.len());
    for group in &groups {
        let members: Vec<&Reading> = group.iter().map(|&index| readings[index]).collect();
        let told = story::told(&members, request);
        for (all, here) in missing.iter_mut().zip(told.missing) {
            match (all.as_mut(), here.first()) {
                (_, None) => *all = None,
                (Some(known), Some(first)) if known.is_empty() => known.clone_from(first),
                _ => {}
            }
        }
        stories.push((told.story, told.why));
    }
    stories.sort_by(|(a, _), (b, _)| {
        let first = |story: &Story| story.period.earliest.or(story.period.latest);
        (first(a).is_none(), first(a), &a.id).cmp(&(first(b).is_none(), first(b), &b.id))
    });
    let (stories, why): (Vec<Story>, Vec<Vec<Why>>) = stories.into_iter().unzip();
    Linked {
        record: Record { tidings: RecordVersion::One, stories },
        why: why.into_iter().flatten().collect(),
        unanswered: missing
            .into_iter()
            .enumerate()
            .filter_map(|(at, missing)| {
                let nothing = "there is no article".to_owned();
                missing.map(|what| (at, if what.is_empty() { nothing } else { what }))
            })
            .collect(),
    }
}
