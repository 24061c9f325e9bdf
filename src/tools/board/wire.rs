//! What arrives at and leaves `draft_board_section`.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::period::Period;
use crate::problem::{Code, Collector, Problems};
use crate::tools::evidence::Evidence;
use crate::tools::retention::words::{Category, Direction};
use crate::units::{Amount, Date, Label, Money, Percent, Ratio};

/// Arguments of `draft_board_section`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Input {
    /// The arguments of the other tools, as in `cco_review`; retention gives the churn drivers.
    #[schemars(extend("x-public" = {"type": "object", "description": "as in cco_review; {} if none"}))]
    pub evidence: Evidence,
    /// Retention by quarter, each over its trailing twelve months, oldest first unless all names tell when they were;
    /// the last five are shown.
    #[schemars(extend("x-tell" = "oldest first; the last 5 count"))]
    pub quarters: Vec<QuarterInput>,
    /// Net promoter scores, where they are measured.
    pub nps: Option<NpsInput>,
    /// What growth came from; the three largest are shown.
    pub expansion_drivers: Option<Vec<ExpansionInput>>,
    /// What the board is asked for.
    pub asks: Asks,
}

/// One quarter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct QuarterInput {
    /// Its name, such as 2026-Q3, once in the list.
    pub name: Label,
    /// Gross retention, 0 to 1.
    #[schemars(extend("x-max" = 1, "x-tell" = "fraction"))]
    pub grr: Ratio,
    /// Net retention, 0 to 3, at least the gross.
    #[schemars(extend("x-max" = 3))]
    pub nrr: Ratio,
    /// Logo retention, 0 to 1.
    #[schemars(extend("x-max" = 1))]
    pub logo: Option<Ratio>,
}

/// Net promoter scores, −100 to 100.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct NpsInput {
    /// Of the relationship survey.
    #[schemars(extend("x-min" = -100, "x-max" = 100))]
    pub relationship: Option<Amount>,
    /// Of surveys after an event.
    #[schemars(extend("x-min" = -100, "x-max" = 100))]
    pub transactional: Option<Amount>,
    /// By segment.
    #[schemars(extend("x-public" = {"type": "object", "description": "{tier: score}"}))]
    pub by_segment: Option<SegmentScores>,
}

/// Scores by segment; what is absent is unknown.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, JsonSchema)]
pub struct SegmentScores {
    /// Strategic.
    #[schemars(extend("x-min" = -100, "x-max" = 100, "x-loose" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strategic: Option<Amount>,
    /// Enterprise.
    #[schemars(extend("x-min" = -100, "x-max" = 100, "x-loose" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<Amount>,
    /// Mid-market.
    #[schemars(extend("x-min" = -100, "x-max" = 100, "x-loose" = true, "x-aliases" = ["midmarket"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mid_market: Option<Amount>,
    /// SMB and long tail.
    #[schemars(extend("x-min" = -100, "x-max" = 100, "x-loose" = true, "x-aliases" = ["smb", "long_tail"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smb_long_tail: Option<Amount>,
    /// Product-led.
    #[schemars(extend("x-min" = -100, "x-max" = 100, "x-loose" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plg: Option<Amount>,
}

impl SegmentScores {
    /// The scores that are known, with the segment's name in print.
    pub(super) fn known(&self) -> impl Iterator<Item = (&'static str, Amount)> {
        let all = [
            ("Strategic", self.strategic),
            ("Enterprise", self.enterprise),
            ("Mid-market", self.mid_market),
            ("SMB / long tail", self.smb_long_tail),
            ("Product-led", self.plg),
        ];
        all.into_iter().filter_map(|(name, score)| Some((name, score?)))
    }
}

/// Something that growth came from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ExpansionInput {
    /// What it is, once in the list.
    pub driver: Label,
    /// The ARR it brought.
    pub arr_usd: Option<Money>,
    /// The percentage of eligible customers that use it, 0 to 100.
    pub adoption_pct: Option<Percent>,
}

/// The three asks of the page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Asks {
    /// Money.
    pub budget: Label,
    /// People and ownership.
    pub organization: Label,
    /// What comes first.
    pub priority: Label,
}

/// The figures of `draft_board_section`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// The quarters shown, oldest first.
    pub quarters: Vec<QuarterReport>,
    /// How many quarters were sent, where not all are shown.
    pub quarters_total: Option<u64>,
    /// True where they were sent in another order than their names tell.
    pub quarters_reordered: Option<bool>,
    /// Where gross retention went.
    pub grr_trend: CourseReport,
    /// Where net retention went.
    pub nrr_trend: CourseReport,
    /// What the retention evidence gives.
    pub computed: Option<ComputedReport>,
    /// Whether a leak stands under the net figure, in the last quarter or in the evidence.
    pub leaky_bucket: bool,
    /// Net promoter scores as they were sent.
    pub nps: Option<NpsReport>,
    /// The first three churn drivers, and what ties with the third.
    pub churn_drivers: Vec<ChurnDriver>,
    /// The first three expansion drivers.
    pub expansion_drivers: Vec<ExpansionReport>,
    /// The team that the coverage evidence asks for.
    pub team: Option<TeamReport>,
    /// What the board is asked for.
    pub asks: AsksReport,
    /// Thresholds that a part of the evidence named itself, by part, as they were used.
    pub evidence_policy_overrides: Option<Map<String, Value>>,
}

