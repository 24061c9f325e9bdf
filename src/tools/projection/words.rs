//! The tool's vocabulary: what may move net retention, on which of its parts, and how well that is known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What may move net retention (`references/projection.md#drivers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Driver {
    /// Weeks by which onboarding is late.
    OnboardingWeeksLate,
    /// The share of churned ARR that could have been kept.
    PreventableChurnShare,
    /// Adoption in the first 90 days.
    AdoptionDepth,
    /// Growth tied to use.
    UsageExpansion,
    /// Executive sponsors on the top accounts.
    ExecSponsorship,
    /// Renewals begun at 90, 60 and 30 days.
    RenewalDiscipline,
    /// CSM time where health is worst.
    HealthAllocation,
    /// A weekly save room.
    SaveRoom,
    /// A price model that fits the use.
    PricingFit,
    /// Anything else.
    Other,
}

impl Driver {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnboardingWeeksLate => "onboarding_weeks_late",
            Self::PreventableChurnShare => "preventable_churn_share",
            Self::AdoptionDepth => "adoption_depth",
            Self::UsageExpansion => "usage_expansion",
            Self::ExecSponsorship => "exec_sponsorship",
            Self::RenewalDiscipline => "renewal_discipline",
            Self::HealthAllocation => "health_allocation",
            Self::SaveRoom => "save_room",
            Self::PricingFit => "pricing_fit",
            Self::Other => "other",
        }
    }

    /// The part it moves unless the caller says otherwise.
    #[must_use]
    pub const fn acts_on(self) -> Part {
        match self {
            Self::UsageExpansion | Self::PricingFit => Part::Expansion,
            _ => Part::Churn,
        }
    }
}

/// A part of net retention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Customers lost; an effect lowers it.
    Churn,
    /// Customers kept who pay less; an effect lowers it.
    Contraction,
    /// Customers kept who pay more; an effect raises it.
    Expansion,
}

impl Part {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Churn => "churn",
            Self::Contraction => "contraction",
            Self::Expansion => "expansion",
        }
    }
}

/// How well an effect is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Evidence {
    /// Measured on this company's own customers, or in a published trial.
    #[serde(rename = "H", alias = "h")]
    High,
    /// Observed without a control, or reported with its sample.
    #[serde(rename = "M", alias = "m")]
    Medium,
    /// Nobody knows where it comes from: an unsourced assumption.
    #[serde(rename = "L", alias = "l")]
    Low,
}

/// What stands beside an effect in the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Standing {
    /// The caller named where it comes from.
    #[serde(rename = "sourced")]
    Sourced,
    /// Nobody did.
    #[serde(rename = "unsourced assumption")]
    Unsourced,
}

impl Evidence {
    /// The letter on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "H",
            Self::Medium => "M",
            Self::Low => "L",
        }
    }

    /// What stands beside it.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self {
            Self::High | Self::Medium => Standing::Sourced,
            Self::Low => Standing::Unsourced,
        }
    }
}
