//! What a page says about itself as JSON-LD (schema.org).

use serde_json::Value;

/// What one object says of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Object {
    /// Whether it is an article, rather than a page or something else.
    pub is_article: bool,
    pub headline: Option<String>,
    pub published: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

/// Objects looked at in a script.
const MOST: usize = 10_000;

/// The articles and pages of a script, articles first.
pub fn objects(script: &str) -> Vec<Object> {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let script = script
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches("//")
        .trim_end_matches([';', ' ']);
    // Line ends within strings are the commonest fault.
    let value: Value = match serde_json::from_str(script) {
        Ok(value) => value,
        Err(_) => match serde_json::from_str(&script.replace(|c: char| c.is_control(), " ")) {
            Ok(value) => value,
            Err(_) => return salvaged(script),
        },
    };
    let mut all = Vec::new();
    let mut waiting = vec![&value];
    while let Some(value) = waiting.pop() {
        if all.len() >= MOST {
            break;
        }
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(fields) => {
                all.push(fields);
                for key in [
                    "mainEntityOfPage",
                    "mainEntity",
                    "@graph",
                    "itemListElement",
                    "hasPart",
                    "liveBlogUpdate",
                ] {
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = fields.get(key)
                        && !matches!(key, "itemListElement" | "hasPart" | "liveBlogUpdate")
                    {
                        waiting.push(inner);
                    }
                }
            }
            _ => {}
        }
    }
    let by_id = |value: &Value| -> Option<&serde_json::Map<String, Value>> {
        let id = value.get("@id")?.as_str()?;
        all.iter()
            .copied()
            .find(|fields| fields.len() > 1 && fields.get("@id").and_then(Value::as_str) == Some(id))
    };
    let mut found: Vec<Object> = Vec::new();
    for fields in &all {
        let types = strings(fields.get("@type"));
        let is = |names: &[&str]| types.iter().any(|kind| names.iter().any(|name| kind.ends_with(name)));
        let is_article = is(&[
            "Article",
            "Posting",
            "Report",
            "Review",
            "Recipe",
            "LiveBlog",
            "CreativeWork",
            "VideoObject",
            "ClaimReview",
        ]);
        if !is_article && !is(&["WebPage", "Page", "Event", "Product", "Book"]) {
            continue;
        }
        let text = |key: &str| fields.get(key).and_then(first_text);
        let named = |key: &str| -> Vec<String> {
            let Some(value) = fields.get(key) else { return Vec::new() };
            let list: Vec<&Value> = match value {
                Value::Array(values) => values.iter().collect(),
                value => vec![value],
            };
            let name = |value: &Value| match value {
                Value::String(name) => Some(name.clone()),
                Value::Object(object) => {
                    let kind = object.get("@type").and_then(first_text).unwrap_or_default();
                    if key == "author" && kind.ends_with("Organization") {
                        return None;
                    }
                    object
                        .get("name")
                        .and_then(first_text)
                        .or_else(|| by_id(value)?.get("name").and_then(first_text))
                }
                _ => None,
            };
            list.into_iter().filter_map(name).collect()
        };
        found.push(Object {
            is_article,
            headline: text("headline").or_else(|| text("name").filter(|_| is_article)),
            published: text("datePublished").or_else(|| text("uploadDate")),
            created: text("dateCreated"),
            modified: text("dateModified"),
            authors: named("author"),
            outlet: named("publisher").into_iter().next(),
            url: text("url").or_else(|| text("mainEntityOfPage")).filter(|url| url.starts_with("http")),
            language: text("inLanguage"),
        });
    }
    found.sort_by_key(|object| !object.is_article);
    found
}

/// The days and the headline in a script that is no JSON, each at its first place.
fn salvaged(script: &str) -> Vec<Object> {
    let value = |key: &str| -> Option<String> {
        let at = script.find(&format!("\"{key}\""))? + key.len() + 2;
        let rest = script[at..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let value = &rest[..rest.find(['"', '\\'])?];
        Some(value.trim().to_owned()).filter(|value| !value.is_empty() && value.len() < 300)
    };
    let published = value("datePublished");
    let object = Object {
        is_article: true,
        headline: value("headline"),
        modified: value("dateModified"),
        published,
        ..Object::default()
    };
    if object.published.is_some() { vec![object] } else { Vec::new() }
}

fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(|value| match value {
            Value::String(text) => Some(text.clone()),
            _ => None,
        }),
        Value::Object(object) => {
            object.get("@value").or_else(|| object.get("@id")).and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    }
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_in_graphs() {
        let script = r##"{"@graph":[{"@type":"WebPage","datePublished":"2024-03-11"},{"@type":["NewsArticle"],"headline":"Bridge
            closed","datePublished":"2024-03-12T09:30:00Z","author":[{"@id":"#ana"},{"@type":"Person","name":"Jo Lind"}],
            "publisher":{"name":"Lindau Herald"}},{"@type":"Person","@id":"#ana","name":"Ana Ruiz"}]}"##;
        let found = objects(script);
        assert_eq!(found.len(), 2);
        assert!(found[0].is_article && found[0].headline.as_deref().is_some_and(|h| h.starts_with("Bridge")));
        assert_eq!(found[0].authors, ["Ana Ruiz", "Jo Lind"]);
        assert_eq!(found[0].outlet.as_deref(), Some("Lindau Herald"));
        assert!(
            objects("{").is_empty() && objects("[[[[").is_empty() && objects(&"[".repeat(100_000)).is_empty()
        );
    }
}
