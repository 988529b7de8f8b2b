//! The commands, one a file, and what they share: reading articles on threads.

pub mod add;
pub mod audit;
mod carets;
pub mod changes;
pub mod completions;
pub mod decide;
pub mod doctor;
pub mod dossier;
pub mod explain;
pub mod export;
pub mod man;
pub mod mcp;
pub mod read;
pub mod schema;
pub mod search;
pub mod serve;
pub mod show;
pub mod stories;
mod table;

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use anyhow::Context;
use tidings_english::English;
use tidings_input::{Deliveries, Delivery, Input, InputError};
use tidings_read::passages::{Recurring, Traces};
use tidings_read::{Document, Lexicons, Options};
use tidings_record::{ArticleId, ByteSpan, Note, Reading};

use crate::WrongUsage;
use crate::args::ReadingArgs;
use crate::decisions::Decisions;
use crate::order;
use crate::progress::Progress;
use crate::say;
use crate::sources::Sources;

/// Bytes of text up to which articles wait until it is known which lines recur in them.
const MOST_KEPT: usize = 128 << 20;

/// The engine and the lexicons. They last as long as the process, whose end frees them at once.
pub struct Reader {
    engine: ManuallyDrop<English>,
    lexicons: ManuallyDrop<Lexicons>,
}

impl Reader {
    /// Loads what is built in, the engine beside the lexicons.
    pub fn new() -> anyhow::Result<Reader> {
        let (engine, lexicons) = std::thread::scope(|scope| {
            let engine = scope.spawn(English::embedded);
            let lexicons = Lexicons::english();
            (engine.join(), lexicons)
        });
        let engine = engine.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let lexicons = lexicons.context("a lexicon that is built in is wrong")?;
        Ok(Reader { engine: ManuallyDrop::new(engine), lexicons: ManuallyDrop::new(lexicons) })
    }

    /// One for the whole run of a server, loaded when it is first asked for.
    pub fn shared() -> anyhow::Result<&'static Reader> {
        static READER: LazyLock<anyhow::Result<Reader>> = LazyLock::new(Reader::new);
        READER.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))
    }

    /// Reads one article; remarks about its bytes become notes.
    pub fn read(&self, input: &Input, options: Options<'_>) -> Reading {
        let mut reading = tidings_read::read(&input.article, &*self.engine, &self.lexicons, options);
        let end = u32::try_from(input.article.text.len()).unwrap_or(u32::MAX);
        let whole = ByteSpan::new(0, end);
        let mut notes: Vec<Note> =
            input.remarks.iter().map(|remark| Note { span: whole, note: remark.clone() }).collect();
        if input.article.text.trim().is_empty() {
            notes.push(Note { span: whole, note: "the text is empty".to_owned() });
        }
        reading.notes.splice(0..0, notes);
        reading
    }

    /// Cuts and parses one article.
    pub fn document<'a>(&self, input: &'a Input, options: Options<'_>) -> Document<'a> {
        Document::new(&input.article, &*self.engine, &self.lexicons.passages, options)
    }

    /// What an article tells of the pages of its outlet.
    pub fn traces(&self, input: &Input) -> Traces {
        Traces::of(&input.article, &self.lexicons.passages)
    }
}

/// The articles of some paths, read, with what a person decided beside them.
pub struct Gathered {
    /// The readings by id, each with every path it was found at.
    pub readings: Vec<Reading>,
    /// What a person decided.
    pub decisions: Decisions,
    /// How many inputs gave none, and how many decisions about articles had no answer.
    pub failures: usize,
}

/// Reads all articles of `paths`.
pub fn gather(paths: &[PathBuf], args: &ReadingArgs) -> anyhow::Result<Gathered> {
    let decisions = Decisions::beside(paths).map_err(|error| WrongUsage(error.to_string()))?;
    let reader = Reader::new()?;
    let mut readings: Vec<Reading> = Vec::new();
    let mut again: Vec<(ArticleId, String)> = Vec::new();
    let answered: Vec<AtomicBool> = decisions.articles.iter().map(|_| AtomicBool::new(false)).collect();
    let read = |input: &Input, options: Options<'_>| {
        let path = input.article.paths.first().map_or("", String::as_str);
        match decisions.day_of(input.article.id.as_str(), path) {
            Some((at, days)) => {
                answered[at].store(true, Ordering::Relaxed);
                let mut input = input.clone();
                input.article.published = days.clone();
                reader.read(&input, options)
            }
            None => reader.read(input, options),
        }
    };
    let mut failures = for_each_article(paths, args, &reader, read, |done| {
        match done {
            Done::New(reading) => readings.push(reading),
            Done::Again { id, path } => again.push((id, path)),
            Done::Failed => {}
        }
        Ok(())
    })?;
    for (day, answered) in decisions.articles.iter().zip(&answered) {
        if !answered.load(Ordering::Relaxed) {
            failures += 1;
            say(&format!("tidings: {}: there is no article {:?}", day.place, day.article));
        }
    }
    readings.sort_by(|a, b| a.id.cmp(&b.id));
    for (id, path) in again {
        if let Ok(at) = readings.binary_search_by(|reading| reading.id.cmp(&id)) {
            readings[at].paths.push(path);
        }
    }
    for reading in &mut readings {
        reading.paths.sort();
        reading.paths.dedup();
    }
    Ok(Gathered { readings, decisions, failures })
}

