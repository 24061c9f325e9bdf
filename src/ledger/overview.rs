//! What a ledger holds, before anything is computed from it.

use std::collections::{BTreeMap, BTreeSet};

use super::LedgerFault;
use super::ids::hash;
use super::store::Store;
use super::taken::{Append, Taken};
use crate::units::Period;

/// Examples that are shown of each fault.
const EXAMPLES_COUNT_MAX: usize = 5;

/// What a ledger holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// Rows.
    pub rows: u64,
    /// Customers with a row.
    pub customers: u64,
    /// Customers who never pay anything.
    pub unpaid_customers: u64,
    /// Customers who pay in one month alone.
    pub once_customers: u64,
    /// Customers who pay, pay nothing for a while, and pay again.
    pub gapped_customers: u64,
    /// Rows beyond the first of a customer and month.
    pub duplicate_rows: u64,
    /// The first customers and months, by name, that have several rows.
    pub duplicate_examples: Vec<(String, Period)>,
    /// Customers whose names differ by case or blanks alone, in groups.
    pub alike_groups: u64,
    /// The first of those groups, by name.
    pub alike_examples: Vec<Vec<String>>,
    /// Months of customers whose rows name several segments.
    pub segment_conflicts: u64,
    /// Months of customers whose rows name none, where others do.
    pub without_segment: u64,
    /// The segments, by name.
    pub segments: Vec<String>,
    /// Rows by currency.
    pub currencies: BTreeMap<String, u64>,
    /// Each month from the first to the last.
    pub months: BTreeMap<Period, MonthOverview>,
}

/// What a month of a ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthOverview {
    /// Rows.
    pub rows: u64,
    /// Customers who pay.
    pub customers: u64,
    /// What they pay, in hundredths, as it stands in the ledger.
    pub hundredths: i128,
}

/// What the ledger of a pass holds; `None` where it has no row.
pub(super) fn overview(taken: &Taken) -> Result<Option<Overview>, LedgerFault> {
    if taken.seen.rows_count() == 0 {
        return Ok(None);
    }
    let whole = taken.sum(|stores| Ok(of_stores(taken, stores)))?;
    Ok(whole.map(|mut whole| {
        whole.find_alike(&taken.stores);
        whole
    }))
}

/// What some stores hold.
fn of_stores(taken: &Taken, stores: &[Store]) -> Overview {
    let mut seen = Overview {
        rows: taken.seen.rows_count(),
        customers: stores.iter().map(|store| store.customers_count() as u64).sum(),
        segments: taken.segments.clone(),
        currencies: taken.seen.currencies.clone(),
        ..Overview::default()
    };
    seen.segments.sort();
    let mut of_month: BTreeMap<i32, MonthOverview> = BTreeMap::new();
    for (month, rows) in taken.seen.months.iter() {
        of_month.insert(month, MonthOverview { rows, ..MonthOverview::default() });
    }
    let (mut seen_count, mut duplicates) = (0, Vec::new());
    for (customer, row) in stores.iter().flat_map(Store::rows) {
        let mut paid = Vec::new();
        for (month, (place, amount)) in (row.first_month..).zip(row.amounts().iter().enumerate()) {
            if !row.is_seen(place) {
                continue;
            }
            seen_count += 1;
            seen.without_segment += u64::from(row.segment(month) == 0 && !taken.segments.is_empty());
            if row.is_twice(place) {
                duplicates.push((String::from_utf8_lossy(customer).into_owned(), Period::of_months(month)));
            }
            if *amount > 0 {
                paid.push(month);
                let of_month = of_month.entry(month).or_default();
                of_month.customers += 1;
                of_month.hundredths += i128::from(*amount);
            }
        }
        seen.segment_conflicts += row.conflicts_count();
        seen.unpaid_customers += u64::from(paid.is_empty());
        seen.once_customers += u64::from(paid.len() == 1);
        seen.gapped_customers += u64::from(paid.windows(2).any(|pair| matches!(pair, [one, next] if next - one > 1)));
        if duplicates.len() > EXAMPLES_COUNT_MAX * 64 {
            keep_first(&mut duplicates);
        }
    }
    keep_first(&mut duplicates);
    seen.duplicate_examples = duplicates;
    seen.duplicate_rows = stores.iter().map(Store::rows_count).sum::<u64>() - seen_count;
    seen.months = of_month.into_iter().map(|(month, of)| (Period::of_months(month), of)).collect();
    seen
}

fn keep_first<T: Ord>(list: &mut Vec<T>) {
    list.sort();
    list.truncate(EXAMPLES_COUNT_MAX);
}

/// A name without its case and blanks.
fn folded(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    name.chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_lowercase).collect()
}

impl Overview {
    /// Finds the names that differ by case or blanks alone, whichever stores they are in. Only hashes are kept of all of
    /// them, and the names where a hash is there twice.
    fn find_alike(&mut self, stores: &[Store]) {
        let names = || stores.iter().flat_map(Store::rows).map(|(name, _)| name);
        let mut hashes: Vec<u64> = names().map(|name| hash(folded(name).as_bytes())).collect();
        hashes.sort_unstable();
        let repeated = |pair: &[u64]| pair.first().filter(|one| pair.last() == Some(one)).copied();
        let repeated: BTreeSet<u64> = hashes.windows(2).filter_map(repeated).collect();
        if repeated.is_empty() {
            return;
        }
        drop(hashes);
        let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in names() {
            let folded = folded(name);
            if repeated.contains(&hash(folded.as_bytes())) {
                alike.entry(folded).or_default().push(String::from_utf8_lossy(name).into_owned());
            }
        }
        for mut names in alike.into_values().filter(|names| names.len() > 1) {
            self.alike_groups += 1;
            names.sort();
            names.truncate(EXAMPLES_COUNT_MAX);
            self.alike_examples.push(names);
            keep_first(&mut self.alike_examples);
        }
    }

    /// Months without any row between the first and the last.
    #[must_use]
    pub fn empty_months(&self) -> Vec<Period> {
        self.months.iter().filter(|(_, of)| of.rows == 0).map(|(month, _)| *month).collect()
    }
}

impl Append for Overview {
    fn append(&mut self, other: Self) -> Result<(), LedgerFault> {
        self.customers += other.customers;
        self.unpaid_customers += other.unpaid_customers;
        self.once_customers += other.once_customers;
        self.gapped_customers += other.gapped_customers;
        self.duplicate_rows += other.duplicate_rows;
        self.segment_conflicts += other.segment_conflicts;
        self.without_segment += other.without_segment;
        self.alike_groups += other.alike_groups;
        self.duplicate_examples.extend(other.duplicate_examples);
        keep_first(&mut self.duplicate_examples);
        self.alike_examples.extend(other.alike_examples);
        keep_first(&mut self.alike_examples);
        for (month, of) in other.months {
            let own = self.months.entry(month).or_default();
            own.customers += of.customers;
            own.hundredths += of.hundredths;
        }
        Ok(())
    }
}
