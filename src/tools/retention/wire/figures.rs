//! The result as it leaves: names and units of the wire, and how each ratio is defined.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::words::{Band, Category, Direction, IntervalMethod, LeakKind, Lever, Overall, RowsKind, UpsideBasis};
use crate::ledger::{Cadence, CohortBy};
use crate::units::{Amount, Label, Money, Period, Ratio};

/// The figures of `retention_decompose`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// What a row of the table was.
    pub rows: RowsKind,
    /// The sums of the mature cohorts with a starting ARR; if none is mature, of all, marked immature.
    pub portfolio: CohortReport,
    /// How many cohorts portfolio, churn, upside and bridge sum.
    pub cohorts_included: u64,
    /// One entry a cohort in the order given, cut by limit and offset; of more than three a summary shows
    /// `name starting_arr churned_arr grr nrr logo_retention leaky_bucket immature verdict.overall` alone.
    pub cohorts: Vec<CohortReport>,
    /// How many cohorts there are, where the list was cut.
    pub cohorts_total: Option<u64>,
    /// Where mature cohorts are going, in the order given.
    pub trend: TrendReport,
    /// Why customers left.
    pub churn: ChurnReport,
    /// The three largest losses by cohort and kind.
    pub leaks: Vec<LeakReport>,
    /// What half of preventable churn is worth.
    pub upside: Option<UpsideReport>,
    /// From the ARR at the start to that at the end.
    pub bridge: BridgeReport,
    /// How much hangs on the largest accounts; with customers or a ledger.
    pub concentration: Option<ConcentrationReport>,
    /// What the ledger holds, and who came and came back in the window.
    pub ledger: Option<LedgerReport>,
    /// Rate and mix effect between the window before and this one; with a ledger that names segments.
    pub mix: Option<MixReport>,
    /// Acquisition cohorts by age in months against their first month, oldest first, the last of them up to limit; a
    /// summary shows whole years alone. With a ledger.
    pub triangle: Option<Vec<TriangleReport>>,
}

/// A cohort's figures. A ratio without a value is null.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct CohortReport {
    /// The cohort's name.
    pub name: Label,
    /// ARR at the start.
    pub starting_arr: Money,
    /// ARR of those who left.
    pub churned_arr: Money,
    /// ARR lost from those who stayed.
    pub contraction_arr: Option<Money>,
    /// ARR gained from those who stayed.
    pub expansion_arr: Option<Money>,
    /// ARR of the same customers at the end.
    pub ending_arr: Option<Money>,
    /// (start − churned − contraction) ÷ start.
    pub grr: Option<Ratio>,
    /// GRR + expansion ÷ start.
    pub nrr: Option<Ratio>,
    /// Customers kept ÷ customers at the start.
    pub logo_retention: Option<Ratio>,
    /// Churned ÷ start.
    pub churn_ratio: Option<Ratio>,
    /// Contraction ÷ start.
    pub contraction_ratio: Option<Ratio>,
    /// Expansion ÷ start.
    pub expansion_ratio: Option<Ratio>,
    /// Customers at the start.
    pub starting_customers: Option<u64>,
    /// Customers who left.
    pub churned_customers: Option<u64>,
    /// Expansion ÷ (churned + contraction).
    pub masking_ratio: Option<Ratio>,
    /// GRR under its line while NRR is over its own; null while immature.
    pub leaky_bucket: Option<bool>,
    /// Where each figure stands; null without stage.
    pub verdict: Option<VerdictReport>,
    /// What each stage would say; only without stage.
    pub verdict_by_stage: Option<StageVerdicts>,
    /// Wilson interval of logo retention.
    pub logo_interval: Option<IntervalReport>,
    /// Interval of GRR; with customers or a ledger.
    pub grr_interval: Option<GrrIntervalReport>,
    /// Younger than 12 months: figures, no verdict.
    pub immature: bool,
}

/// Where figures stand.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VerdictReport {
    /// Gross retention.
    pub grr: Option<Band>,
    /// Net retention.
    pub nrr: Option<Band>,
    /// Logo retention; null where customers were not counted.
    pub logo: Option<Band>,
    /// Contraction; does not enter overall.
    pub contraction: Option<Band>,
    /// Expansion; does not enter overall.
    pub expansion: Option<Band>,
    /// The worst of grr, nrr and logo, or `leaky_bucket`.
    pub overall: Overall,
}

