//! Rates, lines, weights and rules of `find_expansion`.

use rust_decimal::Decimal;

use super::words::{Confidence, Effort, Plan};
use crate::customers::Segment;
use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// What sizes a play, what opens a gate, what ranks.
    ExpansionPolicy {
        /// Least seat use from which more seats are a play.
        seat_use_min: Ratio 0.90, Guidance, "expansion#seats";
        /// Strategic: more seats bring this share of ARR.
        strategic_seat_rate: Ratio 0.25, Assumption, "expansion#seats";
        /// Enterprise: more seats bring this share of ARR.
        enterprise_seat_rate: Ratio 0.25, Guidance, "expansion#seats";
        /// Mid-market: more seats bring this share of ARR.
        mid_market_seat_rate: Ratio 0.20, Guidance, "expansion#seats";
        /// SMB: more seats bring this share of ARR.
        smb_long_tail_seat_rate: Ratio 0.15, Guidance, "expansion#seats";
        /// Product-led: more seats bring this share of ARR; SMB's rate.
        plg_seat_rate: Ratio 0.15, Assumption, "expansion#seats";
        /// Price of the first plan, as a multiple of itself.
        starter_multiplier: Amount 1.0, Guidance, "expansion#plans";
        /// Price of the second plan, as a multiple of the first.
        professional_multiplier: Amount 1.8, Guidance, "expansion#plans";
        /// Price of the third plan, as a multiple of the first.
        enterprise_multiplier: Amount 3.0, Guidance, "expansion#plans";
        /// Price of the top plan, as a multiple of the first.
        enterprise_plus_multiplier: Amount 4.5, Guidance, "expansion#plans";
        /// A module without a price brings at least this share of ARR.
        module_rate_low: Ratio 0.08, Guidance, "expansion#modules";
        /// The middle of that range.
        module_rate_base: Ratio 0.15, Assumption, "expansion#modules";
        /// And at most this share.
        module_rate_high: Ratio 0.22, Guidance, "expansion#modules";
        /// A further department brings this share of what a present one pays.
        department_rate: Ratio 0.80, Guidance, "expansion#departments";
        /// Low and high of a play that the sources size by one rate lie this far from it.
        estimate_spread: Ratio 0.25, Assumption, "expansion#ranges";
        /// Cross-sell waits while a smaller share of the owned modules is used.
        modules_used_min: Ratio 0.70, Guidance, "expansion#modules";
        /// Days of value before anything is pitched.
        first_value_days_min: Count 90, Guidance, "expansion#gates";
        /// Growth in use below this uplift is the CSM's.
        csm_uplift_max: Ratio 0.20, Guidance, "expansion#who-owns-which-growth";
        /// Weight of low effort in the ranking.
        effort_low_weight: Amount 3, Guidance, "expansion#ranking";
        /// Weight of medium effort.
        effort_medium_weight: Amount 2, Guidance, "expansion#ranking";
        /// Weight of high effort.
        effort_high_weight: Amount 1, Guidance, "expansion#ranking";
        /// Weight of high confidence in the ranking.
        confidence_high_weight: Amount 1.0, Assumption, "expansion#ranking";
        /// Weight of medium confidence.
        confidence_medium_weight: Amount 0.75, Assumption, "expansion#ranking";
        /// Weight of low or unknown confidence.
        confidence_low_weight: Amount 0.5, Assumption, "expansion#ranking";
        /// A healthy year expands by at most this share of ARR.
        expansion_year_max: Ratio 0.25, Guidance, "expansion#mix-and-metrics";
        /// Modules commonly bring at most this share of expansion.
        module_share_max: Ratio 0.25, Guidance, "expansion#mix-and-metrics";
    } ordered {
        (starter_multiplier, professional_multiplier), (professional_multiplier, enterprise_multiplier),
        (enterprise_multiplier, enterprise_plus_multiplier),
        (module_rate_low, module_rate_base), (module_rate_base, module_rate_high),
        (effort_high_weight, effort_medium_weight), (effort_medium_weight, effort_low_weight),
        (confidence_low_weight, confidence_medium_weight), (confidence_medium_weight, confidence_high_weight),
    }
}

