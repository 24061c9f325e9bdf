//! The program as a black box: how it is run, and what its answers are held against.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program with nothing of the surroundings.
pub(crate) fn cco() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cco"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// A run with these words.
pub(crate) fn run(words: &[&str]) -> Output {
    cco().args(words).output().unwrap()
}

/// A run in that folder.
pub(crate) fn run_in(dir: &Path, words: &[&str]) -> Output {
    cco().args(words).current_dir(dir).output().unwrap()
}

/// A run that reads these bytes.
pub(crate) fn run_with_stdin(words: &[&str], input: &[u8]) -> Output {
    let mut child =
        cco().args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// The code it ended with.
pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// What it answered.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it said beside.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The answer of a run that must succeed.
pub(crate) fn answer(output: &Output) -> String {
    assert_eq!(code(output), 0, "{}", stderr(output));
    stdout(output)
}

/// The answer as JSON.
pub(crate) fn report(output: &Output) -> Value {
    serde_json::from_str(&answer(output)).unwrap()
}

/// Refused with code 1: nothing on stdout, and these words on stderr.
pub(crate) fn assert_refused(output: &Output, words: &[&str]) {
    assert_eq!(code(output), 1, "{}", stderr(output));
    assert_eq!(stdout(output), "");
    for word in words {
        assert!(stderr(output).contains(word), "{word} is not in: {}", stderr(output));
    }
}

/// A folder with one file.
pub(crate) fn folder(name: &str, bytes: impl AsRef<[u8]>) -> TempDir {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join(name), bytes).unwrap();
    dir
}
