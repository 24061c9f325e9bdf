//! Customer rows, point to point: each customer is netted first. The base is who paid at the start.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::super::policy::RetentionPolicy;
use super::super::words::{CATEGORIES_COUNT, Category, IntervalMethod};
use super::cohort::{Base, Cohort, Reasons};
use super::{Resampling, real};
use crate::math::{
    Concentration, Interval, RESAMPLES, SEED, Z_95, bootstrap_ratio, concentration, ratio_estimate, wilson_share,
};
use crate::units::{Label, Money, Share};

/// Customers up to which the bootstrap is run: its work is customers times resamples.
pub(super) const BOOTSTRAP_CUSTOMERS_COUNT_MAX: usize = 2_000;
/// The name of the one cohort that a book is.
const BOOK_NAME: &str = "all customers";

/// A customer at the start and at the end.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: Label,
    pub(crate) start_arr: Money,
    pub(crate) end_arr: Money,
    pub(crate) reason: Option<Category>,
}

impl Account {
    /// What is left of its start; growth does not count.
    fn kept_arr(&self) -> Money {
        self.start_arr.min(self.end_arr)
    }
}

/// Rows of the table that retention does not read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Census {
    /// Paid nothing at the start and something at the end.
    pub(crate) new_count: u64,
    /// What they pay.
    pub(crate) new_arr: Money,
    /// Paid nothing at either end.
    pub(crate) idle_count: u64,
    /// Have a reason for leaving and did not leave.
    pub(crate) stayed_with_reason_count: u64,
    /// Have a segment.
    pub(crate) with_segment_count: u64,
}

/// The book as one cohort, the accounts of its base, and who is no part of it.
pub(crate) fn read_book(accounts: Vec<Account>, census: Census) -> (Cohort, Vec<Account>, Census) {
    let mut census = census;
    let mut base = Base { starting_customers: Some(0), churned_customers: Some(0), ..Base::default() };
    let (mut customers, mut arr) = ([0_u64; CATEGORIES_COUNT], [Money::ZERO; CATEGORIES_COUNT]);
    let (mut starting, mut churned) = (0, 0);
    for account in &accounts {
        let lost = account.end_arr.is_zero();
        census.stayed_with_reason_count += u64::from(account.reason.is_some() && !(lost && is_base(account)));
        if !is_base(account) {
            census.new_count += u64::from(!lost);
            census.new_arr += account.end_arr;
            census.idle_count += u64::from(lost);
            continue;
        }
        starting += 1;
        base.starting_arr += account.start_arr;
        base.expansion_arr += account.end_arr.above(account.start_arr);
        if !lost {
            base.contraction_arr += account.start_arr.above(account.end_arr);
            continue;
        }
        churned += 1;
        base.churned_arr += account.start_arr;
        let place = account.reason.map(|reason| reason as usize);
        if let Some((count, amount)) = place.and_then(|place| customers.get_mut(place).zip(arr.get_mut(place))) {
            *count += 1;
            *amount += account.start_arr;
        }
    }
    base.starting_customers = Some(starting);
    base.churned_customers = Some(churned);
    let any = customers.iter().any(|count| *count > 0);
    let cohort = Cohort {
        name: Label::of(BOOK_NAME),
        base,
        reasons: Reasons { customers: any.then_some(customers), arr: any.then_some(arr) },
        age_months: None,
        contraction_absent: false,
        expansion_absent: false,
    };
    (cohort, accounts.into_iter().filter(is_base).collect(), census)
}

fn is_base(account: &Account) -> bool {
    !account.start_arr.is_zero()
}

/// An interval of GRR at 95 %.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GrrInterval {
    pub(crate) ends: Interval,
    pub(crate) method: IntervalMethod,
    pub(crate) bootstrap: Option<Interval>,
}

/// What only customer rows can tell.
#[derive(Debug, Clone)]
pub(crate) struct BookFigures {
    pub(crate) customers_count: usize,
    pub(crate) interval: Option<GrrInterval>,
    pub(crate) concentration: Option<Concentration>,
    /// Whether a few accounts decide, compared exactly.
    pub(crate) is_dominated: bool,
    /// GRR of everyone but the largest account.
    pub(crate) grr_without_top1: Option<Share>,
    /// GRR if the largest account had left.
    pub(crate) grr_if_top1_left: Option<Share>,
}

