//! A record's cells, checked by the shape of a row and made a typed row.
//!
//! What is told of a record names its row by its place in the piece it came in: where the piece begins is known only
//! when the pieces are put in order again.

mod columns;
mod fault;
mod handed;

use std::collections::BTreeMap;

use csv::ByteRecord;
pub use fault::CellFault;
pub(super) use fault::NOT_TEXT;
pub(super) use fault::{Refusal, RowFault, unfit};
pub use handed::CellRow;
use handed::Held;

use super::amounts::{Parts, Seen, Style, is_number, may_be_styled, plain_text};
use super::cell_text::day_of;
use super::columns::{Slot, Target};
use super::guard::RECORD_BYTES_MAX;
use super::parquet::{Batch, PlainColumns};
use super::row::{Cell, Cells, Long, Node, Origin, tree};
use crate::problem::{Code, FILE_PROBLEMS_COUNT_MAX};
use crate::shape::{Fault, Leaf, Scalar, is_percent_text, is_tiny_percent};

/// What became of the records of a piece.
#[derive(Debug)]
pub(super) struct Checked<R> {
    /// Records that are rows.
    pub(super) rows_count: usize,
    /// Those that are right, unless one is not.
    pub(super) rows: Vec<R>,
    /// What is wrong, up to the cap of a file.
    pub(super) faults: Vec<RowFault>,
    /// By field the first row whose percentage lies between 0 and 1, and how many there are.
    pub(super) tiny_percents: BTreeMap<String, (usize, u64)>,
    /// Whether a number is dressed up, so that the whole column must be seen first.
    pub(super) is_dressed: bool,
}

impl<R> Default for Checked<R> {
    fn default() -> Self {
        Self { rows_count: 0, rows: Vec::new(), faults: Vec::new(), tiny_percents: BTreeMap::new(), is_dressed: false }
    }
}

impl<R> Checked<R> {
    /// Sets a cell that took the long way, or keeps its fault; false if it is refused.
    fn settle(&mut self, slot: usize, read: Result<Option<Long>, Option<RowFault>>, cells: &mut Cells<'_>) -> bool {
        match read {
            Ok(Some(value)) => cells.set_long(slot, value),
            Ok(None) => {}
            Err(fault) => {
                self.faults.extend(fault);
                return false;
            }
        }
        true
    }

    /// Keeps what became of a row that was handed on.
    fn keep(&mut self, row: usize, handed_on: Result<Option<R>, Refusal>) {
        match handed_on {
            Ok(kept) => self.rows.extend(kept),
            Err(Refusal::Fault(fault)) => self.faults.push(RowFault::of(row, fault)),
            Err(Refusal::Unfit(why)) => self.faults.push(unfit(row, &why)),
        }
    }
}

/// How the records of a file are read: which column is which field, and how its numbers are written.
pub(super) struct Plan<'r> {
    slots: Vec<Slot<'r>>,
    columns: Vec<Option<usize>>,
    headers_count: usize,
    nodes: Vec<Node<'r>>,
    /// The style of each slot's numbers, once the whole column was seen.
    styles: Vec<Option<Style>>,
}

impl<'r> Plan<'r> {
    pub(super) fn of(slots: Vec<Slot<'r>>, columns: Vec<Option<usize>>, headers_count: usize) -> Self {
        let nodes = tree(&slots, &columns);
        let styles = vec![None; slots.len()];
        Self { slots, columns, headers_count, nodes, styles }
    }

