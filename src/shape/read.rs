//! The collecting reader: walks JSON with a shape, tells every fault, and gives back what serde can take.

use serde_json::{Map, Value};

use super::leaf::{kind_of, shown};
use super::{Field, INLINE_ROWS_COUNT_MAX, Leaf, Record, Scalar, Shape, TinyPercents, nearest};
use crate::problem::{Code, Collector, Problem, Problems};

/// What the reader made of the arguments.
#[derive(Debug)]
pub struct Reading {
    /// The arguments under their canonical names, every leaf in the one form that serde takes.
    pub value: Value,
    /// Percentages between 0 and 1, which are read as they stand and warned about (GEN-01).
    pub tiny_percents: TinyPercents,
}

/// Reads arguments with a record's shape.
///
/// # Errors
/// Every fault of shape, up to the cap.
pub fn read(record: &Record, arguments: &Value) -> Result<Reading, Problems> {
    let mut reader = Reader::default();
    let value = reader.root(record, arguments);
    reader.problems.finish()?;
    Ok(Reading { value: value.unwrap_or_default(), tiny_percents: reader.tiny_percents })
}

/// Reads a row of a JSON file, whose fields are named `file:row:field` in problems.
///
/// # Errors
/// Every fault of the row's shape.
pub(crate) fn read_row(record: &Record, row: &Map<String, Value>, place: &str) -> Result<Reading, Problems> {
    let mut reader = Reader::default();
    let value = reader.object(record, row, &Path::Row(place));
    reader.problems.finish()?;
    Ok(Reading { value, tiny_percents: reader.tiny_percents })
}

/// Where in the arguments the reader stands; text only when a fault needs it.
#[derive(Clone, Copy)]
enum Path<'a> {
    Root,
    /// A row of a file, `file:row`.
    Row(&'a str),
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn text(&self) -> String {
        match self {
            Self::Root => "arguments".to_owned(),
            Self::Row(place) => (*place).to_owned(),
            Self::Key(Path::Root, key) => shown_key(key),
            Self::Key(Path::Row(place), key) => format!("{place}:{}", shown_key(key)),
            Self::Key(parent, key) => format!("{}.{}", parent.text(), shown_key(key)),
            Self::Index(parent, index) => format!("{}[{index}]", parent.text()),
        }
    }
}

/// A key as a place may show it: cleaned and short, since it comes from the caller. A blank one keeps its quotes, so
/// that the place is not empty.
pub(crate) fn shown_key(key: &str) -> String {
    let quoted = shown(key);
    match quoted.trim_matches('"') {
        "" => quoted,
        plain => plain.to_owned(),
    }
}

#[derive(Default)]
struct Reader {
    problems: Collector,
    tiny_percents: TinyPercents,
}

impl Reader {
    fn root(&mut self, record: &Record, arguments: &Value) -> Option<Value> {
        match arguments {
            Value::Object(map) => Some(self.object(record, map, &Path::Root)),
            Value::Null => Some(self.object(record, &Map::new(), &Path::Root)),
            other => {
                self.problems.add(
                    Code::Type,
                    "arguments",
                    format!("expected an object, got {}", kind_of(other)),
                    "Send the arguments as one JSON object.",
                );
                None
            }
        }
    }

    fn value(&mut self, shape: &Shape, value: &Value, path: &Path<'_>) -> Option<Value> {
        match (shape, value) {
            (Shape::Leaf(leaf), _) => self.leaf(leaf, value, path),
            (Shape::Object(record), Value::Object(map)) => Some(self.object(record, map, path)),
            (Shape::Array(item), Value::Array(items)) => self.array(item, items, path),
            (Shape::Object(_) | Shape::Array(_), Value::String(text)) => self.read_json_text(shape, text, path),
            (_, other) => {
                self.wrong_container(shape, other, path);
                None
            }
        }
    }

    /// Some clients send a whole list or object as its JSON text.
    fn read_json_text(&mut self, shape: &Shape, text: &str, path: &Path<'_>) -> Option<Value> {
        let parsed = serde_json::from_str::<Value>(text).ok();
        match (shape, &parsed) {
            (Shape::Object(_), Some(value @ Value::Object(_))) | (Shape::Array(_), Some(value @ Value::Array(_))) => {
                self.value(shape, value, path)
            }
            _ => {
                self.wrong_container(shape, &Value::String(text.to_owned()), path);
                None
            }
        }
    }

    fn wrong_container(&mut self, shape: &Shape, came: &Value, path: &Path<'_>) {
        let (wanted, help) = match (shape, came) {
            (Shape::Object(record), Value::String(_)) if record.field("file").is_some() => {
                ("an object", "To name a file, write {\"file\": \"…\"}.".to_owned())
            }
            (Shape::Object(record), _) => ("an object", format!("Send an object with {}.", field_names(record))),
            (Shape::Array(item), _) => match item.as_ref() {
                Shape::Object(record) => ("a list", format!("Send a list of objects with {}.", field_names(record))),
                _ => ("a list", "Send a list in square brackets.".to_owned()),
            },
            (Shape::Leaf(leaf), _) => (leaf.noun(), "Send the value in that form.".to_owned()),
        };
        self.problems.add(Code::Type, path.text(), format!("expected {wanted}, got {}", kind_of(came)), help);
    }

