//! Which rules fire on the facts (`references/review.md#blocks`, `#sharpen`).

use rust_decimal::Decimal;

use super::{Fired, Question};
use crate::rule::Rule;
use crate::tools::hiring::words::Split;
use crate::tools::review::facts::{CompFacts, Facts, Grade, LeverFact, RetentionFacts};
use crate::tools::review::policy::{self, ReviewPolicy};
use crate::tools::review::words::QuestionId::{self, Q1, Q2, Q3, Q4, Q5, Q6};
use crate::tools::review::words::{QuestionStatus, Trigger};
use crate::units::Ratio;

/// Gathers rules as they fire.
struct Bench<'a> {
    facts: &'a Facts,
    trigger: Trigger,
    policy: &'a ReviewPolicy,
    fired: Vec<Fired>,
}

/// All rules but the one that carries what is left.
pub(super) fn fired(facts: &Facts, trigger: Trigger, policy: &ReviewPolicy) -> Vec<Fired> {
    let mut bench = Bench { facts, trigger, policy, fired: Vec::new() };
    bench.claims();
    match &facts.retention {
        Some(retention) if retention.grr.is_some() => bench.retention(retention),
        _ => bench.fire(&policy::REV_01, "evidence.retention", "gross retention is unknown".to_owned(), &[Q1]),
    }
    bench.churn();
    bench.segmentation();
    bench.coverage();
    bench.comp();
    bench.hire();
    bench.time_to_value();
    bench.unanswered();
    if !facts.disagreements.is_empty() {
        let message = format!("the evidence differs in {}", facts.disagreements.join(" and "));
        bench.fire(&policy::REV_29, "evidence", message, &[]);
    }
    bench.fired
}

/// REV-30: what a required question doubts and no rule carries yet.
pub(super) fn carry_the_rest(trigger: Trigger, questions: &[Question], fired: &mut Vec<Fired>) {
    for question in questions {
        let doubtful = matches!(question.status, QuestionStatus::Concern | QuestionStatus::Fail);
        let carried = fired.iter().any(|one| one.carries.contains(&question.id));
        if doubtful && !carried && trigger.required().contains(&question.id) {
            let answer = question.answer.clone().unwrap_or_default();
            fired.push(Fired {
                rule: &policy::REV_30,
                at: question.evidence.unwrap_or("evidence"),
                message: format!("{:?}: {answer}", question.id),
                carries: single(question.id),
            });
        }
    }
}

