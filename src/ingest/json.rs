//! JSON files: a list of rows, or an object that holds the table. A key that stands twice is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::columns::{Slot, check_named, match_columns, slots};
use super::delimited::{not_text, unfit};
use super::guard::Meter;
use super::open::Opened;
use super::table::{Feed, PROGRESS_ROWS_COUNT};
use crate::problem::{Code, Collector, Problem, Problems, Stop};
use crate::shape::{Record, fold, read_row, shown_key};

/// Marks an error text as a duplicate key, on its way through serde.
const DUPLICATE_KEY: &str = "duplicate key ";
/// Marks an error text as an object without the table, likewise.
const NO_TABLE: &str = "no table ";

/// Reads the rows of a JSON file and hands each on.
pub(super) fn read<R: DeserializeOwned>(opened: Opened<'_>, table: &str, feed: &mut Feed<'_, R>) -> Result<(), Stop> {
    let Opened { name, bytes, meter, .. } = opened;
    let mut keys = Keys::of(feed.record, feed.columns)?;
    let (mut row, mut stop) = (0, None);
    let mut deserializer = serde_json::Deserializer::from_reader(std::io::BufReader::with_capacity(1 << 17, bytes));
    let rows = Rows { name: &name, table, meter: &meter, row: &mut row, keys: &mut keys, feed, stop: &mut stop };
    let read = rows.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match (stop, read) {
        // A header that no row had is why the rows lack its field.
        (Some(Stop::Refused(refused)), _) => Err(match keys.check_unseen() {
            Ok(()) => refused,
            Err(unseen) => unseen.and(refused),
        }
        .into()),
        (Some(stop), _) => Err(stop),
        (None, Ok(())) if row > 0 => Ok(keys.check_unseen()?),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => Err(meter.stop(&name, row + 1).unwrap_or_else(|| document_fault(&name, &error).into())),
    }
}

/// Reads a JSON document strictly: no key twice. For argument documents of the command line.
///
/// # Errors
/// `bad-row`, `duplicate` or `encoding`, at the document's name.
pub fn strict_json(name: &str, bytes: &[u8]) -> Result<Value, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    WHOLE
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| document_fault(name, &error))
}

pub(super) fn document_fault(name: &str, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let place = format!("{name}:{}", error.line());
    if let Some(rest) = text.strip_prefix(NO_TABLE) {
        let table = rest.split(" at line").next().unwrap_or(rest);
        return Problem::new(
            Code::Missing,
            name,
            format!("the object holds no list named {table}"),
            format!("Name the list of rows {table}, or let the file be that list."),
        );
    }
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
struct Strict<'m> {
    /// Where the items of a list are not kept, what is told of each.
    passing: Option<&'m Meter>,
}

/// A value that is kept.
const WHOLE: Strict<'static> = Strict { passing: None };

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
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
        while let Some(item) = seq.next_element_seed(WHOLE)? {
            match self.passing {
                Some(meter) => meter.next_record(),
                None => items.push(item),
            }
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(WHOLE)?;
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
    meter: &'a Meter,
    /// The rows that were read.
    row: &'a mut u64,
    keys: &'a mut Keys<'f>,
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
        while let Some(value) = seq.next_element_seed(WHOLE)? {
            *self.row += 1;
            self.meter.next_record();
            let taken = take_row(self.name, *self.row, &value, self.keys, self.feed);
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
                    meter: self.meter,
                    row: &mut *self.row,
                    keys: &mut *self.keys,
                    feed: &mut *self.feed,
                    stop: &mut *self.stop,
                })?;
            } else if key == self.table {
                return Err(de::Error::custom(format!("{DUPLICATE_KEY}\"{key}\"")));
            } else {
                entries.next_value_seed(Strict { passing: Some(self.meter) })?;
                self.meter.next_record();
                self.feed.ignored.insert(shown_key(&key));
            }
        }
        if found { Ok(()) } else { Err(de::Error::custom(format!("{NO_TABLE}{}", self.table))) }
    }
}

fn take_row<R: DeserializeOwned>(
    name: &str,
    row: u64,
    value: &Value,
    keys: &mut Keys<'_>,
    feed: &mut Feed<'_, R>,
) -> Result<(), Stop> {
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
    let renamed = rename(&format!("{name}:{row}"), map, keys, feed)?;
    match read_row(feed.record, &renamed, &format!("{name}:{row}")) {
        Ok(reading) => {
            feed.tiny_percents(reading.tiny_percents);
            match R::deserialize(reading.value) {
                Ok(typed) => feed.accept(typed),
                Err(error) => feed.fault(unfit(name, row, &error.to_string()))?,
            }
        }
        Err(problems) => {
            for problem in problems.list() {
                feed.fault(problem.clone())?;
            }
        }
    }
    Ok(())
}

