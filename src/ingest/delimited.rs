//! CSV and its relatives: rows are records, not lines, and the header is row 1.

use std::io::Read;

use csv::ByteRecord;

use super::COLUMNS_COUNT_MAX;
use super::blocks::{Blocks, Piece};
use super::check::NOT_TEXT;
use super::dialect::Dialect;
use super::guard::Meter;
use super::open::Opened;
use super::pieces::Unit;
use super::stream::{Stream, text};
use crate::problem::{Code, Problem, Stop};

/// Bytes that are looked at to tell how the file is written.
const START_BYTES: u64 = 1 << 16;

/// A delimited file whose header was read.
pub(super) struct Delimited {
    pub(super) headers: Vec<String>,
    dialect: Dialect,
    /// What is worth saying of how it is written.
    pub(super) told: Vec<String>,
}

impl Delimited {
    /// Reads the header; `delimiter` where the format's name already says it.
    pub(super) fn open(opened: &Opened<'_>, delimiter: Option<u8>) -> Result<Self, Stop> {
        let meter = Meter::default();
        let (start, stream) = start(opened, &meter)?;
        let dialect = Dialect::of(&start, delimiter);
        let told = stream.told.iter().copied().map(str::to_owned);
        let told = told.chain(dialect.told()).chain(line_ends(&start).map(str::to_owned)).collect();
        let mut reader = dialect.reader().from_reader(std::io::Cursor::new(start).chain(stream.bytes));
        let mut record = ByteRecord::new();
        let first = reader.read_byte_record(&mut record).map_err(|_| broken(&opened.name, 1, &meter))?;
        let headers = if first { headers(&record, &opened.name)? } else { Vec::new() };
        Ok(Self { headers, dialect, told })
    }

    /// The pieces of the file, without its header.
    pub(super) fn pieces<'h>(
        &self,
        opened: &Opened<'h>,
        meter: &Meter,
    ) -> Result<impl Iterator<Item = Unit> + Send + use<'h>, Stop> {
        let (start, stream) = start(opened, meter)?;
        let dialect = self.dialect;
        let mut is_first = true;
        Ok(Blocks::new(stream.bytes, start, dialect, meter.clone()).map(move |piece| match piece {
            Piece::Block(bytes) => Unit::Block { bytes, dialect, has_header: std::mem::take(&mut is_first) },
            Piece::Broken => Unit::Broken,
        }))
    }
}

/// The first bytes of the text, and the rest of it.
fn start<'h>(opened: &Opened<'h>, meter: &Meter) -> Result<(Vec<u8>, Stream<'h>), Stop> {
    let read = || {
        let mut stream = text(opened.bytes(meter)?, meter)?;
        let mut start = Vec::new();
        (&mut stream.bytes).take(START_BYTES).read_to_end(&mut start)?;
        Ok::<_, std::io::Error>((start, stream))
    };
    read().map_err(|_| broken(&opened.name, 1, meter))
}

/// How lines end, where not with a line feed alone.
fn line_ends(start: &[u8]) -> Option<&'static str> {
    let end = memchr::memchr2(b'\r', b'\n', start)?;
    match start.get(end..)? {
        [b'\r', b'\n', ..] => Some("lines ended by CRLF"),
        [b'\r', _, ..] => Some("lines ended by CR"),
        _ => None,
    }
}

/// Refuses more columns than are read.
pub(super) fn check_columns(columns_count: usize, at: &str) -> Result<(), Problem> {
    if columns_count <= COLUMNS_COUNT_MAX {
        return Ok(());
    }
    let message = format!("expected at most {COLUMNS_COUNT_MAX} columns, got {columns_count}");
    Err(Problem::new(Code::BadRow, at, message, "Export only the columns that the tool reads."))
}

fn headers(record: &ByteRecord, name: &str) -> Result<Vec<String>, Stop> {
    check_columns(record.len(), &format!("{name}:1"))?;
    record
        .iter()
        .map(|bytes| {
            std::str::from_utf8(bytes)
                .map(|text| text.trim().to_owned())
                .map_err(|_| Stop::from(not_text(format!("{name}:1"))))
        })
        .collect()
}

/// A file that cannot be read to its end.
pub(super) fn broken(name: &str, row: u64, meter: &Meter) -> Stop {
    meter.stop(name, row).unwrap_or_else(|| {
        let message = "the file could not be read on from here";
        let help = "Check that the file is whole and not being written.";
        Problem::new(Code::BadRow, format!("{name}:{row}"), message, help).into()
    })
}

/// Bytes that are no UTF-8, nor UTF-16.
pub(super) fn not_text(at: String) -> Problem {
    let (message, help) = NOT_TEXT;
    Problem::new(Code::Encoding, at, message, help)
}
