//! The schemas that clients see: flat, without references, lists of types or number formats, because each of these is
//! known to break a client. Only a result's plain value that may be null is a choice, of its type and null.

use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use super::compile::derived_schema;
use super::{Leaf, Record, Shape};

/// How much an input schema says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// What a model needs and a name does not say: every word is paid for in each conversation.
    Lean,
    /// Everything: hidden fields, whole descriptions, nested arguments.
    Whole,
}

/// The input schema of a record.
#[must_use]
pub fn input_schema(record: &Record, telling: Telling) -> Value {
    record_schema(record, telling)
}

fn record_schema(record: &Record, telling: Telling) -> Value {
    let whole = telling == Telling::Whole;
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in &record.fields {
        if field.hidden && !whole {
            continue;
        }
        let mut schema = match (&field.public, whole) {
            (Some(public), false) => public.clone(),
            _ => shape_schema(&field.shape, telling),
        };
        let told = if whole { field.about.as_ref() } else { field.tell.as_ref() };
        if let (Some(text), Some(object)) = (told, schema.as_object_mut()) {
            object.insert("description".to_owned(), text.clone().into());
        }
        if field.required {
            required.push(Value::from(field.name.clone()));
        }
        properties.insert(field.name.clone(), schema);
    }
    let mut schema = json!({"type": "object", "properties": properties});
    if let Some(object) = schema.as_object_mut() {
        if !required.is_empty() {
            object.insert("required".to_owned(), required.into());
        }
        object.insert("additionalProperties".to_owned(), false.into());
    }
    schema
}

fn shape_schema(shape: &Shape, telling: Telling) -> Value {
    match shape {
        Shape::Object(record) => record_schema(record, telling),
        Shape::Array(item) => json!({"type": "array", "items": shape_schema(item, telling)}),
        Shape::Leaf(leaf) => leaf_schema(leaf, telling),
    }
}

fn leaf_schema(leaf: &Leaf, telling: Telling) -> Value {
    match leaf {
        Leaf::Money | Leaf::Amount(_) => json!({"type": "number"}),
        Leaf::Ratio(bounds) | Leaf::Percent(bounds) => {
            let mut schema = json!({"type": "number"});
            if telling == Telling::Whole
                && let Some(object) = schema.as_object_mut()
            {
                let number = |decimal: rust_decimal::Decimal| Value::Number(crate::units::number_of_decimal(decimal));
                object.insert("minimum".to_owned(), number(bounds.min));
                if let Some(max) = bounds.max {
                    object.insert("maximum".to_owned(), number(max));
                }
            }
            schema
        }
        Leaf::Count(_) => json!({"type": "integer"}),
        Leaf::Bool => json!({"type": "boolean"}),
        Leaf::Label | Leaf::Text(_) | Leaf::Date | Leaf::Month | Leaf::Period | Leaf::Digits | Leaf::Currency => {
            json!({"type": "string"})
        }
        Leaf::Enum(words) => json!({"type": "string", "enum": words.words}),
        Leaf::Open => json!({"type": "object"}),
    }
}

/// The output schema of a report's parts, merged into one flat object.
#[must_use]
pub fn output_schema<Head: JsonSchema, Figures: JsonSchema>() -> Value {
    let mut merged = normalised(derived_schema::<Head>());
    let figures = normalised(derived_schema::<Figures>());
    let part = |schema: &Value, key: &str| schema.get(key).cloned().unwrap_or_default();
    if let (Some(all), Value::Object(more)) =
        (merged.get_mut("properties").and_then(Value::as_object_mut), part(&figures, "properties"))
    {
        all.extend(more);
    }
    if let (Some(all), Value::Array(more)) =
        (merged.get_mut("required").and_then(Value::as_array_mut), part(&figures, "required"))
    {
        all.extend(more);
    }
    merged
}

/// Takes out what clients trip over, at every depth.
fn normalised(schema: Value) -> Value {
    match schema {
        Value::Object(map) => normalised_object(map),
        Value::Array(items) => Value::Array(items.into_iter().map(normalised).collect()),
        other => other,
    }
}

/// Lets null pass too. A list of types is known to break clients and no type at all tells nothing, so a plain value is a
/// choice of two; a word is one more word; and of a record or list the parts are worth more than the word null.
fn allow_null(map: &mut Map<String, Value>) {
    let kind = map.remove("type");
    if let Some(Value::Array(words)) = map.get_mut("enum") {
        words.push(Value::Null);
    } else if let Some(kind) = kind
        && kind != "object"
        && kind != "array"
    {
        map.insert("anyOf".to_owned(), json!([{"type": kind}, {"type": "null"}]));
    }
}

fn normalised_object(mut map: Map<String, Value>) -> Value {
    let mut nullable = false;
    if let Some(Value::Array(choices)) = map.remove("anyOf") {
        let rest = choices.into_iter().find(|choice| choice.get("type").and_then(Value::as_str) != Some("null"));
        if let Some(Value::Object(inner)) = rest {
            for (key, value) in inner {
                map.entry(key).or_insert(value);
            }
        }
        nullable = true;
    }
    if let Some(Value::Array(types)) = map.get("type") {
        let kind = types.iter().find(|kind| *kind != "null").cloned().unwrap_or_default();
        map.insert("type".to_owned(), kind);
        nullable = true;
    }
    if let Some(Value::Array(choices)) = map.remove("oneOf") {
        let words: Vec<Value> = choices.iter().filter_map(|choice| choice.get("const").cloned()).collect();
        map.insert("type".to_owned(), "string".into());
        map.insert("enum".to_owned(), words.into());
    }
    if nullable {
        allow_null(&mut map);
    }
    for key in ["format", "title", "$schema", "minimum", "maximum", "default"] {
        map.remove(key);
    }
    map.retain(|key, _| !key.starts_with("x-"));
    let may_be_absent: Vec<String> = map
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(_, schema)| schema.get("type").is_some_and(|kind| kind == "array"))
        .map(|(name, _)| name.clone())
        .filter(|name| name != "findings")
        .collect();
    if let Some(required) = map.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| !may_be_absent.iter().any(|list| name == list.as_str()));
    }
    let read = map.into_iter().map(|(key, value)| {
        // Property names are data, not keywords.
        let value = match value {
            Value::Object(properties) if key == "properties" => {
                Value::Object(properties.into_iter().map(|(name, schema)| (name, normalised(schema))).collect())
            }
            other => normalised(other),
        };
        (key, value)
    });
    Value::Object(read.collect())
}
