//! What every tool owes, asked of each tool of the catalogue.

use std::collections::BTreeSet;
use std::fmt::Write;

use cco_advisor::library::{self, PROMPTS, REFERENCES};
use cco_advisor::render::markdown;
use cco_advisor::rule::Severity;
use cco_advisor::shape::Telling;
use cco_advisor::tools::{Entry, catalog, entry};
use serde_json::{Map, Value, json};

use crate::cases::{CASES, Wanted};
use crate::support::markdown::{parts, source_resolves};
use crate::support::{call, files, judge, no_faults, read, root, sample, sample_reply, with};

/// Characters of a description for models.
const ABOUT_CHARACTERS_COUNT_MAX: usize = 400;
/// Characters of a tool's name: some clients put theirs before it and cut at 64.
const NAME_CHARACTERS_COUNT_MAX: usize = 40;
/// Golden cases that a tool has at least.
const CASES_COUNT_MIN: usize = 3;
/// Rules that no case shows yet. To be empty.
const RULES_WITHOUT_CASE: &[&str] = &[];
/// Keywords that are known to make a client drop the tool or warn.
const KEYWORDS_FORBIDDEN: &[&str] = &[
    "$ref",
    "$defs",
    "definitions",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "if",
    "format",
    "nullable",
    "$schema",
    "title",
    "default",
    "patternProperties",
    "prefixItems",
];

fn is_snake_case(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !text.contains("__")
        && !text.ends_with('_')
}

#[test]
fn names_are_unique_and_texts_are_there() {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in catalog() {
        let mut claim = |ok: bool, fault: String| faults.extend((!ok).then(|| format!("{}: {fault}", entry.name)));
        claim(is_snake_case(entry.name), "the name is not snake_case".to_owned());
        claim(entry.name.len() <= NAME_CHARACTERS_COUNT_MAX, "the name is too long".to_owned());
        claim(is_snake_case(entry.command), format!("the command {} is no plain word", entry.command));
        claim(!entry.title.is_empty() && !entry.title.ends_with('.'), format!("title \"{}\"", entry.title));
        let about_count = entry.about.chars().count();
        claim((1..=ABOUT_CHARACTERS_COUNT_MAX).contains(&about_count), format!("about has {about_count} characters"));
        claim(entry.about.contains("Not "), "about does not say when not to use it".to_owned());
        for name in [entry.name, entry.command] {
            claim(seen.insert(name), format!("{name} stands twice"));
        }
    }
    no_faults("names", &faults);
}

/// Visits every schema of a schema, property names being data.
fn visit<'v>(path: &str, schema: &'v Value, look: &mut impl FnMut(&str, &'v Map<String, Value>)) {
    let Some(map) = schema.as_object() else { return };
    look(path, map);
    for (name, property) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
        visit(&format!("{path}.{name}"), property, look);
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = map.get(key) {
            visit(&format!("{path}[]"), inner, look);
        }
    }
}

fn keyword_faults(what: &str, schema: &Value) -> Vec<String> {
    let mut out = Vec::new();
    if schema["type"] != "object" {
        out.push(format!("{what}: the root is no object"));
    }
    visit("$", schema, &mut |path, map| {
        for (key, value) in map {
            // Of a result's plain value that may be null, the choice of its type and null is what validators want.
            let may_be_null = key == "anyOf" && value.get(1) == Some(&json!({"type": "null"}));
            let is_of_result = what.ends_with("output schema");
            if may_be_null && is_of_result {
                continue;
            }
            if KEYWORDS_FORBIDDEN.contains(&key.as_str()) || key.starts_with("x-") {
                out.push(format!("{what} {path}: {key}"));
            }
        }
        if map.get("type").is_some_and(|kind| !kind.is_string()) {
            out.push(format!("{what} {path}: a list of types"));
        }
    });
    out
}

#[test]
fn schemas_hold_nothing_that_a_client_trips_over() {
    let mut faults = Vec::new();
    for entry in catalog() {
        for (which, telling) in [("lean", Telling::Lean), ("whole", Telling::Whole)] {
            let what = format!("{}: {which} schema", entry.name);
            let schema = entry.input_schema(telling);
            faults.extend(keyword_faults(&what, &schema));
            if schema["additionalProperties"] != false {
                faults.push(format!("{what}: the root takes unknown properties"));
            }
            visit("$", &schema, &mut |path, map| {
                let is_record = map.contains_key("properties");
                if is_record && map.get("additionalProperties") != Some(&Value::Bool(false)) {
                    faults.push(format!("{what} {path}: takes unknown properties"));
                }
                let undescribed = map.get("description").and_then(Value::as_str).is_none_or(str::is_empty);
                // What stands in a list is described by the list.
                if telling == Telling::Whole && undescribed && path != "$" && !path.ends_with("[]") {
                    faults.push(format!("{what} {path}: is not described"));
                }
            });
        }
        faults.extend(keyword_faults(&format!("{}: output schema", entry.name), &entry.output_schema()));
    }
    no_faults("schemas", &faults);
}

