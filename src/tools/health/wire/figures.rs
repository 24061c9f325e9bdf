//! The figures of a health score.

use schemars::JsonSchema;
use serde::Serialize;

use crate::customers::{Health, Segment};
use crate::tools::health::words::{Alert, Basis, Component, Event, Measure, Reweighting, Signal, Trend};
use crate::units::{Amount, Label, Money, Ratio};

/// The figures of `score_customer_health`. Accounts that have left are in the back-test alone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// Accounts that are still customers, listed or not.
    pub accounts_total: u64,
    /// Their ARR.
    pub total_arr: Money,
    /// Accounts that have left.
    pub churned_total: u64,
    /// Those of the first with a colour.
    pub assessed_total: u64,
    /// Their ARR.
    pub assessed_arr: Money,
    /// How many accounts carry each alert.
    pub alerts: AlertCounts,
    /// The portfolio by colour, against its target; shares are over accounts with a colour.
    pub mix: Vec<ColourReport>,
    /// The least scores of each segment that occurs; only in full.
    pub bands: Vec<BandReport>,
    /// The weights of the components, in points.
    pub weights: Points,
    /// A page of the accounts: limit rows from offset, the lowest score first, then by ARR, then id; no score comes last.
    pub accounts: Vec<AccountReport>,
    /// Whether the score told who would leave.
    pub back_test: Option<BackTestReport>,
}

/// How many accounts carry each alert.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct AlertCounts {
    /// Yellow and declining, or red and not improving.
    pub critical: u64,
    /// Green and declining.
    pub high: u64,
}

/// A colour of the portfolio.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ColourReport {
    /// The colour.
    pub health: Health,
    /// Accounts of this colour.
    pub accounts: u64,
    /// Their share of the accounts with a colour.
    pub account_share: Option<Ratio>,
    /// Their ARR.
    pub arr: Money,
    /// Its share of the ARR with a colour.
    pub arr_share: Option<Ratio>,
    /// The share should be at least this.
    pub target_low: Ratio,
    /// The share should be at most this.
    pub target_high: Ratio,
    /// Below it for green, above it for the others, the share is an alert.
    pub alert_line: Ratio,
    /// In what the share is an alert.
    pub alert_by: Vec<Basis>,
}

/// The bands of a segment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BandReport {
    /// The segment.
    pub tier: Segment,
    /// Whose bands and targets it is measured by.
    pub measured_as: Measure,
    /// Green from this score on.
    pub green_from: Amount,
    /// Yellow from this score on, red below.
    pub yellow_from: Amount,
}

/// A figure for each component; none where the component is unknown.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub struct Points {
    /// Usage.
    pub usage: Option<Amount>,
    /// Engagement.
    pub engagement: Option<Amount>,
    /// Support and sentiment.
    pub support: Option<Amount>,
    /// Onboarding.
    pub onboarding: Option<Amount>,
    /// Adoption depth.
    pub adoption: Option<Amount>,
    /// Renewal posture.
    pub renewal: Option<Amount>,
}

/// An account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountReport {
    /// Its identifier.
    pub id: Label,
    /// Its name.
    pub name: Option<Label>,
    /// How it is served.
    pub tier: Segment,
    /// Its ARR.
    pub arr_usd: Money,
    /// The score, 0 to 100, one decimal; the colour is told from the figure before rounding.
    pub score: Option<Amount>,
    /// The colour after coverage and events.
    pub health: Option<Health>,
    /// The colour that the score alone gives, where coverage or an event lowers it.
    pub capped_from: Option<Health>,
    /// The share of the weight that is known.
    pub coverage: Ratio,
    /// Score less the previous one, in points.
    pub change: Option<Amount>,
    /// Where the score goes.
    pub trend: Option<Trend>,
    /// What colour and trend press for.
    pub alert: Option<Alert>,
    /// What has happened.
    pub events: Vec<Event>,
    /// What each component adds to the score; they sum to it.
    pub points: Points,
    /// Each component's score, weight and points; at full.
    pub components: Vec<ComponentReport>,
}

/// A component of an account's score.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComponentReport {
    /// The component.
    pub component: Component,
    /// Its score, 0 to 100.
    pub score: Option<Amount>,
    /// Its weight in the policy.
    pub weight: Amount,
    /// Its share of the known weight.
    pub weight_share: Option<Ratio>,
    /// Score times that share: what it adds.
    pub points: Option<Amount>,
    /// The raw signals that filled it.
    pub from_raw: Vec<Signal>,
}

/// The back-test.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BackTestReport {
    /// Accounts that count.
    pub accounts: u64,
    /// Those that left.
    pub churned: u64,
    /// Those that stayed.
    pub kept: u64,
    /// How many days a score must be older than the outcome.
    pub lead_days: u64,
    /// What is left out, and what counts without proof of its lead.
    pub left_out: LeftOut,
    /// The chance that an account that left had the lower score than one that stayed; a tie is half.
    pub auc: Option<Ratio>,
    /// Its standard error (Hanley and McNeil).
    pub auc_standard_error: Option<Ratio>,
    /// Its interval.
    pub auc_interval: Option<IntervalReport>,
    /// One-sided p-value against no separation; exact up to 50 accounts.
    pub p_value: Option<Ratio>,
    /// The share of those that left that was red so many days before.
    pub recall_red: Option<Ratio>,
    /// Its interval.
    pub recall_red_interval: Option<IntervalReport>,
    /// The share of those that left that was red or yellow so many days before.
    pub recall_red_or_yellow: Option<Ratio>,
    /// The share of the red ones that left.
    pub precision_red: Option<Ratio>,
    /// Its interval.
    pub precision_red_interval: Option<IntervalReport>,
    /// What became of each colour, events left aside.
    pub calibration: Vec<CalibrationReport>,
    /// Mean squared error of the churn share by colour as a forecast, each account left out of its own share; from 10
    /// churned accounts on.
    pub brier: Option<Ratio>,
    /// The same of the overall churn share: a score that helps is below it.
    pub brier_base: Option<Ratio>,
    /// Whether the outcomes allow other weights.
    pub reweighting: Reweighting,
    /// How well each component alone tells, where they do.
    pub component_auc: Vec<ComponentAuc>,
}

/// What the back-test leaves out.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct LeftOut {
    /// Left, and scored too near to it.
    pub scored_too_late: u64,
    /// Stayed, and not watched long enough after the score.
    pub watched_too_short: u64,
    /// Stayed, and nobody knows how long it was watched: no score_date, or no as_of.
    pub watch_unknown: u64,
    /// Has an outcome and no score.
    pub without_score: u64,
    /// Counts, though nothing shows that the score predates the churn.
    pub lead_unknown_counted: u64,
}

/// An interval.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct IntervalReport {
    /// Lower end.
    pub low: Ratio,
    /// Upper end.
    pub high: Ratio,
    /// Confidence.
    pub confidence: Ratio,
}

/// What became of a colour.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CalibrationReport {
    /// The colour when scored.
    pub health: Health,
    /// Accounts.
    pub accounts: u64,
    /// Those that left.
    pub churned: u64,
    /// Their share.
    pub churn_share: Option<Ratio>,
    /// Its interval; at full.
    pub interval: Option<IntervalReport>,
}

/// A component alone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComponentAuc {
    /// The component.
    pub component: Component,
    /// Its AUC.
    pub auc: Ratio,
}
