//! Opening a store: who may, and what the file must be.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use crate::migrations::{self, NEWEST};
use crate::{Result, StoreError};

/// "TDNG": tells a store from other SQLite files.
const APPLICATION: i32 = 0x5444_4e47;

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To look things up, while another process may write.
    Read,
    /// To add, alone. A file that is not there is made.
    Write,
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    // Before the lock: closing the lock's file first would take SQLite's own locks with it.
    pub(crate) connection: Connection,
    /// The last number given to a change.
    pub(crate) cursor: i64,
    /// The last number given to a row of search.
    pub(crate) search_row: i64,
    /// Numbers of words that recur, as far as they were asked for in this step.
    pub(crate) words: HashMap<String, i64>,
    _lock: Option<File>,
}

impl Store {
    /// Opens the file at `path`. A store of an earlier version is upgraded.
    ///
    /// # Errors
    /// If it is not there, no store, of a later version, being written to, or may not be written.
    pub fn open(path: &Path, access: Access) -> Result<Store> {
        if path.is_dir() {
            return Err(StoreError::Foreign(path.to_owned()));
        }
        match access {
            Access::Write => Store::open_to_write(path),
            Access::Read => {
                let store = Store::open_to_read(path)?;
                if migrations::version(&store.connection)? < NEWEST {
                    drop(store);
                    drop(Store::open_to_write(path)?);
                    return Store::open_to_read(path);
                }
                Ok(store)
            }
        }
    }

    fn open_to_write(path: &Path) -> Result<Store> {
        let io = |source| StoreError::Io { path: path.to_owned(), source };
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                StoreError::ReadOnly { path: path.to_owned(), reason: error.to_string() }
            }
            _ => io(error),
        })?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let mut connection = Connection::open(path)?;
        check(&connection, path)?;
        let reason = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreError::ReadOnly { path: path.to_owned(), reason: error.to_string() }
            }
            _ => error.into(),
        };
        connection.busy_timeout(Duration::from_secs(30))?;
        // A text is longer than a page: only its end leaves room unused, and one article more touches little.
        connection.pragma_update(None, "page_size", 1024)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(reason)?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -131_072)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.set_prepared_statement_cache_capacity(128);
        if migrations::version(&connection)? == 0 {
            connection.pragma_update(None, "application_id", APPLICATION).map_err(reason)?;
        }
        migrations::upgrade(&mut connection)?;
        let mut store =
            Store { connection, cursor: 0, search_row: 0, words: HashMap::new(), _lock: Some(file) };
        (store.cursor, store.search_row) = (store.number("cursor")?, store.number("search_row")?);
        Ok(store)
    }

    fn open_to_read(path: &Path) -> Result<Store> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        if let Err(StoreError::Sqlite(error)) = check(&connection, path)
            && matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
        {
            // A folder that may not be written has no room for the file beside a store in use; nobody writes here.
            let name = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            connection = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)?;
        }
        check(&connection, path)?;
        if migrations::version(&connection)? == 0 {
            return Err(StoreError::Foreign(path.to_owned()));
        }
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "cache_size", -32_768)?;
        // A search looks up thousands of pages: mapped, each costs no lookup in a cache. SQLite cuts the file only when no
        // reader needs the end; whoever replaces a store moves a new file there and does not write into the old one.
        connection.pragma_update(None, "mmap_size", 1_i64 << 31)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Store { connection, cursor: 0, search_row: 0, words: HashMap::new(), _lock: None })
    }

    /// Maps nothing of the file, for many look-ups beside other work: what is mapped counts as the program's memory.
    ///
    /// # Errors
    /// None in practice.
    pub fn unmapped(self) -> Result<Store> {
        self.connection.pragma_update(None, "mmap_size", 0)?;
        Ok(self)
    }

    /// The number kept under `name`.
    pub(crate) fn number(&self, name: &str) -> Result<i64> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM archive WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    pub(crate) fn set_number(&self, name: &str, value: i64) -> Result<()> {
        let mut statement =
            self.connection.prepare_cached("INSERT OR REPLACE INTO archive VALUES (?1, ?2)")?;
        statement.execute((name, value))?;
        Ok(())
    }

    /// The number of the next change.
    pub(crate) fn next_change(&mut self) -> i64 {
        self.cursor += 1;
        self.cursor
    }

    /// Begins a step that is done whole or not at all.
    ///
    /// # Errors
    /// If another process writes, or the file cannot be.
    pub fn begin(&mut self) -> Result<()> {
        // Those of a step that was not kept are no more.
        self.words.clear();
        Ok(self.connection.execute_batch("BEGIN IMMEDIATE")?)
    }

    /// Ends the step: what it did is kept.
    ///
    /// # Errors
    /// If it cannot be written; then nothing of it is kept.
    pub fn commit(&mut self) -> Result<()> {
        self.set_number("cursor", self.cursor)?;
        self.set_number("search_row", self.search_row)?;
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Puts the file in order after much was added, so that it is small and fast. On a full disk it stays as it is.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn tidy(&mut self) -> Result<()> {
        // Made anew is the whole file, which is too much for memory.
        let tidied = self.connection.execute_batch(
            "INSERT INTO search_index (search_index) VALUES ('optimize'); PRAGMA temp_store = FILE; VACUUM;
             PRAGMA wal_checkpoint(TRUNCATE);",
        );
        self.connection.pragma_update(None, "temp_store", "MEMORY")?;
        match tidied.map_err(StoreError::from) {
            Err(StoreError::Full) => Ok(()),
            other => other,
        }
    }

    /// The number of the version `name` of `step`.
    pub(crate) fn version(&self, step: &str, name: &str) -> Result<i64> {
        let sql = "INSERT INTO versions (step, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(sql)?.execute((step, name))?;
        Ok(self.known_version(step, name)?.unwrap_or(0))
    }

    /// Whether anything may have been made by another version of `step` than `name`: answered without looking at it.
    pub(crate) fn has_other_version(&self, step: &str, name: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM versions WHERE step = ?1 AND name <> ?2)";
        Ok(self.connection.prepare_cached(sql)?.query_row((step, name), |row| row.get(0))?)
    }

    /// Forgets the versions by which nothing that is kept was made.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn forget_versions(&mut self) -> Result<()> {
        for (step, name, table) in
            [("reading", crate::READING_VERSION, "readings"), ("linking", crate::LINKING_VERSION, "stories")]
        {
            if self.has_other_version(step, name)? {
                let sql = format!(
                    "DELETE FROM versions WHERE step = ?1 AND name <> ?2
                     AND version NOT IN (SELECT version FROM {table} WHERE version IS NOT NULL)"
                );
                self.connection.execute(&sql, (step, name))?;
            }
        }
        Ok(())
    }

    /// The number of the version `name` of `step`, if anything was made by it.
    pub(crate) fn known_version(&self, step: &str, name: &str) -> Result<Option<i64>> {
        let sql = "SELECT version FROM versions WHERE step = ?1 AND name = ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row((step, name), |row| row.get(0)).optional()?)
    }
}

/// Whether the file is a store of a version that is known, or empty.
fn check(connection: &Connection, path: &Path) -> Result<()> {
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::Foreign(path.to_owned()),
        _ => error.into(),
    };
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(foreign)?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(foreign)?;
    if application != APPLICATION && (tables > 0 || application != 0) {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    let found = migrations::version(connection)?;
    if found > NEWEST {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: NEWEST });
    }
    Ok(())
}
