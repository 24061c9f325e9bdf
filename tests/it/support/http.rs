//! A server over HTTP as a child process, spoken to with a client that nothing of the product shares.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use super::program::cco;
use super::server::{Era, PATIENCE, modern_meta};

/// How often a test looks for what must come, and how long it waits in between.
const LOOKS_COUNT: usize = 6_000;
const LOOK_PAUSE: Duration = Duration::from_millis(10);

/// The version that each era names.
pub(crate) const fn version(era: Era) -> &'static str {
    match era {
        Era::Legacy => "2025-11-25",
        Era::Modern => "2026-07-28",
    }
}

/// A server, where it listens, and what it logged so far.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Vec<Value>>>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

impl Served {
    /// Starts one on a port of the system's choosing.
    pub(crate) fn start(options: &[&str]) -> Self {
        Self::start_with(options, &[])
    }

    /// The same with something in its surroundings.
    pub(crate) fn start_with(options: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = cco()
            .args(["serve", "--http", "127.0.0.1:0"])
            .args(options)
            .envs(variables.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut said = Vec::new();
        let url = loop {
            let mut line = String::new();
            lines.read_line(&mut line).unwrap();
            let event: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
            said.push(event.clone());
            if let Some(url) = event["url"].as_str() {
                break url.to_owned();
            }
        };
        let address = url.strip_prefix("http://").unwrap().strip_suffix("/mcp").unwrap().parse().unwrap();
        let log = Arc::new(Mutex::new(said));
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                kept.lock().unwrap().push(serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}")));
            }
        });
        Self { child, address, log }
    }

    /// Sends one request and waits for its answer; the connection is closed afterwards.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(&written(method, path, self.address, headers, body)).unwrap();
        read_answer(&mut stream)
    }

    /// A connection on which nothing was sent.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// A request of the protocol.
    pub(crate) fn post(&self, era: Era, message: &Value, more: &[(&str, &str)]) -> Answer {
        let (headers, message) = request(era, message);
        let mut all: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend(more);
        self.send("POST", "/mcp", &all, message.to_string().as_bytes())
    }

    /// The result of a request.
    pub(crate) fn result(&self, era: Era, method: &str, params: &Value) -> Value {
        let answer = self.post(era, &json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params}), &[]);
        let message = answer.json();
        assert_eq!((answer.status, &message["id"]), (200, &json!(7)), "{message}");
        assert!(message.get("result").is_some(), "{method}: {message}");
        message["result"].clone()
    }

    /// Waits for a line of the log that fits.
    pub(crate) fn logged(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..LOOKS_COUNT {
            let found = self.log.lock().unwrap().iter().find(|line| fits(line)).cloned();
            if let Some(line) = found {
                return line;
            }
            std::thread::sleep(LOOK_PAUSE);
        }
        panic!("{what} was not logged: {}", self.log());
    }

    /// Waits until so many lines of the log fit.
    pub(crate) fn logged_count(&self, what: &str, count: usize, fits: impl Fn(&Value) -> bool) {
        for _ in 0..LOOKS_COUNT {
            if self.log.lock().unwrap().iter().filter(|line| fits(line)).count() >= count {
                return;
            }
            std::thread::sleep(LOOK_PAUSE);
        }
        panic!("{what} was not logged: {}", self.log());
    }

    /// Waits until so many requests are being answered beside the one that asks.
    pub(crate) fn wait_in_flight(&self, count: usize) {
        let line = format!("cco_http_requests_in_flight {}\n", count + 1);
        for _ in 0..LOOKS_COUNT {
            if self.get("/metrics").body.contains(&line) {
                return;
            }
            std::thread::sleep(LOOK_PAUSE);
        }
        panic!("{count} requests are not in flight: {}", self.log());
    }

    /// The whole log so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
    }

    /// Tells the process something.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let status = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap();
        assert!(status.success());
    }

    /// How it ended.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        for _ in 0..LOOKS_COUNT {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(LOOK_PAUSE);
        }
        panic!("the server did not end");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The headers and the message as clients of that era send them.
fn request(era: Era, message: &Value) -> (Vec<(&'static str, String)>, Value) {
    let mut headers = vec![
        ("content-type", "application/json".to_owned()),
        ("accept", "application/json, text/event-stream".to_owned()),
    ];
    let mut message = message.clone();
    let method = message["method"].as_str().unwrap_or_default().to_owned();
    if method != "initialize" {
        headers.push(("mcp-protocol-version", version(era).to_owned()));
    }
    if era == Era::Modern {
        headers.push(("mcp-method", method));
        let params = &message["params"];
        if let Some(name) = params["name"].as_str().or_else(|| params["uri"].as_str()) {
            headers.push(("mcp-name", name.to_owned()));
        }
        message["params"]["_meta"] = modern_meta();
    }
    (headers, message)
}

/// A request as it is written on the wire.
pub(crate) fn written(method: &str, path: &str, address: SocketAddr, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write!(bytes, "{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len()).unwrap();
    if !headers.iter().any(|(name, _)| *name == "host") {
        write!(bytes, "host: {address}\r\n").unwrap();
    }
    for (name, value) in headers {
        write!(bytes, "{name}: {value}\r\n").unwrap();
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    bytes
}

/// Reads to the end of the connection.
pub(crate) fn read_answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A server that turns a body away closes before it is all sent; what it said is there all the same.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status,
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: body.to_owned(),
    }
}
