//! The shape of arguments: one description, derived from the wire types, that reads, refuses and explains.
//!
//! serde stops at its first error; an agent that mends one fault a call gives up. So a [`Shape`] is compiled once from
//! the schema that schemars derives, a collecting reader walks the JSON with it and tells every fault at once, and
//! only what passed is handed to serde. The schema that clients see is printed from the same shape, so the reader and
//! the schema cannot disagree. Nothing here knows a tool.
//!
//! Schema extensions on the wire types steer it: `x-kind` (which quantity), `x-aliases` (older names of a field),
//! `x-spellings` (older spellings of an enum word), `x-hidden` (read, but not shown to models), `x-tell` (the short
//! description models see), `x-public` (what models see in place of a nested schema), `x-min` and `x-max` (bounds),
//! `x-percent-text-max` (the upper bound of a ratio written as text with a percent sign; a plain number reads such text
//! only where it has this bound), `x-loose` (a field whose name
//! is read in any case and with space, dash, slash or underscore, as the words of an enum are).

mod compile;
mod leaf;
mod plain;
mod read;
mod schema;
mod spelling;
mod tiny;

use rust_decimal::Decimal;
use serde_json::Value;

pub use compile::shape_of;
pub(crate) use leaf::{Fault, Scalar};
pub(crate) use plain::{Plain, Stored, decimal_of, is_plain_label};
pub use read::{Reading, read};
pub(crate) use read::{is_percent_text, is_tiny_percent, read_row, shown_key};
pub use schema::{Telling, input_schema, output_schema};
pub(crate) use spelling::{fold, nearest};
pub use tiny::TinyPercents;

/// Rows that may come inline (contract, section 0); longer tables come as a file.
pub const INLINE_ROWS_COUNT_MAX: usize = 10_000;

/// What a value must be.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A record with named fields.
    Object(Record),
    /// A list of at most [`INLINE_ROWS_COUNT_MAX`] items.
    Array(Box<Shape>),
    /// A single value.
    Leaf(Leaf),
}

/// The fields of a record, in the order they are declared.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The fields.
    pub fields: Vec<Field>,
}

impl Record {
    /// The field with this name or alias, exactly spelled unless the field is loose.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.is_named(key))
    }
}

/// One field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Names that are read all the same.
    pub aliases: Vec<String>,
    /// Whether the name and its aliases are read as loosely as the words of an enum: for keys that are such words.
    pub loose: bool,
    /// Whether its absence is refused.
    pub required: bool,
    /// Whether models are not shown it.
    pub hidden: bool,
    /// The short description for models, where the name does not say enough.
    pub tell: Option<String>,
    /// The whole description.
    pub about: Option<String>,
    /// What models see in place of the nested schema.
    pub public: Option<Value>,
    /// What its value must be.
    pub shape: Shape,
}

impl Field {
    fn is_named(&self, key: &str) -> bool {
        let mut names = std::iter::once(&self.name).chain(&self.aliases);
        if self.loose {
            let folded = fold(key);
            return names.any(|name| fold(name) == folded);
        }
        names.any(|name| name == key)
    }
}

/// A single value's kind and bounds.
#[derive(Debug, Clone)]
pub enum Leaf {
    /// Money, zero or more.
    Money,
    /// A fraction within bounds, by default 0 to 1.
    Ratio(Bounds),
    /// A percentage within bounds, by default 0 to 100.
    Percent(Bounds),
    /// A plain number within bounds.
    Amount(Bounds),
    /// A whole number within bounds.
    Count(Bounds),
    /// true or false.
    Bool,
    /// A name: one line of at most 500 characters, not blank.
    Label,
    /// Free text of at most so many characters.
    Text(usize),
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A month, `YYYY-MM`.
    Month,
    /// A month, or a day or moment of it.
    Period,
    /// A whole number of up to 38 digits, kept as text.
    Digits,
    /// An ISO 4217 code.
    Currency,
    /// One of some words.
    Enum(Words),
    /// A JSON object whose keys somebody else checks.
    Open,
}

/// Inclusive bounds of a number.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bounds {
    /// The least value.
    pub min: Decimal,
    /// The greatest value, where there is one.
    pub max: Option<Decimal>,
    /// The greatest value of text with a percent sign, where that may exceed a plain number: 1.5 is most likely a
    /// slip for 1.5 %, while "150%" says what it means.
    pub percent_text_max: Option<Decimal>,
}

/// The words of an enum and the spellings that mean one of them.
#[derive(Debug, Clone)]
pub struct Words {
    /// The words as they stand on the wire.
    pub words: Vec<String>,
    /// Folded spelling and the word it means.
    pub spellings: Vec<(String, String)>,
}
