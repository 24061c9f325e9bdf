//! Whether a series rises or falls more than chance would have it: Kendall's S against time and its distribution.
//! The slope itself is the business of its neighbour `trend`.

use super::{count, real};

/// Values up to which the p-value is counted out over all orders. Beyond, the normal approximation differs from that
/// by some two thousandths, and by more only where all values but a few are equal.
const COUNTED: usize = 50;

/// Kendall's S of a series against its positions: rising pairs minus falling pairs.
pub(super) fn score(values: &[f64]) -> i64 {
    let mut s = 0;
    for (index, earlier) in values.iter().enumerate() {
        for later in values.iter().skip(index + 1) {
            s += i64::from(later > earlier) - i64::from(later < earlier);
        }
    }
    s
}

/// How often each distinct value occurs.
pub(super) fn ties(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(<[f64]>::len).collect()
}

/// Variance of S over all orders of the values, ties kept (Kendall 1975, Rank Correlation Methods).
pub(super) fn variance(ties: &[usize]) -> f64 {
    let term = |n: usize| real(count(n)) * (real(count(n)) - 1.0) * (2.0 * real(count(n)) + 5.0);
    let lost: f64 = ties.iter().copied().map(term).sum();
    (term(ties.iter().sum()) - lost) / 18.0
}

/// Two-sided p-value of `s`: the share of all orders of the values whose S is at least as far from 0.
pub(super) fn p_value(s: i64, ties: &[usize]) -> f64 {
    let distance = s.unsigned_abs();
    if distance == 0 {
        1.0
    } else if ties.iter().sum::<usize>() <= COUNTED {
        counted(distance, ties)
    } else {
        // S moves in steps of two, so half a step, 1, is the correction for continuity.
        libm::erfc(real(distance - 1) / libm::sqrt(2.0 * variance(ties)))
    }
}

/// S is the number of untied pairs minus twice the inversions, and its distribution is symmetric.
fn counted(distance: u64, ties: &[usize]) -> f64 {
    let inversions = inversions(ties);
    let pairs = inversions.len().saturating_sub(1);
    let most = count(pairs).saturating_sub(distance) / 2;
    let tail: f64 = (0..=most).zip(&inversions).map(|(_, share)| share).sum();
    (2.0 * tail).min(1.0)
}

/// Distribution of the inversions of a multiset in random order, as shares of all orders: each further group of
/// equals is mixed into those before it (the product of Gaussian binomials).
fn inversions(ties: &[usize]) -> Vec<f64> {
    let mut all = vec![1.0];
    let mut placed = 0;
    for &size in ties {
        all = sum_of_both(&all, &mixed(placed, size));
        placed += size;
    }
    all
}

/// Distribution of the sum of two independent counts.
fn sum_of_both(one: &[f64], other: &[f64]) -> Vec<f64> {
    let mut both = vec![0.0; (one.len() + other.len()).saturating_sub(1)];
    for (shift, share) in one.iter().enumerate() {
        for (cell, value) in both.iter_mut().skip(shift).zip(other) {
            *cell += share * value;
        }
    }
    both
}

/// Distribution of the inversions between `low` equal items and `high` equal larger ones in random order.
///
/// The last item is a low one with probability low/(low + high) and then follows all high ones, else it is a high
/// one and adds nothing (Mann and Whitney 1947). Only sums of positive terms, so no digits are lost.
fn mixed(low: usize, high: usize) -> Vec<f64> {
    let mut column = vec![vec![1.0]; low + 1];
    for highs in 1..=high {
        let mut before = vec![1.0];
        for (lows, without) in column.iter_mut().enumerate().skip(1) {
            let items = real(count(lows + highs));
            let (low_last, high_last) = (real(count(lows)) / items, real(count(highs)) / items);
            let mut cells = vec![0.0; lows * highs + 1];
            for (cell, share) in cells.iter_mut().skip(highs).zip(&before) {
                *cell += low_last * share;
            }
            for (cell, share) in cells.iter_mut().zip(&*without) {
                *cell += high_last * share;
            }
            before.clone_from(&cells);
            *without = cells;
        }
    }
    column.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests;
