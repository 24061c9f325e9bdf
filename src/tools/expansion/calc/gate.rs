//! Whether an account may be pitched, and if not, why.

use rust_decimal::Decimal;

use super::account::Account;
use crate::customers::Health;
use crate::tools::expansion::policy::ExpansionPolicy;
use crate::tools::expansion::words::{Reason, Status};

/// Some of the reasons, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reasons(u16);

impl Reasons {
    fn set(&mut self, reason: Reason, holds: bool) {
        if holds {
            self.0 |= 1 << reason as u16;
        }
    }

    /// Whether it holds.
    #[must_use]
    pub(crate) const fn has(self, reason: Reason) -> bool {
        self.0 & (1 << reason as u16) != 0
    }

    fn has_any(self, reasons: &[Reason]) -> bool {
        reasons.iter().any(|reason| self.has(*reason))
    }

    /// Those that hold, in the order of the reference.
    #[must_use]
    pub(crate) fn list(self) -> Vec<Reason> {
        Reason::ALL.into_iter().filter(|reason| self.has(*reason)).collect()
    }
}

/// What stands between an account and a pitch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gate {
    pub reasons: Reasons,
    /// What to do instead; none if the gate is open.
    pub status: Option<Status>,
}

/// The gate of an account: every reason that holds, and the gravest decides what to do.
#[must_use]
pub(crate) fn gate(account: &Account, policy: &ExpansionPolicy) -> Gate {
    let mut reasons = Reasons::default();
    reasons.set(Reason::HealthRed, account.health == Some(Health::Red));
    reasons.set(Reason::HealthYellow, account.health == Some(Health::Yellow));
    reasons.set(Reason::HealthUnknown, account.health.is_none());
    reasons.set(Reason::OutcomeNotProven, account.outcome_proven == Some(false));
    reasons.set(Reason::OutcomeUnknown, account.outcome_proven.is_none());
    let too_recent = |days: u32| Decimal::from(days) < policy.first_value_days_min;
    reasons.set(Reason::ValueTooRecent, account.days_since_value.is_some_and(too_recent));
    reasons.set(Reason::ValueAgeUnknown, account.days_since_value.is_none());
    reasons.set(Reason::ArrZero, account.arr.is_zero());
    let status = if reasons.has(Reason::HealthRed) {
        Some(Status::SaveFirst)
    } else if reasons.has(Reason::ArrZero) {
        Some(Status::NotAssessable)
    } else if reasons.has_any(&[Reason::HealthYellow, Reason::OutcomeNotProven, Reason::ValueTooRecent]) {
        Some(Status::Nurture)
    } else if reasons.has_any(&[Reason::HealthUnknown, Reason::OutcomeUnknown, Reason::ValueAgeUnknown]) {
        Some(Status::FindOut)
    } else {
        None
    };
    Gate { reasons, status }
}
