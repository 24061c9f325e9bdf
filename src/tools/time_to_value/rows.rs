//! The rules stage of `measure_time_to_value`: from a row's dates or days to how long its account was watched.

use std::collections::BTreeSet;

use super::calc::Account;
use super::policy::TimeToValuePolicy;
use super::wire::{AccountInput, Input};
use crate::ingest::{TablePlace, collect_rows};
use crate::problem::{Code, Collector, Stop};
use crate::customers::Segment;
use crate::rule::NotAssessed;
use crate::tools::Call;
use crate::tools::accounts::{Departure, Refuse, plg_as_smb};
use crate::units::{Date, Money};

/// A table whose rows are right.
pub(super) struct Table {
    /// The accounts, in the order given.
    pub(super) accounts: Vec<Account>,
    /// Where they stand.
    pub(super) place: TablePlace,
    /// Columns that were not used.
    pub(super) not_assessed: Vec<NotAssessed>,
}

/// Checks the rules of every row.
///
/// # Errors
/// An id that stands twice, dates without `as_of` or out of order, dates and days that disagree or are both absent,
/// or what the table's source refuses.
pub(super) fn check(input: Input, call: &Call<'_, TimeToValuePolicy>) -> Result<Table, Stop> {
    let rows = collect_rows(&call.source("accounts"), input.accounts, call.host, |row: AccountInput| row)?;
    let mut problems = Collector::default();
    if call.common.as_of.is_none() && rows.rows.iter().any(|row| row.started.is_some() || row.value_on.is_some()) {
        problems.add(
            Code::Missing,
            "as_of",
            "is required with dates, got nothing",
            "Give the day the table stands for: accounts that still wait are counted up to it.",
        );
    }
    let mut seen = BTreeSet::new();
    let mut accounts = Vec::with_capacity(rows.rows.len());
    let (mut left_out_count, mut plg_count) = (0, 0);
    for (row, given) in rows.rows.into_iter().enumerate() {
        let mut refuse = |code: Code, field: &str, message: String, help: &str| {
            let at = if field.is_empty() { rows.place.row(row) } else { rows.place.field(row, field) };
            problems.add(code, at, message, help);
        };
        if !seen.insert(given.id.clone()) {
            let message = format!("the account \"{}\" stands twice", given.id);
            refuse(Code::Duplicate, "id", message, "Give each account once.");
        }
        let departure = Departure { churned: given.churned, on: given.churned_on };
        departure.check(call.common.as_of, &mut refuse);
        if is_unwatched(&given, departure) {
            left_out_count += 1;
            continue;
        }
        plg_count += u64::from(given.tier == Segment::Plg);
        if let Some((days, reached)) = watch_of(&given, call.common.as_of, &mut refuse) {
            let left = !reached && departure.is_gone();
            accounts.push(Account { id: given.id, tier: given.tier.tier(), days, reached, left, row });
        }
    }
    problems.finish()?;
    let mut not_assessed: Vec<NotAssessed> = left_out(left_out_count).into_iter().collect();
    not_assessed.extend(plg_as_smb(plg_count));
    not_assessed.extend(rows.not_assessed);
    Ok(Table { accounts, place: rows.place, not_assessed })
}

/// Whether an account has left and nothing tells how long it was watched.
fn is_unwatched(row: &AccountInput, departure: Departure) -> bool {
    departure.is_gone() && departure.on.is_none() && row.value_on.is_none() && row.days.is_none()
}

/// How many of these there are; nothing where there are none.
fn left_out(count: u64) -> Option<NotAssessed> {
    let noun = if count == 1 { "account that has left" } else { "accounts that have left" };
    (count > 0).then(|| {
        NotAssessed::new(
            format!("{} {noun}", Money::whole(count)),
            "neither value nor the day of leaving is known, and so not for how long they were watched",
            "value_on or churned_on",
        )
    })
}

