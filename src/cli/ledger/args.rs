//! The words of `cco ledger`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use serde_json::{Map, Value};

use crate::cli::args::Format;
use crate::ledger::sql::{Dialect, PeriodType, Place};
use crate::ledger::{Cadence, CohortBy};

/// Commands over a ledger: rows of customer, month and amount.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LedgerCommand {
    /// Say what a ledger holds: months, gaps, duplicates, currencies, customers that appear once
    Check(CheckArgs),
    /// Print the SQL that computes the sums where the ledger lies
    Sql(SqlArgs),
    /// Compute the sums here, as the rows that the SQL returns
    Aggregate(AggregateArgs),
    /// Run the SQL through an engine's own command line, and decompose retention from what it returns
    Run(RunArgs),
}

/// A ledger in a file.
#[derive(Debug, Args)]
pub(in crate::cli) struct FileArgs {
    /// The ledger: CSV, TSV, JSON, NDJSON, XLSX or Parquet
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) file: PathBuf,
    /// The header of a field, where it differs: customer, period, amount, segment or currency; repeatable
    #[arg(long = "column", value_name = "FIELD=HEADER", value_parser = parse_column)]
    columns: Vec<(String, String)>,
    /// The sheet of a workbook, where it has several
    #[arg(long, value_name = "SHEET")]
    pub(super) sheet: Option<String>,
    /// The file's format, where its name does not tell
    #[arg(long, value_name = "FORMAT")]
    pub(super) file_format: Option<String>,
}

impl FileArgs {
    /// Fields with their headers.
    pub(super) fn columns(&self) -> Map<String, Value> {
        self.columns.iter().map(|(field, header)| (field.clone(), header.clone().into())).collect()
    }
}

fn parse_column(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(field, header)| (field.trim().to_owned(), header.to_owned()))
        .ok_or_else(|| "expected FIELD=HEADER, such as customer=\"Account ID\"".to_owned())
}

/// What is asked of a ledger.
#[derive(Debug, Args)]
pub(in crate::cli) struct TermsArgs {
    /// What an amount stands for: revenue of a month, or of a year; needed where its column's name does not tell
    #[arg(long, value_enum, value_name = "mrr|arr", hide_possible_values = true)]
    pub(super) cadence: Option<CadenceArg>,
    /// How customers are put into acquisition cohorts
    #[arg(
        long, value_enum, default_value_t = CohortByArg::Quarter, value_name = "quarter|month|year",
        hide_possible_values = true
    )]
    pub(super) cohort_by: CohortByArg,
    /// Months of the window, 1 to 12
    #[arg(long, value_name = "COUNT", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=12))]
    pub(super) window_months: u32,
    /// The last month of the window; default: the last month of the ledger
    #[arg(long, value_name = "YYYY-MM")]
    pub(super) as_of: Option<String>,
}

/// See [`Cadence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CadenceArg {
    /// Revenue of a month
    Mrr,
    /// Revenue of a year at that month's rate
    Arr,
}

impl From<CadenceArg> for Cadence {
    fn from(word: CadenceArg) -> Self {
        match word {
            CadenceArg::Mrr => Self::Mrr,
            CadenceArg::Arr => Self::Arr,
        }
    }
}

/// See [`CohortBy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CohortByArg {
    /// By the quarter of the first month
    Quarter,
    /// By the first month
    Month,
    /// By its year
    Year,
}

impl From<CohortByArg> for CohortBy {
    fn from(word: CohortByArg) -> Self {
        match word {
            CohortByArg::Quarter => Self::Quarter,
            CohortByArg::Month => Self::Month,
            CohortByArg::Year => Self::Year,
        }
    }
}

/// What to look at.
#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArgs {
    #[command(flatten)]
    pub(super) file: FileArgs,
    /// How it is printed
    #[arg(
        long, value_enum, default_value_t = Format::Text, hide_possible_values = true,
        value_name = "text|json|markdown"
    )]
    pub(super) format: Format,
}

/// What to compute.
#[derive(Debug, Args)]
pub(in crate::cli) struct AggregateArgs {
    #[command(flatten)]
    pub(super) file: FileArgs,
    #[command(flatten)]
    pub(super) terms: TermsArgs,
    /// Writes to a file instead of stdout, whole or not at all
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) out: Option<PathBuf>,
    /// Lets --out replace a file
    #[arg(long, requires = "out")]
    pub(super) force: bool,
}

