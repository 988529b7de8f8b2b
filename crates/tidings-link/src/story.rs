//! From the readings of one story to the story, as printed.

mod claim;
mod figure;
mod former;
mod timeline;
mod why;

use std::collections::{BTreeMap, BTreeSet};

use tidings_record::{
    Article, ArticleId, Basis, ByteSpan, ClaimId, Days, EventId, FigureId, LinkedEvent, Part, Participant,
    Reading, Ref, Status, StatusChange, Story, StoryId, Why,
};

use crate::actors::Actors;
use crate::by_hand::{self, ByHand};
use crate::calendar::{self, Day};
use crate::claims::Claims;
use crate::copies::{Copies, Origin};
use crate::dates::Dates;
use crate::events::{self, Cluster, Events, Mention};
use crate::figures::{self, Linked};
use crate::findings::{self, About, Linkage};
use crate::source::{self, Source};
use crate::{Asked, Options, Request};

pub(crate) use former::former;

/// Passes of grouping events and solving days, each with what the other found; they settle sooner.
const PASSES: usize = 3;
/// Most refs of one event, claim or figure in one article.
const MOST_REFS_HERE: usize = 6;

/// Links the readings of one story. The same readings in any order give the same story.
pub fn story(readings: &[&Reading], options: Options) -> Story {
    told(readings, &Request { options, ..Request::default() }).story
}

/// A story with what was asked beside it.
pub(crate) struct Told {
    /// The story.
    pub story: Story,
    /// The reasons that were asked for.
    pub why: Vec<Why>,
    /// For each decision what in this story does not answer to it.
    pub missing: Vec<Vec<String>>,
}

/// The same with what a person decided, and with the reasons that are asked for.
pub(crate) fn told(readings: &[&Reading], request: &Request<'_>) -> Told {
    let options = request.options;
    let mut sorted: Vec<&Reading> = readings.to_vec();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut sources: Vec<Source<'_>> = sorted.into_iter().map(Source::new).collect();
    let mut by_hand = ByHand::new(request.decisions);
    by_hand.ignore(&mut sources);
    let sources = sources;
    let mut copies = Copies::find(&sources);
    let actors = Actors::link(&sources, &by_hand.actors(&sources));
    let mut events = Events { mentions: events::mentions(&sources, &actors), clusters: Vec::new() };
    let decided = by_hand.events(&sources, &events.mentions);
    let mut dates = Dates::of_articles(&sources, options);
    let reasons = request.asked != Asked::Nothing;
    for pass in 0..PASSES {
        let before: Vec<usize> = events.mentions.iter().map(|one| one.cluster).collect();
        let order = order(&sources, &dates);
        events.clusters = events::cluster(&sources, &order, &actors, &mut events.mentions, &dates, reasons);
        events::decide(&sources, &actors, &mut events, &dates, &decided);
        dates = Dates::solve(&sources, &events, options, &decided);
        if events::join_settled(&actors, &mut events, &dates, &decided) {
            dates = Dates::solve(&sources, &events, options, &decided);
        }
        if pass > 0 && before == events.mentions.iter().map(|one| one.cluster).collect::<Vec<_>>() {
            break;
        }
    }
    let order = order(&sources, &dates);
    let mut rank = vec![0; sources.len()];
    for (place, &at) in order.iter().enumerate() {
        rank[at] = place;
    }
    copies.sort(
        &order.iter().enumerate().map(|(place, &at)| (sources[at].reading.id.clone(), place)).collect(),
    );
    let days: Vec<(Option<Day>, Option<Day>)> = (0..sources.len()).map(|at| dates.told(at)).collect();
    let claims = Claims::link(&sources, &order, &days, &actors);
    let figures = figures::link(&sources, &order, &actors, &events);
    let printing = Printing::new(
        &sources, &order, &rank, &copies, &actors, &events, &dates, &claims, &figures, &decided, options,
    );
    let story = printing.story(request.max_events);
    let why = printing.why(&story, request.asked);
    Told { story, why, missing: by_hand.missing }
}

