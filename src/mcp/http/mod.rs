//! The protocol over HTTP: one address, `/mcp`, that any number of clients may call, and what operators ask of a server.
//!
//! Stateless: every request stands alone, so replicas need no affinity. A request takes this way: `listen` bounds the
//! connection, `gate` looks at Host and Origin, `auth` at who is calling, `limits` at how much, `body` at what, and the
//! SDK hands it to the same handler that stdio uses. `metrics` counts and `trace` names each request; neither ever sees
//! a figure.
//!
//! Not here: what a tool answers, or what a message means.

mod auth;
mod body;
mod gate;
mod limits;
mod listen;
mod metrics;
#[cfg(feature = "otel")]
pub(super) mod otel;
mod router;
mod trace;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rmcp::ServerHandler;

pub use auth::{JwksSource, OauthOptions};
pub(super) use body::written;
pub(super) use metrics::Metrics;
pub(super) use trace::Traced;

use super::ServeOptions;
use super::server::{Server, WORK_COUNT_MAX};

/// The path that speaks the protocol.
pub const PATH: &str = "/mcp";

/// Threads for what is neither a call nor a look: keys that are read again.
const SPARE_THREADS_COUNT: usize = 2;

/// How the server is run over HTTP.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// What is served.
    pub serve: ServeOptions,
    /// The address to listen on.
    pub address: SocketAddr,
    /// Names of this host besides those of loopback and the address itself, with or without a port.
    pub allow_hosts: Vec<String>,
    /// Origins of web pages that may call, such as `https://app.example.com`.
    pub allow_origins: Vec<String>,
    /// A file of names with their bearer tokens.
    pub tokens: Option<PathBuf>,
    /// Tokens that an authorization server issues.
    pub oauth: Option<OauthOptions>,
    /// What a caller may use up.
    pub limits: HttpLimits,
}

/// What callers may use up.
#[derive(Debug, Clone)]
pub struct HttpLimits {
    /// Bytes of a body.
    pub body_bytes_max: usize,
    /// Bytes of the request line and headers.
    pub header_bytes_max: usize,
    /// Requests in flight.
    pub calls_count_max: usize,
    /// Requests a second of one token; none without a limit.
    pub calls_per_second_max: Option<u32>,
    /// Time of a call.
    pub call_time_max: Duration,
    /// Connections that are open.
    pub connections_count_max: usize,
    /// Time for a client to send its headers, to send its body, and to take what was written.
    pub client_time_max: Duration,
    /// Time for calls in flight when the server is told to end.
    pub grace_time_max: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            body_bytes_max: 4 * 1024 * 1024,
            header_bytes_max: 16 * 1024,
            calls_count_max: 256,
            calls_per_second_max: Some(50),
            call_time_max: Duration::from_secs(60),
            connections_count_max: 1024,
            client_time_max: Duration::from_secs(15),
            grace_time_max: Duration::from_secs(10),
        }
    }
}

/// Serves until the process is told to end, and then until the calls in flight are answered.
///
/// # Errors
/// The options contradict each other, a file of them cannot be read, or the address cannot be listened on.
pub fn serve(options: HttpOptions) -> io::Result<()> {
    let metrics = Arc::new(Metrics::default());
    let server = Server::new(options.serve.clone())
        .with_call_time(options.limits.call_time_max)
        .with_metrics(Arc::clone(&metrics));
    serve_any(options, server, metrics)
}

/// Serves another handler in the same way, for a test of the protocol that needs answers which no tool of ours gives.
///
/// # Errors
/// As [`serve`].
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub fn serve_handler<H>(options: HttpOptions, handler: H) -> io::Result<()>
where
    H: ServerHandler + Clone,
{
    serve_any(options, handler, Arc::default())
}

/// Processors that this process may use.
fn processors_count() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn serve_any<H>(options: HttpOptions, handler: H, metrics: Arc<Metrics>) -> io::Result<()>
where
    H: ServerHandler + Clone,
{
    let _logging = super::log::start_structured()?;
    let guard = auth::Guard::new(&options)?;
    if !options.address.ip().is_loopback() && guard.is_open() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!(
                "{} can be reached from other machines, so it needs --tokens or --oauth-issuer; \
                 without them only a loopback address is served",
                options.address
            ),
        ));
    }
    listen::raise_descriptors(options.limits.connections_count_max);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(processors_count())
        .max_blocking_threads(WORK_COUNT_MAX + SPARE_THREADS_COUNT)
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(listen::run(options, handler, guard, metrics));
    // A call that its time did not stop must not hold the process.
    runtime.shutdown_background();
    outcome
}
