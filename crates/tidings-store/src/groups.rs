//! Which articles are one story, kept up as articles come.
//!
//! While there are few articles, or many new ones beside those that are grouped, all are grouped at once, and the
//! stories are those of [`tidings_link::stories`]. Else each new article is placed by itself, at the cost of looking up
//! its own words: see [`tidings_link::place`] for what that leaves for the next time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::OptionalExtension;
use tidings_link::{Grouped, Keys, Outline, grouping, place};

use crate::items::digits;
use crate::{Result, Store, StoreError};

/// Up to so many articles all are grouped at once, always.
const FEW: i64 = 400;
/// All are grouped at once when the new ones are more than one in so many.
const SHARE: i64 = 4;
/// Smallest fingerprints by which a copy is looked for.
const PRINTS: usize = 8;
/// Share of fingerprints above which an article is taken as a copy, as its inverse: as in `tidings_link::stories`.
const COPY: usize = 4;
/// Stories behind one key that are looked at, before and behind the day of an article.
const BEHIND_KEY: i64 = 24;
/// Stories with which an article is compared.
const CANDIDATES: usize = 24;
/// Heaviest keys of a story by which it is found.
const FOUND_BY: usize = 32;
/// The day of what has none.
const NO_DAY: i64 = i32::MAX as i64;

/// What is to be grouped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whether all articles are grouped at once.
    pub whole: bool,
    /// The numbers of the articles whose keys are needed, ascending.
    pub articles: Vec<i64>,
}

impl Store {
    /// What is to be grouped; with `anew`, all articles at once, if any was placed by itself since they last were.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn plan(&self, anew: bool) -> Result<Plan> {
        let list = |sql: &str| -> Result<Vec<i64>> {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        let new = list("SELECT article FROM articles WHERE story IS NULL ORDER BY article")?;
        let drift = self.number("drift")?;
        let all: i64 =
            self.connection
                .query_row("SELECT coalesce(max(article), 0) FROM articles", [], |row| row.get(0))?;
        let since = all - self.number("grouped")? + drift;
        if since == 0 || new.is_empty() && drift == 0 && !anew {
            return Ok(Plan { whole: false, articles: Vec::new() });
        }
        if anew || all <= FEW || since * SHARE > all {
            return Ok(Plan {
                whole: true,
                articles: list("SELECT article FROM articles ORDER BY article")?,
            });
        }
        Ok(Plan { whole: false, articles: new })
    }

