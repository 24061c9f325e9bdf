//! The rules of `score_customer_health`.

use crate::rule::{Rule, Severity};

const fn warning(id: &'static str, fires: &'static str, source: &'static str) -> Rule {
    Rule::new(id, Severity::Warning, fires, source)
}

const fn info(id: &'static str, fires: &'static str, source: &'static str) -> Rule {
    Rule::new(id, Severity::Info, fires, source)
}

pub(in crate::tools::health) const HLT_01: Rule =
    warning("HLT-01", "a critical event caps the colour below what the score says", "health#critical-events");
pub(in crate::tools::health) const HLT_02: Rule =
    warning("HLT-02", "an account is yellow and declining, or red and not improving", "health#trend-and-alerts");
pub(in crate::tools::health) const HLT_03: Rule =
    warning("HLT-03", "an account is green and declining", "health#trend-and-alerts");
pub(in crate::tools::health) const HLT_04: Rule =
    warning("HLT-04", "the green share is below its alert line, by accounts or ARR", "health#portfolio-mix");
pub(in crate::tools::health) const HLT_05: Rule =
    warning("HLT-05", "the yellow share is above its alert line, by accounts or ARR", "health#portfolio-mix");
pub(in crate::tools::health) const HLT_06: Rule =
    warning("HLT-06", "the red share is above its alert line, by accounts or ARR", "health#portfolio-mix");
pub(in crate::tools::health) const HLT_07: Rule =
    warning("HLT-07", "too little of the weight is known for green", "health#missing-components");
pub(in crate::tools::health) const HLT_08: Rule =
    warning("HLT-08", "nothing is known of an account", "health#missing-components");
pub(in crate::tools::health) const HLT_09: Rule =
    warning("HLT-09", "more than 6 figures feed one score", "health#too-many-figures");
pub(in crate::tools::health) const HLT_10: Rule =
    warning("HLT-10", "scores too near to the outcome, or watched for an unknown time, are left out of the back-test", "health#back-test");
pub(in crate::tools::health) const HLT_11: Rule =
    warning("HLT-11", "nothing shows that scores of churned accounts predate the churn", "health#back-test");
pub(in crate::tools::health) const HLT_12: Rule =
    info("HLT-12", "too few churned accounts for other weights", "health#back-test");
pub(in crate::tools::health) const HLT_13: Rule =
    warning("HLT-13", "the back-test does not show that the score tells churned from kept", "health#back-test");
pub(in crate::tools::health) const HLT_14: Rule =
    warning("HLT-14", "churned accounts were green when they were scored", "health#back-test");
pub(in crate::tools::health) const HLT_15: Rule =
    info("HLT-15", "zeros of support are taken for silence, not for health", "health#silence-is-not-health");

/// All rules, by id.
pub(in crate::tools::health) const RULES: &[&Rule] = &[
    &HLT_01, &HLT_02, &HLT_03, &HLT_04, &HLT_05, &HLT_06, &HLT_07, &HLT_08, &HLT_09, &HLT_10, &HLT_11, &HLT_12,
    &HLT_13, &HLT_14, &HLT_15,
];
