//! Policy tables: every threshold is a row with its value, unit and source, and a company may override it.
//!
//! The macro [`policy_table!`](crate::policy_table) declares a tool's table once; from it come the typed thresholds,
//! the rows of `cco://policy`, and the reader of a caller's partial `policy`. No threshold lives anywhere else.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::problem::{Code, Collector};
use crate::shape::{Bounds, Leaf, Scalar, nearest, shown_key};
use crate::units::number_of_decimal;

/// What a threshold is measured in, and so how an override is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A probability or a part of a whole: a fraction from 0 to 1.
    Fraction,
    /// A ratio from 0 to 10.
    Ratio,
    /// A percentage from 0 to 100.
    Percent,
    /// Money of the call's currency.
    Money,
    /// A whole number: people, accounts, days, months.
    Count,
    /// A plain number, such as points or hours.
    Amount,
}

impl Unit {
    /// The word in `cco://policy`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fraction => "fraction",
            Self::Ratio => "ratio",
            Self::Percent => "percent",
            Self::Money => "money",
            Self::Count => "count",
            Self::Amount => "amount",
        }
    }

    fn leaf(self) -> Leaf {
        let bounds = |max: Option<Decimal>| Bounds { max, ..Bounds::default() };
        match self {
            Self::Fraction => Leaf::Ratio(bounds(Some(Decimal::ONE))),
            Self::Ratio => Leaf::Ratio(bounds(Some(Decimal::TEN))),
            Self::Percent => Leaf::Percent(bounds(Some(Decimal::ONE_HUNDRED))),
            Self::Money => Leaf::Money,
            Self::Count => Leaf::Count(bounds(Some(Decimal::from(1_000_000)))),
            Self::Amount => Leaf::Amount(bounds(Some(Decimal::from(1_000_000)))),
        }
    }
}

/// How well a threshold is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// Practitioners' guidance that the sources state.
    Guidance,
    /// A convention of statistics.
    Statistics,
    /// Ours, where the sources are silent; said wherever it is shown.
    Assumption,
}

impl Grade {
    /// The word in `cco://policy`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guidance => "guidance",
            Self::Statistics => "statistics",
            Self::Assumption => "unsourced assumption",
        }
    }
}

/// One threshold as the outside sees it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its key in an override.
    pub key: &'static str,
    /// Its value unless overridden.
    pub value: Decimal,
    /// What it is measured in.
    pub unit: Unit,
    /// How well it is founded.
    pub grade: Grade,
    /// Document and anchor.
    pub source: &'static str,
}

/// A tool's thresholds.
pub trait PolicyTable: Default + Clone + 'static {
    /// The rows with their defaults.
    fn rows() -> &'static [Row];
    /// Sets one threshold by its key; false if there is none.
    fn set(&mut self, key: &str, value: Decimal) -> bool;
    /// The current value by its key.
    fn value(&self, key: &str) -> Option<Decimal>;
    /// Pairs of keys of which the first may not exceed the second.
    fn ordered() -> &'static [(&'static str, &'static str)];

    /// Whether the caller set a threshold to a value of their own: then it is no longer founded as its row says.
    fn is_own(&self, key: &str) -> bool {
        let row = Self::rows().iter().find(|row| row.key == key);
        row.is_some_and(|row| self.value(key) != Some(row.value))
    }
}

/// Declares a policy table: `key: Unit value, Grade, "document#anchor";` a row.
#[macro_export]
macro_rules! policy_table {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$row_doc:meta])* $key:ident: $unit:ident $value:literal, $grade:ident, $source:literal;)*
    } ordered { $(($low:ident, $high:ident)),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            $($(#[$row_doc])* pub $key: ::rust_decimal::Decimal,)*
        }
        impl Default for $name {
            fn default() -> Self {
                Self { $($key: ::rust_decimal::dec!($value),)* }
            }
        }
        impl $crate::policy::PolicyTable for $name {
            fn rows() -> &'static [$crate::policy::Row] {
                const ROWS: &[$crate::policy::Row] = &[$($crate::policy::Row {
                    key: stringify!($key),
                    value: ::rust_decimal::dec!($value),
                    unit: $crate::policy::Unit::$unit,
                    grade: $crate::policy::Grade::$grade,
                    source: $source,
                },)*];
                ROWS
            }
            fn set(&mut self, key: &str, value: ::rust_decimal::Decimal) -> bool {
                match key {
                    $(stringify!($key) => self.$key = value,)*
                    _ => return false,
                }
                true
            }
            fn value(&self, key: &str) -> Option<::rust_decimal::Decimal> {
                match key {
                    $(stringify!($key) => Some(self.$key),)*
                    _ => None,
                }
            }
            fn ordered() -> &'static [(&'static str, &'static str)] {
                &[$((stringify!($low), stringify!($high))),*]
            }
        }
    };
}

