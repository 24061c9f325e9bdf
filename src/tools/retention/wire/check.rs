//! The rules that a single value cannot break: duplicates, identities, and what renewed ARR means.

use std::collections::BTreeMap;

use super::super::calc::{Account, Base, Census, Cohort, Question, Reasons, Resampling, read_book};
use super::super::policy::RetentionPolicy;
use super::super::words::{RenewedBasis, RowsKind};
use super::input::{CohortInput, CustomerInput, Input};
use super::source::kind;
use crate::ingest::{Made, Rows, TablePlace, collect_rows, gather_rows};
use crate::problem::{Code, Collector, Stop};
use crate::rule::NotAssessed;
use crate::shape::fold;
use crate::tools::Call;
use crate::units::{Label, Money, Share};

/// A question whose figures agree, where its rows stand, and what its table held that is not used.
pub(crate) struct Checked {
    pub(crate) question: Question,
    pub(crate) place: TablePlace,
    pub(crate) not_assessed: Vec<NotAssessed>,
}

/// Checks everything across fields and rows.
///
/// # Errors
/// Every problem of the rules stage, or what the table's source refuses.
pub(crate) fn check(input: Input, call: &Call<'_, RetentionPolicy>) -> Result<Checked, Stop> {
    let rows = kind(&input, call)?;
    let stage = call.common.stage;
    let resampling = if call.is_full() { Resampling::On } else { Resampling::Off };
    let source = call.source(rows.as_str());
    let mut problems = Collector::default();
    if matches!(rows, RowsKind::Ledger | RowsKind::Aggregate) {
        return super::ledger::check(rows, input, call);
    }
    if rows == RowsKind::Customers {
        let (table, census) = gather_rows(&source, input.customers, call.host, &Made::typed(), account)?;
        check_twice(&table, "id", |account: &Account| &account.id, &mut problems);
        problems.finish()?;
        let (cohort, book, census) = read_book(&table.rows, census);
        let question = Question { rows, cohorts: vec![cohort], book: Some(book), census, ledger: None, stage, resampling };
        return Ok(Checked { question, place: table.place, not_assessed: table.not_assessed });
    }
    let table = collect_rows(&source, input.cohorts, call.host, |row: CohortInput| row)?;
    check_twice(&table, "name", |row: &CohortInput| &row.name, &mut problems);
    check_total_row(&table, &mut problems);
    let mut cohorts = Vec::with_capacity(table.rows.len());
    for (index, row) in table.rows.iter().enumerate() {
        let mut at = At { place: &table.place, index, problems: &mut problems };
        cohorts.push(cohort(row, input.renewed_arr_basis, &mut at));
    }
    problems.finish()?;
    let question = Question { rows, cohorts, book: None, census: Census::default(), ledger: None, stage, resampling };
    Ok(Checked { question, place: table.place, not_assessed: table.not_assessed })
}

fn check_twice<T>(table: &Rows<T>, field: &str, key: impl Fn(&T) -> &Label, problems: &mut Collector) {
    let mut seen = BTreeMap::new();
    for (index, row) in table.rows.iter().enumerate() {
        if let Some(first) = seen.insert(key(row), index) {
            problems.add(
                Code::Duplicate,
                table.place.field(index, field),
                format!("\"{}\" stands already at {}", key(row), table.place.row(first)),
                format!("Give each {field} once."),
            );
        }
    }
}

/// A spreadsheet's total row is no cohort: counted as one it doubles the book.
fn check_total_row(table: &Rows<CohortInput>, problems: &mut Collector) {
    const TOTAL_NAMES: [&str; 6] = ["total", "totals", "grand_total", "sum", "all", "overall"];
    let whole: Money = table.rows.iter().map(|row| row.starting_arr).sum();
    for (index, row) in table.rows.iter().enumerate() {
        let is_named_so = TOTAL_NAMES.contains(&fold(row.name.as_str()).as_str());
        if is_named_so && table.rows.len() > 1 && row.starting_arr + row.starting_arr == whole {
            problems.add(
                Code::Identity,
                table.place.field(index, "name"),
                format!("\"{}\" is the sum of the other rows, not a cohort", row.name),
                "Leave the total row out; the tool sums the cohorts itself.",
            );
        }
    }
}

