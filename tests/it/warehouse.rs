//! The document on warehouses: every command line that it shows is one, and prints what it shows.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::docs::{missing, shell_words};
use crate::support::markdown::parts;
use crate::support::{no_faults, read, root};

/// A program that is nowhere, so that no engine is asked.
const NO_PROGRAM: &str = "no-such-engine";

fn run(words: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cco"));
    command.args(words).current_dir(root()).env_clear().env("COLUMNS", "80").stdin(Stdio::null()).output().unwrap()
}

/// Command lines with their lines in the document, each with what it shows.
fn examples(document: &str) -> Vec<(usize, Vec<String>, Vec<String>)> {
    let mut found: Vec<(usize, Vec<String>, Vec<String>)> = Vec::new();
    for fence in parts(document).fences.iter().filter(|fence| fence.info == "console") {
        for (index, line) in fence.body.lines().enumerate() {
            if let Some(command) = line.strip_prefix("$ cco ") {
                found.push((fence.line + index + 1, shell_words(command), Vec::new()));
            } else if let Some((_, _, shown)) = found.last_mut() {
                shown.push(line.trim_end().to_owned());
            }
        }
    }
    found
}

/// What is wrong with a command line and what it shows.
fn fault(mut words: Vec<String>, shown: &[String]) -> Option<String> {
    let is_run = words.starts_with(&["ledger".to_owned(), "run".to_owned()]);
    if is_run {
        // Before the words of the engine.
        let place = words.iter().position(|word| word == "--").unwrap_or(words.len());
        words.splice(place..place, ["--program".to_owned(), NO_PROGRAM.to_owned()]);
    }
    let output = run(&words);
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    if is_run {
        // The words are right and the SQL is made, where only the engine is missing.
        return (!text.contains(&format!("{NO_PROGRAM} could not be started"))).then_some(text);
    }
    let absent = missing(shown, &text);
    (!output.status.success() || !absent.is_empty()).then(|| format!("{absent:?} is not in\n{text}"))
}

#[test]
fn the_command_lines_of_the_document_are_ones() {
    let examples = examples(&read("references/warehouse.md"));
    assert!(examples.len() > 8, "{} examples", examples.len());
    let faults: Vec<String> = examples
        .into_iter()
        .filter_map(|(line, words, shown)| {
            let command = words.join(" ");
            fault(words, &shown).map(|fault| format!("references/warehouse.md:{line}: cco {command}: {fault}"))
        })
        .collect();
    no_faults("command lines", &faults);
}

#[test]
fn the_tables_of_the_document_name_every_kind_and_column() {
    let text = read("references/warehouse.md");
    let rows = read("tests/conformance/returned.csv");
    let mut lines = rows.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let figures = lines.clone().filter(|cells| matches!(cells[0], "asked" | "seen")).map(|cells| cells[1]);
    let kinds = lines.clone().map(|cells| cells[0]);
    for name in columns.into_iter().filter(|name| *name != "kind" && *name != "name").chain(figures).chain(kinds) {
        let is_told = text.contains(&format!("`{name}`")) || text.contains(&format!("| {name} |"));
        assert!(is_told, "references/warehouse.md does not name {name}");
    }
    for fence in parts(&text).fences.iter().filter(|fence| fence.info == "json") {
        let parsed = serde_json::from_str::<Value>(&fence.body);
        assert!(parsed.is_ok(), "references/warehouse.md:{}: {:?}", fence.line, parsed.err());
    }
}
