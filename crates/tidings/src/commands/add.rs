//! `tidings add`: articles into a store, and all that follows: reading, grouping, linking.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use tidings_input::Input;
use tidings_link::Keys;
use tidings_page::counted;
use tidings_read::passages::{MOST_HOLDERS, Recurring, Traces, recurs};
use tidings_read::{Article, Options};
use tidings_record::ArticleId;
use tidings_store::{Access, Known, Lines, Linked, Original, Prepared, Recurs, Store};

use super::{Done, Reader, for_each_of};
use crate::args::AddArgs;
use crate::sources::{Memory, Sources};
use crate::{Outcome, order, say};

/// Articles or stories that are written in one transaction.
const BATCH: usize = 256;
/// The longest that what was read waits to be kept.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Stories that are asked for at a time.
const STORIES: usize = 4096;
/// What a story weighs among those under way, in bytes.
const STORY: usize = 200_000;
/// Articles from which the file is put in order after all were grouped.
const MANY: usize = 500;

/// When a line recurs in an outlet's articles.
const RECURS: Recurs = Recurs { with: recurs, most: MOST_HOLDERS };

/// What came of an article.
enum Came {
    New(Box<(Original, Prepared)>),
    Same(ArticleId, String),
    Other { place: String, id: ArticleId },
}

pub fn run(args: &AddArgs) -> anyhow::Result<Outcome> {
    let memory = Arc::new(Mutex::new(Memory::beside(&args.store.store)?));
    let sources = Sources::new(&args.paths, &args.reading, memory.clone());
    let delivery = Delivery { sources, memory: Some(memory), regroup: args.regroup };
    let threads = order::threads(args.reading.threads);
    let Sums { added, known, again, linked, failures, size: (articles, stories) } =
        add(&args.store.store, &Reader::new()?, delivery, threads, &mut say)?;
    let were = if known == 1 { "was" } else { "were" };
    let mut line = format!("{} added, {known} {were} there", counted(added, "article"));
    if again > 0 {
        line.push_str(&format!(", {again} read again"));
    }
    writeln!(
        std::io::stdout().lock(),
        "{line}; {} linked; {} holds {} in {}",
        counted(linked, "story"),
        args.store.store.display(),
        counted(articles, "article"),
        counted(stories, "story"),
    )?;
    Ok(Outcome::of(failures))
}

/// What was done.
pub struct Sums {
    pub added: usize,
    pub known: usize,
    again: usize,
    pub linked: usize,
    failures: usize,
    /// How many articles and stories the store holds.
    size: (i64, i64),
}

/// What is to be added.
pub struct Delivery {
    pub sources: Sources,
    /// What was fetched before, to be kept beside the store once the articles are in.
    pub memory: Option<Arc<Mutex<Memory>>>,
    /// Whether all stories are told apart anew.
    pub regroup: bool,
}

/// Adds the articles of a delivery to the store at `path`, and does all that is left to do. What could not be done is given
/// to `complain`.
pub fn add(
    path: &Path,
    reader: &Reader,
    delivery: Delivery,
    threads: usize,
    complain: &mut dyn FnMut(&str),
) -> anyhow::Result<Sums> {
    let mut store = Store::open(path, Access::Write)?;
    store.learn_anew()?;
    let pool = Pool { path, idle: Mutex::new(Vec::new()), recurring: Mutex::default() };
    let mut adding =
        Adding { store: &mut store, pool: &pool, reader, threads, keys: BTreeMap::new(), complain };
    let regroup = delivery.regroup;
    let (added, known, failures) = adding.articles(path, delivery)?;
    let again = adding.read_again()?;
    let many = adding.group(regroup)?;
    let (linked, unlinked) = adding.link()?;
    if many {
        store.tidy()?;
    }
    store.forget_versions()?;
    let size = store.size()?;
    Ok(Sums { added, known, again, linked, failures: failures + unlinked, size })
}

/// Connections that look things up while another writes.
struct Pool<'p> {
    path: &'p Path,
    idle: Mutex<Vec<Store>>,
    /// Lines that came to recur in this run.
    recurring: Mutex<BTreeSet<u64>>,
}

impl Pool<'_> {
    fn with<T>(&self, work: impl FnOnce(&Store) -> tidings_store::Result<T>) -> tidings_store::Result<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let store = match idle {
            Some(store) => store,
            None => Store::open(self.path, Access::Read)?.unmapped()?,
        };
        let done = work(&store);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        done
    }

    fn recurring(&self) -> MutexGuard<'_, BTreeSet<u64>> {
        self.recurring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads an article with what is known of its outlet's pages by now.
    fn prepared(&self, reader: &Reader, input: &Input) -> tidings_store::Result<Prepared> {
        let Traces { lines: hashes, print } = reader.traces(input);
        let mut known =
            if hashes.is_empty() { Vec::new() } else { self.with(|store| store.recurring(&hashes))? };
        known.extend(hashes.iter().filter(|&line| self.recurring().contains(line)));
        known.sort_unstable();
        known.dedup();
        prepared(reader, input, Lines { hashes, print, known })
    }
}

