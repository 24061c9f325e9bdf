//! Levels, thresholds and rules of `check_cs_comp`.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// The reference splits and the ranges by level.
    CompPolicy {
        /// Base pay of the reference split.
        base_reference: Percent 70, Guidance, "comp#reference-split";
        /// Gross retention's share of the variable part.
        gross_retention_reference: Percent 50, Guidance, "comp#reference-split";
        /// Net retention's share of the variable part.
        net_retention_reference: Percent 30, Guidance, "comp#reference-split";
        /// Activity's share of the variable part; a pooled role has to be above it.
        activity_reference: Percent 20, Guidance, "comp#reference-split";
        /// Net retention's share in a pooled role; gross retention's is the same as in a named one.
        pooled_net_retention_reference: Percent 15, Assumption, "comp#pooled-roles";
        /// Activity's share in a pooled role.
        pooled_activity_reference: Percent 35, Assumption, "comp#pooled-roles";
        /// Least base pay of a CSM.
        base_csm_min: Percent 70, Guidance, "comp#ranges-by-level";
        /// Greatest base pay of a CSM.
        base_csm_max: Percent 80, Guidance, "comp#ranges-by-level";
        /// Least base pay of a senior CSM.
        base_senior_min: Percent 65, Guidance, "comp#ranges-by-level";
        /// Greatest base pay of a senior CSM.
        base_senior_max: Percent 75, Guidance, "comp#ranges-by-level";
        /// Least base pay of a manager.
        base_manager_min: Percent 60, Guidance, "comp#ranges-by-level";
        /// Greatest base pay of a manager.
        base_manager_max: Percent 70, Guidance, "comp#ranges-by-level";
        /// How many days a plan that binds for several years waits before it is signed.
        multi_year_freeze_days: Count 30, Guidance, "review#routing";
    } ordered {
        (base_csm_min, base_csm_max), (base_senior_min, base_senior_max), (base_manager_min, base_manager_max),
    }
}

/// A role's level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A CSM.
    Csm,
    /// A senior CSM.
    Senior,
    /// A manager or lead.
    Manager,
}

/// Whether a role serves accounts by name or from a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Each account has its CSM.
    Named,
    /// Several CSMs, or automation, share the accounts.
    Pooled,
}

impl CompPolicy {
    /// The range of base pay at a level.
    #[must_use]
    pub const fn base_range(&self, level: Level) -> (Decimal, Decimal) {
        match level {
            Level::Csm => (self.base_csm_min, self.base_csm_max),
            Level::Senior => (self.base_senior_min, self.base_senior_max),
            Level::Manager => (self.base_manager_min, self.base_manager_max),
        }
    }

    /// The reference shares of gross retention, net retention and activity in the variable part.
    #[must_use]
    pub const fn references(&self, model: Model) -> [Decimal; 3] {
        match model {
            Model::Named => [self.gross_retention_reference, self.net_retention_reference, self.activity_reference],
            Model::Pooled => {
                [self.gross_retention_reference, self.pooled_net_retention_reference, self.pooled_activity_reference]
            }
        }
    }
}

pub(super) const CMP_01: Rule =
    Rule::new("CMP-01", Severity::Blocker, "the role is on the same plan as Sales", "comp#blockers");
pub(super) const CMP_02: Rule =
    Rule::new("CMP-02", Severity::Blocker, "NPS or CSAT is the whole variable part", "comp#blockers");
pub(super) const CMP_03: Rule =
    Rule::new("CMP-03", Severity::Warning, "NPS or CSAT is part of the variable pay", "comp#gameable-metrics");
pub(super) const CMP_04: Rule =
    Rule::new("CMP-04", Severity::Warning, "only retention or renewal is paid", "comp#retention-only-expansion-only");
pub(super) const CMP_05: Rule = Rule::new(
    "CMP-05",
    Severity::Warning,
    "only expansion, revenue or new logos are paid",
    "comp#retention-only-expansion-only",
);
pub(super) const CMP_06: Rule =
    Rule::new("CMP-06", Severity::Warning, "a health score is part of the variable pay", "comp#gameable-metrics");
pub(super) const CMP_07: Rule =
    Rule::new("CMP-07", Severity::Warning, "base pay lies outside the range of its level", "comp#ranges-by-level");
pub(super) const CMP_08: Rule =
    Rule::new("CMP-08", Severity::Warning, "the shares do not sum to 100", "comp#reference-split");
pub(super) const CMP_09: Rule =
    Rule::new("CMP-09", Severity::Warning, "a pooled role is not paid more for activity", "comp#pooled-roles");

/// All rules, by id.
pub(super) const RULES: &[&Rule] = &[&CMP_01, &CMP_02, &CMP_03, &CMP_04, &CMP_05, &CMP_06, &CMP_07, &CMP_08, &CMP_09];
