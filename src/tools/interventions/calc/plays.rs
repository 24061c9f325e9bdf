//! Which play answers a driver in a segment, and how it fits into the time left.

use super::account::{Account, Drivers};
use super::time::open_days;
use crate::customers::Segment;
use crate::tools::interventions::policy::InterventionsPolicy;
use crate::tools::interventions::words::{Driver, Form, Play, Role};

/// How an account is served, as far as plays go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    /// Strategic and Enterprise: people and executives.
    High,
    /// Mid-market: people from a pool.
    Mid,
    /// SMB and product-led: without a person, but for support.
    Scaled,
}

const fn service(segment: Segment) -> Service {
    match segment {
        Segment::Strategic | Segment::Enterprise => Service::High,
        Segment::MidMarket => Service::Mid,
        Segment::SmbLongTail | Segment::Plg => Service::Scaled,
    }
}

/// The play that answers a driver in a segment, and the role that owns it.
#[must_use]
pub(crate) const fn play_for(segment: Segment, driver: Driver) -> (Play, Role) {
    match (driver, service(segment)) {
        (Driver::AdoptionDecline, Service::High | Service::Mid) => (Play::AdoptionWorkshop, Role::Csm),
        (Driver::AdoptionDecline, Service::Scaled) => (Play::LifecycleCampaign, Role::CsOps),
        (Driver::SponsorChange, Service::High) => (Play::ExecutiveIntroduction, Role::ExecutiveSponsor),
        (Driver::SponsorChange, Service::Mid) => (Play::MultiThread, Role::Csm),
        (Driver::SponsorChange, Service::Scaled) => (Play::NewSponsorOutreach, Role::CsOps),
        (Driver::TechnicalGap, Service::High | Service::Mid) => (Play::TechnicalEscalation, Role::Engineering),
        (Driver::TechnicalGap, Service::Scaled) => (Play::WorkaroundGuide, Role::SupportLead),
        (Driver::CommercialPressure, Service::High | Service::Mid) => (Play::PricingReview, Role::RenewalsLead),
        (Driver::CommercialPressure, Service::Scaled) => (Play::PlanRightSizing, Role::CsOps),
        (Driver::CompetitiveThreat, Service::High | Service::Mid) => (Play::TcoComparison, Role::Csm),
        (Driver::CompetitiveThreat, Service::Scaled) => (Play::ComparisonPack, Role::CsOps),
        (Driver::LowEngagement, Service::High | Service::Mid) => (Play::EngagementDiagnostic, Role::Csm),
        (Driver::LowEngagement, Service::Scaled) => (Play::ReengagementCampaign, Role::CsOps),
        (Driver::SupportPain, _) => (Play::SupportRootCause, Role::SupportLead),
        (Driver::Consolidation, Service::High | Service::Mid) => (Play::RoiDefence, Role::Csm),
        (Driver::Consolidation, Service::Scaled) => (Play::ValueSummary, Role::CsOps),
        (Driver::OutcomeNotMet, Service::High) => (Play::ServicesEngagement, Role::Services),
        (Driver::OutcomeNotMet, Service::Mid) => (Play::OutcomeDiagnostic, Role::Csm),
        (Driver::OutcomeNotMet, Service::Scaled) => (Play::GuidedOnboarding, Role::Services),
    }
}

/// Who calls where no play fits.
const fn executive(segment: Segment) -> Role {
    match service(segment) {
        Service::High => Role::Cco,
        Service::Mid | Service::Scaled => Role::CsLead,
    }
}

/// A play that is to be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlannedPlay {
    pub play: Play,
    pub driver: Driver,
    /// Further drivers that the same play answers.
    pub also: Drivers,
    pub owner: Role,
    pub due_in_days: u32,
    /// Whether it is due before the renewal; none if the days to it are unknown, or it is signed.
    pub feasible: Option<bool>,
    pub form: Form,
}

/// The play for one driver, in the form that fits.
#[must_use]
pub(crate) fn planned(
    segment: Segment,
    driver: Driver,
    days: Option<i32>,
    policy: &InterventionsPolicy,
) -> PlannedPlay {
    let (play, owner) = play_for(segment, driver);
    let usual_days = policy.days(play);
    let also = Drivers::default();
    let standard = |feasible: Option<bool>| PlannedPlay {
        play,
        driver,
        also,
        owner,
        due_in_days: usual_days,
        feasible,
        form: Form::Standard,
    };
    let Some(days) = days else { return standard(None) };
    let Ok(left) = u32::try_from(days) else {
        let owner = executive(segment);
        let due_in_days = policy.days(Play::LapsedRecovery);
        let play = Play::LapsedRecovery;
        return PlannedPlay { play, driver, also, owner, due_in_days, feasible: Some(false), form: Form::Recovery };
    };
    let compressed_days = policy.compressed(usual_days);
    if usual_days <= left {
        standard(Some(true))
    } else if compressed_days <= left {
        PlannedPlay { due_in_days: compressed_days, form: Form::Compressed, ..standard(Some(true)) }
    } else {
        PlannedPlay {
            play: Play::ExecutiveEscalation,
            owner: executive(segment),
            due_in_days: policy.days(Play::ExecutiveEscalation).min(left),
            form: Form::Emergency,
            ..standard(Some(true))
        }
    }
}

/// The plays of an account, the first due first; one that answers several drivers stands once.
#[must_use]
pub(crate) fn plays(account: &Account, policy: &InterventionsPolicy) -> Vec<PlannedPlay> {
    let mut plays: Vec<PlannedPlay> = Vec::new();
    let days = open_days(account, &policy.steps());
    for driver in account.known_drivers().iter() {
        let next = planned(account.segment, driver, days, policy);
        match plays.iter_mut().find(|play| play.play == next.play) {
            Some(same) => same.also.insert(driver),
            None => plays.push(next),
        }
    }
    plays.sort_by_key(|play| (play.due_in_days, play.driver));
    plays
}
