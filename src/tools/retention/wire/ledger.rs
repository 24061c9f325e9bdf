//! A ledger's rows, or its sums from a warehouse, to a question: what is asked of them, and what they cannot be.

use super::super::calc::{Census, Question, Resampling, book_of_ledger, cohorts_of_ledger};
use super::super::policy::RetentionPolicy;
use super::super::words::RowsKind;
use super::check::Checked;
use super::input::Input;
use crate::ingest::{TablePlace, collect_rows};
use crate::ledger::{Aggregate, AggregateRow, Cadence, CohortBy, Meta, Terms, read_aggregate};
use crate::problem::{Code, Collector, Problem, Stop};
use crate::rule::NotAssessed;
use crate::tools::Call;
use crate::units::{Currency, Period};

/// Months of the window unless the caller says otherwise.
const WINDOW_MONTHS: u32 = 12;

/// Sums that were read, and where their rows stand.
struct Read {
    sums: Aggregate,
    place: TablePlace,
    not_assessed: Vec<NotAssessed>,
}

/// Reads the sums and checks what is asked against what they span.
pub(super) fn check(rows: RowsKind, input: Input, call: &Call<'_, RetentionPolicy>) -> Result<Checked, Stop> {
    let read = match rows {
        RowsKind::Aggregate => of_aggregate(input, call)?,
        _ => of_ledger(input, call)?,
    };
    check_span(&read.sums.meta, &read.place)?;
    let resampling = if call.is_full() { Resampling::On } else { Resampling::Off };
    let question = Question {
        rows,
        cohorts: cohorts_of_ledger(&read.sums),
        book: Some(book_of_ledger(&read.sums)),
        census: Census::default(),
        ledger: Some(read.sums),
        stage: call.common.stage,
        resampling,
    };
    Ok(Checked { question, place: read.place, not_assessed: read.not_assessed })
}

fn of_ledger(input: Input, call: &Call<'_, RetentionPolicy>) -> Result<Read, Stop> {
    let source = call.source(RowsKind::Ledger.as_str());
    // What the amounts stand for is known when their header is; until then they are taken as they stand.
    let terms = |cadence: Option<Cadence>| Terms {
        cadence: cadence.unwrap_or(Cadence::Arr),
        cohort_by: input.cohort_by.unwrap_or_default(),
        window_months: input.window_months.unwrap_or(WINDOW_MONTHS),
        as_of: call.common.as_of.map(Period::of),
    };
    let header = crate::ingest::header_of(&source, "amount", call.host)?;
    let cadence = Cadence::agreed(input.cadence, header.as_deref())?;
    let asked = read_aggregate(&source, input.ledger, call.host, &terms(Some(cadence)))?;
    check_currencies(&asked.currencies, call, &asked.place)?;
    Ok(Read { sums: asked.sums, place: asked.place, not_assessed: asked.not_assessed })
}

/// One currency, and the one that is said.
fn check_currencies(
    currencies: &[String],
    call: &Call<'_, RetentionPolicy>,
    place: &TablePlace,
) -> Result<(), Problem> {
    let at = format!("{}:currency", place.whole());
    match currencies {
        [] => Ok(()),
        [only] => {
            let said = call.common.currency.clone().unwrap_or_default();
            if said == Currency::parse(only).unwrap_or_default() {
                return Ok(());
            }
            let message = format!("the rows are in {only}, the call is in {said}");
            Err(Problem::new(Code::Identity, "currency", message, format!("Send currency: {only}.")))
        }
        several => Err(Problem::new(
            Code::Ambiguous,
            at,
            format!("the rows are in several currencies: {}", several.join(", ")),
            "Bring one currency a call: nothing is converted here.",
        )),
    }
}

