//! What is written into the search index: passages when an article comes; when its story is linked, what is told in them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tidings_record::{CodePoints, PassageKind, PointSpan, Reading, Story};

use super::words::{Mark, joined, marked, stems};
use crate::items::{Kind, word};
use crate::{Result, Store};

/// A passage to be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub span: PointSpan,
    pub words: String,
}

/// Where something is told, and the words by which its passage is found besides its own.
pub(crate) type Told = (u32, BTreeSet<String>);

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

    pub fn name(self) -> &'static str {
        ["passage", "claim", "event"][self as usize]
    }

    /// What it is, of an item.
    pub fn item(self) -> Option<Kind> {
        [None, Some(Kind::Claim), Some(Kind::Event)][self as usize]
    }
}

/// The marks of a day: its year and its month.
fn day_marks(day: Option<Date>) -> impl Iterator<Item = String> {
    let marks = |day: Date| {
        let (year, month) = (day.year(), day.month());
        [marked(Mark::Year, &format!("{year:04}")), marked(Mark::Month, &format!("{year:04}{month:02}"))]
    };
    day.map(marks).into_iter().flatten()
}

/// The rows of an article: its titles, standfirsts and body, repeats left out.
pub(crate) fn passages(reading: &Reading) -> Vec<Row> {
    let points = CodePoints::new(&reading.text);
    let read = |kind| matches!(kind, PassageKind::Title | PassageKind::Standfirst | PassageKind::Body);
    let listed = reading.passages.iter().filter(|one| read(one.kind) && one.repeats.is_none());
    let rows = listed
        .map(|one| Row { span: points.point_span(one.span), words: joined(one.span.of(&reading.text)) });
    rows.filter(|row| !row.words.is_empty()).collect()
}

