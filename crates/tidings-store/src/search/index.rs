//! What is written into the search index: passages when an article comes, claims and events when a story is linked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tidings_record::{ArticleId, ByteSpan, PassageKind, Reading, Story};

use super::words::{joined, stems, tag};
use crate::items::{Kind, digits, word};
use crate::{Result, Store};

/// One thing to be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub kind: RowKind,
    pub span: ByteSpan,
    /// The number of the claim or event.
    pub item: Option<i64>,
    pub words: String,
    pub speaker: String,
    pub actors: String,
    pub places: String,
    pub tags: String,
}

/// What can be found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RowKind {
    #[default]
    Passage,
    Claim,
    Event,
}

impl RowKind {
    pub const ALL: [RowKind; 3] = [RowKind::Passage, RowKind::Claim, RowKind::Event];

    /// Its word among the tags.
    pub fn tag(self) -> &'static str {
        ["kp", "kc", "ke"][self as usize]
    }

    pub fn name(self) -> &'static str {
        ["passage", "claim", "event"][self as usize]
    }
}

/// The tags of a day: its year and its month.
pub(crate) fn day_tags(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| format!("y{:04} m{:04}{:02}", day.year(), day.year(), day.month()))
}

/// The rows of an article: its titles, standfirsts and body, repeats left out.
pub(crate) fn passages(reading: &Reading) -> Vec<Row> {
    let read = |kind| matches!(kind, PassageKind::Title | PassageKind::Standfirst | PassageKind::Body);
    let listed = reading.passages.iter().filter(|one| read(one.kind) && one.repeats.is_none());
    let row = |span: ByteSpan| Row { span, words: joined(span.of(&reading.text)), ..Row::default() };
    listed.map(|one| row(one.span)).filter(|row| !row.words.is_empty()).collect()
}

/// The rows of the claims and events of a story, each with its article.
pub(crate) fn of_story(story: &Story) -> Vec<(ArticleId, Option<Date>, Row)> {
    let published: BTreeMap<&ArticleId, Option<Date>> = story
        .articles
        .iter()
        .map(|article| (&article.id, article.published.latest.or(article.published.earliest)))
        .collect();
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for actor in &story.actors {
        let words = std::iter::once(&actor.name).chain(&actor.aliases).flat_map(|name| stems(name));
        let words: BTreeSet<String> = words.map(|(_, stem)| stem).collect();
        let all = words.into_iter().collect::<Vec<_>>().join(" ");
        names.insert(actor.id.as_str(), all);
    }
    let list = |ids: &mut dyn Iterator<Item = &str>| {
        ids.filter_map(|id| names.get(id).map(String::as_str)).collect::<Vec<_>>().join(" ")
    };
    let mut found = Vec::new();
    for claim in &story.claims {
        let speaker = claim.speaker.as_ref();
        let row = Row {
            kind: RowKind::Claim,
            span: claim.first.span,
            item: digits(claim.id.as_str()),
            words: joined(&claim.text),
            speaker: list(&mut speaker.into_iter().map(|id| id.as_str())),
            actors: list(&mut claim.to.iter().map(|id| id.as_str())),
            places: String::new(),
            tags: tag('s', &word(&claim.stance)),
        };
        let article = &claim.first.article;
        let told = claim.told.earliest.or(claim.told.latest);
        found.push((article.clone(), told.or_else(|| published.get(article).copied().flatten()), row));
    }
    for event in &story.events {
        let Some(first) = event.refs.first() else { continue };
        let row = Row {
            kind: RowKind::Event,
            span: first.span,
            item: digits(event.id.as_str()),
            words: format!("{} {}", joined(&event.title), joined(&first.quote)),
            speaker: list(&mut event.claimants.iter().map(|id| id.as_str())),
            actors: list(&mut event.actors.iter().map(|one| one.actor.as_str())),
            places: list(&mut event.places.iter().map(|id| id.as_str())),
            tags: tag('t', &word(&event.kind)),
        };
        found.push((first.article.clone(), event.when.earliest.or(event.when.latest), row));
    }
    found
}

impl Store {
    /// Writes `rows` of an article and gives the numbers of the first and last.
    pub(crate) fn write_rows(
        &mut self,
        article: i64,
        rows: &[Row],
        day: Option<Date>,
        outlet: Option<&str>,
    ) -> Result<(Option<i64>, Option<i64>)> {
        let (mut first, mut last) = (None, None);
        for row in rows {
            let number = self.write_row(article, row, day, outlet)?;
            first.get_or_insert(number);
            last = Some(number);
        }
        Ok((first, last))
    }

    pub(crate) fn write_row(
        &mut self,
        article: i64,
        row: &Row,
        day: Option<Date>,
        outlet: Option<&str>,
    ) -> Result<i64> {
        self.search_row += 1;
        let number = self.search_row;
        let mut tags = format!("{} {} {}", row.kind.tag(), day_tags(day), row.tags);
        if let Some(outlet) = outlet {
            tags.push(' ');
            tags.push_str(&tag('o', outlet));
        }
        self.connection
            .prepare_cached("INSERT INTO search_rows VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(rusqlite::params![
                number,
                row.kind as i64,
                article,
                row.span.start,
                row.span.len(),
                day.map(day_number),
                row.item
            ])?;
        self.connection
            .prepare_cached(
                "INSERT INTO search_index (rowid, words, speaker, actors, places, tags) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((number, &row.words, &row.speaker, &row.actors, &row.places, tags))?;
        Ok(number)
    }

    pub(crate) fn forget_rows_of_article(&self, article: i64) -> Result<()> {
        let sql = "SELECT search_first, search_last FROM articles WHERE article = ?1";
        let range = self
            .connection
            .prepare_cached(sql)?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.forget_rows(range)
    }

    /// Takes the rows from the first to the last out of the index.
    pub(crate) fn forget_rows(&self, range: (Option<i64>, Option<i64>)) -> Result<()> {
        if let (Some(first), Some(last)) = range {
            for sql in [
                "DELETE FROM search_index WHERE rowid BETWEEN ?1 AND ?2",
                "DELETE FROM search_rows WHERE search_row BETWEEN ?1 AND ?2",
            ] {
                self.connection.prepare_cached(sql)?.execute((first, last))?;
            }
        }
        Ok(())
    }
}

/// A day as a number by which days can be compared: 20240312.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// What a row is, for the kind of item.
pub(crate) fn kind_of(kind: RowKind) -> Option<Kind> {
    match kind {
        RowKind::Passage => None,
        RowKind::Claim => Some(Kind::Claim),
        RowKind::Event => Some(Kind::Event),
    }
}
