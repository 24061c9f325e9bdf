//! Expansion of a book. Pure: accounts that are right in; gates, ranked plays and sums out.

pub(super) mod account;
pub(super) mod evidence;
pub(super) mod gate;
pub(super) mod plays;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use account::{Account, Catalogue};
use gate::{Gate, gate};
use plays::{Lack, Play, Plays, Range, Target, plays};

use super::policy::ExpansionPolicy;
use super::words::{PlayKind, Reason, Status};
use crate::customers::Health;
use crate::units::Money;

/// Which part of the lists is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// The longest a list may be.
    pub limit_count: usize,
    /// How many plays, and how many gated accounts, to skip.
    pub offset_count: usize,
}

/// Some accounts: how many, their ARR, and the largest of them by its place in the book.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Group {
    pub accounts_count: u64,
    pub arr: Money,
    pub first: Option<usize>,
}

impl Group {
    fn add(&mut self, index: usize, accounts: &[Account]) {
        let Some(account) = accounts.get(index) else { return };
        self.accounts_count += 1;
        self.arr += account.arr;
        let first = self.first.and_then(|first| accounts.get(first));
        if first.is_none_or(|first| larger_first(account, first).is_lt()) {
            self.first = Some(index);
        }
    }
}

/// What one kind of play brings in all accounts that may be pitched.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PlaySum {
    pub accounts_count: u64,
    pub expected: Range,
}

/// A play of an account, by the account's place in the book.
#[derive(Debug, Clone)]
pub(crate) struct Ranked {
    pub account: usize,
    pub play: Play,
}

/// What a book comes to.
#[derive(Debug, Default)]
pub(crate) struct Review {
    pub all: Group,
    /// Accounts whose gate is open and that have a play.
    pub pitchable: Group,
    /// Accounts whose gate is open, with nothing to sell them.
    pub no_play: Group,
    /// What the plays of the pitchable accounts bring, alternatives left out.
    pub expected: Range,
    pub by_play: [PlaySum; 4],
    /// The page of plays that is wanted.
    pub plays: Vec<Ranked>,
    pub plays_count: u64,
    /// The first of all plays, on whatever page.
    pub lead: Option<Ranked>,
    /// The page of gated accounts that is wanted, the largest first.
    pub gated: Vec<usize>,
    pub gated_all: Group,
    pub statuses: [Group; 4],
    /// What the plays of gated accounts would bring, by what is to be done first.
    pub behind: [Range; 4],
    pub reasons: [Group; 8],
    /// Green accounts whose value is not proven or too recent.
    pub green_early: Group,
    /// Accounts that use more seats than they pay for; the first is the one that uses most.
    pub over_use: Group,
    /// Pitchable or not, accounts with an open gate whose modules are not used enough for another.
    pub held: Group,
    /// Modules that were sized without a price.
    pub unpriced_count: u64,
    /// How many of the open gates' accounts lack what, in the order of `Lack::ALL`.
    pub lacks: [Group; 6],
    /// The rows of the policy that sized or ranked a play.
    pub rates: BTreeSet<&'static str>,
}

/// The key of a play while it is ranked.
struct Candidate {
    account: usize,
    kind: PlayKind,
    base: Money,
    priority: Decimal,
}

/// By ARR, then id.
fn larger_first(one: &Account, other: &Account) -> Ordering {
    other.arr.cmp(&one.arr).then_with(|| one.id.cmp(&other.id))
}

