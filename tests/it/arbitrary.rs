//! Anything at all as arguments or file: an answer or a refusal, never a panic.

use std::cell::Cell;
use std::path::Path;
use std::sync::LazyLock;

use cco_advisor::render::{Ink, markdown, terminal};
use cco_advisor::tools::{Entry, catalog};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Map, Value, json};

use crate::support::{call, judge, sample};

/// Cases of each of the three properties, unless `PROPTEST_CASES` says otherwise.
const CASES_COUNT: u32 = 400;
/// The seed of an ordinary run, so that it is the same everywhere; `PROPTEST_RNG_SEED` sets another.
const SEED: u64 = 0x00CC_0AD5;

pub(crate) fn runner(cases_count: u32) -> TestRunner {
    let given = |name: &str| std::env::var(name).is_ok();
    let of_environment = Config::default();
    TestRunner::new(Config {
        cases: if given("PROPTEST_CASES") { of_environment.cases } else { cases_count },
        rng_seed: if given("PROPTEST_RNG_SEED") { of_environment.rng_seed } else { RngSeed::Fixed(SEED) },
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..of_environment
    })
}

/// How many calls were answered and how many refused: a run that is all of one kind tries too little.
#[derive(Default)]
struct Tally {
    answered: Cell<u32>,
    refused: Cell<u32>,
}

impl Tally {
    fn count(kind: &Cell<u32>) {
        kind.set(kind.get() + 1);
    }

    fn tell(&self, what: &str) {
        println!("{what}: {} answered, {} refused", self.answered.get(), self.refused.get());
        assert!(self.answered.get() > 0 && self.refused.get() > 0, "{what} tries too little");
    }
}

/// Whatever it is, the tool answers it as tools answer.
fn stands(entry: &Entry, arguments: &Value, data_dir: Option<&Path>, tally: &Tally) -> Result<(), TestCaseError> {
    let faults = match call(entry, arguments, data_dir) {
        Ok(reply) => {
            Tally::count(&tally.answered);
            // Both renderings must stand it too.
            let _ = (markdown(&reply.page), terminal(&reply.page, 80, Ink::Plain));
            judge::faults(entry, &reply)
        }
        Err(problems) => {
            Tally::count(&tally.refused);
            judge::refusal_faults(&problems)
        }
    };
    prop_assert!(faults.is_empty(), "{}: {}\n{}", entry.name, arguments, faults.join("\n"));
    Ok(())
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_u32..200).prop_map(Value::from),
        (-2.0_f64..200.0).prop_map(Value::from),
        Just(json!(1e300)),
        Just(json!(-0.0)),
        Just(json!(999_999_999_999_999_u64)),
        Just(json!(9_007_199_254_740_993_u64)),
        any::<String>().prop_map(Value::from),
        prop::sample::select(ODD_TEXTS).prop_map(Value::from),
    ]
}

/// Texts that have broken something somewhere.
const ODD_TEXTS: &[&str] = &[
    "",
    " ",
    "NaN",
    "Infinity",
    "1e400",
    "-1",
    "1,000",
    "85%",
    "150%",
    "0.00001",
    "true",
    "null",
    "[]",
    "{}",
    "[[[[[[[[",
    "{\"a\":1}",
    "2026-02-30",
    "2026-09-30",
    "0000-00-00",
    "9999-12-31",
    "-9999-01-01",
    "2026-09",
    "../x",
    "/etc/passwd",
    "t.csv",
    "a|b",
    "<script>",
    "=1+1",
    "\u{202e}abc",
    "\u{0}",
    "\u{feff}x",
    "growth",
    "full",
    "portfolio",
    "999999999999999.99",
    "1234567890123456",
    "0x10",
    "1_000",
];

fn json_tree(keys: Vec<String>) -> impl Strategy<Value = Value> {
    let key = prop_oneof![3 => prop::sample::select(keys), 1 => any::<String>()];
    scalar().prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Every name that stands in a sample, so that arbitrary JSON gets past the first door.
static KEYS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut keys: Vec<String> = ["file", "format", "columns", "policy", "limit", "offset", "detail", "as_of"]
        .map(str::to_owned)
        .into_iter()
        .collect();
    for entry in catalog() {
        gather_keys(&sample(entry), &mut keys);
    }
    keys.sort();
    keys.dedup();
    keys
});

