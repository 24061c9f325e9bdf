//! `cco serve`: the server on standard input and output, or over HTTP.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueHint};

use super::Failure;
use crate::mcp::{HttpLimits, HttpOptions, JwksSource, OauthOptions, ServeOptions};
use crate::tools::Set;

const HTTP: &str = "Over HTTP";
const LIMITS: &str = "Limits over HTTP";

/// Options of the server.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// The folder that a call's `file` may come from; default: the working directory on stdio, none over HTTP
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    data_dir: Option<PathBuf>,
    /// The sets of tools that agents see, parted by commas: fewer cost less of their context
    #[arg(
        long, value_delimiter = ',', value_name = "core|people|accounts|program|all", default_value = "all",
        value_parser = PossibleValuesParser::new(set_words()), hide_possible_values = true
    )]
    tools: Vec<String>,
    #[command(flatten)]
    http: HttpArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

/// Where and for whom HTTP is served.
#[derive(Debug, Args)]
struct HttpArgs {
    /// Serves streamable HTTP at this address, path /mcp, instead of stdio; such as 127.0.0.1:8787
    #[arg(long, value_name = "ADDRESS", help_heading = HTTP)]
    http: Option<SocketAddr>,
    /// A name of this host that clients use, with or without a port; repeatable. Loopback is known
    #[arg(long, value_name = "HOST", requires = "http", help_heading = HTTP)]
    allow_host: Vec<String>,
    /// The origin of web pages that may call, such as https://app.example.com; repeatable
    #[arg(long, value_name = "ORIGIN", requires = "http", help_heading = HTTP)]
    allow_origin: Vec<String>,
    /// A file with a name, a blank and a bearer token a line; read again on SIGHUP
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "http", help_heading = HTTP)]
    tokens: Option<PathBuf>,
    /// The issuer of OAuth tokens, letter for letter as they name it
    #[arg(long, value_name = "URL", requires_all = ["http", "oauth_jwks", "oauth_resource"], help_heading = HTTP)]
    oauth_issuer: Option<String>,
    /// The issuer's keys: a file, read again when it changes, or an https address
    #[arg(long, value_name = "FILE|URL", requires = "oauth_issuer", help_heading = HTTP)]
    oauth_jwks: Option<String>,
    /// The address under which clients call this server, such as https://cs.example.com/mcp
    #[arg(long, value_name = "URL", requires = "oauth_issuer", help_heading = HTTP)]
    oauth_resource: Option<String>,
    /// The audience that tokens must name; default: the resource
    #[arg(long, value_name = "AUDIENCE", requires = "oauth_issuer", help_heading = HTTP)]
    oauth_audience: Option<String>,
}

/// What callers may use up over HTTP.
#[derive(Debug, Args)]
struct LimitArgs {
    /// Bytes of a body
    #[arg(long, value_name = "BYTES", requires = "http", default_value_t = 4 * 1024 * 1024, help_heading = LIMITS)]
    body_bytes_max: usize,
    /// Bytes of the request line and headers
    #[arg(
        long, value_name = "BYTES", requires = "http", default_value_t = 16 * 1024, help_heading = LIMITS,
        value_parser = clap::value_parser!(u32).range(1024..=1024 * 1024)
    )]
    header_bytes_max: u32,
    /// Requests in flight; beyond, callers are told to come again
    #[arg(
        long, value_name = "COUNT", requires = "http", default_value_t = 256, help_heading = LIMITS,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    calls_max: u32,
    /// Requests a second of one token, of which two seconds may be saved up; 0 for no limit
    #[arg(long, value_name = "COUNT", requires = "http", default_value_t = 50, help_heading = LIMITS)]
    calls_per_second_max: u32,
    /// Seconds of a call; then it is stopped and refused
    #[arg(
        long, value_name = "SECONDS", requires = "http", default_value_t = 60, help_heading = LIMITS,
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    call_seconds_max: u64,
    /// Connections that are open
    #[arg(
        long, value_name = "COUNT", requires = "http", default_value_t = 1024, help_heading = LIMITS,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    connections_max: u32,
    /// Seconds for a client to send its headers, to send its body, and to take what is written
    #[arg(
        long, value_name = "SECONDS", requires = "http", default_value_t = 15, help_heading = LIMITS,
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    client_seconds_max: u64,
    /// Seconds for calls in flight when the server is told to end
    #[arg(long, value_name = "SECONDS", requires = "http", default_value_t = 10, help_heading = LIMITS)]
    grace_seconds: u64,
}

impl LimitArgs {
    fn limits(&self) -> HttpLimits {
        let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        HttpLimits {
            body_bytes_max: self.body_bytes_max,
            header_bytes_max: count(self.header_bytes_max),
            calls_count_max: count(self.calls_max),
            calls_per_second_max: Some(self.calls_per_second_max).filter(|most| *most > 0),
            call_time_max: Duration::from_secs(self.call_seconds_max),
            connections_count_max: count(self.connections_max),
            client_time_max: Duration::from_secs(self.client_seconds_max),
            grace_time_max: Duration::from_secs(self.grace_seconds),
        }
    }
}

impl HttpArgs {
    fn oauth(&self) -> Option<OauthOptions> {
        let jwks = self.oauth_jwks.clone()?;
        let is_address = jwks.contains("://");
        Some(OauthOptions {
            issuer: self.oauth_issuer.clone()?,
            resource: self.oauth_resource.clone()?,
            audience: self.oauth_audience.clone(),
            jwks: if is_address { JwksSource::Url(jwks) } else { JwksSource::File(jwks.into()) },
        })
    }
}

/// The word for every set.
const ALL_SETS: &str = "all";

fn set_words() -> Vec<&'static str> {
    Set::ALL.into_iter().map(Set::as_str).chain([ALL_SETS]).collect()
}

/// The sets named; none where all are.
fn sets(words: &[String]) -> Vec<Set> {
    let is_named = |set: &Set| words.iter().any(|word| word == set.as_str());
    let is_all = words.iter().any(|word| word == ALL_SETS);
    Set::ALL.into_iter().filter(|set| !is_all && is_named(set)).collect()
}

/// Serves until the client, or the system, ends it.
pub(super) fn run(args: ServeArgs) -> Result<ExitCode, Failure> {
    let sets = sets(&args.tools);
    let outcome = match args.http.http {
        None => {
            let data_dir = args.data_dir.or_else(|| std::env::current_dir().ok());
            crate::mcp::serve_stdio(ServeOptions { data_dir, sets })
        }
        // Whoever can reach the address would read the folder: over HTTP it is given or there is none.
        Some(address) => crate::mcp::serve_http(HttpOptions {
            oauth: args.http.oauth(),
            serve: ServeOptions { data_dir: args.data_dir, sets },
            address,
            allow_hosts: args.http.allow_host,
            allow_origins: args.http.allow_origin,
            tokens: args.http.tokens,
            limits: args.limits.limits(),
        }),
    };
    outcome.map_err(|error| Failure::Trouble(format!("serve: {error}.")))?;
    Ok(ExitCode::SUCCESS)
}
