//! What a CSM of each tier can carry and costs, looked up in the policy by stage or published set.

use rust_decimal::Decimal;

use super::policy::CoveragePolicy;
use super::words::TargetBasis;
use crate::customers::{Tier, TierCuts};
use crate::units::Money;

/// What a CSM of a tier can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// ARR aimed at.
    pub arr: Decimal,
    /// Least ARR of the band.
    pub arr_low: Decimal,
    /// Greatest ARR of the band; none where it is open.
    pub arr_high: Option<Decimal>,
    /// Most accounts.
    pub accounts_max: Decimal,
}

impl Target {
    /// The middle of a band with both ends.
    fn middle(arr_low: Decimal, arr_high: Decimal, accounts_max: Decimal) -> Self {
        let arr = arr_low.saturating_add(arr_high) / Decimal::TWO;
        Self { arr, arr_low, arr_high: Some(arr_high), accounts_max }
    }

    /// A band without an upper end: its low end is the target.
    const fn open(arr_low: Decimal, accounts_max: Decimal) -> Self {
        Self { arr: arr_low, arr_low, arr_high: None, accounts_max }
    }
}

impl CoveragePolicy {
    /// Where one tier ends and the next begins.
    #[must_use]
    pub const fn tier_cuts(&self) -> TierCuts {
        TierCuts {
            strategic: Money::from_decimal(self.strategic_arr_min),
            enterprise: Money::from_decimal(self.enterprise_arr_min),
            mid_market: Money::from_decimal(self.mid_market_arr_min),
        }
    }

    /// What a CSM of the tier can carry, by the stage's band or a published set.
    #[must_use]
    pub fn target(&self, basis: TargetBasis, tier: Tier) -> Target {
        match basis {
            TargetBasis::Baseline => self.target_of_baseline(tier),
            TargetBasis::SourceC => self.target_of_source_c(tier),
            TargetBasis::SourceE => self.target_of_source_e(tier),
            TargetBasis::StageSeed | TargetBasis::StageGrowth | TargetBasis::StageScale => {
                self.target_of_stage(basis, tier)
            }
        }
    }

    fn target_of_baseline(&self, tier: Tier) -> Target {
        let band = |arr, arr_low, arr_high| Target {
            arr,
            arr_low,
            arr_high: Some(arr_high),
            accounts_max: self.baseline_accounts_max(tier),
        };
        match tier {
            Tier::Strategic => band(
                self.baseline_strategic_arr_target,
                self.baseline_strategic_arr_low,
                self.baseline_strategic_arr_high,
            ),
            Tier::Enterprise => band(
                self.baseline_enterprise_arr_target,
                self.baseline_enterprise_arr_low,
                self.baseline_enterprise_arr_high,
            ),
            Tier::MidMarket => band(
                self.baseline_mid_market_arr_target,
                self.baseline_mid_market_arr_low,
                self.baseline_mid_market_arr_high,
            ),
            Tier::SmbLongTail => {
                band(self.baseline_smb_arr_target, self.baseline_smb_arr_low, self.baseline_smb_arr_high)
            }
        }
    }

    /// The cap stays the constant of the coverage model: the bands of the stages say nothing of accounts.
    fn target_of_stage(&self, basis: TargetBasis, tier: Tier) -> Target {
        let accounts_max = self.baseline_accounts_max(tier);
        let middle = |low, high| Target::middle(low, high, accounts_max);
        let open = |low| Target::open(low, accounts_max);
        match (basis, tier) {
            (TargetBasis::StageSeed, Tier::Strategic) => {
                middle(self.seed_strategic_arr_low, self.seed_strategic_arr_high)
            }
            (TargetBasis::StageSeed, Tier::Enterprise) => {
                middle(self.seed_enterprise_arr_low, self.seed_enterprise_arr_high)
            }
            (TargetBasis::StageSeed, Tier::MidMarket) => {
                middle(self.seed_mid_market_arr_low, self.seed_mid_market_arr_high)
            }
            (TargetBasis::StageSeed, Tier::SmbLongTail) => open(self.seed_smb_arr_low),
            (TargetBasis::StageScale, Tier::Strategic) => {
                middle(self.scale_strategic_arr_low, self.scale_strategic_arr_high)
            }
            (TargetBasis::StageScale, Tier::Enterprise) => {
                middle(self.scale_enterprise_arr_low, self.scale_enterprise_arr_high)
            }
            (TargetBasis::StageScale, Tier::MidMarket) => {
                middle(self.scale_mid_market_arr_low, self.scale_mid_market_arr_high)
            }
            (TargetBasis::StageScale, Tier::SmbLongTail) => open(self.scale_smb_arr_low),
            (_, Tier::Strategic) => middle(self.growth_strategic_arr_low, self.growth_strategic_arr_high),
            (_, Tier::Enterprise) => middle(self.growth_enterprise_arr_low, self.growth_enterprise_arr_high),
            (_, Tier::MidMarket) => middle(self.growth_mid_market_arr_low, self.growth_mid_market_arr_high),
            (_, Tier::SmbLongTail) => open(self.growth_smb_arr_low),
        }
    }