/// A threshold and its key, so that a result can name what it rests on.
pub(super) type Keyed = (&'static str, Decimal);

impl ExpansionPolicy {
    /// What more seats bring in a segment, as a share of ARR.
    #[must_use]
    pub(super) const fn seat_rate(&self, segment: Segment) -> Keyed {
        match segment {
            Segment::Strategic => ("strategic_seat_rate", self.strategic_seat_rate),
            Segment::Enterprise => ("enterprise_seat_rate", self.enterprise_seat_rate),
            Segment::MidMarket => ("mid_market_seat_rate", self.mid_market_seat_rate),
            Segment::SmbLongTail => ("smb_long_tail_seat_rate", self.smb_long_tail_seat_rate),
            Segment::Plg => ("plg_seat_rate", self.plg_seat_rate),
        }
    }

    /// The price of a plan as a multiple of the first.
    #[must_use]
    pub(super) const fn multiplier(&self, plan: Plan) -> Keyed {
        match plan {
            Plan::Starter => ("starter_multiplier", self.starter_multiplier),
            Plan::Professional => ("professional_multiplier", self.professional_multiplier),
            Plan::Enterprise => ("enterprise_multiplier", self.enterprise_multiplier),
            Plan::EnterprisePlus => ("enterprise_plus_multiplier", self.enterprise_plus_multiplier),
        }
    }

    /// The weight of an effort.
    #[must_use]
    pub(super) const fn effort_weight(&self, effort: Effort) -> Decimal {
        match effort {
            Effort::Low => self.effort_low_weight,
            Effort::Medium => self.effort_medium_weight,
            Effort::High => self.effort_high_weight,
        }
    }

    /// The weight of a confidence.
    #[must_use]
    pub(super) const fn confidence_weight(&self, confidence: Confidence) -> Keyed {
        match confidence {
            Confidence::High => ("confidence_high_weight", self.confidence_high_weight),
            Confidence::Medium => ("confidence_medium_weight", self.confidence_medium_weight),
            Confidence::Low | Confidence::Unknown => ("confidence_low_weight", self.confidence_low_weight),
        }
    }
}

pub(super) const EXP_01: Rule =
    Rule::new("EXP-01", Severity::Warning, "red accounts are in the table: save first", "expansion#gates");
pub(super) const EXP_02: Rule = Rule::new(
    "EXP-02",
    Severity::Warning,
    "a green account would be pitched before its value is proven",
    "expansion#gates",
);
pub(super) const EXP_03: Rule = Rule::new(
    "EXP-03",
    Severity::Warning,
    "nothing known speaks against a pitch, but a gate is not known",
    "expansion#gates",
);
pub(super) const EXP_04: Rule =
    Rule::new("EXP-04", Severity::Warning, "more seats are used than are paid for", "expansion#over-use");
pub(super) const EXP_05: Rule = Rule::new(
    "EXP-05",
    Severity::Info,
    "cross-sell waits: under 70 % of the owned modules are used",
    "expansion#modules",
);
pub(super) const EXP_06: Rule =
    Rule::new("EXP-06", Severity::Info, "a module has no price and is sized by a range", "expansion#modules");
pub(super) const EXP_07: Rule = Rule::new(
    "EXP-07",
    Severity::Warning,
    "the plays come to more than a healthy year's expansion",
    "expansion#mix-and-metrics",
);
pub(super) const EXP_08: Rule = Rule::new(
    "EXP-08",
    Severity::Info,
    "modules bring more than their usual share of expansion",
    "expansion#mix-and-metrics",
);

/// All rules, by id.
pub(super) const RULES: &[&Rule] = &[&EXP_01, &EXP_02, &EXP_03, &EXP_04, &EXP_05, &EXP_06, &EXP_07, &EXP_08];
