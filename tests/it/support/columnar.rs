//! A table as Parquet, by any of the ways in which engines store the same cells.

use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnDescriptor;

use super::table::{Cell, Kind, Table};

/// Days of the Julian calendar before 1970.
const JULIAN_DAYS: i64 = 2_440_588;
/// Bytes of a decimal of fixed length.
const FIXED_BYTES: usize = 9;

/// How cells are stored.
#[derive(Debug, Clone)]
pub(crate) struct Storing {
    /// The type of numbers with decimals, such as `int64 {} (DECIMAL(18,2))`; the braces stand for the name.
    pub(crate) number: &'static str,
    /// The type of days.
    pub(crate) day: &'static str,
    /// Whether dotted columns are fields of a structure.
    pub(crate) is_nested: bool,
    pub(crate) group_rows_count: usize,
    pub(crate) properties: WriterProperties,
}

impl Default for Storing {
    fn default() -> Self {
        Self {
            number: "double {}",
            day: "int32 {} (DATE)",
            is_nested: false,
            group_rows_count: usize::MAX,
            properties: WriterProperties::builder().build(),
        }
    }
}

impl Storing {
    fn column(&self, name: &str, kind: Kind) -> String {
        let of_type = |typed: &str| format!("optional {};", typed.replace("{}", name));
        match kind {
            Kind::Text => of_type("binary {} (UTF8)"),
            // Engines choose either.
            Kind::Whole if name.len().is_multiple_of(2) => of_type("int32 {}"),
            Kind::Whole => of_type("int64 {}"),
            Kind::Number => of_type(self.number),
            Kind::Truth => of_type("boolean {}"),
            Kind::Day => of_type(self.day),
            Kind::List => {
                format!("optional group {name} (LIST) {{ repeated group list {{ optional binary element (UTF8); }} }}")
            }
        }
    }

    fn schema(&self, table: &Table) -> String {
        let mut out = String::new();
        let mut open = None;
        for (header, kind) in table.headers.iter().zip(&table.kinds) {
            let (outer, name) = match header.split_once('.').filter(|_| self.is_nested) {
                Some((outer, name)) => (Some(outer), name),
                None => (None, header.as_str()),
            };
            if open != outer {
                out += if open.is_some() { "} " } else { "" };
                out += &outer.map_or_else(String::new, |outer| format!("optional group {outer} {{ "));
                open = outer;
            }
            out += &self.column(name, *kind);
        }
        format!("message table {{ {out}{} }}", if open.is_some() { "}" } else { "" })
    }
}

/// The table as Parquet.
pub(crate) fn parquet(table: &Table, storing: &Storing) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&storing.schema(table)).unwrap());
    let properties = Arc::new(storing.properties.clone());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    for rows in table.rows.chunks(storing.group_rows_count.min(table.rows.len())) {
        let mut group = writer.next_row_group().unwrap();
        for (index, header) in table.headers.iter().enumerate() {
            let outer = i16::from(storing.is_nested && header.contains('.'));
            let cells: Vec<&Cell> = rows.iter().map(|row| &row[index]).collect();
            write_column(&mut group, &cells, outer);
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn write_column(group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, cells: &[&Cell], outer: i16) {
    let mut column = group.next_column().unwrap().unwrap();
    let (mut def, mut rep) = (Vec::new(), Vec::new());
    let mut values: Vec<Cell> = Vec::new();
    for cell in cells {
        match cell {
            Cell::Blank => {
                def.push(outer);
                rep.push(0);
            }
            Cell::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    def.push(outer + 3);
                    rep.push(i16::from(place > 0));
                    values.push(Cell::Text(item.clone()));
                }
            }
            cell => {
                def.push(outer + 1);
                rep.push(0);
                values.push((*cell).clone());
            }
        }
    }
    let levels = (Some(def.as_slice()), Some(rep.as_slice()));
    match column.untyped() {
        ColumnWriter::BoolColumnWriter(writer) => {
            let values: Vec<bool> = values.iter().map(|cell| *cell == Cell::Truth(true)).collect();
            writer.write_batch(&values, levels.0, levels.1)
        }
        ColumnWriter::Int32ColumnWriter(writer) => {
            let values: Vec<i32> = values.iter().map(|cell| i32::try_from(number(cell, 1)).unwrap()).collect();
            writer.write_batch(&values, levels.0, levels.1)
        }
        ColumnWriter::Int64ColumnWriter(writer) => {
            let second = parts_of_second(writer.get_descriptor());
            let values: Vec<i64> = values.iter().map(|cell| number(cell, second * 86_400)).collect();
            writer.write_batch(&values, levels.0, levels.1)
        }
        ColumnWriter::Int96ColumnWriter(writer) => {
            let stamp = |cell: &Cell| {
                let mut stamp = Int96::new();
                stamp.set_data(0, 0, u32::try_from(number(cell, 1) + JULIAN_DAYS).unwrap());
                stamp
            };
            let values: Vec<Int96> = values.iter().map(stamp).collect();
            writer.write_batch(&values, levels.0, levels.1)
        }
        ColumnWriter::DoubleColumnWriter(writer) => {
            let values: Vec<f64> = values.iter().map(|cell| cell.text('.').parse().unwrap()).collect();
            writer.write_batch(&values, levels.0, levels.1)
        }
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            let values: Vec<ByteArray> = values.iter().map(|cell| bytes(cell).into()).collect();
            writer.write_batch(&values, levels.0, levels.1)
        }
        ColumnWriter::FixedLenByteArrayColumnWriter(writer) => {
            let value = |cell: &Cell| FixedLenByteArray::from(ByteArray::from(wide(cell, FIXED_BYTES)));
            let values: Vec<FixedLenByteArray> = values.iter().map(value).collect();
            writer.write_batch(&values, levels.0, levels.1)
        }
        ColumnWriter::FloatColumnWriter(_) => panic!("no column is stored so"),
    }
    .unwrap();
    column.close().unwrap();
}

/// What a timestamp counts, in parts of a second.
fn parts_of_second(column: &ColumnDescriptor) -> i64 {
    match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::Timestamp(stamp)), _) => match stamp.unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        },
        (_, ConvertedType::TIMESTAMP_MILLIS) => 1_000,
        _ => 1,
    }
}

/// The whole number that stands for a cell: hundredths of a number, and of a day so many parts.
fn number(cell: &Cell, day: i64) -> i64 {
    match cell {
        Cell::Whole(whole) => *whole,
        Cell::Number(hundredths) => *hundredths,
        Cell::Day(text) => {
            let date: jiff::civil::Date = text.parse().unwrap();
            i64::from(jiff::civil::date(1970, 1, 1).until(date).unwrap().get_days()) * day
        }
        cell => panic!("{cell:?} is no number"),
    }
}

/// Text, or the bytes of a number.
fn bytes(cell: &Cell) -> Vec<u8> {
    match cell {
        Cell::Text(text) => text.clone().into_bytes(),
        cell => {
            let wide = wide(cell, size_of::<i64>());
            // As few bytes as keep the sign.
            let extra = wide.windows(2).take_while(|pair| pair[0] == 0 && pair[1] < 0x80).count();
            wide[extra..].to_vec()
        }
    }
}

/// The bytes of a number, the highest first.
fn wide(cell: &Cell, bytes_count: usize) -> Vec<u8> {
    let bytes = i128::from(number(cell, 1)).to_be_bytes();
    bytes[bytes.len() - bytes_count..].to_vec()
}
