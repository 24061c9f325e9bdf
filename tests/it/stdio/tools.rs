//! Tool calls: results in both channels, refusals, and what clients send in place of what they should.

use std::path::Path;

use cco_advisor::ingest::{Host, Unwatched};
use cco_advisor::tools::{catalog, entry};
use serde_json::{Value, json};

use crate::support::server::{ERAS, Era, Server};

fn sample(tool: &str) -> Value {
    serde_json::from_str(entry(tool).unwrap().sample).unwrap()
}

#[test]
fn every_tool_answers_its_sample_in_both_channels_and_both_eras() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        let listed = server.result("tools/list", json!({}))["tools"].clone();
        for (tool, entry) in listed.as_array().unwrap().iter().zip(catalog()) {
            let result = server.call(entry.name, &sample(entry.name));
            let own = entry.call(&sample(entry.name), &Host { data_dir: None, watch: &Unwatched }).unwrap();
            assert_eq!(result["isError"], false);
            assert_eq!(result["structuredContent"], own.report, "{}", entry.name);
            let text = json!([{"type": "text", "text": cco_advisor::render::markdown(&own.page)}]);
            assert_eq!(result["content"], text);
            let schema = jsonschema::validator_for(&tool["outputSchema"]).unwrap();
            let faults: Vec<String> =
                schema.iter_errors(&result["structuredContent"]).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{}: {faults:?}", entry.name);
        }
    }
}

#[test]
fn an_unknown_tool_is_a_fault_of_the_request() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        for name in ["", "check_cs_compp", "CHECK_CS_COMP"] {
            assert_eq!(server.error_code("tools/call", json!({"name": name, "arguments": {}})), -32602);
        }
        assert_eq!(server.error_code("tools/call", json!({"arguments": {}})), -32602);
        assert_eq!(server.error_code("tools/call", json!({"name": 7})), -32602);
    }
}

#[test]
fn a_refusal_tells_every_problem_as_text_and_as_data_and_nothing_else() {
    let mut server = Server::begin(Path::new("."), Era::Modern);
    let result = server.call("check_cs_comp", &json!({"rolls": [], "policy": {"nope": 3}}));
    assert_eq!(result["isError"], true);
    assert!(result.get("structuredContent").is_none());
    let problems = result["_meta"]["cco/problems"].as_array().unwrap();
    let codes: Vec<&Value> = problems.iter().map(|problem| &problem["code"]).collect();
    assert!(codes.contains(&&json!("unknown-key")) && problems.len() > 1, "{codes:?}");
    let text = result["content"][0]["text"].as_str().unwrap();
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| {
            let part = |key: &str| problem[key].as_str().unwrap();
            format!("{}: {}. {}", part("at"), part("message"), part("help"))
        })
        .collect();
    assert_eq!(text, lines.join("\n"));
}

#[test]
fn arguments_may_come_as_json_text_as_null_or_not_at_all() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        let whole = server.call("check_cs_comp", &sample("check_cs_comp"));
        let as_text = json!(sample("check_cs_comp").to_string());
        assert_eq!(server.call("check_cs_comp", &as_text), whole);
        let mut list_as_text = sample("check_cs_comp");
        list_as_text["roles"] = json!(list_as_text["roles"].to_string());
        assert_eq!(server.call("check_cs_comp", &list_as_text), whole);
        let empty = server.call("check_cs_comp", &json!({}));
        assert_eq!(
            (&empty["isError"], &empty["_meta"]["cco/problems"][0]["code"]),
            (&json!(true), &json!("one-source"))
        );
        assert_eq!(server.call("check_cs_comp", &Value::Null), empty);
        assert_eq!(server.result("tools/call", json!({"name": "check_cs_comp"})), empty);
        for other in [json!([]), json!(3), json!(true), json!("no JSON"), json!("[]")] {
            let result = server.call("check_cs_comp", &other);
            let problem = &result["_meta"]["cco/problems"][0];
            let told = (&result["isError"], &problem["code"], &problem["at"]);
            assert_eq!(told, (&json!(true), &json!("type"), &json!("arguments")), "{other}");
        }
    }
}