fn account(census: &mut Census, row: CustomerInput) -> Account {
    census.with_segment_count += u64::from(row.segment.is_some());
    Account { id: row.id, start_arr: row.start_arr, end_arr: row.end_arr, reason: row.reason }
}

/// Where the problems of one row go.
struct At<'a> {
    place: &'a TablePlace,
    index: usize,
    problems: &'a mut Collector,
}

impl At<'_> {
    fn add(&mut self, code: Code, field: &str, message: String, help: &str) {
        self.problems.add(code, self.place.field(self.index, field), message, help);
    }

    fn identity(&mut self, field: &str, message: String) {
        self.add(Code::Identity, field, message, "Check which figure came from another report.");
    }
}

/// A cohort from its row; where a problem was told, the figures do not matter any more.
fn cohort(row: &CohortInput, basis: Option<RenewedBasis>, at: &mut At<'_>) -> Cohort {
    let contraction = row.contraction_arr.unwrap_or_default();
    let expansion = row.expansion_arr.unwrap_or_default();
    let churned = churned_arr(row, contraction, row.renewed_arr_basis.or(basis), at);
    let counts = customers(row, at);
    let (starting_customers, churned_customers) = counts.unwrap_or_default();
    let base = Base {
        starting_arr: row.starting_arr,
        churned_arr: churned.unwrap_or_default(),
        contraction_arr: contraction,
        expansion_arr: expansion,
        starting_customers,
        churned_customers,
    };
    if churned.is_some() {
        check_sums(&base, at);
    }
    let lost = match counts {
        Some((_, Some(lost))) => Lost::Known(lost),
        Some((_, None)) => Lost::Unknown,
        None => Lost::Refused,
    };
    let reasons = reasons(row, churned, lost, at);
    Cohort {
        name: row.name.clone(),
        base,
        reasons,
        age_months: row.age_months,
        contraction_absent: row.contraction_arr.is_none(),
        expansion_absent: row.expansion_arr.is_none(),
        moments: None,
    }
}

/// Churned ARR as given, or from renewed ARR where that has one meaning.
fn churned_arr(row: &CohortInput, contraction: Money, basis: Option<RenewedBasis>, at: &mut At<'_>) -> Option<Money> {
    let start = row.starting_arr;
    let Some(renewed) = row.renewed_arr else {
        if row.churned_arr.is_none() {
            at.add(
                Code::Missing,
                "churned_arr",
                "is required: an amount, got nothing".to_owned(),
                "Give it, 0 if nobody left; or renewed_arr with renewed_arr_basis.",
            );
        }
        return row.churned_arr;
    };
    if renewed > start {
        at.identity("renewed_arr", format!("{renewed} renewed of {start} at the start"));
        return None;
    }
    let lost = start - renewed;
    let of_basis = |basis: RenewedBasis| match basis {
        RenewedBasis::BeforeContraction => lost,
        RenewedBasis::AfterContraction => lost - contraction,
    };
    if let Some(churned) = row.churned_arr {
        let agrees = match basis {
            Some(basis) => of_basis(basis) == churned,
            None => [RenewedBasis::BeforeContraction, RenewedBasis::AfterContraction].map(of_basis).contains(&churned),
        };
        if !agrees {
            at.identity(
                "renewed_arr",
                format!("{renewed} renewed and {churned} churned do not make {start} at the start"),
            );
        }
        return agrees.then_some(churned);
    }
    match basis {
        _ if contraction.is_zero() => Some(lost),
        Some(RenewedBasis::AfterContraction) if contraction > lost => {
            at.identity(
                "renewed_arr",
                format!("{renewed} renewed after {contraction} contraction exceed {start} at the start"),
            );
            None
        }
        Some(basis) => Some(of_basis(basis)),
        None => {
            ask_basis(start, renewed, contraction, at);
            None
        }
    }
}

