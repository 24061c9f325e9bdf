//! Laws of the review and the rules that only facts can show.

use rust_decimal::Decimal;
use rust_decimal::dec;

use super::review;
use crate::tools::hiring::words::Split;
use crate::tools::review::facts::{
    CompFacts, CoverageFacts, Crossing, Facts, Grade, HireFacts, LeverFact, RetentionFacts,
};
use crate::tools::review::policy::ReviewPolicy;
use crate::tools::review::words::{QuestionId, QuestionStatus, ReviewVerdict, Trigger};
use crate::units::{Label, Ratio};

fn healthy() -> RetentionFacts {
    RetentionFacts {
        grr: Some(Ratio::from_decimal(dec!(0.93))),
        nrr: Some(Ratio::from_decimal(dec!(1.12))),
        leaky_bucket: Some(false),
        overall: Some(Grade::Healthy),
        grr_grade: Some(Grade::Healthy),
        is_immature: false,
        crossing: None,
        lever: LeverFact::CsLeverage,
        lever_is_established: true,
        preventable_share: Some(Ratio::from_decimal(dec!(0.7))),
        reason_coverage: Some(Ratio::from_decimal(dec!(0.9))),
        top_reasons: vec![("no_value_realized", Ratio::from_decimal(dec!(0.6)))],
        top_reason_p_value: Some(Ratio::from_decimal(dec!(0.01))),
        explained_customers_count: 40,
        reason_coverage_min: dec!(0.8),
        top_reason_p_below: dec!(0.05),
        mature_age_months: dec!(12),
    }
}

fn staffed(shortage: u64) -> CoverageFacts {
    CoverageFacts {
        current_csm_count: Some(6),
        required_now_count: 6,
        required_12mo_count: 6 + shortage,
        shortage_now_count: Some(0),
        shortage_12mo_count: Some(shortage),
        planned_hires_count: 0,
        is_in_band: Some(true),
        annual_cost_12mo: None,
        manager_needed: false,
    }
}

fn clean_pay() -> CompFacts {
    CompFacts { blockers: vec![], concerns: vec![], is_multi_year: false, is_incomplete: false }
}

fn verdict(facts: &Facts, trigger: Trigger) -> (ReviewVerdict, Vec<&'static str>) {
    let reviewed = review(facts, trigger, &ReviewPolicy::default());
    (reviewed.verdict, reviewed.fired.iter().map(|fired| fired.rule.id).collect())
}

#[test]
fn a_justified_request_ships() {
    let facts = Facts {
        retention: Some(healthy()),
        coverage: Some(staffed(2)),
        comp: Some(clean_pay()),
        requested_hires_count: Some(2),
        ..Facts::default()
    };
    assert_eq!(verdict(&facts, Trigger::CsHeadcount), (ReviewVerdict::Ship, vec![]));
}

#[test]
fn more_than_the_gap_is_to_be_sharpened_and_no_gap_blocks() {
    let mut facts = Facts {
        retention: Some(healthy()),
        coverage: Some(staffed(2)),
        comp: Some(clean_pay()),
        requested_hires_count: Some(3),
        ..Facts::default()
    };
    assert_eq!(verdict(&facts, Trigger::CsHeadcount), (ReviewVerdict::Sharpen, vec!["REV-24"]));
    facts.coverage = Some(staffed(0));
    // Without a gap the request itself is the fault: REV-05 alone, not REV-24 beside it.
    assert_eq!(verdict(&facts, Trigger::CsHeadcount), (ReviewVerdict::Block, vec!["REV-05"]));
}

#[test]
fn nothing_at_all_blocks_on_gross_retention() {
    let reviewed = review(&Facts::default(), Trigger::NrrVsComplaints, &ReviewPolicy::default());
    assert_eq!(reviewed.verdict, ReviewVerdict::Block);
    assert!(reviewed.questions.iter().all(|question| question.status == QuestionStatus::Unanswered));
}

