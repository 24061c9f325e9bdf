//! How a session begins, in both eras, and what the server says of itself.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::server::{ERAS, Era, Server, modern_meta};

const LEGACY_VERSIONS: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

#[test]
fn every_older_version_is_echoed_and_another_gets_the_newest_of_them() {
    for asked in LEGACY_VERSIONS.into_iter().chain(["2026-07-28", "1999-01-01", ""]) {
        let mut server = Server::start(Path::new("."), Era::Legacy);
        let hands = server.shake_hands(asked);
        let expected = if LEGACY_VERSIONS.contains(&asked) { asked } else { "2025-11-25" };
        assert_eq!(hands["protocolVersion"], expected, "asked for {asked}");
        assert_eq!(hands["serverInfo"]["name"], "cco-advisor");
        assert_eq!(hands["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
        assert!(hands["instructions"].as_str().unwrap().contains("retention_decompose"));
        assert!(hands["capabilities"].get("logging").is_none());
        assert_eq!(server.result("ping", json!({})), json!({}));
    }
}

#[test]
fn discovery_tells_every_version_and_the_same_as_the_handshake() {
    let mut server = Server::start(Path::new("."), Era::Modern);
    let found = server.result("server/discover", json!({}));
    let versions: Vec<Value> = LEGACY_VERSIONS.iter().chain(&["2026-07-28"]).map(|version| json!(version)).collect();
    assert_eq!(found["supportedVersions"], json!(versions));
    assert_eq!((&found["cacheScope"], &found["resultType"]), (&json!("public"), &json!("complete")));
    let hands = Server::start(Path::new("."), Era::Legacy).shake_hands("2025-11-25");
    assert_eq!((&found["instructions"], &found["capabilities"]), (&hands["instructions"], &hands["capabilities"]));
    assert_eq!(found["_meta"]["io.modelcontextprotocol/serverInfo"], hands["serverInfo"]);
}

#[test]
fn a_modern_request_needs_no_discovery_but_its_own_metadata() {
    let mut server = Server::start(Path::new("."), Era::Modern);
    assert!(server.is_alive());
    for (id, meta, code) in [
        (json!("a"), json!({}), -32602),
        (json!("b"), Value::Null, -32602),
        (json!("c"), json!({"io.modelcontextprotocol/protocolVersion": "2026-07-28"}), -32602),
        (json!("d"), json!("2026-07-28"), -32602),
    ] {
        server.send(&json!({"jsonrpc": "2.0", "id": id, "method": "tools/list", "params": {"_meta": meta}}));
        let answer = server.receive();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&id, &json!(code)), "{answer}");
    }
    let mut meta = modern_meta();
    meta["io.modelcontextprotocol/protocolVersion"] = json!("2099-01-01");
    let error = server.ask("tools/list", json!({"_meta": meta}))["error"].clone();
    assert_eq!((&error["code"], &error["data"]["requested"]), (&json!(-32022), &json!("2099-01-01")));
    assert!(server.is_alive());
}

#[test]
fn before_a_session_nothing_ends_the_server() {
    for era in ERAS {
        let mut server = Server::start(Path::new("."), era);
        server.send_line(b"\r");
        server.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        server.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}));
        server.send(&json!({"jsonrpc": "2.0", "id": 1, "result": {}}));
        server.send(&json!({"jsonrpc": "2.0", "id": "early", "method": "tools/list"}));
        assert_eq!(server.receive()["error"]["code"], -32602);
        server.send(&json!({"jsonrpc": "2.0", "id": "hands", "method": "initialize", "params": {}}));
        assert_eq!(server.receive()["error"]["code"], -32602);
        if era == Era::Legacy {
            server.shake_hands("2025-06-18");
        }
        assert!(server.is_alive());
    }
}

#[test]
fn only_the_newer_era_is_told_how_long_a_list_keeps() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        for method in ["tools/list", "prompts/list", "resources/list", "resources/templates/list", "skills/list"] {
            let result = server.result(method, json!({}));
            let hints = ["ttlMs", "cacheScope", "resultType"].map(|hint| result.get(hint).is_some());
            assert_eq!(hints, [era == Era::Modern; 3], "{method}: {result}");
            assert!(result.get("nextCursor").is_none_or(Value::is_null));
            assert_eq!(server.error_code(method, json!({"cursor": "2"})), -32602, "{method}");
        }
    }
}

#[test]
fn both_eras_see_the_same_lists_in_the_same_order() {
    let lists = ERAS.map(|era| {
        let mut server = Server::begin(Path::new("."), era);
        [("tools/list", "tools"), ("prompts/list", "prompts"), ("resources/list", "resources")]
            .map(|(method, key)| [(); 2].map(|()| server.result(method, json!({}))[key].clone()))
    });
    let [legacy, modern] = lists;
    assert_eq!(legacy, modern);
    assert!(legacy.iter().all(|[first, second]| first == second));
    let names: Vec<Value> = cco_advisor::tools::catalog().iter().map(|entry| json!(entry.name)).collect();
    let listed: Vec<Value> = legacy[0][0].as_array().unwrap().iter().map(|tool| tool["name"].clone()).collect();
    assert_eq!(listed, names);
}

#[test]
fn what_is_not_served_is_no_method() {
    for era in ERAS {
        let mut server = Server::begin(Path::new("."), era);
        for method in
            ["nope", "logging/setLevel", "resources/subscribe", "subscriptions/listen", "tasks/get", "__proto__"]
        {
            let error = server.ask(method, json!({"level": "info", "uri": "cco://policy"}))["error"].clone();
            assert_eq!((&error["code"], &error["data"]["method"]), (&json!(-32601), &json!(method)));
        }
        assert!(server.is_alive());
    }
}
