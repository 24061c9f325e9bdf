//! What black-box tests share: a server as a child process, spoken to in raw lines.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// How long a test waits before it calls the server hung.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Which life cycle a client keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Era {
    /// `initialize` first, then plain requests.
    Legacy,
    /// Every request carries its own metadata.
    Modern,
}

pub(crate) const ERAS: [Era; 2] = [Era::Legacy, Era::Modern];

/// The metadata of a modern request.
pub(crate) fn modern_meta() -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "tests", "version": "1"},
    })
}

/// A server and the lines it wrote.
pub(crate) struct Server {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<Vec<u8>>,
    /// The log, sent when the process ends.
    log: Receiver<String>,
    era: Era,
    last_id: i64,
}

impl Server {
    /// Starts a server that no session has begun with.
    pub(crate) fn start(data_dir: &Path, era: Era) -> Self {
        Self::start_logging(data_dir, era, "warn")
    }

    pub(crate) fn start_logging(data_dir: &Path, era: Era, level: &str) -> Self {
        Self::start_with(&[], data_dir, era, level)
    }

    /// Starts a server with further options.
    pub(crate) fn start_with(options: &[&str], data_dir: &Path, era: Era, level: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cco"))
            .args(["serve", "--data-dir"])
            .arg(data_dir)
            .args(options)
            .env_clear()
            .env("CCO_LOG", level)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let mut line = Vec::new();
            while output.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    return;
                }
            }
        });
        let mut error_output = child.stderr.take().unwrap();
        let (log_sender, log) = channel();
        std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = error_output.read_to_end(&mut text);
            log_sender.send(String::from_utf8_lossy(&text).into_owned())
        });
        let input = child.stdin.take();
        Self { child, input, lines, log, era, last_id: 0 }
    }

    /// Starts a server and, in the older era, shakes hands.
    pub(crate) fn begin(data_dir: &Path, era: Era) -> Self {
        let mut server = Self::start(data_dir, era);
        if era == Era::Legacy {
            server.shake_hands("2025-11-25");
        }
        server
    }

    /// The answer to `initialize`, followed by the notification that the protocol wants.
    pub(crate) fn shake_hands(&mut self, version: &str) -> Value {
        let client = json!({"name": "tests", "version": "1"});
        let params = json!({"protocolVersion": version, "capabilities": {}, "clientInfo": client});
        self.send(&json!({"jsonrpc": "2.0", "id": "hands", "method": "initialize", "params": params}));
        let answer = self.receive();
        self.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        answer["result"].clone()
    }

    /// Sends bytes as they are, and the end of a line.
    pub(crate) fn send_line(&mut self, line: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line).unwrap();
        input.write_all(b"\n").unwrap();
        input.flush().unwrap();
    }

    /// Sends bytes without the end of a line.
    pub(crate) fn send_unfinished(&mut self, text: &[u8]) {
        self.input.as_mut().unwrap().write_all(text).unwrap();
    }

    /// Sends a request to a server that may be gone.
    pub(crate) fn try_post(&mut self, method: &str) {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": {"_meta": modern_meta()}});
        let _ = writeln!(self.input.as_mut().unwrap(), "{request}");
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.send_line(message.to_string().as_bytes());
    }

    /// Sends a request in the era of this client, and gives its id.
    pub(crate) fn post(&mut self, method: &str, mut params: Value) -> i64 {
        self.last_id += 1;
        if self.era == Era::Modern {
            let mut meta = modern_meta();
            if let (Some(all), Some(own)) = (meta.as_object_mut(), params["_meta"].as_object()) {
                all.extend(own.clone());
            }
            params["_meta"] = meta;
        }
        self.send(&json!({"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}));
        self.last_id
    }

    /// The next message. Whatever the server writes must be JSON-RPC, a line each.
    pub(crate) fn receive(&mut self) -> Value {
        let line = self.lines.recv_timeout(PATIENCE).expect("an answer");
        message(&line)
    }

    /// Sends a request and waits for its answer, which must be the next message.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.post(method, params);
        let answer = self.receive();
        assert_eq!(answer["id"], json!(id), "{method}: {answer}");
        answer
    }

    pub(crate) fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub(crate) fn error_code(&mut self, method: &str, params: Value) -> i64 {
        let answer = self.ask(method, params);
        answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("{method}: {answer}"))
    }

    pub(crate) fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        self.result("tools/call", json!({"name": tool, "arguments": arguments}))
    }

    /// Whether the server still answers, in its era.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.result("tools/list", json!({}))["tools"].is_array()
    }

    /// Nobody reads what the server writes any more.
    pub(crate) fn close_output(&mut self) {
        self.lines = channel().1;
    }

    /// Ends the input and waits for the end of the process.
    pub(crate) fn end(self) -> Ended {
        self.end_within(PATIENCE)
    }

    /// The same for somebody who cannot wait so long.
    pub(crate) fn end_within(mut self, patience: Duration) -> Ended {
        self.input = None;
        self.ended_within(patience)
    }

    /// Waits for the end of the process, whose input stays open.
    pub(crate) fn ended_within(mut self, patience: Duration) -> Ended {
        let log = self.log.recv_timeout(patience).expect("the process ends in time");
        let messages = self.lines.iter().map(|line| message(&line)).collect();
        Ended { messages, log, status: self.child.wait().unwrap() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a server ended.
pub(crate) struct Ended {
    pub(crate) messages: Vec<Value>,
    pub(crate) log: String,
    pub(crate) status: ExitStatus,
}

fn message(line: &[u8]) -> Value {
    let text = std::str::from_utf8(line).unwrap();
    assert!(text.ends_with('\n') && !text.ends_with("\r\n"), "{text}");
    let value: Value = serde_json::from_str(text).unwrap_or_else(|_| panic!("standard output holds {text}"));
    assert_eq!(value["jsonrpc"], "2.0", "{text}");
    value
}