    /// The set knows no strategic tier: its enterprise stands for both.
    fn target_of_source_c(&self, tier: Tier) -> Target {
        match tier {
            Tier::Strategic | Tier::Enterprise => Target::middle(
                self.source_c_enterprise_arr_low,
                self.source_c_enterprise_arr_high,
                self.source_c_enterprise_accounts_max,
            ),
            Tier::MidMarket => Target::middle(
                self.source_c_mid_market_arr_low,
                self.source_c_mid_market_arr_high,
                self.source_c_mid_market_accounts_max,
            ),
            Tier::SmbLongTail => {
                Target::middle(self.source_c_smb_arr_low, self.source_c_smb_arr_high, self.source_c_smb_accounts_max)
            }
        }
    }

    /// The set knows no strategic tier: its enterprise stands for both.
    fn target_of_source_e(&self, tier: Tier) -> Target {
        match tier {
            Tier::Strategic | Tier::Enterprise => Target::middle(
                self.source_e_enterprise_arr_low,
                self.source_e_enterprise_arr_high,
                self.source_e_enterprise_accounts_max,
            ),
            Tier::MidMarket => Target::middle(
                self.source_e_mid_market_arr_low,
                self.source_e_mid_market_arr_high,
                self.source_e_mid_market_accounts_max,
            ),
            Tier::SmbLongTail => {
                Target::middle(self.source_e_smb_arr_low, self.source_e_smb_arr_high, self.source_e_smb_accounts_max)
            }
        }
    }

    /// Most accounts of a CSM in the coverage model.
    #[must_use]
    pub const fn baseline_accounts_max(&self, tier: Tier) -> Decimal {
        match tier {
            Tier::Strategic => self.baseline_strategic_accounts_max,
            Tier::Enterprise => self.baseline_enterprise_accounts_max,
            Tier::MidMarket => self.baseline_mid_market_accounts_max,
            Tier::SmbLongTail => self.baseline_smb_accounts_max,
        }
    }

    /// Loaded cost of a CSM for a year.
    #[must_use]
    pub const fn csm_cost_annual(&self, tier: Tier) -> Money {
        match tier {
            Tier::Strategic => Money::from_decimal(self.strategic_csm_cost_annual),
            Tier::Enterprise => Money::from_decimal(self.enterprise_csm_cost_annual),
            Tier::MidMarket => Money::from_decimal(self.mid_market_csm_cost_annual),
            Tier::SmbLongTail => Money::from_decimal(self.smb_csm_cost_annual),
        }
    }

    /// Months until a new CSM carries half, and all.
    #[must_use]
    pub const fn ramp_months(&self, tier: Tier) -> (Decimal, Decimal) {
        match tier {
            Tier::Strategic => (self.strategic_ramp_half_months, self.strategic_ramp_full_months),
            Tier::Enterprise => (self.enterprise_ramp_half_months, self.enterprise_ramp_full_months),
            Tier::MidMarket => (self.mid_market_ramp_half_months, self.mid_market_ramp_full_months),
            Tier::SmbLongTail => (self.smb_ramp_half_months, self.smb_ramp_full_months),
        }
    }

    /// The rows that something is divided by, which therefore may not be nothing.
    pub fn divisors() -> impl Iterator<Item = &'static str> {
        use crate::policy::PolicyTable;
        let divides = |key: &str| {
            key != "mid_market_arr_min"
                && [
                    "_arr_low",
                    "_arr_target",
                    "_arr_high",
                    "_accounts_max",
                    "hours_per_csm_month",
                    "capacity_per_need_min",
                ]
                .iter()
                .any(|ending| key.ends_with(ending))
        };
        Self::rows().iter().map(|row| row.key).filter(move |key| divides(key))
    }
}
