//! An article as search looks at it: its text and what is told in it.

use jiff::civil::Date;
use tidings_record::{ByteSpan, CodePoints, PointSpan};

use super::index::{RowKind, day_number};
use crate::{Result, Store};

/// An article, looked up once for a search.
#[derive(Debug)]
pub(super) struct Article {
    pub id: String,
    pub text: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// The day of publication: the last it can be.
    pub day: Option<i64>,
    pub latest: Option<String>,
    pub story: Option<i64>,
    pub story_id: Option<i64>,
    /// The claims and events that begin in it, once they were asked for.
    pub items: Vec<Item>,
    pub has_items: bool,
}

/// A claim or an event.
#[derive(Debug)]
pub(super) struct Item {
    pub kind: RowKind,
    pub id: i64,
    pub span: PointSpan,
    /// Where the words of a claim stand; none if they are changed.
    said: Option<PointSpan>,
    /// The words of a claim that stand nowhere as they are.
    text: Option<String>,
    /// The title of an event.
    pub title: Option<String>,
    /// The stance of a claim, the type of an event.
    pub sort: Option<String>,
    pub speakers: Option<String>,
    pub actors: Option<String>,
    pub places: Option<String>,
    pub day: Option<i64>,
}

impl Article {
    pub fn bytes(&self, span: PointSpan) -> ByteSpan {
        CodePoints::new(&self.text).byte_span(span)
    }

    pub fn points(&self, span: ByteSpan) -> PointSpan {
        CodePoints::new(&self.text).point_span(span)
    }
}

impl Item {
    /// The words by which it is found: what is said, or where an event is first told.
    pub fn words<'a>(&'a self, article: &'a Article) -> &'a str {
        match (&self.text, self.said) {
            (Some(text), _) => text,
            (None, said) => article.bytes(said.unwrap_or(self.span)).of(&article.text),
        }
    }
}

fn day(text: Option<String>) -> Option<i64> {
    text?.parse::<Date>().ok().map(day_number)
}

impl Store {
    pub(super) fn article_to_search(&self, article: i64) -> Result<Article> {
        let sql = "SELECT o.id, o.text, coalesce(a.title, o.title), coalesce(a.outlet, o.outlet), a.earliest,
                       a.latest, a.story, s.id
                   FROM articles a JOIN originals o USING (article) LEFT JOIN stories s ON s.story = a.story
                   WHERE a.article = ?1";
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        Ok(self.connection.prepare_cached(sql)?.query_row([article], |row| {
            let latest: Option<String> = row.get(5)?;
            Ok(Article {
                id: row.get(0)?,
                text: row.get(1)?,
                title: given(row.get(2)?),
                outlet: given(row.get(3)?),
                day: day(latest.clone().or(row.get(4)?)),
                latest,
                story: row.get(6)?,
                story_id: row.get(7)?,
                items: Vec::new(),
                has_items: false,
            })
        })?)
    }

    /// Looks up what is told in an article.
    pub(super) fn add_items(&self, article: i64, found: &mut Article) -> Result<()> {
        found.has_items = true;
        for (kind, sql) in [
            (
                RowKind::Claim,
                "SELECT id, starts, ends, text_starts, text_ends, text, NULL,
                     (SELECT word FROM words WHERE number = stance), (SELECT word FROM words WHERE number = speaker),
                     (SELECT word FROM words WHERE number = \"to\"), NULL,
                     (SELECT word FROM words WHERE number = coalesce(earliest, latest))
                 FROM told_claims WHERE article = ?1",
            ),
            (
                RowKind::Event,
                "SELECT id, starts, ends, title_starts, title_ends, NULL, title,
                     (SELECT word FROM words WHERE number = type), (SELECT word FROM words WHERE number = claimants),
                     actors, (SELECT word FROM words WHERE number = places),
                     (SELECT word FROM words WHERE number = coalesce(earliest, latest))
                 FROM events WHERE article = ?1",
            ),
        ] {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([article])?;
            while let Some(row) = rows.next()? {
                let cut: (Option<u32>, Option<u32>) = (row.get(3)?, row.get(4)?);
                let cut = cut.0.zip(cut.1).map(|(start, end)| PointSpan::new(start, end));
                let title: Option<String> = row.get(6)?;
                let cut_title =
                    cut.filter(|_| kind == RowKind::Event).map(|cut| found.bytes(cut).of(&found.text).to_owned());
                found.items.push(Item {
                    kind,
                    id: row.get(0)?,
                    span: PointSpan::new(row.get(1)?, row.get(2)?),
                    said: cut.filter(|_| kind == RowKind::Claim),
                    text: row.get(5)?,
                    title: title.or(cut_title),
                    sort: row.get(7)?,
                    speakers: row.get(8)?,
                    actors: row.get(9)?,
                    places: row.get(10)?,
                    day: day(row.get(11)?),
                });
            }
        }
        Ok(())
    }

    /// What else those are called that are called `name` in a story.
    pub(super) fn aliases(&self, story: i64, name: &str) -> Result<Vec<String>> {
        let sql = "SELECT t.aliases FROM articles a CROSS JOIN actors t ON t.article = a.article
                   WHERE a.story = ?1 AND t.aliases IS NOT NULL
                       AND t.name = (SELECT number FROM words WHERE word = ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((story, name), |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
