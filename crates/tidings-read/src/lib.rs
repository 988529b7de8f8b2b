//! Reads **one** article: cuts it into passages, has each parsed, and says what it holds.
//!
//! It sees the article and the lexicons, nothing else: no file, no clock, no other article, no thread, no JSON.
//! Spans are UTF-8 bytes of [`Article::text`].

mod article;
mod characters;
mod lexicon;

pub mod blocks;
pub mod headline;
pub mod language;
pub mod normalise;
pub mod offsets;
pub mod passages;

pub use article::Article;
pub use lexicon::LexiconError;
