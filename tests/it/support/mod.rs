//! What the tests share: calling a tool, reading Markdown, comparing JSON, judging any result.
//!
//! Not here: what a particular tool must answer.

pub(crate) mod columnar;
pub(crate) mod compare;
pub(crate) mod judge;
pub(crate) mod markdown;
pub(crate) mod numbers;
pub(crate) mod program;
pub(crate) mod server;
pub(crate) mod table;

use std::path::{Path, PathBuf};

use cco_advisor::ingest::{Host, Unwatched};
use cco_advisor::problem::{Problems, Stop};
use cco_advisor::tools::{Entry, Reply};
use serde_json::{Map, Value};

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A text of the repository.
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The path as people know it: from the top of the repository, with slashes.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The files below a folder whose names end so, sorted; none if the folder is not there.
pub(crate) fn files(folder: impl AsRef<Path>, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Calls a tool; files may come from the folder, if there is one.
pub(crate) fn call(entry: &Entry, arguments: &Value, data_dir: Option<&Path>) -> Result<Reply, Problems> {
    let host = Host { data_dir, watch: &Unwatched };
    entry.call(arguments, &host).map_err(|stop| match stop {
        Stop::Refused(problems) => problems,
        Stop::Cancelled => panic!("{}: cancelled, and nobody cancelled", entry.name),
    })
}

/// The tool's sample arguments.
pub(crate) fn sample(entry: &Entry) -> Value {
    serde_json::from_str(entry.sample).unwrap_or_else(|error| panic!("{}: sample: {error}", entry.name))
}

/// The sample's result.
pub(crate) fn sample_reply(entry: &Entry) -> Reply {
    call(entry, &sample(entry), None).unwrap_or_else(|problems| panic!("{}: sample refused: {problems}", entry.name))
}

/// The arguments with one of them set.
pub(crate) fn with(arguments: &Value, key: &str, value: impl Into<Value>) -> Value {
    let mut map: Map<String, Value> = arguments.as_object().cloned().expect("arguments are an object");
    map.insert(key.to_owned(), value.into());
    Value::Object(map)
}

/// Fails with all the faults, a line each, if there is one.
pub(crate) fn no_faults(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{} fault(s): {what}\n{}", faults.len(), faults.join("\n"));
}
