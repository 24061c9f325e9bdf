//! What the tools over accounts read alike: which accounts have left, and tiers that a tool has no lines for.
//!
//! A customer who is gone is neither saved nor pitched, and is no part of the book. What each tool makes of the others
//! is its own affair.

use crate::ingest::TablePlace;
use crate::problem::{Code, Collector};
use crate::rule::NotAssessed;
use crate::units::{Date, Money};

/// What a row says of its account's leaving.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Departure {
    /// Whether it has left; none where nobody said.
    pub(super) churned: Option<bool>,
    /// The day it left.
    pub(super) on: Option<Date>,
}

/// Tells a problem of a row: code, field, message, help.
pub(super) type Refuse<'a> = dyn FnMut(Code, &'static str, String, &'static str) + 'a;

impl Departure {
    /// Whether it has left; a day of leaving says that it has.
    pub(super) fn has_left(self) -> Option<bool> {
        self.churned.or_else(|| self.on.map(|_| true))
    }

    /// Whether it is known to have left.
    pub(super) fn is_gone(self) -> bool {
        self.has_left() == Some(true)
    }

    /// Tells what cannot be: a day that has not come, or a day of leaving of an account that is said to be there.
    pub(super) fn check(self, as_of: Option<Date>, refuse: &mut Refuse<'_>) {
        let Some(on) = self.on else { return };
        if let Some(as_of) = as_of.filter(|as_of| on > *as_of) {
            let message = format!("{on} lies after as_of {as_of}");
            refuse(Code::Date, "churned_on", message, "Correct one of the two days.");
        }
        if self.churned == Some(false) {
            let message = format!("the account left on {on}, yet churned is false");
            refuse(Code::Identity, "churned_on", message, "Leave churned_on out, or set churned to true.");
        }
    }
}

/// What the rows of a table say of leaving, gathered while they are read.
#[derive(Debug, Default)]
pub(super) struct Departures {
    rows_count: usize,
    /// Rows that say that the account left, in their order.
    told: Vec<(usize, Departure)>,
}

impl Departures {
    /// Takes in the next row; gives back its place.
    pub(super) fn next_row(&mut self, departure: Departure) -> usize {
        let row = self.rows_count;
        self.rows_count += 1;
        if departure.is_gone() || departure.on.is_some() {
            self.told.push((row, departure));
        }
        row
    }

    /// Tells what cannot be, up to the room there is.
    pub(super) fn check(&self, place: &TablePlace, as_of: Option<Date>, room: usize, problems: &mut Collector) {
        let mut told_count = 0;
        for (row, departure) in &self.told {
            departure.check(as_of, &mut |code, field, message, help| {
                told_count += 1;
                if told_count <= room {
                    problems.add(code, place.field(*row, field), message, help);
                }
            });
        }
    }

    /// Takes those who left out of the accounts, and says how many they are and what they paid.
    pub(super) fn take_out<T>(
        &self,
        accounts: &mut Vec<T>,
        row_and_arr: impl Fn(&T) -> (usize, Money),
    ) -> Option<NotAssessed> {
        let mut gone = self.told.iter().filter(|(_, departure)| departure.is_gone()).map(|(row, _)| *row).peekable();
        let (mut count, mut all_arr) = (0, Money::ZERO);
        gone.peek()?;
        // Both are in the order of the rows.
        accounts.retain(|account| {
            let (row, arr) = row_and_arr(account);
            let is_gone = gone.next_if_eq(&row).is_some();
            if is_gone {
                count += 1;
                all_arr += arr;
            }
            !is_gone
        });
        let noun = if count == 1 { "account that has left" } else { "accounts that have left" };
        Some(NotAssessed::new(
            format!("{} {noun}, {all_arr} ARR", Money::whole(count)),
            "no customer any more, so in no figure",
            "nothing, if churned and churned_on are right",
        ))
    }
}

/// Rows of a tier that a tool has no lines for.
pub(super) fn plg_as_smb(count: u64) -> Option<NotAssessed> {
    let noun = if count == 1 { "account" } else { "accounts" };
    (count > 0).then(|| {
        NotAssessed::new(
            format!("tier plg of {} {noun}", Money::whole(count)),
            "read as smb_long_tail, since there are no lines of its own here",
            "nothing, if that is meant",
        )
    })
}
