//! Articles come in: what was delivered, and its reading.

use jiff::civil::Date;
use rusqlite::OptionalExtension;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tidings_link::Keys;
use tidings_record::{ArticleId, Basis, Because, ByteSpan, Days, PointSpan, Reading, Ref, Source};

use crate::search::index::{self, Row};
use crate::{Lines, READING_VERSION, Result, Store, pack};

/// An article as it was delivered, with what was given beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Original {
    /// Its id.
    pub id: ArticleId,
    /// Where it was found.
    pub paths: Vec<String>,
    /// Its address.
    pub url: Option<String>,
    /// The bytes it was made from.
    pub source: Source,
    /// Its title, if given.
    pub title: Option<String>,
    /// Its outlet, if given.
    pub outlet: Option<String>,
    /// When it was published, as far as given.
    pub published: Days,
    /// Remarks about its bytes.
    pub remarks: Vec<String>,
    /// Who wrote it, if given.
    pub bylines: Vec<String>,
    /// When it was last changed, if given.
    pub modified: Option<Days>,
    /// The stretches of its text that are the article, if it is a page.
    pub parts: Vec<ByteSpan>,
    /// Its text.
    pub text: String,
}

impl Original {
    /// A hash of what makes it this article and no other.
    fn content(&self) -> Vec<u8> {
        let published = self.published.at.as_deref().or(self.published.edtf.as_deref());
        let of = ArticleId::of_content(&self.text, self.url.as_deref(), self.outlet.as_deref(), published);
        blake3::hash(of.as_str().as_bytes()).as_bytes()[..16].to_vec()
    }
}

/// Whether an article is in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It is not.
    New,
    /// It is, the same.
    Same,
    /// Its id is, with another text, address, outlet or day.
    Other,
}

/// A reading, ready to be written. Made on any thread.
#[derive(Debug)]
pub struct Prepared {
    packed: Vec<u8>,
    rows: Vec<Row>,
    title: Option<String>,
    outlet: Option<String>,
    language: Option<String>,
    days: Days<PointSpan>,
    /// What places it among stories.
    pub keys: Keys,
    /// What the article tells of its outlet's pages; nothing at first.
    pub lines: Lines,
}

impl Prepared {
    /// From a reading.
    ///
    /// # Errors
    /// None in practice: a reading always has a JSON form.
    pub fn new(reading: &Reading) -> Result<Prepared> {
        Ok(Prepared {
            packed: pack::pack_reading(reading)?,
            rows: index::passages(reading),
            title: reading.title.as_ref().map(|title| title.text.clone()),
            outlet: reading.outlet.clone(),
            language: reading.language.clone(),
            days: plain(&reading.published),
            keys: tidings_link::keys(reading),
            lines: Lines::default(),
        })
    }
}

