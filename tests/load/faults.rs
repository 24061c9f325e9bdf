//! Clients that do what they should not, and a machine that does.

use std::fs::File;
use std::io::Write as _;
use std::net::Shutdown;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::Seen;
use crate::client::{Client, call, post, sample_call};
use crate::server::{Held, Server};

/// Time for a server to let go of what it no longer needs.
const LETTING_GO: Duration = Duration::from_secs(40);

/// Waits until no more descriptors are open than before; what was left otherwise.
fn let_go(server: &Server, before: Held) -> Result<Duration, String> {
    let begun = Instant::now();
    loop {
        let now = server.held();
        if now.descriptors_count <= before.descriptors_count {
            return Ok(begun.elapsed());
        }
        if begun.elapsed() > LETTING_GO {
            return Err(format!("{} descriptors before and {} after", before.descriptors_count, now.descriptors_count));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Good calls one after another; how long the slowest of them took.
fn slowest(server: &Server, count: usize) -> Result<Duration, String> {
    let bytes = post(server.address, &sample_call());
    let mut client = Client::new(server.address).map_err(|error| error.to_string())?;
    let mut slowest = Duration::ZERO;
    for _ in 0..count {
        let begun = Instant::now();
        let (status, _) = client.send(&bytes).map_err(|error| error.to_string())?;
        if status != 200 {
            return Err(format!("a good call got {status}"));
        }
        slowest = slowest.max(begun.elapsed());
    }
    Ok(slowest)
}

/// 1,000 connections that say nothing.
pub(crate) fn idle() -> Seen {
    let server = Server::start(&["--connections-max", "2000", "--client-seconds-max", "5"]);
    slowest(&server, 10)?;
    let before = server.held();
    let open: Vec<Client> = (0..1_000).map(|_| Client::new(server.address).unwrap()).collect();
    let slow = slowest(&server, 500)?;
    let during = server.held();
    let after = let_go(&server, before)?;
    drop(open);
    Ok(format!(
        "{} descriptors open, {} KiB more; slowest of 500 good calls {:.1} ms; all let go {:.1} s later",
        during.descriptors_count,
        during.memory_kib.saturating_sub(before.memory_kib),
        slow.as_secs_f64() * 1e3,
        after.as_secs_f64()
    ))
}

/// 200 clients that send a byte now and then.
pub(crate) fn slow_loris() -> Seen {
    let server = Server::start(&["--client-seconds-max", "2"]);
    slowest(&server, 10)?;
    let before = server.held();
    let address = server.address;
    let is_over = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&is_over);
    let dripping = std::thread::spawn(move || {
        let bytes = post(address, &sample_call());
        let mut open: Vec<Client> = (0..200).map(|_| Client::new(address).unwrap()).collect();
        for byte in bytes.chunks(1) {
            for client in &mut open {
                let _ = client.stream().write_all(byte);
            }
            if over.load(Ordering::Relaxed) {
                break;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    let slow = slowest(&server, 2_000)?;
    let after = let_go(&server, before)?;
    is_over.store(true, Ordering::Relaxed);
    dripping.join().unwrap();
    Ok(format!(
        "slowest of 2,000 good calls {:.1} ms; all 200 let go {:.1} s later",
        slow.as_secs_f64() * 1e3,
        after.as_secs_f64()
    ))
}

/// Clients that close their half before, in and after a call.
pub(crate) fn half_closed() -> Seen {
    let server = Server::start(&[]);
    slowest(&server, 10)?;
    let before = server.held();
    let bytes = post(server.address, &sample_call());
    let mut open = Vec::new();
    for index in 0..600 {
        let mut client = Client::new(server.address).unwrap();
        let part = [0, bytes.len() / 2, bytes.len()][index % 3];
        let _ = client.stream().write_all(&bytes[..part]);
        let _ = client.stream().shutdown(Shutdown::Write);
        open.push(client);
        if open.len() > 100 {
            open.clear();
        }
    }
    let slow = slowest(&server, 500)?;
    let after = let_go(&server, before)?;
    Ok(format!(
        "600 connections; slowest of 500 good calls {:.1} ms; all let go {:.1} s later",
        slow.as_secs_f64() * 1e3,
        after.as_secs_f64()
    ))
}

/// Bodies that are too long or no messages, on connections that go on.
pub(crate) fn bad_bodies() -> Seen {
    let server = Server::start(&[]);
    slowest(&server, 10)?;
    let before = server.held();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_call = call("retention_decompose", &json!({})).replace("{}", &"{\"a\":".repeat(50_000));
    let bodies = ["", "{", "[]", "null", "\u{0}", "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":1}", &deep, &deep_call];
    for round in 0..50 {
        for body in bodies {
            let mut client = Client::new(server.address).unwrap();
            let (status, _) =
                client.send(&post(server.address, body)).map_err(|error| format!("{body:.20}: {error}"))?;
            if status != 400 {
                return Err(format!("round {round}: {body:.40} got {status}"));
            }
        }
        let mut client = Client::new(server.address).unwrap();
        let long = post(server.address, &" ".repeat(5 << 20));
        // The server answers and closes while it is still being told.
        let _ = client.stream().write_all(&long);
        match client.answer() {
            Ok((413, _)) | Err(_) => {}
            Ok((status, _)) => return Err(format!("a body of 5 MiB got {status}")),
        }
    }
    let slow = slowest(&server, 500)?;
    let_go(&server, before)?;
    let grown = server.held().memory_kib.saturating_sub(before.memory_kib);
    Ok(format!(
        "450 bodies refused; slowest of 500 good calls afterwards {:.1} ms; memory grown by {grown} KiB",
        slow.as_secs_f64() * 1e3
    ))
}

/// A folder with a table that takes long to read.
fn long_table(rows_count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_roles(&folder.path().join("roles.csv"), rows_count);
    folder
}

fn write_roles(path: &Path, rows_count: usize) {
    let mut file = std::io::BufWriter::new(File::create(path).unwrap());
    writeln!(file, "role,base_pct,variable_pct,components.gross_retention,components.net_retention").unwrap();
    for index in 0..rows_count {
        writeln!(file, "Role {index},70,30,60,40").unwrap();
    }
    file.flush().unwrap();
}

/// A client that calls off everything it asked for, by leaving.
pub(crate) fn cancelled() -> Seen {
    let folder = long_table(1_500_000);
    let server = Server::start(&["--data-dir", folder.path().to_str().unwrap()]);
    slowest(&server, 10)?;
    let before = server.held();
    let bytes = post(server.address, &call("check_cs_comp", &json!({"file": "roles.csv"})));
    let mut memory_kib = Vec::new();
    let (mut slow, mut after) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..3 {
        for _ in 0..300 {
            let mut client = Client::new(server.address).unwrap();
            client.stream().write_all(&bytes).unwrap();
            std::thread::sleep(Duration::from_millis(5));
        }
        slow = slow.max(slowest(&server, 500)?);
        after = after.max(let_go(&server, before)?);
        memory_kib.push(server.held().memory_kib);
    }
    let seen = format!(
        "3 × 300 long calls left; slowest of 500 good calls {:.1} ms; all let go {:.1} s later; \
         memory {} KiB, then {memory_kib:?}",
        slow.as_secs_f64() * 1e3,
        after.as_secs_f64(),
        before.memory_kib,
    );
    // What the allocator keeps for the next call is no leak; what grows with each round would be.
    let is_steady = memory_kib.last() <= memory_kib.first().map(|first| first + 32 * 1024).as_ref();
    if is_steady { Ok(seen) } else { Err(seen) }
}

/// A server that is killed under load and started again: nothing wrong is answered, and calls go on.
pub(crate) fn killed() -> Seen {
    let mut server = Server::start(&[]);
    let address = server.address;
    let bytes = post(address, &sample_call());
    let wanted = Client::new(address).unwrap().send(&bytes).map_err(|error| error.to_string())?.1;
    let is_over = Arc::new(AtomicBool::new(false));
    let callers: Vec<_> = (0..16)
        .map(|_| {
            let (over, bytes, wanted) = (Arc::clone(&is_over), bytes.clone(), wanted.clone());
            std::thread::spawn(move || {
                let (mut good, mut wrong, mut broken) = (0u64, 0u64, 0u64);
                let mut client = Client::new(address).ok();
                while !over.load(Ordering::Relaxed) {
                    match client.as_mut().map(|client| client.send(&bytes)) {
                        Some(Ok((200, body))) if body == wanted => good += 1,
                        Some(Ok(_)) => wrong += 1,
                        _ => {
                            broken += 1;
                            std::thread::sleep(Duration::from_millis(2));
                            client = Client::new(address).ok();
                        }
                    }
                }
                (good, wrong, broken)
            })
        })
        .collect();
    let mut worst = Duration::ZERO;
    for _ in 0..10 {
        std::thread::sleep(Duration::from_millis(300));
        let begun = Instant::now();
        server.kill();
        server = Server::start_at(&address.to_string(), &[]);
        let is_back =
            Client::new(address).and_then(|mut client| client.send(&bytes)).is_ok_and(|answer| answer.0 == 200);
        if !is_back {
            return Err("the server started again does not answer".to_owned());
        }
        worst = worst.max(begun.elapsed());
    }
    is_over.store(true, Ordering::Relaxed);
    let (mut good, mut wrong, mut broken) = (0, 0, 0);
    for caller in callers {
        let (some_good, some_wrong, some_broken) = caller.join().unwrap();
        (good, wrong, broken) = (good + some_good, wrong + some_wrong, broken + some_broken);
    }
    let seen = format!(
        "killed 10 times: {good} good answers, {broken} broken off, {wrong} wrong; answered again after {:.0} ms at most",
        worst.as_secs_f64() * 1e3
    );
    if wrong == 0 && good > 0 { Ok(seen) } else { Err(seen) }
}

/// A table that is cut, lengthened and replaced while it is read: an answer or a refusal, and the server goes on.
pub(crate) fn changing_file() -> Seen {
    let folder = long_table(20_000);
    let path = folder.path().join("roles.csv");
    let server = Server::start(&["--data-dir", folder.path().to_str().unwrap()]);
    let is_over = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&is_over);
    let changing = std::thread::spawn(move || {
        let mut changes_count = 0u64;
        while !over.load(Ordering::Relaxed) {
            match changes_count % 3 {
                0 => drop(File::options().write(true).open(&path).and_then(|file| file.set_len(40_000))),
                1 => write_roles(&path, 20_000),
                _ => {
                    let other = path.with_extension("new");
                    write_roles(&other, 10_000);
                    std::fs::rename(&other, &path).unwrap();
                }
            }
            changes_count += 1;
        }
        changes_count
    });
    let bytes = post(server.address, &call("check_cs_comp", &json!({"file": "roles.csv"})));
    let mut client = Client::new(server.address).unwrap();
    let (mut answered, mut refused) = (0, 0);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(5) {
        let (status, body) = client.send(&bytes).map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&body);
        if status != 200 || text.contains("\"error\"") {
            return Err(format!("{status}: {text:.200}"));
        }
        if text.contains("\"isError\":true") { refused += 1 } else { answered += 1 }
    }
    is_over.store(true, Ordering::Relaxed);
    let changes_count = changing.join().unwrap();
    slowest(&server, 10)?;
    Ok(format!("{changes_count} changes: {answered} answered, {refused} refused, none broken"))
}

/// `--out` on a disk that is full: an error, and what stood there stays.
pub(crate) fn full_disk() -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().to_str().unwrap();
    let is_mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=16k", "tmpfs", disk]).status();
    if !is_mounted.is_ok_and(|status| status.success()) {
        return Ok("not run: a small disk cannot be mounted here".to_owned());
    }
    let out = folder.path().join("report.json");
    std::fs::write(&out, "before").unwrap();
    std::fs::write(folder.path().join("filler"), vec![0; 12 * 1024]).ok();
    let output = Command::new(env!("CARGO_BIN_EXE_cco"))
        .args(["retention", "--detail", "full", "--format", "json", "--force", "--out", out.to_str().unwrap()])
        .output()
        .unwrap();
    let kept = std::fs::read_to_string(&out).unwrap_or_default();
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    let _ = Command::new("umount").arg(disk).status();
    let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let seen = format!("ended with {:?}, the file before is kept, {left} files: {told}", output.status.code());
    let is_told = told.contains("report.json");
    let is_good = output.status.code() == Some(1) && is_told && kept == "before" && left == 2;
    if is_good { Ok(seen) } else { Err(seen) }
}
