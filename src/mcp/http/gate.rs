//! Host and Origin: which names of this server are right, and which web pages may call it.
//!
//! A page of any site can make a browser send requests to an address of its choosing, and a name that is first the
//! page's and then ours makes the browser let it read the answers (DNS rebinding). The Host header tells the name, the
//! Origin header the page. Not here: who the caller is.

use std::net::SocketAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header, uri::Authority};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::HttpOptions;
use super::router::App;

/// Names of loopback, whatever the port.
pub(super) const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Who may call under which name.
#[derive(Debug)]
pub(super) struct Gate {
    hosts: Vec<String>,
    origins: Vec<String>,
}

impl Gate {
    pub(super) fn new(options: &HttpOptions, address: SocketAddr) -> Self {
        let mut hosts: Vec<String> = options.allow_hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        if options.address.ip().is_loopback() {
            hosts.extend(LOOPBACK.map(str::to_owned));
        }
        hosts.push(address.to_string());
        let folded = |origin: &String| origin.trim_end_matches('/').to_ascii_lowercase();
        Self { hosts, origins: options.allow_origins.iter().map(folded).collect() }
    }

    /// The origins that answers may be read by.
    pub(super) fn origins(&self) -> &[String] {
        &self.origins
    }

    fn allows_host(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        // A name before an @ is no part of a Host.
        if host.contains('@') {
            return false;
        }
        let whole = authority.as_str().to_ascii_lowercase();
        let name = authority.host().to_ascii_lowercase();
        self.hosts.iter().any(|allowed| *allowed == whole || *allowed == name)
    }

    /// An origin that is named, or that is this very server under the name it is called by.
    fn allows_origin(&self, origin: &str, host: &str) -> bool {
        let origin = origin.to_ascii_lowercase();
        let is_own = ["http://", "https://"]
            .iter()
            .any(|scheme| origin.strip_prefix(scheme).is_some_and(|rest| rest == host.to_ascii_lowercase()));
        is_own || self.origins.contains(&origin)
    }

    /// Why a request is turned away.
    fn objection(&self, headers: &HeaderMap) -> Option<String> {
        let Some(host) = only(headers, &header::HOST) else {
            return Some("the Host header must be there once".to_owned());
        };
        if !self.allows_host(host) {
            return Some(
                "this server does not go by the name of the Host header; name it with --allow-host".to_owned(),
            );
        }
        if !headers.contains_key(header::ORIGIN) {
            return None;
        }
        match only(headers, &header::ORIGIN) {
            Some(origin) if self.allows_origin(origin, host) => None,
            _ => Some("pages of this Origin may not call; name it with --allow-origin".to_owned()),
        }
    }
}

/// The value of a header that is there once, as text.
pub(super) fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then(|| first.to_str().ok()).flatten()
}

/// Turns away what comes under a wrong name or from a page that is not named.
pub(super) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    match app.gate.objection(request.headers()) {
        None => next.run(request).await,
        Some(why) => {
            app.metrics.turned_away("origin");
            (StatusCode::FORBIDDEN, format!("Forbidden: {why}.\n")).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(hosts: &[&str], origins: &[&str]) -> Gate {
        let options = HttpOptions {
            serve: crate::mcp::ServeOptions::default(),
            address: "127.0.0.1:8787".parse().unwrap(),
            allow_hosts: hosts.iter().map(ToString::to_string).collect(),
            allow_origins: origins.iter().map(ToString::to_string).collect(),
            tokens: None,
            oauth: None,
            limits: super::super::HttpLimits::default(),
        };
        Gate::new(&options, options.address)
    }

    #[test]
    fn names_of_loopback_are_known_and_no_others() {
        let gate = gate(&["cs.example.com", "other.example.com:444"], &[]);
        for host in ["localhost", "LOCALHOST:1", "127.0.0.1:8787", "[::1]:9", "cs.example.com", "cs.example.com:443"] {
            assert!(gate.allows_host(host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "user@localhost", "other.example.com", "127.0.0.2"] {
            assert!(!gate.allows_host(host), "{host}");
        }
    }

    #[test]
    fn a_page_calls_from_its_own_server_or_where_it_is_named() {
        let gate = gate(&[], &["https://app.example.com/"]);
        assert!(gate.allows_origin("http://localhost:8787", "localhost:8787"));
        assert!(gate.allows_origin("https://app.example.com", "localhost:8787"));
        for origin in ["null", "http://localhost:1", "https://app.example.com.evil", "https://evil.example"] {
            assert!(!gate.allows_origin(origin, "localhost:8787"), "{origin}");
        }
    }
}
