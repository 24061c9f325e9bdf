//! `--set KEY=VALUE`: one argument by its path, the same path that problems and findings name.

use std::str::FromStr;

use serde_json::{Map, Value};

use crate::ingest::strict_json;
use crate::problem::{Code, Problem};
use crate::units::clean_text;

/// One argument to set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Setting {
    path: Vec<Step>,
    value: Value,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE, such as stage=growth")?;
        let key = key.trim();
        // A field of a row may have a dot in its name, and the header that stands for it is text whatever it looks like.
        if let Some(field) = key.strip_prefix("columns.").filter(|field| !field.is_empty()) {
            let header = strict_json("value", value.as_bytes()).ok().filter(Value::is_string);
            return Ok(Self {
                path: vec![Step::Key("columns".to_owned()), Step::Key(field.to_owned())],
                value: header.unwrap_or_else(|| value.into()),
            });
        }
        let path = key.split('.').map(steps).collect::<Option<Vec<_>>>().map(|steps| steps.concat());
        let path = path.ok_or("expected a path such as policy.KEY or cohorts[0].start_arr before the =")?;
        Ok(Self { path, value: strict_json("value", value.as_bytes()).unwrap_or_else(|_| value.into()) })
    }
}

/// The steps of one dotted part: a name and the indices behind it.
fn steps(part: &str) -> Option<Vec<Step>> {
    let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
    if name.is_empty() {
        return None;
    }
    let mut steps = vec![Step::Key(name.to_owned())];
    while !rest.is_empty() {
        let (index, after) = rest.strip_prefix('[')?.split_once(']')?;
        steps.push(Step::Index(index.parse().ok()?));
        rest = after;
    }
    Some(steps)
}

impl Setting {
    /// Sets an argument at the top.
    pub(super) fn of(key: &str, value: impl Into<Value>) -> Self {
        Self { path: vec![Step::Key(key.to_owned())], value: value.into() }
    }

    /// Puts the value in its place; records on the way are made where there are none.
    ///
    /// # Errors
    /// When the path leads through a value that is no record, or to an item that is not there.
    pub(super) fn apply(&self, arguments: &mut Value) -> Result<(), Problem> {
        let mut place = arguments;
        let mut walked = String::new();
        for step in &self.path {
            place = descend(place, step, &walked)?;
            match step {
                Step::Key(key) if walked.is_empty() => walked.push_str(&clean_text(key)),
                Step::Key(key) => walked = format!("{walked}.{}", clean_text(key)),
                Step::Index(index) => walked = format!("{walked}[{index}]"),
            }
        }
        *place = self.value.clone();
        Ok(())
    }
}

fn descend<'v>(value: &'v mut Value, step: &Step, at: &str) -> Result<&'v mut Value, Problem> {
    match step {
        Step::Key(key) => {
            if value.is_null() {
                *value = Value::Object(Map::new());
            }
            let record = value.as_object_mut().ok_or_else(|| {
                Problem::new(
                    Code::Type,
                    if at.is_empty() { "arguments" } else { at },
                    format!("is no record, so --set cannot reach {} in it", clean_text(key)),
                    "Check the path against cco schema.",
                )
            })?;
            Ok(record.entry(key.as_str()).or_insert(Value::Null))
        }
        Step::Index(index) => {
            let count = value.as_array().map_or(0, Vec::len);
            value.as_array_mut().and_then(|items| items.get_mut(*index)).ok_or_else(|| {
                Problem::new(
                    Code::Range,
                    format!("{at}[{index}]"),
                    format!("there is no such item; the list has {count}, counted from 0"),
                    "Set an item that the document holds inline, or set the whole list.",
                )
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn set(text: &str, arguments: Value) -> Value {
        let mut arguments = arguments;
        text.parse::<Setting>().unwrap().apply(&mut arguments).unwrap();
        arguments
    }

    #[test]
    fn values_are_json_or_text() {
        assert_eq!(set("policy.base=0.9", json!({})), json!({"policy": {"base": 0.9}}));
        assert_eq!(set("as_of=2026-09-30", json!({})), json!({"as_of": "2026-09-30"}));
        assert_eq!(set("currency=EUR", json!({"currency": "USD"})), json!({"currency": "EUR"}));
        assert_eq!(set("rows=[{\"a\":1}]", json!({})), json!({"rows": [{"a": 1}]}));
        assert_eq!(set("note=a=b", json!({})), json!({"note": "a=b"}));
        // A document may not have a key twice, so this one is text, and the reader will say so.
        assert_eq!(set(r#"x={"a":1,"a":2}"#, json!({})), json!({"x": r#"{"a":1,"a":2}"#}));
    }

    #[test]
    fn items_of_lists_are_reached_by_index() {
        assert_eq!(set("rows[1].arr=5", json!({"rows": [{}, {"arr": 4}]})), json!({"rows": [{}, {"arr": 5}]}));
        let mut short = json!({"rows": []});
        let problem = "rows[1].arr=5".parse::<Setting>().unwrap().apply(&mut short).unwrap_err();
        assert_eq!((problem.code, problem.at.as_str()), (Code::Range, "rows[1]"));
        let mut text = json!({"rows": "x"});
        let problem = "rows.arr=5".parse::<Setting>().unwrap().apply(&mut text).unwrap_err();
        assert_eq!((problem.code, problem.at.as_str()), (Code::Type, "rows"));
    }

    #[test]
    fn a_header_is_text_and_a_field_may_have_a_dot() {
        assert_eq!(set("columns.arr_usd=2024", json!({})), json!({"columns": {"arr_usd": "2024"}}));
        assert_eq!(set("columns.arr_usd=\"A B\"", json!({})), json!({"columns": {"arr_usd": "A B"}}));
        assert_eq!(set("columns.a.b=X", json!({})), json!({"columns": {"a.b": "X"}}));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["stage", "=5", ".x=5", "x..y=5", "x[=5", "x[a]=5", "x[0]y=5"] {
            assert!(text.parse::<Setting>().is_err(), "{text}");
        }
    }
}
