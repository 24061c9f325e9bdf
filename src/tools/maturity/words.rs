//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sixth of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Whether there is a written aim, and an owner for everything.
    Strategy,
    /// Whether customers are served by what they are worth.
    Segmentation,
    /// Whether the way through the company is known and owned.
    Journey,
    /// Whether customers are heard and answered.
    Voice,
    /// Whether health, renewals and saves run, and what retention came of it.
    Operations,
    /// Whether the people are there.
    Talent,
}

impl Dimension {
    /// All dimensions, in the order of the arguments.
    pub const ALL: [Self; 6] =
        [Self::Strategy, Self::Segmentation, Self::Journey, Self::Voice, Self::Operations, Self::Talent];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strategy => "strategy",
            Self::Segmentation => "segmentation",
            Self::Journey => "journey",
            Self::Voice => "voice",
            Self::Operations => "operations",
            Self::Talent => "talent",
        }
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Strategy => "Strategy",
            Self::Segmentation => "Segmentation",
            Self::Journey => "Journey",
            Self::Voice => "Voice",
            Self::Operations => "Operations",
            Self::Talent => "Talent",
        }
    }
}

/// How far an organisation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// It depends on who is there.
    AdHoc,
    /// Some of it is there.
    Emerging,
    /// Most of it is written down.
    Defined,
    /// It runs and is measured.
    Managed,
    /// It is made better all the time.
    Optimizing,
}

impl Band {
    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::AdHoc => "Ad hoc",
            Self::Emerging => "Emerging",
            Self::Defined => "Defined",
            Self::Managed => "Managed",
            Self::Optimizing => "Optimizing",
        }
    }
}

/// How pressing a dimension is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// It holds the others back.
    High,
    /// It has its turn.
    Medium,
    /// It can wait.
    Low,
}

impl Priority {
    /// The word in print.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// How far something reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nowhere.
    None,
    /// Here and there.
    Partial,
    /// Everywhere.
    Full,
}

/// How the stages of the journey are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Instrumentation {
    /// Not at all.
    None,
    /// Some of them.
    Partial,
    /// All of them.
    Comprehensive,
}

/// Whom the program for customer literacy reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Literacy {
    /// Nobody.
    None,
    /// Some.
    Partial,
    /// All tiers.
    AllTiers,
}

/// What a gap asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The answer is known and short of full points.
    Fix,
    /// The answer is not known.
    FindOut,
}

impl Action {
    /// The word in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Fix => "fix",
            Self::FindOut => "find out",
        }
    }
}

/// The role that answers for a key result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The chief executive, where the seat itself is open or two chiefs would both claim it.
    Ceo,
    /// The CCO or head of CX.
    HeadOfCx,
    /// The head of CX operations, who runs the voice of customer.
    HeadOfCxOps,
    /// CS operations: tools, data, playbooks and health.
    CsOperations,
}

impl Owner {
    /// The role in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Ceo => "CEO",
            Self::HeadOfCx => "Head of CX",
            Self::HeadOfCxOps => "Head of CX operations",
            Self::CsOperations => "CS operations",
        }
    }
}
