//! The cells of a sheet, kept close together: a million rows take as much room as their text and a few bytes a cell.

use std::ops::Range;

use csv::ByteRecord;

use crate::ingest::COLUMNS_COUNT_MAX;

/// The most bytes that the cells of a sheet may take; while they grow it is twice as many.
pub(in crate::ingest) const GRID_BYTES_MAX: usize = 384 * 1024 * 1024;

/// Cells in the order of the sheet, rows without a cell left out.
#[derive(Debug, Default)]
pub(super) struct Grid {
    text: Vec<u8>,
    /// Where the text of each cell ends.
    ends: Vec<u32>,
    rows: Vec<Row>,
}

/// A row that has a cell.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Its number in the sheet.
    number: u64,
    /// Its first cell.
    begin: usize,
}

/// Why a cell is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It stands before the cell that came before it.
    Disorder,
    /// It stands too far to the right.
    Wide,
    /// The sheet is larger than is kept.
    Large,
}

impl Grid {
    /// Puts a cell after the last one; columns are counted from 0.
    pub(super) fn put(&mut self, number: u64, column: usize, text: &[u8]) -> Result<(), Unfit> {
        let last = self.rows.last().copied();
        if last.is_some_and(|last| last.number > number) {
            return Err(Unfit::Disorder);
        }
        let begin = match last {
            Some(last) if last.number == number => last.begin,
            _ => {
                self.rows.push(Row { number, begin: self.ends.len() });
                self.ends.len()
            }
        };
        if column >= COLUMNS_COUNT_MAX {
            return Err(Unfit::Wide);
        }
        let blank_count = (begin + column).checked_sub(self.ends.len()).ok_or(Unfit::Disorder)?;
        let bytes_count = self.text.len()
            + text.len()
            + (self.ends.len() + blank_count + 1) * size_of::<u32>()
            + self.rows.len() * size_of::<Row>();
        let end = u32::try_from(self.text.len()).ok().filter(|_| bytes_count <= GRID_BYTES_MAX).ok_or(Unfit::Large)?;
        self.ends.extend(std::iter::repeat_n(end, blank_count));
        self.text.extend_from_slice(text);
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| Unfit::Large)?);
        Ok(())
    }

    /// How many rows have a cell.
    pub(super) const fn rows_count(&self) -> usize {
        self.rows.len()
    }

    /// The number of a row in the sheet.
    pub(super) fn number(&self, row: usize) -> Option<u64> {
        self.rows.get(row).map(|row| row.number)
    }

    /// The cells of a row, as many as it has.
    pub(super) fn cells(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        let begin = self.rows.get(row).map_or(self.ends.len(), |row| row.begin);
        let end = self.rows.get(row + 1).map_or(self.ends.len(), |next| next.begin);
        (begin..end).map(|cell| {
            let end_of = |cell: usize| self.ends.get(cell).map_or(0, |end| *end as usize);
            let from = cell.checked_sub(1).map_or(0, end_of);
            self.text.get(from..end_of(cell)).unwrap_or_default()
        })
    }

    /// The record of a row, with blanks up to so many cells.
    pub(super) fn record(&self, row: usize, cells_count: usize) -> ByteRecord {
        let mut record: ByteRecord = self.cells(row).collect();
        // One beyond the headers makes the row too long, and is told.
        while record.len() < cells_count {
            record.push_field(b"");
        }
        record
    }

    /// Stretches without a cell between the rows.
    pub(super) fn blank_rows(&self) -> Vec<Range<u64>> {
        let next = self.rows.iter().skip(1);
        let gaps = self.rows.iter().zip(next).map(|(one, next)| one.number + 1..next.number);
        gaps.filter(|gap| !gap.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(cells: &[(u64, usize, &str)]) -> Grid {
        let mut grid = Grid::default();
        for (row, column, text) in cells {
            assert_eq!(grid.put(*row, *column, text.as_bytes()), Ok(()));
        }
        grid
    }

    #[test]
    fn cells_stand_in_their_columns() {
        let grid = grid(&[(3, 1, "id"), (3, 2, "arr"), (5, 0, "x"), (5, 2, "12"), (9, 3, "far")]);
        assert_eq!(grid.record(0, 0), ByteRecord::from(vec!["", "id", "arr"]));
        assert_eq!(grid.record(1, 4), ByteRecord::from(vec!["x", "", "12", ""]));
        assert_eq!(grid.record(2, 3), ByteRecord::from(vec!["", "", "", "far"]));
        assert_eq!(grid.record(3, 1), ByteRecord::from(vec![""]));
        assert_eq!((grid.number(0), grid.number(2), grid.number(3)), (Some(3), Some(9), None));
        assert_eq!(grid.blank_rows(), [4..5, 6..9]);
        assert_eq!(Grid::default().blank_rows(), []);
    }

    #[test]
    fn cells_out_of_order_or_far_away_are_not_taken() {
        let mut one = grid(&[(3, 1, "id")]);
        assert_eq!(one.put(2, 5, b"x"), Err(Unfit::Disorder));
        assert_eq!(one.put(3, 1, b"x"), Err(Unfit::Disorder));
        assert_eq!(one.put(3, COLUMNS_COUNT_MAX, b"x"), Err(Unfit::Wide));
        assert_eq!(one.put(3, COLUMNS_COUNT_MAX - 1, b"x"), Ok(()));
    }

    #[test]
    fn a_sheet_that_would_fill_the_memory_is_not_taken() {
        let mut one = Grid::default();
        let last = COLUMNS_COUNT_MAX - 1;
        let taken_count = (1..u64::MAX).take_while(|row| one.put(*row, last, b"").is_ok()).count();
        assert_eq!(taken_count, GRID_BYTES_MAX / (COLUMNS_COUNT_MAX * size_of::<u32>() + size_of::<Row>()));
        assert_eq!(one.put(u64::MAX, last, b""), Err(Unfit::Large));
    }
}
