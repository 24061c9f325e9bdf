//! What one hand takes of a ledger: its customers, their months, and what it saw of the rows.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::grid::{Cell, Grid, Row, SEVERAL_SEGMENTS};
use super::ids::Ids;
use super::months::MonthCounts;
use super::{LedgerFault, LedgerRow};
use crate::ingest::{CellRow, PlainColumns, PlainText};
use crate::units::{Money, Period};

/// Segments that are told apart. More are no segments but names.
pub(super) const SEGMENTS_COUNT_MAX: usize = 250;
/// Currencies that are told apart; two are already refused.
const CURRENCIES_COUNT_MAX: usize = 32;

/// Rows that wait for each other.
const WAITING_COUNT: usize = 1 << 12;

/// The places of the fields of a ledger's row.
mod field {
    pub(super) const CUSTOMER: usize = 0;
    pub(super) const PERIOD: usize = 1;
    pub(super) const AMOUNT: usize = 2;
    pub(super) const SEGMENT: usize = 3;
    pub(super) const CURRENCY: usize = 4;
}

/// A row that waits.
#[derive(Debug)]
struct Waiting {
    hash: u64,
    /// Where its customer stands.
    text: Range<usize>,
    month: i32,
    hundredths: u64,
    segment: u8,
}

/// The part of the customers that a pass over the file keeps, so that any number of them fits into memory in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) index: u32,
    pub(super) count: u32,
}

impl Part {
    fn has(self, hash: u64) -> bool {
        // The upper half: the table of customers uses the lower one.
        self.count == 1 || (hash >> 32) % u64::from(self.count) == u64::from(self.index)
    }
}

/// Customers and their months.
#[derive(Debug)]
pub(super) struct Shard<'f> {
    pub(super) ids: Ids,
    pub(super) grid: Grid,
    /// The names of the segments; number 1 is the first.
    pub(super) segments: Vec<String>,
    pub(super) currencies: BTreeMap<String, u64>,
    /// Rows, of whatever part.
    pub(super) rows_count: u64,
    /// Rows of its own part.
    pub(super) taken_count: u64,
    /// Rows of each month, of whatever part.
    pub(super) months: MonthCounts,
    last_segment: u8,
    /// Rows that wait to be put into the grid together, and their customers.
    waiting: Vec<Waiting>,
    waiting_text: Vec<u8>,
    waiting_ids: Vec<usize>,
    /// What went wrong where the row was not known any more.
    fault: Option<LedgerFault>,
    part: Part,
    bytes_max: usize,
    /// Raised when there is no more room; then nothing more is taken.
    full: &'f AtomicBool,
}

impl<'f> Shard<'f> {
    /// A shard that has taken nothing.
    pub(super) fn new(part: Part, bytes_max: usize, full: &'f AtomicBool) -> Self {
        Self {
            ids: Ids::default(),
            grid: Grid::default(),
            segments: Vec::new(),
            currencies: BTreeMap::new(),
            rows_count: 0,
            taken_count: 0,
            months: MonthCounts::default(),
            last_segment: 0,
            waiting: Vec::new(),
            waiting_text: Vec::new(),
            waiting_ids: Vec::new(),
            fault: None,
            part,
            bytes_max,
            full,
        }
    }

    /// Takes a typed row.
    pub(super) fn take_row(&mut self, row: &LedgerRow) -> Result<(), LedgerFault> {
        let hundredths = row.amount.hundredths().ok_or(LedgerFault::TooLarge)?;
        let segment = row.segment.as_ref().map(crate::units::Label::as_str);
        let currency = row.currency.as_ref().map(crate::units::Currency::as_str);
        self.take(row.customer.as_str().as_bytes(), row.period.months(), hundredths, segment, currency)
    }

    /// Takes the cells of a row.
    pub(super) fn take_cells(&mut self, row: &CellRow<'_, '_>) -> Result<(), LedgerFault> {
        let month = row.text(field::PERIOD).and_then(|text| Period::parse(text.as_bytes()));
        let (Some(customer), Some(month)) = (row.text(field::CUSTOMER), month) else {
            // The reader of cells has seen to it that both are there.
            return Err(LedgerFault::Incomplete);
        };
        let hundredths = row.money(field::AMOUNT).and_then(Money::hundredths).ok_or(LedgerFault::TooLarge)?;
        let (segment, currency) = (row.text(field::SEGMENT), row.text(field::CURRENCY));
        self.take(customer.as_bytes(), month.months(), hundredths, segment, currency)
    }

