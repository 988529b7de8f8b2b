//! All that is known beforehand, in one place.

use crate::lexicon::LexiconError;
use crate::passages::PassageLexicon;

/// The lexicons of one language.
#[derive(Debug)]
pub struct Lexicons {
    /// Lines of news pages.
    pub passages: PassageLexicon,
}

impl Lexicons {
    /// The English ones, built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if a file is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<Lexicons, LexiconError> {
        Ok(Lexicons { passages: PassageLexicon::english()? })
    }
}
