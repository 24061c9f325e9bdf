//! The arithmetic of `size_cs_team`. Pure: a checked book in; required people, plan, capacity and cost out.
//!
//! What is required is exact; capacity alone is real-valued.

pub(crate) mod benchmarks;
pub(crate) mod capacity;
pub(crate) mod cost;
pub(crate) mod managers;
pub(crate) mod need;
pub(crate) mod plan;
mod pooling;
mod redeploy;
mod tiers;

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::policy::CoveragePolicy;
use super::words::{HireReason, Role, TargetBasis, TriggerAt, TriggerLevel};
use crate::customers::Tier;
use crate::units::{Money, Share};

pub(crate) use benchmarks::BySet;
pub(crate) use cost::Phased;
pub(crate) use managers::Trigger;
pub(crate) use plan::Hire;
pub(crate) use pooling::Pooling;
pub(crate) use redeploy::Move;
pub(crate) use tiers::{TierAnswer, Totals};

/// Months the plan looks ahead.
pub(super) const MONTHS_COUNT: usize = 12;

/// The accounts of a tier and who serves them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TierBook {
    /// Accounts.
    pub accounts: u64,
    /// Their annual recurring revenue.
    pub arr: Money,
    /// CSMs today, where known.
    pub current: Option<u64>,
    /// Hours a month for each account, where known.
    pub hours_per_account: Option<Decimal>,
}

/// A checked question.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// The tiers from the top; none where a tier was not given.
    pub books: [Option<TierBook>; 4],
    /// Growth of ARR and accounts over the year, as a fraction.
    pub growth: Decimal,
    /// Factor on every load.
    pub complexity: Decimal,
    /// Share of CSMs who leave in a year.
    pub attrition: Decimal,
    /// Months between the end of a ramp and the need.
    pub lead_months: Decimal,
    /// Where targets come from.
    pub basis: TargetBasis,
    /// Whether executives are called in week by week.
    pub weekly_escalations: Option<bool>,
}

impl Question {
    /// The tiers given.
    pub(crate) fn books(&self) -> impl Iterator<Item = (Tier, &TierBook)> {
        Tier::ALL.into_iter().zip(&self.books).filter_map(|(tier, book)| Some((tier, book.as_ref()?)))
    }
}

/// The counts of a tier.
#[derive(Debug, Clone, Copy)]
pub(super) struct TierCount {
    tier: Tier,
    current: Option<u64>,
    required_now: u64,
    required_12mo: u64,
}

/// One month of one tier.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MonthOfTier {
    /// The month, 1 to 12.
    pub month: usize,
    /// The tier.
    pub tier: Tier,
    /// People's worth of work needed.
    pub need: f64,
    /// People's worth of work that can be done.
    pub capacity: f64,
    /// Need over capacity; none without capacity.
    pub load: Option<f64>,
}

/// What the plan of the known tiers is.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Hires by month.
    pub hires: Vec<Hire>,
    /// Moves by month.
    pub moves: Vec<Move>,
    /// Capacity by tier and month.
    pub months: Vec<MonthOfTier>,
    /// Cost over time; none while a tier's CSMs are not known.
    pub phased: Option<Phased>,
}

/// Everything computed.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The tiers given, from the top.
    pub tiers: Vec<TierAnswer>,
    /// Their sums.
    pub totals: Totals,
    /// Small tiers that could share people.
    pub pooling: Option<Pooling>,
    /// Lines of the manager rules that are reached.
    pub triggers: Vec<Trigger>,
    /// Moves, hires, capacity and cost.
    pub plan: Plan,
    /// The book by each published set.
    pub sets: Vec<BySet>,
    /// Largest over smallest total of the sets.
    pub sets_spread: Option<Share>,
}

impl Answer {
    /// Whether a line that calls for a manager is reached.
    #[must_use]
    pub(crate) fn manager_needed(&self) -> bool {
        self.triggers.iter().any(|trigger| trigger.level == TriggerLevel::Needed)
    }
}

/// The most CSMs a tier may require; more come from a slip in the arguments.
pub(crate) const REQUIRED_CSMS_COUNT_MAX: u64 = 1_000_000;

/// Figures beyond anything that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooLarge {
    /// A tier that would require more than [`REQUIRED_CSMS_COUNT_MAX`] people.
    Requirement(Tier),
    /// A plan that grew past [`plan::PLAN_PEOPLE_COUNT_MAX`] people at this tier.
    Plan(Tier),
}

