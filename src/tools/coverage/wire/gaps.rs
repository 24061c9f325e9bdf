//! What could not be assessed, why, and what it would take; and what was assumed.

use super::check::{Place, Sizing};
use crate::customers::Tier;
use crate::policy::PolicyTable;
use crate::rule::NotAssessed;
use crate::tools::coverage::calc::{Answer, TierAnswer};
use crate::tools::coverage::policy::CoveragePolicy;
use crate::tools::coverage::words::Role;
use crate::units::{Money, Ratio};

/// The gaps of an answer.
pub(crate) fn gaps(answer: &Answer, sizing: &Sizing, policy: &CoveragePolicy, is_full: bool) -> Vec<NotAssessed> {
    let mut out = Vec::new();
    let tiers = &answer.tiers;
    let absent: Vec<&str> =
        Tier::ALL.into_iter().filter(|tier| tiers.iter().all(|given| given.tier != *tier)).map(Tier::title).collect();
    if !absent.is_empty() {
        let needs = match sizing.place {
            Place::Book => "their customers, ARR and CSMs in the book",
            Place::Table => "customers of those tiers",
        };
        out.push(NotAssessed::new(absent.join(", "), "not given", needs));
    }
    for tier in tiers.iter().filter(|tier| tier.book.current.is_none()) {
        out.push(NotAssessed::new(
            format!("gaps, plan and capacity of {}, totals that need them, cost by quarter", tier.tier.title()),
            "its CSMs are not known",
            sizing.place.current(tier.tier),
        ));
    }
    push_titles(&mut out, tiers, "ARR per CSM", "nobody serves it", "a CSM", |tier| {
        tier.book.current == Some(0) && tier.book.accounts > 0
    });
    push_titles(&mut out, tiers, "contract size and ARR band", "its ARR is 0", "its ARR", |tier| {
        tier.book.arr.is_zero() && tier.book.accounts > 0
    });
    // At summary the loads are not shown, so that an unknown one is no gap in what is.
    if is_full && tiers.iter().any(|tier| tier.now.by_hours.is_none()) {
        out.push(NotAssessed::new("by_hours", "hours not given", "book.*.hours_per_account"));
    }
    let needed_now = answer.plan.hires.iter().any(|hire| hire.role == Role::Manager && hire.need_month == 0);
    if sizing.question.weekly_escalations.is_none() && !needed_now {
        out.push(NotAssessed::new("manager line escalations", "not given", "weekly_exec_escalations"));
    }
    if sizing.growth_assumed {
        out.push(NotAssessed::new("growth", "not given, taken as 0", "growth_target"));
    }
    out.extend(assumed(answer, sizing, policy));
    out
}

fn push_titles(
    out: &mut Vec<NotAssessed>,
    tiers: &[TierAnswer],
    what: &str,
    why: &str,
    needs: &str,
    is_meant: impl Fn(&TierAnswer) -> bool,
) {
    let titles: Vec<&str> = tiers.iter().filter(|tier| is_meant(tier)).map(|tier| tier.tier.title()).collect();
    if !titles.is_empty() {
        out.push(NotAssessed::new(format!("{what} of {}", titles.join(", ")), why, needs));
    }
}

/// Figures of the house that no source states, where the answer rests on them; what the caller set is the caller's.
fn assumed(answer: &Answer, sizing: &Sizing, policy: &CoveragePolicy) -> Option<NotAssessed> {
    let mut figures = Vec::new();
    let mut needs = Vec::new();
    if sizing.attrition_assumed && !answer.plan.months.is_empty() && !policy.is_own("attrition_annual") {
        figures.push(format!("attrition {}", Ratio::from_decimal(sizing.question.attrition)));
        needs.push("attrition");
    }
    let has_manager = answer.plan.hires.iter().any(|hire| hire.role == Role::Manager);
    if has_manager && !policy.is_own("manager_cost_annual") {
        let cost = Money::from_decimal(policy.manager_cost_annual);
        figures.push(format!("a manager's {cost} a year"));
        needs.push("policy.manager_cost_annual");
    }
    (!figures.is_empty()).then(|| NotAssessed::new(figures.join(" and "), "unsourced assumption", needs.join(", ")))
}