/// One quarter on the page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuarterReport {
    /// Its name.
    pub name: Label,
    /// Gross retention.
    pub grr: Ratio,
    /// Net retention.
    pub nrr: Ratio,
    /// Logo retention.
    pub logo: Option<Ratio>,
    /// Whether it leaks: GRR under 85 % beneath an NRR over 100 %.
    pub leaky_bucket: bool,
}

/// Where a ratio went.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CourseReport {
    /// What the trend test shows.
    pub direction: Direction,
    /// From the first quarter shown to the last, in percentage points.
    pub change_points: Option<Amount>,
    /// The trend test's p.
    pub p_value: Option<Ratio>,
}

/// Retention as the evidence gives it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComputedReport {
    /// Gross retention of the portfolio.
    pub grr: Option<Ratio>,
    /// Net retention of the portfolio.
    pub nrr: Option<Ratio>,
    /// Whether it leaks.
    pub leaky_bucket: Option<bool>,
}

/// Net promoter scores.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NpsReport {
    /// Of the relationship survey.
    pub relationship: Option<Amount>,
    /// Of surveys after an event.
    pub transactional: Option<Amount>,
    /// By segment.
    pub by_segment: Option<SegmentScores>,
}

/// A churn driver.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChurnDriver {
    /// The reason.
    pub reason: Category,
    /// Customers lost to it.
    pub customers: u64,
    /// Their share of explained churn.
    pub customer_share: Option<Ratio>,
    /// What is proposed against it.
    pub counter_action: &'static str,
    /// Who answers for it.
    pub owner: &'static str,
}

/// An expansion driver.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExpansionReport {
    /// What it is.
    pub driver: Label,
    /// The ARR it brought.
    pub arr_usd: Option<Money>,
    /// The percentage of eligible customers that use it.
    pub adoption_pct: Option<Percent>,
}

/// The team that the coverage evidence asks for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TeamReport {
    /// CSMs today.
    pub current: Option<u64>,
    /// CSMs required in 12 months.
    pub required_12mo: u64,
    /// What those cost a year.
    pub annual_cost_12mo: Money,
}

/// The three asks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AsksReport {
    /// Money.
    pub budget: Label,
    /// People and ownership.
    pub organization: Label,
    /// What comes first.
    pub priority: Label,
}

/// Checks the rules of quarters and drivers.
///
/// # Errors
/// No quarter, a quarter or driver that stands twice, one that begins after the day of the page, or a net retention
/// under the gross.
pub(super) fn check(input: &Input, as_of: Option<Date>) -> Result<(), Problems> {
    let mut problems = Collector::default();
    if input.quarters.is_empty() {
        problems.add(Code::Empty, "quarters", "expected at least one quarter, got none", "Send the last five quarters.");
    }
    let (mut names, mut periods) = (BTreeSet::new(), BTreeSet::new());
    for (index, quarter) in input.quarters.iter().enumerate() {
        let at = format!("quarters[{index}].name");
        let period = Period::of_name(quarter.name.as_str());
        if !names.insert(&quarter.name) || period.is_some_and(|period| !periods.insert(period)) {
            let message = format!("the quarter \"{}\" stands twice", quarter.name);
            problems.add(Code::Duplicate, at.clone(), message, "Give each quarter once.");
        }
        if let (Some(period), Some(as_of)) = (period, as_of)
            && period.begins > as_of
        {
            let message = format!("\"{}\" begins on {}, after as_of {as_of}", quarter.name, period.begins);
            problems.add(Code::Range, at, message, "Leave out what has not begun, or correct as_of.");
        }
        if quarter.nrr < quarter.grr {
            problems.add(
                Code::Identity,
                format!("quarters[{index}].nrr"),
                format!("net retention {} lies under gross retention {}", quarter.nrr, quarter.grr),
                "Net is gross plus expansion: check which of the two is which.",
            );
        }
    }
    let mut drivers = BTreeSet::new();
    for (index, one) in input.expansion_drivers.iter().flatten().enumerate() {
        if !drivers.insert(&one.driver) {
            let message = format!("the driver \"{}\" stands twice", one.driver);
            problems.add(Code::Duplicate, format!("expansion_drivers[{index}].driver"), message, "Give each driver once.");
        }
    }
    problems.finish()
}
