//! The body of a request: read up to a size and within a time, and judged before the SDK sees it.
//!
//! The SDK answers a body that it cannot read with a media type error and arguments that are no object with "method not
//! found". Here both get the answer that stdio gives, under their own id.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use rmcp::model::{
    ClientJsonRpcMessage, ClientRequest, ConstString, ErrorData, GetExtensions, InitializeResultMethod, JsonRpcMessage,
    ProtocolVersion, RequestId,
};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::router::App;
use crate::mcp::message::{AsItCame, Incoming, LineBytes, NotAnObject, read};
use crate::mcp::tools::is_light;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// What the SDK wants a client to accept.
const BOTH: HeaderValue = HeaderValue::from_static("application/json, text/event-stream");

/// Reads the body and hands a message on; whatever else it is gets its answer here.
pub(super) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !is_json(&request) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let bytes = match whole(body, app.body_bytes_max, app.client_time_max).await {
        Ok(bytes) => bytes,
        Err(response) => {
            app.metrics.turned_away("body");
            return response;
        }
    };
    // Who accepts everything accepts both forms.
    if parts.headers.get(header::ACCEPT).is_some_and(|accepted| accepted == "*/*") {
        parts.headers.insert(header::ACCEPT, BOTH);
    }
    match read(&bytes) {
        Incoming::Message(message) => {
            if let JsonRpcMessage::Request(request) = message.as_ref() {
                let carried = request.request.extensions();
                if let Some(line) = carried.get::<LineBytes>() {
                    parts.extensions.insert(*line);
                }
                if let Some(other) = carried.get::<NotAnObject>() {
                    parts.extensions.insert(other.clone());
                }
            }
            let _begun = if is_short(&message) { app.limits.begin_short().await } else { None };
            if is_as_it_came(&message) {
                return next.run(Request::from_parts(parts, Body::from(bytes))).await;
            }
            match written(&message) {
                Some(bytes) => {
                    parts.headers.remove(header::CONTENT_LENGTH);
                    next.run(Request::from_parts(parts, Body::from(bytes))).await
                }
                None => {
                    answer(StatusCode::BAD_REQUEST, None, "error", &json!(ErrorData::parse_error("not readable", None)))
                }
            }
        }
        // In the newer era there is no such method, whatever its parameters are.
        Incoming::Answer(id, _) if is_initialize_of_the_newer_era(&parts.headers) => {
            answer(StatusCode::NOT_FOUND, id, "error", &json!(ErrorData::method_not_found::<InitializeResultMethod>()))
        }
        Incoming::Answer(id, error) => answer(StatusCode::BAD_REQUEST, id, "error", &json!(error)),
        Incoming::Refused(id, result) => answer(StatusCode::OK, Some(id), "result", &json!(result)),
        Incoming::Nothing => StatusCode::ACCEPTED.into_response(),
    }
}

fn is_as_it_came(message: &ClientJsonRpcMessage) -> bool {
    matches!(message, JsonRpcMessage::Request(request) if request.request.extensions().get::<AsItCame>().is_some())
}

/// Whether a message is a call that is answered at once, without a file and on no thread of its own.
fn is_short(message: &ClientJsonRpcMessage) -> bool {
    let JsonRpcMessage::Request(request) = message else { return false };
    let ClientRequest::CallToolRequest(call) = &request.request else { return false };
    let line_bytes = call.extensions.get::<LineBytes>().map(|line| line.0);
    let fields = call.params.arguments.iter().flatten();
    call.extensions.get::<NotAnObject>().is_none() && is_light(line_bytes, fields)
}

fn is_initialize_of_the_newer_era(headers: &HeaderMap) -> bool {
    let is = |name: &str, wanted: &str| headers.get(name).is_some_and(|value| value == wanted);
    is("mcp-protocol-version", ProtocolVersion::V_2026_07_28.as_str())
        && is("mcp-method", InitializeResultMethod::VALUE)
}

/// What a message looks like when nothing of it needs mending any more.
pub(in crate::mcp) fn written(message: &ClientJsonRpcMessage) -> Option<Bytes> {
    serde_json::to_vec(message).ok().map(Bytes::from)
}

fn is_json(request: &Request) -> bool {
    let content = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content.is_some_and(|value| {
        value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
    })
}

/// The whole body, or what its sender is told.
async fn whole(body: Body, bytes_max: usize, time_max: Duration) -> Result<Bytes, Response> {
    match timeout(time_max, Limited::new(body, bytes_max).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let why = format!(
                "Payload Too Large: a body may have {bytes_max} bytes here; save long tables as files and name them.\n"
            );
            Err((StatusCode::PAYLOAD_TOO_LARGE, why).into_response())
        }
        Ok(Err(_)) => Err((StatusCode::BAD_REQUEST, "Bad Request: the body broke off.\n").into_response()),
        Err(_) => {
            let why = format!("Request Timeout: the body was not there after {} s.\n", time_max.as_secs());
            Err((StatusCode::REQUEST_TIMEOUT, [(header::CONNECTION, "close")], why).into_response())
        }
    }
}

/// An answer of the protocol that the SDK has no part in.
fn answer(status: StatusCode, id: Option<RequestId>, key: &str, value: &Value) -> Response {
    let shown = id.map_or(Value::Null, RequestId::into_json_value);
    let text = json!({"jsonrpc": "2.0", "id": shown, key: value}).to_string();
    (status, [(header::CONTENT_TYPE, JSON)], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_short_that_reads_no_file_and_has_no_long_line() {
        let is_short_with = |method: &str, arguments: &Value| {
            let params = json!({"name": "t", "arguments": arguments});
            let line = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
            match read(line.as_bytes()) {
                Incoming::Message(message) => is_short(&message),
                other => panic!("{other:?}"),
            }
        };
        for short in [json!({}), json!(null), json!({"rows": [{"a": "file"}]}), json!("{\"a\":1}")] {
            assert!(is_short_with("tools/call", &short), "{short}");
        }
        let long = json!({"note": "x".repeat(20_000)});
        for other in [json!({"file": "a.csv"}), json!("{\"file\":\"a.csv\"}"), json!([1]), long] {
            assert!(!is_short_with("tools/call", &other), "{other}");
        }
        assert!(!is_short_with("prompts/get", &json!({})), "what is no call of a tool waits for nobody");
    }
}
