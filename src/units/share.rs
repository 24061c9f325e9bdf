//! A part of a whole that compares exactly, because a verdict is taken on the unrounded figure.

use rust_decimal::Decimal;

use super::{Money, Ratio};

/// `part ÷ whole`, kept as the pair so that no comparison depends on how a division rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    part: Decimal,
    whole: Decimal,
}

impl Share {
    /// The share, or none where the whole is zero or less: then it has no value.
    #[must_use]
    pub fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        (whole > Decimal::ZERO).then_some(Self { part, whole })
    }

    /// The share of one amount in another.
    #[must_use]
    pub fn of_money(part: Money, whole: Money) -> Option<Self> {
        Self::of(part.decimal(), whole.decimal())
    }

    /// The share of a count in another.
    #[must_use]
    pub fn of_counts(part: u64, whole: u64) -> Option<Self> {
        Self::of(Decimal::from(part), Decimal::from(whole))
    }

    /// Whether it is at least the line.
    #[must_use]
    pub fn at_least(self, line: Decimal) -> bool {
        self.compare(line).is_ge()
    }

    /// Whether it is above the line.
    #[must_use]
    pub fn above(self, line: Decimal) -> bool {
        self.compare(line).is_gt()
    }

    /// Whether it is below the line.
    #[must_use]
    pub fn below(self, line: Decimal) -> bool {
        self.compare(line).is_lt()
    }

    /// Compares with a line by multiplying across; exact while the product fits 28 digits.
    fn compare(self, line: Decimal) -> std::cmp::Ordering {
        match self.whole.checked_mul(line) {
            Some(bound) => self.part.cmp(&bound),
            None => self.ratio().decimal().cmp(&line),
        }
    }

    /// The quotient to 28 digits; it is rounded when it is shown.
    #[must_use]
    pub fn ratio(self) -> Ratio {
        Ratio::from_decimal(self.part.checked_div(self.whole).unwrap_or_default())
    }
}
