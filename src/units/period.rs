//! A month as ledgers write it: `2026-03`, a day of it, or a moment.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Months of a year.
const YEAR_MONTHS: i32 = 12;

/// A month, counted from the year 0; the day and the time of what was written do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(i32);

impl Period {
    /// Reads `YYYY-MM`, `YYYY-MM-DD` or a moment that begins so; none for anything else or a day that does not exist.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let number = |digits: &[u8]| {
            digits
                .iter()
                .all(u8::is_ascii_digit)
                .then(|| digits.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0')))
        };
        let (year, rest) = text.split_at_checked(4)?;
        let (month, rest) = rest.strip_prefix(b"-")?.split_at_checked(2)?;
        let (year, month) = (number(year)?, number(month)?);
        if !(1..=YEAR_MONTHS).contains(&month) {
            return None;
        }
        if let Some((day, time)) = rest.strip_prefix(b"-").and_then(|rest| rest.split_at_checked(2)) {
            let fits = (1..=days_count(year, month)).contains(&number(day)?) && (time.is_empty() || is_time(time));
            fits.then_some(())?;
        } else if !rest.is_empty() {
            return None;
        }
        Some(Self(year * YEAR_MONTHS + month - 1))
    }

    /// The month that a day lies in.
    #[must_use]
    pub fn of(date: super::Date) -> Self {
        let (year, month) = date.year_and_month();
        Self(i32::from(year) * YEAR_MONTHS + i32::from(month) - 1)
    }

    /// The month of so many months since the year 0.
    #[must_use]
    pub const fn of_months(months: i32) -> Self {
        Self(months)
    }

    /// Months since the year 0: twelve a year, January first.
    #[must_use]
    pub const fn months(self) -> i32 {
        self.0
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.div_euclid(YEAR_MONTHS)
    }

    /// The month of the year, from 1.
    #[must_use]
    pub const fn month(self) -> i32 {
        self.0.rem_euclid(YEAR_MONTHS) + 1
    }
}

const fn days_count(year: i32, month: i32) -> i32 {
    let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leaps => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Whether text goes on after a day as a moment does: `T10:20:30Z`, ` 10:20:30.5 UTC`.
fn is_time(text: &[u8]) -> bool {
    let Some(time) = text.strip_prefix(b"T").or_else(|| text.strip_prefix(b" ")) else { return false };
    let is_part = |byte: &u8| {
        byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z' | b' ' | b'U' | b'T' | b'C')
    };
    time.len() >= 5 && time.get(2) == Some(&b':') && time.iter().all(is_part)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Period;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a month as YYYY-MM, or a day of it")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Period, E> {
                Period::parse(text.as_bytes()).ok_or_else(|| E::custom("not a month"))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "x-kind": "period"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_from_a_month_a_day_or_a_moment() {
        for text in ["2024-02", "2024-02-29", "2024-02-01T00:00:00Z", "2024-02-01 10:20:30.5 UTC", "2024-02-01 10:20"] {
            let period = Period::parse(text.as_bytes());
            assert_eq!(period.map(|period| period.to_string()), Some("2024-02".to_owned()), "{text}");
        }
        assert_eq!(Period::parse(b"2024-01").map(Period::months), Some(2024 * 12));
    }

    #[test]
    fn what_is_no_month_of_the_calendar_is_refused() {
        for text in [
            "2024-13",
            "2024-00",
            "2023-02-29",
            "2024-2",
            "03/2024",
            "2024",
            "",
            "2024-02-",
            "2024-02x",
            "2024-02-30",
            "2024-02-01 noon",
            "２０２４-02",
        ] {
            assert_eq!(Period::parse(text.as_bytes()), None, "{text}");
        }
    }
}
