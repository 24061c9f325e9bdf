//! One tier's figures, and the sums over the tiers given.

use rust_decimal::Decimal;

use super::need::{Load, Need, need};
use super::{Question, TierBook, TierCount};
use crate::customers::Tier;
use crate::tools::coverage::policy::CoveragePolicy;
use crate::tools::coverage::targets::Target;
use crate::units::{Money, Share};

/// A tier that was given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TierAnswer {
    /// The tier.
    pub tier: Tier,
    /// Its accounts and people.
    pub book: TierBook,
    /// What a CSM of it can carry.
    pub target: Target,
    /// People required now.
    pub now: Need,
    /// People required in twelve months.
    pub in_12mo: Need,
    /// People required now with the ARR at the high end of the band.
    pub required_now_low: u64,
    /// People required now with the ARR at the low end of the band.
    pub required_now_high: u64,
    /// Required less current, now.
    pub gap_now: Option<i64>,
    /// Required in twelve months less current.
    pub gap_12mo: Option<i64>,
    /// ARR of each CSM today.
    pub arr_per_csm: Option<Money>,
    /// Whether that lies in the band.
    pub in_band: Option<bool>,
    /// ARR of an account on average.
    pub arr_per_account: Option<Share>,
    /// A year's cost of the people required now.
    pub annual_cost_now: Money,
    /// A year's cost of the people required in twelve months.
    pub annual_cost_12mo: Money,
}

impl TierAnswer {
    pub(super) fn count(&self) -> TierCount {
        TierCount {
            tier: self.tier,
            current: self.book.current,
            required_now: self.now.required,
            required_12mo: self.in_12mo.required,
        }
    }
}

/// The figures of one tier.
pub(super) fn tier_answer(tier: Tier, book: &TierBook, question: &Question, policy: &CoveragePolicy) -> TierAnswer {
    let target = policy.target(question.basis, tier);
    let hours = policy.hours_per_csm_month;
    let load = Load::now(book, question.complexity);
    let now = need(load, target.arr, &target, hours);
    let in_12mo = need(load.grown(question.growth), target.arr, &target, hours);
    let required_at = |arr: Decimal| need(load, arr, &target, hours).required;
    let cost = |count: u64| policy.csm_cost_annual(tier).times(Decimal::from(count));
    // Per CSM: without one there is no figure.
    let per_csm = book.current.and_then(|count| Share::of(book.arr.decimal(), Decimal::from(count)));
    TierAnswer {
        tier,
        book: *book,
        target,
        now,
        in_12mo,
        required_now_low: required_at(target.arr_high.unwrap_or(target.arr)),
        required_now_high: required_at(target.arr_low),
        gap_now: book.current.map(|current| gap(now.required, current)),
        gap_12mo: book.current.map(|current| gap(in_12mo.required, current)),
        arr_per_csm: per_csm.map(|share| Money::from_decimal(share.ratio().decimal())),
        in_band: per_csm
            .filter(|_| !book.arr.is_zero())
            .map(|share| share.at_least(target.arr_low) && target.arr_high.is_none_or(|high| !share.above(high))),
        arr_per_account: Share::of(book.arr.decimal(), Decimal::from(book.accounts)),
        annual_cost_now: cost(now.required),
        annual_cost_12mo: cost(in_12mo.required),
    }
}

fn gap(required: u64, current: u64) -> i64 {
    let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    signed(required).saturating_sub(signed(current))
}

/// Sums over the tiers given. Shortage and surplus are kept apart: people of one tier do not fill another by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Totals {
    /// CSMs today; none while a tier's are not known.
    pub current: Option<u64>,
    /// CSMs required now.
    pub required_now: u64,
    /// CSMs required in twelve months.
    pub required_12mo: u64,
    /// Missing now, over the tiers that are short.
    pub shortage_now: Option<u64>,
    /// Too many now, over the tiers that have them.
    pub surplus_now: Option<u64>,
    /// Missing in twelve months.
    pub shortage_12mo: Option<u64>,
    /// Too many in twelve months.
    pub surplus_12mo: Option<u64>,
    /// Shortage less surplus, now.
    pub gap_now: Option<i64>,
    /// Shortage less surplus in twelve months.
    pub gap_12mo: Option<i64>,
    /// A year's cost of the people required now.
    pub annual_cost_now: Money,
    /// A year's cost of the people required in twelve months.
    pub annual_cost_12mo: Money,
}

impl Totals {
    pub(super) fn of(tiers: &[TierAnswer]) -> Self {
        let sum = |of: fn(&TierAnswer) -> u64| tiers.iter().map(of).fold(0_u64, u64::saturating_add);
        let gaps_now: Option<Vec<i64>> = tiers.iter().map(|tier| tier.gap_now).collect();
        let gaps_12mo: Option<Vec<i64>> = tiers.iter().map(|tier| tier.gap_12mo).collect();
        let short = |gaps: &Vec<i64>| total(gaps.iter().map(|gap| (*gap).max(0).unsigned_abs()));
        let surplus = |gaps: &Vec<i64>| total(gaps.iter().map(|gap| (*gap).min(0).unsigned_abs()));
        let net = |gaps: &Vec<i64>| gaps.iter().fold(0_i64, |sum, gap| sum.saturating_add(*gap));
        Self {
            current: tiers.iter().map(|tier| tier.book.current).collect::<Option<Vec<_>>>().map(total),
            required_now: sum(|tier| tier.now.required),
            required_12mo: sum(|tier| tier.in_12mo.required),
            shortage_now: gaps_now.as_ref().map(short),
            surplus_now: gaps_now.as_ref().map(surplus),
            shortage_12mo: gaps_12mo.as_ref().map(short),
            surplus_12mo: gaps_12mo.as_ref().map(surplus),
            gap_now: gaps_now.as_ref().map(net),
            gap_12mo: gaps_12mo.as_ref().map(net),
            annual_cost_now: tiers.iter().map(|tier| tier.annual_cost_now).sum(),
            annual_cost_12mo: tiers.iter().map(|tier| tier.annual_cost_12mo).sum(),
        }
    }
}

fn total(counts: impl IntoIterator<Item = u64>) -> u64 {
    counts.into_iter().fold(0, u64::saturating_add)
}
