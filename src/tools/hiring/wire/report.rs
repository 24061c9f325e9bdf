//! From the plan to the report, its findings and its gaps.

use std::collections::BTreeMap;

use super::{
    AlternativeReport, AmSplitReport, ConditionReport, Figures, Hold, HoldReason, LaterReport, MoveOnReport, NextHire,
    StageReport, StepReport,
};
use crate::policy::PolicyTable;
use crate::rule::{Finding, NotAssessed};
use crate::tools::hiring::calc::{Alternative, Check, Company, Plan, Ramp, Wait, WhyNot};
use crate::tools::hiring::policy::HiringPolicy;
use crate::tools::hiring::words::{Role, stage_name};
use crate::units::{Date, Label, Money, Month};

/// Names months: by the calendar where the day is known, else by their number.
struct Months(Option<Month>);

impl Months {
    /// The month of the day is over: the first of the plan is the next.
    fn after(as_of: Option<Date>) -> Self {
        Self(as_of.and_then(|day| Month::parse(day.to_string().get(..7)?)))
    }

    fn name(&self, number: u64) -> String {
        let of_calendar = self.0.zip(u32::try_from(number).ok()).and_then(|(month, number)| month.plus_months(number));
        of_calendar.map_or_else(|| format!("M{number}"), |month| month.to_string())
    }
}

/// Writes the report of one plan.
struct Writer<'a> {
    company: &'a Company,
    plan: &'a Plan,
    policy: &'a HiringPolicy,
    months: Months,
}

/// The report, its findings and its gaps.
#[must_use]
pub(in crate::tools::hiring) fn report(
    company: &Company,
    plan: &Plan,
    policy: &HiringPolicy,
    as_of: Option<Date>,
) -> (Figures, Vec<Finding>, Vec<NotAssessed>) {
    let writer = Writer { company, plan, policy, months: Months::after(as_of) };
    let months = |count: rust_decimal::Decimal| count.normalize().to_string();
    let figures = Figures {
        next_hire: writer.next_hire(),
        hold: writer.hold(),
        roadmap: (0..plan.roadmap.steps.len()).filter_map(|place| writer.step(place)).collect(),
        later: plan.roadmap.later.iter().map(|later| writer.later(later.outcome, later.role, &later.wait)).collect(),
        am_split: writer.am_split(),
        stage_fit: writer.stage_fit(),
        roadmap_months: rust_decimal::prelude::ToPrimitive::to_u64(&policy.roadmap_months).unwrap_or(0),
        ramp_basis: format!(
            "{} to {} months are {}; which role takes which is an unsourced assumption",
            months(policy.ramp_short_months),
            months(policy.ramp_long_months),
            if ["ramp_short_months", "ramp_long_months"].iter().any(|key| policy.is_own(key)) { "yours" } else { "guidance" }
        ),
    };
    let findings =
        plan.fired.iter().map(|fired| fired.rule.finding(fired.at.clone(), fired.message.clone())).collect();
    (figures, findings, writer.gaps())
}

