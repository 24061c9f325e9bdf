//! The papers: links resolve, the README's examples are executed, the skill keeps within its limits.

use std::process::{Command, Stdio};

use cco_advisor::library::SKILL;

use crate::support::markdown::{anchors, parts};
use crate::support::{files, no_faults, read, root, shown};

/// Characters of the skill's name and description, and lines of its body, by the specification of skills.
const SKILL_NAME_CHARACTERS_COUNT_MAX: usize = 64;
const SKILL_DESCRIPTION_CHARACTERS_COUNT_MAX: usize = 1_024;
const SKILL_BODY_LINES_COUNT_MAX: usize = 500;
/// Lines of the README.
const README_LINES_COUNT_MAX: usize = 200;
/// Examples of the README that are executed.
const EXAMPLES_COUNT_MIN: usize = 3;

#[test]
fn links_resolve() {
    let mut faults = Vec::new();
    let own = ["README.md", "SKILL.md"].map(|name| root().join(name));
    let folders = ["references", "prompts"].into_iter().flat_map(|folder| files(folder, ".md"));
    for path in own.into_iter().chain(folders) {
        let text = read(&path);
        for (target, line) in parts(&text).links {
            let fault = |why: &str| format!("{}:{line}: {target}: {why}", shown(&path));
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let linked = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            if !linked.exists() {
                faults.push(fault("there is no such file"));
            } else if !anchor.is_empty() && !anchors(&read(&linked)).contains(anchor) {
                faults.push(fault("the file has no such heading"));
            }
        }
    }
    no_faults("links", &faults);
}

#[test]
fn the_skill_keeps_within_its_limits() {
    let (front, body) = SKILL.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).expect("front matter");
    let field = |name: &str| {
        let line = front.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("SKILL.md has no {name}")).trim_matches('"')
    };
    assert_eq!(field("name"), "cco-advisor");
    assert!(field("name").len() <= SKILL_NAME_CHARACTERS_COUNT_MAX);
    let description_count = field("description").chars().count();
    assert!(description_count <= SKILL_DESCRIPTION_CHARACTERS_COUNT_MAX, "{description_count} characters");
    assert!(!field("description").contains(['<', '>']), "tags are not allowed in a description");
    assert_eq!(field("license"), "MIT");
    let known = ["name", "description", "license", "compatibility", "metadata", "allowed-tools"];
    for line in front.lines().filter(|line| !line.starts_with(' ')) {
        let key = line.split(':').next().unwrap_or_default();
        assert!(known.contains(&key), "SKILL.md: {key} is no key of the specification");
    }
    let lines_count = body.lines().count();
    assert!(lines_count < SKILL_BODY_LINES_COUNT_MAX, "{lines_count} lines");
}

#[test]
fn the_readme_is_short_and_says_what_it_must() {
    let text = read("README.md");
    let lines_count = text.lines().count();
    assert!(lines_count <= README_LINES_COUNT_MAX, "{lines_count} lines");
    for wanted in [
        "cargo install --path .",
        "cargo run --release --locked -- retention",
        "cargo test --locked",
        "claude mcp add cco -- cco serve",
        "claude_desktop_config.json",
        ".cursor/mcp.json",
        ".vscode/mcp.json",
        "B2B SaaS",
    ] {
        assert!(text.contains(wanted), "the README does not say {wanted}");
    }
    for fence in parts(&text).fences.iter().filter(|fence| fence.info == "json") {
        let parsed = serde_json::from_str::<serde_json::Value>(&fence.body);
        assert!(parsed.is_ok(), "README.md:{}: {:?}", fence.line, parsed.err());
    }
}

/// A command of the README and what it shows: `$ cco …` and lines of the output in their order. `…` alone stands for
/// lines left out; a line left out at the end needs none.
struct Example {
    line: usize,
    command: String,
    shown: Vec<String>,
}

fn examples() -> Vec<Example> {
    let text = read("README.md");
    let of_fence = |fence: &crate::support::markdown::Fence| {
        let mut out: Vec<Example> = Vec::new();
        for (index, line) in fence.body.lines().enumerate() {
            if let Some(command) = line.strip_prefix("$ ") {
                out.push(Example { line: fence.line + index + 1, command: command.to_owned(), shown: Vec::new() });
            } else if let Some(example) = out.last_mut() {
                example.shown.push(line.trim_end().to_owned());
            }
        }
        out
    };
    parts(&text).fences.iter().filter(|fence| fence.info == "console").flat_map(of_fence).collect()
}

/// The lines shown that the output does not have, or not in this order.
pub(crate) fn missing<'l>(shown: &'l [String], output: &str) -> Vec<&'l str> {
    let mut lines = output.lines().map(str::trim_end);
    shown
        .iter()
        .map(String::as_str)
        .filter(|line| !line.is_empty() && line.trim() != "…")
        .filter(|wanted| !lines.by_ref().any(|line| line == *wanted))
        .collect()
}

#[test]
fn shown_output_is_compared_line_by_line() {
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let output = "one\n\ntwo  \nthree\n";
    assert!(missing(&shown("one\n…\nthree"), output).is_empty());
    assert!(missing(&shown("two"), output).is_empty());
    assert_eq!(missing(&shown("three\none"), output), ["one"]);
}

#[test]
fn the_examples_of_the_readme_show_what_happens() {
    let examples = examples();
    assert!(examples.len() >= EXAMPLES_COUNT_MIN, "{} examples, {EXAMPLES_COUNT_MIN} wanted", examples.len());
    let mut faults = Vec::new();
    for example in examples {
        let mut words = shell_words(&example.command).into_iter();
        assert_eq!(words.next().as_deref(), Some("cco"), "README.md:{}: {}", example.line, example.command);
        let output = Command::new(env!("CARGO_BIN_EXE_cco"))
            .args(words)
            .current_dir(root())
            .env_clear()
            .env("COLUMNS", "80")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        let absent = missing(&example.shown, &text);
        if !absent.is_empty() {
            let absent = absent.join("\n    ");
            faults.push(format!(
                "README.md:{}: `{}` does not print\n    {absent}\nbut prints\n{text}",
                example.line, example.command
            ));
        }
        assert!(!example.shown.is_empty(), "README.md:{}: shows nothing", example.line);
    }
    no_faults("examples", &faults);
}

/// The words of a command; single or double quotes hold a word together.
pub(crate) fn shell_words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for sign in command.chars() {
        match (quote, sign) {
            (Some(open), sign) if sign == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(sign);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    words
}

#[test]
fn words_are_parted_as_a_shell_parts_them() {
    assert_eq!(shell_words("cco  --a 'b c' --d=\"e 'f'\" ''"), ["cco", "--a", "b c", "--d=e 'f'", ""]);
}
