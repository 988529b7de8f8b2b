//! Days by constraint: one set of days for each article and each group of events.
//!
//! Constraints come from the tense and words of each mention ("on Wednesday", "this week"), from stretches between
//! events of one series ("the first in seven weeks"), from the order of rounds, and from lines of the page. They are
//! propagated until nothing changes. A constraint that would leave no day is put aside, and kept as a clash: clashes are
//! findings, not crashes. What rests on a premise that no article states is assumed, and so is all that hangs on it.
//!
//! There is no search: one unknown at a time is narrowed, and what stays wide stays open.

mod chain;
mod domain;
mod hint;
mod stretch;
mod year;

pub(crate) use chain::Chain;
pub(crate) use domain::Domain;
pub(crate) use hint::{Hint, When};

use tidings_record::{Basis, Because, ByteSpan, Days, PassageKind};

use crate::Options;
use crate::by_hand;
use crate::calendar::{self, Day};
use crate::events::Events;
use crate::source::{self, Source};

/// Most rounds of propagation; each narrows at least one set, and stories need a handful.
const MOST_ROUNDS: usize = 24;
/// Most reasons kept for one set of days.
const MOST_REASONS: usize = 6;
/// What is assumed and wider than this many days is left open: a wrong narrow day is worse than an open one, and a
/// wide one says nothing.
const WIDEST: Day = 62;

/// A reason: a rule in words, and the words of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reason {
    rule: String,
    words: Vec<(usize, ByteSpan)>,
}

/// The days of one unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    /// The days it can be.
    pub domain: Domain,
    /// Whether a premise that no article states is behind it.
    pub assumed: bool,
    /// What it rests on if nothing is worked out: given, or stated in its own words.
    basis: Basis,
    reasons: Vec<Reason>,
}

impl Dated {
    fn open() -> Dated {
        Dated { domain: Domain::open(), assumed: false, basis: Basis::Unknown, reasons: Vec::new() }
    }

    /// Narrows to what `days` allows. False if nothing would be left, and then nothing changes.
    fn narrow(
        &mut self,
        days: &Domain,
        basis: Basis,
        assumed: bool,
        reason: impl FnOnce() -> Option<Reason>,
    ) -> bool {
        let both = self.domain.and(days);
        if both.is_empty() {
            return false;
        }
        if both == self.domain {
            // Stated in its own words as well: the firmer basis holds.
            if both.width() == days.width() && !assumed && basis < self.basis {
                self.basis = basis;
                self.assumed = false;
            }
            return true;
        }
        // A premise that only trims what other words narrow further anyway still counts: its heirs say so.
        self.assumed |= assumed;
        self.basis = if self.basis == Basis::Unknown { basis } else { self.basis.max(basis) };
        self.domain = both;
        if self.reasons.len() < MOST_REASONS {
            self.reasons.extend(reason().filter(|new| !self.reasons.contains(new)));
        }
        true
    }

    /// As printed. What is assumed and wide is left open.
    pub fn print(&self, sources: &[Source<'_>]) -> Days {
        let (first, last) = self.domain.known();
        let basis = match (first.or(last), self.assumed) {
            (None, _) => return Days::unknown(),
            (Some(_), true) => Basis::Assumed,
            (Some(_), false) => self.basis,
        };
        let both = first.is_some() && last.is_some();
        if self.assumed && both && self.domain.width() > WIDEST {
            return Days::unknown();
        }
        let mut days = source::days(first, last, basis);
        days.because = self
            .reasons
            .iter()
            .map(|reason| Because {
                rule: reason.rule.clone(),
                refs: reason.words.iter().map(|&(source, span)| sources[source].reference(span)).collect(),
            })
            .collect();
        days
    }
}

/// A mention whose days do not go together with what else is known of its event or article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clash {
    /// The mention.
    pub mention: usize,
}

/// The days of a story.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dates {
    /// Of each source.
    pub articles: Vec<Dated>,
    /// Of each group of events.
    pub events: Vec<Dated>,
    /// Stretches between events of one series.
    pub chains: Vec<Chain>,
    /// What did not go together.
    pub clashes: Vec<Clash>,
}

