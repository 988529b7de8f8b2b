//! The sources of a draft, sentence by sentence, with an index of their words.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use tidings_record::{
    ByteSpan, Figure, FindingKind, LinkedEvent, NameType, PassageKind, Reading, Record, Ref, Status, TimeType,
};

use crate::line::{Word, words};
use crate::values::{Amount, amounts};

/// Most places where a word stands that are looked at; a word that stands in more tells nothing.
const MOST_PLACES: usize = 4_000;

/// What a word weighs at least by which two events are known for one.
const HEAVY: u32 = 16;

/// Where an event is told, and the days it lies in.
type Told = (ByteSpan, (Date, Date));

/// One article.
pub(crate) struct Article<'a> {
    /// Its reading.
    pub reading: &'a Reading,
    /// The day it was published, as far as the record knows.
    pub told: Option<Date>,
    /// All its words, small, by their keys: for names.
    pub stretches: std::ops::Range<usize>,
}

/// One sentence of a source.
pub(crate) struct Stretch {
    /// Its article.
    pub article: usize,
    /// Where it stands.
    pub span: ByteSpan,
    /// Its passage.
    pub passage: usize,
    /// Its words.
    pub words: Vec<Word>,
    /// Days that it states, first and last of each.
    pub days: Vec<(Date, Date)>,
    /// Days that it states or that its events have by the record, else those of the sentence before it.
    pub scope: Vec<(Date, Date)>,
    /// "second round": the number and the noun; of the sentence before if it has none.
    pub ordinals: Vec<(u32, String)>,
    /// Its numbers.
    pub amounts: Vec<Amount>,
}

/// The sources of a draft.
pub(crate) struct Sources<'a> {
    /// The articles, by day, then id.
    pub articles: Vec<Article<'a>>,
    /// Their sentences, in order.
    pub stretches: Vec<Stretch>,
    /// The record of the articles.
    pub record: &'a Record,
    /// Where words stand, by their keys.
    places: HashMap<u64, Vec<(u32, u32)>>,
    by_id: BTreeMap<&'a str, usize>,
    /// Events by the articles that tell of them, with where.
    events: BTreeMap<&'a str, Vec<(ByteSpan, &'a LinkedEvent)>>,
    /// Figures by the articles that give them, with where.
    figures: BTreeMap<&'a str, Vec<(ByteSpan, &'a Figure)>>,
    /// By the id of a figure: those that a finding holds beside it.
    compared: BTreeMap<&'a str, Vec<(FindingKind, &'a Figure)>>,
    /// The persons whom sources name.
    pub persons: BTreeSet<&'a str>,
}

