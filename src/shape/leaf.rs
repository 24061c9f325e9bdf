//! Reading one value: from JSON, from a string in JSON, or from a file's cell.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Number, Value};

use super::{Bounds, Leaf, Words, fold, nearest};
use crate::problem::Code;
use crate::units::{
    Currency, Date, LABEL_CHARACTERS_COUNT_MAX, Money, Month, NumberFault, Period, clean_text, decimal_of_number,
    parse_decimal, parse_money,
};

/// A value in the one form that serde is handed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    /// true or false.
    Bool(bool),
    /// A whole number.
    Count(u64),
    /// A whole number below zero, where the bounds let one pass.
    Below(i64),
    /// An exact decimal, as canonical text.
    Decimal(Decimal),
    /// Text, cleaned; or an enum's word.
    Text(String),
    /// JSON that somebody else checks.
    Json(Value),
}

impl From<Scalar> for Value {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Bool(truth) => truth.into(),
            Scalar::Count(count) => count.into(),
            Scalar::Below(whole) => whole.into(),
            Scalar::Decimal(decimal) => decimal.to_string().into(),
            Scalar::Text(text) => text.into(),
            Scalar::Json(value) => value,
        }
    }
}

/// Why a value is refused, before its place is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The kind of fault.
    pub(crate) code: Code,
    /// What was expected and what came.
    pub(crate) message: String,
    /// The next action.
    pub(crate) help: String,
}

fn fault(code: Code, message: String, help: impl Into<String>) -> Fault {
    Fault { code, message, help: help.into() }
}

impl Leaf {
    /// Reads a JSON value. Numbers may come as text, since clients do that; a boolean may not.
    pub(crate) fn read_json(&self, value: &Value) -> Result<Scalar, Fault> {
        match (self, value) {
            (Self::Open, Value::Object(_)) => Ok(Scalar::Json(value.clone())),
            (Self::Open, Value::String(text)) => serde_json::from_str::<Value>(text)
                .ok()
                .filter(Value::is_object)
                .map(Scalar::Json)
                .ok_or_else(|| self.wrong_type(value)),
            (Self::Bool, Value::Bool(truth)) => Ok(Scalar::Bool(*truth)),
            (Self::Bool | Self::Open, _) => Err(self.wrong_type(value)),
            (_, Value::String(text)) => self.read_text(text),
            (_, Value::Number(number)) => self.read_number(number),
            _ => Err(self.wrong_type(value)),
        }
    }

