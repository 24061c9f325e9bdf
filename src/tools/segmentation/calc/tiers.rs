//! The tiers of a book: by ARR, by rank, and what is spent on them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::account::Account;
use crate::customers::Tier;
use crate::tools::segmentation::policy::SegmentationPolicy;
use crate::units::{Money, Share};

/// A tier's accounts together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TierSum {
    pub customers_count: u64,
    pub arr: Money,
    pub costs_known_count: u64,
    pub support_cost: Money,
}

impl TierSum {
    /// Counts an account.
    pub(crate) fn add(&mut self, account: &Account) {
        self.customers_count += 1;
        self.arr += account.arr;
        if let Some(cost) = account.support_cost {
            self.costs_known_count += 1;
            self.support_cost += cost;
        }
    }

    /// Counts the accounts of another sum.
    pub(crate) fn append(&mut self, other: &Self) {
        self.customers_count += other.customers_count;
        self.arr += other.arr;
        self.costs_known_count += other.costs_known_count;
        self.support_cost += other.support_cost;
    }
}

/// What is spent on a tier against what it is worth spending.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Investment {
    pub actual: Money,
    pub over: Money,
    pub under: Money,
}

/// Compares a tier's known costs with its floor and ceiling; none without a known cost.
#[must_use]
pub(crate) fn investment(tier: Tier, sum: &TierSum, policy: &SegmentationPolicy) -> Option<Investment> {
    if sum.costs_known_count == 0 {
        return None;
    }
    let (floor, ceiling) = policy.investment(tier);
    let accounts = Decimal::from(sum.costs_known_count);
    Some(Investment {
        actual: sum.support_cost,
        over: sum.support_cost.above(ceiling.times(accounts)),
        under: floor.times(accounts).above(sum.support_cost),
    })
}

/// Neighbouring tiers that cost the same per account: the pairs, with each one's spend per account.
#[must_use]
pub(crate) fn theatre(sums: &[TierSum; 4], policy: &SegmentationPolicy) -> Vec<((Tier, Money), (Tier, Money))> {
    let enough = |sum: &TierSum| Decimal::from(sum.costs_known_count) >= policy.theatre_costs;
    let tiers: Vec<(Tier, &TierSum)> = Tier::ALL.into_iter().zip(sums).collect();
    tiers
        .windows(2)
        .filter_map(|pair| {
            let [(upper, above), (lower, below)] = pair else { return None };
            if !enough(above) || !enough(below) {
                return None;
            }
            let (one, other) = (per_account(above)?, per_account(below)?);
            // Multiplied across, so that no quotient is rounded before it is compared.
            let above_cross = above.support_cost.times(Decimal::from(below.costs_known_count));
            let below_cross = below.support_cost.times(Decimal::from(above.costs_known_count));
            let larger = above_cross.max(below_cross);
            let difference = larger - above_cross.min(below_cross);
            (difference <= larger.times(policy.theatre_difference)).then_some(((*upper, one), (*lower, other)))
        })
        .collect()
}

/// Mean known cost per account.
#[must_use]
pub(crate) fn per_account(sum: &TierSum) -> Option<Money> {
    sum.support_cost.decimal().checked_div(Decimal::from(sum.costs_known_count)).map(Money::from_decimal)
}

/// A tier of the quantile view.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuantileTier {
    pub customers_count: u64,
    pub arr: Money,
    /// The least ARR in it; none if it is empty.
    pub arr_min: Option<Money>,
}

/// The book by rank: the largest accounts first, cut at the policy's shares of customers, rounded up.
#[must_use]
pub(crate) fn quantile_tiers(falling: &[u64], policy: &SegmentationPolicy) -> [QuantileTier; 4] {
    let count = Decimal::from(falling.len());
    let mut taken = 0;
    policy.quantiles().map(|share| {
        let until = (share * count).ceil().to_usize().unwrap_or(usize::MAX).clamp(taken, falling.len());
        let part = falling.get(taken..until).unwrap_or_default();
        taken = until;
        QuantileTier {
            customers_count: u64::try_from(part.len()).unwrap_or(u64::MAX),
            arr: sum_of(part),
            arr_min: part.last().map(|arr| sum_of(&[*arr])),
        }
    })
}

/// The shares of ARR that the largest accounts hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TopShares {
    pub top1: Share,
    pub top5: Share,
    pub top10: Share,
}

/// The shares of the largest accounts; none without ARR.
#[must_use]
pub(crate) fn top_shares(falling: &[u64], total: Money) -> Option<TopShares> {
    let top = |count: usize| Share::of_money(sum_of(falling.get(..count).unwrap_or(falling)), total);
    Some(TopShares { top1: top(1)?, top5: top(5)?, top10: top(10)? })
}

/// The sum of amounts in hundredths.
fn sum_of(hundredths: &[u64]) -> Money {
    // The largest file has fewer rows than would pass 28 digits.
    Money::of_hundredths(hundredths.iter().map(|arr| u128::from(*arr)).sum()).unwrap_or_default()
}
