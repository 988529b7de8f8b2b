//! Tables of articles (CSV, TSV), a row each. The first row names the columns.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use csv::ByteRecord;
use encoding_rs::WINDOWS_1252;

use super::{Container, Step};
use crate::options::Field;
use crate::row::{Fields, of_fields};
use crate::{Fault, Input, LARGEST_TEXT, Options};

/// The longest row in bytes. A quotation mark that is never closed makes one of all the rest.
const LONGEST_ROW: u64 = 2 * LARGEST_TEXT as u64 + (1 << 20);

/// A table of an open file.
pub(crate) struct Table {
    file: String,
    reader: Option<csv::Reader<Guarded>>,
    read: Arc<AtomicU64>,
    columns: Vec<(Field, usize)>,
}

/// Ends a row that goes on and on.
struct Guarded {
    inner: Box<dyn BufRead + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if self.read.fetch_add(read as u64, Relaxed) > LONGEST_ROW {
            return Err(io::Error::other("a row is longer than any article; is a quotation mark left open?"));
        }
        Ok(read)
    }
}

impl Table {
    /// Reads the head of a table.
    ///
    /// # Errors
    /// If no column is known to hold texts.
    pub fn new(
        file: &str,
        inner: Box<dyn BufRead + Send>,
        mark: u8,
        options: &Options,
    ) -> Result<Table, Fault> {
        let read = Arc::new(AtomicU64::new(0));
        let guarded = Guarded { inner, read: read.clone() };
        let mut reader = csv::ReaderBuilder::new().delimiter(mark).flexible(true).from_reader(guarded);
        let names: Vec<String> = match reader.byte_headers() {
            Ok(names) => names.iter().map(|name| decoded(name).0).collect(),
            Err(error) => return Err(of_csv(&error)),
        };
        let columns = columns(&names, options)?;
        Ok(Table { file: file.to_owned(), reader: Some(reader), read, columns })
    }
}

/// Which column holds which field.
fn columns(names: &[String], options: &Options) -> Result<Vec<(Field, usize)>, Fault> {
    let fold =
        |name: &str| name.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let shown =
        || names.iter().take(20).map(|name| format!("{:?}", name.trim())).collect::<Vec<_>>().join(", ");
    let mut columns = Vec::new();
    for (field, usual) in Field::ALL {
        let at = match options.columns.named(field) {
            Some(name) => {
                let at = folded.iter().position(|known| *known == fold(name));
                Some(at.ok_or_else(|| {
                    Fault::advised(
                        format!("has no column {name:?}, only {}", shown()),
                        "see --columns in --help",
                    )
                })?)
            }
            None => usual.iter().find_map(|usual| folded.iter().position(|known| known == usual)),
        };
        columns.extend(at.map(|at| (field, at)));
    }
    if columns.iter().all(|(field, _)| *field != Field::Text) {
        return Err(Fault::advised(
            format!("has no column of texts, only {}", shown()),
            "say which holds them with --columns text=NAME",
        ));
    }
    Ok(columns)
}

impl Container for Table {
    fn next(&mut self, options: &Options) -> Option<Step> {
        let reader = self.reader.as_mut()?;
        let mut record = ByteRecord::new();
        self.read.store(0, Relaxed);
        match reader.read_byte_record(&mut record) {
            Ok(false) => {
                self.reader = None;
                return None;
            }
            Ok(true) => {}
            Err(error) => {
                let line = error.position().map(csv::Position::line);
                self.reader = None;
                return Some(Step::Failed(of_csv(&error).at(&self.file, line)));
            }
        }
        let line = record.position().map(csv::Position::line);
        let mut fields = Fields::default();
        let mut odd = false;
        for (field, at) in &self.columns {
            let (text, replaced) = decoded(record.get(*at).unwrap_or_default());
            odd |= replaced;
            fields.set(*field, text);
        }
        let remark = odd.then(|| "not UTF-8; decoded as windows-1252".to_owned());
        let made = of_fields(fields, &self.file, "text/csv", record.as_slice(), options, remark);
        Some(match made {
            Ok(input) => Step::Input(Box::new(Input { line, ..input })),
            Err(fault) => Step::Failed(fault.at(&self.file, line)),
        })
    }
}

/// The text of a cell, and whether it was not UTF-8.
fn decoded(cell: &[u8]) -> (String, bool) {
    match std::str::from_utf8(cell) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(cell).0.into_owned(), true),
    }
}

fn of_csv(error: &csv::Error) -> Fault {
    Fault::new(format!("cannot be read as a table: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(text: &[u8], columns: &str) -> Vec<Result<Input, String>> {
        let options = Options::default().columns(columns.parse().unwrap());
        let table = Table::new("t.csv", Box::new(Cursor::new(text.to_vec())), b',', &options);
        let mut table = match table {
            Ok(table) => table,
            Err(fault) => return vec![Err(fault.reason)],
        };
        let mut found = Vec::new();
        while let Some(step) = table.next(&options) {
            found.push(match step {
                Step::Input(input) => Ok(*input),
                Step::Failed(error) => Err(error.to_string()),
                _ => unreachable!(),
            });
        }
        found
    }

    #[test]
    fn columns_are_known_or_named() {
        let rows =
            read(b"Headline,Body,Date\nBridge closed,\"The bridge,\nclosed.\",2024-03-12\nno,text\n,,\n", "");
        let first = rows[0].as_ref().unwrap();
        assert_eq!(first.article.title.as_deref(), Some("Bridge closed"));
        assert_eq!(first.article.text, "The bridge,\nclosed.");
        assert_eq!((first.line, first.article.published.edtf.as_deref()), (Some(2), Some("2024-03-12")));
        assert!(rows[1].is_ok() && rows[2].as_ref().unwrap_err().contains(":5: "), "{rows:?}");
        let named = read(b"a,b\nx,The bridge closed.\n", "text=b");
        assert_eq!(named[0].as_ref().unwrap().article.text, "The bridge closed.");
    }

    #[test]
    fn what_is_missing_is_said() {
        assert!(read(b"a,b\n1,2\n", "")[0].as_ref().unwrap_err().contains("\"a\", \"b\""));
        assert!(read(b"a,b\n1,2\n", "text=c")[0].as_ref().unwrap_err().contains("no column \"c\""));
        let open = [b"text\n\"".as_slice(), &vec![b'x'; 20 << 20]].concat();
        assert!(read(&open, "")[0].as_ref().unwrap_err().contains("quotation mark"));
        assert!(read(b"text\ncaf\xe9\n", "")[0].as_ref().unwrap().article.text == "café");
    }
}
