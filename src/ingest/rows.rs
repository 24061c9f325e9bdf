//! The rows of a table: kept by whoever asks, or taken by several hands.

use serde::de::DeserializeOwned;

use super::check::{CellFault, Plan, RowFault};
use super::columns::{map_columns, slots};
use super::feed::{Feed, Sink};
use super::open::open;
use super::pieces::Takers;
use super::table::{One, Rows, Source, TablePlace, empty};
use super::tabular::Tabular;
use super::{Format, Host, json, lines, objects, pieces};
use crate::problem::{Collector, Stop};
use crate::rule::NotAssessed;

/// Typed rows as a tool keeps them.
struct Kept<'c, T, C> {
    rows: Vec<T>,
    convert: &'c mut C,
}

impl<R, T, C: FnMut(R) -> T> Sink<R> for Kept<'_, T, C> {
    fn begin_again(&mut self) {
        self.rows.clear();
    }
    fn take(&mut self, row: R) {
        self.rows.push((self.convert)(row));
    }
}

/// The rows of a table from exactly one of its sources, each converted as it is read.
///
/// A file whose numbers are dressed up is read a second time, and then `convert` begins again with its first row: what
/// it keeps beside its result must bear that.
///
/// # Errors
/// `one-source` for none or both, `empty` without a row, and whatever the file's reader refuses.
pub fn collect_rows<R: DeserializeOwned + Send, T>(
    source: &Source<'_>,
    inline: Option<Vec<R>>,
    host: &Host<'_>,
    mut convert: impl FnMut(R) -> T,
) -> Result<Rows<T>, Stop> {
    match source.one(inline)? {
        One::Inline(rows) => Ok(Rows {
            place: TablePlace::Inline(source.table),
            rows: rows.into_iter().map(convert).collect(),
            not_assessed: Vec::new(),
        }),
        One::File(file) => {
            let mut kept = Kept { rows: Vec::new(), convert: &mut convert };
            let takers = Takers { fresh: &|| (), take: &|(): &mut (), row: R| Ok(Some(row)) };
            let read = read_file(source, file, host, &mut kept, &takers)?;
            if kept.rows.is_empty() {
                return Err(empty(file.to_owned()).into());
            }
            Ok(Rows { place: read.place, rows: kept.rows, not_assessed: read.not_assessed })
        }
    }
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

/// Lets several hands take the rows of a table from exactly one of its sources, in no particular order.
///
/// # Errors
/// `one-source` for none or both, and whatever the file's reader or `take` refuses.
pub fn scan_rows<R: DeserializeOwned + Send, H: Send>(
    source: &Source<'_>,
    inline: Option<Vec<R>>,
    host: &Host<'_>,
    fresh: &(dyn Fn() -> H + Sync),
    take: &(dyn Fn(&mut H, R) -> Result<(), CellFault> + Sync),
) -> Result<Scanned<H>, Stop> {
    match source.one(inline)? {
        One::Inline(rows) => {
            let place = TablePlace::Inline(source.table);
            let mut hand = fresh();
            let mut problems = Collector::default();
            for (row, typed) in rows.into_iter().enumerate() {
                if let Err(fault) = take(&mut hand, typed) {
                    problems.push(RowFault::of(0, fault).placed(&place, row));
                }
            }
            problems.finish()?;
            Ok(Scanned { place, hands: vec![hand], headers: Vec::new(), not_assessed: Vec::new() })
        }
        One::File(file) => {
            let takers = Takers { fresh, take: &|hand: &mut H, row: R| take(hand, row).map(|()| None) };
            let read = read_file::<R, H, Nothing>(source, file, host, &mut Nowhere, &takers)?;
            Ok(Scanned { place: read.place, hands: read.hands, headers: read.headers, not_assessed: read.not_assessed })
        }
    }
}

/// Rows that are taken go nowhere.
enum Nothing {}

struct Nowhere;

impl Sink<Nothing> for Nowhere {
    fn begin_again(&mut self) {}
    fn take(&mut self, row: Nothing) {
        match row {}
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
    let opened = open(file, source.format, host)?;
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
