//! Thresholds, probabilities and days of `plan_churn_interventions`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::words::Play;
use crate::customers::Health;
use crate::policy_table;

policy_table! {
    /// P(loss), urgency, save odds, renewal steps, escalation, the days of each play, and the lines for discounts.
    InterventionsPolicy {
        /// Chance that a green account is lost at its renewal.
        loss_green: Fraction 0.05, Assumption, "interventions#value-at-risk";
        /// The same of a yellow one.
        loss_yellow: Fraction 0.25, Assumption, "interventions#value-at-risk";
        /// The same of a red one.
        loss_red: Fraction 0.60, Assumption, "interventions#value-at-risk";
        /// Day of the last renewal step: signature.
        renewal_sign_days: Count 30, Guidance, "interventions#renewal-motion";
        /// Day of the third: proposal.
        renewal_propose_days: Count 60, Guidance, "interventions#renewal-motion";
        /// Day of the second: value review.
        renewal_review_days: Count 90, Guidance, "interventions#renewal-motion";
        /// Day of the first: preparation inside.
        renewal_prepare_days: Count 120, Guidance, "interventions#renewal-motion";
        /// From here on urgency falls no further.
        urgency_far_days: Count 365, Assumption, "interventions#urgency";
        /// Urgency on the day of the renewal and after it.
        urgency_today: Fraction 1, Assumption, "interventions#urgency";
        /// Urgency on the day of the last step.
        urgency_at_sign: Fraction 0.85, Assumption, "interventions#urgency";
        /// Urgency on the day of the third step.
        urgency_at_propose: Fraction 0.70, Assumption, "interventions#urgency";
        /// Urgency on the day of the second step.
        urgency_at_review: Fraction 0.55, Assumption, "interventions#urgency";
        /// Urgency on the day of the first step.
        urgency_at_prepare: Fraction 0.40, Assumption, "interventions#urgency";
        /// Urgency a year away and beyond.
        urgency_far: Fraction 0.10, Assumption, "interventions#urgency";
        /// Odds of a save after the renewal date.
        save_odds_lapsed: Fraction 0.20, Assumption, "interventions#save-odds";
        /// Odds on the day itself.
        save_odds_today: Fraction 0.30, Assumption, "interventions#save-odds";
        /// Odds on the day of the last step.
        save_odds_at_sign: Fraction 0.40, Assumption, "interventions#save-odds";
        /// Odds on the day of the third step.
        save_odds_at_propose: Fraction 0.50, Assumption, "interventions#save-odds";
        /// Odds on the day of the second step.
        save_odds_at_review: Fraction 0.55, Assumption, "interventions#save-odds";
        /// Odds on the day of the first step and before.
        save_odds_at_prepare: Fraction 0.60, Assumption, "interventions#save-odds";
        /// What an engaged executive sponsor adds.
        save_odds_sponsor: Fraction 0.15, Assumption, "interventions#save-odds";
        /// What the lack of one takes.
        save_odds_no_sponsor: Fraction 0.10, Assumption, "interventions#save-odds";
        /// What silence takes.
        save_odds_untouched: Fraction 0.15, Assumption, "interventions#save-odds";
        /// What an open P1 takes.
        save_odds_open_p1: Fraction 0.10, Assumption, "interventions#save-odds";
        /// Odds are never below.
        save_odds_min: Fraction 0.05, Assumption, "interventions#save-odds";
        /// Odds are never above.
        save_odds_max: Fraction 0.95, Assumption, "interventions#save-odds";
        /// More days without contact than this are silence.
        untouched_days: Count 60, Guidance, "interventions#save-odds";
        /// Within so many days a risk is a matter for an executive.
        escalation_days: Count 60, Guidance, "interventions#escalation";
        /// Hours to answer an open P1.
        respond_open_p1_hours: Count 4, Guidance, "interventions#escalation";
        /// Hours to answer red health.
        respond_red_hours: Count 24, Guidance, "interventions#escalation";
        /// Hours to answer a named competitor.
        respond_competitor_hours: Count 24, Guidance, "interventions#escalation";
        /// Hours to answer a risk near the renewal, or a lapsed one.
        respond_renewal_hours: Count 24, Guidance, "interventions#escalation";
        /// Hours to answer the loss of a sponsor.
        respond_sponsor_hours: Count 48, Guidance, "interventions#escalation";
        /// Days of the play of this name.
        adoption_workshop_days: Count 14, Guidance, "interventions#plays";
        /// Days of the play of this name.
        lifecycle_campaign_days: Count 7, Guidance, "interventions#plays";
        /// Days of the play of this name.
        executive_introduction_days: Count 21, Guidance, "interventions#plays";
        /// Days of the play of this name.
        multi_thread_days: Count 14, Guidance, "interventions#plays";
        /// Days of the play of this name.
        new_sponsor_outreach_days: Count 7, Assumption, "interventions#plays";
        /// Days of the play of this name.
        technical_escalation_days: Count 14, Guidance, "interventions#plays";
        /// Days of the play of this name.
        workaround_guide_days: Count 7, Assumption, "interventions#plays";
        /// Days of the play of this name.
        pricing_review_days: Count 21, Guidance, "interventions#plays";
        /// Days of the play of this name.
        plan_right_sizing_days: Count 7, Assumption, "interventions#plays";
        /// Days of the play of this name.
        tco_comparison_days: Count 21, Guidance, "interventions#plays";
        /// Days of the play of this name.
        comparison_pack_days: Count 7, Assumption, "interventions#plays";
        /// Days of the play of this name.
        engagement_diagnostic_days: Count 14, Guidance, "interventions#plays";
        /// Days of the play of this name.
        reengagement_campaign_days: Count 7, Assumption, "interventions#plays";
        /// Days of the play of this name.
        support_root_cause_days: Count 5, Guidance, "interventions#plays";
        /// Days of the play of this name.
        roi_defence_days: Count 30, Guidance, "interventions#plays";
        /// Days of the play of this name.
        value_summary_days: Count 7, Assumption, "interventions#plays";
        /// Days of the play of this name.
        services_engagement_days: Count 30, Guidance, "interventions#plays";
        /// Days of the play of this name.
        outcome_diagnostic_days: Count 14, Guidance, "interventions#plays";
        /// Days of the play of this name.
        guided_onboarding_days: Count 7, Assumption, "interventions#plays";
        /// Days of an executive's call, where no play fits.
        executive_escalation_days: Count 1, Guidance, "interventions#plays-and-the-clock";
        /// A compressed play takes this part of its days, rounded up.
        compressed_share: Fraction 0.50, Assumption, "interventions#plays-and-the-clock";
        /// A discount above it is not proportional.
        discount_line: Percent 15, Guidance, "interventions#structural-discounts";
        /// More than this share of saves above the line is structural.
        discount_saves_share: Ratio 0.20, Guidance, "interventions#structural-discounts";
        /// Fewer saves than this show no structure.
        discount_saves_min: Count 5, Assumption, "interventions#structural-discounts";
        /// One driver above this share of the accounts in save is systemic.
        pattern_share: Ratio 0.30, Guidance, "interventions#patterns";
        /// Fewer accounts in save than this show no pattern.
        pattern_accounts_min: Count 5, Assumption, "interventions#patterns";
    } ordered {
        (loss_green, loss_yellow), (loss_yellow, loss_red),
        (renewal_sign_days, renewal_propose_days), (renewal_propose_days, renewal_review_days),
        (renewal_review_days, renewal_prepare_days), (renewal_prepare_days, urgency_far_days),
        (urgency_far, urgency_at_prepare), (urgency_at_prepare, urgency_at_review),
        (urgency_at_review, urgency_at_propose), (urgency_at_propose, urgency_at_sign),
        (urgency_at_sign, urgency_today),
        (save_odds_lapsed, save_odds_today), (save_odds_today, save_odds_at_sign),
        (save_odds_at_sign, save_odds_at_propose), (save_odds_at_propose, save_odds_at_review),
        (save_odds_at_review, save_odds_at_prepare), (save_odds_min, save_odds_max),
    }
}

