//! On the way from a file to whoever takes its rows: what is wrong, what is worth saying, how far the read has come.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Host;
use super::amounts::Style;
use super::check::Checked;
use super::table::{Source, TablePlace};
use crate::problem::{Collector, FILE_PROBLEMS_COUNT_MAX, Problem, Problems, Stop};
use crate::rule::NotAssessed;
use crate::shape::Record;

/// How often a long read looks up: to tell its progress and ask whether to go on.
pub(super) const PROGRESS_ROWS_COUNT: u64 = 1 << 14;

/// How many percentages between 0 and 1 of a file are named.
const TINY_PERCENTS_COUNT_MAX: usize = 20;

/// Where the rows of a file go.
pub(super) trait Sink<R> {
    /// The file is read from its first row again: what was taken does not count.
    fn begin_again(&mut self);
    /// A row that is right.
    fn take(&mut self, row: R);
}

/// Takes in rows as a reader finds them.
pub(super) struct Feed<'a, R> {
    pub(super) record: &'a Record,
    pub(super) columns: Option<&'a Map<String, Value>>,
    pub(super) ignored: BTreeSet<String>,
    tiny_percents: Vec<String>,
    /// What is worth saying of how the file is written.
    written: Vec<String>,
    host: &'a Host<'a>,
    sink: &'a mut dyn Sink<R>,
    problems: Collector,
}

impl<'a, R> Feed<'a, R> {
    pub(super) fn of(source: &Source<'a>, host: &'a Host<'a>, sink: &'a mut dyn Sink<R>) -> Self {
        Self {
            record: source.record,
            columns: source.columns,
            ignored: BTreeSet::new(),
            tiny_percents: Vec::new(),
            written: Vec::new(),
            host,
            sink,
            problems: Collector::default(),
        }
    }

    /// What a piece of the file came to, where so many rows were before it.
    pub(super) fn take(&mut self, place: &TablePlace, rows_before: usize, checked: Checked<R>) -> Result<(), Stop> {
        for fault in checked.faults {
            self.fault(fault.placed(place, rows_before))?;
        }
        let tiny_percents = checked.tiny_percents.into_iter();
        self.tiny_percents(tiny_percents.map(|(row, field)| place.field(rows_before + row, &field)));
        checked.rows.into_iter().for_each(|row| self.accept(row));
        Ok(())
    }

    /// A row that is right.
    pub(super) fn accept(&mut self, row: R) {
        if self.problems.is_empty() {
            self.sink.take(row);
        }
    }

    /// Places of percentages between 0 and 1; the first are enough to tell that a column is of fractions.
    pub(super) fn tiny_percents(&mut self, places: impl IntoIterator<Item = String>) {
        let room = TINY_PERCENTS_COUNT_MAX.saturating_sub(self.tiny_percents.len());
        self.tiny_percents.extend(places.into_iter().take(room));
    }

    /// A row that is not; past the cap of a file the read ends.
    pub(super) fn fault(&mut self, problem: Problem) -> Result<(), Stop> {
        self.problems.push(problem);
        if self.problems.count() >= FILE_PROBLEMS_COUNT_MAX {
            std::mem::take(&mut self.problems).finish()?;
        }
        Ok(())
    }

    /// Takes note of how a column's numbers are written, if that is worth saying.
    pub(super) fn note_style(&mut self, field: &str, style: &Style) {
        if *style != Style::default() {
            self.written.push(format!("{field}: {}", style.told()));
        }
    }

    /// The file is read from its first row again.
    pub(super) fn begin_again(&mut self) {
        self.tiny_percents.clear();
        self.problems = Collector::default();
        self.sink.begin_again();
    }

    /// Takes note of how the file is written.
    pub(super) fn note(&mut self, written: Vec<String>) {
        self.written.extend(written);
    }

    /// Tells how far the read is and asks whether to go on.
    pub(super) fn pause(&self, rows_count: u64) -> Result<(), Stop> {
        if self.host.watch.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        self.host.watch.progress(rows_count);
        Ok(())
    }

    /// Ends the read: tells what was found of the file, and what of it was not used.
    ///
    /// # Errors
    /// What is wrong with its rows.
    pub(super) fn end(self, source: &Source<'_>) -> Result<Vec<NotAssessed>, Problems> {
        self.problems.finish()?;
        source.tiny_percents.borrow_mut().extend(self.tiny_percents);
        source.written.borrow_mut().extend(self.written);
        Ok(not_used(&self.ignored))
    }
}

fn not_used(ignored: &BTreeSet<String>) -> Vec<NotAssessed> {
    const NAMED_COUNT_MAX: usize = 12;
    if ignored.is_empty() {
        return Vec::new();
    }
    let named = ignored.iter().take(NAMED_COUNT_MAX).cloned().collect::<Vec<_>>().join(", ");
    let rest = ignored.len().saturating_sub(NAMED_COUNT_MAX);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    vec![NotAssessed::new(
        format!("columns {named}{more}"),
        "the file has them, this tool has no field of that name",
        "a mapping in columns, if they hold one of its fields",
    )]
}
