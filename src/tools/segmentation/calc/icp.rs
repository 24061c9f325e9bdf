//! Fit with the ideal customer profile, as a range while signals are unknown.

use rust_decimal::Decimal;

use super::account::{Marks, SIGNALS_COUNT};
use crate::tools::segmentation::policy::SegmentationPolicy;
use crate::tools::segmentation::words::FitBand;

/// What an account scores at least and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fit {
    /// The points of the signals known to be true.
    pub score: Decimal,
    /// The points if every unknown signal were true.
    pub max: Decimal,
}

/// The points of every set of signals, worked out once a call: there are only 128 of them.
#[derive(Debug)]
pub(crate) struct FitScale {
    points: Vec<Decimal>,
    strong_min: Decimal,
    decent_min: Decimal,
}

impl FitScale {
    /// The scale by the weights of the policy.
    #[must_use]
    pub(crate) fn of(policy: &SegmentationPolicy) -> Self {
        let weights = policy.weights();
        let points = (0..1_u16 << SIGNALS_COUNT)
            .map(|signals| {
                weights.iter().zip(0..).filter(|(_, bit)| signals & (1 << bit) != 0).map(|(weight, _)| *weight).sum()
            })
            .collect();
        Self { points, strong_min: policy.fit_strong_min, decent_min: policy.fit_decent_min }
    }

    /// The fit of an account.
    #[must_use]
    pub(crate) fn fit(&self, marks: Marks) -> Fit {
        Fit { score: self.points_of(marks.signals_true()), max: self.points_of(marks.signals_possible()) }
    }

    /// The band of a score; the lower bound belongs to it.
    #[must_use]
    pub(crate) fn band(&self, score: Decimal) -> FitBand {
        if score >= self.strong_min {
            FitBand::Strong
        } else if score >= self.decent_min {
            FitBand::Decent
        } else {
            FitBand::Poor
        }
    }

    fn points_of(&self, signals: u16) -> Decimal {
        self.points.get(usize::from(signals)).copied().unwrap_or_default()
    }
}
