//! The SQL through an engine's own command line: cluster, database and credentials stay where the user keeps them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};

use serde_json::{Value, json};

use super::args::{EngineArg, RunArgs};
use crate::cli::args::Format;
use crate::cli::output::{self, Medium};
use crate::cli::{Failure, watch::TerminalWatch};
use crate::ingest::Host;
use crate::ledger::{COLUMNS, sql};
use crate::problem::{Code, Problem};
use crate::tools::entry;
use crate::units::clean_text;

/// What came back, beside the script.
const ROWS_FILE: &str = "aggregate.csv";
/// Lines of an engine's complaint that are passed on: the last, since there it says what failed.
const COMPLAINT_LINES_COUNT: usize = 12;
/// The tool that makes ratios of the sums.
const RETENTION: &str = "retention_decompose";

/// Runs the SQL and decomposes what comes back.
pub(super) fn run(args: &RunArgs) -> Result<ExitCode, Failure> {
    if let Some(path) = &args.out {
        output::check_out(path, args.force)?;
    }
    let text = format!(
        "{};\n",
        sql::text(&args.place.place(), args.engine.into(), &args.terms.terms(Some(args.place.amount()))?).trim_end()
    );
    let trouble = |what: &str, error: &std::io::Error| Failure::Trouble(format!("{what}: {error}."));
    let folder = tempfile::tempdir().map_err(|error| trouble("a folder for the rows", &error))?;
    let script = folder.path().join("ledger.sql");
    std::fs::write(&script, &text).map_err(|error| trouble("the SQL", &error))?;
    let answered = Engine { args }.ask(&script, &text)?;
    let rows = rows_of(&answered, args.engine)?;
    std::fs::write(folder.path().join(ROWS_FILE), &rows).map_err(|error| trouble("the rows", &error))?;
    if let Some(path) = &args.out {
        output::write_out(path, args.force, &rows)?;
    }
    decompose(args, folder.path())
}

/// The engine's own command line.
struct Engine<'a> {
    args: &'a RunArgs,
}

impl Engine<'_> {
    fn program(&self) -> PathBuf {
        let usual = match self.args.engine {
            EngineArg::Spark => "spark-sql",
            EngineArg::Duckdb => "duckdb",
            EngineArg::Postgres => "psql",
        };
        self.args.program.clone().unwrap_or_else(|| usual.into())
    }

    /// What the engine prints for the script.
    fn ask(&self, script: &Path, text: &str) -> Result<String, Failure> {
        let program = self.program();
        let mut command = Command::new(&program);
        // The script comes on standard input where the engine reads one there; Spark's wants a file.
        let reads_input = match self.args.engine {
            EngineArg::Duckdb => {
                command.arg("-csv").args(&self.args.words);
                true
            }
            EngineArg::Postgres => {
                command.args(["--csv", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]).args(&self.args.words);
                true
            }
            EngineArg::Spark => {
                command
                    .args(&self.args.words)
                    .args(["--conf", "spark.sql.cli.print.header=true", "-S", "-f"])
                    .arg(script);
                false
            }
        };
        command.stdin(if reads_input { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let named = clean_text(&program.to_string_lossy());
        let mut child = command.spawn().map_err(|error| not_started(&named, &error))?;
        if let Some(mut input) = child.stdin.take() {
            // An engine that gives up before it has read everything says why itself.
            let _ = input.write_all(text.as_bytes());
        }
        let output = child
            .wait_with_output()
            .map_err(|error| Failure::Trouble(format!("{named} could not be heard: {error}.")))?;
        if !output.status.success() {
            return Err(failed(&named, &output));
        }
        String::from_utf8(output.stdout)
            .map_err(|_| Failure::Trouble(format!("{named} printed bytes that are no UTF-8.")))
    }
}

fn not_started(program: &str, error: &std::io::Error) -> Failure {
    let help = "Install the engine's command line, or name it with --program.";
    Problem::new(Code::FileMissing, "--engine", format!("{program} could not be started: {error}"), help).into()
}

/// The end of what the engine complained of.
fn failed(program: &str, output: &Output) -> Failure {
    let said = String::from_utf8_lossy(if output.stderr.is_empty() { &output.stdout } else { &output.stderr });
    let lines: Vec<String> = said.lines().map(clean_text).filter(|line| !line.is_empty()).collect();
    let last = lines.get(lines.len().saturating_sub(COMPLAINT_LINES_COUNT)..).unwrap_or_default();
    Failure::Trouble(format!("{program} failed ({}):\n{}", output.status, last.join("\n")))
}

/// The rows among what an engine printed, as CSV: from their headers on, without a line that it adds to them.
fn rows_of(printed: &str, engine: EngineArg) -> Result<String, Failure> {
    let sign = match engine {
        EngineArg::Spark => '\t',
        EngineArg::Duckdb | EngineArg::Postgres => ',',
    };
    let is_header = |line: &str| line.split(sign).map(|name| name.trim_matches('"')).eq(COLUMNS);
    let mut lines: Vec<&str> = printed.lines().skip_while(|line| !is_header(line)).collect();
    if lines.is_empty() {
        return Err(Failure::Trouble("the engine returned no rows with headers.".to_owned()));
    }
    // The time it took, as a user's own settings may have it print.
    while lines.last().is_some_and(|line| !line.contains(sign)) {
        lines.pop();
    }
    match engine {
        // It parts cells by tabs and quotes nothing, so a quote is a sign like any other.
        EngineArg::Spark => lines.into_iter().map(|line| csv_line(line.split(sign))).collect(),
        EngineArg::Duckdb | EngineArg::Postgres => Ok(lines.join("\n") + "\n"),
    }
}

/// Cells as a line of CSV.
fn csv_line<'c>(cells: impl Iterator<Item = &'c str>) -> Result<String, Failure> {
    let trouble = |error: &dyn std::fmt::Display| Failure::Trouble(format!("the rows cannot be written: {error}."));
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(cells).map_err(|error| trouble(&error))?;
    let bytes = writer.into_inner().map_err(|error| trouble(&error))?;
    String::from_utf8(bytes).map_err(|error| trouble(&error))
}

