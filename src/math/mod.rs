//! Statistics for small samples: intervals, curves, concentration, trend and rounding, one file a subject.
//! Pure functions over plain numbers; no names from any trade, no input or output, no clock, no shared state.
//!
//! Three promises hold for every function here:
//!
//! - **Same input, same bits, on every machine.** Transcendental functions come from the `libm` crate by name,
//!   never from the platform, and whatever is summed is sorted first, so the order of the rows does not matter
//!   (but for [`trend`], where the order is the question).
//! - **No figure that is not a number.** What cannot be computed is `None`; nothing here makes an infinity or a NaN.
//! - **No panic.** Any input is answered, empty, absurd or hostile.

mod apportion;
mod binomial;
mod bootstrap;
mod concentration;
mod kendall;
mod moments;
mod net_share;
mod rounding;
mod separation;
mod student;
mod survival;
mod trend;
mod wilson;

pub use apportion::apportion;
pub use binomial::binomial_two_sided;
pub use bootstrap::{RESAMPLES, SEED, bootstrap_ratio};
pub use concentration::{Concentration, concentration};
pub use moments::{Moments, RatioEstimate};
pub use net_share::net_share;
pub use rounding::round_half_away;
pub use separation::{Separation, separation};
pub use student::t_quantile_975;
pub use survival::{Observation, Step, curve, median, median_interval};
pub use trend::{LONGEST_TREND, Trend, trend};
pub use wilson::{wilson, wilson_share};

/// Quantile .975 of the standard normal distribution: a two-sided interval at 95 %.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Quantile .95 of the standard normal distribution: a two-sided interval at 90 %.
pub const Z_90: f64 = 1.644_853_626_951_472_2;

/// A closed interval of real numbers, in the unit of the figure it belongs to; `low` is never above `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A count as a real number. Exact up to 2^53, far beyond any table; above it the nearest double.
#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53; above it the nearest double is meant")]
const fn real(count: u64) -> f64 {
    count as f64
}

/// A length as a count. Lengths fit 64 bits on every machine Rust runs on.
fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The value, if it is a finite number.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// The high and the low 64 bits of a product.
#[expect(clippy::cast_possible_truncation, reason = "the two halves are meant")]
const fn halves(product: u128) -> (u64, u64) {
    ((product >> 64) as u64, product as u64)
}

/// The pairs in ascending order of `x`, then `y`, with -0 as 0: the same bits whatever order they came in.
/// `None` if a number is not finite.
fn sorted_pairs(pairs: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
    let mut sorted =
        pairs.iter().map(|&(y, x)| Some((finite(y + 0.0)?, finite(x + 0.0)?))).collect::<Option<Vec<_>>>()?;
    sorted.sort_unstable_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
    Some(sorted)
}

/// Whether a figure is the expected one to nine significant digits; what is absent is near nothing.
#[cfg(test)]
fn near(actual: impl Into<Option<f64>>, expected: f64) -> bool {
    let tolerance = 1e-9 * expected.abs() + 1e-15;
    actual.into().is_some_and(|actual| (actual - expected).abs() <= tolerance)
}

/// Whether both ends are the expected ones to nine significant digits.
#[cfg(test)]
fn near_ends(actual: Option<Interval>, low: f64, high: f64) -> bool {
    near(actual.map(|ends| ends.low), low) && near(actual.map(|ends| ends.high), high)
}

/// Whether a figure prints as the expected one: equal to within half a unit of its last decimal.
#[cfg(test)]
fn prints(actual: impl Into<Option<f64>>, expected: f64, decimals: i32) -> bool {
    let half = 0.5 * libm::pow(10.0, f64::from(-decimals));
    actual.into().is_some_and(|actual| (actual - expected).abs() <= half + 1e-12)
}
