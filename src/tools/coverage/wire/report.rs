//! From what was computed to the figures as they leave. Rounds and cuts lists; computes nothing.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::check::{Months, Sizing};
use super::output::{
    BenchmarkReport, BenchmarkTier, CapacityReport, Figures, HireReport, MoveReport, PoolingReport, QuarterReport,
    TierReport, TotalsReport, TriggerReport,
};
use crate::customers::Tier;
use crate::tools::coverage::calc::{Answer, BySet, Hire, MonthOfTier, TierAnswer, Totals};
use crate::tools::coverage::words::Model;
use crate::units::{Amount, Money, Ratio};

/// How much of the lists is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// Everything.
    pub is_full: bool,
    /// The longest a list may be at summary.
    pub limit: usize,
    /// Rows of the hiring plan to skip at summary.
    pub offset: usize,
}

/// The figures.
#[must_use]
pub(crate) fn figures(answer: &Answer, sizing: &Sizing, extent: Extent) -> Figures {
    let months = sizing.months;
    let plan = &answer.plan;
    let any_known = answer.tiers.iter().any(|tier| tier.book.current.is_some());
    let skipped = if extent.is_full { 0 } else { extent.offset };
    let shown = if extent.is_full { usize::MAX } else { extent.limit };
    Figures {
        target_basis: sizing.question.basis,
        tiers: Tier::ALL
            .into_iter()
            .map(|tier| tier_report(tier, answer.tiers.iter().find(|given| given.tier == tier), extent))
            .collect(),
        totals: totals_report(&answer.totals),
        pooling_option: answer.pooling.as_ref().map(|pooling| PoolingReport {
            tiers: pooling.tiers.clone(),
            fte_required: Amount::from_decimal(pooling.fte_required),
            csms: pooling.csms,
            csms_apart: pooling.csms_apart,
        }),
        manager_triggers: answer
            .triggers
            .iter()
            .map(|one| TriggerReport { rule: one.rule, at: one.at, tier: one.tier, count: one.count, level: one.level })
            .collect(),
        manager_needed: answer.manager_needed(),
        hiring_plan: plan.hires.iter().skip(skipped).take(shown).map(|hire| hire_report(hire, months)).collect(),
        hiring_plan_total: any_known.then(|| u64::try_from(plan.hires.len()).unwrap_or(u64::MAX)),
        redeploy: plan
            .moves
            .iter()
            .map(|one| MoveReport { month: months.name(one.month), from: one.from, to: one.to, csms: one.csms })
            .collect(),
        capacity: shown_months(&plan.months, extent).map(|month| capacity_report(month, months)).collect(),
        cost_by_quarter: plan
            .phased
            .iter()
            .flat_map(|phased| &phased.quarters)
            .map(|quarter| QuarterReport {
                from: months.name(quarter.first_month),
                cost: quarter.csm_cost + quarter.manager_cost,
                csm_cost: extent.is_full.then_some(quarter.csm_cost),
                manager_cost: extent.is_full.then_some(quarter.manager_cost),
            })
            .collect(),
        run_rate_12mo: plan.phased.as_ref().map(|phased| phased.run_rate),
        benchmarks: answer.sets.iter().map(|set| benchmark_report(set, extent.is_full)).collect(),
    }
}

