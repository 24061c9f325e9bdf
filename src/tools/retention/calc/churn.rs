//! Why customers left, how much of it is known, and who could have kept them.

use super::super::policy::RetentionPolicy;
use super::super::words::{CATEGORIES_COUNT, Category, Lever};
use super::cohort::Cohort;
use super::real;
use crate::math::{Interval, Z_90, Z_95, binomial_two_sided, wilson};
use crate::units::{Money, Share};

/// How many reasons stand at the top; those that tie with the last stand with it.
const TOP_REASONS_COUNT: usize = 3;

/// Whether work on the customer side could have kept a customer, in the broad sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Addressable {
    Yes,
    Partly,
    No,
}

impl Category {
    /// Preventable in the strict sense of the sources (`references/retention.md#churn-reasons`).
    const fn is_preventable(self) -> bool {
        matches!(self, Self::ProductFit | Self::NoValueRealized | Self::TacticalFailure)
    }

    const fn addressable(self) -> Addressable {
        match self {
            Self::ProductFit
            | Self::NoValueRealized
            | Self::TacticalFailure
            | Self::ChampionLeft
            | Self::InvoluntaryPayment => Addressable::Yes,
            Self::CompetitorLoss | Self::Pricing | Self::Consolidation => Addressable::Partly,
            Self::CompanyEvent | Self::Unknown => Addressable::No,
        }
    }
}

/// One reason.
#[derive(Debug, Clone)]
pub(crate) struct ReasonLine {
    pub(crate) category: Category,
    pub(crate) customers: u64,
    /// Share of the customers with a known reason.
    pub(crate) customer_share: Option<Share>,
    pub(crate) churned_arr: Option<Money>,
    /// Share of the money with a known reason.
    pub(crate) arr_share: Option<Share>,
    /// None for what nobody knows.
    pub(crate) preventable: Option<bool>,
}

/// The losses of the portfolio by reason.
#[derive(Debug, Clone)]
pub(crate) struct Churn {
    pub(crate) churned_customers: Option<u64>,
    pub(crate) explained_customers: u64,
    pub(crate) preventable_customers: u64,
    /// Money named preventable, where money was given by reason.
    pub(crate) preventable_arr: Option<Money>,
    /// Share of preventable money in the money with a known reason.
    pub(crate) preventable_arr_share: Option<Share>,
    pub(crate) coverage: Option<Share>,
    pub(crate) reasons: Vec<ReasonLine>,
    pub(crate) top_reasons: Vec<Category>,
    /// Customers of the first and the second reason.
    pub(crate) top_two: Option<(u64, u64)>,
    pub(crate) top_reason_p_value: Option<f64>,
    pub(crate) preventable_share: Option<Share>,
    pub(crate) preventable_interval: Option<Interval>,
    pub(crate) addressable_share: Option<Share>,
    pub(crate) partly_addressable_share: Option<Share>,
    pub(crate) lever: Lever,
    pub(crate) lever_established: bool,
}

