//! The rows of a table: kept by whoever asks, or taken by several hands.

use serde::de::DeserializeOwned;

use super::check::{CellFault, CellRow, Plan, RowFault};
use super::columns::{map_columns, slots};
use super::feed::{Feed, Sink};
use super::open::open_source;
use super::pieces::{TakeCells, TakeColumns, Takers};
use super::table::{One, Rows, Source, TablePlace, empty};
use super::tabular::Tabular;
use super::{Format, Host, ROWS_COUNT_MAX, json, lines, objects, pieces};
use crate::problem::{Collector, Stop};
use crate::rule::NotAssessed;

/// Rows as a tool keeps them, and what it gathers meanwhile.
struct Kept<'c, S, T, C> {
    state: S,
    rows: Vec<T>,
    keep: &'c C,
}

impl<M, S: Default, T, C: Fn(&mut S, M) -> T> Sink<M> for Kept<'_, S, T, C> {
    fn begin_again(&mut self) {
        self.state = S::default();
        self.rows.clear();
    }
    fn take(&mut self, row: M) {
        self.rows.push((self.keep)(&mut self.state, row));
    }
    fn rows_count_max(&self) -> u64 {
        ROWS_COUNT_MAX
    }
}

/// What several hands make of the rows of a table before they are put in order.
///
/// A row comes as its type, or as its cells where a long file makes that easy; both come to the same.
pub struct Made<'t, R, M> {
    /// Of a typed row.
    pub row: &'t (dyn Fn(R) -> M + Sync + 't),
    /// Of the cells of a row, by the places of the fields in its type.
    pub cells: Option<&'t (dyn Fn(&CellRow<'_, '_>) -> M + Sync + 't)>,
}

impl<Row> Made<'_, Row, Row> {
    /// Nothing else than the typed row.
    #[must_use]
    pub const fn typed() -> Self {
        Self { row: &std::convert::identity::<Row>, cells: None }
    }
}

/// The rows of a table from exactly one of its sources, each converted as it is read.
///
/// # Errors
/// `one-source` for none or both, `empty` without a row, and whatever the file's reader refuses.
pub fn collect_rows<R: DeserializeOwned + Send, T: Send>(
    source: &Source<'_>,
    inline: Option<Vec<R>>,
    host: &Host<'_>,
    convert: impl Fn(R) -> T + Sync,
) -> Result<Rows<T>, Stop> {
    let made = Made { row: &convert, cells: None };
    gather_rows(source, inline, host, &made, |(): &mut (), row| row).map(|(rows, ())| rows)
}

/// The rows of a table, and what is gathered from them on the way, row by row in their order.
///
/// A file whose numbers are dressed up is read a second time; then what was gathered begins afresh as well.
///
/// # Errors
/// As for [`collect_rows`].
pub fn gather_rows<R: DeserializeOwned + Send, M: Send, S: Default, T>(
    source: &Source<'_>,
    inline: Option<Vec<R>>,
    host: &Host<'_>,
    made: &Made<'_, R, M>,
    keep: impl Fn(&mut S, M) -> T,
) -> Result<(Rows<T>, S), Stop> {
    let mut kept = Kept { state: S::default(), rows: Vec::new(), keep: &keep };
    let (place, not_assessed) = match source.one(inline)? {
        One::Inline(rows) => {
            for row in rows {
                kept.take((made.row)(row));
            }
            (TablePlace::Inline(source.table), Vec::new())
        }
        One::File(file) => {
            let of_cells = made.cells.map(|cells| move |(): &mut (), row: &CellRow<'_, '_>| Ok(Some(cells(row))));
            let takers = Takers {
                fresh: &|| (),
                take: &|(): &mut (), row: R| Ok(Some((made.row)(row))),
                cells: of_cells.as_ref().map(|cells| cells as &TakeCells<'_, (), M>),
                columns: None,
            };
            let read = read_file(source, file, host, &mut kept, &takers)?;
            if kept.rows.is_empty() {
                return Err(empty(file.to_owned()).into());
            }
            (read.place, read.not_assessed)
        }
    };
    Ok((Rows { place, rows: kept.rows, not_assessed }, kept.state))
}

/// What became of the rows of a table that several hands took.
#[derive(Debug)]
pub struct Scanned<H> {
    /// Where they stand.
    pub place: TablePlace,
    /// The hands, each with what it took.
    pub hands: Vec<H>,
    /// The header of each field that has a column, where the file has headers.
    pub headers: Vec<(String, String)>,
    /// What the table held that is not used.
    pub not_assessed: Vec<NotAssessed>,
}

/// How several hands take the rows of a table, in no particular order.
///
/// A row may come as its type, as its cells or among plain columns, whichever its file makes easy; all come to the same.
pub struct Scan<'t, R, H> {
    /// A hand that has taken nothing.
    pub fresh: &'t (dyn Fn() -> H + Sync + 't),
    /// Forgets what all hands took: the file is read from its first row again, by fresh ones.
    pub begin_again: &'t (dyn Fn() + Sync + 't),
    /// Takes a typed row.
    pub row: &'t (dyn Fn(&mut H, R) -> Result<(), CellFault> + Sync + 't),
    /// Takes the cells of a row, by the places of the fields in its type.
    pub cells: &'t (dyn Fn(&mut H, &CellRow<'_, '_>) -> Result<(), CellFault> + Sync + 't),
    /// Takes plain columns, likewise; or nothing of them, and says so, if a row of them needs a closer look.
    pub columns: &'t TakeColumns<'t, H>,
}

