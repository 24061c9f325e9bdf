//! One account file for every tool over accounts: the same names, the same spellings, the same customers.

use std::path::Path;

use cco_advisor::library;
use cco_advisor::tools::{Reply, entry};
use serde_json::{Value, json};

use crate::support::{call, sample};

/// The tools that read the account file.
const TOOLS: [&str; 5] = [
    "segment_customers",
    "measure_time_to_value",
    "score_customer_health",
    "plan_churn_interventions",
    "find_expansion",
];
/// The sample, and its accounts.
const ACCOUNTS: &str = library::ACCOUNTS.text;
const ACCOUNTS_COUNT: usize = 60;

fn answer(tool: &str, folder: &Path, text: &str) -> Reply {
    std::fs::write(folder.join("accounts.csv"), text).unwrap();
    let arguments = json!({"file": "accounts.csv", "as_of": "2026-09-30", "limit": 500});
    call(entry(tool).unwrap(), &arguments, Some(folder)).unwrap_or_else(|problems| panic!("{tool}: {problems}"))
}

/// The rows of the sample as names and values.
fn rows() -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(ACCOUNTS.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_tool_over_accounts_reads_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    for tool in TOOLS {
        let reply = answer(tool, folder.path(), ACCOUNTS);
        // What a tool does not read it names, once.
        let gaps = reply.report["not_assessed"].as_array().unwrap();
        let unused = gaps.iter().filter(|gap| gap["why"].as_str().unwrap().contains("no field of that name"));
        assert_eq!(unused.count(), 1, "{tool}: {gaps:?}");
    }
}

#[test]
fn tier_and_segment_are_one_column_in_any_spelling() {
    let respelled = ACCOUNTS
        .replacen(",tier,", ",Segment,", 1)
        .replace(",mid_market,", ",Mid-Market,")
        .replace(",smb_long_tail,", ",SMB,")
        .replace(",enterprise,", ",ENTERPRISE,");
    let folder = tempfile::tempdir().unwrap();
    for tool in TOOLS {
        let (one, other) = (answer(tool, folder.path(), ACCOUNTS), answer(tool, folder.path(), &respelled));
        assert_eq!(one.report, other.report, "{tool}");
    }
}

/// Whether the account of a row has left.
fn has_left(row: &std::collections::BTreeMap<String, String>) -> bool {
    row["churned"] == "true"
}

#[test]
fn the_tools_count_the_same_customers() {
    assert_eq!(rows().len(), ACCOUNTS_COUNT);
    let folder = tempfile::tempdir().unwrap();
    let of = |tool: &str| answer(tool, folder.path(), ACCOUNTS).report;
    let there: Vec<_> = rows().into_iter().filter(|row| !has_left(row)).collect();
    let arr: u64 = there.iter().map(|row| row["arr_usd"].parse::<u64>().unwrap()).sum();
    let (count, arr) = (json!(there.len()), json!(arr));
    let (segments, health) = (of("segment_customers"), of("score_customer_health"));
    assert_eq!((&segments["total_customers"], &segments["total_arr"]), (&count, &arr));
    assert_eq!((&health["accounts_total"], &health["total_arr"]), (&count, &arr));
    let (saves, growth) = (of("plan_churn_interventions"), of("find_expansion"));
    assert_eq!((&saves["accounts_total"], &saves["arr_listed"]), (&count, &arr));
    assert_eq!((&growth["book"]["accounts"], &growth["book"]["arr"]), (&count, &arr));
    // Who left was watched until then, so the wait of all of them counts.
    let waits = of("measure_time_to_value");
    let watched: u64 = waits["tiers"].as_array().unwrap().iter().map(|tier| tier["accounts"].as_u64().unwrap()).sum();
    assert_eq!(watched, ACCOUNTS_COUNT as u64);
}