    /// Groups by `plan`, `keys` being those of its articles in their order. One transaction.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn group(&mut self, plan: &Plan, keys: &[Keys]) -> Result<()> {
        self.begin()?;
        if plan.whole {
            self.group_all(&plan.articles, keys)?;
        } else {
            let mut order: Vec<usize> = (0..keys.len()).collect();
            order.sort_by(|&a, &b| keys[a].article.cmp(&keys[b].article));
            for at in order {
                self.place_one(plan.articles[at], &keys[at])?;
            }
        }
        self.commit()
    }

    fn group_all(&mut self, articles: &[i64], keys: &[Keys]) -> Result<()> {
        let groups = grouping(keys);
        let numbers = self.numbers_of(&groups, articles)?;
        let kept: BTreeSet<i64> = numbers.iter().copied().collect();
        let mut before: HashMap<i64, i64> = HashMap::new();
        let mut stories: BTreeMap<i64, usize> = BTreeMap::new();
        {
            let mut statement =
                self.connection.prepare("SELECT article, story FROM articles WHERE story IS NOT NULL")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let story: i64 = row.get(1)?;
                before.insert(row.get(0)?, story);
                *stories.entry(story).or_default() += 1;
            }
        }
        self.connection
            .execute_batch("DELETE FROM story_keys; DELETE FROM key_holders; DELETE FROM fingerprints;")?;
        let heads: u32 = groups.iter().map(|group| group.heads.len() as u32).sum();
        let mut holders: BTreeMap<i64, u32> = BTreeMap::new();
        let mut prints: BTreeMap<i64, i64> = BTreeMap::new();
        let mut by_id: Vec<usize> = groups.iter().flat_map(|group| group.heads.iter().copied()).collect();
        by_id.sort_by(|&a, &b| keys[a].article.cmp(&keys[b].article));
        for head in by_id {
            for &(key, _) in keys[head].terms.iter().chain(&keys[head].names) {
                *holders.entry(short(key)).or_default() += 1;
            }
            for &print in keys[head].fingerprints.iter().take(PRINTS) {
                prints.entry(short(print)).or_insert(articles[head]);
            }
        }
        let mut by_key: BTreeSet<(i64, i64, i64)> = BTreeSet::new();
        for (group, &story) in groups.iter().zip(&numbers) {
            let members: Vec<i64> = group.members.iter().map(|&at| articles[at]).collect();
            let is_same = stories.get(&story) == Some(&members.len())
                && members.iter().all(|article| before.get(article) == Some(&story));
            let heads_keys = group.heads.iter().map(|&at| &keys[at]);
            let rarity = |key| holders.get(&short(key)).copied().unwrap_or(1);
            let outline = shortened(Outline::of(heads_keys, heads, rarity));
            by_key.extend(found_by(&outline).map(|key| (key, day(&outline), story)));
            self.write_story(story, members.len(), &outline, !is_same)?;
            if !is_same {
                for article in members {
                    self.assign(article, story)?;
                }
            }
        }
        for row in by_key {
            self.connection.prepare_cached("INSERT INTO story_keys VALUES (?1, ?2, ?3)")?.execute(row)?;
        }
        for row in holders {
            self.connection.prepare_cached("INSERT INTO key_holders VALUES (?1, ?2)")?.execute(row)?;
        }
        for row in prints {
            self.connection.prepare_cached("INSERT INTO fingerprints VALUES (?1, ?2)")?.execute(row)?;
        }
        let mut heirs: BTreeMap<i64, BTreeMap<i64, usize>> = BTreeMap::new();
        for (group, &now) in groups.iter().zip(&numbers) {
            for was in group.members.iter().filter_map(|&at| before.get(&articles[at])) {
                *heirs.entry(*was).or_default().entry(now).or_default() += 1;
            }
        }
        for story in stories.into_keys().filter(|story| !kept.contains(story)) {
            let heir = heirs
                .get(&story)
                .and_then(|to| to.iter().max_by_key(|&(&now, &count)| (count, Reverse(now))));
            self.drop_story(story, heir.map(|(&now, _)| now))?;
        }
        self.set_number("grouped", articles.len() as i64)?;
        self.set_number("heads", i64::from(heads))?;
        self.set_number("drift", 0)
    }

    /// A number for each group: that of the story with which it shares most articles, if no other group has more of it,
    /// else a new one.
    fn numbers_of(&mut self, groups: &[Grouped], articles: &[i64]) -> Result<Vec<i64>> {
        let mut shared: Vec<(Reverse<usize>, i64, usize)> = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
            for &member in &group.members {
                if let Some(story) = self.story_of(articles[member])? {
                    *counts.entry(story).or_default() += 1;
                }
            }
            shared.extend(counts.into_iter().map(|(story, count)| (Reverse(count), story, at)));
        }
        shared.sort_unstable();
        let mut numbers: Vec<Option<i64>> = vec![None; groups.len()];
        let mut taken = BTreeSet::new();
        for (_, story, at) in shared {
            if numbers[at].is_none() && taken.insert(story) {
                numbers[at] = Some(story);
            }
        }
        numbers.into_iter().map(|number| number.map_or_else(|| self.new_story(), Ok)).collect()
    }

    fn new_story(&mut self) -> Result<i64> {
        let number = self.number("story")? + 1;
        self.set_number("story", number)?;
        Ok(number)
    }

    pub(crate) fn story_of(&self, article: i64) -> Result<Option<i64>> {
        let mut statement =
            self.connection.prepare_cached("SELECT story FROM articles WHERE article = ?1")?;
        Ok(statement.query_row([article], |row| row.get(0)).optional()?.flatten())
    }

    /// Places one article among the stories there are.
    fn place_one(&mut self, article: i64, keys: &Keys) -> Result<()> {
        if let Some(story) = self.copied_story(keys)? {
            self.assign(article, story)?;
            let sql = "UPDATE stories SET touched = 1, articles = articles + 1 WHERE story = ?1";
            self.connection.prepare_cached(sql)?.execute([story])?;
            return Ok(());
        }
        let heads = self.number("heads")? + 1;
        self.set_number("heads", heads)?;
        let mut holders: HashMap<u64, u32> = HashMap::new();
        for &(key, _) in keys.terms.iter().chain(&keys.names) {
            let sql = "INSERT INTO key_holders VALUES (?1, 1)
                       ON CONFLICT DO UPDATE SET holders = holders + 1 RETURNING holders";
            let count = self.connection.prepare_cached(sql)?.query_row([short(key)], |row| row.get(0))?;
            holders.insert(key, count);
        }
        for &print in keys.fingerprints.iter().take(PRINTS) {
            let sql = "INSERT INTO fingerprints VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            self.connection.prepare_cached(sql)?.execute((short(print), article))?;
        }
        let all = u32::try_from(heads).unwrap_or(u32::MAX);
        let own = shortened(Outline::of([keys], all, |key| holders.get(&key).copied().unwrap_or(1)));
        let candidates = self.candidates(&own)?;
        let mut outlines = Vec::with_capacity(candidates.len());
        for &story in &candidates {
            outlines.push(self.outline(story)?);
        }
        let placed = place(&own, &outlines);
        let joined: Vec<i64> = placed.joins.iter().map(|&at| candidates[at]).collect();
        let story = match joined.iter().min() {
            Some(&story) => story,
            None => self.new_story()?,
        };
        for (&at, &other) in placed.joins.iter().zip(&joined) {
            for key in found_by(&outlines[at]) {
                self.connection
                    .prepare_cached("DELETE FROM story_keys WHERE key = ?1 AND day = ?2 AND story = ?3")?
                    .execute((key, day(&outlines[at]), other))?;
            }
        }
        let mut members = vec![article];
        for &other in joined.iter().filter(|&&other| other != story) {
            members.extend(self.articles_of(other)?);
        }
        let size = members.len() + if joined.is_empty() { 0 } else { self.articles_of(story)?.len() };
        self.write_story(story, size, &placed.outline, true)?;
        for member in members {
            self.assign(member, story)?;
        }
        for key in found_by(&placed.outline) {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO story_keys VALUES (?1, ?2, ?3)")?
                .execute((key, day(&placed.outline), story))?;
        }
        for other in joined.into_iter().filter(|&other| other != story) {
            self.drop_story(other, Some(story))?;
        }
        Ok(())
    }

    /// The story of the article of which this is a copy.
    fn copied_story(&self, keys: &Keys) -> Result<Option<i64>> {
        let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
        let sql = "SELECT article FROM fingerprints WHERE fingerprint = ?1";
        for &print in keys.fingerprints.iter().take(PRINTS) {
            let mut statement = self.connection.prepare_cached(sql)?;
            if let Some(article) = statement.query_row([short(print)], |row| row.get(0)).optional()? {
                *shared.entry(article).or_default() += 1;
            }
        }
        let Some((article, _)) = shared.into_iter().max_by_key(|&(article, count)| (count, Reverse(article)))
        else {
            return Ok(None);
        };
        let head = self.keys(article)?;
        let same =
            keys.fingerprints.iter().filter(|print| head.fingerprints.binary_search(print).is_ok()).count();
        let enough = keys.fingerprints.len().div_ceil(COPY).max(2);
        if same >= enough { self.story_of(article) } else { Ok(None) }
    }

    /// The stories that share most of an article's keys, and of those behind a common key the nearest by day.
    fn candidates(&self, own: &Outline) -> Result<Vec<i64>> {
        let at = day(own);
        let mut shared: BTreeMap<i64, f64> = BTreeMap::new();
        for &(key, weight) in &own.keys {
            for sql in [
                "SELECT story FROM story_keys WHERE key = ?1 AND day >= ?2 ORDER BY day, story LIMIT ?3",
                "SELECT story FROM story_keys WHERE key = ?1 AND day < ?2 ORDER BY day DESC, story DESC LIMIT ?3",
            ] {
                let mut statement = self.connection.prepare_cached(sql)?;
                let mut rows = statement.query((key as i64, at, BEHIND_KEY))?;
                while let Some(row) = rows.next()? {
                    *shared.entry(row.get(0)?).or_default() += f64::from(weight) * f64::from(weight);
                }
            }
        }
        let mut list: Vec<(f64, i64)> = shared.into_iter().map(|(story, sum)| (sum, story)).collect();
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        list.truncate(CANDIDATES);
        Ok(list.into_iter().map(|(_, story)| story).collect())
    }

    fn outline(&self, story: i64) -> Result<Outline> {
        let sql =
            "SELECT outline_days, outline_heads, outline_square, outline_keys FROM stories WHERE story = ?1";
        let (days, articles, square, bytes): (Option<String>, u32, f64, Vec<u8>) = self
            .connection
            .prepare_cached(sql)?
            .query_row([story], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let damaged = || StoreError::Damaged(format!("the outline of story {story}"));
        let days = match days.as_deref().map(|days| days.split_once(' ')) {
            None => None,
            Some(Some((first, last))) => {
                Some((first.parse().map_err(|_| damaged())?, last.parse().map_err(|_| damaged())?))
            }
            Some(None) => return Err(damaged()),
        };
        let keys = bytes
            .as_chunks::<8>()
            .0
            .iter()
            .filter_map(|chunk| {
                let (key, weight) = chunk.split_first_chunk::<4>()?;
                Some((u64::from(u32::from_le_bytes(*key)), f32::from_le_bytes(*weight.first_chunk::<4>()?)))
            })
            .collect();
        Ok(Outline { keys, days, articles, square })
    }

    fn write_story(&mut self, story: i64, articles: usize, outline: &Outline, touched: bool) -> Result<()> {
        let days = outline.days.map(|(first, last)| format!("{first} {last}"));
        let mut bytes = Vec::with_capacity(outline.keys.len() * 8);
        for &(key, weight) in &outline.keys {
            bytes.extend(u32::try_from(key).unwrap_or(u32::MAX).to_le_bytes());
            bytes.extend(weight.to_le_bytes());
        }
        self.connection
            .prepare_cached(
                "INSERT INTO stories (story, articles, touched, changed, outline_days, outline_heads, outline_square,
                     outline_keys)
                 VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7)
                 ON CONFLICT (story) DO UPDATE SET articles = excluded.articles,
                     touched = max(touched, excluded.touched), outline_days = excluded.outline_days,
                     outline_heads = excluded.outline_heads, outline_square = excluded.outline_square,
                     outline_keys = excluded.outline_keys",
            )?
            .execute((story, articles as i64, touched, days, outline.articles, outline.square, bytes))?;
        Ok(())
    }

    /// Puts an article into a story; the one it leaves is touched.
    fn assign(&mut self, article: i64, story: i64) -> Result<()> {
        if self.story_of(article)? == Some(story) {
            return Ok(());
        }
        self.touch_story_of(article)?;
        let changed = self.next_change();
        self.connection
            .prepare_cached("UPDATE articles SET story = ?2, changed = ?3 WHERE article = ?1")?
            .execute((article, story, changed))?;
        Ok(())
    }

    /// The numbers of the articles of a story.
    pub(crate) fn articles_of(&self, story: i64) -> Result<Vec<i64>> {
        let sql = "SELECT article FROM articles WHERE story = ?1 ORDER BY article";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([story], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Takes out a story whose articles went elsewhere, most of them to `heir`, whose id becomes its id. What was told in
    /// it belongs to the stories of its articles, whose next linking tells what lives on.
    fn drop_story(&mut self, story: i64, heir: Option<i64>) -> Result<()> {
        if let Some(id) = self.story_id(story)? {
            let became = heir.map(|heir| self.story_id(heir)).transpose()?.flatten();
            self.note_removed(&id, became.as_deref())?;
        }
        self.connection.prepare_cached("DELETE FROM stories WHERE story = ?1")?.execute([story])?;
        Ok(())
    }

    /// The story whose id has these digits.
    pub(crate) fn story_by_id(&self, id: &str) -> Result<Option<i64>> {
        let Some(digits) = digits(id) else { return Ok(None) };
        let mut statement = self.connection.prepare_cached("SELECT story FROM stories WHERE id = ?1")?;
        Ok(statement.query_row([digits], |row| row.get(0)).optional()?)
    }
}

/// The last 31 bits of a hash: enough to tell the words of an archive apart, and half as long. The first would not be:
/// fingerprints are small numbers.
fn short(hash: u64) -> i64 {
    i64::from(hash as u32 & 0x7fff_ffff)
}

/// `outline` with short keys, as the file has it.
fn shortened(mut outline: Outline) -> Outline {
    for (key, _) in &mut outline.keys {
        *key = short(*key) as u64;
    }
    outline.keys.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    outline
}

/// The keys by which a story is found.
fn found_by(outline: &Outline) -> impl Iterator<Item = i64> {
    let mut keys = outline.keys.clone();
    keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.into_iter().take(FOUND_BY).map(|(key, _)| key as i64)
}

/// The last day of a story, by which it is found.
fn day(outline: &Outline) -> i64 {
    outline.days.map_or(NO_DAY, |(_, last)| i64::from(last))
}
