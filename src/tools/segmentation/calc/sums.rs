//! What a stretch of the accounts comes to.

use std::cmp::Ordering;

use super::account::Account;
use super::kill::{Judgement, KillTotals};
use super::tiers::TierSum;
use super::top::Top;
use super::transitions::Rise;
use super::{Scheme, Unknown, Wanted};
use crate::customers::Tier;
use crate::tools::segmentation::words::{Flag, Status};

/// Sums and lists of accounts by their places in the book.
pub(super) struct Sums {
    pub(super) tiers: [TierSum; 4],
    pub(super) kill: KillTotals,
    pub(super) unknown: Unknown,
    pub(super) kill_strategic: Top<usize>,
    pub(super) kill_list: Top<usize>,
    pub(super) yellow_list: Top<usize>,
    pub(super) upgrades: Top<usize>,
    pub(super) downgrades: Top<usize>,
    pub(super) nurture: Top<usize>,
    pub(super) customers: Top<usize>,
    /// The ARR of every account in hundredths.
    pub(super) falling: Vec<u64>,
}

impl Sums {
    /// Of no account.
    pub(super) fn of(wanted: Wanted) -> Self {
        let list = || Top::of(wanted.limit_count);
        Self {
            tiers: [TierSum::default(); 4],
            kill: KillTotals::default(),
            unknown: Unknown::default(),
            kill_strategic: Top::of(1),
            kill_list: list(),
            yellow_list: list(),
            upgrades: list(),
            downgrades: list(),
            nurture: list(),
            customers: Top::of(wanted.limit_count.saturating_add(wanted.offset_count)),
            falling: Vec::new(),
        }
    }

    /// Takes in an account; lists are in this order.
    pub(super) fn add(
        &mut self,
        index: usize,
        account: &Account,
        scheme: &Scheme<'_>,
        order: &impl Fn(&usize, &usize) -> Ordering,
    ) {
        let tier = scheme.cuts.tier_of(account.arr);
        let judgement = scheme.judge(account);
        if let Some(sum) = self.tiers.get_mut(tier.index()) {
            sum.add(account);
        }
        // An argument of money has two decimals and 15 digits before them, so it always counts in hundredths.
        self.falling.push(account.arr.hundredths().unwrap_or(u64::MAX));
        self.unknown.add(account, &judgement);
        self.customers.offer(index, order);
        match judgement.status {
            Status::Ok => {}
            Status::Yellow => self.yellow_list.offer(index, order),
            Status::Kill => {
                self.kill.add(account);
                self.kill_list.offer(index, order);
                if tier == Tier::Strategic {
                    self.kill_strategic.offer(index, order);
                }
            }
        }
        match scheme.rise(account, &judgement) {
            Rise::Stay => {}
            Rise::Upgrade { .. } => self.upgrades.offer(index, order),
            Rise::Unknown { .. } | Rise::StrongFit => self.nurture.offer(index, order),
        }
        if scheme.fall(account).is_some() {
            self.downgrades.offer(index, order);
        }
    }

    /// Takes in the accounts that follow.
    pub(super) fn append(&mut self, later: Self, order: &impl Fn(&usize, &usize) -> Ordering) {
        self.tiers.iter_mut().zip(&later.tiers).for_each(|(own, other)| own.append(other));
        self.kill.append(&later.kill);
        self.unknown.append(&later.unknown);
        self.kill_strategic.append(later.kill_strategic, order);
        self.kill_list.append(later.kill_list, order);
        self.yellow_list.append(later.yellow_list, order);
        self.upgrades.append(later.upgrades, order);
        self.downgrades.append(later.downgrades, order);
        self.nurture.append(later.nurture, order);
        self.customers.append(later.customers, order);
        self.falling.extend(later.falling);
    }
}

impl Unknown {
    fn add(&mut self, account: &Account, judgement: &Judgement) {
        let missing = |flag| u64::from(judgement.unknown.has(flag));
        self.signals += u64::from(!account.marks.signals_known());
        self.fit += missing(Flag::FitPoor);
        self.cost += u64::from(account.support_cost.is_none());
        self.arr_zero += u64::from(account.support_cost.is_some() && account.arr.is_zero());
        self.early += missing(Flag::EarlyEscalations);
        self.acquired += missing(Flag::Acquired);
        self.declining += missing(Flag::Declining);
        self.current_tier += u64::from(account.current_tier.is_none());
    }

    fn append(&mut self, other: &Self) {
        self.signals += other.signals;
        self.fit += other.fit;
        self.cost += other.cost;
        self.arr_zero += other.arr_zero;
        self.early += other.early;
        self.acquired += other.acquired;
        self.declining += other.declining;
        self.current_tier += other.current_tier;
    }
}
