//! Lines that no client should send. Each gets an answer, and the next request is served as if nothing had been.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::server::{ERAS, Era, Server, modern_meta};

const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Both kinds of session, and the time before one.
fn servers() -> [Server; 4] {
    let at = Path::new(".");
    let [before_legacy, before_modern] = ERAS.map(|era| Server::start(at, era));
    let mut modern = Server::start(at, Era::Modern);
    assert!(modern.is_alive());
    [before_legacy, before_modern, Server::begin(at, Era::Legacy), modern]
}

#[test]
fn what_is_no_message_is_told_without_an_id() {
    let lines: [(&[u8], i64); 12] = [
        (b"garbage", -32700),
        (b"{\"jsonrpc\":\"2.0\"", -32700),
        (b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} x", -32700),
        (b"{\"id\":\"\xff\xfe\"}", -32700),
        (b"\x00", -32700),
        (b"[]", -32600),
        (b"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600),
        (b"42", -32600),
        (b"null", -32600),
        (b"\"ping\"", -32600),
        (b"{}", -32600),
        (b"{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}", -32600),
    ];
    for mut server in servers() {
        for (line, code) in lines {
            server.send_line(line);
            let answer = server.receive();
            let shown = String::from_utf8_lossy(line);
            assert_eq!(answer.get("id"), Some(&Value::Null), "{shown}: {answer}");
            assert_eq!(answer["error"]["code"], code, "{shown}: {answer}");
        }
        server.send(&json!({"jsonrpc": "2.0", "id": "p", "method": "ping"}));
        assert_eq!(server.receive()["id"], "p");
    }
}

#[test]
fn a_line_that_is_too_long_is_told_once_and_skipped() {
    let mut server = Server::begin(Path::new("."), Era::Modern);
    let long = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{}\"}}", "x".repeat(LINE_BYTES_MAX));
    server.send_line(long.as_bytes());
    let answer = server.receive();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)));
    assert!(server.is_alive());
}

/// A call whose arguments are this text, which no JSON writer would write.
fn call_line(id: &str, arguments: &str) -> String {
    let meta = modern_meta();
    let params = format!(r#"{{"_meta":{meta},"name":"check_cs_comp","arguments":{arguments}}}"#);
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{params}}}"#)
}

#[test]
fn nesting_that_the_parser_refuses_is_refused_under_its_id() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        for depth in [101, 128, 1000, 400_000] {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                let inner = if open == "[" { "" } else { "1" };
                let deep = format!(r#"{{"roles":{}{inner}{}}}"#, open.repeat(depth), close.repeat(depth));
                server.send_line(call_line("\"deep\"", &deep).as_bytes());
                let answer = server.receive();
                assert_eq!(answer["id"], "deep", "{depth} {open}");
                assert_eq!(answer["result"]["isError"], true, "{answer}");
                assert_eq!(answer["result"]["_meta"]["cco/problems"][0]["code"], "type");
            }
        }
        let params = format!("{{\"_meta\":{},\"x\":{}{}}}", modern_meta(), "[".repeat(500), "]".repeat(500));
        server.send_line(format!(r#"{{"jsonrpc":"2.0","id":5,"method":"prompts/list","params":{params}}}"#).as_bytes());
        let answer = server.receive();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(5), &json!(-32602)));
        assert!(server.is_alive());
    }
}

#[test]
fn more_values_than_are_read_are_refused_under_their_id() {
    let many = format!("[{}0]", "0,".repeat(1_000_000));
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        for arguments in [format!("{{\"roles\":{many}}}"), many.clone(), json!(many).to_string()] {
            server.send_line(call_line("77", &arguments).as_bytes());
            let answer = server.receive();
            assert_eq!((&answer["id"], &answer["result"]["isError"]), (&json!(77), &json!(true)));
            assert_eq!(answer["result"]["_meta"]["cco/problems"][0]["code"], "too-many");
        }
        server.send_line(many.as_bytes());
        assert_eq!(server.receive()["error"]["code"], -32700);
        assert!(server.is_alive());
    }
}

#[test]
fn half_a_surrogate_pair_in_a_name_does_not_stop_the_call() {
    let mut server = Server::begin(Path::new("."), Era::Modern);
    let role = r#"{"roles":[{"role":"CSM \ud83d","base_pct":70,"variable_pct":30,"components":{"renewal":100}}]}"#;
    server.send_line(call_line("1", role).as_bytes());
    let answer = server.receive();
    assert_eq!((&answer["id"], &answer["result"]["isError"]), (&json!(1), &json!(false)));
    assert!(answer["result"]["structuredContent"].to_string().contains("CSM \u{fffd}"));
    server.send_line(br#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"\udfff"}}"#);
    assert_eq!(server.receive()["error"]["code"], -32602);
}

#[test]
fn a_key_that_stands_twice_in_a_call_is_refused_under_its_id() {
    let roles = r#"{"roles":[],"roles":[]}"#;
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        for arguments in [roles.to_owned(), json!(roles).to_string()] {
            server.send_line(call_line("9", &arguments).as_bytes());
            let answer = server.receive();
            assert_eq!((&answer["id"], &answer["result"]["isError"]), (&json!(9), &json!(true)), "{answer}");
            let problem = &answer["result"]["_meta"]["cco/problems"][0];
            assert_eq!((&problem["code"], &problem["at"]), (&json!("duplicate"), &json!("arguments")));
            assert_eq!(problem["message"], "the key \"roles\" stands twice in one object");
        }
        assert!(server.is_alive());
    }
}

#[test]
fn a_number_beyond_all_range_is_refused_at_its_place() {
    let mut server = Server::begin(Path::new("."), Era::Legacy);
    for number in ["1e999", "-1e400"] {
        let role = format!(r#"{{"roles":[{{"role":"CSM","base_pct":{number},"variable_pct":30}}]}}"#);
        server.send_line(call_line("1", &role).as_bytes());
        let answer = server.receive();
        assert_eq!(answer["result"]["isError"], true, "{answer}");
        assert_eq!(answer["result"]["_meta"]["cco/problems"][0]["at"], "roles[0].base_pct");
    }
}

#[test]
fn line_ends_of_either_kind_and_blank_lines_are_taken() {
    let mut server = Server::start(Path::new("."), Era::Legacy);
    server.send_line(b"\xef\xbb\xbf{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\r\n\r\n \n");
    assert_eq!(server.receive()["id"], 1);
    server.send_line(b"\t{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"ping\",\"params\":null}\r");
    assert_eq!(server.receive()["id"], "1");
}
