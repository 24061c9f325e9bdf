//! A ledger from its rows: as many passes over the file as its customers need, and what each pass comes to.

use super::aggregate::Aggregate;
use super::fold::aggregate;
use super::hand::Hand;
use super::overview::{Overview, overview};
use super::stores::{Part, STORES_COUNT, Stores};
use super::taken::{Append, Seen, Taken};
use super::{LedgerFault, LedgerRow, MEMORY_BYTES_MAX, Terms};
use crate::ingest::{CellFault, Host, Scan, Scanned, Source, TablePlace, Watch, scan_rows};
use crate::problem::{Code, Problem, Stop};
use crate::rule::NotAssessed;

/// Passes over a file at the most: beyond, a warehouse is quicker.
const PARTS_COUNT_MAX: u32 = 256;

/// A ledger that was read.
#[derive(Debug)]
pub struct Asked<T> {
    /// What it came to.
    pub sums: T,
    /// Where its rows stand.
    pub place: TablePlace,
    /// The header of the amounts, where there is one.
    pub amount_header: Option<String>,
    /// Currencies, where rows name them.
    pub currencies: Vec<String>,
    /// What the table held that is not used.
    pub not_assessed: Vec<NotAssessed>,
}

/// A ledger's sums.
///
/// # Errors
/// What is wrong with its source or its rows, or that it does not fit into memory in any number of passes.
pub fn read_aggregate(
    source: &Source<'_>,
    inline: Option<Vec<LedgerRow>>,
    host: &Host<'_>,
    terms: &Terms,
) -> Result<Asked<Aggregate>, Stop> {
    read(source, inline, host, MEMORY_BYTES_MAX, &|taken| aggregate(taken, terms))
}

/// What a ledger holds.
///
/// # Errors
/// As for [`read_aggregate`].
pub fn read_overview(
    source: &Source<'_>,
    inline: Option<Vec<LedgerRow>>,
    host: &Host<'_>,
) -> Result<Asked<Overview>, Stop> {
    read(source, inline, host, MEMORY_BYTES_MAX, &overview)
}

/// What the passes over the rows come to, each in so many bytes of memory.
pub(super) fn read<T: Append>(
    source: &Source<'_>,
    inline: Option<Vec<LedgerRow>>,
    host: &Host<'_>,
    bytes_max: usize,
    fold: &dyn Fn(&Taken) -> Result<Option<T>, LedgerFault>,
) -> Result<Asked<T>, Stop> {
    let mut parts_count = 1;
    // Rows of the arguments are few: they fit at once, and are not asked for a second time.
    let mut inline = inline;
    'more_parts: loop {
        let mut whole: Option<Asked<T>> = None;
        let count = parts_count;
        for index in 0..count {
            let part = Part { index, count };
            let Some(asked) = read_part(source, inline.take(), host, Stores::new(part, STORES_COUNT, bytes_max), fold)?
            else {
                parts_count *= 2;
                if parts_count > PARTS_COUNT_MAX {
                    return Err(too_many(source).into());
                }
                continue 'more_parts;
            };
            match &mut whole {
                Some(whole) => whole.sums.append(asked.sums).map_err(|fault| refused(fault, &whole.place))?,
                None => whole = Some(asked),
            }
        }
        return whole.ok_or_else(|| empty(source).into());
    }
}

/// One pass over the rows; none where the customers of the part do not fit into memory.
fn read_part<T>(
    source: &Source<'_>,
    inline: Option<Vec<LedgerRow>>,
    host: &Host<'_>,
    stores: Stores,
    fold: &dyn Fn(&Taken) -> Result<Option<T>, LedgerFault>,
) -> Result<Option<Asked<T>>, Stop> {
    let watch = FullOr { watch: host.watch, stores: &stores };
    let watched = Host { watch: &watch, ..*host };
    let scan = Scan {
        fresh: &|| Hand::new(&stores),
        begin_again: &|| stores.clear(),
        row: &|hand: &mut Hand<'_>, row: LedgerRow| hand.take_row(&row).map_err(cell_fault),
        cells: &|hand, row| hand.take_cells(row).map_err(cell_fault),
        columns: &|hand, columns| hand.take_columns(columns),
    };
    let scanned = match scan_rows(source, inline, &watched, &scan) {
        Err(Stop::Cancelled) if stores.is_full() => return Ok(None),
        scanned => scanned?,
    };
    let Scanned { place, hands, headers, not_assessed } = scanned;
    let refused = |fault: LedgerFault| refused(fault, &place);
    let mut seen = Seen::default();
    hands.into_iter().try_for_each(|hand| seen.append(hand.finish()?)).map_err(refused)?;
    if stores.is_full() {
        return Ok(None);
    }
    let taken = stores.into_taken(seen);
    let sums = fold(&taken).map_err(refused)?.ok_or_else(|| empty(source))?;
    let currencies = taken.seen.currencies.into_keys().collect();
    let amount_header = headers.into_iter().find(|(field, _)| field == "amount").map(|(_, header)| header);
    Ok(Some(Asked { sums, place, amount_header, currencies, not_assessed }))
}

/// Calls a read off when there is no more room, or when the caller does.
struct FullOr<'w> {
    watch: &'w dyn Watch,
    stores: &'w Stores,
}

impl Watch for FullOr<'_> {
    fn progress(&self, rows_count: u64) {
        self.watch.progress(rows_count);
    }
    fn is_cancelled(&self) -> bool {
        self.stores.is_full() || self.watch.is_cancelled()
    }
}

fn cell_fault(fault: LedgerFault) -> CellFault {
    let (field, code, message, help) = fault.told();
    CellFault { field: Some(field), code, message, help: help.to_owned() }
}

/// What shows only when all rows are seen together.
fn refused(fault: LedgerFault, place: &TablePlace) -> Problem {
    let (field, code, message, help) = fault.told();
    Problem::new(code, format!("{}:{field}", place.whole()), message, help)
}

fn empty(source: &Source<'_>) -> Problem {
    let at = source.file.unwrap_or(source.table);
    Problem::new(Code::Empty, at, "the table has no row", "Give at least one row.")
}

fn too_many(source: &Source<'_>) -> Problem {
    let room = MEMORY_BYTES_MAX / (1024 * 1024);
    Problem::new(
        Code::TooMany,
        source.file.unwrap_or(source.table),
        format!("its customers and months need more than {PARTS_COUNT_MAX} times {room} MiB of memory"),
        "Run the SQL of cco ledger sql where the ledger lies, and give the rows it returns as rows: aggregate.",
    )
}
