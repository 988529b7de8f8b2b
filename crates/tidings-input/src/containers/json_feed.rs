//! JSON Feed (1.0, 1.1), and other files of JSON: a list of rows, or one.

use serde_json::Value;

use super::feed::{PUBLISHED, join};
use super::{Link, Ready, Step};
use crate::article::{Told, of_page};
use crate::page::day;
use crate::row::row;
use crate::{Fault, Options};

/// The articles of a file of JSON.
///
/// # Errors
/// If the bytes are no JSON.
pub(crate) fn json_feed(file: &str, bytes: &[u8], options: &Options) -> Result<Ready, Fault> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| Fault::new(format!("not JSON: {error}")))?;
    let items = match value.get("items") {
        Some(Value::Array(items)) if value.get("version").is_some() => items,
        _ => {
            let rows = match &value {
                Value::Array(rows) => rows.iter().collect(),
                other => vec![other],
            };
            let steps: Vec<Step> = rows
                .into_iter()
                .map(|value| match row(value.to_string().as_bytes(), file.to_owned(), options) {
                    Ok(input) => Step::Input(Box::new(input)),
                    Err(fault) => Step::Failed(fault.at(file, None)),
                })
                .collect();
            return Ok(Ready(steps.into_iter()));
        }
    };
    let outlet = value.get("title").and_then(Value::as_str);
    let base = value.get("home_page_url").and_then(Value::as_str);
    let steps: Vec<Step> = items.iter().map(|item| step(file, item, outlet, base, options)).collect();
    Ok(Ready(steps.into_iter()))
}

fn step(file: &str, item: &Value, outlet: Option<&str>, base: Option<&str>, options: &Options) -> Step {
    let text = |key: &str| item.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let url = text("url").map(|url| join(base, url));
    let place = url.as_ref().map_or_else(|| file.to_owned(), |url| format!("{file}#{url}"));
    let published = text("date_published").and_then(|stated| day::stated(PUBLISHED, stated));
    if let Some(url) = url.as_ref().filter(|url| options.follow && url.starts_with("http")) {
        let stated = text("date_modified").or(text("date_published")).map(str::to_owned);
        let (url, from) = (url.clone(), file.to_owned());
        return Step::Link(Box::new(Link { url, from, stated, published }));
    }
    let escaped = |text: &str| format!("<pre>{}</pre>", text.replace('&', "&amp;").replace('<', "&lt;"));
    let html = text("content_html")
        .map(str::to_owned)
        .or_else(|| text("content_text").map(escaped))
        .or_else(|| text("summary").map(escaped));
    let Some(html) = html else {
        return Step::Failed(
            Fault::advised("is an entry without text", "use --follow to fetch its page").at(&place, None),
        );
    };
    let authors = item.get("authors").and_then(Value::as_array).into_iter().flatten();
    let author = item.get("author").into_iter();
    let names = authors.chain(author).filter_map(|author| author.get("name")?.as_str()).map(str::to_owned);
    let told = Told {
        url,
        title: text("title").map(str::to_owned),
        outlet: outlet.map(str::to_owned),
        authors: names.collect(),
        published,
        modified: text("date_modified").and_then(|stated| day::stated("changed, by the feed", stated)),
        ..Told::default()
    };
    match of_page(&place, &html, "application/feed+json", html.as_bytes(), &told, options, None) {
        Ok(mut input) => {
            input.article.parts.clear();
            if text("content_html").is_none() && text("content_text").is_none() {
                input.remarks.push("only the feed's summary of the article".to_owned());
            }
            Step::Input(Box::new(input))
        }
        Err(fault) => Step::Failed(fault.at(&place, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_articles() {
        let json = br#"{"version":"https://jsonfeed.org/version/1.1","title":"Herald","home_page_url":"https://example.org",
            "items":[{"id":"1","url":"/a","title":"A","content_text":"Ships < boats left.","date_published":"2024-03-12T09:30:00Z",
            "authors":[{"name":"Ana Ruiz"}]},{"id":"2"}]}"#;
        let steps: Vec<Step> = json_feed("f.json", json, &Options::default()).unwrap().0.collect();
        let [Step::Input(input), Step::Failed(_)] = steps.as_slice() else { panic!() };
        assert_eq!(input.article.text, "Ships < boats left.\n");
        assert_eq!(input.article.url.as_deref(), Some("https://example.org/a"));
        assert!(json_feed("f.json", b"{", &Options::default()).is_err());
    }
}
