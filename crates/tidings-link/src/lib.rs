//! Links many [`tidings_record::Reading`]s into one [`tidings_record::Record`].
//!
//! It sees readings, nothing else: no file, no clock, no thread, no JSON. The order in which readings come makes no
//! difference: they are put in the order of their ids first, and every tie is broken by article, then span.
//! Three steps can be run apart, by a store or by several machines: [`keys`] of one reading, [`stories`] from
//! all keys, [`story`] from the readings of one story. [`record`] runs the three. [`place`] finds the story of a later
//! article without the keys of all others. [`copies`] finds what is copied in any
//! collection.
//!
//! Not here: reading a text (`tidings-read`), views for people (`tidings-page`), and any verdict on who is right.

mod actors;
mod calendar;
mod claims;
mod common;
mod copies;
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
mod words;

pub use copies::{Copied, copies};
pub use keys::{Keys, keys, stems};
pub use lexicon::stem;
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

/// Links `readings` into stories. The same readings in any order give the same record.
pub fn record(readings: &[Reading], options: Options) -> Record {
    explained(readings, options, Asked::Nothing).0
}

/// The same with the reasons that are asked for, in the order of the record.
pub fn explained(readings: &[Reading], options: Options, asked: Asked<'_>) -> (Record, Vec<Why>) {
    let mut readings: Vec<&Reading> = readings.iter().collect();
    readings.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.text.cmp(&b.text)));
    // The same id twice is the edge's to refuse; here the later one is left out.
    readings.dedup_by(|later, first| later.id == first.id);
    let keys: Vec<Keys> = readings.iter().map(|reading| keys(reading)).collect();
    let groups = stories(&keys, options);
    let mut stories: Vec<(Story, Vec<Why>)> = groups
        .iter()
        .map(|group| {
            let members: Vec<&Reading> = group.iter().map(|&index| readings[index]).collect();
            story::explained(&members, options, asked)
        })
        .collect();
    stories.sort_by(|(a, _), (b, _)| {
        let first = |story: &Story| story.period.earliest.or(story.period.latest);
        (first(a).is_none(), first(a), &a.id).cmp(&(first(b).is_none(), first(b), &b.id))
    });
    let (stories, reasons): (Vec<Story>, Vec<Vec<Why>>) = stories.into_iter().unzip();
    (Record { tidings: RecordVersion::One, stories }, reasons.into_iter().flatten().collect())
}