#[test]
fn who_has_left_is_in_no_list_and_counted_once() {
    let folder = tempfile::tempdir().unwrap();
    let left: Vec<_> = rows().into_iter().filter(has_left).collect();
    let arr: u64 = left.iter().map(|row| row["arr_usd"].parse::<u64>().unwrap()).sum();
    let arr = cco_advisor::units::Money::whole(arr);
    let said = format!("{} accounts that have left, {arr} ARR", left.len());
    for tool in ["segment_customers", "plan_churn_interventions", "find_expansion"] {
        let report = answer(tool, folder.path(), ACCOUNTS).report;
        let gaps = report["not_assessed"].as_array().unwrap();
        assert_eq!(gaps.iter().filter(|gap| gap["what"] == said.as_str()).count(), 1, "{tool}: {gaps:?}");
        for row in &left {
            assert!(!report.to_string().contains(&row["id"]), "{tool} names {}", row["id"]);
        }
    }
}

/// A cell as the arguments of a sample would give it; none where the file is silent.
fn fact(field: &str, cell: &str) -> Option<Value> {
    const LISTS: [&str; 6] =
        ["events", "risk_drivers", "modules_owned", "modules_available", "modules_used", "signals"];
    if LISTS.contains(&field) {
        return Some(cell.split(';').filter(|part| !part.is_empty()).map(|part| part.replace('-', "_")).collect());
    }
    match cell {
        "" => None,
        "true" | "false" => Some((cell == "true").into()),
        _ => Some(cell.parse::<serde_json::Number>().map_or_else(|_| cell.into(), Value::from)),
    }
}

#[test]
fn the_samples_and_the_account_file_tell_one_story() {
    let rows = rows();
    let mut told_count = 0;
    for tool in TOOLS {
        let sample = sample(entry(tool).unwrap());
        let table = ["accounts", "customers"].into_iter().find_map(|table| sample[table].as_array()).unwrap();
        for account in table {
            let Some(row) = rows.iter().find(|row| account["id"] == row["id"].as_str()) else { continue };
            told_count += 1;
            let inner = account.as_object().unwrap().values().filter_map(Value::as_object).flatten();
            for (field, value) in account.as_object().unwrap().iter().chain(inner) {
                let column = if field == "current_tier" { "tier" } else { field };
                let Some(cell) = row.get(column) else { continue };
                assert_eq!(fact(column, cell).as_ref(), Some(value), "{tool}: {field} of {}", row["id"]);
            }
        }
    }
    assert!(told_count >= 40, "{told_count} accounts of the samples are in the file");
}

#[test]
fn the_colour_in_the_account_file_is_the_one_that_the_score_gives() {
    let folder = tempfile::tempdir().unwrap();
    let report = answer("score_customer_health", folder.path(), ACCOUNTS).report;
    let scored = report["accounts"].as_array().unwrap();
    for row in rows().iter().filter(|row| !row["health"].is_empty()) {
        let found = scored.iter().find(|account| account["id"] == row["id"].as_str()).map(|account| &account["health"]);
        assert_eq!(found, Some(&Value::from(row["health"].as_str())), "{}", row["id"]);
    }
}

#[test]
fn a_product_led_row_breaks_no_tool_and_is_said_where_it_is_read_as_another() {
    let folder = tempfile::tempdir().unwrap();
    let product_led = ACCOUNTS.replacen(",smb_long_tail,", ",PLG,", 2);
    for tool in TOOLS {
        let report = answer(tool, folder.path(), &product_led).report;
        let gaps = report["not_assessed"].as_array().unwrap();
        let said = gaps.iter().filter(|gap| gap["what"] == "tier plg of 2 accounts").count();
        let has_no_lines = matches!(tool, "segment_customers" | "measure_time_to_value");
        assert_eq!(said, usize::from(has_no_lines), "{tool}: {gaps:?}");
    }
}

#[test]
fn what_is_treated_as_a_tier_today_is_what_moves_are_tested_against() {
    let folder = tempfile::tempdir().unwrap();
    let moved = ACCOUNTS.replacen("L-009,Calder Health,enterprise,", "L-009,Calder Health,smb,", 1);
    let reply = answer("segment_customers", folder.path(), &moved).report;
    let customers = reply["customers"].as_array().unwrap();
    let calder = customers.iter().find(|one| one["id"] == "L-009").map(|one| &one["tier"]);
    // By its ARR it is strategic, whatever the file calls it.
    assert_eq!(calder, Some(&Value::from("strategic")));
}