#[test]
fn output_schemas_describe_every_field() {
    let mut faults = Vec::new();
    for entry in catalog() {
        visit("$", &entry.output_schema(), &mut |path, map| {
            if path != "$" && !path.ends_with("[]") && !map.contains_key("description") {
                faults.push(format!("{} {path}", entry.name));
            }
        });
    }
    no_faults("output fields without a description", &faults);
}

#[test]
fn samples_answer_at_both_details() {
    let mut faults = Vec::new();
    for entry in catalog() {
        for detail in ["summary", "full"] {
            let reply = call(entry, &with(&sample(entry), "detail", detail), None)
                .unwrap_or_else(|problems| panic!("{}: {problems}", entry.name));
            let wrong = judge::faults(entry, &reply);
            faults.extend(wrong.into_iter().map(|fault| format!("{} at {detail}: {fault}", entry.name)));
            let has_null = contains(&reply.report, &|value| value.is_null());
            if detail == "summary" && has_null {
                faults.push(format!("{}: a summary holds null", entry.name));
            }
            if reply.report["findings"].as_array().is_none_or(Vec::is_empty) {
                faults.push(format!("{}: the sample shows no finding", entry.name));
            }
        }
    }
    no_faults("samples", &faults);
}

fn contains(value: &Value, wanted: &impl Fn(&Value) -> bool) -> bool {
    wanted(value)
        || match value {
            Value::Array(items) => items.iter().any(|item| contains(item, wanted)),
            Value::Object(map) => map.values().any(|item| contains(item, wanted)),
            _ => false,
        }
}

#[test]
fn every_tool_has_its_reference_and_its_cases() {
    let mut faults = Vec::new();
    for entry in catalog() {
        if library::reference(entry.reference).is_none() {
            faults.push(format!("{}: references/{}.md is not in the library", entry.name, entry.reference));
        }
        let folder = format!("tests/cases/{}", entry.reference);
        if !root().join(&folder).is_dir() {
            faults.push(format!("{}: {folder} is missing", entry.name));
        }
        let own_count = CASES.0.iter().filter(|case| case.is_own && case.tool == entry.name).count();
        if own_count < CASES_COUNT_MIN {
            faults.push(format!("{}: {own_count} cases, at least {CASES_COUNT_MIN} wanted", entry.name));
        }
        let worked_count = CASES.0.iter().filter(|case| !case.is_own && case.tool == entry.name).count();
        if worked_count == 0 {
            faults.push(format!("{}: no reference works an example", entry.name));
        }
    }
    no_faults("references and cases", &faults);
}

#[test]
fn rules_are_well_formed_and_cited() {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (tool, rule) in library::rules() {
        let mut claim = |ok: bool, fault: &str| faults.extend((!ok).then(|| format!("{tool} {}: {fault}", rule.id)));
        let id = rule.id.as_bytes();
        let formed = id.len() == 6
            && id[..3].iter().all(u8::is_ascii_uppercase)
            && id[3] == b'-'
            && id[4..].iter().all(u8::is_ascii_digit);
        claim(formed, "the id is not of the form ABC-01");
        claim(seen.insert(rule.id), "the id stands twice");
        claim(source_resolves(rule.source), &format!("the source {} is nowhere in the references", rule.source));
        claim(!rule.fires.is_empty() && !rule.fires.ends_with('.'), "when it fires is not one plain line");
        claim(rule.severity_critical.is_none_or(|critical| critical == Severity::Blocker), "critical is not a blocker");
    }
    for entry in catalog() {
        let ids: Vec<_> = entry.rules.iter().map(|rule| rule.id).collect();
        if !ids.is_sorted() {
            faults.push(format!("{}: rules are not in the order of their ids", entry.name));
        }
        if ids.iter().any(|id| id[..3] != ids[0][..3]) {
            faults.push(format!("{}: rules of two families", entry.name));
        }
    }
    no_faults("rules", &faults);
}

