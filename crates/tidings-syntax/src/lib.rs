//! What a language engine returns: the tokens of one text, their tags, their dependency tree, their names.
//!
//! These are types and iterators only. They know no language, no model and no file: an engine fills a
//! [`Parse`] through [`Parse::new`], which checks it, and everything that reads text takes a `&Parse`. A second
//! language therefore needs a second engine, and nothing of what stands here changes.
//!
//! Not here: making a parse (`tidings-english`), Unicode code points (spans are UTF-8 bytes), and any notion
//! of article or passage.

mod parse;
mod scheme;

pub use parse::{Chunk, Entity, Parse, ParseError, Rows, Sentence, StringRef, Token, TokenRow};
pub use scheme::Scheme;

/// Something that turns text into a [`Parse`].
///
/// It is a trait so that reading does not depend on the engine of one language.
pub trait Engine: Send + Sync {
    /// Parses one block of text (a paragraph, a headline, a list item). Never fails: any text has a parse.
    fn parse(&self, text: &str) -> Parse;

    /// Parses several blocks: the same as parsing each alone, which an engine may do faster together.
    fn parse_all(&self, texts: &[&str]) -> Vec<Parse> {
        texts.iter().map(|text| self.parse(text)).collect()
    }
}
