//! Some of the customers of a ledger and their months, and the rows that wait to be put among them.

use super::LedgerFault;
use super::grid::{Cell, Grid, Row};
use super::ids::Ids;

/// Customers and their months.
#[derive(Debug, Default)]
pub(super) struct Store {
    ids: Ids,
    grid: Grid,
    rows_count: u64,
}

impl Store {
    /// How many customers it has.
    pub(super) const fn customers_count(&self) -> usize {
        self.ids.count()
    }

    /// How many rows of the ledger went into it.
    pub(super) const fn rows_count(&self) -> u64 {
        self.rows_count
    }

    /// Each customer with its months.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&[u8], Row<'_>)> {
        (0..self.ids.count()).filter_map(|id| Some((self.ids.get(id), self.grid.row(id)?)))
    }

    /// Memory that it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.ids.bytes() + self.grid.bytes()
    }

    /// Takes the rows that wait: first all customers, then all amounts, so that the memory is asked for many places at
    /// once instead of one after the other.
    pub(super) fn put(&mut self, waiting: &mut Waiting) -> Result<(), LedgerFault> {
        let mut start = 0;
        for row in &mut waiting.rows {
            let end = start + row.name_bytes as usize;
            let name = waiting.names.get(start..end).unwrap_or_default();
            row.cell.customer = self.ids.id(row.hash, name);
            start = end;
        }
        self.rows_count += waiting.rows.len() as u64;
        let put = self.grid.add_all(waiting.rows.iter().map(|row| row.cell), self.ids.count());
        waiting.clear();
        put
    }
}

/// Rows that wait to be put into a store together.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    rows: Vec<WaitingRow>,
    /// The names of their customers, one after the other.
    names: Vec<u8>,
}

/// A row whose customer has no number yet.
#[derive(Debug)]
struct WaitingRow {
    hash: u64,
    name_bytes: u32,
    cell: Cell,
}

impl Waiting {
    /// How many there are.
    pub(super) const fn rows_count(&self) -> usize {
        self.rows.len()
    }

    /// How long the names of their customers are together.
    pub(super) const fn names_bytes(&self) -> usize {
        self.names.len()
    }

    /// Takes a row of a customer whose name has this hash.
    pub(super) fn push(&mut self, hash: u64, name: &[u8], month: i32, hundredths: u64, segment: u8) {
        self.names.extend_from_slice(name);
        // A name of four billion bytes does not fit into a row.
        let name_bytes = u32::try_from(name.len()).unwrap_or(u32::MAX);
        self.rows.push(WaitingRow { hash, name_bytes, cell: Cell { customer: 0, month, hundredths, segment } });
    }

    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.names.clear();
    }
}