/// Reviews a book.
#[must_use]
pub(crate) fn review(
    accounts: &[Account],
    catalogue: &Catalogue,
    policy: &ExpansionPolicy,
    wanted: Wanted,
) -> Review {
    let mut review = Review::default();
    let mut candidates = Vec::new();
    let mut gated = Vec::new();
    for (index, account) in accounts.iter().enumerate() {
        review.all.add(index, accounts);
        review.count_over_use(index, accounts);
        let gate = gate(account, policy);
        if let Some(status) = gate.status {
            gated.push(index);
            review.count_gated(index, accounts, gate, status);
            if let (true, Some(behind)) = (is_sized(status), review.behind.get_mut(status.index())) {
                behind.add(plays(account, catalogue, policy).total());
            }
        } else {
            let found = plays(account, catalogue, policy);
            candidates.extend(found.list.iter().map(|play| Candidate {
                account: index,
                kind: play.kind,
                base: play.size.base,
                priority: play.priority,
            }));
            review.count_open(index, accounts, &found, catalogue);
        }
    }
    let by_rank = |one: &Candidate, other: &Candidate| {
        let ids = || Some(accounts.get(one.account)?.id.cmp(&accounts.get(other.account)?.id));
        other
            .priority
            .cmp(&one.priority)
            .then_with(|| other.base.cmp(&one.base))
            .then_with(|| ids().unwrap_or(Ordering::Equal))
            .then_with(|| one.kind.cmp(&other.kind))
    };
    review.plays_count = candidates.len() as u64;
    let wanted_count = wanted.offset_count.saturating_add(wanted.limit_count);
    let ranked = first_of(candidates, wanted_count.max(1), by_rank);
    let of_key = |key: &Candidate| {
        let account = accounts.get(key.account)?;
        let play = plays(account, catalogue, policy).list.into_iter().find(|play| play.kind == key.kind)?;
        Some(Ranked { account: key.account, play })
    };
    review.lead = ranked.first().and_then(of_key);
    review.plays = ranked.iter().skip(wanted.offset_count).take(wanted.limit_count).filter_map(of_key).collect();
    let by_size = |one: &usize, other: &usize| match (accounts.get(*one), accounts.get(*other)) {
        (Some(one), Some(other)) => larger_first(one, other),
        // Never: the indices come from the book.
        _ => Ordering::Equal,
    };
    review.gated = first_of(gated, wanted_count, by_size).into_iter().skip(wanted.offset_count).collect();
    review
}

/// Whether the plays behind a gate are sized: not where an account is to be saved, nor where it pays nothing.
#[must_use]
pub(crate) const fn is_sized(status: Status) -> bool {
    matches!(status, Status::Nurture | Status::FindOut)
}

/// The first so many items by an order, without sorting the rest.
fn first_of<T>(mut items: Vec<T>, wanted_count: usize, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    if wanted_count == 0 {
        return Vec::new();
    }
    if wanted_count < items.len() {
        items.select_nth_unstable_by(wanted_count - 1, &order);
        items.truncate(wanted_count);
    }
    items.sort_unstable_by(order);
    items
}

impl Review {
    fn count_over_use(&mut self, index: usize, accounts: &[Account]) {
        let use_of = |index: usize| accounts.get(index).and_then(|account| account.seat_use);
        if use_of(index).is_none_or(|seat_use| seat_use <= Decimal::ONE) {
            return;
        }
        let most = self.over_use.first;
        self.over_use.add(index, accounts);
        // The first is the one that uses most; among equals the larger, which `add` has found.
        let former = most.and_then(use_of);
        match use_of(index).cmp(&former) {
            Ordering::Greater => self.over_use.first = Some(index),
            Ordering::Less => self.over_use.first = most,
            Ordering::Equal => {}
        }
    }

    fn count_gated(&mut self, index: usize, accounts: &[Account], gate: Gate, status: Status) {
        self.gated_all.add(index, accounts);
        if let Some(group) = self.statuses.get_mut(status.index()) {
            group.add(index, accounts);
        }
        for (reason, group) in Reason::ALL.into_iter().zip(&mut self.reasons) {
            if gate.reasons.has(reason) {
                group.add(index, accounts);
            }
        }
        let is_green = accounts.get(index).is_some_and(|account| account.health == Some(Health::Green));
        if is_green && status == Status::Nurture {
            self.green_early.add(index, accounts);
        }
    }

    fn count_open(&mut self, index: usize, accounts: &[Account], found: &Plays, catalogue: &Catalogue) {
        let group = if found.list.is_empty() { &mut self.no_play } else { &mut self.pitchable };
        group.add(index, accounts);
        if found.is_held {
            self.held.add(index, accounts);
        }
        for (lack, group) in Lack::ALL.into_iter().zip(&mut self.lacks) {
            if found.lacks.contains(&lack) {
                group.add(index, accounts);
            }
        }
        self.expected.add(found.total());
        for play in &found.list {
            self.rates.extend(play.rates.into_iter().flatten());
            let is_unpriced = match play.target {
                Target::Module(module) => catalogue.module(module).is_some_and(|module| module.price.is_none()),
                Target::Same | Target::Plan(_) => false,
            };
            self.unpriced_count += u64::from(is_unpriced);
            if let (None, Some(sum)) = (play.alternative_to, self.by_play.get_mut(play.kind as usize)) {
                sum.accounts_count += 1;
                sum.expected.add(play.size);
            }
        }
    }
}
