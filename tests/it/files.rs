//! What is true of files of every tool: numbers of rows, percentages that look like fractions, headers of JSON rows.

use cco_advisor::problem::Problems;
use cco_advisor::tools::{Reply, entry};
use serde_json::{Value, json};

use crate::support::call;

/// Calls a tool with a file of this text.
fn with_text(tool: &str, name: &str, text: &str, mut arguments: Value) -> Result<Reply, Problems> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    arguments["file"] = name.into();
    call(entry(tool).unwrap(), &arguments, Some(folder.path()))
}

/// The places where a rule fired.
fn places(reply: &Reply, rule: &str) -> Vec<String> {
    let findings = reply.report["findings"].as_array().unwrap();
    let of_rule = findings.iter().filter(|finding| finding["rule"] == rule);
    of_rule.map(|finding| finding["at"].as_str().unwrap().to_owned()).collect()
}

const ROLES: &str = "role,base_pct,variable_pct,components.gross_retention\n";

#[test]
fn empty_lines_are_not_counted() {
    for blank in ["\n", "\"\"\n"] {
        let text = format!("{ROLES}{blank}CSM,70,30,100\n{blank}Senior,99.5,0.5,100\n");
        let reply = with_text("check_cs_comp", "roles.csv", &text, json!({})).unwrap();
        assert_eq!(places(&reply, "GEN-01"), ["roles.csv:3:variable_pct"]);
        let text = format!("{ROLES}{blank}CSM,70,30,100\n{blank}Senior,x,30,100\n");
        let problems = with_text("check_cs_comp", "roles.csv", &text, json!({})).unwrap_err();
        assert_eq!(problems.list()[0].at, "roles.csv:3:base_pct");
    }
}

#[test]
fn tiny_percentages_of_files_are_warned_about() {
    let text = format!("{ROLES}CSM,99.5,0.5,100\nSenior,99.5,0.5%,100\nLead,70,30,100\n");
    let reply = with_text("check_cs_comp", "roles.csv", &text, json!({})).unwrap();
    assert_eq!(places(&reply, "GEN-01"), ["roles.csv:2:variable_pct"]);
    let row = |variable: Value| json!({"role": "CSM", "base_pct": 99.5, "variable_pct": variable, "components": {"nps": 100}});
    let mut rows = json!([row(json!(0.5)), row(json!("0.5 %"))]);
    rows[1]["role"] = json!("Senior");
    let reply = with_text("check_cs_comp", "roles.json", &rows.to_string(), json!({})).unwrap();
    assert_eq!(places(&reply, "GEN-01"), ["roles.json:1:variable_pct"]);
}

#[test]
fn tiny_percentages_are_told_once_a_field_with_their_number_and_the_first_place() {
    let rows = (0..50).map(|row| format!("R{row},99.5,0.5,0.{row:02}")).collect::<Vec<_>>().join("\n");
    let reply = with_text("check_cs_comp", "roles.csv", &format!("{ROLES}{rows}"), json!({"detail": "full"})).unwrap();
    assert_eq!(places(&reply, "GEN-01"), ["roles.csv:2:variable_pct", "roles.csv:3:components.gross_retention"]);
    let messages: Vec<&str> = reply.report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == "GEN-01")
        .filter_map(|finding| finding["message"].as_str())
        .collect();
    // Of the last column the first is 0, which is no fraction.
    let tail = "and read as they stand: percentages, not fractions";
    let wanted = [
        format!("50 values are between 0 and 1, the first at roles.csv:2:variable_pct, {tail}"),
        format!("49 values are between 0 and 1, the first at roles.csv:3:components.gross_retention, {tail}"),
    ];
    assert_eq!(messages, wanted);
}

