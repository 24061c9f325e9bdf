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
use crate::ledger::sql;
use crate::problem::{Code, Problem};
use crate::tools::entry;
use crate::units::clean_text;

/// The first column of what comes back; whatever an engine says before it is no row.
const FIRST_COLUMN: &str = "kind";
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
    let name = match args.engine {
        EngineArg::Spark => "aggregate.tsv",
        EngineArg::Duckdb | EngineArg::Postgres => "aggregate.csv",
    };
    std::fs::write(folder.path().join(name), &rows).map_err(|error| trouble("the rows", &error))?;
    if let Some(path) = &args.out {
        output::write_out(path, args.force, &rows)?;
    }
    decompose(args, folder.path(), name)
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

/// The rows among what an engine printed, from their headers on.
fn rows_of(printed: &str, engine: EngineArg) -> Result<String, Failure> {
    let sign = match engine {
        EngineArg::Spark => '\t',
        EngineArg::Duckdb | EngineArg::Postgres => ',',
    };
    let is_header = |line: &&str| line.split(sign).next().is_some_and(|first| first.trim_matches('"') == FIRST_COLUMN);
    let mut lines = printed.lines().skip_while(|line| !is_header(line)).peekable();
    if lines.peek().is_none() {
        return Err(Failure::Trouble("the engine returned no rows with headers.".to_owned()));
    }
    Ok(lines.fold(String::new(), |rows, line| rows + line + "\n"))
}

/// Retention from the rows, printed as the tool prints it.
fn decompose(args: &RunArgs, folder: &Path, name: &str) -> Result<ExitCode, Failure> {
    let mut arguments = json!({"file": name, "rows": "aggregate"});
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

    #[test]
    fn rows_begin_with_their_headers() {
        let printed = "Connected.\nkind,name\ncohort,a\n";
        assert_eq!(rows_of(printed, EngineArg::Duckdb).unwrap(), "kind,name\ncohort,a\n");
        assert_eq!(rows_of("kind\tname\nage\t\n", EngineArg::Spark).unwrap(), "kind\tname\nage\t\n");
        assert!(rows_of("nothing\n", EngineArg::Postgres).is_err());
    }
}
