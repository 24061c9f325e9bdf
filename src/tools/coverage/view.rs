//! What `size_cs_team` says: the sentence, the steps and the tables. Computes nothing.

use super::wire::{Figures, HireReport, TierReport};
use crate::customers::Tier;
use crate::report::{Cell, Page};
use crate::tools::Concluded;
use crate::units::Amount;

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures) -> Concluded {
    Concluded {
        bottom_line: bottom_line(figures),
        how_to_act: [first_step(figures), second_step(figures), third_step(figures)],
        your_decision: match figures.run_rate_12mo {
            Some(run_rate) => format!("Whether to fund {run_rate} a year by month 12 or leave customers underserved."),
            None => format!(
                "Whether to fund {} a year for the CSMs required in 12 months.",
                figures.totals.annual_cost_12mo
            ),
        },
    }
}

fn bottom_line(figures: &Figures) -> String {
    let totals = &figures.totals;
    let required = format!("{} CSMs required now, {} in 12 months", totals.required_now, totals.required_12mo);
    match (totals.current, totals.shortage_now, totals.shortage_12mo) {
        (Some(current), Some(0), Some(0)) => match totals.surplus_now {
            Some(surplus) if surplus > 0 => format!("{required}; {current} in place, {surplus} more than required."),
            _ => format!("{required}; {current} in place cover both."),
        },
        (Some(current), Some(now), Some(later)) => {
            format!("{required}; {current} in place: {now} short now, {later} in 12 months.")
        }
        _ => format!("{required}; those in place are not known for every tier."),
    }
}

fn first_step(figures: &Figures) -> String {
    if let Some(first) = figures.redeploy.first() {
        return format!(
            "Move {} from {} to {} in {} before hiring there{}.",
            first.csms,
            first.from.title(),
            first.to.title(),
            first.month,
            if figures.redeploy.len() > 1 { ", and the others listed" } else { "" }
        );
    }
    match (figures.hiring_plan.first(), figures.hiring_plan_total) {
        (Some(first), Some(total)) => {
            let late = if first.overdue { ", overdue" } else { "" };
            let which = if total == 1 { "the one hire".to_owned() } else { format!("the first of {total} hires") };
            format!("Open {which}: {}, {}{late}.", hire_name(first), first.month)
        }
        (None, Some(_)) => "Hire nobody this year; size again when growth or the book changes.".to_owned(),
        (_, None) => "Count today's CSMs by tier; without them there is no gap and no plan.".to_owned(),
    }
}

fn second_step(figures: &Figures) -> String {
    if let Some(pooling) = &figures.pooling_option {
        let titles: Vec<&str> = pooling.tiers.iter().map(|tier| tier.title()).collect();
        return format!(
            "Try one pool for {}: {} CSMs together, {} apart.",
            titles.join(" and "),
            pooling.csms,
            pooling.csms_apart
        );
    }
    if figures.manager_needed {
        return "Name a manager, from within if one is ready, unless one leads already.".to_owned();
    }
    "Give one owner to every tier, so that a customer without a named CSM still has somebody to call.".to_owned()
}

fn third_step(_figures: &Figures) -> String {
    "Check gross retention first: headcount does not mend structural churn.".to_owned()
}

fn hire_name(hire: &HireReport) -> String {
    match hire.tier {
        Some(tier) => format!("{} {}", tier.title(), hire.role.title()),
        None => hire.role.title().to_owned(),
    }
}

/// The evidence: tiers, hires, capacity, cost, and what other sets would say.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    tiers(figures, page);
    plan(figures, page);
    capacity(figures, page);
    cost(figures, page);
    benchmarks(figures, page);
}

