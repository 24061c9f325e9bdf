//! Points, lines, bands and rules of `score_cx_maturity`.

use rust_decimal::Decimal;

use super::words::{Band, Priority};
use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// The points of every question, and the lines that a score is held against.
    MaturityPolicy {
        /// The CX strategy is written down.
        written_strategy_points: Amount 25, Guidance, "maturity#strategy";
        /// One primary customer outcome is defined.
        primary_outcome_points: Amount 20, Guidance, "maturity#strategy";
        /// Each point of owner clarity, of which there are ten.
        owner_clarity_factor: Amount 2, Guidance, "maturity#strategy";
        /// Owner clarity earns no more than this.
        owner_clarity_points: Amount 15, Guidance, "maturity#strategy";
        /// Renewals have an owner.
        renewals_owner_points: Amount 10, Guidance, "maturity#strategy";
        /// Expansion has an owner.
        expansion_owner_points: Amount 10, Guidance, "maturity#strategy";
        /// The board reviews customers at least this often, in months.
        board_review_months_max: Amount 3, Guidance, "maturity#strategy";
        /// Such a board review.
        board_review_points: Amount 20, Guidance, "maturity#strategy";
        /// A rarer board review.
        board_review_rare_points: Amount 10, Guidance, "maturity#strategy";

        /// Least segments that are well bounded.
        segments_min: Count 3, Guidance, "maturity#segmentation";
        /// Most segments that are well bounded.
        segments_max: Count 5, Guidance, "maturity#segmentation";
        /// So many segments.
        segments_points: Amount 25, Guidance, "maturity#segmentation";
        /// Any other number of segments.
        segments_other_points: Amount 12, Guidance, "maturity#segmentation";
        /// Every segment has a coverage model.
        coverage_models_points: Amount 25, Guidance, "maturity#segmentation";
        /// CSM ratios lie in their band.
        csm_ratio_points: Amount 25, Guidance, "maturity#segmentation";
        /// The top accounts have an executive sponsor.
        exec_sponsorship_points: Amount 25, Guidance, "maturity#segmentation";

        /// The journey is mapped.
        journey_mapped_points: Amount 25, Guidance, "maturity#journey";
        /// Least stages of a usable journey.
        stages_min: Count 5, Guidance, "maturity#journey";
        /// Most stages of a usable journey.
        stages_max: Count 7, Guidance, "maturity#journey";
        /// So many stages.
        stages_points: Amount 15, Guidance, "maturity#journey";
        /// Any other number of stages.
        stages_other_points: Amount 7, Guidance, "maturity#journey";
        /// Hand-offs are documented.
        handoffs_points: Amount 20, Guidance, "maturity#journey";
        /// Every stage has an owner; fewer in proportion.
        stage_owners_points: Amount 20, Guidance, "maturity#journey";
        /// Some stages are instrumented.
        instrumentation_partial_points: Amount 10, Guidance, "maturity#journey";
        /// All stages are instrumented.
        instrumentation_points: Amount 20, Guidance, "maturity#journey";

        /// Relationship NPS runs.
        nps_relationship_points: Amount 15, Guidance, "maturity#voice";
        /// Transactional NPS runs.
        nps_transactional_points: Amount 15, Guidance, "maturity#voice";
        /// Interviews run as a program.
        interviews_points: Amount 20, Guidance, "maturity#voice";
        /// Behaviour is read as voice of customer.
        behavioral_points: Amount 15, Guidance, "maturity#voice";
        /// The loop is closed every time; less often in proportion.
        closed_loop_points: Amount 20, Guidance, "maturity#voice";
        /// The share of closed loops to aim for first.
        closed_loop_target: Percent 80, Guidance, "maturity#voice";
        /// A synthesis is published each quarter.
        synthesis_points: Amount 15, Guidance, "maturity#voice";

        /// A health score is in use.
        health_score_points: Amount 15, Guidance, "maturity#operations";
        /// The renewal motion is documented.
        renewal_motion_points: Amount 15, Guidance, "maturity#operations";
        /// A save room is active.
        save_room_points: Amount 15, Guidance, "maturity#operations";
        /// A QBR standard is in use.
        qbr_points: Amount 10, Guidance, "maturity#operations";
        /// NRR from here on, in percent, earns the most.
        nrr_top_line: Amount 120, Guidance, "maturity#operations";
        /// NRR from here on earns the second most.
        nrr_good_line: Amount 110, Guidance, "maturity#operations";
        /// NRR from here on earns the third most.
        nrr_flat_line: Amount 100, Guidance, "maturity#operations";
        /// NRR at the top line.
        nrr_top_points: Amount 20, Guidance, "maturity#operations";
        /// NRR at the good line.
        nrr_good_points: Amount 15, Guidance, "maturity#operations";
        /// NRR at the flat line.
        nrr_flat_points: Amount 10, Guidance, "maturity#operations";
        /// NRR below that.
        nrr_low_points: Amount 4, Guidance, "maturity#operations";
        /// GRR from here on, in percent, earns the most.
        grr_top_line: Percent 95, Guidance, "maturity#operations";
        /// GRR from here on earns the second most.
        grr_good_line: Percent 90, Guidance, "maturity#operations";
        /// GRR at the top line.
        grr_top_points: Amount 15, Guidance, "maturity#operations";
        /// GRR at the good line.
        grr_good_points: Amount 10, Guidance, "maturity#operations";
        /// GRR below that.
        grr_low_points: Amount 3, Guidance, "maturity#operations";
        /// Logo churn above this, in percent, takes points off.
        churn_line: Percent 10, Guidance, "maturity#operations";
        /// Logo churn above this takes more points off.
        churn_high_line: Percent 15, Guidance, "maturity#operations";
        /// Off for logo churn above its line.
        churn_penalty: Amount 5, Guidance, "maturity#operations";
        /// Off for logo churn above its high line.
        churn_high_penalty: Amount 10, Guidance, "maturity#operations";

        /// A CCO or head of CX is in the seat.
        head_points: Amount 25, Guidance, "maturity#talent";
        /// CSMs from which on they earn the most.
        csms_team_min: Count 5, Guidance, "maturity#talent";
        /// CSMs from which on they earn the second most.
        csms_some_min: Count 2, Guidance, "maturity#talent";
        /// A team of CSMs.
        csms_team_points: Amount 15, Guidance, "maturity#talent";
        /// Some CSMs.
        csms_some_points: Amount 9, Guidance, "maturity#talent";
        /// One CSM.
        csms_one_points: Amount 5, Guidance, "maturity#talent";
        /// A support lead is in place.
        support_lead_points: Amount 15, Guidance, "maturity#talent";
        /// A renewals team or lead is in place.
        renewals_team_points: Amount 15, Guidance, "maturity#talent";
        /// A ladder for CSMs is defined.
        ladder_points: Amount 15, Guidance, "maturity#talent";
        /// Customer literacy reaches some.
        literacy_partial_points: Amount 8, Guidance, "maturity#talent";
        /// Customer literacy reaches all tiers.
        literacy_points: Amount 15, Guidance, "maturity#talent";

        /// Scores from here on are emerging; below they are ad hoc.
        band_emerging: Percent 25, Guidance, "maturity#bands";
        /// Scores from here on are defined.
        band_defined: Percent 50, Guidance, "maturity#bands";
        /// Scores from here on are managed.
        band_managed: Percent 75, Guidance, "maturity#bands";
        /// Scores from here on are optimizing.
        band_optimizing: Percent 90, Guidance, "maturity#bands";
        /// A dimension below this score is of high priority.
        priority_high_below: Percent 40, Guidance, "maturity#bands";
        /// A dimension below this score is of medium priority.
        priority_medium_below: Percent 70, Guidance, "maturity#bands";
        /// A leaky bucket has a GRR below this, in percent.
        leaky_grr_below: Percent 85, Guidance, "retention#leaky-bucket";
        /// A leaky bucket has an NRR above this, in percent.
        leaky_nrr_above: Amount 100, Guidance, "retention#leaky-bucket";
        /// The ARR under which the title CCO comes too early.
        cco_arr_min: Money 10000000, Guidance, "organisation#mistakes";
    } ordered {
        (board_review_rare_points, board_review_points),
        (segments_min, segments_max), (segments_other_points, segments_points),
        (stages_min, stages_max), (stages_other_points, stages_points),
        (instrumentation_partial_points, instrumentation_points), (literacy_partial_points, literacy_points),
        (nrr_good_line, nrr_top_line), (nrr_flat_line, nrr_good_line),
        (nrr_good_points, nrr_top_points), (nrr_flat_points, nrr_good_points), (nrr_low_points, nrr_flat_points),
        (grr_good_line, grr_top_line), (grr_good_points, grr_top_points), (grr_low_points, grr_good_points),
        (churn_line, churn_high_line), (churn_penalty, churn_high_penalty),
        (csms_some_min, csms_team_min), (csms_some_points, csms_team_points), (csms_one_points, csms_some_points),
        (band_emerging, band_defined), (band_defined, band_managed), (band_managed, band_optimizing),
        (priority_high_below, priority_medium_below),
    }
}

