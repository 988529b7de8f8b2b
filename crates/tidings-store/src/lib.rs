//! One SQLite file that keeps articles, their readings and the record, grows, and is searched.
//!
//! [`Store`] is an open file. Articles come in by [`Store::insert`], are told apart into stories by [`Store::group`],
//! and each story that was touched is linked anew: [`Store::members`], [`link`], [`Store::keep`]. Every step is one
//! transaction or several that can be ended anywhere: what is left to do stands in the file. `docs/store.md` describes
//! tables and views.
//!
//! Not here: reading a text, threads, the command line, views for people.

mod changes;
mod columns;
mod doctor;
mod error;
mod groups;
mod insert;
mod items;
mod lines;
mod migrations;
mod naming;
mod open;
mod pack;
mod passages;
mod search;
mod show;
mod stories;
#[cfg(test)]
mod tests;

pub use changes::Change;
pub use doctor::{Health, Size};
pub use error::{Result, StoreError};
pub use groups::Plan;
pub use insert::{Known, Original, Prepared};
pub use items::Kind;
pub use lines::{Lines, Recurs};
pub use open::{Access, Store};
pub use pack::{dictionary, unpacked_form, unpacked_story_form};
pub use passages::KeptPassage;
pub use search::{Facet, Found, Hit, Query, Unclear, first_day, last_day};
pub use show::{ArticleLine, StoryLine, Thing};
pub use stories::{Linked, Member, link};

/// The version of reading that this program makes: a hash over its code, lexicons and model.
pub const READING_VERSION: &str = env!("READING_VERSION");
/// The version of linking that this program makes.
pub const LINKING_VERSION: &str = env!("LINKING_VERSION");
