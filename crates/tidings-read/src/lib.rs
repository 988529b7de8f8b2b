//! Reads **one** article: cuts it into passages, has each parsed, and says what it holds.
//!
//! It sees the article and the lexicons, nothing else: no file, no clock, no other article, no thread, no JSON.
//! Spans are UTF-8 bytes of [`Article::text`]. Reading never fails: odd text gives notes.

mod article;
#[cfg(test)]
mod chance;
mod characters;
mod document;
mod hash;
mod lexicon;
mod lexicons;
mod reading;

pub mod attributions;
pub mod blocks;
pub mod events;
pub mod headline;
pub mod language;
pub mod names;
pub mod normalise;
pub mod offsets;
pub mod passages;
pub mod published;
pub mod quantities;
pub mod times;

pub use article::Article;
pub use document::{Block, Document, Options};
pub use lexicon::LexiconError;
pub use lexicons::Lexicons;
pub use reading::read;
