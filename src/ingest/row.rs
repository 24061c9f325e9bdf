//! A checked row as serde sees it: typed rows without a JSON value in between, because files are long.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::columns::Slot;
use crate::shape::{Plain, Scalar, decimal_of};
use crate::units::Money;

/// A cell after it was checked; small and without anything to drop, since most are plain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'r> {
    /// Empty, or not in the file.
    Unknown,
    /// One value, written plainly: its text is still the record's.
    Plain(Plain<'r>),
    /// A value that stands aside, among the row's long ones.
    Long(usize),
}

/// A value that took the long way.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Long {
    /// One value.
    One(Scalar),
    /// Values split at semicolons.
    List(Vec<Scalar>),
}

/// The cells of the row at hand.
#[derive(Debug)]
pub(super) struct Cells<'r> {
    cells: Vec<Cell<'r>>,
    long: Vec<Long>,
}

impl<'r> Cells<'r> {
    /// Room for so many slots, all unknown.
    pub(super) fn of(slots_count: usize) -> Self {
        Self { cells: vec![Cell::Unknown; slots_count], long: Vec::new() }
    }

    /// Begins the next row: every cell that is set again forgets the last one.
    pub(super) fn begin(&mut self) {
        self.long.clear();
    }

    /// Sets a slot's cell.
    #[inline]
    pub(super) fn set(&mut self, slot: usize, cell: Cell<'r>) {
        if let Some(place) = self.cells.get_mut(slot) {
            *place = cell;
        }
    }

    /// Sets a slot's cell to a value that took the long way.
    pub(super) fn set_long(&mut self, slot: usize, value: Long) {
        self.set(slot, Cell::Long(self.long.len()));
        self.long.push(value);
    }

