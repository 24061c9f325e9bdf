//! Recurring revenue taken apart. Pure: cohorts or accounts that are right in, figures and fired rules out.
//!
//! One file a subject: a cohort's figures, verdicts, the trend, reasons, leaks and upside, customer rows, the rules and
//! what could not be assessed. No shape errors here, no serde, no clock; money stays exact, and only intervals are real.

mod book;
mod churn;
mod cohort;
mod customers;
mod gaps;
mod leaks;
mod ledger;
mod rules;
mod trend;
mod verdict;

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

pub(super) use churn::{Churn, ReasonLine};
pub(super) use cohort::{Base, Cohort, Maturity, Measured, Reasons};
pub(super) use book::{Book, BookFigures, GrrInterval};
pub(super) use customers::{Account, Census, read_book};
pub(super) use leaks::{Bridge, Leak, Upside};
pub(super) use ledger::{AgeFigures, CohortAges, LedgerFigures, Mix, MixSegment, book as book_of_ledger, cohorts as cohorts_of_ledger};
pub(super) use rules::{Fired, Place};
pub(crate) use trend::CohortTrend;
pub(super) use verdict::{Standing, Verdict};

use super::policy::RetentionPolicy;
use super::words::RowsKind;
use crate::customers::Stage;
use crate::ledger::Aggregate;
use crate::rule::NotAssessed;
use crate::units::{Label, Money, Ratio};

/// What is asked: cohorts whose figures agree with each other.
#[derive(Debug)]
pub(super) struct Question {
    /// What a row of the table was.
    pub(super) rows: RowsKind,
    /// The cohorts, in the order given.
    pub(super) cohorts: Vec<Cohort>,
    /// The customers at the start, where the rows told them one by one or their sums.
    pub(super) book: Option<Book>,
    /// Customer rows that are no part of retention.
    pub(super) census: Census,
    /// The sums of the ledger, where the rows were one.
    pub(super) ledger: Option<Aggregate>,
    /// The company's stage.
    pub(super) stage: Option<Stage>,
    /// Whether the bootstrap is wanted.
    pub(super) resampling: Resampling,
}

/// Whether intervals are also resampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resampling {
    /// The quick interval alone.
    Off,
    /// The bootstrap too.
    On,
}

/// The answer.
#[derive(Debug)]
pub(super) struct Decomposition {
    /// One entry a cohort, in the order given.
    pub(super) cohorts: Vec<Measured>,
    /// The sums of the cohorts that count.
    pub(super) portfolio: Measured,
    /// How many cohorts count in the portfolio.
    pub(super) included_count: usize,
    /// Where cohorts are going.
    pub(super) trend: CohortTrend,
    /// Why customers left.
    pub(super) churn: Churn,
    /// The largest losses.
    pub(super) leaks: Vec<Leak>,
    /// What half of preventable churn is worth.
    pub(super) upside: Option<Upside>,
    /// From the ARR at the start to that at the end.
    pub(super) bridge: Bridge,
    /// What only customers can tell.
    pub(super) book: Option<BookFigures>,
    /// What only a ledger can tell.
    pub(super) ledger: Option<LedgerFigures>,
    /// The rules that fired.
    pub(super) fired: Vec<Fired>,
    /// What has no value, and why.
    pub(super) gaps: Vec<NotAssessed>,
}

/// Takes the cohorts apart.
#[must_use]
pub(super) fn decompose(question: &Question, policy: &RetentionPolicy) -> Decomposition {
    let measure = |cohort: &Cohort| cohort.measure(question.stage, policy);
    let cohorts: Vec<Measured> = question.cohorts.iter().map(measure).collect();
    let counted = |maturity: Option<Maturity>| -> Vec<&Cohort> {
        question
            .cohorts
            .iter()
            .zip(&cohorts)
            .filter(|(_, measured)| measured.grr.is_some() && maturity.is_none_or(|wanted| measured.maturity == wanted))
            .map(|(cohort, _)| cohort)
            .collect()
    };
    let mature = counted(Some(Maturity::Mature));
    // Young cohorts are better than nothing, but only if there is nothing else; then without a verdict.
    let none_mature = mature.is_empty();
    let included = if none_mature { counted(None) } else { mature };
    let maturity = if none_mature && !included.is_empty() { Maturity::Immature } else { Maturity::Mature };
    let base = Base::sum(included.iter().map(|cohort| &cohort.base));
    let portfolio = Measured::of(Label::of("portfolio"), base, maturity, question.stage, policy);
    let churn = Churn::of(&included, policy);
    let ledger = question.ledger.as_ref().map(LedgerFigures::of);
    let mut answer = Decomposition {
        // The cohorts of a window differ in age, and only those of one age may be compared.
        trend: match &ledger {
            Some(ledger) => CohortTrend::over(&ledger.yearly_grr(), policy),
            None => CohortTrend::of(&cohorts, policy),
        },
        leaks: leaks::largest(&included),
        upside: Upside::of(&included, &portfolio.base, &churn, policy),
        bridge: Bridge::of(&portfolio.base, ledger.as_ref().map_or(Money::ZERO, |ledger| ledger.returned_arr)),
        book: question.book.as_ref().map(|book| {
            let base = &portfolio.base;
            BookFigures::of(book, base.starting_arr, base.kept_arr(), question.resampling, policy)
        }),
        included_count: included.len(),
        ledger,
        churn,
        portfolio,
        cohorts,
        fired: Vec::new(),
        gaps: Vec::new(),
    };
    answer.fired = rules::fire(question, &answer, policy);
    answer.gaps = gaps::gaps(question, &answer, policy);
    answer
}

/// A threshold as a double, to compare with a figure that is real by nature.
fn real(threshold: Decimal) -> f64 {
    Ratio::from_decimal(threshold).to_f64()
}
