//! How inputs are read.

use std::str::FromStr;

/// How inputs are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The day or instant of articles that are given no date of their own; see [`crate::published`].
    pub published: Option<String>,
    /// In which columns of a table, or keys of a row, an article's fields stand.
    pub columns: Columns,
    /// Whether entries of feeds and sitemaps are links to pages, for [`crate::Inputs::take_links`], rather than articles.
    pub follow: bool,
}

impl Options {
    /// With this day or instant for articles that are given no date of their own.
    pub fn published(mut self, stated: Option<String>) -> Options {
        self.published = stated;
        self
    }

    /// With entries of feeds and sitemaps as links to their pages.
    pub fn follow(mut self, follow: bool) -> Options {
        self.follow = follow;
        self
    }

    /// With these columns.
    pub fn columns(mut self, columns: Columns) -> Options {
        self.columns = columns;
        self
    }
}

/// Names of columns, or of keys of JSON, in which an article's fields stand: `text=body,title=head.line`. A full stop
/// leads into an object. A field that is not named is looked for under its usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<(Field, String)>);

/// A field of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Text,
    Title,
    Published,
    Outlet,
    Url,
    Author,
}

impl Field {
    /// All fields with their usual names, in the order in which they are tried.
    pub(crate) const ALL: [(Field, &[&str]); 7] = [
        (Field::Id, &["id", "article_id", "uid"]),
        (
            Field::Text,
            &[
                "text",
                "body",
                "content",
                "article",
                "article_text",
                "full_text",
                "fulltext",
                "maintext",
                "article_body",
            ],
        ),
        (Field::Title, &["title", "headline"]),
        (
            Field::Published,
            &[
                "published",
                "date",
                "published_at",
                "publication_date",
                "date_published",
                "publish_date",
                "pubdate",
                "datetime",
            ],
        ),
        (Field::Outlet, &["outlet", "source", "publisher", "publication", "site", "newspaper"]),
        (Field::Url, &["url", "link", "uri"]),
        (Field::Author, &["author", "authors", "byline"]),
    ];
}

impl Columns {
    /// Whether none is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name given for a field.
    pub(crate) fn named(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(named, _)| *named == field).map(|(_, name)| name.as_str())
    }
}

impl FromStr for Columns {
    type Err = String;

    fn from_str(map: &str) -> Result<Columns, String> {
        let fields = || Field::ALL.map(|(_, names)| names[0]).join(", ");
        let mut columns = Vec::new();
        for pair in map.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (field, name) = pair.split_once('=').ok_or_else(|| {
                format!("expected FIELD=COLUMN pairs such as text=body,title=headline, not {pair:?}")
            })?;
            let known = Field::ALL.iter().find(|(_, names)| names[0] == field.trim());
            let (field, _) =
                known.ok_or_else(|| format!("{:?} is no field; there are {}", field.trim(), fields()))?;
            columns.push((*field, name.trim().to_owned()));
        }
        Ok(Columns(columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_pairs() {
        let columns: Columns = "text=body, title=head.line".parse().unwrap();
        assert_eq!(columns.named(Field::Title), Some("head.line"));
        assert_eq!(columns.named(Field::Url), None);
        assert!("text".parse::<Columns>().unwrap_err().contains("FIELD=COLUMN"));
        assert!("body=x".parse::<Columns>().unwrap_err().contains("published"));
    }
}
