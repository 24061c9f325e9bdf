//! From what was computed to the wire: findings with their places, and figures in the detail asked for.

use super::super::calc::{
    AgeFigures, Base, BookFigures, Churn, CohortAges, Decomposition, LedgerFigures, Mix, MixSegment, GrrInterval, Leak, Maturity, Measured, Place, ReasonLine, Standing,
    Upside, Verdict,
};
use super::super::words::Band;
use super::check::Checked;
use super::figures::{
    AgeReport, BridgeReport, ChurnReport, CohortReport, ConcentrationReport, Figures, LedgerReport, MixReport,
    MixSegmentReport, TriangleReport, GrrIntervalReport, IntervalReport,
    LeakReport, ReasonReport, StageVerdicts, TrendReport, UpsideReport, VerdictReport,
};
use crate::math::{Interval, RESAMPLES, SEED, round_half_away};
use crate::rule::{Finding, NotAssessed};
use crate::ledger::{Aggregate, Cadence, CohortBy};
use crate::units::{Amount, Period, Ratio, Share};

/// Cohorts up to which a summary shows every field of each.
const WHOLE_COHORTS_COUNT_MAX: usize = 3;

/// How much of the result is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    pub(crate) is_full: bool,
    pub(crate) limit: usize,
    pub(crate) offset: usize,
}

/// The report, its findings and its gaps, from what was computed.
#[must_use]
pub(crate) fn report(
    checked: &Checked,
    answer: Decomposition,
    told: Told,
) -> (Figures, Vec<Finding>, Vec<NotAssessed>) {
    let findings: Vec<Finding> = answer
        .fired
        .iter()
        .map(|fired| {
            let at = match fired.place {
                // A ledger's cohorts stand in no row of it; their place is that of the result.
                Place::Cohort(index) if checked.question.ledger.is_some() => format!("cohorts[{index}]"),
                Place::Cohort(index) => checked.place.row(index),
                Place::Portfolio => "portfolio".to_owned(),
            };
            if fired.band == Band::Critical {
                fired.rule.finding_critical(at, fired.message.clone())
            } else {
                fired.rule.finding(at, fired.message.clone())
            }
        })
        .collect();
    let book = answer.book.as_ref();
    let total = answer.cohorts.len();
    // The one cohort that a table of customers makes is the book itself.
    let of_one = book.filter(|_| !checked.question.rows.has_cohorts());
    let whole = told.is_full || total <= WHOLE_COHORTS_COUNT_MAX;
    let cohorts: Vec<CohortReport> = answer
        .cohorts
        .iter()
        .skip(told.offset)
        .take(told.limit)
        .map(|measured| if whole { CohortReport::whole(measured, of_one) } else { CohortReport::brief(measured) })
        .collect();
    let cut = |shown: usize, total: usize| (shown < total).then_some(total as u64);
    let figures = Figures {
        rows: checked.question.rows,
        portfolio: CohortReport::whole(&answer.portfolio, book),
        cohorts_included: answer.included_count as u64,
        cohorts_total: cut(cohorts.len(), total),
        cohorts,
        trend: TrendReport {
            direction: answer.trend.direction,
            slope_per_cohort: answer.trend.slope.and_then(Ratio::from_f64),
            p_value: answer.trend.p_value.and_then(Ratio::from_f64),
        },
        churn: ChurnReport::of(&answer.churn),
        leaks: answer.leaks.into_iter().map(LeakReport::of).collect(),
        upside: answer.upside.map(UpsideReport::of),
        bridge: BridgeReport {
            starting: answer.bridge.starting,
            churn: answer.bridge.churn,
            contraction: answer.bridge.contraction,
            expansion: answer.bridge.expansion,
            reactivation: answer.bridge.reactivation,
            ending: answer.bridge.ending,
        },
        concentration: answer.book.as_ref().map(ConcentrationReport::of),
        ledger: checked.question.ledger.as_ref().zip(answer.ledger.as_ref()).map(ledger_report),
        mix: answer.ledger.as_ref().and_then(|ledger| ledger.mix.as_ref()).map(mix_report),
        triangle: answer.ledger.as_ref().map(|ledger| triangle_report(&ledger.triangle, told)),
    };
    (figures, findings, answer.gaps)
}

fn ratio(share: Option<Share>) -> Option<Ratio> {
    share.map(Share::ratio)
}

/// Every interval here is one at 95 %.
fn confidence() -> Ratio {
    Ratio::from_decimal(rust_decimal::dec!(0.95))
}

