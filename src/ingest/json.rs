//! JSON files: a list of rows, or an object that holds the table. A key that stands twice is refused.

use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::columns::{map_columns, slots};
use super::delimited::{not_text, unfit};
use super::open::Opened;
use super::table::{Feed, PROGRESS_ROWS_COUNT};
use crate::problem::{Code, Collector, Problem, Stop};
use crate::shape::{read_row, shown_key};

/// Marks an error text as a duplicate key, on its way through serde.
const DUPLICATE_KEY: &str = "duplicate key ";

/// Reads the rows of a JSON file and hands each on.
pub(super) fn read<R: DeserializeOwned>(opened: Opened, table: &str, feed: &mut Feed<'_, R>) -> Result<(), Stop> {
    let name = opened.name;
    let mut stop = None;
    let mut deserializer =
        serde_json::Deserializer::from_reader(std::io::BufReader::with_capacity(1 << 17, opened.bytes));
    let rows = Rows { name: &name, table, feed, stop: &mut stop };
    let read = rows.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match (stop, read) {
        (Some(stop), _) => Err(stop),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => Err(document_fault(&name, &error).into()),
    }
}

/// Reads a JSON document strictly: no key twice. For argument documents of the command line.
///
/// # Errors
/// `bad-row`, `duplicate` or `encoding`, at the document's name.
pub fn strict_json(name: &str, bytes: &[u8]) -> Result<Value, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    Strict
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| document_fault(name, &error))
}

pub(super) fn document_fault(name: &str, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let place = format!("{name}:{}", error.line());
    if let Some(rest) = text.strip_prefix(DUPLICATE_KEY) {
        let key = rest.split(" at line").next().unwrap_or(rest);
        return Problem::new(
            Code::Duplicate,
            place,
            format!("the key \"{}\" stands twice in one object", shown_key(key)),
            "Keep one of the two.",
        );
    }
    if text.contains("invalid unicode") || text.contains("UTF-8") {
        return not_text(place);
    }
    Problem::new(
        Code::BadRow,
        place,
        format!("is not JSON: {}", crate::units::clean_text(&text)),
        "Mend the document; a number such as NaN is not JSON.",
    )
}

/// A JSON value in which no object has a key twice.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(truth.into())
    }
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number).map(Value::Number).ok_or_else(|| E::custom("not a finite number"))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Self)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Self)?;
            if map.contains_key(&key) {
                return Err(de::Error::custom(format!("{DUPLICATE_KEY}\"{key}\"")));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

/// Streams the rows, so that only one of them is held as JSON.
struct Rows<'a, 'f, R> {
    name: &'a str,
    table: &'a str,
    feed: &'a mut Feed<'f, R>,
    stop: &'a mut Option<Stop>,
}

impl<'de, R: DeserializeOwned> DeserializeSeed<'de> for Rows<'_, '_, R> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: DeserializeOwned> Visitor<'de> for Rows<'_, '_, R> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of rows, or an object that holds \"{}\"", self.table)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut row: u64 = 0;
        while let Some(value) = seq.next_element_seed(Strict)? {
            row += 1;
            let taken = take_row(self.name, row, &value, self.feed);
            if let Err(stop) = taken {
                *self.stop = Some(stop);
                return Err(de::Error::custom("stopped"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(key) = entries.next_key::<String>()? {
            if key == self.table && !found {
                found = true;
                entries.next_value_seed(Rows {
                    name: self.name,
                    table: self.table,
                    feed: &mut *self.feed,
                    stop: &mut *self.stop,
                })?;
            } else if key == self.table {
                return Err(de::Error::custom(format!("{DUPLICATE_KEY}\"{key}\"")));
            } else {
                entries.next_value_seed(Strict)?;
                self.feed.ignored.push(shown_key(&key));
            }
        }
        if found { Ok(()) } else { Err(de::Error::custom(format!("the object holds no list named {}", self.table))) }
    }
}

fn take_row<R: DeserializeOwned>(name: &str, row: u64, value: &Value, feed: &mut Feed<'_, R>) -> Result<(), Stop> {
    if row.is_multiple_of(PROGRESS_ROWS_COUNT) {
        feed.pause(row)?;
    }
    let Value::Object(map) = value else {
        return feed.fault(Problem::new(
            Code::BadRow,
            format!("{name}:{row}"),
            "expected an object",
            "Every row is a JSON object with named fields.",
        ));
    };
    let renamed = rename(name, row, map, feed)?;
    match read_row(feed.record, &renamed, &format!("{name}:{row}")) {
        Ok(canonical) => match R::deserialize(canonical) {
            Ok(typed) => feed.accept(typed),
            Err(error) => feed.fault(unfit(name, row, &error.to_string()))?,
        },
        Err(problems) => {
            for problem in problems.list() {
                feed.fault(problem.clone())?;
            }
        }
    }
    Ok(())
}

/// The row under our field names: keys match as headers do, dotted keys nest, unknown keys are set aside.
fn rename<R>(
    name: &str,
    row: u64,
    map: &Map<String, Value>,
    feed: &mut Feed<'_, R>,
) -> Result<Map<String, Value>, Stop> {
    let known = |key: &str| feed.record.field(key).is_some();
    if feed.columns.is_none() && map.keys().all(|key| known(key)) {
        return Ok(map.clone());
    }
    let slots = slots(feed.record);
    let headers: Vec<String> = map.keys().cloned().collect();
    let mut problems = Collector::default();
    let mapping = map_columns(name, &headers, &slots, feed.columns, &mut problems);
    // Only faults of `columns` itself count here: what a row lacks is told with its own place.
    for problem in problems.finish().err().iter().flat_map(super::super::problem::Problems::list) {
        if problem.at.starts_with("columns.") {
            return Err(problem.clone().into());
        }
        if problem.code == Code::Duplicate {
            let at = problem.at.replacen(":1:", &format!(":{row}:"), 1);
            feed.fault(Problem { at, ..problem.clone() })?;
        }
    }
    let mut renamed = Map::new();
    for (slot, column) in slots.iter().zip(&mapping.columns) {
        let value = column.and_then(|column| headers.get(column)).and_then(|header| map.get(header));
        if let Some(value) = value {
            place(&mut renamed, &slot.path, value);
        }
    }
    for (key, value) in map {
        let whole = feed.record.fields.iter().find(|field| crate::shape::fold(&field.name) == crate::shape::fold(key));
        match whole {
            Some(field) if !renamed.contains_key(&field.name) => {
                renamed.insert(field.name.clone(), value.clone());
            }
            Some(_) => {}
            None => {
                let name = shown_key(key);
                if mapping.ignored.contains(&name) && !feed.ignored.contains(&name) {
                    feed.ignored.push(name);
                }
            }
        }
    }
    Ok(renamed)
}

fn place(map: &mut Map<String, Value>, path: &[&str], value: &Value) {
    match path {
        [] => {}
        [name] => {
            map.insert((*name).to_owned(), value.clone());
        }
        [name, rest @ ..] => {
            let inner = map.entry((*name).to_owned()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                place(inner, rest, value);
            }
        }
    }
}
