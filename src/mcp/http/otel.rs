//! Traces for a collector, by OpenTelemetry's protocol over HTTP. Only in builds with the feature `otel`, and only where
//! the operator names a collector in `OTEL_EXPORTER_OTLP_ENDPOINT`.
//!
//! What is sent is what the log holds: ids, tools, outcomes, durations. Never what a caller sent or got.

use std::io;
use std::time::Duration;

use opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState, TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer;
use tracing_subscriber::registry::LookupSpan;

use super::trace::TraceParent;

/// Where the collector is, by the standard's own names.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
/// Time for the collector to take what it is sent.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(10);
/// Most bytes of its answer.
const ANSWER_BYTES_MAX: u64 = 1024 * 1024;

/// What sends traces; sends the rest when it is dropped.
#[derive(Debug)]
pub(in crate::mcp) struct Exporter(SdkTracerProvider);

impl Drop for Exporter {
    fn drop(&mut self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "not all traces were sent");
        }
    }
}

/// A layer that sends spans and an exporter to hold on to; none where no collector is named.
///
/// # Errors
/// The settings of the collector make no sense.
pub(in crate::mcp) fn layer<S>() -> io::Result<Option<(impl Layer<S>, Exporter)>>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    if !ENDPOINTS.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return Ok(None);
    }
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_http_client(Sender::new())
        .build()
        .map_err(io::Error::other)?;
    let service = Resource::builder()
        .with_service_name("cco")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(service).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("cco"));
    Ok(Some((layer, Exporter(provider))))
}

/// Makes a span a part of the caller's trace.
pub(super) fn adopt(span: &tracing::Span, parent: &TraceParent) {
    let (Ok(trace_id), Ok(parent_id)) = (TraceId::from_hex(&parent.trace_id), SpanId::from_hex(&parent.parent_id))
    else {
        return;
    };
    let remote = SpanContext::new(trace_id, parent_id, TraceFlags::SAMPLED, true, TraceState::default());
    // A span that nobody records has no parent either.
    let _ = span.set_parent(Context::new().with_remote_span_context(remote));
}

/// Sends to the collector from the exporter's own thread.
#[derive(Debug)]
struct Sender(ureq::Agent);

impl Sender {
    fn new() -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(ANSWER_TIME_MAX))
            .max_redirects(0)
            .proxy(None)
            .http_status_as_error(false)
            .build();
        Self(agent.into())
    }
}

#[async_trait::async_trait]
impl HttpClient for Sender {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let mut answer = self.0.run(Request::from_parts(parts, body.to_vec()))?;
        let bytes = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        let mut out = Response::new(Bytes::from(bytes));
        *out.status_mut() = answer.status();
        Ok(out)
    }
}
