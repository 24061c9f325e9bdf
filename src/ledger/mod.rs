//! Recurring-revenue rows to sums: the window view by acquisition cohort and segment, and the triangle by age.
//!
//! A row says what a customer paid for a month. Rows of a customer and month are summed, a month without a row is
//! nothing, and everything is told in whole hundredths of annual recurring revenue. The same sums come out of a
//! warehouse that runs the one SQL text of [`sql`]: a conformance test holds the two together. Nothing here divides:
//! ratios, verdicts and intervals are the business of `retention`.
//!
//! Several hands read a long file, and each customer lives in one store, whichever hand meets its rows. Memory is
//! bounded: where the customers do not fit they are read in several passes over the file, a part of them in each, and
//! the sums of the parts are added.

mod aggregate;
mod fold;
mod grid;
mod hand;
mod ids;
mod months;
mod overview;
mod read;
mod rows;
pub mod sql;
mod store;
mod stores;
mod taken;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use aggregate::{AgeSums, Aggregate, CohortSums, Meta, PAIRS_COUNT_MAX, Sums, TOP_COUNT};
pub use overview::{MonthOverview, Overview};
pub use read::{Asked, read_aggregate, read_overview};
pub use rows::{AggregateRow, COLUMNS, Digits, RowKind};

use crate::problem::{Code, Problem};
use crate::units::{Currency, Label, Money, Period};

/// Memory that a ledger may take, in bytes, before it is read in parts.
pub const MEMORY_BYTES_MAX: usize = 2 * 1024 * 1024 * 1024;

/// A row of a ledger: what a customer pays for a month.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct LedgerRow {
    /// The customer, the same in every row of his.
    pub customer: Label,
    /// The month, as YYYY-MM or as a day or moment of it.
    pub period: Period,
    /// The recurring revenue of that month; 0 or more. Several rows of a customer and month are summed.
    pub amount: Money,
    /// The segment the customer is in that month.
    pub segment: Option<Label>,
    /// The currency of the amount; all rows have the same.
    pub currency: Option<Currency>,
}

/// What an amount stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Revenue of a month.
    Mrr,
    /// Revenue of a year at that month's rate.
    Arr,
}

impl Cadence {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mrr => "mrr",
            Self::Arr => "arr",
        }
    }

    /// What makes it annual.
    #[must_use]
    pub const fn factor(self) -> i64 {
        match self {
            Self::Mrr => 12,
            Self::Arr => 1,
        }
    }

    /// What a header says of the amounts under it: `mrr` or `arr` as a word of its own, or spelled out.
    #[must_use]
    pub fn told_by(header: &str) -> Option<Self> {
        let folded = crate::shape::fold(header);
        let says = |word: &str| folded.split('_').any(|part| part == word);
        let is_monthly = says("mrr") || folded.contains("monthly_recurring");
        let is_annual = says("arr") || folded.contains("annual_recurring");
        match (is_monthly, is_annual) {
            (true, false) => Some(Self::Mrr),
            (false, true) => Some(Self::Arr),
            _ => None,
        }
    }

    /// What is said and what the header of the amounts says. It is never guessed: a factor of twelve hangs on it.
    ///
    /// # Errors
    /// Neither says it, or they differ.
    pub fn agreed(given: Option<Self>, header: Option<&str>) -> Result<Self, Problem> {
        let told = header.and_then(Self::told_by);
        match (given, told) {
            (Some(given), Some(told)) if given != told => {
                let header = header.unwrap_or_default();
                let message = format!("says {}, but the amounts stand under \"{header}\"", given.as_str());
                let help = "Correct cadence, or name the column in columns.amount.";
                Err(Problem::new(Code::Identity, "cadence", message, help))
            }
            (Some(cadence), _) | (None, Some(cadence)) => Ok(cadence),
            (None, None) => Err(Problem::new(
                Code::Missing,
                "cadence",
                "is required where the header of the amounts does not tell it: mrr or arr",
                "Send mrr if an amount is the revenue of a month, arr if it is that of a year.",
            )),
        }
    }
}

/// How customers are put into acquisition cohorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CohortBy {
    /// By the calendar quarter of their first month.
    #[default]
    Quarter,
    /// By their first month.
    Month,
    /// By the year of their first month.
    Year,
}

impl CohortBy {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Months of a cohort.
    #[must_use]
    pub const fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The way with so many months a cohort.
    #[must_use]
    pub const fn of_months(months: i64) -> Option<Self> {
        match months {
            1 => Some(Self::Month),
            3 => Some(Self::Quarter),
            12 => Some(Self::Year),
            _ => None,
        }
    }
}

/// What is asked of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// What an amount stands for.
    pub cadence: Cadence,
    /// How customers are put into cohorts.
    pub cohort_by: CohortBy,
    /// Months of the window.
    pub window_months: u32,
    /// The last month of the window; none for the last month of the ledger.
    pub as_of: Option<Period>,
}

/// Why a row of a ledger cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LedgerFault {
    /// The sum of a customer and month is beyond what is kept exactly.
    TooLarge,
    /// The months span more than a ledger does.
    TooLong,
    /// A part of it is not there.
    Incomplete,
    /// There are more segments than are told apart.
    ManySegments,
    /// There are more currencies than are told apart.
    ManyCurrencies,
}

impl LedgerFault {
    /// The field at fault, the kind, what is wrong, and what to do.
    fn told(self) -> (&'static str, Code, String, &'static str) {
        match self {
            Self::TooLarge => (
                "amount",
                Code::Range,
                "the amounts of a customer and month sum to more than is kept exactly".to_owned(),
                "Check the currency's unit.",
            ),
            Self::TooLong => (
                "period",
                Code::Range,
                format!("the ledger spans more than {} months with this row", grid::SPAN_MONTHS_MAX),
                "Check the year.",
            ),
            Self::Incomplete => (
                "customer",
                Code::Missing,
                "a customer, month or amount is not there".to_owned(),
                "Fill all three in every row.",
            ),
            Self::ManySegments => (
                "segment",
                Code::TooMany,
                format!("there are more than {} segments", stores::SEGMENTS_COUNT_MAX),
                "Name a column with a few segments in columns.segment, or leave it out.",
            ),
            Self::ManyCurrencies => (
                "currency",
                Code::TooMany,
                "there are more currencies than can be".to_owned(),
                "Check the column: it must hold a currency code.",
            ),
        }
    }
}
