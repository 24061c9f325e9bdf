//! Which of the five stages the counts tell, and what it takes to move on (`references/organisation.md#stages`).

use super::checks::{Check, all, counted, founders_are_past, money};
use super::{Company, Team};
use crate::customers::Stage;
use crate::tools::hiring::policy::HiringPolicy;
use crate::tools::hiring::words::{Role, stages_of};
use crate::units::Money;

/// The last stage.
const STAGE_MAX: u8 = 5;

/// The company among the stages.
#[derive(Debug)]
pub(in crate::tools::hiring) struct StageFit {
    /// The stage that the counts establish, 1 to 5.
    pub(in crate::tools::hiring) stage: u8,
    /// The last stage that the unknown could still make it.
    pub(in crate::tools::hiring) stage_max: u8,
    pub(in crate::tools::hiring) named: Option<Stage>,
    /// Whether the stage named is among those the counts tell.
    pub(in crate::tools::hiring) fits: Option<bool>,
    /// What the next stage asks for.
    pub(in crate::tools::hiring) move_on: Vec<Check>,
    pub(in crate::tools::hiring) arr_per_csm: Option<Money>,
    pub(in crate::tools::hiring) arr_per_csm_line: Option<Money>,
    /// Whether more CSMs stand than the stage carries at most.
    pub(in crate::tools::hiring) is_over_staffed: Option<bool>,
}

pub(super) fn stage_fit(company: &Company, policy: &HiringPolicy) -> StageFit {
    let entered = |stage: &u8| all(&entry(*stage, company, policy));
    let stage = (2..=STAGE_MAX).take_while(|stage| entered(stage) == Some(true)).last().unwrap_or(1);
    let stage_max = (2..=STAGE_MAX).take_while(|stage| entered(stage) != Some(false)).last().unwrap_or(1);
    let fits = company.stage.and_then(|named| {
        let (first, last) = stages_of(named);
        if stage >= first && stage_max <= last {
            Some(true)
        } else {
            (stage_max < first || stage > last).then_some(false)
        }
    });
    let csms = company.team.count(Role::Csm).filter(|csms| *csms > 0);
    let arr_per_csm =
        csms.and_then(|csms| company.arr.decimal().checked_div(csms.into())).map(Money::from_decimal);
    // A line stands only where every stage that it may be has the same.
    let line_of = |stage| policy.arr_per_csm_line(stage);
    let arr_per_csm_line = (stage..=stage_max).all(|other| line_of(other) == line_of(stage)).then(|| line_of(stage));
    let arr_per_csm_line = arr_per_csm_line.flatten();
    StageFit {
        stage,
        stage_max,
        named: company.stage,
        fits,
        move_on: if stage < STAGE_MAX { entry(stage + 1, company, policy) } else { Vec::new() },
        arr_per_csm,
        arr_per_csm_line,
        is_over_staffed: arr_per_csm.zip(arr_per_csm_line).map(|(have, line)| have < line),
    }
}

/// What a stage asks for at its beginning.
fn entry(stage: u8, company: &Company, policy: &HiringPolicy) -> Vec<Check> {
    let team: &Team = &company.team;
    match stage {
        2 => vec![founders_are_past(company, team, policy)],
        3 => vec![
            counted("customers", Some(company.customers), policy.series_b_customers_min, "customer_count"),
            money("ARR", company.arr, policy.series_b_arr_min, "arr_usd"),
            Check::of_role(team, Role::Csm, "CSMs", policy.series_b_csm_min),
            Check { met: company.tiers_real, says: "tiers are real".to_owned(), needs: "tiers_real" },
        ],
        4 => vec![
            counted("customers", Some(company.customers), policy.growth_customers_min, "customer_count"),
            money("ARR", company.arr, policy.growth_arr_min, "arr_usd"),
            Check::of_people(team, policy.growth_people_min),
        ],
        _ => vec![
            counted("employees", company.employees, policy.late_employees_min, "employees"),
            Check::of_people(team, policy.late_people_min),
        ],
    }
}
