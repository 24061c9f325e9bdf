//! A ledger's sums as retention sees them: cohorts over the window, the book, segments against each other, ages.

use super::book::Book;
use super::cohort::{Base, Cohort, Reasons};
use crate::ledger::{AgeSums, Aggregate, CohortBy, CohortSums, Sums};
use crate::math::Moments;
use crate::units::{Label, Money, Period, Share};

/// The age at which cohorts are compared: the first whole year.
pub(super) const TREND_AGE_MONTHS: u32 = 12;

/// The cohorts of the window that had customers at its start, oldest first.
pub(crate) fn cohorts(sums: &Aggregate) -> Vec<Cohort> {
    let window = u64::try_from(sums.meta.window_months).ok();
    let named = |first: i32| Label::of(&cohort_name(first, sums.meta.cohort_months));
    let with_base = sums.cohorts.iter().filter(|(_, of)| of.base.customers > 0);
    let cohort = |(first, of): (&i32, &CohortSums)| Cohort {
        name: named(*first),
        base: base(&of.base),
        reasons: Reasons::default(),
        age_months: window,
        contraction_absent: false,
        expansion_absent: false,
        moments: Some(moments(of)),
    };
    with_base.map(cohort).collect()
}

/// The customers at the start of the window.
pub(crate) fn book(sums: &Aggregate) -> Book {
    let mut whole = Moments::default();
    sums.cohorts.values().for_each(|of| whole += moments(of));
    let wide = |pairs: &Vec<(i64, i64)>| pairs.iter().map(|(start, kept)| (i128::from(*start), i128::from(*kept))).collect();
    let (top, pairs) = (wide(&sums.top), sums.pairs.as_ref().map(wide));
    Book { moments: whole, top, pairs }
}

fn moments(of: &CohortSums) -> Moments {
    let kept = of.base.starting - of.base.churned - of.base.contraction;
    let sums = [of.base.starting, kept, of.start_start, of.start_kept, of.kept_kept];
    Moments::of_sums(count(of.base.customers), sums)
}

fn count(of: i64) -> u64 {
    u64::try_from(of).unwrap_or_default()
}

/// Hundredths as an amount; sums of a ledger are never below zero.
pub(crate) fn money(hundredths: i128) -> Money {
    u128::try_from(hundredths).ok().and_then(Money::of_hundredths).unwrap_or_default()
}

fn base(of: &Sums) -> Base {
    Base {
        starting_arr: money(of.starting),
        churned_arr: money(of.churned),
        contraction_arr: money(of.contraction),
        expansion_arr: money(of.expansion),
        starting_customers: Some(count(of.customers)),
        churned_customers: Some(count(of.churned_customers)),
    }
}

/// The name of a cohort by its first month: `2024-Q1`, `2024-03` or `2024`.
fn cohort_name(first: i32, cohort_months: i64) -> String {
    let period = Period::of_months(first);
    match CohortBy::of_months(cohort_months) {
        Some(CohortBy::Quarter) => format!("{}-Q{}", period.year(), (period.month() + 2) / 3),
        Some(CohortBy::Year) => period.year().to_string(),
        _ => period.to_string(),
    }
}

/// What a ledger shows beside its cohorts.
#[derive(Debug, Clone)]
pub(crate) struct LedgerFigures {
    /// Who paid before, nothing at the start, and pays at the end.
    pub(crate) returned_customers: u64,
    /// What they pay.
    pub(crate) returned_arr: Money,
    /// Who began within the window and pays at the end.
    pub(crate) new_customers: u64,
    /// What they pay.
    pub(crate) new_arr: Money,
    /// Who stayed with a month of nothing in between.
    pub(crate) gapped_customers: u64,
    /// Rate and mix between the window before and this one; none without segments or without that window.
    pub(crate) mix: Option<Mix>,
    /// Each cohort by age, oldest first.
    pub(crate) triangle: Vec<CohortAges>,
}

