//! Calendar dates and months. Dates are inputs: nothing here reads a clock.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day of the calendar, `2026-09-30` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Reads `YYYY-MM-DD`; none for anything else or a day that does not exist.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(index, byte)| match index {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        shaped.then(|| jiff::civil::Date::from_str(text).ok().map(Self)).flatten()
    }

    /// Its year, and its month from 1.
    #[must_use]
    pub fn year_and_month(self) -> (i16, i8) {
        (self.0.year(), self.0.month())
    }

    /// Whole days from another date to this one; negative if this one is earlier.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        i64::from((self.0 - earlier.0).get_days())
    }

    /// Year, month and day of the day so many days after 1970-01-01, as files and databases count; none outside the
    /// years 0 to 9999. By arithmetic alone, since a file has millions of them.
    ///
    /// Reference: Hinnant 2013, chrono-compatible low-level date algorithms, civil_from_days.
    #[must_use]
    pub fn parts_of_unix_days(days: i64) -> Option<(u16, u16, u16)> {
        // From 0000-03-01 on, so that a leap day ends its year; eras of 400 years repeat.
        const DAYS_TO_1970: i64 = 719_468;
        const ERA_DAYS: i64 = 146_097;
        let days = days.checked_add(DAYS_TO_1970).filter(|days| (0..ERA_DAYS * 25).contains(days))?;
        let (era, of_era) = (days / ERA_DAYS, days % ERA_DAYS);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let part = |number: i64| u16::try_from(number).ok();
        Some((part(year).filter(|year| *year <= 9_999)?, part(month)?, part(day)?))
    }

    /// The date so many days earlier; none outside the calendar.
    #[must_use]
    pub fn minus_days(self, days_count: u32) -> Option<Self> {
        let span = jiff::Span::new().try_days(days_count).ok()?;
        self.0.checked_sub(span).ok().map(Self)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A calendar month, `2026-09` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(jiff::civil::Date);

impl Month {
    /// Reads `YYYY-MM`; none for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 7).then(|| Date::parse(&format!("{text}-01"))).flatten().map(|date| Self(date.0))
    }

    /// The month that a day lies in.
    #[must_use]
    pub const fn of(date: Date) -> Self {
        Self(date.0)
    }

    /// The month so many months later; none outside the calendar.
    #[must_use]
    pub fn plus_months(self, months_count: u32) -> Option<Self> {
        let span = jiff::Span::new().try_months(months_count).ok()?;
        self.0.checked_add(span).ok().map(Self)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// Serde and schema of a calendar type by its text.
macro_rules! calendar_wire {
    ($name:ident, $kind:literal, $format:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| de::Error::custom(concat!("not ", $format)))
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
                json_schema!({"type": "string", "x-kind": $kind})
            }
        }
    };
}
calendar_wire!(Date, "date", "YYYY-MM-DD");
calendar_wire!(Month, "month", "YYYY-MM");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        for days in (-719_000..2_900_000).step_by(37).chain(19_000..21_000) {
            let date = epoch.checked_add(jiff::Span::new().days(days)).unwrap();
            let parts =
                Date::parts_of_unix_days(days).map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
            assert_eq!(parts, Some(date.to_string()));
        }
        assert_eq!(Date::parts_of_unix_days(i64::MAX), None);
        assert_eq!(Date::parts_of_unix_days(-800_000), None);
        assert_eq!(Date::parts_of_unix_days(3_000_000), None);
    }
}
