//! A row on its way to whoever takes it.

use serde::de::DeserializeOwned;

use super::fault::Refusal;
use crate::ingest::columns::{Slot, Target};
use crate::ingest::parquet::Lanes;
use crate::ingest::row::{Cells, Node, Origin, typed_row};
use crate::shape::{Leaf, Plain, Stored, decimal_of};
use crate::units::Money;

/// A row whose cells are right.
pub struct CellRow<'a, 'r>(pub(super) Held<'a, 'r>);

/// Where the cells of a row are.
pub(super) enum Held<'a, 'r> {
    /// Read one by one.
    Cells { nodes: &'a [Node<'r>], cells: &'a mut Cells<'r>, origin: Origin<'a> },
    /// As they are stored, and each plain.
    Lanes { lanes: &'a Lanes<'a>, slots: &'a [Slot<'r>], row: usize },
}

impl CellRow<'_, '_> {
    /// The row as its type.
    pub(in crate::ingest) fn typed<R: DeserializeOwned>(&mut self) -> Result<R, Refusal> {
        match &mut self.0 {
            Held::Cells { nodes, cells, origin } => typed_row::<R>(nodes, cells, *origin),
            Held::Lanes { .. } => Err(serde::de::Error::custom("its cells were not read")),
        }
        .map_err(|error| Refusal::Unfit(error.to_string()))
    }

    /// The text of a field, by its place among the fields of a row; none where it is unknown.
    #[must_use]
    pub fn text(&self, field: usize) -> Option<&str> {
        match &self.0 {
            Held::Cells { cells, origin, .. } => cells.text(field, *origin),
            Held::Lanes { lanes, slots, row } => {
                let Stored::Text(text) = lanes.stored(field, *row)? else { return None };
                match slots.get(field)?.target {
                    Target::One(leaf @ Leaf::Enum(_)) => match leaf.read_plain(text)? {
                        Plain::Word(word) => Some(word),
                        _ => None,
                    },
                    _ => std::str::from_utf8(text).ok(),
                }
            }
        }
    }

    /// An amount, likewise.
    #[must_use]
    pub fn money(&self, field: usize) -> Option<Money> {
        match &self.0 {
            Held::Cells { cells, .. } => cells.money(field),
            Held::Lanes { .. } => match self.plain(field)? {
                Plain::Decimal { digits, scale } => Some(Money::from_decimal(decimal_of(digits, scale))),
                _ => None,
            },
        }
    }

    /// A whole number, likewise; none beyond 32 bits.
    #[must_use]
    pub fn count(&self, field: usize) -> Option<u32> {
        let count = match &self.0 {
            Held::Cells { cells, .. } => cells.count(field)?,
            Held::Lanes { .. } => match self.plain(field)? {
                Plain::Count(count) => count,
                _ => return None,
            },
        };
        u32::try_from(count).ok()
    }

    /// A yes or no, likewise.
    #[must_use]
    pub fn truth(&self, field: usize) -> Option<bool> {
        match &self.0 {
            Held::Cells { cells, .. } => cells.truth(field),
            Held::Lanes { lanes, row, .. } if lanes.has_truths(field) => lanes.truth(field, *row),
            Held::Lanes { .. } => match self.plain(field)? {
                Plain::Bool(truth) => Some(truth),
                _ => None,
            },
        }
    }

    /// What is stored of a field.
    #[inline]
    fn plain(&self, field: usize) -> Option<Plain<'_>> {
        let Held::Lanes { lanes, slots, row } = &self.0 else { return None };
        let Target::One(leaf) = slots.get(field)?.target else { return None };
        leaf.read_stored(lanes.stored(field, *row)?)
    }
}
