//! How many rows each month has.

use super::LedgerFault;
use super::grid::SPAN_MONTHS_MAX;

/// Rows by month, from the first month that has one to the last.
#[derive(Debug, Clone, Default)]
pub(super) struct MonthCounts {
    first: i32,
    counts: Vec<u64>,
}

impl MonthCounts {
    /// Counts so many rows of a month.
    pub(super) fn add(&mut self, month: i32, rows_count: u64) -> Result<(), LedgerFault> {
        if let Some(count) = self.place(month).and_then(|place| self.counts.get_mut(place)) {
            *count += rows_count;
            return Ok(());
        }
        let (first, last) = self.span().map_or((month, month), |(first, last)| (first.min(month), last.max(month)));
        let span = usize::try_from(last.checked_sub(first).ok_or(LedgerFault::TooLong)?).unwrap_or(usize::MAX);
        if span >= SPAN_MONTHS_MAX {
            return Err(LedgerFault::TooLong);
        }
        let before = if self.counts.is_empty() { 0 } else { usize::try_from(self.first - first).unwrap_or_default() };
        self.counts.splice(0..0, std::iter::repeat_n(0, before));
        self.counts.resize(span + 1, 0);
        self.first = first;
        if let Some(count) = self.place(month).and_then(|place| self.counts.get_mut(place)) {
            *count += rows_count;
        }
        Ok(())
    }

    fn place(&self, month: i32) -> Option<usize> {
        usize::try_from(month.checked_sub(self.first)?).ok()
    }

    /// The first and the last month.
    pub(super) fn span(&self) -> Option<(i32, i32)> {
        let last = i32::try_from(self.counts.len().checked_sub(1)?).ok()?;
        Some((self.first, self.first + last))
    }

    /// Each month with its rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i32, u64)> {
        (self.first..).zip(self.counts.iter().copied())
    }

    /// Whether these months may join.
    pub(super) fn reach(&self, first: i32, last: i32) -> bool {
        let (first, last) = self.span().map_or((first, last), |(own, own_last)| (own.min(first), own_last.max(last)));
        (last.abs_diff(first) as usize) < SPAN_MONTHS_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_in_any_order_and_span_so_many() {
        let mut months = MonthCounts::default();
        for month in [24_000, 24_003, 23_999, 24_003] {
            months.add(month, 2).unwrap();
        }
        let counted: Vec<_> = months.iter().collect();
        assert_eq!(counted, [(23_999, 2), (24_000, 2), (24_001, 0), (24_002, 0), (24_003, 4)]);
        assert_eq!(months.span(), Some((23_999, 24_003)));
        assert_eq!(months.add(24_003 - 600, 1), Err(LedgerFault::TooLong));
        assert!(!months.reach(24_003 - 600, 24_000) && months.reach(24_003 - 599, 24_000));
        months.add(24_003 - 599, 1).unwrap();
        assert_eq!(months.iter().count(), 600);
    }
}
