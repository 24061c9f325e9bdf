//! Raw signals: what each is worth from 0 to 100, and how those of a component come together.

use rust_decimal::Decimal;

use crate::tools::health::policy::HealthPolicy;
use crate::tools::health::words::{Component, Measure, Sentiment, Signal};

/// Raw figures of an account, as they were given.
#[derive(Debug, Clone, Default)]
pub(in crate::tools::health) struct Raw {
    /// By [`Signal`]; for tickets their number.
    pub values: [Option<Decimal>; 13],
    /// How many tickets the account usually has.
    pub tickets_usual: Option<Decimal>,
    /// What the customer says of the renewal.
    pub sentiment: Option<Sentiment>,
}

/// A component from raw signals.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Filled {
    pub score: Option<Decimal>,
    pub signals: u16,
    /// Whether a zero was taken for silence.
    pub silent: bool,
    /// Whether a number of tickets was given, with no usual number to hold it against.
    pub tickets_unheld: bool,
}

/// What a signal says.
enum Said {
    /// It is worth so much, 0 to 100.
    Worth(Decimal),
    /// Nothing: it was not given, or has nothing to be held against.
    Nothing,
    /// A zero that may mean that all is well or that nobody asks any more.
    Silence,
    /// A number of tickets, and no usual number of the account's own.
    Unheld,
}

impl Raw {
    /// The mean of the component's signals by weight.
    pub(super) fn fill(&self, component: Component, measure: Measure, policy: &HealthPolicy) -> Filled {
        let mut filled = Filled::default();
        let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
        for signal in Signal::ALL.into_iter().filter(|signal| signal.component() == component) {
            let weight = policy.signal_weight(signal);
            match self.said(signal, measure, policy) {
                Said::Worth(worth) if !weight.is_zero() => {
                    sum += weight * worth;
                    weights += weight;
                    filled.signals |= signal.bit();
                }
                Said::Silence => filled.silent = true,
                Said::Unheld => filled.tickets_unheld = true,
                _ => {}
            }
        }
        filled.score = sum.checked_div(weights);
        filled
    }

    fn value(&self, signal: Signal) -> Option<Decimal> {
        self.values.get(signal as usize).copied().flatten()
    }

    fn said(&self, signal: Signal, measure: Measure, policy: &HealthPolicy) -> Said {
        let worth = |worth: Option<Decimal>| worth.map_or(Said::Nothing, Said::Worth);
        let target = policy.target(signal, measure);
        let value = self.value(signal);
        match signal {
            Signal::RenewalSentiment => worth(self.sentiment.map(|word| match word {
                Sentiment::Positive => policy.sentiment_positive,
                Sentiment::Neutral => policy.sentiment_neutral,
                Sentiment::Negative => policy.sentiment_negative,
            })),
            Signal::Tickets => match (value, self.tickets_usual) {
                (Some(tickets), _) if tickets.is_zero() => Said::Silence,
                (Some(tickets), Some(usual)) => against_usual(tickets, usual, target).map_or(Said::Unheld, Said::Worth),
                (Some(_), None) => Said::Unheld,
                (None, _) => Said::Nothing,
            },
            Signal::OpenTickets => self.of_support(value, false, target),
            Signal::EscalationRate | Signal::ResolutionHours => self.of_support(value, true, target),
            _ => worth(value.map(|value| towards(value, target))),
        }
    }

    /// A figure of support of which less is better. Its zero counts only where there are tickets to be well about; a
    /// rate or a duration says nothing at all where there are none.
    fn of_support(&self, value: Option<Decimal>, needs_tickets: bool, most: Decimal) -> Said {
        let Some(value) = value else { return Said::Nothing };
        let tickets = self.value(Signal::Tickets);
        let are_there = tickets.is_some_and(|tickets| !tickets.is_zero());
        let are_none = tickets.is_some_and(|tickets| tickets.is_zero());
        if (value.is_zero() && !are_there) || (needs_tickets && are_none) {
            return Said::Silence;
        }
        Said::Worth(away_from(value, most))
    }
}

/// value ÷ target, up to 100.
fn towards(value: Decimal, target: Decimal) -> Decimal {
    if value >= target {
        return Decimal::ONE_HUNDRED;
    }
    (value * Decimal::ONE_HUNDRED).checked_div(target).unwrap_or(Decimal::ONE_HUNDRED)
}

/// 1 − value ÷ most, down to 0.
fn away_from(value: Decimal, most: Decimal) -> Decimal {
    if value >= most {
        return if value.is_zero() { Decimal::ONE_HUNDRED } else { Decimal::ZERO };
    }
    ((most - value) * Decimal::ONE_HUNDRED).checked_div(most).unwrap_or(Decimal::ZERO)
}

/// 100 up to the usual number, then down to 0 at its `most`-fold; none where there is no usual number.
fn against_usual(tickets: Decimal, usual: Decimal, most: Decimal) -> Option<Decimal> {
    if usual.is_zero() {
        return None;
    }
    let room = most - Decimal::ONE;
    if tickets <= usual {
        Some(Decimal::ONE_HUNDRED)
    } else if tickets >= usual * most || room <= Decimal::ZERO {
        Some(Decimal::ZERO)
    } else {
        ((usual * most - tickets) * Decimal::ONE_HUNDRED).checked_div(usual * room)
    }
}
