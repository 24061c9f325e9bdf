//! What a pass over a ledger took: its customers, and what was seen of all rows.

use std::collections::BTreeMap;

use super::LedgerFault;
use super::grid::SEVERAL_SEGMENTS;
use super::months::MonthCounts;
use super::store::Store;
use crate::threads::{hands_count, in_order};

/// Currencies that are told apart; two are already refused.
const CURRENCIES_COUNT_MAX: usize = 32;

/// Customers from which on it is worth starting threads for their sums.
const MANY_CUSTOMERS_COUNT: usize = 1 << 14;

/// Sums over customers.
pub(super) trait Append: Sized {
    /// Adds the sums of other customers of the same ledger. What was seen of all rows is in both, and counts once.
    fn append(&mut self, other: Self) -> Result<(), LedgerFault>;
}

/// What was seen of the rows, of whatever part of the customers.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Rows of each month.
    pub(super) months: MonthCounts,
    /// Rows of each currency, where they name one.
    pub(super) currencies: BTreeMap<String, u64>,
}

impl Seen {
    /// Counts a row of a currency.
    pub(super) fn count_currency(&mut self, currency: &str) -> Result<(), LedgerFault> {
        if let Some(count) = self.currencies.get_mut(currency) {
            *count += 1;
        } else if self.currencies.len() < CURRENCIES_COUNT_MAX {
            self.currencies.insert(currency.to_owned(), 1);
        } else {
            return Err(LedgerFault::ManyCurrencies);
        }
        Ok(())
    }

    /// How many rows there are.
    pub(super) fn rows_count(&self) -> u64 {
        self.months.iter().map(|(_, count)| count).sum()
    }

    /// Adds what was seen of other rows.
    pub(super) fn append(&mut self, other: Self) -> Result<(), LedgerFault> {
        for (currency, count) in other.currencies {
            *self.currencies.entry(currency).or_default() += count;
        }
        other.months.iter().try_for_each(|(month, count)| self.months.add(month, count))
    }
}

/// What a pass took.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) seen: Seen,
    /// The names of the segments; number 1 is the first.
    pub(super) segments: Vec<String>,
    /// The customers, each in one store.
    pub(super) stores: Vec<Store>,
}

impl Taken {
    /// The name of a segment's number; none for none, and for several.
    pub(super) fn segment_name(&self, number: u8) -> Option<&str> {
        let place = usize::from(number).checked_sub(1).filter(|_| number != SEVERAL_SEGMENTS)?;
        self.segments.get(place).map(String::as_str)
    }

    /// The sums of all stores: at once where they have few customers, else store by store at the same time.
    pub(super) fn sum<T: Append + Send>(
        &self,
        of: impl Fn(&[Store]) -> Result<T, LedgerFault> + Sync,
    ) -> Result<Option<T>, LedgerFault> {
        let customers_count: usize = self.stores.iter().map(Store::customers_count).sum();
        let at_once = if customers_count < MANY_CUSTOMERS_COUNT { self.stores.len().max(1) } else { 1 };
        let mut whole: Option<T> = None;
        let mut hands = vec![(); hands_count()];
        in_order(
            self.stores.chunks(at_once),
            &mut hands,
            |(), stores| of(stores),
            |sums| {
                match &mut whole {
                    Some(whole) => whole.append(sums?)?,
                    None => whole = Some(sums?),
                }
                Ok(())
            },
        )?;
        Ok(whole)
    }
}
