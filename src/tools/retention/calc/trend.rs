//! Where cohorts are going, from the first given to the last, at the same age.

use rust_decimal::Decimal;

use super::super::policy::RetentionPolicy;
use super::super::words::Direction;
use super::cohort::Measured;
use super::real;
use crate::math::{round_half_away, trend};

/// Places to which differences of ratios mean something; beyond stands the dust of doubles, which must not decide a line.
const SLOPE_PLACES_COUNT: u32 = 12;

/// The trend of GRR over mature cohorts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CohortTrend {
    pub(crate) direction: Direction,
    /// Median change of GRR from one cohort to the next.
    pub(crate) slope: Option<f64>,
    pub(crate) p_value: Option<f64>,
    /// How many mature cohorts there were.
    pub(crate) mature_count: usize,
}

impl CohortTrend {
    pub(super) fn of(cohorts: &[Measured], policy: &RetentionPolicy) -> Self {
        let grr: Vec<f64> = cohorts
            .iter()
            .filter(|cohort| cohort.is_judged())
            .filter_map(|cohort| cohort.grr.map(|grr| grr.ratio().to_f64()))
            .collect();
        Self::over(&grr, policy)
    }

    /// The same test over any ratios in a row, such as those of quarters.
    pub(crate) fn over(ratios: &[f64], policy: &RetentionPolicy) -> Self {
        let mature_count = ratios.len();
        let measured = trend(ratios);
        let clean = |slope: f64| round_half_away(slope, SLOPE_PLACES_COUNT);
        let slope = measured.map(|trend| clean(trend.slope));
        if Decimal::from(mature_count) < policy.trend_cohorts_min {
            return Self { direction: Direction::TooFew, slope, p_value: None, mature_count };
        }
        let p_value = measured.and_then(|trend| trend.p_value);
        let shown = p_value.is_some_and(|p| p < real(policy.trend_p_below));
        let within = real(policy.trend_flat_within);
        let flat = measured
            .and_then(|trend| trend.slope_low.zip(trend.slope_high))
            .is_some_and(|(low, high)| clean(low) >= -within && clean(high) <= within);
        let direction = match slope {
            Some(slope) if shown && slope > 0.0 => Direction::Improving,
            Some(slope) if shown && slope < 0.0 => Direction::Degrading,
            _ if flat => Direction::Flat,
            _ => Direction::NoEvidence,
        };
        Self { direction, slope, p_value, mature_count }
    }
}
