//! What several forms need: names of ids, words of codes, ids for other programs, text in HTML.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tidings_record::{Actor, ActorId, Article, ArticleId, Days, PointSpan, Story};

/// What stands before Tidings' own ids where a form wants addresses.
pub const URN: &str = "urn:x-tidings:";

/// The actors and articles of a story, by id.
pub struct Named<'s> {
    actors: BTreeMap<&'s ActorId, &'s Actor<PointSpan>>,
    articles: BTreeMap<&'s ArticleId, &'s Article<PointSpan>>,
}

impl<'s> Named<'s> {
    pub fn of(story: &'s Story<PointSpan>) -> Named<'s> {
        Named {
            actors: story.actors.iter().map(|one| (&one.id, one)).collect(),
            articles: story.articles.iter().map(|one| (&one.id, one)).collect(),
        }
    }

    pub fn actor(&self, id: &ActorId) -> Option<&'s Actor<PointSpan>> {
        self.actors.get(id).copied()
    }

    /// The name of an actor; its id if the story does not have it.
    pub fn name<'i>(&self, id: &'i ActorId) -> &'i str
    where
        's: 'i,
    {
        self.actor(id).map_or(id.as_str(), |one| one.name.as_str())
    }

    /// The names of `ids`, joined with `; `.
    pub fn names<'i>(&self, ids: impl IntoIterator<Item = &'i ActorId>) -> String
    where
        's: 'i,
    {
        ids.into_iter().map(|id| self.name(id)).collect::<Vec<_>>().join("; ")
    }

    pub fn article(&self, id: &ArticleId) -> Option<&'s Article<PointSpan>> {
        self.articles.get(id).copied()
    }
}

/// A code as JSON prints it; empty for null.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The days in their written form; empty if nothing is known.
pub fn day(days: &Days<PointSpan>) -> String {
    days.edtf.clone().unwrap_or_default()
}

/// An address, if it is one that a browser opens.
pub fn web(url: Option<&str>) -> Option<&str> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// The address that stands for an article: its own, else a name made of its id.
pub fn article_iri(id: &ArticleId, article: Option<&Article<PointSpan>>) -> String {
    let own = web(article.and_then(|one| one.url.as_deref()));
    // What is no address in a strict reader would spoil the whole file.
    let strict =
        own.filter(|url| url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte)));
    strict.map_or_else(|| format!("{URN}article:{}", escaped_id(id.as_str())), str::to_owned)
}

/// An id with all that an address may not hold in `%` and hex digits.
fn escaped_id(id: &str) -> String {
    let mut out = String::new();
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The SHA-256 hash of `parts`, each with its length, in hex digits.
pub fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}

/// Bytes in hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Text that is no markup in HTML.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Removes the members that say nothing: nulls, empty texts, lists and objects.
pub fn compact(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let said = |value: &Value| match value {
                Value::Null => false,
                Value::String(text) => !text.is_empty(),
                Value::Array(list) => !list.is_empty(),
                Value::Object(fields) => !fields.is_empty(),
                _ => true,
            };
            let fields = fields.into_iter().map(|(key, value)| (key, compact(value)));
            Value::Object(fields.filter(|(_, value)| said(value)).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(compact).collect()),
        other => other,
    }
}

/// JSON for people: indented, with a line's end.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_becomes_a_name() {
        let id = ArticleId::from("row 1/é");
        assert_eq!(article_iri(&id, None), "urn:x-tidings:article:row%201%2F%C3%A9");
        assert_eq!(web(Some("javascript:alert(1)")), None);
        assert_eq!(html("<a href='x'>&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;");
        assert_ne!(hash(["ab", "c"]), hash(["a", "bc"]));
    }
}
