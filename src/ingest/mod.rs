//! Tables from files: one reader a format, all giving the same wire rows with `file:row:column` in every problem.
//!
//! A row is checked cell by cell with the same leaves as inline arguments (`crate::shape`) and handed on at once, so
//! that a long file is never held twice. A further format is a further file here and a variant of `Format`. Nothing
//! here computes, and nothing leaves the folder that the operator allowed.

mod aliases;
mod amounts;
mod blocks;
mod cell_text;
mod check;
mod columns;
mod delimited;
mod dialect;
mod feed;
mod foreign;
mod guard;
mod json;
mod limits;
mod lines;
mod objects;
mod open;
mod parquet;
mod pieces;
mod row;
mod rows;
mod stream;
mod table;
mod tabular;
mod tell;
mod whole;
mod workbook;

use std::path::Path;

pub use aliases::{ALIASES, Alias};
pub use check::{CellFault, CellRow};
#[cfg(test)]
pub(crate) use columns::field_names;
pub use foreign::is_foreign;
pub use json::strict_json;
pub use limits::{LIMITS, Limit, Measure};
pub use parquet::{PlainColumns, PlainText};
pub use pieces::TakeColumns;
pub use rows::{Made, Scan, Scanned, collect_rows, gather_rows, header_of, scan_rows};
pub use table::{Rows, Source, TablePlace};
pub use tell::tell_table;

/// The largest file that is read, in bytes (contract, section 0).
pub const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;

/// The most bytes that a packed file may unpack to: a few kilobytes can hold as many zeros as one likes.
const UNPACKED_BYTES_MAX: u64 = 16 * 1024 * 1024 * 1024;

/// The most bytes that a packed workbook or Parquet file may unpack to: it is held in memory, unlike the others.
const PACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// The most bytes that the parts of a workbook may unpack to.
const WORKBOOK_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// The most columns of a file: each costs in every row.
const COLUMNS_COUNT_MAX: usize = 2_000;

/// The most rows of a table that is kept in memory; a ledger is not.
const ROWS_COUNT_MAX: u64 = 10_000_000;

/// What a call may touch and who watches it.
#[derive(Clone, Copy)]
pub struct Host<'a> {
    /// The folder that files may come from; none if files are off.
    pub data_dir: Option<&'a Path>,
    /// Who is told of progress and may call it off.
    pub watch: &'a dyn Watch,
}

/// Is told how far a long call has come, and says whether to go on.
pub trait Watch: Sync {
    /// So many rows are read.
    fn progress(&self, rows_count: u64);
    /// Whether the caller no longer wants the answer.
    fn is_cancelled(&self) -> bool;
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _rows_count: u64) {}
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// A file format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Separated values with a header, whatever parts them.
    Csv,
    /// Values parted by tabs.
    Tsv,
    /// A list of rows, or an object that holds the table.
    Json,
    /// A JSON object a line.
    NdJson,
    /// A sheet of a workbook.
    Xlsx,
    /// Columns of a Parquet file.
    Parquet,
}
