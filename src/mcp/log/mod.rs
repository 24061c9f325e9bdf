//! Logging to standard error, where it cannot disturb the protocol. Tool, duration, outcome and sizes: never what a
//! caller sent or got.

mod behind;
mod json;

use std::io;
use std::str::FromStr;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

/// The environment variable that sets the level: `off`, `error`, `warn`, `info`, `debug` or `trace`.
pub(crate) const VARIABLE: &str = "CCO_LOG";

/// Starts logging for one client, in lines for people; once a process.
pub(super) fn start() {
    let level = Level::of_environment();
    // A closed standard error must not end the server either.
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false).log_internal_errors(false);
    if tracing_subscriber::registry().with(lines).with(level.ours(LevelFilter::WARN)).try_init().is_ok() {
        level.complain();
    }
}

/// What carries the log of a server of many clients; all of it has gone its way when this is dropped.
#[derive(Debug)]
pub(super) struct Logging {
    /// Goes first, since it may have something to say.
    _exporter: Option<Exporter>,
    _lines: behind::Behind,
}

/// Starts logging for a server of many clients: JSON lines, each with the request it belongs to; once a process. What
/// comes back is held while the server runs. It sends traces too, where the build has the feature and the operator names
/// a collector.
///
/// # Errors
/// The settings of the collector make no sense, or the system gives no thread.
pub(super) fn start_structured() -> io::Result<Logging> {
    let level = Level::of_environment();
    let behind = behind::Behind::start(io::stderr())?;
    let writer = behind.writer();
    let lines = fmt::layer()
        .fmt_fields(json::Fields)
        .event_format(json::Lines)
        .with_writer(move || writer.clone())
        .log_internal_errors(false);
    let (traces, exporter) = traces()?.unzip();
    let layers = tracing_subscriber::registry().with(lines).with(traces).with(level.ours(LevelFilter::INFO));
    if layers.try_init().is_ok() {
        level.complain();
    }
    Ok(Logging { _exporter: exporter, _lines: behind })
}

#[cfg(feature = "otel")]
use super::http::otel::{Exporter, layer as traces};

/// Nothing sends traces in this build.
#[cfg(not(feature = "otel"))]
pub(super) type Exporter = std::convert::Infallible;

#[cfg(not(feature = "otel"))]
#[expect(clippy::unnecessary_wraps, reason = "it is as the one that sends is")]
fn traces() -> io::Result<Option<(tracing_subscriber::layer::Identity, Exporter)>> {
    Ok(None)
}

/// The level that the environment asks for.
struct Level {
    word: String,
    asked: Option<LevelFilter>,
}

impl Level {
    fn of_environment() -> Self {
        let word = std::env::var(VARIABLE).unwrap_or_default();
        let asked = LevelFilter::from_str(&word).ok().filter(|_| !word.is_empty());
        Self { word, asked }
    }

    /// Only our own events: the SDK's would print whole requests at `debug`.
    fn ours(&self, otherwise: LevelFilter) -> Targets {
        Targets::new().with_target(env!("CARGO_CRATE_NAME"), self.asked.unwrap_or(otherwise))
    }

    fn complain(&self) {
        if self.asked.is_none() && !self.word.is_empty() {
            tracing::warn!("{VARIABLE} is not a level; expected off, error, warn, info, debug or trace");
        }
    }
}
