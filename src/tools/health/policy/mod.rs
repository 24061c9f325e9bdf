//! Weights, bands, targets and lines of `score_customer_health`.

mod rules;

use rust_decimal::Decimal;

use super::words::{Component, Measure, Signal};
use crate::customers::Health;
use crate::policy_table;

pub(in crate::tools::health) use rules::*;

policy_table! {
    /// Weights, bands, targets and lines. A weight that is 0 takes its component out of the score.
    HealthPolicy {
        /// Weight of usage.
        usage_weight: Amount 25, Guidance, "health#components";
        /// Weight of engagement.
        engagement_weight: Amount 20, Guidance, "health#components";
        /// Weight of support and sentiment.
        support_weight: Amount 15, Guidance, "health#components";
        /// Weight of onboarding.
        onboarding_weight: Amount 15, Guidance, "health#components";
        /// Weight of adoption depth.
        adoption_weight: Amount 15, Guidance, "health#components";
        /// Weight of renewal posture.
        renewal_weight: Amount 10, Guidance, "health#components";
        /// Least green score of Strategic and Enterprise.
        enterprise_green_from: Amount 75, Guidance, "health#bands";
        /// Least yellow score of Strategic and Enterprise.
        enterprise_yellow_from: Amount 50, Guidance, "health#bands";
        /// Least green score of Mid-market.
        mid_market_green_from: Amount 70, Guidance, "health#bands";
        /// Least yellow score of Mid-market.
        mid_market_yellow_from: Amount 45, Guidance, "health#bands";
        /// Least green score of SMB and product-led.
        smb_long_tail_green_from: Amount 65, Guidance, "health#bands";
        /// Least yellow score of SMB and product-led.
        smb_long_tail_yellow_from: Amount 40, Guidance, "health#bands";
        /// Under this known share of the weights an account is never green.
        coverage_min: Ratio 0.60, Assumption, "health#missing-components";
        /// A score that moves by more points than this improves or declines.
        trend_points: Amount 5, Guidance, "health#trend-and-alerts";
        /// More figures than this in one score are too many to explain.
        figures_max: Count 6, Guidance, "health#too-many-figures";
        /// Target of the green share, from.
        green_share_low: Ratio 0.60, Guidance, "health#portfolio-mix";
        /// Target of the green share, to.
        green_share_high: Ratio 0.70, Guidance, "health#portfolio-mix";
        /// A green share below this is an alert.
        green_share_alert: Ratio 0.50, Guidance, "health#portfolio-mix";
        /// Target of the yellow share, from.
        yellow_share_low: Ratio 0.20, Guidance, "health#portfolio-mix";
        /// Target of the yellow share, to.
        yellow_share_high: Ratio 0.30, Guidance, "health#portfolio-mix";
        /// A yellow share above this is an alert.
        yellow_share_alert: Ratio 0.35, Guidance, "health#portfolio-mix";
        /// Target of the red share, from.
        red_share_low: Ratio 0.05, Guidance, "health#portfolio-mix";
        /// Target of the red share, to.
        red_share_high: Ratio 0.10, Guidance, "health#portfolio-mix";
        /// A red share above this is an alert.
        red_share_alert: Ratio 0.15, Guidance, "health#portfolio-mix";
        /// A score must be at least this many days older than the outcome it is held against.
        lead_days_min: Count 60, Guidance, "health#back-test";
        /// Churned accounts in the back-test before other weights are worth trying.
        churns_min: Count 10, Guidance, "health#back-test";
        /// A p-value from here on does not show that the score tells churned from kept.
        significance: Fraction 0.05, Statistics, "statistics#separation";
        /// Users who log in: target of Enterprise, in percent.
        enterprise_login_target: Percent 90, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_login_target: Percent 80, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_login_target: Percent 70, Guidance, "health#raw-signals";
        /// Daily of monthly users: target of Enterprise.
        enterprise_dau_mau_target: Ratio 0.50, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_dau_mau_target: Ratio 0.40, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_dau_mau_target: Ratio 0.30, Guidance, "health#raw-signals";
        /// Features in use: target of Enterprise, in percent.
        enterprise_adoption_target: Percent 80, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_adoption_target: Percent 70, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_adoption_target: Percent 60, Guidance, "health#raw-signals";
        /// Meetings attended: target of Enterprise, in percent.
        enterprise_attendance_target: Percent 95, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_attendance_target: Percent 85, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_attendance_target: Percent 75, Guidance, "health#raw-signals";
        /// Sponsor's engagement: target of Enterprise, in percent.
        enterprise_sponsor_target: Percent 90, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_sponsor_target: Percent 75, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_sponsor_target: Percent 60, Guidance, "health#raw-signals";
        /// Contacts we talk to: target of Enterprise.
        enterprise_threads_target: Count 5, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_threads_target: Count 3, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_threads_target: Count 2, Guidance, "health#raw-signals";
        /// Open tickets at which the signal of Enterprise is 0.
        enterprise_open_tickets_max: Count 10, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_open_tickets_max: Count 15, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_open_tickets_max: Count 20, Guidance, "health#raw-signals";
        /// Share of tickets escalated at which the signal of Enterprise is 0.
        enterprise_escalation_max: Ratio 0.25, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_escalation_max: Ratio 0.30, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_escalation_max: Ratio 0.40, Guidance, "health#raw-signals";
        /// Hours to resolve a ticket at which the signal of Enterprise is 0.
        enterprise_hours_max: Amount 72, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_hours_max: Amount 96, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_hours_max: Amount 120, Guidance, "health#raw-signals";
        /// Satisfaction on 1 to 5: target of Enterprise.
        enterprise_csat_target: Amount 4.5, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_csat_target: Amount 4.0, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_csat_target: Amount 3.8, Guidance, "health#raw-signals";
        /// Likelihood to recommend on 0 to 10: target of Enterprise.
        enterprise_nps_target: Amount 9, Guidance, "health#raw-signals";
        /// The same of Mid-market.
        mid_market_nps_target: Amount 8, Guidance, "health#raw-signals";
        /// The same of SMB.
        smb_long_tail_nps_target: Amount 7, Guidance, "health#raw-signals";
        /// Tickets of the account's own usual number at which the signal is 0; up to the usual number it is 100.
        tickets_usual_max: Ratio 2, Assumption, "health#silence-is-not-health";
        /// Score of a positive word on the renewal.
        sentiment_positive: Percent 100, Guidance, "health#raw-signals";
        /// Score of a neutral one.
        sentiment_neutral: Percent 60, Guidance, "health#raw-signals";
        /// Score of a negative one.
        sentiment_negative: Percent 20, Guidance, "health#raw-signals";
        /// Weight of logins within usage.
        login_weight: Amount 10.5, Guidance, "health#raw-signals";
        /// Weight of daily users within usage.
        dau_mau_weight: Amount 7.5, Guidance, "health#raw-signals";
        /// Weight of attendance within engagement.
        attendance_weight: Amount 7.5, Guidance, "health#raw-signals";
        /// Weight of the sponsor within engagement.
        sponsor_weight: Amount 8.75, Guidance, "health#raw-signals";
        /// Weight of contacts within engagement.
        threads_weight: Amount 7.5, Guidance, "health#raw-signals";
        /// Weight of open tickets within support.
        open_tickets_weight: Amount 7, Guidance, "health#raw-signals";
        /// Weight of escalations within support.
        escalation_weight: Amount 7, Guidance, "health#raw-signals";
        /// Weight of resolution time within support.
        hours_weight: Amount 6, Guidance, "health#raw-signals";
        /// Weight of satisfaction within support.
        csat_weight: Amount 6.25, Guidance, "health#raw-signals";
        /// Weight of recommendation within support.
        nps_weight: Amount 6.25, Guidance, "health#raw-signals";
        /// Weight of the number of tickets within support.
        tickets_weight: Amount 5, Guidance, "health#raw-signals";
    } ordered {
        (enterprise_yellow_from, enterprise_green_from),
        (mid_market_yellow_from, mid_market_green_from),
        (smb_long_tail_yellow_from, smb_long_tail_green_from),
        (green_share_low, green_share_high), (yellow_share_low, yellow_share_high), (red_share_low, red_share_high),
        (green_share_alert, green_share_low), (yellow_share_high, yellow_share_alert), (red_share_high, red_share_alert),
    }
}