impl LedgerFigures {
    pub(super) fn of(sums: &Aggregate) -> Self {
        let mut whole = CohortSums::default();
        sums.cohorts.values().for_each(|of| whole.append(of));
        Self {
            returned_customers: count(whole.returned_customers),
            returned_arr: money(whole.returned),
            new_customers: count(whole.new_customers),
            new_arr: money(whole.new),
            gapped_customers: count(whole.gapped_customers),
            mix: Mix::of(sums),
            triangle: triangle(sums),
        }
    }

    /// GRR at the first whole year of each cohort that is wholly that old, but for the one whose beginning the ledger
    /// may not show.
    pub(super) fn yearly_grr(&self) -> Vec<f64> {
        let of_year = |cohort: &CohortAges| cohort.ages.iter().find(|age| age.age_months == TREND_AGE_MONTHS).copied();
        let whole = self.triangle.iter().filter(|cohort| !cohort.is_cut);
        let complete = whole.filter_map(|cohort| of_year(cohort).filter(|age| age.at_risk == cohort.customers));
        complete.filter_map(|age| Some(age.grr?.ratio().to_f64())).collect()
    }
}

/// A cohort by age.
#[derive(Debug, Clone)]
pub(crate) struct CohortAges {
    pub(crate) name: Label,
    /// Its customers.
    pub(crate) customers: u64,
    /// What they paid in their first month, annual.
    pub(crate) starting_arr: Money,
    /// Whether some of them pay in the ledger's first month, and so may be older.
    pub(crate) is_cut: bool,
    pub(crate) ages: Vec<AgeFigures>,
}

/// A cohort at an age, against its first month.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AgeFigures {
    pub(crate) age_months: u32,
    /// Customers who are that old by the last month.
    pub(crate) at_risk: u64,
    pub(crate) grr: Option<Share>,
    pub(crate) nrr: Option<Share>,
    pub(crate) logo: Option<Share>,
    /// What those pay who come back after a month of nothing.
    pub(crate) returned_arr: Money,
}

fn triangle(sums: &Aggregate) -> Vec<CohortAges> {
    let first_month = i32::try_from(sums.meta.first_month).unwrap_or_default();
    let cohort_months = i32::try_from(sums.meta.cohort_months).unwrap_or(1).max(1);
    let cut = (sums.meta.first_month_customers > 0).then(|| first_month - first_month.rem_euclid(cohort_months));
    let mut cohorts: Vec<(i32, CohortAges)> = Vec::new();
    for ((first, age_months), of) in &sums.triangle {
        let age = age_figures(*age_months, of);
        match cohorts.last_mut().filter(|(last, _)| last == first) {
            Some((_, cohort)) => cohort.ages.push(age),
            None => cohorts.push((
                *first,
                CohortAges {
                    name: Label::of(&cohort_name(*first, sums.meta.cohort_months)),
                    customers: age.at_risk,
                    starting_arr: money(of.base.starting),
                    is_cut: cut == Some(*first),
                    ages: vec![age],
                },
            )),
        }
    }
    cohorts.into_iter().map(|(_, cohort)| cohort).collect()
}

fn age_figures(age_months: u32, of: &AgeSums) -> AgeFigures {
    let base = base(&of.base);
    let kept = base.kept_customers();
    AgeFigures {
        age_months,
        at_risk: count(of.base.customers),
        grr: Share::of_money(base.kept_arr(), base.starting_arr),
        nrr: Share::of_money(base.ending_arr(), base.starting_arr),
        logo: kept.and_then(|(kept, starting)| Share::of_counts(kept, starting)),
        returned_arr: money(of.returned),
    }
}

/// How much of a change of GRR comes from the segments themselves, and how much from their weights.
///
/// Reference: Kitagawa 1955, JASA 50; Das Gupta 1993: both parts at the average of the two windows, so that they sum to
/// the change without a rest.
#[derive(Debug, Clone)]
pub(crate) struct Mix {
    pub(crate) grr_before: f64,
    pub(crate) grr_now: f64,
    pub(crate) rate_effect: f64,
    pub(crate) weight_effect: f64,
    /// Whether each segment moved against the whole (Simpson 1951).
    pub(crate) is_reversal: bool,
    /// By name, the unknown one last.
    pub(crate) segments: Vec<MixSegment>,
}

