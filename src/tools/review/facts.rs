//! What the review reads from the evidence: plain facts, whichever tool they come from. No serde, no I/O.

use rust_decimal::Decimal;

use super::words::Trigger;
use crate::customers::Tier;
use crate::tools::hiring::words::Split;
use crate::units::{Label, Money, Ratio};

/// Everything the rules look at.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) retention: Option<RetentionFacts>,
    pub(super) segmentation: Option<SegmentationFacts>,
    pub(super) coverage: Option<CoverageFacts>,
    pub(super) time_to_value: Option<TimeToValueFacts>,
    pub(super) comp: Option<CompFacts>,
    pub(super) hire: Option<HireFacts>,
    pub(super) claimed_grr: Option<Ratio>,
    pub(super) claimed_nrr: Option<Ratio>,
    pub(super) requested_hires_count: Option<u64>,
    /// What the evidence disagrees on: stages, or dates.
    pub(super) disagreements: Vec<String>,
    /// Whether a common stage was given for the retention evidence.
    pub(super) stage_is_known: bool,
}

/// How good a figure is; the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    Healthy,
    Concerning,
    Critical,
}

/// Where churn can be acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeverFact {
    CsLeverage,
    Mixed,
    Structural,
    NotAssessed,
}

/// An interval and the lines that it may cross.
#[derive(Debug, Clone)]
pub(super) struct Crossing {
    pub(super) what: &'static str,
    pub(super) low: Decimal,
    pub(super) high: Decimal,
    pub(super) lines: Vec<Decimal>,
}

impl Crossing {
    /// The first line with low < line ≤ high.
    pub(super) fn line(&self) -> Option<Decimal> {
        self.lines.iter().copied().find(|line| self.low < *line && *line <= self.high)
    }
}

/// From `retention_decompose`: the portfolio.
#[derive(Debug)]
pub(super) struct RetentionFacts {
    pub(super) grr: Option<Ratio>,
    pub(super) nrr: Option<Ratio>,
    /// Whether it leaks; none where that cannot be said.
    pub(super) leaky_bucket: Option<bool>,
    /// The overall verdict for the stage, or the one that all stages share.
    pub(super) overall: Option<Grade>,
    /// GRR's own verdict, likewise.
    pub(super) grr_grade: Option<Grade>,
    pub(super) is_immature: bool,
    pub(super) crossing: Option<Crossing>,
    pub(super) lever: LeverFact,
    pub(super) lever_is_established: bool,
    pub(super) preventable_share: Option<Ratio>,
    pub(super) reason_coverage: Option<Ratio>,
    /// First reasons by customers, with their share of the explained ones.
    pub(super) top_reasons: Vec<(&'static str, Ratio)>,
    pub(super) top_reason_p_value: Option<Ratio>,
    pub(super) explained_customers_count: u64,
    /// Share of churned customers whose reason must be known, by the policy of the retention evidence.
    pub(super) reason_coverage_min: Decimal,
    /// The first reason is told from the second if p is below this, likewise.
    pub(super) top_reason_p_below: Decimal,
    /// Age from which a cohort counts as a whole year, likewise.
    pub(super) mature_age_months: Decimal,
}

/// From `segment_customers`.
#[derive(Debug)]
pub(super) struct SegmentationFacts {
    pub(super) tiers: Vec<(Tier, u64, Ratio)>,
    pub(super) customers_count: u64,
    pub(super) kill_customers_count: u64,
    pub(super) kill_customer_share: Option<Ratio>,
    pub(super) kill_arr_share: Option<Ratio>,
    pub(super) upgrade_candidates_count: u64,
    pub(super) is_theatre: bool,
    /// Whether neither fit nor cost of any customer is known, so that nobody could be a candidate.
    pub(super) is_unknown: bool,
}

/// From `size_cs_team`.
#[derive(Debug)]
pub(super) struct CoverageFacts {
    pub(super) current_csm_count: Option<u64>,
    pub(super) required_now_count: u64,
    pub(super) required_12mo_count: u64,
    pub(super) shortage_now_count: Option<u64>,
    pub(super) shortage_12mo_count: Option<u64>,
    pub(super) planned_hires_count: u64,
    /// Whether every tier's ARR per CSM lies in its band; none if one is unknown.
    pub(super) is_in_band: Option<bool>,
    pub(super) annual_cost_12mo: Option<Money>,
    pub(super) manager_needed: bool,
}

/// From `measure_time_to_value`.
#[derive(Debug)]
pub(super) struct TimeToValueFacts {
    /// Tier, median in days (none if not reached), and whether it lies beyond the warning line.
    pub(super) tiers: Vec<(Tier, Option<u64>, bool)>,
}

/// From `check_cs_comp`.
#[derive(Debug)]
pub(super) struct CompFacts {
    pub(super) blockers: Vec<&'static str>,
    pub(super) concerns: Vec<&'static str>,
    pub(super) is_multi_year: bool,
    /// Whether something is unknown that a rule needs, and no rule fired.
    pub(super) is_incomplete: bool,
}

/// From `plan_cs_hires`: the hire, and the split.
#[derive(Debug)]
pub(super) struct HireFacts {
    /// The customer outcome that the hire is for; none where no outcome is named.
    pub(super) customer_outcome: Option<Label>,
    /// The role to hire now; none where nobody is to be hired yet.
    pub(super) next_hire: Option<&'static str>,
    pub(super) why_this: Option<String>,
    /// The role that the plan asks for.
    pub(super) planned: Option<&'static str>,
    /// What the hiring roadmap warns of that role, rule and message.
    pub(super) planned_warnings: Vec<String>,
    /// The nearest alternative and why not.
    pub(super) why_not: Option<String>,
    /// Why nobody is to be hired yet.
    pub(super) waits_because: Option<String>,
    /// How CSM and AM work together; none while what is unknown could change it.
    pub(super) split: Option<Split>,
    /// Why, with the figures.
    pub(super) split_because: String,
    /// Whether ARR alone decides the split.
    pub(super) is_under_split_arr: bool,
    /// The conditions of a split that are unknown.
    pub(super) split_open: Vec<&'static str>,
}

impl RetentionFacts {
    /// Whether enough of the losses have a reason.
    pub(super) fn is_covered(&self) -> bool {
        self.reason_coverage.is_some_and(|coverage| coverage.decimal() >= self.reason_coverage_min)
    }

