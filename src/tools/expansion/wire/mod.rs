//! What arrives at and leaves `find_expansion`.

mod figures;
mod findings;
mod gaps;
mod input;
mod report;

pub use figures::{
    BookReport, Figures, GatedReport, PlayReport, PlayShareReport, RangeReport, RatesReport, ReasonReport, StatusReport,
};
pub(super) use findings::findings;
pub(super) use gaps::gaps;
pub use input::{AccountInput, Input, PriceInput};
pub(super) use report::{lead, report};
