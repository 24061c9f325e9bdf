//! Thresholds and rules of `retention_decompose`.

use rust_decimal::Decimal;

use crate::customers::Stage;
use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// Lines by stage and the other thresholds.
    RetentionPolicy {
        /// Least GRR that is healthy at seed.
        grr_healthy_min_seed: Ratio 0.85, Guidance, "retention#verdicts-by-stage";
        /// Least GRR that is concerning at seed; below it is critical.
        grr_concerning_min_seed: Ratio 0.75, Guidance, "retention#verdicts-by-stage";
        /// Least GRR that is healthy at growth.
        grr_healthy_min_growth: Ratio 0.90, Guidance, "retention#verdicts-by-stage";
        /// Least GRR that is concerning at growth.
        grr_concerning_min_growth: Ratio 0.85, Guidance, "retention#verdicts-by-stage";
        /// Least GRR that is healthy at scale.
        grr_healthy_min_scale: Ratio 0.95, Guidance, "retention#verdicts-by-stage";
        /// Least GRR that is concerning at scale.
        grr_concerning_min_scale: Ratio 0.90, Guidance, "retention#verdicts-by-stage";
        /// Least NRR that is healthy at seed.
        nrr_healthy_min_seed: Ratio 1.00, Guidance, "retention#verdicts-by-stage";
        /// Least NRR that is concerning at seed.
        nrr_concerning_min_seed: Ratio 0.95, Guidance, "retention#verdicts-by-stage";
        /// Least NRR that is healthy at growth.
        nrr_healthy_min_growth: Ratio 1.10, Guidance, "retention#verdicts-by-stage";
        /// Least NRR that is concerning at growth.
        nrr_concerning_min_growth: Ratio 1.00, Guidance, "retention#verdicts-by-stage";
        /// Least NRR that is healthy at scale.
        nrr_healthy_min_scale: Ratio 1.20, Guidance, "retention#verdicts-by-stage";
        /// Least NRR that is concerning at scale.
        nrr_concerning_min_scale: Ratio 1.10, Guidance, "retention#verdicts-by-stage";
        /// Least logo retention that is healthy at seed.
        logo_healthy_min_seed: Ratio 0.80, Assumption, "retention#verdicts-by-stage";
        /// Least logo retention that is healthy at growth.
        logo_healthy_min_growth: Ratio 0.85, Guidance, "retention#verdicts-by-stage";
        /// Least logo retention that is healthy at scale.
        logo_healthy_min_scale: Ratio 0.90, Guidance, "retention#verdicts-by-stage";
        /// How far below the healthy line logo retention is still concerning.
        logo_concerning_span: Ratio 0.10, Assumption, "retention#verdicts-by-stage";
        /// GRR under this leaks, if NRR is above its own line.
        leaky_grr_below: Ratio 0.85, Guidance, "retention#leaky-bucket";
        /// NRR above this hides the leak.
        leaky_nrr_above: Ratio 1.00, Guidance, "retention#leaky-bucket";
        /// Contraction from here on is concerning.
        contraction_concerning_min: Ratio 0.05, Guidance, "retention#contraction-and-expansion";
        /// Least expansion that is healthy.
        expansion_healthy_min: Ratio 0.15, Guidance, "retention#contraction-and-expansion";
        /// Greatest expansion that needs no remark.
        expansion_healthy_max: Ratio 0.25, Guidance, "retention#contraction-and-expansion";
        /// Share of losses that must have a known reason.
        reason_coverage_min: Ratio 0.80, Assumption, "retention#churn-reasons";
        /// The first reason leads the second if p is below this.
        top_reason_p_below: Fraction 0.05, Statistics, "statistics#exact-binomial";
        /// Preventable share above this: the customer team has leverage.
        lever_leverage_above: Ratio 0.50, Guidance, "retention#preventable-lever";
        /// Preventable share below this: the causes are structural.
        lever_structural_below: Ratio 0.30, Guidance, "retention#preventable-lever";
        /// Part of preventable churn that the upside prices.
        upside_preventable_share: Fraction 0.50, Assumption, "statistics#sensitivity";
        /// Age from which a cohort counts as a whole year.
        mature_age_months: Count 12, Guidance, "retention#immature-cohorts";
        /// Mature cohorts that a trend takes.
        trend_cohorts_min: Count 5, Statistics, "statistics#trend";
        /// A trend is shown if p is below this.
        trend_p_below: Fraction 0.05, Statistics, "statistics#trend";
        /// Flat if the slope's whole interval lies within this of 0.
        trend_flat_within: Ratio 0.01, Statistics, "statistics#trend";
        /// Customers under which no band should be claimed.
        logos_min: Count 30, Assumption, "retention#small-samples";
        /// Effective customers under which a few accounts decide.
        effective_customers_min: Amount 10, Assumption, "retention#concentration";
        /// Greatest distance of GRR and logo retention that needs no remark.
        logo_distance_max: Ratio 0.05, Guidance, "retention#logos-and-dollars";
    } ordered {
        (grr_concerning_min_seed, grr_healthy_min_seed),
        (grr_concerning_min_growth, grr_healthy_min_growth),
        (grr_concerning_min_scale, grr_healthy_min_scale),
        (nrr_concerning_min_seed, nrr_healthy_min_seed),
        (nrr_concerning_min_growth, nrr_healthy_min_growth),
        (nrr_concerning_min_scale, nrr_healthy_min_scale),
        (expansion_healthy_min, expansion_healthy_max),
        (lever_structural_below, lever_leverage_above),
    }
}

