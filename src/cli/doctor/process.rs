//! A program that is started, asked and heard for a limited time.
//!
//! Whatever it does, the caller goes on: a program that says nothing is ended.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long an answer may take. A program on a disk that sleeps needs seconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest line that is heard, in bytes.
const LINE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A program that runs; it ends with this value.
pub(super) struct Running {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Running {
    /// Starts it.
    pub(super) fn start(program: &Path, words: &[&std::ffi::OsStr]) -> Result<Self, String> {
        let mut child = Command::new(program)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("it could not be started: {error}"))?;
        let (sender, lines) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                let mut output = BufReader::new(output);
                let mut line = String::new();
                let mut next = |line: &mut String| std::io::Read::take(&mut output, LINE_BYTES_MAX).read_line(line);
                while next(&mut line).is_ok_and(|count| count > 0) && sender.send(std::mem::take(&mut line)).is_ok() {}
            });
        }
        let input = child.stdin.take();
        Ok(Self { child, input, lines })
    }

    /// Says a line.
    pub(super) fn say(&mut self, line: &str) -> Result<(), String> {
        let said = self.input.as_mut().map(|input| writeln!(input, "{line}").and_then(|()| input.flush()));
        match said {
            Some(Ok(())) => Ok(()),
            _ => Err("it ended before it was asked".to_owned()),
        }
    }

    /// The next line it says.
    pub(super) fn hear(&self) -> Result<String, String> {
        self.lines.recv_timeout(PATIENCE).map_err(|error| match error {
            std::sync::mpsc::RecvTimeoutError::Timeout => {
                format!("it gave no answer within {} seconds", PATIENCE.as_secs())
            }
            std::sync::mpsc::RecvTimeoutError::Disconnected => "it ended without an answer".to_owned(),
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The version that a program tells of itself; an error where it is no `cco`.
pub(super) fn version_of(program: &Path) -> Result<String, String> {
    let mut running = Running::start(program, &["--version".as_ref()])?;
    running.input = None;
    let line = running.hear()?;
    let version = line.trim_end().strip_prefix("cco ").ok_or("it does not call itself cco")?;
    Ok(crate::units::clean_text(version))
}
