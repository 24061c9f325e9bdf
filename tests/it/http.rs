//! The server over HTTP as a black box.

mod callers;
mod limits;
mod protocol;
#[cfg(all(feature = "otel", unix))]
mod traces;
mod watching;
