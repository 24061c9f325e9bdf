//! The portfolio of the accounts that are still customers: colours, alerts, gaps, and the order of the list.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::Account;
use crate::customers::{Health, Segment};
use crate::tools::health::policy::HealthPolicy;
use crate::tools::health::words::{Alert, Basis, Component};
use crate::units::{Money, Share};

/// How many accounts a text names.
const NAMED_COUNT_MAX: usize = 3;

/// Accounts of a kind: how many, their ARR, and those with the most ARR.
#[derive(Debug, Clone, Default)]
pub(in crate::tools::health) struct Named {
    pub total_count: u64,
    pub arr: Money,
    /// Rows, by ARR, then id.
    pub largest: Vec<usize>,
}

impl Named {
    /// Takes in a row.
    pub(super) fn add(&mut self, row: usize, accounts: &[Account]) {
        self.total_count += 1;
        let Some(account) = accounts.get(row) else { return };
        self.arr += account.arr;
        let place = self.largest.partition_point(|other| {
            accounts.get(*other).is_some_and(|other| larger_first(other, account) == Ordering::Less)
        });
        if place < NAMED_COUNT_MAX {
            self.largest.insert(place, row);
            self.largest.truncate(NAMED_COUNT_MAX);
        }
    }
}

fn larger_first(one: &Account, other: &Account) -> Ordering {
    other.arr.cmp(&one.arr).then_with(|| one.id.cmp(&other.id))
}

/// The accounts of a colour.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::tools::health) struct Colour {
    pub accounts_count: u64,
    pub arr: Money,
    /// Share of the accounts that have a colour.
    pub account_share: Option<Share>,
    /// Share of their ARR.
    pub arr_share: Option<Share>,
    /// Whether the share of accounts is an alert, and that of ARR.
    pub alerts: [bool; 2],
}

impl Colour {
    /// In what the share is an alert.
    pub(in crate::tools::health) fn alert_by(&self) -> Vec<Basis> {
        [Basis::Accounts, Basis::Arr].into_iter().zip(self.alerts).filter(|(_, on)| *on).map(|(basis, _)| basis).collect()
    }
}

/// What the accounts that are still customers come to.
#[derive(Debug, Default)]
pub(in crate::tools::health) struct Portfolio {
    /// Rows, the worst first.
    pub order: Vec<usize>,
    pub arr: Money,
    pub churned_count: u64,
    /// Accounts with a colour, and their ARR.
    pub assessed_count: u64,
    pub assessed_arr: Money,
    /// From green to red.
    pub colours: [Colour; 3],
    pub red: Named,
    /// Accounts without a colour.
    pub unassessed: Named,
    /// Accounts whose colour an event lowers.
    pub capped: Named,
    /// Accounts of which too little is known for green.
    pub thin: Named,
    /// Those of them that would be green.
    pub thin_green_count: u64,
    pub critical: Named,
    pub high: Named,
    /// Accounts with too many figures, and the most in one.
    pub crowded: Named,
    pub figures_most: u32,
    /// Accounts with a zero taken for silence.
    pub silent: Named,
    /// Accounts whose number of tickets is held against nothing.
    pub tickets_unheld_count: u64,
    /// Accounts with a score.
    pub scored_count: u64,
    pub yellow: Named,
    /// How many of those with a score lack each component that has a weight.
    pub lacking: [u64; 6],
    /// How many have a score and no score before.
    pub without_previous_count: u64,
    /// Which segments occur.
    pub segments: [bool; 5],
}

/// Sums up the accounts that are still customers.
#[must_use]
pub(in crate::tools::health) fn sum_up(accounts: &[Account], policy: &HealthPolicy) -> Portfolio {
    let mut sums = Portfolio::default();
    for (row, account) in accounts.iter().enumerate() {
        if account.is_active() {
            sums.take(row, account, accounts, policy);
        } else {
            sums.churned_count += 1;
        }
    }
    sums.order.sort_unstable_by(|one, other| match (accounts.get(*one), accounts.get(*other)) {
        (Some(one), Some(other)) => worst_first(one, other),
        _ => Ordering::Equal,
    });
    for health in Health::ALL {
        let (count, arr) = (sums.assessed_count, sums.assessed_arr);
        if let Some(colour) = sums.colours.get_mut(health.index()) {
            colour.account_share = Share::of_counts(colour.accounts_count, count);
            colour.arr_share = Share::of_money(colour.arr, arr);
            let line = policy.share_lines(health).alert;
            colour.alerts = [colour.account_share, colour.arr_share].map(|share| is_alert(health, share, line));
        }
    }
    sums
}

fn is_alert(health: Health, share: Option<Share>, line: Decimal) -> bool {
    share.is_some_and(|share| if health == Health::Green { share.below(line) } else { share.above(line) })
}

impl Portfolio {
    fn take(&mut self, row: usize, account: &Account, accounts: &[Account], policy: &HealthPolicy) {
        let judged = &account.judged;
        self.order.push(row);
        self.arr += account.arr;
        if let Some(occurs) = self.segments.get_mut(account.segment.index()) {
            *occurs = true;
        }
        let note = |named: &mut Named, is_so: bool| {
            if is_so {
                named.add(row, accounts);
            }
        };
        note(&mut self.red, judged.health == Some(Health::Red));
        note(&mut self.yellow, judged.health == Some(Health::Yellow));
        note(&mut self.unassessed, judged.health.is_none());
        note(&mut self.capped, judged.health > judged.band);
        let thin = judged.score.is_some() && judged.is_thin(policy);
        note(&mut self.thin, thin);
        note(&mut self.critical, judged.alert == Some(Alert::Critical));
        note(&mut self.high, judged.alert == Some(Alert::High));
        note(&mut self.crowded, Decimal::from(judged.figures_count) > policy.figures_max);
        note(&mut self.silent, judged.silent);
        self.thin_green_count += u64::from(thin && judged.by_score == Some(Health::Green));
        self.figures_most = self.figures_most.max(judged.figures_count);
        self.without_previous_count += u64::from(judged.score.is_some() && account.previous.is_none());
        if let Some(colour) = judged.health.and_then(|health| self.colours.get_mut(health.index())) {
            colour.accounts_count += 1;
            colour.arr += account.arr;
            self.assessed_count += 1;
            self.assessed_arr += account.arr;
        }
        self.tickets_unheld_count += u64::from(judged.tickets_unheld);
        if judged.score.is_none() {
            return;
        }
        self.scored_count += 1;
        for ((component, score), lacking) in Component::ALL.into_iter().zip(judged.scores).zip(&mut self.lacking) {
            *lacking += u64::from(score.is_none() && !policy.weight(component).is_zero());
        }
    }

    /// The segments that occur, from the top.
    pub(in crate::tools::health) fn segments(&self) -> impl Iterator<Item = Segment> {
        Segment::ALL.into_iter().zip(self.segments).filter(|(_, occurs)| *occurs).map(|(segment, _)| segment)
    }
}

/// By score, the lowest first, then by ARR and id; what has no score comes last.
fn worst_first(one: &Account, other: &Account) -> Ordering {
    let by_score = match (one.judged.score, other.judged.score) {
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => one.is_none().cmp(&other.is_none()),
    };
    by_score.then_with(|| larger_first(one, other))
}