/// Answers the question.
///
/// # Errors
/// A requirement or a plan beyond anything that is meant.
pub(super) fn answer(question: &Question, policy: &CoveragePolicy) -> Result<Answer, TooLarge> {
    let tiers: Vec<TierAnswer> =
        question.books().map(|(tier, book)| tiers::tier_answer(tier, book, question, policy)).collect();
    if let Some(beyond) = tiers.iter().find(|tier| tier.in_12mo.required > REQUIRED_CSMS_COUNT_MAX) {
        return Err(TooLarge::Requirement(beyond.tier));
    }
    let counts: Vec<TierCount> = tiers.iter().map(TierAnswer::count).collect();
    let triggers = managers::triggers(&counts, question.weekly_escalations, policy);
    let plan = plan_known(&tiers, &triggers, question, policy)?;
    let sets = benchmarks::by_set(question, policy);
    Ok(Answer {
        totals: Totals::of(&tiers),
        pooling: pooling::option(&tiers),
        triggers,
        plan,
        sets_spread: benchmarks::spread(&sets),
        sets,
        tiers,
    })
}

/// Plans the tiers whose CSMs are known, and the manager.
fn plan_known(
    tiers: &[TierAnswer],
    triggers: &[Trigger],
    question: &Question,
    policy: &CoveragePolicy,
) -> Result<Plan, TooLarge> {
    let real = |decimal: Decimal| decimal.to_f64().unwrap_or(0.0);
    let staffed: Vec<plan::Staffed> = tiers
        .iter()
        .filter_map(|one| {
            let (half_months, full_months) = policy.ramp_months(one.tier);
            Some(plan::Staffed {
                tier: one.tier,
                need_now: real(one.now.fte),
                need_12mo: real(one.in_12mo.fte),
                current: one.book.current?,
                required_now: one.now.required,
                required_12mo: one.in_12mo.required,
                ramp: capacity::Ramp { half_months: real(half_months), full_months: real(full_months) },
            })
        })
        .collect();
    let pace = plan::Pace {
        lead_months: real(question.lead_months),
        capacity_per_need: real(policy.capacity_per_need_min),
        survival: capacity::Survival::of_attrition(real(question.attrition)),
    };
    let mut planned = plan::plan(&staffed, &pace)?;
    planned.hires.extend(manager_hire(triggers, &pace));
    planned.hires.sort_unstable();
    let months = staffed
        .iter()
        .zip(&planned.teams)
        .flat_map(|(one, team)| (1..=MONTHS_COUNT).map(move |month| month_of_tier(one, team, month)))
        .collect();
    let teams: Vec<(&capacity::Team, Money)> =
        staffed.iter().zip(&planned.teams).map(|(one, team)| (team, policy.csm_cost_annual(one.tier))).collect();
    let all_known = staffed.len() == tiers.len();
    let manager_cost = Money::from_decimal(policy.manager_cost_annual);
    let phased = all_known.then(|| cost::phased(&teams, &planned.hires, manager_cost));
    Ok(Plan { phased, hires: planned.hires, moves: planned.moves, months })
}

fn month_of_tier(one: &plan::Staffed, team: &capacity::Team, month: usize) -> MonthOfTier {
    let (need, capacity) = (one.need(month), team.capacity(month));
    MonthOfTier { month, tier: one.tier, need, capacity, load: (capacity > 0.0).then(|| need / capacity) }
}

/// One manager for the first line that calls for one. A manager who is only to be planned is no hire.
fn manager_hire(triggers: &[Trigger], pace: &plan::Pace) -> Option<Hire> {
    let needed = |at: TriggerAt| triggers.iter().any(|one| one.level == TriggerLevel::Needed && one.at == at);
    let need_month = match (needed(TriggerAt::Now), needed(TriggerAt::InTwelveMonths)) {
        (true, _) => 0,
        (false, true) => MONTHS_COUNT,
        (false, false) => return None,
    };
    let (month, overdue) = plan::start_month(need_month, pace.lead_months, 0.0);
    let (role, reason) = (Role::Manager, HireReason::Manager);
    Some(Hire { month, role, tier: None, need_month, reason, overdue })
}
