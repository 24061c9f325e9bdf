//! The SQL through an engine's own command line: cluster, database and credentials stay where the user keeps them.

use std::process::ExitCode;

use super::args::RunArgs;
use crate::cli::Failure;

/// Runs the SQL and decomposes what comes back.
pub(super) fn run(_args: &RunArgs) -> Result<ExitCode, Failure> {
    Err(Failure::Trouble("later".to_owned()))
}
