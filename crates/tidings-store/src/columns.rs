//! A JSON value as columns: what stands at the same place of every element of a list stands together, which compresses
//! twice as well as one element after another.
//!
//! The first line names the sorts of objects by their keys. Each further line is a column, in the order in which a walk
//! through the value first comes to each place; its entries are parted by [`BETWEEN`], and a column of one entry again
//! and again has it once, with [`TIMES`] and how often. An entry is a scalar as JSON, `{` and the number of a sort, `[`
//! and a length, or `:` for a list of two numbers, which have columns of their own.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// Between the entries of a column. No JSON has it.
const BETWEEN: char = '\x01';
/// Between the only entry of a column and how often it stands.
const TIMES: char = '\x02';
/// Deepest value. That of any document is a small part of it.
const DEEPEST: usize = 64;
/// Most entries: those of the largest document are a small part of them.
const MOST: usize = 1 << 24;

/// A place in a value: its column, and the places inside it.
#[derive(Default)]
struct Place {
    column: usize,
    keys: HashMap<String, usize>,
    elements: Option<usize>,
    numbers: Option<[usize; 2]>,
}

/// The places so far; the first is the value itself.
struct Places(Vec<Place>);

impl Places {
    fn new() -> Places {
        Places(vec![Place::default()])
    }

    fn add(&mut self) -> usize {
        self.0.push(Place { column: self.0.len(), ..Place::default() });
        self.0.len() - 1
    }

    fn key(&mut self, place: usize, key: &str) -> usize {
        if let Some(&known) = self.0[place].keys.get(key) {
            return known;
        }
        let new = self.add();
        self.0[place].keys.insert(key.to_owned(), new);
        new
    }

    fn elements(&mut self, place: usize) -> usize {
        if let Some(known) = self.0[place].elements {
            return known;
        }
        let new = self.add();
        self.0[place].elements = Some(new);
        new
    }

    fn numbers(&mut self, place: usize) -> [usize; 2] {
        if let Some(known) = self.0[place].numbers {
            return known;
        }
        let new = [self.add(), self.add()];
        self.0[place].numbers = Some(new);
        new
    }
}

/// `value` as columns; none if a key or the depth is such as no document has.
pub(crate) fn write(value: &Value) -> Option<String> {
    let mut writer =
        Writer { places: Places::new(), columns: Vec::new(), sorts: HashMap::new(), heads: Vec::new() };
    writer.value(value, 0, 0)?;
    let mut out = writer.heads.join(" ");
    for column in writer.columns {
        out.push('\n');
        match column.split_first() {
            Some((first, rest)) if !rest.is_empty() && rest.iter().all(|one| one == first) => {
                out.push_str(&format!("{first}{TIMES}{}", column.len()));
            }
            _ => out.push_str(&column.join(BETWEEN.encode_utf8(&mut [0; 4]))),
        }
    }
    Some(out)
}

struct Writer {
    places: Places,
    columns: Vec<Vec<String>>,
    sorts: HashMap<String, usize>,
    heads: Vec<String>,
}

impl Writer {
    fn push(&mut self, place: usize, entry: String) {
        let column = self.places.0[place].column;
        if self.columns.len() <= column {
            self.columns.resize_with(column + 1, Vec::new);
        }
        self.columns[column].push(entry);
    }

    fn value(&mut self, value: &Value, place: usize, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match value {
            Value::Object(fields) => {
                let is_plain = |key: &String| !key.is_empty() && !key.contains(['/', ' ', '\n']);
                if !fields.keys().all(is_plain) {
                    return None;
                }
                let keys = fields.keys().map(String::as_str).collect::<Vec<_>>().join("/");
                let sort = *self.sorts.entry(keys.clone()).or_insert_with(|| {
                    self.heads.push(keys);
                    self.heads.len() - 1
                });
                self.push(place, format!("{{{sort}"));
                for (key, value) in fields {
                    let inside = self.places.key(place, key);
                    self.value(value, inside, depth + 1)?;
                }
            }
            Value::Array(values) => match &values[..] {
                [Value::Number(one), Value::Number(other)] => {
                    self.push(place, ":".to_owned());
                    let [first, second] = self.places.numbers(place);
                    self.push(first, one.to_string());
                    self.push(second, other.to_string());
                }
                values => {
                    self.push(place, format!("[{}", values.len()));
                    for value in values {
                        let inside = self.places.elements(place);
                        self.value(value, inside, depth + 1)?;
                    }
                }
            },
            scalar => self.push(place, scalar.to_string()),
        }
        Some(())
    }
}

