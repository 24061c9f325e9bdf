//! The figures as they leave.

use schemars::JsonSchema;
use serde::Serialize;

use crate::customers::Tier;
use crate::tools::coverage::words::{
    Benchmark, Binding, HireReason, Model, Role, TargetBasis, TriggerAt, TriggerLevel, TriggerRule,
};
use crate::units::{Amount, Money, Ratio};

/// The figures of `size_cs_team`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// Where the ARR targets come from.
    pub target_basis: TargetBasis,
    /// The four tiers from the top; one that was not given has nothing but its name.
    pub tiers: Vec<TierReport>,
    /// Sums over the tiers given.
    pub totals: TotalsReport,
    /// Tiers that each need less than one CSM and could share; none if there are not two.
    pub pooling_option: Option<PoolingReport>,
    /// Lines of the manager rules that are reached.
    pub manager_triggers: Vec<TriggerReport>,
    /// Whether one of them calls for a manager, not only for a plan.
    pub manager_needed: bool,
    /// Hires by month; at summary a page of them.
    pub hiring_plan: Vec<HireReport>,
    /// How many hires the whole plan holds; none while no tier's CSMs are known.
    pub hiring_plan_total: Option<u64>,
    /// People offered from a tier with too many to one that is short.
    pub redeploy: Vec<MoveReport>,
    /// Need and capacity in full-time people, by tier and month; at summary the month of the heaviest load alone.
    pub capacity: Vec<CapacityReport>,
    /// Cost of CSMs and manager in each quarter of the plan.
    pub cost_by_quarter: Vec<QuarterReport>,
    /// A year's cost of the team of month 12, the manager included.
    pub run_rate_12mo: Option<Money>,
    /// What each published set of ratios would require.
    pub benchmarks: Vec<BenchmarkReport>,
}

/// One tier. Targets, bands, caps and the count by each load are left out at summary.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TierReport {
    /// The tier.
    pub tier: Tier,
    /// How it is served.
    pub model: Option<Model>,
    /// Customers.
    pub customers: Option<u64>,
    /// Annual recurring revenue.
    pub arr: Option<Money>,
    /// ARR that a CSM is to carry.
    pub arr_per_csm_target: Option<Money>,
    /// Least ARR per CSM of the band.
    pub band_low: Option<Money>,
    /// Greatest ARR per CSM of the band; none where it is open.
    pub band_high: Option<Money>,
    /// Most accounts of a CSM.
    pub accounts_per_csm_cap: Option<u64>,
    /// CSMs today.
    pub current_csm_count: Option<u64>,
    /// CSMs required now.
    pub required_now: Option<u64>,
    /// CSMs required now at the high end of the band.
    pub required_now_low: Option<u64>,
    /// CSMs required now at the low end of the band.
    pub required_now_high: Option<u64>,
    /// CSMs required in twelve months.
    pub required_12mo: Option<u64>,
    /// The loads that set the count now, joined by +.
    pub binding_now: Option<Binding>,
    /// The loads that set the count in twelve months.
    pub binding_12mo: Option<Binding>,
    /// CSMs required now by ARR.
    pub by_arr: Option<u64>,
    /// CSMs required now by accounts.
    pub by_accounts: Option<u64>,
    /// CSMs required now by hours.
    pub by_hours: Option<u64>,
    /// People required now as a fraction, before rounding up.
    pub fte_required: Option<Amount>,
    /// Required less current, now.
    pub gap_now: Option<i64>,
    /// Required in twelve months less current.
    pub gap_12mo: Option<i64>,
    /// ARR of each CSM today.
    pub current_arr_per_csm: Option<Money>,
    /// Whether that lies in the band.
    pub in_band: Option<bool>,
    /// A year's cost of the CSMs required now.
    pub annual_cost_now: Option<Money>,
    /// A year's cost of the CSMs required in twelve months.
    pub annual_cost_12mo: Option<Money>,
}

