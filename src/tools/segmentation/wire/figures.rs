//! The figures of a segmentation.

use schemars::JsonSchema;
use serde::Serialize;

use super::Signals;
use crate::customers::Tier;
use crate::tools::segmentation::words::{Condition, CoverageModel, ExitPath, FitBand, Flag, NurtureReason, Status};
use crate::units::{Amount, Date, Label, Money, Ratio};

/// The figures of `segment_customers`. Lists are sorted by ARR, then name, and cut to `limit`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// All customers, listed or not.
    pub total_customers: u64,
    /// Their ARR.
    pub total_arr: Money,
    /// The four tiers by ARR, from the top.
    pub tiers: Vec<TierReport>,
    /// The kill candidates together.
    pub kill: KillReport,
    /// Accounts with two flags or more.
    pub kill_list: Vec<KillEntry>,
    /// How many there are.
    pub kill_list_total: u64,
    /// Accounts with one flag.
    pub yellow_list: Vec<YellowEntry>,
    /// How many there are.
    pub yellow_list_total: u64,
    /// Accounts that meet every condition of the next tier.
    pub upgrades: Vec<MoveEntry>,
    /// How many there are.
    pub upgrades_total: u64,
    /// Accounts under the floor of their tier.
    pub downgrades: Vec<MoveEntry>,
    /// How many there are.
    pub downgrades_total: u64,
    /// Accounts worth developing.
    pub nurture: Vec<NurtureEntry>,
    /// How many there are.
    pub nurture_total: u64,
    /// The book by rank: top 5 %, next 15, next 35, the rest.
    pub quantile_tiers: Vec<QuantileReport>,
    /// How much of ARR the largest accounts hold.
    pub concentration: Option<ConcentrationReport>,
    /// A page of the customers: `limit` rows from `offset`.
    pub customers: Vec<CustomerReport>,
}

/// A tier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TierReport {
    /// The tier.
    pub tier: Tier,
    /// Its customers.
    pub customers: u64,
    /// Their share of all customers.
    pub customer_share: Ratio,
    /// Their ARR.
    pub arr: Money,
    /// Its share of all ARR.
    pub arr_share: Option<Ratio>,
    /// How the tier is served.
    pub coverage: CoverageModel,
    /// Least yearly spend per account.
    pub investment_floor: Money,
    /// Greatest yearly spend per account.
    pub investment_ceiling: Money,
    /// Accounts whose support cost is known.
    pub support_cost_known: u64,
    /// Their support cost.
    pub actual_support_cost: Option<Money>,
    /// What lies above the ceiling of those accounts together.
    pub over_investment: Option<Money>,
    /// What is missing to the floor of those accounts together.
    pub under_investment: Option<Money>,
}

/// The kill candidates together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KillReport {
    /// How many.
    pub customers: u64,
    /// Their share of all customers.
    pub customer_share: Ratio,
    /// Their ARR.
    pub arr: Money,
    /// Its share of all ARR.
    pub arr_share: Option<Ratio>,
    /// Their known support cost.
    pub support_cost: Option<Money>,
}

/// A kill candidate.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KillEntry {
    /// Its name.
    pub name: Label,
    /// Its identifier.
    pub id: Option<Label>,
    /// Its tier by ARR.
    pub tier: Tier,
    /// Its ARR.
    pub arr_usd: Money,
    /// Its support cost.
    pub support_cost: Option<Money>,
    /// The flags that make it a candidate.
    pub flags: Vec<Flag>,
    /// Whether cost and fit alone do.
    pub economic_pair: bool,
    /// The path of the greatest expected value; assumptions of the policy go into it.
    pub recommended_path: Option<ExitPath>,
    /// The price that covers its cost.
    pub break_even_price: Option<Money>,
    /// The price of which its cost is half.
    pub price_for_half: Option<Money>,
    /// When notice of non-renewal is given.
    pub notice_by: Option<NoticeWindow>,
    /// Expected value of each path; at `full`.
    pub expected_value: Option<PathValues>,
}

