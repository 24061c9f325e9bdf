//! Segmentation of a book. Pure: accounts that are right in, tiers, verdicts and lists out.

pub(super) mod account;
pub(super) mod icp;
pub(super) mod kill;
pub(super) mod paths;
mod sums;
#[cfg(test)]
mod tests;
pub(super) mod tiers;
mod top;
pub(super) mod transitions;

use std::cmp::Ordering;

use account::{Account, Book};
use icp::FitScale;
use kill::{Judgement, KillTotals, Lines, judge};
use sums::Sums;
use tiers::{QuantileTier, TierSum, TopShares};
use top::Top;
use transitions::{Rise, fall, rise};

use super::policy::SegmentationPolicy;
use crate::customers::{Tier, TierCuts};
use crate::math::{Concentration, concentration};
use crate::threads::in_stretches;
use crate::units::{Money, Share};

/// Which part of the lists is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// The longest a list may be.
    pub limit_count: usize,
    /// How many customers to skip.
    pub offset_count: usize,
}

/// The first accounts of a list by their place in the book, and how many there are.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub indices: Vec<usize>,
    pub total_count: u64,
}

/// What a book comes to.
#[derive(Debug)]
pub(crate) struct Segmented {
    pub customers_count: u64,
    pub arr: Money,
    pub tiers: [TierSum; 4],
    pub kill: KillTotals,
    /// Kill candidates in Strategic.
    pub kill_strategic: Listed,
    pub kill_list: Listed,
    pub yellow_list: Listed,
    pub upgrades: Listed,
    pub downgrades: Listed,
    pub nurture: Listed,
    pub customers: Listed,
    /// Accounts that hold the policy's share of ARR or more, largest first.
    pub large: Vec<usize>,
    pub quantiles: [QuantileTier; 4],
    pub top_shares: Option<TopShares>,
    pub concentration: Option<Concentration>,
    pub unknown: Unknown,
}

/// How many accounts lack what.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Unknown {
    /// Some ICP signal.
    pub signals: u64,
    /// Whether the fit is poor.
    pub fit: u64,
    /// The support cost.
    pub cost: u64,
    /// ARR above 0, though the cost is known.
    pub arr_zero: u64,
    /// Tenure or escalations.
    pub early: u64,
    /// Whether a conflicting company bought it.
    pub acquired: u64,
    /// Whether it declines.
    pub declining: u64,
    /// The current tier.
    pub current_tier: u64,
}

/// What is the same for every account of a call.
#[derive(Debug)]
pub(crate) struct Scheme<'a> {
    pub policy: &'a SegmentationPolicy,
    pub cuts: TierCuts,
    pub scale: FitScale,
    pub lines: Lines,
}

impl<'a> Scheme<'a> {
    /// The scheme of a policy.
    #[must_use]
    pub(crate) fn of(policy: &'a SegmentationPolicy) -> Self {
        Self { policy, cuts: policy.cuts(), scale: FitScale::of(policy), lines: Lines::of(policy) }
    }

    /// What the flags say of an account.
    #[must_use]
    pub(crate) fn judge(&self, account: &Account) -> Judgement {
        judge(account, &self.scale, &self.lines)
    }

    /// What speaks for a move up.
    #[must_use]
    pub(crate) fn rise(&self, account: &Account, judgement: &Judgement) -> Rise {
        rise(account, judgement, &self.cuts, self.policy)
    }

    /// The move down that is due.
    #[must_use]
    pub(crate) fn fall(&self, account: &Account) -> Option<(Tier, Tier)> {
        fall(account, &self.cuts)
    }
}

/// Segments a book.
#[must_use]
pub(crate) fn segment(book: &Book, scheme: &Scheme<'_>, wanted: Wanted) -> Segmented {
    let stretches = in_stretches(&book.accounts, |start, accounts| sums(book, start, accounts, scheme, wanted));
    segmented(book, stretches, scheme, wanted)
}

/// The order of every list, by the places of two accounts.
fn by_rank(book: &Book) -> impl Fn(&usize, &usize) -> Ordering + Copy {
    |one, other| match (book.accounts.get(*one), book.accounts.get(*other)) {
        (Some(one), Some(other)) => book.rank(one, other),
        // Never: the indices come from the book.
        (one, other) => one.is_none().cmp(&other.is_none()),
    }
}

/// The sums of a stretch of the book.
fn sums(book: &Book, start: usize, accounts: &[Account], scheme: &Scheme<'_>, wanted: Wanted) -> Sums {
    let mut sums = Sums::of(wanted);
    for (index, account) in (start..).zip(accounts) {
        sums.add(index, account, scheme, &by_rank(book));
    }
    sums.falling.sort_unstable_by(|one, other| other.cmp(one));
    sums
}

/// What the stretches of a book come to, in their order.
fn segmented(book: &Book, stretches: Vec<Sums>, scheme: &Scheme<'_>, wanted: Wanted) -> Segmented {
    let order = by_rank(book);
    let mut stretches = stretches.into_iter();
    let mut sums = stretches.next().unwrap_or_else(|| Sums::of(wanted));
    for stretch in stretches {
        sums.append(stretch, &order);
    }
    // Each stretch falls by itself: the stable sort finds that and merges.
    sums.falling.sort_by(|one, other| other.cmp(one));
    let listed = |top: Top<usize>| {
        let (indices, total_count) = top.finish(order);
        Listed { indices, total_count }
    };
    let arr = sums.tiers.iter().map(|sum| sum.arr).sum();
    let customers_count = sums.tiers.iter().map(|sum| sum.customers_count).sum();
    let falling = sums.falling;
    let mut page = listed(sums.customers);
    let large = large(book, arr, scheme.policy, &falling);
    page.indices.drain(..wanted.offset_count.min(page.indices.len()));
    Segmented {
        customers_count,
        arr,
        tiers: sums.tiers,
        kill: sums.kill,
        kill_strategic: listed(sums.kill_strategic),
        kill_list: listed(sums.kill_list),
        yellow_list: listed(sums.yellow_list),
        upgrades: listed(sums.upgrades),
        downgrades: listed(sums.downgrades),
        nurture: listed(sums.nurture),
        customers: page,
        large,
        quantiles: tiers::quantile_tiers(&falling, scheme.policy),
        top_shares: tiers::top_shares(&falling, arr),
        concentration: spread(&falling),
        unknown: sums.unknown,
    }
}

/// The accounts that hold the policy's share of ARR or more, largest first.
fn large(book: &Book, total: Money, policy: &SegmentationPolicy, falling: &[u64]) -> Vec<usize> {
    let is_large = |arr: &Money| {
        !policy.one_account_share.is_zero()
            && Share::of_money(*arr, total).is_some_and(|share| share.at_least(policy.one_account_share))
    };
    let amounts = falling.iter().map_while(|arr| Money::of_hundredths(u128::from(*arr)));
    let Some(least) = amounts.take_while(is_large).last() else { return Vec::new() };
    let mut large: Vec<(&Account, usize)> =
        book.accounts.iter().zip(0..).filter(|(account, _)| account.arr >= least).collect();
    large.sort_by(|(one, _), (other, _)| book.rank(one, other));
    large.into_iter().map(|(_, index)| index).collect()
}

/// How concentrated the ARR is; hundredths are as good as whole amounts, since only shares count.
#[expect(clippy::cast_precision_loss, reason = "an index of shares is real-valued by nature")]
fn spread(falling: &[u64]) -> Option<Concentration> {
    concentration(&falling.iter().map(|arr| *arr as f64).collect::<Vec<_>>())
}