impl IntervalReport {
    fn of(interval: Option<Interval>) -> Option<Self> {
        let interval = interval?;
        let (low, high) = (Ratio::from_f64(interval.low)?, Ratio::from_f64(interval.high)?);
        Some(Self { low, high, confidence: confidence() })
    }
}

impl GrrIntervalReport {
    fn of(found: GrrInterval) -> Option<Self> {
        let bootstrap = found.bootstrap;
        Some(Self {
            low: Ratio::from_f64(found.ends.low)?,
            high: Ratio::from_f64(found.ends.high)?,
            confidence: confidence(),
            method: found.method,
            bootstrap_low: bootstrap.and_then(|ends| Ratio::from_f64(ends.low)),
            bootstrap_high: bootstrap.and_then(|ends| Ratio::from_f64(ends.high)),
            bootstrap_resamples: bootstrap.map(|_| u64::from(RESAMPLES)),
            bootstrap_seed: bootstrap.map(|_| SEED),
        })
    }
}

impl VerdictReport {
    const fn whole(verdict: Verdict) -> Self {
        Self {
            grr: Some(verdict.grr),
            nrr: Some(verdict.nrr),
            logo: verdict.logo,
            contraction: Some(verdict.contraction),
            expansion: Some(verdict.expansion),
            overall: verdict.overall,
        }
    }

    const fn brief(verdict: Verdict) -> Self {
        Self { grr: None, nrr: None, logo: None, contraction: None, expansion: None, overall: verdict.overall }
    }
}

impl CohortReport {
    /// What a summary shows of each of many cohorts.
    fn brief(measured: &Measured) -> Self {
        Self {
            name: measured.name.clone(),
            starting_arr: measured.base.starting_arr,
            churned_arr: measured.base.churned_arr,
            grr: ratio(measured.grr),
            nrr: ratio(measured.nrr),
            logo_retention: ratio(measured.logo),
            leaky_bucket: measured.leaky,
            verdict: measured.standing.known().copied().map(VerdictReport::brief),
            immature: measured.maturity == Maturity::Immature,
            ..Self::default()
        }
    }

    fn whole(measured: &Measured, book: Option<&BookFigures>) -> Self {
        let base: &Base = &measured.base;
        Self {
            contraction_arr: Some(base.contraction_arr),
            expansion_arr: Some(base.expansion_arr),
            ending_arr: Some(base.ending_arr()),
            churn_ratio: ratio(measured.churn),
            contraction_ratio: ratio(measured.contraction),
            expansion_ratio: ratio(measured.expansion),
            starting_customers: base.starting_customers,
            churned_customers: base.churned_customers,
            masking_ratio: ratio(measured.masking),
            verdict: measured.standing.known().copied().map(VerdictReport::whole),
            verdict_by_stage: match measured.standing {
                Standing::ByStage([seed, growth, scale]) => Some(StageVerdicts {
                    seed: VerdictReport::whole(seed),
                    growth: VerdictReport::whole(growth),
                    scale: VerdictReport::whole(scale),
                }),
                _ => None,
            },
            logo_interval: IntervalReport::of(measured.logo_interval),
            grr_interval: book.map_or(measured.grr_interval, |book| book.interval).and_then(GrrIntervalReport::of),
            ..Self::brief(measured)
        }
    }
}

impl ChurnReport {
    fn of(churn: &Churn) -> Self {
        Self {
            churned_customers: churn.churned_customers,
            explained_customers: churn.explained_customers,
            reason_coverage: ratio(churn.coverage),
            reasons: churn.reasons.iter().map(ReasonReport::of).collect(),
            top_reasons: churn.top_reasons.clone(),
            top_reason_p_value: churn.top_reason_p_value.and_then(Ratio::from_f64),
            preventable_share: ratio(churn.preventable_share),
            preventable_interval: IntervalReport::of(churn.preventable_interval),
            addressable_share: ratio(churn.addressable_share),
            partly_addressable_share: ratio(churn.partly_addressable_share),
            lever: churn.lever,
            lever_established: churn.lever_established,
        }
    }
}

impl ReasonReport {
    fn of(line: &ReasonLine) -> Self {
        Self {
            category: line.category,
            customers: line.customers,
            customer_share: ratio(line.customer_share),
            churned_arr: line.churned_arr,
            arr_share: ratio(line.arr_share),
            preventable: line.preventable,
        }
    }
}

/// Ages that a summary shows: whole years.
const YEAR_MONTHS: u32 = 12;