/// Sums over the tiers given; shortage and surplus are not netted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TotalsReport {
    /// CSMs today.
    pub current: Option<u64>,
    /// CSMs required now.
    pub required_now: u64,
    /// CSMs required in twelve months.
    pub required_12mo: u64,
    /// Missing now, over the tiers that are short.
    pub shortage_now: Option<u64>,
    /// Too many now, over the tiers that have them.
    pub surplus_now: Option<u64>,
    /// Missing in twelve months.
    pub shortage_12mo: Option<u64>,
    /// Too many in twelve months.
    pub surplus_12mo: Option<u64>,
    /// Shortage less surplus, now.
    pub gap_now: Option<i64>,
    /// Shortage less surplus in twelve months.
    pub gap_12mo: Option<i64>,
    /// A year's cost of the CSMs required now.
    pub annual_cost_now: Money,
    /// A year's cost of the CSMs required in twelve months.
    pub annual_cost_12mo: Money,
}

/// An offer to serve small tiers together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PoolingReport {
    /// The tiers.
    pub tiers: Vec<Tier>,
    /// People they need together, as a fraction.
    pub fte_required: Amount,
    /// CSMs they need together.
    pub csms: u64,
    /// CSMs they need each by itself.
    pub csms_apart: u64,
}

/// A line of the manager rules that is reached.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TriggerReport {
    /// Which.
    pub rule: TriggerRule,
    /// When.
    pub at: TriggerAt,
    /// The tier, for the line of a tier.
    pub tier: Option<Tier>,
    /// CSMs counted; none for escalations.
    pub count: Option<u64>,
    /// How pressing it is.
    pub level: TriggerLevel,
}

/// A hire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HireReport {
    /// The month in which the person starts: YYYY-MM, or M1 to M12.
    pub month: String,
    /// The tier; none for a manager.
    pub tier: Option<Tier>,
    /// The role.
    pub role: Role,
    /// Why.
    pub reason: HireReason,
    /// The month in which the need stands; today's is the first.
    pub need_month: String,
    /// Whether lead and ramp would have had the person start before the plan does.
    pub overdue: bool,
}

/// People offered from one tier to another.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MoveReport {
    /// The month of the move.
    pub month: String,
    /// From where.
    pub from: Tier,
    /// To where.
    pub to: Tier,
    /// How many.
    pub csms: u64,
}

/// One month of one tier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CapacityReport {
    /// The month; figures stand for its end.
    pub month: String,
    /// The tier.
    pub tier: Tier,
    /// People needed, as a fraction.
    pub need: Option<Amount>,
    /// People's worth of work that the planned team can do: after attrition, and with the new on their ramp.
    pub capacity: Option<Amount>,
    /// Need over capacity; none without capacity.
    pub load: Option<Ratio>,
}

/// The cost of a quarter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuarterReport {
    /// Its first month.
    pub from: String,
    /// What CSMs and manager cost, in whole units: heads are expected ones.
    pub cost: Money,
    /// What of it CSMs cost; at summary left out.
    pub csm_cost: Option<Money>,
    /// What of it the manager costs; at summary left out.
    pub manager_cost: Option<Money>,
}

/// The book by one published set.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BenchmarkReport {
    /// The set.
    pub benchmark: Benchmark,
    /// CSMs required now.
    pub required_now: u64,
    /// CSMs required in twelve months.
    pub required_12mo: u64,
    /// A year's cost of those of twelve months; at summary left out.
    pub annual_cost_12mo: Option<Money>,
    /// The tiers; at summary left out.
    pub tiers: Vec<BenchmarkTier>,
}

/// A tier by one published set.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BenchmarkTier {
    /// The tier.
    pub tier: Tier,
    /// ARR that a CSM is to carry.
    pub arr_per_csm_target: Money,
    /// Most accounts of a CSM.
    pub accounts_per_csm_cap: u64,
    /// CSMs required now.
    pub required_now: u64,
    /// CSMs required in twelve months.
    pub required_12mo: u64,
}
