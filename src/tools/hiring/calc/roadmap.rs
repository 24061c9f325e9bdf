//! Which outcome is served first, by which role, from when (`references/organisation.md#roadmap`).

use std::cmp::Reverse;

use rust_decimal::prelude::ToPrimitive;

use super::checks::{Check, all, of_role, says};
use super::{AmSplit, Company, Gate, Outcome, Team};
use crate::tools::hiring::policy::HiringPolicy;
use crate::tools::hiring::words::Role;

/// One hire of the roadmap.
#[derive(Debug)]
pub(in crate::tools::hiring) struct Step {
    /// The month from which it may be made, 1 the first; none while that cannot be told.
    pub(in crate::tools::hiring) month: Option<u64>,
    pub(in crate::tools::hiring) role: Role,
    /// The outcome's place among the arguments.
    pub(in crate::tools::hiring) outcome: usize,
    pub(in crate::tools::hiring) ramp_months: u64,
    pub(in crate::tools::hiring) checks: Vec<Check>,
}

/// Why an outcome is not on the roadmap.
#[derive(Debug)]
pub(in crate::tools::hiring) enum Wait {
    /// Why it fails is unknown, and so is the role.
    NoCause,
    /// A prerequisite is missing or unknown.
    Checks(Vec<Check>),
    /// One person holds the role, and the roadmap hires that person for this other outcome.
    Shared(usize),
    /// Its turn comes after the last month.
    Beyond,
}

/// An outcome that is not on the roadmap.
#[derive(Debug)]
pub(in crate::tools::hiring) struct Later {
    pub(in crate::tools::hiring) role: Option<Role>,
    pub(in crate::tools::hiring) outcome: usize,
    pub(in crate::tools::hiring) wait: Wait,
}

/// The hires in their order, and what waits.
#[derive(Debug, Default)]
pub(in crate::tools::hiring) struct Roadmap {
    pub(in crate::tools::hiring) steps: Vec<Step>,
    pub(in crate::tools::hiring) later: Vec<Later>,
    /// Every outcome by the ARR at stake, the unknown last, whatever its prerequisites.
    pub(in crate::tools::hiring) ranked: Vec<usize>,
}

/// Outcomes by the ARR at stake; ties by their words, so that the order given changes nothing.
pub(super) fn ranked(outcomes: &[Outcome]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..outcomes.len()).collect();
    order.sort_by_key(|index| outcomes.get(*index).map(|one| (Reverse(one.arr_at_stake), one.words.as_str())));
    order
}

/// What the roles are looked up with.
pub(super) struct Desk<'a> {
    pub(super) company: &'a Company,
    pub(super) split: &'a AmSplit,
    pub(super) policy: &'a HiringPolicy,
    /// Whether the company is at its last stage, where the executive is a CCO.
    pub(super) is_late: bool,
}

impl Desk<'_> {
    pub(super) fn role(&self, outcome: usize) -> Option<Role> {
        self.company.outcomes.get(outcome)?.cause.map(|cause| cause.role(self.is_late))
    }

    pub(super) fn checks(&self, role: Role, team: &Team) -> Vec<Check> {
        of_role(role, self.company, team, self.split, self.policy)
    }

    /// The roadmap from the month that the gate opens.
    pub(super) fn roadmap(&self, gate: &Gate) -> Roadmap {
        let horizon = whole(self.policy.roadmap_months);
        let ranked = ranked(&self.company.outcomes);
        let mut team = self.company.team.clone();
        let mut steps: Vec<Step> = Vec::new();
        let mut waiting: Vec<usize> = ranked.clone();
        let start = gate.start();
        let mut offset = 0;
        while start.unwrap_or(1) + offset <= horizon {
            let ready = waiting.iter().enumerate().find_map(|(place, outcome)| {
                let role = self.role(*outcome)?;
                let checks = self.checks(role, &team);
                (all(&checks) == Some(true)).then_some((place, *outcome, role, checks))
            });
            let Some((place, outcome, role, checks)) = ready else { break };
            let ramp_months = whole(self.policy.ramp_months(role));
            steps.push(Step { month: start.map(|start| start + offset), role, outcome, ramp_months, checks });
            waiting.remove(place);
            team.add(role);
            // The next hire comes once this one is ramped, and never in the same month.
            offset += ramp_months.max(1);
        }
        let later = waiting.into_iter().map(|outcome| self.later(outcome, &team, &steps)).collect();
        Roadmap { steps, later, ranked }
    }

    fn later(&self, outcome: usize, team: &Team, steps: &[Step]) -> Later {
        let role = self.role(outcome);
        let wait = role.map_or(Wait::NoCause, |role| {
            let shared = steps.iter().find(|step| step.role == role && role.is_single());
            let checks = self.checks(role, team);
            match shared {
                Some(step) => Wait::Shared(step.outcome),
                None if all(&checks) == Some(true) => Wait::Beyond,
                None => Wait::Checks(checks),
            }
        });
        Later { role, outcome, wait }
    }
}

impl Wait {
    /// What the checks say, where checks are what it waits for.
    pub(in crate::tools::hiring) fn checks_say(&self) -> Option<String> {
        match self {
            Self::Checks(checks) => Some(says(checks)),
            _ => None,
        }
    }
}

/// A count of the policy as a whole number; it is one by its unit.
pub(super) fn whole(count: rust_decimal::Decimal) -> u64 {
    count.to_u64().unwrap_or(0)
}
