//! Thresholds and rules of `cco_review`.

use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// What the review decides by, beside the thresholds of the tools it calls.
    ReviewPolicy {
        /// How far a claim may lie from the computed figure.
        claim_tolerance: Ratio 0.005, Assumption, "review#blocks";
        /// Customers from which nobody to let go is a fault of the segmentation.
        nobody_to_fire_customers_min: Count 20, Assumption, "segmentation#kill-list";
    } ordered {}
}

/// Declares the review's rules: all block, or all sharpen.
macro_rules! rules {
    ($($name:ident $id:literal $severity:ident $fires:literal $source:literal;)*) => {
        $(pub(super) const $name: Rule = Rule::new($id, Severity::$severity, $fires, $source);)*
        /// All rules, by id.
        pub(super) const RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    REV_01 "REV-01" Blocker "gross retention is unknown" "review#blocks";
    REV_02 "REV-02" Blocker "a claim lies more than half a point from the computed figure" "review#blocks";
    REV_03 "REV-03" Blocker "a board claim or customer marketing rests on a leaky bucket" "review#blocks";
    REV_04 "REV-04" Blocker "GRR is critical and the plan scales CS for churn that is established as structural" "review#blocks";
    REV_05 "REV-05" Blocker "headcount is asked for with no gap at 12 months and no planned hire" "review#blocks";
    REV_06 "REV-06" Blocker "a hire has no named customer outcome" "review#blocks";
    REV_07 "REV-07" Blocker "CS is paid on NPS alone or on the Sales plan, and the plan adds or pays CS" "review#blocks";
    REV_08 "REV-08" Blocker "the segmentation changes nothing in what accounts get" "review#blocks";
    REV_09 "REV-09" Blocker "an AM split below the ARR line, or with at most one of its four conditions" "review#blocks";
    REV_20 "REV-20" Warning "a required question is unanswered, or what would decide is unknown" "review#sharpen";
    REV_21 "REV-21" Warning "the interval of retention crosses a line of its verdict" "review#sharpen";
    REV_22 "REV-22" Warning "retention is leaky or critical, and no block carries it" "review#sharpen";
    REV_23 "REV-23" Warning "churn reasons are too few, or the first is not told from the second" "review#sharpen";
    REV_24 "REV-24" Warning "more hires are asked for than the gap or the plan holds" "review#sharpen";
    REV_25 "REV-25" Warning "nobody to let go among enough customers" "review#sharpen";
    REV_26 "REV-26" Warning "the CS pay plan has a finding that no block carries" "review#sharpen";
    REV_27 "REV-27" Warning "an AM split with two of its four conditions" "review#sharpen";
    REV_28 "REV-28" Warning "time to value lies beyond the warning line" "review#sharpen";
    REV_29 "REV-29" Warning "the evidence is not all of one stage or date" "review#sharpen";
    REV_30 "REV-30" Warning "a required question is a concern or fails, and no other rule carries it" "review#sharpen";
    REV_31 "REV-31" Warning "a major hire is not the next one that the hiring roadmap names, or is warned of" "review#sharpen";
}
