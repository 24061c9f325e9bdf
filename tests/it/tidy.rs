//! The house: who may use whom, what calculation may not name, how long a file may be, what stands where.

use std::path::{Path, PathBuf};

use crate::support::{files, no_faults, read, root, shown};

/// Lines of a source file, tests left out.
const FILE_LINES_COUNT_MAX: usize = 500;
/// What stands at the top of the repository, hidden files left out.
const TOP: [&str; 9] =
    ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "SKILL.md", "prompts", "references", "src", "tests"];
/// The modules of a tool's folder; each may be a file, or a folder when it grows.
const TOOL_MODULES: [&str; 4] = ["wire", "calc", "policy", "view"];
/// Tools that compose others.
const COMPOSERS: &[&str] = &["review", "board"];

/// A source file with its path inside `src` and its code.
struct Source {
    path: PathBuf,
    /// The path inside `src`, with slashes.
    name: String,
    /// The lines of code: no comment, and nothing from the first test module on.
    code: Vec<(usize, String)>,
    text: String,
}

impl Source {
    fn is_test(&self) -> bool {
        self.name.ends_with("tests.rs") || self.name.contains("/tests/")
    }

    /// The module directly below the crate: `tools` of `tools/comp/calc.rs`, `rule` of `rule.rs`.
    fn layer(&self) -> &str {
        self.name.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// The tool's folder, for the files of a tool.
    fn tool(&self) -> Option<&str> {
        let mut parts = self.name.strip_prefix("tools/")?.split('/');
        let folder = parts.next()?;
        parts.next().map(|_| folder)
    }

    fn is_calc(&self) -> bool {
        self.tool().is_some_and(|tool| {
            let inner = self.name.trim_start_matches("tools/").trim_start_matches(tool).trim_start_matches('/');
            inner == "calc.rs" || inner.starts_with("calc/")
        })
    }
}

fn sources() -> Vec<Source> {
    let of_path = |path: PathBuf| {
        let text = read(&path);
        let name = shown(&path).trim_start_matches("src/").to_owned();
        let code = text
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(index, line)| (index + 1, line.to_owned()))
            .collect();
        Source { path, name, code, text }
    };
    files("src", ".rs").into_iter().map(of_path).collect()
}

/// The modules directly below the crate that a line names: `crate::units::Money`, `use crate::{rule, policy}`.
fn crate_paths(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in line.split("crate::").skip(1) {
        let word =
            |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match part.strip_prefix('{') {
            Some(list) => out.extend(first_words(list).map(word).filter(|word| !word.is_empty())),
            None => out.push(word(part)),
        }
    }
    out
}

/// The members of a list in braces, without the lists inside them.
fn first_words(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    list.split(move |character| {
        depth += i32::from(character == '{') - i32::from(character == '}');
        character == ',' && depth == 0
    })
}

/// Whether a line names the word as a path or an item, not as a part of a longer word.
fn names(line: &str, word: &str) -> bool {
    let is_word = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word)
        .any(|(at, _)| !is_word(line[..at].chars().next_back()) && !is_word(line[at + word.len()..].chars().next()))
}

/// What each layer may use, besides itself. A layer that is not named here may use everything but `mcp` and `cli`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("math", &["units"]),
    ("problem", &[]),
    ("rule", &[]),
    ("shape", &["units", "problem"]),
    ("policy", &["units", "problem", "shape"]),
    ("customers", &["units", "policy", "rule"]),
    ("report", &["units", "rule"]),
    ("render", &["units", "rule", "report"]),
    ("threads", &[]),
    ("ingest", &["units", "problem", "rule", "shape", "threads"]),
    ("ledger", &["units", "problem", "rule", "shape", "threads", "ingest"]),
    (
        "tools",
        &[
            "units",
            "math",
            "problem",
            "rule",
            "shape",
            "policy",
            "customers",
            "report",
            "threads",
            "ingest",
            "ledger",
            "render",
        ],
    ),
    ("library", &["policy", "rule", "tools", "render"]),
];

#[test]
fn layers_use_what_lies_below_them() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        let layer = source.layer();
        let allowed = MAY_USE.iter().find(|(name, _)| *name == layer).map(|(_, allowed)| *allowed);
        for (number, line) in &source.code {
            for used in crate_paths(line) {
                let is_outer = matches!(used.as_str(), "mcp" | "cli") && !matches!(layer, "mcp" | "cli" | "main");
                let is_above = allowed.is_some_and(|allowed| {
                    used != layer && used != "policy_table" && !allowed.contains(&used.as_str())
                });
                if is_outer || is_above {
                    faults.push(format!("src/{}:{number}: {layer} uses {used}", source.name));
                }
            }
        }
    }
    no_faults("layers", &faults);
}

#[test]
fn calculation_is_pure() {
    const FORBIDDEN: [&str; 13] = [
        "serde",
        "serde_json",
        "schemars",
        "std::fs",
        "std::env",
        "std::time",
        "std::net",
        "std::process",
        "HashMap",
        "HashSet",
        "rand",
        "tokio",
        "tracing",
    ];
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.is_calc() && !source.is_test()) {
        for (number, line) in &source.code {
            for word in FORBIDDEN.iter().filter(|word| names(line, word)) {
                faults.push(format!("src/{}:{number}: a calculation names {word}", source.name));
            }
            for outer in ["wire", "view"] {
                if names(line, &format!("super::{outer}")) {
                    faults.push(format!("src/{}:{number}: a calculation uses {outer}", source.name));
                }
            }
        }
    }
    no_faults("calculation", &faults);
}

