//! A client that costs little: HTTP/1.1 on a plain connection that is kept.

use std::io::{ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use cco_advisor::tools::entry;
use serde_json::{Value, json};

/// How long an answer may take before the server counts as hung.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A connection with what was read beyond an answer.
pub(crate) struct Client {
    stream: TcpStream,
    kept: Vec<u8>,
}

/// What stands before the body of an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    /// Bytes of it, with the blank line.
    pub(crate) length: usize,
    /// 0 where none can be read.
    pub(crate) status: u16,
    pub(crate) body_length: usize,
}

impl Head {
    /// The head of the answer that these bytes begin with, once all of it is there.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let length = memchr::memmem::find(bytes, b"\r\n\r\n")? + 4;
        let text = std::str::from_utf8(&bytes[..length]).unwrap_or_default();
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or_default();
        let fields = text.lines().filter_map(|line| line.split_once(':'));
        let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let body_length = lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or_default();
        Some(Self { length, status, body_length })
    }

    /// Bytes of the head and of the body.
    pub(crate) fn answer_length(&self) -> usize {
        self.length + self.body_length
    }
}

/// The bytes of a POST on a connection that is kept.
pub(crate) fn post(address: SocketAddr, body: &str) -> Vec<u8> {
    format!(
        "POST /mcp HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         accept: application/json, text/event-stream\r\nmcp-protocol-version: 2025-11-25\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A call of a tool as a message.
pub(crate) fn call(tool: &str, arguments: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}})
        .to_string()
}

/// `retention_decompose` on its sample.
pub(crate) fn sample_call() -> String {
    call("retention_decompose", &serde_json::from_str(entry("retention_decompose").unwrap().sample).unwrap())
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream, kept: Vec::new() })
    }

    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Sends bytes and reads one answer: its status and its body.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> Result<(u16, Vec<u8>)> {
        self.stream.write_all(bytes)?;
        self.answer()
    }

    pub(crate) fn answer(&mut self) -> Result<(u16, Vec<u8>)> {
        let mut buffer = vec![0; 1 << 15];
        let head = loop {
            if let Some(head) = Head::of(&self.kept) {
                break head;
            }
            self.more(&mut buffer)?;
        };
        while self.kept.len() < head.answer_length() {
            self.more(&mut buffer)?;
        }
        let body = self.kept[head.length..head.answer_length()].to_vec();
        self.kept.drain(..head.answer_length());
        Ok((head.status, body))
    }

    fn more(&mut self, buffer: &mut [u8]) -> Result<()> {
        match self.stream.read(buffer)? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            count => {
                self.kept.extend_from_slice(&buffer[..count]);
                Ok(())
            }
        }
    }
}