    #[inline]
    fn get(&self, slot: usize) -> Cell<'r> {
        self.cells.get(slot).copied().unwrap_or(Cell::Unknown)
    }

    /// The text of a slot's cell; none where it is unknown or no text.
    pub(super) fn text<'c>(&'c self, slot: usize, origin: Origin<'c>) -> Option<&'c str> {
        match self.get(slot) {
            Cell::Plain(Plain::AsIs) => origin.text(slot).ok(),
            Cell::Plain(Plain::Word(word)) => Some(word),
            Cell::Long(place) => match self.long.get(place) {
                Some(Long::One(Scalar::Text(text))) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The amount of a slot's cell; none where it is unknown or no amount.
    #[inline]
    pub(super) fn money(&self, slot: usize) -> Option<Money> {
        match self.get(slot) {
            Cell::Plain(Plain::Decimal { digits, scale }) => Some(Money::from_decimal(decimal_of(digits, scale))),
            Cell::Long(place) => match self.long.get(place) {
                Some(Long::One(Scalar::Decimal(decimal))) => Some(Money::from_decimal(*decimal)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The whole number of a slot's cell, likewise.
    #[inline]
    pub(super) fn count(&self, slot: usize) -> Option<u64> {
        match self.get(slot) {
            Cell::Plain(Plain::Count(count)) => Some(count),
            Cell::Long(place) => match self.long.get(place) {
                Some(Long::One(Scalar::Count(count))) => Some(*count),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a slot's cell is true, likewise.
    #[inline]
    pub(super) fn truth(&self, slot: usize) -> Option<bool> {
        match self.get(slot) {
            Cell::Plain(Plain::Bool(truth)) => Some(truth),
            Cell::Long(place) => match self.long.get(place) {
                Some(Long::One(Scalar::Bool(truth))) => Some(*truth),
                _ => None,
            },
            _ => None,
        }
    }

    fn take_long(&mut self, place: usize) -> Option<Long> {
        self.long.get_mut(place).map(|value| std::mem::replace(value, Long::List(Vec::new())))
    }
}

/// Where the texts of plain cells stand.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// In a record, in the column of each slot.
    Record { record: &'a csv::ByteRecord, columns: &'a [Option<usize>] },
    /// By slot.
    Texts(&'a [&'a [u8]]),
}

impl<'a> Origin<'a> {
    /// The text of a slot's cell that was found to be plain, and so ASCII.
    #[inline]
    fn text(self, slot: usize) -> Result<&'a str, Error> {
        let bytes = match self {
            Self::Record { record, columns } => {
                columns.get(slot).copied().flatten().and_then(|column| record.get(column))
            }
            Self::Texts(texts) => texts.get(slot).copied(),
        };
        std::str::from_utf8(bytes.unwrap_or_default()).map_err(serde::de::Error::custom)
    }
}

/// The fields of a row as a tree over the slots, made once a file.
#[derive(Debug)]
pub(super) enum Node<'r> {
    Leaf(&'r str, usize),
    Group(&'r str, Vec<Node<'r>>),
}

/// The tree of the slots that have a column.
pub(super) fn tree<'r>(slots: &[Slot<'r>], columns: &[Option<usize>]) -> Vec<Node<'r>> {
    let mut roots: Vec<Node<'r>> = Vec::new();
    for (index, (slot, column)) in slots.iter().zip(columns).enumerate() {
        if column.is_some() {
            insert(&mut roots, &slot.path, index);
        }
    }
    roots
}

fn insert<'r>(nodes: &mut Vec<Node<'r>>, path: &[&'r str], index: usize) {
    let Some((name, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        nodes.push(Node::Leaf(name, index));
        return;
    }
    let known = nodes.iter_mut().find_map(|node| match node {
        Node::Group(group, inner) if group == name => Some(inner),
        _ => None,
    });
    if let Some(inner) = known {
        insert(inner, rest, index);
    } else {
        let mut inner = Vec::new();
        insert(&mut inner, rest, index);
        nodes.push(Node::Group(name, inner));
    }
}

/// The typed row of the cells; takes the texts out of them.
pub(super) fn typed_row<'r, R: DeserializeOwned>(
    nodes: &[Node<'r>],
    cells: &mut Cells<'r>,
    origin: Origin<'_>,
) -> Result<R, Error> {
    R::deserialize(Row { nodes, cells, origin })
}

struct Row<'a, 'r> {
    nodes: &'a [Node<'r>],
    cells: &'a mut Cells<'r>,
    origin: Origin<'a>,
}

impl<'de> Deserializer<'de> for Row<'_, '_> {
    type Error = Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { nodes: self.nodes.iter(), cells: self.cells, origin: self.origin, current: None })
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Fields<'a, 'r> {
    nodes: std::slice::Iter<'a, Node<'r>>,
    cells: &'a mut Cells<'r>,
    origin: Origin<'a>,
    current: Option<&'a Node<'r>>,
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        for node in self.nodes.by_ref() {
            let name = match node {
                Node::Leaf(name, index) => {
                    if self.cells.get(*index) == Cell::Unknown {
                        continue;
                    }
                    name
                }
                Node::Group(name, inner) => {
                    if !any_known(inner, self.cells) {
                        continue;
                    }
                    name
                }
            };
            self.current = Some(node);
            return seed.deserialize(StrDeserializer::new(name)).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.current.take() {
            Some(Node::Leaf(_, index)) => match self.cells.get(*index) {
                Cell::Unknown => seed.deserialize(Value::Unknown),
                Cell::Plain(Plain::AsIs) => seed.deserialize(Value::Text(self.origin.text(*index)?)),
                Cell::Plain(plain) => seed.deserialize(Value::Plain(plain)),
                Cell::Long(place) => match self.cells.take_long(place) {
                    Some(value) => seed.deserialize(Value::Long(value)),
                    None => seed.deserialize(Value::Unknown),
                },
            },
            Some(Node::Group(_, inner)) => {
                seed.deserialize(Row { nodes: inner, cells: &mut *self.cells, origin: self.origin })
            }
            None => seed.deserialize(Value::Unknown),
        }
    }
}

fn any_known(nodes: &[Node<'_>], cells: &Cells<'_>) -> bool {
    nodes.iter().any(|node| match node {
        Node::Leaf(_, index) => cells.get(*index) != Cell::Unknown,
        Node::Group(_, inner) => any_known(inner, cells),
    })
}

/// A cell's value on its way to serde.
enum Value<'a> {
    Unknown,
    Text(&'a str),
    Plain(Plain<'a>),
    Long(Long),
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            // A plain text comes as `Text`.
            Self::Unknown | Self::Plain(Plain::AsIs) | Self::Long(Long::One(Scalar::Json(_))) => visitor.visit_none(),
            Self::Text(text) | Self::Plain(Plain::Word(text)) => visitor.visit_str(text),
            Self::Plain(Plain::Bool(truth)) | Self::Long(Long::One(Scalar::Bool(truth))) => visitor.visit_bool(truth),
            Self::Plain(Plain::Count(count)) | Self::Long(Long::One(Scalar::Count(count))) => visitor.visit_u64(count),
            Self::Long(Long::One(Scalar::Below(whole))) => visitor.visit_i64(whole),
            Self::Plain(Plain::Decimal { digits, scale }) => {
                visitor.visit_bytes(&decimal_of(digits, scale).serialize())
            }
            Self::Long(Long::One(Scalar::Decimal(decimal))) => visitor.visit_bytes(&decimal.serialize()),
            Self::Long(Long::One(Scalar::Text(text))) => visitor.visit_string(text),
            Self::Long(Long::List(scalars)) => visitor.visit_seq(Items(scalars.into_iter())),
        }
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Unknown => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self {
            Self::Text(text) | Self::Plain(Plain::Word(text)) => {
                StrDeserializer::<Error>::new(text).deserialize_enum(name, variants, visitor)
            }
            Self::Long(Long::One(Scalar::Text(text))) => {
                StrDeserializer::<Error>::new(text).deserialize_enum(name, variants, visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Items(std::vec::IntoIter<Scalar>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|scalar| seed.deserialize(Value::Long(Long::One(scalar)))).transpose()
    }
}
