//! What could not be assessed, once for all the accounts that lack it.

use crate::rule::NotAssessed;
use crate::tools::expansion::calc::plays::Lack;
use crate::tools::expansion::calc::{Group, Review};
use crate::tools::expansion::rows::Table;
use crate::tools::expansion::words::{Reason, Status};
use crate::units::Money;

/// What has no value, why, and what it would take.
#[must_use]
pub(crate) fn gaps(table: &Table, review: &Review) -> Vec<NotAssessed> {
    let of = |what: &str, group: &Group| {
        let noun = if group.accounts_count == 1 { "account" } else { "accounts" };
        format!("{what}: {} {noun}", Money::whole(group.accounts_count))
    };
    let mut gaps = Vec::new();
    for (lack, group) in Lack::ALL.into_iter().zip(&review.lacks).filter(|(_, group)| group.accounts_count > 0) {
        let (what, why, needs) = words(lack);
        gaps.push(NotAssessed::new(of(what, group), why, needs));
    }
    let arr_zero = review.reasons.get(Reason::ArrZero as usize).filter(|group| group.accounts_count > 0);
    if let Some(group) = arr_zero {
        gaps.push(NotAssessed::new(of("expected", group), "ARR is 0", "ARR of a paying account"));
    }
    if let Some(group) =
        review.statuses.get(Status::SaveFirst.index()).filter(|group| group.accounts_count > 0)
    {
        gaps.push(NotAssessed::new(of("behind_gate", group), "red accounts are not sized", "green health"));
    }
    let unknown: Vec<&str> = table.prices_unused.iter().map(crate::units::Label::as_str).collect();
    if !unknown.is_empty() {
        gaps.push(NotAssessed::new(
            format!("module_prices: {}", unknown.join(", ")),
            "no account names these modules",
            "the name as it stands in modules_available",
        ));
    }
    gaps
}

const fn words(lack: Lack) -> (&'static str, &'static str, &'static str) {
    match lack {
        Lack::SeatUse => ("seats", "seat use is unknown", "seat_utilisation"),
        Lack::Modules => ("modules", "what they own or could have is unknown", "modules_owned and modules_available"),
        Lack::ModuleUse => ("use of the owned modules", "it is unknown, so cross-sell is not held back", "modules_used"),
        Lack::Departments => ("departments", "how many use it, or could, is unknown", "departments and departments_total"),
        Lack::Plan => ("plan_upgrade", "the plan is unknown", "current_plan"),
        Lack::Signals => ("plan_upgrade and confidence", "signals were not given", "signals, or [] where there are none"),
    }
}