#[test]
fn a_structural_lever_blocks_only_when_it_is_established() {
    let critical = |established| Facts {
        retention: Some(RetentionFacts {
            grr: Some(Ratio::from_decimal(dec!(0.7))),
            overall: Some(Grade::Critical),
            grr_grade: Some(Grade::Critical),
            lever: LeverFact::Structural,
            lever_is_established: established,
            ..healthy()
        }),
        coverage: Some(staffed(2)),
        comp: Some(clean_pay()),
        ..Facts::default()
    };
    assert_eq!(verdict(&critical(true), Trigger::CsHeadcount), (ReviewVerdict::Block, vec!["REV-04"]));
    assert_eq!(verdict(&critical(false), Trigger::CsHeadcount), (ReviewVerdict::Sharpen, vec!["REV-23", "REV-22"]));
}

#[test]
fn an_interval_crosses_a_line_it_ends_on_but_not_one_it_begins_on() {
    let crossing = |low: Decimal, high: Decimal| Crossing { what: "GRR", low, high, lines: vec![dec!(0.90)] };
    assert_eq!(crossing(dec!(0.85), dec!(0.90)).line(), Some(dec!(0.90)));
    assert_eq!(crossing(dec!(0.90), dec!(0.95)).line(), None);
}

#[test]
fn a_split_is_judged_by_what_its_conditions_come_to() {
    let split = |split: Option<Split>, is_under_split_arr: bool| {
        let facts = Facts {
            retention: Some(healthy()),
            coverage: Some(staffed(0)),
            comp: Some(clean_pay()),
            hire: Some(HireFacts {
                customer_outcome: Some(Label::of("renewals close on time")),
                next_hire: None,
                why_this: None,
                planned: None,
                planned_warnings: Vec::new(),
                why_not: None,
                waits_because: None,
                split,
                split_because: "conditions".to_owned(),
                is_under_split_arr,
                split_open: vec!["sales_led"],
            }),
            ..Facts::default()
        };
        let reviewed = review(&facts, Trigger::AmSplit, &ReviewPolicy::default());
        reviewed.fired.iter().map(|fired| (fired.rule.id, fired.at)).collect::<Vec<_>>()
    };
    assert_eq!(split(Some(Split::Combined), true), [("REV-09", "evidence.hire.arr_usd")]);
    assert_eq!(split(Some(Split::Combined), false), [("REV-09", "evidence.hire")]);
    assert_eq!(split(Some(Split::Hybrid), false), [("REV-27", "evidence.hire")]);
    assert!(split(Some(Split::Split), false).is_empty());
    assert_eq!(split(None, false), [("REV-20", "evidence.hire")]);
}

#[test]
fn pay_on_the_sales_plan_blocks_where_the_plan_adds_or_pays_cs_and_is_a_concern_elsewhere() {
    let facts =
        |comp| Facts { retention: Some(healthy()), coverage: Some(staffed(1)), comp: Some(comp), ..Facts::default() };
    let blocked =
        || CompFacts { blockers: vec!["CMP-01"], concerns: vec![], is_multi_year: false, is_incomplete: false };
    assert_eq!(verdict(&facts(blocked()), Trigger::CsHeadcount).1, ["REV-07"]);
    assert_eq!(verdict(&facts(blocked()), Trigger::BoardRetentionClaim).1, ["REV-26"]);
}

#[test]
fn every_doubt_of_a_required_question_is_carried() {
    // Concerning retention has no rule of its own.
    let facts = Facts {
        retention: Some(RetentionFacts {
            overall: Some(Grade::Concerning),
            grr_grade: Some(Grade::Concerning),
            ..healthy()
        }),
        ..Facts::default()
    };
    let reviewed = review(&facts, Trigger::BoardRetentionClaim, &ReviewPolicy::default());
    assert_eq!(reviewed.fired.iter().map(|one| one.rule.id).collect::<Vec<_>>(), ["REV-30"]);
    let first = &reviewed.questions[0];
    assert_eq!(
        (first.id, first.status, first.rules.as_slice()),
        (QuestionId::Q1, QuestionStatus::Concern, &["REV-30"][..])
    );
}
