//! The plan of hires: company facts and outcomes in, the next hire and what follows out. Pure.

mod am_split;
mod checks;
mod patterns;
mod roadmap;
mod stage;
mod team;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use am_split::AmSplit;
pub(super) use checks::Check;
pub(in crate::tools) use patterns::PLANNED;
pub(super) use patterns::Fired;
pub(super) use roadmap::{Roadmap, Wait};
pub(super) use stage::StageFit;
pub(super) use team::Team;

use self::checks::{all, says};
use self::roadmap::{Desk, whole};
use super::policy::HiringPolicy;
use super::words::{Cause, Role};
use crate::customers::Stage;
use crate::units::{Label, Money, Percent};

/// The argument that tells how long the newest hire is there.
const MONTHS: &str = "newest_hire_months";
/// The argument that tells which role's ramp holds for the newest hire.
const NEWEST_ROLE: &str = "newest_hire_role";
/// The argument that tells whether the newest hire delivered.
const SHIPPED: &str = "newest_hire_outcome_shipped";

/// What is known of the company; what is not known is none.
#[derive(Debug, Clone, Default)]
pub(super) struct Company {
    pub(super) arr: Money,
    pub(super) customers: u64,
    pub(super) employees: Option<u64>,
    pub(super) stage: Option<Stage>,
    pub(super) team: Team,
    pub(super) newest_months: Option<u64>,
    pub(super) newest_role: Option<Role>,
    pub(super) newest_shipped: Option<bool>,
    pub(super) founder_time: Option<Percent>,
    pub(super) tools_time: Option<Percent>,
    pub(super) acv: Option<Money>,
    pub(super) tiers_real: Option<bool>,
    pub(super) sales_led: Option<bool>,
    pub(super) multi_product: Option<bool>,
    pub(super) csm_commercial_weak: Option<bool>,
    pub(super) references_or_events: Option<bool>,
    pub(super) planned: Option<Role>,
    pub(super) outcomes: Vec<Outcome>,
}

/// A customer outcome that fails today.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) words: Label,
    pub(super) cause: Option<Cause>,
    pub(super) arr_at_stake: Option<Money>,
}

/// Whether the newest hire lets the next one in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gate {
    pub(super) ramp: Ramp,
    pub(super) shipped: Option<bool>,
}

/// How far the newest hire is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ramp {
    /// Nobody was hired before.
    Nobody,
    /// Ramped.
    Ramped,
    /// Not ramped, or where its role is unknown not known to be: it is at the latest after so many months more.
    Ramping { months: u64, ramp_months: u64, left_months: u64, is_role_known: bool },
    /// How long the newest hire is there is unknown.
    Unknown,
}

impl Gate {
    fn of(company: &Company, policy: &HiringPolicy) -> Self {
        let ramp = match company.newest_months {
            None if company.team.is_nobody() => Ramp::Nobody,
            None => Ramp::Unknown,
            Some(months) => {
                // Without the role the longer ramp is the only one that is safe to wait for.
                let ramp_months =
                    whole(company.newest_role.map_or(policy.ramp_long_months, |role| policy.ramp_months(role)));
                match ramp_months.checked_sub(months) {
                    None | Some(0) => Ramp::Ramped,
                    Some(left_months) => {
                        let is_role_known =
                            company.newest_role.is_some() || months < whole(policy.ramp_short_months);
                        Ramp::Ramping { months, ramp_months, left_months, is_role_known }
                    }
                }
            }
        };
        Self { ramp, shipped: company.newest_shipped }
    }

    /// Whether the next hire may be made now.
    pub(super) fn is_open(&self) -> bool {
        match self.ramp {
            Ramp::Nobody => true,
            Ramp::Ramped => self.shipped == Some(true),
            Ramp::Ramping { .. } | Ramp::Unknown => false,
        }
    }

    /// The month from which a hire may be made, where it can be told.
    fn start(&self) -> Option<u64> {
        match self.ramp {
            Ramp::Ramping { left_months, .. } => Some(left_months + 1),
            _ => self.is_open().then_some(1),
        }
    }

    /// What is unknown of it and matters.
    pub(super) fn open(&self) -> Vec<&'static str> {
        let ramp = match self.ramp {
            Ramp::Unknown => Some(MONTHS),
            Ramp::Ramping { is_role_known: false, .. } => Some(NEWEST_ROLE),
            _ => None,
        };
        let shipped = (self.shipped.is_none() && self.ramp != Ramp::Nobody).then_some(SHIPPED);
        ramp.into_iter().chain(shipped).collect()
    }
}

/// A role that might have been hired instead.
#[derive(Debug)]
pub(super) struct Alternative {
    pub(super) role: Role,
    pub(super) why_not: WhyNot,
    /// The prerequisite that it misses today.
    pub(super) fault: Option<String>,
}

