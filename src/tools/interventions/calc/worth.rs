//! What is at stake in an account: value at risk, odds, expected save, and the order that comes of them.

use rust_decimal::Decimal;

use super::account::Account;
use super::time::{self, Curve};
use crate::customers::Health;
use crate::tools::interventions::policy::InterventionsPolicy;
use crate::units::Money;

/// Decimals of money that decide how a cent is rounded: a division by the days of a step leaves an error far behind them,
/// so that a figure that is exactly half a cent stays one.
const MONEY_DECIMALS_COUNT: u32 = 10;
/// The same of odds.
const ODDS_DECIMALS_COUNT: u32 = 20;

/// A figure that lies between two ends; they meet where everything it hangs on is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub low: Decimal,
    pub high: Decimal,
}

impl Span {
    const fn exactly(figure: Decimal) -> Self {
        Self { low: figure, high: figure }
    }

    /// Without what a division left behind the decimals that decide.
    fn settled(self, decimals_count: u32) -> Self {
        Self { low: self.low.round_dp(decimals_count), high: self.high.round_dp(decimals_count) }
    }

    /// The figure, where it is known.
    #[must_use]
    pub(crate) fn exact(self) -> Option<Decimal> {
        (self.low == self.high).then_some(self.low)
    }
}

/// What is at stake in an account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worth {
    /// 0 to 1; none if the days are unknown and it is not signed.
    pub urgency: Option<Decimal>,
    /// ARR times the chance to lose it.
    pub value_at_risk: Span,
    pub save_odds: Span,
    /// Value at risk times odds, less the cost.
    pub expected_save: Span,
    /// By which accounts are ranked: the most it can be, where something is unknown.
    pub priority: Money,
}

/// The curves of a policy, made once a call.
#[derive(Debug)]
pub(crate) struct Curves {
    urgency: Curve,
    odds: Curve,
}

impl Curves {
    /// The curves of a policy.
    #[must_use]
    pub(crate) fn of(policy: &InterventionsPolicy) -> Self {
        Self { urgency: time::urgency(policy), odds: time::odds(policy) }
    }

    /// Urgency so many days before the renewal.
    #[must_use]
    pub(crate) fn urgency(&self, days: i32) -> Decimal {
        self.urgency.at(days)
    }

    /// What is at stake in an account.
    #[must_use]
    pub(crate) fn worth(&self, account: &Account, policy: &InterventionsPolicy) -> Worth {
        let is_signed = account.is_signed(&policy.steps());
        // The next date of what is signed is a term away.
        let days = if is_signed { Some(i32::MAX) } else { account.days };
        let urgency = days.map(|days| self.urgency(days));
        let loss = account.health.map_or_else(
            || Span { low: policy.loss(Health::Green), high: policy.loss(Health::Red) },
            |health| Span::exactly(policy.loss(health)),
        );
        let arr = account.arr.decimal();
        let value_at_risk = Span { low: arr * loss.low, high: arr * loss.high };
        let save_odds = self.save_odds(account, days, policy);
        let cost = account.cost.map(Money::decimal).unwrap_or_default();
        let expected_save = Span {
            low: value_at_risk.low * save_odds.low - cost,
            high: value_at_risk.high * save_odds.high - cost,
        };
        // Far off an account counts with what saving it brings; the nearer the renewal, the more of what is at risk.
        let pressed = urgency.unwrap_or_else(|| self.urgency(0));
        let part = Decimal::ONE - (Decimal::ONE - save_odds.high) * (Decimal::ONE - pressed);
        let priority = Money::from_decimal((value_at_risk.high * part - cost).round_dp(MONEY_DECIMALS_COUNT));
        Worth {
            urgency,
            value_at_risk,
            save_odds: save_odds.settled(ODDS_DECIMALS_COUNT),
            expected_save: expected_save.settled(MONEY_DECIMALS_COUNT),
            priority,
        }
    }

    fn save_odds(&self, account: &Account, days: Option<i32>, policy: &InterventionsPolicy) -> Span {
        let (today, far) = (self.odds.at(0), self.odds.at(i32::MAX));
        let mut odds = match days {
            Some(..0) => Span::exactly(policy.save_odds_lapsed),
            Some(days) => Span::exactly(self.odds.at(days)),
            None => Span { low: policy.save_odds_lapsed.min(today), high: far },
        };
        let mut add = |if_yes: Decimal, if_no: Decimal, truth: Option<bool>| {
            let (low, high) = match truth {
                Some(true) => (if_yes, if_yes),
                Some(false) => (if_no, if_no),
                None => (if_yes.min(if_no), if_yes.max(if_no)),
            };
            odds = Span { low: odds.low + low, high: odds.high + high };
        };
        add(policy.save_odds_sponsor, -policy.save_odds_no_sponsor, account.sponsor);
        add(-policy.save_odds_untouched, Decimal::ZERO, account.touch.map(|days| days > policy.untouched()));
        add(-policy.save_odds_open_p1, Decimal::ZERO, account.open_p1.map(|count| count > 0));
        let within = |figure: Decimal| figure.min(policy.save_odds_max).max(policy.save_odds_min);
        Span { low: within(odds.low), high: within(odds.high) }
    }
}
