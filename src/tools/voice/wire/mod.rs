//! What arrives at and leaves `design_voc_program`.

mod findings;
mod gaps;
mod input;
mod output;
mod report;

pub use input::{ActionLoop, Governance, Input, Instruments, NpsResponses, Responses};
pub(super) use input::check;
pub use output::{Breakdown, Figures, GapReport, NpsReport, PhaseReport, Target, TaskReport};
pub(super) use {findings::findings, gaps::not_assessed, report::{cut, report}};
