//! Whether the score told who would leave: only scores that were there long enough before the outcome count.

use rust_decimal::Decimal;

use super::Account;
use super::portfolio::Named;
use crate::customers::Health;
use crate::math::{Separation, separation};
use crate::tools::health::policy::HealthPolicy;
use crate::tools::health::words::Component;
use crate::units::Date;

/// The accounts of a colour when they were scored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::tools::health) struct Outcome {
    pub accounts_count: u64,
    pub churned_count: u64,
}

/// What the outcomes tell of the score.
#[derive(Debug, Default)]
pub(in crate::tools::health) struct BackTest {
    /// Accounts with an outcome, counted or not.
    pub known_count: u64,
    pub churned_count: u64,
    pub kept_count: u64,
    /// Churned accounts whose score lies too near to the churn.
    pub late: Named,
    /// Kept accounts that were not watched long enough after their score.
    pub short_watch_count: u64,
    /// Kept accounts of which nobody knows how long they were watched.
    pub unknown_watch_count: u64,
    /// Accounts with an outcome and without a score.
    pub unscored_count: u64,
    /// Churned accounts that count although nothing shows the lead of their score.
    pub undated: Named,
    /// From green to red, by the score alone.
    pub outcomes: [Outcome; 3],
    /// Churned accounts that were green.
    pub green_churned: Named,
    pub separation: Option<Separation>,
    /// Mean squared error of the churn shares by colour, each account left out of its own share; none where few left.
    pub brier: Option<f64>,
    /// The same of the share of all accounts.
    pub brier_base: Option<f64>,
    /// How well each component alone tells, where there are enough churned accounts for other weights.
    pub components: Option<[Option<f64>; 6]>,
}

/// What is known of the time between a score and its outcome.
enum Lead {
    Enough,
    TooShort,
    Unknown,
}

fn lead(from: Option<Date>, to: Option<Date>, policy: &HealthPolicy) -> Lead {
    match (from, to) {
        (Some(from), Some(to)) if Decimal::from(to.days_since(from)) >= policy.lead_days_min => Lead::Enough,
        (Some(_), Some(_)) => Lead::TooShort,
        _ => Lead::Unknown,
    }
}

/// The lead of a churned account's score. Without the day of the churn, the last day it can have been tells whether the
/// score is certainly too late, and never that it is early enough.
fn lead_of_churned(account: &Account, as_of: Option<Date>, policy: &HealthPolicy) -> Lead {
    match (account.churned_on, lead(account.score_date, account.churned_on.or(as_of), policy)) {
        (None, Lead::Enough) => Lead::Unknown,
        (_, lead) => lead,
    }
}

/// Holds the scores against the outcomes.
#[must_use]
pub(in crate::tools::health) fn back_test(accounts: &[Account], as_of: Option<Date>, policy: &HealthPolicy) -> BackTest {
    let mut test = BackTest::default();
    let (mut churned, mut kept) = (Vec::new(), Vec::new());
    for (row, account) in accounts.iter().enumerate() {
        let Some(left) = account.churned else { continue };
        test.known_count += 1;
        let (Some(score), Some(band)) = (account.judged.score, account.judged.band) else {
            test.unscored_count += 1;
            continue;
        };
        if left {
            match lead_of_churned(account, as_of, policy) {
                Lead::TooShort => {
                    test.late.add(row, accounts);
                    continue;
                }
                Lead::Unknown => test.undated.add(row, accounts),
                Lead::Enough => {}
            }
            churned.push((score, row));
            if band == Health::Green {
                test.green_churned.add(row, accounts);
            }
        } else {
            // That an account is kept says nothing until it has been watched for long enough.
            match lead(account.score_date, as_of, policy) {
                Lead::Enough => kept.push((score, row)),
                Lead::TooShort => {
                    test.short_watch_count += 1;
                    continue;
                }
                Lead::Unknown => {
                    test.unknown_watch_count += 1;
                    continue;
                }
            }
        }
        if let Some(outcome) = test.outcomes.get_mut(band.index()) {
            outcome.accounts_count += 1;
            outcome.churned_count += u64::from(left);
        }
    }
    (test.churned_count, test.kept_count) = (churned.len() as u64, kept.len() as u64);
    let scores = |side: &[(Decimal, usize)]| side.iter().map(|(score, _)| *score).collect::<Vec<_>>();
    test.separation = separation(&scores(&churned), &scores(&kept));
    if test.is_enough_for_shares(policy) {
        (test.brier, test.brier_base) = brier(&test.outcomes).unzip();
    }
    test.components = test.allows_weights(policy).then(|| {
        Component::ALL.map(|component| {
            let known = |side: &[(Decimal, usize)]| {
                side.iter()
                    .filter_map(|(_, row)| accounts.get(*row)?.judged.scores.get(component as usize).copied()?)
                    .collect::<Vec<Decimal>>()
            };
            separation(&known(&churned), &known(&kept)).map(|found| found.auc)
        })
    });
    test
}

impl BackTest {
    /// Churned accounts whose score is known to predate the churn.
    pub(in crate::tools::health) const fn churned_dated_count(&self) -> u64 {
        self.churned_count.saturating_sub(self.undated.total_count)
    }

    /// Whether so many have left that the shares by colour are more than noise.
    pub(in crate::tools::health) fn is_enough_for_shares(&self, policy: &HealthPolicy) -> bool {
        Decimal::from(self.churned_count) >= policy.churns_min
    }

    /// Whether there are enough outcomes to try other weights.
    pub(in crate::tools::health) fn allows_weights(&self, policy: &HealthPolicy) -> bool {
        Decimal::from(self.churned_dated_count()) >= policy.churns_min
    }

    /// The accounts of a colour.
    pub(in crate::tools::health) fn outcome(&self, health: Health) -> Outcome {
        self.outcomes.get(health.index()).copied().unwrap_or_default()
    }
}

/// Brier score of the churn share of the account's colour, and of all accounts, the account itself left out.
///
/// In a group of n with k churned each churned account is off by (n − k)/(n − 1) and each kept one by k/(n − 1), so the
/// squares sum to k(n − k)n/(n − 1)². A group of one has nobody else to learn from and takes the share of all others.
fn brier(outcomes: &[Outcome; 3]) -> Option<(f64, f64)> {
    #[expect(clippy::cast_precision_loss, reason = "counts of accounts lie far below 2^53")]
    let real = |count: u64| count as f64;
    let squares = |n: f64, k: f64| k * (n - k) * n / ((n - 1.0) * (n - 1.0));
    let all = real(outcomes.iter().map(|outcome| outcome.accounts_count).sum());
    let churned = real(outcomes.iter().map(|outcome| outcome.churned_count).sum());
    if churned <= 0.0 || churned >= all {
        return None;
    }
    let mut sum = 0.0;
    for outcome in outcomes {
        let (n, k) = (real(outcome.accounts_count), real(outcome.churned_count));
        sum += match outcome.accounts_count {
            0 => 0.0,
            1 => {
                let miss = k - (churned - k) / (all - 1.0);
                miss * miss
            }
            _ => squares(n, k),
        };
    }
    Some((sum / all, squares(all, churned) / all))
}
