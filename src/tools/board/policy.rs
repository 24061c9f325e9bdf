//! Lines and rules of `draft_board_section`.

use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// What the page is checked by, beside the thresholds of the tools it composes.
    BoardPolicy {
        /// How far the last quarter may lie from what the evidence gives.
        board_evidence_tolerance: Ratio 0.005, Assumption, "board#numbers-from-evidence";
        /// Quarters that the page shows side by side.
        board_quarters_wanted: Count 5, Guidance, "board#retention";
    } ordered { }
}

pub(super) const BRD_01: Rule =
    Rule::new("BRD-01", Severity::Warning, "a leaky bucket stands beside the net retention", "board#leaky-bucket");
pub(super) const BRD_02: Rule = Rule::new(
    "BRD-02",
    Severity::Warning,
    "the last quarter lies more than half a point from the evidence",
    "board#numbers-from-evidence",
);
pub(super) const BRD_03: Rule =
    Rule::new("BRD-03", Severity::Warning, "fewer than five quarters are shown", "board#retention");
pub(super) const BRD_04: Rule = Rule::new(
    "BRD-04",
    Severity::Warning,
    "churn drivers are unknown, or rest on too few reasons",
    "board#churn-drivers",
);
pub(super) const BRD_05: Rule =
    Rule::new("BRD-05", Severity::Warning, "a net promoter score has no segments", "board#net-promoter-score");
pub(super) const BRD_06: Rule =
    Rule::new("BRD-06", Severity::Warning, "an expansion driver has no adoption", "board#expansion-drivers");
pub(super) const BRD_07: Rule = Rule::new(
    "BRD-07",
    Severity::Warning,
    "gross retention fell over the quarters while net retention rose",
    "board#leaky-bucket",
);
pub(super) const BRD_08: Rule = Rule::new(
    "BRD-08",
    Severity::Warning,
    "the evidence is not all of one stage or date",
    "board#numbers-from-evidence",
);
pub(super) const BRD_09: Rule = Rule::new(
    "BRD-09",
    Severity::Warning,
    "a line of the leaky bucket is overridden, and the page keeps its own",
    "board#leaky-bucket",
);

/// All rules, by id.
pub(super) const RULES: &[&Rule] = &[&BRD_01, &BRD_02, &BRD_03, &BRD_04, &BRD_05, &BRD_06, &BRD_07, &BRD_08, &BRD_09];
