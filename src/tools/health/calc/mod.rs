//! The score of each account and what the portfolio makes of them. Pure: facts in, figures out.

pub(super) mod back_test;
pub(super) mod portfolio;
mod raw;

use rust_decimal::{Decimal, RoundingStrategy};

use super::policy::HealthPolicy;
use super::words::{Alert, Component, Events, Measure, Trend};
use crate::customers::{Health, Segment};
use crate::math::apportion;
use crate::units::{Date, Label, Money, Share};

pub(super) use raw::Raw;

/// Decimals of a score that decide. Its own error lies far behind them, so a score that is exactly a line is on it.
const SCORE_DECIMALS_COUNT: u32 = 20;

/// Decimals of a score in print.
const PRINTED_DECIMALS_COUNT: u32 = 1;

/// A score as print shows it; for print only.
#[must_use]
pub(super) fn printed(score: Decimal) -> Decimal {
    score.round_dp_with_strategy(PRINTED_DECIMALS_COUNT, RoundingStrategy::MidpointAwayFromZero)
}

/// What is known of an account's health.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The components that were given, 0 to 100.
    pub components: [Option<Decimal>; 6],
    /// Raw signals, for the components that were not.
    pub raw: Raw,
    /// Critical events.
    pub events: Events,
    /// The score before.
    pub previous: Option<Decimal>,
}

/// What the facts of an account come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judged {
    /// The components that are known.
    pub scores: [Option<Decimal>; 6],
    /// The raw signals that fed them.
    pub signals: u16,
    /// Whether a zero of support was taken for silence.
    pub silent: bool,
    /// Whether a number of tickets was given, with no usual number to hold it against.
    pub tickets_unheld: bool,
    /// The weight of the known components.
    pub known_weight: Decimal,
    /// The mean of the known components by weight; none where none is known.
    pub score: Option<Decimal>,
    /// The colour that the score alone gives.
    pub by_score: Option<Health>,
    /// The same, but not green where too little is known.
    pub band: Option<Health>,
    /// The same after the events.
    pub health: Option<Health>,
    /// Where the score goes.
    pub trend: Option<Trend>,
    /// What presses.
    pub alert: Option<Alert>,
    /// How many figures feed the score.
    pub figures_count: u32,
}

/// An account and what its facts come to.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub id: Label,
    pub name: Option<Label>,
    pub segment: Segment,
    pub arr: Money,
    pub events: Events,
    pub previous: Option<Decimal>,
    /// Whether it has left; none where nobody said.
    pub churned: Option<bool>,
    pub churned_on: Option<Date>,
    pub score_date: Option<Date>,
    pub judged: Judged,
}

impl Account {
    /// Whether it is still a customer, as far as is known.
    pub(super) fn is_active(&self) -> bool {
        self.churned != Some(true)
    }
}

/// The weights of all components together.
#[must_use]
pub(super) fn total_weight(policy: &HealthPolicy) -> Decimal {
    Component::ALL.into_iter().map(|component| policy.weight(component)).sum()
}

impl Judged {
    /// The known share of the weight.
    pub(super) fn coverage(&self, policy: &HealthPolicy) -> Option<Share> {
        Share::of(self.known_weight, total_weight(policy))
    }

    /// Whether so little is known that it cannot be green.
    pub(super) fn is_thin(&self, policy: &HealthPolicy) -> bool {
        self.coverage(policy).is_none_or(|coverage| coverage.below(policy.coverage_min))
    }

    /// What each component adds to the score, in points of one decimal: its score by its share of the known weight.
    /// They sum to the score as it is printed.
    pub(super) fn points(&self, policy: &HealthPolicy) -> [Option<Decimal>; 6] {
        let Some(score) = self.score else { return [None; 6] };
        let mut exact = [None; 6];
        for ((component, score), points) in Component::ALL.into_iter().zip(self.scores).zip(&mut exact) {
            *points = score.and_then(|score| (score * policy.weight(component)).checked_div(self.known_weight));
        }
        let known: Vec<Decimal> = exact.into_iter().flatten().collect();
        let mut rounded = apportion(&known, printed(score), PRINTED_DECIMALS_COUNT).into_iter();
        exact.map(|points| points.and_then(|_| rounded.next()))
    }
}

/// Judges an account by its facts.
#[must_use]
pub(super) fn judge(facts: &Facts, segment: Segment, policy: &HealthPolicy) -> Judged {
    let measure = Measure::of(segment);
    let mut judged = Judged {
        scores: facts.components,
        signals: 0,
        silent: false,
        tickets_unheld: false,
        known_weight: Decimal::ZERO,
        score: None,
        by_score: None,
        band: None,
        health: None,
        trend: None,
        alert: None,
        figures_count: 0,
    };
    let mut sum = Decimal::ZERO;
    for (component, score) in Component::ALL.into_iter().zip(&mut judged.scores) {
        let weight = policy.weight(component);
        if weight.is_zero() {
            *score = None;
            continue;
        }
        if score.is_none() {
            let filled = facts.raw.fill(component, measure, policy);
            *score = filled.score;
            judged.signals |= filled.signals;
            judged.silent |= filled.silent;
            judged.tickets_unheld |= filled.tickets_unheld;
            judged.figures_count += filled.signals.count_ones();
        } else {
            judged.figures_count += 1;
        }
        if let Some(score) = *score {
            sum += weight * score;
            judged.known_weight += weight;
        }
    }
    judged.score = sum.checked_div(judged.known_weight).map(|score| score.round_dp(SCORE_DECIMALS_COUNT));
    judged.by_score = judged.score.map(|score| policy.bands(measure).health(score));
    let thin = judged.is_thin(policy);
    judged.band = judged.by_score.map(|health| if thin { health.max(Health::Yellow) } else { health });
    judged.health = match (judged.band, facts.events.cap()) {
        (Some(band), Some(cap)) => Some(band.max(cap)),
        (Some(band), None) => Some(band),
        // Where nothing is known, red is certain after an event that leaves nothing else; yellow is not.
        (None, cap) => cap.filter(|cap| *cap == Health::Red),
    };
    judged.trend = judged.score.zip(facts.previous).map(|(score, previous)| trend(score - previous, policy));
    judged.alert = judged.health.zip(judged.trend).and_then(|(health, trend)| Alert::of(health, trend));
    judged
}

fn trend(change: Decimal, policy: &HealthPolicy) -> Trend {
    if change > policy.trend_points {
        Trend::Improving
    } else if change < -policy.trend_points {
        Trend::Declining
    } else {
        Trend::Stable
    }
}

#[cfg(test)]
mod tests;
