//! Arguments that every tool takes, and words that every result uses.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::customers::Stage;
use crate::units::{Currency, Date, Label};

/// The list length unless the caller says otherwise.
const LIMIT_COUNT_DEFAULT: u64 = 20;

/// How much of a result is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// What a conversation needs.
    #[default]
    Summary,
    /// Every field and interval.
    Full,
}

/// The kind of decision that a result serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Whether retention is honest and where it leaks.
    Retention,
    /// Who gets how much.
    Segmentation,
    /// How many people in which model.
    Coverage,
    /// Which role next.
    NextHire,
    /// How a program is run.
    Program,
    /// Which accounts to act on.
    Accounts,
}

impl Decision {
    /// The name in print.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Retention => "Retention",
            Self::Segmentation => "Segmentation",
            Self::Coverage => "Coverage",
            Self::NextHire => "Next hire",
            Self::Program => "Program",
            Self::Accounts => "Accounts",
        }
    }
}

/// The arguments that every tool takes.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Common {
    /// Path of a CSV, TSV, JSON, NDJSON, XLSX or Parquet file with the table, relative to the data folder; instead of
    /// the inline table. All but XLSX and Parquet may be packed with gzip or zstd.
    #[schemars(extend("x-tell" = "path: CSV, XLSX, Parquet, JSON"))]
    pub file: Option<Label>,
    /// The file's format where its name does not tell: csv, tsv, json, ndjson, xlsx or parquet.
    pub format: Option<Label>,
    /// The sheet of a workbook, where it has several.
    pub sheet: Option<Label>,
    /// Our field names mapped to the file's headers, such as {"arr_usd": "Annual value"}.
    #[schemars(extend("x-tell" = "{field: header} where headers differ"))]
    pub columns: Option<Map<String, Value>>,
    /// The day the figures stand for, YYYY-MM-DD.
    pub as_of: Option<Date>,
    /// ISO 4217 code, default USD; a label, nothing is converted.
    pub currency: Option<Currency>,
    /// seed is pre-seed to Series A, growth is Series B and later, scale is late stage.
    #[schemars(extend("x-tell" = "seed: to Series A; growth: B+; scale: late"))]
    pub stage: Option<Stage>,
    /// Overrides of this tool's thresholds, by the keys of cco://policy.
    #[schemars(extend("x-tell" = "threshold overrides, keys in cco://policy"))]
    pub policy: Option<Map<String, Value>>,
    /// summary (default) or full.
    pub detail: Option<Detail>,
    /// The longest a list may be: 1 to 500, default 20.
    #[schemars(range(min = 1), extend("x-max" = 500))]
    pub limit: Option<u64>,
    /// How many rows of a long list to skip.
    pub offset: Option<u64>,
}

impl Common {
    /// The detail wanted.
    #[must_use]
    pub fn detail(&self) -> Detail {
        self.detail.unwrap_or_default()
    }

    /// The longest a list may be.
    #[must_use]
    pub fn limit(&self) -> usize {
        usize::try_from(self.limit.unwrap_or(LIMIT_COUNT_DEFAULT)).unwrap_or(usize::MAX)
    }

    /// How many rows of a long list to skip.
    #[must_use]
    pub fn offset(&self) -> usize {
        usize::try_from(self.offset.unwrap_or(0)).unwrap_or(usize::MAX)
    }

    /// The currency, as the contract has it: US dollars unless said.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency.clone().unwrap_or_default()
    }
}

/// A tool's own arguments and the common ones, side by side in one object.
#[derive(Debug, Clone)]
pub struct Arguments<T> {
    /// The tool's own.
    pub own: T,
    /// What every tool takes.
    pub common: Common,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Arguments<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let fault = |error: serde_json::Error| D::Error::custom(fmt::format(format_args!("{error}")));
        Ok(Self {
            common: Common::deserialize(&value).map_err(fault)?,
            own: serde_json::from_value(value).map_err(fault)?,
        })
    }
}

impl<T: JsonSchema> JsonSchema for Arguments<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("{}Arguments", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    /// Both sets of properties in one object: the tool's own first.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut own = T::json_schema(generator);
        let mut common: Value = Common::json_schema(generator).into();
        let added = common.get_mut("properties").map(Value::take).unwrap_or_default();
        if let (Some(Value::Object(properties)), Value::Object(added)) = (own.get_mut("properties"), added) {
            for (name, property) in added {
                properties.entry(name).or_insert(property);
            }
        }
        own
    }
}