/// A row of whole numbers as such; the reader of `policy` lets them up to a million pass.
fn whole(row: Decimal) -> u32 {
    row.to_u32().unwrap_or(u32::MAX)
}

impl InterventionsPolicy {
    /// The chance that an account of this health is lost.
    #[must_use]
    pub const fn loss(&self, health: Health) -> Decimal {
        match health {
            Health::Green => self.loss_green,
            Health::Yellow => self.loss_yellow,
            Health::Red => self.loss_red,
        }
    }

    /// The days of the renewal steps, the first step first.
    #[must_use]
    pub fn steps(&self) -> [u32; 4] {
        [self.renewal_prepare_days, self.renewal_review_days, self.renewal_propose_days, self.renewal_sign_days]
            .map(whole)
    }

    /// Within so many days a risk is a matter for an executive.
    #[must_use]
    pub fn escalation(&self) -> u32 {
        whole(self.escalation_days)
    }

    /// More days without contact than this are silence.
    #[must_use]
    pub fn untouched(&self) -> u32 {
        whole(self.untouched_days)
    }

    /// The hours in which a named competitor, red health, a lost sponsor, an open P1 and a renewal want an answer.
    #[must_use]
    pub fn hours(&self) -> Hours {
        Hours {
            open_p1: whole(self.respond_open_p1_hours),
            red: whole(self.respond_red_hours),
            competitor: whole(self.respond_competitor_hours),
            renewal: whole(self.respond_renewal_hours),
            sponsor: whole(self.respond_sponsor_hours),
        }
    }

