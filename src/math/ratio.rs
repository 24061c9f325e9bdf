//! A ratio of two sums and how exact it is, when each pair is one draw from many that might have been.

use super::{count, finite, real, sorted_pairs, t_quantile_975};

/// A ratio of sums with its standard error and its two-sided interval at 95 %, all fractions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioEstimate {
    /// Sum of y over sum of x.
    pub ratio: f64,
    /// Standard error of the ratio.
    pub standard_error: f64,
    /// Lower end. Not clipped: it may lie below 0.
    pub low: f64,
    /// Upper end. Not clipped: it may lie above 1 even where the ratio cannot.
    pub high: f64,
}

/// Estimates Σy / Σx from pairs `(y, x)`, with the interval R ± t·SE on n − 1 degrees of freedom.
///
/// SE = √(n/(n−1) · Σ(y − R·x)²) / Σx, the pairs taken as a sample from a far larger population.
/// Where every pair has the same ratio the standard error is 0: that is no proof of certainty, and the caller
/// needs another interval. `None` for fewer than two pairs, a Σx of 0 or less, or a number that is not finite.
///
/// Reference: Cochran 1977, Sampling Techniques, chapter 6.
#[must_use]
pub fn ratio_estimate(pairs: &[(f64, f64)]) -> Option<RatioEstimate> {
    let pairs = sorted_pairs(pairs)?;
    let n = count(pairs.len());
    let degrees = n.checked_sub(1)?;
    let t = t_quantile_975(degrees)?;
    let sum_x = finite(pairs.iter().map(|pair| pair.1).sum())?;
    let sum_y: f64 = pairs.iter().map(|pair| pair.0).sum();
    if sum_x <= 0.0 {
        return None;
    }
    let ratio = finite(sum_y / sum_x)?;
    // Each residual is divided by the sum at once: its square cannot overflow where the ratio did not.
    let spread: f64 = pairs.iter().map(|&(y, x)| (y - ratio * x) / sum_x).map(|part| part * part).sum();
    let standard_error = finite(libm::sqrt(real(n) / real(degrees) * spread))?;
    let low = finite(ratio - t * standard_error)?;
    let high = finite(ratio + t * standard_error)?;
    Some(RatioEstimate { ratio, standard_error, low, high })
}

#[cfg(test)]
mod tests;
