//! Amounts as exports write them: `$12,400.00`, `12.400,00 €`, `(1,200)`.
//!
//! One cell cannot say what it means: `1.200` is twelve hundred in one country and one and a fifth in another. The
//! whole column can, so a file with such a cell is read twice: first all its numbers are seen, then each column is
//! read in the one way in which every cell of it makes sense. Where there is no such way, or there are two, the column
//! is refused with its first rows.

mod seen;
mod written;

pub(super) use seen::{Parts, Seen, decide};
pub(super) use written::{may_be_styled, plain_text};

use crate::shape::Leaf;

/// The sign between whole and parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mark {
    /// `12,400.00`
    #[default]
    Point,
    /// `12.400,00`
    Comma,
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub(super) mark: Mark,
    /// Whether the column shows that sign; where it does not, its digits say the same under both.
    pub(super) is_mark_shown: bool,
    /// The currency that stands at the amounts, as it is written.
    pub(super) symbol: Option<String>,
    /// Whether every amount that is not zero stands in parentheses: losses and costs, of which the size is meant.
    pub(super) sizes: bool,
    /// Whether one of them is written otherwise than a machine would.
    pub(super) is_dressed: bool,
}

impl Style {
    /// What is said of it in a finding; none of numbers as machines write them.
    pub(super) fn told(&self) -> Option<String> {
        let mark = match self.mark {
            Mark::Point if !self.is_dressed => return None,
            _ if !self.is_mark_shown => None,
            Mark::Point => Some("decimal point"),
            Mark::Comma => Some("decimal comma"),
        };
        let sizes = self.sizes.then_some("amounts in parentheses as their sizes");
        let words: Vec<&str> = mark.into_iter().chain(self.symbol.as_deref()).chain(sizes).collect();
        Some(if words.is_empty() { "digits in groups".to_owned() } else { words.join(", ") })
    }
}

/// Whether a leaf is a number that exports dress up.
pub(super) const fn is_number(leaf: &Leaf) -> bool {
    matches!(leaf, Leaf::Money | Leaf::Ratio(_) | Leaf::Percent(_) | Leaf::Amount(_) | Leaf::Count(_))
}
