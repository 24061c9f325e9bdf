//! One binary for every target: `CCO_FUZZ_TARGET` names it, the rest of the command line is libFuzzer's.

#![no_main]

mod targets;

use std::sync::OnceLock;

use cco_advisor::ingest::is_foreign;
use libfuzzer_sys::fuzz_target;
use targets::{TARGETS, Target};

static TARGET: OnceLock<&Target> = OnceLock::new();

/// The target that is named, and an end to every panic but those of decoders, which are caught and told as bad files.
fn begin() {
    let name = std::env::var("CCO_FUZZ_TARGET").unwrap_or_default();
    let Some(target) = TARGETS.iter().find(|target| target.name == name) else {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("CCO_FUZZ_TARGET is to be one of {}", names.join(" "));
        std::process::exit(2);
    };
    let _ = TARGET.set(target);
    std::panic::set_hook(Box::new(|panic| {
        if !is_foreign() {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}

fuzz_target!(
    init: begin(),
    |bytes: &[u8]| {
        if let Some(target) = TARGET.get() {
            (target.run)(bytes);
        }
    }
);
