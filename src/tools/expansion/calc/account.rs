//! An account that may grow, small enough to hold a hundred thousand of them.

use rust_decimal::Decimal;

use crate::customers::{Health, Segment};
use crate::tools::expansion::words::{Plan, Signal};
use crate::units::{Label, Money};

/// Some of the signals, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signals(u16);

impl Signals {
    /// These signals; one that stands twice counts once.
    #[must_use]
    pub(crate) fn of(signals: &[Signal]) -> Self {
        Self(signals.iter().fold(0, |bits, signal| bits | 1 << *signal as u16))
    }

    /// Whether it is among them.
    #[must_use]
    pub(crate) const fn has(self, signal: Signal) -> bool {
        self.0 & (1 << signal as u16) != 0
    }

    /// Whether any of them is.
    #[must_use]
    pub(crate) fn has_any(self, signals: &[Signal]) -> bool {
        signals.iter().any(|signal| self.has(*signal))
    }
}

/// What is known of an account's modules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Modules {
    /// Those it could have and does not own, by their place in the catalogue; none if that is not known.
    pub open: Option<Box<[usize]>>,
    /// How many it owns and how many of these it uses; none if that is not known.
    pub used: Option<(u64, u64)>,
}

/// An account. What is none is not known.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub id: Label,
    pub name: Option<Label>,
    pub segment: Segment,
    pub arr: Money,
    pub health: Option<Health>,
    /// Seats used over seats paid for; above 1 is over-use.
    pub seat_use: Option<Decimal>,
    pub modules: Modules,
    /// Departments that use it now.
    pub departments: Option<u32>,
    /// Departments that could.
    pub departments_total: Option<u32>,
    pub plan: Option<Plan>,
    pub signals: Option<Signals>,
    pub days_since_value: Option<u32>,
    pub outcome_proven: Option<bool>,
    /// Its row in the caller's table.
    pub row: usize,
}

/// A module of any account.
#[derive(Debug, Clone)]
pub(crate) struct Module {
    /// Of its spellings the first by the alphabet.
    pub name: Label,
    /// What it costs a year, where that was given.
    pub price: Option<Money>,
    /// How many accounts own it.
    pub owners_count: u64,
}

/// What is on sale.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalogue {
    pub modules: Vec<Module>,
    /// The plans on sale, from the smallest.
    pub plans: Vec<Plan>,
}

impl Catalogue {
    /// The next plan up that is on sale, in whatever order the plans came.
    #[must_use]
    pub(crate) fn next_plan(&self, plan: Plan) -> Option<Plan> {
        self.plans.iter().copied().filter(|other| *other > plan).min()
    }

    /// A module by its place.
    #[must_use]
    pub(crate) fn module(&self, index: usize) -> Option<&Module> {
        self.modules.get(index)
    }

    /// Which of these to offer next: the one that most accounts own, then by name.
    ///
    /// What costs nothing brings nothing and is not offered.
    #[must_use]
    pub(crate) fn next_module(&self, open: &[usize]) -> Option<usize> {
        let sellable = |module: &Module| module.price.is_none_or(|price| !price.is_zero());
        open.iter()
            .filter_map(|index| Some((*index, self.module(*index)?)))
            .filter(|(_, module)| sellable(module))
            .min_by(|(_, one), (_, other)| {
                other.owners_count.cmp(&one.owners_count).then_with(|| one.name.cmp(&other.name))
            })
            .map(|(index, _)| index)
    }
}
