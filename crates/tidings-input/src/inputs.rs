//! From paths to articles: files, folders, rows on standard input.
//!
//! Articles come one by one, in the order of the paths and, in a folder, of the names, so an archive of any size
//! passes through little memory. What cannot be read is an [`InputError`] in its place; the rest goes on. Pages,
//! mail and archives are not read yet.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use tidings_read::Article;
use tidings_record::{ArticleId, Basis, Days};

use crate::{Fault, Input, InputError, LARGEST_TEXT, decode, row, source};

/// The longest row of JSONL: every character of a text may be an escape of six bytes.
const LONGEST_ROW: usize = 6 * LARGEST_TEXT + (1 << 20);

/// The day or instant that `text` states. A clock time without its zone gives the day only.
pub fn published(text: &str) -> Option<Days> {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    // The day is that of the instant's own zone.
    let day = pieces.date();
    let instant = text.parse::<jiff::Timestamp>().ok().zip(pieces.to_numeric_offset());
    let at = instant.map(|(instant, offset)| {
        let greenwich = offset.is_zero() && text.contains(['Z', 'z']);
        if greenwich { instant.to_string() } else { instant.display_with_offset(offset).to_string() }
    });
    (0..=9999).contains(&day.year()).then(|| Days {
        earliest: Some(day),
        latest: Some(day),
        edtf: Some(day.to_string()),
        at,
        basis: Basis::Given,
        because: Vec::new(),
    })
}

/// How inputs are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The day or instant of articles that are given no date of their own; see [`published`].
    pub published: Option<String>,
}

impl Options {
    /// With this day or instant for articles that are given no date of their own.
    pub fn published(mut self, stated: Option<String>) -> Options {
        self.published = stated;
        self
    }
}

/// The articles of some paths, in order.
pub struct Inputs {
    waiting: VecDeque<PathBuf>,
    rows: Option<Rows>,
    options: Options,
    remarks: Vec<String>,
    done: u64,
}

/// An open file of rows.
struct Rows {
    file: String,
    reader: Box<dyn BufRead + Send>,
    line: u64,
}

impl Inputs {
    /// Prepares to read files and folders; `-` is rows on standard input.
    pub fn new(paths: &[PathBuf], options: Options) -> Inputs {
        let waiting = paths.iter().cloned().collect();
        Inputs { waiting, rows: None, options, remarks: Vec::new(), done: 0 }
    }

    /// Prepares to read bytes as rows of JSON, under the name `file`.
    pub fn of_rows(file: &str, bytes: Vec<u8>, options: Options) -> Inputs {
        let rows = Rows { file: file.to_owned(), reader: Box::new(Cursor::new(bytes)), line: 0 };
        Inputs { rows: Some(rows), ..Inputs::new(&[], options) }
    }

    /// Bytes handed out so far, for progress.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Remarks for people about what was passed over since the last call.
    pub fn take_remarks(&mut self) -> Vec<String> {
        std::mem::take(&mut self.remarks)
    }

    /// The size of all files in bytes, as far as it is known before reading.
    pub fn size(&self) -> u64 {
        let mut size = 0;
        let mut waiting: Vec<PathBuf> = self.waiting.iter().cloned().collect();
        while let Some(path) = waiting.pop() {
            match fs::metadata(&path) {
                Ok(data) if data.is_dir() => waiting.extend(members(&path).unwrap_or_default().0),
                Ok(data) => size += data.len(),
                Err(_) => {}
            }
        }
        size
    }

    fn open(&mut self, path: &Path) -> Option<Result<Input, InputError>> {
        let file = path.display().to_string();
        if file == "-" {
            self.rows = Some(Rows { file, reader: Box::new(BufReader::new(io::stdin())), line: 0 });
            return None;
        }
        let fail = |fault: Fault| Some(Err(fault.at(&file, None)));
        let data = match fs::metadata(path) {
            Ok(data) => data,
            Err(error) => return fail(Fault::cannot_read(&error)),
        };
        if data.is_dir() {
            return match members(path) {
                Ok((files, others)) => {
                    if others > 0 {
                        let noun = if others == 1 { "file was" } else { "files were" };
                        self.remarks.push(format!(
                            "{file}: {others} other {noun} left alone; .txt and .jsonl are read"
                        ));
                    }
                    files.into_iter().rev().for_each(|file| self.waiting.push_front(file));
                    None
                }
                Err(error) => fail(Fault::cannot_read(&error)),
            };
        }
        match extension(path).as_str() {
            "jsonl" | "ndjson" => match File::open(path) {
                Ok(opened) => {
                    self.rows = Some(Rows { file, reader: Box::new(BufReader::new(opened)), line: 0 });
                    None
                }
                Err(error) => fail(Fault::cannot_read(&error)),
            },
            "html" | "htm" | "mhtml" | "pdf" | "eml" | "warc" | "gz" | "zip" | "xml" | "docx" => {
                fail(Fault::advised(
                    "web pages, mail and archives cannot be read yet",
                    "save the article's text as .txt",
                ))
            }
            _ if data.len() > 4 * LARGEST_TEXT as u64 => fail(Fault::too_large(data.len())),
            _ => match read_file(path) {
                Ok(bytes) => {
                    self.done += bytes.len() as u64;
                    Some(self.text(&file, &bytes).map_err(|fault| fault.at(&file, None)))
                }
                Err(error) => fail(Fault::cannot_read(&error)),
            },
        }
    }

