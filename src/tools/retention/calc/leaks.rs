//! Where the money went, what half of preventable churn is worth, and the way from start to end.

use rust_decimal::Decimal;

use super::super::policy::RetentionPolicy;
use super::super::words::{LeakKind, UpsideBasis};
use super::churn::Churn;
use super::cohort::{Base, Cohort};
use crate::units::{Label, Money, Share};

/// How many losses are named.
const LEAKS_COUNT: usize = 3;

/// One loss.
#[derive(Debug, Clone)]
pub(crate) struct Leak {
    pub(crate) cohort: Label,
    pub(crate) kind: LeakKind,
    pub(crate) amount: Money,
    pub(crate) share_of_loss: Option<Share>,
}

/// The largest losses by cohort and kind, none of them nothing.
pub(super) fn largest(cohorts: &[&Cohort]) -> Vec<Leak> {
    let loss: Money = cohorts.iter().map(|cohort| cohort.base.loss()).sum();
    let mut leaks: Vec<(Money, &Label, LeakKind)> = cohorts
        .iter()
        .flat_map(|cohort| {
            [
                (cohort.base.churned_arr, &cohort.name, LeakKind::Churn),
                (cohort.base.contraction_arr, &cohort.name, LeakKind::Contraction),
            ]
        })
        .filter(|(amount, _, _)| !amount.is_zero())
        .collect();
    leaks.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| (one.1, one.2).cmp(&(other.1, other.2))));
    leaks
        .into_iter()
        .take(LEAKS_COUNT)
        .map(|(amount, cohort, kind)| Leak {
            cohort: cohort.clone(),
            kind,
            amount,
            share_of_loss: Share::of_money(amount, loss),
        })
        .collect()
}

/// The amounts from start to end; all zero or more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bridge {
    pub(crate) starting: Money,
    pub(crate) churn: Money,
    pub(crate) contraction: Money,
    pub(crate) expansion: Money,
    /// Customers who came back: only a ledger can tell them from new ones.
    pub(crate) reactivation: Money,
    pub(crate) ending: Money,
}

impl Bridge {
    pub(super) fn of(base: &Base, reactivation: Money) -> Self {
        let bridge = Self {
            starting: base.starting_arr,
            churn: base.churned_arr,
            contraction: base.contraction_arr,
            expansion: base.expansion_arr,
            reactivation,
            ending: base.ending_arr() + reactivation,
        };
        let sum = bridge.starting - bridge.churn - bridge.contraction + bridge.expansion + bridge.reactivation;
        assert!(sum == bridge.ending, "starting − churn − contraction + expansion + reactivation = ending");
        bridge
    }
}

/// What half of preventable churn would bring, with a range where the amount is an assumption.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upside {
    /// None where nothing churned, so that there was nothing to reckon from.
    pub(crate) basis: Option<UpsideBasis>,
    pub(crate) gain: Worth,
    pub(crate) range: Option<(Worth, Worth)>,
}

/// An amount kept, and GRR with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worth {
    pub(crate) arr: Money,
    pub(crate) grr_after: Option<Share>,
}

impl Upside {
    pub(super) fn of(cohorts: &[&Cohort], base: &Base, churn: &Churn, policy: &RetentionPolicy) -> Option<Self> {
        let part = policy.upside_preventable_share;
        let worth = |arr: Money| Worth { arr, grr_after: Share::of_money(base.kept_arr() + arr, base.starting_arr) };
        if cohorts.is_empty() {
            return None;
        }
        if base.churned_arr.is_zero() {
            return Some(Self { basis: None, gain: worth(Money::ZERO), range: None });
        }
        // Money by reason is a fact and is never scaled up to what has no reason.
        if let Some(preventable) = churn.preventable_arr {
            let gain = worth(preventable.times(part));
            return Some(Self { basis: Some(UpsideBasis::Arr), gain, range: None });
        }
        let share = churn.preventable_share?.ratio().decimal();
        let of_share = |share: Decimal| worth(base.churned_arr.times(share * part));
        let of_end = |end: f64| Decimal::try_from(end).ok().map(of_share);
        let range = churn.preventable_interval.and_then(|ends| of_end(ends.low).zip(of_end(ends.high)));
        Some(Self { basis: Some(UpsideBasis::Logos), gain: of_share(share), range })
    }
}
