//! Traces for a collector, in builds that can send them.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::json;

use crate::support::http::Served;
use crate::support::server::Era;

/// The trace and the span that the caller belongs to.
const TRACE: [u8; 16] =
    [0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36];
const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

#[test]
fn the_collector_that_the_operator_names_gets_the_caller_s_trace_and_no_figure() {
    let collector = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let sent = std::thread::spawn(move || {
        let (mut stream, _) = collector.accept().unwrap();
        let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
        loop {
            let count = stream.read(&mut buffer).unwrap();
            bytes.extend_from_slice(&buffer[..count]);
            let text = String::from_utf8_lossy(&bytes);
            let length = text
                .to_ascii_lowercase()
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.lines().next()?.trim().parse::<usize>().ok());
            let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
            if let (Some(length), Some(head)) = (length, head)
                && bytes.len() >= head + length
            {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
                return bytes;
            }
        }
    });
    let mut served = Served::start_with(&[], &[("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint)]);
    let call = json!({"name": "retention_decompose", "arguments": {"Zanzibar Holdings": 4_242_424}});
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call});
    assert_eq!(served.post(Era::Modern, &message, &[("traceparent", PARENT)]).status, 200);
    served.signal("TERM");
    assert_eq!(served.ended().code(), Some(0));
    let sent = sent.join().unwrap();
    assert!(sent.starts_with(b"POST /v1/traces "));
    let holds = |wanted: &[u8]| sent.windows(wanted.len()).any(|part| part == wanted);
    assert!(holds(&TRACE) && holds(b"retention_decompose"));
    assert!(!holds(b"Zanzibar") && !holds(b"4242424"));
}