fn ledger_report((sums, figures): (&Aggregate, &LedgerFigures)) -> LedgerReport {
    let meta = &sums.meta;
    let month = |months: i64| Period::of_months(i32::try_from(months).unwrap_or_default());
    let count = |count: i64| u64::try_from(count).unwrap_or_default();
    LedgerReport {
        cadence: if meta.arr_factor == Cadence::Mrr.factor() { Cadence::Mrr } else { Cadence::Arr },
        cohort_by: CohortBy::of_months(meta.cohort_months).unwrap_or_default(),
        window_months: count(meta.window_months),
        window_start: month(meta.as_of_month - meta.window_months),
        window_end: month(meta.as_of_month),
        first_month: month(meta.first_month),
        last_month: month(meta.last_month),
        rows: count(meta.rows),
        customers: count(meta.customers),
        duplicate_rows: count(meta.duplicate_rows),
        gapped_customers: figures.gapped_customers,
        reactivated_customers: figures.returned_customers,
        reactivated_arr: figures.returned_arr,
        new_customers: figures.new_customers,
        new_arr: figures.new_arr,
        once_customers: count(meta.once_customers),
    }
}

fn mix_report(mix: &Mix) -> MixReport {
    let segment = |of: &MixSegment| MixSegmentReport {
        segment: of.name.clone(),
        share_before: Ratio::from_f64(of.share_before),
        share_now: Ratio::from_f64(of.share_now),
        grr_before: of.grr_before.and_then(Ratio::from_f64),
        grr_now: of.grr_now.and_then(Ratio::from_f64),
        rate_effect: Ratio::from_f64(of.rate_effect),
        mix_effect: Ratio::from_f64(of.mix_effect),
    };
    MixReport {
        grr_before: Ratio::from_f64(mix.grr_before),
        grr_now: Ratio::from_f64(mix.grr_now),
        rate_effect: Ratio::from_f64(mix.rate_effect),
        mix_effect: Ratio::from_f64(mix.weight_effect),
        reversal: mix.is_reversal,
        segments: mix.segments.iter().map(segment).collect(),
    }
}

/// The newest cohorts are what a reader asks about first; of all, the last are shown.
fn triangle_report(triangle: &[CohortAges], told: Told) -> Vec<TriangleReport> {
    let is_shown = |age: &&AgeFigures| told.is_full || (age.age_months > 0 && age.age_months.is_multiple_of(YEAR_MONTHS));
    let of_age = |age: &AgeFigures| AgeReport {
        age_months: age.age_months.into(),
        at_risk: age.at_risk,
        grr: ratio(age.grr),
        nrr: ratio(age.nrr),
        logo_retention: ratio(age.logo),
        reactivated_arr: told.is_full.then_some(age.returned_arr),
    };
    let of_cohort = |cohort: &CohortAges| TriangleReport {
        cohort: cohort.name.clone(),
        customers: cohort.customers,
        starting_arr: cohort.starting_arr,
        may_be_older: cohort.is_cut,
        ages: cohort.ages.iter().filter(is_shown).map(of_age).collect(),
    };
    let with_ages = triangle.iter().map(of_cohort).filter(|cohort| !cohort.ages.is_empty());
    let mut shown: Vec<TriangleReport> = with_ages.rev().skip(told.offset).take(told.limit).collect();
    shown.reverse();
    shown
}

impl LeakReport {
    fn of(leak: Leak) -> Self {
        Self { cohort: leak.cohort, kind: leak.kind, amount: leak.amount, share_of_loss: ratio(leak.share_of_loss) }
    }
}

impl UpsideReport {
    fn of(upside: Upside) -> Self {
        let (low, high) = upside.range.unzip();
        Self {
            half_preventable_arr: upside.gain.arr,
            grr_after: ratio(upside.gain.grr_after),
            basis: upside.basis,
            half_preventable_low: low.map(|worth| worth.arr),
            half_preventable_high: high.map(|worth| worth.arr),
            grr_after_low: low.and_then(|worth| ratio(worth.grr_after)),
            grr_after_high: high.and_then(|worth| ratio(worth.grr_after)),
        }
    }
}

impl ConcentrationReport {
    fn of(book: &BookFigures) -> Self {
        let found = book.concentration;
        let share = |of: fn(&crate::math::Concentration) -> f64| found.as_ref().map(of).and_then(Ratio::from_f64);
        let printed = |value: f64, places: u32| Amount::from_f64(round_half_away(value, places));
        Self {
            top1: share(|found| found.top1),
            top5: share(|found| found.top5),
            top10: share(|found| found.top10),
            hhi: found.and_then(|found| printed(found.hhi, 0)),
            effective_customers: found.and_then(|found| printed(found.effective, 2)),
            grr_without_top1: ratio(book.grr_without_top1),
            grr_if_top1_left: ratio(book.grr_if_top1_left),
        }
    }
}
