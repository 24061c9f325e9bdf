//! Logging to standard error, where it cannot disturb the protocol. Tool, duration, outcome and sizes: never what a
//! caller sent or got.

use std::str::FromStr;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

/// The environment variable that sets the level: `off`, `error`, `warn`, `info`, `debug` or `trace`.
pub(crate) const VARIABLE: &str = "CCO_LOG";

/// Starts logging, once a process.
pub(super) fn start() {
    let word = std::env::var(VARIABLE).unwrap_or_default();
    let level = LevelFilter::from_str(&word).ok().filter(|_| !word.is_empty());
    // Only our own events: the SDK's would print whole requests at `debug`.
    let ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), level.unwrap_or(LevelFilter::WARN));
    // A closed standard error must not end the server either.
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false).log_internal_errors(false);
    if tracing_subscriber::registry().with(lines).with(ours).try_init().is_ok() && level.is_none() && !word.is_empty() {
        tracing::warn!("{VARIABLE} is not a level; expected off, error, warn, info, debug or trace");
    }
}
