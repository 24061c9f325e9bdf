//! What `measure_time_to_value` says: the sentence, the steps and the tables. Computes nothing.

use super::calc::Account;
use super::policy::Verdict;
use super::wire::{Figures, IntervalReport, TierReport};
use crate::customers::Tier;
use crate::report::{Cell, Page};
use crate::tools::Concluded;

/// How pressing a verdict is; a median that is late is certain, one that is not reached may only be young.
const fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::BeyondWarning => 0,
        Verdict::NotReached => 1,
        Verdict::AboveTarget => 2,
        Verdict::OnTarget => 3,
    }
}

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, longest: &[&Account]) -> Concluded {
    // At equal rank the higher tier, which comes first, carries more revenue.
    let worst = figures.tiers.iter().min_by_key(|tier| rank(tier.verdict));
    let bottom_line = worst.map_or_else(
        || "Every account given has left, and nothing tells how long it was watched.".to_owned(),
        |tier| bottom_line(figures, tier),
    );
    let nobody = || "Bring the accounts that are there, with started, and value_on once reached.".to_owned();
    Concluded {
        bottom_line,
        how_to_act: [worst.map_or_else(nobody, first_step), call_step(longest), last_step(worst)],
        your_decision:
            "Whether a slow tier holds the wrong customers or suffers a broken hand-off: the figures say how \
                        long, not why."
                .to_owned(),
    }
}

fn bottom_line(figures: &Figures, worst: &TierReport) -> String {
    let name = worst.tier.title();
    let on_target = figures.tiers.iter().filter(|tier| tier.verdict == Verdict::OnTarget).count();
    let rest = format!("tiers on target: {on_target} of {}.", figures.tiers.len());
    match (worst.verdict, worst.median_days) {
        (Verdict::BeyondWarning, Some(days)) => {
            format!(
                "{name} takes a median of {days} days to value, past its warning line of {}; {rest}",
                worst.warning_days
            )
        }
        (Verdict::AboveTarget, Some(days)) => {
            format!(
                "{name} takes a median of {days} days to value, not under its target of {}; {rest}",
                worst.target_days
            )
        }
        (Verdict::OnTarget, Some(days)) => {
            format!("Every tier reaches value inside its target; {name} takes a median of {days} days.")
        }
        _ => {
            let left = worst.left.map_or_else(String::new, |count| format!(" and {count} left before value"));
            format!(
                "{name} has not reached its median: {} of {} accounts still wait{left}; {rest}",
                worst.waiting, worst.accounts
            )
        }
    }
}

/// Long in a low tier is a question of fit, long in a high tier one of the hand-off.
fn first_step(worst: &TierReport) -> String {
    let name = worst.tier.title();
    match (worst.verdict, worst.tier) {
        (Verdict::OnTarget, _) => "Keep the onboarding as it is and write down who owns the day of value.".to_owned(),
        (_, Tier::Strategic | Tier::Enterprise) => format!(
            "Mend the onboarding hand-off in {name}: one owner, one date and one outcome an account, from Sales to go-live."
        ),
        (_, Tier::MidMarket | Tier::SmbLongTail) => format!(
            "Check the slow {name} accounts for ICP misfit with segment_customers: misfits get tech-touch or a new price, not \
             more onboarding."
        ),
    }
}

/// Whom to call, whatever page is shown.
fn call_step(longest: &[&Account]) -> String {
    let named: Vec<String> =
        longest.iter().take(3).map(|account| format!("{} ({} days)", account.id, account.days)).collect();
    if named.is_empty() {
        "Add accounts on the day they start, so that those who still wait are counted.".to_owned()
    } else {
        format!("Call those who wait longest this week: {}.", named.join(", "))
    }
}

fn last_step(worst: Option<&TierReport>) -> String {
    match worst {
        Some(tier) if tier.verdict != Verdict::OnTarget => format!(
            "Compare GRR of {} customers by acquisition cohort with retention_decompose: slow value shows there next.",
            tier.tier.title()
        ),
        _ => "Measure again next quarter with the same start and the same first outcome.".to_owned(),
    }
}

const fn verdict_title(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::OnTarget => "on target",
        Verdict::AboveTarget => "above target",
        Verdict::BeyondWarning => "beyond warning",
        Verdict::NotReached => "not reached",
    }
}

/// The evidence: one row a tier, those who wait longest, and the curves where they are there.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    let count = |days: u32| u64::from(days);
    let rows = figures
        .tiers
        .iter()
        .map(|tier| {
            vec![
                Cell::from(tier.tier.title()),
                Cell::from(verdict_title(tier.verdict)),
                Cell::from(tier.accounts),
                match tier.left {
                    Some(left) => Cell::from(format!("{}, left {left}", tier.waiting)),
                    None => Cell::from(tier.waiting),
                },
                Cell::from(tier.median_days.map(count)),
                Cell::from(interval_text(tier.interval.as_ref())),
                Cell::from(tier.past_warning_share),
                Cell::from(format!("<{} / {} / >{}", tier.target_days, tier.typical_days, tier.warning_days)),
            ]
        })
        .collect();
    page.table(
        &[
            "Tier",
            "Verdict",
            "Accounts",
            "Waiting",
            "Median days",
            "Median interval",
            "Past warning",
            "Target / typical / warning",
        ],
        rows,
    );
    let waiting = figures
        .waiting_longest
        .iter()
        .map(|account| {
            vec![
                Cell::from(account.id.as_str()),
                Cell::from(account.tier.title()),
                Cell::from(count(account.days)),
                Cell::from(if account.longer_than_slowest { "yes" } else { "no" }),
            ]
        })
        .collect();
    page.table(&["Still waiting", "Tier", "Days", "Longer than the slowest success"], waiting);
    let steps = figures
        .tiers
        .iter()
        .flat_map(|tier| tier.curve.iter().map(|step| (tier.tier, step)))
        .map(|(tier, step)| {
            vec![
                Cell::from(tier.title()),
                Cell::from(count(step.days)),
                Cell::from(if step.few_at_risk { format!("{} (few)", step.at_risk) } else { step.at_risk.to_string() }),
                Cell::from(step.reached),
                Cell::from(step.waiting_share),
                Cell::from(step.low),
                Cell::from(step.high),
            ]
        })
        .collect();
    page.table(&["Tier", "Day", "At risk", "Reached", "Still waiting", "Low", "High"], steps);
}

fn interval_text(interval: Option<&IntervalReport>) -> String {
    let end = |days: Option<u32>| days.map_or_else(|| "open".to_owned(), |days| days.to_string());
    interval.map_or_else(|| "–".to_owned(), |ends| format!("{} – {}", end(ends.low), end(ends.high)))
}
