//! Where articles come from: files and folders, addresses, and the pages to which feeds and sitemaps lead.
//!
//! All is read in the order in which it is named, pages behind the feed that leads to them, one request at a time.
//! Nothing is fetched but addresses that a person named, and with `--follow` the pages behind feeds.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tidings_fetch::{Answer, FetchError, Fetcher, Validators};
use tidings_input::{Fetched, Input, InputError, Inputs, Link, Options};

use crate::args::ReadingArgs;

/// Pages that are followed in one run.
const MOST_PAGES: usize = 1000;
/// From a list of sitemaps to a sitemap to a page.
const DEEPEST: usize = 3;

/// Whether an argument is an address rather than a file.
pub fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("http://") || path.starts_with("https://"))
}

/// What is known of an address from an earlier run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
    /// When it appeared or changed, in the words of the feed that led there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stated: Option<String>,
}

/// What was fetched in earlier runs, and in this one.
#[derive(Debug, Default)]
pub struct Memory {
    known: BTreeMap<String, Known>,
    changed: bool,
}

impl Memory {
    /// The memory beside a store: one JSON object, by address.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn beside(store: &Path) -> anyhow::Result<Memory> {
        let file = Memory::file(store);
        match fs::read(&file) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(known) => Ok(Memory { known, changed: false }),
                Err(error) => {
                    anyhow::bail!("{}: {error}; delete it, and all is fetched anew", file.display())
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Memory::default()),
            Err(error) => anyhow::bail!("{}: {error}", file.display()),
        }
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn keep_beside(&self, store: &Path) -> io::Result<()> {
        if !self.changed {
            return Ok(());
        }
        let file = Memory::file(store);
        let half = file.with_extension("json.half");
        let mut out = fs::File::create(&half)?;
        out.write_all(&serde_json::to_vec_pretty(&self.known)?)?;
        out.sync_all()?;
        fs::rename(half, file)
    }

    fn file(store: &Path) -> PathBuf {
        let mut name = store.as_os_str().to_owned();
        name.push(".fetched.json");
        PathBuf::from(name)
    }

    fn remember(&mut self, url: String, known: Known) {
        self.changed |= self.known.get(&url) != Some(&known);
        self.known.insert(url, known);
    }
}

/// An address to be fetched.
struct Wanted {
    url: String,
    /// Unless a person named it: what the feed says of it.
    link: Option<Link>,
    depth: usize,
}

enum Source {
    Files(Vec<PathBuf>),
    Address(Box<Wanted>),
}

/// What is being read of an address.
struct Reading {
    url: String,
    known: Known,
    depth: usize,
    failed: bool,
}

/// The articles of files and addresses, in order.
pub struct Sources {
    waiting: VecDeque<Source>,
    open: Option<Inputs>,
    /// If what is open came from an address.
    reading: Option<Reading>,
    options: Options,
    fetcher: Fetcher,
    memory: Arc<Mutex<Memory>>,
    /// Feeds and sitemaps; they are remembered when all pages behind them were fetched.
    lists: Vec<(String, Known)>,
    all_fetched: bool,
    seen: HashSet<String>,
    followed: usize,
    /// Pages that are known, by what their feeds say.
    skipped: usize,
    left_out: usize,
    size: u64,
    done: u64,
    remarks: Vec<String>,
}

impl Sources {
    /// Prepares to read files, folders and addresses.
    pub fn new(paths: &[PathBuf], args: &ReadingArgs, memory: Arc<Mutex<Memory>>) -> Sources {
        let mut waiting: VecDeque<Source> = VecDeque::new();
        for path in paths {
            match (path.to_str().filter(|_| is_address(path)), waiting.back_mut()) {
                (Some(url), _) => {
                    waiting.push_back(Source::Address(Box::new(Wanted {
                        url: url.to_owned(),
                        link: None,
                        depth: 0,
                    })));
                }
                (None, Some(Source::Files(files))) => files.push(path.clone()),
                (None, _) => waiting.push_back(Source::Files(vec![path.clone()])),
            }
        }
        let options = args.inputs();
        let files: Vec<PathBuf> = paths.iter().filter(|path| !is_address(path)).cloned().collect();
        let asking = tidings_fetch::Options {
            delay: Duration::from_secs_f64(args.delay),
            allow_private: args.allow_private,
            ..tidings_fetch::Options::default()
        };
        let size = Inputs::new(&files, options.clone()).size();
        Sources { waiting, size, ..Sources::empty(options, asking, memory) }
    }

    /// What was read already: nothing is fetched.
    pub fn of(inputs: Inputs) -> Sources {
        let empty = Sources::empty(Options::default(), tidings_fetch::Options::default(), Arc::default());
        Sources { size: inputs.size(), open: Some(inputs), ..empty }
    }

    fn empty(options: Options, asking: tidings_fetch::Options, memory: Arc<Mutex<Memory>>) -> Sources {
        Sources {
            waiting: VecDeque::new(),
            open: None,
            reading: None,
            size: 0,
            options,
            fetcher: Fetcher::new(asking),
            memory,
            lists: Vec::new(),
            all_fetched: true,
            seen: HashSet::new(),
            followed: 0,
            skipped: 0,
            left_out: 0,
            done: 0,
            remarks: Vec::new(),
        }
    }

    /// The size of all files in bytes, as far as it is known before reading.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Bytes read so far, for progress.
    pub fn done(&self) -> u64 {
        self.done + self.open.as_ref().map_or(0, Inputs::done)
    }

