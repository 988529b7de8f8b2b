//! One row of JSONL: an article with what is known beside its text.

use serde::Deserialize;
use serde_json::Value;
use tidings_read::Article;
use tidings_record::{ArticleId, Days};

use crate::article::{Told, of_text};
use crate::options::Field;
use crate::page::authors;
use crate::page::day;
use crate::{Fault, Input, LARGEST_TEXT, Options, published, source};

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

/// The article of a row; `path` is the file of the row.
///
/// # Errors
/// If the bytes are no row of an article, or its text is too large.
pub fn row(bytes: &[u8], path: String, options: &Options) -> Result<Input, Fault> {
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
    let wrong = |error: serde_json::Error| {
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or(&reason);
        let column = error.column();
        Fault::new(format!("not a row {{\"id\"?,\"text\",\"published\"?,…}}: {reason} (column {column})"))
    };
    if !options.columns.is_empty() {
        let value: Value = serde_json::from_str(text).map_err(wrong)?;
        let mut input = mapped(&value, &path, bytes, options)?;
        input.remarks.splice(0..0, remarks);
        return Ok(input);
    }
    let row: Row = serde_json::from_str(text).map_err(wrong)?;
    if row.text.len() > LARGEST_TEXT {
        return Err(Fault::too_large(row.text.len() as u64));
    }
    let stated = row.published.filter(|text| !text.is_empty());
    let stated = stated.as_deref().or(options.published.as_deref());
    let days = stated.and_then(published);
    if let (Some(stated), None) = (stated, &days) {
        remarks.push(no_day(stated));
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
        ..Article::default()
    };
    Ok(Input { article, remarks, ..Input::default() })
}

fn no_day(stated: &str) -> String {
    format!("published {stated:?} is no day (2024-03-12) and no instant; taken as not given")
}

/// The fields of an article, as cells of a table or values of an object say them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields([Option<String>; Field::ALL.len()]);

impl Fields {
    pub fn set(&mut self, field: Field, text: String) {
        self.0[field as usize] = Some(text).filter(|text| !text.trim().is_empty());
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.0[field as usize].take()
    }
}

/// The article of `fields`. `bytes` are what they were read from.
pub(crate) fn of_fields(
    mut fields: Fields,
    file: &str,
    media_type: &str,
    bytes: &[u8],
    options: &Options,
    remark: Option<String>,
) -> Result<Input, Fault> {
    let text = fields.take(Field::Text).ok_or_else(|| Fault::new("the row has no text"))?;
    let stated = fields.take(Field::Published);
    let days = stated.as_deref().and_then(|stated| {
        published(stated.trim()).or_else(|| {
            day::find(stated, false).map(|found| Days { basis: tidings_record::Basis::Given, ..found.days() })
        })
    });
    let told = Told {
        url: fields.take(Field::Url),
        title: fields.take(Field::Title),
        outlet: fields.take(Field::Outlet),
        authors: fields.take(Field::Author).map(|author| authors::names(&author)).unwrap_or_default(),
        published: days,
        ..Told::default()
    };
    let mut input = of_text(file, text, media_type, bytes, &told, options, remark)?;
    if let Some(stated) = stated.filter(|_| told.published.is_none()) {
        input.remarks.push(no_day(&stated));
    }
    if let Some(id) = fields.take(Field::Id) {
        input.article.id = ArticleId::from(id);
    }
    Ok(input)
}

/// The article of an object whose keys are named by the user.
fn mapped(value: &Value, file: &str, bytes: &[u8], options: &Options) -> Result<Input, Fault> {
    let mut fields = Fields::default();
    for (field, usual) in Field::ALL {
        let found = match options.columns.named(field) {
            Some(name) => inner(value, name),
            None => usual.iter().find_map(|name| value.get(name)),
        };
        let text = match found {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Array(parts)) => {
                let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                parts.join(if field == Field::Text { "\n\n" } else { ", " })
            }
            _ => continue,
        };
        fields.set(field, text);
    }
    of_fields(fields, file, "application/json", bytes.trim_ascii_end(), options, None)
}

/// The value at a name, or at a path of names.
fn inner<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.get(name).or_else(|| name.split('.').try_fold(value, |value, key| value.get(key)))
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
        row(text.as_bytes(), "rows.jsonl".to_owned(), &Options::default()).map_err(|fault| fault.reason)
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

    #[test]
    fn keys_may_be_named() {
        let options = Options::default().columns("text=doc.body,title=head".parse().unwrap());
        let bytes = br#"{"doc":{"body":["The bridge closed.","It was old."]},"head":"Bridge","date":"12 March 2024","id":7}"#;
        let article = row(bytes, "r.jsonl".to_owned(), &options).unwrap().article;
        assert_eq!(article.text, "The bridge closed.\n\nIt was old.");
        assert_eq!((article.title.as_deref(), article.id.as_str()), (Some("Bridge"), "7"));
        assert_eq!(article.published.edtf.as_deref(), Some("2024-03-12"));
    }
}
