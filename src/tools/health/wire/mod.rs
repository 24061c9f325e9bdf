//! What arrives at and leaves `score_customer_health`.

mod figures;
mod findings;
mod gaps;
mod input;
mod report;
mod rows;

pub use figures::*;
pub(super) use findings::findings;
pub(super) use gaps::gaps;
pub use input::{AccountInput, Input, RawInput};
pub(super) use report::report;
pub(super) use rows::check;