/// The verdict each stage would give.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StageVerdicts {
    /// Pre-seed to Series A.
    pub seed: VerdictReport,
    /// Series B and later.
    pub growth: VerdictReport,
    /// Late stage.
    pub scale: VerdictReport,
}

/// A two-sided interval of a share.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IntervalReport {
    /// Lower end.
    pub low: Ratio,
    /// Upper end.
    pub high: Ratio,
    /// How often such an interval holds the true share.
    pub confidence: Ratio,
}

/// An interval of GRR from customer rows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GrrIntervalReport {
    /// Lower end.
    pub low: Ratio,
    /// Upper end.
    pub high: Ratio,
    /// How often such an interval holds the true GRR.
    pub confidence: Ratio,
    /// How it was found.
    pub method: IntervalMethod,
    /// Lower end by resampling customers; under full detail, up to 2,000 customers.
    pub bootstrap_low: Option<Ratio>,
    /// Upper end by resampling.
    pub bootstrap_high: Option<Ratio>,
    /// How often the customers were drawn.
    pub bootstrap_resamples: Option<u64>,
    /// The seed of the draws.
    pub bootstrap_seed: Option<u64>,
}

/// The trend over mature cohorts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TrendReport {
    /// Where they are going; `too_few` under five.
    pub direction: Direction,
    /// Median change of GRR from one cohort to the next.
    pub slope_per_cohort: Option<Ratio>,
    /// Exact Mann–Kendall p; null under five cohorts.
    pub p_value: Option<Ratio>,
}

/// Why customers left.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChurnReport {
    /// Customers lost; null where they were not counted.
    pub churned_customers: Option<u64>,
    /// Of those, with a known reason.
    pub explained_customers: u64,
    /// Explained ÷ lost.
    pub reason_coverage: Option<Ratio>,
    /// The categories that hold anything, by customers, unknown last. Shares are over known reasons.
    pub reasons: Vec<ReasonReport>,
    /// The first three by customers, with all that tie with the third.
    pub top_reasons: Vec<Category>,
    /// Exact binomial p of the first against the second.
    pub top_reason_p_value: Option<Ratio>,
    /// Share of product_fit, no_value_realized and tactical_failure.
    pub preventable_share: Option<Ratio>,
    /// Its Wilson interval.
    pub preventable_interval: Option<IntervalReport>,
    /// Share that work on the customer side can reach.
    pub addressable_share: Option<Ratio>,
    /// Share that it can reach in part.
    pub partly_addressable_share: Option<Ratio>,
    /// Who can move churn, by the preventable share.
    pub lever: Lever,
    /// Whether its whole 90 % interval lies beyond the lever's line.
    pub lever_established: bool,
}

/// One reason.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReasonReport {
    /// The category.
    pub category: Category,
    /// Customers lost for it.
    pub customers: u64,
    /// Share of the customers with a known reason.
    pub customer_share: Option<Ratio>,
    /// ARR lost for it, where money was given by reason.
    pub churned_arr: Option<Money>,
    /// Share of the money with a known reason.
    pub arr_share: Option<Ratio>,
    /// Preventable in the strict sense; null for unknown.
    pub preventable: Option<bool>,
}

/// One loss.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LeakReport {
    /// The cohort's name.
    pub cohort: Label,
    /// How it was lost.
    pub kind: LeakKind,
    /// How much.
    pub amount: Money,
    /// Share of churn and contraction together.
    pub share_of_loss: Option<Ratio>,
}

/// What half of preventable churn would bring.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UpsideReport {
    /// The amount.
    pub half_preventable_arr: Money,
    /// GRR with it.
    pub grr_after: Option<Ratio>,
    /// From money by reason, or by customers, which is an assumption.
    pub basis: Option<UpsideBasis>,
    /// By customers: the amount at the low end of the preventable share.
    pub half_preventable_low: Option<Money>,
    /// By customers: the amount at the high end.
    pub half_preventable_high: Option<Money>,
    /// By customers: GRR at the low end.
    pub grr_after_low: Option<Ratio>,
    /// By customers: GRR at the high end.
    pub grr_after_high: Option<Ratio>,
}

