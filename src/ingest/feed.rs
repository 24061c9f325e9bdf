//! On the way from a file to whoever takes its rows: what is wrong, what is worth saying, how far the read has come.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Host;
use super::amounts::Style;
use super::check::Checked;
use super::table::{Source, TablePlace};
use crate::problem::{Code, Collector, FILE_PROBLEMS_COUNT_MAX, Problem, Problems, Stop};
use crate::rule::NotAssessed;
use crate::shape::{Record, TinyPercents};
use crate::units::Money;

/// How often a long read looks up: to tell its progress and ask whether to go on.
pub(super) const PROGRESS_ROWS_COUNT: u64 = 1 << 14;

/// Where the rows of a file go.
pub(super) trait Sink<R> {
    /// The file is read from its first row again: what was taken does not count.
    fn begin_again(&mut self);
    /// A row that is right.
    fn take(&mut self, row: R);
    /// How many rows it has room for.
    fn rows_count_max(&self) -> u64;
}

/// Takes in rows as a reader finds them.
pub(super) struct Feed<'a, R> {
    pub(super) record: &'a Record,
    pub(super) columns: Option<&'a Map<String, Value>>,
    pub(super) ignored: BTreeSet<String>,
    tiny_percents: TinyPercents,
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
            tiny_percents: TinyPercents::default(),
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
        for (field, (row, count)) in checked.tiny_percents {
            self.tiny_percents.add(place.field(rows_before + row, &field), count);
        }
        checked.rows.into_iter().for_each(|row| self.accept(row));
        Ok(())
    }

    /// A row that is right.
    pub(super) fn accept(&mut self, row: R) {
        if self.problems.is_empty() {
            self.sink.take(row);
        }
    }

    /// The percentages between 0 and 1 of a row.
    pub(super) fn tiny_percents(&mut self, of_row: TinyPercents) {
        self.tiny_percents.append(of_row);
    }

    /// A row that is not; past the cap of a file the read ends.
    pub(super) fn fault(&mut self, problem: Problem) -> Result<(), Stop> {
        self.problems.push(problem);
        if self.problems.count() >= FILE_PROBLEMS_COUNT_MAX {
            std::mem::take(&mut self.problems).finish()?;
        }
        Ok(())
    }

    /// Takes note of how the numbers of columns are written, where that is worth saying.
    pub(super) fn note_styles<'s>(&mut self, styles: impl Iterator<Item = (&'s str, &'s Style)>) {
        let mut alike: Vec<(String, Vec<&str>)> = Vec::new();
        for (field, told) in styles.filter_map(|(field, style)| Some((field, style.told()?))) {
            match alike.iter_mut().find(|(known, _)| *known == told) {
                Some((_, fields)) => fields.push(field),
                None => alike.push((told, vec![field])),
            }
        }
        self.written.extend(alike.into_iter().map(|(told, fields)| format!("{}: {told}", fields.join(", "))));
    }

    /// The file is read from its first row again.
    pub(super) fn begin_again(&mut self) {
        self.tiny_percents = TinyPercents::default();
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
        let rows_count_max = self.sink.rows_count_max();
        if rows_count > rows_count_max {
            let message = format!("the table has more than {} rows", Money::whole(rows_count_max));
            let help = "Leave out rows that do not matter, or split the table.";
            return Err(Problem::new(Code::TooMany, "file", message, help).into());
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
        source.tiny_percents.borrow_mut().append(self.tiny_percents);
        source.written.borrow_mut().extend(self.written);
        Ok(not_used(&self.ignored, source.names_all))
    }
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
