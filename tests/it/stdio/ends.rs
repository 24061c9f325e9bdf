//! How the process ends: when its input does, at most a second later, with everything answered that can be.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::long_calls::{folder, long_call};
use crate::support::server::{ERAS, Era, Server};

/// The second that the last answers get, and a machine's own time; far from the five seconds that the SDK waits.
const SOON: Duration = Duration::from_secs(4);

#[test]
fn the_end_of_the_input_ends_the_process_with_success() {
    for era in ERAS {
        assert!(Server::start(Path::new("."), era).end_within(SOON).status.success());
        let mut server = Server::begin(Path::new("."), era);
        assert!(server.is_alive());
        let ended = server.end_within(SOON);
        assert_eq!((ended.status.code(), ended.log.as_str(), ended.messages.len()), (Some(0), "", 0));
    }
}

#[test]
fn requests_that_were_read_are_answered_before_the_end() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        let sample: Value = serde_json::from_str(cco_advisor::tools::entry("check_cs_comp").unwrap().sample).unwrap();
        let mut ids: Vec<i64> =
            (0..20).map(|_| server.post("tools/call", json!({"name": "check_cs_comp", "arguments": sample}))).collect();
        server.send_line(b"garbage");
        let ended = server.end();
        assert!(ended.status.success());
        let mut answered: Vec<i64> = ended.messages.iter().filter_map(|message| message["id"].as_i64()).collect();
        answered.sort_unstable();
        ids.sort_unstable();
        assert_eq!(answered, ids);
        assert_eq!(ended.messages.len(), ids.len() + 1, "and the garbage was told");
    }
}

#[test]
fn a_last_line_without_an_end_is_answered_too() {
    let mut server = Server::start(Path::new("."), Era::Legacy);
    server.send_unfinished(br#"{"jsonrpc":"2.0","id":9,"method":"ping"}"#);
    let ended = server.end_within(SOON);
    assert_eq!(ended.messages, [json!({"jsonrpc": "2.0", "id": 9, "result": {}})]);
}

#[test]
fn a_call_at_work_does_not_hold_the_process() {
    for era in ERAS {
        let mut server = Server::begin(folder(), era);
        let id = server.post("tools/call", long_call());
        let first = server.receive();
        assert_eq!(first["method"], "notifications/progress", "the call is at work: {first}");
        let small: Vec<i64> = (0..20)
            .map(|_| server.post("tools/call", json!({"name": "check_cs_comp", "arguments": {"roles": []}})))
            .collect();
        let ended = server.end_within(SOON);
        assert!(ended.status.success());
        let answers: Vec<&Value> = ended.messages.iter().filter(|message| message.get("id").is_some()).collect();
        let (last, others) = answers.split_last().unwrap();
        assert_eq!(others.iter().map(|answer| answer["id"].as_i64().unwrap()).collect::<Vec<_>>(), small);
        let told_off = json!({"code": -32603, "message": "the server is shutting down"});
        assert_eq!((&last["id"], &last["error"]), (&json!(id), &told_off), "every call gets an answer");
    }
}

#[test]
fn a_closed_output_ends_the_process() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        server.close_output();
        // The first answer meets the reader's end, which closes the pipe; the second finds it closed.
        for _ in 0..2 {
            server.try_post("tools/list");
        }
        let ended = server.ended_within(SOON);
        assert!(ended.status.success(), "{}", ended.log);
    }
}
