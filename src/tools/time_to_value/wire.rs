//! What arrives at and leaves `measure_time_to_value`.

use rust_decimal::dec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calc::{Account, TierTimes, longest_first};
use super::policy::{self, TimeToValuePolicy, Verdict};
use super::rows::Table;
use crate::customers::{Segment, Tier};
use crate::ingest::TablePlace;
use crate::math::Step;
use crate::rule::{Finding, NotAssessed};
use crate::tools::Call;
use crate::units::{Date, Label, Ratio};

/// The confidence of every interval here.
const CONFIDENCE: Ratio = Ratio::from_decimal(dec!(0.95));

/// Arguments of `measure_time_to_value`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// One row an account, with those that still wait.
    pub accounts: Option<Vec<AccountInput>>,
}

/// One account's way to value, by dates or by days.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AccountInput {
    /// The account's identifier, once in the table.
    pub id: Label,
    /// The account's tier; plg is read as smb_long_tail.
    #[schemars(extend("x-aliases" = ["segment"], "x-public" = {"type": "string", "enum": Tier::ALL.map(Tier::as_str)}))]
    pub tier: Segment,
    /// The day the contract or the kick-off was, YYYY-MM-DD; the same kind of day for every account.
    #[schemars(extend("x-tell" = "YYYY-MM-DD"))]
    pub started: Option<Date>,
    /// The day the first outcome was reached, YYYY-MM-DD; absent while the account still waits.
    #[schemars(extend("x-tell" = "absent: still waiting"))]
    pub value_on: Option<Date>,
    /// Instead of dates: days to value, or days waited so far; 0 to 36,500.
    #[schemars(extend("x-max" = 36_500))]
    pub days: Option<u32>,
    /// With days: true if value was reached on that day, false if the account still waits.
    #[schemars(extend("x-tell" = "false: still waiting"))]
    pub reached: Option<bool>,
    /// Whether it has left; one that left before value is watched up to churned_on.
    #[schemars(extend("x-hidden" = true))]
    pub churned: Option<bool>,
    /// The day it left, YYYY-MM-DD.
    #[schemars(extend("x-hidden" = true))]
    pub churned_on: Option<Date>,
}

/// The figures of `measure_time_to_value`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// One entry a tier that has an account, from the top.
    pub tiers: Vec<TierReport>,
    /// Accounts that still wait, the longest first, cut by limit and offset.
    pub waiting_longest: Vec<WaitingReport>,
}

/// One tier's time to value.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TierReport {
    /// The tier.
    pub tier: Tier,
    /// How many accounts it has here.
    pub accounts: u64,
    /// How many of them reached value.
    pub reached: u64,
    /// How many of them still wait.
    pub waiting: u64,
    /// How many of them left before value; watched up to that day.
    pub left: Option<u64>,
    /// The smallest day by which half have arrived.
    pub median_days: Option<u32>,
    /// The interval of the median; an open end is null.
    pub interval: Option<IntervalReport>,
    /// The share that takes longer than the warning line.
    pub past_warning_share: Option<Ratio>,
    /// The median should stay below it.
    pub target_days: u32,
    /// A common median, for comparison.
    pub typical_days: u32,
    /// A median above it is too long.
    pub warning_days: u32,
    /// How the median stands to the lines.
    pub verdict: Verdict,
    /// The curve, a step a day on which somebody arrived; only in full.
    pub curve: Vec<StepReport>,
}

/// The interval of a median, in days.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IntervalReport {
    /// Lower end.
    pub low: Option<u32>,
    /// Upper end.
    pub high: Option<u32>,
    /// Confidence.
    pub confidence: Ratio,
}

/// One step of a curve.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepReport {
    /// Days from the start.
    pub days: u32,
    /// Accounts watched up to this day.
    pub at_risk: u64,
    /// How many of them reached value on it.
    pub reached: u64,
    /// The share still waiting after it.
    pub waiting_share: Option<Ratio>,
    /// Lower end of the share's interval at 95 %.
    pub low: Option<Ratio>,
    /// Upper end of the share's interval at 95 %.
    pub high: Option<Ratio>,
    /// Whether so few are at risk that the step says little.
    pub few_at_risk: bool,
}

/// An account that still waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WaitingReport {
    /// The account.
    pub id: Label,
    /// Its tier.
    pub tier: Tier,
    /// Days waited so far.
    pub days: u32,
    /// Whether that is longer than the slowest success of its tier took.
    pub longer_than_slowest: bool,
}

