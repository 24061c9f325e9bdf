//! The rules across arguments: all problems at once, then a question that needs no more checking.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::input::{Book, BookTier, CustomerRow, Input};
use crate::customers::Tier;
use crate::ingest::{Rows, TablePlace, collect_rows};
use crate::policy::PolicyTable;
use crate::problem::{Code, Collector, FILE_PROBLEMS_COUNT_MAX, Problem, Stop};
use crate::rule::NotAssessed;
use crate::tools::Call;
use crate::tools::coverage::calc::plan::PLAN_PEOPLE_COUNT_MAX;
use crate::tools::coverage::calc::{MONTHS_COUNT, Question, REQUIRED_CSMS_COUNT_MAX, TierBook, TooLarge};
use crate::tools::coverage::policy::CoveragePolicy;
use crate::tools::coverage::words::TargetBasis;
use crate::units::{Amount, Label, Money, Month, Ratio};

/// Where the book stands, to name a tier in findings.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// In the argument `book`.
    Book,
    /// In a table of customers, where no row holds a tier.
    Table,
}

impl Place {
    /// The place of a tier.
    pub(crate) fn tier(&self, tier: Tier) -> String {
        match self {
            Self::Book => format!("book.{}", tier.as_str()),
            Self::Table => "portfolio".to_owned(),
        }
    }

    /// The place of a tier's number of CSMs.
    pub(crate) fn current(&self, tier: Tier) -> String {
        match self {
            Self::Book => format!("book.{}.current_csm_count", tier.as_str()),
            Self::Table => format!("current_csms.{}", tier.as_str()),
        }
    }
}

/// The months of the plan by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Months(Option<Month>);

impl Months {
    /// The name of month 1 to 12; today's, month 0, is that of the first.
    pub(crate) fn name(self, month: usize) -> String {
        let later = u32::try_from(month.saturating_sub(1)).unwrap_or(0);
        match self.0.and_then(|start| start.plus_months(later)) {
            Some(named) => named.to_string(),
            None => format!("M{}", month.max(1)),
        }
    }
}

/// A question whose arguments are right.
#[derive(Debug)]
pub(crate) struct Sizing {
    /// What is asked.
    pub question: Question,
    /// Where its book stands.
    pub place: Place,
    /// The months by name.
    pub months: Months,
    /// Whether attrition is the house's assumption.
    pub attrition_assumed: bool,
    /// Whether no growth was given, and none is taken.
    pub growth_assumed: bool,
    /// Columns that were not used.
    pub not_assessed: Vec<NotAssessed>,
}

impl Sizing {
    /// The refusal of figures beyond anything that is meant.
    pub(crate) fn refuse(&self, too_large: TooLarge) -> Stop {
        let (tier, message) = match too_large {
            TooLarge::Requirement(tier) => {
                (tier, format!("expected a tier of at most {REQUIRED_CSMS_COUNT_MAX} CSMs, got more"))
            }
            TooLarge::Plan(tier) => {
                (tier, format!("expected a plan of at most {PLAN_PEOPLE_COUNT_MAX} people, got more"))
            }
        };
        let help = "Check the customers, the ARR, the current CSMs and growth_target for a slip in the unit.";
        Problem::new(Code::Range, self.place.tier(tier), message, help).into()
    }
}

/// Checks the rules across arguments.
///
/// # Errors
/// Every problem of the rules, or what the source of the table refuses.
pub(crate) fn check(input: Input, call: &Call<'_, CoveragePolicy>) -> Result<Sizing, Stop> {
    let policy = &call.policy;
    let mut problems = Collector::default();
    check_divisors(policy, &mut problems);
    if let Some(start) = input.start
        && start.plus_months(MONTHS_COUNT.try_into().unwrap_or(0)).is_none()
    {
        problems.add(Code::Date, "start", "the year of the plan leaves the calendar", "Give an earlier month.");
    }
    let current = input.current_csms.unwrap_or_default().by_tier();
    let has_table = input.customers.is_some() || call.common.file.is_some();
    let (books, place, not_assessed) = match (input.book, has_table) {
        (Some(book), false) => (books_of(book, current, &mut problems), Place::Book, Vec::new()),
        (None, true) => {
            let table = customers(input.customers, call, &mut problems)?;
            (counted(&table.rows, current), Place::Table, table.not_assessed)
        }
        (book, _) => {
            problems.push(one_source(book.is_some()));
            ([None; 4], Place::Book, Vec::new())
        }
    };
    problems.finish()?;
    let question = Question {
        books,
        growth: input.growth_target.unwrap_or_default().decimal(),
        complexity: input.complexity.map_or(Decimal::ONE, Amount::decimal),
        attrition: input.attrition.map_or(policy.attrition_annual, Ratio::decimal),
        lead_months: input.hiring_lead_months.map_or(policy.hiring_lead_months, Decimal::from),
        basis: TargetBasis::of(input.benchmark, call.common.stage),
        weekly_escalations: input.weekly_exec_escalations,
    };
    let (attrition_assumed, growth_assumed) = (input.attrition.is_none(), input.growth_target.is_none());
    Ok(Sizing { question, place, months: Months(input.start), attrition_assumed, growth_assumed, not_assessed })
}

