//! English text to tokens, tags, dependency tree, sentences, names, morphology and lemmas.
//!
//! This is spaCy's `en_core_web_sm` 3.8.0 in Rust: the same decisions from the same weights, without Python. One
//! block of text goes in, a [`Parse`] comes out; `docs` of the project and the crate's README say how it was
//! compared with spaCy and how fast it is.
//!
//! Not here: files, threads, sentence splitting before parsing, other languages, training. The engine does not
//! correct the model: what it gets wrong on news is for whoever reads the parse.
//!
//! ```
//! let english = tidings_english::English::embedded();
//! let parse = english.parse("The talks resumed on Monday.");
//! let verb = parse.tokens().find(|token| token.is_root()).unwrap();
//! assert_eq!((verb.text(), verb.lemma(), verb.tag()), ("resumed", "resume", "VBD"));
//! assert_eq!(verb.child("nsubj").unwrap().text(), "talks");
//! assert_eq!(parse.entities().next().unwrap().entity_type(), "DATE");
//! ```

mod characters;
mod encoder;
mod format;
mod hash;
mod kernel;
mod lemmatiser;
mod lexeme;
mod names;
mod parser;
mod pattern;
mod pipeline;
mod ruler;
mod tokenizer;
mod transition;
mod tree;
mod url;

pub use format::ModelError;
pub use kernel::Level;
pub use pipeline::English;
pub use tidings_syntax::{Engine, Parse, Scheme};