impl MaturityPolicy {
    /// The band of an unrounded score: each begins at its line and ends before the next.
    #[must_use]
    pub fn band(&self, score: Decimal) -> Band {
        let lines = [
            (self.band_optimizing, Band::Optimizing),
            (self.band_managed, Band::Managed),
            (self.band_defined, Band::Defined),
            (self.band_emerging, Band::Emerging),
        ];
        lines.into_iter().find(|(line, _)| score >= *line).map_or(Band::AdHoc, |(_, band)| band)
    }

    /// The priority of a dimension with this unrounded score.
    #[must_use]
    pub fn priority(&self, score: Decimal) -> Priority {
        if score < self.priority_high_below {
            Priority::High
        } else if score < self.priority_medium_below {
            Priority::Medium
        } else {
            Priority::Low
        }
    }
}

pub(super) const CXM_01: Rule =
    Rule::new("CXM-01", Severity::Warning, "unknown answers leave the overall band open", "maturity#unknown");
pub(super) const CXM_02: Rule =
    Rule::new("CXM-02", Severity::Warning, "a yes rests on nothing but somebody's word", "maturity#evidence");
pub(super) const CXM_03: Rule = Rule::new(
    "CXM-03",
    Severity::Warning,
    "the bucket leaks: GRR is under its line while NRR is over its own",
    "retention#leaky-bucket",
);
pub(super) const CXM_04: Rule =
    Rule::new("CXM-04", Severity::Warning, "logo churn takes points off", "maturity#operations");
pub(super) const CXM_05: Rule = Rule::new(
    "CXM-05",
    Severity::Warning,
    "a CCO or head of CX is in the seat at an ARR that is too small for the title CCO",
    "organisation#mistakes",
);
pub(super) const CXM_06: Rule =
    Rule::new("CXM-06", Severity::Warning, "evidence stands for an answer that is not given", "maturity#evidence");
pub(super) const CXM_07: Rule = Rule::new(
    "CXM-07",
    Severity::Warning,
    "gross retention and logo churn tell of different books: all lost and nothing lost",
    "maturity#retention-figures",
);
pub(super) const CXM_08: Rule = Rule::new(
    "CXM-08",
    Severity::Warning,
    "there are segments, and none has a coverage model",
    "operating_model#segmentation-as-theatre",
);

/// All rules, by id.
pub(super) const RULES: &[&Rule] = &[&CXM_01, &CXM_02, &CXM_03, &CXM_04, &CXM_05, &CXM_06, &CXM_07, &CXM_08];
