//! Exact amounts of money, never negative on the wire.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::{NumberFault, decimal_of_number, number_of_decimal};

/// Decimals that are kept; currencies with more are out of scope in this version.
const DECIMALS_COUNT_MAX: u32 = 2;
/// Digits before the point in a text.
const INTEGER_DIGITS_COUNT_MAX: usize = 15;

/// An amount in the call's currency, exact to two decimals.
///
/// As an argument it is zero or more; differences inside a calculation may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// The amount as a decimal.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// An amount from a decimal; not rounded.
    #[must_use]
    pub const fn from_decimal(amount: Decimal) -> Self {
        Self(amount)
    }

    /// A whole amount.
    #[must_use]
    pub fn whole(amount: u64) -> Self {
        Self(Decimal::from(amount))
    }

    /// Whether it is exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The amount in hundredths; none if it is below zero, has more than two decimals or is beyond 64 bits.
    #[must_use]
    pub fn hundredths(self) -> Option<u64> {
        let factor = match self.0.scale() {
            0 => 100,
            1 => 10,
            2 => 1,
            _ => return None,
        };
        u64::try_from(self.0.mantissa()).ok()?.checked_mul(factor)
    }

    /// The amount of so many hundredths; none beyond 28 digits.
    #[must_use]
    pub fn of_hundredths(hundredths: u128) -> Option<Self> {
        let whole = i128::try_from(hundredths).ok()?;
        Decimal::try_from_i128_with_scale(whole, DECIMALS_COUNT_MAX).ok().map(Self)
    }

    /// Rounded to two decimals, half away from zero; for print only.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self(self.0.round_dp_with_strategy(DECIMALS_COUNT_MAX, RoundingStrategy::MidpointAwayFromZero))
    }

    /// The nearest double, for statistics that are real-valued by nature; never for a verdict.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        rust_decimal::prelude::ToPrimitive::to_f64(&self.0).unwrap_or(0.0)
    }

    /// Times a factor, unrounded.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Self {
        Self(self.0.saturating_mul(factor))
    }

    /// The larger of the difference and nothing.
    #[must_use]
    pub fn above(self, floor: Self) -> Self {
        Self((self.0 - floor.0).max(Decimal::ZERO))
    }
}

impl Ord for Money {
    /// As decimals compare; the usual amounts of few decimals by their integers, since tables are sorted by them.
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.hundredths(), other.hundredths()) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => self.0.cmp(&other.0),
        }
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// Thousands separated, decimals only where there are any: `1,240,000` or `943,182.55`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.rounded().0.normalize().abs().to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        if self.0.is_sign_negative() && !self.0.is_zero() {
            f.write_str("-")?;
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if decimals.is_empty() { Ok(()) } else { write!(f, ".{decimals:0<2}") }
    }
}

impl Serialize for Money {
    /// A JSON number with at most two decimals.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number_of_decimal(self.rounded().0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::number::deserialize_decimal(deserializer).map(Self)
    }
}

impl JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "x-kind": "money"})
    }
}

/// Reads an amount from text: up to 15 digits, then at most two decimals; no sign, symbol or separator.
///
/// # Errors
/// What is wrong with the text: no number, negative, or more digits than are kept exactly.
pub fn parse_money(text: &str) -> Result<Money, NumberFault> {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) {
        return Err(NumberFault::NotANumber);
    }
    if body.len() < text.len() {
        return Err(NumberFault::Negative);
    }
    if whole.len() > INTEGER_DIGITS_COUNT_MAX || decimals.len() > 2 {
        return Err(NumberFault::Digits);
    }
    Decimal::from_str_exact(text).map(Money).map_err(|_| NumberFault::Digits)
}

impl TryFrom<&serde_json::Number> for Money {
    type Error = NumberFault;
    fn try_from(number: &serde_json::Number) -> Result<Self, NumberFault> {
        let amount = decimal_of_number(number)?.normalize();
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(NumberFault::Negative);
        }
        let too_large = amount.trunc().mantissa() >= 10_i128.pow(15);
        if amount.scale() > DECIMALS_COUNT_MAX || too_large {
            return Err(NumberFault::Digits);
        }
        Ok(Self(amount))
    }
}