/// What the keys of the rows mean; found once a file where it is the same for all.
struct Keys<'r> {
    slots: Vec<Slot<'r>>,
    /// The record's fields by their folded names.
    fields: BTreeMap<String, &'r str>,
    named: Option<&'r Map<String, Value>>,
    /// Headers that `columns` names and no row had yet, folded.
    unseen: BTreeSet<String>,
    /// The headers of the first row.
    headers: Option<Vec<String>>,
}

impl<'r> Keys<'r> {
    fn of(record: &'r Record, named: Option<&'r Map<String, Value>>) -> Result<Self, Stop> {
        let slots = slots(record);
        if let Some(named) = named {
            // As if each header were there: only what no row can mend is told before the rows.
            let headers: Vec<String> = named.values().filter_map(Value::as_str).map(str::to_owned).collect();
            let mut problems = Collector::default();
            check_named(&headers, &slots, named, &mut problems);
            problems.finish()?;
        }
        let unseen = named.into_iter().flat_map(Map::values).filter_map(Value::as_str).map(fold).collect();
        let fields = record.fields.iter().map(|field| (fold(&field.name), field.name.as_str())).collect();
        Ok(Self { slots, fields, named, unseen, headers: None })
    }

    /// What `columns` names of the headers of a row; takes note of them.
    fn named_here(&mut self, headers: &[String]) -> Option<Map<String, Value>> {
        let named = self.named?;
        let here: BTreeSet<String> = headers.iter().map(|header| fold(header)).collect();
        self.unseen.retain(|header| !here.contains(header));
        if self.headers.is_none() {
            self.headers = Some(headers.to_vec());
        }
        let is_here = |header: &Value| header.as_str().is_some_and(|header| here.contains(&fold(header)));
        let of_row = named.iter().filter(|(_, header)| is_here(header));
        Some(of_row.map(|(field, header)| (field.clone(), header.clone())).collect())
    }

    /// Refuses `columns` that name a header which no row had.
    fn check_unseen(&self) -> Result<(), Problems> {
        let mut problems = Collector::default();
        let is_unseen = |header: &Value| header.as_str().is_some_and(|header| self.unseen.contains(&fold(header)));
        let unseen = self.named.into_iter().flatten().filter(|(_, header)| is_unseen(header));
        let unseen: Map<String, Value> = unseen.map(|(field, header)| (field.clone(), header.clone())).collect();
        check_named(self.headers.as_deref().unwrap_or_default(), &self.slots, &unseen, &mut problems);
        problems.finish()
    }
}

/// The row under our field names: keys match as headers do, dotted keys nest, unknown keys are set aside.
fn rename<R>(
    at: &str,
    map: &Map<String, Value>,
    keys: &mut Keys<'_>,
    feed: &mut Feed<'_, R>,
) -> Result<Map<String, Value>, Stop> {
    let known = |key: &str| feed.record.field(key).is_some();
    if feed.columns.is_none() && map.keys().all(|key| known(key)) {
        return Ok(map.clone());
    }
    let headers: Vec<String> = map.keys().cloned().collect();
    let named = keys.named_here(&headers);
    let mut problems = Collector::default();
    let mapping = match_columns(at, &headers, &keys.slots, named.as_ref(), &mut problems);
    for problem in problems.finish().err().iter().flat_map(Problems::list) {
        feed.fault(problem.clone())?;
    }
    let mut renamed = Map::new();
    for (slot, column) in keys.slots.iter().zip(&mapping.columns) {
        let value = column.and_then(|column| headers.get(column)).and_then(|header| map.get(header));
        if let Some(value) = value {
            place(&mut renamed, &slot.path, value);
        }
    }
    for (key, value) in map {
        match keys.fields.get(&fold(key)) {
            Some(field) if !renamed.contains_key(*field) => {
                renamed.insert((*field).to_owned(), value.clone());
            }
            Some(_) => {}
            None => {
                let name = shown_key(key);
                if mapping.ignored.contains(&name) {
                    feed.ignored.insert(name);
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
