//! The six questions, each answered from the facts in one line with its numbers (`references/review.md#the-six-questions`).

use super::{Fired, Question};
use crate::tools::review::facts::{CompFacts, CoverageFacts, Facts, Grade, RetentionFacts, SegmentationFacts};
use crate::tools::review::policy;
use crate::tools::review::words::QuestionStatus::{Concern, Fail, Pass, Unanswered};
use crate::tools::review::words::{QuestionId, QuestionStatus, Trigger};

/// Answers one question.
pub(super) fn question(id: QuestionId, facts: &Facts, trigger: Trigger, fired: &[Fired]) -> Question {
    let has = |rule: &crate::rule::Rule| fired.iter().any(|one| one.rule.id == rule.id);
    let answered = match id {
        QuestionId::Q1 => facts.retention.as_ref().and_then(|retention| {
            let doubtful = fired.iter().any(|one| {
                one.carries.contains(&QuestionId::Q1) && [policy::REV_20.id, policy::REV_21.id].contains(&one.rule.id)
            });
            gross_retention(retention, has(&policy::REV_02), doubtful)
        }),
        QuestionId::Q2 => facts.retention.as_ref().and_then(first_reason),
        QuestionId::Q3 => facts.time_to_value.as_ref().map(|time_to_value| {
            let late = time_to_value.tiers.iter().any(|(_, median, beyond)| *beyond || median.is_none());
            let medians: Vec<String> = time_to_value
                .tiers
                .iter()
                .map(|(tier, median, _)| match median {
                    Some(days) => format!("{} {days} days", tier.as_str()),
                    None => format!("{} not reached", tier.as_str()),
                })
                .collect();
            (if late { Concern } else { Pass }, format!("median {}", medians.join(", ")))
        }),
        QuestionId::Q4 => facts.segmentation.as_ref().filter(|one| !one.is_unknown).map(whom_to_let_go),
        QuestionId::Q5 => facts.coverage.as_ref().map(|coverage| model(coverage, trigger, facts.requested_hires_count)),
        QuestionId::Q6 => facts.comp.as_ref().filter(|comp| comp.is_answered()).map(pay),
    };
    let evidence = match id {
        QuestionId::Q1 | QuestionId::Q2 => "evidence.retention",
        QuestionId::Q3 => "evidence.time_to_value",
        QuestionId::Q4 => "evidence.segmentation",
        QuestionId::Q5 => "evidence.coverage",
        QuestionId::Q6 => "evidence.comp",
    };
    match answered {
        Some((status, answer)) => {
            Question { id, status, answer: Some(answer), evidence: Some(evidence), rules: Vec::new() }
        }
        None => Question { id, status: Unanswered, answer: None, evidence: None, rules: Vec::new() },
    }
}

fn gross_retention(
    retention: &RetentionFacts,
    claim_is_wrong: bool,
    doubtful: bool,
) -> Option<(QuestionStatus, String)> {
    let grr = retention.grr?;
    let nrr = retention.nrr.map_or_else(String::new, |nrr| format!(", NRR {nrr}"));
    let word = match retention.overall {
        _ if retention.is_leaky() => "leaky bucket",
        Some(Grade::Healthy) => "healthy",
        Some(Grade::Concerning) => "concerning",
        Some(Grade::Critical) => "critical",
        None => "no verdict",
    };
    let status = if retention.is_leaky() || claim_is_wrong || retention.overall == Some(Grade::Critical) {
        Fail
    } else if doubtful || retention.overall != Some(Grade::Healthy) {
        Concern
    } else {
        Pass
    };
    Some((status, format!("GRR {grr}{nrr}: {word}")))
}

fn first_reason(retention: &RetentionFacts) -> Option<(QuestionStatus, String)> {
    if retention.explained_customers_count == 0 {
        return None;
    }
    let (covered, told_apart) = (retention.is_covered(), retention.is_told_apart());
    let first = retention
        .top_reasons
        .first()
        .map_or_else(|| "no known reason".to_owned(), |(name, share)| format!("{name} {share} of explained churn"));
    let coverage = retention.reason_coverage.map_or_else(String::new, |coverage| format!(", {coverage} covered"));
    Some((if covered && told_apart { Pass } else { Concern }, format!("{first}{coverage}")))
}

/// A candidate passes; theatre fails; nobody is a concern, however few the customers.
fn whom_to_let_go(segmentation: &SegmentationFacts) -> (QuestionStatus, String) {
    let status = if segmentation.is_theatre {
        Fail
    } else if segmentation.kill_customers_count > 0 {
        Pass
    } else {
        Concern
    };
    let share = |share: Option<crate::units::Ratio>| share.map_or_else(|| "?".to_owned(), |one| one.to_string());
    let answer = format!(
        "{} of {} customers, {} of ARR",
        segmentation.kill_customers_count,
        segmentation.customers_count,
        share(segmentation.kill_arr_share)
    );
    (status, answer)
}

fn model(coverage: &CoverageFacts, trigger: Trigger, requested_hires_count: Option<u64>) -> (QuestionStatus, String) {
    let shortage = coverage.shortage_12mo_count;
    let no_gap = coverage.shortage_now_count == Some(0) && shortage == Some(0);
    let justified = shortage.unwrap_or(0).max(coverage.planned_hires_count);
    let asks = matches!(trigger, Trigger::CsHeadcount | Trigger::MajorCsHire);
    let asks_too_much = requested_hires_count.is_some_and(|requested| requested > justified)
        || (trigger == Trigger::CsHeadcount && justified == 0);
    // A gap is no doubt where the plan asks for the hires that close it.
    let status = match coverage.is_in_band {
        Some(true) if !asks_too_much && (no_gap || (asks && justified > 0)) => Pass,
        _ => Concern,
    };
    let current = coverage.current_csm_count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let band = match coverage.is_in_band {
        Some(true) => "in band",
        Some(false) => "out of band",
        None => "band unknown",
    };
    let answer = format!(
        "ARR per CSM {band}; {current} CSMs, {} required now, {} in 12mo",
        coverage.required_now_count, coverage.required_12mo_count
    );
    (status, answer)
}

fn pay(comp: &CompFacts) -> (QuestionStatus, String) {
    match (comp.blockers.is_empty(), comp.concerns.is_empty()) {
        (false, _) => (Fail, format!("paid against retention: {}", comp.blockers.join(", "))),
        (true, false) => (Concern, format!("to correct: {}", comp.concerns.join(", "))),
        (true, true) => (Pass, "the plan pays for retention".to_owned()),
    }
}
