//! When a team needs a manager: every line is tested on its own, today and in twelve months.

use rust_decimal::Decimal;

use super::TierCount;
use crate::customers::Tier;
use crate::tools::coverage::policy::CoveragePolicy;
use crate::tools::coverage::words::{TriggerAt, TriggerLevel, TriggerRule};

/// A line that is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trigger {
    /// Which.
    pub rule: TriggerRule,
    /// When.
    pub at: TriggerAt,
    /// In which tier, for the line of a tier.
    pub tier: Option<Tier>,
    /// With how many CSMs; none for escalations.
    pub count: Option<u64>,
    /// How pressing it is.
    pub level: TriggerLevel,
}

/// Every line that is reached.
pub(super) fn triggers(
    counts: &[TierCount],
    weekly_escalations: Option<bool>,
    policy: &CoveragePolicy,
) -> Vec<Trigger> {
    // Who is there is led; who is required is about to be there.
    let present = |count: &TierCount| count.current.unwrap_or(0).max(count.required_now);
    let sum = |of: fn(&TierCount) -> u64| counts.iter().map(of).fold(0_u64, u64::saturating_add);
    let total_now = sum(|count| count.current.unwrap_or(0)).max(sum(|count| count.required_now));
    let now = counts.iter().map(|count| (count.tier, present(count))).collect::<Vec<_>>();
    let later = counts.iter().map(|count| (count.tier, count.required_12mo)).collect::<Vec<_>>();
    let total_later = sum(|count| count.required_12mo);
    let escalations = weekly_escalations.unwrap_or(false);
    let mut out = at_moment(TriggerAt::Now, &now, total_now, escalations, policy);
    out.extend(at_moment(TriggerAt::InTwelveMonths, &later, total_later, false, policy));
    out
}

fn at_moment(
    at: TriggerAt,
    tiers: &[(Tier, u64)],
    total: u64,
    escalations: bool,
    policy: &CoveragePolicy,
) -> Vec<Trigger> {
    let reaches = |count: u64, line: Decimal| Decimal::from(count) >= line;
    let needed = TriggerLevel::Needed;
    let mut out: Vec<Trigger> = tiers
        .iter()
        .filter(|(_, count)| reaches(*count, policy.manager_needed_tier_csms_min))
        .map(|(tier, count)| Trigger {
            rule: TriggerRule::Tier5,
            at,
            tier: Some(*tier),
            count: Some(*count),
            level: needed,
        })
        .collect();
    if reaches(total, policy.manager_needed_total_csms_min) {
        out.push(Trigger { rule: TriggerRule::Total8, at, tier: None, count: Some(total), level: needed });
    }
    if escalations {
        out.push(Trigger { rule: TriggerRule::Escalations, at, tier: None, count: None, level: needed });
    }
    // To plan for what is needed already would say less, not more.
    if out.is_empty() && reaches(total, policy.manager_plan_total_csms_min) {
        let plan = TriggerLevel::Plan;
        out.push(Trigger { rule: TriggerRule::Total4, at, tier: None, count: Some(total), level: plan });
    }
    out
}
