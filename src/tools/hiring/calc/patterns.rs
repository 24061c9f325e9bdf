//! Which rules fire on the plan (`references/organisation.md#mistakes`).

use rust_decimal::Decimal;

use super::checks::founders_are_past;
use super::roadmap::Desk;
use super::{Gate, Ramp, Roadmap, StageFit, fault_of};
use crate::rule::Rule;
use crate::tools::hiring::policy;
use crate::tools::hiring::words::{Role, Split, stage_name};
use crate::units::Money;

/// A rule that fired, with its place and its evidence.
#[derive(Debug)]
pub(in crate::tools::hiring) struct Fired {
    pub(in crate::tools::hiring) rule: &'static Rule,
    pub(in crate::tools::hiring) at: String,
    pub(in crate::tools::hiring) message: String,
}

/// The argument that names the role a plan asks for.
pub(in crate::tools) const PLANNED: &str = "planned_role";

struct Bench<'a> {
    desk: &'a Desk<'a>,
    fired: Vec<Fired>,
}

pub(super) fn fired(desk: &Desk<'_>, gate: &Gate, stage: &StageFit, roadmap: &Roadmap) -> Vec<Fired> {
    let mut bench = Bench { desk, fired: Vec::new() };
    bench.gate(gate);
    bench.prerequisites();
    bench.planned();
    bench.too_early();
    bench.shape(roadmap);
    bench.stage(stage);
    bench.triggers();
    bench.fired
}