/// Where the rows lie in a database.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlaceArgs {
    /// The table, with its schema where it has one; for DuckDB also a file in single quotes
    #[arg(long, default_value = "ledger")]
    table: String,
    /// The column of the customer
    #[arg(long, default_value = "customer", value_name = "COLUMN")]
    customer: String,
    /// The column of the month, a date or a timestamp
    #[arg(long, default_value = "period", value_name = "COLUMN")]
    period: String,
    /// That column is text that begins with YYYY-MM
    #[arg(long)]
    period_is_text: bool,
    /// The column of the amount
    #[arg(long, default_value = "amount", value_name = "COLUMN")]
    amount: String,
    /// The column of the segment
    #[arg(long, value_name = "COLUMN")]
    segment: Option<String>,
    /// The column of the currency
    #[arg(long, value_name = "COLUMN")]
    currency: Option<String>,
}

impl PlaceArgs {
    /// The column of the amount: its name may tell the cadence.
    pub(super) fn amount(&self) -> &str {
        &self.amount
    }

    pub(super) fn place(&self) -> Place {
        Place {
            table: self.table.clone(),
            customer: self.customer.clone(),
            period: self.period.clone(),
            period_type: if self.period_is_text { PeriodType::Text } else { PeriodType::Date },
            amount: self.amount.clone(),
            segment: self.segment.clone(),
            currency: self.currency.clone(),
        }
    }
}

/// Which text.
#[derive(Debug, Args)]
pub(in crate::cli) struct SqlArgs {
    /// The engine that is to run it
    #[arg(long, value_enum, value_name = "spark|postgres|duckdb|snowflake|bigquery", hide_possible_values = true)]
    dialect: DialectArg,
    #[command(flatten)]
    pub(super) place: PlaceArgs,
    #[command(flatten)]
    pub(super) terms: TermsArgs,
}

impl SqlArgs {
    pub(super) fn dialect(&self) -> Dialect {
        self.dialect.into()
    }
}

/// See [`Dialect`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DialectArg {
    /// Spark SQL
    Spark,
    /// PostgreSQL
    Postgres,
    /// DuckDB
    Duckdb,
    /// Snowflake; never run by us
    Snowflake,
    /// BigQuery; never run by us
    Bigquery,
}

impl From<DialectArg> for Dialect {
    fn from(word: DialectArg) -> Self {
        match word {
            DialectArg::Spark => Self::Spark,
            DialectArg::Postgres => Self::Postgres,
            DialectArg::Duckdb => Self::DuckDb,
            DialectArg::Snowflake => Self::Snowflake,
            DialectArg::Bigquery => Self::BigQuery,
        }
    }
}

/// Which engine, and what for.
#[derive(Debug, Args)]
pub(in crate::cli) struct RunArgs {
    /// The engine, by whose own command line the SQL is run
    #[arg(long, value_enum, value_name = "spark|duckdb|postgres", hide_possible_values = true)]
    pub(super) engine: EngineArg,
    /// The engine's program, where it is not on the path under its own name
    #[arg(long, value_name = "PROGRAM", value_hint = ValueHint::ExecutablePath)]
    pub(super) program: Option<PathBuf>,
    #[command(flatten)]
    pub(super) place: PlaceArgs,
    #[command(flatten)]
    pub(super) terms: TermsArgs,
    /// Company stage: seed, growth or scale
    #[arg(long)]
    pub(super) stage: Option<String>,
    /// Writes the rows that came back to a file as well, for retention with rows: aggregate
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) out: Option<PathBuf>,
    /// Lets --out replace a file
    #[arg(long, requires = "out")]
    pub(super) force: bool,
    /// How the result is printed
    #[arg(
        long, value_enum, default_value_t = Format::Text, hide_possible_values = true,
        value_name = "text|json|markdown"
    )]
    pub(super) format: Format,
    /// Words for the engine's command line: its connection, cluster or database
    #[arg(last = true, value_name = "ENGINE_WORDS")]
    pub(super) words: Vec<String>,
}

/// The engines that are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum EngineArg {
    /// spark-sql
    Spark,
    /// duckdb
    Duckdb,
    /// psql
    Postgres,
}

impl From<EngineArg> for Dialect {
    fn from(word: EngineArg) -> Self {
        match word {
            EngineArg::Spark => Self::Spark,
            EngineArg::Duckdb => Self::DuckDb,
            EngineArg::Postgres => Self::Postgres,
        }
    }
}