/// The least scores of a segment's colours; each belongs to its colour, so that nothing lies between two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// Green from here.
    pub green_from: Decimal,
    /// Yellow from here, red below.
    pub yellow_from: Decimal,
}

impl Bands {
    /// The colour of a score.
    #[must_use]
    pub fn health(self, score: Decimal) -> Health {
        if score >= self.green_from {
            Health::Green
        } else if score >= self.yellow_from {
            Health::Yellow
        } else {
            Health::Red
        }
    }
}

/// The target of a colour's share of the portfolio, and where it is an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareLines {
    /// The share should be at least this.
    pub low: Decimal,
    /// The share should be at most this.
    pub high: Decimal,
    /// Below it for green, above it for the others, the share is an alert.
    pub alert: Decimal,
}

impl HealthPolicy {
    /// The weight of a component.
    #[must_use]
    pub const fn weight(&self, component: Component) -> Decimal {
        match component {
            Component::Usage => self.usage_weight,
            Component::Engagement => self.engagement_weight,
            Component::Support => self.support_weight,
            Component::Onboarding => self.onboarding_weight,
            Component::Adoption => self.adoption_weight,
            Component::Renewal => self.renewal_weight,
        }
    }

    /// The bands of a segment.
    #[must_use]
    pub const fn bands(&self, measure: Measure) -> Bands {
        let [green_from, yellow_from] = match measure {
            Measure::Enterprise => [self.enterprise_green_from, self.enterprise_yellow_from],
            Measure::MidMarket => [self.mid_market_green_from, self.mid_market_yellow_from],
            Measure::SmbLongTail => [self.smb_long_tail_green_from, self.smb_long_tail_yellow_from],
        };
        Bands { green_from, yellow_from }
    }

