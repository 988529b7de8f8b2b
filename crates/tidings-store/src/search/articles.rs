//! An article as search looks at it: its text and what is told in it.

use jiff::civil::Date;
use tidings_record::{ByteSpan, CodePoints, PointSpan};

use super::index::{RowKind, day_number};
use super::{Asked, Candidate};
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
    /// The claims and events told in it that match.
    pub items: Vec<Item>,
}

/// Where a claim or an event is told, and its words.
#[derive(Debug)]
pub(super) struct Told {
    pub kind: RowKind,
    pub id: i64,
    pub span: PointSpan,
    /// Where the words of a claim or the title of an event stand; none if they are changed.
    cut: Option<PointSpan>,
    /// The words of a claim or the title of an event that stand nowhere as they are.
    text: Option<String>,
    /// The numbers of the words for sort, speakers, actors, places and day.
    words: [Option<i64>; 5],
    actors: Option<String>,
}

/// A claim or an event.
#[derive(Debug)]
pub(super) struct Item {
    pub told: Told,
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

impl Told {
    /// The words by which it is found: what is said, or where an event is first told.
    pub fn words<'a>(&'a self, article: &'a Article) -> &'a str {
        let said = if self.kind == RowKind::Claim { self.stated(article) } else { None };
        said.unwrap_or_else(|| article.bytes(self.span).of(&article.text))
    }

    /// The title of an event.
    pub fn title<'a>(&'a self, article: &'a Article) -> Option<&'a str> {
        if self.kind == RowKind::Event { self.stated(article) } else { None }
    }

    fn stated<'a>(&'a self, article: &'a Article) -> Option<&'a str> {
        let cut = self.cut.map(|cut| article.bytes(cut).of(&article.text));
        self.text.as_deref().or(cut)
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
            })
        })?)
    }

    /// What of the kinds, stance and type asked for is told in a passage.
    pub(super) fn told_in(&self, passage: &Candidate, asked: &Asked<'_>) -> Result<Vec<Told>> {
        let mut found = Vec::new();
        for (kind, sql) in [
            (
                RowKind::Claim,
                "SELECT id, starts, ends, text_starts, text_ends, text, stance, coalesce(speaker, said_by), \"to\",
                     NULL, coalesce(earliest, latest), NULL
                 FROM told_claims WHERE article = ?1 AND starts >= ?2 AND starts < ?3
                     AND (?4 IS NULL OR stance = (SELECT number FROM words WHERE word = ?4))",
            ),
            (
                RowKind::Event,
                "SELECT id, starts, ends, title_starts, title_ends, title, type, claimants, NULL, places,
                     coalesce(earliest, latest), actors
                 FROM events WHERE article = ?1 AND starts >= ?2 AND starts < ?3
                     AND (?4 IS NULL OR type = (SELECT number FROM words WHERE word = ?4))",
            ),
        ] {
            if !asked.query.asks_for(kind) {
                continue;
            }
            let mut statement = self.connection.prepare_cached(sql)?;
            let PointSpan { start, end } = passage.span;
            let mut rows = statement.query((passage.article, start, end, &asked.sort))?;
            while let Some(row) = rows.next()? {
                let cut: (Option<u32>, Option<u32>) = (row.get(3)?, row.get(4)?);
                found.push(Told {
                    kind,
                    id: row.get(0)?,
                    span: PointSpan::new(row.get(1)?, row.get(2)?),
                    cut: cut.0.zip(cut.1).map(|(start, end)| PointSpan::new(start, end)),
                    text: row.get(5)?,
                    words: [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?],
                    actors: row.get(11)?,
                });
            }
        }
        Ok(found)
    }

    /// The claim or event with all that is shown of it.
    pub(super) fn item(&self, told: Told) -> Result<Item> {
        let mut statement = self.connection.prepare_cached("SELECT word FROM words WHERE number = ?1")?;
        let mut word = |number: Option<i64>| -> Result<Option<String>> {
            Ok(number.map(|number| statement.query_row([number], |row| row.get(0))).transpose()?)
        };
        let [sort, speakers, actors, places, told_on] = told.words;
        Ok(Item {
            sort: word(sort)?,
            speakers: word(speakers)?,
            actors: word(actors)?.or_else(|| told.actors.clone()),
            places: word(places)?,
            day: day(word(told_on)?),
            told,
        })
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