impl<'a> Sources<'a> {
    /// Lays the sources out.
    pub fn new(readings: &'a [Reading], record: &'a Record) -> Sources<'a> {
        let told = days_of_articles(record);
        let mut articles: Vec<Article<'a>> = readings
            .iter()
            .map(|reading| {
                let own = reading
                    .published
                    .latest
                    .filter(|_| reading.published.earliest == reading.published.latest);
                let told = told.get(reading.id.as_str()).copied().or(own);
                Article { reading, told, stretches: 0..0 }
            })
            .collect();
        articles.sort_by(|a, b| {
            (a.told.is_none(), a.told, &a.reading.id).cmp(&(b.told.is_none(), b.told, &b.reading.id))
        });
        articles.dedup_by(|a, b| a.reading.id == b.reading.id);
        let mut stretches = Vec::new();
        let events = events_by_article(record);
        for (at, article) in articles.iter_mut().enumerate() {
            let first = stretches.len();
            let known = events.get(article.reading.id.as_str()).map_or(&[][..], Vec::as_slice);
            stretches.extend(stretches_of(article.reading, at, known));
            article.stretches = first..stretches.len();
        }
        let mut places: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
        for (at, stretch) in stretches.iter().enumerate() {
            for (nth, word) in stretch.words.iter().enumerate() {
                for key in word.keys() {
                    let list = places.entry(key).or_default();
                    if list.len() < MOST_PLACES {
                        list.push((at as u32, nth as u32));
                    }
                }
            }
        }
        let by_id = articles.iter().enumerate().map(|(at, one)| (one.reading.id.as_str(), at)).collect();
        let (mut events, mut figures): (BTreeMap<&str, Vec<_>>, BTreeMap<&str, Vec<_>>) = Default::default();
        for story in &record.stories {
            for (one, at) in story.events.iter().flat_map(|one| one.refs.iter().map(move |at| (one, at))) {
                events.entry(at.article.as_str()).or_default().push((at.span, one));
            }
            for (one, at) in story.figures.iter().flat_map(|one| one.refs.iter().map(move |at| (one, at))) {
                figures.entry(at.article.as_str()).or_default().push((at.span, one));
            }
        }
        let names = articles.iter().flat_map(|one| &one.reading.names);
        let persons = names.filter(|one| one.kind == NameType::Person).map(|one| one.name.as_str()).collect();
        let compared = compared(record);
        Sources { articles, stretches, record, places, by_id, events, figures, compared, persons }
    }

    /// Where words with this key stand: sentence and word.
    pub fn places(&self, key: u64) -> &[(u32, u32)] {
        self.places.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The reading that a sentence is of.
    pub fn reading(&self, stretch: usize) -> &'a Reading {
        self.articles[self.stretches[stretch].article].reading
    }

    /// When the article of a sentence was published.
    pub fn told(&self, stretch: usize) -> Option<Date> {
        self.articles[self.stretches[stretch].article].told
    }

    /// A ref to `span` in the article of a sentence.
    pub fn reference(&self, stretch: usize, span: ByteSpan) -> Ref {
        let reading = self.reading(stretch);
        Ref::new(reading.id.clone(), span, &reading.text)
    }

    /// A ref to a whole sentence.
    pub fn sentence(&self, stretch: usize) -> Ref {
        self.reference(stretch, self.stretches[stretch].span)
    }

    /// The sentence that a ref of the record lies in.
    pub fn stretch_of(&self, words: &Ref) -> Option<usize> {
        let article = &self.articles[*self.by_id.get(words.article.as_str())?];
        article.stretches.clone().find(|&at| self.stretches[at].span.overlaps(words.span))
    }

    /// Events of the record that tell of `stretch`.
    pub fn events(&self, stretch: usize) -> impl Iterator<Item = &'a LinkedEvent> {
        let (id, span) = (self.reading(stretch).id.as_str(), self.stretches[stretch].span);
        let here = self.events.get(id).map_or(&[][..], Vec::as_slice);
        here.iter().filter(move |one| one.0.overlaps(span)).map(|one| one.1)
    }

    /// The numbers that findings of `kind` hold beside the one at `span` of a sentence: where they are given.
    pub fn beside(&self, kind: FindingKind, stretch: usize, span: ByteSpan) -> impl Iterator<Item = &'a Ref> {
        let id = self.reading(stretch).id.as_str();
        let here = self.figures.get(id).map_or(&[][..], Vec::as_slice);
        let own = here.iter().filter(move |one| one.0.overlaps(span));
        let compared =
            own.flat_map(|one| self.compared.get(one.1.id.as_str()).map_or(&[][..], Vec::as_slice));
        compared.filter(move |one| one.0 == kind).flat_map(|one| &one.1.refs)
    }

    /// Whether the record knows that something told in `stretch` as to come, in the words `by`, did happen.
    pub fn came_about(&self, stretch: usize, by: &[&Word]) -> bool {
        self.events(stretch).any(|event| {
            matches!(event.status, Status::Happened | Status::Ongoing)
                && event.status_history.iter().any(|one| {
                    let told_here = one.refs.iter().any(|at| self.stretch_of(at) == Some(stretch));
                    told_here
                        && matches!(one.status, Status::Planned | Status::Requested | Status::Threatened)
                })
        }) || self.took_place(stretch, by)
    }

    /// Whether a later article tells of an event of the type, and by the word, of one planned here, as happening then.
    fn took_place(&self, stretch: usize, by: &[&Word]) -> bool {
        let words = |event: &LinkedEvent| -> Vec<Word> {
            event
                .refs
                .iter()
                .flat_map(|one| words(&one.quote, ByteSpan::new(0, one.quote.len() as u32)))
                .collect()
        };
        let planned = self.events(stretch).filter(|event| event.status == Status::Planned);
        planned.into_iter().any(|plan| {
            let own = words(plan);
            let own: Vec<&Word> =
                own.iter().filter(|word| by.iter().any(|one| one.small == word.small)).collect();
            let events = self.record.stories.iter().flat_map(|story| &story.events);
            events.filter(|event| event.kind == plan.kind && event.status == Status::Happened).any(|event| {
                let told = event.refs.iter().filter_map(|one| self.told(self.stretch_of(one)?)).min();
                told > self.told(stretch) && event.when.earliest >= plan.when.earliest && {
                    words(event).iter().any(|word| {
                        own.iter()
                            .any(|other| word.small == other.small && word.weight >= HEAVY && !word.capital)
                    })
                }
            })
        })
    }
}

