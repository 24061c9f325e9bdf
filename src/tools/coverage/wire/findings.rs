//! Which rules fired: one finding a rule, at its tier, or at the portfolio where several tiers share it.

use super::check::Sizing;
use crate::customers::Tier;
use crate::rule::{Finding, Rule};
use crate::tools::coverage::calc::{Answer, TierAnswer, Trigger};
use crate::tools::coverage::policy::CoveragePolicy;
use crate::tools::coverage::rules;
use crate::tools::coverage::words::{Model, TriggerAt, TriggerLevel};
use crate::units::Money;

/// From so many tiers on their number says more than their names.
const SEVERAL_TIERS_COUNT: usize = 3;

/// The findings.
pub(crate) fn findings(answer: &Answer, sizing: &Sizing, policy: &CoveragePolicy) -> Vec<Finding> {
    let tiers = &answer.tiers;
    let mut out = Vec::new();
    // The gap of each tier stands among the figures; the finding says how many people it is about.
    let mut count = |rule: &'static Rule, what: &str, of: fn(&TierAnswer) -> i64| {
        let hits = hits(tiers, |tier| Some(of(tier)).filter(|people| *people > 0));
        let people = hits.iter().fold(0_i64, |sum, (_, people)| sum.saturating_add(*people));
        if let Some(at) = place_of(&hits, sizing) {
            let tiers_told: Vec<&str> = hits.iter().map(|(tier, _)| tier.title()).collect();
            let where_told =
                if hits.len() < SEVERAL_TIERS_COUNT { tiers_told.join(", ") } else { format!("{} tiers", hits.len()) };
            out.push(rule.finding(at, format!("{} {what} in {where_told}", csms(people.unsigned_abs()))));
        }
    };
    count(&rules::COV_01, "short now", |tier| tier.gap_now.unwrap_or(0));
    count(&rules::COV_02, "short in 12 months", |tier| tier.gap_12mo.unwrap_or(0));
    count(&rules::COV_03, "more than required now", |tier| tier.gap_now.unwrap_or(0).saturating_neg());
    let mut fire = |rule: &'static Rule, head: &str, hits: Vec<(Tier, String)>| {
        if let Some(at) = place_of(&hits, sizing) {
            let parts: Vec<String> = hits.into_iter().map(|(tier, part)| format!("{} {part}", tier.title())).collect();
            out.push(rule.finding(at, format!("{head}: {}", parts.join(", "))));
        }
    };
    fire(&rules::COV_05, "ARR per CSM off its band", off_band(tiers));
    fire(&rules::COV_06, "named model, small contracts", too_small(tiers, policy));
    fire(&rules::COV_07, "pooled model, large contracts", too_large(tiers, policy));
    let unserved = hits(tiers, |tier| {
        let nobody = tier.tier == Tier::SmbLongTail && tier.book.accounts > 0 && tier.book.current == Some(0);
        nobody.then(|| format!("{} customers", tier.book.accounts))
    });
    fire(&rules::COV_08, "no CSM to escalate to", unserved);
    if let Some(worst) = answer.triggers.first() {
        out.push(rules::COV_04.finding("portfolio", manager_message(worst)));
    }
    let overdue_count = answer.plan.hires.iter().filter(|hire| hire.overdue).count();
    if overdue_count > 0 {
        let all = answer.plan.hires.len();
        out.push(rules::COV_09.finding("portfolio", format!("overdue hires: {overdue_count} of {all}")));
    }
    out.extend(disagreement(answer, policy));
    out
}

fn csms(count: u64) -> String {
    if count == 1 { "1 CSM".to_owned() } else { format!("{count} CSMs") }
}

fn hits<T>(tiers: &[TierAnswer], hit: impl Fn(&TierAnswer) -> Option<T>) -> Vec<(Tier, T)> {
    tiers.iter().filter_map(|tier| Some((tier.tier, hit(tier)?))).collect()
}

fn place_of<T>(hits: &[(Tier, T)], sizing: &Sizing) -> Option<String> {
    match hits {
        [] => None,
        [(tier, _)] => Some(sizing.place.tier(*tier)),
        _ => Some("portfolio".to_owned()),
    }
}

fn off_band(tiers: &[TierAnswer]) -> Vec<(Tier, String)> {
    hits(tiers, |tier| {
        let arr = tier.arr_per_csm.filter(|_| tier.in_band == Some(false))?;
        let (low, high) = (Money::from_decimal(tier.target.arr_low), tier.target.arr_high.map(Money::from_decimal));
        Some(match high {
            _ if arr < low => format!("{arr} (from {low})"),
            Some(high) => format!("{arr} (to {high})"),
            None => arr.to_string(),
        })
    })
}

fn too_small(tiers: &[TierAnswer], policy: &CoveragePolicy) -> Vec<(Tier, String)> {
    hits(tiers, |tier| {
        let share =
            tier.arr_per_account.filter(|_| Model::of_tier(tier.tier).is_named() && !tier.book.arr.is_zero())?;
        let line = policy.named_account_arr_min;
        share.below(line).then(|| format!("{} an account", Money::from_decimal(share.ratio().decimal())))
    })
}

fn too_large(tiers: &[TierAnswer], policy: &CoveragePolicy) -> Vec<(Tier, String)> {
    hits(tiers, |tier| {
        let share = tier.arr_per_account.filter(|_| !Model::of_tier(tier.tier).is_named())?;
        let line = policy.pooled_account_arr_max;
        share.above(line).then(|| format!("{} an account", Money::from_decimal(share.ratio().decimal())))
    })
}

fn manager_message(worst: &Trigger) -> String {
    let who = match (worst.count, worst.tier) {
        (Some(count), Some(tier)) => format!("{} in {}", csms(count), tier.title()),
        (Some(count), None) => format!("{} in all", csms(count)),
        (None, _) => "weekly escalations to executives".to_owned(),
    };
    let what = match worst.level {
        TriggerLevel::Plan => "plan a manager",
        TriggerLevel::Needed => "a manager is needed",
    };
    let when = match worst.at {
        TriggerAt::Now => "now",
        TriggerAt::InTwelveMonths => "in 12 months",
    };
    format!("{what} {when}: {who}")
}

fn disagreement(answer: &Answer, policy: &CoveragePolicy) -> Option<Finding> {
    answer.sets_spread.filter(|spread| spread.above(policy.presets_ratio_max))?;
    let said: Vec<String> =
        answer.sets.iter().map(|set| format!("{} {}", set.benchmark.as_str(), set.required_now)).collect();
    Some(rules::COV_10.finding("portfolio", format!("the sets disagree on CSMs required now: {}", said.join(", "))))
}
