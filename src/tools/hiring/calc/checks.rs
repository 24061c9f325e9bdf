//! What must hold before a role is hired, each known to hold, known not to, or unknown
//! (`references/organisation.md#prerequisites`).

use rust_decimal::Decimal;

use super::{AmSplit, Company, Team};
use crate::tools::hiring::policy::HiringPolicy;
use crate::tools::hiring::words::{Role, Split};
use crate::units::{Money, Percent};

/// One condition with its figure.
#[derive(Debug, Clone)]
pub(in crate::tools::hiring) struct Check {
    /// Whether it holds; none if that is unknown.
    pub(in crate::tools::hiring) met: Option<bool>,
    pub(in crate::tools::hiring) says: String,
    /// The argument that tells.
    pub(in crate::tools::hiring) needs: &'static str,
}

/// Whether all hold.
pub(super) fn all(checks: &[Check]) -> Option<bool> {
    if checks.iter().any(|check| check.met == Some(false)) {
        Some(false)
    } else {
        checks.iter().all(|check| check.met == Some(true)).then_some(true)
    }
}

/// What the checks say, or those of them that do not hold where any does not.
pub(super) fn says(checks: &[Check]) -> String {
    let joined = |wanted: &dyn Fn(&&Check) -> bool| -> String {
        checks.iter().filter(wanted).map(|check| check.says.as_str()).collect::<Vec<_>>().join(", ")
    };
    let missing = joined(&|check| check.met == Some(false));
    let open = joined(&|check| check.met.is_none());
    match (missing.is_empty(), open.is_empty()) {
        (false, _) => missing,
        (true, false) => open,
        (true, true) => joined(&|_| true),
    }
}

fn amount(count: Decimal) -> String {
    Money::from_decimal(count).to_string()
}

/// A count against the least wanted.
pub(super) fn counted(what: &str, have: Option<u64>, count_min: Decimal, needs: &'static str) -> Check {
    Check { met: have.map(|have| Decimal::from(have) >= count_min), says: say(what, have, count_min), needs }
}

fn say(what: &str, have: Option<u64>, count_min: Decimal) -> String {
    let have = have.map_or_else(|| "unknown".to_owned(), |have| Money::whole(have).to_string());
    format!("{what} {have} (from {})", amount(count_min))
}

/// Money against the least wanted.
pub(super) fn money(what: &str, have: Money, least: Decimal, needs: &'static str) -> Check {
    Check { met: Some(have.decimal() >= least), says: format!("{what} {have} (from {})", amount(least)), needs }
}

impl Check {
    /// At least so many people of a role.
    pub(super) fn of_role(team: &Team, role: Role, what: &str, count_min: Decimal) -> Self {
        Self {
            met: team.has(role, count_min),
            says: say(what, team.count(role), count_min),
            needs: role.argument(),
        }
    }

    /// At least so many people in CS.
    pub(super) fn of_people(team: &Team, count_min: Decimal) -> Self {
        let met = team.has_people(count_min);
        let says = match (team.people(), met) {
            // Enough are known, so how many more there are does not matter.
            (None, Some(true)) => format!("people in CS {} or more", amount(count_min)),
            (people, _) => say("people in CS", people, count_min),
        };
        Self { met, says, needs: "cs_team" }
    }

    fn nobody_yet(team: &Team, role: Role) -> Self {
        let stands = team.stands(role);
        let says = match stands {
            Some(true) => format!("{} there already", role.title()),
            Some(false) => format!("no {} yet", role.title()),
            None => format!("whether there is a {} is unknown", role.title()),
        };
        Self { met: stands.map(|stands| !stands), says, needs: role.argument() }
    }
}

/// A share of somebody's week against a line; the line itself counts where `is_from`.
fn share(what: &str, have: Option<Percent>, line: Decimal, is_from: bool, needs: &'static str) -> Check {
    let met = have.map(|have| if is_from { have.decimal() >= line } else { have.decimal() > line });
    let shown = have.map_or_else(|| "unknown".to_owned(), |have| have.to_string());
    let word = if is_from { "from" } else { "over" };
    Check { met, says: format!("{what} {shown} ({word} {} %)", line.normalize()), needs }
}