impl Dates {
    /// What each article says of itself.
    pub fn of_articles(sources: &[Source<'_>], options: Options) -> Dates {
        let own = |(at, source): (usize, &Source<'_>)| of_article(at, source, options);
        Dates { articles: sources.iter().enumerate().map(own).collect(), ..Dates::default() }
    }

    /// Solves for all articles and groups of events, starting from what each article says of itself.
    pub fn solve(
        sources: &[Source<'_>],
        events: &Events,
        options: Options,
        decided: &[by_hand::Events<'_>],
    ) -> Dates {
        let mut dates = Dates::of_articles(sources, options);
        dates.events = vec![Dated::open(); events.clusters.len()];
        for one in decided {
            let (Some((first, last)), Some(&mention)) = (one.days, one.mentions.first()) else { continue };
            let told = &events.mentions[mention];
            let event = &mut dates.events[told.cluster];
            event.domain = Domain::between(Some(calendar::number(first)), Some(calendar::number(last)));
            event.basis = Basis::Given;
            event.reasons = vec![Reason {
                rule: format!("stated by hand ({})", one.place),
                words: vec![(told.source, told.span)],
            }];
        }
        dates.chains = chain::chains(sources, events);
        let mut aside = vec![false; events.mentions.len()];
        // First without premises, so that what follows from the words alone is known as such.
        dates.propagate(events, options, false, &mut aside);
        if !options.no_assumptions {
            year::assume(sources, &mut dates.articles);
            dates.propagate(events, options, false, &mut aside);
            dates.propagate(events, options, true, &mut aside);
        }
        dates.clashes = (0..aside.len()).filter(|&at| aside[at]).map(|mention| Clash { mention }).collect();
        dates
    }

    /// The article's days as numbers, where known.
    pub fn told(&self, source: usize) -> (Option<Day>, Option<Day>) {
        self.articles[source].domain.known()
    }

    fn propagate(&mut self, events: &Events, options: Options, premises: bool, aside: &mut [bool]) {
        for _ in 0..MOST_ROUNDS {
            let before: (Vec<Day>, Vec<Day>) = self.widths();
            self.mentions(events, options, premises, aside);
            self.stretches();
            if self.widths() == before {
                break;
            }
        }
    }

    fn widths(&self) -> (Vec<Day>, Vec<Day>) {
        let width = |all: &[Dated]| all.iter().map(|one| one.domain.width()).collect();
        (width(&self.articles), width(&self.events))
    }

    fn mentions(&mut self, events: &Events, options: Options, premises: bool, aside: &mut [bool]) {
        for (at, mention) in events.mentions.iter().enumerate() {
            let Some(hint) = mention.hint.as_ref().filter(|_| !aside[at]) else { continue };
            if hint.premise.is_some() && (options.no_assumptions || !premises) {
                continue;
            }
            let (source, cluster) = (mention.source, mention.cluster);
            let premised = hint.premise.is_some();
            let article = &self.articles[source];
            let event = &self.events[cluster];
            let absolute = matches!(hint.when, When::Absolute(..));
            let forward = hint.forward(&article.domain);
            let back = hint.back(&event.domain);
            // What follows from a firm article and its own words is stated; from a worked-out article, worked out.
            let firm =
                matches!(article.basis, Basis::Given | Basis::Metadata | Basis::Dateline | Basis::Stated);
            let basis = if absolute || firm && hint.is_stated() { Basis::Stated } else { Basis::WorkedOut };
            let reason = || {
                let span = hint.span.unwrap_or(mention.span);
                let rule = hint.premise.unwrap_or(rule_of(hint)).to_owned();
                Some(Reason { rule, words: vec![(source, span)] })
            };
            let assumed = premised || article.assumed && !absolute;
            let (event_assumed, event_open) = (event.assumed, event.domain.width());
            if !self.events[cluster].narrow(&forward, basis, assumed, reason) {
                // A tense alone is too weak to clash with anything.
                aside[at] = hint.is_stated() || aside[at];
                continue;
            }
            if event_open < 800 && !premised && hint.is_stated() {
                let narrowed = self.articles[source].narrow(&back, Basis::WorkedOut, event_assumed, reason);
                aside[at] |= !narrowed && hint.is_stated();
            }
        }
    }

    fn stretches(&mut self) {
        for chain in self.chains.clone() {
            let (earlier, later) = (&self.events[chain.earlier], &self.events[chain.later]);
            let (forward, back) = (
                earlier.domain.shifted(chain.least, chain.most),
                later.domain.shifted(-chain.most, -chain.least),
            );
            let (from_earlier, from_later) = (earlier.assumed, later.assumed);
            let narrow = (earlier.domain.width() < 800, later.domain.width() < 800);
            let reason =
                || Some(Reason { rule: chain.rule.to_owned(), words: vec![(chain.source, chain.span)] });
            if narrow.0 {
                self.events[chain.later].narrow(&forward, Basis::WorkedOut, from_earlier, reason);
            }
            if narrow.1 {
                self.events[chain.earlier].narrow(&back, Basis::WorkedOut, from_later, reason);
            }
        }
    }
}

/// The rule behind a hint, in words.
fn rule_of(hint: &Hint) -> &'static str {
    match hint.when {
        When::Absolute(..) => "the words state the day",
        When::Since(_) => "from the day that the words name up to the article",
        When::Weekdays(_, _, most) if most > 0 => "the named weekday on or after the day of the article",
        When::Weekdays(..) => "the last such day before the article",
        When::Week(_) => "the week of the article, counted from Monday",
        When::Month(..) => "the month nearest to the article",
        When::Offset(..) if hint.is_stated() => "counted from the day of the article",
        When::Offset(_, 0) => "told as over, so not after the article",
        When::Offset(..) => "told as to come, so not before the article",
    }
}

/// What an article says of its own day: given, or within the bounds of its text; and a line of the page.
fn of_article(at: usize, source: &Source<'_>, options: Options) -> Dated {
    let mut dated = Dated::open();
    let published = &source.reading.published;
    let (first, last) = source.published();
    let barred = options.no_assumptions && published.basis == Basis::Assumed;
    if (first.is_some() || last.is_some()) && !barred {
        dated.domain = Domain::between(first, last);
        dated.basis = published.basis;
        dated.assumed = published.basis == Basis::Assumed;
        if published.day().is_some() {
            return dated;
        }
        dated.reasons = published.because.iter().map(|step| reason(at, step)).collect();
    }
    let lines =
        source.reading.passages.iter().take(12).filter(|one| {
            !matches!(one.kind, PassageKind::Body | PassageKind::Title | PassageKind::Standfirst)
        });
    for line in lines {
        if let Some((month, day)) = hint::line_without_year(source.words_at(line.span)) {
            let days = Domain::of_month(month, Some(day));
            dated.narrow(&days, Basis::Dateline, false, || {
                let rule = "a line of the page names the day, not the year".to_owned();
                Some(Reason { rule, words: vec![(at, line.span)] })
            });
            break;
        }
    }
    dated
}

/// A step of the reading, in words.
fn reason(at: usize, step: &Because) -> Reason {
    let rule = if step.rule.contains(' ') { &step.rule } else { "the article's own words bound its day" };
    Reason { rule: rule.to_owned(), words: step.refs.iter().map(|one| (at, one.span)).collect() }
}