#[test]
fn every_rule_is_shown_by_a_case() {
    let mut shown = BTreeSet::new();
    for case in &CASES.0 {
        if let Wanted::Expect(expected) = &case.wanted {
            let findings = expected.get("findings").and_then(Value::as_array);
            let rules = findings.into_iter().flatten().filter_map(|finding| finding["rule"].as_str());
            shown.extend(rules.map(str::to_owned));
        }
    }
    let missing: Vec<String> = library::rules()
        .filter(|(_, rule)| !shown.contains(rule.id) && !RULES_WITHOUT_CASE.contains(&rule.id))
        .map(|(tool, rule)| format!("{} of {tool}: {}", rule.id, rule.fires))
        .collect();
    no_faults("no case expects the finding of these rules", &missing);
    let stale: Vec<_> = RULES_WITHOUT_CASE.iter().filter(|id| shown.contains(**id)).collect();
    assert!(stale.is_empty(), "these have a case by now, take them out of RULES_WITHOUT_CASE: {stale:?}");
}

#[test]
fn policy_rows_are_sourced_overridable_and_echoed() {
    let mut faults = Vec::new();
    let tables = library::policy();
    for entry in catalog() {
        let plain = sample_reply(entry).report;
        for row in entry.policy_rows() {
            let what = format!("{} {}", entry.name, row.key);
            if !is_snake_case(row.key) {
                faults.push(format!("{what}: the key is not snake_case"));
            }
            if !source_resolves(row.source) {
                faults.push(format!("{what}: the source {} is nowhere in the references", row.source));
            }
            let value = &tables[entry.name][row.key]["value"];
            let mut policy = Map::new();
            policy.insert(row.key.to_owned(), value.clone());
            match call(entry, &with(&sample(entry), "policy", policy.clone()), None) {
                Err(problems) => faults.push(format!("{what}: its own value {value} is refused: {problems}")),
                Ok(reply) => {
                    let (mut report, mut plain) = (reply.report, plain.clone());
                    let echoed = report.as_object_mut().and_then(|map| map.shift_remove("policy_overrides"));
                    if echoed != Some(Value::Object(policy)) {
                        faults.push(format!("{what}: {value} is echoed as {echoed:?}"));
                    }
                    let said = format!("Own thresholds: {} {value}", row.key);
                    if !unescaped(&markdown(&reply.page)).contains(&said) {
                        faults.push(format!("{what}: the page does not say it"));
                    }
                    // The page of a tool's own says so too.
                    for report in [&mut report, &mut plain] {
                        report.as_object_mut().and_then(|map| map.shift_remove("page"));
                    }
                    if report != plain {
                        faults.push(format!("{what}: its own value changes the answer"));
                    }
                }
            }
        }
    }
    no_faults("policy", &faults);
}

#[test]
fn a_page_of_its_own_says_the_thresholds_of_its_evidence_and_what_is_cut() {
    for name in ["cco_review", "draft_board_section"] {
        let entry = entry(name).unwrap();
        let mut arguments = with(&sample(entry), "limit", 1);
        arguments["evidence"]["retention"]["policy"] = json!({"reason_coverage_min": 0.9});
        arguments["policy"] = json!({"retention_decompose": {"trend_p_below": 0.01}});
        let reply = call(entry, &arguments, None).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        let page = unescaped(&markdown(&reply.page));
        // What stands at the top under a tool's name was used by its part of the evidence too.
        assert!(page.contains("Own thresholds: retention_decompose.trend_p_below 0.01, retention."), "{name}: {page}");
        assert!(page.contains("retention.reason_coverage_min 0.9"), "{name}: {page}");
        let total = &reply.report["findings_total"];
        assert!(page.contains(&format!("Shown: the gravest of {total} findings")), "{name}: {page}");
    }
}

/// Markdown without the marks before characters that stand for themselves.
fn unescaped(text: &str) -> String {
    text.replace('\\', "")
}

#[test]
fn the_library_is_the_folders() {
    for (folder, documents) in [("references", REFERENCES), ("prompts", PROMPTS)] {
        let on_disk: BTreeSet<_> =
            files(folder, ".md").iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        let in_table: BTreeSet<_> = documents.iter().map(|document| document.stem.to_owned()).collect();
        assert_eq!(on_disk, in_table, "{folder} and the table in src/library.rs");
        assert_eq!(in_table.len(), documents.len(), "a document of {folder} stands twice in the table");
    }
    for document in REFERENCES {
        let heading = parts(document.text).headings.into_iter().next().unwrap_or_default();
        assert_eq!(heading, document.title, "references/{}.md", document.stem);
    }
    for document in PROMPTS {
        let title = document.text.lines().find_map(|line| line.strip_prefix("title: "));
        assert_eq!(title.map(|title| title.trim_matches('"')), Some(document.title), "prompts/{}.md", document.stem);
    }
}

