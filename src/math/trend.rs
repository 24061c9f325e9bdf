//! Direction, significance and slope of a short series of equally spaced values, robust against a single outlier.
//! Not for forecasts: it says how the series has gone, not where it goes.

use super::{Z_95, count, finite, kendall, real};

/// Most values a trend is computed for: every pair counts, two million of them here. A longer series has no answer.
pub const LONGEST_TREND: usize = 2_000;

/// Trend of a series against its positions 0, 1, 2, …
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Kendall's S: pairs that rise minus pairs that fall.
    pub s: i64,
    /// Two-sided p-value of S against no trend: exact over all orders of the values, ties included, up to 50 values,
    /// then the normal approximation with corrections for ties and continuity. Always there from two values on.
    pub p_value: Option<f64>,
    /// Median of the slopes of all pairs, in units of the values a position.
    pub slope: f64,
    /// Lower end of the slope at 95 %, by ranks. `None` for two values, which have a single slope. Under five
    /// values the ranks end at the extreme slopes and the interval holds less than 95 %.
    pub slope_low: Option<f64>,
    /// Upper end of the slope at 95 %, by ranks; `None` as the lower end.
    pub slope_high: Option<f64>,
}

/// Measures the trend of values in the order given.
///
/// Two values tie only if they are the same number: a caller that means "the same when printed" rounds first.
/// `None` under two values, above [`LONGEST_TREND`], or with a number or a slope that is not finite.
///
/// Reference: Mann 1945, Econometrica 13; Kendall 1975, Rank Correlation Methods; Theil 1950; Sen 1968, JASA 63,
/// his ranks (2.6) rounded half to even as common software does.
#[must_use]
pub fn trend(values: &[f64]) -> Option<Trend> {
    if values.len() < 2 || values.len() > LONGEST_TREND {
        return None;
    }
    // Adding 0 makes -0 tie with 0.
    let values = values.iter().map(|value| finite(value + 0.0)).collect::<Option<Vec<_>>>()?;
    let ties = kendall::ties(&values);
    let s = kendall::score(&values);
    let slopes = sorted_slopes(&values)?;
    let (slope_low, slope_high) = ends(&slopes, libm::sqrt(kendall::variance(&ties))).unzip();
    Some(Trend { s, p_value: Some(kendall::p_value(s, &ties)), slope: middle(&slopes)?, slope_low, slope_high })
}

/// Slopes of all pairs in ascending order.
fn sorted_slopes(values: &[f64]) -> Option<Vec<f64>> {
    let mut slopes = Vec::with_capacity(values.len() * values.len() / 2);
    for (index, earlier) in values.iter().enumerate() {
        for (later, gap) in values.iter().skip(index + 1).zip(1_u32..) {
            slopes.push(finite((later - earlier) / f64::from(gap))?);
        }
    }
    slopes.sort_unstable_by(f64::total_cmp);
    Some(slopes)
}

/// Median of sorted values.
fn middle(sorted: &[f64]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get(sorted.len().checked_sub(1)? / 2)?;
    finite(f64::midpoint(lower, upper))
}

/// The slopes at the two ranks that Z standard deviations of S leave on either side.
fn ends(slopes: &[f64], deviation: f64) -> Option<(f64, f64)> {
    if slopes.len() < 2 {
        return None;
    }
    let (pairs, reach) = (real(count(slopes.len())), Z_95 * deviation);
    let low = rank((pairs - reach) / 2.0).saturating_sub(1);
    let high = rank(f64::midpoint(pairs, reach)).min(slopes.len() - 1);
    Some((*slopes.get(low)?, *slopes.get(high)?))
}

/// The nearest whole number, halves to even, and 0 for what is below.
fn rank(place: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative, and at most the number of pairs"
    )]
    let rank = libm::rint(place.max(0.0)) as usize;
    rank
}

#[cfg(test)]
mod tests;
