//! Ids: how a thing keeps its name from one run to the next.
//!
//! An article without a given id is named by its content. Whatever the record holds is named by a letter and 12
//! hex digits of a hash over its defining ref, so that unrelated additions change no id.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Ref;

/// An article's id: the one given, else `b3:` and a BLAKE3 hash of its content.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ArticleId(String);

impl ArticleId {
    /// The id of an article that was given none. Each part is hashed with its length, an absent one as such, so
    /// no two different articles hash the same bytes. `published` is the words given, not the day read from them.
    pub fn of_content(
        text: &str,
        url: Option<&str>,
        outlet: Option<&str>,
        published: Option<&str>,
    ) -> ArticleId {
        let mut hasher = blake3::Hasher::new();
        for part in [Some(text), url, outlet, published] {
            match part {
                None => drop(hasher.update(&[0])),
                Some(part) => {
                    hasher.update(&[1]);
                    hash_text(&mut hasher, part);
                }
            }
        }
        ArticleId(format!("b3:{}", hasher.finalize().to_hex()))
    }
}

fn hash_text(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

/// `letter` and 12 hex digits of the hash over `first` and `nth`.
fn minted(letter: char, first: &Ref, nth: u32) -> String {
    let mut hasher = blake3::Hasher::new();
    hash_text(&mut hasher, first.article.as_str());
    for number in [first.span.start, first.span.end, nth] {
        hasher.update(&number.to_le_bytes());
    }
    let hash = hasher.finalize().to_hex();
    format!("{letter}{}", &hash[..12])
}

macro_rules! ids {
    ($($(#[$doc:meta])* $letter:literal $id:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
            #[schemars(inline)]
            pub struct $id(String);

            impl $id {
                /// The letter with which these ids begin.
                pub const LETTER: char = $letter;

                /// The id of the `nth` thing of its sort (0, nearly always) whose defining ref is `first`: the one
                /// in the earliest article, there the first span.
                pub fn minted(first: &Ref, nth: u32) -> $id {
                    $id(minted(Self::LETTER, first, nth))
                }
            }

            plain! { $id }
        )*
    };
}

macro_rules! plain {
    ($id:ident) => {
        impl $id {
            /// The id as printed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $id {
            fn from(id: &str) -> $id {
                $id(id.to_owned())
            }
        }

        impl From<String> for $id {
            fn from(id: String) -> $id {
                $id(id)
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

plain! { ArticleId }

ids! {
    /// The id of a story.
    's' StoryId;
    /// The id of an actor: a person, body, place or country of a story.
    'a' ActorId;
    /// The id of an event.
    'e' EventId;
    /// The id of a claim.
    'c' ClaimId;
    /// The id of a figure.
    'f' FigureId;
    /// The id of a finding.
    'n' FindingId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ByteSpan;

    #[test]
    fn an_article_is_named_by_all_of_its_content() {
        let id = ArticleId::of_content("ab", Some("c"), None, None);
        assert_eq!(id.as_str().len(), 3 + 64);
        assert_eq!(id, ArticleId::of_content("ab", Some("c"), None, None));
        for other in [
            ArticleId::of_content("a", Some("bc"), None, None),
            ArticleId::of_content("ab", None, Some("c"), None),
            ArticleId::of_content("ab", Some("c"), Some(""), None),
        ] {
            assert_ne!(id, other);
        }
    }

    #[test]
    fn a_thing_is_named_by_its_defining_ref() {
        let first = Ref::new("one".into(), ByteSpan::new(0, 3), "Two bridges");
        let id = EventId::minted(&first, 0);
        assert_eq!(id.as_str(), "eb637384a40aa");
        assert_ne!(id, EventId::minted(&first, 1));
        assert_eq!(id.as_str()[1..], ClaimId::minted(&first, 0).as_str()[1..]);
    }
}
