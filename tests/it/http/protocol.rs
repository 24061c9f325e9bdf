//! The same answers as on a pipe, in both eras, and no word to a page that is not named.

use serde_json::{Value, json};

use crate::support::http::{Served, version};
use crate::support::server::{ERAS, Era, Server};

/// What both transports are asked.
fn questions() -> Vec<(&'static str, Value)> {
    let mut asked = vec![
        ("tools/list", json!({})),
        ("prompts/list", json!({})),
        ("resources/list", json!({})),
        ("resources/templates/list", json!({})),
        ("resources/read", json!({"uri": "cco://reference/retention"})),
        ("prompts/get", json!({"name": "cco-review", "arguments": {"plan": "Hire two CSMs"}})),
        ("tools/call", json!({"name": "retention_decompose", "arguments": {"file": "there-is-none.csv"}})),
        ("tools/call", json!({"name": "retention_decompose", "arguments": [1, 2]})),
        ("tools/call", json!({"name": "size_cs_team", "arguments": "text"})),
    ];
    for entry in cco_advisor::tools::catalog() {
        asked.push(("tools/call", json!({"name": entry.name, "arguments": crate::support::sample(entry)})));
    }
    asked
}

#[test]
fn every_question_is_answered_as_on_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    for era in ERAS {
        let served = Served::start(&["--data-dir", folder.path().to_str().unwrap()]);
        let mut piped = Server::begin(folder.path(), era);
        for (method, params) in questions() {
            let over_http = served.result(era, method, &params);
            assert_eq!(over_http, piped.result(method, params.clone()), "{era:?} {method} {params}");
        }
    }
}

#[test]
fn each_era_begins_in_its_way() {
    let served = Served::start(&[]);
    let hello =
        json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}});
    let begun = served.result(Era::Legacy, "initialize", &hello);
    assert_eq!(
        (&begun["protocolVersion"], &begun["serverInfo"]["name"]),
        (&json!("2025-06-18"), &json!("cco-advisor"))
    );
    let said = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    let answer = served.post(Era::Legacy, &said, &[]);
    assert_eq!((answer.status, answer.body.as_str()), (202, ""));
    let found = served.result(Era::Modern, "server/discover", &json!({}));
    assert!(found["supportedVersions"].as_array().unwrap().contains(&json!(version(Era::Modern))), "{found}");
}

#[test]
fn what_is_no_message_gets_an_answer_that_says_so() {
    let served = Served::start(&[]);
    let json = [("content-type", "application/json"), ("accept", "application/json, text/event-stream")];
    for body in
        ["", "{", "[]", "7", "{\"jsonrpc\":\"2.0\"}", "\u{feff}{", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}"]
    {
        let answer = served.send("POST", "/mcp", &json, body.as_bytes());
        assert_eq!(answer.status, 400, "{body:?}: {answer:?}");
        assert!(matches!(answer.json()["error"]["code"].as_i64(), Some(-32700 | -32600)), "{body:?}: {answer:?}");
    }
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "no/such", "params": {}});
    let answer = served.post(Era::Modern, &call, &[]);
    assert_eq!(answer.json()["error"]["code"], -32601, "{answer:?}");
    for (method, path, status) in
        [("GET", "/mcp", 405), ("DELETE", "/mcp", 405), ("GET", "/", 404), ("PUT", "/mcp", 405)]
    {
        assert_eq!(served.send(method, path, &[], b"").status, status, "{method} {path}");
    }
    let text = [("content-type", "text/plain"), json[1]];
    assert_eq!(served.send("POST", "/mcp", &text, b"{}").status, 415);
    assert_eq!(served.send("POST", "/mcp", &[json[0], ("accept", "text/html")], b"{}").status, 400);
    // What an era has taken away is no method there.
    let hello = json!({"jsonrpc": "2.0", "id": 3, "method": "initialize", "params": {}});
    let answer = served.post(Era::Modern, &hello, &[("mcp-protocol-version", version(Era::Modern))]);
    assert_eq!((answer.status, &answer.json()["error"]["code"]), (404, &json!(-32601)), "{answer:?}");
}

#[test]
fn a_page_that_is_not_named_and_a_wrong_name_of_the_host_are_turned_away() {
    let served = Served::start(&["--allow-host", "cs.example.com", "--allow-origin", "https://app.example.com"]);
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}});
    let status = |headers: &[(&str, &str)]| served.post(Era::Legacy, &list, headers).status;
    assert_eq!(status(&[("host", "cs.example.com")]), 200);
    assert_eq!(status(&[("host", "rebound.example")]), 403);
    assert_eq!(status(&[("host", "localhost"), ("host", "localhost")]), 403);
    assert_eq!(status(&[("origin", "https://app.example.com")]), 200);
    assert_eq!(status(&[("origin", "https://evil.example")]), 403);
    assert_eq!(status(&[("origin", "null")]), 403);
    // The names hold for every path, or a page could read the figures of the operator.
    assert_eq!(served.send("GET", "/metrics", &[("host", "rebound.example")], b"").status, 403);

    let asked = |origin| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type,authorization,mcp-protocol-version"),
        ];
        served.send("OPTIONS", "/mcp", &headers, b"")
    };
    let allowed = asked("https://app.example.com");
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (200, "https://app.example.com"));
    assert!(allowed.header("access-control-allow-headers").contains("mcp-protocol-version"), "{allowed:?}");
    let refused = asked("https://evil.example");
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (403, ""));
}

#[test]
fn files_are_out_of_reach_unless_a_folder_is_given() {
    let served = Served::start(&[]);
    let call = json!({"name": "segment_customers", "arguments": {"file": "Cargo.toml"}});
    let result = served.result(Era::Modern, "tools/call", &call);
    assert_eq!(result["isError"], true);
    assert!(result["content"][0]["text"].as_str().unwrap().contains("not allowed on this server"), "{result}");
}