/// Reads an article, `lines` telling which of its lines are known to recur.
fn prepared(reader: &Reader, input: &Input, lines: Lines) -> tidings_store::Result<Prepared> {
    let recurring: Recurring = lines.known.iter().copied().collect();
    let options = Options { recurring: Some(&recurring), ..Options::default() };
    let mut prepared = Prepared::new(&reader.read(input, options))?;
    prepared.lines = lines;
    Ok(prepared)
}

struct Adding<'a> {
    store: &'a mut Store,
    pool: &'a Pool<'a>,
    reader: &'a Reader,
    threads: usize,
    /// Keys of what was read in this run, by the number of the article.
    keys: BTreeMap<i64, Keys>,
    /// Is told what could not be done.
    complain: &'a mut dyn FnMut(&str),
}

impl Adding<'_> {
    /// Reads what the store does not have. How many are new, how many were there, how many failed.
    fn articles(&mut self, path: &Path, delivery: Delivery) -> anyhow::Result<(usize, usize, usize)> {
        let (pool, reader) = (self.pool, self.reader);
        let work = |input: &Input| -> tidings_store::Result<Came> {
            let original = original(input);
            match pool.with(|store| store.knows(&original))? {
                Known::Same => Ok(Came::Same(original.id, input.file().to_owned())),
                Known::Other => {
                    let place =
                        input.line.map_or(input.file().to_owned(), |line| format!("{}:{line}", input.file()));
                    Ok(Came::Other { place, id: original.id })
                }
                Known::New => {
                    let prepared = pool.prepared(reader, input)?;
                    Ok(Came::New(Box::new((original, prepared))))
                }
            }
        };
        let (mut added, mut known, mut others) = (0, 0, 0);
        let mut batch = Batch::default();
        let Delivery { sources, memory, .. } = delivery;
        let complain = RefCell::new(&mut *self.complain);
        let say = |line: &str| complain.borrow_mut()(line);
        let failures = for_each_of(sources, self.threads, say, work, |done| {
            batch.before(self.store)?;
            match done {
                Done::New(came) => match came? {
                    Came::New(new) => {
                        let (original, prepared) = *new;
                        let prepared = settled(self.store, reader, prepared, |_| Ok(original.clone()))?;
                        let article = self.store.insert(&original, &prepared)?;
                        learn(self.store, pool, article, &prepared)?;
                        self.keys.insert(article, prepared.keys);
                        added += 1;
                    }
                    Came::Same(id, path) => {
                        self.store.add_path(&id, &path)?;
                        known += 1;
                    }
                    Came::Other { place, id } => {
                        others += 1;
                        say(&format!(
                            "tidings: {place}: the store has the id {:?} with another text; give this one an id of its \
                             own",
                            id.as_str()
                        ));
                    }
                },
                Done::Again { id, path } => {
                    self.store.add_path(&id, &path)?;
                    known += 1;
                }
                Done::Failed => {}
            }
            Ok(batch.after(self.store)?)
        })?;
        batch.end(self.store)?;
        // Only what is in the store need not be fetched again.
        if let Some(memory) = memory {
            let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
            memory.keep_beside(path).context("what was fetched cannot be remembered")?;
        }
        Ok((added, known, failures + others))
    }

    /// Reads again what an earlier version of the program read, or before a line was known to recur. How many readings
    /// changed.
    fn read_again(&mut self) -> anyhow::Result<usize> {
        let (mut changed, mut last) = (0, 0);
        loop {
            let outdated = self.store.outdated(last, BATCH)?;
            let Some(&end) = outdated.last() else {
                // One that was read first may have a line that came to recur with one that was read last.
                if std::mem::take(&mut last) == 0 {
                    return Ok(changed);
                }
                continue;
            };
            last = end;
            let (pool, reader) = (self.pool, self.reader);
            let work = |article: i64| -> tidings_store::Result<(i64, Prepared)> {
                let original = pool.with(|store| store.original(article))?;
                Ok((article, pool.prepared(reader, &input(original))?))
            };
            self.store.begin()?;
            let items = outdated.into_iter();
            order::for_each_in_order(
                self.threads,
                items,
                |_| 8192,
                work,
                |done| -> anyhow::Result<()> {
                    let (article, prepared) = done?;
                    let prepared = settled(self.store, reader, prepared, |store| store.original(article))?;
                    changed += usize::from(self.store.replace_reading(article, &prepared)?);
                    learn(self.store, pool, article, &prepared)?;
                    self.keys.insert(article, prepared.keys);
                    Ok(())
                },
            )?;
            self.store.commit()?;
        }
    }

    /// Tells the stories apart; says whether that were many articles at once.
    fn group(&mut self, anew: bool) -> anyhow::Result<bool> {
        let plan = self.store.plan(anew)?;
        if plan.articles.is_empty() {
            return Ok(false);
        }
        let (pool, known) = (self.pool, std::mem::take(&mut self.keys));
        let known = Mutex::new(known);
        let mut keys = Vec::with_capacity(plan.articles.len());
        let work = |article: i64| {
            let kept = known.lock().unwrap_or_else(PoisonError::into_inner).remove(&article);
            kept.map_or_else(|| pool.with(|store| store.keys(article)), Ok)
        };
        let items = plan.articles.iter().copied();
        order::for_each_in_order(
            self.threads,
            items,
            |_| 8192,
            work,
            |one| {
                keys.push(one?);
                anyhow::Ok(())
            },
        )?;
        self.store.group(&plan, &keys)?;
        Ok(plan.whole && plan.articles.len() >= MANY)
    }

    /// Links the stories that were touched. How many were, and how many could not be.
    fn link(&mut self) -> anyhow::Result<(usize, usize)> {
        self.store.touch_outdated()?;
        let (mut linked, mut failures) = (0, 0);
        loop {
            let touched = self.store.touched(STORIES)?;
            if touched.len() <= failures {
                return Ok((linked, failures));
            }
            failures = 0;
            let (pool, complain) = (self.pool, &mut *self.complain);
            let work = |story: i64| -> Result<tidings_store::Result<Linked>, i64> {
                // Should linking panic, which is a defect of this program, only that story stays as it was.
                let link = || tidings_store::link(story, &pool.with(|store| store.members(story))?);
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(link)).map_err(|_| story)
            };
            let mut batch = Batch::default();
            order::for_each_in_order(
                self.threads,
                touched.into_iter(),
                |_| STORY,
                work,
                |done| {
                    batch.before(self.store)?;
                    match done {
                        Ok(made) => {
                            self.store.keep(&made?)?;
                            linked += 1;
                        }
                        Err(story) => {
                            failures += 1;
                            let id = self.store.story_id(story)?.unwrap_or_else(|| "a new story".to_owned());
                            complain(&format!(
                                "tidings: {id} cannot be linked: an error in this program, please report it"
                            ));
                        }
                    }
                    anyhow::Ok(batch.after(self.store)?)
                },
            )?;
            batch.end(self.store)?;
        }
    }
}