/// The articles by day, those that have none last, then by id.
fn order(sources: &[Source<'_>], dates: &Dates) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|&at| {
        let (first, last) = dates.told(at);
        // That it is not before a day does not date an article.
        (first.filter(|_| last.is_some()).or(last).unwrap_or(Day::MAX), last.unwrap_or(Day::MAX), at)
    });
    order
}

/// Everything that is linked, with the ids under which it is printed.
struct Printing<'a, 'r> {
    sources: &'a [Source<'r>],
    order: &'a [usize],
    rank: &'a [usize],
    copies: &'a Copies,
    actors: &'a Actors,
    events: &'a Events,
    dates: &'a Dates,
    claims: &'a Claims,
    figures: &'a [Linked],
    decided: &'a [by_hand::Events<'a>],
    told: Vec<Days>,
    actor_list: Vec<tidings_record::Actor>,
    actor_ids: Vec<tidings_record::ActorId>,
    event_ids: Vec<EventId>,
    claim_ids: Vec<ClaimId>,
    figure_ids: Vec<FigureId>,
    event_was: Vec<Vec<EventId>>,
    claim_was: Vec<Vec<ClaimId>>,
    figure_was: Vec<Vec<FigureId>>,
    /// Figures of each group of events, and of each attribution.
    figures_of: BTreeMap<usize, Vec<usize>>,
    /// Groups that are worth printing.
    printed: Vec<bool>,
}

