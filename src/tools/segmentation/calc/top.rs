//! The first so many of a long list, without holding or sorting the whole.

use std::cmp::Ordering;

/// Keeps the first `wanted_count` of the items offered, by an order that the caller gives, and counts all.
#[derive(Debug)]
pub(crate) struct Top<T> {
    items: Vec<T>,
    wanted_count: usize,
    total_count: u64,
    is_cut: bool,
}

impl<T> Top<T> {
    /// An empty list.
    #[must_use]
    pub(crate) const fn of(wanted_count: usize) -> Self {
        Self { items: Vec::new(), wanted_count, total_count: 0, is_cut: false }
    }

    /// Offers an item.
    pub(crate) fn offer(&mut self, item: T, order: impl Fn(&T, &T) -> Ordering) {
        self.total_count += 1;
        self.take(item, order);
    }

    /// Takes in what was offered to another of the same length.
    pub(crate) fn append(&mut self, other: Self, order: impl Fn(&T, &T) -> Ordering) {
        self.total_count += other.total_count;
        // What the other let go stands behind as many as are wanted.
        other.items.into_iter().for_each(|item| self.take(item, &order));
    }

    fn take(&mut self, item: T, order: impl Fn(&T, &T) -> Ordering) {
        // After a cut the last item is a bar that later ones must clear.
        if self.is_cut
            && let Some(bar) = self.items.get(self.wanted_count.wrapping_sub(1))
            && order(&item, bar).is_gt()
        {
            return;
        }
        self.items.push(item);
        // Twice as many as wanted, and a few: then a cut costs little an item.
        if self.items.len() >= self.wanted_count.saturating_mul(2).saturating_add(32) {
            self.items.sort_unstable_by(&order);
            self.items.truncate(self.wanted_count);
            self.is_cut = true;
        }
    }

    /// The first ones in order, and how many there were.
    #[must_use]
    pub(crate) fn finish(mut self, order: impl Fn(&T, &T) -> Ordering) -> (Vec<T>, u64) {
        self.items.sort_unstable_by(order);
        self.items.truncate(self.wanted_count);
        (self.items, self.total_count)
    }
}
