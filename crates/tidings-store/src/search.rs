//! Search over passages, claims and events.
//!
//! Words of a query are cut and stemmed as the index's words are and handed over in quotation marks, so no query is
//! wrong. A row of the index is a passage with what is told in it; filters are words of it, so that a rare filter is as
//! fast as a rare word. Passages that match are looked at: which of passage, claims and events is asked for, and how
//! well it answers. Of very many those are looked at with which articles begin, then those that came last; ranking
//! counts whole numbers, ties go by day, then id.

mod articles;
pub(crate) mod index;
mod query;
mod rank;
pub(crate) mod words;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tidings_record::{ByteSpan, PointSpan, Ref};

use self::articles::{Article, Item};
use self::index::RowKind;
pub use self::query::{Query, Unclear, first_day, last_day};
use self::rank::Stems;
use self::words::stems;
use crate::items::id_of;
use crate::{Kind, Result, Store};

/// Passages that may match and are ranked.
const MOST: usize = 240;
/// Of those, passages with which articles begin that are looked at before the others.
const MOST_LEADS: usize = 80;
/// Passages that are looked at, be it in vain.
const MOST_LOOKED_AT: usize = 400;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The best, the best first.
    pub hits: Vec<Hit>,
    /// How many matched, up to the bound.
    pub matches: usize,
    /// Whether more match than were ranked and counted.
    pub more: bool,
    /// How many of the counted matches have which value.
    pub facets: Vec<Facet>,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// `passage`, `claim` or `event`.
    pub kind: &'static str,
    /// Its id; of a passage `ARTICLE#FIRST-END`.
    pub id: String,
    /// The id of the story, if it has one yet.
    pub story: Option<String>,
    /// The outlet of the article.
    pub outlet: Option<String>,
    /// The day by which it is filtered: of an event its own, of a claim when it was told, else of publication.
    pub day: Option<Date>,
    /// Who says it, of a claim.
    pub speaker: Option<String>,
    /// The stance of a claim or the type of an event.
    pub sort: Option<String>,
    /// The title of an event, or of the article.
    pub title: Option<String>,
    /// Where it stands.
    pub place: Ref<PointSpan>,
    /// The words around what was asked, with it between `[` and `]`.
    pub snippet: String,
}

/// A value that hits share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// `kind`, `outlet`, `month`, `speaker`, `stance`, `type` or `story`.
    pub name: &'static str,
    /// Its values with how often they were counted, the most frequent first.
    pub values: Vec<(String, usize)>,
}

/// Articles by number, and claims and events.
type Named = (BTreeSet<i64>, BTreeSet<(RowKind, i64)>);

/// What is asked, made ready.
struct Asked<'q> {
    query: &'q Query,
    wanted: Vec<Vec<String>>,
    unwanted: Vec<Vec<String>>,
    days: (Option<i64>, Option<i64>),
    known_by: Option<String>,
    among: Option<Named>,
    /// The stance of a claim or the type of an event.
    sort: Option<String>,
}

/// A passage that may match.
struct Candidate {
    row: i64,
    article: i64,
    span: PointSpan,
    /// Whether claims or events are told in it.
    has_told: bool,
}

/// A hit before it is shown.
struct Match {
    kind: RowKind,
    article: i64,
    item: Option<usize>,
    span: ByteSpan,
    day: Option<i64>,
    score: i64,
}

