//! Linking the stories that were touched, and keeping what comes of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::OptionalExtension;
use tidings_link::Options;
use tidings_record::{ArticleId, Reading, Record, Story};

use crate::items::{Kind, digits, id_of, items};
use crate::search::index::{self, Row};
use crate::{LINKING_VERSION, Result, Store, StoreError, pack};

/// An article of a story: its number and its reading.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its number.
    pub article: i64,
    /// Its reading.
    pub reading: Reading,
}

/// A linked story, ready to be written. Made on any thread.
#[derive(Debug)]
pub struct Linked {
    story: i64,
    id: String,
    title: String,
    days: (Option<Date>, Option<Date>),
    articles: Vec<i64>,
    packed: Vec<u8>,
    merged: Vec<(Kind, i64, i64)>,
    items: Vec<crate::items::Item>,
    rows: Vec<(i64, Option<Date>, Option<String>, Row)>,
}

/// Links the articles of the story with the number `story`.
///
/// # Errors
/// None in practice: a record always has a JSON form.
pub fn link(story: i64, members: &[Member]) -> Result<Linked> {
    let readings: Vec<&Reading> = members.iter().map(|member| &member.reading).collect();
    let made = tidings_link::story(&readings, Options::default());
    let packed = pack::pack_story(&made)?;
    let merged = merged(&made);
    let numbers: BTreeMap<String, i64> =
        members.iter().map(|member| (member.reading.id.as_str().to_owned(), member.article)).collect();
    let outlets: BTreeMap<&str, Option<&str>> =
        readings.iter().map(|reading| (reading.id.as_str(), reading.outlet.as_deref())).collect();
    let rows = index::of_story(&made)
        .into_iter()
        .filter_map(|(article, day, row)| {
            let outlet = outlets.get(article.as_str()).copied().flatten().map(str::to_owned);
            Some((*numbers.get(article.as_str())?, day, outlet, row))
        })
        .collect();
    let (id, title) = (made.id.as_str().to_owned(), made.title.clone());
    let days = (made.period.earliest, made.period.latest);
    let texts: Vec<_> = readings.iter().map(|reading| (&reading.id, reading.text.as_str())).collect();
    let record = Record { stories: vec![made], ..Record::default() };
    let record = record.in_code_points(&texts).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let items = record.stories.first().map(|story| items(story, &numbers)).unwrap_or_default();
    let articles = members.iter().map(|member| member.article).collect();
    Ok(Linked { story, id, title, days, articles, packed, merged, items, rows })
}

/// Whether what was published on `days` had certainly been published by `known_by`.
fn is_known(days: &tidings_record::Days, known_by: Option<Date>, no_assumptions: bool) -> bool {
    let is_barred = no_assumptions && days.basis == tidings_record::Basis::Assumed;
    known_by.is_none_or(|day| days.latest.is_some_and(|latest| latest <= day) && !is_barred)
}

/// Kind, digits of the former id and of the id, for all that linking merged.
fn merged(story: &Story) -> Vec<(Kind, i64, i64)> {
    let mut found = Vec::new();
    macro_rules! collect {
        ($kind:expr, $things:expr) => {
            for one in $things {
                for was in &one.was {
                    if let (Some(was), Some(id)) = (digits(was.as_str()), digits(one.id.as_str())) {
                        found.push(($kind, was, id));
                    }
                }
            }
        };
    }
    collect!(Kind::Story, [story]);
    collect!(Kind::Actor, &story.actors);
    collect!(Kind::Event, &story.events);
    collect!(Kind::Claim, &story.claims);
    collect!(Kind::Figure, &story.figures);
    found
}

