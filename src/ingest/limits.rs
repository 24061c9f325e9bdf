//! The limits of what is read, in one list, so that the reference says the same figures as the readers hold to.

use super::guard::RECORD_BYTES_MAX;
use super::parquet::{FOOTER_BYTES_MAX, PAGE_BYTES_MAX};
use super::workbook::{GRID_BYTES_MAX, KEPT_BYTES_MAX};
use super::{
    COLUMNS_COUNT_MAX, FILE_BYTES_MAX, PACKED_BYTES_MAX, ROWS_COUNT_MAX, UNPACKED_BYTES_MAX, WORKBOOK_BYTES_MAX,
};
use crate::problem::Code;
use crate::shape::INLINE_ROWS_COUNT_MAX;

/// A limit of what is read.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Of what.
    pub of: &'static str,
    /// The most of it.
    pub most: Measure,
    /// How more than that is refused.
    pub code: Code,
}

/// How much.
#[derive(Debug, Clone, Copy)]
pub enum Measure {
    /// So many bytes.
    Bytes(u64),
    /// So many rows or columns.
    Count(u64),
}

const fn limit(of: &'static str, most: Measure, code: Code) -> Limit {
    Limit { of, most, code }
}

/// Every limit, the widest first.
pub const LIMITS: &[Limit] = &[
    limit("the file, as it lies there", Measure::Bytes(FILE_BYTES_MAX), Code::FileTooLarge),
    limit("what a packed text unpacks to", Measure::Bytes(UNPACKED_BYTES_MAX), Code::FileTooLarge),
    limit("what a packed workbook or Parquet file unpacks to", Measure::Bytes(PACKED_BYTES_MAX), Code::FileTooLarge),
    limit("the parts of a workbook, together", Measure::Bytes(WORKBOOK_BYTES_MAX), Code::FileTooLarge),
    limit("texts and styles of a workbook, in memory", Measure::Bytes(KEPT_BYTES_MAX), Code::FileTooLarge),
    limit("cells of a sheet, in memory", Measure::Bytes(GRID_BYTES_MAX as u64), Code::FileTooLarge),
    limit("a page of a Parquet file, unpacked", Measure::Bytes(PAGE_BYTES_MAX), Code::BadRow),
    limit("the footer of a Parquet file", Measure::Bytes(FOOTER_BYTES_MAX), Code::BadRow),
    limit("a row, and so a cell", Measure::Bytes(RECORD_BYTES_MAX), Code::BadRow),
    limit("columns", Measure::Count(COLUMNS_COUNT_MAX as u64), Code::BadRow),
    limit("rows of a table; of a ledger there is no limit", Measure::Count(ROWS_COUNT_MAX), Code::TooMany),
    limit("rows inline", Measure::Count(INLINE_ROWS_COUNT_MAX as u64), Code::TooMany),
];