fn tier_report(tier: Tier, given: Option<&TierAnswer>, extent: Extent) -> TierReport {
    let money = |of: fn(&TierAnswer) -> Money| given.map(of);
    let count = |of: fn(&TierAnswer) -> u64| given.map(of);
    // What the counts were worked out from.
    let behind = given.filter(|_| extent.is_full);
    TierReport {
        tier,
        model: given.map(|given| Model::of_tier(given.tier)),
        customers: count(|given| given.book.accounts),
        arr: money(|given| given.book.arr),
        arr_per_csm_target: behind.map(|given| Money::from_decimal(given.target.arr)),
        band_low: behind.map(|given| Money::from_decimal(given.target.arr_low)),
        band_high: behind.and_then(|given| given.target.arr_high).map(Money::from_decimal),
        accounts_per_csm_cap: behind.map(|given| whole(given.target.accounts_max)),
        current_csm_count: given.and_then(|given| given.book.current),
        required_now: count(|given| given.now.required),
        required_now_low: count(|given| given.required_now_low),
        required_now_high: count(|given| given.required_now_high),
        required_12mo: count(|given| given.in_12mo.required),
        binding_now: given.and_then(|given| given.now.binding),
        binding_12mo: given.and_then(|given| given.in_12mo.binding),
        by_arr: behind.map(|given| given.now.by_arr),
        by_accounts: behind.map(|given| given.now.by_accounts),
        by_hours: behind.and_then(|given| given.now.by_hours),
        fte_required: given.map(|given| Amount::from_decimal(given.now.fte)),
        gap_now: given.and_then(|given| given.gap_now),
        gap_12mo: given.and_then(|given| given.gap_12mo),
        current_arr_per_csm: given.and_then(|given| given.arr_per_csm),
        in_band: given.and_then(|given| given.in_band),
        annual_cost_now: money(|given| given.annual_cost_now),
        annual_cost_12mo: money(|given| given.annual_cost_12mo),
    }
}

const fn totals_report(totals: &Totals) -> TotalsReport {
    TotalsReport {
        current: totals.current,
        required_now: totals.required_now,
        required_12mo: totals.required_12mo,
        shortage_now: totals.shortage_now,
        surplus_now: totals.surplus_now,
        shortage_12mo: totals.shortage_12mo,
        surplus_12mo: totals.surplus_12mo,
        gap_now: totals.gap_now,
        gap_12mo: totals.gap_12mo,
        annual_cost_now: totals.annual_cost_now,
        annual_cost_12mo: totals.annual_cost_12mo,
    }
}

fn hire_report(hire: &Hire, months: Months) -> HireReport {
    HireReport {
        month: months.name(hire.month),
        tier: hire.tier,
        role: hire.role,
        reason: hire.reason,
        need_month: months.name(hire.need_month),
        overdue: hire.overdue,
    }
}

/// In full every month; at summary the first of the heaviest load.
fn shown_months(months: &[MonthOfTier], extent: Extent) -> impl Iterator<Item = &MonthOfTier> {
    // No load stands for work and nobody to do it, or for neither.
    let strain = |month: &MonthOfTier| month.load.unwrap_or(if month.need > 0.0 { f64::INFINITY } else { 0.0 });
    let heaviest = months.iter().map(strain).fold(0.0, f64::max);
    let worst = months.iter().position(|month| strain(month) >= heaviest);
    months.iter().enumerate().filter(move |(index, _)| extent.is_full || Some(*index) == worst).map(|(_, month)| month)
}

fn capacity_report(month: &MonthOfTier, months: Months) -> CapacityReport {
    CapacityReport {
        month: months.name(month.month),
        tier: month.tier,
        need: Amount::from_f64(month.need),
        capacity: Amount::from_f64(month.capacity),
        load: month.load.and_then(Ratio::from_f64),
    }
}

fn benchmark_report(set: &BySet, is_full: bool) -> BenchmarkReport {
    let tiers = if is_full { set.tiers.as_slice() } else { &[] };
    BenchmarkReport {
        benchmark: set.benchmark,
        required_now: set.required_now,
        required_12mo: set.required_12mo,
        annual_cost_12mo: is_full.then_some(set.annual_cost_12mo),
        tiers: tiers
            .iter()
            .map(|one| BenchmarkTier {
                tier: one.tier,
                arr_per_csm_target: Money::from_decimal(one.target.arr),
                accounts_per_csm_cap: whole(one.target.accounts_max),
                required_now: one.required_now,
                required_12mo: one.required_12mo,
            })
            .collect(),
    }
}

/// A cap is a whole number by its unit.
fn whole(count: Decimal) -> u64 {
    count.to_u64().unwrap_or(u64::MAX)
}
