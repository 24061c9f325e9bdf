//! The ledger from outside: the worked one of its reference, what the commands say of it, and an engine that is a script.

use std::fmt::Write as _;

use cco_advisor::library::{LEDGER, reference};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::columnar::{Storing, parquet};
use crate::support::program::{answer, assert_refused, code, folder, report, run, run_in, stderr, stdout};
use crate::support::table::{Cell, Kind, Table};
use crate::support::{call, read, root};

/// Where the cases of the ledger have their files.
const FILES: &str = "tests/cases/ledger/files";

/// The sample in a folder.
fn sample_folder() -> TempDir {
    folder("ledger.csv", LEDGER.text)
}

/// The spans that the reference tells, row by row.
fn rows_of_the_reference() -> String {
    let text = reference("ledger").unwrap().text;
    let table = text.split("| customer | from | to | mrr | segment |").nth(1).unwrap();
    let mut rows = "customer,month,mrr,segment\n".to_owned();
    let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    for line in lines {
        let cells: Vec<&str> = line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let [customer, from, to, mrr, segment] = cells.as_slice() else { panic!("{line}") };
        let months = |text: &str| {
            let (year, month) = text.split_once('-').unwrap();
            year.parse::<u32>().unwrap() * 12 + month.parse::<u32>().unwrap() - 1
        };
        for month in months(from)..=months(to) {
            writeln!(rows, "{customer},{}-{:02},{mrr},{segment}", month / 12, month % 12 + 1).unwrap();
        }
    }
    rows
}

#[test]
fn the_sample_is_what_the_reference_tells() {
    assert_eq!(LEDGER.text, rows_of_the_reference());
    assert_eq!(LEDGER.text, read(format!("{FILES}/ledger.csv")));
    assert_eq!(answer(&run(&["docs", "ledger.csv"])), LEDGER.text);
}

#[test]
fn a_column_of_amounts_that_is_not_found_is_named_before_the_cadence_that_it_would_tell() {
    let dir = folder("billing.csv", "customer,month,total\nA,2026-01,1\n");
    for words in [
        &["retention", "billing.csv"][..],
        &["ledger", "check", "billing.csv"],
        &["ledger", "aggregate", "billing.csv"],
    ] {
        assert_refused(
            &run_in(dir.path(), words),
            &["billing.csv:1:amount", "no header matches", "customer, month, total"],
        );
    }
}

