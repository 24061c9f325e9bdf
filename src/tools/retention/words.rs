//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many categories of churn reasons there are.
pub(super) const CATEGORIES_COUNT: usize = 10;

/// Why a customer left, after the cross-walk of `references/retention.md#churn-reasons`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = { "no_value_realised": "no_value_realized", "no_value": "no_value_realized" }))]
pub enum Category {
    /// Wrong product or wrong customer.
    ProductFit,
    /// Lost to a rival.
    CompetitorLoss,
    /// Never reached the outcome.
    NoValueRealized,
    /// Price or budget.
    Pricing,
    /// The sponsor is gone.
    ChampionLeft,
    /// Closed, acquired, changed course.
    CompanyEvent,
    /// Our own service slipped.
    TacticalFailure,
    /// A payment failed.
    InvoluntaryPayment,
    /// The customer cut its list of vendors.
    Consolidation,
    /// Nobody knows.
    Unknown,
}

impl Category {
    /// All categories, in the order of their counts.
    pub(super) const ALL: [Self; CATEGORIES_COUNT] = [
        Self::ProductFit,
        Self::CompetitorLoss,
        Self::NoValueRealized,
        Self::Pricing,
        Self::ChampionLeft,
        Self::CompanyEvent,
        Self::TacticalFailure,
        Self::InvoluntaryPayment,
        Self::Consolidation,
        Self::Unknown,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProductFit => "product_fit",
            Self::CompetitorLoss => "competitor_loss",
            Self::NoValueRealized => "no_value_realized",
            Self::Pricing => "pricing",
            Self::ChampionLeft => "champion_left",
            Self::CompanyEvent => "company_event",
            Self::TacticalFailure => "tactical_failure",
            Self::InvoluntaryPayment => "involuntary_payment",
            Self::Consolidation => "consolidation",
            Self::Unknown => "unknown",
        }
    }
}

/// What a row of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowsKind {
    /// A group of customers acquired together.
    Cohorts,
    /// A customer.
    Customers,
    /// What a customer paid for a month.
    Ledger,
    /// A ledger's sums, as a warehouse computed them.
    Aggregate,
}

impl RowsKind {
    /// All kinds, in the order in which headers are held against them.
    pub(super) const ALL: [Self; 4] = [Self::Cohorts, Self::Customers, Self::Ledger, Self::Aggregate];

    /// Whether the rows come to several cohorts.
    #[must_use]
    pub const fn has_cohorts(self) -> bool {
        !matches!(self, Self::Customers)
    }

    /// Whether a row has a place for the reason of a loss.
    #[must_use]
    pub const fn has_reasons(self) -> bool {
        matches!(self, Self::Cohorts | Self::Customers)
    }

    /// The word on the wire, and the argument that holds such a table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cohorts => "cohorts",
            Self::Customers => "customers",
            Self::Ledger => "ledger",
            Self::Aggregate => "aggregate",
        }
    }
}

/// What `renewed_arr` still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RenewedBasis {
    /// What those who stayed had at the start: contraction is still inside.
    BeforeContraction,
    /// What is left of it: contraction is already taken off.
    AfterContraction,
}

/// Where a figure stands against its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// At or beyond the healthy line.
    Healthy,
    /// Between the two lines.
    Concerning,
    /// Beyond the critical line.
    Critical,
}

impl Band {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Concerning => "concerning",
            Self::Critical => "critical",
        }
    }
}

/// The verdict on a cohort or the portfolio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    /// Nothing is off.
    Healthy,
    /// The worst figure is concerning.
    Concerning,
    /// The worst figure is critical.
    Critical,
    /// Expansion hides a loss that the base cannot bear.
    LeakyBucket,
}

impl Overall {
    /// The word in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Concerning => "concerning",
            Self::Critical => "critical",
            Self::LeakyBucket => "leaky bucket",
        }
    }
}

impl From<Band> for Overall {
    fn from(band: Band) -> Self {
        match band {
            Band::Healthy => Self::Healthy,
            Band::Concerning => Self::Concerning,
            Band::Critical => Self::Critical,
        }
    }
}

/// Who can move churn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lever {
    /// The customer team.
    CsLeverage,
    /// Both sides.
    Mixed,
    /// Product, market or ICP.
    Structural,
    /// No reason is known.
    NotAssessable,
}

impl Lever {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CsLeverage => "cs_leverage",
            Self::Mixed => "mixed",
            Self::Structural => "structural",
            Self::NotAssessable => "not_assessable",
        }
    }
}

/// Where cohorts are going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Later cohorts keep more.
    Improving,
    /// They keep the same, within a narrow band.
    Flat,
    /// Later cohorts keep less.
    Degrading,
    /// Neither is shown.
    NoEvidence,
    /// Too few mature cohorts to tell.
    TooFew,
}

impl Direction {
    /// The words in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Flat => "flat",
            Self::Degrading => "degrading",
            Self::NoEvidence => "no evidence",
            Self::TooFew => "too few cohorts",
        }
    }
}

/// How money was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeakKind {
    /// Customers left.
    Churn,
    /// Customers stayed with less.
    Contraction,
}

impl LeakKind {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Churn => "churn",
            Self::Contraction => "contraction",
        }
    }
}

/// What the upside was reckoned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UpsideBasis {
    /// Money by reason.
    Arr,
    /// Customers by reason: assumes that those who left for one reason were as large as the others.
    Logos,
}

/// How an interval of GRR was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// The ratio estimator with Student's t.
    RatioT,
    /// Wilson on the effective number of customers, where all kept the same share.
    WilsonEffective,
}