impl BookFigures {
    pub(super) fn of(accounts: &[Account], resampling: Resampling, policy: &RetentionPolicy) -> Self {
        let starts: Vec<f64> = accounts.iter().map(|account| account.start_arr.to_f64()).collect();
        let concentration = concentration(&starts);
        let starting: Money = accounts.iter().map(|account| account.start_arr).sum();
        let kept: Money = accounts.iter().map(Account::kept_arr).sum();
        // The id settles which of two equally large accounts is the largest, so that the order of rows does not.
        let top = accounts.iter().min_by_key(|account| (Reverse(account.start_arr), &account.id));
        let without = |top: &Account, whole: Money| Share::of_money(kept - top.kept_arr(), whole);
        Self {
            customers_count: accounts.len(),
            interval: interval(accounts, kept, starting, concentration, resampling),
            is_dominated: is_dominated(accounts, concentration, policy.effective_customers_min),
            concentration,
            grr_without_top1: top.and_then(|top| without(top, starting - top.start_arr)),
            grr_if_top1_left: top.and_then(|top| without(top, starting)),
        }
    }
}

fn interval(
    accounts: &[Account],
    kept: Money,
    starting: Money,
    concentration: Option<Concentration>,
    resampling: Resampling,
) -> Option<GrrInterval> {
    let grr = Share::of_money(kept, starting)?.ratio().to_f64();
    // Where all kept the same share, such as all of it, the spread is nothing and proves nothing.
    if is_uniform(accounts) {
        let ends = wilson_share(grr, concentration?.effective, Z_95)?;
        return Some(GrrInterval { ends, method: IntervalMethod::WilsonEffective, bootstrap: None });
    }
    let pairs: Vec<(f64, f64)> =
        accounts.iter().map(|account| (account.kept_arr().to_f64(), account.start_arr.to_f64())).collect();
    let estimate = ratio_estimate(&pairs)?;
    let few = accounts.len() <= BOOTSTRAP_CUSTOMERS_COUNT_MAX;
    Some(GrrInterval {
        ends: Interval { low: estimate.low.clamp(0.0, 1.0), high: estimate.high.clamp(0.0, 1.0) },
        method: IntervalMethod::RatioT,
        bootstrap: (few && resampling == Resampling::On).then(|| bootstrap_ratio(&pairs, SEED, RESAMPLES)).flatten(),
    })
}

/// Whether every account kept the same share, compared exactly.
fn is_uniform(accounts: &[Account]) -> bool {
    let Some(first) = accounts.first() else { return true };
    let (kept, start) = (hundredths(first.kept_arr()), hundredths(first.start_arr));
    // 17 digits each: the products fit.
    accounts.iter().all(|account| hundredths(account.kept_arr()) * start == kept * hundredths(account.start_arr))
}

/// Whether (Σx)² ÷ Σx² is below the line; in whole hundredths while they fit, else by the double.
fn is_dominated(accounts: &[Account], concentration: Option<Concentration>, line: Decimal) -> bool {
    let exact = || {
        let sum: i128 = accounts.iter().map(|account| hundredths(account.start_arr)).sum();
        let squares = accounts
            .iter()
            .map(|account| hundredths(account.start_arr))
            .try_fold(0_i128, |sum, start| sum.checked_add(start.checked_mul(start)?))?;
        let scale = 10_i128.checked_pow(line.scale())?;
        Some(sum.checked_mul(sum)?.checked_mul(scale)? < squares.checked_mul(line.mantissa())?)
    };
    concentration.is_some_and(|found| exact().unwrap_or(found.effective < real(line)))
}

/// An amount in hundredths, which is whole since money has at most two decimals.
fn hundredths(amount: Money) -> i128 {
    let mut decimal = amount.rounded().decimal();
    decimal.rescale(2);
    decimal.mantissa()
}
