//! What arrives at and leaves `plan_churn_interventions`.

mod figures;
mod findings;
mod input;
mod report;

pub use figures::{
    AccountReport, AssumptionsReport, Figures, OfferReport, OffersReport, OwnerReport, PatternReport,
    PlayReport, UnownedReport,
};
pub(super) use findings::findings;
pub use input::{AccountInput, Input, OfferInput};
pub(super) use input::{Portfolio, check};
pub(super) use report::{Leads, leads, not_assessed, report};
