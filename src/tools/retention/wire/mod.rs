//! What arrives at and leaves `retention_decompose`.

mod check;
mod figures;
mod input;
mod report;
mod source;

pub(super) use check::check;
pub use figures::{
    BridgeReport, ChurnReport, CohortReport, ConcentrationReport, Figures, GrrIntervalReport, IntervalReport,
    LeakReport, ReasonReport, StageVerdicts, TrendReport, UpsideReport, VerdictReport,
};
pub use input::{CohortInput, CustomerInput, Input, ReasonAmounts, ReasonCounts};
pub(super) use report::{Told, report};
