//! What each published set of ratios would say of the same book.

use rust_decimal::Decimal;

use super::need::{Load, need};
use super::{Question, TierBook};
use crate::customers::Tier;
use crate::tools::coverage::policy::CoveragePolicy;
use crate::tools::coverage::targets::Target;
use crate::tools::coverage::words::{Benchmark, TargetBasis};
use crate::units::{Money, Share};

/// A tier by one set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TierBySet {
    /// The tier.
    pub tier: Tier,
    /// What a CSM of it can carry.
    pub target: Target,
    /// CSMs required now.
    pub required_now: u64,
    /// CSMs required in twelve months.
    pub required_12mo: u64,
}

/// The book by one set.
#[derive(Debug, Clone)]
pub(crate) struct BySet {
    /// The set.
    pub benchmark: Benchmark,
    /// The tiers given.
    pub tiers: Vec<TierBySet>,
    /// CSMs required now.
    pub required_now: u64,
    /// CSMs required in twelve months.
    pub required_12mo: u64,
    /// What those of twelve months cost a year; costs do not depend on the set.
    pub annual_cost_12mo: Money,
}

/// The book by every set.
pub(super) fn by_set(question: &Question, policy: &CoveragePolicy) -> Vec<BySet> {
    Benchmark::ALL.into_iter().map(|benchmark| one_set(benchmark, question, policy)).collect()
}

fn one_set(benchmark: Benchmark, question: &Question, policy: &CoveragePolicy) -> BySet {
    let tiers: Vec<TierBySet> = question
        .books()
        .map(|(tier, book)| tier_by_set(TargetBasis::of_benchmark(benchmark), tier, book, question, policy))
        .collect();
    let sum = |of: fn(&TierBySet) -> u64| tiers.iter().map(of).fold(0_u64, u64::saturating_add);
    BySet {
        benchmark,
        required_now: sum(|tier| tier.required_now),
        required_12mo: sum(|tier| tier.required_12mo),
        annual_cost_12mo: tiers
            .iter()
            .map(|one| policy.csm_cost_annual(one.tier).times(Decimal::from(one.required_12mo)))
            .sum(),
        tiers,
    }
}

fn tier_by_set(
    basis: TargetBasis,
    tier: Tier,
    book: &TierBook,
    question: &Question,
    policy: &CoveragePolicy,
) -> TierBySet {
    let target = policy.target(basis, tier);
    let now = Load::now(book, question.complexity);
    let required = |load: Load| need(load, target.arr, &target, policy.hours_per_csm_month).required;
    TierBySet { tier, target, required_now: required(now), required_12mo: required(now.grown(question.growth)) }
}

/// The largest total of today over the smallest, where the smallest is not nothing.
pub(super) fn spread(sets: &[BySet]) -> Option<Share> {
    let totals = || sets.iter().map(|set| set.required_now);
    Share::of_counts(totals().max()?, totals().min()?)
}
