//! The figures of `plan_cs_hires`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::customers::Stage;
use crate::tools::hiring::words::{Cause, Role, Split};
use crate::units::{Label, Money};

/// The figures of `plan_cs_hires`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Figures {
    /// Who to hire now; absent where nobody is to be hired yet.
    pub next_hire: Option<NextHire>,
    /// What the next hire waits for, where nobody is to be hired yet.
    pub hold: Option<Hold>,
    /// The hires in their order; each comes once the one before is ramped.
    pub roadmap: Vec<StepReport>,
    /// Outcomes that are not on the roadmap.
    pub later: Vec<LaterReport>,
    /// Whether CSM and account manager stay one role.
    pub am_split: AmSplitReport,
    /// The company among the five stages.
    pub stage_fit: StageReport,
    /// How many months the roadmap looks ahead.
    pub roadmap_months: u64,
    /// Where the ramp months come from.
    pub ramp_basis: String,
}

/// The hire to make now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NextHire {
    /// The role.
    pub role: Role,
    /// The customer outcome it is for.
    pub outcome: Label,
    /// Why the outcome fails today.
    pub failing_because: Option<Cause>,
    /// The ARR that hangs on it.
    pub arr_at_stake_usd: Option<Money>,
    /// Why this role, with the figures that make it due.
    pub why_this: String,
    /// Why not its nearest alternatives.
    pub why_not: Vec<AlternativeReport>,
    /// What the role answers for.
    pub owns: &'static str,
    /// What it does not answer for.
    pub does_not_own: &'static str,
}

/// A role that is not hired in its place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AlternativeReport {
    /// The role.
    pub role: Role,
    /// Why not.
    pub because: String,
}

/// Why nobody is to be hired yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// The newest hire has not ramped.
    NewestHireNotRamped,
    /// The newest hire has not delivered its outcome.
    NewestHireNotShipped,
    /// What would decide is unknown.
    Unknown,
    /// No role that the outcomes call for is due.
    PrerequisiteMissing,
}

/// What the next hire waits for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Hold {
    /// The kind of reason.
    pub reason: HoldReason,
    /// The reason with its figures.
    pub because: String,
    /// The role that would come next.
    pub role: Option<Role>,
    /// The customer outcome it would be for.
    pub outcome: Label,
    /// The month from which it may come, where that can be told.
    pub from: Option<String>,
    /// The arguments to bring.
    pub needs: Vec<&'static str>,
}

/// One hire of the roadmap.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepReport {
    /// The month from which the hire may be made: YYYY-MM with `as_of`, else M1 to M18; null while it cannot be told.
    pub month: Option<String>,
    /// The role.
    pub role: Role,
    /// The customer outcome it is for.
    pub outcome: Label,
    /// The ARR that hangs on it.
    pub arr_at_stake_usd: Option<Money>,
    /// What must hold first, with today's figures.
    pub prerequisite: String,
    /// Months until it is ramped and the next may come.
    pub ramp_months: u64,
}

/// An outcome that is not on the roadmap.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LaterReport {
    /// The role it calls for; null where its cause is unknown.
    pub role: Option<Role>,
    /// The customer outcome.
    pub outcome: Label,
    /// The ARR that hangs on it.
    pub arr_at_stake_usd: Option<Money>,
    /// Why it waits.
    pub why: String,
}

/// Whether CSM and account manager stay one role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AmSplitReport {
    /// combined, hybrid or split; null while what is unknown could change it.
    pub recommend: Option<Split>,
    /// The four conditions.
    pub conditions: Vec<ConditionReport>,
    /// Why, with the figures.
    pub because: String,
    /// Whether ARR lies under the line, so that the conditions do not matter.
    #[serde(skip)]
    pub(in crate::tools) is_under_line: bool,
}

/// A condition of the split.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConditionReport {
    /// The argument that tells it.
    pub name: &'static str,
    /// Whether it holds; null if that is unknown.
    pub met: Option<bool>,
}

/// The company among the stages.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StageReport {
    /// The stage that the counts establish, 1 to 5.
    pub stage: u8,
    /// Its name.
    pub name: &'static str,
    /// The last stage that it could be if what is unknown held; null where nothing is unknown.
    pub stage_max: Option<u8>,
    /// The stage that was named.
    pub named: Option<Stage>,
    /// Whether the two agree; null where none was named or the counts leave it open.
    pub fits: Option<bool>,
    /// What the next stage asks for.
    pub move_on: Vec<MoveOnReport>,
    /// People in CS; null while a role is not counted.
    pub cs_people: Option<u64>,
    /// ARR per CSM.
    pub arr_per_csm_usd: Option<Money>,
    /// ARR per CSM at which the stage begins: with less, more CSMs stand than it carries at most.
    pub arr_per_csm_line_usd: Option<Money>,
}

/// A condition of the next stage.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MoveOnReport {
    /// The condition with its figure.
    pub condition: String,
    /// Whether it holds; null if that is unknown.
    pub met: Option<bool>,
}
