//! Calls that read a long file: progress, calling off, and that nobody else waits for them.

use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::server::{ERAS, Era, Server};

/// A folder with a table that takes long to read and is short to describe.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let mut file = std::io::BufWriter::new(std::fs::File::create(folder.path().join("roles.csv")).unwrap());
    writeln!(file, "role,base_pct,variable_pct,components.gross_retention,components.net_retention").unwrap();
    for index in 0..1_500_000 {
        writeln!(file, "Role {index},70,30,60,40").unwrap();
    }
    file.flush().unwrap();
    folder
});

pub(crate) fn folder() -> &'static Path {
    FOLDER.path()
}

pub(crate) fn long_call() -> Value {
    json!({"name": "check_cs_comp", "arguments": {"file": "roles.csv"}, "_meta": {"progressToken": "rows"}})
}

/// The next progress notification.
fn progress(server: &mut Server) -> f64 {
    let message = server.receive();
    assert_eq!((&message["method"], message.get("id")), (&json!("notifications/progress"), None), "{message}");
    assert_eq!(message["params"]["progressToken"], "rows");
    message["params"]["progress"].as_f64().unwrap()
}

#[test]
fn a_long_call_tells_how_far_it_is_and_can_be_called_off() {
    for era in ERAS {
        let mut server = Server::begin(folder(), era);
        let id = server.post("tools/call", long_call());
        let first = progress(&mut server);
        assert!(first > 0.0 && progress(&mut server) > first);
        // The same id again is no second call.
        let again = json!({"jsonrpc": "2.0", "id": id, "method": "tools/list"});
        server.send(&again);
        let refused = loop {
            let message = server.receive();
            if message.get("method").is_none() {
                break message;
            }
        };
        assert_eq!((&refused["id"], &refused["error"]["code"]), (&Value::Null, &json!(-32600)));
        // Others do not wait for it.
        let other = server.post("tools/list", json!({}));
        let answered = loop {
            let message = server.receive();
            if message.get("method").is_none() {
                break message;
            }
        };
        assert_eq!(answered["id"], other);
        server.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": id}}));
        let after = server.post("tools/list", json!({}));
        let ended = server.end();
        let answers: Vec<&Value> = ended.messages.iter().filter_map(|message| message.get("id")).collect();
        assert_eq!(answers, [&json!(after)], "what was called off is not answered");
        assert!(ended.status.success());
    }
}

/// Sockets, as some clients have them, are served by threads of the same pool as the calls.
#[cfg(unix)]
#[test]
fn many_long_calls_hold_up_neither_stream_of_a_socket() {
    use std::io::{BufRead, BufReader};
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use crate::support::server::{PATIENCE, modern_meta};

    let (mut ours, theirs) = UnixStream::pair().unwrap();
    ours.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cco"))
        .args(["serve", "--data-dir"])
        .arg(folder())
        .env_clear()
        .stdin(OwnedFd::from(theirs.try_clone().unwrap()))
        .stdout(OwnedFd::from(theirs))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let meta = modern_meta();
    let request = |id: i64, method: &str, mut params: Value| {
        params["_meta"] = meta.clone();
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
    };
    for id in 1..=30 {
        writeln!(ours, "{}", request(id, "tools/call", long_call())).unwrap();
    }
    // By now all of them are read, and the first are at work.
    std::thread::sleep(Duration::from_millis(300));
    writeln!(ours, "{}", request(31, "tools/list", json!({}))).unwrap();
    let mut lines = BufReader::new(ours.try_clone().unwrap()).lines();
    let mut next = || lines.next().map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    assert_eq!(next().unwrap()["id"], 31, "answered before any long call");
    // One that waits for its turn is called off as one at work is.
    for id in 1..=30 {
        let params = json!({"requestId": id});
        writeln!(ours, "{}", json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params})).unwrap();
    }
    writeln!(ours, "{}", request(32, "tools/list", json!({}))).unwrap();
    assert_eq!(next().unwrap()["id"], 32);
    ours.shutdown(std::net::Shutdown::Write).unwrap();
    assert!(next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn without_a_token_nobody_is_told() {
    let mut server = Server::begin(folder(), Era::Modern);
    let mut quiet = long_call();
    quiet.as_object_mut().unwrap().remove("_meta");
    quiet["arguments"]["columns"] = json!({"base_pct": "variable_pct", "variable_pct": "base_pct"});
    let id = server.post("tools/call", quiet);
    server.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": id}}));
    assert!(server.is_alive());
}

#[test]
fn a_file_is_read_from_the_data_folder_and_from_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("data");
    std::fs::create_dir(&inside).unwrap();
    let table = "role,base_pct,variable_pct,components.renewal\nCSM,70,30,100\n";
    for path in [inside.join("roles.csv"), folder.path().join("secret.csv")] {
        std::fs::write(path, table).unwrap();
    }
    let mut server = Server::begin(&inside, Era::Legacy);
    let read = server.call("check_cs_comp", &json!({"file": "roles.csv"}));
    assert_eq!(read["isError"], false, "{read}");
    for outside in ["../secret.csv", "/etc/passwd"] {
        let refused = server.call("check_cs_comp", &json!({"file": outside, "format": "csv"}));
        assert_eq!(refused["_meta"]["cco/problems"][0]["code"], "file-outside", "{refused}");
    }
}
