//! A customer's months to the sums it counts in.

use std::collections::BTreeMap;

use super::aggregate::{AgeSums, Aggregate, Meta};
use super::grid::Row;
use super::store::Store;
use super::taken::Taken;
use super::{LedgerFault, Terms};

/// The months that matter, counted from the year 0.
#[derive(Debug, Clone, Copy)]
struct Months {
    first: i32,
    last: i32,
    as_of: i32,
    start: i32,
    start_before: i32,
}

/// The sums of what a pass took; `None` where it has no row.
///
/// # Errors
/// Amounts that are beyond what is kept exactly once they are annual.
pub(super) fn aggregate(taken: &Taken, terms: &Terms) -> Result<Option<Aggregate>, LedgerFault> {
    let Some((first, last)) = taken.seen.months.span() else { return Ok(None) };
    let window = i32::try_from(terms.window_months).map_err(|_| LedgerFault::TooLong)?;
    let as_of = terms.as_of.map_or(last, super::Period::months);
    let months = Months { first, last, as_of, start: as_of - window, start_before: as_of - window - window };
    taken.sum(|stores| of_stores(taken, stores, months, terms))
}

/// The sums of some stores.
fn of_stores(taken: &Taken, stores: &[Store], months: Months, terms: &Terms) -> Result<Aggregate, LedgerFault> {
    let Months { first, last, as_of, .. } = months;
    let seen = &taken.seen;
    let later: u64 = seen.months.iter().filter(|(month, _)| *month > as_of).map(|(_, count)| count).sum();
    let mut sums = Aggregate {
        meta: Meta {
            rows: count(seen.rows_count()),
            customers: stores.iter().map(|store| count(store.customers_count() as u64)).sum(),
            later_rows: count(later),
            first_month: first.into(),
            last_month: last.into(),
            as_of_month: as_of.into(),
            window_months: terms.window_months.into(),
            cohort_months: terms.cohort_by.months().into(),
            arr_factor: terms.cadence.factor(),
            currencies: count(seen.currencies.len() as u64),
            ..Meta::default()
        },
        pairs: Some(Vec::new()),
        ..Aggregate::default()
    };
    let mut ages = Ages::of(months, terms);
    for store in stores {
        let mut months_count = 0;
        for (_, row) in store.rows() {
            months_count += row.seen_count();
            Customer { row, factor: terms.cadence.factor(), months }.count_in(taken, terms, &mut sums, &mut ages)?;
        }
        sums.meta.duplicate_rows += count(store.rows_count()) - count(months_count);
    }
    sums.triangle = ages.into_triangle();
    sums.keep_top();
    Ok(sums)
}

fn count(of: u64) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

struct Customer<'g> {
    row: Row<'g>,
    factor: i64,
    months: Months,
}

