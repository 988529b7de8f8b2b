//! What sentences with marked types and statuses teach. Used by developers only.
//!
//! The features come from the same functions that reading uses. Nothing here learns; that is the work of
//! `cargo xtask train`.

pub use super::certainty::features as certainty_features;
pub use super::kind::{Pair, features as kind_features};
