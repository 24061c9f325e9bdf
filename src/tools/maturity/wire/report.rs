//! From scores to the figures as they leave.

use rust_decimal::{Decimal, RoundingStrategy};

use super::check::Checked;
use super::output::{
    AttestedReport, DimensionReport, Figures, GapReport, KeyResultReport, OkrReport, PointsReport, ScoreReport,
};
use super::words;
use crate::tools::Call;
use crate::tools::maturity::calc::{Answer, Gap, Item, Range, aim, gaps};
use crate::tools::maturity::policy::MaturityPolicy;
use crate::tools::maturity::questions::Question;
use crate::tools::maturity::words::{Action, Owner};
use crate::units::{Amount, Ratio};

/// Decimals of a printed score.
const SCORE_PLACES_COUNT: u32 = 1;
/// Decimals of printed points: a point at stake is a sixth of a dimension's.
const POINTS_PLACES_COUNT: u32 = 2;

/// Rounded for print, halves up; no score is negative.
fn printed(value: Decimal, places_count: u32) -> Amount {
    Amount::from_decimal(value.round_dp_with_strategy(places_count, RoundingStrategy::MidpointAwayFromZero))
}

fn score(value: Decimal) -> Amount {
    printed(value, SCORE_PLACES_COUNT)
}

/// The report of checked answers.
#[must_use]
pub(in crate::tools::maturity) fn figures(checked: &Checked, call: &Call<'_, MaturityPolicy>) -> Figures {
    let policy = &call.policy;
    let assessment = &checked.assessment;
    let ranked = gaps(assessment);
    let overall = score_report(assessment.overall, policy);
    let dimensions = assessment.dimensions.iter().map(|one| {
        let ScoreReport { score, score_max, band, band_max } = score_report(one.score, policy);
        let priority = policy.priority(one.score.low);
        DimensionReport { name: one.dimension, score, score_max, band, band_max, priority }
    });
    let (offset, limit) =
        if call.is_full() { (0, usize::MAX) } else { (call.common.offset(), call.common.limit()) };
    let points = if call.is_full() {
        assessment.items().map(|item| points_report(item, checked, policy)).collect()
    } else {
        Vec::new()
    };
    Figures {
        org_name: checked.org_name.clone(),
        overall,
        dimensions: dimensions.collect(),
        answered: assessment.items().filter(|item| item.answer != Answer::Unknown).count() as u64,
        questions: Question::ALL.len() as u64,
        attested: attested(checked),
        gaps: ranked.iter().skip(offset).take(limit).map(gap_report).collect(),
        gaps_total: ranked.len() as u64,
        okr: okr(checked, &ranked, overall),
        points,
    }
}

fn score_report(range: Range, policy: &MaturityPolicy) -> ScoreReport {
    ScoreReport {
        score: score(range.low),
        score_max: score(range.high),
        band: policy.band(range.low),
        band_max: policy.band(range.high),
    }
}

fn attested(checked: &Checked) -> AttestedReport {
    let claims_count = checked.claims().count() as u64;
    let evidenced_count = checked.claims().filter(|(_, has_evidence)| *has_evidence).count() as u64;
    AttestedReport {
        claims: claims_count,
        with_evidence: evidenced_count,
        self_attested: claims_count - evidenced_count,
        confidence: Decimal::from(evidenced_count).checked_div(claims_count.into()).map(Ratio::from_decimal),
    }
}

fn gap_report(gap: &Gap<'_>) -> GapReport {
    let question = gap.item.question;
    GapReport {
        field: question.path(),
        action: gap.action,
        now: words::answer(question, gap.item.answer),
        target: gap.item.next.map(|(goal, _)| words::goal(question, goal)),
        points: printed(gap.points, POINTS_PLACES_COUNT),
    }
}

/// The role that answers for a question: without a head of CX the chief executive does.
fn owner_of(question: Question, has_head: bool) -> Owner {
    match question.owner() {
        Owner::HeadOfCx if !has_head => Owner::Ceo,
        owner => owner,
    }
}

fn okr(checked: &Checked, ranked: &[Gap<'_>], overall: ScoreReport) -> Option<OkrReport> {
    let aim = aim(&checked.assessment, ranked)?;
    let has_head = checked.answer(Question::Head) != Answer::Claim(false);
    let score_target = score(aim.score);
    let objective = if aim.gaps.iter().any(|gap| gap.action == Action::Fix) {
        format!("Lift CX maturity from {} to at least {score_target} of 100", overall.score)
    } else {
        format!("Know where CX maturity stands between {} and {} of 100", overall.score, overall.score_max)
    };
    let key_results = aim.gaps.iter().map(|gap| {
        let question = gap.item.question;
        KeyResultReport {
            field: question.path(),
            key_result: key_result(gap),
            owner: owner_of(question, has_head),
        }
    });
    Some(OkrReport {
        objective,
        owner: if has_head { Owner::HeadOfCx } else { Owner::Ceo },
        score_target,
        key_results: key_results.collect(),
    })
}

fn key_result(gap: &Gap<'_>) -> String {
    let question = gap.item.question;
    match gap.item.next {
        Some((goal, _)) => question.outcome().replace("{}", &words::goal(question, goal)),
        None => format!("The answer is known and has its evidence: {}", question.title()),
    }
}

fn points_report(item: &Item, checked: &Checked, policy: &MaturityPolicy) -> PointsReport {
    PointsReport {
        field: item.question.path(),
        answer: words::answer(item.question, item.answer),
        points: printed(item.points.low, POINTS_PLACES_COUNT),
        points_max: printed(item.points.high, POINTS_PLACES_COUNT),
        possible: printed(item.best, POINTS_PLACES_COUNT),
        how: words::how(item.question, &item.question.scale(policy)),
        evidence: checked.evidence.get(&item.question).cloned(),
    }
}
