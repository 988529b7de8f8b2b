//! Is the store whole, how large is it, and what is left to do?

use std::collections::BTreeMap;

use crate::{LINKING_VERSION, READING_VERSION, Result, Store};

/// The state of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// What is wrong; nothing if the store is whole.
    pub problems: Vec<String>,
    /// The version of the file.
    pub version: u32,
    /// How many of each kind there are.
    pub counts: BTreeMap<&'static str, i64>,
    /// Bytes of all texts.
    pub text_bytes: i64,
    /// Bytes of the file.
    pub file_bytes: i64,
    /// Bytes by table, the largest first; indices count with their tables.
    pub sizes: Vec<Size>,
    /// Articles that the next `add` reads again.
    pub to_read: i64,
    /// Stories that the next `add` links again.
    pub to_link: i64,
    /// Articles that are in no story yet.
    pub to_group: i64,
    /// Articles that were placed one by one since all were grouped.
    pub placed: i64,
}

/// The size of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// Its name.
    pub table: String,
    /// Bytes.
    pub bytes: i64,
}

impl Store {
    /// Examines the store.
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn health(&self) -> Result<Health> {
        let mut problems = Vec::new();
        {
            let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            for row in rows {
                let line = row?;
                if line != "ok" {
                    problems.push(line);
                }
            }
            let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
            let broken = statement.query_map([], |row| row.get::<_, String>(0))?.count();
            if broken > 0 {
                problems.push(format!("{broken} rows name a row that is not there"));
            }
        }
        let number = |sql: &str| -> Result<i64> { Ok(self.connection.query_row(sql, [], |row| row.get(0))?) };
        for (sql, what) in [
            (
                "SELECT count(*) FROM articles a LEFT JOIN readings r USING (article) WHERE r.article IS NULL",
                "articles have no reading",
            ),
            ("SELECT count(*) FROM stories s WHERE touched = 0 AND record IS NULL", "stories have no record"),
            (
                "SELECT count(*) FROM stories s WHERE touched = 0
              AND articles <> (SELECT count(*) FROM articles a WHERE a.story = s.story)",
                "stories do not count their articles right",
            ),
        ] {
            let count = number(sql)?;
            if count > 0 {
                problems.push(format!("{count} {what}"));
            }
        }
        let current = |step, name| -> Result<i64> { Ok(self.known_version(step, name)?.unwrap_or(0)) };
        let outdated = |sql: &str, version: i64| -> Result<i64> {
            Ok(self.connection.query_row(sql, [version], |row| row.get(0))?)
        };
        let mut sizes: BTreeMap<String, i64> = BTreeMap::new();
        {
            let sql = "SELECT coalesce(s.tbl_name, d.name), sum(d.pgsize) FROM dbstat d
                       LEFT JOIN sqlite_schema s ON s.name = d.name WHERE d.aggregate = 1 GROUP BY 1";
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let table: String = row.get(0)?;
                let table =
                    if table.starts_with("search_index_") { "search_index".to_owned() } else { table };
                *sizes.entry(table).or_default() += row.get::<_, i64>(1)?;
            }
        }
        let mut sizes: Vec<Size> = sizes.into_iter().map(|(table, bytes)| Size { table, bytes }).collect();
        sizes.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.table.cmp(&b.table)));
        let articles = number("SELECT count(*) FROM articles")?;
        Ok(Health {
            problems,
            version: crate::migrations::version(&self.connection)?,
            counts: self.counts()?,
            text_bytes: number("SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM originals")?,
            file_bytes: number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            sizes,
            to_read: outdated(
                "SELECT count(*) FROM readings WHERE version <> ?1",
                current("reading", READING_VERSION)?,
            )?,
            to_link: outdated(
                "SELECT count(*) FROM stories WHERE touched = 1 OR version IS NOT ?1",
                current("linking", LINKING_VERSION)?,
            )?,
            to_group: number("SELECT count(*) FROM articles WHERE story IS NULL")?,
            placed: articles - self.number("grouped")?,
        })
    }
}
