//! Whether a result holds what a case expects: objects as subsets, numbers as exact decimals, lists in full.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::{Number, Value};

/// Every place at which the value is not what was expected, with both values.
pub(crate) fn differences(expected: &Value, got: &Value) -> Vec<String> {
    let mut out = Vec::new();
    compare("$", expected, Some(got), &mut out);
    out
}

fn compare(path: &str, expected: &Value, got: Option<&Value>, out: &mut Vec<String>) {
    let got_or_null = got.unwrap_or(&Value::Null);
    let equal = match (expected, got_or_null) {
        // A summary leaves nulls and empty lists out.
        (Value::Null, Value::Null) => true,
        (Value::Array(items), Value::Null) if items.is_empty() => true,
        (Value::Object(wanted), Value::Object(map)) => {
            for (key, value) in wanted {
                compare(&format!("{path}.{key}"), value, map.get(key), out);
            }
            true
        }
        (Value::Array(wanted), Value::Array(items)) => {
            if wanted.len() != items.len() {
                out.push(format!(
                    "{path}: expected {} items, got {}\n      expected {expected}\n      got      {got_or_null}",
                    wanted.len(),
                    items.len()
                ));
            }
            for (index, (value, item)) in wanted.iter().zip(items).enumerate() {
                compare(&format!("{path}[{index}]"), value, Some(item), out);
            }
            true
        }
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        (one, other) => one == other,
    };
    if !equal {
        let shown = got.map_or_else(|| "nothing".to_owned(), Value::to_string);
        out.push(format!("{path}: expected {expected}, got {shown}"));
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    match (decimal(one), decimal(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.to_string() == other.to_string(),
    }
}

/// The decimal that a JSON number prints as; none past 28 digits.
pub(crate) fn decimal(number: &Number) -> Option<Decimal> {
    let text = number.to_string();
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}

#[test]
fn a_subset_passes_and_every_difference_is_told() {
    let got = serde_json::json!({"a": 1.0, "b": [{"c": "x", "d": 2}], "e": true});
    let same = |expected: Value| differences(&expected, &got);
    assert!(same(serde_json::json!({"a": 1, "b": [{"c": "x"}], "absent": null, "none": []})).is_empty());
    assert_eq!(same(serde_json::json!({"a": 1.0001, "b": [{"c": "y"}], "e": null})).len(), 3);
    assert_eq!(same(serde_json::json!({"b": []})).len(), 1);
    assert_eq!(same(serde_json::json!({"missing": 1})), ["$.missing: expected 1, got nothing"]);
}
