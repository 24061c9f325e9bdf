//! Golden numeric cases, and the worked examples of the references. Written by hand; there is no update mode.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use cco_advisor::tools::{Entry, catalog, entry};
use serde_json::Value;

use crate::support::compare::differences;
use crate::support::markdown::parts;
use crate::support::{call, files, judge, read, root, shown, with};

/// What a case wants.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// A result that holds at least this.
    Expect(Value),
    /// Exactly these problems: `code` and `at` of each, and `message` or `help` where given.
    Refuse(Value),
}

/// A call and what it must answer.
#[derive(Debug)]
pub(crate) struct Case {
    /// File, line and heading.
    pub(crate) place: String,
    /// The folder it stands in: `retention` of `tests/cases/retention`, or the reference's stem.
    pub(crate) folder: String,
    /// Whether it is one of `tests/cases`, not of a reference.
    pub(crate) is_own: bool,
    /// The tool's name.
    pub(crate) tool: String,
    /// The arguments.
    pub(crate) input: Value,
    /// The answer.
    pub(crate) wanted: Wanted,
}

/// Every case, and what is wrong with the way cases are written.
pub(crate) static CASES: LazyLock<(Vec<Case>, Vec<String>)> = LazyLock::new(|| {
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    for path in files("tests/cases", ".md").into_iter().chain(files("references", ".md")) {
        of_markdown(&path, &mut cases, &mut faults);
    }
    for path in files("tests/cases", ".json") {
        let is_legacy = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("legacy-"));
        if is_legacy {
            of_legacy(&path, &mut cases, &mut faults);
        }
    }
    (cases, faults)
});

/// The folder of a case below `tests/cases`; the stem of a reference.
fn folder_of(path: &Path) -> String {
    let own = path.strip_prefix(root().join("tests/cases")).ok().and_then(|inner| inner.components().next());
    own.map_or_else(
        || path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        |first| first.as_os_str().to_string_lossy().into_owned(),
    )
}

fn of_markdown(path: &Path, cases: &mut Vec<Case>, faults: &mut Vec<String>) {
    let text = read(path);
    let parts = parts(&text);
    let is_own = path.starts_with(root().join("tests"));
    let mut open: Option<(String, Value, String)> = None;
    for fence in &parts.fences {
        let place = format!("{}:{} \"{}\"", shown(path), fence.line, fence.heading);
        let words: Vec<&str> = fence.info.split_whitespace().collect();
        let json = |faults: &mut Vec<String>| match serde_json::from_str::<Value>(&fence.body) {
            Ok(value) => Some(value),
            Err(error) => {
                faults.push(format!("{place}: is not JSON: {error}"));
                None
            }
        };
        match words.as_slice() {
            ["json", "input", tool] => {
                if open.is_some() {
                    faults.push(format!("{place}: the input before has neither expect nor refuse"));
                }
                open = json(faults).map(|input| ((*tool).to_owned(), input, place));
            }
            ["json", kind @ ("expect" | "refuse")] => {
                let (Some((tool, input, place)), Some(value)) = (open.take(), json(faults)) else {
                    faults.push(format!("{place}: {kind} follows no input"));
                    continue;
                };
                let wanted = if *kind == "expect" { Wanted::Expect(value) } else { Wanted::Refuse(value) };
                let is_worked = parts.prose.get(&fence.heading).is_some_and(|prose| prose.contains("Worked"));
                if is_own && !is_worked && matches!(wanted, Wanted::Expect(_)) {
                    faults.push(format!("{place}: no line tells how the figures were worked out (Worked: …)"));
                }
                cases.push(Case { place, folder: folder_of(path), is_own, tool, input, wanted });
            }
            ["json", "input" | "expect" | "refuse", ..] => faults.push(format!("{place}: odd fence {:?}", fence.info)),
            _ => {}
        }
    }
    if let Some((.., place)) = open {
        faults.push(format!("{place}: the input has neither expect nor refuse"));
    }
    if is_own && parts.fences.iter().all(|fence| !fence.info.starts_with("json input")) {
        faults.push(format!("{}: holds no case", shown(path)));
    }
}

fn of_legacy(path: &Path, cases: &mut Vec<Case>, faults: &mut Vec<String>) {
    let place = shown(path);
    let folder = folder_of(path);
    let Ok(Value::Object(mut document)) = serde_json::from_str::<Value>(&read(path)) else {
        faults.push(format!("{place}: is not a JSON object"));
        return;
    };
    let of_folder = || catalog().iter().find(|entry| entry.reference == folder).map(|entry| entry.name.to_owned());
    let tool = document.get("tool").and_then(Value::as_str).map(str::to_owned).or_else(of_folder);
    match (tool, document.remove("input"), document.remove("expect")) {
        (Some(tool), Some(input), Some(expect)) => {
            let wanted = Wanted::Expect(expect);
            cases.push(Case { place, folder, is_own: true, tool, input, wanted });
        }
        (tool, input, expect) => faults.push(format!(
            "{place}: tool {tool:?}, input {}, expect {}",
            if input.is_some() { "there" } else { "absent" },
            if expect.is_some() { "there" } else { "absent" },
        )),
    }
}

fn run(case: &Case, entry: &Entry) -> Vec<String> {
    let data_dir = root().join("tests/cases").join(&case.folder).join("files");
    let data_dir = data_dir.is_dir().then_some(data_dir.as_path());
    let reply = call(entry, &case.input, data_dir);
    match (&case.wanted, reply) {
        (Wanted::Expect(expected), Ok(reply)) => {
            let mut out = differences(expected, &reply.report);
            out.extend(judge::faults(entry, &reply));
            if let Ok(full) = call(entry, &with(&case.input, "detail", "full"), data_dir) {
                out.extend(judge::faults(entry, &full).into_iter().map(|fault| format!("detail full: {fault}")));
            }
            out
        }
        (Wanted::Expect(_), Err(problems)) => {
            vec![format!("expected a result, refused:\n      {}", problems.to_string().replace('\n', "\n      "))]
        }
        (Wanted::Refuse(_), Ok(reply)) => vec![format!("expected a refusal, got: {}", reply.report["bottom_line"])],
        (Wanted::Refuse(expected), Err(problems)) => {
            let mut out = differences(expected, &serde_json::to_value(problems.list()).unwrap());
            out.extend(judge::refusal_faults(&problems));
            out
        }
    }
}

#[test]
fn every_case_holds() {
    let (cases, faults) = &*CASES;
    let mut faults = faults.clone();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases {
        let Some(entry) = entry(&case.tool) else {
            faults.push(format!("{}: there is no tool {}", case.place, case.tool));
            continue;
        };
        *counts.entry(entry.name).or_default() += 1;
        let wrong = run(case, entry);
        faults.extend((!wrong.is_empty()).then(|| format!("{}\n    {}", case.place, wrong.join("\n    "))));
    }
    println!("{} cases: {counts:?}", cases.len());
    assert!(faults.is_empty(), "{} of {} cases fail:\n{}", faults.len(), cases.len(), faults.join("\n"));
}
