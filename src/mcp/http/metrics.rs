//! What operators watch: calls by tool and outcome, how long they took, why others were turned away. Counts and times
//! alone; no name, argument or figure of a customer can get here.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper ends of the ranges that durations are counted in, in seconds.
const DURATIONS: [f64; 14] =
    [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ToolOutcome {
    tool: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfTool {
    tool: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCode {
    code: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfStatus {
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfReason {
    reason: &'static str,
}

/// Everything that is counted.
#[derive(Debug)]
pub(in crate::mcp) struct Metrics {
    registry: Registry,
    calls: Family<ToolOutcome, Counter>,
    durations: Family<OfTool, Histogram, fn() -> Histogram>,
    refusals: Family<OfCode, Counter>,
    requests: Family<OfStatus, Counter>,
    request_durations: Histogram,
    turned_away: Family<OfReason, Counter>,
    in_flight: Gauge,
    connections: Gauge,
    reloads: Counter<u64, AtomicU64>,
}

fn durations() -> Histogram {
    Histogram::new(DURATIONS)
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("cco");
        let metrics = Self {
            calls: Family::default(),
            durations: Family::new_with_constructor(durations),
            refusals: Family::default(),
            requests: Family::default(),
            request_durations: durations(),
            turned_away: Family::default(),
            in_flight: Gauge::default(),
            connections: Gauge::default(),
            reloads: Counter::default(),
            registry: Registry::default(),
        };
        registry.register("calls", "Calls of a tool by how they ended", metrics.calls.clone());
        let help = "How long a tool took to answer";
        registry.register_with_unit("call_duration", help, Unit::Seconds, metrics.durations.clone());
        registry.register("refusals", "Problems told to callers, by code", metrics.refusals.clone());
        registry.register("http_requests", "Requests by status", metrics.requests.clone());
        let help = "How long a request took until its answer began";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, metrics.request_durations.clone());
        registry.register("http_turned_away", "Requests turned away, by reason", metrics.turned_away.clone());
        registry.register("http_requests_in_flight", "Requests being answered", metrics.in_flight.clone());
        registry.register("http_connections", "Connections that are open", metrics.connections.clone());
        registry.register("token_reloads", "Times the file of tokens was read again", metrics.reloads.clone());
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// A call has ended so.
    pub(in crate::mcp) fn call_ended(&self, tool: &'static str, outcome: &'static str, seconds: f64) {
        self.calls.get_or_create(&ToolOutcome { tool, outcome }).inc();
        self.durations.get_or_create(&OfTool { tool }).observe(seconds);
    }

    /// A caller was told these problems.
    pub(in crate::mcp) fn refused(&self, codes: impl Iterator<Item = &'static str>) {
        for code in codes {
            self.refusals.get_or_create(&OfCode { code }).inc();
        }
    }

    /// A request was turned away before it was one.
    pub(super) fn turned_away(&self, reason: &'static str) {
        self.turned_away.get_or_create(&OfReason { reason }).inc();
    }

    pub(super) fn tokens_reloaded(&self) {
        self.reloads.inc();
    }

    /// A connection, while it is open.
    pub(super) fn connected(self: &Arc<Self>) -> Open {
        self.connections.inc();
        Open(Arc::clone(self), |metrics| &metrics.connections)
    }

    /// A request, while it is answered.
    #[expect(clippy::disallowed_methods, reason = "how long a request takes is what is measured; no result has it")]
    pub(super) fn request_begins(self: &Arc<Self>) -> Timed {
        self.in_flight.inc();
        Timed { started: Instant::now(), open: Open(Arc::clone(self), |metrics| &metrics.in_flight) }
    }

    /// All of it in the text format of Prometheus.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Something that is counted while it is there.
#[derive(Debug)]
pub(super) struct Open(Arc<Metrics>, fn(&Metrics) -> &Gauge);

impl Drop for Open {
    fn drop(&mut self) {
        (self.1)(&self.0).dec();
    }
}

/// A request that is being answered. One that its client gave up is counted nowhere else.
#[derive(Debug)]
pub(super) struct Timed {
    started: Instant,
    open: Open,
}

impl Timed {
    /// It was answered so; how long it took, in microseconds.
    pub(super) fn end(self, status: u16) -> u64 {
        let took = self.started.elapsed();
        let metrics = &self.open.0;
        metrics.requests.get_or_create(&OfStatus { status }).inc();
        metrics.request_durations.observe(took.as_secs_f64());
        u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_what_prometheus_reads() {
        let metrics = Arc::new(Metrics::default());
        metrics.call_ended("retention_decompose", "answered", 0.000_2);
        metrics.refused(["missing", "missing"].into_iter());
        metrics.turned_away("rate");
        let timed = metrics.request_begins();
        let open = metrics.connected();
        let text = metrics.text();
        for line in [
            "cco_calls_total{tool=\"retention_decompose\",outcome=\"answered\"} 1",
            "cco_call_duration_seconds_bucket{le=\"0.00025\",tool=\"retention_decompose\"} 1",
            "cco_refusals_total{code=\"missing\"} 2",
            "cco_http_turned_away_total{reason=\"rate\"} 1",
            "cco_http_requests_in_flight 1",
            "cco_http_connections 1",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        timed.end(200);
        drop(open);
        let text = metrics.text();
        assert!(text.contains("cco_http_requests_in_flight 0") && text.contains("cco_http_connections 0"), "{text}");
        assert!(text.contains("cco_http_requests_total{status=\"200\"} 1"), "{text}");
    }
}
