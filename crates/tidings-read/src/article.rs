//! One article as the edge hands it over. Decoding, ids and given dates are the edge's work; nothing here checks.

use tidings_record::{ArticleId, ByteSpan, Days, Source};

/// One article to read.
///
/// `text` is the decoded input, whole and unchanged; every span is a stretch of it. It must be shorter than
/// 4 GiB; the edge refuses far smaller ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The id given in the row, or the one the edge made.
    pub id: ArticleId,
    /// Where the text was found, in the order of delivery.
    pub paths: Vec<String>,
    /// The address given beside the text, if any.
    pub url: Option<String>,
    /// The bytes the text was made from.
    pub source: Source,
    /// The title given beside the text, if any. Without one it is looked for in the text.
    pub title: Option<String>,
    /// The outlet given beside the text, if any. It goes before one that the text states.
    pub outlet: Option<String>,
    /// Who wrote it, as far as that was given beside the text. It goes before what the text states.
    pub bylines: Vec<String>,
    /// When it was published, as far as that was given beside the text.
    pub published: Days,
    /// When it was last changed, if that was given beside the text.
    pub modified: Option<Days>,
    /// The text.
    pub text: String,
    /// The stretches of the text that are the article, in order, if the text is that of a whole page: title, head and
    /// body. What is outside is a leftover. Empty: all of it may be.
    pub parts: Vec<ByteSpan>,
}

impl Article {
    /// An article of which only the text is known.
    pub fn of_text(text: impl Into<String>) -> Article {
        Article { text: text.into(), ..Article::default() }
    }
}
