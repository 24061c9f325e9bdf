//! The short way for cells that are written plainly, because a file has millions of them.
//!
//! What it reads it reads as the long way does ([`Leaf::read_text`]); what it does not know it leaves to it. A
//! property at the foot holds the two together.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Bounds, Leaf, Words};
use crate::units::{Date, LABEL_CHARACTERS_COUNT_MAX, Period};

/// Digits of a whole number that the short way reads.
const DIGITS_COUNT_MAX: usize = 15;
/// The first number with more digits.
const NUMBER_MAX: u64 = 10_u64.pow(15);

/// A cell that was read the short way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain<'s> {
    /// true or false.
    Bool(bool),
    /// A whole number.
    Count(u64),
    /// A decimal by its digits and how many of them stand behind the point.
    Decimal {
        /// All digits as one number.
        digits: u64,
        /// Decimals.
        scale: u32,
    },
    /// An enum's word.
    Word(&'s str),
    /// The cell's text as it stands, which is ASCII.
    AsIs,
}

/// A value that stands in a column of its own kind, without a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored<'b> {
    /// Text, which may be any bytes.
    Text(&'b [u8]),
    /// true or false.
    Bool(bool),
    /// A number by its digits, the last two of them behind the point or none.
    Number {
        /// All digits as one number.
        digits: i64,
        /// Whether they are hundredths.
        is_hundredths: bool,
    },
}

impl Leaf {
    /// Reads a stored value as a cell with its text is read; none if it is not plain, or wrong.
    #[inline]
    pub(crate) fn read_stored(&self, stored: Stored<'_>) -> Option<Plain<'_>> {
        match (self, stored) {
            (_, Stored::Text(cell)) => self.read_plain(cell),
            (Self::Bool, Stored::Bool(truth)) => Some(Plain::Bool(truth)),
            (Self::Money, Stored::Number { digits, is_hundredths }) => {
                let (scale, max) = if is_hundredths { (2, NUMBER_MAX * 100) } else { (0, NUMBER_MAX) };
                let digits = u64::try_from(digits).ok().filter(|digits| *digits < max)?;
                Some(Plain::Decimal { digits, scale })
            }
            (Self::Count(bounds), Stored::Number { digits, is_hundredths }) => {
                let digits = u64::try_from(digits).ok()?;
                let number = match is_hundredths {
                    true if digits.is_multiple_of(100) => digits / 100,
                    true => return None,
                    false => digits,
                };
                (number < NUMBER_MAX && is_within(number, *bounds)).then_some(Plain::Count(number))
            }
            _ => None,
        }
    }

    /// Reads a cell the short way; none if it is not plain, or wrong.
    #[expect(clippy::inline_always, reason = "a call would copy every cell of a file once more")]
    #[inline(always)]
    pub(crate) fn read_plain(&self, cell: &[u8]) -> Option<Plain<'_>> {
        match self {
            Self::Money => money(cell),
            Self::Count(bounds) => count(cell, *bounds),
            Self::Bool => match cell {
                b"true" | b"TRUE" | b"True" => Some(Plain::Bool(true)),
                b"false" | b"FALSE" | b"False" => Some(Plain::Bool(false)),
                _ => None,
            },
            Self::Label => is_plain_label(cell).then_some(Plain::AsIs),
            Self::Date => std::str::from_utf8(cell).ok().and_then(Date::parse).map(|_| Plain::AsIs),
            // What is written is kept: its type takes the month out of it.
            Self::Period => Period::parse(cell).map(|_| Plain::AsIs),
            Self::Enum(words) => word(cell, words).map(Plain::Word),
            _ => None,
        }
    }
}

/// The decimal of digits of which so many stand behind the point.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower and the upper half")]
pub(crate) const fn decimal_of(digits: u64, scale: u32) -> Decimal {
    Decimal::from_parts(digits as u32, (digits >> 32) as u32, 0, false, scale)
}

/// Digits as a number; none if there are none or too many, or something else among them.
#[inline]
fn digits(text: &[u8]) -> Option<u64> {
    if text.is_empty() || text.len() > DIGITS_COUNT_MAX {
        return None;
    }
    text.iter().try_fold(0_u64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        // So few digits cannot be too large a number.
        (digit < 10).then(|| number.wrapping_mul(10).wrapping_add(digit.into()))
    })
}

