//! One row of JSONL: an article with what is known beside its text.

use serde::Deserialize;
use tidings_read::Article;
use tidings_record::{ArticleId, Days};

use crate::{Fault, Input, LARGEST_TEXT, published, source};

/// The keys that are read; others are left alone.
#[derive(Debug, Deserialize)]
struct Row {
    id: Option<RowId>,
    text: String,
    published: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
}

/// An id may be written as a number.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum RowId {
    Text(String),
    Number(serde_json::Number),
}

/// The article of a row; `path` is the file of the row, `otherwise` the date for rows that give none.
///
/// # Errors
/// If the bytes are no row of an article, or its text is too large.
pub fn row(bytes: &[u8], path: String, otherwise: Option<&str>) -> Result<Input, Fault> {
    let mut remarks = Vec::new();
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        remarks.push("bytes that are not UTF-8 became U+FFFD".to_owned());
    }
    let text = text.trim_start_matches('\u{feff}');
    let mended = without_lone_surrogates(text);
    if mended.is_some() {
        remarks.push("lone surrogates became U+FFFD".to_owned());
    }
    let text = mended.as_deref().unwrap_or(text);
    let row: Row = serde_json::from_str(text).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or(&reason);
        let column = error.column();
        Fault::new(format!("not a row {{\"id\"?,\"text\",\"published\"?,…}}: {reason} (column {column})"))
    })?;
    if row.text.len() > LARGEST_TEXT {
        return Err(Fault::too_large(row.text.len() as u64));
    }
    let stated = row.published.filter(|text| !text.is_empty());
    let stated = stated.as_deref().or(otherwise);
    let days = stated.and_then(published);
    if let (Some(stated), None) = (stated, &days) {
        remarks
            .push(format!("published {stated:?} is no day (2024-03-12) and no instant; taken as not given"));
    }
    let id = match row.id {
        Some(RowId::Text(id)) if !id.is_empty() => ArticleId::from(id),
        Some(RowId::Number(id)) => ArticleId::from(id.to_string()),
        _ => ArticleId::of_content(&row.text, row.url.as_deref(), row.outlet.as_deref(), stated),
    };
    let article = Article {
        id,
        paths: vec![path],
        url: row.url,
        source: source("application/json", bytes.trim_ascii_end()),
        title: row.title,
        outlet: row.outlet,
        published: days.unwrap_or_else(Days::unknown),
        text: row.text,
    };
    Ok(Input { article, line: None, remarks })
}

/// The row with each `\uXXXX` that is half a surrogate pair written as `\uFFFD`; `None` if there is none.
fn without_lone_surrogates(row: &str) -> Option<String> {
    if !row.contains("\\u") {
        return None;
    }
    let unit = |at: usize| {
        let digits = row.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut lone = Vec::new();
    let bytes = row.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        at += match unit(at) {
            Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => 12,
            Some(0xd800..=0xdfff) => {
                lone.push(at);
                6
            }
            _ => 2,
        };
    }
    if lone.is_empty() {
        return None;
    }
    let mut mended = row.to_owned();
    for at in lone {
        mended.replace_range(at..at + 6, "\\uFFFD");
    }
    Some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Input, String> {
        row(text.as_bytes(), "rows.jsonl".to_owned(), None).map_err(|fault| fault.reason)
    }

    #[test]
    fn lone_surrogates_are_replaced_and_pairs_kept() {
        let input = read(r#"{"text":"a\ud83d b\ud83d\ude00 c\\ud83d d\udc00"}"#).unwrap();
        assert_eq!(input.article.text, "a\u{fffd} b😀 c\\ud83d d\u{fffd}");
        assert_eq!(input.remarks, ["lone surrogates became U+FFFD"]);
    }

    #[test]
    fn ids_may_be_numbers_or_absent() {
        assert_eq!(read(r#"{"id":7,"text":"x"}"#).unwrap().article.id.as_str(), "7");
        assert!(read(r#"{"text":"x"}"#).unwrap().article.id.as_str().starts_with("b3:"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = read(r#"{"text":3}"#).unwrap_err();
        assert!(error.contains("expected a string") && error.contains("column"), "{error}");
        assert!(read("[1]").is_err() && read("{\"id\":\"a\"}").unwrap_err().contains("missing field `text`"));
        let odd = read(r#"{"text":"x","published":"yesterday"}"#).unwrap();
        assert_eq!(odd.remarks.len(), 1);
    }
}
