//! What is fed with anything at all: an answer or a refusal, never a panic, never more memory or time than is allowed.
//!
//! A target is a file here, its name in the list below, and inputs to begin with in `tests/fuzz/seeds/NAME`. The same
//! bodies run as a property in `cargo test`, on mutations of those inputs.

use std::cell::LazyCell;
use std::path::Path;

use cco_advisor::ingest::{Host, Unwatched};
use cco_advisor::tools::entry;
use serde_json::Value;
use tempfile::TempDir;

/// What is fed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    /// Its name, and that of its file and of the folder of its seeds.
    pub(crate) name: &'static str,
    /// Takes an input; whether it was answered, and not refused.
    pub(crate) run: fn(&[u8]) -> bool,
}

/// Declares the files here and lists their targets.
macro_rules! targets {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Every target.
        pub(crate) const TARGETS: &[Target] = &[$(Target { name: stringify!($name), run: $name::run }),*];
    };
}

targets!(arguments delimited gzip http_body json ledger ledger_columns ndjson parquet stdio_lines xlsx zstd);

thread_local! {
    /// Where the file of a case stands.
    static FOLDER: LazyCell<TempDir> = LazyCell::new(|| tempfile::tempdir().expect("a folder for temporary files"));
}

/// Calls a tool with a file of these bytes; whether it answers.
fn answers(tool: &str, name: &str, bytes: &[u8], mut arguments: Value) -> bool {
    FOLDER.with(|folder| {
        std::fs::write(folder.path().join(name), bytes).expect("a file in it");
        arguments["file"] = name.into();
        called(tool, &arguments, folder.path())
    })
}

fn called(tool: &str, arguments: &Value, data_dir: &Path) -> bool {
    let host = Host { data_dir: Some(data_dir), watch: &Unwatched };
    entry(tool).expect("a tool").call(arguments, &host).is_ok()
}
