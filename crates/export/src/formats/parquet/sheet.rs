//! A table as a file of Parquet.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, LargeStringArray, RecordBatch,
    TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::time::{days, microseconds};
use crate::tables::{Cells, Column, Sheet, Sheets, Table};
use crate::{Collection, ExportError, Exporting};

/// A row group is held in memory, packed, until it has so many bytes or rows.
const GROUP_BYTES: usize = 16 << 20;
const GROUP_ROWS: usize = 1 << 17;

const WRITTEN_BY: &str = concat!("annalist version ", env!("CARGO_PKG_VERSION"));

pub(super) fn open<'c>(collection: &'c Collection, folder: &Path) -> Exporting<'c> {
    Ok(Box::new(Sheets::<ArrowWriter<File>>::begin(collection, folder)?))
}

impl Sheet for ArrowWriter<File> {
    fn begin<R>(folder: &Path, table: &Table<R>) -> Result<ArrowWriter<File>, ExportError> {
        let file = File::create(folder.join(format!("{}.parquet", table.name)))?;
        writer(file, table).map_err(fault)
    }

    fn add<R>(&mut self, table: &Table<R>, rows: &[R]) -> Result<(), ExportError> {
        batch(table, rows).and_then(|batch| self.write(&batch)).map_err(fault)
    }

    fn end(self) -> Result<(), ExportError> {
        self.close().map(drop).map_err(fault)
    }
}

fn writer<R, W: Write + Send>(out: W, table: &Table<R>) -> Result<ArrowWriter<W>, ParquetError> {
    let properties = WriterProperties::builder()
        .set_created_by(WRITTEN_BY.to_owned())
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .set_max_row_group_row_count(Some(GROUP_ROWS));
    let options = ArrowWriterOptions::new()
        .with_properties(properties.build())
        .with_schema_root(table.name.to_owned())
        // The types of Parquet say it all.
        .with_skip_arrow_metadata(true);
    ArrowWriter::try_new_with_options(out, batch(table, &[])?.schema(), options)
}

/// The rows, column by column; of no rows there are the types.
fn batch<R>(table: &Table<R>, rows: &[R]) -> Result<RecordBatch, ParquetError> {
    let columns = table.columns.iter().flat_map(|column| filled(column, rows));
    Ok(RecordBatch::try_from_iter_with_nullable(columns.map(|(name, cells)| (name, cells, true)))?)
}

/// A column; with a time as it is given also those for its day and its moment in UTC.
fn filled<R>(column: &Column<R>, rows: &[R]) -> Vec<(String, ArrayRef)> {
    let name = column.name.to_owned();
    let cells: ArrayRef = match column.cells {
        // Large in memory alone: a text too long for Parquet is then an error, not a panic.
        Cells::Term(get) | Cells::Words(get) => {
            Arc::new(rows.iter().map(get).collect::<LargeStringArray>())
        }
        Cells::Names(get) => {
            let element = Field::new("element", DataType::Utf8, false);
            let mut lists = ListBuilder::new(StringBuilder::new()).with_field(element);
            rows.iter().for_each(|row| lists.append_value(get(row).into_iter().map(Some)));
            Arc::new(lists.finish())
        }
        Cells::Flag(get) => {
            Arc::new(rows.iter().map(|row| Some(get(row))).collect::<BooleanArray>())
        }
        Cells::Number(get) => Arc::new(rows.iter().map(get).collect::<Int64Array>()),
        Cells::Degrees(get) => Arc::new(rows.iter().map(get).collect::<Float64Array>()),
        Cells::Day(get) => {
            Arc::new(rows.iter().map(|row| days(get(row)?)).collect::<Date32Array>())
        }
        Cells::Moment(get) => {
            let given = rows.iter().map(|row| Some(get(row)?.to_string()));
            let day = rows.iter().map(|row| days(get(row)?.date));
            let moment = rows.iter().map(|row| microseconds(get(row)?));
            let moment: TimestampMicrosecondArray = moment.collect();
            let (name_of_day, name_of_moment) = (format!("{name}_day"), format!("{name}_utc"));
            return vec![
                (name, Arc::new(given.collect::<LargeStringArray>())),
                (name_of_day, Arc::new(day.collect::<Date32Array>())),
                (name_of_moment, Arc::new(moment.with_timezone("UTC"))),
            ];
        }
    };
    vec![(name, cells)]
}