fn gather_keys(value: &Value, keys: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                keys.push(key.clone());
                gather_keys(inner, keys);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather_keys(item, keys)),
        _ => {}
    }
}

#[test]
fn any_json_is_answered() {
    let strategy = json_tree(KEYS.clone());
    let property =
        |arguments: Value| catalog().iter().try_for_each(|entry| stands(entry, &arguments, None, &Tally::default()));
    runner(CASES_COUNT).run(&strategy, property).unwrap();
}

/// One change to a document.
#[derive(Debug, Clone)]
enum Change {
    Set(Value),
    Delete,
    Rename(String),
    Double,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => scalar().prop_map(Change::Set),
        2 => json_tree(KEYS.clone()).prop_map(Change::Set),
        2 => Just(Change::Delete),
        1 => prop::sample::select(KEYS.clone()).prop_map(Change::Rename),
        1 => Just(Change::Double),
    ]
}

/// Applies the change to the place of this number, counted through the document.
fn mutate(value: &mut Value, at: &mut usize, change: &Change) -> bool {
    match value {
        Value::Object(map) => {
            let keys: Vec<String> = map.keys().cloned().collect();
            for key in keys {
                if *at == 0 {
                    let old = map.shift_remove(&key).unwrap_or_default();
                    match change {
                        Change::Set(new) => map.insert(key, new.clone()),
                        Change::Delete => None,
                        Change::Rename(name) => map.insert(name.clone(), old),
                        Change::Double => map.insert(key, json!([old.clone(), old])),
                    };
                    return true;
                }
                *at -= 1;
                if map.get_mut(&key).is_some_and(|inner| mutate(inner, at, change)) {
                    return true;
                }
            }
            false
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                if *at == 0 {
                    match change {
                        Change::Set(new) => items[index] = new.clone(),
                        Change::Delete | Change::Rename(_) => drop(items.remove(index)),
                        Change::Double => items.insert(index, items[index].clone()),
                    }
                    return true;
                }
                *at -= 1;
                if mutate(&mut items[index], at, change) {
                    return true;
                }
            }
            false
        }
        _ => false,
    }
}

fn places_count(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.values().map(|inner| 1 + places_count(inner)).sum(),
        Value::Array(items) => items.iter().map(|inner| 1 + places_count(inner)).sum(),
        _ => 0,
    }
}

#[test]
fn a_damaged_sample_is_answered() {
    let tally = Tally::default();
    let changes = prop::collection::vec((any::<prop::sample::Index>(), change()), 1..4);
    let strategy = (0..catalog().len(), changes);
    let property = |(tool, changes): (usize, Vec<(prop::sample::Index, Change)>)| {
        let entry = &catalog()[tool];
        let mut arguments = sample(entry);
        for (place, change) in &changes {
            let count = places_count(&arguments);
            if count > 0 {
                mutate(&mut arguments, &mut place.index(count), change);
            }
        }
        stands(entry, &arguments, None, &tally)
    };
    runner(CASES_COUNT).run(&strategy, property).unwrap();
    tally.tell("damaged samples");
}

/// The sample's table as CSV, nested fields dotted.
pub(crate) fn csv_of(rows: &[Value]) -> String {
    fn flatten(prefix: &str, value: &Value, out: &mut Map<String, Value>) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                    flatten(&name, inner, out);
                }
            }
            other => drop(out.insert(prefix.to_owned(), other.clone())),
        }
    }
    let flat: Vec<Map<String, Value>> = rows
        .iter()
        .map(|row| {
            let mut out = Map::new();
            flatten("", row, &mut out);
            out
        })
        .collect();
    let mut headers: Vec<&String> = Vec::new();
    for key in flat.iter().flat_map(Map::keys) {
        if !headers.contains(&key) {
            headers.push(key);
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&headers).unwrap();
    for row in &flat {
        let cell = |key: &&String| match row.get(*key) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(items)) => {
                items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join(";")
            }
            Some(other) => other.to_string(),
        };
        writer.write_record(headers.iter().map(cell)).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// The sample without its table, and the table's rows.
