//! Lines, verdicts and rules of `measure_time_to_value`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::Serialize;

use crate::customers::Tier;
use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// The lines by tier, in days; Strategic reads those of Enterprise.
    TimeToValuePolicy {
        /// Enterprise: the median should stay below this day.
        enterprise_target_days: Count 30, Guidance, "time_to_value#targets";
        /// Enterprise: a common median.
        enterprise_typical_days: Count 45, Guidance, "time_to_value#targets";
        /// Enterprise: a median above this day is too long.
        enterprise_warning_days: Count 60, Guidance, "time_to_value#targets";
        /// Mid-market: the median should stay below this day.
        mid_market_target_days: Count 21, Guidance, "time_to_value#targets";
        /// Mid-market: a common median.
        mid_market_typical_days: Count 30, Guidance, "time_to_value#targets";
        /// Mid-market: a median above this day is too long.
        mid_market_warning_days: Count 45, Guidance, "time_to_value#targets";
        /// SMB: the median should stay below this day.
        smb_long_tail_target_days: Count 14, Guidance, "time_to_value#targets";
        /// SMB: a common median.
        smb_long_tail_typical_days: Count 21, Guidance, "time_to_value#targets";
        /// SMB: a median above this day is too long.
        smb_long_tail_warning_days: Count 30, Guidance, "time_to_value#targets";
        /// Fewer accounts than this in a tier are said to be few.
        accounts_min: Count 10, Assumption, "time_to_value#small-samples";
        /// A step of the curve with fewer at risk than this is marked.
        at_risk_min: Count 5, Statistics, "statistics#kaplan-meier";
    } ordered {
        (enterprise_target_days, enterprise_warning_days),
        (mid_market_target_days, mid_market_warning_days),
        (smb_long_tail_target_days, smb_long_tail_warning_days),
    }
}

/// What a tier's median is held against, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// The median should stay below it.
    pub target: u32,
    /// A common median; no verdict hangs on it.
    pub typical: u32,
    /// Above it the wait is too long.
    pub warning: u32,
}

impl TimeToValuePolicy {
    /// The lines of a tier.
    #[must_use]
    pub fn lines(&self, tier: Tier) -> Lines {
        let [target, typical, warning] = match tier {
            Tier::Strategic | Tier::Enterprise => {
                [self.enterprise_target_days, self.enterprise_typical_days, self.enterprise_warning_days]
            }
            Tier::MidMarket => {
                [self.mid_market_target_days, self.mid_market_typical_days, self.mid_market_warning_days]
            }
            Tier::SmbLongTail => {
                [self.smb_long_tail_target_days, self.smb_long_tail_typical_days, self.smb_long_tail_warning_days]
            }
        };
        // The reader of `policy` lets whole numbers up to a million pass.
        let days = |line: Decimal| line.to_u32().unwrap_or(u32::MAX);
        Lines { target: days(target), typical: days(typical), warning: days(warning) }
    }
}

/// How a tier's median stands to its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Below the target.
    OnTarget,
    /// At the target or past it, up to and with the warning line.
    AboveTarget,
    /// Past the warning line.
    BeyondWarning,
    /// Half of the tier has not arrived.
    NotReached,
}

impl Lines {
    /// The verdict on a median; none is a median that was not reached.
    #[must_use]
    pub const fn verdict(self, median_days: Option<u32>) -> Verdict {
        match median_days {
            None => Verdict::NotReached,
            Some(days) if days < self.target => Verdict::OnTarget,
            Some(days) if days > self.warning => Verdict::BeyondWarning,
            Some(_) => Verdict::AboveTarget,
        }
    }
}

pub(super) const TTV_01: Rule =
    Rule::new("TTV-01", Severity::Warning, "a tier's median lies past its warning line", "time_to_value#targets");
pub(super) const TTV_02: Rule =
    Rule::new("TTV-02", Severity::Warning, "half of a tier has not reached value", "time_to_value#those-still-waiting");
pub(super) const TTV_03: Rule = Rule::new(
    "TTV-03",
    Severity::Warning,
    "somebody waits longer than the slowest success of the tier took",
    "time_to_value#those-still-waiting",
);
pub(super) const TTV_04: Rule =
    Rule::new("TTV-04", Severity::Info, "a tier has fewer than 10 accounts", "time_to_value#small-samples");

/// All rules, by id.
pub(super) const RULES: &[&Rule] = &[&TTV_01, &TTV_02, &TTV_03, &TTV_04];