/// By the id of a figure: those that findings hold beside it.
fn compared(record: &Record) -> BTreeMap<&str, Vec<(FindingKind, &Figure)>> {
    let mut found: BTreeMap<&str, Vec<(FindingKind, &Figure)>> = BTreeMap::new();
    for story in &record.stories {
        let by_id: BTreeMap<&str, &Figure> = story.figures.iter().map(|one| (one.id.as_str(), one)).collect();
        for finding in &story.findings {
            for one in finding.between.iter().filter_map(|id| by_id.get(id.as_str())) {
                let others = finding.between.iter().filter(|id| id.as_str() != one.id.as_str());
                let others =
                    others.filter_map(|id| by_id.get(id.as_str())).map(|other| (finding.kind, *other));
                found.entry(one.id.as_str()).or_default().extend(others);
            }
        }
    }
    found
}

/// The one day on which each article was published, by its id.
fn days_of_articles(record: &Record) -> BTreeMap<&str, Date> {
    let articles = record.stories.iter().flat_map(|story| &story.articles);
    articles.filter_map(|one| Some((one.id.as_str(), one.published.latest?))).collect()
}

/// Where and when events are told, by article.
fn events_by_article(record: &Record) -> BTreeMap<&str, Vec<Told>> {
    let mut found: BTreeMap<&str, Vec<Told>> = BTreeMap::new();
    for event in record.stories.iter().flat_map(|story| &story.events) {
        let Some(days) = event.when.earliest.zip(event.when.latest) else { continue };
        for one in &event.refs {
            found.entry(one.article.as_str()).or_default().push((one.span, days));
        }
    }
    found
}

/// The sentences of a reading that are read.
fn stretches_of(reading: &Reading, article: usize, events: &[(ByteSpan, (Date, Date))]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let all = amounts(reading);
    for sentence in &reading.sentences {
        let at = sentence.passage.index();
        let passage = &reading.passages[at];
        let read = matches!(passage.kind, PassageKind::Title | PassageKind::Standfirst | PassageKind::Body);
        if !read || passage.repeats.is_some() {
            continue;
        }
        let span = sentence.span;
        let days = days_in(reading, span);
        let mut scope = days.clone();
        scope.extend(
            events
                .iter()
                .filter(|(one, _)| one.overlaps(span) && one.len() < 2 * span.len())
                .map(|(_, days)| *days),
        );
        let mut ordinals = ordinals_in(reading, span);
        if let Some(before) = found.last() {
            if scope.is_empty() {
                scope.clone_from(&before.scope);
            }
            if ordinals.is_empty() {
                ordinals.clone_from(&before.ordinals);
            }
        }
        let words = words(&reading.text, span);
        let mut amounts: Vec<Amount> = all.iter().filter(|one| span.contains(one.span)).cloned().collect();
        amounts.iter_mut().for_each(|one| one.find_noun(&words));
        found.push(Stretch { article, span, passage: at, words, days, scope, ordinals, amounts });
    }
    found
}

/// The days stated in a stretch of a reading.
pub(crate) fn days_in(reading: &Reading, span: ByteSpan) -> Vec<(Date, Date)> {
    let times = reading.times.iter().filter(|time| span.contains(time.span));
    let dated = times.filter(|time| matches!(time.kind, TimeType::Date | TimeType::Time));
    dated.filter_map(|time| time.earliest.zip(time.latest)).collect()
}

/// The places in a series that a stretch of a reading names.
pub(crate) fn ordinals_in(reading: &Reading, span: ByteSpan) -> Vec<(u32, String)> {
    let ordinals = reading
        .quantities
        .iter()
        .filter(|one| one.kind == tidings_record::QuantityKind::Ordinal && span.contains(one.span));
    ordinals
        .filter_map(|one| {
            let number = one.min?.integer().and_then(|number| u32::try_from(number).ok())?;
            let noun = one.counted.as_ref()?.lemma.rsplit(' ').next()?.to_owned();
            Some((number, noun))
        })
        .collect()
}
