//! Scales at their edges, and scores that add up.

use rust_decimal::{Decimal, dec};

use super::*;
use crate::tools::maturity::policy::MaturityPolicy;
use crate::tools::maturity::questions::Question;
use crate::tools::maturity::words::{Action, Band, Dimension, Level};

fn points(question: Question, answer: Answer) -> Option<Decimal> {
    question.scale(&MaturityPolicy::default()).points(answer)
}

fn number(question: Question, value: Decimal) -> Decimal {
    points(question, Answer::Number(value)).unwrap()
}

/// The best answer to every question.
fn all_best() -> Vec<(Question, Answer)> {
    let best = |question: Question| match question {
        Question::OwnerClarity => Answer::Number(dec!(10)),
        Question::BoardReview | Question::Segments => Answer::Number(dec!(3)),
        Question::Stages => Answer::Number(dec!(6)),
        Question::StageOwners | Question::ClosedLoop | Question::Grr => Answer::Number(dec!(100)),
        Question::Nrr => Answer::Number(dec!(130)),
        Question::LogoChurn => Answer::Number(dec!(0)),
        Question::Csms => Answer::Number(dec!(5)),
        Question::Instrumented | Question::LiteracyProgram => Answer::Level(Level::Full),
        _ => Answer::Claim(true),
    };
    Question::ALL.iter().map(|question| (*question, best(*question))).collect()
}

fn with(answers: &[(Question, Answer)], changed: Question, answer: Answer) -> Vec<(Question, Answer)> {
    answers.iter().map(|(question, old)| (*question, if *question == changed { answer } else { *old })).collect()
}

fn all_unknown() -> Vec<(Question, Answer)> {
    Question::ALL.iter().map(|question| (*question, Answer::Unknown)).collect()
}

#[test]
fn lines_belong_to_the_side_that_the_guide_says() {
    for (question, value, wanted) in [
        (Question::OwnerClarity, dec!(7.5), dec!(15)),
        (Question::OwnerClarity, dec!(7.4), dec!(14.8)),
        (Question::BoardReview, dec!(0), dec!(0)),
        (Question::BoardReview, dec!(0.5), dec!(20)),
        (Question::BoardReview, dec!(3), dec!(20)),
        (Question::BoardReview, dec!(3.1), dec!(10)),
        (Question::Segments, dec!(0), dec!(0)),
        (Question::Segments, dec!(2), dec!(12)),
        (Question::Segments, dec!(3), dec!(25)),
        (Question::Segments, dec!(5), dec!(25)),
        (Question::Segments, dec!(6), dec!(12)),
        (Question::Stages, dec!(4), dec!(7)),
        (Question::Stages, dec!(7), dec!(15)),
        (Question::StageOwners, dec!(82.5), dec!(16.5)),
        (Question::Nrr, dec!(120), dec!(20)),
        (Question::Nrr, dec!(119.9), dec!(15)),
        (Question::Nrr, dec!(110), dec!(15)),
        (Question::Nrr, dec!(100), dec!(10)),
        (Question::Nrr, dec!(99.99), dec!(4)),
        (Question::Grr, dec!(95), dec!(15)),
        (Question::Grr, dec!(90), dec!(10)),
        (Question::Grr, dec!(89.9), dec!(3)),
        (Question::LogoChurn, dec!(10), dec!(0)),
        (Question::LogoChurn, dec!(10.9), dec!(-5)),
        (Question::LogoChurn, dec!(15), dec!(-5)),
        (Question::LogoChurn, dec!(15.9), dec!(-10)),
        (Question::Csms, dec!(0), dec!(0)),
        (Question::Csms, dec!(1), dec!(5)),
        (Question::Csms, dec!(2), dec!(9)),
        (Question::Csms, dec!(4), dec!(9)),
        (Question::Csms, dec!(5), dec!(15)),
    ] {
        assert_eq!(number(question, value), wanted, "{} {value}", question.path());
    }
}

#[test]
fn the_points_of_a_dimension_are_a_hundred_but_for_operations() {
    let assessment = assess(&all_best(), &MaturityPolicy::default()).unwrap();
    for one in &assessment.dimensions {
        let possible = if one.dimension == Dimension::Operations { dec!(90) } else { dec!(100) };
        assert_eq!((one.possible, one.score.low, one.score.high), (possible, dec!(100), dec!(100)));
    }
    assert_eq!(assessment.overall, Range { low: dec!(100), high: dec!(100) });
    assert!(gaps(&assessment).is_empty());
    assert!(aim(&assessment, &[]).is_none());
}

#[test]
fn nothing_known_is_anything_from_nothing_to_all() {
    let assessment = assess(&all_unknown(), &MaturityPolicy::default()).unwrap();
    assert_eq!(assessment.overall, Range { low: dec!(0), high: dec!(100) });
    let found = gaps(&assessment);
    assert_eq!(found.len(), Question::ALL.len());
    assert!(found.iter().all(|gap| gap.action == Action::FindOut));
    assert_eq!(aim(&assessment, &found).unwrap().score, dec!(0));
}

#[test]
fn an_answer_more_only_narrows_the_range() {
    let policy = MaturityPolicy::default();
    let whole = assess(&all_unknown(), &policy).unwrap();
    for (question, answer) in all_best() {
        let one = assess(&with(&all_unknown(), question, answer), &policy).unwrap();
        assert!(one.overall.low >= whole.overall.low && one.overall.high <= whole.overall.high, "{}", question.path());
    }
}

