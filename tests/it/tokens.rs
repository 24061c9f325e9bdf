//! What the tools cost a conversation, in tokens of o200k.

use cco_advisor::render::markdown;
use cco_advisor::shape::Telling;
use cco_advisor::tools::{Entry, Set, catalog};
use serde_json::json;
use tiktoken_rs::o200k_base_singleton;

use crate::support::{no_faults, sample_reply};

/// Of name, description and input schema, any one tool.
const TOOL_TOKENS_COUNT_MAX: usize = 850;
/// Of the core tools together.
const CORE_TOKENS_COUNT_MAX: usize = 2_400;
/// Of all tools together.
const ALL_TOKENS_COUNT_MAX: usize = 6_000;
/// Of a result on the tool's sample, in each channel.
const RESULT_TOKENS_COUNT_MAX: usize = 1_500;

fn tokens_count(text: &str) -> usize {
    o200k_base_singleton().encode_ordinary(text).len()
}

/// The tool as an agent sees it.
fn telling_count(entry: &Entry) -> usize {
    let seen = json!({
        "name": entry.name, "description": entry.about, "inputSchema": entry.input_schema(Telling::Lean),
    });
    tokens_count(&seen.to_string())
}

#[test]
fn the_tools_cost_few_tokens() {
    let mut faults = Vec::new();
    let (mut all, mut core) = (0, 0);
    for entry in catalog() {
        let count = telling_count(entry);
        println!("{}: {count} tokens of name, description and input schema", entry.name);
        all += count;
        core += if entry.set == Set::Core { count } else { 0 };
        if count > TOOL_TOKENS_COUNT_MAX {
            faults.push(format!("{}: {count} of {TOOL_TOKENS_COUNT_MAX}", entry.name));
        }
    }
    println!("core: {core}, all: {all}");
    for (what, count, max) in [("core", core, CORE_TOKENS_COUNT_MAX), ("all", all, ALL_TOKENS_COUNT_MAX)] {
        faults.extend((count > max).then(|| format!("{what}: {count} of {max}")));
    }
    no_faults("tokens of the tool list", &faults);
}

#[test]
fn results_cost_few_tokens() {
    let mut faults = Vec::new();
    for entry in catalog() {
        let reply = sample_reply(entry);
        for (channel, text) in [("structured", reply.report.to_string()), ("text", markdown(&reply.page))] {
            let count = tokens_count(&text);
            println!("{}: {count} tokens, {channel}", entry.name);
            faults.extend((count > RESULT_TOKENS_COUNT_MAX).then(|| format!("{} {channel}: {count}", entry.name)));
        }
    }
    no_faults("tokens of results on the samples", &faults);
}