    /// Reads text: a string of the arguments, or a cell that is not empty.
    pub(crate) fn read_text(&self, text: &str) -> Result<Scalar, Fault> {
        let trimmed = text.trim();
        let came = || shown(text);
        match self {
            Self::Money => parse_money(trimmed)
                .map(|money| Scalar::Decimal(money.decimal()))
                .map_err(|number_fault| self.number_fault(number_fault, &came())),
            Self::Ratio(bounds) => {
                let decimal = self.decimal_text(trimmed, Decimal::ONE_HUNDRED)?;
                if trimmed.ends_with('%') {
                    self.within_percent_text(*bounds, decimal, &came())
                } else {
                    self.within(*bounds, decimal, &came())
                }
            }
            Self::Percent(bounds) => {
                let decimal = self.decimal_text(trimmed, Decimal::ONE)?;
                self.within(*bounds, decimal, &came())
            }
            // A number that may stand for a fraction is read as one where the sign says so.
            Self::Amount(bounds) if bounds.percent_text_max.is_some() && trimmed.ends_with('%') => {
                let decimal = self.decimal_text(trimmed, Decimal::ONE_HUNDRED)?;
                self.within_percent_text(*bounds, decimal, &came())
            }
            Self::Amount(bounds) => {
                let decimal =
                    parse_decimal(trimmed).map_err(|number_fault| self.number_fault(number_fault, &came()))?;
                self.within(*bounds, decimal, &came())
            }
            Self::Count(bounds) => {
                let decimal =
                    parse_decimal(trimmed).map_err(|number_fault| self.number_fault(number_fault, &came()))?;
                self.whole(*bounds, decimal, &came())
            }
            Self::Bool => match trimmed {
                _ if trimmed.eq_ignore_ascii_case("true") => Ok(Scalar::Bool(true)),
                _ if trimmed.eq_ignore_ascii_case("false") => Ok(Scalar::Bool(false)),
                _ => Err(fault(
                    Code::Type,
                    format!("expected true or false, got {}", came()),
                    "Write true or false, or leave the cell empty if it is not known.",
                )),
            },
            Self::Label => label(text),
            Self::Text(limit) => free_text(text, *limit),
            Self::Date => Date::parse(trimmed).map(|date| Scalar::Text(date.to_string())).ok_or_else(|| {
                fault(
                    Code::Date,
                    format!("expected a date as YYYY-MM-DD, got {}", came()),
                    "Write the day as year-month-day, such as 2026-09-30.",
                )
            }),
            Self::Month => Month::parse(trimmed).map(|month| Scalar::Text(month.to_string())).ok_or_else(|| {
                fault(
                    Code::Date,
                    format!("expected a month as YYYY-MM, got {}", came()),
                    "Write the month as year-month, such as 2026-09.",
                )
            }),
            Self::Period => {
                Period::parse(trimmed.as_bytes()).map(|month| Scalar::Text(month.to_string())).ok_or_else(|| {
                    fault(
                        Code::Date,
                        format!("expected a month as YYYY-MM or a day of it, got {}", came()),
                        "Write the month as year-month, such as 2026-09, or a day of it, such as 2026-09-30.",
                    )
                })
            }
            Self::Digits => whole_digits(trimmed).map(Scalar::Text).ok_or_else(|| {
                fault(
                    Code::Type,
                    format!("expected {}, got {}", self.noun(), came()),
                    "Give the digits as the engine prints them, without separators or exponent.",
                )
            }),
            Self::Currency => {
                Currency::parse(trimmed).map(|currency| Scalar::Text(currency.to_string())).ok_or_else(|| {
                    fault(
                        Code::Enum,
                        format!("expected a currency code of three letters, got {}", came()),
                        "Use the ISO 4217 code, such as EUR; it is a label, nothing is converted.",
                    )
                })
            }
            Self::Enum(words) => words.read(text),
            Self::Open => Err(fault(Code::Type, format!("expected an object, got {}", came()), "Send a JSON object.")),
        }
    }

    fn read_number(&self, number: &Number) -> Result<Scalar, Fault> {
        let came = number.to_string();
        let decimal = || decimal_of_number(number).map_err(|number_fault| self.number_fault(number_fault, &came));
        match self {
            Self::Money => Money::try_from(number)
                .map(|money| Scalar::Decimal(money.decimal()))
                .map_err(|number_fault| self.number_fault(number_fault, &came)),
            Self::Ratio(bounds) | Self::Percent(bounds) | Self::Amount(bounds) => {
                self.within(*bounds, decimal()?, &came)
            }
            Self::Count(bounds) => self.whole(*bounds, decimal()?, &came),
            // Beyond 64 bits a JSON number has lost digits already.
            Self::Digits if number.is_u64() => Ok(Scalar::Text(came)),
            Self::Digits => Err(fault(
                Code::Precision,
                format!("expected {}, got {came}", self.noun()),
                "Write it as text in quotes: a number of that size loses digits.",
            )),
            _ => Err(self.wrong_type(&Value::Number(number.clone()))),
        }
    }

    /// Decimal text with an optional percent sign, which divides by what a percent is worth here.
    fn decimal_text(&self, text: &str, percent_divisor: Decimal) -> Result<Decimal, Fault> {
        let (body, divisor) = match text.strip_suffix('%') {
            Some(body) => (body.trim_end(), percent_divisor),
            None => (text, Decimal::ONE),
        };
        parse_decimal(body)
            .map(|decimal| decimal / divisor)
            .map_err(|number_fault| self.number_fault(number_fault, &shown(text)))
    }

