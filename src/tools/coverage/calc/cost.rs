//! What the planned team costs quarter by quarter, and a year from its last month on.
//!
//! People are expected heads, which attrition makes fractions. They are rounded to four places once, as heads; from
//! there on money is exact.

use rust_decimal::{Decimal, RoundingStrategy};

use super::capacity::Team;
use super::{Hire, MONTHS_COUNT, Role};
use crate::units::{Amount, Money};

/// Months of a quarter.
const QUARTER_MONTHS_COUNT: usize = 3;

/// The cost of three months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quarter {
    /// The first of its months, 1, 4, 7 or 10.
    pub first_month: usize,
    /// What CSMs cost.
    pub csm_cost: Money,
    /// What the manager costs.
    pub manager_cost: Money,
}

/// The cost of the plan over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phased {
    /// The four quarters.
    pub quarters: Vec<Quarter>,
    /// A year's cost of the team of the last month.
    pub run_rate: Money,
}

/// The cost of teams, each with the yearly cost of one of its people, and of the manager of the plan.
pub(super) fn phased(teams: &[(&Team, Money)], hires: &[Hire], manager_cost_annual: Money) -> Phased {
    let csm_cost_annual =
        |month: usize| -> Money { teams.iter().map(|(team, cost)| cost.times(expected_heads(team, month))).sum() };
    let manager_cost_of = |month: usize| -> Money {
        hires.iter().filter(|hire| hire.role == Role::Manager && hire.month <= month).map(|_| manager_cost_annual).sum()
    };
    let quarters = (1..=MONTHS_COUNT)
        .step_by(QUARTER_MONTHS_COUNT)
        .map(|first_month| {
            let months = || first_month..first_month + QUARTER_MONTHS_COUNT;
            Quarter {
                first_month,
                csm_cost: of_months(months().map(csm_cost_annual)),
                manager_cost: of_months(months().map(manager_cost_of)),
            }
        })
        .collect();
    Phased { quarters, run_rate: whole(csm_cost_annual(MONTHS_COUNT) + manager_cost_of(MONTHS_COUNT)) }
}

/// A twelfth of each month's yearly cost.
fn of_months(annual: impl Iterator<Item = Money>) -> Money {
    whole(Money::from_decimal(annual.sum::<Money>().decimal() / Decimal::from(12)))
}

/// To whole units, since expected heads are no more exact than that, and so that the parts sum to what is shown.
fn whole(cost: Money) -> Money {
    Money::from_decimal(cost.decimal().round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
}

fn expected_heads(team: &Team, month: usize) -> Decimal {
    // Four places: expected heads are an estimate, and what is shown must sum.
    Amount::from_f64(team.heads(month)).unwrap_or_default().rounded().decimal()
}
