//! The program from outside: what it prints, what it refuses, and with which code it ends.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use cco_advisor::ingest::{Host, Unwatched};
use cco_advisor::library;
use cco_advisor::shape::Telling;
use cco_advisor::tools::{Entry, catalog};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::program::{
    answer, assert_refused, cco, code, folder, report, run, run_in, run_with_stdin, stderr, stdout,
};

fn sample(entry: &Entry) -> Value {
    serde_json::from_str(entry.sample).unwrap()
}

/// What a folder holds, hidden files and all.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const ROLES_CSV: &str = "role,base_pct,variable_pct,components.gross_retention,components.activity,same_plan_as_sales\n\
                         CSM,70,30,80,20,false\n\"CSM, pooled\",75,25,60,40,false\n";

#[test]
fn every_tool_answers_for_the_sample_in_every_format() {
    for entry in catalog() {
        let text = run(&[entry.command]);
        assert!(answer(&text).starts_with("Bottom Line: ") || entry.has_own_page, "{}", stdout(&text));
        assert!(stderr(&text).contains("sample data: Larkfield, a fictional company"), "{}", stderr(&text));
        assert!(stderr(&text).contains("--print-sample"));
        // A long word alone may pass the edge; no tool's sample has one.
        for line in stdout(&text).lines() {
            assert!(line.chars().count() <= 80, "{}: {line}", entry.command);
        }
        let host = Host { data_dir: None, watch: &Unwatched };
        let reply = entry.call(&sample(entry), &host).unwrap();
        let json = run(&[entry.command, "--format", "json"]);
        assert_eq!(answer(&json), format!("{}\n", serde_json::to_string(&reply.report).unwrap()));
        let pretty = run(&[entry.command, "--format", "json", "--pretty"]);
        assert_eq!(report(&pretty), reply.report);
        assert!(stdout(&pretty).lines().count() > 1);
        let markdown = run(&[entry.command, "--format", "markdown"]);
        assert_eq!(answer(&markdown), cco_advisor::render::markdown(&reply.page));
    }
}

#[test]
fn the_printed_sample_can_be_sent_back() {
    for entry in catalog() {
        let printed = run(&[entry.command, "--print-sample"]);
        assert_eq!(answer(&printed), entry.sample);
        let again = run_with_stdin(&[entry.command, "-", "--format", "json"], &printed.stdout);
        assert_eq!(answer(&again), answer(&run(&[entry.command, "--format", "json"])));
        assert_eq!(stderr(&again), "");
        let dir = folder("arguments.json", entry.sample);
        let from_file = run_in(dir.path(), &[entry.command, "arguments.json", "--format", "json"]);
        assert_eq!(answer(&from_file), answer(&again));
    }
}

#[test]
fn a_list_of_rows_is_the_tools_table_wherever_it_lies() {
    for entry in catalog() {
        let Some(table) = entry.table else { continue };
        let Value::Object(mut arguments) = sample(entry) else { panic!("a sample is an object") };
        let Some(rows) = arguments.remove(table) else { continue };
        let dir = folder("rows.json", rows.to_string());
        let path = dir.path().join("rows.json");
        let settings: Vec<String> = arguments.iter().map(|(key, value)| format!("--set={key}={value}")).collect();
        let mut words = vec![entry.command, path.to_str().unwrap(), "--format=json"];
        words.extend(settings.iter().map(String::as_str));
        let from_file = report(&run(&words));
        let inline = report(&run(&[entry.command, "--format=json"]));
        assert_eq!(from_file.get("bottom_line"), inline.get("bottom_line"), "{}", entry.command);
        words[1] = "-";
        assert_eq!(report(&run_with_stdin(&words, rows.to_string().as_bytes())), inline, "{}", entry.command);
    }
}