#[test]
fn rules_md_is_what_the_code_says() {
    current("references/rules.md", &read("references/rules.md"), &library::rules_markdown());
}

/// Fails where a generated part of a document is not current, and leaves the wanted text to copy.
pub(crate) fn current(name: &str, on_disk: &str, wanted: &str) {
    if on_disk != wanted {
        let left = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.rsplit('/').next().unwrap_or(name));
        std::fs::write(&left, wanted).unwrap();
        panic!("{name} is not what the code says. Copy the wanted text: cp {} {name}", left.display());
    }
}

/// The table of tools in the README, from the catalogue.
fn tools_table() -> String {
    let mut table = String::from("| tool | command | what it answers |\n| --- | --- | --- |\n");
    for entry in catalog() {
        // The first sentence says what it answers; the rest is for models.
        let about = entry.about.split(". ").next().unwrap_or(entry.about).trim_end_matches('.');
        let (name, reference, command) = (entry.name, entry.reference, entry.command);
        writeln!(table, "| [`{name}`](references/{reference}.md) | `cco {command}` | {about} |").unwrap();
    }
    table
}

#[test]
fn the_readme_lists_the_tools() {
    const BEGIN: &str = "<!-- tools:begin -->\n";
    const END: &str = "<!-- tools:end -->";
    let text = read("README.md");
    let (before, rest) = text.split_once(BEGIN).expect("the README has the marker tools:begin");
    let (_, after) = rest.split_once(END).expect("the README has the marker tools:end");
    current("README.md", &text, &format!("{before}{BEGIN}{}{END}{after}", tools_table()));
}

#[test]
fn the_skill_and_the_references_name_every_tool() {
    let skill = library::SKILL;
    let missing: Vec<_> = catalog()
        .iter()
        .filter(|entry| {
            !skill.contains(&format!("`{}`", entry.name)) || !skill.contains(&format!("cco {}", entry.command))
        })
        .map(|entry| entry.name.to_owned())
        .collect();
    no_faults("tools or commands that SKILL.md does not name", &missing);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bytes = |entry: &Entry| {
        let reply = sample_reply(entry);
        (reply.report.to_string(), markdown(&reply.page))
    };
    for entry in catalog() {
        let here = bytes(entry);
        // On another thread nothing that was left behind on this one helps.
        let there = std::thread::scope(|scope| scope.spawn(|| bytes(entry)).join().unwrap());
        assert_eq!(here, there, "{}", entry.name);
    }
}

/// Lists whose order is their meaning: they stay as they are.
const ORDERED_ARGUMENTS: &[(&str, &str)] = &[("draft_board_section", "quarters")];
/// Parts of a result that follow the order of the rows given: of cohorts it is their age.
const FOLLOW_THE_ROWS: &[(&str, &str)] = &[
    ("retention_decompose", "cohorts"),
    ("retention_decompose", "trend"),
    ("retention_decompose", "how_to_act"),
    ("check_cs_comp", "roles"),
    ("check_cs_comp", "how_to_act"),
];

/// Another order of a list.
type Turn<'a> = &'a dyn Fn(&mut Vec<Value>);

/// The value with every list of records in another order, at any depth.
fn reordered(value: &Value, keep: &[&str], turn: Turn<'_>) -> Value {
    match value {
        Value::Object(map) => {
            let inner = |(key, inner): (&String, &Value)| {
                let stays = keep.contains(&key.as_str());
                (key.clone(), if stays { inner.clone() } else { reordered(inner, keep, turn) })
            };
            map.iter().map(inner).collect()
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| reordered(item, keep, turn)).collect();
            if items.iter().all(Value::is_object) {
                turn(&mut items);
            }
            items.into()
        }
        other => other.clone(),
    }
}