/// The value that [`write`] wrote; none if `text` is no such thing.
pub(crate) fn read(text: &str) -> Option<Value> {
    let mut lines = text.split('\n');
    let sorts = lines.next()?.split(' ').map(|keys| keys.split('/').filter(|key| !key.is_empty()).collect());
    let columns = lines.map(|line| match line.split_once(TIMES) {
        Some((entry, times)) => Column { entry: Some(entry), left: times.parse().unwrap_or(0), rest: None },
        None => Column { entry: None, left: 0, rest: Some(line.split(BETWEEN)) },
    });
    let mut reader =
        Reader { places: Places::new(), columns: columns.collect(), sorts: sorts.collect(), entries: 0 };
    reader.value(0, 0)
}

struct Column<'t> {
    entry: Option<&'t str>,
    left: usize,
    rest: Option<std::str::Split<'t, char>>,
}

struct Reader<'t> {
    places: Places,
    columns: Vec<Column<'t>>,
    sorts: Vec<Vec<&'t str>>,
    entries: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self, place: usize) -> Option<&'t str> {
        self.entries += 1;
        let column = self.columns.get_mut(self.places.0[place].column).filter(|_| self.entries <= MOST)?;
        match &mut column.rest {
            Some(rest) => rest.next(),
            None => {
                column.left = column.left.checked_sub(1)?;
                column.entry
            }
        }
    }

    fn value(&mut self, place: usize, depth: usize) -> Option<Value> {
        let entry = self.next(place).filter(|_| depth <= DEEPEST)?;
        if let Some(sort) = entry.strip_prefix('{') {
            let keys = self.sorts.get(sort.parse::<usize>().ok()?)?.clone();
            let mut fields = Map::new();
            for key in keys {
                let inside = self.places.key(place, key);
                fields.insert(key.to_owned(), self.value(inside, depth + 1)?);
            }
            return Some(Value::Object(fields));
        }
        if let Some(length) = entry.strip_prefix('[') {
            let mut values = Vec::new();
            for _ in 0..length.parse::<usize>().ok()? {
                let inside = self.places.elements(place);
                values.push(self.value(inside, depth + 1)?);
            }
            return Some(Value::Array(values));
        }
        if entry == ":" {
            let [first, second] = self.places.numbers(place);
            let numbers = [self.next(first)?, self.next(second)?];
            let [one, other] = numbers.map(|number| serde_json::from_str(number).ok());
            return Some(Value::Array(vec![one?, other?]));
        }
        serde_json::from_str(entry).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_is_read() {
        for value in [
            json!(null),
            json!([]),
            json!({}),
            json!([[1, 2], [3, 4.5], [], [null], ["a\nb\u{1}", "§"]]),
            json!({ "a": [{ "b": 1, "c": "x" }, { "b": 2, "c": null }, { "c": true }], "d": { "b": [-1, 0] } }),
            json!([7, 7, 7, 7, 7]),
        ] {
            assert_eq!(read(&write(&value).unwrap()), Some(value));
        }
        assert_eq!(write(&json!({ "a b": 1 })), None);
    }

    #[test]
    fn what_is_damaged_is_told_from_it() {
        let text =
            write(&json!({ "a": [{ "b": 1, "c": "x" }, { "b": 2, "c": [1, 2] }], "d": [5, 5, 5] })).unwrap();
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            let _ = read(&text[..end]);
        }
        for odd in ["", "a", "\n[9999999", "a\n{0\u{2}9999999999\n{0", "\n{5", "\n:"] {
            assert_eq!(read(odd), None, "{odd:?}");
        }
        let deep = format!("\n{}", vec!["[1"; 200].join("\n"));
        assert_eq!(read(&deep), None);
    }
}
