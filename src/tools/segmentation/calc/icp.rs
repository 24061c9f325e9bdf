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
    /// The band of the score.
    pub band: FitBand,
    /// The band of the maximum.
    pub band_max: FitBand,
}

/// Points and band of every set of signals, worked out once a call: there are only 128 of them.
#[derive(Debug)]
pub(crate) struct FitScale(Vec<(Decimal, FitBand)>);

impl FitScale {
    /// The scale by the weights of the policy.
    #[must_use]
    pub(crate) fn of(policy: &SegmentationPolicy) -> Self {
        let weights = policy.weights();
        let points = |signals: u16| -> Decimal {
            weights.iter().zip(0..).filter(|(_, bit)| signals & (1 << bit) != 0).map(|(weight, _)| *weight).sum()
        };
        Self((0..1_u16 << SIGNALS_COUNT).map(points).map(|points| (points, band(points, policy))).collect())
    }

    /// The fit of an account.
    #[must_use]
    pub(crate) fn fit(&self, marks: Marks) -> Fit {
        let (score, band) = self.of_signals(marks.signals_true());
        let (max, band_max) = self.of_signals(marks.signals_possible());
        Fit { score, max, band, band_max }
    }

    fn of_signals(&self, signals: u16) -> (Decimal, FitBand) {
        self.0.get(usize::from(signals)).copied().unwrap_or((Decimal::ZERO, FitBand::Poor))
    }
}

/// The band of a score; the lower bound belongs to it.
fn band(points: Decimal, policy: &SegmentationPolicy) -> FitBand {
    if points >= policy.fit_strong_min {
        FitBand::Strong
    } else if points >= policy.fit_decent_min {
        FitBand::Decent
    } else {
        FitBand::Poor
    }
}
