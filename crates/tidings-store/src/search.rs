//! Search over passages, claims and events.
//!
//! Words of a query are cut and stemmed as the index's words are and handed over in quotation marks, so no query is
//! wrong. Filters are words of other columns, so that a rare filter is as fast as a rare word. Of very many matches the
//! [`MOST`] that came last are ranked; ranking counts whole numbers, ties go by day, then id.

pub(crate) mod index;
mod query;
mod rank;
pub(crate) mod words;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::OptionalExtension;
use tidings_record::{ByteSpan, CodePoints, PointSpan, Ref};

use self::index::RowKind;
pub use self::query::{Query, Unclear};
use crate::items::id_of;
use crate::{Result, Store};

/// Matches that are ranked.
const MOST: usize = 400;
/// Matches in whose words phrases are looked for.
const MOST_LOOKED_AT: usize = 2_000;

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

/// A row that matched.
#[derive(Debug, Clone)]
struct Match {
    kind: RowKind,
    article: i64,
    span: ByteSpan,
    day: Option<i64>,
    item: Option<i64>,
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
        let mut texts: BTreeMap<i64, String> = BTreeMap::new();
        let (matches, more) = match self.matches(query, &expression, &mut texts)? {
            Ok(found) => found,
            Err(unclear) => return Ok(Err(unclear)),
        };
        let asked = query.asked();
        let mut ranked = Vec::with_capacity(matches.len());
        for one in matches {
            let words = one.span.of(self.text(one.article, &mut texts)?);
            let score = rank::score(words, &asked) + if one.kind == RowKind::Passage { 0 } else { 2 };
            ranked.push((score, one));
        }
        ranked.sort_by(|(a, one), (b, other)| {
            let key = |one: &Match| (one.kind, one.item, one.article, one.span);
            b.cmp(a).then(other.day.cmp(&one.day)).then_with(|| key(one).cmp(&key(other)))
        });
        let facets = self.facets(ranked.iter().map(|(_, one)| one))?;
        let matches = ranked.len();
        ranked.truncate(query.limit);
        let hits = ranked
            .iter()
            .map(|(_, one)| self.hit(one, &texts[&one.article], &asked, query.known_by.is_some()))
            .collect::<Result<Vec<Hit>>>()?;
        Ok(Ok(Found { hits, matches, more, facets }))
    }

    /// The rows that match, the last that came first, up to [`MOST`], and whether there are more.
    fn matches(
        &self,
        query: &Query,
        expression: &str,
        texts: &mut BTreeMap<i64, String>,
    ) -> Result<std::result::Result<(Vec<Match>, bool), Unclear>> {
        let story = match &query.story {
            None => None,
            Some(id) => match self.story_number(id)? {
                Some(story) => Some(story),
                None => return Ok(Err(Unclear(format!("there is no story {id}{}", self.near_words(id)?)))),
            },
        };
        let mut among: Option<Named> = None;
        if let Some(ids) = &query.among {
            among = Some(self.numbers_of_ids(ids)?);
        }
        let (wanted, unwanted) = query.phrases();
        let mut looked_at = 0;
        let mut found: Vec<Match> = Vec::new();
        let mut more = false;
        let mut seen: BTreeSet<(RowKind, Option<i64>, i64, ByteSpan)> = BTreeSet::new();
        let ranges = match story {
            Some(story) => self.ranges_of_story(story)?,
            None => vec![(0, i64::MAX)],
        };
        let sql = "SELECT r.kind, r.article, r.first_byte, r.bytes, r.day, r.item, a.latest
                   FROM search_index i CROSS JOIN search_rows r ON r.search_row = i.rowid
                   CROSS JOIN articles a ON a.article = r.article
                   WHERE search_index MATCH ?1 AND i.rowid BETWEEN ?2 AND ?3 ORDER BY i.rowid DESC";
        let bound = |day: Option<Date>| day.map(index::day_number);
        let (from, to) = (bound(query.from), bound(query.to));
        let known_by = query.known_by.map(|day| day.to_string());
        'ranges: for (first, last) in ranges.into_iter().rev() {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query((expression, first, last))?;
            while let Some(row) = rows.next()? {
                let kind = RowKind::ALL[usize::try_from(row.get::<_, i64>(0)?).unwrap_or(0).min(2)];
                let start: u32 = row.get(2)?;
                let one = Match {
                    kind,
                    article: row.get(1)?,
                    span: ByteSpan::new(start, start + row.get::<_, u32>(3)?),
                    day: row.get(4)?,
                    item: row.get(5)?,
                };
                let in_days = match one.day {
                    Some(day) => from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to),
                    None => from.is_none() && to.is_none(),
                };
                let latest: Option<String> = row.get(6)?;
                let is_known =
                    known_by.as_ref().is_none_or(|day| latest.is_some_and(|latest| latest <= *day));
                let is_among = among.as_ref().is_none_or(|(articles, items)| {
                    articles.contains(&one.article)
                        || one.item.is_some_and(|item| items.contains(&(kind, item)))
                });
                if !(in_days && is_known && is_among) {
                    continue;
                }
                if !(wanted.is_empty() && unwanted.is_empty()) {
                    looked_at += 1;
                    if looked_at <= MOST_LOOKED_AT && !self.holds(&one, &wanted, &unwanted, texts)? {
                        continue;
                    }
                }
                if found.len() == MOST || looked_at > MOST_LOOKED_AT {
                    more = true;
                    break 'ranges;
                }
                if seen.insert((one.kind, one.item, one.article, one.span)) {
                    found.push(one);
                }
            }
        }
        Ok(Ok((found, more)))
    }

    /// The text of an article, looked up once.
    fn text<'t>(&self, article: i64, texts: &'t mut BTreeMap<i64, String>) -> Result<&'t str> {
        Ok(match texts.entry(article) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let sql = "SELECT text FROM originals WHERE article = ?1";
                entry.insert(self.connection.prepare_cached(sql)?.query_row([article], |row| row.get(0))?)
            }
        })
    }

    /// Whether phrases stand in the words of a match, or in the title of an event, and others do not.
    fn holds(
        &self,
        one: &Match,
        wanted: &[Vec<String>],
        unwanted: &[Vec<String>],
        texts: &mut BTreeMap<i64, String>,
    ) -> Result<bool> {
        let title: Option<String> = match (one.kind, one.item) {
            (RowKind::Event, Some(item)) => {
                let sql = "SELECT title FROM events WHERE id = ?1";
                self.connection.prepare_cached(sql)?.query_row([item], |row| row.get(0)).optional()?.flatten()
            }
            _ => None,
        };
        let words = one.span.of(self.text(one.article, texts)?);
        Ok(rank::holds(&[words, title.as_deref().unwrap_or("")], wanted, unwanted))
    }

    /// Where the rows of a story stand, ascending.
    fn ranges_of_story(&self, story: i64) -> Result<Vec<(i64, i64)>> {
        let sql =
            "SELECT search_first, search_last FROM articles WHERE story = ?1 AND search_first IS NOT NULL
                   UNION ALL
                   SELECT search_first, search_last FROM stories WHERE story = ?1 AND search_first IS NOT NULL
                   ORDER BY 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The articles, and the claims and events, that `ids` name; those of passages name their articles.
    fn numbers_of_ids(&self, ids: &[String]) -> Result<Named> {
        let (mut articles, mut items) = (BTreeSet::new(), BTreeSet::new());
        for id in ids {
            let digits = crate::items::digits(id);
            match (crate::Kind::of_id(id), digits) {
                (Some(crate::Kind::Claim), Some(digits)) => {
                    items.insert((RowKind::Claim, digits));
                }
                (Some(crate::Kind::Event), Some(digits)) => {
                    items.insert((RowKind::Event, digits));
                }
                (Some(crate::Kind::Story), _) => {
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

    fn hit(&self, one: &Match, text: &str, asked: &[Vec<String>], by_words: bool) -> Result<Hit> {
        let sql = "SELECT o.id, a.outlet, a.title, s.id FROM articles a JOIN originals o USING (article)
                   LEFT JOIN stories s ON s.story = a.story WHERE a.article = ?1";
        let (article, outlet, title, story): (String, _, _, Option<i64>) = self
            .connection
            .prepare_cached(sql)?
            .query_row([one.article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let span = CodePoints::new(text).point_span(one.span);
        let words = one.span.of(text);
        let mut hit = Hit {
            kind: one.kind.name(),
            id: format!("{article}#{}-{}", span.start, span.end),
            story: story.map(|story| id_of(crate::Kind::Story, story)),
            outlet,
            day: one.day.and_then(date_of),
            speaker: None,
            sort: None,
            title,
            snippet: rank::snippet(words, asked),
            place: Ref { article: article.into(), span, quote: words.to_owned() },
        };
        if let (Some(kind), Some(item)) = (index::kind_of(one.kind), one.item) {
            hit.id = id_of(kind, item);
            let sql = match one.kind {
                RowKind::Claim => "SELECT speaker, stance, NULL FROM told_claims WHERE id = ?1",
                _ => "SELECT NULL, type, title FROM events WHERE id = ?1",
            };
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([item])?;
            if let Some(row) = rows.next()? {
                (hit.speaker, hit.sort) = (row.get(0)?, row.get(1)?);
                // The title of an event may rest on later articles.
                if let (Some(title), false) = (row.get::<_, Option<String>>(2)?, by_words) {
                    hit.title = Some(title);
                }
            }
        }
        Ok(hit)
    }

    fn facets<'m>(&self, matches: impl Iterator<Item = &'m Match>) -> Result<Vec<Facet>> {
        let names = ["kind", "outlet", "month", "speaker", "stance", "type", "story"];
        let mut counts: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); names.len()];
        let mut count = |at: usize, value: Option<String>| {
            if let Some(value) = value {
                *counts[at].entry(value).or_default() += 1;
            }
        };
        for one in matches {
            count(0, Some(one.kind.name().to_owned()));
            count(2, one.day.map(|day| format!("{:04}-{:02}", day / 10_000, day / 100 % 100)));
            let sql = "SELECT a.outlet, s.id FROM articles a LEFT JOIN stories s USING (story) WHERE a.article = ?1";
            let (outlet, story): (Option<String>, Option<i64>) = self
                .connection
                .prepare_cached(sql)?
                .query_row([one.article], |row| Ok((row.get(0)?, row.get(1)?)))?;
            count(1, outlet);
            count(6, story.map(|story| id_of(crate::Kind::Story, story)));
            let sql = match one.kind {
                RowKind::Passage => continue,
                RowKind::Claim => "SELECT speaker, stance, NULL FROM told_claims WHERE id = ?1",
                RowKind::Event => "SELECT NULL, NULL, type FROM events WHERE id = ?1",
            };
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([one.item])?;
            if let Some(row) = rows.next()? {
                count(3, row.get(0)?);
                count(4, row.get(1)?);
                count(5, row.get(2)?);
            }
        }
        let facets = names.into_iter().zip(counts).map(|(name, counts)| {
            let mut values: Vec<(String, usize)> = counts.into_iter().collect();
            values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            values.truncate(12);
            Facet { name, values }
        });
        Ok(facets.filter(|facet| !facet.values.is_empty()).collect())
    }
}

fn date_of(number: i64) -> Option<Date> {
    let part = |number: i64| i8::try_from(number % 100).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}
