//! What arrives and what leaves, and the way between: arguments to a checked question, figures to a report.

mod check;
mod findings;
mod gaps;
mod input;
mod output;
mod report;

pub use input::{Book, BookTier, CurrentCsms, CustomerRow, Input};
pub use output::{
    BenchmarkReport, BenchmarkTier, CapacityReport, Figures, HireReport, MoveReport, PoolingReport, QuarterReport,
    TierReport, TotalsReport, TriggerReport,
};

pub(super) use check::check;
pub(super) use findings::findings;
pub(super) use gaps::gaps;
pub(super) use report::{Extent, figures};
