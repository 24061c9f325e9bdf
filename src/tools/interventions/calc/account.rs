//! The accounts of a book, small enough to hold a long file of them.

use rust_decimal::Decimal;

use crate::customers::{Health, Segment};
use crate::tools::interventions::words::{Driver, OfferReason};
use crate::units::{Label, Money};

/// A set of drivers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Drivers(u16);

impl Drivers {
    /// Puts a driver in.
    pub(crate) const fn insert(&mut self, driver: Driver) {
        self.0 |= 1 << driver as u16;
    }

    /// Whether it is in.
    #[must_use]
    pub(crate) const fn has(self, driver: Driver) -> bool {
        self.0 & (1 << driver as u16) != 0
    }

    /// Whether none is in.
    #[must_use]
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in it, in the order of the reference.
    pub(crate) fn iter(self) -> impl Iterator<Item = Driver> {
        Driver::ALL.into_iter().filter(move |driver| self.has(*driver))
    }
}

impl FromIterator<Driver> for Drivers {
    fn from_iter<I: IntoIterator<Item = Driver>>(drivers: I) -> Self {
        let mut set = Self::default();
        drivers.into_iter().for_each(|driver| set.insert(driver));
        set
    }
}

/// A discount on the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Offer {
    /// How much, in percent.
    pub discount: Decimal,
    /// Why.
    pub reason: Option<OfferReason>,
}

/// An account. What was not given is unknown.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub id: Label,
    pub name: Label,
    pub segment: Segment,
    pub arr: Money,
    pub health: Option<Health>,
    pub drivers: Option<Drivers>,
    /// Days to the renewal: 0 is today, below it has passed.
    pub days: Option<i32>,
    /// Days since anybody was in touch.
    pub touch: Option<u32>,
    pub sponsor: Option<bool>,
    pub open_p1: Option<u32>,
    /// The place of its owner among the owners of the book.
    pub owner: Option<usize>,
    /// The day of the last renewal step that is done; 0 if none is.
    pub step_done: Option<u32>,
    pub offer: Option<Offer>,
    /// What saving it costs.
    pub cost: Option<Money>,
    /// Its row in the caller's table.
    pub row: usize,
}

impl Account {
    /// The drivers that are known of it.
    #[must_use]
    pub(crate) fn known_drivers(&self) -> Drivers {
        self.drivers.unwrap_or_default()
    }

    /// Whether the last renewal step is done: signed, or formally extended.
    #[must_use]
    pub(crate) fn is_signed(&self, [.., sign]: &[u32; 4]) -> bool {
        self.step_done == Some(*sign)
    }

    /// Whether a P1 is known to be open.
    #[must_use]
    pub(crate) fn has_open_p1(&self) -> bool {
        self.open_p1.is_some_and(|count| count > 0)
    }
}

/// The accounts and their owners.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub accounts: Vec<Account>,
    /// The owners by name, in the order of their first account.
    pub owners: Vec<Label>,
}
