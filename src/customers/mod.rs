//! What several tools say of customers: tiers, segments, health and the stages of a company, with their spellings.
//!
//! Not here: any tool's arithmetic or thresholds.

mod health;
mod segment;
mod tier_cuts;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use health::Health;
pub use segment::Segment;
pub use tier_cuts::TierCuts;

/// A customer's tier, from the most to the least invested in (`references/segmentation.md#four-tiers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {
    "smb": "smb_long_tail", "long_tail": "smb_long_tail", "midmarket": "mid_market"
}))]
pub enum Tier {
    /// Named CSM and executive sponsor.
    Strategic,
    /// Named CSM.
    Enterprise,
    /// Pooled CSMs and automation.
    MidMarket,
    /// Tech-touch and self-service.
    SmbLongTail,
}

impl Tier {
    /// All tiers, from the top.
    pub const ALL: [Self; 4] = [Self::Strategic, Self::Enterprise, Self::MidMarket, Self::SmbLongTail];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strategic => "strategic",
            Self::Enterprise => "enterprise",
            Self::MidMarket => "mid_market",
            Self::SmbLongTail => "smb_long_tail",
        }
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Strategic => "Strategic",
            Self::Enterprise => "Enterprise",
            Self::MidMarket => "Mid-market",
            Self::SmbLongTail => "SMB / long tail",
        }
    }

    /// The place from the top, 0 to 3.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// How far the company has come; thresholds of retention and coverage depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {
    "pre-seed": "seed", "series a": "seed", "series b": "growth", "series c": "growth", "series d": "growth",
    "late": "scale"
}))]
pub enum Stage {
    /// Pre-seed to Series A.
    Seed,
    /// Series B and later growth.
    Growth,
    /// Late or scale.
    Scale,
}

impl Stage {
    /// All stages, from the first.
    pub const ALL: [Self; 3] = [Self::Seed, Self::Growth, Self::Scale];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Growth => "growth",
            Self::Scale => "scale",
        }
    }
}
