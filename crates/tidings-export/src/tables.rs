//! Flat tables: those of `tidings-record`, and articles, actors and copies; as CSV.

use tidings_record::{Actor, Article, Cell, CopiedWords, PointSpan, Record, Story, Table, cells_of};

use crate::File;
use crate::shared::day;

/// The names of all tables, in the order of [`csv`].
pub const TABLES: [&str; 7] = ["timeline", "claims", "figures", "articles", "actors", "findings", "copies"];

const ARTICLES: &[&str] = &[
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
];

const ACTORS: &[&str] =
    &["story", "id", "name", "type", "aliases", "speaks_for", "offices", "article", "start", "end", "quote"];

const COPIES: &[&str] = &[
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
];

/// All tables as CSV, one a file. Cells that a spreadsheet would take for a formula begin with `'`.
pub fn csv(record: &Record<PointSpan>) -> Vec<File> {
    let file = |one: &Table| {
        let rows: Vec<Vec<String>> =
            one.rows.iter().map(|row| row.iter().map(Cell::to_string).collect()).collect();
        File::of(&format!("{}.csv", one.name), table(one.columns, &rows), rows.len())
    };
    all(record).iter().map(file).collect()
}

/// All tables, in the order of [`TABLES`].
pub(crate) fn all(record: &Record<PointSpan>) -> [Table; 7] {
    let more = |name, columns, rows: fn(&Story<PointSpan>) -> Vec<Vec<Cell>>| Table {
        name,
        columns,
        rows: record.stories.iter().flat_map(rows).collect(),
    };
    let [timeline, claims, figures] = tidings_record::tables(record);
    let findings = tidings_record::findings_table(record);
    let (articles, actors) = (more("articles", ARTICLES, articles), more("actors", ACTORS, actors));
    [timeline, claims, figures, articles, actors, findings, more("copies", COPIES, copies)]
}

fn articles(story: &Story<PointSpan>) -> Vec<Vec<Cell>> {
    let row = |one: &Article<PointSpan>| {
        let days = &one.published;
        vec![
            Cell::text(&story.id),
            Cell::text(&one.id),
            days.earliest.into(),
            days.latest.into(),
            Cell::word(&days.basis),
            Cell::word(&one.outlet),
            Cell::word(&one.title),
            Cell::word(&one.url),
            Cell::list(one.agencies.clone()),
            Cell::word(&one.origin),
            Cell::Number(one.copied_share),
            Cell::list(one.paths.clone()),
        ]
    };
    story.articles.iter().map(row).collect()
}

fn actors(story: &Story<PointSpan>) -> Vec<Vec<Cell>> {
    let row = |one: &Actor<PointSpan>| {
        let offices = one.offices.iter().map(|term| {
            let of = term.of.as_ref().map_or(String::new(), |of| format!(" of {of}"));
            let bounds = match (day(&term.from), day(&term.until)) {
                (from, until) if from.is_empty() && until.is_empty() => String::new(),
                (from, until) => format!(" ({from}..{until})"),
            };
            format!("{}{of}{bounds}", term.office)
        });
        let mut row = vec![Cell::text(&story.id), Cell::text(&one.id), Cell::text(&one.name)];
        row.extend([Cell::word(&one.kind), Cell::list(one.aliases.clone()), Cell::word(&one.speaks_for)]);
        row.push(Cell::list(offices));
        row.extend(cells_of(one.refs.first()));
        row
    };
    story.actors.iter().map(row).collect()
}

fn copies(story: &Story<PointSpan>) -> Vec<Vec<Cell>> {
    let row = |one: &CopiedWords<PointSpan>| {
        let mut row = vec![Cell::text(&story.id), Cell::word(&one.kind), one.words.into()];
        row.extend(cells_of(one.from.as_ref()));
        row.extend(cells_of(Some(&one.to)));
        row
    };
    story.copies.iter().map(row).collect()
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
            let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
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