fn tiers(figures: &Figures, page: &mut Page) {
    let given: Vec<&TierReport> = figures.tiers.iter().filter(|tier| tier.required_now.is_some()).collect();
    let core = [
        "Tier",
        "Customers",
        "ARR",
        "CSMs",
        "Now",
        "Low",
        "High",
        "12 mo",
        "Binds",
        "FTE",
        "Gap",
        "Gap 12 mo",
        "ARR/CSM",
        "Cost 12 mo",
    ];
    page.table(&core, given.iter().map(|tier| core_row(tier)).collect());
    if given.iter().any(|tier| tier.arr_per_csm_target.is_some()) {
        let behind = ["Tier", "Target", "Low", "High", "Cap", "By ARR", "By accounts", "By hours"];
        page.table(&behind, given.iter().map(|tier| basis_row(tier)).collect());
    }
}

fn core_row(tier: &TierReport) -> Vec<Cell> {
    vec![
        tier.tier.title().into(),
        tier.customers.into(),
        tier.arr.into(),
        tier.current_csm_count.into(),
        tier.required_now.into(),
        tier.required_now_low.into(),
        tier.required_now_high.into(),
        tier.required_12mo.into(),
        tier.binding_now.map_or(Cell::Unknown, |binding| binding.as_str().into()),
        tier.fte_required.into(),
        signed(tier.gap_now),
        signed(tier.gap_12mo),
        tier.current_arr_per_csm.into(),
        tier.annual_cost_12mo.into(),
    ]
}

/// What the counts were worked out from.
fn basis_row(tier: &TierReport) -> Vec<Cell> {
    vec![
        tier.tier.title().into(),
        tier.arr_per_csm_target.into(),
        tier.band_low.into(),
        tier.band_high.into(),
        tier.accounts_per_csm_cap.into(),
        tier.by_arr.into(),
        tier.by_accounts.into(),
        tier.by_hours.into(),
    ]
}

fn signed(gap: Option<i64>) -> Cell {
    gap.map(|gap| Amount::from_decimal(gap.into())).into()
}

fn plan(figures: &Figures, page: &mut Page) {
    let rows = figures
        .hiring_plan
        .iter()
        .map(|hire| {
            vec![
                hire.month.as_str().into(),
                hire.tier.map_or("–", Tier::title).into(),
                hire.role.title().into(),
                hire.reason.as_str().into(),
                hire.need_month.as_str().into(),
                if hire.overdue { "overdue" } else { "in time" }.into(),
            ]
        })
        .collect();
    page.table(&["Start", "Tier", "Hire", "Why", "Need", "Timing"], rows);
    let shown = u64::try_from(figures.hiring_plan.len()).unwrap_or(u64::MAX);
    if let Some(total) = figures.hiring_plan_total.filter(|total| *total > shown) {
        page.paragraph(format!("{total} hires in all; limit and offset show the others."));
    }
    let moves = figures
        .redeploy
        .iter()
        .map(|one| {
            vec![one.month.as_str().into(), one.from.title().into(), one.to.title().into(), Cell::from(one.csms)]
        })
        .collect();
    page.table(&["Move", "From", "To", "CSMs"], moves);
}

fn capacity(figures: &Figures, page: &mut Page) {
    let rows = figures
        .capacity
        .iter()
        .map(|month| {
            vec![
                month.tier.title().into(),
                month.month.as_str().into(),
                month.need.into(),
                month.capacity.into(),
                month.load.into(),
            ]
        })
        .collect();
    page.table(&["Tier", "Month", "Need", "Capacity", "Load"], rows);
}

fn cost(figures: &Figures, page: &mut Page) {
    let rows = figures
        .cost_by_quarter
        .iter()
        .map(|quarter| vec![quarter.from.as_str().into(), quarter.cost.into(), quarter.manager_cost.into()])
        .collect();
    page.table(&["Quarter from", "Cost", "Manager's part"], rows);
}

fn benchmarks(figures: &Figures, page: &mut Page) {
    let rows = figures
        .benchmarks
        .iter()
        .map(|set| {
            vec![
                set.benchmark.as_str().into(),
                set.required_now.into(),
                set.required_12mo.into(),
                set.annual_cost_12mo.into(),
            ]
        })
        .collect();
    page.table(&["Benchmark", "Now", "12 mo", "Cost 12 mo"], rows);
}
