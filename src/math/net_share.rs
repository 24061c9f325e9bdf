//! The difference of two shares of one sample: those for less those against, when the rest took no side.
//! The two shares are not independent, so their own intervals may not be added up.

use super::{Interval, real};

/// Interval of `(plus − minus) / trials` (a fraction from −1 to 1) at the normal quantile `z`; ends stay within −1 to 1.
///
/// The variance is that of a variable worth 1, −1 or 0: share for + share against − difference².
/// `None` without trials, with more votes than trials, where everybody did the same (the formula then has no width and
/// would promise certainty), or with a `z` that is negative or not finite.
///
/// Reference: Rocks 2016, The American Statistician 70.
#[must_use]
pub fn net_share(plus: u64, minus: u64, trials: u64, z: f64) -> Option<Interval> {
    let votes = plus.checked_add(minus)?;
    let alike = [plus, minus].contains(&trials) || votes == 0;
    if trials == 0 || votes > trials || alike || !z.is_finite() || z < 0.0 {
        return None;
    }
    let share = |part: u64| real(part) / real(trials);
    let (share_plus, share_minus) = (share(plus), share(minus));
    let difference = share_plus - share_minus;
    let variance = (share_plus + share_minus - difference * difference).max(0.0);
    let half = z * libm::sqrt(variance / real(trials));
    let low = (difference - half).max(-1.0);
    let high = (difference + half).min(1.0);
    (low.is_finite() && high.is_finite()).then_some(Interval { low, high })
}

#[cfg(test)]
mod tests;
