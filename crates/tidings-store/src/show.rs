//! Anything by its id: what it is, where it stands; and the ids that look like one that is not there.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::OptionalExtension;
use tidings_record::Story;

use crate::items::{Kind, digits, id_of, short_digits};
use crate::{Result, Store};

/// Digits by which an id may differ to be named as near.
const NEAR: u32 = 3;
/// Most near ids that are named.
const MOST_NEAR: usize = 5;

/// What an id names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub kind: Kind,
    /// Its id now.
    pub id: String,
    /// The number of the article.
    pub article: Option<i64>,
    /// The number of its story, if it has one yet.
    pub story: Option<i64>,
}

/// The id in `story` of the thing that was called `was`.
fn merged_into(story: &Story, kind: Kind, was: &str) -> Option<String> {
    macro_rules! find {
        ($things:expr) => {
            $things
                .into_iter()
                .find(|one| one.was.iter().any(|one| one.as_str() == was))
                .map(|one| one.id.to_string())
        };
    }
    match kind {
        Kind::Story => find!([story]),
        Kind::Actor => find!(&story.actors),
        Kind::Event => find!(&story.events),
        Kind::Claim => find!(&story.claims),
        Kind::Figure => find!(&story.figures),
        Kind::Article | Kind::Finding => None,
    }
}

/// A line about a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLine {
    /// Its number.
    pub story: i64,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The first and last day.
    pub days: (Option<String>, Option<String>),
    /// How many articles tell it.
    pub articles: i64,
}

/// A line about an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLine {
    /// Its number.
    pub article: i64,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// The first and last day on which it can have been published.
    pub days: (Option<String>, Option<String>),
    /// The id of its story.
    pub story: Option<String>,
}

