//! Moves between tiers: up when every condition is known to be true, down when ARR is under the floor.

use rust_decimal::Decimal;

use super::account::{Account, Mark};
use super::kill::Judgement;
use crate::customers::{Tier, TierCuts};
use crate::tools::segmentation::policy::SegmentationPolicy;
use crate::tools::segmentation::words::{Condition, FitBand, Status};

/// What speaks for a move up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rise {
    /// Nothing, or a condition speaks against it.
    Stay,
    /// Every condition of the next tier is true.
    Upgrade { from: Tier, to: Tier },
    /// None is false, and these are unknown.
    Unknown { to: Tier, missing: Vec<Condition> },
    /// Strong fit with expansion potential, though no move is due.
    StrongFit,
}

/// The move up of an account. A kill candidate never rises.
#[must_use]
pub(crate) fn rise(account: &Account, judgement: &Judgement, cuts: &TierCuts, policy: &SegmentationPolicy) -> Rise {
    if judgement.status == Status::Kill {
        return Rise::Stay;
    }
    if let Some(from) = account.current_tier
        && let Some(to) = next_up(from)
        && account.arr > cuts.floor_of(to)
    {
        let conditions = conditions(account, judgement, to, policy);
        if conditions.iter().all(|(_, truth)| *truth != Some(false)) {
            let missing: Vec<Condition> =
                conditions.iter().filter(|(_, truth)| truth.is_none()).map(|(condition, _)| *condition).collect();
            return if missing.is_empty() { Rise::Upgrade { from, to } } else { Rise::Unknown { to, missing } };
        }
    }
    let strong = judgement.fit.band == FitBand::Strong;
    if strong && account.marks.get(Mark::ExpansionPotentialHigh) == Some(true) { Rise::StrongFit } else { Rise::Stay }
}

/// The tier that an account under the floor of its own belongs to.
#[must_use]
pub(crate) fn fall(account: &Account, cuts: &TierCuts) -> Option<(Tier, Tier)> {
    let from = account.current_tier?;
    (account.arr < cuts.floor_of(from)).then(|| (from, cuts.tier_of(account.arr)))
}

const fn next_up(tier: Tier) -> Option<Tier> {
    match tier {
        Tier::Strategic => None,
        Tier::Enterprise => Some(Tier::Strategic),
        Tier::MidMarket => Some(Tier::Enterprise),
        Tier::SmbLongTail => Some(Tier::MidMarket),
    }
}

/// What a tier asks for beside its ARR.
fn conditions(
    account: &Account,
    judgement: &Judgement,
    to: Tier,
    policy: &SegmentationPolicy,
) -> Vec<(Condition, Option<bool>)> {
    let mark = |mark| account.marks.get(mark);
    match to {
        Tier::Strategic => vec![
            (Condition::MultiYear, mark(Mark::MultiYear)),
            (Condition::ExpansionPotentialHigh, mark(Mark::ExpansionPotentialHigh)),
            (Condition::SponsorBothSides, mark(Mark::SponsorBothSides)),
        ],
        Tier::Enterprise => vec![(Condition::DedicatedExecContact, mark(Mark::DedicatedExecContact))],
        Tier::MidMarket => {
            let tenure = account.tenure_months.map(|months| Decimal::from(months) > policy.upgrade_tenure_months);
            let fit = if judgement.fit.score >= policy.upgrade_fit_min {
                Some(true)
            } else if judgement.fit.max < policy.upgrade_fit_min {
                Some(false)
            } else {
                None
            };
            vec![(Condition::TenureMonths, tenure), (Condition::IcpFitSignals, fit)]
        }
        // Nothing rises to the last tier.
        Tier::SmbLongTail => Vec::new(),
    }
}
