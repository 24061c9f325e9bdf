//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::Serialize;

/// How well an account fits the ideal customer profile (`references/segmentation.md#icp-fit`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FitBand {
    /// 8 points or more.
    Strong,
    /// 5 points or more.
    Decent,
    /// Under 5 points.
    Poor,
}

impl FitBand {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Decent => "decent",
            Self::Poor => "poor",
        }
    }
}

/// A reason to let an account go (`references/segmentation.md#kill-list`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Fit is poor even if every unknown signal were true.
    FitPoor,
    /// Support costs more than half of ARR.
    CostOverHalf,
    /// A young account with repeated escalations.
    EarlyEscalations,
    /// Bought by a company whose interests conflict.
    Acquired,
    /// Shrinking or closing down.
    Declining,
}

impl Flag {
    /// All flags, in the order of the reference.
    pub const ALL: [Self; 5] =
        [Self::FitPoor, Self::CostOverHalf, Self::EarlyEscalations, Self::Acquired, Self::Declining];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FitPoor => "fit_poor",
            Self::CostOverHalf => "cost_over_half",
            Self::EarlyEscalations => "early_escalations",
            Self::Acquired => "acquired",
            Self::Declining => "declining",
        }
    }
}

/// Where an account stands by its flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No flag.
    Ok,
    /// One flag.
    Yellow,
    /// Two flags or more.
    Kill,
}

impl Status {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Yellow => "yellow",
            Self::Kill => "kill",
        }
    }
}

/// A way to part with a kill candidate, the easiest to reverse first (`references/segmentation.md#paths-out`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExitPath {
    /// Move it to self-service.
    TechTouch,
    /// Reprice it until its cost is half of it.
    RaisePrice,
    /// End at the contract date.
    NonRenewal,
}

impl ExitPath {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TechTouch => "tech_touch",
            Self::RaisePrice => "raise_price",
            Self::NonRenewal => "non_renewal",
        }
    }
}

/// How a tier is served (`references/segmentation.md#four-tiers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverageModel {
    /// A named CSM and an executive sponsor.
    NamedWithSponsor,
    /// A named CSM.
    Named,
    /// Pooled CSMs and automation.
    Pooled,
    /// Self-service with a person to escalate to.
    TechTouch,
}

impl CoverageModel {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NamedWithSponsor => "named_with_sponsor",
            Self::Named => "named",
            Self::Pooled => "pooled",
            Self::TechTouch => "tech_touch",
        }
    }
}

/// Why an account is worth nurturing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NurtureReason {
    /// No condition of the next tier is false, and some are not known.
    ConditionsUnknown,
    /// Strong fit with expansion potential.
    StrongFit,
}

/// A condition of a move up that may be unknown; named as the argument that would tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Tenure over 12 months.
    TenureMonths,
    /// Fit of 6 or more.
    IcpFitSignals,
    /// A dedicated executive contact.
    DedicatedExecContact,
    /// A contract of several years.
    MultiYear,
    /// High expansion potential.
    ExpansionPotentialHigh,
    /// Named sponsors on both sides.
    SponsorBothSides,
}

impl Condition {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TenureMonths => "tenure_months",
            Self::IcpFitSignals => "icp_fit_signals",
            Self::DedicatedExecContact => "dedicated_exec_contact",
            Self::MultiYear => "multi_year",
            Self::ExpansionPotentialHigh => "expansion_potential_high",
            Self::SponsorBothSides => "sponsor_both_sides",
        }
    }
}
