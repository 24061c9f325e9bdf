//! The rules stage: what no company can be.

use std::collections::BTreeSet;

use super::Input;
use crate::problem::{Code, Collector, Problems};
use crate::tools::hiring::calc::{Company, Outcome, Team};
use crate::tools::Common;

/// Outcomes in one call: a plan with more has no next hire.
const OUTCOMES_COUNT_MAX: usize = 10;

/// Checks the rules across fields.
///
/// # Errors
/// Too many outcomes, one of them twice or with more at stake than there is, ARR without customers, more people in CS than
/// employees, a newest hire in a role that nobody holds.
pub(in crate::tools::hiring) fn check(input: Input, common: &Common) -> Result<Company, Problems> {
    let mut problems = Collector::default();
    let outcomes = input.outcomes.unwrap_or_default();
    if outcomes.len() > OUTCOMES_COUNT_MAX {
        problems.add(
            Code::TooMany,
            "outcomes",
            format!("expected at most {OUTCOMES_COUNT_MAX} outcomes, got {}", outcomes.len()),
            "Keep those that the most ARR hangs on.",
        );
    }
    let mut seen = BTreeSet::new();
    for (index, outcome) in outcomes.iter().enumerate() {
        if !seen.insert(&outcome.outcome) {
            problems.add(
                Code::Duplicate,
                format!("outcomes[{index}].outcome"),
                format!("the outcome \"{}\" stands twice", outcome.outcome),
                "Give each outcome once, with the cause that weighs most.",
            );
        }
        if let Some(stake) = outcome.arr_at_stake_usd.filter(|stake| *stake > input.arr_usd) {
            problems.add(
                Code::Identity,
                format!("outcomes[{index}].arr_at_stake_usd"),
                format!("{stake} hang on it, the company has {} of ARR", input.arr_usd),
                "Give the part of the company's ARR that hangs on this outcome.",
            );
        }
    }
    if input.customer_count == 0 && !input.arr_usd.is_zero() {
        problems.add(
            Code::Identity,
            "customer_count",
            format!("ARR of {} with 0 customers", input.arr_usd),
            "Give the number of customers who pay that ARR.",
        );
    }
    let known = input.cs_team.map(|team| team.counts()).unwrap_or_default();
    let people: u64 = known.values().sum();
    if let Some(employees) = input.employees.filter(|employees| *employees < people) {
        problems.add(
            Code::Identity,
            "employees",
            format!("cs_team has {people} people, the company {employees}"),
            "Give the employees of the whole company, CS included.",
        );
    }
    if let Some(role) = input.newest_hire_role.filter(|role| known.get(role) == Some(&0)) {
        problems.add(
            Code::Identity,
            "newest_hire_role",
            format!("the newest hire is {}, yet cs_team has 0 of them", role.title()),
            "Count the newest hire in cs_team, or correct its role.",
        );
    }
    problems.finish()?;
    Ok(Company {
        arr: input.arr_usd,
        customers: input.customer_count,
        employees: input.employees,
        stage: common.stage,
        team: Team::of(known),
        newest_months: input.newest_hire_months,
        newest_role: input.newest_hire_role,
        newest_shipped: input.newest_hire_outcome_shipped,
        founder_time: input.founder_time_on_customers_pct,
        tools_time: input.csm_time_on_tools_pct,
        acv: input.acv_usd,
        tiers_real: input.tiers_real,
        sales_led: input.sales_led,
        multi_product: input.multi_product,
        csm_commercial_weak: input.csm_commercial_weak,
        references_or_events: input.references_or_events,
        planned: input.planned_role,
        outcomes: outcomes
            .into_iter()
            .map(|one| Outcome { words: one.outcome, cause: one.failing_because, arr_at_stake: one.arr_at_stake_usd })
            .collect(),
    })
}
