//! Validated quantities that every tool shares: money, ratios, percentages, labels, dates.
//!
//! They are the vocabulary of the wire, so they implement serde and tell their JSON schema with an `x-kind` that the
//! collecting reader (`crate::shape`) understands. No business meaning, no I/O, no binary floats on money.

mod calendar;
mod currency;
mod label;
mod money;
mod number;
mod period;
mod share;

pub use calendar::{Date, Month};
pub use currency::Currency;
pub(crate) use label::LABEL_CHARACTERS_COUNT_MAX;
pub use label::{Label, clean_text};
pub use money::{Money, parse_money};
pub(crate) use number::number_of_decimal;
pub use number::{Amount, NumberFault, Percent, Ratio, decimal_of_number, parse_decimal};
pub use period::Period;
pub use share::Share;
