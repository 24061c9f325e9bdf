//! Many good calls.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::Seen;
use crate::client::{Client, Head, PATIENCE, post, sample_call};
use crate::server::Server;

const CONNECTIONS_COUNT: usize = 64;
/// An answer fits, and is read with one call of the system where it came at once.
const ANSWER_BYTES_MAX: usize = 1 << 16;

/// A connection that is kept, and what a good call on it is.
struct Line {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
    call: Arc<[u8]>,
    /// The body of a good answer.
    wanted: Arc<[u8]>,
}

impl Line {
    async fn open(address: SocketAddr) -> TcpStream {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// Sends a call and reads all of its answer; whether that is the answer that was wanted, to the last byte.
    async fn is_answered(&mut self) -> std::io::Result<bool> {
        self.stream.write_all(&self.call).await?;
        let mut length = 0;
        loop {
            let count = self.stream.read(&mut self.buffer[length..]).await?;
            length += count;
            match Head::of(&self.buffer[..length]) {
                Some(head) if length >= head.answer_length() => {
                    let is_whole = length == head.answer_length() && head.status == 200;
                    return Ok(is_whole && self.buffer[head.length..length] == *self.wanted);
                }
                _ if count == 0 => return Ok(false),
                _ => {}
            }
        }
    }

    /// Calls for as long as it is to; how long each good call took, from before its first byte was sent until its last
    /// was read, in microseconds, and how many failed.
    async fn pump(mut self, until: Arc<impl Fn() -> bool>) -> (Vec<u32>, u64) {
        let (mut took, mut failures_count) = (Vec::new(), 0);
        while until() {
            let begun = Instant::now();
            if let Ok(Ok(true)) = timeout(PATIENCE, self.is_answered()).await {
                took.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
            } else {
                failures_count += 1;
                self.stream = Self::open(self.address).await;
            }
        }
        (took, failures_count)
    }
}

/// How long the good calls of all connections took, in microseconds, and how many failed.
///
/// One thread makes them all: a thread for each connection would take processor time that the server is measured with.
fn pump(address: SocketAddr, until: impl Fn() -> bool + Send + Sync + 'static) -> (Vec<u32>, u64) {
    let (until, call) = (Arc::new(until), post(address, &sample_call()));
    let (status, wanted) = Client::new(address).unwrap().send(&call).unwrap();
    let first: Value = serde_json::from_slice(&wanted).unwrap();
    let is_good = status == 200 && first["id"] == 1 && first["result"]["structuredContent"].is_object();
    assert!(is_good && first["result"]["isError"] != true, "{status}: {first}");
    let (call, wanted): (Arc<[u8]>, Arc<[u8]>) = (call.into(), wanted.into());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let lines = runtime.block_on(async {
        let mut lines = JoinSet::new();
        for _ in 0..CONNECTIONS_COUNT {
            let stream = Line::open(address).await;
            let (call, wanted) = (Arc::clone(&call), Arc::clone(&wanted));
            let line = Line { address, stream, buffer: vec![0; ANSWER_BYTES_MAX], call, wanted };
            lines.spawn(line.pump(Arc::clone(&until)));
        }
        lines.join_all().await
    });
    let failures_count = lines.iter().map(|(_, failed)| failed).sum();
    let mut all: Vec<u32> = lines.into_iter().flat_map(|(took, _)| took).collect();
    all.sort_unstable();
    (all, failures_count)
}

/// 64 connections for that long.
pub(crate) fn load(time: Duration) -> Seen {
    let server = Server::start(&[]);
    let begun = Instant::now();
    // Warm: the first calls make the pages that all later ones use.
    pump(server.address, move || begun.elapsed() < Duration::from_secs(2));
    let before = server.held();
    let begun = Instant::now();
    let (took, failures_count) = pump(server.address, move || begun.elapsed() < time);
    let seconds = begun.elapsed().as_secs_f64();
    let after = server.held();
    let at = |share: usize| f64::from(took[(took.len() * share / 1_000).min(took.len() - 1)]) / 1_000.0;
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = took.len() as f64 / seconds;
    let seen = format!(
        "{} calls in {seconds:.1} s = {rate:.0}/s; p50 {:.2} ms, p99 {:.2} ms, worst {:.1} ms; failures {failures_count}; \
         memory {} → {} KiB; descriptors {} → {}; threads {} → {}",
        took.len(),
        at(500),
        at(990),
        at(1_000),
        before.memory_kib,
        after.memory_kib,
        before.descriptors_count,
        after.descriptors_count,
        before.threads_count,
        after.threads_count,
    );
    if failures_count == 0 { Ok(seen) } else { Err(seen) }
}

/// How much memory so many calls leave behind, after as many that warm it up.
pub(crate) fn growth(calls_count: u64) -> Seen {
    let server = Server::start(&[]);
    let calls = |count: u64| {
        let left = Arc::new(AtomicU64::new(count));
        pump(server.address, move || {
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
        })
    };
    calls(calls_count / 10);
    let before = server.held().memory_kib;
    let (took, failures_count) = calls(calls_count);
    let after = server.held().memory_kib;
    let seen = format!(
        "{} calls; memory {before} → {after} KiB, grown by {:.1} MiB; failures {failures_count}",
        took.len(),
        f64::from(u32::try_from(after.saturating_sub(before)).unwrap_or(u32::MAX)) / 1024.0,
    );
    if failures_count == 0 && after.saturating_sub(before) <= 5 * 1024 { Ok(seen) } else { Err(seen) }
}