#[test]
fn every_column_that_is_not_used_is_named_in_full_detail() {
    let extra: Vec<String> = (0..30).map(|column| format!("extra_{column:02}")).collect();
    let text = format!("role,base_pct,variable_pct,activity,{}\nCSM,70,30,100{}\n", extra.join(","), ",".repeat(30));
    let what = |arguments: Value| {
        let report = with_text("check_cs_comp", "roles.csv", &text, arguments).unwrap().report;
        let gap = report["not_assessed"]
            .as_array()
            .unwrap()
            .iter()
            .find(|gap| gap["what"].as_str().is_some_and(|what| what.starts_with("columns ")));
        gap.unwrap()["what"].as_str().unwrap().to_owned()
    };
    assert!(what(json!({})).ends_with("extra_11 and 18 more, named at detail full"));
    assert_eq!(what(json!({"detail": "full"})), format!("columns {}", extra.join(", ")));
}

#[test]
fn an_unclosed_quote_is_refused_at_its_row() {
    let rest = "CSM,70,30,100\n".repeat(1_300_000);
    let problems = with_text("check_cs_comp", "roles.csv", &format!("{ROLES}Lead,70,30,100\n\"{rest}"), json!({}));
    assert_eq!(first(problems), ("bad-row".to_owned(), "roles.csv:3".to_owned()));
    let text = format!("[{{\"role\": \"Lead\", \"base_pct\": 70, \"variable_pct\": 30}}, {{\"role\": \"{rest}");
    let problems = with_text("check_cs_comp", "roles.json", &text.replace('\n', " "), json!({}));
    assert_eq!(first(problems), ("bad-row".to_owned(), "roles.json:2".to_owned()));
}

#[test]
fn a_long_table_that_is_not_asked_for_is_passed_over() {
    let row = json!({"name": "x".repeat(1000)});
    let text = json!({"others": vec![row; 17_500], "roles": [comp_row("role")]}).to_string();
    assert!(with_text("check_cs_comp", "roles.json", &text, json!({})).is_ok());
}

#[test]
fn a_named_header_may_be_absent_from_some_rows_of_json_but_not_from_all() {
    let mut with_own = comp_row("Title");
    with_own["Boost"] = json!(true);
    with_own["Title"] = json!("Senior");
    let rows = json!([comp_row("Title"), with_own]).to_string();
    let columns = json!({"columns": {"role": "Title", "accelerators": "Boost"}});
    assert!(with_text("check_cs_comp", "roles.json", &rows, columns).is_ok());
    for wrong in [json!({"role": "Title", "accelerators": "Bost"}), json!({"role": "Tittle", "accelerators": "Boost"})]
    {
        let refusal = first(with_text("check_cs_comp", "roles.json", &rows, json!({"columns": wrong})));
        assert_eq!(refusal.0, "missing");
        assert!(refusal.1.starts_with("columns."), "{refusal:?}");
    }
    let unknown = json!({"columns": {"nothing_like_it": "Title"}});
    assert_eq!(first(with_text("check_cs_comp", "roles.json", &rows, unknown)).1, "columns.nothing_like_it");
}

/// A sound row, whose role stands under this key.
fn comp_row(role_key: &str) -> Value {
    let mut row = json!({"base_pct": 70, "variable_pct": 30, "components": {"nps": 100}});
    row[role_key] = json!("CSM");
    row
}

fn first(reply: Result<Reply, Problems>) -> (String, String) {
    let problems = reply.unwrap_err();
    let first = &problems.list()[0];
    (first.code.as_str().to_owned(), first.at.clone())
}

#[test]
fn what_is_no_table_is_told_as_what_it_is() {
    let code = |name: &str, text: &str| {
        let refused = with_text("check_cs_comp", name, text, json!({})).unwrap_err();
        let first = &refused.list()[0];
        (first.code.as_str(), first.at.clone())
    };
    assert_eq!(code("empty.csv", ""), ("empty", "empty.csv".to_owned()));
    assert_eq!(code("blank.csv", " \n \n"), ("empty", "blank.csv".to_owned()));
    assert_eq!(code("list.json", r#"{"data": []}"#), ("missing", "list.json".to_owned()));
    // Every column of the required split is empty in this row.
    assert_eq!(
        code("row.csv", "role,base_pct,variable_pct,activity\nCSM,70,30,\n"),
        ("missing", "row.csv:2:components".to_owned())
    );
}
