//! What changed since a cursor, for whoever keeps an index in step.

use serde_json::{Value, json};

use crate::items::{Kind, id_of};
use crate::{Result, Store};

/// One change. Applied in order, they bring an index from the cursor asked about to the last one.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What to ask about next time, once this is applied.
    pub cursor: i64,
    /// Whether the thing is no more.
    pub removed: bool,
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its columns as the views have them, or for what is no more what it became.
    pub data: Value,
}

impl Store {
    /// The cursor of the last change.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn last_cursor(&self) -> Result<i64> {
        self.number("cursor")
    }

    /// Hands every change after `since` to `take`, in order: each thing once, as it is now.
    ///
    /// # Errors
    /// If the file cannot be read, or whatever `take` returns.
    pub fn changes<E: From<crate::StoreError>>(
        &self,
        since: i64,
        mut take: impl FnMut(Change) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        for (cursor, kind, id) in self.changed(since)? {
            take(self.change(cursor, kind, id)?)?;
        }
        Ok(())
    }

    /// Cursor, kind and number of what changed, by cursor; what is no more has no kind, and its place in `removed`.
    fn changed(&self, since: i64) -> Result<Vec<(i64, Option<Kind>, i64)>> {
        let mut found: Vec<(i64, Option<Kind>, i64)> = Vec::new();
        let mut add = |sql: &str, kind: Option<Kind>| -> Result<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([since])?;
            while let Some(row) = rows.next()? {
                found.push((row.get(0)?, kind, row.get(1)?));
            }
            Ok(())
        };
        add("SELECT changed, article FROM articles WHERE changed > ?1", Some(Kind::Article))?;
        add("SELECT changed, id FROM stories WHERE changed > ?1 AND id IS NOT NULL", Some(Kind::Story))?;
        for kind in Kind::ITEMS {
            add(&format!("SELECT changed, id FROM {} WHERE changed > ?1", kind.table()), Some(kind))?;
        }
        add("SELECT changed, changed FROM removed WHERE changed > ?1", None)?;
        found.sort_unstable_by_key(|&(cursor, ..)| cursor);
        Ok(found)
    }

    fn change(&self, cursor: i64, kind: Option<Kind>, number: i64) -> Result<Change> {
        let Some(kind) = kind else {
            let sql = "SELECT id, became FROM removed WHERE changed = ?1";
            let (id, became): (String, Option<String>) = self
                .connection
                .prepare_cached(sql)?
                .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let kind = Kind::of_id(&id).unwrap_or(Kind::Article);
            return Ok(Change { cursor, removed: true, kind, id, data: json!({ "became": became }) });
        };
        let (id, data) = match kind {
            Kind::Article => {
                let line = self.article_line(number)?;
                let passages: Vec<Value> = self
                    .body_passages(number)?
                    .into_iter()
                    .map(|(span, text)| json!({ "id": format!("{}#{}-{}", line.id, span.start, span.end), "text": text }))
                    .collect();
                let data = json!({
                    "story": line.story, "title": line.title, "outlet": line.outlet,
                    "earliest": line.days.0, "latest": line.days.1, "passages": passages,
                });
                (line.id, data)
            }
            Kind::Story => {
                let sql = "SELECT title, earliest, latest, articles FROM stories WHERE id = ?1";
                let data = self.object(sql, number)?;
                (id_of(kind, number), data)
            }
            _ => {
                let sql = match kind {
                    Kind::Event => self.view_sql("all_events", "t.id")?,
                    Kind::Claim => self.view_sql("claims", "t.id")?,
                    Kind::Figure => self.view_sql("figures", "t.id")?,
                    Kind::Finding => self.view_sql("findings", "t.id")?,
                    _ => "SELECT printf('s%012x', s.id) AS story,
                              (SELECT word FROM words WHERE number = t.name) AS name,
                              (SELECT word FROM words WHERE number = t.type) AS type, t.aliases,
                              (SELECT word FROM words WHERE number = t.speaks_for) AS speaks_for
                          FROM actors t JOIN articles a USING (article) JOIN stories s ON s.story = a.story
                          WHERE t.id = ?1"
                        .to_owned(),
                };
                (id_of(kind, number), self.object(&sql, number)?)
            }
        };
        Ok(Change { cursor, removed: false, kind, id, data })
    }

    /// The select of a view, for the row whose `column` is `?1`.
    fn view_sql(&self, view: &str, column: &str) -> Result<String> {
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1";
        let made: String = self.connection.prepare_cached(sql)?.query_row([view], |row| row.get(0))?;
        let select = made.split_once(" AS\n").map_or("", |(_, select)| select);
        Ok(format!("{select} WHERE {column} = ?1"))
    }

    /// The one row of `sql` as an object, `id` left out.
    fn object(&self, sql: &str, number: i64) -> Result<Value> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let mut rows = statement.query([number])?;
        let mut fields = serde_json::Map::new();
        if let Some(row) = rows.next()? {
            for (at, name) in names.into_iter().enumerate().filter(|(_, name)| name != "id") {
                fields.insert(name, json_of(row.get(at)?));
            }
        }
        Ok(Value::Object(fields))
    }
}

fn json_of(value: rusqlite::types::Value) -> Value {
    use rusqlite::types::Value as Sql;
    match value {
        Sql::Null => Value::Null,
        Sql::Integer(number) => number.into(),
        Sql::Real(number) => tidings_record::Number::new(number).map_or(Value::Null, |number| json!(number)),
        Sql::Text(text) => text.into(),
        Sql::Blob(_) => Value::Null,
    }
}
