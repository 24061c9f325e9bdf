//! What the page states of quarters: changes, trend and leaks. Pure.

use rust_decimal::Decimal;

use crate::tools::retention::words::Direction;
use crate::tools::retention::{CohortTrend, RetentionPolicy};
use crate::units::{Amount, Ratio};

/// One quarter's retention.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quarter {
    pub(super) grr: Ratio,
    pub(super) nrr: Ratio,
}

/// Where a ratio went over the quarters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    pub(super) direction: Direction,
    /// From the first quarter shown to the last, in points of a hundredth; none with one quarter.
    pub(super) change_points: Option<Amount>,
    pub(super) p_value: Option<f64>,
}

impl Course {
    /// The course of one ratio, in the order of the quarters.
    pub(super) fn of(ratios: &[Ratio], policy: &RetentionPolicy) -> Self {
        let doubles: Vec<f64> = ratios.iter().map(|ratio| ratio.to_f64()).collect();
        let trend = CohortTrend::over(&doubles, policy);
        let change_points = match ratios {
            [first, .., last] => {
                Some(Amount::from_decimal((last.decimal() - first.decimal()) * Decimal::ONE_HUNDRED))
            }
            _ => None,
        };
        Self { direction: trend.direction, change_points, p_value: trend.p_value }
    }
}

/// Whether a leak stands under the net figure: GRR under its line while NRR is over its own.
///
/// The lines are those of the reference and no caller's: a board is not shown a leak that was defined away.
pub(super) fn is_leaky(quarter: Quarter) -> bool {
    let lines = RetentionPolicy::default();
    quarter.grr.decimal() < lines.leaky_grr_below && quarter.nrr.decimal() > lines.leaky_nrr_above
}

/// How far the quarter lies from the computed figure, whichever is larger of the two; nothing unless it is more than
/// the tolerance.
pub(super) fn contradiction(stated: Ratio, computed: Ratio, tolerance: Decimal) -> Option<Ratio> {
    let apart = (stated.decimal() - computed.decimal()).abs();
    (apart > tolerance).then(|| Ratio::from_decimal(apart))
}
