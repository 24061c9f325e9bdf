//! The records of a file, piece by piece through several hands, to typed rows in order.

use csv::ByteRecord;
use serde::de::DeserializeOwned;

use super::amounts::{Seen, decide};
use super::check::{CellFault, CellRow, Checked, Plan, Refusal};
use super::delimited::broken;
use super::dialect::Dialect;
use super::feed::Feed;
use super::guard::Meter;
use super::parquet::{Batch, PlainColumns};
use super::table::TablePlace;
use crate::problem::{Collector, Stop};
use crate::threads::{hands_count, in_order};

/// What a format hands over.
pub(super) enum Unit {
    /// Bytes of whole records, still to be taken apart.
    Block {
        bytes: Vec<u8>,
        dialect: Dialect,
        /// Whether the first record is the header.
        has_header: bool,
    },
    /// Records.
    Records(Vec<ByteRecord>),
    /// Columns of some rows.
    Columns(Batch),
    /// The file cannot be read on.
    Broken,
}

impl Unit {
    /// Hands on each record; false where the file is broken.
    pub(super) fn each_record(self, mut take: impl FnMut(&ByteRecord)) -> bool {
        match self {
            Self::Block { bytes, dialect, has_header } => {
                let mut reader = dialect.reader().buffer_capacity(1 << 16).from_reader(bytes.as_slice());
                let mut record = ByteRecord::new();
                let mut is_header = has_header;
                // Bytes in memory can always be read.
                while reader.read_byte_record(&mut record).is_ok_and(|more| more) {
                    if !std::mem::take(&mut is_header) {
                        take(&record);
                    }
                }
            }
            Self::Records(records) => records.iter().for_each(take),
            Self::Columns(batch) => batch.each_record(take),
            Self::Broken => return false,
        }
        true
    }
}

/// A file that can be read from its front as often as wanted.
pub(super) trait Again {
    /// Its pieces, without the header; the meter knows why they end early.
    fn pieces<'s>(&'s self, meter: &Meter) -> Result<Box<dyn Iterator<Item = Unit> + Send + 's>, Stop>;
}

/// What takes the rows: several hands, each with something of its own.
pub(super) struct Takers<'t, R, H, T> {
    /// A hand that has taken nothing.
    pub(super) fresh: &'t (dyn Fn() -> H + Sync + 't),
    /// Takes a row; what it gives back goes on, in the order of the file.
    pub(super) take: &'t TakeRow<'t, R, H, T>,
    /// Takes the cells of a row, where that is shorter than its type; what it gives back goes on likewise.
    pub(super) cells: Option<&'t TakeCells<'t, H, T>>,
    /// Takes whole columns, where that can be; not at all if one of their rows is not plain.
    pub(super) columns: Option<&'t TakeColumns<'t, H>>,
}

/// How a hand takes a row.
pub(super) type TakeRow<'t, R, H, T> = dyn Fn(&mut H, R) -> Result<Option<T>, CellFault> + Sync + 't;

/// How a hand takes the cells of a row.
pub(super) type TakeCells<'t, H, T> = dyn Fn(&mut H, &CellRow<'_, '_>) -> Result<Option<T>, CellFault> + Sync + 't;
/// How a hand takes columns: whether it did.
pub type TakeColumns<'t, H> = dyn Fn(&mut H, &PlainColumns<'_>) -> bool + Sync + 't;

impl<R: DeserializeOwned, H, T> Takers<'_, R, H, T> {
    fn row(&self, hand: &mut H, row: &mut CellRow<'_, '_>) -> Result<Option<T>, Refusal> {
        match self.cells {
            Some(cells) => cells(hand, row),
            None => (self.take)(hand, row.typed()?),
        }
        .map_err(Refusal::Fault)
    }
}

/// Reads every row and hands it on; a second time where the numbers of a column are dressed up. Gives back the hands.
///
/// # Errors
/// What is wrong with the rows, or that the caller is gone.
pub(super) fn read<R: DeserializeOwned, H: Send, T: Send>(
    file: &dyn Again,
    place: &TablePlace,
    plan: &mut Plan<'_>,
    feed: &mut Feed<'_, T>,
    takers: &Takers<'_, R, H, T>,
) -> Result<Vec<H>, Stop> {
    if let Pass::Whole(hands) = read_once(file, place, plan, feed, takers)? {
        return Ok(hands);
    }
    let names: Vec<(usize, String)> = plan.numbers().map(|(slot, name, _)| (slot, name.to_owned())).collect();
    let seen = see(file, place, plan, feed)?;
    let mut problems = Collector::default();
    let columns = names.iter().map(|(_, name)| name.as_str()).zip(seen).collect();
    let styles = decide(place, columns, &mut problems);
    problems.finish()?;
    feed.note_styles(names.iter().map(|(_, name)| name.as_str()).zip(&styles));
    for ((slot, _), style) in names.into_iter().zip(styles) {
        plan.set_style(slot, style);
    }
    feed.begin_again();
    // Every column has its style now, so this pass is whole.
    match read_once(file, place, plan, feed, takers)? {
        Pass::Whole(hands) => Ok(hands),
        Pass::Dressed => Ok(Vec::new()),
    }
}

