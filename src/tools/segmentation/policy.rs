//! Thresholds and rules of `segment_customers`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::customers::{Tier, TierCuts};
use crate::policy_table;
use crate::rule::{Rule, Severity};
use crate::units::Money;

policy_table! {
    /// Cuts, weights, lines and assumptions.
    SegmentationPolicy {
        /// Least ARR of a Strategic account.
        strategic_arr_min: Money 100000, Guidance, "segmentation#four-tiers";
        /// Least ARR of an Enterprise account.
        enterprise_arr_min: Money 20000, Guidance, "segmentation#four-tiers";
        /// Least ARR of a Mid-market account.
        mid_market_arr_min: Money 5000, Guidance, "segmentation#four-tiers";
        /// Points for a target industry.
        weight_in_target_industry: Amount 2.0, Guidance, "segmentation#icp-fit";
        /// Points for a target size.
        weight_in_target_size_range: Amount 1.5, Guidance, "segmentation#icp-fit";
        /// Points for the target workflow.
        weight_uses_target_workflow: Amount 2.0, Guidance, "segmentation#icp-fit";
        /// Points for an executive sponsor.
        weight_has_executive_sponsor: Amount 1.5, Guidance, "segmentation#icp-fit";
        /// Points for speaking for us in public.
        weight_advocates_publicly: Amount 1.0, Guidance, "segmentation#icp-fit";
        /// Points for high expansion potential.
        weight_expansion_potential_high: Amount 1.0, Guidance, "segmentation#icp-fit";
        /// Points for few competitors in the account.
        weight_competitor_concentration_low: Amount 1.0, Guidance, "segmentation#icp-fit";
        /// Least fit that is strong.
        fit_strong_min: Amount 8, Guidance, "segmentation#icp-fit";
        /// Least fit that is decent; below it a fit is poor, which is a flag.
        fit_decent_min: Amount 5, Guidance, "segmentation#icp-fit";
        /// Support cost over this share of ARR is a flag.
        kill_cost_ratio: Ratio 0.50, Guidance, "segmentation#kill-list";
        /// Escalations count as early below this tenure.
        kill_tenure_months: Count 12, Guidance, "segmentation#kill-list";
        /// Least escalations in 12 months that are a flag in a young account.
        kill_escalations: Count 2, Assumption, "segmentation#kill-list";
        /// Least flags of a kill candidate.
        kill_flags: Count 2, Guidance, "segmentation#kill-list";
        /// Chance that a raised price is accepted.
        raise_acceptance: Fraction 0.20, Assumption, "segmentation#paths-out";
        /// Chance that an account stays in tech-touch.
        tech_touch_retention: Fraction 0.40, Assumption, "segmentation#paths-out";
        /// Support cost of an account in tech-touch, a year.
        tech_touch_cost: Money 500, Assumption, "segmentation#paths-out";
        /// Notice of non-renewal is given at least so many days before the contract's end.
        notice_days_min: Count 60, Guidance, "segmentation#paths-out";
        /// And at most so many.
        notice_days_max: Count 90, Guidance, "segmentation#paths-out";
        /// A move from SMB up needs more months of tenure than these.
        upgrade_tenure_months: Count 12, Guidance, "segmentation#transitions";
        /// And at least this fit.
        upgrade_fit_min: Amount 6, Guidance, "segmentation#transitions";
        /// Least yearly spend on a Strategic account.
        strategic_investment_min: Money 20000, Guidance, "segmentation#four-tiers";
        /// Greatest yearly spend on a Strategic account.
        strategic_investment_max: Money 50000, Guidance, "segmentation#four-tiers";
        /// Least yearly spend on an Enterprise account.
        enterprise_investment_min: Money 5000, Guidance, "segmentation#four-tiers";
        /// Greatest yearly spend on an Enterprise account.
        enterprise_investment_max: Money 15000, Guidance, "segmentation#four-tiers";
        /// Least yearly spend on a Mid-market account.
        mid_market_investment_min: Money 1000, Guidance, "segmentation#four-tiers";
        /// Greatest yearly spend on a Mid-market account.
        mid_market_investment_max: Money 3000, Guidance, "segmentation#four-tiers";
        /// Least yearly spend on an SMB account.
        smb_long_tail_investment_min: Money 50, Guidance, "segmentation#four-tiers";
        /// Greatest yearly spend on an SMB account.
        smb_long_tail_investment_max: Money 500, Guidance, "segmentation#four-tiers";
        /// From so many customers on, nobody to fire is a finding.
        nobody_to_fire_customers: Count 20, Assumption, "segmentation#kill-list";
        /// One tier with this share of the customers is a finding.
        one_tier_share: Ratio 0.70, Guidance, "segmentation#concentration";
        /// One account with this share of ARR is a finding.
        one_account_share: Ratio 0.20, Assumption, "segmentation#concentration";
        /// Neighbouring tiers whose spend per account differs by no more are one tier in practice.
        theatre_difference: Ratio 0.10, Assumption, "segmentation#segmentation-theatre";
        /// Known costs that a tier needs before its spend is compared.
        theatre_costs: Count 3, Assumption, "segmentation#segmentation-theatre";
        /// Customers in the first quantile tier.
        quantile_strategic: Ratio 0.05, Guidance, "segmentation#quantile-view";
        /// Customers in the first two.
        quantile_enterprise: Ratio 0.20, Guidance, "segmentation#quantile-view";
        /// Customers in the first three.
        quantile_mid_market: Ratio 0.55, Guidance, "segmentation#quantile-view";
    } ordered {
        (mid_market_arr_min, enterprise_arr_min), (enterprise_arr_min, strategic_arr_min),
        (fit_decent_min, fit_strong_min), (notice_days_min, notice_days_max),
        (strategic_investment_min, strategic_investment_max), (enterprise_investment_min, enterprise_investment_max),
        (mid_market_investment_min, mid_market_investment_max),
        (smb_long_tail_investment_min, smb_long_tail_investment_max),
        (quantile_strategic, quantile_enterprise), (quantile_enterprise, quantile_mid_market),
    }
}

