//! A leaf of a Parquet schema: its dotted name, what its values mean, and the reader of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

use super::batch::{Column, Values};
use super::pages::{LIST_VALUES_MAX, Levels};

/// Places of a decimal that are written out: more than any engine has.
const SCALE_MAX: u32 = 76;

/// What a value means, beyond how it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The number, the truth or the text as it is stored.
    Plain,
    /// A whole number without a sign.
    Unsigned,
    /// A whole number of so many decimals.
    Decimal(u32),
    /// Days since 1970.
    Date,
    /// A point in time, so many parts of a second since 1970.
    Timestamp(i64),
    /// Sixteen bytes that name something.
    Uuid,
}

/// A leaf of the schema.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// Its name; of what is no cell the name says why, so that it is no field either.
    pub(super) name: String,
    pub(super) meaning: Meaning,
    pub(super) levels: Levels,
}

impl Leaf {
    pub(super) fn of(name: String, column: &ColumnDescriptor) -> Self {
        let meaning = meaning(column);
        let levels = Levels { definition: column.max_def_level(), repetition: column.max_rep_level() };
        let name = match meaning {
            _ if levels.repetition > 1 => format!("{name} (a list of lists)"),
            Meaning::Decimal(scale) if scale > SCALE_MAX => format!("{name} (a decimal of {scale} places)"),
            _ => name,
        };
        Self { name, meaning, levels }
    }
}

fn meaning(column: &ColumnDescriptor) -> Meaning {
    match column.logical_type_ref() {
        Some(LogicalType::Decimal(decimal)) => return decimal_of(decimal.scale),
        Some(LogicalType::Date) => return Meaning::Date,
        Some(LogicalType::Timestamp(stamp)) => {
            return Meaning::Timestamp(match stamp.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            });
        }
        Some(LogicalType::Integer(integer)) if !integer.is_signed => return Meaning::Unsigned,
        Some(LogicalType::Uuid) => return Meaning::Uuid,
        _ => {}
    }
    match column.converted_type() {
        ConvertedType::DECIMAL => decimal_of(column.type_scale()),
        ConvertedType::DATE => Meaning::Date,
        ConvertedType::TIMESTAMP_MILLIS => Meaning::Timestamp(1_000),
        ConvertedType::TIMESTAMP_MICROS => Meaning::Timestamp(1_000_000),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
            Meaning::Unsigned
        }
        // The older timestamps of Spark and Impala have no other mark.
        _ if column.physical_type() == Type::INT96 => Meaning::Timestamp(1),
        _ => Meaning::Plain,
    }
}

fn decimal_of(scale: i32) -> Meaning {
    Meaning::Decimal(u32::try_from(scale).unwrap_or_default())
}

/// Reads a leaf of a row group.
pub(super) struct LeafReader {
    leaf: Leaf,
    reader: ColumnReader,
    /// Values of lists that may still come with the rows that are read next.
    values_left: Arc<AtomicU64>,
}

impl LeafReader {
    pub(super) const fn new(leaf: Leaf, reader: ColumnReader, values_left: Arc<AtomicU64>) -> Self {
        Self { leaf, reader, values_left }
    }

    /// The next rows, exactly so many.
    pub(super) fn read(&mut self, rows_count: usize) -> Result<Column> {
        self.values_left.store(LIST_VALUES_MAX, Ordering::Relaxed);
        let mut levels = Seen::of(self.leaf.levels);
        let values = match &mut self.reader {
            ColumnReader::BoolColumnReader(reader) => Values::Bool(levels.read(reader, rows_count)?),
            ColumnReader::Int32ColumnReader(reader) => {
                Values::Int(widened(levels.read(reader, rows_count)?, self.leaf.meaning))
            }
            ColumnReader::Int64ColumnReader(reader) => Values::Int(levels.read(reader, rows_count)?),
            ColumnReader::Int96ColumnReader(reader) => Values::Int(
                levels.read(reader, rows_count)?.iter().map(parquet::data_type::Int96::to_seconds).collect(),
            ),
            ColumnReader::FloatColumnReader(reader) => Values::Float(levels.read(reader, rows_count)?),
            ColumnReader::DoubleColumnReader(reader) => Values::Double(levels.read(reader, rows_count)?),
            ColumnReader::ByteArrayColumnReader(reader) => Values::Bytes(levels.read(reader, rows_count)?),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                Values::Bytes(levels.read(reader, rows_count)?.into_iter().map(Into::into).collect())
            }
        };
        Ok(Column {
            meaning: self.leaf.meaning,
            max_def_level: self.leaf.levels.definition,
            def: levels.def,
            rep: levels.rep,
            values,
        })
    }
}

/// 32 bits as 64; without a sign the upper half is what it says.
fn widened(values: Vec<i32>, meaning: Meaning) -> Vec<i64> {
    let wide = |value: i32| match meaning {
        Meaning::Unsigned => i64::from(value.cast_unsigned()),
        _ => i64::from(value),
    };
    values.into_iter().map(wide).collect()
}

/// What is there of each value, and where lists begin.
struct Seen {
    has_def: bool,
    has_rep: bool,
    def: Vec<i16>,
    rep: Vec<i16>,
}

impl Seen {
    const fn of(levels: Levels) -> Self {
        Self { has_def: levels.definition > 0, has_rep: levels.repetition > 0, def: Vec::new(), rep: Vec::new() }
    }

    fn read<T: DataType>(&mut self, reader: &mut ColumnReaderImpl<T>, rows_count: usize) -> Result<Vec<T::T>> {
        let mut values = Vec::new();
        let mut read_count = 0;
        while read_count < rows_count {
            let def = self.has_def.then_some(&mut self.def);
            let rep = self.has_rep.then_some(&mut self.rep);
            let (records_count, _, _) = reader.read_records(rows_count - read_count, def, rep, &mut values)?;
            if records_count == 0 {
                return Err(ParquetError::General("the column ends before its row group".to_owned()));
            }
            read_count += records_count;
        }
        Ok(values)
    }
}