fn of_aggregate(input: Input, call: &Call<'_, RetentionPolicy>) -> Result<Read, Stop> {
    let source = call.source(RowsKind::Aggregate.as_str());
    let table = collect_rows(&source, input.aggregate, call.host, |row: AggregateRow| row)?;
    let whole = table.place.whole();
    let at = |index: usize, field: &str| table.place.field(index, field);
    let sums = Aggregate::of_rows(&table.rows, &whole, &at).map_err(|problems| {
        let mut all = Collector::default();
        for problem in problems {
            all.push(problem);
        }
        all.finish().err().map_or_else(|| Stop::Cancelled, Stop::from)
    })?;
    check_asked(&sums.meta, input.cadence, input.cohort_by, input.window_months, call)?;
    check_seen(&sums.meta, &whole)?;
    Ok(Read { sums, place: table.place, not_assessed: table.not_assessed })
}

/// What the caller says must be what the SQL was told.
fn check_asked(
    meta: &Meta,
    cadence: Option<Cadence>,
    cohort_by: Option<CohortBy>,
    window_months: Option<u32>,
    call: &Call<'_, RetentionPolicy>,
) -> Result<(), Stop> {
    let as_of = call.common.as_of.map(|date| i64::from(Period::of(date).months()));
    let said = [
        ("cadence", cadence.map(Cadence::factor), meta.arr_factor),
        ("cohort_by", cohort_by.map(|by| i64::from(by.months())), meta.cohort_months),
        ("window_months", window_months.map(i64::from), meta.window_months),
        ("as_of", as_of, meta.as_of_month),
    ];
    let mut problems = Collector::default();
    for (field, said, computed) in said {
        if said.is_some_and(|said| said != computed) {
            let message = "differs from what the rows were computed with".to_owned();
            problems.add(Code::Identity, field, message, "Leave it out, or run the SQL again with it.");
        }
    }
    if CohortBy::of_months(meta.cohort_months).is_none() || !(1..=i64::from(WINDOW_MONTHS)).contains(&meta.window_months) {
        let help = "Give the rows as the SQL of cco ledger sql returned them.";
        problems.add(Code::Range, "aggregate", "the rows ask for a window or cohorts that there are not", help);
    }
    Ok(problems.finish()?)
}

/// What the embedded reader refuses row by row, a warehouse only counts.
fn check_seen(meta: &Meta, whole: &str) -> Result<(), Stop> {
    let mut problems = Collector::default();
    if meta.rows == 0 {
        problems.add(Code::Empty, whole, "the sums are of a table without rows", "Check the table, and what it was filtered by.");
    }
    let faults = [
        (meta.incomplete_rows, Code::Missing, "rows have no customer, month or amount", "Leave them out in the SQL's first part, or fill them."),
        (meta.negative_rows, Code::Negative, "rows are below zero", "Net credits against the month they belong to before."),
        (meta.inexact_rows, Code::Precision, "amounts have more than two decimals", "Round them yourself before; nothing is rounded here."),
    ];
    for (count, code, what, help) in faults {
        if count > 0 {
            problems.add(code, whole, format!("{count} {what}"), help);
        }
    }
    if meta.currencies > 1 {
        let message = format!("the rows are in {} currencies", meta.currencies);
        problems.add(Code::Ambiguous, whole, message, "Filter one in the SQL's first part: nothing is converted here.");
    }
    Ok(problems.finish()?)
}

/// A window that the ledger does not span would show everybody as gone, or nobody at all.
fn check_span(meta: &Meta, place: &TablePlace) -> Result<(), Problem> {
    let month = |months: i64| Period::of_months(i32::try_from(months).unwrap_or_default());
    let spans = format!("{} spans {} to {}", place.whole(), month(meta.first_month), month(meta.last_month));
    if meta.as_of_month > meta.last_month || meta.as_of_month < meta.first_month {
        let message = format!("{} lies outside: {spans}", month(meta.as_of_month));
        return Err(Problem::new(Code::Range, "as_of", message, "Give a day of one of its months, or leave it out."));
    }
    let start = meta.as_of_month - meta.window_months;
    if start < meta.first_month {
        let most = meta.as_of_month - meta.first_month;
        let message = format!("the window begins in {}, before the ledger: {spans}", month(start));
        let help = if most > 0 {
            format!("Send window_months: {most} or less, or a longer ledger.")
        } else {
            "Send a longer ledger: one month shows no retention.".to_owned()
        };
        return Err(Problem::new(Code::Range, "window_months", message, help));
    }
    Ok(())
}
