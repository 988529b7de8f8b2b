//! What a person decided: who is one, what is one event, when it was, which passage to leave out.
//!
//! A decision names actors by a name or an id, events by an id or by words of an article. Words and ids lead to mentions,
//! so that a decision holds however mentions are grouped. Not here: the file in which decisions stand.

use jiff::civil::Date;
use tidings_record::{ActorId, ByteSpan, EventId, NameIndex, Ref};

use crate::events::Mention;
use crate::source::Source;

/// A decision, and the place where it stands, such as `tidings.toml:3`, which reasons name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Where it stands.
    pub place: String,
    /// What is decided.
    pub what: Decided,
}

/// What can be decided. Every list holds at least two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// These actors, by name or id, are one.
    SameActors(Vec<String>),
    /// These actors, by name or id, are not one.
    ApartActors(Vec<String>),
    /// These tellings are of one event.
    SameEvents(Vec<Told>),
    /// These tellings are of different events.
    ApartEvents(Vec<Told>),
    /// An event was on these days.
    Day {
        /// The event.
        event: Told,
        /// The first day it can have been.
        earliest: Date,
        /// The last.
        latest: Date,
    },
    /// A passage is left out.
    Ignore {
        /// The article, by id or by the end of a path.
        article: String,
        /// Words of the passage.
        words: String,
    },
}

/// How a decision names an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// By its id, or a former one.
    Id(String),
    /// By words that tell of it.
    Words {
        /// The article, by id or by the end of a path.
        article: String,
        /// The words.
        words: String,
    },
}

/// Decisions, with which of them something in the articles answers to.
#[derive(Debug)]
pub(crate) struct ByHand<'d> {
    pub decisions: &'d [Decision],
    /// For each decision and each thing that it names, whether it was found.
    pub missing: Vec<Vec<String>>,
}

impl<'d> ByHand<'d> {
    pub fn new(decisions: &'d [Decision]) -> ByHand<'d> {
        ByHand { decisions, missing: vec![Vec::new(); decisions.len()] }
    }

    /// Marks the passages that are to be left out.
    pub fn ignore(&mut self, sources: &mut [Source<'_>]) {
        for (at, decision) in self.decisions.iter().enumerate() {
            let Decided::Ignore { article, words } = &decision.what else { continue };
            let mut found = false;
            for source in sources.iter_mut().filter(|source| is_article(source, article)) {
                if let Some(span) = find(source, words) {
                    let passages = source.reading.passages.iter().map(|one| one.span);
                    let around: Vec<ByteSpan> = passages.filter(|one| one.overlaps(span)).collect();
                    source.leave_out(if around.is_empty() { vec![span] } else { around });
                    found = true;
                }
            }
            if !found {
                self.missing[at].push(format!("no article {article:?} holds the words {words:?}"));
            }
        }
    }

    /// For each decision about events its mentions, one for each event named; only those that are complete.
    pub fn events(&mut self, sources: &[Source<'_>], mentions: &[Mention]) -> Vec<Events<'d>> {
        let mut found = Vec::new();
        for (at, decision) in self.decisions.iter().enumerate() {
            let (told, days, same) = match &decision.what {
                Decided::SameEvents(told) => (told.iter().collect::<Vec<_>>(), None, true),
                Decided::ApartEvents(told) => (told.iter().collect(), None, false),
                Decided::Day { event, earliest, latest } => (vec![event], Some((*earliest, *latest)), true),
                _ => continue,
            };
            let mut named = Vec::new();
            for one in told {
                match mention(sources, mentions, one) {
                    Some(mention) => named.push(mention),
                    None => self.missing[at].push(match one {
                        Told::Id(id) => format!("no event has or had the id {id}"),
                        Told::Words { article, words } => {
                            format!("no article {article:?} tells of an event in the words {words:?}")
                        }
                    }),
                }
            }
            if self.missing[at].is_empty() {
                found.push(Events { place: &decision.place, mentions: named, days, same });
            }
        }
        found
    }

    /// For each decision about actors the names that are meant: for each actor named its names in the sources.
    pub fn actors(&mut self, sources: &[Source<'_>]) -> Vec<Named<'d>> {
        let mut found = Vec::new();
        for (at, decision) in self.decisions.iter().enumerate() {
            let (names, same) = match &decision.what {
                Decided::SameActors(names) => (names, true),
                Decided::ApartActors(names) => (names, false),
                _ => continue,
            };
            let mut all = Vec::new();
            for name in names {
                let meant = bearers(sources, name);
                if meant.is_empty() {
                    self.missing[at].push(format!("no article names {name:?}"));
                }
                all.push(meant);
            }
            if self.missing[at].is_empty() {
                found.push(Named { place: &decision.place, names: all, same });
            }
        }
        found
    }
}

/// A decision about events, by their mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Events<'d> {
    pub place: &'d str,
    pub mentions: Vec<usize>,
    pub days: Option<(Date, Date)>,
    /// Whether the mentions are of one event, rather than of different ones.
    pub same: bool,
}

/// A decision about actors: of each the names that mean it.
#[derive(Debug)]
pub(crate) struct Named<'d> {
    pub place: &'d str,
    pub names: Vec<Vec<(usize, NameIndex)>>,
    pub same: bool,
}

fn is_article(source: &Source<'_>, named: &str) -> bool {
    let ends = |path: &String| {
        path.strip_suffix(named).is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', '\\']))
    };
    source.reading.id.as_str() == named || source.reading.paths.iter().any(ends)
}

/// Where `words` stand in an article.
fn find(source: &Source<'_>, words: &str) -> Option<ByteSpan> {
    let start = source.text().find(words)?;
    Some(ByteSpan::new(start as u32, (start + words.len()) as u32))
}

/// The mention that an id or words lead to: that whose trigger lies in the words, else the one nearest around them.
fn mention(sources: &[Source<'_>], mentions: &[Mention], told: &Told) -> Option<usize> {
    match told {
        Told::Id(id) => {
            let minted = |one: &Mention| EventId::minted(&sources[one.source].reference(one.span), 0);
            mentions.iter().position(|one| minted(one).as_str() == id)
        }
        Told::Words { article, words } => {
            let (at, span) = sources
                .iter()
                .enumerate()
                .filter(|(_, source)| is_article(source, article))
                .find_map(|(at, source)| Some((at, find(source, words)?)))?;
            let here =
                mentions.iter().enumerate().filter(|(_, one)| one.source == at && one.span.overlaps(span));
            here.min_by_key(|(index, one)| (!span.contains(one.trigger), one.span.len(), *index))
                .map(|(index, _)| index)
        }
    }
}

/// The names that a name or an id of an actor means.
fn bearers(sources: &[Source<'_>], named: &str) -> Vec<(usize, NameIndex)> {
    let folded = crate::words::folded(named);
    let mut found = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        for (index, name) in source.reading.names.iter().enumerate() {
            let of_id = || name.mentions.iter().any(|one| minted(source, one.span) == named);
            if crate::words::folded(&name.name) == folded || named.len() == 13 && of_id() {
                found.push((at, NameIndex::from(index)));
            }
        }
    }
    found
}

fn minted(source: &Source<'_>, span: ByteSpan) -> String {
    let reference: Ref = source.reference(span);
    ActorId::minted(&reference, 0).to_string()
}