#[test]
fn tools_do_not_know_each_other() {
    let sources = sources();
    let folders: Vec<&str> = sources.iter().filter_map(Source::tool).collect();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        let Some(tool) = source.tool().filter(|tool| !COMPOSERS.contains(tool)) else { continue };
        for (number, line) in &source.code {
            for other in folders.iter().filter(|other| **other != tool) {
                let paths = [format!("tools::{other}"), format!("super::super::{other}")];
                if paths.iter().any(|path| names(line, path)) {
                    faults.push(format!("src/{}:{number}: {tool} uses {other}", source.name));
                }
            }
        }
    }
    faults.dedup();
    no_faults("tools", &faults);
}

#[test]
fn protocols_and_terminals_stay_at_the_edge() {
    // A crate, and the layers that may name it.
    let edges: [(&str, &[&str]); 9] = [
        ("rmcp", &["mcp"]),
        ("tokio", &["mcp"]),
        ("tokio_util", &["mcp"]),
        ("clap", &["cli"]),
        ("clap_complete", &["cli"]),
        ("anstream", &["cli"]),
        ("jsonc_parser", &["cli"]),
        ("comfy_table", &["render", "cli"]),
        ("minijinja", &["mcp", "library", "prompt"]),
    ];
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for (number, line) in &source.code {
            for (krate, _) in edges.iter().filter(|(_, layers)| !layers.contains(&source.layer())) {
                // A path into the crate, or its import; the word alone may be prose.
                if names(line, krate)
                    && (line.contains(&format!("{krate}::")) || line.contains(&format!("use {krate}")))
                {
                    faults.push(format!("src/{}:{number}: {} names {krate}", source.name, source.layer()));
                }
            }
            let exits = line.contains("process::exit") || line.contains("ExitCode");
            if exits && !matches!(source.layer(), "main" | "cli") {
                faults.push(format!("src/{}:{number}: only main ends the process", source.name));
            }
        }
    }
    no_faults("edges", &faults);
}

#[test]
fn nothing_is_left_lying_about() {
    // Put together here, so that this file does not find itself.
    let marks = ["TO", "FIX", "XX"].map(|start| {
        format!(
            "{start}{}",
            if start == "TO" {
                "DO"
            } else if start == "XX" {
                "X"
            } else {
                "ME"
            }
        )
    });
    let calls = ["todo", "dbg", "unimplemented"].map(|name| format!("{name}!("));
    let mut faults = Vec::new();
    for path in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        for (index, line) in read(&path).lines().enumerate() {
            let left = marks.iter().any(|mark| names(line, mark)) || calls.iter().any(|call| line.contains(call));
            if left {
                faults.push(format!("{}:{}: {}", shown(&path), index + 1, line.trim()));
            }
        }
    }
    no_faults("left lying about", &faults);
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut faults = Vec::new();
    for source in sources() {
        let shown = shown(&source.path);
        if !source.is_test() {
            let lines_count = source.code.last().map_or(0, |(number, _)| *number);
            if lines_count > FILE_LINES_COUNT_MAX {
                faults.push(format!("{shown}: {lines_count} lines"));
            }
        }
        if !source.is_test() && !source.text.starts_with("//!") {
            faults.push(format!("{shown}: does not begin with its documentation (//!)"));
        }
    }
    for path in files("tests", ".rs") {
        if !read(&path).starts_with("//!") {
            faults.push(format!("{}: does not begin with its documentation (//!)", shown(&path)));
        }
    }
    no_faults("files", &faults);
}

#[test]
fn the_top_level_is_what_it_should_be() {
    let mut found: Vec<String> = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && name != "target")
        .collect();
    found.sort();
    assert_eq!(found, TOP);
}

#[test]
fn every_tool_folder_has_its_files() {
    let mut faults = Vec::new();
    let folder = root().join("src/tools");
    let mut folders_count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        folders_count += 1;
        let is_there = |name: &str| path.join(name).exists();
        for module in TOOL_MODULES {
            if !is_there(&format!("{module}.rs")) && !is_there(&format!("{module}/mod.rs")) {
                faults.push(format!("{}: {module} is missing", shown(&path)));
            }
        }
        for name in ["mod.rs", "sample.json"].iter().filter(|name| !is_there(name)) {
            faults.push(format!("{}: {name} is missing", shown(&path)));
        }
        faults.extend(heading_faults(&path));
    }
    assert_eq!(folders_count, cco_advisor::tools::catalog().len(), "folders in src/tools and entries in the catalogue");
    no_faults("tool folders", &faults);
}

/// The headings that the documentation of every tool has.
fn heading_faults(folder: &Path) -> Vec<String> {
    const HEADINGS: [&str; 6] = ["Question", "Formula", "Assumptions", "Not computable when", "Example", "Reference"];
    let text = read(folder.join("mod.rs"));
    let documentation: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
    HEADINGS
        .iter()
        .filter(|heading| !documentation.contains(**heading))
        .map(|heading| format!("{}/mod.rs: the documentation has no {heading}", shown(folder)))
        .collect()
}
