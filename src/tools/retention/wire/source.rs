//! Which table the call brings: cohorts, customers, a ledger or its sums, inline or as a file.

use super::super::policy::RetentionPolicy;
use super::super::words::RowsKind;
use super::input::Input;
use crate::ingest::tell_table;
use crate::problem::{Code, Problem, Stop};
use crate::tools::Call;

/// The kind of the one table that is there.
///
/// # Errors
/// `one-source` for none or several, or for `rows` that contradicts the table; `ambiguous` where a file's headers do
/// not tell; and what keeps the file from being opened.
pub(super) fn kind(input: &Input, call: &Call<'_, RetentionPolicy>) -> Result<RowsKind, Stop> {
    let is_given = |kind: &RowsKind| match kind {
        RowsKind::Cohorts => input.cohorts.is_some(),
        RowsKind::Customers => input.customers.is_some(),
        RowsKind::Ledger => input.ledger.is_some(),
        RowsKind::Aggregate => input.aggregate.is_some(),
    };
    let given: Vec<RowsKind> = RowsKind::ALL.into_iter().filter(is_given).collect();
    let file = call.common.file.as_ref().map(crate::units::Label::as_str);
    match (given.as_slice(), file, input.rows) {
        ([_, _, ..], ..) => {
            let names = given.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" and ");
            Err(one_source(&format!("{names} are given"), "Send one of them.").into())
        }
        ([], None, _) => Err(one_source(
            "neither cohorts, customers nor file is given",
            "Send cohorts or customers inline, or name a file in file.",
        )
        .into()),
        ([kind], None, Some(rows)) if rows != *kind => Err(Problem::new(
            Code::OneSource,
            "rows",
            format!("says {}, but {} is given", rows.as_str(), kind.as_str()),
            "Leave rows out; it is for files.",
        )
        .into()),
        // Inline and a file together are refused where the rows are collected.
        ([kind], _, _) => Ok(*kind),
        ([], Some(_), Some(kind)) => Ok(kind),
        ([], Some(file), None) => told(file, call),
    }
}

fn told(file: &str, call: &Call<'_, RetentionPolicy>) -> Result<RowsKind, Stop> {
    let candidates = RowsKind::ALL.map(|kind| call.source(kind.as_str()));
    let table = tell_table(file, &candidates, call.host)?.map(|source| source.table);
    RowsKind::ALL.into_iter().find(|kind| Some(kind.as_str()) == table).ok_or_else(|| {
        Problem::new(
            Code::Ambiguous,
            "rows",
            format!("the headers of {file} do not tell what it holds"),
            "Send rows: cohorts (name, starting_arr, churned_arr …), customers (id, start_arr, end_arr), ledger \
             (customer, period, amount) or aggregate (from cco ledger sql); name odd headers in columns.",
        )
        .into()
    })
}