impl<'a, 'r> Printing<'a, 'r> {
    #[expect(
        clippy::too_many_arguments,
        reason = "each is the result of one step; a struct of them is this one"
    )]
    fn new(
        sources: &'a [Source<'r>],
        order: &'a [usize],
        rank: &'a [usize],
        copies: &'a Copies,
        actors: &'a Actors,
        events: &'a Events,
        dates: &'a Dates,
        claims: &'a Claims,
        figures: &'a [Linked],
        decided: &'a [by_hand::Events<'a>],
        options: Options,
    ) -> Printing<'a, 'r> {
        let told: Vec<Days> =
            (0..sources.len()).map(|at| article_days(&sources[at], dates, at, sources, options)).collect();
        let (actor_list, actor_ids) = actors.print(sources, rank, &told);
        let mut figures_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, figure) in figures.iter().enumerate() {
            if let Some(event) = figure.event {
                figures_of.entry(event).or_default().push(at);
            }
        }
        let printed = events
            .clusters
            .iter()
            .enumerate()
            .map(|(at, one)| {
                let by_hand = decided.iter().flat_map(|one| &one.mentions);
                is_worth_printing(events, one, figures_of.contains_key(&at))
                    || by_hand.into_iter().any(|&mention| events.mentions[mention].cluster == at)
            })
            .collect();
        let mut made = Printing {
            sources,
            order,
            rank,
            copies,
            actors,
            events,
            dates,
            claims,
            figures,
            decided,
            told,
            actor_list,
            actor_ids,
            event_ids: Vec::new(),
            claim_ids: Vec::new(),
            figure_ids: Vec::new(),
            event_was: Vec::new(),
            claim_was: Vec::new(),
            figure_was: Vec::new(),
            figures_of,
            printed,
        };
        made.event_ids = ids(events.clusters.iter().map(|one| made.first_ref(one)), EventId::minted);
        made.claim_ids = ids(
            claims.list.iter().map(|one| made.reference(one.tellings[0].source, one.tellings[0].span)),
            ClaimId::minted,
        );
        made.figure_ids =
            ids(figures.iter().map(|one| made.reference(one.given[0].0, one.given[0].2)), FigureId::minted);
        let of_event = events.clusters.iter().map(|one| made.later_words(one));
        made.event_was = former(&made.event_ids, of_event, EventId::minted);
        let of_claim = claims
            .list
            .iter()
            .map(|one| made.later(one.tellings.iter().map(|telling| (telling.source, telling.span))));
        made.claim_was = former(&made.claim_ids, of_claim, ClaimId::minted);
        let of_figure = figures.iter().map(|one| made.later(one.given.iter().map(|one| (one.0, one.2))));
        made.figure_was = former(&made.figure_ids, of_figure, FigureId::minted);
        made
    }

    /// The first of `words` in each article but the first.
    fn later(&self, words: impl Iterator<Item = (usize, ByteSpan)>) -> Vec<Ref> {
        let mut first: BTreeMap<usize, (usize, ByteSpan)> = BTreeMap::new();
        for (source, span) in words {
            let entry = first.entry(self.rank[source]).or_insert((source, span));
            entry.1 = entry.1.min(span);
        }
        first.into_values().skip(1).map(|(source, span)| self.reference(source, span)).collect()
    }

    /// Words that would name an event without its earliest article, or before groups were joined to it.
    fn later_words(&self, cluster: &Cluster) -> Vec<Ref> {
        let words = |at: usize| (self.events.mentions[at].source, self.events.mentions[at].span);
        let mut found = self.later(cluster.mentions.iter().map(|&at| words(at)));
        found.extend(cluster.joined.iter().map(|&(first, _)| {
            let (source, span) = words(first);
            self.reference(source, span)
        }));
        found
    }

    fn story(&self, most: Option<usize>) -> Story {
        let linkage = self.linkage();
        let findings = findings::find(&linkage, |about| match about {
            About::Actor(at) => self.actor_ids[at].to_string(),
            About::Event(at) if self.printed[at] => self.event_ids[at].to_string(),
            About::Event(_) => String::new(),
            About::Claim(at) => self.claim_ids[at].to_string(),
            About::Figure(at) => self.figure_ids[at].to_string(),
        });
        let events = self.linked_events();
        let (timeline, timeline_rest) = self.timeline(&events, most);
        let articles: Vec<Article> = self.order.iter().map(|&at| self.article(at)).collect();
        let mut ids = articles
            .iter()
            .map(|article| StoryId::minted(&Ref::new(article.id.clone(), ByteSpan::default(), ""), 0));
        let id = ids.next().unwrap_or_default();
        let was = ids.collect();
        let title = self.title(&events);
        Story {
            id,
            was,
            title,
            period: self.period(&events),
            articles,
            claims: self.linked_claims(),
            figures: self.linked_figures(),
            copies: self.copies.list.clone(),
            findings,
            timeline,
            timeline_rest,
            actors: self.actor_list.clone(),
            events,
        }
    }

    fn linkage(&self) -> Linkage<'_, 'r> {
        Linkage {
            sources: self.sources,
            order: self.order,
            copies: self.copies,
            actors: self.actors,
            events: self.events,
            dates: self.dates,
            claims: self.claims,
            figures: self.figures,
        }
    }

    fn reference(&self, source: usize, span: ByteSpan) -> Ref {
        self.sources[source].reference(span)
    }

    fn first_ref(&self, cluster: &Cluster) -> Ref {
        let first = cluster
            .mentions
            .iter()
            .map(|&at| &self.events.mentions[at])
            .min_by_key(|one| (self.rank[one.source], one.span));
        first.map_or_else(
            || Ref::new(ArticleId::default(), ByteSpan::default(), ""),
            |one| self.reference(one.source, one.span),
        )
    }

    fn article(&self, at: usize) -> Article {
        let reading = self.sources[at].reading;
        Article {
            id: reading.id.clone(),
            paths: reading.paths.clone(),
            title: reading.title.as_ref().map(|title| title.text.clone()),
            outlet: reading.outlet.clone(),
            url: reading.url.clone(),
            published: self.told[at].clone(),
            agencies: reading.agencies.clone(),
            origin: self.copies.origin_name(self.sources, at),
            copied_share: self.copies.printed_share(at),
        }
    }

    /// The headline of the article whose events most others tell; the story's own name.
    fn title(&self, events: &[LinkedEvent]) -> String {
        let mut weight: BTreeMap<&ArticleId, u32> = BTreeMap::new();
        for event in events.iter().filter(|event| event.articles > 1) {
            for one in &event.refs {
                *weight.entry(&one.article).or_default() += event.articles;
            }
        }
        let titled = self.order.iter().filter_map(|&at| {
            let reading = self.sources[at].reading;
            Some((
                weight.get(&reading.id).copied().unwrap_or(0),
                self.rank[at],
                reading.title.as_ref()?.text.clone(),
            ))
        });
        let best = titled.max_by_key(|(weight, rank, _)| (*weight, std::cmp::Reverse(*rank)));
        best.map_or_else(|| "Untitled".to_owned(), |(_, _, title)| events::shortened(&title))
    }

    fn period(&self, events: &[LinkedEvent]) -> Days {
        let days = events.iter().map(|one| &one.when).chain(&self.told);
        let firm = days.filter(|one| one.earliest.is_some() && one.latest.is_some());
        let (mut first, mut last, mut basis) = (None::<Day>, None::<Day>, None);
        for one in firm {
            let (earliest, latest) = (one.earliest.map(calendar::number), one.latest.map(calendar::number));
            first = first.min(earliest).or(earliest);
            last = last.max(latest);
            basis = basis.max(Some(one.basis));
        }
        source::days(first, last, basis.unwrap_or_default())
    }

    fn linked_events(&self) -> Vec<LinkedEvent> {
        let mut drafts: Vec<(Option<Day>, usize, LinkedEvent)> = (0..self.events.clusters.len())
            .filter(|&at| self.printed[at])
            .map(|at| {
                let (first, last) = self.dates.events[at].domain.known();
                (first.or(last), at, self.linked_event(at))
            })
            .collect();
        drafts.sort_by(|a, b| {
            let key = |day: Option<Day>| (day.is_none(), day);
            let place = |at: usize| {
                self.events.clusters[at]
                    .mentions
                    .iter()
                    .map(|&one| {
                        let mention = &self.events.mentions[one];
                        (self.rank[mention.source], mention.span)
                    })
                    .min()
            };
            (key(a.0), place(a.1)).cmp(&(key(b.0), place(b.1)))
        });
        drafts.into_iter().map(|(_, _, event)| event).collect()
    }

    /// The mentions of a group in the order of the story.
    fn mentions(&self, cluster: &Cluster) -> Vec<&'a Mention> {
        let mut mentions: Vec<&Mention> =
            cluster.mentions.iter().map(|&at| &self.events.mentions[at]).collect();
        mentions.sort_by_key(|one| (self.rank[one.source], one.span, one.trigger, one.piece));
        mentions
    }

    fn linked_event(&self, at: usize) -> LinkedEvent {
        let cluster = &self.events.clusters[at];
        let mentions = self.mentions(cluster);
        let refs = self.few(mentions.iter().map(|one| (one.source, one.span)));
        let words: Vec<(usize, ByteSpan)> = mentions.iter().map(|one| (one.source, one.span)).collect();
        let own =
            |one: &&Mention| self.sources[one.source].reading.events[one.event.index()].attribution.is_none();
        let claimants: BTreeSet<tidings_record::ActorId> = if mentions.iter().any(own) {
            BTreeSet::new()
        } else {
            mentions.iter().filter_map(|one| self.claimant(one)).collect()
        };
        let status_history = self.history(&mentions);
        let unsourced = mentions.iter().all(|one| one.status == Status::Alleged);
        let happened = mentions.iter().any(|one| one.status == Status::Happened);
        let status = match status_history.last() {
            Some(last) if last.status == Status::Hypothetical && happened => Status::Happened,
            Some(last) => last.status,
            None if unsourced => Status::Alleged,
            None if happened => Status::Happened,
            None => mentions.first().map_or(Status::Happened, |one| one.status),
        };
        let when = self.dates.events[at].print(self.sources);
        // What lies behind all who tell it has not happened yet, whatever their words sound like.
        let last_told: Option<Vec<_>> =
            mentions.iter().map(|one| self.plain_days(one.source).latest).collect();
        let last_told = last_told.and_then(|days| days.into_iter().max());
        let is_ahead = when.earliest.zip(last_told).is_some_and(|(day, told)| day > told);
        let status = match status {
            Status::Happened | Status::Ongoing if is_ahead => Status::Planned,
            status => status,
        };
        LinkedEvent {
            id: self.event_ids[at].clone(),
            was: self.event_was[at].clone(),
            kind: cluster.kind.clone(),
            mode: mentions
                .iter()
                .find_map(|one| self.sources[one.source].reading.events[one.event.index()].mode.clone()),
            title: events::title(self.sources, &self.events.mentions, cluster),
            when,
            ordinal: cluster.ordinal,
            status,
            status_history,
            places: self.ids(cluster.places()),
            actors: self.participants(&mentions),
            figures: self
                .figures_of
                .get(&at)
                .into_iter()
                .flatten()
                .map(|&one| self.figure_ids[one].clone())
                .collect(),
            refs,
            articles: count(cluster.sources()),
            after_copies: self.after_copies(&words),
            claimants: claimants.into_iter().collect(),
            agencies: self.agencies(&words),
        }
    }

    /// Who says that it happened, where the article does not say so itself.
    fn claimant(&self, mention: &Mention) -> Option<tidings_record::ActorId> {
        let reading = self.sources[mention.source].reading;
        let attribution = reading.events[mention.event.index()].attribution?;
        let attribution = reading.attributions.get(attribution.index())?;
        self.actors
            .speaker(mention.source, attribution)
            .map(|actor| self.actor_ids[actor].clone())
            .filter(|id| !id.as_str().is_empty())
    }

    /// How the status changed from article to article: one entry for each change.
    fn history(&self, mentions: &[&Mention]) -> Vec<StatusChange> {
        let mut found: Vec<StatusChange> = Vec::new();
        let mut sources: BTreeSet<(usize, Status)> = BTreeSet::new();
        // "Our forces fired no shells" denies a part in an attack, not the attack.
        // "No deal as talks end": an article that tells that it happened does not deny it.
        let told: BTreeSet<usize> =
            mentions.iter().filter(|one| one.status == Status::Happened).map(|one| one.source).collect();
        let kept = mentions.iter().filter(|one| {
            let over = one.is_harm() && !told.is_empty();
            one.status != Status::Hypothetical
                && !(one.status == Status::Denied && over)
                && !(one.status == Status::Denied && told.contains(&one.source))
        });
        for one in kept {
            let words = self.reference(one.source, one.span);
            match found.last_mut() {
                Some(last) if last.status == one.status => {
                    if sources.insert((one.source, one.status)) && last.refs.len() < MOST_REFS_HERE {
                        last.refs.push(words);
                    }
                }
                _ => {
                    sources.insert((one.source, one.status));
                    found.push(StatusChange {
                        status: one.status,
                        told: self.plain_days(one.source),
                        refs: vec![words],
                    });
                }
            }
        }
        found
    }

    /// An article's days without their reasons, which stand with the article.
    fn plain_days(&self, source: usize) -> Days {
        Days { because: Vec::new(), ..self.told[source].clone() }
    }

    fn participants(&self, mentions: &[&Mention]) -> Vec<Participant> {
        let mut found: BTreeMap<(Part, usize), Vec<(usize, ByteSpan)>> = BTreeMap::new();
        for one in mentions {
            for actor in &one.actors {
                found.entry((actor.part, actor.actor)).or_default().push((one.source, actor.span));
            }
        }
        found
            .into_iter()
            .filter(|((_, actor), _)| !self.actor_ids[*actor].as_str().is_empty())
            .map(|((part, actor), words)| Participant {
                part,
                actor: self.actor_ids[actor].clone(),
                refs: self.few(words.into_iter()),
            })
            .collect()
    }

    /// Refs to `words`, at most a few of each article.
    fn few(&self, words: impl Iterator<Item = (usize, ByteSpan)>) -> Vec<Ref> {
        let mut here: BTreeMap<usize, Vec<ByteSpan>> = BTreeMap::new();
        let mut refs = Vec::new();
        for (source, span) in words {
            let list = here.entry(source).or_default();
            if list.len() < MOST_REFS_HERE && !list.contains(&span) {
                list.push(span);
                refs.push(self.reference(source, span));
            }
        }
        refs
    }

    fn ids(&self, actors: impl Iterator<Item = usize>) -> Vec<tidings_record::ActorId> {
        let ids: BTreeSet<_> =
            actors.map(|one| self.actor_ids[one].clone()).filter(|id| !id.as_str().is_empty()).collect();
        ids.into_iter().collect()
    }

    fn after_copies(&self, words: &[(usize, ByteSpan)]) -> u32 {
        let origins: BTreeSet<Origin> =
            words.iter().map(|&(source, span)| self.copies.origin(self.sources, source, span)).collect();
        origins.len() as u32
    }

    fn agencies(&self, words: &[(usize, ByteSpan)]) -> Vec<String> {
        let agencies: BTreeSet<&String> =
            words.iter().flat_map(|&(source, _)| &self.sources[source].reading.agencies).collect();
        agencies.into_iter().cloned().collect()
    }
}

