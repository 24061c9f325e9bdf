//! What operators see, and what nobody sees: a customer's figure.

use serde_json::json;

use crate::support::http::Served;
use crate::support::server::Era;

#[test]
fn metrics_and_logs_count_calls_and_hold_nothing_of_what_was_asked() {
    let served = Served::start(&[]);
    let cohort = json!({
        "name": "Zanzibar Holdings", "starting_arr": 4_242_424, "starting_customer_count": 62, "churned_arr": 120_000,
        "churned_customer_count": 4, "contraction_arr": 70_000, "expansion_arr": 520_000,
    });
    let calls = [
        json!({"name": "retention_decompose", "arguments": {"cohorts": [cohort], "as_of": "2026-09-30"}}),
        json!({"name": "retention_decompose", "arguments": {"customers": "Zanzibar Holdings 4242424"}}),
        json!({"name": "retention_decompose", "arguments": {"Zanzibar Holdings": 4_242_424}}),
    ];
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    for call in calls {
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call});
        let answer = served.post(Era::Modern, &message, &[("x-request-id", "mine-1"), ("traceparent", parent)]);
        assert_eq!((answer.status, answer.header("x-request-id")), (200, "mine-1"));
    }
    let metrics = served.get("/metrics").body;
    for line in [
        "cco_calls_total{tool=\"retention_decompose\",outcome=\"refused\"} 2",
        "cco_calls_total{tool=\"retention_decompose\",outcome=\"answered\"} 1",
        "cco_refusals_total{code=\"unknown-key\"}",
        "cco_http_requests_total{status=\"200\"} 3",
        "cco_http_requests_in_flight 1",
        "cco_call_duration_seconds_count{tool=\"retention_decompose\"} 3",
    ] {
        assert!(metrics.contains(line), "{line} is not in:\n{metrics}");
    }
    served.logged("a call with its trace", |line| {
        let span = &line["span"];
        line["tool"] == "retention_decompose"
            && span["id"] == "mine-1"
            && span["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736"
            && span["parent_id"] == "00f067aa0ba902b7"
    });
    served.get("/Zanzibar-4242424?Zanzibar=4242424");
    served.logged("an unknown path", |line| line["path"] == "other");
    for text in [served.get("/metrics").body, served.log()] {
        assert!(!text.contains("Zanzibar") && !text.contains("4242424"), "{text}");
    }
}

#[test]
fn a_request_without_a_name_gets_one() {
    let served = Served::start(&[]);
    let ids: Vec<String> = (0..2).map(|_| served.get("/healthz").header("x-request-id").to_owned()).collect();
    assert_eq!(ids[0].len(), 32);
    assert_ne!(ids[0], ids[1]);
}
