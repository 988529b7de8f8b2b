//! Goes through files, folders and what is packed in them.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use flate2::bufread::MultiGzDecoder;
use tidings_record::{Basis, Days};

use crate::article::{self, Told};
use crate::containers::{Container, Link, Member, Ready, Rows, Step, Table, Tar, Warc, Zip, feed, json_feed};
use crate::kind::{self, Kind};
use crate::limits::{Budget, Counted, DEEPEST, LARGEST_WHOLE, Unpacked, whole};
use crate::mail::mail;
use crate::pdf::pdf;
use crate::{Fault, Input, InputError, LARGEST_TEXT, Options};

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

/// The articles of some paths, in order.
///
/// They come one by one, in the order of the paths and, in a folder, of the names, so an archive of any size passes
/// through little memory.
pub struct Inputs {
    waiting: VecDeque<PathBuf>,
    /// What is open, the innermost last.
    open: Vec<Box<dyn Container>>,
    budget: Budget,
    /// The outermost open file, and how many of its members were left alone.
    passed: (String, u64),
    options: Options,
    remarks: Vec<String>,
    links: Vec<Link>,
    done: Arc<AtomicU64>,
}

/// What an address gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The address.
    pub url: String,
    /// The content.
    pub bytes: Vec<u8>,
    /// The media type that the server states.
    pub media_type: Option<String>,
    /// The charset that the server states.
    pub charset: Option<String>,
    /// When it appeared, if it does not say so itself.
    pub published: Option<Days>,
}

/// Something to be read, as a stream.
struct Opening {
    file: String,
    name: String,
    reader: Box<dyn BufRead + Send>,
    /// The same as a file, for those that are read from their end.
    seekable: Option<Box<dyn Seekable>>,
    told_kind: Option<Kind>,
    told: Told,
}

trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

impl Inputs {
    /// Prepares to read files and folders; `-` is standard input.
    pub fn new(paths: &[PathBuf], options: Options) -> Inputs {
        Inputs {
            waiting: paths.iter().cloned().collect(),
            open: Vec::new(),
            budget: Budget::of_file(0),
            passed: Default::default(),
            options,
            remarks: Vec::new(),
            links: Vec::new(),
            done: Arc::default(),
        }
    }

    /// Prepares to read bytes as the file `name`, whose ending may tell what it is.
    pub fn of_bytes(name: &str, bytes: Vec<u8>, options: Options) -> Inputs {
        let mut inputs = Inputs::new(&[], options);
        inputs.budget = Budget::of_file(bytes.len() as u64);
        inputs.passed.0 = name.to_owned();
        inputs.push(Member { file: name.to_owned(), bytes, kind: None, told: Told::default() });
        inputs
    }

    /// Prepares to read what an address gave.
    pub fn of_fetched(fetched: Fetched, options: Options) -> Inputs {
        let Fetched { url, bytes, media_type, charset, published } = fetched;
        let mut inputs = Inputs::new(&[], options);
        inputs.budget = Budget::of_file(bytes.len() as u64);
        inputs.passed.0.clone_from(&url);
        let kind = media_type.as_deref().and_then(kind::by_media_type);
        let told =
            Told { url: Some(url.clone()), charset, media_type, otherwise: published, ..Told::default() };
        inputs.push(Member { file: url, bytes, kind, told });
        inputs
    }

    fn push(&mut self, member: Member) {
        self.open.push(Box::new(Ready(vec![Step::Member(Box::new(member))].into_iter())));
    }

