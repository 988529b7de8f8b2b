//! Texts with marks: articles in Markdown, below `>`, with `{name: words}` around what is marked.
//!
//! Only the text without its marks reaches the library.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use tidings_record::{ArticleId, ByteSpan, Reading};

use super::Text;
use crate::reader::Reader;

/// Words that a reader marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What they are called.
    pub name: String,
    /// Where they stand in the text without marks.
    pub span: ByteSpan,
}

/// An article with what is marked in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// The words of its heading.
    pub heading: String,
    /// The text without marks.
    pub text: String,
    /// The marks, in order.
    pub marks: Vec<Mark>,
}

impl Marked {
    /// The article whose heading is `heading` and whose lines, without `>`, are `lines`.
    ///
    /// # Errors
    /// A mark that does not end, or that has no name.
    pub fn new(heading: &str, lines: &[&str]) -> anyhow::Result<Marked> {
        let (mut text, mut marks) = (String::new(), Vec::new());
        // Lines of a paragraph are wrapped; an empty one ends it.
        let joined = lines.join("\n").replace("\n\n", "\u{0}").replace('\n', " ").replace('\u{0}', "\n\n");
        let mut rest = joined.as_str();
        while let Some(at) = rest.find('{') {
            text.push_str(&rest[..at]);
            let inside = &rest[at + 1..];
            let end = inside.find('}').with_context(|| format!("{heading}: a mark does not end"))?;
            let (name, words) = inside[..end]
                .split_once(": ")
                .with_context(|| format!("{heading}: a mark without a name"))?;
            let start = text.len() as u32;
            text.push_str(words);
            marks.push(Mark { name: name.to_owned(), span: ByteSpan::new(start, text.len() as u32) });
            rest = &inside[end + 1..];
        }
        text.push_str(rest);
        text.push('\n');
        Ok(Marked { heading: heading.to_owned(), text, marks })
    }

    /// The reading of its text. Of the heading the part that is a day is taken as the day of publication.
    pub fn reading(&self, reader: &Reader, id: usize) -> Reading {
        let day =
            self.heading.split('|').map(str::trim).find(|part| part.parse::<jiff::civil::Date>().is_ok());
        let text =
            Text { id: format!("{id:02}"), text: self.text.clone(), dct: day.map(str::to_owned), date: None };
        let mut reading = reader.read(&text.article());
        reading.outlet = self.heading.rsplit('|').next().map(|outlet| outlet.trim().to_owned());
        debug_assert_eq!(reading.id, ArticleId::from(format!("{id:02}")));
        reading
    }
}

/// The Markdown files among `paths` and in the folders among them, by name, with what they hold. A `README.md` holds
/// no texts.
///
/// # Errors
/// A file that cannot be read; no file at all.
pub fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            for entry in std::fs::read_dir(path)? {
                found.push(entry?.path());
            }
        } else {
            found.push(path.clone());
        }
    }
    found.retain(|path| path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md"));
    found.sort();
    ensure!(!found.is_empty(), "no .md file is given");
    found
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            Ok((super::stem(&path).to_owned(), text))
        })
        .collect()
}

/// The folder of fixtures `name` of the linking crate.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/tidings-link/fixtures").join(name)
}

/// The sections of a file whose headings begin with `marker`: the heading, and the lines up to the next.
pub fn sections<'t>(text: &'t str, marker: &str) -> Vec<(&'t str, Vec<&'t str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix(marker) {
            found.push((heading.trim(), Vec::new()));
        } else if let Some((_, lines)) = found.last_mut() {
            lines.push(line);
        }
    }
    found
}

/// The lines below `>` among `lines`, without it.
pub fn quoted<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    lines.iter().filter_map(|line| line.strip_prefix('>')).map(str::trim_start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let lines = quoted(&[
            "> Two {a1: boats} sank",
            "> off {a2: Kessel}.",
            ">",
            "> Nobody drowned.",
            "",
            "- a1 a2",
        ]);
        let made = Marked::new("a | 2024-01-01 | Wire", &lines).unwrap();
        assert_eq!(made.text, "Two boats sank off Kessel.\n\nNobody drowned.\n");
        let words: Vec<_> =
            made.marks.iter().map(|one| (one.name.as_str(), one.span.of(&made.text))).collect();
        assert_eq!(words, [("a1", "boats"), ("a2", "Kessel")]);
        assert!(Marked::new("a", &["an {open mark"]).is_err());
        assert!(Marked::new("a", &["no {name}"]).is_err());
    }
}
