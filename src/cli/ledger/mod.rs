//! `cco ledger`: look at a ledger before anything is computed, and take the computing to where it lies.

mod args;
mod check;
mod engine;

use std::process::ExitCode;

pub(super) use args::LedgerCommand;
use args::{AggregateArgs, CheckArgs, FileArgs, SqlArgs, TermsArgs};

use super::output::{self, Medium};
use super::watch::TerminalWatch;
use super::{Failure, args::Format};
use crate::ingest::{Host, Source, header_of};
use crate::ledger::{Aggregate, COLUMNS, Cadence, LedgerRow, Terms, read_aggregate, read_overview, sql};
use crate::problem::{Code, Problem};
use crate::shape::{Shape, TinyPercents, shape_of};

/// Runs one of the ledger's commands.
pub(super) fn run(command: &LedgerCommand) -> Result<ExitCode, Failure> {
    match command {
        LedgerCommand::Check(args) => check(args),
        LedgerCommand::Sql(args) => {
            output::print(&sql::text(&args.place(), args.dialect(), &args.terms.terms(Some(args.place.amount()))?))?;
            Ok(ExitCode::SUCCESS)
        }
        LedgerCommand::Aggregate(args) => aggregate(args),
        LedgerCommand::Run(args) => engine::run(args),
    }
}

/// What a ledger holds.
fn check(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let asked = with_source(&args.file, |source, host| read_overview(source, None, host))?;
    let text = match args.format {
        Format::Json => format!("{}\n", check::report(&asked)),
        Format::Markdown => crate::render::markdown(&check::page(&asked)),
        Format::Text => output::text(&check::page(&asked), Medium::Stdout),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The sums of a ledger as the rows that the SQL text returns.
fn aggregate(args: &AggregateArgs) -> Result<ExitCode, Failure> {
    let asked = with_source(&args.file, |source, host| {
        let header = header_of(source, "amount", host)?;
        let terms = args.terms.terms(header.as_deref())?;
        read_aggregate(source, None, host, &terms)
    })?;
    let text = csv_of(&asked.sums)?;
    match &args.out {
        Some(path) => output::write_out(path, args.force, &text)?,
        None => output::print(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The rows as CSV.
fn csv_of(sums: &Aggregate) -> Result<String, Failure> {
    let trouble = |error: &dyn std::fmt::Display| Failure::Trouble(format!("the rows cannot be written: {error}."));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|error| trouble(&error))?;
    for row in sums.to_rows() {
        writer.write_record(row.cells()).map_err(|error| trouble(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| trouble(&error))?;
    String::from_utf8(bytes).map_err(|error| trouble(&error))
}

/// Reads the ledger that the arguments name; it may lie anywhere, since the user named it.
fn with_source<T>(
    args: &FileArgs,
    read: impl FnOnce(&Source<'_>, &Host<'_>) -> Result<T, crate::problem::Stop>,
) -> Result<T, Failure> {
    let path = &args.file;
    let missing = |why: String| Problem::new(Code::FileMissing, path.display().to_string(), why, "Check the path.");
    let resolved = path.canonicalize().map_err(|error| missing(format!("cannot be read: {error}")))?;
    let name = resolved
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| missing("has no name in UTF-8".to_owned()))?;
    let Shape::Object(record) = shape_of::<LedgerRow>() else {
        return Err(Failure::Trouble("the ledger has no shape.".to_owned()));
    };
    let columns = args.columns();
    let (tiny_percents, written) = (std::cell::RefCell::new(TinyPercents::default()), std::cell::RefCell::default());
    let source = Source {
        table: "ledger",
        file: Some(name),
        format: args.file_format.as_deref(),
        columns: Some(&columns).filter(|columns| !columns.is_empty()),
        record: &record,
        sheet: args.sheet.as_deref(),
        tiny_percents: &tiny_percents,
        names_all: true,
        written: &written,
    };
    let watch = TerminalWatch::begin();
    let host = Host { data_dir: resolved.parent(), watch: &watch };
    let answer = read(&source, &host);
    watch.end();
    for line in written.take() {
        output::note(&format!("{name}: read as written: {line}"));
    }
    Ok(answer?)
}

impl TermsArgs {
    /// What is asked, of amounts under that header.
    fn terms(&self, header: Option<&str>) -> Result<Terms, Problem> {
        let as_of = self.as_of.as_deref().map(|text| {
            crate::units::Period::parse(text.as_bytes()).ok_or_else(|| {
                Problem::new(
                    Code::Date,
                    "--as-of",
                    "expected a month as YYYY-MM or a day of it",
                    "Write it as 2026-09 or 2026-09-30.",
                )
            })
        });
        Ok(Terms {
            cadence: Cadence::agreed(self.cadence.map(Cadence::from), header)?,
            cohort_by: self.cohort_by.into(),
            window_months: self.window_months,
            as_of: as_of.transpose()?,
        })
    }
}

impl SqlArgs {
    fn place(&self) -> sql::Place {
        self.place.place()
    }
}
