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

/// A cell that was read the short way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain<'s> {
    /// true or false.
    Bool(bool),
    /// A whole number.
    Count(u64),
    /// An exact decimal.
    Decimal(Decimal),
    /// An enum's word.
    Word(&'s str),
    /// The cell's text as it stands, which is ASCII.
    AsIs,
}

impl Leaf {
    /// Reads a cell the short way; none if it is not plain, or wrong.
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

/// Digits as a number; none if there are none or too many, or something else among them.
fn digits(text: &[u8]) -> Option<u64> {
    let fits = !text.is_empty() && text.len() <= DIGITS_COUNT_MAX;
    (fits && text.iter().all(u8::is_ascii_digit))
        .then(|| text.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

fn money<'s>(cell: &[u8]) -> Option<Plain<'s>> {
    let amount = match cell {
        [whole @ .., b'.', tenths] => decimal(whole, &[*tenths])?,
        [whole @ .., b'.', tenths, hundredths] => decimal(whole, &[*tenths, *hundredths])?,
        whole => Decimal::from(digits(whole)?),
    };
    Some(Plain::Decimal(amount))
}

fn decimal(whole: &[u8], decimals: &[u8]) -> Option<Decimal> {
    let (scale, factor) = if decimals.len() == 1 { (1, 10) } else { (2, 100) };
    let mantissa = digits(whole)? * factor + digits(decimals)?;
    Some(Decimal::new(i64::try_from(mantissa).ok()?, scale))
}

fn count<'s>(cell: &[u8], bounds: Bounds) -> Option<Plain<'s>> {
    let number = digits(cell)?;
    let fits = compare(number, bounds.min).is_ge() && bounds.max.is_none_or(|max| compare(number, max).is_le());
    fits.then_some(Plain::Count(number))
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

    proptest! {
        #[test]
        fn the_short_way_reads_as_the_long_way(
            cell in r"[0-9]{0,17}(\.[0-9]{0,3})?|-?[0-9]{1,3}|[ -~]{0,12}|true|FALSE|tRue|2026-[01][0-9]-[0-3][0-9]|mid[ _-]market|é{1,3}"
        ) {
            for leaf in leaves() {
                let Some(plain) = leaf.read_plain(cell.as_bytes()) else { continue };
                let long = leaf.read_text(&cell);
                let short = match plain {
                    Plain::Bool(truth) => Scalar::Bool(truth),
                    Plain::Count(number) => Scalar::Count(number),
                    Plain::Decimal(decimal) => Scalar::Decimal(decimal),
                    Plain::Word(word) => Scalar::Text(word.to_owned()),
                    Plain::AsIs => Scalar::Text(cell.clone()),
                };
                prop_assert_eq!(Ok(short), long);
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