    /// The pages to which feeds and sitemaps led since the last call, if these are followed.
    pub fn take_links(&mut self) -> Vec<Link> {
        std::mem::take(&mut self.links)
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

    /// Bytes read so far, for progress.
    pub fn done(&self) -> u64 {
        self.done.load(Relaxed)
    }

    /// Remarks for people about what was passed over since the last call.
    pub fn take_remarks(&mut self) -> Vec<String> {
        std::mem::take(&mut self.remarks)
    }

    fn path(&mut self, path: &Path) -> Result<Option<Input>, InputError> {
        let file = path.display().to_string();
        let fail = |fault: Fault| fault.at(&file, None);
        if file == "-" {
            self.budget = Budget::of_file(u64::MAX);
            self.passed = (file.clone(), 0);
            let reader = Box::new(BufReader::new(Counted { inner: io::stdin(), done: self.done.clone() }));
            let told = Told::default();
            let opening = Opening {
                file: file.clone(),
                name: String::new(),
                reader,
                seekable: None,
                told_kind: Some(Kind::Rows),
                told,
            };
            return self.open(opening).map_err(fail);
        }
        let data = fs::metadata(path).map_err(|error| fail(Fault::cannot_read(&error)))?;
        if data.is_dir() {
            let (files, others) = members(path).map_err(|error| fail(Fault::cannot_read(&error)))?;
            if others > 0 {
                self.left_alone(&file, others as u64);
            }
            files.into_iter().rev().for_each(|file| self.waiting.push_front(file));
            return Ok(None);
        }
        self.budget = Budget::of_file(data.len());
        self.passed = (file.clone(), 0);
        let opened = File::open(path).map_err(|error| fail(Fault::cannot_read(&error)))?;
        let seekable = File::open(path).ok().map(|file| Box::new(file) as Box<dyn Seekable>);
        let reader =
            Box::new(BufReader::with_capacity(64 << 10, Counted { inner: opened, done: self.done.clone() }));
        let name = file.clone();
        let opening =
            Opening { file: file.clone(), name, reader, seekable, told_kind: None, told: Told::default() };
        self.open(opening).map_err(fail)
    }

    fn left_alone(&mut self, place: &str, others: u64) {
        let noun = if others == 1 { "file was" } else { "files were" };
        self.remarks.push(format!("{place}: {others} other {noun} left alone; read are {}", kind::READ));
    }

    /// Reads what gives one article, opens what gives several.
    fn open(&mut self, opening: Opening) -> Result<Option<Input>, Fault> {
        let Opening { file, mut name, mut reader, mut seekable, mut told_kind, told } = opening;
        let mut depth = self.open.len();
        loop {
            let head = reader.fill_buf().map_err(|error| Fault::cannot_read(&error))?;
            let kind = kind::kind(&name, told_kind, head);
            if kind == Kind::Gzip {
                depth += 1;
                if depth > DEEPEST {
                    return Err(too_deep());
                }
                let inner = MultiGzDecoder::new(reader);
                reader = Box::new(BufReader::new(Unpacked { inner, budget: self.budget.clone() }));
                seekable = None;
                let lower = name.to_lowercase();
                name = match lower.strip_suffix(".tgz") {
                    Some(stem) => format!("{stem}.tar"),
                    None => lower.strip_suffix(".gz").unwrap_or(&lower).to_owned(),
                };
                if told_kind == Some(Kind::Gzip) {
                    told_kind = None;
                }
                continue;
            }
            let mut whole = |largest: u64| whole(&mut reader, largest);
            let options = &self.options;
            let container: Box<dyn Container> = match kind {
                Kind::Text => {
                    let bytes = whole(4 * LARGEST_TEXT as u64).map_err(|fault| match fault.advice {
                        Some(_) => Fault::too_large(4 * LARGEST_TEXT as u64),
                        None => fault,
                    })?;
                    return article::plain(&file, &bytes, &told, options).map(Some);
                }
                Kind::Html => return article::html(&file, &whole(LARGEST_WHOLE)?, &told, options).map(Some),
                Kind::Mail => Box::new(mail(&file, &whole(LARGEST_WHOLE)?, &told, options)?),
                Kind::Pdf => return pdf(&file, &whole(LARGEST_WHOLE)?, &told, options).map(Some),
                Kind::Other => {
                    return Err(Fault::advised(
                        "holds no article that can be read",
                        "save the article's text as .txt",
                    ));
                }
                Kind::Rows => Box::new(Rows::new(file, reader)),
                Kind::Table(mark) => Box::new(Table::new(&file, reader, mark, options)?),
                Kind::Feed => Box::new(feed(&file, &whole(LARGEST_WHOLE)?, &told, options)?),
                Kind::JsonFeed => Box::new(json_feed(&file, &whole(LARGEST_WHOLE)?, options)?),
                Kind::Warc => Box::new(Warc::new(file, reader)),
                Kind::Tar => Box::new(Tar::new(file, reader)),
                Kind::Zip => {
                    let budget = self.budget.clone();
                    match seekable {
                        Some(seekable) => Box::new(Zip::new(file, Box::new(seekable), budget)?),
                        None => {
                            Box::new(Zip::new(file, Box::new(Cursor::new(whole(LARGEST_WHOLE)?)), budget)?)
                        }
                    }
                }
                Kind::Gzip => return Err(too_deep()),
            };
            if depth >= DEEPEST {
                return Err(too_deep());
            }
            self.open.push(container);
            return Ok(None);
        }
    }

    fn member(&mut self, member: Member) -> Result<Option<Input>, InputError> {
        let Member { file, bytes, kind, told } = member;
        let name = told.url.as_ref().map_or_else(|| file.clone(), |_| String::new());
        let reader = Box::new(Cursor::new(bytes));
        let opening = Opening { file: file.clone(), name, reader, seekable: None, told_kind: kind, told };
        self.open(opening).map_err(|fault| fault.at(&file, None))
    }
}

fn too_deep() -> Fault {
    Fault::advised("is an archive in too many archives", "unpack the outer ones first")
}

impl Iterator for Inputs {
    type Item = Result<Input, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let opened = match self.open.last_mut() {
                Some(container) => match container.next(&self.options) {
                    None => {
                        self.open.pop();
                        if self.open.is_empty() && self.passed.1 > 0 {
                            let (file, others) = std::mem::take(&mut self.passed);
                            self.left_alone(&file, others);
                        }
                        continue;
                    }
                    Some(Step::Input(input)) => return Some(Ok(*input)),
                    Some(Step::Failed(error)) => return Some(Err(error)),
                    Some(Step::Passed) => {
                        self.passed.1 += 1;
                        continue;
                    }
                    Some(Step::Member(member)) => self.member(*member),
                    Some(Step::Link(link)) => {
                        self.links.push(*link);
                        continue;
                    }
                },
                None => {
                    let path = self.waiting.pop_front()?;
                    self.path(&path)
                }
            };
            match opened {
                Ok(Some(input)) => return Some(Ok(input)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The articles and folders in a folder, by name, and how many other files there are. Hidden files do not count, nor do
/// the folders that browsers save beside a page; nor do links to folders, which may go round in a circle.
fn members(folder: &Path) -> io::Result<(Vec<PathBuf>, usize)> {
    let (mut files, mut others) = (Vec::new(), 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if name.starts_with('.') || (kind.is_dir() && name.ends_with("_files")) {
            continue;
        }
        let is_link_to_folder = kind.is_symlink() && path.is_dir();
        if kind.is_dir() || kind::is_read(&name) && !is_link_to_folder {
            files.push(path);
        } else {
            others += 1;
        }
    }
    files.sort();
    Ok((files, others))
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
