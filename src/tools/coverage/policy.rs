//! Thresholds of `size_cs_team`: ARR bands, account caps, costs, ramps and the lines of the manager rules.

use crate::policy_table;

policy_table! {
    /// Bands, caps, costs, ramps and lines.
    CoveragePolicy {
        /// Least ARR of an account that is Strategic.
        strategic_arr_min: Money 100000, Guidance, "segmentation#four-tiers";
        /// Least ARR of an account that is Enterprise.
        enterprise_arr_min: Money 20000, Guidance, "segmentation#four-tiers";
        /// Least ARR of an account that is Mid-market.
        mid_market_arr_min: Money 5000, Guidance, "segmentation#four-tiers";
        /// ARR a CSM of Strategic carries.
        baseline_strategic_arr_target: Money 800000, Guidance, "coverage#targets";
        /// Low end of that ARR.
        baseline_strategic_arr_low: Money 300000, Guidance, "coverage#targets";
        /// High end of that ARR.
        baseline_strategic_arr_high: Money 1000000, Guidance, "coverage#targets";
        /// ARR a CSM of Enterprise carries.
        baseline_enterprise_arr_target: Money 1200000, Guidance, "coverage#targets";
        /// Low end of that ARR.
        baseline_enterprise_arr_low: Money 500000, Guidance, "coverage#targets";
        /// High end of that ARR.
        baseline_enterprise_arr_high: Money 2000000, Guidance, "coverage#targets";
        /// ARR a CSM of Mid-market carries.
        baseline_mid_market_arr_target: Money 3500000, Guidance, "coverage#targets";
        /// Low end of that ARR.
        baseline_mid_market_arr_low: Money 2000000, Guidance, "coverage#targets";
        /// High end of that ARR.
        baseline_mid_market_arr_high: Money 5000000, Guidance, "coverage#targets";
        /// ARR a CSM of SMB carries.
        baseline_smb_arr_target: Money 10000000, Guidance, "coverage#targets";
        /// Low end of that ARR.
        baseline_smb_arr_low: Money 5000000, Guidance, "coverage#targets";
        /// High end of that ARR.
        baseline_smb_arr_high: Money 15000000, Guidance, "coverage#targets";
        /// Most accounts of a CSM of Strategic.
        baseline_strategic_accounts_max: Count 8, Guidance, "coverage#targets";
        /// Most accounts of a CSM of Enterprise.
        baseline_enterprise_accounts_max: Count 25, Guidance, "coverage#targets";
        /// Most accounts of a CSM of Mid-market.
        baseline_mid_market_accounts_max: Count 150, Guidance, "coverage#targets";
        /// Most accounts of a CSM of SMB.
        baseline_smb_accounts_max: Count 1000, Guidance, "coverage#targets";
        /// Loaded cost a year of a CSM of Strategic.
        strategic_csm_cost_annual: Money 220000, Guidance, "coverage#cost";
        /// Loaded cost a year of a CSM of Enterprise.
        enterprise_csm_cost_annual: Money 180000, Guidance, "coverage#cost";
        /// Loaded cost a year of a CSM of Mid-market.
        mid_market_csm_cost_annual: Money 140000, Guidance, "coverage#cost";
        /// Loaded cost a year of a CSM of SMB.
        smb_csm_cost_annual: Money 110000, Guidance, "coverage#cost";
        /// Least ARR of a CSM of Strategic at seed stage.
        seed_strategic_arr_low: Money 500000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Strategic at seed stage.
        seed_strategic_arr_high: Money 1000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Enterprise at seed stage.
        seed_enterprise_arr_low: Money 800000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Enterprise at seed stage.
        seed_enterprise_arr_high: Money 1500000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Mid-market at seed stage.
        seed_mid_market_arr_low: Money 2000000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Mid-market at seed stage.
        seed_mid_market_arr_high: Money 4000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of SMB at seed stage.
        seed_smb_arr_low: Money 5000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Strategic at growth stage.
        growth_strategic_arr_low: Money 700000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Strategic at growth stage.
        growth_strategic_arr_high: Money 1500000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Enterprise at growth stage.
        growth_enterprise_arr_low: Money 1000000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Enterprise at growth stage.
        growth_enterprise_arr_high: Money 2000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Mid-market at growth stage.
        growth_mid_market_arr_low: Money 3000000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Mid-market at growth stage.
        growth_mid_market_arr_high: Money 5000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of SMB at growth stage.
        growth_smb_arr_low: Money 8000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Strategic at scale stage.
        scale_strategic_arr_low: Money 1000000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Strategic at scale stage.
        scale_strategic_arr_high: Money 2000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Enterprise at scale stage.
        scale_enterprise_arr_low: Money 1500000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Enterprise at scale stage.
        scale_enterprise_arr_high: Money 3000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Mid-market at scale stage.
        scale_mid_market_arr_low: Money 4000000, Guidance, "coverage#stage-bands";
        /// Greatest ARR of a CSM of Mid-market at scale stage.
        scale_mid_market_arr_high: Money 8000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of SMB at scale stage.
        scale_smb_arr_low: Money 15000000, Guidance, "coverage#stage-bands";
        /// Least ARR of a CSM of Enterprise and Strategic in this source.
        source_c_enterprise_arr_low: Money 4000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Greatest ARR.
        source_c_enterprise_arr_high: Money 10000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Most accounts.
        source_c_enterprise_accounts_max: Count 25, Guidance, "coverage#benchmarks-that-disagree";
        /// Least ARR of a CSM of Mid-market in this source.
        source_c_mid_market_arr_low: Money 2000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Greatest ARR.
        source_c_mid_market_arr_high: Money 5000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Most accounts.
        source_c_mid_market_accounts_max: Count 80, Guidance, "coverage#benchmarks-that-disagree";
        /// Least ARR of a CSM of SMB in this source.
        source_c_smb_arr_low: Money 1000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Greatest ARR.
        source_c_smb_arr_high: Money 2000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Most accounts.
        source_c_smb_accounts_max: Count 500, Guidance, "coverage#benchmarks-that-disagree";
        /// Least ARR of a CSM of Enterprise and Strategic in this source.
        source_e_enterprise_arr_low: Money 2000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Greatest ARR.
        source_e_enterprise_arr_high: Money 5000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Most accounts.
        source_e_enterprise_accounts_max: Count 25, Guidance, "coverage#benchmarks-that-disagree";
        /// Least ARR of a CSM of Mid-market in this source.
        source_e_mid_market_arr_low: Money 2000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Greatest ARR.
        source_e_mid_market_arr_high: Money 4000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Most accounts.
        source_e_mid_market_accounts_max: Count 60, Guidance, "coverage#benchmarks-that-disagree";
        /// Least ARR of a CSM of SMB in this source.
        source_e_smb_arr_low: Money 1000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Greatest ARR.
        source_e_smb_arr_high: Money 3000000, Guidance, "coverage#benchmarks-that-disagree";
        /// Most accounts.
        source_e_smb_accounts_max: Count 300, Guidance, "coverage#benchmarks-that-disagree";
        /// Hours a month that a CSM gives to accounts.
        hours_per_csm_month: Amount 140, Guidance, "coverage#targets";
        /// Months until a new CSM of Strategic carries half.
        strategic_ramp_half_months: Amount 3, Guidance, "coverage#capacity-ramp-and-attrition";
        /// Months until full.
        strategic_ramp_full_months: Amount 7.5, Guidance, "coverage#capacity-ramp-and-attrition";
        /// Months until a new CSM of Enterprise carries half.
        enterprise_ramp_half_months: Amount 2, Guidance, "coverage#capacity-ramp-and-attrition";
        /// Months until full.
        enterprise_ramp_full_months: Amount 5, Guidance, "coverage#capacity-ramp-and-attrition";
        /// Months until a new CSM of Mid-market carries half.
        mid_market_ramp_half_months: Amount 1, Guidance, "coverage#capacity-ramp-and-attrition";
        /// Months until full.
        mid_market_ramp_full_months: Amount 2.5, Guidance, "coverage#capacity-ramp-and-attrition";
        /// Months until a new CSM of SMB carries half.
        smb_ramp_half_months: Amount 0.5, Guidance, "coverage#capacity-ramp-and-attrition";
        /// Months until full.
        smb_ramp_full_months: Amount 1, Guidance, "coverage#capacity-ramp-and-attrition";
        /// Share of CSMs who leave in a year, unless the caller says.
        attrition_annual: Fraction 0.15, Assumption, "coverage#capacity-ramp-and-attrition";
        /// Months between a CSM's start with the ramp done and the need, unless the caller says.
        hiring_lead_months: Count 3, Guidance, "coverage#when-to-hire";
        /// Capacity that must stand for each unit of need: hire when load exceeds 1 over this.
        capacity_per_need_min: Ratio 1.2, Guidance, "coverage#when-to-hire";
        /// CSMs in all at which a manager is to be planned.
        manager_plan_total_csms_min: Count 4, Guidance, "coverage#managers";
        /// CSMs of one tier at which a manager is needed.
        manager_needed_tier_csms_min: Count 5, Guidance, "coverage#managers";
        /// CSMs in all at which a manager is needed.
        manager_needed_total_csms_min: Count 8, Guidance, "coverage#managers";
        /// A manager's cost a year.
        manager_cost_annual: Money 200000, Assumption, "coverage#managers";
        /// Least ARR of an account, on average, that a named model fits.
        named_account_arr_min: Money 20000, Guidance, "coverage#model-and-contract-size";
        /// Greatest ARR of an account, on average, that a pooled model fits.
        pooled_account_arr_max: Money 100000, Guidance, "coverage#model-and-contract-size";
        /// Largest over smallest total of the sets above which they disagree.
        presets_ratio_max: Ratio 1.5, Assumption, "coverage#benchmarks-that-disagree";
    } ordered {
        (mid_market_arr_min, enterprise_arr_min),
        (enterprise_arr_min, strategic_arr_min),
        (baseline_strategic_arr_low, baseline_strategic_arr_target),
        (baseline_strategic_arr_target, baseline_strategic_arr_high),
        (baseline_enterprise_arr_low, baseline_enterprise_arr_target),
        (baseline_enterprise_arr_target, baseline_enterprise_arr_high),
        (baseline_mid_market_arr_low, baseline_mid_market_arr_target),
        (baseline_mid_market_arr_target, baseline_mid_market_arr_high),
        (baseline_smb_arr_low, baseline_smb_arr_target),
        (baseline_smb_arr_target, baseline_smb_arr_high),
        (seed_strategic_arr_low, seed_strategic_arr_high),
        (seed_enterprise_arr_low, seed_enterprise_arr_high),
        (seed_mid_market_arr_low, seed_mid_market_arr_high),
        (growth_strategic_arr_low, growth_strategic_arr_high),
        (growth_enterprise_arr_low, growth_enterprise_arr_high),
        (growth_mid_market_arr_low, growth_mid_market_arr_high),
        (scale_strategic_arr_low, scale_strategic_arr_high),
        (scale_enterprise_arr_low, scale_enterprise_arr_high),
        (scale_mid_market_arr_low, scale_mid_market_arr_high),
        (source_c_enterprise_arr_low, source_c_enterprise_arr_high),
        (source_c_mid_market_arr_low, source_c_mid_market_arr_high),
        (source_c_smb_arr_low, source_c_smb_arr_high),
        (source_e_enterprise_arr_low, source_e_enterprise_arr_high),
        (source_e_mid_market_arr_low, source_e_mid_market_arr_high),
        (source_e_smb_arr_low, source_e_smb_arr_high),
        (strategic_ramp_half_months, strategic_ramp_full_months),
        (enterprise_ramp_half_months, enterprise_ramp_full_months),
        (mid_market_ramp_half_months, mid_market_ramp_full_months),
        (smb_ramp_half_months, smb_ramp_full_months),
        (manager_plan_total_csms_min, manager_needed_total_csms_min),
    }
}
