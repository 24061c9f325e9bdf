//! The program `cco`.

use std::path::PathBuf;
use std::process::ExitCode;

use cco_advisor::mcp::{ServeOptions, serve_stdio};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some("serve") {
        return ExitCode::from(2);
    }
    let named = (arguments.next().as_deref() == Some("--data-dir")).then(|| arguments.next()).flatten();
    let data_dir = Some(named.map_or_else(|| PathBuf::from("."), PathBuf::from));
    match serve_stdio(ServeOptions { data_dir }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
