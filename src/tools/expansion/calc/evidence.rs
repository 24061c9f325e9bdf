//! What speaks for a play, and for its moment.

use super::account::Account;
use crate::tools::expansion::words::{Confidence, PlayKind, Signal, Timing};

/// Signals that say somebody is about to buy.
const STRONG: [Signal; 4] =
    [Signal::HittingLimits, Signal::HigherPlanQuestions, Signal::NewStakeholders, Signal::RoiTalk];
/// Signals that say somebody is content.
const MODERATE: [Signal; 7] = [
    Signal::Engagement,
    Signal::HighNps,
    Signal::Reference,
    Signal::Training,
    Signal::Integrations,
    Signal::PowerUser,
    Signal::ExecVisibility,
];
/// Signals that say a moment is open.
const TIMING: [Signal; 5] = [
    Signal::BudgetCycle,
    Signal::Growth,
    Signal::Initiative,
    Signal::CompetitiveOpening,
    Signal::ContractMilestone,
];

/// Whether use was measured that speaks for a play.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measured {
    No,
    Yes,
    /// As good as a strong signal.
    Strongly,
}

/// The strong signals of a play.
const fn strong(kind: PlayKind) -> &'static [Signal] {
    match kind {
        PlayKind::Seats => &[Signal::HittingLimits, Signal::RoiTalk],
        PlayKind::PlanUpgrade => &[Signal::HittingLimits, Signal::HigherPlanQuestions, Signal::RoiTalk],
        PlayKind::Module => &[Signal::RoiTalk],
        PlayKind::Department => &[Signal::NewStakeholders, Signal::RoiTalk],
    }
}

/// The signals among those given that bear on a play.
#[must_use]
pub(crate) fn bearing(account: &Account, kind: PlayKind) -> Vec<Signal> {
    let Some(signals) = account.signals else { return Vec::new() };
    Signal::ALL
        .into_iter()
        .filter(|signal| signals.has(*signal) && (!STRONG.contains(signal) || strong(kind).contains(signal)))
        .collect()
}

/// How well a play is evidenced, and when to speak of it.
#[must_use]
pub(crate) fn evidence(account: &Account, kind: PlayKind, measured: Measured) -> (Confidence, Timing) {
    let has_any = |signals| account.signals.is_some_and(|given| given.has_any(signals));
    let confidence = if has_any(strong(kind)) || measured == Measured::Strongly {
        Confidence::High
    } else if has_any(&STRONG) || has_any(&MODERATE) || measured == Measured::Yes {
        Confidence::Medium
    } else if account.signals.is_some() {
        Confidence::Low
    } else {
        Confidence::Unknown
    };
    let is_open = has_any(&TIMING) || confidence == Confidence::High;
    (confidence, if is_open { Timing::Now } else { Timing::NextReview })
}