/// The lower bounds of two bands: at or above `healthy`, else at or above `concerning`, else critical.
#[derive(Debug, Clone, Copy)]
pub(in crate::tools) struct Lines {
    pub(in crate::tools) healthy: Decimal,
    pub(in crate::tools) concerning: Decimal,
}

impl RetentionPolicy {
    /// The lines of GRR at a stage.
    #[must_use]
    pub(in crate::tools) const fn grr_lines(&self, stage: Stage) -> Lines {
        let (healthy, concerning) = match stage {
            Stage::Seed => (self.grr_healthy_min_seed, self.grr_concerning_min_seed),
            Stage::Growth => (self.grr_healthy_min_growth, self.grr_concerning_min_growth),
            Stage::Scale => (self.grr_healthy_min_scale, self.grr_concerning_min_scale),
        };
        Lines { healthy, concerning }
    }

    /// The lines of NRR at a stage.
    #[must_use]
    pub(super) const fn nrr_lines(&self, stage: Stage) -> Lines {
        let (healthy, concerning) = match stage {
            Stage::Seed => (self.nrr_healthy_min_seed, self.nrr_concerning_min_seed),
            Stage::Growth => (self.nrr_healthy_min_growth, self.nrr_concerning_min_growth),
            Stage::Scale => (self.nrr_healthy_min_scale, self.nrr_concerning_min_scale),
        };
        Lines { healthy, concerning }
    }

    /// The lines of logo retention at a stage.
    #[must_use]
    pub(in crate::tools) fn logo_lines(&self, stage: Stage) -> Lines {
        let healthy = match stage {
            Stage::Seed => self.logo_healthy_min_seed,
            Stage::Growth => self.logo_healthy_min_growth,
            Stage::Scale => self.logo_healthy_min_scale,
        };
        Lines { healthy, concerning: healthy - self.logo_concerning_span }
    }
}

pub(super) const RET_01: Rule =
    Rule::blocking_when_critical("RET-01", "GRR is below the stage's line", "retention#verdicts-by-stage");
pub(super) const RET_02: Rule =
    Rule::new("RET-02", Severity::Blocker, "GRR is under 85 % while NRR is over 100 %", "retention#leaky-bucket");
pub(super) const RET_03: Rule =
    Rule::blocking_when_critical("RET-03", "NRR is below the stage's line", "retention#verdicts-by-stage");
pub(super) const RET_04: Rule =
    Rule::blocking_when_critical("RET-04", "logo retention is below the stage's line", "retention#verdicts-by-stage");
pub(super) const RET_05: Rule = Rule::new(
    "RET-05",
    Severity::Warning,
    "contraction is 5 % of starting ARR or more",
    "retention#contraction-and-expansion",
);
pub(super) const RET_06: Rule = Rule::new(
    "RET-06",
    Severity::Info,
    "expansion lies outside 15–25 % of starting ARR",
    "retention#contraction-and-expansion",
);
pub(super) const RET_07: Rule = Rule::new(
    "RET-07",
    Severity::Warning,
    "under 80 % of the customers lost have a known reason",
    "retention#churn-reasons",
);
pub(super) const RET_08: Rule = Rule::new(
    "RET-08",
    Severity::Warning,
    "the first churn reason cannot be told from the second",
    "retention#churn-reasons",
);
pub(super) const RET_09: Rule = Rule::new(
    "RET-09",
    Severity::Warning,
    "preventable churn points to the customer team, or away from it",
    "retention#preventable-lever",
);
pub(super) const RET_10: Rule =
    Rule::new("RET-10", Severity::Warning, "later cohorts keep less", "retention#cohorts-and-trend");
pub(super) const RET_11: Rule =
    Rule::new("RET-11", Severity::Info, "a cohort is younger than 12 months", "retention#immature-cohorts");
pub(super) const RET_12: Rule =
    Rule::new("RET-12", Severity::Info, "there are fewer than 30 customers", "retention#small-samples");
pub(super) const RET_13: Rule =
    Rule::new("RET-13", Severity::Warning, "fewer than 10 effective customers", "retention#concentration");
pub(super) const RET_14: Rule = Rule::new(
    "RET-14",
    Severity::Warning,
    "every segment moved against the whole: the mix changed, not the retention",
    "retention#segments-and-mix",
);
pub(super) const RET_15: Rule = Rule::new(
    "RET-15",
    Severity::Warning,
    "GRR and logo retention differ by more than 5 points",
    "retention#logos-and-dollars",
);
pub(super) const RET_16: Rule = Rule::new(
    "RET-16",
    Severity::Info,
    "contraction or expansion was absent and taken as 0",
    "retention#contraction-and-expansion",
);
pub(super) const RET_17: Rule =
    Rule::new("RET-17", Severity::Warning, "money churned, but no customer left", "retention#logos-and-dollars");

/// All rules, by id.
pub(super) const RULES: &[&Rule] = &[
    &RET_01, &RET_02, &RET_03, &RET_04, &RET_05, &RET_06, &RET_07, &RET_08, &RET_09, &RET_10, &RET_11, &RET_12,
    &RET_13, &RET_14, &RET_15, &RET_16, &RET_17,
];