/// How a pass over the file ended.
enum Pass<H> {
    /// At the end of the file.
    Whole(Vec<H>),
    /// Given up at a number that only its whole column can explain.
    Dressed,
}

/// Why a pass stops before its end.
enum Halt {
    Dressed,
    Stop(Stop),
}

impl<S: Into<Stop>> From<S> for Halt {
    fn from(stop: S) -> Self {
        Self::Stop(stop.into())
    }
}

fn read_once<R: DeserializeOwned, H: Send, T: Send>(
    file: &dyn Again,
    place: &TablePlace,
    plan: &Plan<'_>,
    feed: &mut Feed<'_, T>,
    takers: &Takers<'_, R, H, T>,
) -> Result<Pass<H>, Stop> {
    let meter = Meter::default();
    let pieces = file.pieces(&meter)?;
    let mut hands: Vec<_> = (0..hands_count()).map(|_| (plan.cells(), (takers.fresh)())).collect();
    let work = |(cells, hand): &mut (_, H), unit: Unit| {
        let mut checked = Checked::default();
        if let Unit::Columns(batch) = &unit {
            if let Some(take) = takers.columns
                && let Some(columns) = plan.plain_columns(batch)
                && take(hand, &columns)
            {
                checked.rows_count = columns.rows_count();
                return Some(checked);
            }
            if let Some(lanes) = plan.lanes(batch) {
                let is_typed = takers.cells.is_none();
                plan.read_lanes(&lanes, is_typed, cells, &mut checked, |row| takers.row(hand, row));
                return Some(checked);
            }
        }
        let is_whole = unit.each_record(|record| {
            if !plan.is_blank(record) {
                plan.read(record, cells, &mut checked, |row| takers.row(hand, row));
            }
        });
        is_whole.then_some(checked)
    };
    let mut rows_count = 0;
    let ended = in_order(pieces, &mut hands, work, |checked: Option<Checked<T>>| {
        let checked = checked.ok_or_else(|| broken(&place.whole(), place.row_number(rows_count), &meter))?;
        if checked.is_dressed {
            return Err(Halt::Dressed);
        }
        let first = rows_count;
        rows_count += checked.rows_count;
        feed.take(place, first, checked)?;
        Ok(feed.pause(rows_count as u64)?)
    });
    match ended {
        Ok(()) => Ok(Pass::Whole(hands.into_iter().map(|(_, hand)| hand).collect())),
        Err(Halt::Dressed) => Ok(Pass::Dressed),
        Err(Halt::Stop(stop)) => Err(stop),
    }
}

/// What is seen of each column of numbers over the whole file.
fn see<R>(file: &dyn Again, place: &TablePlace, plan: &Plan<'_>, feed: &Feed<'_, R>) -> Result<Vec<Seen>, Stop> {
    let meter = Meter::default();
    let pieces = file.pieces(&meter)?;
    let mut hands = vec![(); hands_count()];
    let work = |(): &mut (), unit: Unit| {
        let (mut rows_count, mut seen) = (0, vec![Seen::default(); plan.numbers().count()]);
        let is_whole = unit.each_record(|record| {
            if !plan.is_blank(record) {
                plan.see(record, rows_count, &mut seen);
                rows_count += 1;
            }
        });
        is_whole.then_some((rows_count, seen))
    };
    let mut whole = vec![Seen::default(); plan.numbers().count()];
    let mut rows_count = 0;
    in_order(pieces, &mut hands, work, |part| {
        let (part_count, seen) = part.ok_or_else(|| broken(&place.whole(), place.row_number(rows_count), &meter))?;
        for (whole, seen) in whole.iter_mut().zip(seen) {
            whole.append(seen, rows_count);
        }
        rows_count += part_count;
        feed.pause(rows_count as u64)
    })?;
    Ok(whole)
}