/// The lines of a table of sums, in an order that does not depend on who computed them. Empty and quoted empty are the
/// same cell.
fn sorted(csv: &str) -> Vec<String> {
    let mut lines: Vec<String> = csv.lines().map(|line| line.replace("\"\"", "")).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn the_sums_are_those_that_another_engine_returned() {
    let dir = sample_folder();
    let ours = answer(&run_in(dir.path(), &["ledger", "aggregate", "ledger.csv"]));
    assert_eq!(sorted(&ours), sorted(&read(format!("{FILES}/aggregate.csv"))));
}

/// A report without what tells how it was asked.
fn figures(mut report: Value) -> Value {
    let map = report.as_object_mut().unwrap();
    for key in ["rows", "not_assessed", "findings", "findings_total"] {
        map.remove(key);
    }
    report
}

#[test]
fn sums_inline_or_as_a_file_give_the_figures_of_the_rows() {
    let dir = sample_folder();
    let entry = cco_advisor::tools::entry("retention_decompose").unwrap();
    let sums = answer(&run_in(dir.path(), &["ledger", "aggregate", "ledger.csv", "--cohort-by", "month"]));
    let mut reader = csv::Reader::from_reader(sums.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let cell = |text: &str| match text {
        "" => Value::Null,
        _ => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
    };
    let row = |record: csv::StringRecord| -> Value {
        headers.iter().zip(&record).map(|(name, text)| (name.to_owned(), cell(text))).collect()
    };
    let rows: Vec<Value> = reader.records().map(|record| row(record.unwrap())).collect();
    let of = |arguments: Value| figures(call(entry, &arguments, Some(dir.path())).unwrap().report);
    let from_rows = of(json!({"file": "ledger.csv", "cohort_by": "month", "stage": "growth"}));
    assert_eq!(of(json!({"aggregate": rows, "stage": "growth"})), from_rows);
}

#[test]
fn check_says_what_a_ledger_holds() {
    let dir = sample_folder();
    let told = report(&run_in(dir.path(), &["ledger", "check", "ledger.csv", "--format", "json"]));
    let expected = json!({
        "rows": 160, "customers": 10, "first_month": "2024-06", "last_month": "2026-06", "empty_months": [],
        "currencies": {}, "duplicate_rows": 0, "alike_groups": 0, "once_customers": 1, "gapped_customers": 2,
        "unpaid_customers": 0, "segments": ["enterprise", "smb"], "without_segment": 0, "segment_conflicts": 0,
        "amount_header": "mrr", "obstacles": [],
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&told[key], value, "{key}");
    }
    assert_eq!(told["months"].as_array().unwrap().len(), 25);
    assert_eq!(told["months"][0], json!({"month": "2024-06", "rows": 5, "paying_customers": 5, "amount": 480}));
    let text = answer(&run_in(dir.path(), &["ledger", "check", "ledger.csv"]));
    assert!(
        text.starts_with("Bottom Line: 160 rows of 10 customers, 2024-06 to 2026-06: ready to decompose."),
        "{text}"
    );
}

#[test]
fn check_finds_what_would_mislead() {
    let odd = "Account,Month,ARR,Currency,Plan\n\
               Acme,2025-01,100,EUR,a\nacme,2025-01,50,EUR,a\nAcme,2025-01,20,EUR,b\nZed,2025-04,0,USD,\n";
    let dir = folder("odd.csv", odd);
    let words = ["ledger", "check", "odd.csv", "--format", "json", "--column", "segment=Plan"];
    let told = report(&run_in(dir.path(), &words));
    let expected = json!({
        "rows": 4, "customers": 3, "empty_months": ["2025-02", "2025-03"], "currencies": {"EUR": 3, "USD": 1},
        "duplicate_rows": 1, "duplicate_examples": [{"customer": "Acme", "month": "2025-01"}],
        "alike_groups": 1, "alike_examples": [["Acme", "acme"]], "once_customers": 2, "unpaid_customers": 1,
        "segment_conflicts": 1, "without_segment": 1, "obstacles": ["2 currencies: bring one a call"],
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&told[key], value, "{key}");
    }
}

#[test]
fn a_segment_too_many_is_told_at_its_row_in_columns_too() {
    let segment = |number: i64| {
        let name = Cell::Text(format!("s{number}"));
        vec![Cell::Text("A".to_owned()), Cell::Day("2025-01-01".to_owned()), Cell::Number(100), name]
    };
    let table = Table {
        headers: ["customer", "period", "mrr", "segment"].map(str::to_owned).to_vec(),
        kinds: vec![Kind::Text, Kind::Day, Kind::Number, Kind::Text],
        rows: (1..=251).map(segment).collect(),
    };
    let storing = Storing { number: "int64 {} (DECIMAL(18,2))", ..Storing::default() };
    let dir = folder("ledger.parquet", parquet(&table, &storing));
    let words = ["ledger.parquet:251:segment", "more than 250 segments"];
    assert_refused(&run_in(dir.path(), &["ledger", "aggregate", "ledger.parquet"]), &words);
}

#[test]
fn the_cadence_is_asked_for_where_no_name_tells_it() {
    let dir = folder("plain.csv", LEDGER.text.replacen("mrr", "amount", 1));
    assert_refused(&run_in(dir.path(), &["ledger", "aggregate", "plain.csv"]), &["cadence", "mrr or arr"]);
    assert_refused(&run(&["ledger", "sql", "--dialect", "duckdb"]), &["cadence"]);
    let given = answer(&run_in(dir.path(), &["ledger", "aggregate", "plain.csv", "--cadence", "mrr"]));
    assert_eq!(sorted(&given), sorted(&read(format!("{FILES}/aggregate.csv"))));
}

#[test]
fn the_sql_names_the_table_and_its_columns() {
    let words = ["--customer", "account id", "--period", "month", "--amount", "mrr", "--segment", "plan"];
    for dialect in ["spark", "postgres", "duckdb", "snowflake", "bigquery"] {
        let all = [&["ledger", "sql", "--dialect", dialect, "--table", "bi.revenue"][..], &words].concat();
        let text = answer(&run(&all));
        let quote = if matches!(dialect, "spark" | "bigquery") { '`' } else { '"' };
        assert!(text.contains(&format!("{quote}account id{quote} AS customer")), "{dialect}: {text}");
        assert!(text.contains("revenue"), "{dialect}");
        assert!(!text.contains('{'), "{dialect}: a place that was not filled: {text}");
    }
}

#[cfg(unix)]
mod engines {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// An engine that is a script.
    fn engine(body: &str) -> TempDir {
        let dir = folder("engine", format!("#!/bin/sh\n{body}\n"));
        let path = dir.path().join("engine");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        dir
    }

    fn run_engine(dir: &TempDir, words: &[&str]) -> std::process::Output {
        let program = dir.path().join("engine");
        let fixed = ["ledger", "run", "--program", program.to_str().unwrap(), "--amount", "mrr"];
        crate::support::program::cco().env("PATH", "/usr/bin:/bin").args([&fixed[..], words].concat()).output().unwrap()
    }

    #[test]
    fn an_engine_returns_the_sums_and_the_figures_follow() {
        let sums = root().join(FILES).join("aggregate.csv");
        let dir = engine(&format!("cat > \"$(dirname \"$0\")/asked.sql\"\necho Connected.\ncat '{}'", sums.display()));
        let out = dir.path().join("sums.csv");
        let words = ["--engine", "duckdb", "--stage", "growth", "--format", "json", "--out", out.to_str().unwrap()];
        let told = report(&run_engine(&dir, &words));
        assert_eq!(told["portfolio"]["grr"], json!(0.8525));
        assert_eq!(told["portfolio"]["verdict"]["grr"], json!("concerning"));
        assert_eq!(sorted(&read(&out)), sorted(&read(sums)));
        assert!(read(dir.path().join("asked.sql")).contains("CAST(mrr AS DECIMAL"));
    }

    #[test]
    fn an_engine_that_fails_is_heard() {
        let dir = engine("cat > /dev/null; echo 'no such table: ledger' >&2; exit 4");
        let output = run_engine(&dir, &["--engine", "postgres"]);
        assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
        assert!(stderr(&output).contains("no such table: ledger"), "{}", stderr(&output));
    }

    #[test]
    fn an_engine_that_returns_nothing_or_is_not_there_is_said() {
        let dir = engine("cat > /dev/null");
        assert!(stderr(&run_engine(&dir, &["--engine", "duckdb"])).contains("no rows"));
        let words = ["ledger", "run", "--engine", "spark", "--program", "/no/such/engine", "--cadence", "arr"];
        assert_refused(&run(&words), &["could not be started", "--program"]);
    }
}
