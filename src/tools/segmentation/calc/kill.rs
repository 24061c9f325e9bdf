//! The five flags, and what they make of an account. What is unknown is never a flag.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::account::{Account, Mark};
use super::icp::{Fit, FitScale};
use crate::tools::segmentation::policy::SegmentationPolicy;
use crate::tools::segmentation::words::{FitBand, Flag, Status};
use crate::units::{Money, Share};

/// A set of flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    const fn bit(flag: Flag) -> u8 {
        1 << flag as u8
    }

    fn insert(&mut self, flag: Flag) {
        self.0 |= Self::bit(flag);
    }

    /// Whether a flag is set.
    #[must_use]
    pub(crate) const fn has(self, flag: Flag) -> bool {
        self.0 & Self::bit(flag) != 0
    }

    /// How many are set.
    #[must_use]
    pub(crate) const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// The flags that are set, in the order of the reference.
    #[must_use]
    pub(crate) fn list(self) -> Vec<Flag> {
        Flag::ALL.into_iter().filter(|flag| self.has(*flag)).collect()
    }
}

/// What the flags say of an account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judgement {
    pub fit: Fit,
    /// Support cost over ARR; none while the cost is unknown or ARR is 0.
    pub cost_ratio: Option<Share>,
    pub flags: Flags,
    /// Flags that could not be assessed.
    pub unknown: Flags,
    pub status: Status,
}

impl Judgement {
    /// Whether cost and fit alone make it a candidate: the case that money proves.
    #[must_use]
    pub(crate) const fn is_economic_pair(&self) -> bool {
        self.flags.has(Flag::CostOverHalf) && self.flags.has(Flag::FitPoor)
    }
}

/// The lines that flags are drawn at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines {
    cost_ratio: Decimal,
    tenure_months: u32,
    escalations: u32,
    flags: u32,
}

impl Lines {
    /// The lines of the policy.
    #[must_use]
    pub(crate) fn of(policy: &SegmentationPolicy) -> Self {
        // Rows that count are whole numbers up to a million.
        let count = |row: Decimal| row.to_u32().unwrap_or(u32::MAX);
        Self {
            cost_ratio: policy.kill_cost_ratio,
            tenure_months: count(policy.kill_tenure_months),
            escalations: count(policy.kill_escalations),
            flags: count(policy.kill_flags),
        }
    }
}

/// Judges an account.
#[must_use]
pub(crate) fn judge(account: &Account, scale: &FitScale, lines: &Lines) -> Judgement {
    let fit = scale.fit(account.marks);
    let cost_ratio = account.support_cost.and_then(|cost| Share::of_money(cost, account.arr));
    let early = match (account.tenure_months, account.escalations) {
        (Some(tenure), Some(escalations)) => Some(tenure < lines.tenure_months && escalations >= lines.escalations),
        // One of the two can rule it out alone.
        (Some(tenure), None) if tenure >= lines.tenure_months => Some(false),
        (None, Some(escalations)) if escalations < lines.escalations => Some(false),
        _ => None,
    };
    let poor = match (fit.band, fit.band_max) {
        (_, FitBand::Poor) => Some(true),
        (FitBand::Poor, _) => None,
        _ => Some(false),
    };
    let mut flags = Flags::default();
    let mut unknown = Flags::default();
    for (flag, truth) in [
        (Flag::FitPoor, poor),
        (Flag::CostOverHalf, cost_ratio.map(|ratio| ratio.above(lines.cost_ratio))),
        (Flag::EarlyEscalations, early),
        (Flag::Acquired, account.marks.get(Mark::AcquiredByConflictingEntity)),
        (Flag::Declining, account.marks.get(Mark::DecliningOrClosing)),
    ] {
        match truth {
            Some(true) => flags.insert(flag),
            Some(false) => {}
            None => unknown.insert(flag),
        }
    }
    let status = if flags.count() == 0 {
        Status::Ok
    } else if flags.count() >= lines.flags {
        Status::Kill
    } else {
        Status::Yellow
    };
    Judgement { fit, cost_ratio, flags, unknown, status }
}

/// What the kill candidates are together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KillTotals {
    pub customers_count: u64,
    pub arr: Money,
    /// The known costs among them.
    pub support_cost: Money,
    pub costs_known_count: u64,
    /// Candidates whose contract's end is unknown.
    pub end_unknown_count: u64,
}

impl KillTotals {
    /// Counts a candidate.
    pub(crate) fn add(&mut self, account: &Account) {
        self.customers_count += 1;
        self.arr += account.arr;
        self.end_unknown_count += u64::from(account.contract_end.is_none());
        if let Some(cost) = account.support_cost {
            self.support_cost += cost;
            self.costs_known_count += 1;
        }
    }
    /// Counts the candidates of other accounts.
    pub(crate) fn append(&mut self, other: &Self) {
        self.customers_count += other.customers_count;
        self.arr += other.arr;
        self.support_cost += other.support_cost;
        self.costs_known_count += other.costs_known_count;
        self.end_unknown_count += other.end_unknown_count;
    }
}
