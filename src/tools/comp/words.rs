//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::Serialize;

/// A role's level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A CSM.
    Csm,
    /// A senior CSM.
    Senior,
    /// A manager or lead.
    Manager,
}

/// How a role fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing found.
    Pass,
    /// A warning.
    Concern,
    /// A blocker.
    Fail,
}
