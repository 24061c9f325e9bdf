//! A round trip through the server, as a client of either era makes it: find out, list the tools, call one.

use std::path::Path;

use serde_json::{Value, json};

use super::check::Check;
use super::process::Running;
use crate::ingest::{Host, Unwatched};
use crate::tools::{Entry, catalog};

/// The newest protocol, whose requests carry everything themselves.
const MODERN: &str = "2026-07-28";
/// The newest of those that begin with a handshake.
const LEGACY: &str = "2025-11-25";

/// Which life cycle is kept to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Era {
    Legacy,
    Modern,
}

/// The server in both eras.
pub(super) fn checks(program: &Path, data_dir: &Path) -> Vec<Check> {
    [(Era::Modern, MODERN), (Era::Legacy, LEGACY)]
        .into_iter()
        .map(|(era, version)| {
            let what = format!("Server, protocol {version}");
            match round_trip(program, data_dir, era) {
                Ok(found) => Check::good(what, found),
                Err(why) => Check::wrong(
                    what,
                    why,
                    format!(
                        "Run {} serve from a shell and read what it says; install the program again if it says nothing.",
                        program.display()
                    ),
                ),
            }
        })
        .collect()
}

fn round_trip(program: &Path, data_dir: &Path, era: Era) -> Result<String, String> {
    let words = ["serve".as_ref(), "--data-dir".as_ref(), data_dir.as_os_str()];
    let mut session = Session { running: Running::start(program, &words)?, era, last_id: 0 };
    session.begin()?;
    let listed = session.ask("tools/list", json!({}))?;
    let names: Vec<&str> =
        listed.get("tools").and_then(Value::as_array).into_iter().flatten().filter_map(name_of).collect();
    let missing = catalog().iter().filter(|entry| !names.contains(&entry.name)).count();
    if missing > 0 {
        return Err(format!("{missing} of {} tools are not listed", catalog().len()));
    }
    let Some(entry) = catalog().first() else { return Err("the program has no tools".to_owned()) };
    session.check_call(entry)?;
    Ok(format!("{} tools listed, {} answered for its sample", names.len(), entry.name))
}

fn name_of(tool: &Value) -> Option<&str> {
    tool.get("name").and_then(Value::as_str)
}

struct Session {
    running: Running,
    era: Era,
    last_id: u64,
}

impl Session {
    /// The first exchange.
    fn begin(&mut self) -> Result<(), String> {
        let client = json!({"name": "cco doctor", "version": env!("CARGO_PKG_VERSION")});
        match self.era {
            Era::Modern => {
                let found = self.ask("server/discover", json!({}))?;
                let versions = found.get("supportedVersions").and_then(Value::as_array);
                if versions.is_none_or(|versions| !versions.iter().any(|version| version == MODERN)) {
                    return Err(format!("it does not offer {MODERN}"));
                }
            }
            Era::Legacy => {
                let params = json!({"protocolVersion": LEGACY, "capabilities": {}, "clientInfo": client});
                let hello = self.ask("initialize", params)?;
                if hello.get("protocolVersion").is_none_or(|version| version != LEGACY) {
                    return Err(format!("it does not agree on {LEGACY}"));
                }
                self.running.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string())?;
            }
        }
        Ok(())
    }

    /// The result of a request.
    fn ask(&mut self, method: &str, mut params: Value) -> Result<Value, String> {
        self.last_id += 1;
        if let (Era::Modern, Some(params)) = (self.era, params.as_object_mut()) {
            params.insert(
                "_meta".to_owned(),
                json!({
                    "io.modelcontextprotocol/protocolVersion": MODERN,
                    "io.modelcontextprotocol/clientCapabilities": {},
                    "io.modelcontextprotocol/clientInfo": {"name": "cco doctor", "version": env!("CARGO_PKG_VERSION")},
                }),
            );
        }
        let request = json!({"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params});
        self.running.say(&request.to_string())?;
        let line = self.running.hear().map_err(|why| format!("{method}: {why}"))?;
        let mut answer: Value =
            serde_json::from_str(&line).map_err(|_| format!("{method}: the answer is no JSON-RPC"))?;
        if answer.get("id").and_then(Value::as_u64) != Some(self.last_id) {
            return Err(format!("{method}: the answer belongs to another request"));
        }
        answer.get_mut("result").map(Value::take).ok_or_else(|| format!("{method}: the answer is an error"))
    }

    /// A call on the tool's sample must give what the program computes by itself.
    fn check_call(&mut self, entry: &Entry) -> Result<(), String> {
        let arguments: Value = serde_json::from_str(entry.sample).map_err(|error| format!("the sample: {error}"))?;
        let own = entry.call(&arguments, &Host { data_dir: None, watch: &Unwatched });
        let Ok(own) = own else { return Err(format!("{} refuses its own sample", entry.name)) };
        let result = self.ask("tools/call", json!({"name": entry.name, "arguments": arguments}))?;
        if result.get("structuredContent") == Some(&own.report) {
            Ok(())
        } else {
            Err(format!("{} answers otherwise than on the command line", entry.name))
        }
    }
}
