//! What only single customers can tell: how exact GRR is, and how much hangs on the largest of them.

use super::super::policy::RetentionPolicy;
use super::super::words::IntervalMethod;
use super::Resampling;
use crate::math::{Concentration, Interval, Moments, RESAMPLES, SEED, Z_95, bootstrap_ratio, wilson_share};
use crate::units::{Money, Share};

/// Customers up to which the bootstrap is run: its work is customers times resamples.
pub(super) const BOOTSTRAP_CUSTOMERS_COUNT_MAX: usize = crate::ledger::PAIRS_COUNT_MAX;
/// The largest accounts that are looked at one by one.
const TOP_COUNT: usize = 10;

/// The customers at the start, as far as they are needed: in hundredths, what each paid and what is left of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    /// Sums over all.
    pub(crate) moments: Moments,
    /// The largest, in falling order; of equals the one of whom less is left.
    pub(crate) top: Vec<(i128, i128)>,
    /// Each of them, while they are few enough to be drawn from; none where they are not known one by one.
    pub(crate) pairs: Option<Vec<(i128, i128)>>,
}

impl Book {
    /// The book of pairs of what was paid and what is left of it.
    pub(crate) fn of(pairs: impl Iterator<Item = (i128, i128)> + Clone) -> Self {
        let mut top: Vec<(i128, i128)> = Vec::new();
        for pair in pairs.clone() {
            top.push(pair);
            if top.len() >= TOP_COUNT * 64 {
                keep_top(&mut top);
            }
        }
        keep_top(&mut top);
        let few: Vec<(i128, i128)> = pairs.clone().take(BOOTSTRAP_CUSTOMERS_COUNT_MAX + 1).collect();
        let few = Some(few).filter(|few| few.len() <= BOOTSTRAP_CUSTOMERS_COUNT_MAX);
        Self { moments: Moments::of_pairs(pairs), top, pairs: few }
    }
}

fn keep_top(top: &mut Vec<(i128, i128)>) {
    top.sort_unstable_by_key(|(start, kept)| (std::cmp::Reverse(*start), *kept));
    top.truncate(TOP_COUNT);
}

/// An interval of GRR at 95 %.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GrrInterval {
    pub(crate) ends: Interval,
    pub(crate) method: IntervalMethod,
    pub(crate) bootstrap: Option<Interval>,
}

impl GrrInterval {
    /// From the sums alone; none where there is one customer or nothing at the start.
    pub(super) fn of(moments: &Moments) -> Option<Self> {
        let estimate = moments.ratio();
        // Where all kept the same share, such as all of it, the spread is nothing and proves nothing.
        if moments.is_uniform() {
            let effective = moments.concentration(&[])?.effective;
            let ends = wilson_share(moments.share()?, effective, Z_95)?;
            return Some(Self { ends, method: IntervalMethod::WilsonEffective, bootstrap: None });
        }
        let estimate = estimate?;
        let ends = Interval { low: estimate.low.clamp(0.0, 1.0), high: estimate.high.clamp(0.0, 1.0) };
        Some(Self { ends, method: IntervalMethod::RatioT, bootstrap: None })
    }
}

/// What only customers can tell.
#[derive(Debug, Clone)]
pub(crate) struct BookFigures {
    pub(crate) customers_count: u64,
    pub(crate) interval: Option<GrrInterval>,
    pub(crate) concentration: Option<Concentration>,
    /// Whether a few accounts decide, compared exactly.
    pub(crate) is_dominated: bool,
    /// GRR of everyone but the largest account.
    pub(crate) grr_without_top1: Option<Share>,
    /// GRR if the largest account had left.
    pub(crate) grr_if_top1_left: Option<Share>,
}

impl BookFigures {
    /// The figures of a book with so much ARR at the start, of which so much is left.
    pub(super) fn of(
        book: &Book,
        starting: Money,
        kept: Money,
        resampling: Resampling,
        policy: &RetentionPolicy,
    ) -> Self {
        let top = book.top.first().and_then(|(start, kept)| Some((money(*start)?, money(*kept)?)));
        let largest: Vec<i128> = book.top.iter().map(|(start, _)| *start).collect();
        let concentration = book.moments.concentration(&largest);
        Self {
            customers_count: book.moments.count,
            interval: interval(book, resampling),
            is_dominated: concentration.is_some() && book.moments.effective_is_below(policy.effective_customers_min),
            concentration,
            grr_without_top1: top.and_then(|(start, left)| Share::of_money(kept - left, starting - start)),
            grr_if_top1_left: top.and_then(|(_, left)| Share::of_money(kept - left, starting)),
        }
    }
}

fn money(hundredths: i128) -> Option<Money> {
    Money::of_hundredths(u128::try_from(hundredths).ok()?)
}

fn interval(book: &Book, resampling: Resampling) -> Option<GrrInterval> {
    let interval = GrrInterval::of(&book.moments)?;
    let drawn = book.pairs.as_ref().filter(|_| resampling == Resampling::On && interval.method == IntervalMethod::RatioT);
    let bootstrap = drawn.and_then(|pairs| {
        let real = |hundredths: i128| money(hundredths).map_or(0.0, Money::to_f64);
        let pairs: Vec<(f64, f64)> = pairs.iter().map(|(start, kept)| (real(*kept), real(*start))).collect();
        bootstrap_ratio(&pairs, SEED, RESAMPLES)
    });
    Some(GrrInterval { bootstrap, ..interval })
}
