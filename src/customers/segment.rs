//! How an account is served: one of the tiers, or by the product itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Tier;

/// A tier, or the customers whom no person serves (`references/segmentation.md#four-tiers`); its name on the wire is
/// `tier`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("x-spellings" = {
    "smb": "smb_long_tail", "long_tail": "smb_long_tail", "midmarket": "mid_market", "product_led": "plg"
}))]
pub enum Segment {
    /// Named CSM and executive sponsor.
    Strategic,
    /// Named CSM.
    Enterprise,
    /// Pooled CSMs and automation.
    MidMarket,
    /// Tech-touch and self-service.
    SmbLongTail,
    /// The product sells and serves.
    Plg,
}

impl Segment {
    /// All segments, from the top.
    pub const ALL: [Self; 5] = [Self::Strategic, Self::Enterprise, Self::MidMarket, Self::SmbLongTail, Self::Plg];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strategic => "strategic",
            Self::Enterprise => "enterprise",
            Self::MidMarket => "mid_market",
            Self::SmbLongTail => "smb_long_tail",
            Self::Plg => "plg",
        }
    }

    /// The segment of a word on the wire.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|segment| segment.as_str() == word)
    }

    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Strategic => "Strategic",
            Self::Enterprise => "Enterprise",
            Self::MidMarket => "Mid-market",
            Self::SmbLongTail => "SMB / long tail",
            Self::Plg => "Product-led",
        }
    }

    /// The tier; the product-led are long tail to whoever has no lines of their own for them.
    #[must_use]
    pub const fn tier(self) -> Tier {
        match self {
            Self::Strategic => Tier::Strategic,
            Self::Enterprise => Tier::Enterprise,
            Self::MidMarket => Tier::MidMarket,
            Self::SmbLongTail | Self::Plg => Tier::SmbLongTail,
        }
    }

    /// The place from the top, 0 to 4.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}
