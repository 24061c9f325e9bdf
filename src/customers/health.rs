//! The colour of an account's health.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How an account fares, from the best; what is not known has no colour (`references/health.md#bands`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {"amber": "yellow"}))]
pub enum Health {
    /// Safe for now.
    Green,
    /// To be watched.
    Yellow,
    /// To be saved.
    Red,
}

impl Health {
    /// All colours, from the best.
    pub const ALL: [Self; 3] = [Self::Green, Self::Yellow, Self::Red];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    /// The place from the best, 0 to 2.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}
