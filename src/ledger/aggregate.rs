//! What is left of a ledger: sums by cohort, by segment and by age, the largest accounts, and what was seen of the rows.

use std::collections::BTreeMap;

use super::LedgerFault;
use super::taken::Append;

/// The largest accounts that are kept one by one.
pub const TOP_COUNT: usize = 10;

/// Accounts that are kept one by one, so that they can be drawn from; as many as `retention` draws from.
pub const PAIRS_COUNT_MAX: usize = 2_000;

/// Customers and hundredths of annual revenue between two months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Customers who paid at the start.
    pub customers: i64,
    /// Those of them who pay nothing at the end.
    pub churned_customers: i64,
    /// What they paid at the start.
    pub starting: i128,
    /// What those who left had paid.
    pub churned: i128,
    /// What those who stayed pay less.
    pub contraction: i128,
    /// What those who stayed pay more.
    pub expansion: i128,
}

impl Sums {
    /// Adds a customer who paid `start` and pays `end`.
    pub(super) fn add(&mut self, start: i64, end: i64) {
        let (start, end) = (i128::from(start), i128::from(end));
        self.customers += 1;
        self.starting += start;
        if end == 0 {
            self.churned_customers += 1;
            self.churned += start;
        } else {
            self.contraction += (start - end).max(0);
            self.expansion += (end - start).max(0);
        }
    }

    /// Adds the sums of other customers.
    pub fn append(&mut self, other: &Self) {
        self.customers += other.customers;
        self.churned_customers += other.churned_customers;
        self.starting += other.starting;
        self.churned += other.churned;
        self.contraction += other.contraction;
        self.expansion += other.expansion;
    }
}

/// The customers acquired in one period, over the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CohortSums {
    /// Those who paid at the start of the window.
    pub base: Sums,
    /// Those who paid nothing at the start, had paid before, and pay at the end.
    pub returned_customers: i64,
    /// What they pay.
    pub returned: i128,
    /// Those who began within the window and pay at the end.
    pub new_customers: i64,
    /// What they pay.
    pub new: i128,
    /// Those of the base who stayed, with a month of nothing in between.
    pub gapped_customers: i64,
    /// Σ start², for the interval.
    pub start_start: i128,
    /// Σ start × kept.
    pub start_kept: i128,
    /// Σ kept².
    pub kept_kept: i128,
}

impl CohortSums {
    /// Whether the squares of other customers can be added and stay exact.
    fn has_room(&self, other: &Self) -> bool {
        self.start_start.checked_add(other.start_start).is_some()
            && self.start_kept.checked_add(other.start_kept).is_some()
            && self.kept_kept.checked_add(other.kept_kept).is_some()
    }

    /// Adds the sums of other customers.
    pub fn append(&mut self, other: &Self) {
        self.base.append(&other.base);
        self.returned_customers += other.returned_customers;
        self.returned += other.returned;
        self.new_customers += other.new_customers;
        self.new += other.new;
        self.gapped_customers += other.gapped_customers;
        self.start_start += other.start_start;
        self.start_kept += other.start_kept;
        self.kept_kept += other.kept_kept;
    }
}

/// The customers of a cohort at an age, against their first month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgeSums {
    /// Those whose age is reached by the last month.
    pub base: Sums,
    /// Those who pay after a month of nothing.
    pub returned_customers: i64,
    /// What they pay.
    pub returned: i128,
}

impl AgeSums {
    fn append(&mut self, other: &Self) {
        self.base.append(&other.base);
        self.returned_customers += other.returned_customers;
        self.returned += other.returned;
    }
}

/// What was seen of the rows, and what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meta {
    /// Rows.
    pub rows: i64,
    /// Customers with a row.
    pub customers: i64,
    /// Rows beyond the first of a customer and month.
    pub duplicate_rows: i64,
    /// Months of customers whose rows name several segments, which then are none.
    pub segment_conflicts: i64,
    /// Rows after the last month of the window.
    pub later_rows: i64,
    /// Customers who pay in one month alone.
    pub once_customers: i64,
    /// Customers who pay in the first month of the ledger: they may be older than it shows.
    pub first_month_customers: i64,
    /// The first month with a row, counted from the year 0.
    pub first_month: i64,
    /// The last month with a row.
    pub last_month: i64,
    /// The last month of the window.
    pub as_of_month: i64,
    /// Months of the window.
    pub window_months: i64,
    /// Months of a cohort.
    pub cohort_months: i64,
    /// What made the amounts annual.
    pub arr_factor: i64,
    /// Currencies.
    pub currencies: i64,
    /// Rows without a customer, a month or an amount.
    pub incomplete_rows: i64,
    /// Rows below zero.
    pub negative_rows: i64,
    /// Rows with more than two decimals.
    pub inexact_rows: i64,
}

/// A ledger's sums. Maps are by the first month of a cohort, counted from the year 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aggregate {
    /// What was seen and asked.
    pub meta: Meta,
    /// The window, by cohort.
    pub cohorts: BTreeMap<i32, CohortSums>,
    /// The window, by the segment at its start; none where it is not known.
    pub segments: BTreeMap<Option<String>, Sums>,
    /// The window before, likewise.
    pub segments_before: BTreeMap<Option<String>, Sums>,
    /// By cohort and age in months.
    pub triangle: BTreeMap<(i32, u32), AgeSums>,
    /// The largest accounts at the start of the window: what they paid, and what is left of it.
    pub top: Vec<(i64, i64)>,
    /// Every account at the start of the window, likewise, while they are few; none where they are many or not known
    /// one by one. No part of the rows.
    pub pairs: Option<Vec<(i64, i64)>>,
}

impl Aggregate {
    /// Lets go of the single accounts where they are many.
    pub(super) fn keep_pairs(&mut self) {
        if self.pairs.as_ref().is_some_and(|pairs| pairs.len() > PAIRS_COUNT_MAX) {
            self.pairs = None;
        }
    }

    /// Keeps the largest accounts alone: by what they paid, then by what is lost of it.
    pub(super) fn keep_top(&mut self) {
        self.top.sort_unstable_by_key(|(start, kept)| (std::cmp::Reverse(*start), *kept));
        self.top.truncate(TOP_COUNT);
    }
}

impl Append for Aggregate {
    fn append(&mut self, other: Self) -> Result<(), LedgerFault> {
        let meta = &mut self.meta;
        meta.customers += other.meta.customers;
        meta.duplicate_rows += other.meta.duplicate_rows;
        meta.segment_conflicts += other.meta.segment_conflicts;
        meta.once_customers += other.meta.once_customers;
        meta.first_month_customers += other.meta.first_month_customers;
        for (cohort, sums) in other.cohorts {
            let own = self.cohorts.entry(cohort).or_default();
            if !own.has_room(&sums) {
                return Err(LedgerFault::TooLarge);
            }
            own.append(&sums);
        }
        for (own, others) in [(&mut self.segments, other.segments), (&mut self.segments_before, other.segments_before)]
        {
            for (segment, sums) in others {
                own.entry(segment).or_default().append(&sums);
            }
        }
        for (place, sums) in other.triangle {
            self.triangle.entry(place).or_default().append(&sums);
        }
        self.top.extend(other.top);
        self.keep_top();
        self.pairs = self.pairs.take().zip(other.pairs).map(|(mut own, others)| {
            own.extend(others);
            own
        });
        self.keep_pairs();
        Ok(())
    }
}