impl Store {
    /// Whether `original` is in the store.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn knows(&self, original: &Original) -> Result<Known> {
        let mut statement = self.connection.prepare_cached("SELECT content FROM originals WHERE id = ?1")?;
        let found: Option<Vec<u8>> =
            statement.query_row([original.id.as_str()], |row| row.get(0)).optional()?;
        Ok(match found {
            None => Known::New,
            Some(content) if content == original.content() => Known::Same,
            Some(_) => Known::Other,
        })
    }

    /// Adds an article that the store does not know, and gives its number.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn insert(&mut self, original: &Original, prepared: &Prepared) -> Result<i64> {
        let published = (original.published != Days::unknown())
            .then(|| serde_json::to_string(&Given::of(&original.published)))
            .transpose()?;
        let parts: Vec<[u32; 2]> = original.parts.iter().map(|part| [part.start, part.end]).collect();
        let modified =
            original.modified.as_ref().map(|days| serde_json::to_string(&Given::of(days))).transpose()?;
        self.connection
            .prepare_cached(
                "INSERT INTO originals (id, content, media_type, source, url, title, outlet, published, remarks, bylines,
                    modified, parts, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(rusqlite::params![
                original.id.as_str(),
                original.content(),
                original.source.media_type,
                blake3::Hash::from_hex(&original.source.blake3).ok().map(|hash| hash.as_bytes().to_vec()),
                original.url,
                original.title,
                original.outlet,
                published,
                list(&original.remarks)?,
                list(&original.bylines)?,
                modified,
                list(&parts)?,
                original.text,
            ])?;
        let article = self.connection.last_insert_rowid();
        for path in &original.paths {
            self.insert_path(article, path)?;
        }
        self.connection
            .prepare_cached("INSERT INTO articles (article, basis, changed) VALUES (?1, '', 0)")?
            .execute([article])?;
        self.write_reading(article, prepared)?;
        Ok(article)
    }

    fn insert_path(&self, article: i64, path: &str) -> Result<bool> {
        let mut statement =
            self.connection.prepare_cached("INSERT INTO paths VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        Ok(statement.execute((article, path))? > 0)
    }

    /// Adds `path` to those of the article `id`; says whether it is new.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add_path(&mut self, id: &ArticleId, path: &str) -> Result<bool> {
        let mut statement = self.connection.prepare_cached("SELECT article FROM originals WHERE id = ?1")?;
        let article: Option<i64> = statement.query_row([id.as_str()], |row| row.get(0)).optional()?;
        drop(statement);
        let Some(article) = article else { return Ok(false) };
        let is_new = self.insert_path(article, path)?;
        if is_new {
            self.touch_story_of(article)?;
        }
        Ok(is_new)
    }

    pub(crate) fn touch_story_of(&self, article: i64) -> Result<()> {
        let sql = "UPDATE stories SET touched = 1
                   WHERE story = (SELECT story FROM articles WHERE article = ?1) AND touched = 0";
        self.connection.prepare_cached(sql)?.execute([article])?;
        Ok(())
    }

    fn write_reading(&mut self, article: i64, prepared: &Prepared) -> Result<()> {
        let version = self.version("reading", READING_VERSION)?;
        self.connection.prepare_cached("INSERT OR REPLACE INTO readings VALUES (?1, ?2, ?3)")?.execute((
            article,
            version,
            &prepared.packed,
        ))?;
        let day = prepared.days.latest.or(prepared.days.earliest);
        let outlet = prepared.outlet.as_deref();
        // What is as it was given is not kept twice.
        let sql = "SELECT title, outlet FROM originals WHERE article = ?1";
        let given: (Option<String>, Option<String>) = self
            .connection
            .prepare_cached(sql)?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let other = |read: &Option<String>, given: Option<String>| {
            (*read != given).then(|| read.clone().unwrap_or_default())
        };
        let (first, last) = self.write_rows(article, &prepared.rows, day, outlet)?;
        let changed = self.next_change();
        self.connection
            .prepare_cached(
                "UPDATE articles SET title = ?2, outlet = ?3, language = ?4, earliest = ?5, latest = ?6, basis = ?7,
                 changed = ?8, search_first = ?9, search_last = ?10 WHERE article = ?1",
            )?
            .execute(rusqlite::params![
                article,
                other(&prepared.title, given.0),
                other(&prepared.outlet, given.1),
                prepared.language,
                prepared.days.earliest.map(|day| day.to_string()),
                prepared.days.latest.map(|day| day.to_string()),
                crate::items::word(&prepared.days.basis),
                changed,
                first,
                last,
            ])?;
        Ok(())
    }

    /// Numbers of up to `most` articles whose reading was made by another version, after the number `after`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn outdated(&self, after: i64, most: usize) -> Result<Vec<i64>> {
        // In a large archive nobody looks at all readings to find none.
        if !self.has_other_version("reading", READING_VERSION)? {
            return Ok(Vec::new());
        }
        let current = self.known_version("reading", READING_VERSION)?.unwrap_or(0);
        let sql =
            "SELECT article FROM readings WHERE version <> ?1 AND article > ?2 ORDER BY article LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((current, after, most), |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Replaces the reading of an article by one of this version; says whether it differs.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn replace_reading(&mut self, article: i64, prepared: &Prepared) -> Result<bool> {
        let mut statement =
            self.connection.prepare_cached("SELECT reading FROM readings WHERE article = ?1")?;
        let before: Vec<u8> = statement.query_row([article], |row| row.get(0))?;
        drop(statement);
        if before == prepared.packed {
            let version = self.version("reading", READING_VERSION)?;
            let sql = "UPDATE readings SET version = ?2 WHERE article = ?1";
            self.connection.prepare_cached(sql)?.execute((article, version))?;
            return Ok(false);
        }
        // What is in no story yet is placed by its new reading.
        let sql = "SELECT story IS NOT NULL FROM articles WHERE article = ?1";
        let placed: bool = self.connection.prepare_cached(sql)?.query_row([article], |row| row.get(0))?;
        if placed && pack::unpack_reading(&before).is_ok() {
            let keys = self.keys(article)?;
            if keys != prepared.keys {
                self.set_number("drift", self.number("drift")? + 1)?;
            }
        }
        self.forget_rows(article)?;
        self.write_reading(article, prepared)?;
        self.touch_story_of(article)?;
        Ok(true)
    }

    /// The article with the number `article` as it was delivered.
    ///
    /// # Errors
    /// If there is none, or the file cannot be read.
    pub fn original(&self, article: i64) -> Result<Original> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, media_type, source, url, title, outlet, published, remarks, bylines, modified, parts, text
             FROM originals WHERE article = ?1",
        )?;
        let (mut original, [published, remarks, bylines, modified, parts]) =
            statement.query_row([article], |row| {
                let original = Original {
                    id: ArticleId::from(row.get::<_, String>(0)?),
                    source: Source { media_type: row.get(1)?, blake3: hex(row.get(2)?) },
                    url: row.get(3)?,
                    title: row.get(4)?,
                    outlet: row.get(5)?,
                    text: row.get(11)?,
                    ..Original::default()
                };
                Ok((
                    original,
                    [row.get::<_, Option<String>>(6)?, row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?],
                ))
            })?;
        if let Some(published) = published {
            original.published = serde_json::from_str::<Given>(&published)?.days();
        }
        original.modified = match modified {
            Some(modified) => Some(serde_json::from_str::<Given>(&modified)?.days()),
            None => None,
        };
        original.remarks = listed(remarks)?;
        original.bylines = listed(bylines)?;
        original.parts =
            listed::<[u32; 2]>(parts)?.into_iter().map(|[start, end]| ByteSpan::new(start, end)).collect();
        original.paths = self.paths(article)?;
        Ok(original)
    }

    pub(crate) fn paths(&self, article: i64) -> Result<Vec<String>> {
        let mut statement =
            self.connection.prepare_cached("SELECT path FROM paths WHERE article = ?1 ORDER BY path")?;
        let rows = statement.query_map([article], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The reading of the article with the number `article`.
    ///
    /// # Errors
    /// If there is none, or the file cannot be read.
    pub fn reading(&self, article: i64) -> Result<Reading> {
        let sql = "SELECT r.reading, o.id, o.url, o.text, o.source, o.title
                   FROM readings r JOIN originals o USING (article) WHERE r.article = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let (packed, id, url, text, source, title) = statement.query_row([article], |row| {
            let packed: Vec<u8> = row.get(0)?;
            let (id, title): (String, Option<String>) = (row.get(1)?, row.get(5)?);
            Ok((packed, id, row.get(2)?, row.get(3)?, row.get(4)?, title))
        })?;
        let reading = pack::unpack_reading(&packed)?;
        let mut reading = Reading { id: id.into(), url, text, paths: self.paths(article)?, ..reading };
        reading.source.blake3 = hex(source);
        if let Some(kept) = reading.title.as_mut().filter(|title| title.span.is_none()) {
            kept.text = title.unwrap_or_default();
        }
        pack::fill_names(&mut reading);
        Ok(reading)
    }

    /// What places the article with the number `article` among stories.
    ///
    /// # Errors
    /// As [`Store::reading`].
    pub fn keys(&self, article: i64) -> Result<Keys> {
        Ok(tidings_link::keys(&self.reading(article)?))
    }
}

/// The digits of a kept hash; nothing for none.
fn hex(kept: Option<Vec<u8>>) -> String {
    let hash = kept.and_then(|bytes| blake3::Hash::from_slice(&bytes).ok());
    hash.map_or_else(String::new, |hash| hash.to_hex().to_string())
}

/// Days without their reasons.
fn plain(days: &Days) -> Days<PointSpan> {
    let Days { earliest, latest, edtf, at, basis, because: _ } = days.clone();
    Days { earliest, latest, edtf, at, basis, because: Vec::new() }
}

/// The given days of an article, short: first, last, instant, and what they rest on, with the reasons, if nobody gave them.
#[derive(Serialize, Deserialize)]
struct Given {
    #[serde(rename = "first", skip_serializing_if = "Option::is_none")]
    earliest: Option<Date>,
    /// None if it is the first, empty if there is none.
    #[serde(rename = "last", skip_serializing_if = "Option::is_none")]
    latest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<Basis>,
    /// None if it follows from the days.
    #[serde(skip_serializing_if = "Option::is_none")]
    edtf: Option<String>,
    /// Its spans are bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    because: Vec<Because<PointSpan>>,
}

impl Given {
    fn of(days: &Days) -> Given {
        let Days { earliest, latest, edtf, at, basis, because } = days.clone();
        let plain = Days::<PointSpan>::between(earliest, latest, basis);
        Given {
            latest: (earliest != latest).then(|| latest.map_or_else(String::new, |day| day.to_string())),
            earliest,
            at,
            basis: Some(basis).filter(|&basis| basis != Basis::Given),
            edtf: edtf.filter(|edtf| plain.edtf.as_deref() != Some(edtf)),
            because: reasons(because, |span: ByteSpan| PointSpan::new(span.start, span.end)),
        }
    }

    fn days(self) -> Days {
        let latest = self.latest.map_or(self.earliest, |day| day.parse().ok());
        let plain = Days::between(self.earliest, latest, self.basis.unwrap_or(Basis::Given));
        let because = reasons(self.because, |span: PointSpan| ByteSpan::new(span.start, span.end));
        Days { at: self.at, edtf: self.edtf.or(plain.edtf.clone()), because, ..plain }
    }
}

/// A list as it is kept; nothing if it is empty.
fn list<T: Serialize>(items: &[T]) -> Result<Option<String>> {
    Ok((!items.is_empty()).then(|| serde_json::to_string(items)).transpose()?)
}

/// A list that was kept.
fn listed<T: DeserializeOwned>(kept: Option<String>) -> Result<Vec<T>> {
    Ok(kept.map(|kept| serde_json::from_str(&kept)).transpose()?.unwrap_or_default())
}

/// Reasons with every span put through `map`.
fn reasons<S, T>(because: Vec<Because<S>>, map: impl Fn(S) -> T) -> Vec<Because<T>> {
    let place = |one: Ref<S>| Ref { article: one.article, span: map(one.span), quote: one.quote };
    let reason =
        |one: Because<S>| Because { rule: one.rule, refs: one.refs.into_iter().map(&place).collect() };
    because.into_iter().map(reason).collect()
}