#[test]
fn the_order_of_rows_changes_no_figure() {
    let turns: [Turn<'_>; 3] = [
        &|items| items.reverse(),
        &|items| {
            if let Some(last) = items.pop() {
                items.insert(0, last);
            }
        },
        &|items| items.sort_by_key(|item| item.to_string().bytes().map(u32::from).sum::<u32>() % 97),
    ];
    let named = |list: &[(&str, &'static str)], entry: &Entry| -> Vec<&'static str> {
        list.iter().filter(|(tool, _)| *tool == entry.name).map(|(_, key)| *key).collect()
    };
    for entry in catalog() {
        let given = with(&sample(entry), "detail", "full");
        let figures = |arguments: &Value| {
            let reply = call(entry, arguments, None).unwrap_or_else(|problems| panic!("{}: {problems}", entry.name));
            let mut report = reply.report;
            let map = report.as_object_mut().unwrap();
            // Places of findings name the row; the page of a composing tool prints its findings.
            for key in ["findings", "not_assessed"].into_iter().chain(named(FOLLOW_THE_ROWS, entry)) {
                map.shift_remove(key);
            }
            report
        };
        let wanted = figures(&given);
        for turn in turns {
            let turned = reordered(&given, &named(ORDERED_ARGUMENTS, entry), turn);
            assert_eq!(figures(&turned), wanted, "{}", entry.name);
        }
    }
}

/// The value as careless clients send it: every number as text.
fn numbers_as_text(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Array(items) => items.iter().map(numbers_as_text).collect(),
        Value::Object(map) => map.iter().map(|(key, inner)| (key.clone(), numbers_as_text(inner))).collect(),
        other => other.clone(),
    }
}

/// The value as other careless clients send it: every list and object of the first level as its JSON text.
fn containers_as_text(value: &Value) -> Value {
    let text =
        |inner: &Value| if inner.is_object() || inner.is_array() { inner.to_string().into() } else { inner.clone() };
    value.as_object().unwrap().iter().map(|(key, inner)| (key.clone(), text(inner))).collect()
}

#[test]
fn arguments_as_careless_clients_send_them_mean_the_same() {
    for entry in catalog() {
        let plain = sample_reply(entry).report;
        for careless in [numbers_as_text(&sample(entry)), containers_as_text(&sample(entry))] {
            let reply = call(entry, &careless, None).unwrap_or_else(|problems| panic!("{}: {problems}", entry.name));
            assert_eq!(reply.report, plain, "{}: {careless}", entry.name);
        }
    }
}

#[test]
fn common_arguments_are_taken_by_every_tool() {
    let mut faults = Vec::new();
    for entry in catalog() {
        let asked = [
            ("stage", Value::from("seed")),
            ("stage", "growth".into()),
            ("stage", "scale".into()),
            ("limit", 1.into()),
            ("limit", 500.into()),
            ("offset", 1.into()),
            ("offset", 1_000_000.into()),
            ("currency", "GBP".into()),
        ];
        for (key, value) in asked {
            match call(entry, &with(&sample(entry), key, value.clone()), None) {
                Err(problems) => faults.push(format!("{} {key} {value}: {problems}", entry.name)),
                Ok(reply) => {
                    let mut wrong = judge::faults(entry, &reply);
                    if matches!(key, "stage" | "currency") && reply.report[key] != value {
                        wrong.push(format!("is echoed as {}", reply.report[key]));
                    }
                    if (key, &value) == ("limit", &1.into()) && reply.report["findings"].as_array().unwrap().len() > 1 {
                        wrong.push("findings are not cut".to_owned());
                    }
                    faults.extend(wrong.into_iter().map(|fault| format!("{} {key} {value}: {fault}", entry.name)));
                }
            }
        }
        for (key, value) in [("limit", 0), ("limit", 501)] {
            let problems = call(entry, &with(&sample(entry), key, value), None).expect_err("a limit is 1 to 500");
            assert_eq!(problems.list()[0].at, key, "{}: {problems}", entry.name);
        }
    }
    no_faults("common arguments", &faults);
}

#[test]
fn an_earlier_result_is_not_taken_for_arguments() {
    for entry in catalog() {
        let problems = call(entry, &sample_reply(entry).report, None).expect_err("a result is no set of arguments");
        assert_eq!(problems.list().len(), 1, "{}: {problems}", entry.name);
        assert!(problems.to_string().contains(&format!("Send the arguments you sent to {}.", entry.name)));
    }
}

#[test]
fn samples_fit_the_schema_that_models_are_shown() {
    let mut faults = Vec::new();
    for entry in catalog() {
        let schema = jsonschema::validator_for(&entry.input_schema(Telling::Lean)).unwrap();
        let wrong =
            schema.iter_errors(&sample(entry)).map(|error| format!("{}: {error}", entry.name)).collect::<Vec<_>>();
        faults.extend(wrong);
    }
    no_faults("samples that a strict client would refuse to send", &faults);
}