/// Links `readings` as `request` says, and says on standard error which decisions nothing answers to; their number is
/// returned.
pub fn link(readings: &[Reading], request: &tidings_link::Request<'_>) -> (tidings_link::Linked, usize) {
    let linked = tidings_link::linked(readings, request);
    for (at, missing) in &linked.unanswered {
        let place = request.decisions.get(*at).map_or("", |decision| decision.place.as_str());
        say(&format!("tidings: {place}: {missing}"));
    }
    let failures = linked.unanswered.len();
    (linked, failures)
}

/// What came of one delivery.
pub enum Done<T> {
    New(T),
    Again { id: ArticleId, path: String },
    Failed,
}

/// Applies `work` to every article of `paths` on threads, with what all of them teach, and gives the results to `take` in
/// the order of the input. What could not be read is said on standard error; the number of such inputs is returned.
pub fn for_each_article<T: Send>(
    paths: &[PathBuf],
    args: &ReadingArgs,
    reader: &Reader,
    work: impl Fn(&Input, Options<'_>) -> T + Sync,
    take: impl FnMut(Done<T>) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let sources = Sources::new(paths, args, Arc::default());
    let size = sources.size();
    let mut rest = deliveries(sources);
    let (mut kept, mut traces, mut bytes) = (Vec::new(), Vec::new(), 0);
    while bytes <= MOST_KEPT
        && let Some(mut item) = rest.next()
    {
        remark(&mut item, say);
        if let Some(Delivery::New(input)) = &item.delivery {
            bytes += input.article.text.len();
            traces.push(guarded(input, |input| reader.traces(input)).unwrap_or_default());
        }
        kept.push(item);
    }
    let recurring = if bytes > MOST_KEPT {
        say(
            "tidings: note: these are too many articles at once to learn which lines recur in an outlet's; tidings add does",
        );
        Recurring::default()
    } else {
        Recurring::of(&traces)
    };
    let options = Options { recurring: Some(&recurring), ..Options::default() };
    let items = kept.into_iter().chain(rest);
    for_each_item((items, size), order::threads(args.threads), say, |input| work(input, options), take)
}

/// Applies `work` to every article of `sources`, as it comes; else as [`for_each_article`]. What could not be read is given
/// to `complain`.
pub fn for_each_of<T: Send>(
    sources: Sources,
    threads: usize,
    complain: impl FnMut(&str),
    work: impl Fn(&Input) -> T + Sync,
    take: impl FnMut(Done<T>) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let size = sources.size();
    for_each_item((deliveries(sources), size), threads, complain, work, take)
}

/// One step of reading sources.
struct Item {
    /// None at the end, if there are remarks.
    delivery: Option<Delivery>,
    /// Bytes read so far.
    done: u64,
    remarks: Vec<String>,
}

fn deliveries(mut inputs: Sources) -> impl Iterator<Item = Item> + Send {
    let mut deliveries = Deliveries::default();
    std::iter::from_fn(move || {
        let delivery = inputs.next().map(|input| deliveries.judge(input));
        let remarks = inputs.take_remarks();
        (delivery.is_some() || !remarks.is_empty()).then(|| Item { delivery, done: inputs.done(), remarks })
    })
}

fn remark(item: &mut Item, mut complain: impl FnMut(&str)) {
    for remark in std::mem::take(&mut item.remarks) {
        complain(&format!("tidings: note: {remark}"));
    }
}

fn for_each_item<T: Send>(
    (items, size): (impl Iterator<Item = Item> + Send, u64),
    threads: usize,
    mut complain: impl FnMut(&str),
    work: impl Fn(&Input) -> T + Sync,
    mut take: impl FnMut(Done<T>) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let mut progress = Progress::new(size);
    let weight = |item: &Item| match &item.delivery {
        Some(Delivery::New(input)) => input.article.text.len(),
        _ => 0,
    };
    let work = |mut item: Item| {
        let delivery = item.delivery.take();
        let done = delivery.map(|delivery| match delivery {
            Delivery::New(input) => guarded(&input, &work).map(Done::New),
            Delivery::Again { id, path } => Ok(Done::Again { id, path }),
            Delivery::Failed(error) => Err(error),
        });
        (done, item)
    };
    let (mut failures, mut articles) = (0, 0);
    order::for_each_in_order(threads, items, weight, work, |(done, mut item)| {
        remark(&mut item, &mut complain);
        let Some(done) = done else { return Ok(()) };
        articles += 1;
        progress.set(item.done, articles);
        take(done.unwrap_or_else(|error| {
            failures += 1;
            complain(&format!("tidings: {error}"));
            Done::Failed
        }))
    })?;
    Ok(failures)
}

/// `work` on one article. Should it panic, which is a defect of this program, only that article is lost.
fn guarded<T>(input: &Input, work: impl Fn(&Input) -> T) -> Result<T, InputError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(input))).map_err(|_| InputError {
        file: input.file().to_owned(),
        line: input.line,
        reason: format!("the article {} cannot be read: an error in this program", input.article.id.as_str()),
        advice: Some("please report it with the text"),
    })
}
