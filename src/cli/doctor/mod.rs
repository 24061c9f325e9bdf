//! `cco doctor`: looks at everything that a user would otherwise have to ask about, and says how to mend it.
//!
//! It reads, and starts programs that only answer. It changes nothing.

mod check;
mod process;
mod server;
mod surroundings;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueHint};

use super::args::Format;
use super::output::{self, Medium};
use super::{Failure, program};
use check::Checks;

/// What is looked at, and how it is told.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// The folder of files to look at; default: the working directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    data_dir: Option<PathBuf>,
    /// How it is printed
    #[arg(
        long, value_enum, default_value_t = Format::Text, hide_possible_values = true,
        value_name = "text|json|markdown"
    )]
    format: Format,
}

/// Looks, tells, and ends with 1 where something is wrong.
pub(super) fn run(args: &DoctorArgs) -> Result<ExitCode, Failure> {
    let own = program::own().map_err(|error| Failure::Trouble(format!("this program's own path: {error}.")))?;
    let folder = match &args.data_dir {
        Some(folder) => folder.clone(),
        None => std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
    };
    let mut checks = vec![surroundings::version(&own), surroundings::on_path(&own), surroundings::data_folder(&folder)];
    checks.extend(server::checks(&own, &folder));
    checks.extend(surroundings::clients(&own));
    let checks = Checks(checks);
    output::print(&match args.format {
        Format::Json => format!("{}\n", checks.report()),
        Format::Markdown => crate::render::markdown(&checks.page()),
        Format::Text => output::text(&checks.page(), Medium::Stdout),
    })?;
    Ok(checks.exit_code())
}
