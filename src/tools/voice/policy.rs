//! Points, lines and rules of `design_voc_program`.

use rust_decimal::Decimal;

use super::words::{Band, Item, Part};
use crate::policy_table;
use crate::rule::{Rule, Severity};

policy_table! {
    /// What each item is worth, where its lines are, and what the score is called.
    VoicePolicy {
        /// The part of 100 that instruments make up.
        instruments_weight: Amount 60, Guidance, "voice#score";
        /// The part of 100 that the action loop makes up.
        action_loop_weight: Amount 25, Guidance, "voice#score";
        /// The part of 100 that governance makes up.
        governance_weight: Amount 15, Guidance, "voice#score";
        /// Points of each of the starter six.
        starter_points: Amount 5, Guidance, "voice#instruments";
        /// Points of each of the seven others.
        mature_points: Amount 3, Guidance, "voice#instruments";
        /// Closed loop that earns full points.
        closed_loop_full_pct: Percent 90, Guidance, "voice#action-loop";
        /// Its points.
        closed_loop_full_points: Amount 12, Guidance, "voice#action-loop";
        /// Closed loop that earns two thirds of them.
        closed_loop_mid_pct: Percent 70, Guidance, "voice#action-loop";
        /// Its points.
        closed_loop_mid_points: Amount 8, Guidance, "voice#action-loop";
        /// Closed loop that earns a third of them.
        closed_loop_low_pct: Percent 50, Guidance, "voice#action-loop";
        /// Its points.
        closed_loop_low_points: Amount 4, Guidance, "voice#action-loop";
        /// The closed loop to reach; less is a gap.
        closed_loop_target_pct: Percent 80, Guidance, "voice#targets";
        /// Under this closed loop, or without knowing it, the action loop is capped.
        loop_gate_pct: Percent 50, Assumption, "voice#the-loop-as-a-gate";
        /// What the action loop then earns at most.
        loop_gate_points: Amount 10, Assumption, "voice#the-loop-as-a-gate";
        /// Months between two syntheses that earn full points, and the target.
        synthesis_full_months: Count 3, Guidance, "voice#action-loop";
        /// Their points.
        synthesis_full_points: Amount 8, Guidance, "voice#action-loop";
        /// Months between two syntheses that earn half of them.
        synthesis_half_months: Count 6, Guidance, "voice#action-loop";
        /// Their points.
        synthesis_half_points: Amount 4, Guidance, "voice#action-loop";
        /// Readers of the synthesis that earn full points, and the target.
        recipients_full: Count 10, Guidance, "voice#action-loop";
        /// Their points.
        recipients_full_points: Amount 5, Guidance, "voice#action-loop";
        /// Readers that earn some points.
        recipients_some: Count 1, Guidance, "voice#action-loop";
        /// Their points.
        recipients_some_points: Amount 2, Guidance, "voice#action-loop";
        /// Days to a detractor that earn full points, and the target.
        sla_full_days: Count 5, Guidance, "voice#action-loop";
        /// Their points.
        sla_full_points: Amount 8, Guidance, "voice#action-loop";
        /// Days to a detractor that earn half of them.
        sla_half_days: Count 10, Guidance, "voice#action-loop";
        /// Their points.
        sla_half_points: Amount 4, Guidance, "voice#action-loop";
        /// Months within which customers are told what changed.
        external_months_max: Count 6, Guidance, "voice#action-loop";
        /// Points for that.
        external_points: Amount 5, Guidance, "voice#action-loop";
        /// Points of a named owner.
        owner_points: Amount 6, Guidance, "voice#governance";
        /// Points of a monthly committee.
        committee_points: Amount 5, Guidance, "voice#governance";
        /// Months within which the instruments are reviewed.
        review_months_max: Count 12, Guidance, "voice#governance";
        /// Points for that.
        review_points: Amount 4, Guidance, "voice#governance";
        /// The least score of an emerging program.
        band_emerging: Amount 25, Guidance, "voice#bands";
        /// The least score of a defined program.
        band_defined: Amount 50, Guidance, "voice#bands";
        /// The least score of a managed program.
        band_managed: Amount 75, Guidance, "voice#bands";
        /// The least score of an optimizing program.
        band_optimizing: Amount 90, Guidance, "voice#bands";
        /// The month in which the first phase of the rollout ends.
        first_phase_months: Count 3, Guidance, "voice#rollout";
        /// The month in which the second phase ends.
        second_phase_months: Count 6, Guidance, "voice#rollout";
        /// The month in which the third phase ends.
        third_phase_months: Count 12, Guidance, "voice#rollout";
        /// Under so many answers an NPS is called a small sample.
        nps_answers_min: Count 30, Assumption, "voice#nps-and-its-interval";
    } ordered {
        (closed_loop_low_pct, closed_loop_mid_pct), (closed_loop_mid_pct, closed_loop_full_pct),
        (closed_loop_low_points, closed_loop_mid_points), (closed_loop_mid_points, closed_loop_full_points),
        (loop_gate_pct, closed_loop_target_pct), (loop_gate_points, action_loop_weight),
        (synthesis_full_months, synthesis_half_months), (synthesis_half_points, synthesis_full_points),
        (recipients_some, recipients_full), (recipients_some_points, recipients_full_points),
        (sla_full_days, sla_half_days), (sla_half_points, sla_full_points),
        (band_emerging, band_defined), (band_defined, band_managed), (band_managed, band_optimizing),
        (first_phase_months, second_phase_months), (second_phase_months, third_phase_months),
    }
}

