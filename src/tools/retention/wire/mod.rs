//! What arrives at and leaves `retention_decompose`.

mod check;
mod figures;
mod input;
mod ledger;
mod report;
mod source;

pub(super) use check::check;
pub use figures::{
    AgeReport, BridgeReport, ChurnReport, CohortReport, ConcentrationReport, Figures, GrrIntervalReport, IntervalReport,
    LeakReport, LedgerReport, MixReport, MixSegmentReport, ReasonReport, StageVerdicts, TrendReport, TriangleReport, UpsideReport,
    VerdictReport,
};
pub use input::{CohortInput, CustomerInput, Input, ReasonAmounts, ReasonCounts};
pub(super) use report::{Told, report};