/// The report, its findings and its gaps, from what was computed.
#[must_use]
pub(super) fn report(
    table: &Table,
    tiers: &[TierTimes<'_>],
    call: &Call<'_, TimeToValuePolicy>,
) -> (Figures, Vec<Finding>, Vec<NotAssessed>) {
    let mut waiting: Vec<(&Account, bool)> = tiers
        .iter()
        .flat_map(|tier| tier.waiting.iter().enumerate().map(|(index, account)| (*account, index < tier.stuck_count)))
        .collect();
    waiting.sort_by(|(one, _), (other, _)| longest_first(one, other));
    let figures = Figures {
        tiers: tiers.iter().map(|tier| tier_report(tier, call)).collect(),
        waiting_longest: waiting
            .into_iter()
            .skip(call.common.offset())
            .take(call.common.limit())
            .map(|(account, longer_than_slowest)| WaitingReport {
                id: account.id.clone(),
                tier: account.tier,
                days: account.days,
                longer_than_slowest,
            })
            .collect(),
    };
    let findings = tiers.iter().flat_map(|tier| findings(tier, &table.place, &call.policy)).collect();
    (figures, findings, gaps(tiers))
}

fn tier_report(tier: &TierTimes<'_>, call: &Call<'_, TimeToValuePolicy>) -> TierReport {
    let closed = tier.low_days.is_some() || tier.high_days.is_some();
    TierReport {
        tier: tier.tier,
        accounts: tier.accounts_count as u64,
        reached: tier.reached_count as u64,
        waiting: tier.waiting.len() as u64,
        left: Some(tier.left_count()).filter(|count| *count > 0).map(|count| count as u64),
        median_days: tier.median_days,
        interval: closed.then_some(IntervalReport { low: tier.low_days, high: tier.high_days, confidence: CONFIDENCE }),
        past_warning_share: tier.past_warning.and_then(Ratio::from_f64),
        target_days: tier.lines.target,
        typical_days: tier.lines.typical,
        warning_days: tier.lines.warning,
        verdict: tier.verdict,
        curve: if call.is_full() {
            tier.steps.iter().map(|step| step_report(step, &call.policy)).collect()
        } else {
            Vec::new()
        },
    }
}

fn step_report(step: &Step, policy: &TimeToValuePolicy) -> StepReport {
    StepReport {
        days: step.time,
        at_risk: step.at_risk,
        reached: step.events,
        waiting_share: Ratio::from_f64(step.survival),
        low: step.low.and_then(Ratio::from_f64),
        high: step.high.and_then(Ratio::from_f64),
        few_at_risk: rust_decimal::Decimal::from(step.at_risk) < policy.at_risk_min,
    }
}

fn findings(tier: &TierTimes<'_>, place: &TablePlace, policy: &TimeToValuePolicy) -> Vec<Finding> {
    let name = tier.tier.title();
    let (accounts_count, waiting_count) = (tier.accounts_count, tier.waiting.len());
    let mut found = Vec::new();
    match (tier.verdict, tier.median_days) {
        (Verdict::BeyondWarning, Some(days)) => {
            let message = format!("{name}: median of {days} days, past the warning line of {}", tier.lines.warning);
            found.push(policy::TTV_01.finding("portfolio", message));
        }
        (Verdict::NotReached, _) => {
            // The median is not known, but where it lies may be.
            let past = if tier.past_warning.is_some_and(|share| share > 0.5) {
                format!(", and it lies past the warning line of {}", tier.lines.warning)
            } else {
                String::new()
            };
            let left = match tier.left_count() {
                0 => String::new(),
                count => format!(" and {count} left before value"),
            };
            let message =
                format!("{name}: median not reached, {waiting_count} of {accounts_count} still wait{left}{past}");
            found.push(policy::TTV_02.finding("portfolio", message));
        }
        _ => {}
    }
    if let (Some(slowest_days), Some(longest), 1..) =
        (tier.slowest_success_days, tier.waiting.first(), tier.stuck_count)
    {
        let who = match tier.stuck_count - 1 {
            0 => format!("{} has waited {} days,", longest.id, longest.days),
            more => format!("{} ({} days) and {more} more have waited", longest.id, longest.days),
        };
        let message = format!("{name}: {who} longer than the slowest success ({slowest_days} days)");
        found.push(policy::TTV_03.finding(place.row(longest.row), message));
    }
    if rust_decimal::Decimal::from(accounts_count) < policy.accounts_min {
        let accounts = if accounts_count == 1 { "account" } else { "accounts" };
        let message = format!("{name}: {accounts_count} {accounts}, under {}", policy.accounts_min.normalize());
        found.push(policy::TTV_04.finding("portfolio", message));
    }
    found
}

/// What has no value, once for all the tiers that lack it.
fn gaps(tiers: &[TierTimes<'_>]) -> Vec<NotAssessed> {
    let gap = |what: &str, lacks: &dyn Fn(&TierTimes<'_>) -> bool, why: &str, needs: &str| {
        let names: Vec<&str> = tiers.iter().filter(|tier| lacks(tier)).map(|tier| tier.tier.title()).collect();
        (!names.is_empty()).then(|| NotAssessed::new(format!("{what}: {}", names.join(", ")), why, needs))
    };
    let longer = "more accounts, or a longer watch";
    // Where everybody arrived the curve ends at 0, which has no band, and there is nobody left to watch.
    let no_width = "the band has no width where nobody is left";
    [
        gap(
            "median_days",
            &|tier| tier.median_days.is_none(),
            "half have not arrived on the curve",
            "value_on of more accounts",
        ),
        gap(
            "interval, lower end",
            &|tier| tier.low_days.is_none() && !tier.is_whole(),
            "the band's lower side stays above one half",
            longer,
        ),
        gap(
            "interval, lower end",
            &|tier| tier.low_days.is_none() && tier.is_whole(),
            no_width,
            "more accounts",
        ),
        gap(
            "interval, upper end",
            &|tier| tier.high_days.is_none() && !tier.is_whole(),
            "the band's upper side stays above one half",
            longer,
        ),
        gap(
            "interval, upper end",
            &|tier| tier.high_days.is_none() && tier.is_whole(),
            no_width,
            "more accounts",
        ),
        gap(
            "past_warning_share",
            &|tier| tier.past_warning.is_none(),
            "nobody was watched as long as the warning line",
            "a longer watch",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
