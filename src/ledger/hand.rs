//! A hand that takes rows of a ledger: what it saw of them, and those that wait for their stores.

use super::ids::{Ids, hash};
use super::store::Waiting;
use super::stores::Stores;
use super::taken::Seen;
use super::{LedgerFault, LedgerRow};
use crate::ingest::{CellRow, PlainColumns, PlainText};
use crate::units::{Money, Period};

/// The places of the fields of a ledger's row.
mod field {
    pub(super) const CUSTOMER: usize = 0;
    pub(super) const PERIOD: usize = 1;
    pub(super) const AMOUNT: usize = 2;
    pub(super) const SEGMENT: usize = 3;
    pub(super) const CURRENCY: usize = 4;
}

/// The number of no segment.
const NO_SEGMENT: u8 = 0;

/// One of the hands of a pass over the file.
#[derive(Debug)]
pub(super) struct Hand<'s> {
    stores: &'s Stores,
    seen: Seen,
    /// Rows that wait for each store.
    waiting: Vec<Waiting>,
    segments: Segments,
    /// What went wrong where the row was not known any more.
    fault: Option<LedgerFault>,
}

/// The segments that a hand has met, so that it need not ask for their numbers again.
#[derive(Debug, Default)]
struct Segments {
    names: Ids,
    /// The number of each name.
    numbers: Vec<u8>,
}

impl<'s> Hand<'s> {
    /// A hand that has taken nothing.
    pub(super) fn new(stores: &'s Stores) -> Self {
        let waiting = (0..stores.count()).map(|_| Waiting::default()).collect();
        Self { stores, seen: Seen::default(), waiting, segments: Segments::default(), fault: None }
    }

    /// Takes a typed row.
    pub(super) fn take_row(&mut self, row: &LedgerRow) -> Result<(), LedgerFault> {
        let hundredths = row.amount.hundredths().ok_or(LedgerFault::TooLarge)?;
        let segment = row.segment.as_ref().map(crate::units::Label::as_str);
        let currency = row.currency.as_ref().map(crate::units::Currency::as_str);
        self.take(row.customer.as_str(), row.period.months(), hundredths, segment, currency)
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
        self.take(customer, month.months(), hundredths, segment, currency)
    }

    /// Takes plain columns; whether it did. What is not plain, or is too much, is left to the reader of cells, who tells
    /// the row.
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
        let rows = 0..columns.rows_count();
        let is_plain =
            |texts: &PlainText<'_>| rows.clone().all(|row| texts.get(row).is_some_and(crate::shape::is_plain_label));
        let span = months.iter().min().zip(months.iter().max());
        let fits = span.is_none_or(|(first, last)| self.seen.months.reach(*first, *last));
        if !fits || !is_plain(&customers) || !segments.as_ref().is_none_or(is_plain) {
            return false;
        }
        let Some(segments) = self.segments_of(segments.as_ref(), columns.rows_count()) else { return false };
        for (row, ((month, hundredths), segment)) in months.into_iter().zip(amounts).zip(segments).enumerate() {
            // Whether the months fit was looked at.
            if let Err(fault) = self.seen.months.add(month, 1) {
                self.fault.get_or_insert(fault);
            }
            self.put(customers.get(row).unwrap_or_default(), month, hundredths, segment);
        }
        true
    }

    /// The numbers of the segments of so many rows; none if they are too many.
    fn segments_of(&mut self, texts: Option<&PlainText<'_>>, rows_count: usize) -> Option<Vec<u8>> {
        let Some(texts) = texts else { return Some(vec![NO_SEGMENT; rows_count]) };
        (0..rows_count).map(|row| self.segments.number(texts.get(row)?, self.stores).ok()).collect()
    }

    /// Takes the parts of a row.
    fn take(
        &mut self,
        customer: &str,
        month: i32,
        hundredths: u64,
        segment: Option<&str>,
        currency: Option<&str>,
    ) -> Result<(), LedgerFault> {
        self.seen.months.add(month, 1)?;
        if let Some(currency) = currency {
            self.seen.count_currency(currency)?;
        }
        let segment =
            segment.map_or(Ok(NO_SEGMENT), |segment| self.segments.number(segment.as_bytes(), self.stores))?;
        self.put(customer.as_bytes(), month, hundredths, segment);
        Ok(())
    }

    /// Lets a row wait for its store, if this pass keeps its customer.
    fn put(&mut self, customer: &[u8], month: i32, hundredths: u64, segment: u8) {
        let hash = hash(customer);
        let Some(place) = self.stores.place(hash) else { return };
        let Some(waiting) = self.waiting.get_mut(place) else { return };
        waiting.push(hash, customer, month, hundredths, segment);
        if let Err(fault) = self.stores.put_many(place, waiting) {
            // Which row it was is not known any more; that the sum of a month is too large is told of the whole.
            self.fault.get_or_insert(fault);
        }
    }

    /// Puts what still waits into the stores; what was seen of the rows.
    pub(super) fn finish(mut self) -> Result<Seen, LedgerFault> {
        for (place, waiting) in self.waiting.iter_mut().enumerate() {
            self.stores.put(place, waiting)?;
        }
        self.fault.map_or(Ok(self.seen), Err)
    }
}

impl Segments {
    /// The number of a segment, from 1.
    fn number(&mut self, name: &[u8], stores: &Stores) -> Result<u8, LedgerFault> {
        let hash = hash(name);
        if let Some(number) = self.names.find(hash, name).and_then(|id| self.numbers.get(id)) {
            return Ok(*number);
        }
        let number = stores.segment(str::from_utf8(name).map_err(|_| LedgerFault::Incomplete)?)?;
        self.names.id(hash, name);
        self.numbers.push(number);
        Ok(number)
    }
}