#[test]
fn a_number_may_come_as_text_and_a_boolean_may_not() {
    let mut server = Server::begin(Path::new("."), Era::Legacy);
    let mut arguments = sample("check_cs_comp");
    let whole = server.call("check_cs_comp", &arguments);
    arguments["roles"][0]["base_pct"] = json!("70");
    assert_eq!(server.call("check_cs_comp", &arguments), whole);
    arguments["roles"][0]["accelerators"] = json!("false");
    let problem = server.call("check_cs_comp", &arguments)["_meta"]["cco/problems"][0].clone();
    assert_eq!((&problem["code"], &problem["at"]), (&json!("type"), &json!("roles[0].accelerators")));
}

#[test]
fn requests_sent_without_waiting_are_all_answered_each_under_its_id() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        let ids: Vec<i64> = (0..60)
            .map(|index| match index % 3 {
                0 => server.post("tools/call", json!({"name": "check_cs_comp", "arguments": sample("check_cs_comp")})),
                1 => server.post("resources/read", json!({"uri": "cco://policy"})),
                _ => server.post("tools/call", json!({"name": "nope"})),
            })
            .collect();
        let answers: std::collections::BTreeMap<i64, Value> =
            ids.iter().map(|_| server.receive()).map(|answer| (answer["id"].as_i64().unwrap(), answer)).collect();
        assert_eq!(answers.keys().copied().collect::<Vec<_>>(), ids);
        for (index, id) in ids.iter().enumerate() {
            let answer = &answers[id];
            let fits = match index % 3 {
                0 => answer["result"]["structuredContent"]["tool"] == "check_cs_comp",
                1 => answer["result"]["contents"][0]["uri"] == "cco://policy",
                _ => answer["error"]["code"] == -32602,
            };
            assert!(fits, "{answer}");
        }
    }
}

#[test]
fn the_log_never_holds_what_a_caller_sent_or_got() {
    let mut server = Server::start_logging(Path::new("."), Era::Modern, "trace");
    let mut arguments = sample("check_cs_comp");
    arguments["roles"][0]["role"] = json!("Confidential title");
    let result = server.call("check_cs_comp", &arguments);
    assert!(result.to_string().contains("Confidential title"));
    server.call("check_cs_comp", &json!({"Confidential key": 1}));
    let ended = server.end();
    for expected in ["answered", "refused", "unknown-key", "check_cs_comp"] {
        assert!(ended.log.contains(expected), "{expected}: {}", ended.log);
    }
    for secret in ["Confidential", "gross_retention", "bottom_line"] {
        assert!(!ended.log.contains(secret), "{secret}: {}", ended.log);
    }
}

#[test]
fn an_operator_may_serve_some_sets_of_tools_only() {
    let names = |listed: &Value| -> Vec<String> {
        let tools = listed["tools"].as_array().unwrap();
        tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
    };
    let core = ["retention_decompose", "segment_customers", "size_cs_team", "cco_review"];
    for (asked, wanted) in [
        (vec!["--tools", "core"], core.to_vec()),
        (vec!["--tools", "all"], catalog().iter().map(|entry| entry.name).collect()),
        (vec![], catalog().iter().map(|entry| entry.name).collect()),
    ] {
        let mut server = Server::start_with(&asked, Path::new("."), Era::Modern, "warn");
        assert_eq!(names(&server.result("tools/list", json!({}))), wanted, "{asked:?}");
    }
    let mut server = Server::start_with(&["--tools", "core,people"], Path::new("."), Era::Legacy, "warn");
    let hands = server.shake_hands("2025-11-25");
    let instructions = hands["instructions"].as_str().unwrap();
    assert!(instructions.contains("cco_review") && instructions.contains("check_cs_comp"), "{instructions}");
    let alone =
        Server::start_with(&["--tools", "people"], Path::new("."), Era::Legacy, "warn").shake_hands("2025-11-25");
    assert!(!alone["instructions"].to_string().contains("size_cs_team"), "{alone}");
    assert!(names(&server.result("tools/list", json!({}))).contains(&"check_cs_comp".to_owned()));
    let refused = Server::start_with(&["--tools", "core"], Path::new("."), Era::Modern, "warn")
        .error_code("tools/call", json!({"name": "check_cs_comp", "arguments": sample("check_cs_comp")}));
    assert_eq!(refused, -32602);
}
