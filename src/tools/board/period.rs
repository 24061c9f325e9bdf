//! When a quarter of the page was, told from its name. Pure; a name that says nothing is left as it is.

use crate::units::Date;

/// A stretch of whole months: by its first day, then by its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period {
    /// Its first day.
    pub(super) begins: Date,
    months_count: u8,
}

impl Period {
    /// The quarter, half, month or year that a name says: `2026-Q3`, `H1 2026`, `2026-09`, `Sep 2026`, `2026`.
    ///
    /// None for anything else, and for years of a company's own (`FY26`), whose first day nobody said.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let folded = name.to_lowercase();
        let words = words(&folded);
        match words.as_slice() {
            [year] => Self::of(long_year(year)?, 1, 12),
            [first, second] => {
                let of_month = |year: &str, word: &str| match month_named(word) {
                    Some(month) => Self::of(any_year(year)?, month, 1),
                    None => Self::of(long_year(year)?, number(word, 12)?, 1),
                };
                of_month(first, second).or_else(|| of_month(second, first))
            }
            [part @ ("q" | "h"), count, year] | [year, part @ ("q" | "h"), count] => {
                let (parts_count, months_count) = if *part == "q" { (4, 3) } else { (2, 6) };
                let part = number(count, parts_count)?;
                Self::of(any_year(year)?, (part - 1) * months_count + 1, months_count)
            }
            _ => None,
        }
    }

    fn of(year: u16, month: u8, months_count: u8) -> Option<Self> {
        Date::parse(&format!("{year:04}-{month:02}-01")).map(|begins| Self { begins, months_count })
    }
}

/// The runs of letters and of digits in a text.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = rest.get(start..).unwrap_or_default();
        let is_digit = rest.starts_with(|first: char| first.is_ascii_digit());
        let ends = |next: char| !next.is_alphanumeric() || next.is_ascii_digit() != is_digit;
        let (word, after) = rest.split_at_checked(rest.find(ends).unwrap_or(rest.len())).unwrap_or((rest, ""));
        words.push(word);
        rest = after;
    }
    words
}

fn long_year(word: &str) -> Option<u16> {
    let year = (word.len() == 4).then(|| word.parse().ok()).flatten()?;
    (1900..=2199).contains(&year).then_some(year)
}

/// A year of four digits, or of two where something else says what it is.
fn any_year(word: &str) -> Option<u16> {
    let short = (word.len() == 2).then(|| word.parse::<u16>().ok()).flatten().map(|year| 2000 + year);
    long_year(word).or(short)
}

fn number(word: &str, max: u8) -> Option<u8> {
    (word.len() <= 2).then(|| word.parse().ok()).flatten().filter(|number| (1..=max).contains(number))
}

/// A month by its English name or the beginning of it.
fn month_named(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_long_enough = word.len() >= 3;
    (1..).zip(NAMES).find(|(_, name)| is_long_enough && name.starts_with(word)).map(|(month, _)| month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_calendar_stretches_are_read() {
        let begins = |name: &str| Period::of_name(name).map(|period| (period.begins.to_string(), period.months_count));
        for (name, day, months_count) in [
            ("2026-Q3", "2026-07-01", 3),
            ("Q3 2026", "2026-07-01", 3),
            ("2026q1", "2026-01-01", 3),
            ("Q4'25", "2025-10-01", 3),
            ("2026-H2", "2026-07-01", 6),
            ("H1 2026", "2026-01-01", 6),
            ("2026-09", "2026-09-01", 1),
            ("9/2026", "2026-09-01", 1),
            ("Sept 2026", "2026-09-01", 1),
            ("may 26", "2026-05-01", 1),
            ("2026", "2026-01-01", 12),
        ] {
            assert_eq!(begins(name), Some((day.to_owned(), months_count)), "{name}");
        }
        for name in ["Q3", "a", "0", "26", "FY26-Q1", "2026-Q5", "2026-13", "2026-09-30", "Q3 2026 plan", "", "–"] {
            assert_eq!(begins(name), None, "{name}");
        }
    }
}
