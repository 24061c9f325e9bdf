//! The rules that fired, with their evidence: one finding a rule, at the account with the most ARR.

use super::report::points;
use crate::customers::Health;
use crate::ingest::TablePlace;
use crate::rule::{Finding, Rule};
use crate::tools::health::calc::Account;
use crate::tools::health::calc::back_test::BackTest;
use crate::tools::health::calc::portfolio::{Named, Portfolio};
use crate::tools::health::policy::{
    HLT_01, HLT_02, HLT_03, HLT_04, HLT_05, HLT_06, HLT_07, HLT_08, HLT_09, HLT_10, HLT_11, HLT_12, HLT_13, HLT_14,
    HLT_15, HealthPolicy,
};
use crate::tools::health::words::{Basis, Event, Events};
use crate::units::{Amount, Money, Ratio, Share};

/// The place of what holds for the whole table.
const PORTFOLIO: &str = "portfolio";

/// The rules that fired.
#[must_use]
pub(in crate::tools::health) fn findings(
    accounts: &[Account],
    place: &TablePlace,
    portfolio: &Portfolio,
    test: &BackTest,
    policy: &HealthPolicy,
) -> Vec<Finding> {
    let told = Told { accounts, place };
    let mut found = Vec::new();
    of_accounts(&told, portfolio, policy, &mut found);
    of_mix(portfolio, policy, &mut found);
    if portfolio.churned_count > 0 {
        of_back_test(&told, test, policy, &mut found);
    }
    found
}

struct Told<'a> {
    accounts: &'a [Account],
    place: &'a TablePlace,
}

impl Told<'_> {
    /// A finding about accounts, at the largest of them.
    fn finding(&self, rule: &'static Rule, named: &Named, message: String) -> Option<Finding> {
        named.largest.first().map(|row| rule.finding(self.place.row(*row), message))
    }

    fn largest(&self, named: &Named) -> Option<&Account> {
        named.largest.first().and_then(|row| self.accounts.get(*row))
    }

    /// The accounts with the most ARR, each with what is said of it, and how many more there are.
    fn listed(&self, named: &Named, say: impl Fn(&Account) -> String) -> String {
        let shown: Vec<String> = named
            .largest
            .iter()
            .filter_map(|row| self.accounts.get(*row))
            .map(|account| format!("{} ({})", account.id, say(account)))
            .collect();
        let rest = named.total_count.saturating_sub(shown.len() as u64);
        let more = if rest > 0 { format!(" and {} more", Money::whole(rest)) } else { String::new() };
        format!("{}{more}", shown.join(", "))
    }
}

fn counted(count: u64) -> String {
    format!("{} {}", Money::whole(count), if count == 1 { "account" } else { "accounts" })
}

fn score_of(account: &Account) -> String {
    account.judged.score.map_or_else(|| "no score".to_owned(), |score| format!("{:.1}", points(score).decimal()))
}

fn words(events: Events, cap: Health) -> String {
    events.list().filter(|event| event.cap() == cap).map(Event::as_str).collect::<Vec<_>>().join(", ")
}

fn of_accounts(told: &Told<'_>, portfolio: &Portfolio, policy: &HealthPolicy, found: &mut Vec<Finding>) {
    let mut tell = |rule: &'static Rule, named: &Named, message: &dyn Fn() -> String| {
        if named.total_count > 0 {
            found.extend(told.finding(rule, named, message()));
        }
    };
    tell(&HLT_01, &portfolio.capped, &|| {
        told.listed(&portfolio.capped, |account| {
            let health = account.judged.health.unwrap_or(Health::Red);
            format!("{} at {}: {}", health.as_str(), score_of(account), words(account.events, health))
        })
    });
    let with_change = |named: &Named| {
        told.listed(named, |account| {
            let change = account.judged.score.zip(account.previous).map(|(score, previous)| score - previous);
            let health = account.judged.health.map_or("", Health::as_str);
            format!("{health}, {} points", change.map(points).unwrap_or_default())
        })
    };
    tell(&HLT_02, &portfolio.critical, &|| format!("critical: {}", with_change(&portfolio.critical)));
    tell(&HLT_03, &portfolio.high, &|| format!("high: {}", with_change(&portfolio.high)));
    tell(&HLT_07, &portfolio.thin, &|| {
        let listed = told.listed(&portfolio.thin, |account| {
            format!("{} known", account.judged.coverage(policy).map(Share::ratio).unwrap_or_default())
        });
        let line = Ratio::from_decimal(policy.coverage_min);
        format!("under {line} of the weight known: {listed}; {} would be green", portfolio.thin_green_count)
    });
    tell(&HLT_08, &portfolio.unassessed, &|| {
        let largest = told.largest(&portfolio.unassessed).map_or("", |account| account.id.as_str());
        let count = counted(portfolio.unassessed.total_count);
        format!("{count} without a known component, {} ARR: {largest} is the largest", portfolio.unassessed.arr)
    });
    tell(&HLT_09, &portfolio.crowded, &|| {
        let line = policy.figures_max.normalize();
        let count = counted(portfolio.crowded.total_count);
        format!("up to {} figures feed one score, more than {line}, in {count}", portfolio.figures_most)
    });
    tell(&HLT_15, &portfolio.silent, &|| {
        format!("zeros of support are not counted as health in {}", counted(portfolio.silent.total_count))
    });
}