/// Why not this role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhyNot {
    /// Its outcome comes in this step of the roadmap.
    Follows(usize),
    /// Its outcome is among what waits.
    Waits(usize),
    /// It does not own what fails.
    Boundary,
}

/// Everything the tool says.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) gate: Gate,
    pub(super) split: AmSplit,
    pub(super) stage: StageFit,
    pub(super) roadmap: Roadmap,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) fired: Vec<Fired>,
    /// What is not given, and what it would decide.
    pub(super) missing: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

/// Plans the hires.
#[must_use]
pub(super) fn plan(company: &Company, policy: &HiringPolicy) -> Plan {
    let gate = Gate::of(company, policy);
    let split = am_split::am_split(company, policy);
    let stage = stage::stage_fit(company, policy);
    let desk = Desk { company, split: &split, policy, is_late: stage.stage == 5 };
    let roadmap = desk.roadmap(&gate);
    let alternatives = alternatives(&desk, &roadmap);
    let fired = patterns::fired(&desk, &gate, &stage, &roadmap);
    let missing = missing(&desk, &gate, &stage, &roadmap);
    Plan { gate, split, stage, roadmap, alternatives, fired, missing }
}

/// The roles nearest to the first of the roadmap: the one planned, those of the next outcomes, then its neighbours.
fn alternatives(desk: &Desk<'_>, roadmap: &Roadmap) -> Vec<Alternative> {
    const ALTERNATIVES_COUNT_MAX: usize = 3;
    let company = desk.company;
    let Some(first) = roadmap.steps.first() else { return Vec::new() };
    let place_of = |role: Role| {
        let step = roadmap.steps.iter().position(|step| step.role == role).map(WhyNot::Follows);
        step.or_else(|| roadmap.later.iter().position(|later| later.role == Some(role)).map(WhyNot::Waits))
    };
    // What more hangs on than on the first, and still waits, is told before what follows.
    let above = roadmap.ranked.iter().take_while(|outcome| **outcome != first.outcome);
    let skipped = above.filter_map(|outcome| roadmap.later.iter().find(|later| later.outcome == *outcome)?.role);
    let planned = company.planned.into_iter();
    let following = roadmap.steps.iter().skip(1).map(|step| step.role);
    let neighbours = first.role.neighbours().iter().copied();
    let mut out: Vec<Alternative> = Vec::new();
    for role in planned.chain(skipped).chain(following.take(1)).chain(neighbours) {
        let is_new = role != first.role && out.iter().all(|one| one.role != role);
        if is_new && out.len() < ALTERNATIVES_COUNT_MAX {
            let fault = fault_of(&desk.checks(role, &company.team));
            out.push(Alternative { role, why_not: place_of(role).unwrap_or(WhyNot::Boundary), fault });
        }
    }
    out
}

/// What is not given and would decide something.
fn missing(
    desk: &Desk<'_>,
    gate: &Gate,
    stage: &StageFit,
    roadmap: &Roadmap,
) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let company = desk.company;
    let mut missing: BTreeMap<&'static str, BTreeSet<&'static str>> = BTreeMap::new();
    let mut ask = |argument, decides| {
        missing.entry(argument).or_default().insert(decides);
    };
    if company.outcomes.is_empty() {
        ask("outcomes", "next_hire");
    } else {
        gate.open().into_iter().for_each(|argument| ask(argument, "next_hire"));
    }
    for later in &roadmap.later {
        match &later.wait {
            Wait::NoCause => ask("failing_because", "the role of an outcome"),
            Wait::Checks(checks) if all(checks).is_none() => {
                let open = checks.iter().filter(|check| check.met.is_none());
                open.for_each(|check| ask(check.needs, "a prerequisite"));
            }
            _ => {}
        }
    }
    if let Some(planned) = company.planned {
        let checks = desk.checks(planned, &company.team);
        let is_open = all(&checks).is_none();
        let open = checks.iter().filter(|check| is_open && check.met.is_none());
        open.for_each(|check| ask(check.needs, "planned_role"));
    }
    let has_unknown_stake = company.outcomes.iter().any(|outcome| outcome.arr_at_stake.is_none());
    if company.outcomes.len() > 1 && has_unknown_stake {
        ask("arr_at_stake_usd", "the order of the outcomes");
    }
    desk.split.open().for_each(|argument| ask(argument, "am_split"));
    if stage.stage < stage.stage_max || (stage.fits.is_none() && stage.named.is_some()) {
        stage.move_on.iter().filter(|check| check.met.is_none()).for_each(|check| ask(check.needs, "stage_fit"));
    }
    if company.team.count(Role::Csm).is_none() {
        ask(Role::Csm.argument(), "ARR per CSM");
    }
    missing
}

/// What the checks of a role say today, for a rule.
fn fault_of(checks: &[Check]) -> Option<String> {
    (all(checks) == Some(false)).then(|| says(checks))
}
