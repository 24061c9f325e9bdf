//! A tool's table, inline or from a file, with the place of every row.

use std::cell::RefCell;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::problem::{Code, Problem};
use crate::rule::NotAssessed;
use crate::shape::{Record, TinyPercents};

/// Where a table comes from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The argument that holds the table inline, such as `customers`.
    pub table: &'static str,
    /// The path of a file.
    pub file: Option<&'a str>,
    /// Its format, where its extension does not tell.
    pub format: Option<&'a str>,
    /// Our field names and the file's headers.
    pub columns: Option<&'a Map<String, Value>>,
    /// The shape of a row.
    pub record: &'a Record,
    /// The sheet of a workbook, where it has several.
    pub sheet: Option<&'a str>,
    /// Takes the percentages between 0 and 1 in a file, as the arguments' own reader tells them (GEN-01).
    pub tiny_percents: &'a RefCell<TinyPercents>,
    /// Whether every column that is not used is named, not only the first of them.
    pub names_all: bool,
    /// Takes what is worth saying of how a file is written (GEN-02).
    pub written: &'a RefCell<Vec<String>>,
}

/// The rows of a table, each with its place.
#[derive(Debug)]
pub struct Rows<T> {
    /// Where they stand.
    pub place: TablePlace,
    /// The rows, in the order given.
    pub rows: Vec<T>,
    /// What the table held that is not used.
    pub not_assessed: Vec<NotAssessed>,
}

/// Where a table stands, to name a row of it.
#[derive(Debug, Clone)]
pub enum TablePlace {
    /// In an argument.
    Inline(&'static str),
    /// In a file, whose first row has this number.
    File {
        /// The file as the caller named it.
        name: String,
        /// 2 below a header, else 1.
        first_row: u64,
        /// Stretches of rows without a cell among the others, which are no rows of the table.
        blank_rows: Vec<Range<u64>>,
    },
}

impl TablePlace {
    /// A file without blank rows.
    #[must_use]
    pub const fn file(name: String, first_row: u64) -> Self {
        Self::File { name, first_row, blank_rows: Vec::new() }
    }

    /// The place of a row by its index: `customers[3]` or `customers.csv:5`.
    #[must_use]
    pub fn row(&self, index: usize) -> String {
        match self {
            Self::Inline(table) => format!("{table}[{index}]"),
            Self::File { name, .. } => format!("{name}:{}", self.row_number(index)),
        }
    }

    /// The number of a row by its index, as its file counts.
    #[must_use]
    pub fn row_number(&self, index: usize) -> u64 {
        match self {
            Self::Inline(_) => index as u64,
            Self::File { first_row, blank_rows, .. } => {
                let past =
                    |row: u64, blank: &Range<u64>| if blank.start <= row { row + blank.end - blank.start } else { row };
                blank_rows.iter().fold(first_row + index as u64, past)
            }
        }
    }

    /// The place of a field: `customers[3].arr_usd` or `customers.csv:5:arr_usd`.
    #[must_use]
    pub fn field(&self, index: usize, field: &str) -> String {
        match self {
            Self::Inline(_) => format!("{}.{field}", self.row(index)),
            Self::File { .. } => format!("{}:{field}", self.row(index)),
        }
    }

    /// The place of the whole table.
    #[must_use]
    pub fn whole(&self) -> String {
        match self {
            Self::Inline(table) => (*table).to_owned(),
            Self::File { name, .. } => name.clone(),
        }
    }
}

/// The source of a table that is given.
pub(super) enum One<'a, R> {
    Inline(Vec<R>),
    File(&'a str),
}

impl<'a> Source<'a> {
    /// The one source that is given.
    pub(super) fn one<R>(&self, inline: Option<Vec<R>>) -> Result<One<'a, R>, Problem> {
        match (inline, self.file) {
            (Some(_), Some(_)) | (None, None) => Err(one_source(self.table, self.file.is_some())),
            (Some(rows), None) if rows.is_empty() => Err(empty(self.table.to_owned())),
            (Some(rows), None) => Ok(One::Inline(rows)),
            (None, Some(file)) => Ok(One::File(file)),
        }
    }
}

fn one_source(table: &str, both: bool) -> Problem {
    let (message, help) = if both {
        (format!("both {table} and file are given"), format!("Send {table} inline or file, not both."))
    } else {
        (
            format!("neither {table} nor file is given"),
            format!("Send {table} inline, or name a CSV, JSON, XLSX or Parquet file in file."),
        )
    };
    Problem::new(Code::OneSource, table, message, help)
}

pub(super) fn empty(at: String) -> Problem {
    Problem::new(Code::Empty, at, "the table has no row", "Give at least one row.")
}
