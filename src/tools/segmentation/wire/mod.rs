//! What arrives at and leaves `segment_customers`.

mod draft;
mod figures;
mod findings;
mod input;
mod report;

pub use figures::*;
pub use input::{CustomerInput, Input, Signals};

pub(super) use findings::findings;
pub(super) use input::{Portfolio, check};
pub(super) use report::{not_assessed, report};
