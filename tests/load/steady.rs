//! Many good calls.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::Seen;
use crate::client::{Client, post, sample_call};
use crate::server::Server;

const CONNECTIONS_COUNT: usize = 64;

/// How long the calls of all connections took, in microseconds, and how many failed.
fn pump(address: SocketAddr, until: impl Fn() -> bool + Send + Sync + 'static) -> (Vec<u32>, u64) {
    let until = Arc::new(until);
    let bytes = Arc::new(post(address, &sample_call()));
    let wanted = Client::new(address).unwrap().send(&bytes).unwrap();
    assert_eq!(wanted.0, 200);
    let wanted = Arc::new(wanted.1);
    let threads: Vec<_> = (0..CONNECTIONS_COUNT)
        .map(|_| {
            let (until, bytes, wanted) = (Arc::clone(&until), Arc::clone(&bytes), Arc::clone(&wanted));
            std::thread::spawn(move || {
                let mut client = Client::new(address).unwrap();
                let (mut took, mut failures_count) = (Vec::new(), 0);
                while until() {
                    let begun = Instant::now();
                    match client.send(&bytes) {
                        Ok((200, body)) if body == *wanted => {
                            took.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
                        }
                        _ => {
                            failures_count += 1;
                            client = Client::new(address).unwrap();
                        }
                    }
                }
                (took, failures_count)
            })
        })
        .collect();
    let (mut all, mut failures_count) = (Vec::new(), 0);
    for thread in threads {
        let (took, failed) = thread.join().unwrap();
        all.extend(took);
        failures_count += failed;
    }
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
