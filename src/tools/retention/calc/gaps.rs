//! What has no value: which figure, why, and what it would take. Each said once, however many cohorts it concerns.

use super::super::policy::RetentionPolicy;
use super::super::words::{Lever, RowsKind};
use super::cohort::{Cohort, Maturity, Measured};
use super::book::BOOTSTRAP_CUSTOMERS_COUNT_MAX;
use super::{Decomposition, Question, Resampling};
use crate::math::LONGEST_TREND;
use crate::rule::NotAssessed;

/// How many cohorts are named before the rest is counted.
const NAMED_COUNT_MAX: usize = 3;

pub(super) fn gaps(question: &Question, answer: &Decomposition, policy: &RetentionPolicy) -> Vec<NotAssessed> {
    let mut gaps = Vec::new();
    let mut gap = |what: String, why: &str, needs: &str| gaps.push(NotAssessed::new(what, why, needs));
    verdicts(question, answer, &mut gap);
    counts(question, answer, &mut gap);
    reasons(question.rows, answer, &mut gap);
    trend(answer, policy, &mut gap);
    let lossless = question
        .cohorts
        .iter()
        .zip(&answer.cohorts)
        .filter(|(_, measured)| measured.grr.is_some() && measured.masking.is_none())
        .map(|(cohort, _)| cohort);
    if let Some(names) = names(lossless) {
        gap(format!("masking ratio of {names}"), "nothing was lost", "no action");
    }
    match question.rows {
        RowsKind::Cohorts => gap(
            "GRR interval, concentration".to_owned(),
            "cohort totals do not show single customers",
            "customers with start_arr and end_arr",
        ),
        RowsKind::Customers => {
            census(question, &mut gap);
            book(question, answer, &mut gap);
        }
        RowsKind::Ledger | RowsKind::Aggregate => {
            ledger(question, answer, &mut gap);
            book(question, answer, &mut gap);
        }
    }
    gaps
}

type Gap<'a> = dyn FnMut(String, &str, &str) + 'a;

/// Cohorts by name, the first few and how many more; none for none.
fn names<'c>(cohorts: impl Iterator<Item = &'c Cohort>) -> Option<String> {
    let all: Vec<&str> = cohorts.map(|cohort| cohort.name.as_str()).collect();
    let shown = all.iter().take(NAMED_COUNT_MAX).copied().collect::<Vec<_>>().join(", ");
    let rest = all.len().saturating_sub(NAMED_COUNT_MAX);
    match (all.len(), rest) {
        (0, _) => None,
        (_, 0) => Some(shown),
        _ => Some(format!("{shown} and {rest} more")),
    }
}

fn verdicts(question: &Question, answer: &Decomposition, gap: &mut Gap<'_>) {
    let paired = question.cohorts.iter().zip(&answer.cohorts);
    if let Some(names) = names(paired.filter(|(_, found)| found.grr.is_none()).map(|(cohort, _)| cohort)) {
        gap(format!("ratios of {names}"), "starting ARR is 0", "a starting_arr above 0");
    }
    let any_judged = answer.cohorts.iter().any(Measured::is_judged);
    if question.stage.is_none() && any_judged {
        gap("verdict".to_owned(), "the stage was not given", "stage: seed, growth or scale");
    }
    if answer.portfolio.maturity == Maturity::Immature && answer.included_count > 0 {
        gap("verdict, leaky bucket".to_owned(), "no cohort is mature", "cohorts of at least 12 months");
    }
    match question.rows {
        RowsKind::Cohorts => {
            if let Some(names) = names(question.cohorts.iter().filter(|cohort| cohort.age_months.is_none())) {
                gap(format!("age of {names}"), "absent, taken as 12 months", "age_months");
            }
        }
        RowsKind::Customers => gap(
            "length of the window".to_owned(),
            "customer rows do not tell it, taken as 12 months",
            "start_arr and end_arr a year apart",
        ),
        RowsKind::Ledger | RowsKind::Aggregate => {}
    }
}

fn counts(question: &Question, answer: &Decomposition, gap: &mut Gap<'_>) {
    let uncounted = question.cohorts.iter().filter(|cohort| cohort.base.kept_customers().is_none());
    if let Some(names) = names(uncounted) {
        let portfolio = answer.portfolio.base.kept_customers().is_none();
        let whole = if portfolio { " and the portfolio" } else { "" };
        gap(
            format!("logo retention and reason coverage of {names}{whole}"),
            "customers were not counted",
            "starting_customer_count and churned_customer_count",
        );
    }
}

