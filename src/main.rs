//! The program `cco`: everything is in [`cco_advisor::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    cco_advisor::cli::run(std::env::args_os())
}