/// starting − churn − contraction + expansion + reactivation = ending.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BridgeReport {
    /// ARR at the start.
    pub starting: Money,
    /// Lost with customers.
    pub churn: Money,
    /// Lost from those who stayed.
    pub contraction: Money,
    /// Gained from those who stayed.
    pub expansion: Money,
    /// From customers who came back; 0 in cohorts and customer rows, which cannot show them.
    pub reactivation: Money,
    /// ARR at the end.
    pub ending: Money,
}

/// How much hangs on the largest accounts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConcentrationReport {
    /// Share of the largest account in starting ARR.
    pub top1: Option<Ratio>,
    /// Share of the five largest.
    pub top5: Option<Ratio>,
    /// Share of the ten largest.
    pub top10: Option<Ratio>,
    /// Herfindahl–Hirschman index, 10,000 for a single account.
    pub hhi: Option<Amount>,
    /// How many equal accounts would be as concentrated.
    pub effective_customers: Option<Amount>,
    /// GRR of everyone but the largest account.
    pub grr_without_top1: Option<Ratio>,
    /// GRR if the largest account had left.
    pub grr_if_top1_left: Option<Ratio>,
}

/// What a ledger holds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LedgerReport {
    /// What its amounts stand for.
    pub cadence: Cadence,
    /// How customers are put into cohorts.
    pub cohort_by: CohortBy,
    /// Months of the window.
    pub window_months: u64,
    /// First month of the window.
    pub window_start: Period,
    /// Last month of the window.
    pub window_end: Period,
    /// First month with a row.
    pub first_month: Period,
    /// Last month with a row.
    pub last_month: Period,
    /// Rows.
    pub rows: u64,
    /// Customers with a row.
    pub customers: u64,
    /// Rows beyond the first of a customer and month; they were summed.
    pub duplicate_rows: u64,
    /// Customers who stayed with a month of nothing in between.
    pub gapped_customers: u64,
    /// Customers who paid before, nothing at the start, and pay at the end.
    pub reactivated_customers: u64,
    /// What they pay.
    pub reactivated_arr: Money,
    /// Customers who began within the window and pay at its end: new sales, no part of retention.
    pub new_customers: u64,
    /// What they pay.
    pub new_arr: Money,
    /// Customers who pay in one month alone.
    pub once_customers: u64,
}

/// How much of a change of GRR comes from segments, and how much from their weights.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MixReport {
    /// GRR of the window before.
    pub grr_before: Option<Ratio>,
    /// GRR of this window.
    pub grr_now: Option<Ratio>,
    /// The part of the change that is the segments' own.
    pub rate_effect: Option<Ratio>,
    /// The part that comes from their weights; both sum to the change.
    pub mix_effect: Option<Ratio>,
    /// Whether every segment moved against the whole.
    pub reversal: bool,
    /// By name; a segment without a name is the unknown one.
    pub segments: Vec<MixSegmentReport>,
}

/// A segment in both windows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MixSegmentReport {
    /// Its name; null where the rows name none.
    pub segment: Option<Label>,
    /// Its share of starting ARR in the window before.
    pub share_before: Option<Ratio>,
    /// Its share now.
    pub share_now: Option<Ratio>,
    /// Its GRR in the window before.
    pub grr_before: Option<Ratio>,
    /// Its GRR now.
    pub grr_now: Option<Ratio>,
    /// Its part of the rate effect.
    pub rate_effect: Option<Ratio>,
    /// Its part of the mix effect.
    pub mix_effect: Option<Ratio>,
}

/// An acquisition cohort by age.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TriangleReport {
    /// The cohort.
    pub cohort: Label,
    /// Its customers.
    pub customers: u64,
    /// What they paid in their first month, annual.
    pub starting_arr: Money,
    /// Some of them pay in the ledger's first month and may be older.
    pub may_be_older: bool,
    /// By age.
    pub ages: Vec<AgeReport>,
}

/// A cohort at an age.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AgeReport {
    /// Months since each customer's first.
    pub age_months: u64,
    /// Customers who are that old by the last month.
    pub at_risk: u64,
    /// What is left of the first month's ARR.
    pub grr: Option<Ratio>,
    /// With what grew.
    pub nrr: Option<Ratio>,
    /// Customers who pay.
    pub logo_retention: Option<Ratio>,
    /// ARR of those who come back after a month of nothing; under full detail.
    pub reactivated_arr: Option<Money>,
}