#[test]
fn the_gaps_of_known_answers_add_up_to_what_is_missing() {
    let policy = MaturityPolicy::default();
    let mut answers = all_best();
    for (question, answer) in [
        (Question::WrittenStrategy, Answer::Claim(false)),
        (Question::ClosedLoop, Answer::Number(dec!(37.5))),
        (Question::Nrr, Answer::Number(dec!(104.94))),
        (Question::LogoChurn, Answer::Number(dec!(12))),
        (Question::Csms, Answer::Number(dec!(3))),
    ] {
        answers = with(&answers, question, answer);
    }
    let assessment = assess(&answers, &policy).unwrap();
    let missing: Decimal = gaps(&assessment).iter().map(|gap| gap.points).sum();
    assert_eq!((missing + assessment.overall.low).round_dp(15), dec!(100));
}

#[test]
fn a_goal_is_worth_what_it_says() {
    let policy = MaturityPolicy::default();
    for (question, answer, goal, points) in [
        (Question::OwnerClarity, Answer::Number(dec!(3)), Goal::AtLeast(dec!(7.5)), dec!(15)),
        (Question::ClosedLoop, Answer::Number(dec!(40)), Goal::AtLeast(dec!(80)), dec!(16)),
        (Question::ClosedLoop, Answer::Number(dec!(80)), Goal::AtLeast(dec!(100)), dec!(20)),
        (Question::StageOwners, Answer::Number(dec!(40)), Goal::AtLeast(dec!(100)), dec!(20)),
        (Question::Instrumented, Answer::Level(Level::None), Goal::Level(Level::Partial), dec!(10)),
        (Question::Instrumented, Answer::Level(Level::Partial), Goal::Level(Level::Full), dec!(20)),
        (Question::Nrr, Answer::Number(dec!(98)), Goal::AtLeast(dec!(100)), dec!(10)),
        (Question::Nrr, Answer::Number(dec!(104)), Goal::AtLeast(dec!(110)), dec!(15)),
        (Question::Grr, Answer::Number(dec!(60)), Goal::AtLeast(dec!(90)), dec!(10)),
        (Question::LogoChurn, Answer::Number(dec!(22)), Goal::AtMost(dec!(15)), dec!(-5)),
        (Question::LogoChurn, Answer::Number(dec!(12)), Goal::AtMost(dec!(10)), dec!(0)),
        (Question::Csms, Answer::Number(dec!(0)), Goal::AtLeast(dec!(1)), dec!(5)),
        (Question::Segments, Answer::Number(dec!(9)), Goal::Between(dec!(3), dec!(5)), dec!(25)),
        (Question::Qbr, Answer::Claim(false), Goal::Yes, dec!(10)),
    ] {
        assert_eq!(question.scale(&policy).next(answer), Some((goal, points)), "{} {answer:?}", question.path());
    }
    for (question, answer) in all_best() {
        assert_eq!(question.scale(&policy).next(answer), None, "{}", question.path());
    }
}

#[test]
fn bands_are_told_before_rounding() {
    let policy = MaturityPolicy::default();
    for (score, band) in [
        (dec!(0), Band::AdHoc),
        (dec!(24.999), Band::AdHoc),
        (dec!(25), Band::Emerging),
        (dec!(49.96), Band::Emerging),
        (dec!(50), Band::Defined),
        (dec!(74.5), Band::Defined),
        (dec!(75), Band::Managed),
        (dec!(89.96), Band::Managed),
        (dec!(90), Band::Optimizing),
        (dec!(100), Band::Optimizing),
    ] {
        assert_eq!(policy.band(score), band, "{score}");
    }
}

#[test]
fn thirds_that_add_up_to_a_line_reach_it() {
    // Talent out of 90 too: operations 30 of 90, talent 60 of 90, segmentation 50 of 100, the others nothing.
    let policy = MaturityPolicy { head_points: dec!(15), ..MaturityPolicy::default() };
    let yes = [
        Question::HealthScore,
        Question::RenewalMotion,
        Question::SupportLead,
        Question::RenewalsTeam,
        Question::Ladder,
        Question::CoverageModels,
        Question::CsmRatio,
    ];
    let answer = |question: Question| match question {
        Question::Csms => Answer::Number(dec!(5)),
        _ => Answer::Claim(yes.contains(&question)),
    };
    let answers: Vec<(Question, Answer)> = Question::ALL.iter().map(|one| (*one, answer(*one))).collect();
    let assessment = assess(&answers, &policy).unwrap();
    assert_eq!(assessment.overall.low, dec!(25));
    assert_eq!(policy.band(assessment.overall.low), Band::Emerging);
}

#[test]
fn a_dimension_without_points_is_told() {
    let none = MaturityPolicy {
        segments_points: dec!(0),
        segments_other_points: dec!(0),
        coverage_models_points: dec!(0),
        csm_ratio_points: dec!(0),
        exec_sponsorship_points: dec!(0),
        ..MaturityPolicy::default()
    };
    assert_eq!(assess(&all_best(), &none), Err(Weightless(Dimension::Segmentation)));
}
