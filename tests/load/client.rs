//! A client that costs little: HTTP/1.1 on a plain connection that is kept.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use cco_advisor::tools::entry;
use serde_json::{Value, json};

/// How long an answer may take before the server counts as hung.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection with what was read beyond an answer.
pub(crate) struct Client {
    stream: TcpStream,
    kept: Vec<u8>,
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
        let broken = || Error::from(ErrorKind::UnexpectedEof);
        let mut buffer = vec![0; 1 << 15];
        let head_length = loop {
            if let Some(at) = self.kept.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more(&mut buffer)?;
        };
        let head = String::from_utf8_lossy(&self.kept[..head_length]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(broken)?;
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
        let whole = head_length + length.unwrap_or(0);
        while self.kept.len() < whole {
            self.more(&mut buffer)?;
        }
        let body = self.kept[head_length..whole].to_vec();
        self.kept.drain(..whole);
        Ok((status, body))
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
