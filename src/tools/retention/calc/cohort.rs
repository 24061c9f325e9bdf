//! One cohort's figures, and the sums of several.

use super::super::policy::RetentionPolicy;
use super::super::words::CATEGORIES_COUNT;
use super::book::GrrInterval;
use super::verdict::{Standing, Verdict};
use crate::customers::Stage;
use crate::math::{Interval, Moments, Z_95, wilson};
use crate::units::{Label, Money, Share};

/// The amounts and counts that retention is made of.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Base {
    pub(crate) starting_arr: Money,
    pub(crate) churned_arr: Money,
    pub(crate) contraction_arr: Money,
    pub(crate) expansion_arr: Money,
    pub(crate) starting_customers: Option<u64>,
    pub(crate) churned_customers: Option<u64>,
}

impl Base {
    /// The sums; a count that one part lacks is unknown for the whole.
    pub(super) fn sum<'b>(parts: impl Iterator<Item = &'b Self>) -> Self {
        let nothing = Self { starting_customers: Some(0), churned_customers: Some(0), ..Self::default() };
        let both = |one: Option<u64>, other: Option<u64>| one?.checked_add(other?);
        parts.fold(nothing, |sum, part| Self {
            starting_arr: sum.starting_arr + part.starting_arr,
            churned_arr: sum.churned_arr + part.churned_arr,
            contraction_arr: sum.contraction_arr + part.contraction_arr,
            expansion_arr: sum.expansion_arr + part.expansion_arr,
            starting_customers: both(sum.starting_customers, part.starting_customers),
            churned_customers: both(sum.churned_customers, part.churned_customers),
        })
    }

    /// What was lost: churn and contraction.
    pub(crate) fn loss(&self) -> Money {
        self.churned_arr + self.contraction_arr
    }

    /// What is left of the start, before expansion.
    pub(crate) fn kept_arr(&self) -> Money {
        self.starting_arr - self.churned_arr - self.contraction_arr
    }

    /// ARR of the same customers at the end.
    pub(crate) fn ending_arr(&self) -> Money {
        self.kept_arr() + self.expansion_arr
    }

    /// Customers who stayed and customers at the start, where both are known.
    pub(crate) fn kept_customers(&self) -> Option<(u64, u64)> {
        let starting = self.starting_customers?;
        Some((starting.checked_sub(self.churned_customers?)?, starting))
    }
}

/// Why customers left, by category in the order of `Category::ALL`; none where nobody said.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reasons {
    /// Customers by reason.
    pub(crate) customers: Option<[u64; CATEGORIES_COUNT]>,
    /// Churned ARR by reason.
    pub(crate) arr: Option<[Money; CATEGORIES_COUNT]>,
}

/// A group of customers acquired together.
#[derive(Debug, Clone)]
pub(crate) struct Cohort {
    pub(crate) name: Label,
    pub(crate) base: Base,
    pub(crate) reasons: Reasons,
    /// Its age; none where it was not given.
    pub(crate) age_months: Option<u64>,
    /// Whether contraction was absent and taken as 0.
    pub(crate) contraction_absent: bool,
    /// Whether expansion was absent and taken as 0.
    pub(crate) expansion_absent: bool,
    /// Sums over its customers, where they are known.
    pub(crate) moments: Option<Moments>,
}

/// Whether annual lines may be held against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Maturity {
    /// At least a year old.
    Mature,
    /// Too young: figures, but no verdict.
    Immature,
}

/// A cohort with its figures; a share that has no value is none.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) name: Label,
    pub(crate) base: Base,
    pub(crate) maturity: Maturity,
    pub(crate) grr: Option<Share>,
    pub(crate) nrr: Option<Share>,
    pub(crate) churn: Option<Share>,
    pub(crate) contraction: Option<Share>,
    pub(crate) expansion: Option<Share>,
    pub(crate) masking: Option<Share>,
    pub(crate) logo: Option<Share>,
    pub(crate) logo_interval: Option<Interval>,
    pub(crate) grr_interval: Option<GrrInterval>,
    pub(crate) leaky: Option<bool>,
    pub(crate) standing: Standing,
}

impl Cohort {
    /// Its figures and where they stand.
    pub(super) fn measure(&self, stage: Option<Stage>, policy: &RetentionPolicy) -> Measured {
        // The contract takes an absent age as a whole year; the result says so.
        let young = self.age_months.is_some_and(|age| rust_decimal::Decimal::from(age) < policy.mature_age_months);
        let maturity = if young { Maturity::Immature } else { Maturity::Mature };
        let grr_interval = self.moments.as_ref().and_then(GrrInterval::of);
        Measured { grr_interval, ..Measured::of(self.name.clone(), self.base, maturity, stage, policy) }
    }
}

impl Measured {
    pub(super) fn of(
        name: Label,
        base: Base,
        maturity: Maturity,
        stage: Option<Stage>,
        policy: &RetentionPolicy,
    ) -> Self {
        let of_start = |part: Money| Share::of_money(part, base.starting_arr);
        let kept = base.kept_customers();
        let mut measured = Self {
            name,
            base,
            maturity,
            grr: of_start(base.kept_arr()),
            nrr: of_start(base.ending_arr()),
            churn: of_start(base.churned_arr),
            contraction: of_start(base.contraction_arr),
            expansion: of_start(base.expansion_arr),
            masking: Share::of_money(base.expansion_arr, base.loss()),
            logo: kept.and_then(|(kept, starting)| Share::of_counts(kept, starting)),
            logo_interval: kept.and_then(|(kept, starting)| wilson(kept, starting, Z_95)),
            grr_interval: None,
            leaky: None,
            standing: Standing::None,
        };
        if maturity == Maturity::Mature {
            measured.leaky = measured
                .grr
                .zip(measured.nrr)
                .map(|(grr, nrr)| grr.below(policy.leaky_grr_below) && nrr.above(policy.leaky_nrr_above));
            measured.standing = Standing::of(stage, |stage| Verdict::of(&measured, stage, policy));
        }
        measured
    }

    /// Whether rules may be tested on it.
    pub(super) fn is_judged(&self) -> bool {
        self.maturity == Maturity::Mature && self.grr.is_some()
    }
}
