//! The figures as they leave.

use schemars::JsonSchema;
use serde::Serialize;

use crate::tools::maturity::words::{Action, Band, Dimension, Owner, Priority};
use crate::units::{Amount, Label, Ratio};

/// The figures of `score_cx_maturity`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// The organisation, as given.
    pub org_name: Option<Label>,
    /// The equal mean of the six dimensions.
    pub overall: ScoreReport,
    /// The six dimensions, in the order of the arguments.
    pub dimensions: Vec<DimensionReport>,
    /// How many questions were answered.
    pub answered: u64,
    /// How many questions there are.
    pub questions: u64,
    /// What stands behind the answers of yes.
    pub attested: AttestedReport,
    /// What is short of full points or unknown, the most overall points first; cut by limit and offset in a summary.
    pub gaps: Vec<GapReport>,
    /// How many gaps there are.
    pub gaps_total: u64,
    /// Aim and key results of the next quarter, from the top three gaps; none where there is no gap.
    pub okr: Option<OkrReport>,
    /// Every answer with its points; only in full.
    pub points: Vec<PointsReport>,
}

/// A score with the range that unknown answers leave.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct ScoreReport {
    /// Out of 100, with nothing for what is unknown.
    pub score: Amount,
    /// The same with full points for what is unknown.
    pub score_max: Amount,
    /// The band of the unrounded score.
    pub band: Band,
    /// The band of the unrounded score_max.
    pub band_max: Band,
}

/// A dimension's score.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DimensionReport {
    /// The dimension.
    pub name: Dimension,
    /// Points out of 100, with nothing for what is unknown.
    pub score: Amount,
    /// The same with full points for what is unknown.
    pub score_max: Amount,
    /// The band of the unrounded score.
    pub band: Band,
    /// The band of the unrounded score_max.
    pub band_max: Band,
    /// How pressing the dimension is, by its score.
    pub priority: Priority,
}

/// How far the answers of yes are more than somebody's word.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AttestedReport {
    /// Questions answered with yes.
    pub claims: u64,
    /// Those of them with a sentence of evidence.
    pub with_evidence: u64,
    /// The others.
    pub self_attested: u64,
    /// with_evidence ÷ claims.
    pub confidence: Option<Ratio>,
}

/// Something short of full points, or unknown.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GapReport {
    /// The field of the arguments.
    pub field: &'static str,
    /// Whether to fix it, or to find out first.
    pub action: Action,
    /// The answer now.
    pub now: Option<String>,
    /// The next step; absent where the answer is unknown.
    pub target: Option<String>,
    /// Points of the overall score that hang on it.
    pub points: Amount,
}

/// Aim of a quarter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OkrReport {
    /// What the quarter is for.
    pub objective: String,
    /// The role that answers for it.
    pub owner: Owner,
    /// The overall score that the known gaps lead to, once they have reached their targets.
    pub score_target: Amount,
    /// At most three, one a gap.
    pub key_results: Vec<KeyResultReport>,
}

/// One key result.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeyResultReport {
    /// The field of the arguments that it moves.
    pub field: &'static str,
    /// What is true at the end of the quarter.
    pub key_result: String,
    /// The role that answers for it.
    pub owner: Owner,
}

/// One answer and its points.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PointsReport {
    /// The field of the arguments.
    pub field: &'static str,
    /// The answer; null where it is not known.
    pub answer: Option<String>,
    /// Points of the dimension that it earns for certain; below 0 where it takes off.
    pub points: Amount,
    /// Points that it could earn; more than points only where it is unknown.
    pub points_max: Amount,
    /// Points of the best answer.
    pub possible: Amount,
    /// How an answer becomes points.
    pub how: String,
    /// What was brought to show it.
    pub evidence: Option<Label>,
}
