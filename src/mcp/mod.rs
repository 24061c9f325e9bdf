//! The Model Context Protocol: the same tools, documents and prompts for any client that speaks it.
//!
//! This layer translates and nothing else. It computes no figure, writes no sentence about customers, and decides
//! nothing a tool could decide; what it serves comes from [`crate::tools`] and [`crate::library`]. It is the only place
//! that names the SDK and the async runtime.
//!
//! Over `http` many clients are served at one address, by the same handler. On standard input a line takes this way: `lines` cuts bytes, `message` makes a typed request of a line or answers what is none (with
//! `json_text` for JSON that the parser refuses), `stdio` is the transport that owns both ends, `server` is the SDK's
//! handler, and `tools`, `resources`, `prompts`, `complete` and `skills` answer one kind of request each.
//!
//! What it promises: every line that is JSON gets an answer; standard output carries JSON-RPC alone; a panic in a tool
//! is answered and the server lives on; nothing of arguments or results is ever logged; no state is kept between calls.

mod complete;
mod front_matter;
mod http;
mod json_text;
mod lines;
mod log;
mod message;
#[doc(hidden)]
pub mod probe;
mod progress;
mod prompts;
mod resources;
mod server;
mod skills;
mod stdio;
mod tools;

use std::path::PathBuf;

use crate::tools::Set;

#[cfg(feature = "conformance")]
#[doc(hidden)]
pub use http::serve_handler;
pub use http::{HttpLimits, HttpOptions, JwksSource, OauthOptions, PATH as HTTP_PATH, serve as serve_http};
pub(crate) use log::VARIABLE as LOG_VARIABLE;

/// How the server is run.
#[derive(Debug, Clone, Default)]
pub struct ServeOptions {
    /// The folder that files may be read from; without it, files are off.
    pub data_dir: Option<PathBuf>,
    /// The sets of tools that are served; none named is all of them.
    pub sets: Vec<Set>,
}

/// Serves one client on standard input and output until either end closes.
///
/// # Errors
/// Only if the runtime cannot start; a client that goes away is no error.
pub fn serve_stdio(options: ServeOptions) -> std::io::Result<()> {
    log::start();
    stdio::serve(server::Server::new(options))
}
