//! Sums and products of pairs of whole numbers, exact whatever their size: what a ratio of two sums, its spread and the
//! concentration of its base need, and nothing of the single pairs.

use std::ops::AddAssign;

use num_bigint::BigInt;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Concentration, finite, real, t_quantile_975};

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

/// Sums over pairs `(x, y)`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moments {
    /// How many pairs there are.
    pub count: u64,
    x: BigInt,
    y: BigInt,
    xx: BigInt,
    xy: BigInt,
    yy: BigInt,
}

impl Moments {
    /// The sums of so many pairs: Σx, Σy, Σx², Σxy, Σy².
    #[must_use]
    pub fn of_sums(count: u64, [x, y, xx, xy, yy]: [i128; 5]) -> Self {
        Self { count, x: x.into(), y: y.into(), xx: xx.into(), xy: xy.into(), yy: yy.into() }
    }

    /// The sums of some pairs.
    #[must_use]
    pub fn of_pairs(pairs: impl Iterator<Item = (i128, i128)>) -> Self {
        let mut whole = Self::default();
        // As long as the sums fit a machine's word they are kept in one.
        let mut part = [0_i128; 5];
        let mut part_count = 0;
        for (x, y) in pairs {
            let products = x.checked_mul(x).zip(x.checked_mul(y)).zip(y.checked_mul(y));
            let next = products.and_then(|((xx, xy), yy)| added(&part, [x, y, xx, xy, yy]));
            if let Some(next) = next {
                part = next;
                part_count += 1;
                continue;
            }
            whole += Self::of_sums(part_count, part);
            let (wide_x, wide_y) = (BigInt::from(x), BigInt::from(y));
            whole += Self {
                count: 1,
                xx: &wide_x * &wide_x,
                xy: &wide_x * &wide_y,
                yy: &wide_y * &wide_y,
                x: wide_x,
                y: wide_y,
            };
            part = [0; 5];
            part_count = 0;
        }
        whole += Self::of_sums(part_count, part);
        whole
    }

    /// Σx²·(Σ(y − R·x)² ), for R = Σy ÷ Σx: 0 exactly where every pair has the same ratio.
    fn spread(&self) -> BigInt {
        &self.yy * &self.x * &self.x - BigInt::from(2) * &self.y * &self.x * &self.xy + &self.y * &self.y * &self.xx
    }

    /// Whether every pair has the same ratio.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.spread() == BigInt::ZERO
    }

    /// Estimates Σy / Σx, with the interval R ± t·SE on n − 1 degrees of freedom.
    ///
    /// SE = √(n/(n−1) · Σ(y − R·x)²) / Σx, the pairs taken as a sample from a far larger population. The squares are
    /// summed exactly, so nothing cancels. Where every pair has the same ratio the standard error is 0: that is no proof
    /// of certainty, and the caller needs another interval. `None` for fewer than two pairs or a Σx of 0 or less.
    ///
    /// Reference: Cochran 1977, Sampling Techniques, chapter 6.
    #[must_use]
    pub fn ratio(&self) -> Option<RatioEstimate> {
        let degrees = self.count.checked_sub(1)?;
        let t = t_quantile_975(degrees)?;
        if self.x <= BigInt::ZERO {
            return None;
        }
        let sum_x = finite(self.x.to_f64()?)?;
        let ratio = finite(self.y.to_f64()? / sum_x)?;
        let spread = finite(self.spread().to_f64()?)? / sum_x / sum_x / sum_x / sum_x;
        let standard_error = finite(libm::sqrt(real(self.count) / real(degrees) * spread))?;
        let low = finite(ratio - t * standard_error)?;
        let high = finite(ratio + t * standard_error)?;
        Some(RatioEstimate { ratio, standard_error, low, high })
    }

    /// Σy / Σx; `None` for a Σx of 0 or less.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let share = self.y.to_f64()? / self.x.to_f64()?;
        (self.x > BigInt::ZERO).then(|| finite(share)).flatten()
    }

    /// How concentrated Σx is, given its largest parts in falling order. `None` for a Σx of 0 or less.
    ///
    /// Reference: Herfindahl 1950, Hirschman 1964 (AER 54); effective number after Kish 1965, Survey Sampling.
    #[must_use]
    pub fn concentration(&self, largest: &[i128]) -> Option<Concentration> {
        if self.x <= BigInt::ZERO {
            return None;
        }
        let sum_x = finite(self.x.to_f64()?)?;
        let top = |parts: usize| {
            let sum: BigInt = largest.iter().take(parts).map(|part| BigInt::from(*part)).sum();
            sum.to_f64().map(|sum| sum / sum_x)
        };
        let squares = finite(self.xx.to_f64()? / sum_x / sum_x)?;
        Some(Concentration {
            top1: top(1)?,
            top5: top(5)?,
            top10: top(10)?,
            hhi: 1e4 * squares,
            effective: finite(1.0 / squares)?,
        })
    }

    /// Whether the effective number of parts of Σx, (Σx)² ÷ Σx², is below a line; compared exactly.
    #[must_use]
    pub fn effective_is_below(&self, line: Decimal) -> bool {
        let scale = BigInt::from(10).pow(line.scale());
        &self.x * &self.x * scale < &self.xx * BigInt::from(line.mantissa())
    }
}

impl AddAssign for Moments {
    fn add_assign(&mut self, other: Self) {
        self.count += other.count;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.xy += other.xy;
        self.yy += other.yy;
    }
}

fn added(sums: &[i128; 5], more: [i128; 5]) -> Option<[i128; 5]> {
    let mut next = *sums;
    for (sum, more) in next.iter_mut().zip(more) {
        *sum = sum.checked_add(more)?;
    }
    Some(next)
}

#[cfg(test)]
mod tests;