fn reasons(rows: RowsKind, answer: &Decomposition, gap: &mut Gap<'_>) {
    let churn = &answer.churn;
    let nobody_left = churn.churned_customers == Some(0);
    let unexplained = churn.lever == Lever::NotAssessable;
    if unexplained && !nobody_left {
        let what = if answer.upside.is_some() { "lever" } else { "lever, upside" };
        let needs = if rows.has_reasons() { "churn_reasons" } else { "customers with reason" };
        gap(what.to_owned(), "no loss has a known reason", needs);
    } else if unexplained {
        gap("lever, reason coverage".to_owned(), "no customer left", "no action");
    }
}

fn trend(answer: &Decomposition, policy: &RetentionPolicy, gap: &mut Gap<'_>) {
    let found = answer.trend;
    if found.p_value.is_some() {
        return;
    }
    let least = policy.trend_cohorts_min.normalize();
    if found.mature_count > LONGEST_TREND {
        gap("trend".to_owned(), &format!("more than {LONGEST_TREND} mature cohorts"), "coarser cohorts");
    } else {
        gap(
            "trend".to_owned(),
            &format!("{} mature cohort{}", found.mature_count, if found.mature_count == 1 { "" } else { "s" }),
            &format!("at least {least}"),
        );
    }
}

fn customers(count: u64) -> String {
    format!("{count} customer{}", if count == 1 { "" } else { "s" })
}

fn census(question: &Question, gap: &mut Gap<'_>) {
    let census = question.census;
    if census.new_count > 0 {
        gap(
            format!("{} new in the period, {} at the end", customers(census.new_count), census.new_arr),
            "nothing was paid at the start: a new sale, no part of retention",
            "no action",
        );
    }
    if census.idle_count > 0 {
        gap(customers(census.idle_count), "nothing was paid at either end", "no action");
    }
    if census.stayed_with_reason_count > 0 {
        gap(
            format!("reasons of {}", customers(census.stayed_with_reason_count)),
            "not lost in the period",
            "reasons of customers with end_arr 0",
        );
    }
    if census.with_segment_count > 0 {
        gap(
            "figures by segment".to_owned(),
            "customer rows are read as one book",
            "a call for each segment's customers",
        );
    }
}

/// What a ledger, or what a warehouse made of it, cannot tell.
fn ledger(question: &Question, answer: &Decomposition, gap: &mut Gap<'_>) {
    let (Some(sums), Some(figures)) = (&question.ledger, &answer.ledger) else { return };
    let meta = &sums.meta;
    let plain = |count: i64| u64::try_from(count).unwrap_or_default();
    if let Some(cut) = figures.triangle.iter().find(|cohort| cohort.is_cut) {
        gap(
            format!("acquisition of {}", customers(plain(meta.first_month_customers))),
            &format!("they pay in the ledger's first month, so they may be older than cohort {}", cut.name),
            "a ledger that begins before them",
        );
    }
    if meta.later_rows > 0 {
        gap(format!("{} rows after the window", meta.later_rows), "as_of ends before them", "no action");
    }
    let has_segments = sums.segments.keys().chain(sums.segments_before.keys()).any(Option::is_some);
    let unknown = sums.segments.get(&None).filter(|_| has_segments);
    if let Some(unknown) = unknown {
        gap(
            format!("segment of {}", customers(plain(unknown.customers))),
            "the rows of the window's first month name none, or several",
            "one segment a customer and month",
        );
    }
    if figures.mix.is_none() {
        let (why, needs) = if has_segments {
            ("the window before begins before the ledger, or nobody paid in it", "a ledger of two windows")
        } else {
            ("no row names a segment", "segment in the rows")
        };
        gap("rate and mix by segment".to_owned(), why, needs);
    }
    if question.rows == RowsKind::Aggregate && question.resampling == Resampling::On {
        gap("bootstrap interval".to_owned(), "sums do not show single customers", "the ledger's rows");
    }
}

fn book(question: &Question, answer: &Decomposition, gap: &mut Gap<'_>) {
    let Some(figures) = &answer.book else { return };
    match figures.interval {
        None if figures.customers_count > 0 => {
            gap("GRR interval".to_owned(), "one customer shows no spread", "at least two customers");
        }
        Some(interval)
            if question.resampling == Resampling::On
                && question.rows != RowsKind::Aggregate
                && interval.bootstrap.is_none() =>
        {
            gap(
            "bootstrap interval".to_owned(),
            &if figures.customers_count > BOOTSTRAP_CUSTOMERS_COUNT_MAX as u64 {
                format!("more than {BOOTSTRAP_CUSTOMERS_COUNT_MAX} customers")
            } else {
                "every customer kept the same share".to_owned()
            },
            "no action: the interval shown holds",
        );
        }
        _ => {}
    }
    if figures.customers_count > 0 && figures.grr_without_top1.is_none() {
        gap("GRR without the largest account".to_owned(), "there is no other", "at least two customers");
    }
}