impl VoicePolicy {
    /// The part of 100 that a part of the program makes up.
    #[must_use]
    pub const fn weight(&self, part: Part) -> Decimal {
        match part {
            Part::Instruments => self.instruments_weight,
            Part::ActionLoop => self.action_loop_weight,
            Part::Governance => self.governance_weight,
        }
    }

    /// The most points that an item can earn.
    #[must_use]
    pub const fn full_points(&self, item: Item) -> Decimal {
        match item {
            Item::ClosedLoopPct => self.closed_loop_full_points,
            Item::SynthesisCadenceMonths => self.synthesis_full_points,
            Item::SynthesisRecipientsCount => self.recipients_full_points,
            Item::DetractorFollowupSlaDays => self.sla_full_points,
            Item::ExternalResponseCadenceMonths => self.external_points,
            Item::OwnerNamed => self.owner_points,
            Item::MonthlyCommitteeActive => self.committee_points,
            Item::InstrumentReviewCadenceMonths => self.review_points,
            instrument if instrument.is_starter() => self.starter_points,
            _ => self.mature_points,
        }
    }

    /// The points that all items of a part can earn together.
    #[must_use]
    pub fn possible_points(&self, part: Part) -> Decimal {
        Item::ALL.iter().filter(|item| item.part() == part).map(|item| self.full_points(*item)).sum()
    }

    /// The figure that an item is to reach; none for what is either there or not.
    #[must_use]
    pub const fn target(&self, item: Item) -> Option<Decimal> {
        Some(match item {
            Item::ClosedLoopPct => self.closed_loop_target_pct,
            Item::SynthesisCadenceMonths => self.synthesis_full_months,
            Item::SynthesisRecipientsCount => self.recipients_full,
            Item::DetractorFollowupSlaDays => self.sla_full_days,
            Item::ExternalResponseCadenceMonths => self.external_months_max,
            Item::InstrumentReviewCadenceMonths => self.review_months_max,
            _ => return None,
        })
    }

    /// The lines of the bands above the lowest, from the top; a line belongs to the band above it.
    #[must_use]
    pub const fn bands(&self) -> [(Decimal, Band); 4] {
        [
            (self.band_optimizing, Band::Optimizing),
            (self.band_managed, Band::Managed),
            (self.band_defined, Band::Defined),
            (self.band_emerging, Band::Emerging),
        ]
    }
}

pub(super) const VOC_01: Rule = Rule::new(
    "VOC-01",
    Severity::Warning,
    "under half of the loops are closed, or nobody knows how many: the action loop is capped",
    "voice#the-loop-as-a-gate",
);
pub(super) const VOC_02: Rule =
    Rule::new("VOC-02", Severity::Warning, "half of the loops are closed, but not yet the target", "voice#targets");
pub(super) const VOC_03: Rule =
    Rule::new("VOC-03", Severity::Warning, "no synthesis is written, or not every quarter", "voice#targets");
pub(super) const VOC_04: Rule =
    Rule::new("VOC-04", Severity::Warning, "detractors wait longer than the target for an answer", "voice#targets");
pub(super) const VOC_05: Rule = Rule::new(
    "VOC-05",
    Severity::Warning,
    "customers are not told twice a year what was done with their feedback",
    "voice#targets",
);
pub(super) const VOC_06: Rule = Rule::new(
    "VOC-06",
    Severity::Warning,
    "there is no named owner, no monthly committee, or no yearly review of the instruments",
    "voice#governance",
);
pub(super) const VOC_07: Rule =
    Rule::new("VOC-07", Severity::Warning, "an instrument of the starter six is missing", "voice#instruments");
pub(super) const VOC_08: Rule =
    Rule::new("VOC-08", Severity::Warning, "an NPS rests on few answers", "voice#nps-and-its-interval");
pub(super) const VOC_09: Rule = Rule::new(
    "VOC-09",
    Severity::Warning,
    "those who did not answer could turn the sign of the NPS",
    "voice#non-response",
);

/// All rules, by id.
pub(super) const RULES: &[&Rule] = &[&VOC_01, &VOC_02, &VOC_03, &VOC_04, &VOC_05, &VOC_06, &VOC_07, &VOC_08, &VOC_09];
