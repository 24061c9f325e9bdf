//! From one answer to its points, and to what the next step would be.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::tools::maturity::words::Level;

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tools::maturity) enum Answer {
    /// Nothing.
    Unknown,
    /// Yes or no.
    Claim(bool),
    /// A number, never below 0.
    Number(Decimal),
    /// How far something reaches.
    Level(Level),
}

/// How an answer becomes points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tools::maturity) enum Scale {
    /// A yes earns them all.
    Claim(Decimal),
    /// Each unit earns some, up to a bound.
    Rated { each: Decimal, full: Decimal },
    /// A cadence in months; 0 is none at all.
    Months { at_most: Decimal, often: Decimal, rare: Decimal },
    /// A number inside a range, both ends included; 0 is none at all.
    Range { low: Decimal, high: Decimal, fit: Decimal, other: Decimal },
    /// A percentage, in proportion; the target is what to aim for first.
    Part { full: Decimal, target: Decimal },
    /// A reach.
    Levels { partial: Decimal, full: Decimal },
    /// Lines from the top down, each with what a number from there on earns.
    Ladder { steps: Vec<(Decimal, Decimal)>, floor: Decimal },
    /// Lines from the top down, each with what a number above it takes off.
    Penalty { steps: Vec<(Decimal, Decimal)> },
}

/// What to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tools::maturity) enum Goal {
    Yes,
    AtLeast(Decimal),
    AtMost(Decimal),
    Between(Decimal, Decimal),
    Level(Level),
}

impl Scale {
    /// The points of an answer; none where it is not known.
    pub(in crate::tools::maturity) fn points(&self, answer: Answer) -> Option<Decimal> {
        Some(match (self, answer) {
            (_, Answer::Unknown) => return None,
            (Self::Claim(full), Answer::Claim(true)) => *full,
            (Self::Rated { each, full }, Answer::Number(number)) => (*each * number).min(*full),
            (Self::Months { .. } | Self::Range { .. }, Answer::Number(number)) if number.is_zero() => Decimal::ZERO,
            (Self::Months { at_most, often, rare }, Answer::Number(number)) => {
                if number <= *at_most {
                    *often
                } else {
                    *rare
                }
            }
            (Self::Range { low, high, fit, other }, Answer::Number(number)) => {
                if number >= *low && number <= *high {
                    *fit
                } else {
                    *other
                }
            }
            (Self::Part { full, .. }, Answer::Number(number)) => number * *full / Decimal::ONE_HUNDRED,
            (Self::Levels { partial, full }, Answer::Level(level)) => match level {
                Level::None => Decimal::ZERO,
                Level::Partial => *partial,
                Level::Full => *full,
            },
            (Self::Ladder { steps, floor }, Answer::Number(number)) => {
                steps.iter().find(|(line, _)| number >= *line).map_or(*floor, |(_, points)| *points)
            }
            (Self::Penalty { steps }, Answer::Number(number)) => {
                steps.iter().find(|(line, _)| number > *line).map_or(Decimal::ZERO, |(_, off)| -*off)
            }
            // The wire gives every question the kind of answer that its scale reads; what is left is a no.
            _ => Decimal::ZERO,
        })
    }

    /// The points of the best answer.
    pub(in crate::tools::maturity) fn best(&self) -> Decimal {
        match self {
            Self::Claim(full) | Self::Rated { full, .. } | Self::Part { full, .. } | Self::Levels { full, .. } => *full,
            Self::Months { often, .. } => *often,
            Self::Range { fit, .. } => *fit,
            Self::Ladder { steps, floor } => steps.first().map_or(*floor, |(_, points)| *points),
            Self::Penalty { .. } => Decimal::ZERO,
        }
    }

    /// The points that an unknown answer has for certain.
    pub(in crate::tools::maturity) fn worst(&self) -> Decimal {
        match self {
            Self::Penalty { steps } => steps.first().map_or(Decimal::ZERO, |(_, off)| -*off),
            _ => Decimal::ZERO,
        }
    }

    /// The next step from an answer that is short of the best, and the points there; none where there is no further.
    pub(in crate::tools::maturity) fn next(&self, answer: Answer) -> Option<(Goal, Decimal)> {
        let now = self.points(answer)?;
        if now >= self.best() {
            return None;
        }
        match self {
            Self::Claim(full) => Some((Goal::Yes, *full)),
            Self::Rated { each, full } => {
                let enough = full.checked_div(*each)?.round_dp_with_strategy(1, RoundingStrategy::AwayFromZero);
                Some((Goal::AtLeast(enough), *full))
            }
            Self::Months { at_most, often, .. } => Some((Goal::AtMost(*at_most), *often)),
            Self::Range { low, high, fit, .. } => Some((Goal::Between(*low, *high), *fit)),
            Self::Part { full, target } => {
                let wanted = match answer {
                    Answer::Number(number) if number < *target => *target,
                    _ => Decimal::ONE_HUNDRED,
                };
                Some((Goal::AtLeast(wanted), wanted * *full / Decimal::ONE_HUNDRED))
            }
            Self::Levels { partial, full } => Some(match answer {
                Answer::Level(Level::None) if !partial.is_zero() => (Goal::Level(Level::Partial), *partial),
                _ => (Goal::Level(Level::Full), *full),
            }),
            Self::Ladder { steps, .. } => {
                let step = steps.iter().rev().find(|(_, points)| *points > now);
                step.map(|(line, points)| (Goal::AtLeast(*line), *points))
            }
            // From the top: the first line at which less is taken off than now.
            Self::Penalty { steps } => {
                let left = |line: Decimal| self.points(Answer::Number(line)).unwrap_or_default();
                let step = steps.iter().find(|(line, _)| left(*line) > now);
                step.map(|(line, _)| (Goal::AtMost(*line), left(*line)))
            }
        }
    }
}