impl Store {
    /// The numbers of up to `most` stories that are to be linked anew.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn touched(&self, most: usize) -> Result<Vec<i64>> {
        let sql = "SELECT story FROM stories WHERE touched = 1 ORDER BY story LIMIT ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([most as i64], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Marks the stories that were linked by another version of the program; they are linked anew.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn touch_outdated(&mut self) -> Result<usize> {
        if !self.has_other_version("linking", LINKING_VERSION)? {
            return Ok(0);
        }
        let current = self.known_version("linking", LINKING_VERSION)?.unwrap_or(0);
        let sql = "UPDATE stories SET touched = 1 WHERE touched = 0 AND version IS NOT ?1";
        Ok(self.connection.execute(sql, [current])?)
    }

    /// The articles of a story.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn members(&self, story: i64) -> Result<Vec<Member>> {
        let articles = self.articles_of(story)?;
        articles.into_iter().map(|article| Ok(Member { article, reading: self.reading(article)? })).collect()
    }

    /// Writes a linked story over what was known of it. Stories that lost all their articles have gone before.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep(&mut self, linked: &Linked) -> Result<()> {
        let story = linked.story;
        let sql = "SELECT id, search_first, search_last, record FROM stories WHERE story = ?1";
        let (id_before, first, last, record_before): (Option<i64>, _, _, Option<Vec<u8>>) = self
            .connection
            .prepare_cached(sql)?
            .query_row([story], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let version = self.version("linking", LINKING_VERSION)?;
        if record_before.as_deref() == Some(&linked.packed) {
            let sql = "UPDATE stories SET touched = 0, version = ?2 WHERE story = ?1";
            self.connection.prepare_cached(sql)?.execute((story, version))?;
            return Ok(());
        }
        // Which ids those were stands in the record; their words are not asked for.
        let gone = record_before.map(|record| pack::unpack_story(&record, |_| None)).transpose()?;
        for (kind, was, id) in gone.iter().flat_map(merged) {
            let sql = "DELETE FROM merged WHERE kind = ?1 AND was = ?2 AND id = ?3";
            self.connection.prepare_cached(sql)?.execute((kind.letter(), was, id))?;
        }
        for (kind, was, id) in &linked.merged {
            let sql = "INSERT OR REPLACE INTO merged VALUES (?1, ?2, ?3)";
            self.connection.prepare_cached(sql)?.execute((kind.letter(), was, id))?;
        }
        let before = self.items_before(story)?;
        self.write_items(story, &linked.items, before)?;
        self.forget_rows((first, last))?;
        let (mut first, mut last) = (None, None);
        for (article, day, outlet, row) in &linked.rows {
            let number = self.write_row(*article, row, *day, outlet.as_deref())?;
            first.get_or_insert(number);
            last = Some(number);
        }
        let id = digits(&linked.id);
        if let Some(before) = id_before
            && id_before != id
        {
            self.note_removed(&id_of(Kind::Story, before), Some(&linked.id))?;
        }
        if let Some(id) = id {
            // Another story that had this id got another first article and is linked anew, too.
            self.connection
                .prepare_cached("UPDATE stories SET id = NULL WHERE id = ?1 AND story <> ?2")?
                .execute((id, story))?;
            self.connection.prepare_cached("DELETE FROM removed WHERE id = ?1")?.execute([&linked.id])?;
        }
        let changed = self.next_change();
        self.connection
            .prepare_cached(
                "UPDATE stories SET id = ?2, title = ?3, earliest = ?4, latest = ?5, articles = ?6, touched = 0,
                     version = ?7, changed = ?8, search_first = ?9, search_last = ?10, record = ?11
                 WHERE story = ?1",
            )?
            .execute(rusqlite::params![
                story,
                id,
                linked.title,
                linked.days.0.map(|day| day.to_string()),
                linked.days.1.map(|day| day.to_string()),
                linked.articles.len() as i64,
                version,
                changed,
                first,
                last,
                linked.packed,
            ])?;
        Ok(())
    }

    /// The record of a story, with the ids that were merged into it and into what it holds; none if it is not linked
    /// yet.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn story(&self, story: i64) -> Result<Option<Story>> {
        let sql = "SELECT record FROM stories WHERE story = ?1";
        let record: Option<Vec<u8>> =
            self.connection.prepare_cached(sql)?.query_row([story], |row| row.get(0)).optional()?.flatten();
        let Some(record) = record else { return Ok(None) };
        let texts = self.texts(story)?;
        let mut made = pack::unpack_story(&record, |id| texts.get(&ArticleId::from(id)).map(String::as_str))?;
        self.fill_was(&mut made)?;
        Ok(Some(made))
    }

    /// The texts of the articles of a story.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn texts(&self, story: i64) -> Result<BTreeMap<ArticleId, String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT o.id, o.text FROM articles a JOIN originals o USING (article) WHERE a.story = ?1",
        )?;
        let rows = statement.query_map([story], |row| Ok((row.get::<_, String>(0)?.into(), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The record of a story, linked now: from what had been published by `known_by`, as far as that is certain, and
    /// perhaps without assumptions. None if nothing had been published.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn linked_now(
        &self,
        story: i64,
        known_by: Option<Date>,
        no_assumptions: bool,
    ) -> Result<Option<Story>> {
        let members = self.members(story)?;
        let known: Vec<&Reading> = members
            .iter()
            .map(|member| &member.reading)
            .filter(|reading| is_known(&reading.published, known_by, no_assumptions))
            .collect();
        if known.is_empty() {
            return Ok(None);
        }
        let mut made = tidings_link::story(&known, Options { no_assumptions, one_story: true });
        self.fill_was(&mut made)?;
        Ok(Some(made))
    }

    fn fill_was(&self, story: &mut Story) -> Result<()> {
        let was = |id: &str| -> Result<Vec<String>> {
            let mut statement =
                self.connection.prepare_cached("SELECT id FROM removed WHERE became = ?1 ORDER BY id")?;
            let rows = statement.query_map([id], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        macro_rules! fill {
            ($things:expr) => {
                for one in $things {
                    one.was.extend(was(one.id.as_str())?.into_iter().map(Into::into));
                    let mut seen = BTreeSet::new();
                    one.was.retain(|id| seen.insert(id.to_string()));
                }
            };
        }
        fill!([&mut *story]);
        fill!(&mut story.actors);
        fill!(&mut story.events);
        fill!(&mut story.claims);
        fill!(&mut story.figures);
        Ok(())
    }
}