#[test]
fn a_table_is_read_from_an_absolute_path_and_through_a_link() {
    let dir = folder("roles.csv", ROLES_CSV);
    let path = dir.path().join("roles.csv");
    let reply = report(&run(&["comp", path.to_str().unwrap(), "--format", "json", "--currency", "EUR"]));
    assert_eq!(reply["roles"].as_array().unwrap().len(), 2);
    assert_eq!(reply["currency"], "EUR");
    #[cfg(unix)]
    {
        let link = dir.path().join("elsewhere");
        std::fs::create_dir(&link).unwrap();
        std::os::unix::fs::symlink(&path, link.join("export.csv")).unwrap();
        assert_eq!(report(&run_in(&link, &["comp", "export.csv", "--format", "json", "--currency", "EUR"])), reply);
    }
    // The reader names the file and the row.
    let dir = folder("roles.csv", "role,base_pct,variable_pct,components.renewal\nCSM,abc,30,100\n");
    assert_refused(&run_in(dir.path(), &["comp", "roles.csv"]), &["roles.csv:2:base_pct: "]);
}

#[test]
fn headers_are_mapped_by_set() {
    let dir = folder("export.csv", "Title,2024,variable_pct,components.renewal\nCSM,70,30,100\n");
    let words =
        ["comp", "export.csv", "--set", "columns.role=Title", "--set", "columns.base_pct=2024", "--format=json"];
    assert_eq!(report(&run_in(dir.path(), &words))["roles"][0]["base_pct"], 70);
    // A name that tells no format may be told one.
    let dir = folder("export.dat", "role,base_pct,variable_pct,components.renewal\nCSM,70,30,100\n");
    assert_eq!(code(&run_in(dir.path(), &["comp", "export.dat", "--set", "format=csv"])), 0);
    assert_refused(
        &run_in(dir.path(), &["comp", "export.dat"]),
        &["format: expected csv, tsv, json, ndjson, xlsx or parquet"],
    );
}

#[test]
fn set_reaches_any_argument_and_wins() {
    let reply = report(&run(&[
        "comp",
        "--format=json",
        "--stage=growth",
        "--set=stage=scale",
        "--set=policy.base_csm_min=60",
        "--set=roles[0].base_pct=65",
        "--as-of=2026-06-30",
    ]));
    assert_eq!(reply["stage"], "scale");
    assert_eq!(reply["policy_overrides"], json!({"base_csm_min": 60}));
    assert_eq!(reply["roles"][0]["base_pct"], 65);
    assert_eq!(reply["as_of"], "2026-06-30");
    assert_refused(&run(&["comp", "--set", "polcy.base_csm_min=60"]), &["polcy"]);
    assert_refused(&run(&["comp", "--set", "roles[9].base_pct=60"]), &["roles[9]: there is no such item"]);
    assert_refused(&run(&["comp", "--limit", "0"]), &["limit: "]);
    assert_eq!(code(&run(&["comp", "--set", "stage"])), 2);
}

#[test]
fn detail_and_limit_reach_the_tool() {
    for entry in catalog() {
        let full = report(&run(&[entry.command, "--format=json", "--detail=full"]));
        let summary = report(&run(&[entry.command, "--format=json", "--limit=1"]));
        assert!(full.get("not_assessed").is_some(), "{}", entry.command);
        assert!(summary["findings"].as_array().unwrap().len() <= 1, "{}", entry.command);
    }
}

