//! How well a measure tells two groups apart: the chance that a member of the one lies below a member of the other.
//! It judges an order alone; that a value of the measure means a probability is another claim.

use super::{Interval, Z_95, count, finite, real};

/// Members of both groups together up to which the p-value is counted out over all orders; the counts stay below 2^53.
const COUNTED: usize = 50;

/// How two groups are told apart by a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Separation {
    /// P(low < high) + ½ P(low = high), a fraction: ½ tells nothing, 1 tells all, 0 tells all the wrong way round.
    pub auc: f64,
    /// Standard error of the AUC. 0 at an AUC of 0 or 1, which is no proof of certainty.
    pub standard_error: f64,
    /// AUC ± 1.96 standard errors, clipped to 0–1; `None` where the standard error is 0.
    pub interval: Option<Interval>,
    /// One-sided p-value against an AUC of ½: the share of all ways to split the values into two groups of these sizes
    /// whose AUC is at least as large. Exact, ties included, up to 50 values, then the normal approximation with
    /// corrections for ties and continuity.
    pub p_value: f64,
}

/// Separation of two groups of which the first is expected to lie low.
///
/// Values are compared as they are, so that exact decimals tie exactly. `None` if a group is empty.
///
/// Reference: Mann and Whitney 1947, Annals of Mathematical Statistics 18; Hanley and McNeil 1982, Radiology 143.
#[must_use]
pub fn separation<T: Ord>(low: &[T], high: &[T]) -> Option<Separation> {
    if low.is_empty() || high.is_empty() {
        return None;
    }
    let groups = tied(low, high);
    let twice = twice_u(&groups);
    let (lows, highs) = (real(count(low.len())), real(count(high.len())));
    let auc = finite(real(twice) / (2.0 * lows * highs))?;
    let standard_error = standard_error(auc, lows, highs)?;
    let half = Z_95 * standard_error;
    let interval = (standard_error > 0.0).then(|| Interval { low: (auc - half).max(0.0), high: (auc + half).min(1.0) });
    let p_value =
        if low.len() + high.len() <= COUNTED { counted(twice, &groups) } else { approximate(twice, lows, highs, &groups) };
    Some(Separation { auc, standard_error, interval, p_value })
}

/// How many of either group share a value.
#[derive(Debug, Clone, Copy)]
struct Tied {
    lows: usize,
    highs: usize,
}

/// The distinct values in ascending order.
fn tied<T: Ord>(low: &[T], high: &[T]) -> Vec<Tied> {
    let mut all: Vec<(&T, bool)> = low.iter().map(|value| (value, true)).collect();
    all.extend(high.iter().map(|value| (value, false)));
    all.sort_unstable();
    all.chunk_by(|one, other| one.0 == other.0)
        .map(|equal| {
            let lows = equal.iter().filter(|(_, is_low)| *is_low).count();
            Tied { lows, highs: equal.len() - lows }
        })
        .collect()
}

/// Twice the number of pairs in which the low member lies below the high one, a tie being half a pair.
fn twice_u(groups: &[Tied]) -> u64 {
    let (mut below, mut twice) = (0_u64, 0_u64);
    for group in groups {
        let (lows, highs) = (count(group.lows), count(group.highs));
        twice = twice.saturating_add(highs.saturating_mul(2 * below + lows));
        below += lows;
    }
    twice
}

/// √[(A(1 − A) + (m − 1)(Q1 − A²) + (n − 1)(Q2 − A²)) / mn], Q1 = A/(2 − A), Q2 = 2A²/(1 + A).
fn standard_error(auc: f64, lows: f64, highs: f64) -> Option<f64> {
    let square = auc * auc;
    let both_low = auc / (2.0 - auc) - square;
    let both_high = 2.0 * square / (1.0 + auc) - square;
    let spread = auc * (1.0 - auc) + (lows - 1.0) * both_low + (highs - 1.0) * both_high;
    // At 0 and 1 the terms cancel; what is left of them is rounding.
    let variance = if auc <= 0.0 || auc >= 1.0 { 0.0 } else { spread.max(0.0) / (lows * highs) };
    finite(libm::sqrt(variance))
}

/// The share of all splits with a U at least as large, counted value by value from the lowest: of a group of equals,
/// `j` go to the low side in (t over j) ways, and its other members lie above all the lows chosen before.
fn counted(twice: u64, groups: &[Tied]) -> f64 {
    let lows: usize = groups.iter().map(|group| group.lows).sum();
    let highs: usize = groups.iter().map(|group| group.highs).sum();
    let width = 2 * lows * highs + 1;
    let mut ways = vec![vec![0.0_f64; width]; lows + 1];
    if let Some(none_chosen) = ways.first_mut().and_then(|row| row.first_mut()) {
        *none_chosen = 1.0;
    }
    for group in groups {
        let size = group.lows + group.highs;
        let mut next = vec![vec![0.0_f64; width]; lows + 1];
        for (chosen, row) in ways.iter().enumerate() {
            for more in 0..=size.min(lows - chosen) {
                let gain = (size - more) * (2 * chosen + more);
                let times = choices(size, more);
                let Some(target) = next.get_mut(chosen + more) else { continue };
                for (cell, ways) in target.iter_mut().skip(gain).zip(row) {
                    *cell += times * ways;
                }
            }
        }
        ways = next;
    }
    let all = ways.pop().unwrap_or_default();
    let from = usize::try_from(twice).unwrap_or(usize::MAX);
    let total: f64 = all.iter().sum();
    let tail: f64 = all.iter().skip(from).sum();
    if total > 0.0 { tail / total } else { 1.0 }
}

/// Size over chosen.
fn choices(size: usize, chosen: usize) -> f64 {
    (0..chosen).fold(1.0, |ways, done| ways * real(count(size - done)) / real(count(done + 1)))
}

/// U is near normal with mean mn/2 and a variance that ties lessen; half a pair is the correction for continuity.
fn approximate(twice: u64, lows: f64, highs: f64, groups: &[Tied]) -> f64 {
    let all = lows + highs;
    let lost: f64 = groups
        .iter()
        .map(|group| real(count(group.lows + group.highs)))
        .map(|size| size * (size - 1.0) * (size + 1.0))
        .sum();
    let variance = lows * highs / 12.0 * (all + 1.0 - lost / (all * (all - 1.0)));
    if variance <= 0.0 {
        return 1.0;
    }
    let distance = (real(twice) - lows * highs - 1.0) / 2.0;
    libm::erfc(distance / libm::sqrt(2.0 * variance)) / 2.0
}

#[cfg(test)]
mod tests;