impl Store {
    /// What `query` asks for.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn search(&self, query: &Query) -> Result<std::result::Result<Found, Unclear>> {
        let expression = match query.expression() {
            Ok(expression) => expression,
            Err(unclear) => return Ok(Err(unclear)),
        };
        let ranges = match &query.story {
            None => vec![(0, i64::MAX)],
            Some(id) => match self.story_number(id)? {
                Some(story) => self.ranges_of_story(story)?,
                None => return Ok(Err(Unclear(format!("there is no story {id}{}", self.near_words(id)?)))),
            },
        };
        let asked = Asked {
            query,
            wanted: query.asked(),
            unwanted: query.unwanted(),
            days: (query.from.map(index::day_number), query.to.map(index::day_number)),
            known_by: query.known_by.map(|day| day.to_string()),
            among: query.among.as_ref().map(|ids| self.numbers_of_ids(ids)).transpose()?,
            sort: query.sort(),
        };
        let mut articles = BTreeMap::new();
        let (mut ranked, more) = self.matches(&asked, &expression, &ranges, &mut articles)?;
        ranked.sort_by(|one, other| {
            let id = |one: &Match| one.item.map(|at| articles[&one.article].items[at].told.id);
            let key = |one: &Match| (one.kind, id(one), one.article, one.span);
            let better = other.score.cmp(&one.score).then(other.day.cmp(&one.day));
            better.then_with(|| key(one).cmp(&key(other)))
        });
        let facets = facets(&ranked, &articles);
        let matches = ranked.len();
        ranked.truncate(query.limit);
        let hits = ranked.iter().map(|one| hit(one, &articles[&one.article], &asked)).collect();
        Ok(Ok(Found { hits, matches, more, facets }))
    }

    /// What matches, and whether passages were left unseen.
    fn matches(
        &self,
        asked: &Asked<'_>,
        expression: &str,
        ranges: &[(i64, i64)],
        articles: &mut BTreeMap<i64, Article>,
    ) -> Result<(Vec<Match>, bool)> {
        let (newest, mut more) = self.newest(expression, ranges, MOST_LOOKED_AT)?;
        let leads = match more {
            true => self.newest(&query::leading(expression), ranges, MOST_LEADS)?.0,
            false => Vec::new(),
        };
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut matching = 0;
        for candidate in leads.into_iter().chain(newest) {
            if !seen.insert(candidate.row) {
                continue;
            }
            if matching >= MOST || seen.len() > MOST_LOOKED_AT {
                more = true;
                break;
            }
            let before = found.len();
            self.look_at(&candidate, articles, asked, &mut found)?;
            matching += usize::from(found.len() > before);
        }
        Ok((found, more))
    }

    /// The passages for which `expression` holds, at most so many, those that came last first; and whether there are more.
    fn newest(&self, expression: &str, ranges: &[(i64, i64)], most: usize) -> Result<(Vec<Candidate>, bool)> {
        let sql = "SELECT r.search_row, r.article, r.starts, r.ends, r.told IS NOT NULL
                   FROM search_index i CROSS JOIN search_rows r ON r.search_row = i.rowid
                   WHERE search_index MATCH ?1 AND i.rowid BETWEEN ?2 AND ?3 ORDER BY i.rowid DESC";
        let mut found = Vec::new();
        for (first, last) in ranges.iter().rev() {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query((expression, first, last))?;
            while let Some(row) = rows.next()? {
                if found.len() == most {
                    return Ok((found, true));
                }
                let span = PointSpan::new(row.get(2)?, row.get(3)?);
                found.push(Candidate { row: row.get(0)?, article: row.get(1)?, span, has_told: row.get(4)? });
            }
        }
        Ok((found, false))
    }

    /// What of a passage and of what is told in it matches. What costs most is looked up last: a passage in which nothing
    /// of the kinds asked for is told costs no text.
    fn look_at(
        &self,
        candidate: &Candidate,
        articles: &mut BTreeMap<i64, Article>,
        asked: &Asked<'_>,
        found: &mut Vec<Match>,
    ) -> Result<()> {
        let query = asked.query;
        let asks_for_passage = query.asks_for(RowKind::Passage);
        let told = if candidate.has_told { self.told_in(candidate, asked)? } else { Vec::new() };
        if told.is_empty() && !asks_for_passage {
            return Ok(());
        }
        let article = match articles.entry(candidate.article) {
            Entry::Vacant(entry) => entry.insert(self.article_to_search(candidate.article)?),
            Entry::Occupied(entry) => entry.into_mut(),
        };
        let known = |day: &String| article.latest.as_ref().is_some_and(|latest| latest <= day);
        if !asked.known_by.as_ref().is_none_or(known) {
            return Ok(());
        }
        let mut push = |kind: RowKind, item: Option<usize>, span: ByteSpan, day, words: &Stems| {
            let score = rank::score(words, &asked.wanted) + if item.is_some() { 2 } else { 0 };
            found.push(Match { kind, article: candidate.article, item, span, day, score });
        };
        let is_among = |item: Option<(RowKind, i64)>| {
            asked.among.as_ref().is_none_or(|(articles, items)| {
                articles.contains(&candidate.article) || item.is_some_and(|item| items.contains(&item))
            })
        };
        if asks_for_passage && asked.has_day(article.day) && is_among(None) {
            let span = article.bytes(candidate.span);
            let words = stems(span.of(&article.text));
            if names(&words, query.actor.as_deref())
                && names(&words, query.place.as_deref())
                && rank::holds(std::slice::from_ref(&words), &asked.wanted, &asked.unwanted)
            {
                push(RowKind::Passage, None, span, article.day, &words);
            }
        }
        for told in told {
            let words = [stems(told.words(article)), told.title(article).map(stems).unwrap_or_default()];
            if !is_among(Some((told.kind, told.id))) || !rank::holds(&words, &asked.wanted, &asked.unwanted) {
                continue;
            }
            let item = self.item(told)?;
            let day = item.day.or(article.day);
            if asked.has_day(day) && self.passes(&item, article, query)? {
                let place = article.bytes(item.told.span);
                push(item.told.kind, Some(article.items.len()), place, day, &stems(place.of(&article.text)));
                article.items.push(item);
            }
        }
        Ok(())
    }

    /// Whether a claim or event passes the filters by name.
    fn passes(&self, item: &Item, article: &Article, query: &Query) -> Result<bool> {
        for (asked, lists) in [
            (&query.speaker, &[&item.speakers][..]),
            (&query.actor, &[&item.speakers, &item.actors]),
            (&query.place, &[&item.places]),
        ] {
            if let Some(asked) = asked
                && !self.are_named(lists, asked, article)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the names in `lists`, with all that they are called besides, have the words of `asked`.
    fn are_named(&self, lists: &[&Option<String>], asked: &str, article: &Article) -> Result<bool> {
        let mut known: Stems = Vec::new();
        for name in lists.iter().copied().flatten().flat_map(|list| list.split("; ")) {
            known.extend(stems(name));
            if let (Some(story), false) = (article.story, names(&known, Some(asked))) {
                for aliases in self.aliases(story, name)? {
                    known.extend(stems(&aliases));
                }
            }
        }
        Ok(names(&known, Some(asked)))
    }

    /// Where the rows of a story stand, ascending.
    fn ranges_of_story(&self, story: i64) -> Result<Vec<(i64, i64)>> {
        let sql = "SELECT search_first, search_last FROM articles
                   WHERE story = ?1 AND search_first IS NOT NULL ORDER BY 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The articles, and the claims and events, that `ids` name; those of passages name their articles.
    fn numbers_of_ids(&self, ids: &[String]) -> Result<Named> {
        let (mut articles, mut items) = (BTreeSet::new(), BTreeSet::new());
        for id in ids {
            let digits = crate::items::digits(id);
            match (Kind::of_id(id), digits) {
                (Some(Kind::Claim), Some(digits)) => {
                    items.insert((RowKind::Claim, digits));
                }
                (Some(Kind::Event), Some(digits)) => {
                    items.insert((RowKind::Event, digits));
                }
                (Some(Kind::Story), _) => {
                    if let Some(story) = self.story_number(id)? {
                        articles.extend(self.articles_of(story)?);
                    }
                }
                _ => {
                    let article = match self.article_number(id)? {
                        None => {
                            id.rsplit_once('#').map(|(id, _)| self.article_number(id)).transpose()?.flatten()
                        }
                        article => article,
                    };
                    articles.extend(article);
                }
            }
        }
        Ok((articles, items))
    }
}

impl Asked<'_> {
    fn has_day(&self, day: Option<i64>) -> bool {
        let (from, to) = self.days;
        match day {
            Some(day) => from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to),
            None => from.is_none() && to.is_none(),
        }
    }
}

