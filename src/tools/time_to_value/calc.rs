//! The wait of each tier. Pure: accounts whose days are right in, the curve and what is read off it out.

use super::policy::{Lines, TimeToValuePolicy, Verdict};
use crate::customers::Tier;
use crate::math::{Observation, Step, curve, median, median_interval};
use crate::units::Label;

/// An account and how long it was watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub id: Label,
    pub tier: Tier,
    /// Days to value, or days of waiting so far.
    pub days: u32,
    /// Whether value was reached on that day.
    pub reached: bool,
    /// Whether it left on that day, before value: watched up to then, and waiting no more.
    pub left: bool,
    /// Its row in the caller's table.
    pub row: usize,
}

/// What the accounts of one tier tell.
#[derive(Debug)]
pub(super) struct TierTimes<'a> {
    pub tier: Tier,
    pub accounts_count: usize,
    pub reached_count: usize,
    /// Those still waiting, the longest first.
    pub waiting: Vec<&'a Account>,
    /// How many of them have waited longer than the slowest success took.
    pub stuck_count: usize,
    pub slowest_success_days: Option<u32>,
    pub median_days: Option<u32>,
    pub low_days: Option<u32>,
    pub high_days: Option<u32>,
    /// The share that takes longer than the warning line; none where nobody was watched that long.
    pub past_warning: Option<f64>,
    pub lines: Lines,
    pub verdict: Verdict,
    pub steps: Vec<Step>,
}

impl TierTimes<'_> {
    /// How many left before value.
    pub(super) const fn left_count(&self) -> usize {
        self.accounts_count - self.reached_count - self.waiting.len()
    }

    /// Whether everybody has arrived.
    pub(super) const fn is_whole(&self) -> bool {
        self.reached_count == self.accounts_count
    }
}

/// Measures every tier that has an account, from the top.
#[must_use]
pub(super) fn measure<'a>(accounts: &'a [Account], policy: &TimeToValuePolicy) -> Vec<TierTimes<'a>> {
    let of_tier = |tier| accounts.iter().filter(move |account| account.tier == tier).collect::<Vec<_>>();
    Tier::ALL
        .into_iter()
        .map(|tier| (tier, of_tier(tier)))
        .filter(|(_, members)| !members.is_empty())
        .map(|(tier, members)| measure_tier(tier, &members, policy.lines(tier)))
        .collect()
}

fn measure_tier<'a>(tier: Tier, members: &[&'a Account], lines: Lines) -> TierTimes<'a> {
    let observations: Vec<Observation> =
        members.iter().map(|account| Observation { time: account.days, event: account.reached }).collect();
    let steps = curve(&observations);
    let median_days = median(&steps);
    let (low_days, high_days) = median_interval(&steps);
    let longest_days = members.iter().map(|account| account.days).max().unwrap_or_default();
    let mut waiting: Vec<&Account> = members.iter().copied().filter(|account| !account.reached && !account.left).collect();
    waiting.sort_by(|one, other| longest_first(one, other));
    let slowest_success_days = steps.last().map(|step| step.time);
    let is_stuck = |account: &&&Account| slowest_success_days.is_some_and(|slowest| account.days > slowest);
    TierTimes {
        tier,
        accounts_count: members.len(),
        reached_count: members.iter().filter(|account| account.reached).count(),
        stuck_count: waiting.iter().filter(is_stuck).count(),
        waiting,
        slowest_success_days,
        median_days,
        low_days,
        high_days,
        past_warning: share_after(&steps, lines.warning, longest_days),
        lines,
        verdict: lines.verdict(median_days),
        steps,
    }
}

/// Those who still wait, of all tiers, the longest first.
pub(super) fn waiting_longest<'a>(tiers: &[TierTimes<'a>]) -> Vec<&'a Account> {
    let mut waiting: Vec<&Account> = tiers.iter().flat_map(|tier| tier.waiting.iter().copied()).collect();
    waiting.sort_by(|one, other| longest_first(one, other));
    waiting
}

/// By days, the longest first, then by id: an order that does not depend on the rows'.
pub(super) fn longest_first(one: &Account, other: &Account) -> std::cmp::Ordering {
    other.days.cmp(&one.days).then_with(|| one.id.cmp(&other.id))
}

/// S(day): the share for whom value comes after that day.
///
/// Past the longest watch the curve says nothing, unless it has fallen to 0 before.
fn share_after(steps: &[Step], day: u32, longest_days: u32) -> Option<f64> {
    let share = steps.iter().take_while(|step| step.time <= day).last().map_or(1.0, |step| step.survival);
    (longest_days >= day || share <= 0.0).then_some(share)
}

#[cfg(test)]
mod tests;