/// Lets several hands take the rows of a table from exactly one of its sources.
///
/// # Errors
/// `one-source` for none or both, and whatever the file's reader or a hand refuses.
pub fn scan_rows<R: DeserializeOwned + Send, H: Send>(
    source: &Source<'_>,
    inline: Option<Vec<R>>,
    host: &Host<'_>,
    scan: &Scan<'_, R, H>,
) -> Result<Scanned<H>, Stop> {
    match source.one(inline)? {
        One::Inline(rows) => {
            let place = TablePlace::Inline(source.table);
            let mut hand = (scan.fresh)();
            let mut problems = Collector::default();
            for (row, typed) in rows.into_iter().enumerate() {
                if let Err(fault) = (scan.row)(&mut hand, typed) {
                    problems.push(RowFault::of(0, fault).placed(&place, row));
                }
            }
            problems.finish()?;
            Ok(Scanned { place, hands: vec![hand], headers: Vec::new(), not_assessed: Vec::new() })
        }
        One::File(file) => {
            let take = |hand: &mut H, row: R| (scan.row)(hand, row).map(|()| None);
            let cells = |hand: &mut H, row: &CellRow<'_, '_>| (scan.cells)(hand, row).map(|()| None);
            let takers = Takers { fresh: scan.fresh, take: &take, cells: Some(&cells), columns: Some(scan.columns) };
            let read = read_file::<R, H, Nothing>(source, file, host, &mut Nowhere(scan.begin_again), &takers)?;
            Ok(Scanned { place: read.place, hands: read.hands, headers: read.headers, not_assessed: read.not_assessed })
        }
    }
}

/// Rows that are taken go nowhere.
enum Nothing {}

/// Only says when the file is read again.
struct Nowhere<'t>(&'t (dyn Fn() + Sync + 't));

impl Sink<Nothing> for Nowhere<'_> {
    fn begin_again(&mut self) {
        (self.0)();
    }
    fn take(&mut self, row: Nothing) {
        match row {}
    }
    fn rows_count_max(&self) -> u64 {
        u64::MAX
    }
}

/// A file that was read.
struct Read<H> {
    place: TablePlace,
    hands: Vec<H>,
    headers: Vec<(String, String)>,
    not_assessed: Vec<NotAssessed>,
}

fn read_file<R: DeserializeOwned, H: Send, T: Send>(
    source: &Source<'_>,
    file: &str,
    host: &Host<'_>,
    sink: &mut dyn Sink<T>,
    takers: &Takers<'_, R, H, T>,
) -> Result<Read<H>, Stop> {
    let opened = open_source(file, source, host)?;
    let mut feed = Feed::of(source, host, sink);
    let (place, hands, headers) = match opened.format {
        Format::Json | Format::NdJson => {
            let place = TablePlace::file(file.to_owned(), 1);
            let each_row = |take: &mut dyn objects::Take| match opened.format {
                Format::Json => json::each_row(&opened, source.table, take),
                _ => lines::each_row(&opened, take),
            };
            let hand = objects::read(&each_row, &place, &mut feed, takers)?;
            (place, vec![hand], Vec::new())
        }
        Format::Csv | Format::Tsv | Format::Xlsx | Format::Parquet => {
            let mut table = Tabular::open(&opened, source.sheet)?;
            let (hands, headers) = read_tabular(&mut table, &mut feed, takers)?;
            (table.place().clone(), hands, headers)
        }
    };
    opened.check_unchanged()?;
    let not_assessed = feed.end(source)?;
    Ok(Read { place, hands, headers, not_assessed })
}

/// The hands that took the rows, and the header of each field.
type Taken<H> = (Vec<H>, Vec<(String, String)>);

fn read_tabular<R: DeserializeOwned, H: Send, T: Send>(
    table: &mut Tabular<'_>,
    feed: &mut Feed<'_, T>,
    takers: &Takers<'_, R, H, T>,
) -> Result<Taken<H>, Stop> {
    let headers = table.headers();
    if headers.iter().all(String::is_empty) {
        // Nothing stands in the file, so it has no row either.
        return Ok((Vec::new(), Vec::new()));
    }
    feed.note(table.told());
    let slots = slots(feed.record);
    let mut problems = Collector::default();
    let mapping = map_columns(&table.header_place(), headers, &slots, feed.columns, &mut problems);
    problems.finish()?;
    feed.ignored = mapping.ignored;
    let header = |column: &Option<usize>| headers.get((*column)?).cloned();
    let of_fields = slots.iter().zip(&mapping.columns);
    let named = of_fields.filter_map(|(slot, column)| Some((slot.name.clone(), header(column)?))).collect();
    let mut plan = Plan::of(slots, mapping.columns.clone(), headers.len());
    table.keep(&mapping.columns);
    Ok((pieces::read(table, table.place(), &mut plan, feed, takers)?, named))
}

/// The header that stands for a field in a file of rows under headers; none where there is no such file or field.
///
/// # Errors
/// What keeps the file from being opened or its headers from being read, and headers that lack a required field where
/// this one is not among them.
pub fn header_of(source: &Source<'_>, field: &str, host: &Host<'_>) -> Result<Option<String>, Stop> {
    let Some(file) = source.file else { return Ok(None) };
    let opened = open_source(file, source, host)?;
    if matches!(opened.format, Format::Json | Format::NdJson) {
        return Ok(None);
    }
    let table = Tabular::open(&opened, source.sheet)?;
    let slots = slots(source.record);
    let mut problems = Collector::default();
    let mapping = map_columns(&table.header_place(), table.headers(), &slots, source.columns, &mut problems);
    let column = slots.iter().zip(mapping.columns).find(|(slot, _)| slot.name == field).and_then(|(_, column)| column);
    if column.is_none() {
        problems.finish()?;
    }
    Ok(column.and_then(|column| table.headers().get(column).cloned()))
}