impl Bench<'_> {
    fn fire(&mut self, rule: &'static Rule, at: impl Into<String>, message: impl Into<String>) {
        self.fired.push(Fired { rule, at: at.into(), message: message.into() });
    }

    fn stands(&self, role: Role) -> Option<bool> {
        self.desk.company.team.stands(role)
    }

    /// Where a role stands or is asked for: in the team, in the plan, or by an outcome.
    fn place_of(&self, role: Role) -> Option<String> {
        let company = self.desk.company;
        let in_team = (self.stands(role) == Some(true)).then(|| role.argument().to_owned());
        let in_plan = || (company.planned == Some(role)).then(|| PLANNED.to_owned());
        let by_outcome = || {
            (0..company.outcomes.len())
                .find(|outcome| self.desk.role(*outcome) == Some(role))
                .map(|outcome| format!("outcomes[{outcome}]"))
        };
        in_team.or_else(in_plan).or_else(by_outcome)
    }

    fn gate(&mut self, gate: &Gate) {
        if self.desk.company.outcomes.is_empty() {
            self.fire(&policy::ORG_01, "outcomes", "0 customer outcomes are named, so there is nothing to hire for");
        }
        // With a role unknown that may be ramped, it is not known not to be.
        if let Ramp::Ramping { months, ramp_months, is_role_known: true, .. } = gate.ramp {
            let message = format!("the newest hire is {months} months in the seat and needs {ramp_months} to ramp");
            self.fire(&policy::ORG_02, super::MONTHS, message);
        }
        if gate.shipped == Some(false) && gate.ramp != Ramp::Nobody {
            let message = "the newest hire has not delivered the outcome it was hired for";
            self.fire(&policy::ORG_03, super::SHIPPED, message);
        }
    }

    fn prerequisites(&mut self) {
        let desk = self.desk;
        for outcome in 0..desk.company.outcomes.len() {
            let Some(role) = desk.role(outcome) else { continue };
            if let Some(fault) = fault_of(&desk.checks(role, &desk.company.team)) {
                let message = format!("{} is not due: {fault}", role.title());
                self.fire(&policy::ORG_04, format!("outcomes[{outcome}]"), message);
            }
        }
    }

    fn planned(&mut self) {
        let desk = self.desk;
        let Some(planned) = desk.company.planned else { return };
        let called: Vec<Role> = (0..desk.company.outcomes.len()).filter_map(|outcome| desk.role(outcome)).collect();
        if called.contains(&planned) {
            return;
        }
        if let Some(first) = called.first() {
            let mut names: Vec<&str> = Vec::new();
            for role in called.iter().map(|role| role.title()) {
                if !names.contains(&role) {
                    names.push(role);
                }
            }
            names.sort_unstable();
            let of_one = if called.len() == 1 { format!(", which owns {}", first.owns()) } else { String::new() };
            let message = format!(
                "the plan asks for {}, the outcomes call for {}{of_one}",
                planned.title(),
                names.join(", ")
            );
            self.fire(&policy::ORG_05, PLANNED, message);
        }
        if let Some(fault) = fault_of(&desk.checks(planned, &desk.company.team)) {
            self.fire(&policy::ORG_04, PLANNED, format!("{} is not due: {fault}", planned.title()));
        }
    }

    /// Roles before the one that they build on.
    fn too_early(&mut self) {
        let no_csm = self.stands(Role::Csm) == Some(false);
        let pairs = [
            (Role::Support, &policy::ORG_06, "Support answers today's questions and renews nobody: a CSM comes first"),
            (Role::CsOps, &policy::ORG_07, "CS operations has no CSMs to work for: CSMs come first"),
        ];
        for (role, rule, message) in pairs {
            if let (true, Some(at)) = (no_csm, self.place_of(role)) {
                self.fire(rule, at, message);
            }
        }
        let line = self.desk.policy.cco_arr_min;
        if let (true, Some(at)) = (self.desk.company.arr.decimal() < line, self.place_of(Role::Cco)) {
            let message = format!(
                "a CCO at {} of ARR, under {}: a head of CS is enough",
                self.desk.company.arr,
                Money::from_decimal(line)
            );
            self.fire(&policy::ORG_12, at, message);
        }
    }

    /// Roles that overlap, or stand in the wrong house.
    fn shape(&mut self, roadmap: &Roadmap) {
        let company = self.desk.company;
        if let Some(step) = roadmap.steps.iter().find(|step| step.role == Role::Manager) {
            let message = "promote a CSM, train before the title, and give the book left behind to somebody";
            self.fire(&policy::ORG_08, format!("outcomes[{}]", step.outcome), message);
        }
        if self.desk.split.recommend == Some(Split::Split) && self.stands(Role::Am) == Some(false) {
            let met = self.desk.split.met_count();
            let message = format!("{met} of 4 conditions of a split hold and there is no account manager");
            self.fire(&policy::ORG_09, Role::Am.argument(), message);
        }
        let is_many = Decimal::from(company.customers) >= self.desk.policy.support_customers_min;
        if is_many && self.stands(Role::Csm) == Some(true) && self.stands(Role::Support) == Some(false) {
            let message = format!(
                "{} customers and no Support, so CSMs answer tickets under a better title",
                Money::whole(company.customers)
            );
            self.fire(&policy::ORG_10, Role::Support.argument(), message);
        }
        if let Some(at) = self.place_of(Role::CustomerMarketing) {
            let message = "customer marketing reports to Marketing as a rule; inside CS it drifts to one-to-one favours";
            self.fire(&policy::ORG_11, at, message);
        }
    }

    fn stage(&mut self, stage: &StageFit) {
        if let (Some(false), Some(named)) = (stage.fits, stage.named) {
            let at_most = if stage.stage < stage.stage_max { " at least" } else { "" };
            let message = format!(
                "stage {} is named, the counts tell stage {}{at_most} ({})",
                named.as_str(),
                stage.stage,
                stage_name(stage.stage)
            );
            self.fire(&policy::ORG_13, "stage", message);
        }
        if let (Some(true), Some(have), Some(line)) =
            (stage.is_over_staffed, stage.arr_per_csm, stage.arr_per_csm_line)
        {
            let message = format!("ARR per CSM is {have}, under the {line} at which stage {} begins", stage.stage);
            self.fire(&policy::ORG_14, Role::Csm.argument(), message);
        }
    }

    /// Roles that are due, are not there, and that no outcome asks for.
    fn triggers(&mut self) {
        let desk = self.desk;
        let (company, policy) = (desk.company, desk.policy);
        let first_csm = founders_are_past(company, &company.team, policy);
        let many_csms = company.team.has(Role::Csm, policy.manager_needed_csm_min);
        let ops = desk.checks(Role::CsOps, &company.team);
        let marketing = desk.checks(Role::CustomerMarketing, &company.team);
        let due = |checks: &[super::Check]| super::all(checks) == Some(true);
        let triggers = [
            (Role::Csm, first_csm.met == Some(true), first_csm.says.clone()),
            (Role::CsOps, due(&ops), super::says(&ops)),
            (Role::CustomerMarketing, due(&marketing), super::says(&marketing)),
            (
                Role::Manager,
                many_csms == Some(true),
                format!("CSMs from {}", policy.manager_needed_csm_min.normalize()),
            ),
        ];
        for (role, is_due, says) in triggers {
            let is_asked = company.planned == Some(role)
                || (0..company.outcomes.len()).any(|outcome| desk.role(outcome) == Some(role));
            if is_due && !is_asked && self.stands(role) == Some(false) {
                let message = format!("{} is due though no outcome asks for it: {says}", role.title());
                self.fire(&policy::ORG_15, role.argument(), message);
            }
        }
    }
}