/// How many days the account was watched, and whether it reached value then; none where that cannot be told.
fn watch_of(row: &AccountInput, as_of: Option<Date>, refuse: &mut Refuse<'_>) -> Option<(u32, bool)> {
    match (row.started, row.value_on, row.days, row.reached) {
        (Some(started), ..) => watch_of_dates(row, started, as_of, refuse),
        (None, Some(_), ..) => {
            let message = "value_on is given, got no day it counts from".to_owned();
            refuse(Code::Missing, "started", message, "Give started, or days and reached instead of the dates.");
            None
        }
        (None, None, Some(days), Some(reached)) => Some((days, reached)),
        (None, None, Some(_), None) => {
            let message = "is required with days: true or false, got nothing".to_owned();
            refuse(
                Code::Missing,
                "reached",
                message,
                "Say whether value was reached on that day or is still waited for.",
            );
            None
        }
        (None, None, None, Some(_)) => {
            let message = "is required with reached: a whole number, got nothing".to_owned();
            refuse(Code::Missing, "days", message, "Give the days to value, or the days waited so far.");
            None
        }
        (None, None, None, None) => {
            let message = "expected started or days, got neither".to_owned();
            refuse(Code::Missing, "", message, "Give started (and value_on once reached), or days and reached.");
            None
        }
    }
}

fn watch_of_dates(
    row: &AccountInput,
    started: Date,
    as_of: Option<Date>,
    refuse: &mut Refuse<'_>,
) -> Option<(u32, bool)> {
    let mut in_order = true;
    let mut check = |field: &'static str, date: Date, fits: bool, bound: String| {
        if !fits {
            in_order = false;
            refuse(Code::Date, field, format!("{date} lies {bound}"), "Correct one of the two days.");
        }
    };
    if let Some(as_of) = as_of {
        check("started", started, started <= as_of, format!("after as_of {as_of}"));
    }
    if let Some(value_on) = row.value_on {
        if let Some(as_of) = as_of {
            check("value_on", value_on, value_on <= as_of, format!("after as_of {as_of}"));
        }
        if let Some(left_on) = row.churned_on {
            check("value_on", value_on, value_on <= left_on, format!("after churned_on {left_on}"));
        }
        check("value_on", value_on, value_on >= started, format!("before started {started}"));
    }
    if let Some(left_on) = row.churned_on {
        check("churned_on", left_on, left_on >= started, format!("before started {started}"));
    }
    if !in_order {
        return None;
    }
    let until = |day: Date| u32::try_from(day.days_since(started)).ok();
    if let Some(value_on) = row.value_on {
        return agreed(row, (until(value_on)?, true), refuse);
    }
    // Who left was watched up to that day, the others up to the day of the table.
    let (watch_ends, end_name) = match row.churned_on {
        Some(left_on) => (Some(left_on), "churned_on"),
        None => (as_of, "as_of"),
    };
    match (row.days, row.reached) {
        (Some(days), Some(true)) => {
            // The day of value is started + days, so only that it has come can be checked.
            let watched_days = watch_ends.and_then(until)?;
            if days > watched_days {
                let message =
                    format!("value after {days} days lies after {end_name}, {watched_days} days from started");
                refuse(Code::Date, "days", message, "Correct days, started or the later day.");
                return None;
            }
            Some((days, true))
        }
        (None, Some(true)) => {
            let message = "is required with reached true: a date, got nothing".to_owned();
            refuse(Code::Missing, "value_on", message, "Give the day of value, or its days.");
            None
        }
        // It left on a day that nobody gave: the days say how long it was watched.
        (Some(days), Some(false)) if row.churned == Some(true) && row.churned_on.is_none() => Some((days, false)),
        (Some(days), None) if watch_ends.and_then(until).is_some_and(|watched_days| watched_days != days) => {
            let message = format!("{days} days from started could be days to value or days of waiting");
            refuse(Code::Ambiguous, "days", message, "Give reached, or value_on in place of days.");
            None
        }
        _ => agreed(row, (watch_ends.and_then(until)?, false), refuse),
    }
}

/// What the dates say, unless days or reached say otherwise.
fn agreed(row: &AccountInput, (days, reached): (u32, bool), refuse: &mut Refuse<'_>) -> Option<(u32, bool)> {
    let days_agree = row.days.is_none_or(|given| given == days);
    if !days_agree {
        let given = row.days.unwrap_or_default();
        refuse(Code::Identity, "days", format!("{given} days are given, the dates give {days}"), "Keep the right one.");
    }
    let reached_agrees = row.reached.is_none_or(|given| given == reached);
    if !reached_agrees {
        let message = "reached is false, yet value_on is given".to_owned();
        refuse(Code::Identity, "reached", message, "Leave value_on out while the account waits.");
    }
    (days_agree && reached_agrees).then_some((days, reached))
}
