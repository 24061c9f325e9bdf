//! What arrives at and leaves `project_nrr`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::{Driver, Evidence, Part, Standing};
use crate::units::{Amount, Label, Money, Month, Ratio};

/// Arguments of `project_nrr`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// ARR of the customers there are today.
    pub starting_arr: Money,
    /// Churned ARR of the last twelve months as a fraction of ARR at their start.
    #[schemars(extend("x-max" = 1, "x-tell" = "annual fraction"))]
    pub churn_ratio: Ratio,
    /// Contraction likewise.
    #[schemars(extend("x-max" = 1))]
    pub contraction_ratio: Ratio,
    /// Expansion likewise, 0 to 3.
    #[schemars(extend("x-max" = 3))]
    pub expansion_ratio: Ratio,
    /// How far to look, 12 to 36; 12 unless said.
    #[schemars(range(min = 12), extend("x-max" = 36, "x-tell" = "12 to 36, default 12"))]
    pub months: Option<u32>,
    /// What is to be changed, each driver once.
    pub drivers: Option<Vec<DriverInput>>,
    /// What the program costs in all.
    pub program_cost: Option<Money>,
}

/// One driver and its effect.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct DriverInput {
    /// What it is.
    pub driver: Driver,
    /// Weeks late for onboarding_weeks_late, the fraction for preventable_churn_share; these two have an effect of
    /// their own. Not beside low, base and high.
    #[schemars(extend("x-max" = 520, "x-percent-text-max" = 1, "x-tell" = "weeks late, or preventable fraction"))]
    pub amount: Option<Amount>,
    /// The part of net retention it moves: churn, unless it is usage_expansion or pricing_fit.
    pub acts_on: Option<Part>,
    /// Points of a year as a fraction, better is positive: 0.02 takes churn from 0.10 to 0.08. Low end.
    #[schemars(extend(
        "x-min" = -1,
        "x-max" = 1,
        "x-percent-text-max" = 1,
        "x-tell" = "annual points, 0.02; better is positive"
    ))]
    pub low: Option<Amount>,
    /// The same, what is reckoned with.
    #[schemars(extend("x-min" = -1, "x-max" = 1, "x-percent-text-max" = 1))]
    pub base: Option<Amount>,
    /// The same, high end.
    #[schemars(extend("x-min" = -1, "x-max" = 1, "x-percent-text-max" = 1))]
    pub high: Option<Amount>,
    /// How well the effect is known: H measured, M observed, L neither (default).
    pub evidence: Option<Evidence>,
    /// Where it is known from; H and M need it.
    #[schemars(extend("x-tell" = "needed for H and M"))]
    pub source: Option<Label>,
    /// The first month in which it acts, 1 unless said; no later than months.
    #[schemars(range(min = 1), extend("x-max" = 36))]
    pub start_month: Option<u32>,
}

/// The figures of `project_nrr`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// How far it looks.
    pub months: u32,
    /// At today's rates: an assumption in itself.
    pub baseline: PathReport,
    /// With every driver's low, base and high effect.
    pub scenario: Option<ScenarioReport>,
    /// What doing nothing costs: the scenario less the baseline.
    pub cost_of_inaction: Option<InactionReport>,
    /// The drivers that have an effect, by contribution.
    pub drivers: Vec<DriverReport>,
    /// What the program costs, as sent.
    pub program_cost: Option<Money>,
    /// The first month by which the added revenue has reached that cost.
    pub payback_month: Option<PaybackReport>,
}

/// One path.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PathReport {
    /// ARR at the end; none where it was 0 at the start.
    pub ending_arr: Option<Money>,
    /// Gross retention over the last twelve months.
    pub grr: Option<Ratio>,
    /// Net retention over the last twelve months.
    pub nrr: Option<Ratio>,
    /// ARR lost to churn and contraction on the way.
    pub gross_loss: Option<Money>,
    /// A point a quarter, and the end.
    pub path: Vec<PointReport>,
}

/// The end of a quarter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PointReport {
    /// Months from the start.
    pub month: u32,
    /// The calendar month, with `as_of`.
    pub ends: Option<Month>,
    /// ARR of today's customers.
    pub arr: Option<Money>,
    /// Gross retention over the trailing twelve months.
    pub grr: Option<Ratio>,
    /// Net retention over the trailing twelve months.
    pub nrr: Option<Ratio>,
}

/// The three cases.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScenarioReport {
    /// With the low ends.
    pub low: PathReport,
    /// With what is reckoned with.
    pub base: PathReport,
    /// With the high ends.
    pub high: PathReport,
}

/// What doing nothing costs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InactionReport {
    /// ARR at the end.
    pub ending_arr: RangeReport,
    /// Revenue over all months.
    pub revenue: RangeReport,
}

/// A range of money.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RangeReport {
    /// With the low ends.
    pub low: Amount,
    /// With what is reckoned with.
    pub base: Amount,
    /// With the high ends.
    pub high: Amount,
}

/// One driver.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DriverReport {
    /// What it is.
    pub driver: Driver,
    /// The part it moves.
    pub acts_on: Part,
    /// Its effect, low end, in points of a year as a fraction.
    pub low: Amount,
    /// What is reckoned with.
    pub base: Amount,
    /// High end.
    pub high: Amount,
    /// How well it is known.
    pub evidence: Evidence,
    /// Whether anybody named where it comes from.
    pub standing: Standing,
    /// Where it is known from, as sent.
    pub source: Option<Label>,
    /// The first month in which it acts.
    pub start_month: u32,
    /// Its share of the base gain in ARR at the end; the shares sum to it. None where ARR was 0 at the start.
    pub contribution_arr: Option<Amount>,
}

/// When the program is paid back.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PaybackReport {
    /// With the low ends; null is not within the months shown.
    pub low: Option<u32>,
    /// With what is reckoned with.
    pub base: Option<u32>,
    /// With the high ends.
    pub high: Option<u32>,
}
