//! Arguments of any tool: its name on the first line, JSON below.

use cco_advisor::ingest::{Host, Unwatched};
use cco_advisor::tools::entry;
use serde_json::Value;

pub(super) fn run(bytes: &[u8]) -> bool {
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let name = parts.next().and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default();
    let arguments: Option<Value> = parts.next().and_then(|json| serde_json::from_slice(json).ok());
    let (Some(entry), Some(arguments)) = (entry(name), arguments) else { return false };
    entry.call(&arguments, &Host { data_dir: None, watch: &Unwatched }).is_ok()
}