impl Bench<'_> {
    fn fire(&mut self, rule: &'static Rule, at: &'static str, message: String, carries: &'static [QuestionId]) {
        self.fired.push(Fired { rule, at, message, carries });
    }

    fn has_fired(&self, rule: &Rule) -> bool {
        self.fired.iter().any(|one| one.rule.id == rule.id)
    }

    fn scales_cs(&self) -> bool {
        matches!(self.trigger, Trigger::CsHeadcount | Trigger::MajorCsHire)
    }

    fn claims(&mut self) {
        let Some(retention) = &self.facts.retention else { return };
        let pairs = [
            ("claims.grr", "GRR", self.facts.claimed_grr, retention.grr),
            ("claims.nrr", "NRR", self.facts.claimed_nrr, retention.nrr),
        ];
        for (at, name, claimed, computed) in pairs {
            let (Some(claimed), Some(computed)) = (claimed, computed) else { continue };
            if (claimed.decimal() - computed.decimal()).abs() > self.policy.claim_tolerance {
                let message = format!("{name} is claimed at {claimed}, the evidence gives {computed}");
                self.fire(&policy::REV_02, at, message, &[Q1]);
            }
        }
    }

    fn retention(&mut self, retention: &RetentionFacts) {
        let grr = retention.grr.unwrap_or_default();
        let nrr = retention.nrr.unwrap_or_default();
        let critical = retention.overall == Some(Grade::Critical);
        let shown_off = matches!(self.trigger, Trigger::BoardRetentionClaim | Trigger::CustomerMarketing);
        if shown_off && retention.is_leaky() {
            let message = format!("leaky bucket: GRR {grr} under NRR {nrr}");
            self.fire(&policy::REV_03, "evidence.retention", message, &[Q1]);
        }
        let structural = retention.lever == LeverFact::Structural;
        if self.scales_cs() && retention.grr_grade == Some(Grade::Critical) && structural {
            if retention.lever_is_established {
                let share = retention.preventable_share.unwrap_or_default();
                let message = format!("GRR {grr} is critical and only {share} of explained churn is preventable");
                self.fire(&policy::REV_04, "evidence.retention", message, &[Q1, Q2]);
            } else {
                let message = "churn looks structural, which its interval does not establish".to_owned();
                self.fire(&policy::REV_23, "evidence.retention", message, &[Q2]);
            }
        }
        if (retention.is_leaky() || critical) && !self.has_fired(&policy::REV_03) && !self.has_fired(&policy::REV_04) {
            let message = if retention.is_leaky() {
                format!("leaky bucket: GRR {grr} under NRR {nrr}; the plan must say how it closes it")
            } else {
                format!("retention is critical: GRR {grr}, NRR {nrr}")
            };
            self.fire(&policy::REV_22, "evidence.retention", message, &[Q1]);
        }
        if let Some((crossing, line)) =
            retention.crossing.as_ref().and_then(|crossing| crossing.line().map(|line| (crossing, line)))
        {
            let message = format!(
                "the interval of {} {}–{} crosses {}",
                crossing.what,
                Ratio::from_decimal(crossing.low),
                Ratio::from_decimal(crossing.high),
                Ratio::from_decimal(line)
            );
            self.fire(&policy::REV_21, "evidence.retention", message, &[Q1]);
        }
        if retention.is_immature {
            let message = format!("no cohort is {} months old: figures, but no verdict", retention.mature_age_months);
            self.fire(&policy::REV_20, "evidence.retention", message, &[Q1]);
        } else if retention.overall.is_none() && !self.facts.stage_is_known {
            let message = "the stage is missing, and the verdict depends on it".to_owned();
            self.fire(&policy::REV_20, "stage", message, &[Q1]);
        }
    }

    fn churn(&mut self) {
        let Some(retention) = &self.facts.retention else { return };
        if retention.explained_customers_count == 0 {
            return;
        }
        if let (false, Some(coverage)) = (retention.is_covered(), retention.reason_coverage) {
            let message = format!("only {coverage} of churned customers have a reason");
            self.fire(&policy::REV_23, "evidence.retention", message, &[Q2]);
        }
        if !retention.is_told_apart() {
            let first = retention.top_reasons.first().map_or("the first reason", |(name, _)| name);
            let p_value = retention
                .top_reason_p_value
                .map_or_else(String::new, |p_value| format!(" (p = {})", p_value.rounded().decimal().normalize()));
            let message = format!("{first} is not distinguishable from the second reason{p_value}");
            self.fire(&policy::REV_23, "evidence.retention", message, &[Q2]);
        }
    }

    fn segmentation(&mut self) {
        let Some(segmentation) = self.facts.segmentation.as_ref().filter(|one| !one.is_unknown) else { return };
        if self.trigger == Trigger::Resegmentation && segmentation.is_theatre {
            let message = "neighbouring tiers get the same spend per account (SEG-09)".to_owned();
            self.fire(&policy::REV_08, "evidence.segmentation", message, &[Q4]);
        }
        let enough = Decimal::from(segmentation.customers_count) >= self.policy.nobody_to_fire_customers_min;
        if segmentation.kill_customers_count == 0 && enough {
            let message = format!("0 of {} customers is a kill candidate", segmentation.customers_count);
            self.fire(&policy::REV_25, "evidence.segmentation", message, &[Q4]);
        }
    }

    fn coverage(&mut self) {
        let Some(coverage) = &self.facts.coverage else { return };
        let shortage = coverage.shortage_12mo_count;
        let planned = coverage.planned_hires_count;
        if self.trigger == Trigger::CsHeadcount && shortage == Some(0) && planned == 0 {
            let message = "no CSM is short at 12 months and no hire is planned".to_owned();
            self.fire(&policy::REV_05, "evidence.coverage", message, &[Q5]);
            return;
        }
        let Some(shortage) = shortage else {
            if self.trigger.required().contains(&Q5) {
                let message = "the CSMs in place are unknown, and so is the gap".to_owned();
                self.fire(&policy::REV_20, "evidence.coverage", message, &[Q5]);
            }
            return;
        };
        let Some(requested) = self.facts.requested_hires_count else { return };
        let justified = shortage.max(planned);
        if requested > justified {
            let message = format!("asked for: {requested} hires; gap and plan hold {justified}");
            self.fire(&policy::REV_24, "requested_hires", message, &[Q5]);
        }
    }

    fn comp(&mut self) {
        let Some(comp) = &self.facts.comp else { return };
        let adds_or_pays = self.scales_cs() || self.trigger == Trigger::AmSplit;
        let mut concerns = comp.concerns.clone();
        if !comp.blockers.is_empty() {
            if adds_or_pays {
                let message = format!("the CS pay plan is blocked by {}", comp.blockers.join(", "));
                self.fire(&policy::REV_07, "evidence.comp", message, &[Q6]);
            } else {
                concerns.splice(0..0, comp.blockers.iter().copied());
            }
        }
        if !concerns.is_empty() {
            let message = format!("the CS pay plan has {}", concerns.join(", "));
            self.fire(&policy::REV_26, "evidence.comp", message, &[Q6]);
        }
    }

    fn hire(&mut self) {
        match self.trigger {
            Trigger::MajorCsHire => {
                let named = self.facts.hire.as_ref().is_some_and(|hire| hire.customer_outcome.is_some());
                if named {
                    self.major_hire();
                } else {
                    let message = "no customer outcome is named that this hire unblocks".to_owned();
                    self.fire(&policy::REV_06, "evidence.hire.outcomes", message, &[]);
                }
            }
            Trigger::AmSplit => self.am_split(),
            _ => {}
        }
    }

    /// REV-31: whether the hiring roadmap names this hire, now, and without a warning.
    fn major_hire(&mut self) {
        let Some(hire) = &self.facts.hire else { return };
        let order = match (hire.next_hire, hire.planned) {
            (None, _) => {
                let because = hire.waits_because.as_deref().unwrap_or("no role is due");
                Some(format!("nobody is next to be hired: {because}"))
            }
            (Some(next), Some(planned)) if next != planned => {
                Some(format!("the plan asks for {planned}, next is {next}"))
            }
            _ => None,
        };
        let doubts: Vec<String> = order.into_iter().chain(hire.planned_warnings.iter().cloned()).collect();
        if !doubts.is_empty() {
            self.fire(&policy::REV_31, "evidence.hire", doubts.join("; "), &[]);
        }
    }

    fn am_split(&mut self) {
        let Some(hire) = &self.facts.hire else {
            let message = "the conditions of an AM split are unknown: bring evidence.hire".to_owned();
            self.fire(&policy::REV_20, "evidence.hire", message, &[]);
            return;
        };
        let because = hire.split_because.clone();
        let Some(split) = hire.split else {
            let message = format!("an AM split depends on what is unknown: {}", hire.split_open.join(", "));
            self.fire(&policy::REV_20, "evidence.hire", message, &[]);
            return;
        };
        match split {
            Split::Combined if hire.is_under_split_arr => {
                let message = format!("{because}: CSM and AM stay one role");
                self.fire(&policy::REV_09, "evidence.hire.arr_usd", message, &[]);
            }
            Split::Combined => self.fire(&policy::REV_09, "evidence.hire", because, &[]),
            Split::Hybrid => self.fire(&policy::REV_27, "evidence.hire", because, &[]),
            Split::Split => {}
        }
    }

    fn time_to_value(&mut self) {
        let Some(time_to_value) = &self.facts.time_to_value else { return };
        let beyond: Vec<String> = time_to_value
            .tiers
            .iter()
            .filter(|(_, _, beyond)| *beyond)
            .map(|(tier, median, _)| {
                let median = median.map_or_else(|| "not reached".to_owned(), |days| format!("{days} days"));
                format!("{} {median}", tier.as_str())
            })
            .collect();
        if !beyond.is_empty() {
            let message = format!("median time to value beyond the warning line: {}", beyond.join(", "));
            self.fire(&policy::REV_28, "evidence.time_to_value", message, &[Q3]);
        }
    }

    /// REV-20 for each required question without an answer; the first has a rule of its own.
    fn unanswered(&mut self) {
        for id in self.trigger.required() {
            let answered = match id {
                Q1 => true,
                Q2 => self.facts.retention.as_ref().is_some_and(|one| one.explained_customers_count > 0),
                Q3 => self.facts.time_to_value.is_some(),
                Q4 => self.facts.segmentation.as_ref().is_some_and(|one| !one.is_unknown),
                Q5 => self.facts.coverage.is_some(),
                Q6 => self.facts.comp.as_ref().is_some_and(CompFacts::is_answered),
            };
            if !answered {
                let message = format!("{id:?} is unanswered. {}", id.ask().trim_end_matches('.'));
                self.fire(&policy::REV_20, place(*id), message, single(*id));
            }
        }
    }
}

const fn place(id: QuestionId) -> &'static str {
    match id {
        Q1 => "evidence.retention",
        Q2 => "evidence.retention.cohorts",
        Q3 => "evidence.time_to_value",
        Q4 => "evidence.segmentation",
        Q5 => "evidence.coverage",
        Q6 => "evidence.comp",
    }
}

const fn single(id: QuestionId) -> &'static [QuestionId] {
    match id {
        Q1 => &[Q1],
        Q2 => &[Q2],
        Q3 => &[Q3],
        Q4 => &[Q4],
        Q5 => &[Q5],
        Q6 => &[Q6],
    }
}
