//! Whether two counts differ more than a fair coin would make them: the exact sign test.

use super::real;

/// Trials above which the normal approximation is exact to eight decimals and summing would take long.
const MANY: u64 = 100_000_000;

/// Exact two-sided p-value of `successes` in `trials` against a chance of one half: the probability of all outcomes
/// that are not more likely than the one seen.
///
/// A coin with a chance of one half is symmetric, so these are the two equal tails, and no likelihoods need to be
/// compared within a tolerance. Up to 1e8 trials right to nine
/// digits; beyond, the normal approximation with continuity correction.
/// `None` without trials or with more successes than trials.
///
/// Reference: Clopper and Pearson 1934, Biometrika 26 (tails); probabilities after Loader 2000, "Fast and accurate
/// computation of binomial probabilities".
#[must_use]
pub fn binomial_two_sided(successes: u64, trials: u64) -> Option<f64> {
    let smaller = successes.min(trials.checked_sub(successes)?);
    let distance = trials - 2 * smaller;
    match (trials, distance) {
        (0, _) => None,
        // The two tails meet in the middle.
        (_, 0 | 1) => Some(1.0),
        (1..=MANY, _) => Some((2.0 * tail(smaller, trials)).min(1.0)),
        _ => Some(libm::erfc(real(distance - 1) / libm::sqrt(2.0 * real(trials)))),
    }
}

/// P(X ≤ k): the probability of k, times the sum of what lies below it in units of it.
fn tail(k: u64, n: u64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    let mut i = k;
    while i > 0 && term > sum * 1e-18 {
        term *= real(i) / real(n - i + 1);
        sum += term;
        i -= 1;
    }
    probability(k, n) * sum
}

/// P(X = k) for 0 ≤ k < n/2, without the cancellation that differences of large log-gammas suffer.
fn probability(k: u64, n: u64) -> f64 {
    if k == 0 {
        return libm::exp2(-real(n));
    }
    let (k, n) = (real(k), real(n));
    let rest = n - k;
    let skew = (rest - k) / n;
    let deviance = n / 2.0 * ((1.0 + skew) * libm::log1p(skew) + (1.0 - skew) * libm::log1p(-skew));
    let error = stirling_error(n) - stirling_error(k) - stirling_error(rest);
    libm::exp(error - deviance) * libm::sqrt(n / (2.0 * std::f64::consts::PI * k * rest))
}

/// What Stirling's formula for ln n! leaves over.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        let half_log_two_pi = 0.918_938_533_204_672_8;
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - half_log_two_pi;
    }
    let w = 1.0 / (n * n);
    (1.0 / 12.0 - w * (1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w / 1188.0)))) / n
}

#[cfg(test)]
mod tests;