impl Store {
    /// What `id`, or what it has become, names.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn thing(&self, id: &str) -> Result<Option<Thing>> {
        if let Some(article) = self.article_number(id)? {
            let sql = "SELECT id FROM originals WHERE article = ?1";
            let id = self.connection.prepare_cached(sql)?.query_row([article], |row| row.get(0))?;
            let story = self.story_of(article)?;
            return Ok(Some(Thing { kind: Kind::Article, id, article: Some(article), story }));
        }
        let id = self.current(id)?;
        let (Some(kind), Some(number)) = (Kind::of_id(&id), digits(&id)) else { return Ok(None) };
        let sql = match kind {
            Kind::Story => "SELECT story FROM stories WHERE id = ?1".to_owned(),
            _ => format!(
                "SELECT a.story FROM {} t JOIN articles a USING (article) WHERE t.id = ?1",
                kind.table()
            ),
        };
        let story: Option<i64> =
            self.connection.prepare_cached(&sql)?.query_row([number], |row| row.get(0)).optional()?;
        Ok(story.map(|story| Thing { kind, id: id_of(kind, number), article: None, story: Some(story) }))
    }

    /// The id that `id` has become, or itself.
    fn current(&self, id: &str) -> Result<String> {
        let small = id.to_lowercase();
        let mut statement = self.connection.prepare_cached("SELECT became FROM removed WHERE id = ?1")?;
        let became: Option<String> = statement.query_row([&small], |row| row.get(0)).optional()?.flatten();
        let id = became.unwrap_or(small);
        let (Some(kind), Some(number)) = (Kind::of_id(&id), short_digits(&id)) else { return Ok(id) };
        let sql = "SELECT DISTINCT a.story FROM merged m JOIN articles a USING (article) WHERE m.was = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let stories: Vec<Option<i64>> =
            statement.query_map([number], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for story in stories.into_iter().flatten() {
            if let Some(now) =
                self.story_to_read(story, |_| None)?.and_then(|made| merged_into(&made, kind, &id))
            {
                return Ok(now);
            }
        }
        Ok(id)
    }

    /// The number of the article `id`, which may be cut to a beginning that no other shares.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn article_number(&self, id: &str) -> Result<Option<i64>> {
        let mut statement = self.connection.prepare_cached("SELECT article FROM originals WHERE id = ?1")?;
        let exact = statement.query_row([id], |row| row.get(0)).optional()?;
        if exact.is_some() || id.len() < 6 {
            return Ok(exact);
        }
        let found = self.articles_beginning(id, 2)?;
        Ok(found.first().filter(|_| found.len() == 1).map(|(article, _)| *article))
    }

    fn articles_beginning(&self, start: &str, most: usize) -> Result<Vec<(i64, String)>> {
        let sql = "SELECT article, id FROM originals WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1
                   ORDER BY id LIMIT ?2";
        // The first id from `start` on tells whether there is any.
        let next = "SELECT id FROM originals WHERE id >= ?1 ORDER BY id LIMIT 1";
        let next: Option<String> =
            self.connection.prepare_cached(next)?.query_row([start], |row| row.get(0)).optional()?;
        if next.is_none_or(|next| !next.starts_with(start)) {
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((start, most as i64), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The number of the story with this id or former id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn story_number(&self, id: &str) -> Result<Option<i64>> {
        let id = self.current(id)?;
        if Kind::of_id(&id) == Some(Kind::Story) { self.story_by_id(&id) } else { Ok(None) }
    }

    /// Ids that look like `id`, the most alike first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn near(&self, id: &str) -> Result<Vec<String>> {
        let small = id.to_lowercase();
        let mut found: Vec<(u32, String)> = Vec::new();
        if let (Some(kind), Some(number)) = (Kind::of_id(&small), digits(&small)) {
            let sql = format!("SELECT id FROM {} WHERE id IS NOT NULL", kind.table());
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let other: i64 = row.get(0)?;
                let differ = (0..12).filter(|at| (number ^ other) >> (4 * at) & 15 != 0).count() as u32;
                if differ <= NEAR {
                    found.push((differ, id_of(kind, other)));
                }
            }
        } else {
            let mut length = id.len();
            while found.is_empty() && length >= 3 {
                if let Some(start) = id.get(..length) {
                    let ids = self.articles_beginning(start, MOST_NEAR)?;
                    found.extend(ids.into_iter().map(|(_, id)| ((id.len() - length) as u32, id)));
                }
                length = length * 3 / 4;
            }
        }
        found.sort();
        found.truncate(MOST_NEAR);
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }

    /// A half sentence about ids near `id`; empty if there are none.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn near_words(&self, id: &str) -> Result<String> {
        let near = self.near(id)?;
        Ok(if near.is_empty() { String::new() } else { format!("; near it are {}", near.join(", ")) })
    }

    /// The stories, those that run latest first. With `known_by`, those that had begun, counting what had been
    /// published.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stories(&self, known_by: Option<Date>) -> Result<Vec<StoryLine>> {
        let line = |row: &rusqlite::Row<'_>| {
            Ok(StoryLine {
                story: row.get(0)?,
                id: id_of(Kind::Story, row.get(1)?),
                title: row.get(2)?,
                days: (row.get(3)?, row.get(4)?),
                articles: row.get(5)?,
            })
        };
        let order = "ORDER BY 5 IS NULL, 5 DESC, 4 DESC, s.id";
        let lines = match known_by {
            None => {
                let sql = format!(
                    "SELECT s.story, s.id, coalesce(s.title, ''), s.earliest, s.latest, s.articles FROM stories s
                     WHERE s.id IS NOT NULL {order}"
                );
                let mut statement = self.connection.prepare(&sql)?;
                statement.query_map([], line)?.collect::<rusqlite::Result<Vec<StoryLine>>>()?
            }
            Some(day) => {
                // The title and days of the whole would tell of what came later: those of the articles stand instead.
                let sql = format!(
                    "SELECT s.story, s.id, coalesce((SELECT coalesce(a.title, o.title) AS given
                         FROM articles a JOIN originals o USING (article) WHERE a.story = s.story
                         AND a.latest <= ?1 AND given <> '' ORDER BY a.latest, a.article LIMIT 1), ''),
                         min(a.earliest), max(a.latest), count(*)
                     FROM stories s JOIN articles a ON a.story = s.story
                     WHERE s.id IS NOT NULL AND a.latest <= ?1 GROUP BY s.story {order}"
                );
                let mut statement = self.connection.prepare(&sql)?;
                statement.query_map([day.to_string()], line)?.collect::<rusqlite::Result<Vec<StoryLine>>>()?
            }
        };
        Ok(lines)
    }

    /// A line about the article with this number.
    ///
    /// # Errors
    /// If there is none, or the file cannot be read.
    pub fn article_line(&self, article: i64) -> Result<ArticleLine> {
        let sql = "SELECT o.id, nullif(coalesce(a.title, o.title), ''), nullif(coalesce(a.outlet, o.outlet), ''), a.earliest, a.latest, s.id FROM articles a
                   JOIN originals o USING (article) LEFT JOIN stories s ON s.story = a.story WHERE a.article = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([article], |row| {
            Ok(ArticleLine {
                article,
                id: row.get(0)?,
                title: row.get(1)?,
                outlet: row.get(2)?,
                days: (row.get(3)?, row.get(4)?),
                story: row.get::<_, Option<i64>>(5)?.map(|id| id_of(Kind::Story, id)),
            })
        })?)
    }

    /// The id of the story with this number; none if it is not linked yet.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn story_id(&self, story: i64) -> Result<Option<String>> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM stories WHERE story = ?1")?;
        let id: Option<i64> = statement.query_row([story], |row| row.get(0)).optional()?.flatten();
        Ok(id.map(|id| id_of(Kind::Story, id)))
    }

    /// The title of the story with this id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn story_title(&self, id: &str) -> Result<Option<String>> {
        let Some(story) = self.story_number(id)? else { return Ok(None) };
        let mut statement = self.connection.prepare_cached("SELECT title FROM stories WHERE story = ?1")?;
        Ok(statement.query_row([story], |row| row.get(0)).optional()?.flatten())
    }

    /// How many articles and stories there are.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn size(&self) -> Result<(i64, i64)> {
        let sql = "SELECT (SELECT coalesce(max(article), 0) FROM articles), (SELECT count(id) FROM stories)";
        Ok(self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// How many of each kind there are.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn counts(&self) -> Result<BTreeMap<&'static str, i64>> {
        let kinds = [Kind::Article, Kind::Story].into_iter().chain(Kind::ITEMS);
        let count = |kind: Kind| -> Result<(&'static str, i64)> {
            let sql = format!("SELECT count(*) FROM {}", kind.table());
            Ok((kind.name(), self.connection.query_row(&sql, [], |row| row.get(0))?))
        };
        kinds.map(count).collect()
    }
}