/// The first and the last day of notice.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticeWindow {
    /// 90 days before the contract's end.
    pub from: Date,
    /// 60 days before.
    pub to: Date,
}

/// Expected value of each path, a year.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PathValues {
    /// Chance to stay times what is left.
    pub tech_touch: Money,
    /// Chance to accept times the gain.
    pub raise_price: Money,
    /// Nothing.
    pub non_renewal: Money,
    /// The acceptance from which raising the price is best.
    pub break_even_acceptance: Option<Ratio>,
}

/// An account with one flag.
#[derive(Debug, Serialize, JsonSchema)]
pub struct YellowEntry {
    /// Its name.
    pub name: Label,
    /// Its identifier.
    pub id: Option<Label>,
    /// Its ARR.
    pub arr_usd: Money,
    /// The flag.
    pub flags: Vec<Flag>,
}

/// An account that moves between tiers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MoveEntry {
    /// Its name.
    pub name: Label,
    /// Its identifier.
    pub id: Option<Label>,
    /// Its ARR.
    pub arr_usd: Money,
    /// The tier it is treated as.
    pub from: Tier,
    /// The tier it belongs in.
    pub to: Tier,
}

/// An account worth developing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NurtureEntry {
    /// Its name.
    pub name: Label,
    /// Its identifier.
    pub id: Option<Label>,
    /// Its ARR.
    pub arr_usd: Money,
    /// Why.
    pub reason: NurtureReason,
    /// The tier it may rise to.
    pub to: Option<Tier>,
    /// The arguments that would tell whether it does.
    pub missing: Vec<Condition>,
}

/// A tier of the quantile view.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuantileReport {
    /// The tier.
    pub tier: Tier,
    /// Its customers.
    pub customers: u64,
    /// Their ARR.
    pub arr: Money,
    /// The least ARR in it; none if it is empty.
    pub arr_min: Option<Money>,
}

/// How concentrated ARR is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConcentrationReport {
    /// Share of the largest account.
    pub top1: Ratio,
    /// Share of the five largest.
    pub top5: Ratio,
    /// Share of the ten largest.
    pub top10: Ratio,
    /// Herfindahl index, 10,000 for a single customer.
    pub hhi: Amount,
    /// How many customers of equal size would be as concentrated.
    pub effective_customers: Amount,
}

/// One customer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CustomerReport {
    /// Its name.
    pub name: Label,
    /// Its identifier.
    pub id: Option<Label>,
    /// Its tier by ARR.
    pub tier: Tier,
    /// Its ARR.
    pub arr_usd: Money,
    /// Points of the signals known to be true.
    pub icp_fit_score: Amount,
    /// Points if every unknown signal were true.
    pub icp_fit_max: Amount,
    /// The band of the score.
    pub icp_band: FitBand,
    /// The band of the maximum.
    pub icp_band_max: FitBand,
    /// Support cost over ARR.
    pub support_cost_ratio: Option<Ratio>,
    /// Where it stands.
    pub status: Status,
    /// Its flags.
    pub flags: Vec<Flag>,
    /// The rest of what is known; at `full`.
    #[serde(flatten)]
    pub facts: Option<CustomerFacts>,
}

/// What came with a customer, and what could not be assessed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CustomerFacts {
    /// Flags that could not be assessed.
    pub flags_unknown: Vec<Flag>,
    /// As given.
    pub tenure_months: Option<u32>,
    /// As given.
    pub icp_fit_signals: Signals,
    /// As given.
    pub annual_support_cost_usd: Option<Money>,
    /// As given.
    pub current_tier: Option<Tier>,
    /// As given.
    pub escalations_12mo: Option<u32>,
    /// As given.
    pub acquired_by_conflicting_entity: Option<bool>,
    /// As given.
    pub declining_or_closing: Option<bool>,
    /// As given.
    pub dedicated_exec_contact: Option<bool>,
    /// As given.
    pub multi_year: Option<bool>,
    /// As given.
    pub sponsor_both_sides: Option<bool>,
    /// As given.
    pub contract_end: Option<Date>,
}
