//! A tool's table, inline or from a file, with the place of every row.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::open::open;
use super::{Format, Host, delimited, json};
use crate::problem::{Code, Collector, FILE_PROBLEMS_COUNT_MAX, Problem, Stop};
use crate::rule::NotAssessed;
use crate::shape::{Record, TinyPercents};

/// How often a long read looks up: to tell its progress and ask whether to go on.
pub(super) const PROGRESS_ROWS_COUNT: u64 = 1 << 14;

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
    /// Takes the percentages between 0 and 1 in a file, as the arguments' own reader tells them (GEN-01).
    pub tiny_percents: &'a RefCell<TinyPercents>,
    /// Whether every column that is not used is named, not only the first of them.
    pub names_all: bool,
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
    },
}

impl TablePlace {
    /// The place of a row by its index: `customers[3]` or `customers.csv:5`.
    #[must_use]
    pub fn row(&self, index: usize) -> String {
        match self {
            Self::Inline(table) => format!("{table}[{index}]"),
            Self::File { name, first_row } => format!("{name}:{}", index as u64 + first_row),
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

/// Takes in rows as a reader finds them.
pub(super) struct Feed<'a, R> {
    pub(super) record: &'a Record,
    pub(super) columns: Option<&'a Map<String, Value>>,
    pub(super) ignored: BTreeSet<String>,
    tiny_percents: &'a RefCell<TinyPercents>,
    host: &'a Host<'a>,
    accept: &'a mut dyn FnMut(R),
    problems: Collector,
}

impl<R> Feed<'_, R> {
    /// A row that is right.
    pub(super) fn accept(&mut self, row: R) {
        if self.problems.is_empty() {
            (self.accept)(row);
        }
    }

    /// A percentage between 0 and 1, by its place.
    pub(super) fn tiny_percent(&self, place: String) {
        self.tiny_percents.borrow_mut().add(place);
    }

    /// Those of a row.
    pub(super) fn tiny_percents(&self, of_row: TinyPercents) {
        self.tiny_percents.borrow_mut().append(of_row);
    }

    /// A row that is not; past the cap of a file the read ends.
    pub(super) fn fault(&mut self, problem: Problem) -> Result<(), Stop> {
        self.problems.push(problem);
        if self.problems.count() >= FILE_PROBLEMS_COUNT_MAX {
            std::mem::take(&mut self.problems).finish()?;
        }
        Ok(())
    }

    /// Tells how far the read is and asks whether to go on.
    pub(super) fn pause(&self, rows_count: u64) -> Result<(), Stop> {
        if self.host.watch.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        self.host.watch.progress(rows_count);
        Ok(())
    }
}

/// The rows of a table from exactly one of its sources, each converted as it is read.
///
/// # Errors
/// `one-source` for none or both, `empty` without a row, and whatever the file's reader refuses.
pub fn collect_rows<R: DeserializeOwned, T>(
    source: &Source<'_>,
    inline: Option<Vec<R>>,
    host: &Host<'_>,
    mut convert: impl FnMut(R) -> T,
) -> Result<Rows<T>, Stop> {
    let table = source.table;
    match (inline, source.file) {
        (Some(_), Some(_)) | (None, None) => Err(one_source(table, source.file.is_some()).into()),
        (Some(rows), None) if rows.is_empty() => Err(empty(table.to_owned()).into()),
        (Some(rows), None) => Ok(Rows {
            place: TablePlace::Inline(table),
            rows: rows.into_iter().map(convert).collect(),
            not_assessed: Vec::new(),
        }),
        (None, Some(file)) => {
            let mut rows = Vec::new();
            let mut accept = |row: R| rows.push(convert(row));
            let (first_row, ignored) = read_file(source, file, host, &mut accept)?;
            if rows.is_empty() {
                return Err(empty(file.to_owned()).into());
            }
            Ok(Rows {
                place: TablePlace::File { name: file.to_owned(), first_row },
                rows,
                not_assessed: not_used(&ignored, source.names_all),
            })
        }
    }
}

fn read_file<R: DeserializeOwned>(
    source: &Source<'_>,
    file: &str,
    host: &Host<'_>,
    accept: &mut dyn FnMut(R),
) -> Result<(u64, BTreeSet<String>), Stop> {
    let opened = open(file, source.format, host)?;
    let format = opened.format;
    let mut feed = Feed {
        record: source.record,
        columns: source.columns,
        ignored: BTreeSet::new(),
        tiny_percents: source.tiny_percents,
        host,
        accept,
        problems: Collector::default(),
    };
    let first_row = match format {
        Format::Csv => {
            delimited::read(opened, &mut feed)?;
            2
        }
        Format::Json => {
            json::read(opened, source.table, &mut feed)?;
            1
        }
    };
    let Feed { problems, ignored, .. } = feed;
    problems.finish()?;
    Ok((first_row, ignored))
}

fn one_source(table: &str, both: bool) -> Problem {
    let (message, help) = if both {
        (format!("both {table} and file are given"), format!("Send {table} inline or file, not both."))
    } else {
        (
            format!("neither {table} nor file is given"),
            format!("Send {table} inline, or name a CSV or JSON file in file."),
        )
    };
    Problem::new(Code::OneSource, table, message, help)
}

fn empty(at: String) -> Problem {
    Problem::new(Code::Empty, at, "the table has no row", "Give at least one row.")
}

fn not_used(ignored: &BTreeSet<String>, names_all: bool) -> Vec<NotAssessed> {
    const NAMED_COUNT_MAX: usize = 12;
    if ignored.is_empty() {
        return Vec::new();
    }
    let named_count = if names_all { ignored.len() } else { NAMED_COUNT_MAX };
    let named = ignored.iter().take(named_count).cloned().collect::<Vec<_>>().join(", ");
    let rest = ignored.len().saturating_sub(named_count);
    let more = if rest > 0 { format!(" and {rest} more, named at detail full") } else { String::new() };
    vec![NotAssessed::new(
        format!("columns {named}{more}"),
        "the file has them, this tool has no field of that name",
        "a mapping in columns, if they hold one of its fields",
    )]
}