/// A threshold that something is divided by may not be nothing, and nobody stays if all leave.
fn check_divisors(policy: &CoveragePolicy, problems: &mut Collector) {
    for key in CoveragePolicy::divisors() {
        if policy.value(key).is_some_and(|value| value.is_zero()) {
            problems.add(
                Code::Range,
                format!("policy.{key}"),
                "expected more than 0, got 0",
                "Give what one CSM carries, or leave the threshold as it is.",
            );
        }
    }
    if policy.attrition_annual >= Decimal::ONE {
        problems.add(
            Code::Range,
            "policy.attrition_annual",
            format!("expected a fraction below 1, got {}", policy.attrition_annual),
            "Write 0.15 for 15 %.",
        );
    }
}

fn one_source(both: bool) -> Problem {
    let (message, help) = if both {
        ("both book and a table of customers are given", "Send book, or file with current_csms, not both.")
    } else {
        ("neither book nor file is given", "Send the book by tier, or name a file of customers.")
    };
    Problem::new(Code::OneSource, "book", message, help)
}

fn books_of(book: Book, current: [Option<u64>; 4], problems: &mut Collector) -> [Option<TierBook>; 4] {
    let mut books = [None; 4];
    for (((tier, given), beside), out) in Tier::ALL.into_iter().zip(book.by_tier()).zip(current).zip(&mut books) {
        let name = tier.as_str();
        match (given, beside) {
            (Some(given), beside) => *out = Some(book_of(name, &given, beside, problems)),
            (None, Some(_)) => problems.add(
                Code::Missing,
                format!("book.{name}"),
                format!("current_csms has CSMs of {name}, the book has no such tier"),
                "Give the tier's customers and ARR, or leave its CSMs out.",
            ),
            (None, None) => {}
        }
    }
    if problems.is_empty() && books.iter().all(Option::is_none) {
        problems.add(Code::Empty, "book", "the book has no tier", "Give at least one tier.");
    }
    books
}

fn book_of(name: &str, given: &BookTier, beside: Option<u64>, problems: &mut Collector) -> TierBook {
    if given.customer_count == 0 && !given.total_arr_usd.is_zero() {
        problems.add(
            Code::Identity,
            format!("book.{name}.customer_count"),
            format!("{} of ARR with 0 customers", given.total_arr_usd),
            "Give the customers that pay it, or 0 for both.",
        );
    }
    if let (Some(inside), Some(beside)) = (given.current_csm_count, beside)
        && inside != beside
    {
        problems.add(
            Code::Identity,
            format!("current_csms.{name}"),
            format!("{beside} here, {inside} in the book"),
            "Give the CSMs in one place.",
        );
    }
    TierBook {
        accounts: given.customer_count,
        arr: given.total_arr_usd,
        current: given.current_csm_count.or(beside),
        hours_per_account: given.hours_per_account.map(Amount::decimal),
    }
}

/// A customer as it is counted.
struct Account {
    /// The id where there is one, else the name.
    key: Option<(bool, Label)>,
    tier: Tier,
    arr: Money,
}

fn customers(
    inline: Option<Vec<CustomerRow>>,
    call: &Call<'_, CoveragePolicy>,
    problems: &mut Collector,
) -> Result<Rows<Account>, Stop> {
    let cuts = call.policy.tier_cuts();
    let table = collect_rows(&call.source("customers"), inline, call.host, |row: CustomerRow| Account {
        tier: row.tier.unwrap_or_else(|| cuts.tier_of(row.arr_usd)),
        arr: row.arr_usd,
        key: row.id.map(|id| (true, id)).or(row.name.map(|name| (false, name))),
    })?;
    let of_file = matches!(table.place, TablePlace::File { .. });
    let mut seen: BTreeMap<&(bool, Label), usize> = BTreeMap::new();
    let mut doubles_count = 0;
    for (index, account) in table.rows.iter().enumerate() {
        let Some(key) = &account.key else { continue };
        let Some(earlier) = seen.insert(key, index) else { continue };
        let field = if key.0 { "id" } else { "name" };
        problems.add(
            Code::Duplicate,
            table.place.field(index, field),
            format!("\"{}\" stands in {} already", key.1, table.place.row(earlier)),
            "Give each customer once, with an id where names repeat.",
        );
        doubles_count += 1;
        if of_file && doubles_count >= FILE_PROBLEMS_COUNT_MAX {
            break;
        }
    }
    Ok(table)
}

/// The tiers as the customers fill them. One without customers whose CSMs are not known either was not given.
fn counted(accounts: &[Account], current: [Option<u64>; 4]) -> [Option<TierBook>; 4] {
    let mut sums = [(0_u64, Money::ZERO); 4];
    for account in accounts {
        if let Some((count, arr)) = sums.get_mut(account.tier.index()) {
            *count += 1;
            *arr += account.arr;
        }
    }
    let mut books = [None; 4];
    for ((out, (accounts, arr)), current) in books.iter_mut().zip(sums).zip(current) {
        let given = accounts > 0 || current.is_some();
        *out = given.then_some(TierBook { accounts, arr, current, hours_per_account: None });
    }
    books
}
