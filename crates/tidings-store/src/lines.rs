//! Which lines recur in the articles of an outlet, learnt as articles come.
//!
//! A line comes to recur with the article that is the third to have it and differs from two others. Those that had it before
//! are then still to be read again. That a line recurs is never taken back, so it hangs on which articles there are and not
//! on their order. Not here: what a line is, and when articles differ.

use rusqlite::OptionalExtension;

use crate::{READING_VERSION, Result, Store};

/// The version of a reading that did not know a line to recur: the article is to be read again.
const UNKNOWING: &str = "before a line was known to recur";

/// What an article tells of its outlet's pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// Hashes of the lines that are leftovers if they recur.
    pub hashes: Vec<u64>,
    /// A print of the other text of the article.
    pub print: u64,
    /// Those of the lines of which its reading knew that they recur, ascending.
    pub known: Vec<u64>,
}

/// When a line recurs.
#[derive(Clone, Copy)]
pub struct Recurs {
    /// Whether it does in an article with this print and others with these.
    pub with: fn(u64, &[u64]) -> bool,
    /// How many articles with a line are looked at, at most.
    pub most: usize,
}

impl Store {
    /// Forgets what another version of reading learnt: every reading is made again and teaches anew.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn learn_anew(&mut self) -> Result<()> {
        let version = i64::from_str_radix(&READING_VERSION[..15], 16).unwrap_or(0);
        if self.number("lines_by")? == version {
            return Ok(());
        }
        self.begin()?;
        self.connection.execute_batch("DELETE FROM edge_lines; DELETE FROM recurring_lines;")?;
        self.set_number("lines_by", version)?;
        self.commit()
    }

    /// Those of `lines` that are known to recur.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn recurring(&self, lines: &[u64]) -> Result<Vec<u64>> {
        let mut found = Vec::new();
        for &line in lines {
            if self.is_recurring(line)? {
                found.push(line);
            }
        }
        Ok(found)
    }

    /// Those of the lines of an article that recur once it is in the store, ascending.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn recurring_with(&self, lines: &Lines, recurs: Recurs) -> Result<Vec<u64>> {
        let mut found = Vec::new();
        for &line in &lines.hashes {
            if self.is_recurring(line)? {
                found.push(line);
                continue;
            }
            let sql = "SELECT print FROM edge_lines WHERE line = ?1 ORDER BY article LIMIT ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            let prints = statement.query_map((line.cast_signed(), recurs.most), |row| row.get(0))?;
            let prints: Vec<i64> = prints.collect::<rusqlite::Result<_>>()?;
            let prints: Vec<u64> = prints.into_iter().map(i64::cast_unsigned).collect();
            if prints.len() < recurs.most && (recurs.with)(lines.print, &prints) {
                found.push(line);
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Keeps what the article with the number `article` tells, and that the lines `recurring` recur. Other articles that have
    /// one of these are outdated from then on.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn learn(&mut self, article: i64, lines: &Lines, recurring: &[u64]) -> Result<()> {
        for &line in &lines.hashes {
            if self.is_recurring(line)? {
                continue;
            }
            if recurring.binary_search(&line).is_ok() {
                self.turn(article, line.cast_signed())?;
            } else {
                let sql = "INSERT OR REPLACE INTO edge_lines VALUES (?1, ?2, ?3)";
                let row = (line.cast_signed(), article, lines.print.cast_signed());
                self.connection.prepare_cached(sql)?.execute(row)?;
            }
        }
        Ok(())
    }

    fn turn(&self, article: i64, line: i64) -> Result<()> {
        let version = self.version("reading", UNKNOWING)?;
        let sql = "UPDATE readings SET version = ?1
                   WHERE article IN (SELECT article FROM edge_lines WHERE line = ?2) AND article <> ?3";
        self.connection.prepare_cached(sql)?.execute((version, line, article))?;
        self.connection.prepare_cached("DELETE FROM edge_lines WHERE line = ?1")?.execute([line])?;
        self.connection.prepare_cached("INSERT INTO recurring_lines VALUES (?1)")?.execute([line])?;
        Ok(())
    }

    fn is_recurring(&self, line: u64) -> Result<bool> {
        let mut statement =
            self.connection.prepare_cached("SELECT 1 FROM recurring_lines WHERE line = ?1")?;
        Ok(statement.query_row([line.cast_signed()], |_| Ok(())).optional()?.is_some())
    }
}
