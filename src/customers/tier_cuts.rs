//! Where one tier ends and the next begins, by annual recurring revenue.

use super::Tier;
use crate::units::Money;

/// The least ARR of each tier but the last; a lower bound belongs to its tier.
///
/// The values are rows of the policy of the tool that cuts (`references/segmentation.md#four-tiers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierCuts {
    /// The least ARR of a Strategic account.
    pub strategic: Money,
    /// The least ARR of an Enterprise account.
    pub enterprise: Money,
    /// The least ARR of a Mid-market account.
    pub mid_market: Money,
}

impl TierCuts {
    /// The tier of an account with this ARR.
    #[must_use]
    pub fn tier_of(&self, arr: Money) -> Tier {
        if arr >= self.strategic {
            Tier::Strategic
        } else if arr >= self.enterprise {
            Tier::Enterprise
        } else if arr >= self.mid_market {
            Tier::MidMarket
        } else {
            Tier::SmbLongTail
        }
    }

    /// The least ARR of a tier; nothing for the last.
    #[must_use]
    pub const fn floor_of(&self, tier: Tier) -> Money {
        match tier {
            Tier::Strategic => self.strategic,
            Tier::Enterprise => self.enterprise,
            Tier::MidMarket => self.mid_market,
            Tier::SmbLongTail => Money::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn the_lower_bound_belongs_to_its_tier() {
        let cuts = TierCuts {
            strategic: Money::whole(100_000),
            enterprise: Money::whole(20_000),
            mid_market: Money::whole(5_000),
        };
        for (arr, tier) in [
            (dec!(100000), Tier::Strategic),
            (dec!(99999.99), Tier::Enterprise),
            (dec!(20000), Tier::Enterprise),
            (dec!(19999.99), Tier::MidMarket),
            (dec!(5000), Tier::MidMarket),
            (dec!(4999.99), Tier::SmbLongTail),
            (dec!(0), Tier::SmbLongTail),
        ] {
            assert_eq!(cuts.tier_of(Money::from_decimal(arr)), tier, "{arr}");
        }
        for tier in Tier::ALL {
            assert_eq!(cuts.tier_of(cuts.floor_of(tier)), tier);
        }
    }
}
