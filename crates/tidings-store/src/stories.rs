//! Linking the stories that were touched, and keeping what comes of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::OptionalExtension;
use tidings_link::Options;
use tidings_record::{ArticleId, Reading, Record, Story};

use crate::items::{Kind, digits, id_of, items, short_digits};
use crate::search::index::{self, Told};
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
    /// First digits of former ids, with the article of what has them now.
    merged: Vec<(i64, i64)>,
    items: Vec<crate::items::Item>,
    told: Vec<(i64, Vec<Told>)>,
}

/// Links the articles of the story with the number `story`.
///
/// # Errors
/// None in practice: a record always has a JSON form.
pub fn link(story: i64, members: &[Member]) -> Result<Linked> {
    let readings: Vec<&Reading> = members.iter().map(|member| &member.reading).collect();
    let made = tidings_link::story(&readings, Options::default());
    let packed = pack::pack_story(&made)?;
    let known: BTreeMap<&str, (i64, &str)> = members
        .iter()
        .map(|member| (member.reading.id.as_str(), (member.article, member.reading.text.as_str())))
        .collect();
    let merged = merged(&made, &known);
    let (id, title) = (made.id.as_str().to_owned(), made.title.clone());
    let days = (made.period.earliest, made.period.latest);
    let texts: Vec<_> = readings.iter().map(|reading| (&reading.id, reading.text.as_str())).collect();
    let record = Record { stories: vec![made], ..Record::default() };
    let record = record.in_code_points(&texts).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let mut told = record.stories.first().map(index::told).unwrap_or_default();
    let items = record.stories.first().map(|story| items(story, &known)).unwrap_or_default();
    let articles: Vec<i64> = members.iter().map(|member| member.article).collect();
    let of = |member: &Member| told.remove(member.reading.id.as_str()).unwrap_or_default();
    let told = articles.iter().copied().zip(members.iter().map(of)).collect();
    Ok(Linked { story, id, title, days, articles, packed, merged, items, told })
}

/// Whether what was published on `days` had certainly been published by `known_by`.
fn is_known(days: &tidings_record::Days, known_by: Option<Date>, no_assumptions: bool) -> bool {
    let is_barred = no_assumptions && days.basis == tidings_record::Basis::Assumed;
    known_by.is_none_or(|day| days.latest.is_some_and(|latest| latest <= day) && !is_barred)
}

/// The first digits of all ids that linking merged, with the article of what they were merged into.
fn merged(story: &Story, known: &BTreeMap<&str, (i64, &str)>) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    let mut push = |article: Option<&ArticleId>, was: Vec<&str>| {
        if let Some(&(article, _)) = article.and_then(|id| known.get(id.as_str())) {
            found.extend(was.into_iter().filter_map(|was| Some((short_digits(was)?, article))));
        }
    };
    push(story.articles.first().map(|first| &first.id), story.was.iter().map(|id| id.as_str()).collect());
    macro_rules! push_all {
        ($things:expr) => {
            for one in $things {
                push(
                    one.refs.first().map(|first| &first.article),
                    one.was.iter().map(|id| id.as_str()).collect(),
                );
            }
        };
    }
    push_all!(&story.actors);
    push_all!(&story.events);
    push_all!(&story.claims);
    push_all!(&story.figures);
    found.sort_unstable();
    found.dedup();
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
        let sql = "SELECT id, record FROM stories WHERE story = ?1";
        let (id_before, record_before): (Option<i64>, Option<Vec<u8>>) =
            self.connection.prepare_cached(sql)?.query_row([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let version = self.version("linking", LINKING_VERSION)?;
        if record_before.as_deref() == Some(&linked.packed) {
            let sql = "UPDATE stories SET touched = 0, version = ?2 WHERE story = ?1";
            self.connection.prepare_cached(sql)?.execute((story, version))?;
            return Ok(());
        }
        for row in &linked.merged {
            self.connection.prepare_cached("INSERT OR IGNORE INTO merged VALUES (?1, ?2)")?.execute(*row)?;
        }
        let before = self.items_before(story)?;
        self.write_items(&linked.items, before)?;
        for (article, told) in &linked.told {
            self.write_told(*article, told)?;
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
                     version = ?7, changed = ?8, record = ?9
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
        let texts = self.texts(story)?;
        let mut made = self.story_to_read(story, |id| texts.get(&ArticleId::from(id)).map(String::as_str))?;
        made.as_mut().map(|made| self.fill_was(made)).transpose()?;
        Ok(made)
    }

    /// The record of a story as it was linked, with the words of its refs from `text`.
    pub(crate) fn story_to_read<'t>(
        &self,
        story: i64,
        text: impl Fn(&str) -> Option<&'t str>,
    ) -> Result<Option<Story>> {
        let sql = "SELECT record FROM stories WHERE story = ?1";
        let record: Option<Vec<u8>> =
            self.connection.prepare_cached(sql)?.query_row([story], |row| row.get(0)).optional()?.flatten();
        record.map(|record| pack::unpack_story(&record, text)).transpose()
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