/// Where the claims and events of a story are told, by the id of the article.
pub(crate) fn told(story: &Story<PointSpan>) -> BTreeMap<String, Vec<Told>> {
    let mut names: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for actor in &story.actors {
        let words = std::iter::once(&actor.name).chain(&actor.aliases).flat_map(|name| stems(name));
        names.insert(actor.id.as_str(), words.map(|(_, stem)| stem).collect());
    }
    let named = |mark: Mark, ids: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        ids.filter_map(|id| names.get(id)).flatten().map(|stem| marked(mark, stem)).collect()
    };
    let mut found: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    let mut push = |article: &str, start: u32, words: BTreeSet<String>| {
        found.entry(article.to_owned()).or_default().push((start, words));
    };
    for claim in &story.claims {
        let mut words =
            BTreeSet::from([marked(Mark::Kind, "claim"), marked(Mark::Stance, &word(&claim.stance))]);
        words.extend(named(Mark::Speaker, &mut claim.speaker.iter().map(|id| id.as_str())));
        let unnamed = claim.said_by.iter().flat_map(|words| stems(words));
        words.extend(unnamed.map(|(_, stem)| marked(Mark::Speaker, &stem)));
        words.extend(named(Mark::Actor, &mut claim.to.iter().map(|id| id.as_str())));
        words.extend(day_marks(claim.told.earliest.or(claim.told.latest)));
        push(claim.first.article.as_str(), claim.first.span.start, words);
    }
    for event in &story.events {
        let Some(first) = event.refs.first() else { continue };
        let mut words = BTreeSet::from([marked(Mark::Kind, "event"), marked(Mark::Type, &word(&event.kind))]);
        words.extend(named(Mark::Speaker, &mut event.claimants.iter().map(|id| id.as_str())));
        words.extend(named(Mark::Actor, &mut event.actors.iter().map(|one| one.actor.as_str())));
        words.extend(named(Mark::Place, &mut event.places.iter().map(|id| id.as_str())));
        words.extend(day_marks(event.when.earliest.or(event.when.latest)));
        // Its title may be made of words that stand elsewhere.
        words.extend(stems(&event.title).into_iter().map(|(_, stem)| stem));
        push(first.article.as_str(), first.span.start, words);
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
            self.search_row += 1;
            self.connection
                .prepare_cached("INSERT INTO search_rows VALUES (?1, ?2, ?3, ?4, NULL)")?
                .execute((self.search_row, article, row.span.start, row.span.end))?;
            let marks = marks(first.is_none(), day, outlet);
            self.write_words(self.search_row, &row.words, marks)?;
            first.get_or_insert(self.search_row);
            last = Some(self.search_row);
        }
        Ok((first, last))
    }

    fn write_words(&self, row: i64, words: &str, marks: impl IntoIterator<Item = String>) -> Result<()> {
        let mut all = words.to_owned();
        for mark in marks {
            all.push(' ');
            all.push_str(&mark);
        }
        self.connection
            .prepare_cached("INSERT INTO search_index (rowid, words) VALUES (?1, ?2)")?
            .execute((row, all))?;
        Ok(())
    }

    /// Writes what is `told` in an article beside the words of its passages, where that has changed.
    pub(crate) fn write_told(&mut self, article: i64, told: &[Told]) -> Result<()> {
        let Some((first, last)) = self.range_of(article)? else { return Ok(()) };
        let mut changed: Vec<(i64, PointSpan, BTreeSet<&str>, Option<i64>)> = Vec::new();
        {
            let sql =
                "SELECT search_row, starts, ends, told FROM search_rows WHERE search_row BETWEEN ?1 AND ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query((first, last))?;
            while let Some(row) = rows.next()? {
                let span = PointSpan::new(row.get(1)?, row.get(2)?);
                let here = told.iter().filter(|(at, _)| (span.start..span.end).contains(at));
                let words: BTreeSet<&str> = here.flat_map(|(_, words)| words).map(String::as_str).collect();
                let hash = hash(&words);
                if row.get::<_, Option<i64>>(3)? != hash {
                    changed.push((row.get(0)?, span, words, hash));
                }
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        let (text, outlet, day) = self
            .connection
            .prepare_cached(
                "SELECT o.text, coalesce(a.outlet, o.outlet), coalesce(a.latest, a.earliest)
             FROM originals o JOIN articles a USING (article) WHERE article = ?1",
            )?
            .query_row([article], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Option<String>>(1)?,
                    row.get::<_, Option<String>>(2)?,
                ))
            })?;
        let points = CodePoints::new(&text);
        let day = day.and_then(|day| day.parse().ok());
        for (row, span, words, hash) in changed {
            self.connection.prepare_cached("DELETE FROM search_index WHERE rowid = ?1")?.execute([row])?;
            let all = marks(row == first, day, outlet.as_deref()).chain(words.into_iter().map(str::to_owned));
            self.write_words(row, &joined(points.byte_span(span).of(&text)), all)?;
            self.connection
                .prepare_cached("UPDATE search_rows SET told = ?2 WHERE search_row = ?1")?
                .execute((row, hash))?;
        }
        Ok(())
    }

    /// The first and last row of an article, if it has any.
    pub(crate) fn range_of(&self, article: i64) -> Result<Option<(i64, i64)>> {
        let sql = "SELECT search_first, search_last FROM articles WHERE article = ?1";
        let (first, last): (Option<i64>, Option<i64>) = self
            .connection
            .prepare_cached(sql)?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(first.zip(last))
    }

    /// Takes the rows of an article out of the index.
    pub(crate) fn forget_rows(&self, article: i64) -> Result<()> {
        let Some(range) = self.range_of(article)? else { return Ok(()) };
        for sql in [
            "DELETE FROM search_index WHERE rowid BETWEEN ?1 AND ?2",
            "DELETE FROM search_rows WHERE search_row BETWEEN ?1 AND ?2",
        ] {
            self.connection.prepare_cached(sql)?.execute(range)?;
        }
        Ok(())
    }
}

/// What every passage has beside its words: that it is one, its month, its outlet, whether an article begins with it.
fn marks(is_lead: bool, day: Option<Date>, outlet: Option<&str>) -> impl Iterator<Item = String> {
    let outlet = outlet.filter(|outlet| !outlet.is_empty()).map(|outlet| marked(Mark::Outlet, outlet));
    let lead = is_lead.then(|| marked(Mark::Lead, ""));
    day_marks(day).chain(outlet).chain(lead).chain([marked(Mark::Kind, RowKind::Passage.name())])
}

/// A number by which it is seen that `words` have changed; none for none.
fn hash(words: &BTreeSet<&str>) -> Option<i64> {
    if words.is_empty() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    for word in words {
        hasher.update(word.as_bytes());
        hasher.update(b" ");
    }
    let [a, b, c, ..] = *hasher.finalize().as_bytes();
    Some(i64::from(u32::from_le_bytes([a, b, c, 0])))
}

/// A day as a number by which days can be compared: 20240312.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
