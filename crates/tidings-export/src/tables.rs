//! Flat tables as CSV: those of `tidings-record`, and articles, actors and copies.

use tidings_record::{PointSpan, Record, Ref, Story, Table};

use crate::File;
use crate::shared::{day, word};

/// The names of all tables, in the order of [`csv`].
pub const TABLES: [&str; 7] = ["timeline", "claims", "figures", "articles", "actors", "findings", "copies"];

/// All tables, one a file. Cells that a spreadsheet would take for a formula begin with `'`.
pub fn csv(record: &Record<PointSpan>) -> Vec<File> {
    let mut all: Vec<Table> = tidings_record::tables(record).into();
    let mut add = |name, columns, rows: fn(&Story<PointSpan>) -> Vec<Vec<String>>| {
        all.push(Table { name, columns, rows: record.stories.iter().flat_map(rows).collect() });
    };
    add(
        "articles",
        &[
            "story",
            "id",
            "earliest",
            "latest",
            "basis",
            "outlet",
            "title",
            "url",
            "agencies",
            "origin",
            "copied_share",
            "paths",
        ],
        articles,
    );
    add(
        "actors",
        &[
            "story",
            "id",
            "name",
            "type",
            "aliases",
            "speaks_for",
            "offices",
            "article",
            "start",
            "end",
            "quote",
        ],
        actors,
    );
    add(
        "copies",
        &[
            "story",
            "kind",
            "words",
            "from_article",
            "from_start",
            "from_end",
            "from_quote",
            "article",
            "start",
            "end",
            "quote",
        ],
        copies,
    );
    all.insert(all.len() - 1, tidings_record::findings_table(record));
    let file = |one: Table| File {
        name: format!("{}.csv", one.name),
        text: table(one.columns, &one.rows),
        rows: one.rows.len(),
    };
    all.into_iter().map(file).collect()
}

fn articles(story: &Story<PointSpan>) -> Vec<Vec<String>> {
    let row = |one: &tidings_record::Article<PointSpan>| {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let days = &one.published;
        vec![
            story.id.to_string(),
            one.id.to_string(),
            word(&days.earliest),
            word(&days.latest),
            word(&days.basis),
            text(&one.outlet),
            text(&one.title),
            text(&one.url),
            one.agencies.join("; "),
            text(&one.origin),
            one.copied_share.to_string(),
            one.paths.join("; "),
        ]
    };
    story.articles.iter().map(row).collect()
}

fn actors(story: &Story<PointSpan>) -> Vec<Vec<String>> {
    let row = |one: &tidings_record::Actor<PointSpan>| {
        let offices = one.offices.iter().map(|term| {
            let of = term.of.as_ref().map_or(String::new(), |of| format!(" of {of}"));
            let bounds = match (day(&term.from), day(&term.until)) {
                (from, until) if from.is_empty() && until.is_empty() => String::new(),
                (from, until) => format!(" ({from}..{until})"),
            };
            format!("{}{of}{bounds}", term.office)
        });
        let mut row = vec![story.id.to_string(), one.id.to_string(), one.name.clone(), word(&one.kind)];
        row.extend([one.aliases.join("; "), one.speaks_for.clone().unwrap_or_default()]);
        row.push(offices.collect::<Vec<_>>().join("; "));
        row.extend(place(one.refs.first()));
        row
    };
    story.actors.iter().map(row).collect()
}

fn copies(story: &Story<PointSpan>) -> Vec<Vec<String>> {
    let row = |one: &tidings_record::CopiedWords<PointSpan>| {
        let mut row = vec![story.id.to_string(), word(&one.kind), one.words.to_string()];
        row.extend(place(one.from.as_ref()));
        row.extend(place(Some(&one.to)));
        row
    };
    story.copies.iter().map(row).collect()
}

/// Article, start, end and words of a ref.
fn place(first: Option<&Ref<PointSpan>>) -> [String; 4] {
    let Some(one) = first else { return Default::default() };
    [one.article.to_string(), one.span.start.to_string(), one.span.end.to_string(), one.quote.clone()]
}

/// A table as CSV (RFC 4180, lines ended by `\n`, UTF-8).
pub fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(columns);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell before it was guarded.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fill_their_columns_and_no_cell_is_a_formula() {
        let record: Record<PointSpan> =
            serde_json::from_str(include_str!("../../tidings-record/fixtures/record.json"))
                .expect("a record");
        let files = csv(&record);
        let names: Vec<String> = TABLES.iter().map(|name| format!("{name}.csv")).collect();
        assert_eq!(files.iter().map(|file| file.name.clone()).collect::<Vec<_>>(), names);
        for file in &files {
            let mut reader = csv::Reader::from_reader(file.text.as_bytes());
            assert!(
                file.rows > 0 && reader.records().map(Result::ok).all(|row| row.is_some()),
                "{}",
                file.name
            );
        }
        let text = table(&["a", "b"], &[vec!["=HYPERLINK(\"x\")".to_owned(), "-5".to_owned()]]);
        assert_eq!(text, "a,b\n\"'=HYPERLINK(\"\"x\"\")\",-5\n");
        assert_eq!((unguarded("'=x"), unguarded("'x"), unguarded("-5")), ("=x", "'x", "-5"));
    }
}