/// Whether customers are more than founders can carry: a CSM is there, or they are too many, or founders give them too
/// much of their week.
pub(super) fn founders_are_past(company: &Company, team: &Team, policy: &HiringPolicy) -> Check {
    let customers = Decimal::from(company.customers);
    let csms = team.stands(Role::Csm);
    if csms == Some(true) {
        let says = team.count(Role::Csm).map_or_else(|| "a CSM is there".to_owned(), |count| format!("CSMs {count}"));
        return Check { met: csms, says, needs: Role::Csm.argument() };
    }
    if customers > policy.founder_customers_max {
        let says = format!("customers {} (over {})", amount(customers), amount(policy.founder_customers_max));
        return Check { met: Some(true), says, needs: "customer_count" };
    }
    let paying =
        counted("customers", Some(company.customers), policy.first_csm_customers_min, "customer_count");
    let week = share(
        "founders' week on customers",
        company.founder_time,
        policy.founder_time_max_pct,
        false,
        "founder_time_on_customers_pct",
    );
    let founders = [paying, week];
    let met = match all(&founders) {
        // Whether a CSM is there could still decide it.
        Some(false) if csms.is_none() => None,
        known => known,
    };
    match (csms, all(&founders)) {
        (None, Some(false)) => {
            let says = format!("CSMs unknown (else {})", says(&founders));
            Check { met, says, needs: Role::Csm.argument() }
        }
        _ => Check { met, says: says(&founders), needs: "founder_time_on_customers_pct" },
    }
}

/// What must hold before this role is hired.
pub(super) fn of_role(
    role: Role,
    company: &Company,
    team: &Team,
    split: &AmSplit,
    policy: &HiringPolicy,
) -> Vec<Check> {
    let csms = |count_min: Decimal| Check::of_role(team, Role::Csm, "CSMs", count_min);
    let customers = |count_min| counted("customers", Some(company.customers), count_min, "customer_count");
    match role {
        Role::Csm => vec![founders_are_past(company, team, policy)],
        Role::Support => vec![csms(Decimal::ONE), customers(policy.support_customers_min)],
        Role::Implementation => vec![csms(Decimal::ONE)],
        Role::Am => vec![csms(Decimal::ONE), of_split(split)],
        Role::CsOps => vec![
            csms(policy.ops_csm_min),
            share(
                "tools take of the CSMs' week",
                company.tools_time,
                policy.tools_time_min_pct,
                true,
                "csm_time_on_tools_pct",
            ),
        ],
        Role::CustomerMarketing => vec![
            csms(Decimal::ONE),
            Check {
                met: company.references_or_events,
                says: match company.references_or_events {
                    Some(true) => "references or events are there",
                    Some(false) => "no references or events yet",
                    None => "whether there are references or events is unknown",
                }
                .to_owned(),
                needs: "references_or_events",
            },
        ],
        Role::Renewals => vec![
            customers(policy.growth_customers_min),
            money("ARR", company.arr, policy.growth_arr_min, "arr_usd"),
            Check::of_people(team, policy.growth_people_min),
        ],
        Role::Manager => vec![to_lead(team, policy), Check::nobody_yet(team, role)],
        Role::Director => vec![Check::of_people(team, policy.director_people_min), Check::nobody_yet(team, role)],
        Role::Cco => vec![
            money("ARR", company.arr, policy.cco_arr_min, "arr_usd"),
            Check::nobody_yet(team, role),
        ],
    }
}

/// CSMs enough for a manager: from the least number one is planned, the others say when it is late.
fn to_lead(team: &Team, policy: &HiringPolicy) -> Check {
    let [plan, tier, needed] =
        [policy.manager_plan_csm_min, policy.manager_tier_csm_min, policy.manager_needed_csm_min].map(amount);
    let have = team.count(Role::Csm).map_or_else(|| "unknown".to_owned(), |have| have.to_string());
    Check {
        met: team.has(Role::Csm, policy.manager_plan_csm_min),
        says: format!("CSMs {have} (plan from {plan}, needed from {tier} in one tier or {needed} in all)"),
        needs: Role::Csm.argument(),
    }
}

fn of_split(split: &AmSplit) -> Check {
    // At least a hybrid is all that is asked for, so what is unknown beyond that does not matter.
    let met = if split.least > Split::Combined { Some(true) } else { split.recommend.map(|_| false) };
    let says = match split.recommend {
        Some(recommend) => format!("CSM and AM {}", recommend.as_str()),
        None if met == Some(true) => format!("CSM and AM at least {}", split.least.as_str()),
        None => format!("whether CSM and AM split is open: {} unknown", split.open().collect::<Vec<_>>().join(", ")),
    };
    Check { met, says, needs: split.open().next().unwrap_or("acv_usd") }
}
