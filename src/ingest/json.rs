//! JSON files: a list of rows, or an object that holds the table. A key that stands twice is refused.

use std::fmt;
use std::io::BufReader;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::delimited::{broken, not_text};
use super::guard::Meter;
use super::objects::Take;
use super::open::Opened;
use super::stream::text;
use crate::problem::{Code, Problem, Stop};
use crate::shape::shown_key;

/// Marks an error text as a duplicate key, on its way through serde.
const DUPLICATE_KEY: &str = "duplicate key ";
/// Marks an error text as an object without the table, likewise.
const NO_TABLE: &str = "no table ";
/// Bytes that are read at once.
const BUFFER_BYTES: usize = 1 << 17;

/// Hands on each row of a JSON file, and the keys beside the table.
///
/// # Errors
/// What is wrong with the document, or what `take` refuses.
pub(super) fn each_row(opened: &Opened<'_>, table: &str, take: &mut dyn Take) -> Result<(), Stop> {
    let meter = Meter::default();
    let name = opened.name.as_str();
    let stream = opened.bytes(&meter).and_then(|file| text(file, &meter)).map_err(|_| broken(name, 1, &meter))?;
    take.written(&stream.told);
    let (mut rows_count, mut stop) = (0, None);
    let mut deserializer = serde_json::Deserializer::from_reader(BufReader::with_capacity(BUFFER_BYTES, stream.bytes));
    let rows = Rows { table, meter: &meter, count: &mut rows_count, take, stop: &mut stop };
    let read = rows.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match (stop, read) {
        (Some(stop), _) => Err(stop),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => {
            let row = rows_count as u64 + 1;
            Err(meter.stop(name, row).unwrap_or_else(|| document_fault(name, &error).into()))
        }
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
struct Rows<'a> {
    table: &'a str,
    meter: &'a Meter,
    /// The rows that were read.
    count: &'a mut usize,
    take: &'a mut dyn Take,
    stop: &'a mut Option<Stop>,
}

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of rows, or an object that holds \"{}\"", self.table)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element_seed(WHOLE)? {
            self.meter.next_record();
            let row = *self.count;
            *self.count += 1;
            if let Err(stop) = self.take.row(row, value) {
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
                    table: self.table,
                    meter: self.meter,
                    count: &mut *self.count,
                    take: &mut *self.take,
                    stop: &mut *self.stop,
                })?;
            } else if key == self.table {
                return Err(de::Error::custom(format!("{DUPLICATE_KEY}\"{key}\"")));
            } else {
                entries.next_value_seed(Strict { passing: Some(self.meter) })?;
                self.meter.next_record();
                self.take.other_key(&key);
            }
        }
        if found { Ok(()) } else { Err(de::Error::custom(format!("{NO_TABLE}{}", self.table))) }
    }
}
