//! How much of a total the largest parts hold, and how many equal parts would be as concentrated.

use super::finite;

/// Concentration of a total in its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// Share of the largest part, a fraction of the total.
    pub top1: f64,
    /// Share of the five largest parts together, of all if there are fewer.
    pub top5: f64,
    /// Share of the ten largest parts together, of all if there are fewer.
    pub top10: f64,
    /// Herfindahl–Hirschman index, 10 000 times the sum of squared shares: 10 000 for a single part.
    pub hhi: f64,
    /// Effective number of parts, 1 over the sum of squared shares: how many equal parts are as concentrated.
    pub effective: f64,
}

/// Measures how concentrated amounts are.
///
/// Parts of 0 change nothing. The amounts are summed from the largest down, so their order changes no bit.
/// `None` for a total of 0, or an amount that is negative or not finite.
///
/// Reference: Herfindahl 1950, Hirschman 1964 (AER 54); effective number after Kish 1965, Survey Sampling.
#[must_use]
pub fn concentration(values: &[f64]) -> Option<Concentration> {
    if values.iter().any(|value| *value < 0.0) {
        return None;
    }
    let mut falling = values.iter().map(|value| finite(value + 0.0)).collect::<Option<Vec<_>>>()?;
    falling.sort_unstable_by(|a, b| b.total_cmp(a));
    let total = finite(falling.iter().sum())?;
    if total <= 0.0 {
        return None;
    }
    // The same order of summing as the total, so that a top that holds everything is exactly 1.
    let top = |parts: usize| falling.iter().take(parts).sum::<f64>() / total;
    let squares: f64 = falling.iter().map(|value| value / total).map(|share| share * share).sum();
    Some(Concentration {
        top1: top(1),
        top5: top(5),
        top10: top(10),
        hhi: 1e4 * squares,
        effective: finite(1.0 / squares)?,
    })
}

#[cfg(test)]
mod tests;
