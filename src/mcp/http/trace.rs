//! A name for every request: its own id and, where the caller sends one, the trace it is a part of.
//!
//! Both are for logs alone. An id from outside is taken only if it is short and plain, since it is printed.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use super::gate::only;
use super::router::{App, known_path};

/// The header that names a request, in both directions.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// W3C Trace Context.
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");
/// Characters of an id from outside.
const REQUEST_ID_CHARACTERS_COUNT_MAX: usize = 64;

/// The span of a request, for what is done for it on other threads.
#[derive(Debug, Clone)]
pub(in crate::mcp) struct Traced(pub(in crate::mcp) tracing::Span);

/// The trace that a request is a part of, by W3C Trace Context: `00-{trace}-{parent}-{flags}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::mcp) struct TraceParent {
    pub(in crate::mcp) trace_id: String,
    pub(in crate::mcp) parent_id: String,
}

impl TraceParent {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (version, trace_id, parent_id, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_hex = |text: &str, length: usize| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        };
        let is_something = |text: &str| text.bytes().any(|byte| byte != b'0');
        // A later version may add parts; the first one may not.
        let is_known = is_hex(version, 2) && version != "ff" && (version != "00" || parts.next().is_none());
        let is_whole = is_hex(trace_id, 32) && is_hex(parent_id, 16) && is_hex(flags, 2);
        let is_valid = is_known && is_whole && is_something(trace_id) && is_something(parent_id);
        is_valid.then(|| Self { trace_id: trace_id.to_owned(), parent_id: parent_id.to_owned() })
    }
}

fn request_id(headers: &HeaderMap) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    only(headers, &REQUEST_ID)
        .filter(|id| (1..=REQUEST_ID_CHARACTERS_COUNT_MAX).contains(&id.len()) && id.bytes().all(is_plain))
        .map_or_else(|| uuid::Uuid::new_v4().simple().to_string(), str::to_owned)
}

/// Names the request, times it, and tells the log how it ended.
pub(super) async fn name(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = request_id(request.headers());
    let parent = only(request.headers(), &TRACE_PARENT).and_then(TraceParent::parse);
    let span = tracing::info_span!("request", id, trace_id = tracing::field::Empty, parent_id = tracing::field::Empty);
    if let Some(parent) = &parent {
        span.record("trace_id", parent.trace_id.as_str()).record("parent_id", parent.parent_id.as_str());
        #[cfg(feature = "otel")]
        super::otel::adopt(&span, parent);
    }
    request.extensions_mut().insert(Traced(span.clone()));
    let timed = app.metrics.request_begins();
    let (method, path) = (request.method().clone(), known_path(request.uri().path()));
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let micros = timed.end(status);
    span.in_scope(|| tracing::info!(%method, path, status, micros, "request"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_taken_as_the_standard_writes_it_and_not_otherwise() {
        let (trace, parent) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        let parsed = TraceParent::parse(&format!("00-{trace}-{parent}-01")).unwrap();
        assert_eq!((parsed.trace_id.as_str(), parsed.parent_id.as_str()), (trace, parent));
        assert!(TraceParent::parse(&format!("01-{trace}-{parent}-01-more")).is_some());
        let zeros = "0".repeat(32);
        for wrong in [
            String::new(),
            format!("00-{trace}-{parent}"),
            format!("00-{trace}-{parent}-01-more"),
            format!("ff-{trace}-{parent}-01"),
            format!("00-{}-{parent}-01", trace.to_uppercase()),
            format!("00-{zeros}-{parent}-01"),
            format!("00-{trace}-0000000000000000-01"),
        ] {
            assert_eq!(TraceParent::parse(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_id_from_outside_is_short_and_plain_or_replaced() {
        let of = |id: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(id).unwrap());
            request_id(&headers)
        };
        assert_eq!(of("abc-1_2.3"), "abc-1_2.3");
        for wrong in ["", "a b", "a\"b", &"x".repeat(65)] {
            assert_ne!(of(wrong), wrong);
            assert_eq!(of(wrong).len(), 32);
        }
    }
}
