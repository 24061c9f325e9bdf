//! The rules that fired, with their evidence.

use super::Portfolio;
use crate::customers::Tier;
use crate::rule::{Finding, Rule};
use crate::tools::segmentation::calc::tiers::{investment, theatre};
use crate::tools::segmentation::calc::{Listed, Scheme, Segmented};
use crate::tools::segmentation::policy::{
    SEG_01, SEG_02, SEG_03, SEG_04, SEG_05, SEG_06, SEG_07, SEG_08, SEG_09, SEG_10,
};
use crate::units::{Money, Ratio, Share};

/// The place of what holds for the whole book.
const PORTFOLIO: &str = "portfolio";

/// The rules that fired: one finding a rule, but for tiers and large accounts, which are told one by one.
#[must_use]
pub(crate) fn findings(portfolio: &Portfolio, scheme: &Scheme<'_>, done: &Segmented) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut tell = |rule: &'static Rule, at: String, message: String| found.push(rule.finding(at, message));
    kill(portfolio, scheme, done, &mut tell);
    tiers(scheme, done, &mut tell);
    if done.unknown.signals > 0 {
        tell(
            &SEG_07,
            PORTFOLIO.to_owned(),
            format!(
                "ICP signals are unknown in {}; {} of these may be a poor fit",
                accounts(done.unknown.signals),
                Money::whole(done.unknown.fit)
            ),
        );
    }
    for index in &done.large {
        let Some(account) = portfolio.book.accounts.get(*index) else { continue };
        let share = Share::of_money(account.arr, done.arr).map(Share::ratio).unwrap_or_default();
        tell(&SEG_08, portfolio.place.row(account.row), format!("{} holds {share} of ARR", portfolio.book.name(account)));
    }
    if done.downgrades.total_count > 0 {
        tell(
            &SEG_10,
            place(portfolio, &done.downgrades),
            format!(
                "{} under the floor of the current tier: {}",
                accounts(done.downgrades.total_count),
                first(portfolio, &done.downgrades)
            ),
        );
    }
    found
}

fn kill(
    portfolio: &Portfolio,
    scheme: &Scheme<'_>,
    done: &Segmented,
    tell: &mut impl FnMut(&'static Rule, String, String),
) {
    let kill = &done.kill;
    if kill.customers_count > 0 {
        let customers = Share::of_counts(kill.customers_count, done.customers_count).map(Share::ratio);
        let arr =
            Share::of_money(kill.arr, done.arr).map_or_else(String::new, |share| format!(", {} of ARR", share.ratio()));
        tell(
            &SEG_01,
            PORTFOLIO.to_owned(),
            format!(
                "{}: {} of customers{arr}, {} support cost",
                candidates(kill.customers_count),
                customers.unwrap_or_default(),
                kill.support_cost
            ),
        );
    } else if rust_decimal::Decimal::from(done.customers_count) >= scheme.policy.nobody_to_fire_customers {
        let unknown = &done.unknown;
        tell(
            &SEG_02,
            PORTFOLIO.to_owned(),
            format!(
                "0 kill candidates among {}; signals unknown in {}, cost in {}",
                Money::whole(done.customers_count),
                Money::whole(unknown.signals),
                Money::whole(unknown.cost)
            ),
        );
    }
    if done.kill_strategic.total_count > 0 {
        tell(
            &SEG_06,
            place(portfolio, &done.kill_strategic),
            format!(
                "{} in Strategic: {}",
                candidates(done.kill_strategic.total_count),
                first(portfolio, &done.kill_strategic)
            ),
        );
    }
}

fn tiers(scheme: &Scheme<'_>, done: &Segmented, tell: &mut impl FnMut(&'static Rule, String, String)) {
    for (tier, sum) in Tier::ALL.into_iter().zip(&done.tiers) {
        let share = Share::of_counts(sum.customers_count, done.customers_count);
        if let Some(share) = share.filter(|share| share.at_least(scheme.policy.one_tier_share)) {
            let ratio: Ratio = share.ratio();
            tell(&SEG_03, PORTFOLIO.to_owned(), format!("{} holds {ratio} of the customers", tier.title()));
        }
        let Some(known) = investment(tier, sum, scheme.policy) else { continue };
        let of = accounts(sum.costs_known_count);
        if !known.over.is_zero() {
            tell(&SEG_04, PORTFOLIO.to_owned(), format!("{}: {} above the ceiling of {of}", tier.title(), known.over));
        }
        if !known.under.is_zero() {
            tell(&SEG_05, PORTFOLIO.to_owned(), format!("{}: {} below the floor of {of}", tier.title(), known.under));
        }
    }
    for ((upper, above), (lower, below)) in theatre(&done.tiers, scheme.policy) {
        tell(
            &SEG_09,
            PORTFOLIO.to_owned(),
            format!("{} costs {above} and {} {below} per account", upper.title(), lower.title()),
        );
    }
}

fn accounts(count: u64) -> String {
    let noun = if count == 1 { "account" } else { "accounts" };
    format!("{} {noun}", Money::whole(count))
}

fn candidates(count: u64) -> String {
    let noun = if count == 1 { "kill candidate" } else { "kill candidates" };
    format!("{} {noun}", Money::whole(count))
}

/// The row of the one account that is meant, or the whole book.
fn place(portfolio: &Portfolio, listed: &Listed) -> String {
    let first = listed.indices.first().and_then(|index| portfolio.book.accounts.get(*index));
    match (listed.total_count, first) {
        (1, Some(account)) => portfolio.place.row(account.row),
        _ => PORTFOLIO.to_owned(),
    }
}

/// The largest account of a list by name, and that there are more.
fn first(portfolio: &Portfolio, listed: &Listed) -> String {
    let name = listed.indices.first().and_then(|index| portfolio.book.accounts.get(*index));
    let name = name.map(|account| portfolio.book.name(account)).unwrap_or_default();
    if listed.total_count > 1 { format!("{name} first") } else { name.to_owned() }
}