#[test]
fn a_document_names_files_in_its_own_folder_only() {
    let dir = folder("roles.csv", ROLES_CSV);
    std::fs::create_dir(dir.path().join("inner")).unwrap();
    std::fs::write(dir.path().join("arguments.json"), r#"{"file": "roles.csv"}"#).unwrap();
    std::fs::write(dir.path().join("inner/arguments.json"), r#"{"file": "roles.csv"}"#).unwrap();
    std::fs::write(dir.path().join("inner/outside.json"), r#"{"file": "../roles.csv"}"#).unwrap();
    let elsewhere = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    assert_eq!(code(&run_in(elsewhere.path(), &["comp", &at("arguments.json")])), 0);
    assert_refused(&run_in(elsewhere.path(), &["comp", &at("inner/arguments.json")]), &["file: roles.csv"]);
    assert_refused(
        &run_in(elsewhere.path(), &["comp", &at("inner/outside.json")]),
        &["file: the path must stay inside"],
    );
    let root = dir.path().to_str().unwrap();
    assert_eq!(code(&run_in(elsewhere.path(), &["comp", &at("inner/arguments.json"), "--data-dir", root])), 0);
    let table = run_in(elsewhere.path(), &["comp", &at("roles.csv"), "--data-dir", root]);
    assert_eq!((code(&table), stdout(&table).as_str()), (2, ""));
    assert!(stderr(&table).contains("--data-dir goes with a JSON document that names files"), "{}", stderr(&table));
    // From stdin the working directory counts.
    let mut child = cco().args(["comp", "-"]).current_dir(dir.path()).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(br#"{"file": "roles.csv"}"#).unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn documents_are_read_strictly() {
    let refused = |text: &[u8], words: &[&str]| assert_refused(&run_with_stdin(&["comp", "-"], text), words);
    refused(br#"{"roles": [{"role": "a", "role": "b"}]}"#, &["stdin:1: the key \"role\" stands twice"]);
    refused(b"{\"roles\":\n[{\"role\": \"a\", \"base_pct\": NaN}]}", &["stdin:2: is not JSON"]);
    refused(br#"{"roles": [{"role": "a", "base_pct": 1e999}]}"#, &["stdin:1: is not JSON"]);
    refused(br#"{"roles": []} {}"#, &["stdin:1: is not JSON"]);
    refused(b"", &["is not JSON"]);
    refused(b"12", &["stdin: expected an object"]);
    refused(b"{\"roles\": [{\"role\": \"\xff\"}]}", &["stdin:1: "]);
    // All problems at once, a line each.
    let output = run_with_stdin(
        &["comp", "-"],
        br#"{"roels": [], "roles": [{"base_pct": "x", "variable_pct": 30, "components": {}}]}"#,
    );
    assert_refused(&output, &["roels: ", "roles[0].role: ", "roles[0].base_pct: "]);
    assert_eq!(stderr(&output).lines().count(), 3);
    // Text of the caller's cannot steer the terminal.
    let output = run_with_stdin(&["comp", "-"], b"{\"\\u001b[31mred\": 1, \"roles\": [{\"role\": \"a\"}]}");
    assert_eq!(code(&output), 1);
    assert!(!stderr(&output).contains('\u{1b}'), "{}", stderr(&output));
}

#[test]
fn a_byte_order_mark_and_utf_16_are_read() {
    let text = r#"{"roles": [{"role": "Grüße", "base_pct": 70, "variable_pct": 30, "components": {"renewal": 100}}]}"#;
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let utf_16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let utf_16_big: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let plain = answer(&run_with_stdin(&["comp", "-", "--format=json"], text.as_bytes()));
    assert!(plain.contains("Grüße"));
    for bytes in [marked, utf_16, utf_16_big] {
        assert_eq!(answer(&run_with_stdin(&["comp", "-", "--format=json"], &bytes)), plain);
        // A file's first sign tells a document from a list in any of them.
        for name in ["arguments.json", "arguments"] {
            let dir = folder(name, &bytes);
            assert_eq!(answer(&run_in(dir.path(), &["comp", name, "--format=json"])), plain);
        }
    }
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let dir = folder("roles.xyz", "a");
    assert_refused(&run_in(dir.path(), &["comp", "absent.json"]), &["absent.json: cannot be read"]);
    assert_refused(&run_in(dir.path(), &["comp", "."]), &[".: is a folder"]);
    assert_refused(
        &run_in(dir.path(), &["comp", "roles.xyz"]),
        &["format: expected csv, tsv, json, ndjson, xlsx or parquet"],
    );
    for entry in catalog().iter().filter(|entry| entry.table.is_none()) {
        let dir = folder("rows.csv", "a,b\n1,2\n");
        assert_refused(&run_in(dir.path(), &[entry.command, "rows.csv"]), &["takes a JSON object of arguments"]);
    }
}

#[test]
fn out_writes_the_whole_answer_and_never_over_a_file() {
    for entry in catalog() {
        let dir = TempDir::new().unwrap();
        let words = [entry.command, "--format=json", "--out", "answer.json"];
        let first = run_in(dir.path(), &words);
        assert_eq!(answer(&first), "");
        let written = std::fs::read_to_string(dir.path().join("answer.json")).unwrap();
        assert_eq!(written, answer(&run(&[entry.command, "--format=json"])));
        assert_refused(&run_in(dir.path(), &[&words[..], &["--limit=1"]].concat()), &["answer.json: is there already"]);
        assert_eq!(std::fs::read_to_string(dir.path().join("answer.json")).unwrap(), written);
        let forced = run_in(dir.path(), &[entry.command, "--out", "answer.json", "--force"]);
        assert_eq!(answer(&forced), "");
        assert_eq!(std::fs::read_to_string(dir.path().join("answer.json")).unwrap(), answer(&run(&[entry.command])));
        assert_eq!(names(dir.path()), ["answer.json"]);
    }
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let dir = folder("bad.json", "{");
    assert_refused(&run_in(dir.path(), &["comp", "bad.json", "--out", "answer.txt"]), &["bad.json:1: "]);
    assert_refused(&run_in(dir.path(), &["comp", "--out", "absent/answer.txt"]), &["cannot be written"]);
    assert_refused(&run_in(dir.path(), &["comp", "--out", ".", "--force"]), &["is a folder"]);
    assert_eq!(names(dir.path()), ["bad.json"]);
    // The answer is written before the code tells what it says.
    assert_eq!(code(&run_in(dir.path(), &["comp", "--fail-on=blocker", "--out", "answer.txt"])), 3);
    assert_eq!(names(dir.path()), ["answer.txt", "bad.json"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_not_replaced_by_a_file() {
    let dir = TempDir::new().unwrap();
    std::os::unix::fs::symlink("/dev/null", dir.path().join("link")).unwrap();
    assert_refused(&run_in(dir.path(), &["comp", "--out", "link", "--force"]), &["is not a regular file"]);
}

#[test]
fn fail_on_turns_answers_into_a_code() {
    for entry in catalog() {
        let sample = report(&run(&[entry.command, "--format=json"]));
        let has = |severities: &[&str]| {
            sample["findings"]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| severities.iter().any(|word| one["severity"] == *word))
        };
        let of = |fail_on: &str| {
            let output = run(&[entry.command, "--fail-on", fail_on]);
            assert_eq!(stdout(&output).is_empty(), code(&output) == 2);
            code(&output)
        };
        let expected = |fails: bool| if fails { 3 } else { 0 };
        assert_eq!(of("blocker"), expected(has(&["blocker"])), "{}", entry.command);
        assert_eq!(of("warning"), expected(has(&["blocker", "warning"])), "{}", entry.command);
        match sample["verdict"].as_str().filter(|_| entry.command == "review") {
            Some(verdict) => {
                assert_eq!(of("block"), expected(verdict == "BLOCK"));
                assert_eq!(of("sharpen"), expected(verdict != "SHIP"));
            }
            None => assert_eq!((of("block"), of("sharpen")), (2, 2), "{}", entry.command),
        }
    }
    let clean = br#"{"roles": [{"role": "CSM", "base_pct": 70, "variable_pct": 30, "same_plan_as_sales": false,
        "components": {"gross_retention": 50, "net_retention": 30, "activity": 20}}]}"#;
    assert_eq!(code(&run_with_stdin(&["comp", "-", "--fail-on=warning"], clean)), 0);
}

#[test]
fn a_wrong_command_ends_with_2() {
    for words in [
        &[][..],
        &["nonsense"],
        &["comp", "--nonsense"],
        &["comp", "--format", "xml"],
        &["comp", "--pretty"],
        &["comp", "--force"],
        &["comp", "a.json", "b.json"],
        &["comp", "a.json", "--print-sample"],
        &["docs", "nonsense"],
        &["schema"],
        &["schema", "nonsense"],
        &["schema", "comp", "--lean", "--output"],
        &["completions", "nonsense"],
    ] {
        let output = run(words);
        assert_eq!(code(&output), 2, "{words:?}");
        assert_eq!(stdout(&output), "", "{words:?}");
        assert!(!stderr(&output).is_empty(), "{words:?}");
    }
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    let mut child =
        cco().args(["comp", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It answers only after its input has ended, and by then nobody reads.
    drop(child.stdout.take());
    child
        .stdin
        .take()
        .unwrap()
        .write_all(cco_advisor::tools::entry("check_cs_comp").unwrap().sample.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
}

#[test]
fn nothing_is_coloured_in_a_pipe() {
    for words in [&["comp"][..], &["--help"], &["comp", "--help"], &["rules"], &["docs"], &["nonsense"]] {
        let output = run(words);
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{words:?}");
    }
    let forced = |name: &str| {
        let output = cco().arg("comp").env("CLICOLOR_FORCE", "1").env(name, "1").output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(forced("NOTHING"));
    assert!(!forced("NO_COLOR"));
}

#[test]
fn documents_schemas_and_rules_are_those_of_the_library() {
    let list = answer(&run(&["docs"]));
    for document in library::REFERENCES {
        assert!(list.contains(document.stem) && list.contains(document.title));
        assert_eq!(answer(&run(&["docs", document.stem])), document.text);
    }
    for entry in catalog() {
        for name in [entry.name, entry.command] {
            assert_eq!(report(&run(&["schema", name])), entry.input_schema(Telling::Whole));
            assert_eq!(report(&run(&["schema", name, "--lean"])), entry.input_schema(Telling::Lean));
            assert_eq!(report(&run(&["schema", name, "--output"])), entry.output_schema());
        }
    }
    assert_eq!(answer(&run(&["rules", "--format", "markdown"])), library::rules_markdown());
    assert_eq!(report(&run(&["rules", "--format", "json"])), library::rules_json());
    let text = answer(&run(&["rules"]));
    for (_, rule) in library::rules() {
        assert!(text.contains(rule.id), "{}", rule.id);
    }
    assert_eq!(answer(&run(&["--version"])), concat!("cco ", env!("CARGO_PKG_VERSION"), "\n"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = answer(&run(&["completions", shell]));
        for entry in catalog() {
            assert!(script.contains(entry.command), "{shell}");
        }
    }
}

#[test]
fn the_help_names_every_tool_and_the_rest_is_pinned() {
    let help = answer(&run(&["--help"]));
    let mut rest = String::new();
    for line in help.lines() {
        let is_tool = catalog().iter().any(|entry| line.trim_start().split("  ").next() == Some(entry.command));
        if !is_tool {
            writeln!(rest, "{line}").unwrap();
        }
    }
    for entry in catalog() {
        let line = help.lines().find(|line| line.trim_start().starts_with(&format!("{} ", entry.command)));
        assert!(line.is_some_and(|line| line.ends_with(entry.title)), "{help}");
        let help = answer(&run(&[entry.command, "--help"]));
        assert!(help.contains("Examples:"));
    }
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("help", rest);
        insta::assert_snapshot!("help-tool", answer(&run(&["comp", "-h"])));
        insta::assert_snapshot!("terminal-comp", answer(&run(&["comp"])));
    });
}