fn fault(error: ParquetError) -> ExportError {
    ExportError::Write(match error {
        ParquetError::External(cause) => {
            cause.downcast::<io::Error>().map_or_else(io::Error::other, |error| *error)
        }
        error => io::Error::other(error),
    })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::fmt::Write as _;

    use annalist_model::DateTime;
    use arrow_array::StringArray;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
    use bytes::Bytes;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder as Reader;
    use parquet::file::metadata::RowGroupMetaData;

    use super::*;

    fn written<R>(table: &Table<R>, rows: &[&[R]]) -> Vec<u8> {
        let mut writer = writer(Vec::new(), table).unwrap();
        for rows in rows {
            writer.write(&batch(table, rows).unwrap()).unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn read(file: Vec<u8>) -> Reader<Bytes> {
        Reader::try_new(Bytes::from(file)).unwrap()
    }

    fn column<R>(name: &'static str, cells: Cells<R>) -> Column<R> {
        Column { name, cells }
    }

    /// A row is a time as a page gives it, or none.
    fn times() -> Table<&'static str> {
        let columns = vec![
            column::<&str>("term", Cells::Term(|row| (!row.is_empty()).then_some("own".into()))),
            column::<&str>("words", Cells::Words(|row| Some(format!("={row}\0").into()))),
            column::<&str>(
                "names",
                Cells::Names(|row| row.split('-').map(str::to_owned).collect()),
            ),
            column::<&str>("flag", Cells::Flag(|row| row.is_empty())),
            column::<&str>("number", Cells::Number(|row| row.get(..4)?.parse().ok())),
            column::<&str>("degrees", Cells::Degrees(|row| row.get(..4)?.parse().ok())),
            column::<&str>("on", Cells::Day(|row| DateTime::parse_iso(row).map(|at| at.date))),
            column::<&str>("at", Cells::Moment(|row| DateTime::parse_iso(row))),
        ];
        Table { name: "times", columns }
    }

    #[test]
    fn each_kind_of_cell_comes_back_with_its_type() {
        let rows: [&[&str]; 2] = [&["1970-01-02T01:00:02+01:00", ""], &["1970-02"]];
        let file = written(&times(), &rows);
        assert_eq!(file, written(&times(), &rows), "written twice");
        let reader = read(file);
        assert_eq!(reader.metadata().file_metadata().created_by(), Some(WRITTEN_BY));
        let cells = reader.build().unwrap().next().unwrap().unwrap();
        let column = |name: &str| cells.column_by_name(name).unwrap();
        let texts = |name: &str| -> Vec<_> {
            let column = column(name).as_string::<i32>();
            column.iter().map(|it| it.map(str::to_owned)).collect()
        };
        let own = Some("own".to_owned());
        assert_eq!(texts("term"), [own.clone(), None, own]);
        let words = ["=1970-01-02T01:00:02+01:00\0", "=\0", "=1970-02\0"];
        assert_eq!(texts("words"), words.map(|it| Some(it.to_owned())));
        let names = column("names").as_list::<i32>().value(2);
        assert_eq!(names.as_string::<i32>(), &StringArray::from(vec!["1970", "02"]));
        assert_eq!(column("flag").as_boolean(), &BooleanArray::from(vec![false, true, false]));
        let numbers = column("number").as_primitive::<Int64Type>();
        assert_eq!(numbers, &Int64Array::from(vec![Some(1970), None, Some(1970)]));
        assert_eq!(
            column("degrees").as_primitive::<Float64Type>().value(0).to_bits(),
            1970_f64.to_bits()
        );
        let days = Date32Array::from(vec![Some(1), None, None]);
        assert_eq!(column("on").as_primitive::<Date32Type>(), &days);
        let given =
            [Some("1970-01-02T01:00:02+01:00".to_owned()), None, Some("1970-02".to_owned())];
        assert_eq!(texts("at"), given);
        assert_eq!(column("at_day").as_primitive::<Date32Type>(), &days);
        let moments = vec![Some(86_402_000_000), None, None];
        let moments = TimestampMicrosecondArray::from(moments).with_timezone("UTC");
        assert_eq!(column("at_utc").as_primitive::<TimestampMicrosecondType>(), &moments);
    }

    #[test]
    fn row_groups_are_bounded() {
        let columns = vec![column::<i64>("number", Cells::Number(|it| Some(*it)))];
        let numbers: Vec<i64> = (0..2 * GROUP_ROWS as i64 + 1).collect();
        let chunks: Vec<&[i64]> = numbers.chunks(1000).collect();
        let reader = read(written(&Table { name: "numbers", columns }, &chunks));
        assert_eq!(reader.metadata().num_row_groups(), 3);

        let columns = vec![column::<u64>("words", Cells::Words(|it| Some(noise(*it))))];
        let seeds: Vec<u64> = (0..20).collect();
        let chunks: Vec<&[u64]> = seeds.chunks(1).collect();
        let reader = read(written(&Table { name: "words", columns }, &chunks));
        let sizes = reader.metadata().row_groups().iter().map(RowGroupMetaData::compressed_size);
        let sizes: Vec<i64> = sizes.collect();
        assert_eq!(sizes.len(), 2);
        assert!(sizes.iter().all(|size| *size < GROUP_BYTES as i64 + (2 << 20)), "{sizes:?}");
    }

    /// A MiB of words that do not pack.
    fn noise(seed: u64) -> Cow<'static, str> {
        let mut words = String::new();
        let mut seed = seed;
        while words.len() < 1 << 20 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            write!(words, "{seed:x}").unwrap();
        }
        words.into()
    }
}