    fn array(&mut self, item: &Shape, items: &[Value], path: &Path<'_>) -> Option<Value> {
        if items.len() > INLINE_ROWS_COUNT_MAX {
            self.problems.add(
                Code::TooMany,
                path.text(),
                format!("expected at most {INLINE_ROWS_COUNT_MAX} rows inline, got {}", items.len()),
                "Save the table as CSV, JSON, XLSX or Parquet and name it in `file`.",
            );
            return None;
        }
        let read: Vec<Value> = items
            .iter()
            .enumerate()
            .filter_map(|(index, value)| self.value(item, value, &Path::Index(path, index)))
            .collect();
        Some(Value::Array(read))
    }

    fn object(&mut self, record: &Record, map: &Map<String, Value>, path: &Path<'_>) -> Value {
        let mut read = Map::with_capacity(map.len());
        if is_earlier_result(record, map) {
            let tool = map.get("tool").and_then(Value::as_str).unwrap_or("the tool");
            self.problems.add(
                Code::Type,
                path.text(),
                "expected arguments, got an earlier result".to_owned(),
                format!("Send the arguments you sent to {}.", shown_key(tool)),
            );
            return Value::Object(read);
        }
        for (key, value) in map {
            let Some(field) = record.field(key) else {
                self.unknown_key(record, key, path);
                continue;
            };
            if value.is_null() {
                continue;
            }
            let here = Path::Key(path, key);
            if read.contains_key(&field.name) {
                self.problems.add(
                    Code::Duplicate,
                    here.text(),
                    format!("{} is given twice under different names", field.name),
                    format!("Keep {} alone.", field.name),
                );
                continue;
            }
            // A value that was refused still takes its place, so that it is not called missing as well.
            let value = self.value(&field.shape, value, &here).unwrap_or_default();
            read.insert(field.name.clone(), value);
        }
        for field in &record.fields {
            if field.required && !read.contains_key(&field.name) {
                self.missing(field, path);
            }
        }
        Value::Object(read)
    }

    fn unknown_key(&mut self, record: &Record, key: &str, path: &Path<'_>) {
        let shown = record.fields.iter().filter(|field| !field.hidden).map(|field| field.name.as_str());
        let inside = inside(record, key);
        // What models are not shown is read all the same, so it may be what was meant.
        let near = || nearest(key, record.fields.iter().map(|field| field.name.as_str()));
        let help = inside
            .or_else(|| Some(format!("Did you mean {}?", near()?)))
            .unwrap_or_else(|| format!("Known here: {}.", shown.collect::<Vec<_>>().join(", ")));
        let here = Path::Key(path, key);
        self.problems.add(Code::UnknownKey, here.text(), "is not a known field", help);
    }

    fn missing(&mut self, field: &Field, path: &Path<'_>) {
        let here = Path::Key(path, &field.name);
        let what = match &field.shape {
            Shape::Object(_) => "an object",
            Shape::Array(_) => "a list",
            Shape::Leaf(leaf) => leaf.noun(),
        };
        let help = match &field.shape {
            Shape::Array(_) | Shape::Leaf(Leaf::Label | Leaf::Text(_) | Leaf::Enum(_)) => "Give it.".to_owned(),
            Shape::Leaf(_) => "Give it; if you do not know the figure, ask for it rather than guess.".to_owned(),
            Shape::Object(record) => format!("Give it, with {}.", field_names(record)),
        };
        self.problems.push(Problem::new(Code::Missing, here.text(), format!("is required: {what}, got nothing"), help));
    }

    fn leaf(&mut self, leaf: &Leaf, value: &Value, path: &Path<'_>) -> Option<Value> {
        match leaf.read_json(value) {
            Ok(scalar) => {
                if is_tiny_percent(leaf, &scalar) && !value.as_str().is_some_and(is_percent_text) {
                    self.tiny_percents.add(path.text(), 1);
                }
                Some(scalar.into())
            }
            Err(fault) => {
                self.problems.add(fault.code, path.text(), fault.message, fault.help);
                None
            }
        }
    }
}

/// Where a key belongs that is known one level further in.
fn inside(record: &Record, key: &str) -> Option<String> {
    record.fields.iter().find_map(|field| match &field.shape {
        Shape::Object(inner) if inner.field(key).is_some() => Some(format!("It belongs inside {}.", field.name)),
        Shape::Array(item) => match item.as_ref() {
            Shape::Object(row) if row.field(key).is_some() => {
                Some(format!("It belongs inside a row of {}.", field.name))
            }
            _ => None,
        },
        _ => None,
    })
}

/// The fields that a record must or may have, the first of them by name.
fn field_names(record: &Record) -> String {
    const NAMED_COUNT_MAX: usize = 8;
    let shown = record.fields.iter().filter(|field| !field.hidden).map(|field| field.name.as_str());
    let mut names: Vec<&str> = shown.take(NAMED_COUNT_MAX + 1).collect();
    if names.len() > NAMED_COUNT_MAX {
        names.truncate(NAMED_COUNT_MAX);
        names.push("…");
    }
    names.join(", ")
}

/// Whether a percentage lies strictly between 0 and 1: likely a fraction by mistake.
pub(crate) fn is_tiny_percent(leaf: &Leaf, scalar: &Scalar) -> bool {
    use rust_decimal::Decimal;
    matches!((leaf, scalar), (Leaf::Percent(_), Scalar::Decimal(value))
        if *value > Decimal::ZERO && *value < Decimal::ONE)
}

/// With a percent sign the caller has said what is meant.
pub(crate) fn is_percent_text(text: &str) -> bool {
    text.trim_end().ends_with('%')
}

/// Our own output given where arguments are expected.
fn is_earlier_result(record: &Record, map: &Map<String, Value>) -> bool {
    ["tool", "schema_version"].iter().all(|key| map.contains_key(*key) && record.field(key).is_none())
}