    fn within(&self, bounds: Bounds, decimal: Decimal, came: &str) -> Result<Scalar, Fault> {
        let may_be_negative = bounds.min < Decimal::ZERO;
        if decimal < bounds.min && decimal.is_sign_negative() && !decimal.is_zero() && !may_be_negative {
            return Err(self.number_fault(NumberFault::Negative, came));
        }
        let fits = decimal >= bounds.min && bounds.max.is_none_or(|max| decimal <= max);
        if fits {
            return Ok(Scalar::Decimal(decimal.normalize()));
        }
        let range = match bounds.max {
            Some(max) => format!("from {} to {}", bounds.min.normalize(), max.normalize()),
            None => format!("of at least {}", bounds.min.normalize()),
        };
        // From 2 on it is likely a percentage; nearer to the bound it is the fraction itself that is too large.
        let likely_percent = decimal >= Decimal::TWO || bounds.percent_text_max.is_some();
        let help = match (self, bounds.max) {
            (Self::Ratio(_), Some(max)) if decimal > max && !likely_percent => {
                format!("Give a fraction of at most {}.", max.normalize())
            }
            _ => self.range_help(bounds, decimal),
        };
        Err(fault(Code::Range, format!("expected {} {range}, got {came}", self.noun()), help))
    }

    fn range_help(&self, bounds: Bounds, decimal: Decimal) -> String {
        match self {
            // The value a caller most likely meant: the same figure read as a percentage.
            Self::Ratio(_) if bounds.max.is_some_and(|max| decimal > max) => {
                let meant = at_least_two_places(decimal / Decimal::ONE_HUNDRED);
                let or_text = match bounds.percent_text_max {
                    Some(_) => ", or \"150%\" for 150 %",
                    None if bounds.max > Some(Decimal::ONE) => ", or give text with a percent sign",
                    None => "",
                };
                format!("It is a fraction: write {meant} for {} %{or_text}.", decimal.normalize())
            }
            Self::Percent(_) => "It is a percentage: write 70 for 70 %.".to_owned(),
            _ => "Give a number inside these bounds.".to_owned(),
        }
    }

    /// A ratio that came as text with a percent sign: the sign says what is meant, so its bound may be wider.
    fn within_percent_text(&self, bounds: Bounds, decimal: Decimal, came: &str) -> Result<Scalar, Fault> {
        let bounds = Bounds { max: bounds.percent_text_max.or(bounds.max), ..bounds };
        self.within(bounds, decimal, came).map_err(|refused| match (refused.code, bounds.max) {
            (Code::Range, Some(max)) => {
                let percent = (max * Decimal::ONE_HUNDRED).normalize();
                Fault { help: format!("Give a percentage of at most {percent} %."), ..refused }
            }
            _ => refused,
        })
    }

    fn whole(&self, bounds: Bounds, decimal: Decimal, came: &str) -> Result<Scalar, Fault> {
        if !decimal.fract().is_zero() {
            return Err(fault(Code::Type, format!("expected a whole number, got {came}"), "Give a whole number."));
        }
        self.within(bounds, decimal, came)?;
        let below = || decimal.to_i64().map(Scalar::Below);
        decimal.to_u64().map(Scalar::Count).or_else(below).ok_or_else(|| self.number_fault(NumberFault::Digits, came))
    }

    fn number_fault(&self, number_fault: NumberFault, came: &str) -> Fault {
        match (number_fault, self) {
            (NumberFault::NotANumber, Self::Money) => fault(
                Code::Type,
                format!("expected an amount, got {came}"),
                "Write digits with at most two decimals, such as 1240000.50, without symbols or separators.",
            ),
            (NumberFault::NotANumber, _) => {
                fault(Code::Type, format!("expected {}, got {came}", self.noun()), "Give a plain number.")
            }
            (NumberFault::Negative, _) => fault(
                Code::Negative,
                format!("must be at least 0, got {came}"),
                match self {
                    // What was lost or paid is often written with a minus; elsewhere the sign is no matter of style.
                    Self::Money => "Give the size of the figure without a sign.",
                    _ => "Give a number of at least 0, or leave it out if it is not known.",
                },
            ),
            (NumberFault::Digits, Self::Money) => fault(
                Code::Precision,
                format!("expected at most 15 digits and 2 decimals, got {came}"),
                "Round it to cents yourself; amounts are kept exactly and never rounded here.",
            ),
            (NumberFault::Digits, _) => fault(
                Code::Precision,
                format!("expected at most 15 significant digits, got {came}"),
                "Give fewer digits.",
            ),
        }
    }