/// A segment in both windows.
#[derive(Debug, Clone)]
pub(crate) struct MixSegment {
    pub(crate) name: Option<Label>,
    pub(crate) share_before: f64,
    pub(crate) share_now: f64,
    pub(crate) grr_before: Option<f64>,
    pub(crate) grr_now: Option<f64>,
    pub(crate) rate_effect: f64,
    pub(crate) mix_effect: f64,
}

impl Mix {
    /// None where no row names a segment, or nobody paid at the start of one of the windows.
    fn of(sums: &Aggregate) -> Option<Self> {
        let is_known = |name: &Option<String>| name.is_some();
        if !sums.segments.keys().chain(sums.segments_before.keys()).any(is_known) {
            return None;
        }
        let whole = |of: &std::collections::BTreeMap<Option<String>, Sums>| {
            let mut whole = Sums::default();
            for sums in of.values() {
                whole.append(sums);
            }
            (whole.starting > 0).then_some(whole)
        };
        let (before, now) = (whole(&sums.segments_before)?, whole(&sums.segments)?);
        let (grr_before, grr_now) = (grr(&before)?, grr(&now)?);
        let middle = f64::midpoint(grr_before, grr_now);
        let mut names: Vec<&Option<String>> = sums.segments.keys().chain(sums.segments_before.keys()).collect();
        names.sort_unstable_by_key(|name| (name.is_none(), *name));
        names.dedup();
        let of_name = |name: &Option<String>| {
            let (was, is) = (sums.segments_before.get(name), sums.segments.get(name));
            let share = |of: Option<&Sums>, whole: &Sums| of.map_or(0.0, |of| quotient(of.starting, whole.starting));
            let (share_before, share_now) = (share(was, &before), share(is, &now));
            let (rate_before, rate_now) = (was.and_then(grr), is.and_then(grr));
            // A segment that is only in one window has the same rate in both: it changes the mix alone.
            let one = rate_before.or(rate_now).unwrap_or_default();
            let other = rate_now.or(rate_before).unwrap_or_default();
            MixSegment {
                name: name.as_ref().map(|name| Label::of(name)),
                share_before,
                share_now,
                grr_before: rate_before,
                grr_now: rate_now,
                rate_effect: f64::midpoint(share_before, share_now) * (other - one),
                mix_effect: (share_now - share_before) * (f64::midpoint(one, other) - middle),
            }
        };
        let segments: Vec<MixSegment> = names.iter().map(|name| of_name(name)).collect();
        let against = |name: &&Option<String>| {
            let (was, is) = (sums.segments_before.get(*name)?, sums.segments.get(*name)?);
            Some(compare(was, is) == compare(&before, &now).reverse())
        };
        let moves = compare(&before, &now).is_ne();
        let each: Vec<Option<bool>> = names.iter().map(against).collect();
        Some(Self {
            grr_before,
            grr_now,
            rate_effect: segments.iter().map(|segment| segment.rate_effect).sum(),
            weight_effect: segments.iter().map(|segment| segment.mix_effect).sum(),
            is_reversal: moves && each.len() > 1 && each.iter().all(|against| *against == Some(true)),
            segments,
        })
    }
}

fn kept(of: &Sums) -> i128 {
    of.starting - of.churned - of.contraction
}

fn grr(of: &Sums) -> Option<f64> {
    (of.starting > 0).then(|| quotient(kept(of), of.starting))
}

/// A quotient of whole numbers as the nearest double of their decimal quotient.
fn quotient(part: i128, whole: i128) -> f64 {
    Share::of_money(money(part), money(whole)).map_or(0.0, |share| share.ratio().to_f64())
}

/// Whether GRR rose (greater) or fell (less); exact while the products fit.
fn compare(before: &Sums, now: &Sums) -> std::cmp::Ordering {
    let was = kept(before).checked_mul(now.starting);
    let is = kept(now).checked_mul(before.starting);
    match was.zip(is) {
        Some((was, is)) => is.cmp(&was),
        None => grr(now).unwrap_or_default().total_cmp(&grr(before).unwrap_or_default()),
    }
}
