//! Effects, lines and rules of `project_nrr`.

use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// The two effects that the sources put a figure on, neither with a study behind it, and the lines of a leak.
    ProjectionPolicy {
        /// NRR that a week of late onboarding costs a year: low.
        onboarding_week_effect_low: Ratio 0.01, Assumption, "projection#onboarding";
        /// The same: base, half way.
        onboarding_week_effect_base: Ratio 0.015, Assumption, "projection#onboarding";
        /// The same: high.
        onboarding_week_effect_high: Ratio 0.02, Assumption, "projection#onboarding";
        /// The part of preventable churn that is kept: low.
        preventable_kept_low: Fraction 0.25, Assumption, "projection#preventable-churn";
        /// The same: base, the half that the sources reckon with.
        preventable_kept_base: Fraction 0.5, Guidance, "projection#preventable-churn";
        /// The same: high.
        preventable_kept_high: Fraction 0.75, Assumption, "projection#preventable-churn";
        /// A bucket leaks if GRR is under this while NRR is over the next.
        leaky_grr_below: Ratio 0.85, Guidance, "retention#leaky-bucket";
        /// See above.
        leaky_nrr_above: Ratio 1.00, Guidance, "retention#leaky-bucket";
    } ordered {
        (onboarding_week_effect_low, onboarding_week_effect_base),
        (onboarding_week_effect_base, onboarding_week_effect_high),
        (preventable_kept_low, preventable_kept_base),
        (preventable_kept_base, preventable_kept_high),
    }
}

pub(super) const NRR_01: Rule =
    Rule::new("NRR-01", Severity::Warning, "an effect is an unsourced assumption", "projection#evidence");
pub(super) const NRR_02: Rule = Rule::new(
    "NRR-02",
    Severity::Warning,
    "the effects take a ratio past its bounds, and no further than the bound is counted",
    "projection#months",
);
pub(super) const NRR_03: Rule =
    Rule::new("NRR-03", Severity::Warning, "today's rates are a leaky bucket", "retention#leaky-bucket");
pub(super) const NRR_04: Rule =
    Rule::new("NRR-04", Severity::Warning, "a driver has no effect and is left out", "projection#evidence");
pub(super) const NRR_05: Rule = Rule::new(
    "NRR-05",
    Severity::Warning,
    "the program does not pay back within the months shown",
    "projection#cost-of-inaction",
);
pub(super) const NRR_06: Rule = Rule::new(
    "NRR-06",
    Severity::Warning,
    "an effect's low end is not above zero: it may buy nothing, or cost",
    "projection#evidence",
);

/// All rules, by id.
pub(super) const RULES: &[&Rule] = &[&NRR_01, &NRR_02, &NRR_03, &NRR_04, &NRR_05, &NRR_06];
