//! The rows of a batch of columns, checked as records are, but without making records of them.

use super::{CellRow, Checked, Held, Plan, Refusal, RowFault};
use crate::ingest::columns::{Slot, Target};
use crate::ingest::guard::RECORD_BYTES_MAX;
use crate::ingest::parquet::{Batch, LaneCell, Lanes};
use crate::ingest::row::{Cell, Cells, Origin};
use crate::problem::FILE_PROBLEMS_COUNT_MAX;
use crate::shape::Stored;

impl<'r> Plan<'r> {
    /// The columns of a batch as its rows take them; none where a field or a column is a list.
    pub(in crate::ingest) fn lanes<'b>(&self, batch: &'b Batch) -> Option<Lanes<'b>> {
        let is_list =
            |(slot, column): (&Slot<'_>, &Option<usize>)| column.is_some() && matches!(slot.target, Target::List(_));
        let has_list = self.slots.iter().zip(&self.columns).any(is_list);
        if has_list { None } else { Lanes::of(batch, &self.columns) }
    }

    /// Reads every row and hands it on; what is given back is kept. A plain row is handed on as it is stored, unless
    /// its type is wanted.
    pub(in crate::ingest) fn read_lanes<T>(
        &self,
        lanes: &Lanes<'_>,
        is_typed: bool,
        cells: &mut Cells<'r>,
        checked: &mut Checked<T>,
        mut hand_on: impl FnMut(&mut CellRow<'_, 'r>) -> Result<Option<T>, Refusal>,
    ) {
        let mut odd = vec![is_typed; lanes.rows_count];
        if !is_typed {
            for (index, slot) in self.slots.iter().enumerate() {
                match slot.target {
                    Target::One(leaf) if !self.reads_otherwise(index) => {
                        lanes.mark_odd(index, leaf, slot.required, &mut odd);
                    }
                    _ => odd.fill(true),
                }
            }
        }
        let mut texts: Vec<&[u8]> = vec![&[]; self.slots.len()];
        let mut text = Vec::new();
        for (row, is_odd) in odd.into_iter().enumerate() {
            checked.rows_count += 1;
            if checked.faults.len() >= FILE_PROBLEMS_COUNT_MAX {
                continue;
            }
            if !is_odd {
                if checked.faults.is_empty() {
                    let held = Held::Lanes { lanes, slots: &self.slots, row };
                    checked.keep(row, hand_on(&mut CellRow(held)));
                }
                continue;
            }
            if self.check_lanes(lanes, row, cells, &mut texts, &mut text, checked) && checked.faults.is_empty() {
                let held = Held::Cells { nodes: &self.nodes, cells, origin: Origin::Texts(&texts) };
                checked.keep(row, hand_on(&mut CellRow(held)));
            }
        }
    }

    /// Checks the cells of a row; false if one of them is refused.
    fn check_lanes<'l, T>(
        &self,
        lanes: &'l Lanes<'_>,
        row: usize,
        cells: &mut Cells<'r>,
        texts: &mut [&'l [u8]],
        text: &mut Vec<u8>,
        checked: &mut Checked<T>,
    ) -> bool {
        let mut sound = true;
        cells.begin();
        for ((index, slot), own_text) in self.slots.iter().enumerate().zip(texts) {
            let Some(cell) = lanes.cell(index, row) else { continue };
            if let (LaneCell::Stored(stored), Target::One(leaf)) = (cell, slot.target)
                && let Some(plain) = leaf.read_stored(stored)
                && !self.reads_otherwise(index)
            {
                cells.set(index, Cell::Plain(plain));
                if let Stored::Text(cell) = stored {
                    *own_text = cell;
                }
                continue;
            }
            cells.set(index, Cell::Unknown);
            text.clear();
            lanes.write(index, row, text);
            let is_short = text.len() as u64 <= RECORD_BYTES_MAX;
            let read = if is_short {
                self.cell((index, slot), text, row, checked)
            } else {
                Err(Some(RowFault::too_long(row)))
            };
            sound &= checked.settle(index, read, cells);
        }
        sound
    }
}
