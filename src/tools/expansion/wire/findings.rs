//! The rules that fired, with their evidence.

use crate::rule::{Finding, Rule};
use crate::tools::expansion::calc::{Group, Review};
use crate::tools::expansion::policy::{
    EXP_01, EXP_02, EXP_03, EXP_04, EXP_05, EXP_06, EXP_07, EXP_08, ExpansionPolicy,
};
use crate::tools::expansion::rows::Table;
use crate::tools::expansion::words::{PlayKind, Reason, Status};
use crate::units::{Money, Ratio, Share};

/// The place of what holds for the whole book.
const PORTFOLIO: &str = "portfolio";

/// The rules that fired, one finding a rule.
#[must_use]
pub(crate) fn findings(table: &Table, review: &Review, policy: &ExpansionPolicy) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut of_group = |rule: &'static Rule, group: Option<&Group>, message: &dyn Fn(&Group, &str) -> String| {
        let Some(group) = group.filter(|group| group.accounts_count > 0) else { return };
        let first = group.first.map_or("", |index| table.called(index));
        found.push(rule.finding(place(table, group), message(group, first)));
    };
    of_group(&EXP_01, review.statuses.get(Status::SaveFirst.index()), &|group, first| {
        format!("{} in red health with {} of ARR, {first} first: no play is sized", accounts(group), group.arr)
    });
    of_group(&EXP_02, Some(&review.green_early), &|group, first| {
        format!("{} in green health with {} of ARR, {first} first: prove value before a pitch", accounts(group), group.arr)
    });
    of_group(&EXP_03, review.statuses.get(Status::FindOut.index()), &|group, first| {
        let unknown: Vec<String> = [Reason::HealthUnknown, Reason::OutcomeUnknown, Reason::ValueAgeUnknown]
            .into_iter()
            .zip(["health", "last_outcome_proven", "days_since_first_value"])
            .filter(|(reason, _)| review.reasons.get(*reason as usize).is_some_and(|of| of.accounts_count > 0))
            .map(|(_, field)| field.to_owned())
            .collect();
        let unknown = unknown.join(", ");
        format!("{} with {} of ARR, {first} first, held back by what is unknown: {unknown}", accounts(group), group.arr)
    });
    of_group(&EXP_04, Some(&review.over_use), &|group, first| {
        let most = group.first.and_then(|index| table.accounts.get(index)?.seat_use).map(Ratio::from_decimal);
        let most = most.map_or_else(String::new, |most| format!(", {first} at {most}"));
        format!("{} beyond the seats paid for{most}: settle it at the contract's next date", accounts(group))
    });
    of_group(&EXP_05, Some(&review.held), &|group, first| {
        let line = Ratio::from_decimal(policy.modules_used_min);
        format!("{} under {line} of the owned modules in use, {first} first", accounts(group))
    });
    if review.unpriced_count > 0 {
        let plays = if review.unpriced_count == 1 { "module play has" } else { "module plays have" };
        let (low, high) =
            (Ratio::from_decimal(policy.module_rate_low), Ratio::from_decimal(policy.module_rate_high));
        let count = Money::whole(review.unpriced_count);
        found.push(EXP_06.finding(PORTFOLIO, format!("{count} {plays} no price: {low} to {high} of ARR; give module_prices")));
    }
    if let Some(share) = Share::of_money(review.expected.base, review.all.arr)
        && share.above(policy.expansion_year_max)
    {
        let (ratio, line) = (share.ratio(), Ratio::from_decimal(policy.expansion_year_max));
        let message = format!("the plays come to {ratio} of ARR, a healthy year to {line} at most: not all will land");
        found.push(EXP_07.finding(PORTFOLIO, message));
    }
    let modules = review.by_play.get(PlayKind::Module as usize).map(|sum| sum.expected.base).unwrap_or_default();
    if let Some(share) = Share::of_money(modules, review.expected.base)
        && share.above(policy.module_share_max)
    {
        let (ratio, line) = (share.ratio(), Ratio::from_decimal(policy.module_share_max));
        let message = format!("modules bring {ratio} of the expected base, commonly {line} at most: cross-sell is volatile");
        found.push(EXP_08.finding(PORTFOLIO, message));
    }
    found
}

fn accounts(group: &Group) -> String {
    let noun = if group.accounts_count == 1 { "account" } else { "accounts" };
    format!("{} {noun}", Money::whole(group.accounts_count))
}

/// The row of the one account that is meant, or the whole book.
fn place(table: &Table, group: &Group) -> String {
    match (group.accounts_count, group.first) {
        (1, Some(index)) => {
            table.accounts.get(index).map_or_else(|| PORTFOLIO.to_owned(), |account| table.place.row(account.row))
        }
        _ => PORTFOLIO.to_owned(),
    }
}
