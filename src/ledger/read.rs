//! A ledger from its rows: as many passes over the file as its customers need, and what each pass comes to.

use std::sync::atomic::{AtomicBool, Ordering};

use super::aggregate::Aggregate;
use super::fold::aggregate;
use super::overview::{Overview, overview};
use super::shard::{Part, Shard};
use super::{LedgerFault, LedgerRow, MEMORY_BYTES_MAX, Terms};
use crate::ingest::{CellFault, Host, Scan, Scanned, Source, TablePlace, Watch, hands_count, scan_rows};
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
    let fold = |shard: &Shard<'_>| aggregate(shard, terms);
    read(source, inline, host, &fold, Aggregate::append)
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
    let fold = |shard: &Shard<'_>| Ok((shard.rows_count > 0).then(|| overview(shard)));
    read(source, inline, host, &fold, Overview::append)
}

fn read<T>(
    source: &Source<'_>,
    inline: Option<Vec<LedgerRow>>,
    host: &Host<'_>,
    fold: &dyn Fn(&Shard<'_>) -> Result<Option<T>, LedgerFault>,
    append: impl Fn(&mut T, T),
) -> Result<Asked<T>, Stop> {
    let mut parts_count = 1;
    // Rows of the arguments are few: they fit at once, and are not asked for a second time.
    let mut inline = inline;
    'more_parts: loop {
        let mut whole: Option<Asked<T>> = None;
        let count = parts_count;
        for index in 0..count {
            let part = Part { index, count };
            let Some(asked) = read_part(source, inline.take(), host, part, fold)? else {
                parts_count *= 2;
                if parts_count > PARTS_COUNT_MAX {
                    return Err(too_many(source).into());
                }
                continue 'more_parts;
            };
            match &mut whole {
                Some(whole) => append(&mut whole.sums, asked.sums),
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
    part: Part,
    fold: &dyn Fn(&Shard<'_>) -> Result<Option<T>, LedgerFault>,
) -> Result<Option<Asked<T>>, Stop> {
    let full = AtomicBool::new(false);
    let watch = FullOr { watch: host.watch, full: &full };
    let watched = Host { watch: &watch, ..*host };
    let bytes_max = MEMORY_BYTES_MAX / hands_count();
    let fresh = || Shard::new(part, bytes_max, &full);
    let scan = Scan {
        fresh: &fresh,
        row: &|shard: &mut Shard<'_>, row: LedgerRow| shard.take_row(&row).map_err(cell_fault),
        cells: &|shard, row| shard.take_cells(row).map_err(cell_fault),
        columns: &|shard, columns| shard.take_columns(columns),
    };
    let scanned = match scan_rows(source, inline, &watched, &scan) {
        Err(Stop::Cancelled) if full.load(Ordering::Relaxed) => return Ok(None),
        scanned => scanned?,
    };
    let Scanned { place, hands, headers, not_assessed } = scanned;
    let refused = |fault: LedgerFault| refused(fault, &place);
    let mut hands = hands.into_iter();
    let mut shard = hands.next().unwrap_or_else(fresh);
    shard.finish().map_err(refused)?;
    hands.try_for_each(|hand| shard.merge(hand)).map_err(refused)?;
    if full.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let sums = fold(&shard).map_err(refused)?.ok_or_else(|| empty(source))?;
    let currencies = shard.currencies.keys().cloned().collect();
    let amount_header = headers.into_iter().find(|(field, _)| field == "amount").map(|(_, header)| header);
    Ok(Some(Asked { sums, place, amount_header, currencies, not_assessed }))
}

/// Calls a read off when there is no more room, or when the caller does.
struct FullOr<'w> {
    watch: &'w dyn Watch,
    full: &'w AtomicBool,
}

impl Watch for FullOr<'_> {
    fn progress(&self, rows_count: u64) {
        self.watch.progress(rows_count);
    }
    fn is_cancelled(&self) -> bool {
        self.full.load(Ordering::Relaxed) || self.watch.is_cancelled()
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
