//! How many CSMs a tier requires: three loads, each rounded up to whole people, and the largest decides. Exact.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::TierBook;
use crate::tools::coverage::targets::Target;
use crate::tools::coverage::words::Binding;
use crate::units::Money;

/// What a tier asks for at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    /// Annual recurring revenue.
    pub arr: Money,
    /// Accounts.
    pub accounts: u64,
    /// Hours a month for each account, where they are known.
    pub hours_per_account: Option<Decimal>,
    /// How much harder the work is than usual.
    pub complexity: Decimal,
}

impl Load {
    /// The book as it stands.
    pub(crate) fn now(book: &TierBook, complexity: Decimal) -> Self {
        Self { arr: book.arr, accounts: book.accounts, hours_per_account: book.hours_per_account, complexity }
    }

    /// The book after the growth; a part of an account is an account.
    pub(crate) fn grown(self, growth: Decimal) -> Self {
        let factor = Decimal::ONE.saturating_add(growth);
        let accounts = Decimal::from(self.accounts).saturating_mul(factor).ceil();
        Self { arr: self.arr.times(factor), accounts: accounts.to_u64().unwrap_or(u64::MAX), ..self }
    }
}

/// The CSMs a load requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Need {
    /// By revenue.
    pub by_arr: u64,
    /// By accounts.
    pub by_accounts: u64,
    /// By hours, where they are known.
    pub by_hours: Option<u64>,
    /// The largest of the three.
    pub required: u64,
    /// The largest before it is rounded up: people as a fraction.
    pub fte: Decimal,
    /// Which of them are the largest; none if nobody is required.
    pub binding: Option<Binding>,
}

/// The CSMs that a load requires when each can carry so much.
pub(crate) fn need(load: Load, arr_target: Decimal, target: &Target, hours_per_csm: Decimal) -> Need {
    let times = |amount: Decimal| load.complexity.saturating_mul(amount);
    let accounts_count = Decimal::from(load.accounts);
    let arr = (times(load.arr.decimal()), arr_target);
    let accounts = (times(accounts_count), target.accounts_max);
    let hours = load.hours_per_account.map(|hours| (times(accounts_count.saturating_mul(hours)), hours_per_csm));
    let whole = |(part, by): (Decimal, Decimal)| people(part, by);
    let exact = |(part, by): (Decimal, Decimal)| part.checked_div(by).unwrap_or_default();
    let (by_arr, by_accounts, by_hours) = (whole(arr), whole(accounts), hours.map(whole));
    let required = by_arr.max(by_accounts).max(by_hours.unwrap_or(0));
    let binds = |count: u64| count == required && required > 0;
    Need {
        by_arr,
        by_accounts,
        by_hours,
        required,
        fte: exact(arr).max(exact(accounts)).max(hours.map(exact).unwrap_or_default()),
        binding: Binding::of(binds(by_arr), binds(by_accounts), by_hours.is_some_and(binds)),
    }
}

/// The quotient rounded up, decided by multiplying back, so that no division's last digit adds a person.
pub(super) fn people(part: Decimal, by: Decimal) -> u64 {
    let Some(quotient) = part.checked_div(by) else { return 0 };
    let reaches = |count: Decimal| count.saturating_mul(by) >= part;
    let mut count = quotient.floor();
    if !reaches(count) {
        count += Decimal::ONE;
    } else if count > Decimal::ZERO && reaches(count - Decimal::ONE) {
        count -= Decimal::ONE;
    }
    count.to_u64().unwrap_or(u64::MAX)
}
