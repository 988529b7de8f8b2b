//! Loads texts for comparing and timing: JSONL rows (plain or gzip), text files, folders.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use flate2::read::MultiGzDecoder;

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
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
        let rows: Box<dyn Read> = match kind(path) {
            Some(Kind::Text) => {
                let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
                texts.push(Text { text: String::from_utf8_lossy(&bytes).into_owned(), name });
                return Ok(());
            }
            Some(Kind::Rows) => Box::new(file),
            Some(Kind::PackedRows) => Box::new(MultiGzDecoder::new(file)),
            None => bail!("{name}: texts are .txt, .jsonl or .jsonl.gz"),
        };
        for (line, row) in (1..).zip(BufReader::new(rows).lines()) {
            let row = row.with_context(|| format!("{name}:{line}: cannot read"))?;
            let row: serde_json::Value =
                serde_json::from_str(&row).with_context(|| format!("{name}:{line}: not JSON"))?;
            let text = row.get(&self.field).and_then(serde_json::Value::as_str);
            let text = text.with_context(|| format!("{name}:{line}: no string in field {:?}", self.field))?;
            texts.push(Text { name: format!("{name}:{line}"), text: text.to_owned() });
        }
        Ok(())
    }
}

enum Kind {
    Text,
    Rows,
    PackedRows,
}

fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?;
    match name {
        _ if name.ends_with(".txt") => Some(Kind::Text),
        _ if name.ends_with(".jsonl") => Some(Kind::Rows),
        _ if name.ends_with(".jsonl.gz") => Some(Kind::PackedRows),
        _ => None,
    }
}