impl Writer<'_> {
    fn label(&self, outcome: usize) -> Label {
        self.company.outcomes.get(outcome).map(|one| one.words.clone()).unwrap_or_default()
    }

    fn stake(&self, outcome: usize) -> Option<Money> {
        self.company.outcomes.get(outcome).and_then(|one| one.arr_at_stake)
    }

    fn next_hire(&self) -> Option<NextHire> {
        let step = self.plan.roadmap.steps.first().filter(|_| self.plan.gate.is_open())?;
        let cause = self.company.outcomes.get(step.outcome)?.cause?;
        let others = self.company.outcomes.len() - 1;
        let is_first = self.plan.roadmap.ranked.first() == Some(&step.outcome);
        let stake = match (self.stake(step.outcome), others) {
            (None, _) => "the ARR at stake is unknown".to_owned(),
            (Some(stake), 0) => format!("{stake} of ARR hang on it"),
            (Some(stake), _) if is_first => format!("{stake} of ARR hang on it, the most of {} outcomes", others + 1),
            (Some(stake), _) => format!("{stake} of ARR hang on it, the most of what can be hired for"),
        };
        Some(NextHire {
            role: step.role,
            outcome: self.label(step.outcome),
            failing_because: Some(cause),
            arr_at_stake_usd: self.stake(step.outcome),
            why_this: format!(
                "{}, and {} owns {}; {stake}; {}",
                cause.clause(),
                step.role.title(),
                step.role.owns(),
                listed(&step.checks)
            ),
            why_not: self
                .plan
                .alternatives
                .iter()
                .map(|one| AlternativeReport { role: one.role, because: self.why_not(one) })
                .collect(),
            owns: step.role.owns(),
            does_not_own: step.role.does_not_own(),
        })
    }

    fn why_not(&self, one: &Alternative) -> String {
        let not_due = one.fault.as_ref().map_or_else(String::new, |fault| format!("; not due: {fault}"));
        let boundary = || format!("owns {}, not {}{not_due}", one.role.owns(), one.role.does_not_own());
        let at_stake = |outcome| match self.stake(outcome) {
            Some(stake) => format!("{stake} of ARR at stake"),
            None => "ARR at stake unknown".to_owned(),
        };
        match one.why_not {
            WhyNot::Boundary => boundary(),
            WhyNot::Follows(place) => self.plan.roadmap.steps.get(place).map_or_else(boundary, |step| {
                let month = step.month.map_or_else(|| "later".to_owned(), |month| self.months.name(month));
                format!("comes {month} for another outcome: {}", at_stake(step.outcome))
            }),
            WhyNot::Waits(place) => self.plan.roadmap.later.get(place).map_or_else(boundary, |later| {
                format!("{}, but {}", at_stake(later.outcome), self.why_later(&later.wait))
            }),
        }
    }

    fn why_later(&self, wait: &Wait) -> String {
        match wait {
            Wait::NoCause => "why it fails is unknown, and so is the role".to_owned(),
            Wait::Checks(_) => wait.checks_say().unwrap_or_default(),
            Wait::Shared(outcome) => format!("the one person hired for \"{}\" serves it too", self.label(*outcome)),
            Wait::Beyond => {
                let last = self.policy.roadmap_months.normalize();
                format!("the hires before it ramp beyond month {last}")
            }
        }
    }

    fn step(&self, place: usize) -> Option<StepReport> {
        let steps = &self.plan.roadmap.steps;
        let step = steps.get(place)?;
        let before = place.checked_sub(1).and_then(|before| steps.get(before));
        let first = match before {
            Some(before) => Some(format!("{} ramped", before.role.title())),
            None => self.gate_says(),
        };
        let own = (!step.checks.is_empty()).then(|| listed(&step.checks));
        Some(StepReport {
            month: step.month.map(|month| self.months.name(month)),
            role: step.role,
            outcome: self.label(step.outcome),
            arr_at_stake_usd: self.stake(step.outcome),
            prerequisite: first.into_iter().chain(own).collect::<Vec<_>>().join("; "),
            ramp_months: step.ramp_months,
        })
    }

    /// What the newest hire still owes.
    fn gate_says(&self) -> Option<String> {
        let gate = &self.plan.gate;
        let ramp = match gate.ramp {
            Ramp::Nobody => return None,
            Ramp::Ramped => None,
            Ramp::Ramping { .. } => Some("newest hire ramped"),
            Ramp::Unknown => Some("newest hire ramped (unknown)"),
        };
        let shipped = match gate.shipped {
            Some(true) => None,
            Some(false) => Some("its outcome delivered"),
            None => Some("its outcome delivered (unknown)"),
        };
        let owed: Vec<&str> = ramp.into_iter().chain(shipped).collect();
        (!owed.is_empty()).then(|| owed.join(", "))
    }

    fn hold(&self) -> Option<Hold> {
        let roadmap = &self.plan.roadmap;
        let step = roadmap.steps.first();
        if self.plan.gate.is_open() && step.is_some() {
            return None;
        }
        let (role, outcome) = match (step, roadmap.later.first()) {
            (Some(step), _) => (Some(step.role), step.outcome),
            (None, Some(later)) => (later.role, later.outcome),
            (None, None) => return None,
        };
        let (reason, because) = self.reason();
        let mut needs: Vec<&'static str> = self.plan.gate.open();
        if step.is_none() {
            let of_later = roadmap.later.iter().flat_map(|later| match &later.wait {
                Wait::NoCause => vec!["outcomes[].failing_because"],
                Wait::Checks(checks) => {
                    checks.iter().filter(|check| check.met.is_none()).map(|check| check.needs).collect()
                }
                _ => Vec::new(),
            });
            for need in of_later {
                if !needs.contains(&need) {
                    needs.push(need);
                }
            }
        }
        let from = step.and_then(|step| step.month).map(|month| self.months.name(month));
        Some(Hold { reason, because, role, outcome: self.label(outcome), from, needs })
    }

    fn reason(&self) -> (HoldReason, String) {
        let gate = &self.plan.gate;
        if let Ramp::Ramping { months, ramp_months, is_role_known, .. } = gate.ramp {
            let in_seat = format!("the newest hire is {months} months in the seat");
            return if is_role_known {
                (HoldReason::NewestHireNotRamped, format!("{in_seat} and needs {ramp_months} to ramp"))
            } else {
                let sooner = self.policy.ramp_short_months.normalize();
                (HoldReason::Unknown, format!("{in_seat} and needs {sooner} or {ramp_months} to ramp, by its role"))
            };
        }
        if gate.ramp != Ramp::Nobody && gate.shipped == Some(false) {
            let because = "the newest hire has not delivered the outcome it was hired for".to_owned();
            return (HoldReason::NewestHireNotShipped, because);
        }
        let open = gate.open();
        if !open.is_empty() {
            let because = match (gate.ramp, gate.shipped) {
                (Ramp::Unknown, None) => "whether the newest hire is ramped and delivered is unknown",
                (Ramp::Unknown, Some(_)) => "whether the newest hire is ramped is unknown",
                _ => "whether the newest hire delivered its outcome is unknown",
            };
            return (HoldReason::Unknown, because.to_owned());
        }
        let first = self.plan.roadmap.later.first();
        let because = first.map(|later| {
            let is_known = !matches!(&later.wait, Wait::Checks(checks) if checks.iter().all(|check| check.met != Some(false)));
            let role = later.role.map_or_else(String::new, |role| {
                let title = role.title();
                if is_known { format!("{title} is not due: ") } else { format!("whether {title} is due is open: ") }
            });
            format!("{role}{}", self.why_later(&later.wait))
        });
        let is_missing = self.plan.roadmap.later.iter().all(|later| match &later.wait {
            Wait::Checks(checks) => checks.iter().any(|check| check.met == Some(false)),
            _ => false,
        });
        let reason = if is_missing { HoldReason::PrerequisiteMissing } else { HoldReason::Unknown };
        (reason, because.unwrap_or_default())
    }

    fn later(&self, outcome: usize, role: Option<Role>, wait: &Wait) -> LaterReport {
        LaterReport {
            role,
            outcome: self.label(outcome),
            arr_at_stake_usd: self.stake(outcome),
            why: self.why_later(wait),
        }
    }

    fn am_split(&self) -> AmSplitReport {
        let split = &self.plan.split;
        let line = Money::from_decimal(self.policy.am_split_arr_min);
        let arr = self.company.arr;
        let because = if split.is_under_line {
            format!("ARR {arr} is under {line}")
        } else {
            let met = split.met_count();
            let unknown = split.open().collect::<Vec<_>>();
            let open = if unknown.is_empty() { String::new() } else { format!("; unknown: {}", unknown.join(", ")) };
            format!("ARR {arr} is not under {line}; {met} of 4 conditions hold{open}")
        };
        let conditions = split.conditions.map(|(name, met)| ConditionReport { name, met });
        AmSplitReport {
            recommend: split.recommend,
            conditions: conditions.into(),
            because,
            is_under_line: split.is_under_line,
        }
    }

    fn stage_fit(&self) -> StageReport {
        let stage = &self.plan.stage;
        StageReport {
            stage: stage.stage,
            name: stage_name(stage.stage),
            stage_max: (stage.stage_max > stage.stage).then_some(stage.stage_max),
            named: stage.named,
            fits: stage.fits,
            move_on: stage
                .move_on
                .iter()
                .map(|check| MoveOnReport { condition: check.says.clone(), met: check.met })
                .collect(),
            cs_people: self.company.team.people(),
            arr_per_csm_usd: stage.arr_per_csm,
            arr_per_csm_line_usd: stage.arr_per_csm_line,
        }
    }

    fn gaps(&self) -> Vec<NotAssessed> {
        // What several arguments decide together is said once.
        let mut of_what: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (argument, decides) in &self.plan.missing {
            let what = decides.iter().copied().collect::<Vec<_>>().join(", ");
            of_what.entry(what).or_default().push(argument);
        }
        let mut gaps: Vec<NotAssessed> = of_what
            .into_iter()
            .map(|(what, arguments)| {
                let are = if arguments.len() == 1 { "is" } else { "are" };
                let needs = arguments.iter().map(|argument| self.needs(argument)).collect::<Vec<_>>().join(", ");
                NotAssessed::new(what, format!("{} {are} unknown", arguments.join(", ")), needs)
            })
            .collect();
        let of_mistakes =
            [Role::Support, Role::Csm, Role::Am, Role::CsOps, Role::CustomerMarketing, Role::Manager, Role::Cco];
        let uncounted: Vec<&str> = of_mistakes
            .into_iter()
            .filter(|role| self.company.team.count(*role).is_none())
            .map(|role| role.argument().trim_start_matches("cs_team."))
            .collect();
        if !uncounted.is_empty() {
            gaps.push(NotAssessed::new(
                "mistakes in the team as it stands",
                format!("not counted: {}", uncounted.join(", ")),
                "cs_team, 0 for a role that nobody holds",
            ));
        }
        gaps
    }

    fn needs(&self, argument: &str) -> String {
        match argument {
            "outcomes" => "outcomes: what customers lack, why (failing_because), and the ARR at stake".to_owned(),
            "failing_because" | "arr_at_stake_usd" => format!("{argument} of every outcome"),
            "acv_usd" if self.company.customers > 0 => {
                let mean = self.company.arr.decimal().checked_div(self.company.customers.into());
                let mean = mean.map_or_else(String::new, |mean| {
                    format!(" (ARR per customer is {})", Money::from_decimal(mean).rounded())
                });
                format!("acv_usd{mean}")
            }
            "cs_team" => "cs_team with every role, 0 where nobody holds it".to_owned(),
            _ => argument.to_owned(),
        }
    }
}

/// What the checks say, one after the other.
fn listed(checks: &[Check]) -> String {
    checks.iter().map(|check| check.says.as_str()).collect::<Vec<_>>().join(", ")
}