    /// Takes plain columns; whether it did. What is not plain is left to the reader of cells.
    pub(super) fn take_columns(&mut self, columns: &PlainColumns<'_>) -> bool {
        let (Some(customers), Some(months), Some(amounts)) =
            (columns.texts(field::CUSTOMER), columns.months(field::PERIOD), columns.hundredths(field::AMOUNT))
        else {
            return false;
        };
        let segments = columns.texts(field::SEGMENT);
        if columns.has(field::CURRENCY) || columns.has(field::SEGMENT) != segments.is_some() {
            return false;
        }
        let is_plain = |texts: &PlainText<'_>| {
            (0..columns.rows_count()).all(|row| texts.get(row).is_some_and(crate::shape::is_plain_label))
        };
        let span = months.iter().min().zip(months.iter().max());
        let fits = span.is_none_or(|(first, last)| self.months.reach(*first, *last));
        if !fits || !is_plain(&customers) || !segments.as_ref().is_none_or(is_plain) {
            return false;
        }
        for (row, (month, amount)) in months.into_iter().zip(amounts).enumerate() {
            let segment = segments.as_ref().and_then(|segments| segments.get(row)).map(str::from_utf8).transpose();
            let customer = customers.get(row).unwrap_or_default();
            // Months and texts were looked at; what is left to go wrong is told when all rows are in.
            if let Err(fault) = segment
                .map_err(|_| LedgerFault::Incomplete)
                .and_then(|segment| self.take(customer, month, amount, segment, None))
            {
                self.fault.get_or_insert(fault);
            }
        }
        true
    }

    /// Takes the parts of a row.
    fn take(
        &mut self,
        customer: &[u8],
        month: i32,
        hundredths: u64,
        segment: Option<&str>,
        currency: Option<&str>,
    ) -> Result<(), LedgerFault> {
        self.months.add(month, 1)?;
        self.rows_count += 1;
        if let Some(currency) = currency {
            self.count_currency(currency)?;
        }
        let segment = segment.map_or(Ok(0), |segment| self.segment(segment))?;
        let hash = self.ids.hash(customer);
        if self.part.has(hash) {
            let text = self.waiting_text.len()..self.waiting_text.len() + customer.len();
            self.waiting_text.extend_from_slice(customer);
            self.waiting.push(Waiting { hash, text, month, hundredths, segment });
            if self.waiting.len() >= WAITING_COUNT {
                self.put_waiting();
            }
        }
        Ok(())
    }

    /// Puts the rows that wait into the grid: first all customers, then all amounts, so that the memory is asked for
    /// many places at once instead of one after the other.
    fn put_waiting(&mut self) {
        if self.full.load(Ordering::Relaxed) {
            self.waiting.clear();
            self.waiting_text.clear();
            return;
        }
        self.waiting_ids.clear();
        for row in &self.waiting {
            let text = self.waiting_text.get(row.text.clone()).unwrap_or_default();
            self.waiting_ids.push(self.ids.id(row.hash, text));
        }
        let cells = self.waiting.iter().zip(&self.waiting_ids).map(|(row, id)| Cell {
            customer: *id,
            month: row.month,
            hundredths: row.hundredths,
            segment: row.segment,
        });
        if let Err(fault) = self.grid.add_all(cells, self.ids.count()) {
            // Which row it was is not known any more; that the sum of a month is too large is told of the whole.
            self.fault.get_or_insert(fault);
        }
        self.taken_count += self.waiting.len() as u64;
        self.waiting.clear();
        self.waiting_text.clear();
        if self.bytes() > self.bytes_max {
            self.full.store(true, Ordering::Relaxed);
        }
    }

    fn count_currency(&mut self, currency: &str) -> Result<(), LedgerFault> {
        if let Some(count) = self.currencies.get_mut(currency) {
            *count += 1;
        } else if self.currencies.len() < CURRENCIES_COUNT_MAX {
            self.currencies.insert(currency.to_owned(), 1);
        } else {
            return Err(LedgerFault::ManyCurrencies);
        }
        Ok(())
    }

    /// The number of a segment, from 1.
    fn segment(&mut self, name: &str) -> Result<u8, LedgerFault> {
        let is_last = usize::from(self.last_segment).checked_sub(1).and_then(|last| self.segments.get(last));
        if is_last.is_some_and(|last| last == name) {
            return Ok(self.last_segment);
        }
        let place = self.segments.iter().position(|known| known == name).unwrap_or_else(|| {
            self.segments.push(name.to_owned());
            self.segments.len() - 1
        });
        if place >= SEGMENTS_COUNT_MAX {
            return Err(LedgerFault::ManySegments);
        }
        self.last_segment = u8::try_from(place + 1).unwrap_or(SEVERAL_SEGMENTS);
        Ok(self.last_segment)
    }

    /// Memory that it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.ids.bytes() + self.grid.bytes()
    }

    /// Takes over another shard of the same part.
    pub(super) fn merge(&mut self, mut other: Self) -> Result<(), LedgerFault> {
        other.finish()?;
        self.finish()?;
        self.rows_count += other.rows_count;
        self.taken_count += other.taken_count;
        other.months.iter().try_for_each(|(month, count)| self.months.add(month, count))?;
        for (currency, count) in other.currencies {
            *self.currencies.entry(currency).or_default() += count;
        }
        // Number 0 is none, whatever the names; several stay several.
        let numbers = std::iter::once(Ok(0)).chain(other.segments.iter().map(|name| self.segment(name)));
        let numbers: Vec<u8> = numbers.collect::<Result<_, _>>()?;
        for id in 0..other.ids.count() {
            let customer = other.ids.get(id);
            let own = self.ids.id(self.ids.hash(customer), customer);
            if let Some(row) = other.grid.row(id) {
                self.grid.merge(own, row, &numbers)?;
            }
        }
        Ok(())
    }

    /// Takes in what was held back.
    pub(super) fn finish(&mut self) -> Result<(), LedgerFault> {
        self.put_waiting();
        self.fault.map_or(Ok(()), Err)
    }

    /// Each customer with its months.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&[u8], Row<'_>)> {
        (0..self.ids.count()).filter_map(|id| Some((self.ids.get(id), self.grid.row(id)?)))
    }

    /// The name of a segment's number; none for none, and for several.
    pub(super) fn segment_name(&self, number: u8) -> Option<&str> {
        let place = usize::from(number).checked_sub(1).filter(|_| number != SEVERAL_SEGMENTS)?;
        self.segments.get(place).map(String::as_str)
    }
}