fn of_mix(portfolio: &Portfolio, policy: &HealthPolicy, found: &mut Vec<Finding>) {
    let rules: [&'static Rule; 3] = [&HLT_04, &HLT_05, &HLT_06];
    for ((health, colour), rule) in Health::ALL.into_iter().zip(&portfolio.colours).zip(rules) {
        let by = colour.alert_by();
        if by.is_empty() {
            continue;
        }
        let shares: Vec<String> = by
            .into_iter()
            .filter_map(|basis| {
                let share = match basis {
                    Basis::Accounts => colour.account_share,
                    Basis::Arr => colour.arr_share,
                };
                share.map(|share| format!("{} {}", share.ratio(), basis.title()))
            })
            .collect();
        let side = if health == Health::Green { "below" } else { "above" };
        let line = Ratio::from_decimal(policy.share_lines(health).alert);
        let message = format!("{}: {}, {side} {line}", health.as_str(), shares.join(" and "));
        found.push(rule.finding(PORTFOLIO, message));
    }
}

fn of_back_test(told: &Told<'_>, test: &BackTest, policy: &HealthPolicy, found: &mut Vec<Finding>) {
    let days = policy.lead_days_min.normalize();
    let left_out = test.late.total_count + test.short_watch_count + test.unknown_watch_count;
    if left_out > 0 {
        let parts = [
            (test.late.total_count, format!("churned under {days} days after the score")),
            (test.short_watch_count, format!("kept watched for under {days} days")),
            (test.unknown_watch_count, "kept watched for an unknown time".to_owned()),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{} {what}", Money::whole(count)))
            .collect();
        let message = format!("{} left out: {}", counted(left_out), parts.join(", "));
        let at = test.late.largest.first().map_or_else(|| PORTFOLIO.to_owned(), |row| told.place.row(*row));
        found.push(HLT_10.finding(at, message));
    }
    if test.undated.total_count > 0 {
        let message = format!(
            "{} of {} churned accounts have no score_date {days} days before churned_on; the figures may flatter",
            test.undated.total_count, test.churned_count
        );
        found.extend(told.finding(&HLT_11, &test.undated, message));
    }
    if !test.allows_weights(policy) {
        let message = format!(
            "{} churned accounts with a proven lead, under {}: keep the weights",
            test.churned_dated_count(),
            policy.churns_min.normalize()
        );
        found.push(HLT_12.finding(PORTFOLIO, message));
    }
    if let Some(separation) = test.separation
        && let Some(p_value) = Ratio::from_f64(separation.p_value)
        && p_value.decimal() >= policy.significance
    {
        let auc = Ratio::from_f64(separation.auc).unwrap_or_default().rounded();
        let message = format!(
            "AUC {} with p = {}: chance alone would do",
            Amount::from_decimal(auc.decimal()),
            Amount::from_decimal(p_value.rounded().decimal())
        );
        found.push(HLT_13.finding(PORTFOLIO, message));
    }
    if test.green_churned.total_count > 0 {
        let listed = told.listed(&test.green_churned, score_of);
        let message = format!("{} of {} were green: {listed}", test.green_churned.total_count, test.churned_count);
        found.extend(told.finding(&HLT_14, &test.green_churned, message));
    }
}
