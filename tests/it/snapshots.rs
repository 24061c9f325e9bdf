//! Words and contracts, pinned: what a client is told of each tool, what a sample shows, how a refusal reads.
//!
//! Snapshots are generated; numbers are proved by cases. `INSTA_UPDATE=always cargo test --test it snapshots` takes
//! over a change that was meant.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cco_advisor::ingest::FILE_BYTES_MAX;
use cco_advisor::problem::Code;
use cco_advisor::render::{Ink, markdown, terminal};
use cco_advisor::shape::Telling;
use cco_advisor::tools::{catalog, entry};
use serde_json::{Value, json};

use crate::support::{call, files, root, sample_reply};

/// Columns of the terminal that pages are laid out for.
const COLUMNS_COUNT: usize = 80;

fn pinned(folder: &str, pin: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new("../snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_sort_maps(true);
    settings.bind(pin);
}

#[test]
fn snapshots_of_what_clients_are_told() {
    for entry in catalog() {
        let told = json!({
            "name": entry.name,
            "title": entry.title,
            "description": entry.about,
            "inputSchema": entry.input_schema(Telling::Lean),
            "outputSchema": entry.output_schema(),
            // The same for every tool: pure figures, no world outside.
            "annotations": {
                "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false,
            },
        });
        pinned("tools", || insta::assert_json_snapshot!(entry.name, told));
    }
}

#[test]
fn snapshots_of_what_samples_show() {
    for entry in catalog() {
        let page = sample_reply(entry).page;
        pinned("pages", || {
            insta::assert_snapshot!(format!("{}.markdown", entry.name), markdown(&page));
            insta::assert_snapshot!(format!("{}.terminal", entry.name), terminal(&page, COLUMNS_COUNT, Ink::Plain));
        });
    }
}

/// The files that the bad calls name.
fn write_files(folder: &Path) {
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    write("ragged.csv", b"role,base_pct,variable_pct,activity\nCSM,70,30,100\nSenior CSM,65,35\n");
    write("latin1.csv", b"role,base_pct,variable_pct,activity\nChef \xE9quipe,70,30,100\n");
    std::fs::File::create(folder.join("huge.csv")).unwrap().set_len(FILE_BYTES_MAX + 1).unwrap();
}

/// A call for each code that is refused with it first.
fn bad_calls() -> Vec<(Code, &'static str, Value)> {
    let comp = |arguments: Value| ("check_cs_comp", arguments);
    let csm = json!({
        "role": "CSM", "base_pct": 70, "variable_pct": 30, "components": { "gross_retention": 60, "net_retention": 40 },
    });
    let role = |change: Value| {
        let mut row = csm.clone();
        for (key, value) in change.as_object().unwrap() {
            row[key] = value.clone();
        }
        comp(json!({ "roles": [row] }))
    };
    let file = |name: &str| comp(json!({ "file": name }));
    let many: Vec<Value> = (0..10_001).map(|number| json!({ "role": format!("CSM {number}") })).collect();
    let cohort = json!({
        "name": "2025", "starting_arr": 1_000_000, "renewed_arr": 900_000, "contraction_arr": 100_000,
        "expansion_arr": 0,
    });
    let calls = [
        (Code::Type, role(json!({ "same_plan_as_sales": "no" }))),
        (Code::UnknownKey, role(json!({ "base_pc": 70 }))),
        (Code::Missing, role(json!({ "role": null }))),
        (Code::Negative, role(json!({ "base_pct": -70 }))),
        (Code::Range, role(json!({ "base_pct": 700 }))),
        (Code::Precision, role(json!({ "base_pct": 70.123_456_789_012_34 }))),
        (Code::Duplicate, comp(json!({ "roles": [csm, csm] }))),
        (Code::Identity, comp(json!({ "roles": [csm], "policy": { "base_csm_min": 90 } }))),
        (Code::Ambiguous, ("retention_decompose", json!({ "cohorts": [cohort] }))),
        (Code::Empty, comp(json!({ "roles": [] }))),
        (Code::OneSource, comp(json!({}))),
        (Code::TooMany, comp(json!({ "roles": many }))),
        (Code::FileMissing, file("roles.csv")),
        (Code::FileOutside, file("../roles.csv")),
        (Code::FileTooLarge, file("huge.csv")),
        (Code::Encoding, file("latin1.csv")),
        (Code::BadRow, file("ragged.csv")),
        (Code::Enum, comp(json!({ "roles": [csm], "stage": "grwth" }))),
        (Code::Date, comp(json!({ "roles": [csm], "as_of": "2026-02-30" }))),
    ];
    calls.into_iter().map(|(code, (tool, arguments))| (code, tool, arguments)).collect()
}

#[test]
fn snapshots_of_every_kind_of_problem() {
    let folder = tempfile::tempdir().unwrap();
    write_files(folder.path());
    let calls = bad_calls();
    let codes: Vec<Code> = calls.iter().map(|(code, ..)| *code).collect();
    // No call is slow enough by itself: the tests of HTTP have one.
    let wanted: Vec<Code> = Code::ALL.iter().copied().filter(|code| *code != Code::TimeLimit).collect();
    assert_eq!(codes, wanted, "a bad call for every code");
    for (code, tool, arguments) in calls {
        let problems = call(entry(tool).unwrap(), &arguments, Some(folder.path())).expect_err(code.as_str());
        assert_eq!(problems.list()[0].code, code, "{problems}");
        pinned("problems", || insta::assert_snapshot!(code.as_str(), problems.to_string()));
    }
}

#[test]
fn problems_md_has_a_chapter_for_every_code() {
    let document = cco_advisor::library::reference("problems").unwrap();
    let headings = crate::support::markdown::parts(document.text).headings;
    let codes = Code::ALL.map(Code::as_str);
    let chapters: Vec<&str> = headings.iter().map(String::as_str).filter(|heading| codes.contains(heading)).collect();
    assert_eq!(chapters, codes, "references/problems.md, in this order");
}

#[test]
fn no_snapshot_is_left_behind() {
    let of_tools = catalog().iter().flat_map(|entry| {
        let name = entry.name;
        [format!("tools/{name}"), format!("pages/{name}.markdown"), format!("pages/{name}.terminal")]
    });
    let of_problems = bad_calls().into_iter().map(|(code, ..)| format!("problems/{}", code.as_str()));
    let wanted: BTreeSet<PathBuf> =
        of_tools.chain(of_problems).map(|name| root().join(format!("tests/snapshots/{name}.snap"))).collect();
    // Other snapshots, such as the help of the command line, stand in folders of their own.
    let folders = ["tools", "pages", "problems"].map(|folder| root().join("tests/snapshots").join(folder));
    let found: BTreeSet<PathBuf> = folders.iter().flat_map(|folder| files(folder, ".snap")).collect();
    let left: Vec<_> = found.difference(&wanted).collect();
    let missing: Vec<_> = wanted.difference(&found).collect();
    assert!(left.is_empty() && missing.is_empty(), "nothing makes these any more: {left:?}; missing: {missing:?}");
}