    pub(super) fn wrong_type(&self, value: &Value) -> Fault {
        let help = match self {
            Self::Bool => "Send the JSON value true or false without quotes; leave it out if it is not known.",
            Self::Open => "Send a JSON object.",
            Self::Label | Self::Text(_) => "Write it as text in quotes.",
            _ => "Send the value in that form.",
        };
        fault(Code::Type, format!("expected {}, got {}", self.noun(), kind_of(value)), help)
    }

    /// What the leaf is called in messages.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Self::Money => "an amount",
            Self::Ratio(_) => "a fraction",
            Self::Percent(_) => "a percentage",
            Self::Amount(_) => "a number",
            Self::Count(_) => "a whole number",
            Self::Bool => "true or false",
            Self::Label | Self::Text(_) => "text",
            Self::Date => "a date as YYYY-MM-DD",
            Self::Month => "a month as YYYY-MM",
            Self::Period => "a month or a day of it",
            Self::Digits => "a whole number of up to 38 digits",
            Self::Currency => "a currency code",
            Self::Enum(_) => "one of the known words",
            Self::Open => "an object",
        }
    }
}

impl Words {
    fn read(&self, text: &str) -> Result<Scalar, Fault> {
        let folded = fold(text);
        if let Some((_, word)) = self.spellings.iter().find(|(spelling, _)| *spelling == folded) {
            return Ok(Scalar::Text(word.clone()));
        }
        let hint = nearest(text, self.words.iter().map(String::as_str));
        let help = hint.map_or_else(|| "Use one of these words.".to_owned(), |word| format!("Did you mean {word}?"));
        Err(fault(Code::Enum, format!("expected one of {}, got {}", self.words.join(", "), shown(text)), help))
    }
}

/// The digits of a whole number; only zeros may stand behind a point, as some engines print whole decimals.
fn whole_digits(text: &str) -> Option<String> {
    const DIGITS_COUNT_MAX: usize = 38;
    let (whole, parts) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = (1..=DIGITS_COUNT_MAX).contains(&whole.len()) && whole.bytes().all(|byte| byte.is_ascii_digit());
    (is_whole && parts.bytes().all(|byte| byte == b'0')).then(|| whole.to_owned())
}

fn label(text: &str) -> Result<Scalar, Fault> {
    let cleaned = clean_text(text);
    if cleaned.is_empty() {
        return Err(fault(Code::Missing, "expected text, got only blanks".to_owned(), "Give a name or identifier."));
    }
    let characters_count = cleaned.chars().count();
    if characters_count > LABEL_CHARACTERS_COUNT_MAX {
        return Err(fault(
            Code::Range,
            format!("expected at most {LABEL_CHARACTERS_COUNT_MAX} characters, got {characters_count}"),
            "Shorten it.",
        ));
    }
    Ok(Scalar::Text(cleaned))
}

fn free_text(text: &str, limit: usize) -> Result<Scalar, Fault> {
    let cleaned = clean_text(text);
    let characters_count = cleaned.chars().count();
    if characters_count > limit {
        return Err(fault(
            Code::Range,
            format!("expected at most {limit} characters, got {characters_count}"),
            "Shorten it.",
        ));
    }
    if cleaned.is_empty() {
        return Err(fault(Code::Missing, "expected text, got only blanks".to_owned(), "Write at least one character."));
    }
    Ok(Scalar::Text(cleaned))
}

/// A fraction as people write one: 0.40 rather than 0.4.
fn at_least_two_places(decimal: Decimal) -> Decimal {
    let mut written = decimal.normalize();
    if written.scale() < 2 {
        written.rescale(2);
    }
    written
}

/// A value as a message may show it: quoted, cleaned and short.
pub(super) fn shown(text: &str) -> String {
    const SHOWN_CHARACTERS_COUNT_MAX: usize = 40;
    let cleaned = clean_text(text);
    if cleaned.chars().count() > SHOWN_CHARACTERS_COUNT_MAX {
        let start: String = cleaned.chars().take(SHOWN_CHARACTERS_COUNT_MAX).collect();
        format!("\"{start}…\"")
    } else {
        format!("\"{cleaned}\"")
    }
}

/// A JSON value as a message calls it.
pub(super) fn kind_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("the text {}", shown(text)),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}
