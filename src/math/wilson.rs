//! The score interval of a share: how far a proportion seen in few trials may lie from the true one.
//! It never leaves 0 to 1 and never shrinks to a point, which the textbook interval does at both ends.

use super::{Interval, real};

/// Interval of `successes / trials` (a fraction) at the normal quantile `z`, by Wilson's score method.
///
/// All successes give a high end of exactly 1, none a low end of exactly 0.
/// `None` without trials, with more successes than trials, or with a `z` that is negative or not finite.
///
/// Reference: Wilson 1927, JASA 22; recommended for small samples by Brown, Cai and `DasGupta` 2001, Stat. Sci. 16.
#[must_use]
pub fn wilson(successes: u64, trials: u64, z: f64) -> Option<Interval> {
    if trials == 0 || successes > trials {
        return None;
    }
    wilson_share(real(successes) / real(trials), real(trials), z)
}

/// The same interval for a share whose number of trials is real-valued, such as an effective sample size.
///
/// `share` is a fraction from 0 to 1, `effective_trials` is above 0.
/// `None` outside those bounds, or with a `z` that is negative or not finite.
///
/// Reference: Wilson 1927, JASA 22; effective sample size after Kish 1965, Survey Sampling.
#[must_use]
pub fn wilson_share(share: f64, effective_trials: f64, z: f64) -> Option<Interval> {
    let n = effective_trials;
    let given = (0.0..=1.0).contains(&share) && n > 0.0 && z >= 0.0;
    let z_squared = z * z;
    if !given || !n.is_finite() || !z_squared.is_finite() {
        return None;
    }
    // Multiplied through by n, so that neither a tiny nor a huge n overflows a quotient.
    let weight = n + z_squared;
    let centre = (n * share + z_squared / 2.0) / weight;
    let half = z / weight * libm::sqrt(n * share * (1.0 - share) + z_squared / 4.0);
    // The interval holds the share itself; rounding may not push an end past it, or off the exact 0 and 1.
    let low = if share <= 0.0 { 0.0 } else { (centre - half).clamp(0.0, share) };
    let high = if share >= 1.0 { 1.0 } else { (centre + half).clamp(share, 1.0) };
    (low.is_finite() && high.is_finite()).then_some(Interval { low, high })
}

#[cfg(test)]
mod tests;
