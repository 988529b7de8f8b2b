//! What stands beside exported files: what they are, made by which versions from what, and their hashes.

use serde_json::json;
use sha2::{Digest, Sha256};
use tidings_record::{PointSpan, Record};

use crate::File;
use crate::shared::{compact, hex, pretty};

/// What a manifest says of how files were made.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The form, as the command line names it.
    pub format: &'a str,
    /// The version of the program.
    pub program: &'a str,
    /// The version of reading.
    pub reading: &'a str,
    /// The version of linking.
    pub linking: &'a str,
    /// Only what was published up to this day.
    pub known_by: Option<jiff::civil::Date>,
}

/// `manifest.json` for `files` of `record`.
pub fn manifest(record: &Record<PointSpan>, files: &[File], about: &About<'_>) -> File {
    let file = |one: &File| {
        json!({
            "name": one.name, "rows": one.rows, "bytes": one.bytes.len(),
            "sha256": hex(&Sha256::digest(&one.bytes)),
        })
    };
    let stories: Vec<_> = record.stories.iter().map(|story| &story.id).collect();
    let articles: usize = record.stories.iter().map(|story| story.articles.len()).sum();
    let value = json!({
        "tidings": "manifest/1", "format": about.format, "record": record.tidings,
        "versions": { "tidings": about.program, "reading": about.reading, "linking": about.linking },
        "known_by": about.known_by, "stories": stories, "articles": articles,
        "files": files.iter().map(file).collect::<Vec<_>>(),
    });
    File::of("manifest.json", pretty(&compact(value)), 1)
}