    /// Remarks for people about what was passed over since the last call.
    pub fn take_remarks(&mut self) -> Vec<String> {
        let mut remarks = std::mem::take(&mut self.remarks);
        remarks.extend(self.open.as_mut().map(Inputs::take_remarks).unwrap_or_default());
        remarks
    }

    /// Ends what is open: takes its links, and remembers what was read of an address.
    fn close(&mut self) {
        let Some(mut inputs) = self.open.take() else { return };
        self.done += inputs.done();
        self.remarks.extend(inputs.take_remarks());
        let links = inputs.take_links();
        let depth = self.reading.as_ref().map_or(0, |reading| reading.depth);
        if let Some(reading) = self.reading.take().filter(|reading| !reading.failed) {
            match links.is_empty() {
                true => self.memory().remember(reading.url, reading.known),
                false => self.lists.push((reading.url, reading.known)),
            }
        }
        for link in links.into_iter().rev().filter(|_| depth < DEEPEST) {
            let wanted = Wanted { url: link.url.clone(), link: Some(link), depth: depth + 1 };
            self.waiting.push_front(Source::Address(Box::new(wanted)));
        }
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches an address and opens what it gave, if that is new.
    fn fetch(&mut self, wanted: Wanted) -> Result<(), InputError> {
        let Wanted { url, link, depth } = wanted;
        if !self.seen.insert(url.clone()) {
            return Ok(());
        }
        let known = self.memory().known.get(&url).cloned();
        let stated = link.as_ref().and_then(|link| link.stated.clone());
        if link.is_some() {
            if known.as_ref().is_some_and(|known| known.stated.is_some() && known.stated == stated) {
                self.skipped += 1;
                return Ok(());
            }
            if self.followed == MOST_PAGES {
                self.left_out += 1;
                self.all_fetched = false;
                return Ok(());
            }
            self.followed += 1;
        }
        match self.answer(&url, known, link.is_some()) {
            Ok(Answer::Unchanged) => {
                if link.is_none() {
                    self.remarks.push(format!("{url}: not changed since it was last fetched"));
                }
                Ok(())
            }
            Ok(Answer::Sent(sent)) => {
                let Validators { etag, last_modified } = sent.validators;
                let known = Known { etag, last_modified, stated };
                self.reading = Some(Reading { url, known, depth, failed: false });
                let fetched = Fetched {
                    url: sent.url,
                    bytes: sent.bytes,
                    media_type: sent.media_type,
                    charset: sent.charset,
                    published: link.and_then(|link| link.published),
                };
                self.open = Some(Inputs::of_fetched(fetched, self.options.clone()));
                Ok(())
            }
            Err((reason, advice)) => {
                self.all_fetched = false;
                Err(InputError { file: url, line: None, reason, advice })
            }
        }
    }

    /// The answer of an address. Those that nobody named are asked only if robots.txt lets them.
    fn answer(
        &mut self,
        url: &str,
        known: Option<Known>,
        followed: bool,
    ) -> Result<Answer, (String, Option<&'static str>)> {
        let known = known.map(|known| Validators { etag: known.etag, last_modified: known.last_modified });
        let answer = match followed {
            true => self.fetcher.follow(url, known.as_ref()),
            false => self.fetcher.get(url, known.as_ref()),
        };
        answer.map_err(advised)
    }

    /// What is to be said and remembered when all is read.
    fn end(&mut self) {
        let lists = std::mem::take(&mut self.lists);
        if self.all_fetched {
            for (url, known) in lists {
                self.memory().remember(url, known);
            }
        }
        let mut count = |number: usize, one: &str, many: &str| match number {
            0 => {}
            1 => self.remarks.push(format!("1 {one}")),
            number => self.remarks.push(format!("{number} {many}")),
        };
        count(
            std::mem::take(&mut self.skipped),
            "page is as it was when it was fetched before",
            "pages are as they were when they were fetched before",
        );
        count(
            std::mem::take(&mut self.left_out),
            "page is left for the next run",
            "pages are left for the next run",
        );
    }
}

fn advised(error: FetchError) -> (String, Option<&'static str>) {
    let advice = match &error {
        FetchError::Private => Some("with --allow-private it is fetched all the same"),
        FetchError::Forbidden => Some("name the address itself if you may read it"),
        FetchError::Address(_) => Some("name an address that begins with https:// or http://"),
        FetchError::Status(401 | 403) => Some("save the page from a browser and read the file"),
        FetchError::Large => Some("save it and read the file"),
        FetchError::Late(_) | FetchError::GivenUp | FetchError::Failed(_) => Some("try again later"),
        FetchError::Status(_) | FetchError::Round => None,
    };
    (error.to_string(), advice)
}

impl Iterator for Sources {
    type Item = Result<Input, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(inputs) = &mut self.open {
                match inputs.next() {
                    Some(input) => {
                        if let (Err(_), Some(reading)) = (&input, &mut self.reading) {
                            reading.failed = true;
                        }
                        return Some(input);
                    }
                    None => self.close(),
                }
            }
            match self.waiting.pop_front() {
                Some(Source::Files(files)) => self.open = Some(Inputs::new(&files, self.options.clone())),
                Some(Source::Address(wanted)) => {
                    if let Err(error) = self.fetch(*wanted) {
                        return Some(Err(error));
                    }
                }
                None => {
                    self.end();
                    return None;
                }
            }
        }
    }
}
