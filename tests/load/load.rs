//! Load and faults: what the server over HTTP does when much, or something bad, happens to it.
//!
//! `cargo bench --bench load -- [--seconds N] [--calls N] [NAME…]` runs the named scenarios, or all, each on a server
//! of its own, and prints a table. It ends with 1 where a scenario saw something that must not be. It measures with the
//! same two cores that it loads.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers, which stops at the first thing that is wrong"
)]

mod client;
mod faults;
mod server;
mod steady;

use std::time::Duration;

/// What a run is asked for.
struct Plan {
    /// Time of the steady load.
    seconds: u64,
    /// Calls over which memory must not grow.
    calls_count: u64,
    names: Vec<String>,
}

/// One line of the table: what was seen, or why it may not be.
type Seen = Result<String, String>;

/// What is run under a name.
type Scenario = (&'static str, Box<dyn Fn() -> Seen>);

fn scenarios(plan: &Plan) -> Vec<Scenario> {
    let (seconds, calls_count) = (plan.seconds, plan.calls_count);
    vec![
        ("load", Box::new(move || steady::load(Duration::from_secs(seconds)))),
        ("growth", Box::new(move || steady::growth(calls_count))),
        ("idle", Box::new(faults::idle)),
        ("slow-loris", Box::new(faults::slow_loris)),
        ("half-closed", Box::new(faults::half_closed)),
        ("bad-bodies", Box::new(faults::bad_bodies)),
        ("cancelled", Box::new(faults::cancelled)),
        ("killed", Box::new(faults::killed)),
        ("changing-file", Box::new(faults::changing_file)),
        ("full-disk", Box::new(faults::full_disk)),
    ]
}

fn plan() -> Plan {
    let mut plan = Plan { seconds: 60, calls_count: 200_000, names: Vec::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => plan.seconds = words.next().and_then(|word| word.parse().ok()).expect("--seconds N"),
            "--calls" => plan.calls_count = words.next().and_then(|word| word.parse().ok()).expect("--calls N"),
            // Cargo's own.
            "--bench" => {}
            _ => plan.names.push(word),
        }
    }
    plan
}

fn main() {
    let plan = plan();
    let mut is_good = true;
    println!("| scenario | seen |\n| --- | --- |");
    for (name, run) in scenarios(&plan) {
        if !plan.names.is_empty() && !plan.names.iter().any(|wanted| wanted == name) {
            continue;
        }
        match run() {
            Ok(seen) => println!("| {name} | {seen} |"),
            Err(why) => {
                is_good = false;
                println!("| {name} | **must not be**: {why} |");
            }
        }
    }
    assert!(is_good, "something was seen that must not be");
}