pub(crate) fn sample_apart(entry: &Entry) -> Option<(Value, Vec<Value>)> {
    let mut arguments = sample(entry);
    let rows = arguments.as_object_mut()?.shift_remove(entry.table?)?;
    Some((arguments, rows.as_array().cloned()?))
}

#[derive(Debug, Clone)]
enum Content {
    Bytes(Vec<u8>),
    Json(Value),
    /// The sample's own table, with bytes put in at places.
    Damaged(Vec<(prop::sample::Index, Vec<u8>)>),
}

fn content() -> impl Strategy<Value = Content> {
    let odd = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(ODD_TEXTS).prop_map(|text| text.as_bytes().to_vec()),
        prop::sample::select(vec![",", "\n", "\r\n", "\"", ";", "\u{0}", "\u{feff}", "{", "]"])
            .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..300).prop_map(Content::Bytes),
        1 => any::<String>().prop_map(|text| Content::Bytes(text.into_bytes())),
        1 => json_tree(KEYS.clone()).prop_map(Content::Json),
        4 => prop::collection::vec((any::<prop::sample::Index>(), odd), 0..5).prop_map(Content::Damaged),
    ]
}

#[test]
fn any_file_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let tally = Tally::default();
    let tabled: Vec<(&Entry, Value, Vec<Value>)> = catalog()
        .iter()
        .filter_map(|entry| sample_apart(entry).map(|(arguments, rows)| (entry, arguments, rows)))
        .collect();
    let strategy = (0..tabled.len(), any::<bool>(), content());
    let property = |(tool, is_csv, content): (usize, bool, Content)| {
        let (entry, arguments, rows) = &tabled[tool];
        let bytes = match content {
            Content::Bytes(bytes) => bytes,
            Content::Json(value) => value.to_string().into_bytes(),
            Content::Damaged(damages) => {
                let whole = if is_csv { csv_of(rows) } else { Value::from(rows.clone()).to_string() };
                let mut bytes = whole.into_bytes();
                for (place, inserted) in damages {
                    let at = place.index(bytes.len() + 1);
                    // What is put in takes the place of as much, so that quotes and brackets are lost too.
                    let end = (at + inserted.len()).min(bytes.len());
                    bytes.splice(at..end, inserted);
                }
                bytes
            }
        };
        let name = if is_csv { "t.csv" } else { "t.json" };
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let mut arguments = arguments.clone();
        arguments["file"] = name.into();
        stands(entry, &arguments, Some(folder.path()), &tally)
    };
    runner(CASES_COUNT).run(&strategy, property).unwrap();
    tally.tell("damaged files");
}

#[test]
fn the_sample_reads_the_same_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    for entry in catalog() {
        let Some((arguments, rows)) = sample_apart(entry) else { continue };
        let inline = call(entry, &sample(entry), None).unwrap().report;
        let as_object = json!({ entry.table.unwrap(): &rows }).to_string();
        let contents =
            [("t.csv", csv_of(&rows)), ("t.json", Value::from(rows.clone()).to_string()), ("o.json", as_object)];
        for (name, content) in contents {
            std::fs::write(folder.path().join(name), content).unwrap();
            let mut arguments = arguments.clone();
            arguments["file"] = name.into();
            let reply = call(entry, &arguments, Some(folder.path()))
                .unwrap_or_else(|problems| panic!("{} from {name}: {problems}", entry.name));
            assert_eq!(figures(&inline), figures(&reply.report), "{} from {name}", entry.name);
        }
    }
}

/// The result without what names places.
fn figures(report: &Value) -> Value {
    let mut report = report.clone();
    for key in ["findings", "not_assessed", "how_to_act", "bottom_line", "your_decision"] {
        report.as_object_mut().and_then(|map| map.shift_remove(key));
    }
    report
}
