//! The numbers that a text shows, and whether they are those of a JSON value.

use std::collections::BTreeSet;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy, dec};
use serde_json::Value;

use super::compare::decimal;

/// Characters that a failure shows before a number, and about as many behind it.
const NEAR_CHARACTERS_COUNT: usize = 40;

/// A number as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Its value without a sign.
    pub(crate) value: Decimal,
    /// Whether a percent sign follows.
    pub(crate) percent: bool,
    /// The text around it, for a failure.
    pub(crate) near: String,
}

/// Every number of a text: digits with thousands separated by commas and perhaps decimals. Signs are not read, since
/// a hyphen is more often part of a date or a rule's id.
pub(crate) fn numbers(text: &str) -> Vec<Shown> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let digits = |from: usize| (from..bytes.len()).take_while(|at| digit(*at)).count();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        at += digits(at);
        if at - start <= 3 {
            while bytes.get(at) == Some(&b',') && digits(at + 1) == 3 {
                at += 4;
            }
        }
        if bytes.get(at) == Some(&b'.') && digit(at + 1) {
            at += 1 + digits(at + 1);
        }
        let Ok(value) = Decimal::from_str(&text[start..at].replace(',', "")) else { continue };
        let before = text[..start].char_indices().rev().nth(NEAR_CHARACTERS_COUNT).map_or(0, |(at, _)| at);
        let near = text[before..].chars().take(2 * NEAR_CHARACTERS_COUNT).collect::<String>().replace('\n', "⏎");
        out.push(Shown { value, percent: text[at..].trim_start_matches([' ', '\u{a0}']).starts_with('%'), near });
    }
    out
}

/// The numbers of a JSON value: those it holds, and those that its texts and names show.
pub(crate) struct Held {
    plain: BTreeSet<Decimal>,
    of_json: Vec<Decimal>,
}

impl Held {
    /// Gathers them.
    pub(crate) fn of(value: &Value) -> Self {
        let mut held = Self { plain: BTreeSet::new(), of_json: Vec::new() };
        held.gather(value);
        held
    }

    fn gather(&mut self, value: &Value) {
        match value {
            Value::Number(number) => {
                if let Some(number) = decimal(number) {
                    self.plain.insert(number.abs().normalize());
                    self.of_json.push(number.abs());
                }
            }
            Value::String(text) => self.gather_text(text),
            Value::Array(items) => items.iter().for_each(|item| self.gather(item)),
            Value::Object(map) => {
                for (key, value) in map {
                    self.gather_text(key);
                    self.gather(value);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn gather_text(&mut self, text: &str) {
        self.plain.extend(numbers(text).into_iter().map(|shown| shown.value.normalize()));
    }

    /// Whether the number shown is one of them, or the percentage of one of them.
    pub(crate) fn holds(&self, shown: &Shown) -> bool {
        self.plain.contains(&shown.value.normalize())
            || (shown.percent && self.of_json.iter().any(|ratio| is_percent_of(shown.value, *ratio)))
    }
}

/// Whether a percentage shown is a ratio of the structured part. The text rounds the exact figure to one decimal, the
/// structured part rounds it to four places; so they may differ by the half of the last place of each.
fn is_percent_of(shown: Decimal, ratio: Decimal) -> bool {
    let exact = ratio * Decimal::ONE_HUNDRED;
    let places = shown.scale();
    exact.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero) == shown && places <= 2
        || (places == 1 && (exact - shown).abs() <= dec!(0.055))
}

#[test]
fn numbers_are_found_as_people_write_them() {
    let values = |text: &str| numbers(text).into_iter().map(|shown| shown.value.to_string()).collect::<Vec<_>>();
    assert_eq!(
        values("1,240,000 of 8,000 in 2026-09-30; 87.7 %, RET-02, 1,2 and 12,34"),
        ["1240000", "8000", "2026", "9", "30", "87.7", "2", "1", "2", "12", "34"]
    );
    let held = Held::of(&serde_json::json!({"grr": 0.8281, "required_12mo": 3, "note": "of 46 lost"}));
    let all = |text: &str| numbers(text).iter().all(|shown| held.holds(shown));
    assert!(all("82.8 % over 12 months, 46 customers, 3"));
    assert!(!all("82.7 %"));
    assert!(!all("828.1"));
    assert!(!all("47"));
}