fn one_source(message: &str, help: &str) -> Problem {
    Problem::new(Code::OneSource, "cohorts", message, help)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ingest::{Host, Unwatched};
    use crate::problem::{Problem, Stop};
    use crate::tools::entry;

    /// The result of a call whose file has this text, or its problems.
    fn ask(name: &str, text: &str, mut arguments: Value) -> Result<Value, Vec<Problem>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
        let host = Host { data_dir: Some(folder.path()), watch: &Unwatched };
        arguments["file"] = name.into();
        match entry("retention_decompose").unwrap().call(&arguments, &host) {
            Ok(reply) => Ok(reply.report),
            Err(Stop::Refused(problems)) => Err(problems.list().to_vec()),
            Err(Stop::Cancelled) => panic!("nobody called it off"),
        }
    }

    fn places(told: Result<Value, Vec<Problem>>) -> Vec<(&'static str, String)> {
        told.unwrap_err().into_iter().map(|problem| (problem.code.as_str(), problem.at)).collect()
    }

    #[test]
    fn cohorts_are_told_by_their_headers() {
        let csv = "Name,Starting ARR,churned-arr,Contraction ARR,expansion_arr,starting_customer_count,\
                   churned_customer_count,pricing,churn_reasons.unknown,churned_arr_by_reason.pricing,Owner\n\
                   A,1000,100,0,0,50,5,3,1,60,Ann\nB,1000,200,0,0,50,5,,,,Bob\n";
        let report = ask("c.csv", csv, json!({"stage": "growth"})).unwrap();
        assert_eq!(report["rows"], "cohorts");
        assert_eq!(report["portfolio"]["grr"], json!(0.85));
        assert_eq!(report["churn"]["reasons"][0]["customers"], 3);
        assert_eq!(report["churn"]["reasons"][0]["churned_arr"], 60);
        assert_eq!(report["churn"]["explained_customers"], 3);
        let findings = report["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["rule"] == "RET-01" && finding["at"] == "c.csv:3"));
        let gaps = report["not_assessed"].as_array().unwrap();
        assert!(gaps.iter().any(|gap| gap["what"] == "columns Owner"));
    }

    #[test]
    fn customers_are_told_by_their_headers_or_by_columns() {
        let report =
            ask("c.csv", "customer_id,start_arr,end_arr,reason\na,100,0,Pricing\nb,100,100,\n", json!({})).unwrap();
        assert_eq!((&report["rows"], &report["portfolio"]["grr"]), (&json!("customers"), &json!(0.5)));
        let columns = json!({"columns": {"id": "Account", "start_arr": "Then", "end_arr": "Now"}});
        let report = ask("c.csv", "Account,Then,Now\na,100,0\nb,100,100\n", columns).unwrap();
        assert_eq!(report["rows"], "customers");
    }

    #[test]
    fn a_json_document_is_told_by_its_table() {
        let text = r#"{"customers": [{"id": "a", "start_arr": 100, "end_arr": 50}]}"#;
        assert_eq!(ask("c.json", text, json!({})).unwrap()["rows"], "customers");
        let text = r#"[{"name": "A", "starting_arr": 100, "churned_arr": 0, "churn_reasons": {"pricing": 0}, "churned_customer_count": 0}]"#;
        assert_eq!(ask("c.json", text, json!({})).unwrap()["rows"], "cohorts");
    }

    #[test]
    fn headers_that_fit_neither_are_asked_about() {
        let csv = "who,when,much\na,2026-01,100\n";
        assert_eq!(places(ask("l.csv", csv, json!({}))), [("ambiguous", "rows".to_owned())]);
        let missing = places(ask("l.csv", csv, json!({"rows": "cohorts"})));
        assert_eq!(missing, [("missing", "l.csv:1:name".to_owned()), ("missing", "l.csv:1:starting_arr".to_owned())]);
    }

    #[test]
    fn a_rule_broken_in_a_file_is_told_at_its_cell() {
        let csv = "name,starting_arr,churned_arr\nA,100,0\nA,100,101\n";
        assert_eq!(
            places(ask("c.csv", csv, json!({}))),
            [("duplicate", "c.csv:3:name".to_owned()), ("identity", "c.csv:3:churned_arr".to_owned())]
        );
    }

    #[test]
    fn rows_may_not_contradict_the_table() {
        let cohorts = json!([{"name": "A", "starting_arr": 100, "churned_arr": 0}]);
        let csv = "name,starting_arr,churned_arr\nA,100,0\n";
        assert_eq!(places(ask("c.csv", csv, json!({"cohorts": cohorts}))), [("one-source", "cohorts".to_owned())]);
        let host = Host { data_dir: None, watch: &Unwatched };
        let told = entry("retention_decompose").unwrap().call(&json!({"cohorts": cohorts, "rows": "customers"}), &host);
        let Err(Stop::Refused(problems)) = told else { panic!("answered") };
        assert_eq!(problems.list()[0].at, "rows");
    }
}
