//! The tool's vocabulary: words that the wire and the calculation share, as they share units. No logic but naming.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::customers::{Stage, Tier};

/// How a tier is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// A CSM by name, and an executive beside.
    NamedWithSponsor,
    /// A CSM by name.
    Named,
    /// CSMs from a pool, with automation.
    Pooled,
    /// Automation first, with a path to a person.
    TechTouch,
}

impl Model {
    /// The model of a tier.
    #[must_use]
    pub const fn of_tier(tier: Tier) -> Self {
        match tier {
            Tier::Strategic => Self::NamedWithSponsor,
            Tier::Enterprise => Self::Named,
            Tier::MidMarket => Self::Pooled,
            Tier::SmbLongTail => Self::TechTouch,
        }
    }

    /// Whether each account has its own CSM.
    #[must_use]
    pub const fn is_named(self) -> bool {
        matches!(self, Self::NamedWithSponsor | Self::Named)
    }
}

/// A published set of ratios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Benchmark {
    /// The constants of the coverage model.
    Baseline,
    /// Ratios of a source that means larger contracts by the same words.
    SourceC,
    /// Ratios of a source between the two.
    SourceE,
}

impl Benchmark {
    /// All sets, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Baseline, Self::SourceC, Self::SourceE];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::SourceC => "source_c",
            Self::SourceE => "source_e",
        }
    }
}

/// Where the ARR targets of an answer come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetBasis {
    /// The bands of seed stage.
    StageSeed,
    /// The bands of growth stage.
    StageGrowth,
    /// The bands of late stage.
    StageScale,
    /// The constants of the coverage model.
    Baseline,
    /// The ratios of the other source with larger contracts.
    SourceC,
    /// The ratios of the other source between the two.
    SourceE,
}

impl TargetBasis {
    /// An explicit set wins over the stage; without either the constants of the coverage model.
    #[must_use]
    pub const fn of(benchmark: Option<Benchmark>, stage: Option<Stage>) -> Self {
        match (benchmark, stage) {
            (Some(set), _) => Self::of_benchmark(set),
            (None, Some(Stage::Seed)) => Self::StageSeed,
            (None, Some(Stage::Growth)) => Self::StageGrowth,
            (None, Some(Stage::Scale)) => Self::StageScale,
            (None, None) => Self::Baseline,
        }
    }

    /// The basis that a set alone is.
    #[must_use]
    pub const fn of_benchmark(benchmark: Benchmark) -> Self {
        match benchmark {
            Benchmark::Baseline => Self::Baseline,
            Benchmark::SourceC => Self::SourceC,
            Benchmark::SourceE => Self::SourceE,
        }
    }
}

/// The load, or loads, that set a required count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Binding {
    /// Revenue.
    #[serde(rename = "arr")]
    Arr,
    /// Accounts.
    #[serde(rename = "accounts")]
    Accounts,
    /// Hours.
    #[serde(rename = "hours")]
    Hours,
    /// Revenue and accounts alike.
    #[serde(rename = "arr+accounts")]
    ArrAccounts,
    /// Revenue and hours alike.
    #[serde(rename = "arr+hours")]
    ArrHours,
    /// Accounts and hours alike.
    #[serde(rename = "accounts+hours")]
    AccountsHours,
    /// All three alike.
    #[serde(rename = "arr+accounts+hours")]
    ArrAccountsHours,
}

impl Binding {
    /// The word for the loads that bind; none if none does.
    #[must_use]
    pub const fn of(arr: bool, accounts: bool, hours: bool) -> Option<Self> {
        Some(match (arr, accounts, hours) {
            (true, false, false) => Self::Arr,
            (false, true, false) => Self::Accounts,
            (false, false, true) => Self::Hours,
            (true, true, false) => Self::ArrAccounts,
            (true, false, true) => Self::ArrHours,
            (false, true, true) => Self::AccountsHours,
            (true, true, true) => Self::ArrAccountsHours,
            (false, false, false) => return None,
        })
    }

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Arr => "arr",
            Self::Accounts => "accounts",
            Self::Hours => "hours",
            Self::ArrAccounts => "arr+accounts",
            Self::ArrHours => "arr+hours",
            Self::AccountsHours => "accounts+hours",
            Self::ArrAccountsHours => "arr+accounts+hours",
        }
    }
}

/// Why a hire stands in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HireReason {
    /// The tier is short of its required count today.
    Shortage,
    /// The count required in twelve months is larger than today's.
    Growth,
    /// Required counts are met; people who leave, and the reserve below full load, ask for one more.
    Buffer,
    /// The team is large enough to need a manager.
    Manager,
}

impl HireReason {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shortage => "shortage",
            Self::Growth => "growth",
            Self::Buffer => "buffer",
            Self::Manager => "manager",
        }
    }
}

/// Whom a hire is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A CSM of the tier.
    Csm,
    /// A manager of CSMs.
    Manager,
}

impl Role {
    /// The role in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Csm => "CSM",
            Self::Manager => "Manager",
        }
    }
}

/// A line at which a team needs a manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggerRule {
    /// CSMs of one tier.
    #[serde(rename = "tier_5")]
    Tier5,
    /// CSMs in all.
    #[serde(rename = "total_8")]
    Total8,
    /// CSMs in all, in good time.
    #[serde(rename = "total_4")]
    Total4,
    /// Executives called in week by week.
    Escalations,
}

impl TriggerRule {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tier5 => "tier_5",
            Self::Total8 => "total_8",
            Self::Total4 => "total_4",
            Self::Escalations => "escalations",
        }
    }
}

/// When a line is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum TriggerAt {
    /// Today.
    #[serde(rename = "now")]
    Now,
    /// In twelve months.
    #[serde(rename = "12mo")]
    InTwelveMonths,
}

impl TriggerAt {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::InTwelveMonths => "12mo",
        }
    }
}

/// How pressing a manager is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggerLevel {
    /// Time to look for one, or to grow one.
    Plan,
    /// One should be there.
    Needed,
}

impl TriggerLevel {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Needed => "needed",
        }
    }
}
