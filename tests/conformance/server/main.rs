//! The fixtures of the official conformance suite, on the program's own HTTP: what the suite wants to see answered and
//! no tool of customer success would answer. `.ci/protocol` runs it.
//!
//! Usage: conformance ADDRESS
//!   ADDRESS  where to listen, such as 127.0.0.1:0; the first line of the log names the address that it became
//!
//! Not here: the extension for tasks, which the suite does not score, and whatever asks a client in the middle of a call,
//! which takes a session.
#![allow(
    clippy::expect_used,
    deprecated,
    reason = "a fixture that cannot be made must stop; and the suite asks for what is deprecated as well"
)]

mod asks;
mod documents;
mod handler;
mod tools;

use std::io;

use cco_advisor::mcp::{HttpLimits, HttpOptions, ServeOptions, serve_handler};

use handler::Fixtures;

fn main() -> io::Result<()> {
    let wanted = std::env::args().nth(1);
    let Some(address) = wanted.and_then(|address| address.parse().ok()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "usage: conformance ADDRESS"));
    };
    let options = HttpOptions {
        serve: ServeOptions::default(),
        address,
        allow_hosts: Vec::new(),
        allow_origins: Vec::new(),
        tokens: None,
        oauth: None,
        limits: HttpLimits { calls_per_second_max: None, ..HttpLimits::default() },
    };
    serve_handler(options, Fixtures::default())
}