    /// Whether the first reason is told from the second.
    pub(super) fn is_told_apart(&self) -> bool {
        self.top_reason_p_value.is_some_and(|p_value| p_value.decimal() < self.top_reason_p_below)
    }

    /// Whether it is known to leak.
    pub(super) const fn is_leaky(&self) -> bool {
        matches!(self.leaky_bucket, Some(true))
    }
}

impl CompFacts {
    /// Whether the pay plan can be judged: a finding decides it, and so does a whole plan without one.
    pub(super) const fn is_answered(&self) -> bool {
        !self.is_incomplete || !self.blockers.is_empty() || !self.concerns.is_empty()
    }
}

impl Facts {
    /// The trigger that the evidence suggests where none is named (`references/review.md#triggers`).
    pub(super) fn suggested_trigger(&self) -> Trigger {
        let has_outcome = self.hire.as_ref().is_some_and(|hire| hire.customer_outcome.is_some());
        if has_outcome {
            Trigger::MajorCsHire
        } else if self.comp.is_some() && self.coverage.is_some() {
            Trigger::CsHeadcount
        } else if self.segmentation.is_some() {
            Trigger::Resegmentation
        } else if self.claimed_grr.is_some() || self.claimed_nrr.is_some() {
            Trigger::BoardRetentionClaim
        } else {
            Trigger::NrrVsComplaints
        }
    }

    /// Whether there is anything to review.
    pub(super) const fn has_evidence(&self) -> bool {
        self.retention.is_some()
            || self.segmentation.is_some()
            || self.coverage.is_some()
            || self.time_to_value.is_some()
            || self.comp.is_some()
            || self.hire.is_some()
    }

    /// GRR, where it is known.
    pub(super) fn grr(&self) -> Option<Ratio> {
        self.retention.as_ref().and_then(|retention| retention.grr)
    }
}