/// Whether `known` has all words of `name`, if one is given.
fn names(known: &Stems, name: Option<&str>) -> bool {
    let has = |stem: &String| known.iter().any(|(_, word)| word == stem);
    name.is_none_or(|name| stems(name).iter().all(|(_, stem)| has(stem)))
}

fn hit(one: &Match, article: &Article, asked: &Asked<'_>) -> Hit {
    let span = article.points(one.span);
    let words = one.span.of(&article.text);
    let mut hit = Hit {
        kind: one.kind.name(),
        id: format!("{}#{}-{}", article.id, span.start, span.end),
        story: article.story_id.map(|story| id_of(Kind::Story, story)),
        outlet: article.outlet.clone(),
        day: one.day.and_then(date_of),
        speaker: None,
        sort: None,
        title: article.title.clone(),
        snippet: rank::snippet(words, &asked.wanted),
        place: Ref { article: article.id.as_str().into(), span, quote: words.to_owned() },
    };
    if let (Some(kind), Some(item)) = (one.kind.item(), one.item.map(|at| &article.items[at])) {
        hit.id = id_of(kind, item.told.id);
        hit.sort.clone_from(&item.sort);
        if one.kind == RowKind::Claim {
            hit.speaker.clone_from(&item.speakers);
        }
        // The title of an event may rest on later articles.
        if let (Some(title), None) = (item.told.title(article), asked.query.known_by) {
            hit.title = Some(title.to_owned());
        }
    }
    hit
}

fn facets(matches: &[Match], articles: &BTreeMap<i64, Article>) -> Vec<Facet> {
    let names = ["kind", "outlet", "month", "speaker", "stance", "type", "story"];
    let mut counts: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); names.len()];
    let mut count = |at: usize, value: Option<String>| {
        if let Some(value) = value {
            *counts[at].entry(value).or_default() += 1;
        }
    };
    for one in matches {
        let article = &articles[&one.article];
        count(0, Some(one.kind.name().to_owned()));
        count(1, article.outlet.clone());
        count(2, one.day.map(|day| format!("{:04}-{:02}", day / 10_000, day / 100 % 100)));
        count(6, article.story_id.map(|story| id_of(Kind::Story, story)));
        match (one.kind, one.item.map(|at| &article.items[at])) {
            (RowKind::Claim, Some(claim)) => {
                count(3, claim.speakers.clone());
                count(4, claim.sort.clone());
            }
            (RowKind::Event, Some(event)) => count(5, event.sort.clone()),
            _ => {}
        }
    }
    let facets = names.into_iter().zip(counts).map(|(name, counts)| {
        let mut values: Vec<(String, usize)> = counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(12);
        Facet { name, values }
    });
    facets.filter(|facet| !facet.values.is_empty()).collect()
}

fn date_of(number: i64) -> Option<Date> {
    let part = |number: i64| i8::try_from(number % 100).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}
