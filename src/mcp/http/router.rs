//! What each path answers, and through which checks a request comes to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use rmcp::ServerHandler;
use rmcp::transport::streamable_http_server::StreamableHttpServerConfig;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::tower::StreamableHttpService;
use tokio_util::sync::CancellationToken;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::auth::{self, Guard, METADATA_PATH};
use super::gate::{self, Gate};
use super::limits::{self, Limits};
use super::{HttpOptions, Metrics, PATH, body, trace};

/// Headers of requests that a page may send.
const PAGE_HEADERS: [HeaderName; 6] = [
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::ACCEPT,
    HeaderName::from_static("mcp-protocol-version"),
    HeaderName::from_static("mcp-method"),
    HeaderName::from_static("mcp-name"),
];
/// How long a browser may remember what a page may do.
const CORS_AGE: Duration = Duration::from_secs(600);
/// The text format of metrics.
const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// What a response must not be taken for.
const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// What every check needs.
#[derive(Debug, Clone)]
pub(super) struct App(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) gate: Gate,
    pub(super) guard: Guard,
    pub(super) limits: Limits,
    pub(super) metrics: Arc<Metrics>,
    pub(super) body_bytes_max: usize,
    pub(super) client_time_max: Duration,
    is_ready: Arc<AtomicBool>,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    pub(super) fn new(
        options: &HttpOptions,
        address: SocketAddr,
        guard: Guard,
        metrics: Arc<Metrics>,
        is_ready: Arc<AtomicBool>,
    ) -> Self {
        Self(Arc::new(Inner {
            gate: Gate::new(options, address),
            guard,
            limits: Limits::new(&options.limits),
            metrics,
            body_bytes_max: options.limits.body_bytes_max,
            client_time_max: options.limits.client_time_max,
            is_ready,
        }))
    }
}

/// A path as it is logged: one that is not ours may hold anything.
pub(super) fn known_path(path: &str) -> &'static str {
    [PATH, "/healthz", "/readyz", "/metrics", METADATA_PATH]
        .into_iter()
        .find(|known| path == *known)
        .unwrap_or(if path.starts_with(METADATA_PATH) { METADATA_PATH } else { "other" })
}

/// Everything that is served.
pub(super) fn router<H>(app: App, handler: H, options: &HttpOptions, ended: CancellationToken) -> Router
where
    H: ServerHandler + Clone,
{
    // Host, Origin and size are looked at before the SDK is reached.
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .disable_allowed_hosts()
        .disable_allowed_origins()
        .with_max_request_body_bytes(options.limits.body_bytes_max.saturating_mul(2))
        .with_cancellation_token(ended);
    let protocol =
        StreamableHttpService::new(move || Ok(handler.clone()), Arc::new(NeverSessionManager::default()), config);
    let guarded = Router::new()
        .route_service(PATH, protocol)
        .layer(from_fn_with_state(app.clone(), body::check))
        .layer(from_fn_with_state(app.clone(), limits::check))
        .route("/metrics", get(metrics))
        .layer(from_fn_with_state(app.clone(), auth::check));
    let open = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route(METADATA_PATH, get(metadata))
        .route(&format!("{METADATA_PATH}{PATH}"), get(metadata));
    guarded
        .merge(open)
        .layer(cors(&app))
        .layer(from_fn_with_state(app.clone(), gate::check))
        .layer(from_fn_with_state(app.clone(), trace::name))
        .layer(map_response(hardened))
        .with_state(app)
}

/// Browsers let pages of the named origins read answers, and no others.
fn cors(app: &App) -> CorsLayer {
    let origins = app.gate.origins().iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::POST])
        .allow_headers(PAGE_HEADERS)
        .expose_headers([header::WWW_AUTHENTICATE, HeaderName::from_static("x-request-id")])
        .max_age(CORS_AGE)
}

async fn hardened(mut response: Response) -> Response {
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, NO_SNIFF);
    response
}

async fn metrics(State(app): State<App>) -> Response {
    ([(header::CONTENT_TYPE, METRICS_TYPE)], app.metrics.text()).into_response()
}

/// Whether calls are taken.
async fn ready(State(app): State<App>) -> Response {
    if app.is_ready.load(Ordering::Acquire) {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "ending\n").into_response()
    }
}

/// Which authorization server issues tokens for this one (RFC 9728).
async fn metadata(State(app): State<App>) -> Response {
    match app.guard.metadata() {
        Some(document) => Json(document).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
