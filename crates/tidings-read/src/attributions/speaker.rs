//! Which of the article's names the words of a source mean.

pub(crate) use crate::names::Mentions;
