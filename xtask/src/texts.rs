//! Loads texts for comparing and timing: JSONL rows (plain or gzip), text files, folders.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Where texts come from.
#[derive(Args)]
pub struct Source {
    /// `.jsonl` or `.jsonl.gz` rows, `.txt` files (one text each, whole), or folders of those. May be repeated.
    #[arg(long, value_name = "PATH")]
    pub texts: Vec<PathBuf>,
    /// The field of a JSONL row that holds its text.
    #[arg(long, default_value = "text")]
    pub field: String,
    /// At most so many texts.
    #[arg(long)]
    pub limit: Option<usize>,
}

/// A text and where it came from.
pub struct Text {
    /// `path:line` for a row, the path for a file.
    pub name: String,
    pub text: String,
}

impl Source {
    /// All texts, in the order given, folders by name.
    ///
    /// # Errors
    /// For what cannot be read, is no JSON, or lacks the field; the message names the path and line.
    pub fn load(&self) -> anyhow::Result<Vec<Text>> {
        let mut texts = Vec::new();
        let mut queue: Vec<PathBuf> = self.texts.iter().rev().cloned().collect();
        while let Some(path) = queue.pop() {
            if path.is_dir() {
                let entries =
                    fs::read_dir(&path).with_context(|| format!("cannot list {}", path.display()))?;
                let mut inside = entries.map(|e| Ok(e?.path())).collect::<std::io::Result<Vec<_>>>()?;
                inside.retain(|path| path.is_dir() || kind(path).is_some());
                inside.sort();
                queue.extend(inside.into_iter().rev());
            } else {
                self.load_file(&path, &mut texts)?;
            }
        }
        texts.truncate(self.limit.unwrap_or(usize::MAX));
        Ok(texts)
    }

    fn load_file(&self, path: &Path, texts: &mut Vec<Text>) -> anyhow::Result<()> {
        match kind(path) {
            Some(Kind::Text) => {
                let name = path.display().to_string();
                let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
                texts.push(Text { text: String::from_utf8_lossy(&bytes).into_owned(), name });
            }
            Some(Kind::Rows) => {
                for (name, row) in rows::<serde_json::Value>(path)? {
                    let text = row.get(&self.field).and_then(serde_json::Value::as_str);
                    let text =
                        text.with_context(|| format!("{name}: no string in field {:?}", self.field))?;
                    texts.push(Text { text: text.to_owned(), name });
                }
            }
            None => bail!("{}: texts are .txt, .jsonl or .jsonl.gz", path.display()),
        }
        Ok(())
    }
}

/// The rows of a file of JSONL, plain or gzip (`.gz`), each with its place, `path:line`. Blank lines are no rows.
///
/// # Errors
/// For what cannot be read or is no such row; the message names the path and line.
pub fn rows<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<(String, T)>> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let bytes: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut rows = Vec::new();
    for (line, row) in (1..).zip(BufReader::new(bytes).lines()) {
        let place = format!("{name}:{line}");
        let row = row.with_context(|| format!("{place}: cannot read"))?;
        if !row.trim().is_empty() {
            let row = serde_json::from_str(&row).with_context(|| format!("{place}: no row as expected"))?;
            rows.push((place, row));
        }
    }
    Ok(rows)
}

/// The words of a row: `text`, else `sentences`.
#[derive(Debug, Clone, Deserialize)]
pub struct Words {
    text: Option<String>,
    sentences: Option<Vec<Sentence>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Sentence {
    Text(String),
    Tokens(Vec<String>),
}

impl Words {
    /// The text, or the sentences on a line each, tokens apart.
    pub fn text(&self) -> String {
        let sentences = self.sentences.iter().flatten().map(|sentence| match sentence {
            Sentence::Text(text) => text.clone(),
            Sentence::Tokens(tokens) => tokens.join(" "),
        });
        self.text.clone().unwrap_or_else(|| sentences.collect::<Vec<_>>().join("\n"))
    }
}

enum Kind {
    Text,
    Rows,
}

fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?;
    match name {
        _ if name.ends_with(".txt") => Some(Kind::Text),
        _ if name.ends_with(".jsonl") || name.ends_with(".jsonl.gz") => Some(Kind::Rows),
        _ => None,
    }
}