/// How many different ones.
fn count(all: impl Iterator<Item = usize>) -> u32 {
    all.collect::<BTreeSet<_>>().len() as u32
}

/// An article's days: its own if that is one day, with its own reasons, else as worked out; what is wider stays as
/// the article alone bounds it.
fn article_days(
    source: &Source<'_>,
    dates: &Dates,
    at: usize,
    sources: &[Source<'_>],
    options: Options,
) -> Days {
    let own = &source.reading.published;
    let barred = options.no_assumptions && own.basis == Basis::Assumed;
    if own.day().is_some() && !barred {
        return own.clone();
    }
    let printed = dates.articles[at].print(sources);
    let open = printed.earliest.is_none() && printed.latest.is_none();
    if open && !barred { own.clone() } else { printed }
}

/// Ids over defining refs. Two things with one defining ref are told apart by a count.
fn ids<I>(refs: impl Iterator<Item = Ref>, minted: impl Fn(&Ref, u32) -> I) -> Vec<I> {
    let mut seen: BTreeMap<(ArticleId, ByteSpan), u32> = BTreeMap::new();
    refs.map(|one| {
        let nth = seen.entry((one.article.clone(), one.span)).or_default();
        *nth += 1;
        minted(&one, *nth - 1)
    })
    .collect()
}

/// Whether a group says enough to stand in the record: somebody, a day, a place, a number or a second article.
fn is_worth_printing(events: &Events, cluster: &Cluster, has_figures: bool) -> bool {
    let stated = cluster.mentions.iter().any(|&at| {
        let mention = &events.mentions[at];
        mention.hint.as_ref().is_some_and(|hint| hint.is_stated()) || mention.ordinal.is_some()
    });
    let somebody = cluster.actors().next().is_some() || cluster.places().next().is_some();
    // Of an attack that is only denied nobody tells that it was.
    let is_denied =
        |&at: &usize| events.mentions[at].status == Status::Denied && events.mentions[at].is_harm();
    if cluster.mentions.iter().all(is_denied) {
        return false;
    }
    let real = cluster.mentions.iter().any(|&at| {
        let mention = &events.mentions[at];
        matches!(mention.status, Status::Happened | Status::Planned | Status::Ongoing)
            && mention.hint.as_ref().is_some_and(|hint| hint.is_stated())
    });
    has_figures
        || real
        || stated && somebody
        || somebody && cluster.mentions.len() > 1
        || cluster.sources().count() > 1
        || somebody
            && cluster
                .mentions
                .iter()
                .any(|&at| events.mentions[at].is_harm() || events.mentions[at].is_encounter())
}
