//! What arrives at and leaves `plan_cs_hires`.

mod check;
mod figures;
mod input;
mod report;

pub(super) use check::check;
pub use figures::{
    AlternativeReport, AmSplitReport, ConditionReport, Figures, Hold, HoldReason, LaterReport, MoveOnReport, NextHire,
    StageReport, StepReport,
};
pub use input::{CsTeam, Input, OutcomeInput};
pub(super) use report::report;