/// Retention from the rows, printed as the tool prints it.
fn decompose(args: &RunArgs, folder: &Path) -> Result<ExitCode, Failure> {
    let mut arguments = json!({"file": ROWS_FILE, "rows": "aggregate"});
    if let (Some(stage), Some(map)) = (&args.stage, arguments.as_object_mut()) {
        map.insert("stage".to_owned(), Value::from(stage.as_str()));
    }
    let Some(retention) = entry(RETENTION) else {
        return Err(Failure::Trouble(format!("{RETENTION} is not among the tools.")));
    };
    let watch = TerminalWatch::begin();
    let reply = retention.call(&arguments, &Host { data_dir: Some(folder), watch: &watch });
    watch.end();
    let reply = reply?;
    output::print(&match args.format {
        Format::Json => format!("{}\n", reply.report),
        Format::Markdown => crate::render::markdown(&reply.page),
        Format::Text => output::text(&reply.page, Medium::Stdout),
    })?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The headers as an engine prints them.
    fn header(sign: &str) -> String {
        COLUMNS.join(sign) + "\n"
    }

    #[test]
    fn rows_begin_with_their_headers_and_end_with_the_last_row() {
        let rows = header(",") + "cohort,a,0\nsegment,\"b, c\",0\n";
        let printed = format!("Connected.\nkind,of,noise\n{rows}Run Time (s): real 0.003 user 0.002 sys 0.001\n\n");
        assert_eq!(rows_of(&printed, EngineArg::Duckdb).unwrap(), rows);
        assert_eq!(rows_of(&rows.replace('\n', "\r\n"), EngineArg::Postgres).unwrap(), rows);
        assert!(rows_of("nothing\n", EngineArg::Postgres).is_err());
        assert!(rows_of("kind,name\ncohort,a\n", EngineArg::Duckdb).is_err());
    }

    #[test]
    fn cells_between_tabs_become_csv() {
        let printed = header("\t") + "segment\t\"XL\" plan, EU\t0\nage\t\t24000\n";
        let rows = header(",") + "segment,\"\"\"XL\"\" plan, EU\",0\nage,,24000\n";
        assert_eq!(rows_of(&printed, EngineArg::Spark).unwrap(), rows);
    }
}