fn money<'s>(cell: &[u8]) -> Option<Plain<'s>> {
    let (whole, parts, scale, factor) = match cell {
        [whole @ .., b'.', tenths] => (whole, digits(&[*tenths])?, 1, 10),
        [whole @ .., b'.', tenths, hundredths] => (whole, digits(&[*tenths, *hundredths])?, 2, 100),
        whole => (whole, 0, 0, 1),
    };
    Some(Plain::Decimal { digits: digits(whole)? * factor + parts, scale })
}

fn count<'s>(cell: &[u8], bounds: Bounds) -> Option<Plain<'s>> {
    let number = digits(cell)?;
    is_within(number, bounds).then_some(Plain::Count(number))
}

fn is_within(number: u64, bounds: Bounds) -> bool {
    compare(number, bounds.min).is_ge() && bounds.max.is_none_or(|max| compare(number, max).is_le())
}

/// Compares with a bound, which is nearly always whole.
fn compare(number: u64, bound: Decimal) -> Ordering {
    if bound.scale() == 0 { i128::from(number).cmp(&bound.mantissa()) } else { Decimal::from(number).cmp(&bound) }
}

/// Whether a name may stay as it is: printable ASCII without a blank at its ends, and not too long.
pub(crate) fn is_plain_label(cell: &[u8]) -> bool {
    let is_edge = |byte: Option<&u8>| byte.is_some_and(|byte| *byte != b' ');
    is_edge(cell.first())
        && is_edge(cell.last())
        && cell.len() <= LABEL_CHARACTERS_COUNT_MAX
        && cell.iter().all(|byte| (b' '..=b'~').contains(byte))
}

/// The word that a spelling means; spellings are folded, so only what needs no folding is found.
fn word<'s>(cell: &[u8], words: &'s Words) -> Option<&'s str> {
    words.spellings.iter().find(|(spelling, _)| spelling.as_bytes() == cell).map(|(_, word)| word.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shape::{Scalar, fold};

    fn leaves() -> Vec<Leaf> {
        let words = ["strategic", "mid_market"].map(str::to_owned);
        let bounds = |max| Bounds { min: Decimal::ZERO, max, percent_text_max: None };
        vec![
            Leaf::Money,
            Leaf::Count(bounds(None)),
            Leaf::Count(bounds(Some(Decimal::from(1200)))),
            Leaf::Bool,
            Leaf::Label,
            Leaf::Date,
            Leaf::Enum(Words {
                spellings: words.iter().map(|word| (fold(word), word.clone())).collect(),
                words: words.to_vec(),
            }),
        ]
    }

    fn scalar(plain: Plain<'_>, cell: &str) -> Scalar {
        match plain {
            Plain::Bool(truth) => Scalar::Bool(truth),
            Plain::Count(number) => Scalar::Count(number),
            Plain::Decimal { digits, scale } => Scalar::Decimal(decimal_of(digits, scale)),
            Plain::Word(word) => Scalar::Text(word.to_owned()),
            Plain::AsIs => Scalar::Text(cell.to_owned()),
        }
    }

    proptest! {
        #[test]
        fn the_short_way_reads_as_the_long_way(
            cell in r"[0-9]{0,17}(\.[0-9]{0,3})?|-?[0-9]{1,3}|[ -~]{0,12}|true|FALSE|tRue|2026-[01][0-9]-[0-3][0-9]|mid[ _-]market|é{1,3}"
        ) {
            for leaf in leaves() {
                let Some(plain) = leaf.read_plain(cell.as_bytes()) else { continue };
                let long = leaf.read_text(&cell);
                prop_assert_eq!(Ok(scalar(plain, &cell)), long);
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_reads_as_its_text(digits in prop_oneof![-200_i64..200_000, any::<i64>()], is_hundredths: bool, truth: bool) {
            let scale = if is_hundredths { 2 } else { 0 };
            let number = Decimal::new(digits, scale).normalize().to_string();
            let cases = [
                (Stored::Number { digits, is_hundredths }, number.as_str()),
                (Stored::Bool(truth), if truth { "true" } else { "false" }),
            ];
            for (stored, text) in cases {
                for leaf in leaves() {
                    let Some(plain) = leaf.read_stored(stored) else { continue };
                    prop_assert_eq!(Ok(scalar(plain, text)), leaf.read_text(text));
                }
            }
        }
    }

    #[test]
    fn plain_cells_go_the_short_way() {
        let cells = ["5000.5", "12", "0", "true", "Alder Bank 7", "2026-09-30", "mid_market"];
        for (leaf, cell) in leaves().iter().zip(cells) {
            assert!(leaf.read_plain(cell.as_bytes()).is_some(), "{cell}");
        }
    }
}
