//! An interval for a ratio of sums that assumes no distribution: draw the pairs again and again, with a fixed seed.
//! The generator is our own, so that a seed means the same numbers in every version and on every machine.

use super::{Interval, count, finite, halves, sorted_pairs};

/// Seed of every interval unless the caller names another.
pub const SEED: u64 = 20_261_122;

/// Resamples of every interval unless the caller names another number. Another seed then moves the ends by some
/// hundredths of the interval's width, which is noise; the fixed seed is what makes an answer repeatable.
pub const RESAMPLES: u32 = 5_000;

/// Interval at 95 % of Σy / Σx for pairs `(y, x)`: percentiles 2.5 and 97.5 of the ratios of `resamples` resamples.
///
/// Each resample draws as many pairs as there are, with replacement. Percentiles by linear interpolation between
/// order statistics at (B − 1)·q (type 7 of Hyndman and Fan 1996, the default of numpy and R). A resample that
/// drew only pairs with x = 0 has no ratio and is left out. Where all pairs have the same ratio the ends are equal:
/// that is no proof of certainty. The work is pairs times resamples; the caller bounds both.
///
/// `None` for fewer than two pairs, a negative x, a Σx of 0, no resamples, or a number that is not finite.
///
/// Reference: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
#[must_use]
pub fn bootstrap_ratio(pairs: &[(f64, f64)], seed: u64, resamples: u32) -> Option<Interval> {
    // Sorted, so that the draws meet the same pairs whatever order the rows came in.
    let pairs = sorted_pairs(pairs)?;
    if pairs.len() < 2 || pairs.iter().any(|pair| pair.1 < 0.0) {
        return None;
    }
    let mut draws = Generator::seeded(seed);
    let mut ratios = Vec::new();
    for _ in 0..resamples {
        let (mut sum_y, mut sum_x) = (0.0, 0.0);
        for _ in 0..pairs.len() {
            let (y, x) = pairs.get(draws.below(pairs.len()))?;
            sum_y += y;
            sum_x += x;
        }
        if sum_x > 0.0 {
            ratios.push(finite(sum_y / finite(sum_x)?)?);
        }
    }
    ratios.sort_unstable_by(f64::total_cmp);
    Some(Interval { low: percentile(&ratios, 25)?, high: percentile(&ratios, 975)? })
}

/// The quantile `per_mille` / 1000 of sorted values by linear interpolation; `None` for none.
fn percentile(sorted: &[f64], per_mille: usize) -> Option<f64> {
    let place = sorted.len().checked_sub(1)?.checked_mul(per_mille)?;
    let (whole, rest) = (place / 1_000, place % 1_000);
    let below = *sorted.get(whole)?;
    let above = sorted.get(whole + 1).copied().unwrap_or(below);
    let part = u32::try_from(rest).map_or(0.0, f64::from) / 1_000.0;
    finite(below + (above - below) * part)
}

/// The generator xoshiro256**, Blackman and Vigna 2018, "Scrambled linear pseudorandom number generators".
struct Generator {
    state: [u64; 4],
}

impl Generator {
    /// State filled by splitmix64 (Steele, Lea and Flood 2014), as the authors advise: never all zero.
    fn seeded(seed: u64) -> Self {
        let mut counter = seed;
        let state = std::array::from_fn(|_| {
            counter = counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = counter;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        });
        Self { state }
    }

    fn next(&mut self) -> u64 {
        let [mut s0, mut s1, mut s2, mut s3] = self.state;
        let drawn = s1.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = s3.rotate_left(45);
        self.state = [s0, s1, s2, s3];
        drawn
    }

    /// A whole number below `bound`, each as likely as the other: the high half of a product, drawn again in the
    /// few cases that would favour some (Lemire 2019, ACM TOMACS 29). 0 if the bound is 0.
    fn below(&mut self, bound: usize) -> usize {
        let bound = count(bound);
        let mut product = self.product(bound);
        let unfair = bound.wrapping_neg().checked_rem(bound).unwrap_or(0);
        while product.1 < unfair {
            product = self.product(bound);
        }
        usize::try_from(product.0).unwrap_or(0)
    }

    /// High and low half of the next number times `bound`.
    fn product(&mut self, bound: u64) -> (u64, u64) {
        halves(u128::from(self.next()) * u128::from(bound))
    }
}

#[cfg(test)]
mod tests;
