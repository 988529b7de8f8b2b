//! All that is known beforehand, in one place.

use crate::attributions::AttributionLexicon;
use crate::events::EventLexicon;
use crate::lexicon::LexiconError;
use crate::names::NamesLexicon;
use crate::passages::PassageLexicon;
use crate::published::PublishedLexicon;
use crate::quantities::QuantityLexicon;
use crate::times::TimesLexicon;

/// The lexicons of one language.
#[derive(Debug)]
pub struct Lexicons {
    /// Countries, offices, first names, bodies.
    pub names: NamesLexicon,
    /// Lines of news pages.
    pub passages: PassageLexicon,
    /// Words that date an article, time zones.
    pub published: PublishedLexicon,
    /// Number words, units, currencies.
    pub quantities: QuantityLexicon,
    /// Cues of attributions, with the models that choose them.
    pub attributions: AttributionLexicon,
    /// Months, units of time, holidays.
    pub times: TimesLexicon,
    /// Words that tell of events.
    pub events: EventLexicon,
}

impl Lexicons {
    /// The English ones, built into this crate.
    ///
    /// # Errors
    /// [`LexiconError`] if a file is wrong, which the tests of this crate rule out.
    pub fn english() -> Result<Lexicons, LexiconError> {
        Ok(Lexicons {
            names: NamesLexicon::english()?,
            passages: PassageLexicon::english()?,
            published: PublishedLexicon::english()?,
            quantities: QuantityLexicon::english()?,
            attributions: AttributionLexicon::english()?,
            times: TimesLexicon::english()?,
            events: EventLexicon::english()?,
        })
    }
}
