//! What a caller may use up, and what one hears who wants more.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use serde_json::json;

use crate::stdio::long_calls::{folder, long_call};
use crate::support::http::{Served, read_answer, written};
use crate::support::server::Era;

const TOKEN: &str = "a-token-that-is-long-enough-0000000000001";
const JSON: [(&str, &str); 2] =
    [("content-type", "application/json"), ("accept", "application/json, text/event-stream")];

#[test]
fn a_body_and_headers_have_a_size() {
    let served = Served::start(&["--body-bytes-max", "2000", "--header-bytes-max", "8192"]);
    let padded = |length: usize| format!("{:length$}", r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#);
    assert_eq!(served.send("POST", "/mcp", &JSON, padded(2000).as_bytes()).status, 200);
    let answer = served.send("POST", "/mcp", &JSON, padded(2001).as_bytes());
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("2000 bytes"), "{answer:?}");
    let long = "x".repeat(10_000);
    assert_eq!(served.send("GET", "/healthz", &[("x-long", &long)], b"").status, 431);
}

#[test]
fn a_token_has_so_many_requests_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens");
    std::fs::write(&file, format!("agent {TOKEN}\n")).unwrap();
    let served = Served::start(&["--tokens", file.to_str().unwrap(), "--calls-per-second-max", "1"]);
    let bearer = format!("Bearer {TOKEN}");
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    let answers: Vec<_> = (0..5).map(|_| served.post(Era::Legacy, &ping, &[("authorization", &bearer)])).collect();
    assert_eq!(answers[0].status, 200);
    let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(refused.header("retry-after"), "1");
    assert!(refused.body.contains("wait"), "{refused:?}");
}

#[test]
fn beyond_so_many_in_flight_one_is_told_to_come_again() {
    let served = Served::start(&["--calls-max", "1"]);
    // One whose body is on its way holds the only place.
    let mut slow = served.connect();
    let whole = written("POST", "/mcp", served.address, &JSON, br#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#);
    slow.write_all(&whole[..whole.len() - 5]).unwrap();
    // Before that a quick one might hold it.
    served.wait_in_flight(1);
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    let mut answers = std::iter::repeat_with(|| served.post(Era::Legacy, &ping, &[])).take(1_000);
    let refused = answers.find(|answer| answer.status == 503).expect("the place is taken sooner or later");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(served.get("/healthz").status, 200, "who looks after the server is let in");
    slow.write_all(&whole[whole.len() - 5..]).unwrap();
    assert_eq!(read_answer(&mut slow).status, 200);
}

#[test]
fn a_call_has_a_time_and_is_then_stopped() {
    let served = Served::start(&["--data-dir", folder().to_str().unwrap(), "--call-seconds-max", "1"]);
    let result = served.result(Era::Modern, "tools/call", &long_call());
    assert_eq!(result["isError"], true);
    assert_eq!(result["_meta"]["cco/problems"][0]["code"], "time-limit", "{result}");
    served.logged("a stopped call", |line| line["outcome"] == "cancelled");
}

#[test]
fn who_leaves_is_not_worked_for() {
    let served = Served::start(&["--data-dir", folder().to_str().unwrap()]);
    for shut in [false, true] {
        let mut stream = served.connect();
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": long_call()}).to_string();
        let headers = [JSON[0], JSON[1], ("mcp-protocol-version", "2025-11-25")];
        stream.write_all(&written("POST", "/mcp", served.address, &headers, call.as_bytes())).unwrap();
        served.wait_in_flight(1);
        std::thread::sleep(Duration::from_millis(300));
        if shut {
            stream.shutdown(std::net::Shutdown::Write).unwrap();
        } else {
            drop(stream);
        }
        served.logged_count("a call off", usize::from(shut) + 1, |line| line["outcome"] == "cancelled");
    }
}

#[test]
fn a_client_that_is_too_slow_is_let_go() {
    let served = Served::start(&["--client-seconds-max", "1"]);
    let mut head = served.connect();
    head.write_all(b"POST /mcp HTTP/1.1\r\nhost: localhost\r\n").unwrap();
    let mut body = served.connect();
    let whole = written("POST", "/mcp", served.address, &JSON, b"0123456789");
    body.write_all(&whole[..whole.len() - 5]).unwrap();
    let mut idle = served.connect();
    for stream in [&mut head, &mut body, &mut idle] {
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        assert!(said.is_empty() || said.contains(" 408 "), "{said}");
    }
    assert_eq!(served.get("/healthz").status, 200);
}

#[cfg(unix)]
#[test]
fn told_to_end_it_answers_what_is_in_flight_and_takes_nothing_new() {
    let mut served = Served::start(&[]);
    let mut slow = served.connect();
    let whole = written("POST", "/mcp", served.address, &JSON, br#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#);
    slow.write_all(&whole[..whole.len() - 5]).unwrap();
    // The rest of it is sent when the server has heard that it is to end.
    served.wait_in_flight(1);
    served.signal("TERM");
    served.logged("the end", |line| line["message"].as_str().is_some_and(|text| text.contains("no new calls")));
    assert!(std::net::TcpStream::connect(served.address).is_err(), "nobody new is let in");
    slow.write_all(&whole[whole.len() - 5..]).unwrap();
    assert_eq!(read_answer(&mut slow).status, 200);
    assert_eq!(served.ended().code(), Some(0));
}