    /// The usual days of a play.
    #[must_use]
    pub fn days(&self, play: Play) -> u32 {
        whole(match play {
            Play::AdoptionWorkshop => self.adoption_workshop_days,
            Play::LifecycleCampaign => self.lifecycle_campaign_days,
            Play::ExecutiveIntroduction => self.executive_introduction_days,
            Play::MultiThread => self.multi_thread_days,
            Play::NewSponsorOutreach => self.new_sponsor_outreach_days,
            Play::TechnicalEscalation => self.technical_escalation_days,
            Play::WorkaroundGuide => self.workaround_guide_days,
            Play::PricingReview => self.pricing_review_days,
            Play::PlanRightSizing => self.plan_right_sizing_days,
            Play::TcoComparison => self.tco_comparison_days,
            Play::ComparisonPack => self.comparison_pack_days,
            Play::EngagementDiagnostic => self.engagement_diagnostic_days,
            Play::ReengagementCampaign => self.reengagement_campaign_days,
            Play::SupportRootCause => self.support_root_cause_days,
            Play::RoiDefence => self.roi_defence_days,
            Play::ValueSummary => self.value_summary_days,
            Play::ServicesEngagement => self.services_engagement_days,
            Play::OutcomeDiagnostic => self.outcome_diagnostic_days,
            Play::GuidedOnboarding => self.guided_onboarding_days,
            Play::ExecutiveEscalation => self.executive_escalation_days,
            // Its day is today.
            Play::LapsedRecovery => Decimal::ZERO,
        })
    }

    /// The days of a play that is cut down.
    #[must_use]
    pub fn compressed(&self, usual_days: u32) -> u32 {
        (Decimal::from(usual_days) * self.compressed_share).ceil().to_u32().unwrap_or(u32::MAX)
    }
}

/// How soon what wants an answer, in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// An open P1.
    pub open_p1: u32,
    /// Red health.
    pub red: u32,
    /// A named competitor.
    pub competitor: u32,
    /// A risk near the renewal, or a lapsed one.
    pub renewal: u32,
    /// The loss of a sponsor.
    pub sponsor: u32,
}