    /// The lines of a colour's share.
    #[must_use]
    pub const fn share_lines(&self, health: Health) -> ShareLines {
        let [low, high, alert] = match health {
            Health::Green => [self.green_share_low, self.green_share_high, self.green_share_alert],
            Health::Yellow => [self.yellow_share_low, self.yellow_share_high, self.yellow_share_alert],
            Health::Red => [self.red_share_low, self.red_share_high, self.red_share_alert],
        };
        ShareLines { low, high, alert }
    }

    /// The weight of a raw signal inside its component; one that stands alone in it needs none.
    #[must_use]
    pub const fn signal_weight(&self, signal: Signal) -> Decimal {
        match signal {
            Signal::LoginPct => self.login_weight,
            Signal::DauMau => self.dau_mau_weight,
            Signal::MeetingAttendancePct => self.attendance_weight,
            Signal::SponsorEngagementPct => self.sponsor_weight,
            Signal::Threads => self.threads_weight,
            Signal::OpenTickets => self.open_tickets_weight,
            Signal::EscalationRate => self.escalation_weight,
            Signal::ResolutionHours => self.hours_weight,
            Signal::Csat => self.csat_weight,
            Signal::Nps => self.nps_weight,
            Signal::Tickets => self.tickets_weight,
            Signal::FeatureAdoptionPct | Signal::RenewalSentiment => Decimal::ONE,
        }
    }

    /// The target of a raw signal, or the value at which an inverse one is worth nothing.
    #[must_use]
    pub const fn target(&self, signal: Signal, measure: Measure) -> Decimal {
        let [enterprise, mid_market, smb] = match signal {
            Signal::LoginPct => {
                [self.enterprise_login_target, self.mid_market_login_target, self.smb_long_tail_login_target]
            }
            Signal::DauMau => {
                [self.enterprise_dau_mau_target, self.mid_market_dau_mau_target, self.smb_long_tail_dau_mau_target]
            }
            Signal::FeatureAdoptionPct => {
                [self.enterprise_adoption_target, self.mid_market_adoption_target, self.smb_long_tail_adoption_target]
            }
            Signal::MeetingAttendancePct => [
                self.enterprise_attendance_target,
                self.mid_market_attendance_target,
                self.smb_long_tail_attendance_target,
            ],
            Signal::SponsorEngagementPct => {
                [self.enterprise_sponsor_target, self.mid_market_sponsor_target, self.smb_long_tail_sponsor_target]
            }
            Signal::Threads => {
                [self.enterprise_threads_target, self.mid_market_threads_target, self.smb_long_tail_threads_target]
            }
            Signal::OpenTickets => [
                self.enterprise_open_tickets_max,
                self.mid_market_open_tickets_max,
                self.smb_long_tail_open_tickets_max,
            ],
            Signal::EscalationRate => {
                [self.enterprise_escalation_max, self.mid_market_escalation_max, self.smb_long_tail_escalation_max]
            }
            Signal::ResolutionHours => {
                [self.enterprise_hours_max, self.mid_market_hours_max, self.smb_long_tail_hours_max]
            }
            Signal::Csat => [self.enterprise_csat_target, self.mid_market_csat_target, self.smb_long_tail_csat_target],
            Signal::Nps => [self.enterprise_nps_target, self.mid_market_nps_target, self.smb_long_tail_nps_target],
            Signal::Tickets => [self.tickets_usual_max, self.tickets_usual_max, self.tickets_usual_max],
            Signal::RenewalSentiment => [self.sentiment_positive, self.sentiment_positive, self.sentiment_positive],
        };
        match measure {
            Measure::Enterprise => enterprise,
            Measure::MidMarket => mid_market,
            Measure::SmbLongTail => smb,
        }
    }
}
