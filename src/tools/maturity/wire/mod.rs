//! What arrives and what leaves, and the way between: arguments to checked answers, scores to a report.

mod check;
mod findings;
mod input;
mod output;
mod report;
mod words;

pub use input::{Input, Journey, Operations, Segmentation, Strategy, Talent, Voice};
pub use output::{
    AttestedReport, DimensionReport, Figures, GapReport, KeyResultReport, OkrReport, PointsReport, ScoreReport,
};

pub(super) use check::check;
pub(super) use findings::{findings, not_assessed};
pub(super) use report::figures;