impl Customer<'_> {
    /// The annual amount of a month, in hundredths.
    fn arr(&self, month: i32) -> Result<i64, LedgerFault> {
        let amount = i64::try_from(self.row.amount(month)).map_err(|_| LedgerFault::TooLarge)?;
        amount.checked_mul(self.factor).ok_or(LedgerFault::TooLarge)
    }

    fn count_in(&self, taken: &Taken, terms: &Terms, sums: &mut Aggregate, ages: &mut Ages) -> Result<(), LedgerFault> {
        sums.meta.segment_conflicts += count(self.row.conflicts_count());
        let Months { first: first_of_ledger, as_of, start, start_before, .. } = self.months;
        let paid = |month: &i32| self.row.amount(*month) > 0;
        let Some(first) = (self.row.first_month..=as_of).find(paid) else { return Ok(()) };
        sums.meta.once_customers += i64::from(!(first + 1..=as_of).any(|month| paid(&month)));
        sums.meta.first_month_customers += i64::from(first == first_of_ledger);
        let cohort = first - first.rem_euclid(terms.cohort_by.months());
        let (at_start, at_end, before) = (self.arr(start)?, self.arr(as_of)?, self.arr(start_before)?);
        let segment = |month| taken.segment_name(self.row.segment(month)).map(str::to_owned);
        let of_cohort = sums.cohorts.entry(cohort).or_default();
        if at_start > 0 {
            of_cohort.base.add(at_start, at_end);
            sums.segments.entry(segment(start)).or_default().add(at_start, at_end);
            let kept = at_start.min(at_end);
            of_cohort.start_start = square(of_cohort.start_start, at_start, at_start)?;
            of_cohort.start_kept = square(of_cohort.start_kept, at_start, kept)?;
            of_cohort.kept_kept = square(of_cohort.kept_kept, kept, kept)?;
            let has_gap = at_end > 0 && (start + 1..as_of).any(|month| !paid(&month));
            of_cohort.gapped_customers += i64::from(has_gap);
            if let Some(pairs) = &mut sums.pairs {
                pairs.push((at_start, kept));
                sums.keep_pairs();
            }
            sums.top.push((at_start, kept));
            // Only the largest are asked for; the rest must not pile up.
            if sums.top.len() >= super::aggregate::TOP_COUNT * 64 {
                sums.keep_top();
            }
        } else if at_end > 0 && first < start {
            of_cohort.returned_customers += 1;
            of_cohort.returned += i128::from(at_end);
        } else if at_end > 0 {
            of_cohort.new_customers += 1;
            of_cohort.new += i128::from(at_end);
        }
        if before > 0 {
            sums.segments_before.entry(segment(start_before)).or_default().add(before, at_start);
        }
        self.count_ages(first, cohort, ages)
    }

    /// The customer at each age against its first month.
    fn count_ages(&self, first: i32, cohort: i32, ages: &mut Ages) -> Result<(), LedgerFault> {
        let at_first = self.arr(first)?;
        let mut before = at_first;
        for (age, month) in (0_u32..).zip(first..=self.months.as_of) {
            let now = self.arr(month)?;
            let Some(of_age) = ages.at(cohort, age) else { continue };
            of_age.base.add(at_first, now);
            if now > 0 && before == 0 {
                of_age.returned_customers += 1;
                of_age.returned += i128::from(now);
            }
            before = now;
        }
        Ok(())
    }
}

/// The triangle while it is summed: a place for each cohort and age, because every month of every customer goes there.
struct Ages {
    first_cohort: i32,
    cohort_months: i32,
    per_cohort_count: usize,
    sums: Vec<AgeSums>,
}

impl Ages {
    fn of(months: Months, terms: &Terms) -> Self {
        let cohort_months = terms.cohort_by.months();
        let first_cohort = months.first - months.first.rem_euclid(cohort_months);
        let count = |span: i32| usize::try_from(span).unwrap_or_default();
        let per_cohort_count = count(months.as_of - months.first + 1);
        let cohorts_count = count((months.as_of - first_cohort) / cohort_months + 1);
        Self {
            first_cohort,
            cohort_months,
            per_cohort_count,
            sums: vec![AgeSums::default(); per_cohort_count * cohorts_count],
        }
    }

    fn at(&mut self, cohort: i32, age: u32) -> Option<&mut AgeSums> {
        let place = usize::try_from((cohort - self.first_cohort) / self.cohort_months).ok()?;
        self.sums.get_mut(place * self.per_cohort_count + usize::try_from(age).ok()?)
    }

    fn into_triangle(self) -> BTreeMap<(i32, u32), AgeSums> {
        let cohorts = (0..).map(|place| self.first_cohort + place * self.cohort_months);
        let rows = cohorts.zip(self.sums.chunks(self.per_cohort_count.max(1)));
        let cells = rows.flat_map(|(cohort, row)| (0..).zip(row).map(move |(age, sums)| ((cohort, age), *sums)));
        cells.filter(|(_, sums)| sums.base.customers > 0).collect()
    }
}

fn square(sum: i128, one: i64, other: i64) -> Result<i128, LedgerFault> {
    let product = i128::from(one).checked_mul(i128::from(other)).ok_or(LedgerFault::TooLarge)?;
    sum.checked_add(product).ok_or(LedgerFault::TooLarge)
}