/// The reading of an article with what is known of its outlet's pages now. Since it was made in its turn or before, what it
/// is hangs on the articles that came before it, and not on threads.
fn settled(
    store: &Store,
    reader: &Reader,
    prepared: Prepared,
    original: impl Fn(&Store) -> tidings_store::Result<Original>,
) -> tidings_store::Result<Prepared> {
    let known = store.recurring_with(&prepared.lines, RECURS)?;
    if known == prepared.lines.known {
        return Ok(prepared);
    }
    self::prepared(reader, &input(original(store)?), Lines { known, ..prepared.lines })
}

/// Keeps what the article tells of its outlet's pages.
fn learn(store: &mut Store, pool: &Pool<'_>, article: i64, prepared: &Prepared) -> tidings_store::Result<()> {
    let lines = &prepared.lines;
    store.learn(article, lines, &lines.known)?;
    pool.recurring().extend(&lines.known);
    Ok(())
}

/// Steps that are kept together.
#[derive(Default)]
struct Batch {
    begun: Option<Instant>,
    steps: usize,
}

impl Batch {
    fn before(&mut self, store: &mut Store) -> tidings_store::Result<()> {
        if self.begun.is_none() {
            store.begin()?;
            self.begun = Some(Instant::now());
        }
        Ok(())
    }

    fn after(&mut self, store: &mut Store) -> tidings_store::Result<()> {
        self.steps += 1;
        if self.steps >= BATCH || self.begun.is_some_and(|begun| begun.elapsed() > LONGEST_WAIT) {
            self.end(store)?;
        }
        Ok(())
    }

    fn end(&mut self, store: &mut Store) -> tidings_store::Result<()> {
        if self.begun.take().is_some() {
            store.commit()?;
        }
        self.steps = 0;
        Ok(())
    }
}

fn original(input: &Input) -> Original {
    let article = &input.article;
    Original {
        id: article.id.clone(),
        paths: article.paths.clone(),
        url: article.url.clone(),
        source: article.source.clone(),
        title: article.title.clone(),
        outlet: article.outlet.clone(),
        published: article.published.clone(),
        remarks: input.remarks.clone(),
        bylines: article.bylines.clone(),
        modified: article.modified.clone(),
        parts: article.parts.clone(),
        text: article.text.clone(),
    }
}

/// The input that `original` was.
fn input(original: Original) -> Input {
    let Original {
        id,
        paths,
        url,
        source,
        title,
        outlet,
        published,
        remarks,
        bylines,
        modified,
        parts,
        text,
    } = original;
    let article =
        Article { id, paths, url, source, title, outlet, bylines, published, modified, text, parts };
    Input { article, remarks, ..Input::default() }
}