impl SegmentationPolicy {
    /// The cuts between the tiers.
    #[must_use]
    pub const fn cuts(&self) -> TierCuts {
        TierCuts {
            strategic: Money::from_decimal(self.strategic_arr_min),
            enterprise: Money::from_decimal(self.enterprise_arr_min),
            mid_market: Money::from_decimal(self.mid_market_arr_min),
        }
    }

    /// The weights of the seven signals, in the order of the reference.
    #[must_use]
    pub const fn weights(&self) -> [Decimal; 7] {
        [
            self.weight_in_target_industry,
            self.weight_in_target_size_range,
            self.weight_uses_target_workflow,
            self.weight_has_executive_sponsor,
            self.weight_advocates_publicly,
            self.weight_expansion_potential_high,
            self.weight_competitor_concentration_low,
        ]
    }

    /// Floor and ceiling of the yearly spend on an account of a tier.
    #[must_use]
    pub const fn investment(&self, tier: Tier) -> (Money, Money) {
        let (floor, ceiling) = match tier {
            Tier::Strategic => (self.strategic_investment_min, self.strategic_investment_max),
            Tier::Enterprise => (self.enterprise_investment_min, self.enterprise_investment_max),
            Tier::MidMarket => (self.mid_market_investment_min, self.mid_market_investment_max),
            Tier::SmbLongTail => (self.smb_long_tail_investment_min, self.smb_long_tail_investment_max),
        };
        (Money::from_decimal(floor), Money::from_decimal(ceiling))
    }

    /// The cumulative shares of customers down to each tier of the quantile view; the last holds the rest.
    #[must_use]
    pub const fn quantiles(&self) -> [Decimal; 4] {
        [self.quantile_strategic, self.quantile_enterprise, self.quantile_mid_market, Decimal::ONE]
    }

    /// First and last day of notice, in days before the contract's end.
    #[must_use]
    pub fn notice_days(&self) -> (u32, u32) {
        let days = |row: Decimal| row.to_u32().unwrap_or(u32::MAX);
        (days(self.notice_days_max), days(self.notice_days_min))
    }
}

pub(super) const SEG_01: Rule =
    Rule::new("SEG-01", Severity::Warning, "there are kill candidates", "segmentation#kill-list");
pub(super) const SEG_02: Rule = Rule::new(
    "SEG-02",
    Severity::Warning,
    "nobody to fire among 20 customers or more: fit is not scored or cost is not known",
    "segmentation#kill-list",
);
pub(super) const SEG_03: Rule =
    Rule::new("SEG-03", Severity::Warning, "one tier holds 70 % of the customers", "segmentation#concentration");
pub(super) const SEG_04: Rule =
    Rule::new("SEG-04", Severity::Warning, "a tier costs more than its ceiling", "segmentation#investment");
pub(super) const SEG_05: Rule =
    Rule::new("SEG-05", Severity::Warning, "a tier costs less than its floor", "segmentation#investment");
pub(super) const SEG_06: Rule =
    Rule::new("SEG-06", Severity::Warning, "a kill candidate is in Strategic", "segmentation#kill-list");
pub(super) const SEG_07: Rule =
    Rule::new("SEG-07", Severity::Info, "ICP signals are unknown", "segmentation#unknown-signals");
pub(super) const SEG_08: Rule =
    Rule::new("SEG-08", Severity::Warning, "one account holds 20 % of ARR", "segmentation#concentration");
pub(in crate::tools) const SEG_09: Rule = Rule::new(
    "SEG-09",
    Severity::Warning,
    "two neighbouring tiers cost the same per account",
    "segmentation#segmentation-theatre",
);
pub(super) const SEG_10: Rule =
    Rule::new("SEG-10", Severity::Warning, "an account is under the floor of its tier", "segmentation#transitions");

/// All rules, by id.
pub(super) const RULES: &[&Rule] =
    &[&SEG_01, &SEG_02, &SEG_03, &SEG_04, &SEG_05, &SEG_06, &SEG_07, &SEG_08, &SEG_09, &SEG_10];
