//! Some rows of a Parquet file, column by column, and the record of each.

use csv::ByteRecord;
use num_bigint::BigInt;
use parquet::data_type::ByteArray;

use super::leaf::Meaning;
use crate::ingest::cell_text::{date, decimal, digits, double, integer, put, timestamp};
use crate::ingest::guard::RECORD_BYTES_MAX;

/// Bytes beyond which a record is refused, and so need not be whole.
#[expect(clippy::cast_possible_truncation, reason = "a few mebibytes")]
const RECORD_BYTES: usize = RECORD_BYTES_MAX as usize;

/// Some rows.
pub(in crate::ingest) struct Batch {
    pub(super) rows_count: usize,
    /// A column a header; none where it is not wanted.
    pub(super) columns: Vec<Option<Column>>,
}

/// The rows of a column.
pub(super) struct Column {
    pub(super) meaning: Meaning,
    pub(super) max_def_level: i16,
    /// What is there of each value; empty where all are.
    pub(super) def: Vec<i16>,
    /// Where lists begin; empty where there are none.
    pub(super) rep: Vec<i16>,
    pub(super) values: Values,
}

/// Values that are there, by how they are stored.
pub(super) enum Values {
    Bool(Vec<bool>),
    Int(Vec<i64>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
}

/// How far a column was read.
#[derive(Clone, Copy, Default)]
struct Cursor {
    level: usize,
    value: usize,
}

impl Batch {
    /// Hands on the record of each row.
    pub(in crate::ingest) fn each_record(&self, mut take: impl FnMut(&ByteRecord)) {
        let mut cursors = vec![Cursor::default(); self.columns.len()];
        let mut record = ByteRecord::new();
        let mut text = Vec::new();
        for _ in 0..self.rows_count {
            record.clear();
            for (column, cursor) in self.columns.iter().zip(&mut cursors) {
                text.clear();
                match column {
                    // Text is copied once, straight into the record.
                    Some(Column {
                        values: Values::Bytes(values),
                        meaning: Meaning::Plain,
                        rep,
                        def,
                        max_def_level,
                    }) if rep.is_empty() => {
                        let is_there = def.get(cursor.level).is_none_or(|level| level == max_def_level);
                        let value = values.get(cursor.value).filter(|_| is_there);
                        cursor.level += 1;
                        cursor.value += usize::from(is_there);
                        push(&mut record, value.map_or(&[], ByteArray::data));
                        continue;
                    }
                    Some(column) => column.cell(cursor, &mut text),
                    None => {}
                }
                push(&mut record, &text);
            }
            take(&record);
        }
    }
}

/// Puts a cell into a record, for as long as the record is not longer than any may be.
fn push(record: &mut ByteRecord, cell: &[u8]) {
    record.push_field(if record.as_slice().len() <= RECORD_BYTES { cell } else { &[] });
}

impl Column {
    /// The cell of the next row: a value, or those of a list with semicolons between them.
    fn cell(&self, cursor: &mut Cursor, out: &mut Vec<u8>) {
        let mut one = Vec::new();
        loop {
            let is_there = self.def.get(cursor.level).is_none_or(|level| *level == self.max_def_level);
            cursor.level += 1;
            if is_there {
                if out.is_empty() {
                    self.values.write(cursor.value, self.meaning, out);
                } else if out.len() <= RECORD_BYTES {
                    one.clear();
                    self.values.write(cursor.value, self.meaning, &mut one);
                    out.push(b';');
                    out.extend_from_slice(&one);
                }
                cursor.value += 1;
            }
            // Above 0 the next value belongs to the same row.
            if self.rep.get(cursor.level).is_none_or(|level| *level == 0) {
                return;
            }
        }
    }
}

impl Values {
    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        match self {
            Self::Bool(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::Float(values) => values.len(),
            Self::Double(values) => values.len(),
            Self::Bytes(values) => values.len(),
        }
    }

    pub(super) fn write(&self, place: usize, meaning: Meaning, out: &mut Vec<u8>) {
        match self {
            Self::Bool(values) => {
                values
                    .get(place)
                    .iter()
                    .for_each(|truth| out.extend_from_slice(if **truth { b"true" } else { b"false" }));
            }
            Self::Int(values) => values.get(place).iter().for_each(|value| whole(**value, meaning, out)),
            Self::Float(values) => values.get(place).iter().for_each(|value| put(out, value)),
            Self::Double(values) => values.get(place).iter().for_each(|value| double(out, **value)),
            Self::Bytes(values) => values.get(place).iter().for_each(|value| bytes(value.data(), meaning, out)),
        }
    }
}

fn whole(value: i64, meaning: Meaning, out: &mut Vec<u8>) {
    match meaning {
        Meaning::Decimal(scale) => decimal(out, value.into(), scale),
        Meaning::Date => date(out, value),
        Meaning::Timestamp(parts) => timestamp(out, value.div_euclid(parts)),
        Meaning::Unsigned => integer(out, value.cast_unsigned()),
        Meaning::Plain | Meaning::Uuid => integer(out, value),
    }
}

fn bytes(value: &[u8], meaning: Meaning, out: &mut Vec<u8>) {
    match meaning {
        // Two's complement, the highest byte first.
        Meaning::Decimal(scale) if value.len() <= size_of::<i128>() => {
            let fill = if value.first().is_some_and(|first| first & 0x80 != 0) { 0xff } else { 0 };
            let mut wide = [fill; size_of::<i128>()];
            for (place, byte) in wide.iter_mut().rev().zip(value.iter().rev()) {
                *place = *byte;
            }
            decimal(out, i128::from_be_bytes(wide), scale);
        }
        // Wider than any number here.
        Meaning::Decimal(scale) => digits(out, &BigInt::from_signed_bytes_be(value).to_string(), scale),
        Meaning::Uuid => {
            for (index, byte) in value.iter().enumerate() {
                let dash = if matches!(index, 4 | 6 | 8 | 10) { "-" } else { "" };
                put(out, format_args!("{dash}{byte:02x}"));
            }
        }
        _ => out.extend_from_slice(value),
    }
}
