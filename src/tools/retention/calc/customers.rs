//! Customer rows, point to point: each customer is netted first. The base is who paid at the start.

use super::super::words::{CATEGORIES_COUNT, Category};
use super::book::Book;
use super::cohort::{Base, Cohort, Reasons};
use crate::units::{Label, Money};

/// The name of the one cohort that a book is.
const BOOK_NAME: &str = "all customers";

/// A customer at the start and at the end.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: Label,
    pub(crate) start_arr: Money,
    pub(crate) end_arr: Money,
    pub(crate) reason: Option<Category>,
}

impl Account {
    /// What is left of its start; growth does not count.
    fn kept_arr(&self) -> Money {
        self.start_arr.min(self.end_arr)
    }
}

/// Rows of the table that retention does not read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Census {
    /// Paid nothing at the start and something at the end.
    pub(crate) new_count: u64,
    /// What they pay.
    pub(crate) new_arr: Money,
    /// Paid nothing at either end.
    pub(crate) idle_count: u64,
    /// Have a reason for leaving and did not leave.
    pub(crate) stayed_with_reason_count: u64,
    /// Have a segment.
    pub(crate) with_segment_count: u64,
}

/// The book as one cohort, the accounts of its base, and who is no part of it.
pub(crate) fn read_book(accounts: &[Account], census: Census) -> (Cohort, Book, Census) {
    let mut census = census;
    let mut base = Base { starting_customers: Some(0), churned_customers: Some(0), ..Base::default() };
    let (mut customers, mut arr) = ([0_u64; CATEGORIES_COUNT], [Money::ZERO; CATEGORIES_COUNT]);
    let (mut starting, mut churned) = (0, 0);
    for account in accounts {
        let lost = account.end_arr.is_zero();
        census.stayed_with_reason_count += u64::from(account.reason.is_some() && !(lost && is_base(account)));
        if !is_base(account) {
            census.new_count += u64::from(!lost);
            census.new_arr += account.end_arr;
            census.idle_count += u64::from(lost);
            continue;
        }
        starting += 1;
        base.starting_arr += account.start_arr;
        base.expansion_arr += account.end_arr.above(account.start_arr);
        if !lost {
            base.contraction_arr += account.start_arr.above(account.end_arr);
            continue;
        }
        churned += 1;
        base.churned_arr += account.start_arr;
        let place = account.reason.map(|reason| reason as usize);
        if let Some((count, amount)) = place.and_then(|place| customers.get_mut(place).zip(arr.get_mut(place))) {
            *count += 1;
            *amount += account.start_arr;
        }
    }
    base.starting_customers = Some(starting);
    base.churned_customers = Some(churned);
    let any = customers.iter().any(|count| *count > 0);
    let in_base = accounts.iter().filter(|account| is_base(account));
    let book = Book::of(in_base.map(|account| (hundredths(account.start_arr), hundredths(account.kept_arr()))));
    let cohort = Cohort {
        name: Label::of(BOOK_NAME),
        base,
        reasons: Reasons { customers: any.then_some(customers), arr: any.then_some(arr) },
        age_months: None,
        contraction_absent: false,
        expansion_absent: false,
        moments: Some(book.moments.clone()),
    };
    (cohort, book, census)
}

fn is_base(account: &Account) -> bool {
    !account.start_arr.is_zero()
}

/// An amount in hundredths, which is whole since money has at most two decimals.
fn hundredths(amount: Money) -> i128 {
    let mut decimal = amount.rounded().decimal();
    decimal.rescale(2);
    decimal.mantissa()
}
