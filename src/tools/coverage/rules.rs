//! Rules of `size_cs_team`.

use crate::rule::{Rule, Severity};

pub(super) const COV_01: Rule =
    Rule::new("COV-01", Severity::Warning, "a tier has fewer CSMs than it requires now", "coverage#targets");
pub(super) const COV_02: Rule = Rule::new(
    "COV-02",
    Severity::Warning,
    "a tier has fewer CSMs than it will require in twelve months",
    "coverage#targets",
);
pub(super) const COV_03: Rule = Rule::new(
    "COV-03",
    Severity::Warning,
    "a tier has more CSMs than it requires now",
    "coverage#redeploy-before-hiring",
);
pub(super) const COV_04: Rule = Rule::new(
    "COV-04",
    Severity::Warning,
    "the team reaches a line of the manager rules, now or in twelve months",
    "coverage#managers",
);
pub(super) const COV_05: Rule = Rule::new(
    "COV-05",
    Severity::Warning,
    "ARR per CSM lies outside the band of the tier",
    "coverage#model-and-contract-size",
);
pub(super) const COV_06: Rule = Rule::new(
    "COV-06",
    Severity::Warning,
    "a named model serves accounts under 20,000 of ARR on average",
    "coverage#model-and-contract-size",
);
pub(super) const COV_07: Rule = Rule::new(
    "COV-07",
    Severity::Warning,
    "a pooled model serves accounts over 100,000 of ARR on average",
    "coverage#model-and-contract-size",
);
pub(super) const COV_08: Rule =
    Rule::new("COV-08", Severity::Warning, "SMB customers have no CSM to escalate to", "coverage#long-tail");
pub(super) const COV_09: Rule =
    Rule::new("COV-09", Severity::Warning, "a hire should have started before the plan does", "coverage#when-to-hire");
pub(super) const COV_10: Rule = Rule::new(
    "COV-10",
    Severity::Info,
    "the published sets differ by more than half in what they require",
    "coverage#benchmarks-that-disagree",
);

/// All rules, by id.
pub(super) const RULES: &[&Rule] =
    &[&COV_01, &COV_02, &COV_03, &COV_04, &COV_05, &COV_06, &COV_07, &COV_08, &COV_09, &COV_10];