    fn text(&self, file: &str, bytes: &[u8]) -> Result<Input, Fault> {
        let decoded = decode(bytes)?;
        if decoded.text.len() > LARGEST_TEXT {
            return Err(Fault::too_large(decoded.text.len() as u64));
        }
        let given = self.options.published.as_deref();
        let article = Article {
            id: ArticleId::of_content(&decoded.text, None, None, given),
            paths: vec![file.to_owned()],
            source: source("text/plain", bytes),
            published: given.and_then(published).unwrap_or_default(),
            text: decoded.text,
            ..Article::default()
        };
        Ok(Input { article, line: None, remarks: decoded.remark.into_iter().collect() })
    }

    fn next_row(&mut self) -> Option<Result<Input, InputError>> {
        let rows = self.rows.as_mut()?;
        loop {
            rows.line += 1;
            let mut bytes = Vec::new();
            let read = (&mut rows.reader).take(LONGEST_ROW as u64 + 1).read_until(b'\n', &mut bytes);
            let fail = |fault: Fault| Some(Err(fault.at(&rows.file, Some(rows.line))));
            match read {
                Ok(0) => return None,
                Ok(_) if bytes.len() > LONGEST_ROW => {
                    let skipped = skip_line(&mut rows.reader);
                    return fail(match skipped {
                        Ok(more) => Fault::too_large(bytes.len() as u64 + more),
                        Err(error) => Fault::cannot_read(&error),
                    });
                }
                Ok(_) => {}
                Err(error) => {
                    let failed = fail(Fault::cannot_read(&error));
                    self.rows = None;
                    return failed;
                }
            }
            self.done += bytes.len() as u64;
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let line = Some(rows.line);
            let published = self.options.published.as_deref();
            return match row(&bytes, rows.file.clone(), published) {
                Ok(input) => Some(Ok(Input { line, ..input })),
                Err(fault) => fail(fault),
            };
        }
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(input) = self.next_row() {
                return Some(input);
            }
            self.rows = None;
            let path = self.waiting.pop_front()?;
            if let Some(input) = self.open(&path) {
                return Some(input);
            }
        }
    }
}

fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The articles and folders in a folder, by name, and how many other files there are. Hidden files do not count;
/// nor do links to folders, which may go round in a circle.
fn members(folder: &Path) -> io::Result<(Vec<PathBuf>, usize)> {
    let (mut files, mut others) = (Vec::new(), 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        let is_link_to_folder = kind.is_symlink() && path.is_dir();
        if kind.is_dir()
            || matches!(extension(&path).as_str(), "txt" | "jsonl" | "ndjson") && !is_link_to_folder
        {
            files.push(path);
        } else {
            others += 1;
        }
    }
    files.sort();
    Ok((files, others))
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(4 * LARGEST_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn skip_line(reader: &mut dyn BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(used);
        skipped += used as u64;
        if end.is_some() {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants() {
        assert_eq!(published("2024-03-12").unwrap().edtf.as_deref(), Some("2024-03-12"));
        let instant = published("2024-03-12T23:30:00-05:00").unwrap();
        assert_eq!(instant.earliest, Some(jiff::civil::date(2024, 3, 12)));
        assert_eq!(instant.at.as_deref(), Some("2024-03-12T23:30:00-05:00"));
        for (text, at) in [
            ("2024-03-12T09:30:00Z", Some("2024-03-12T09:30:00Z")),
            ("2024-03-12T09:30:00+00:00", Some("2024-03-12T09:30:00+00:00")),
            ("2024-03-12 09:30Z", Some("2024-03-12T09:30:00Z")),
            ("2024-03-12T09:30:00.5+02:00[Europe/Kyiv]", Some("2024-03-12T09:30:00.5+02:00")),
            // Without a zone it is no instant.
            ("2024-03-12T09:30:00", None),
        ] {
            let days = published(text).unwrap();
            assert_eq!(
                (days.at.as_deref(), days.day()),
                (at, Some(jiff::civil::date(2024, 3, 12))),
                "{text}"
            );
        }
        for wrong in ["", "2024-02-30", "12 March", "2024-03-12x", "99999-01-01"] {
            assert!(published(wrong).is_none(), "{wrong}");
        }
    }
}
