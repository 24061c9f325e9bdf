//! What the time to the renewal says: a curve without jumps, the state, the step of the motion.

use rust_decimal::Decimal;

use super::account::Account;
use crate::tools::interventions::policy::InterventionsPolicy;
use crate::tools::interventions::words::State;

/// Straight lines between points; beyond the first and the last point the curve is level.
#[derive(Debug, Clone)]
pub(crate) struct Curve(Vec<(Decimal, Decimal)>);

impl Curve {
    /// Its height at so many days.
    #[must_use]
    pub(crate) fn at(&self, days: i32) -> Decimal {
        let days = Decimal::from(days);
        let mut before: Option<(Decimal, Decimal)> = None;
        for (x, y) in &self.0 {
            if days <= *x {
                return match before {
                    // Two points of one day give the height of the nearer.
                    Some((near, height)) if *x > near => height + (y - height) * (days - near) / (x - near),
                    _ => *y,
                };
            }
            before = Some((*x, *y));
        }
        before.map_or(Decimal::ZERO, |(_, height)| height)
    }
}

/// Urgency over the days to the renewal.
#[must_use]
pub(crate) fn urgency(policy: &InterventionsPolicy) -> Curve {
    Curve(vec![
        (Decimal::ZERO, policy.urgency_today),
        (policy.renewal_sign_days, policy.urgency_at_sign),
        (policy.renewal_propose_days, policy.urgency_at_propose),
        (policy.renewal_review_days, policy.urgency_at_review),
        (policy.renewal_prepare_days, policy.urgency_at_prepare),
        (policy.urgency_far_days, policy.urgency_far),
    ])
}

/// Odds of a save over the days to the renewal, before anything else is known of the account.
#[must_use]
pub(crate) fn odds(policy: &InterventionsPolicy) -> Curve {
    Curve(vec![
        (Decimal::ZERO, policy.save_odds_today),
        (policy.renewal_sign_days, policy.save_odds_at_sign),
        (policy.renewal_propose_days, policy.save_odds_at_propose),
        (policy.renewal_review_days, policy.save_odds_at_review),
        (policy.renewal_prepare_days, policy.save_odds_at_prepare),
    ])
}

/// Where the account stands to its renewal date; what is signed has none that presses.
#[must_use]
pub(crate) fn state(account: &Account, steps: &[u32; 4]) -> Option<State> {
    if account.is_signed(steps) {
        return Some(State::Signed);
    }
    account.days.map(|days| match days {
        ..0 => State::Lapsed,
        0 => State::DueToday,
        1.. => State::Open,
    })
}

/// The days to a renewal that is still to be won: none where they are unknown, or where it is signed.
#[must_use]
pub(crate) fn open_days(account: &Account, steps: &[u32; 4]) -> Option<i32> {
    account.days.filter(|_| !account.is_signed(steps))
}

/// The renewal motion of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Motion {
    /// The step whose day was reached last; none before the first, or if the days are unknown.
    pub step: Option<u32>,
    /// Steps whose day has passed and that are not done; none if nobody said what is done.
    pub overdue: Option<Vec<u32>>,
    /// Steps whose day has passed, of which nobody said whether they are done.
    pub unconfirmed: Vec<u32>,
}

/// Reads the motion off the days and the last step that is done.
#[must_use]
pub(crate) fn motion(account: &Account, steps: &[u32; 4]) -> Motion {
    let Some(days) = account.days else { return Motion::default() };
    let is_reached = |step: u32| i64::from(days) <= i64::from(step);
    let step = steps.iter().rev().copied().find(|step| is_reached(*step));
    let passed = steps.iter().copied().filter(|step| i64::from(days) < i64::from(*step));
    match account.step_done {
        Some(done) => {
            let is_open = |step: &u32| done == 0 || *step < done;
            Motion { step, overdue: Some(passed.filter(is_open).collect()), unconfirmed: Vec::new() }
        }
        None => Motion { step, overdue: None, unconfirmed: passed.collect() },
    }
}
