//! Exact decimals: ratios, percentages, plain amounts, and how each is read from JSON and text.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Significant digits that survive the trip through a double.
const NUMBER_DIGITS_COUNT_MAX: usize = 15;
/// Places of a ratio on the wire, half away from zero.
const RATIO_PLACES_COUNT: u32 = 4;

/// Why a text or number is not the quantity asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// It does not read as a number.
    NotANumber,
    /// It is below zero.
    Negative,
    /// It has more digits or decimals than are kept exactly.
    Digits,
}

/// Reads plain decimal text: digits, an optional point, an optional exponent; no symbols, no separators.
///
/// # Errors
/// [`NumberFault::NotANumber`] for anything else, [`NumberFault::Digits`] where 28 digits do not hold it.
pub fn parse_decimal(text: &str) -> Result<Decimal, NumberFault> {
    let body = text.strip_prefix('-').unwrap_or(text);
    let plain = body.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain {
        let well_formed = body.starts_with(|c: char| c.is_ascii_digit())
            && body.ends_with(|c: char| c.is_ascii_digit())
            && body.bytes().filter(|byte| *byte == b'.').count() <= 1;
        if !well_formed {
            return Err(NumberFault::NotANumber);
        }
        return Decimal::from_str_exact(text).map_err(|_| NumberFault::Digits);
    }
    let (mantissa, exponent) = body.split_once(['e', 'E']).ok_or(NumberFault::NotANumber)?;
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberFault::NotANumber);
    }
    // The mantissa alone decides whether it is a number; the exponent whether it fits.
    parse_decimal(mantissa)?;
    Decimal::from_scientific(text).map_err(|_| NumberFault::Digits)
}

/// The exact decimal that a JSON number was written as.
///
/// A double prints as the shortest text that reads back as itself, which is what the caller wrote as long as that had
/// no more than 15 significant digits; more are refused rather than guessed.
///
/// # Errors
/// [`NumberFault::Digits`] past 15 significant digits.
pub fn decimal_of_number(number: &serde_json::Number) -> Result<Decimal, NumberFault> {
    let text = number.to_string();
    let significant_count = text.split(['e', 'E']).next().map_or(0, |mantissa| {
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        let kept = digits.trim_start_matches('0');
        // Zeros at the end of a whole number are places, not digits that a double could lose.
        kept.trim_end_matches('0').len()
    });
    if significant_count > NUMBER_DIGITS_COUNT_MAX {
        return Err(NumberFault::Digits);
    }
    parse_decimal(&text)
}

/// The JSON number for a decimal; whole numbers stay whole.
pub(crate) fn number_of_decimal(decimal: Decimal) -> serde_json::Number {
    use rust_decimal::prelude::ToPrimitive;
    let plain = decimal.normalize();
    if plain.scale() == 0
        && let Some(whole) = plain.to_i64()
    {
        return whole.into();
    }
    plain.to_string().parse::<f64>().ok().and_then(serde_json::Number::from_f64).unwrap_or_else(|| 0.into())
}

/// Reads the canonical text that the collecting reader hands to serde, or a JSON number.
pub(crate) fn deserialize_decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    struct Reader;
    impl Visitor<'_> for Reader {
        type Value = Decimal;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a decimal number")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
            parse_decimal(text).map_err(|_| E::custom("not a decimal number"))
        }
        fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Decimal, E> {
            // A file's cell, already checked: the sixteen bytes of the decimal itself.
            <[u8; 16]>::try_from(bytes).map(Decimal::deserialize).map_err(|_| E::custom("not a decimal number"))
        }
        fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Decimal, E> {
            Ok(Decimal::from(whole))
        }
        fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Decimal, E> {
            Ok(Decimal::from(whole))
        }
        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Decimal, E> {
            Decimal::from_str(&value.to_string()).map_err(|_| E::custom("not a decimal number"))
        }
    }
    deserializer.deserialize_any(Reader)
}

/// Declares a decimal quantity of the wire: what it is, and the `x-kind` by which the reader checks it.
macro_rules! decimal_quantity {
    ($(#[$doc:meta])* $name:ident, $kind:literal, places $places:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
        pub struct $name(Decimal);

        impl $name {
            /// The quantity from a decimal.
            #[must_use]
            pub const fn from_decimal(value: Decimal) -> Self {
                Self(value)
            }

            /// The exact decimal.
            #[must_use]
            pub const fn decimal(self) -> Decimal {
                self.0
            }

            /// The nearest double, for real-valued statistics.
            #[must_use]
            pub fn to_f64(self) -> f64 {
                rust_decimal::prelude::ToPrimitive::to_f64(&self.0).unwrap_or(0.0)
            }

            /// From a double that a statistic gave, to its last digit: lines are tested before anything is rounded.
            #[must_use]
            pub fn from_f64(value: f64) -> Option<Self> {
                // Through the printed text, so that the rounding is that of the decimal a reader sees.
                Decimal::from_str(&value.to_string())
                    .or_else(|_| Decimal::from_scientific(&format!("{value:e}")))
                    .ok()
                    .map(Self)
            }

            /// Rounded to the places of the wire, half away from zero; for print only.
            #[must_use]
            pub fn rounded(self) -> Self {
                Self(self.0.round_dp_with_strategy($places, RoundingStrategy::MidpointAwayFromZero))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                number_of_decimal(self.rounded().0).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize_decimal(deserializer).map(Self)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "number", "x-kind": $kind})
            }
        }
    };
}

decimal_quantity! {
    /// A fraction: 0.85 is 85 %. Four places on the wire.
    Ratio, "ratio", places RATIO_PLACES_COUNT
}
decimal_quantity! {
    /// A percentage from 0 to 100. Four places on the wire.
    Percent, "percent", places RATIO_PLACES_COUNT
}
decimal_quantity! {
    /// A plain number with a unit given by its field's name, such as hours. Four places on the wire.
    Amount, "amount", places RATIO_PLACES_COUNT
}

impl fmt::Display for Ratio {
    /// As a percentage with one decimal: `87.7 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = (self.0 * Decimal::ONE_HUNDRED).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        write!(f, "{percent:.1} %")
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rounded().0.normalize())
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.rounded().0.normalize())
    }
}
