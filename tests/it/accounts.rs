//! One account file for every tool over accounts: the same names, the same spellings, the same customers.

use std::path::Path;

use cco_advisor::library::ACCOUNTS;
use cco_advisor::tools::{Reply, entry};
use serde_json::{Value, json};

use crate::support::call;

/// The tools that read the account file.
const TOOLS: [&str; 5] = [
    "segment_customers",
    "measure_time_to_value",
    "score_customer_health",
    "plan_churn_interventions",
    "find_expansion",
];
/// Accounts of the sample.
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

#[test]
fn the_tools_count_the_same_customers() {
    assert_eq!(rows().len(), ACCOUNTS_COUNT);
    let folder = tempfile::tempdir().unwrap();
    let by_hand: u64 = rows().iter().map(|row| row["arr_usd"].parse::<u64>().unwrap()).sum();
    let segments = answer("segment_customers", folder.path(), ACCOUNTS).report;
    assert_eq!((&segments["total_customers"], &segments["total_arr"]), (&json!(ACCOUNTS_COUNT), &json!(by_hand)));
    let waits = answer("measure_time_to_value", folder.path(), ACCOUNTS).report;
    let watched: u64 = waits["tiers"].as_array().unwrap().iter().map(|tier| tier["accounts"].as_u64().unwrap()).sum();
    assert_eq!(watched, 60);
}

#[test]
fn what_is_treated_as_a_tier_today_is_what_moves_are_tested_against() {
    let folder = tempfile::tempdir().unwrap();
    let moved = ACCOUNTS.replacen("L-009,Calder Health,strategic,", "L-009,Calder Health,smb,", 1);
    let reply = answer("segment_customers", folder.path(), &moved).report;
    let customers = reply["customers"].as_array().unwrap();
    let calder = customers.iter().find(|one| one["id"] == "L-009").map(|one| &one["tier"]);
    // By its ARR it is strategic, whatever the file calls it.
    assert_eq!(calder, Some(&Value::from("strategic")));
}