impl Churn {
    pub(super) fn of(cohorts: &[&Cohort], policy: &RetentionPolicy) -> Self {
        let customers = sum_by_category(cohorts.iter().filter_map(|cohort| cohort.reasons.customers.as_ref()));
        let by_arr = cohorts.iter().any(|cohort| cohort.reasons.arr.is_some());
        let arr = sum_by_category(cohorts.iter().filter_map(|cohort| cohort.reasons.arr.as_ref()));
        let counts = |wanted: &dyn Fn(Category) -> bool| total(&customers, wanted);
        let amounts = |wanted: &dyn Fn(Category) -> bool| total(&arr, wanted);
        let is_known = |category: Category| category != Category::Unknown;
        let explained = counts(&is_known);
        let explained_arr = amounts(&is_known);
        let preventable = counts(&Category::is_preventable);
        let preventable_arr = amounts(&Category::is_preventable);
        let churned = cohorts.iter().map(|cohort| cohort.base.churned_customers).sum::<Option<u64>>();
        let share = |count: u64| Share::of_counts(count, explained);
        let reasons = lines(&customers, by_arr.then_some(&arr), explained, explained_arr);
        let ranked: Vec<&ReasonLine> =
            reasons.iter().filter(|line| line.customers > 0 && is_known(line.category)).collect();
        let top_two = ranked.first().map(|first| (first.customers, ranked.get(1).map_or(0, |second| second.customers)));
        let third = ranked.get(TOP_REASONS_COUNT - 1).map_or(0, |line| line.customers);
        let preventable_share = share(preventable);
        let lever = lever(preventable_share, policy);
        Self {
            churned_customers: churned,
            explained_customers: explained,
            preventable_customers: preventable,
            preventable_arr: by_arr.then_some(preventable_arr),
            preventable_arr_share: Share::of_money(preventable_arr, explained_arr),
            coverage: churned.and_then(|churned| Share::of_counts(explained, churned)),
            top_reasons: ranked.iter().filter(|line| line.customers >= third).map(|line| line.category).collect(),
            top_two,
            top_reason_p_value: top_two
                .and_then(|(first, second)| binomial_two_sided(first, first.saturating_add(second))),
            preventable_share,
            preventable_interval: wilson(preventable, explained, Z_95),
            addressable_share: share(counts(&|category| category.addressable() == Addressable::Yes)),
            partly_addressable_share: share(counts(&|category| category.addressable() == Addressable::Partly)),
            lever,
            lever_established: is_established(lever, wilson(preventable, explained, Z_90), policy),
            reasons,
        }
    }
}

fn sum_by_category<'v, V>(parts: impl Iterator<Item = &'v [V; CATEGORIES_COUNT]>) -> [V; CATEGORIES_COUNT]
where
    V: Copy + Default + std::ops::AddAssign + 'v,
{
    parts.fold([V::default(); CATEGORIES_COUNT], |mut sum, part| {
        for (total, value) in sum.iter_mut().zip(part) {
            *total += *value;
        }
        sum
    })
}

fn total<V: Copy + std::iter::Sum>(values: &[V; CATEGORIES_COUNT], wanted: &dyn Fn(Category) -> bool) -> V {
    Category::ALL.iter().zip(values).filter(|(category, _)| wanted(**category)).map(|(_, value)| *value).sum()
}

/// The categories that hold anything: by customers, then money, then their own order; unknown last.
fn lines(
    customers: &[u64; CATEGORIES_COUNT],
    arr: Option<&[Money; CATEGORIES_COUNT]>,
    explained: u64,
    explained_arr: Money,
) -> Vec<ReasonLine> {
    let amount = |index: usize| arr.and_then(|arr| arr.get(index)).copied();
    let mut lines: Vec<ReasonLine> = Category::ALL
        .iter()
        .zip(customers)
        .enumerate()
        .map(|(index, (&category, &customers))| {
            let churned_arr = amount(index);
            let known = category != Category::Unknown;
            ReasonLine {
                category,
                customers,
                customer_share: Share::of_counts(customers, explained).filter(|_| known),
                churned_arr,
                arr_share: churned_arr.and_then(|arr| Share::of_money(arr, explained_arr)).filter(|_| known),
                preventable: known.then(|| category.is_preventable()),
            }
        })
        .filter(|line| line.customers > 0 || line.churned_arr.is_some_and(|arr| !arr.is_zero()))
        .collect();
    lines.sort_by(|one, other| {
        let rank = |line: &ReasonLine| {
            (line.category == Category::Unknown, std::cmp::Reverse((line.customers, line.churned_arr)), line.category)
        };
        rank(one).cmp(&rank(other))
    });
    lines
}

/// The point share names the lever.
fn lever(share: Option<Share>, policy: &RetentionPolicy) -> Lever {
    match share {
        None => Lever::NotAssessable,
        Some(share) if share.above(policy.lever_leverage_above) => Lever::CsLeverage,
        Some(share) if share.below(policy.lever_structural_below) => Lever::Structural,
        Some(_) => Lever::Mixed,
    }
}

/// Whether the whole interval lies beyond the lever's line.
fn is_established(lever: Lever, interval: Option<Interval>, policy: &RetentionPolicy) -> bool {
    interval.is_some_and(|interval| match lever {
        Lever::CsLeverage => interval.low > real(policy.lever_leverage_above),
        Lever::Structural => interval.high < real(policy.lever_structural_below),
        Lever::Mixed | Lever::NotAssessable => false,
    })
}