    /// Room for the cells of a record.
    pub(super) fn cells(&self) -> Cells<'r> {
        Cells::of(self.slots.len())
    }

    /// The slots of numbers that have a column, by their index.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (usize, &str, Parts)> {
        let has_column = |index: usize| self.columns.get(index).copied().flatten().is_some();
        self.slots.iter().enumerate().filter_map(move |(index, slot)| match slot.target {
            Target::One(leaf) if is_number(leaf) && has_column(index) => {
                Some((index, slot.name.as_str(), Parts::of(leaf)))
            }
            _ => None,
        })
    }

    /// Reads the numbers of a slot in this style from now on.
    pub(super) fn set_style(&mut self, slot: usize, style: Style) {
        if let Some(place) = self.styles.get_mut(slot) {
            *place = Some(style);
        }
    }

    /// The columns of the slots in a batch, where each that has one is plain and none is dressed up.
    pub(super) fn plain_columns<'b>(&self, batch: &'b Batch) -> Option<PlainColumns<'b>> {
        let is_plain = self.styles.iter().all(Option::is_none);
        is_plain.then(|| PlainColumns::of(batch, &self.columns)).flatten()
    }

    /// Whether the record is a blank line, which is no row.
    pub(super) fn is_blank(&self, record: &ByteRecord) -> bool {
        record.len() != self.headers_count && record.len() <= 1 && record.iter().all(<[u8]>::is_empty)
    }

    /// Takes in what is seen of the numbers of a record; `seen` stands in the order of [`Self::numbers`].
    pub(super) fn see(&self, record: &ByteRecord, row: usize, seen: &mut [Seen]) {
        for ((slot, _, parts), seen) in self.numbers().zip(seen) {
            let bytes = self.columns.get(slot).copied().flatten().and_then(|column| record.get(column));
            if let Some(text) = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()) {
                seen.see(row, text, parts);
            }
        }
    }

    /// Reads a record that is no blank line and hands it on; what is given back is kept.
    pub(super) fn read<T>(
        &self,
        record: &ByteRecord,
        cells: &mut Cells<'r>,
        checked: &mut Checked<T>,
        hand_on: impl FnOnce(&mut CellRow<'_, 'r>) -> Result<Option<T>, Refusal>,
    ) {
        let row = checked.rows_count;
        checked.rows_count += 1;
        if checked.faults.len() >= FILE_PROBLEMS_COUNT_MAX {
            return;
        }
        if record.as_slice().len() as u64 > RECORD_BYTES_MAX {
            checked.faults.push(RowFault::too_long(row));
            return;
        }
        if record.len() != self.headers_count {
            let message = format!("expected {} cells as in the header, got {}", self.headers_count, record.len());
            let help = "Quote cells that hold the delimiter, and give every row the same number of cells.".to_owned();
            checked.faults.push(RowFault { row, field: None, code: Code::BadRow, message, help });
            return;
        }
        if !self.check(record, row, cells, checked) || !checked.faults.is_empty() {
            return;
        }
        let origin = Origin::Record { record, columns: &self.columns };
        checked.keep(row, hand_on(&mut CellRow(Held::Cells { nodes: &self.nodes, cells, origin })));
    }

    /// Checks the cells of a record; false if one of them is refused.
    fn check<R>(&self, record: &ByteRecord, row: usize, cells: &mut Cells<'r>, checked: &mut Checked<R>) -> bool {
        let mut sound = true;
        cells.begin();
        for (index, (slot, column)) in self.slots.iter().zip(&self.columns).enumerate() {
            let Some(column) = column else { continue };
            let bytes = record.get(*column).unwrap_or_default();
            if let Target::One(leaf) = slot.target
                && let Some(plain) = leaf.read_plain(bytes)
                && !self.reads_otherwise(index)
            {
                cells.set(index, Cell::Plain(plain));
                continue;
            }
            cells.set(index, Cell::Unknown);
            let read = self.cell((index, slot), bytes, row, checked);
            sound &= checked.settle(index, read, cells);
        }
        sound
    }

    /// Whether plain digits of a slot mean something else in its style, as 1.25 does under a decimal comma.
    fn reads_otherwise(&self, slot: usize) -> bool {
        self.styles.get(slot).is_some_and(Option::is_some)
    }

    /// A cell that is not plain, read as every cell may be; no fault where the column must be seen first.
    fn cell<R>(
        &self,
        (index, slot): (usize, &Slot<'r>),
        bytes: &[u8],
        row: usize,
        checked: &mut Checked<R>,
    ) -> Result<Option<Long>, Option<RowFault>> {
        let field = || Some(slot.name.clone());
        let text = std::str::from_utf8(bytes).map_err(|_| Some(RowFault::not_text(row, Some(&slot.name))))?;
        if text.trim_ascii().is_empty() {
            let (message, help) = ("the cell is empty".to_owned(), "This field is required in every row.".to_owned());
            let missing = RowFault { row, field: field(), code: Code::Missing, message, help };
            return if slot.required { Err(Some(missing)) } else { Ok(None) };
        }
        let style = self.styles.get(index).and_then(Option::as_ref);
        let undressed = style.and_then(|style| plain_text(text, style));
        let mut tiny_percent = false;
        let mut read_text = |leaf: &Leaf, text: &str| {
            let text = if matches!(leaf, Leaf::Date) { day_of(text) } else { text };
            let scalar = leaf.read_text(text)?;
            tiny_percent |= is_tiny_percent(leaf, &scalar) && !is_percent_text(text);
            Ok::<_, Fault>(scalar)
        };
        let read = match slot.target {
            Target::One(leaf) => read_text(leaf, undressed.as_deref().unwrap_or(text)).map(Long::One),
            Target::List(leaf) => text
                .split(';')
                .filter(|part| !part.trim().is_empty())
                .map(|part| read_text(leaf, part))
                .collect::<Result<Vec<Scalar>, _>>()
                .map(Long::List),
        };
        match (read, slot.target) {
            (Ok(value), _) => {
                if tiny_percent {
                    checked.tiny_percents.entry(slot.name.clone()).or_insert((row, 0)).1 += 1;
                }
                Ok(Some(value))
            }
            (Err(_), Target::One(leaf)) if style.is_none() && is_number(leaf) && may_be_styled(text) => {
                checked.is_dressed = true;
                Err(None)
            }
            (Err(fault), _) => {
                let Fault { code, message, help } = fault;
                Err(Some(RowFault { row, field: field(), code, message, help }))
            }
        }
    }
}
