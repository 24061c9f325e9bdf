//! What holds for every result of every tool, whatever was asked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cco_advisor::problem::Problems;
use cco_advisor::render::markdown;
use cco_advisor::rule::{GEN_01, GEN_02, Rule, Severity};
use cco_advisor::tools::{Entry, Reply, catalog};
use jsonschema::Validator;
use serde_json::Value;

use super::markdown::source_resolves;
use super::numbers::{Held, numbers};

/// How many steps a result gives.
const STEPS_COUNT: usize = 3;
/// How many problems a refusal lists at most.
const PROBLEMS_COUNT_MAX: usize = 50;

static VALIDATORS: LazyLock<BTreeMap<&'static str, Validator>> = LazyLock::new(|| {
    catalog()
        .iter()
        .map(|entry| {
            let validator = jsonschema::validator_for(&entry.output_schema())
                .unwrap_or_else(|error| panic!("{}: the output schema is no schema: {error}", entry.name));
            (entry.name, validator)
        })
        .collect()
});

/// Where the result breaks the tool's own output schema.
pub(crate) fn schema_faults(entry: &Entry, report: &Value) -> Vec<String> {
    VALIDATORS[entry.name]
        .iter_errors(report)
        .map(|error| format!("output schema: {} at {}", error, error.instance_path()))
        .collect()
}

/// Everything about a result that no result may have.
pub(crate) fn faults(entry: &Entry, reply: &Reply) -> Vec<String> {
    let report = &reply.report;
    let mut out = schema_faults(entry, report);
    if report["tool"] != entry.name {
        out.push(format!("tool is {}", report["tool"]));
    }
    let steps = report["how_to_act"].as_array().map_or(0, Vec::len);
    if steps != STEPS_COUNT {
        out.push(format!("how_to_act has {steps} items, not three"));
    }
    out.extend(findings_faults(entry, report));
    out.extend(number_faults(reply));
    out
}

/// Numbers that the text shows and the structured part does not hold.
fn number_faults(reply: &Reply) -> Vec<String> {
    let text = plain(&markdown(&reply.page));
    let mut report = reply.report.clone();
    // A page that is repeated in the structured part would prove itself.
    report.as_object_mut().and_then(|map| map.shift_remove("page"));
    let held = Held::of(&report);
    numbers(&text)
        .into_iter()
        .filter(|shown| !held.holds(shown))
        .map(|shown| format!("the text shows {}, the structured part does not: …{}…", shown.value, shown.near))
        .collect()
}

/// The text without what is markup: the numbers of a list's items, and escapes.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let rest = line.trim_start_matches(|character: char| character.is_ascii_digit());
        if rest.len() < line.len() && rest.starts_with(". ") { rest } else { line }
    });
    let mut out = String::new();
    for line in lines {
        let mut characters = line.chars();
        while let Some(character) = characters.next() {
            // What follows the escape means itself, also if it is another escape.
            out.extend(if character == '\\' { characters.next() } else { Some(character) });
        }
        out.push('\n');
    }
    out
}

fn rule_of(entry: &Entry, id: &str) -> Option<&'static Rule> {
    let of_all = [&GEN_01, &GEN_02].into_iter().find(|rule| rule.id == id);
    if of_all.is_some() {
        return of_all;
    }
    entry.rules.iter().copied().find(|rule| rule.id == id)
}

fn findings_faults(entry: &Entry, report: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let Some(findings) = report["findings"].as_array() else {
        return vec!["findings is not a list".to_owned()];
    };
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let mut order = Vec::new();
    for finding in findings {
        let (id, severity, source) = (text(finding, "rule"), text(finding, "severity"), text(finding, "source"));
        match rule_of(entry, &id) {
            None => out.push(format!("finding {id} is no rule of the tool")),
            Some(rule) => {
                if source != rule.source {
                    out.push(format!("finding {id} cites {source}, its rule {}", rule.source));
                }
                let known = [Some(rule.severity), rule.severity_critical];
                if !known.into_iter().flatten().any(|one| one.as_str() == severity) {
                    out.push(format!("finding {id} has severity {severity}"));
                }
            }
        }
        if !source_resolves(&source) {
            out.push(format!("finding {id}: the source {source} is nowhere in the references"));
        }
        for key in ["message", "at"] {
            if text(finding, key).trim().is_empty() {
                out.push(format!("finding {id} has no {key}"));
            }
        }
        if text(finding, "message").ends_with('.') {
            out.push(format!("finding {id}: its message ends in a full stop"));
        }
        order.push((rank(&severity), id, place_key(&text(finding, "at"))));
    }
    if !order.is_sorted() {
        out.push(format!("findings are not sorted by severity, rule, place: {order:?}"));
    }
    out
}

fn rank(severity: &str) -> usize {
    [Severity::Blocker, Severity::Warning, Severity::Info]
        .iter()
        .position(|one| one.as_str() == severity)
        .unwrap_or(usize::MAX)
}

/// Sorts `cohorts[10]` after `cohorts[9]`.
fn place_key(at: &str) -> (String, u64) {
    let (start, rest) = at.split_once('[').unwrap_or((at, ""));
    (start.to_owned(), rest.split(']').next().and_then(|digits| digits.parse().ok()).unwrap_or(0))
}

/// Everything about a refusal that no refusal may have.
pub(crate) fn refusal_faults(problems: &Problems) -> Vec<String> {
    let mut out = Vec::new();
    let list = problems.list();
    if list.is_empty() || list.len() > PROBLEMS_COUNT_MAX {
        out.push(format!("{} problems are listed", list.len()));
    }
    for problem in list {
        let told = [&problem.at, &problem.message, &problem.help];
        if told.iter().any(|part| part.trim().is_empty()) {
            out.push(format!("a part is empty: {problem:?}"));
        }
        if told.iter().any(|part| part.chars().any(char::is_control)) {
            out.push(format!("a control character got through: {problem:?}"));
        }
        if problem.message.ends_with('.') || !problem.help.ends_with(['.', '?']) {
            out.push(format!("punctuation: {problem:?}"));
        }
    }
    out
}
