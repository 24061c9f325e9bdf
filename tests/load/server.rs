//! A server under load, and what the system says of it.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// What a process holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    /// Memory in KiB.
    pub(crate) memory_kib: u64,
    /// Open descriptors.
    pub(crate) descriptors_count: usize,
    pub(crate) threads_count: u64,
}

impl Server {
    pub(crate) fn start(options: &[&str]) -> Self {
        Self::start_at("127.0.0.1:0", options)
    }

    pub(crate) fn start_at(address: &str, options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cco"))
            .args(["serve", "--http", address])
            .args(options)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        log.read_line(&mut first).unwrap();
        let url = first.split("\"url\":\"http://").nth(1).unwrap_or_else(|| panic!("{first}"));
        let address = url.split('/').next().unwrap().parse().unwrap();
        // The log is what operators keep, so it is written and read here too.
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while log.read(&mut buffer).is_ok_and(|count| count > 0) {}
        });
        Self { child, address }
    }

    /// What the process holds now, on systems that tell.
    pub(crate) fn held(&self) -> Held {
        let folder = format!("/proc/{}", self.child.id());
        let status = std::fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        let number = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or_default()
        };
        Held {
            memory_kib: number("VmRSS:"),
            threads_count: number("Threads:"),
            descriptors_count: std::fs::read_dir(Path::new(&folder).join("fd")).map_or(0, Iterator::count),
        }
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
