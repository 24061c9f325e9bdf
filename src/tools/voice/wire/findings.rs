//! The rules of `design_voc_program`.

use rust_decimal::Decimal;

use super::super::calc::{Unknown, is_gated, nps, status};
use super::super::policy::{self, VoicePolicy};
use super::super::words::{Item, Part, Status};
use super::input::Question;
use super::output::{Figures, NpsReport};
use crate::rule::{Finding, Rule};

/// What fired.
#[must_use]
pub(in super::super) fn findings(question: &Question, figures: &Figures, policy: &VoicePolicy) -> Vec<Finding> {
    let mut found = Vec::new();
    closed_loop(question, policy, &mut found);
    cadences(question, policy, &mut found);
    governance(question, policy, &mut found);
    starters(figures, &mut found);
    if let Some(report) = &figures.nps {
        small_sample(report, policy, &mut found);
        non_response(question, report, &mut found);
    }
    found
}

fn closed_loop(question: &Question, policy: &VoicePolicy, found: &mut Vec<Finding>) {
    let item = Item::ClosedLoopPct;
    let reading = question.program.reading(item);
    let at = item.argument();
    let plain = Decimal::normalize;
    if is_gated(&question.program, Unknown::Nothing, policy) {
        let (most, weight) = (plain(&policy.loop_gate_points), plain(&policy.action_loop_weight));
        let message = match reading.figure() {
            Some(closed) => format!(
                "{} % of loops are closed, under {} %: the action loop earns at most {most} of {weight} points",
                plain(&closed),
                plain(&policy.loop_gate_pct)
            ),
            // It may turn out that the gate is open, which is what score_max reckons with.
            None => format!(
                "nobody knows how many loops are closed: until then score counts at most {most} of the action loop's \
                 {weight} points"
            ),
        };
        found.push(policy::VOC_01.finding(at, message));
    } else if let (Some(closed), Some(Status::BelowTarget)) = (reading.figure(), status(item, reading, policy)) {
        let target = plain(&policy.closed_loop_target_pct);
        found.push(policy::VOC_02.finding(at, format!("{} % of loops are closed, the target is {target} %", plain(&closed))));
    }
}

/// The rules of one figure each: what is not known is no finding.
fn cadences(question: &Question, policy: &VoicePolicy, found: &mut Vec<Finding>) {
    let mut tell = |rule: &'static Rule, item: Item, none: &str, is: &str, unit: &str| {
        let reading = question.program.reading(item);
        let (Some(now), Some(target)) = (reading.figure(), policy.target(item)) else { return };
        let (now, target) = (now.normalize(), target.normalize());
        let message = match status(item, reading, policy) {
            Some(Status::Missing) => none.to_owned(),
            Some(Status::BelowTarget) => format!("{is} {now} {unit}, the target is {target}"),
            Some(Status::Unknown) | None => return,
        };
        found.push(rule.finding(item.argument(), message));
    };
    let none = "no synthesis of the feedback is written";
    tell(&policy::VOC_03, Item::SynthesisCadenceMonths, none, "a synthesis is written every", "months");
    tell(&policy::VOC_04, Item::DetractorFollowupSlaDays, "", "a detractor hears from somebody within", "days");
    let none = "customers are not told what was done with their feedback";
    tell(&policy::VOC_05, Item::ExternalResponseCadenceMonths, none, "customers are told what changed every", "months");
}

fn governance(question: &Question, policy: &VoicePolicy, found: &mut Vec<Finding>) {
    let lacks = |item: Item| {
        let status = status(item, question.program.reading(item), policy);
        matches!(status, Some(Status::Missing | Status::BelowTarget))
    };
    let review = format!("a review of the instruments within {} months", policy.review_months_max.normalize());
    let lacking: Vec<&str> = [
        (Item::OwnerNamed, "a named owner"),
        (Item::MonthlyCommitteeActive, "a monthly committee"),
        (Item::InstrumentReviewCadenceMonths, review.as_str()),
    ]
    .into_iter()
    .filter(|(item, _)| lacks(*item))
    .map(|(_, name)| name)
    .collect();
    if !lacking.is_empty() {
        let message = format!("the program lacks {}", lacking.join(", "));
        found.push(policy::VOC_06.finding(Part::Governance.argument(), message));
    }
}

fn starters(figures: &Figures, found: &mut Vec<Finding>) {
    let missing: Vec<&str> =
        figures.missing_instruments.iter().filter(|item| item.is_starter()).map(|item| item.title()).collect();
    if !missing.is_empty() {
        let message = format!("missing of the starter six: {}", missing.join(", "));
        found.push(policy::VOC_07.finding(Part::Instruments.argument(), message));
    }
}

fn small_sample(report: &NpsReport, policy: &VoicePolicy, found: &mut Vec<Finding>) {
    let Some(nps) = report.nps else { return };
    if Decimal::from(report.answered) < policy.nps_answers_min {
        let range = report.low.zip(report.high).map_or_else(
            || "everybody answered alike, so it has no interval".to_owned(),
            |(low, high)| format!("it may lie from {low} to {high}"),
        );
        let answers = if report.answered == 1 { "answer" } else { "answers" };
        let least = policy.nps_answers_min.normalize();
        let message = format!("NPS {nps} rests on {} {answers}, under {least}: {range}", report.answered);
        found.push(policy::VOC_08.finding("responses.nps", message));
    }
}

fn non_response(question: &Question, report: &NpsReport, found: &mut Vec<Finding>) {
    // The sign is judged on the exact figures.
    let bounds = question.answers.and_then(|answers| nps(answers).bounds);
    let is_open = bounds.is_some_and(|(low, high)| low < Decimal::ZERO && high > Decimal::ZERO);
    if let (true, Some(_), Some(silent), Some(sent)) = (is_open, report.nps, report.silent, report.sent)
        && let (Some(low), Some(high)) = (report.if_silent_detract, report.if_silent_promote)
    {
        let message = format!("{silent} of {sent} stayed silent: NPS is {low} if all of them are detractors, {high} if promoters");
        found.push(policy::VOC_09.finding("responses.nps.sent", message));
    }
}
