//! The command line `cco`: one subcommand a tool, derived from the catalog, and a few for people around them.
//!
//! It turns a command into arguments, calls the tool as the server does, and prints the reply. It computes nothing and
//! knows no tool by name. Exit codes: 0 an answer; 1 arguments refused, trouble with a file, or what `doctor` found
//! wrong; 2 the command itself is wrong; 3 what `--fail-on` names; 70 a fault of the program; 130 called off.

mod args;
mod doctor;
mod documents;
mod fault;
mod install;
mod ledger;
mod output;
mod program;
mod serve;
mod set;
mod source;
mod tool;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::problem::{Problems, Stop};
use args::Command;

/// Arguments refused, or trouble with a file.
const EXIT_REFUSED: u8 = 1;
/// The answer is what `--fail-on` names.
const EXIT_FAILED_ON: u8 = 3;
/// Called off by Ctrl-C: 128 and the signal's number, as shells have it.
const EXIT_CANCELLED: u8 = 130;

/// Why a command gave no answer.
#[derive(Debug)]
enum Failure {
    /// The arguments or the table are wrong.
    Refused(Problems),
    /// The surroundings are: a file that cannot be written, a pipe that broke for no reader's doing.
    Trouble(String),
    /// The command is.
    Usage(clap::Error),
    /// Called off.
    Cancelled,
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(problems) => Self::Refused(problems),
            Stop::Cancelled => Self::Cancelled,
        }
    }
}

impl From<crate::problem::Problem> for Failure {
    fn from(problem: crate::problem::Problem) -> Self {
        Self::Refused(problem.into())
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::Usage(error)
    }
}

/// Runs one command to its exit code; a panic below ends here.
#[must_use]
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.into_iter().collect();
    fault::hush();
    fault::guarded(|| dispatch(words).unwrap_or_else(|failure| report_failure(&failure)))
}

fn dispatch(words: Vec<OsString>) -> Result<ExitCode, Failure> {
    match args::parse(words)? {
        Command::Tool(entry, args) => tool::run(entry, &args),
        Command::Serve(args) => serve::run(*args),
        Command::Docs(args) => documents::docs(&args),
        Command::Schema(args) => documents::schema(&args),
        Command::Rules(args) => documents::rules(&args),
        Command::Completions(args) => documents::completions(&args),
        Command::Ledger(command) => ledger::run(&command),
        Command::Install(args) => install::run(&args),
        Command::Doctor(args) => doctor::run(&args),
    }
}

fn report_failure(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Refused(problems) => {
            output::complain(&problems.to_string());
            EXIT_REFUSED.into()
        }
        Failure::Trouble(line) => {
            output::complain(line);
            EXIT_REFUSED.into()
        }
        Failure::Usage(error) => {
            // Help and version come this way too, with code 0. A reader that went away is no fault.
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(EXIT_REFUSED).into()
        }
        Failure::Cancelled => {
            output::complain("cancelled: nothing was computed.");
            EXIT_CANCELLED.into()
        }
    }
}
