//! The flat tables as Parquet, one a file, with real types; `docs/exports.md` has the schema.
//!
//! The same rows give the same bytes: no clock, one thread, and the writer names itself without a version. Types follow
//! from Parquet's own (no `ARROW:schema`), which Arrow, DuckDB and others read alike.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use tidings_record::{Cell, CellKind, PointSpan, Record, Table};

use crate::File;
use crate::tables;

/// The most rows of a row group: so many are read at once.
const GROUP: usize = 1 << 17;

/// All tables, one a file.
///
/// # Errors
///
/// When a table has more than Parquet can hold.
pub fn parquet(record: &Record<PointSpan>) -> std::result::Result<Vec<File>, String> {
    let file = |table: &Table| {
        let bytes = written(table).map_err(|error| format!("the table {}: {error}", table.name))?;
        Ok(File { name: format!("{}.parquet", table.name), bytes, rows: table.rows.len() })
    };
    tables::all(record).iter().map(file).collect()
}

fn written(table: &Table) -> Result<Vec<u8>> {
    let fields = table.columns.iter().map(|column| field(column)).collect::<Result<_>>()?;
    let schema = Type::group_type_builder(table.name).with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_created_by("tidings".to_owned())
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    for rows in table.rows.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for (at, column) in table.columns.iter().enumerate() {
            let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.get(at)).collect();
            let Some(mut out) = group.next_column()? else { break };
            write(&mut out, CellKind::of(column), &cells)?;
            out.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

/// The type of a column: each may be null, but for lists, which may be empty.
fn field(column: &str) -> Result<TypePtr> {
    let one = |name: &str, physical, logical, repetition| {
        let builder = Type::primitive_type_builder(name, physical);
        builder.with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
    };
    let optional = |physical, logical| one(column, physical, logical, Repetition::OPTIONAL);
    match CellKind::of(column) {
        CellKind::Text => optional(Physical::BYTE_ARRAY, Some(LogicalType::String)),
        CellKind::Day => optional(Physical::INT32, Some(LogicalType::Date)),
        CellKind::Whole => optional(Physical::INT64, None),
        CellKind::Number => optional(Physical::DOUBLE, None),
        CellKind::Truth => optional(Physical::BOOLEAN, None),
        CellKind::List => {
            let element =
                one("element", Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED)?;
            let group = |name, repetition, logical, inner| {
                let builder = Type::group_type_builder(name).with_repetition(repetition);
                builder.with_logical_type(logical).with_fields(vec![inner]).build().map(Arc::new)
            };
            let items = group("list", Repetition::REPEATED, None, element)?;
            group(column, Repetition::REQUIRED, Some(LogicalType::List), items)
        }
    }
}

fn write(out: &mut SerializedColumnWriter<'_>, kind: CellKind, cells: &[&Cell]) -> Result<()> {
    match kind {
        CellKind::Text => scalars::<ByteArrayType>(out, cells, |cell| match cell {
            Cell::Text(text) => Some(ByteArray::from(text.as_str())),
            _ => None,
        }),
        CellKind::Day => scalars::<Int32Type>(out, cells, |cell| match cell {
            Cell::Day(day) => Some(day.duration_since(jiff::civil::Date::constant(1970, 1, 1)).as_hours())
                .and_then(|hours| i32::try_from(hours / 24).ok()),
            _ => None,
        }),
        CellKind::Whole => scalars::<Int64Type>(out, cells, |cell| match cell {
            Cell::Whole(number) => Some(*number),
            _ => None,
        }),
        CellKind::Number => scalars::<DoubleType>(out, cells, |cell| match cell {
            Cell::Number(number) => Some(number.get()),
            _ => None,
        }),
        CellKind::Truth => scalars::<BoolType>(out, cells, |cell| match cell {
            Cell::Truth(truth) => Some(*truth),
            _ => None,
        }),
        CellKind::List => lists(out, cells),
    }
}

/// Writes cells, of which each has one value or none.
fn scalars<T: DataType>(
    out: &mut SerializedColumnWriter<'_>,
    cells: &[&Cell],
    value: fn(&Cell) -> Option<T::T>,
) -> Result<()> {
    let all: Vec<Option<T::T>> = cells.iter().map(|cell| value(cell)).collect();
    let defined: Vec<i16> = all.iter().map(|one| one.is_some().into()).collect();
    let values: Vec<T::T> = all.into_iter().flatten().collect();
    out.typed::<T>().write_batch(&values, Some(&defined), None)?;
    Ok(())
}

/// Writes cells of several texts: what continues a list is repeated (1), an empty list is not defined (0).
fn lists(out: &mut SerializedColumnWriter<'_>, cells: &[&Cell]) -> Result<()> {
    let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        let Cell::List(items) = cell else {
            return Err(ParquetError::General("a cell is no list".to_owned()));
        };
        if items.is_empty() {
            defined.push(0);
            repeated.push(0);
        }
        for (nth, item) in items.iter().enumerate() {
            values.push(ByteArray::from(item.as_str()));
            defined.push(1);
            repeated.push((nth > 0).into());
        }
    }
    out.typed::<ByteArrayType>().write_batch(&values, Some(&defined), Some(&repeated))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::*;

    #[test]
    fn rows_are_read_back_with_their_types() {
        let record: Record<PointSpan> =
            serde_json::from_str(include_str!("../../tidings-record/fixtures/record.json"))
                .expect("a record");
        let files = parquet(&record).expect("tables");
        assert_eq!(files, parquet(&record).expect("tables"));
        for (file, table) in files.iter().zip(tables::all(&record)) {
            assert_eq!(file.name, format!("{}.parquet", table.name));
            let reader = SerializedFileReader::new(bytes::Bytes::from(file.bytes.clone())).expect("Parquet");
            let rows: Vec<_> =
                reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
            assert_eq!(rows.len(), table.rows.len());
            for (row, cells) in rows.iter().zip(&table.rows) {
                for ((column, field), cell) in row.get_column_iter().zip(cells) {
                    let same = match (field, cell) {
                        (Field::Null, Cell::Empty) => true,
                        (Field::Str(text), Cell::Text(cell)) => text == cell,
                        (Field::Long(number), Cell::Whole(cell)) => number == cell,
                        (Field::Double(number), Cell::Number(cell)) => *number == cell.get(),
                        (Field::Bool(truth), Cell::Truth(cell)) => truth == cell,
                        (Field::Date(_), Cell::Day(cell)) => field.to_string() == cell.to_string(),
                        (Field::ListInternal(list), Cell::List(items)) => {
                            let texts = list.elements().iter().map(|one| match one {
                                Field::Str(text) => text.as_str(),
                                _ => "",
                            });
                            texts.eq(items.iter().map(String::as_str))
                        }
                        _ => false,
                    };
                    assert!(same, "{}.{column}: {field} is not {cell:?}", table.name);
                }
            }
        }
    }
}
