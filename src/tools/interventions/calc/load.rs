//! What adds up over accounts: the plays of each owner, the drivers, the discounts.

use super::account::{Account, Book};
use crate::tools::interventions::policy::InterventionsPolicy;
use crate::tools::interventions::words::{Driver, Verdict};
use crate::units::Money;

/// Accounts with plays, and those plays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Load {
    pub accounts_count: u64,
    pub plays_count: u64,
}

impl Load {
    const fn add(&mut self, plays_count: u64) {
        self.accounts_count += 1;
        self.plays_count += plays_count;
    }

    /// The plays beyond what an owner can run.
    #[must_use]
    pub(crate) const fn over(self, capacity_count: u64) -> u64 {
        self.plays_count.saturating_sub(capacity_count)
    }
}

/// The load of every owner.
#[derive(Debug, Default)]
pub(crate) struct Owners {
    loads: Vec<Load>,
    /// Of accounts whose owner is unknown.
    pub unowned: Load,
    /// The owners with a play by their place among the book's, the busiest first.
    pub ranked: Vec<(usize, Load)>,
    /// How many are over capacity, and by how many plays together.
    pub overloaded_count: u64,
    pub over_count: u64,
}

impl Owners {
    pub(super) fn add(&mut self, owner: Option<usize>, plays_count: u64) {
        if plays_count == 0 {
            return;
        }
        let Some(owner) = owner else {
            self.unowned.add(plays_count);
            return;
        };
        if self.loads.len() <= owner {
            self.loads.resize(owner + 1, Load::default());
        }
        if let Some(load) = self.loads.get_mut(owner) {
            load.add(plays_count);
        }
    }

    pub(super) fn finish(&mut self, book: &Book, capacity_count: Option<u64>) {
        let busy = self.loads.iter().copied().enumerate().filter(|(_, load)| load.plays_count > 0);
        self.ranked = busy.collect();
        self.ranked.sort_by(|(one, load), (other, than)| {
            than.plays_count.cmp(&load.plays_count).then_with(|| book.owners.get(*one).cmp(&book.owners.get(*other)))
        });
        let Some(capacity_count) = capacity_count else { return };
        for over in self.ranked.iter().map(|(_, load)| load.over(capacity_count)).filter(|over| *over > 0) {
            self.overloaded_count += 1;
            self.over_count += over;
        }
    }
}

/// How many accounts a driver stands on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern {
    pub driver: Driver,
    pub accounts_count: u64,
    pub arr: Money,
}

/// The drivers over the book.
#[derive(Debug)]
pub(crate) struct Patterns {
    /// Accounts with a driver, and what they pay.
    pub accounts_count: u64,
    pub arr: Money,
    /// Drivers that stand on an account; after the end the most frequent first.
    pub drivers: Vec<Pattern>,
}

impl Default for Patterns {
    fn default() -> Self {
        let none = |driver| Pattern { driver, accounts_count: 0, arr: Money::ZERO };
        Self { accounts_count: 0, arr: Money::ZERO, drivers: Driver::ALL.map(none).to_vec() }
    }
}

impl Patterns {
    pub(super) fn add(&mut self, account: &Account) {
        let drivers = account.known_drivers();
        if drivers.is_empty() {
            return;
        }
        self.accounts_count += 1;
        self.arr += account.arr;
        for pattern in self.drivers.iter_mut().filter(|pattern| drivers.has(pattern.driver)) {
            pattern.accounts_count += 1;
            pattern.arr += account.arr;
        }
    }

    pub(super) fn finish(&mut self) {
        self.drivers.retain(|pattern| pattern.accounts_count > 0);
        self.drivers.sort_by(|one, other| {
            (other.accounts_count.cmp(&one.accounts_count))
                .then(other.arr.cmp(&one.arr))
                .then(one.driver.cmp(&other.driver))
        });
    }
}

/// The discounts over the book.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Offers {
    /// Accounts with a driver or an offer.
    pub saves: u64,
    /// Those with a discount.
    pub discounts: u64,
    /// Those with a discount above the line.
    pub above_line: u64,
    /// Those whose discount is poison.
    pub poison: u64,
}

impl Offers {
    /// Whether there are enough saves for a share of them to say something.
    pub(crate) fn is_enough(&self, policy: &InterventionsPolicy) -> bool {
        rust_decimal::Decimal::from(self.saves) >= policy.discount_saves_min
    }

    pub(super) fn add(&mut self, is_in_save: bool, verdict: Option<Verdict>, is_above_line: bool) {
        self.saves += u64::from(is_in_save);
        self.discounts += u64::from(verdict.is_some_and(|verdict| verdict != Verdict::NoDiscount));
        self.above_line += u64::from(is_above_line);
        self.poison += u64::from(verdict == Some(Verdict::Poison));
    }
}
