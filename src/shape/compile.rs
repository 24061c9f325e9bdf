//! From the schema that schemars derives to a [`Shape`], once a type.

use std::str::FromStr;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::{Bounds, Field, Leaf, Record, Shape, Words, fold};

/// Characters of free text where the schema names no limit.
const TEXT_CHARACTERS_COUNT_MAX: usize = 20_000;
/// The greatest whole number that a double holds exactly, and so the default bound of a count.
const COUNT_MAX: u64 = 9_007_199_254_740_991;

/// The shape of a wire type.
#[must_use]
pub fn shape_of<T: JsonSchema>() -> Shape {
    let schema = derived_schema::<T>();
    compile(&schema)
}

/// The schema of a type as schemars derives it, with nothing referenced.
pub(super) fn derived_schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings.into_generator().into_root_schema_for::<T>().into()
}

fn compile(schema: &Value) -> Shape {
    let schema = without_null(schema);
    if let Some(words) = words_of(schema) {
        return Shape::Leaf(Leaf::Enum(words));
    }
    if let Some(leaf) = leaf_of_kind(schema) {
        return Shape::Leaf(leaf);
    }
    match type_of(schema) {
        "object" => schema
            .get("properties")
            .and_then(Value::as_object)
            .map_or(Shape::Leaf(Leaf::Open), |fields| Shape::Object(record_of(schema, fields))),
        "array" => Shape::Array(Box::new(compile(schema.get("items").unwrap_or(&Value::Null)))),
        "boolean" => Shape::Leaf(Leaf::Bool),
        "integer" => Shape::Leaf(Leaf::Count(bounds_of(schema, Some(Decimal::from(COUNT_MAX))))),
        "number" => Shape::Leaf(Leaf::Amount(bounds_of(schema, None))),
        "string" => Shape::Leaf(Leaf::Text(text_limit(schema))),
        _ => Shape::Leaf(Leaf::Open),
    }
}

fn record_of(schema: &Value, properties: &Map<String, Value>) -> Record {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let fields = properties
        .iter()
        .map(|(name, property)| Field {
            name: name.clone(),
            aliases: strings(property.get("x-aliases")),
            loose: property.get("x-loose") == Some(&Value::Bool(true)),
            required: required.contains(&name.as_str()),
            hidden: property.get("x-hidden") == Some(&Value::Bool(true)),
            tell: text(property.get("x-tell")),
            about: text(property.get("description")),
            public: property.get("x-public").cloned(),
            shape: compile(property),
        })
        .collect();
    Record { fields }
}

/// The member of an either-or that is not null: how schemars writes an optional value.
fn without_null(schema: &Value) -> &Value {
    let Some(choices) = schema.get("anyOf").and_then(Value::as_array) else {
        return schema;
    };
    choices.iter().find(|choice| choice.get("type").and_then(Value::as_str) != Some("null")).unwrap_or(schema)
}

fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or_default()
        }
        _ => "",
    }
}

fn leaf_of_kind(schema: &Value) -> Option<Leaf> {
    let kind = schema.get("x-kind").and_then(Value::as_str)?;
    Some(match kind {
        "money" => Leaf::Money,
        "ratio" => Leaf::Ratio(bounds_of(schema, Some(Decimal::ONE))),
        "percent" => Leaf::Percent(bounds_of(schema, Some(Decimal::ONE_HUNDRED))),
        "amount" => Leaf::Amount(bounds_of(schema, None)),
        "label" => Leaf::Label,
        "date" => Leaf::Date,
        "month" => Leaf::Month,
        "period" => Leaf::Period,
        "digits" => Leaf::Digits,
        "currency" => Leaf::Currency,
        _ => return None,
    })
}

/// The words of an enum, whether its variants are documented (a choice of constants) or not (a plain list).
fn words_of(schema: &Value) -> Option<Words> {
    let plain = strings(schema.get("enum"));
    let constants: Vec<String> = schema
        .get("oneOf")
        .and_then(Value::as_array)
        .map(|choices| {
            choices
                .iter()
                .flat_map(|choice| {
                    let mut words = strings(choice.get("enum"));
                    words.extend(text(choice.get("const")));
                    words
                })
                .collect()
        })
        .unwrap_or_default();
    let words: Vec<String> = plain.into_iter().chain(constants).collect();
    if words.is_empty() {
        return None;
    }
    let own = words.iter().map(|word| (fold(word), word.clone()));
    let older = schema
        .get("x-spellings")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(spelling, word)| Some((fold(spelling), word.as_str()?.to_owned())));
    let spellings = own.chain(older).collect();
    Some(Words { words, spellings })
}

fn bounds_of(schema: &Value, default_max: Option<Decimal>) -> Bounds {
    let number = |key: &str| schema.get(key).and_then(|bound| Decimal::from_str(&bound.to_string()).ok());
    Bounds {
        min: number("x-min").or_else(|| number("minimum")).unwrap_or_default(),
        max: number("x-max").or(default_max),
        percent_text_max: number("x-percent-text-max"),
    }
}

fn text_limit(schema: &Value) -> usize {
    schema
        .get("x-max")
        .and_then(Value::as_u64)
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(TEXT_CHARACTERS_COUNT_MAX)
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(|item| text(Some(item))).collect())
        .unwrap_or_default()
}