/// Which thresholds an override may name.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The tool, whose name may head its own keys as in `cco://policy`.
    pub tool: &'static str,
    /// Finds a threshold of the tools that this one composes; they are checked here and applied there.
    pub foreign: &'a dyn Fn(&str) -> Option<&'static Row>,
    /// Whether the key names a tool that this one composes.
    pub is_composed: &'a dyn Fn(&str) -> bool,
    /// What may be named beside the tool's own keys, to tell the nearest to an unknown one.
    pub foreign_names: &'a dyn Fn() -> Vec<&'static str>,
}

/// Lays a caller's partial `policy` over the defaults; tells every key or value that does not fit.
pub fn overlay<P: PolicyTable>(overrides: &Map<String, Value>, scope: Scope<'_>, problems: &mut Collector) -> P {
    let mut policy = P::default();
    lay(&mut policy, overrides, "policy", scope, problems);
    for (low, high) in P::ordered() {
        if let (Some(low_value), Some(high_value)) = (policy.value(low), policy.value(high))
            && low_value > high_value
        {
            problems.add(
                Code::Identity,
                format!("policy.{low}"),
                format!("{low} {low_value} lies above {high} {high_value}"),
                format!("Override both so that {low} does not exceed {high}."),
            );
        }
    }
    policy
}

fn lay<P: PolicyTable>(
    policy: &mut P,
    overrides: &Map<String, Value>,
    under: &str,
    scope: Scope<'_>,
    problems: &mut Collector,
) {
    for (key, given) in overrides {
        let at = format!("{under}.{}", shown_key(key));
        if let (true, Value::Object(own)) = (key == scope.tool, given) {
            lay(policy, own, &at, scope, problems);
            continue;
        }
        if (scope.is_composed)(key) && given.is_object() {
            continue;
        }
        let own = P::rows().iter().find(|row| row.key == key);
        let Some(row) = own.or_else(|| (scope.foreign)(key)) else {
            let known = P::rows().iter().map(|row| row.key).chain((scope.foreign_names)());
            let help = nearest(key, known).map_or_else(
                || "Read cco://policy for the keys of this tool.".to_owned(),
                |name| format!("Did you mean {name}?"),
            );
            problems.add(Code::UnknownKey, at, "is not a threshold of this tool", help);
            continue;
        };
        match read_value(row, given) {
            Ok(value) => {
                policy.set(key, value);
            }
            Err(fault) => problems.add(fault.code, at, fault.message, fault.help),
        }
    }
}

/// The value of an override; a row copied from `cco://policy` carries it under that name.
fn read_value(row: &Row, given: &Value) -> Result<Decimal, crate::shape::Fault> {
    match row.unit.leaf().read_json(given.get("value").unwrap_or(given))? {
        Scalar::Decimal(decimal) => Ok(decimal),
        Scalar::Count(count) => Ok(Decimal::from(count)),
        // The units above read to numbers alone.
        other => unreachable!("a threshold must read as a number, got {other:?}"),
    }
}

/// The overridden thresholds as they were used, by key.
pub fn echo<P: PolicyTable>(overrides: &Map<String, Value>, policy: &P, scope: Scope<'_>) -> Map<String, Value> {
    let mut echoed = Map::new();
    for (key, given) in overrides {
        if let (true, Value::Object(own)) = (key == scope.tool, given) {
            echoed.extend(echo(own, policy, scope));
        } else if let Some(value) = policy.value(key) {
            echoed.insert(key.clone(), Value::Number(number_of_decimal(value)));
        } else if let Some(value) = (scope.foreign)(key).and_then(|row| read_value(row, given).ok()) {
            echoed.insert(key.clone(), Value::Number(number_of_decimal(value)));
        } else if (scope.is_composed)(key) {
            echoed.insert(key.clone(), given.clone());
        }
    }
    echoed
}

/// The rows of a table as `cco://policy` shows them.
#[must_use]
pub fn rows_json(rows: &[Row]) -> Value {
    let entries = rows.iter().map(|row| {
        let shown = serde_json::json!({
            "value": number_of_decimal(row.value),
            "unit": row.unit.as_str(),
            "grade": row.grade.as_str(),
            "source": row.source,
        });
        (row.key.to_owned(), shown)
    });
    Value::Object(entries.collect())
}
