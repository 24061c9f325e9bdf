//! From all answers to the six dimensions, the whole, the gaps by what they are worth, and the aim of a quarter.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Answer, Goal};
use crate::tools::maturity::policy::MaturityPolicy;
use crate::tools::maturity::questions::Question;
use crate::tools::maturity::words::{Action, Dimension};

/// Decimals kept of a score: far more than any answer has, and fewer than a division is exact to, so that thirds which
/// add up to a line reach it.
const SCORE_PLACES_COUNT: u32 = 20;
/// Gaps that a quarter takes on.
const KEY_RESULTS_COUNT: usize = 3;

/// A figure that unknown answers leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tools::maturity) struct Range {
    /// With nothing for what is unknown.
    pub(in crate::tools::maturity) low: Decimal,
    /// With everything for what is unknown.
    pub(in crate::tools::maturity) high: Decimal,
}

/// One answer and its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tools::maturity) struct Item {
    pub(in crate::tools::maturity) question: Question,
    pub(in crate::tools::maturity) answer: Answer,
    pub(in crate::tools::maturity) points: Range,
    /// Points of the best answer; 0 for one that can only take off.
    pub(in crate::tools::maturity) best: Decimal,
    /// The next step, and the points there.
    pub(in crate::tools::maturity) next: Option<(Goal, Decimal)>,
}

/// A sixth of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tools::maturity) struct DimensionScore {
    pub(in crate::tools::maturity) dimension: Dimension,
    pub(in crate::tools::maturity) items: Vec<Item>,
    /// Points of the best answers together.
    pub(in crate::tools::maturity) possible: Decimal,
    /// Points ÷ possible × 100, between 0 and 100.
    pub(in crate::tools::maturity) score: Range,
}

/// All dimensions and their mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tools::maturity) struct Assessment {
    pub(in crate::tools::maturity) dimensions: Vec<DimensionScore>,
    pub(in crate::tools::maturity) overall: Range,
}

impl Assessment {
    /// Every answer, in the order of the arguments.
    pub(in crate::tools::maturity) fn items(&self) -> impl Iterator<Item = &Item> {
        self.dimensions.iter().flat_map(|dimension| &dimension.items)
    }
}

/// A dimension whose questions are worth nothing, so that nothing can be a share of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tools::maturity) struct Weightless(pub(in crate::tools::maturity) Dimension);

/// Scores all answers; one for every question.
pub(in crate::tools::maturity) fn assess(
    answers: &[(Question, Answer)],
    policy: &MaturityPolicy,
) -> Result<Assessment, Weightless> {
    let mut dimensions = Vec::with_capacity(Dimension::ALL.len());
    for dimension in Dimension::ALL {
        let own = answers.iter().filter(|(question, _)| question.dimension() == dimension);
        let items: Vec<Item> = own.map(|(question, answer)| item(*question, *answer, policy)).collect();
        let possible: Decimal = items.iter().map(|item| item.best).sum();
        let of = |end: fn(&Item) -> Decimal| share(items.iter().map(end).sum(), possible).ok_or(Weightless(dimension));
        let score = Range { low: of(|item| item.points.low)?, high: of(|item| item.points.high)? };
        dimensions.push(DimensionScore { dimension, items, possible, score });
    }
    let mean = |end: fn(&DimensionScore) -> Decimal| {
        let sum: Decimal = dimensions.iter().map(end).sum();
        (sum / Decimal::from(dimensions.len())).round_dp(SCORE_PLACES_COUNT)
    };
    let overall = Range { low: mean(|one| one.score.low), high: mean(|one| one.score.high) };
    Ok(Assessment { dimensions, overall })
}

fn item(question: Question, answer: Answer, policy: &MaturityPolicy) -> Item {
    let scale = question.scale(policy);
    let best = scale.best();
    let points = scale
        .points(answer)
        .map_or_else(|| Range { low: scale.worst(), high: best }, |points| Range { low: points, high: points });
    Item { question, answer, points, best, next: scale.next(answer) }
}

/// Points of the possible ones, out of 100 and within 0 to 100.
fn share(points: Decimal, possible: Decimal) -> Option<Decimal> {
    let within = points.clamp(Decimal::ZERO, possible);
    (within * Decimal::ONE_HUNDRED).checked_div(possible).map(|score| score.round_dp(SCORE_PLACES_COUNT))
}

/// An answer that is short of its best, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tools::maturity) struct Gap<'a> {
    pub(in crate::tools::maturity) item: &'a Item,
    pub(in crate::tools::maturity) action: Action,
    /// Points of the overall score that hang on it.
    pub(in crate::tools::maturity) points: Decimal,
}

/// The gaps, the one with the most at stake first; of equals what is known to be missing before what is unknown.
pub(in crate::tools::maturity) fn gaps(assessment: &Assessment) -> Vec<Gap<'_>> {
    let dimensions_count = Decimal::from(assessment.dimensions.len());
    let mut gaps: Vec<Gap<'_>> = assessment
        .dimensions
        .iter()
        .flat_map(|dimension| dimension.items.iter().map(move |item| (dimension.possible, item)))
        .filter_map(|(possible, item)| {
            let lost = item.best - item.points.low;
            let points = (lost * Decimal::ONE_HUNDRED).checked_div(possible * dimensions_count)?;
            let action = if item.answer == Answer::Unknown { Action::FindOut } else { Action::Fix };
            (lost > Decimal::ZERO).then(|| Gap { item, action, points: points.round_dp(SCORE_PLACES_COUNT) })
        })
        .collect();
    gaps.sort_by(most_first);
    gaps
}

fn most_first(one: &Gap<'_>, other: &Gap<'_>) -> Ordering {
    let by_points = other.points.cmp(&one.points);
    by_points.then_with(|| (one.action, one.item.question).cmp(&(other.action, other.item.question)))
}

/// What a quarter is for: its gaps, and the score that the known ones lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tools::maturity) struct Aim<'a> {
    pub(in crate::tools::maturity) gaps: Vec<Gap<'a>>,
    /// The lower score once the gaps to fix have reached their next step; what is to be found out adds nothing yet.
    pub(in crate::tools::maturity) score: Decimal,
}

/// The aim of the next quarter; none where nothing is missing.
pub(in crate::tools::maturity) fn aim<'a>(assessment: &Assessment, gaps: &[Gap<'a>]) -> Option<Aim<'a>> {
    let top: Vec<Gap<'a>> = gaps.iter().copied().take(KEY_RESULTS_COUNT).collect();
    let gain = |item: &Item| {
        let is_aim = top.iter().any(|gap| gap.item.question == item.question);
        item.next.filter(|_| is_aim).map_or(Decimal::ZERO, |(_, points)| points - item.points.low)
    };
    let scores = assessment.dimensions.iter().map(|dimension| {
        let points: Decimal = dimension.items.iter().map(|item| item.points.low + gain(item)).sum();
        share(points, dimension.possible).unwrap_or_default()
    });
    let sum: Decimal = scores.sum();
    let score = (sum / Decimal::from(assessment.dimensions.len().max(1))).round_dp(SCORE_PLACES_COUNT);
    (!top.is_empty()).then_some(Aim { gaps: top, score })
}