/// Shows GRR under each basis, since the difference is the whole contraction.
fn ask_basis(start: Money, renewed: Money, contraction: Money, at: &mut At<'_>) {
    let grr = |kept: Money| {
        Share::of_money(kept, start).map_or_else(|| "no value".to_owned(), |share| share.ratio().to_string())
    };
    let before = if contraction > renewed { "impossible".to_owned() } else { grr(renewed - contraction) };
    let after = if contraction > start - renewed { "impossible".to_owned() } else { grr(renewed) };
    at.add(
        Code::Ambiguous,
        "renewed_arr",
        format!("GRR is {before} if renewed_arr is before_contraction, {after} if it is after_contraction"),
        "Send renewed_arr_basis with one of the two, or better churned_arr in place of renewed_arr.",
    );
}

/// Customers at the start and lost, from any two of the three counts; none where they contradict each other.
fn customers(row: &CohortInput, at: &mut At<'_>) -> Option<(Option<u64>, Option<u64>)> {
    let (starting, renewed, churned) =
        (row.starting_customer_count, row.renewed_customer_count, row.churned_customer_count);
    let sum = renewed.zip(churned).map(|(renewed, churned)| renewed.saturating_add(churned));
    let Some(start) = starting else { return Some((sum, churned)) };
    if let Some(churned) = churned.filter(|churned| *churned > start) {
        at.identity("churned_customer_count", format!("{churned} customers left of {start} at the start"));
    } else if let Some(renewed) = renewed.filter(|renewed| *renewed > start) {
        at.identity("renewed_customer_count", format!("{renewed} customers renewed of {start} at the start"));
    } else if let Some(sum) = sum.filter(|sum| *sum != start) {
        at.identity(
            "renewed_customer_count",
            format!("renewed and churned customers sum to {sum}, not to the {start} at the start"),
        );
    } else {
        return Some((starting, churned.or_else(|| start.checked_sub(renewed?))));
    }
    None
}

fn check_sums(base: &Base, at: &mut At<'_>) {
    let start = base.starting_arr;
    if base.loss() > start {
        // Renewed ARR never exceeds the start, so without contraction it is churned ARR that was given.
        let field = if base.contraction_arr.is_zero() { "churned_arr" } else { "contraction_arr" };
        at.identity(
            field,
            format!(
                "{} churned and {} contraction exceed {start} at the start",
                base.churned_arr, base.contraction_arr
            ),
        );
        return;
    }
    match (base.starting_customers, base.churned_customers) {
        (Some(0), _) if !start.is_zero() => {
            at.identity("starting_customer_count", format!("0 customers have {start} of ARR"));
        }
        (Some(starting), Some(churned)) if starting == churned && !base.ending_arr().is_zero() => {
            at.identity(
                "churned_customer_count",
                format!("all {churned} customers left, yet {} of ARR is there", base.ending_arr()),
            );
        }
        _ => {}
    }
}

/// What is known of the customers lost.
enum Lost {
    Known(u64),
    Unknown,
    /// Their counts contradict each other, which has been told.
    Refused,
}

fn reasons(row: &CohortInput, churned: Option<Money>, lost: Lost, at: &mut At<'_>) -> Reasons {
    let customers = row.churn_reasons.as_ref().map(super::input::ReasonCounts::values);
    let arr = row.churned_arr_by_reason.as_ref().map(super::input::ReasonAmounts::values);
    let sum: u64 = customers.iter().flatten().sum();
    match (customers, lost) {
        (Some(_), Lost::Unknown) => at.add(
            Code::Missing,
            "churned_customer_count",
            "is required with churn_reasons: a whole number, got nothing".to_owned(),
            "Give the customers lost, so that it can be said how many of them are explained.",
        ),
        (Some(_), Lost::Known(lost)) if sum > lost => {
            at.identity("churn_reasons", format!("{sum} customers have a reason, {lost} left"));
        }
        _ => {}
    }
    if let (Some(amounts), Some(churned)) = (arr, churned) {
        let sum: Money = amounts.into_iter().sum();
        if sum > churned {
            at.identity("churned_arr_by_reason", format!("{sum} has a reason, {churned} churned"));
        }
    }
    Reasons { customers, arr }
}
