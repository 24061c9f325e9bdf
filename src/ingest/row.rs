//! A checked row as serde sees it: typed rows without a JSON value in between, because files are long.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::columns::Slot;
use crate::shape::Scalar;

/// A cell after it was checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Empty, or not in the file.
    Unknown,
    /// One value.
    One(Scalar),
    /// Values split at semicolons.
    List(Vec<Scalar>),
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
pub(super) fn typed_row<R: DeserializeOwned>(nodes: &[Node<'_>], cells: &mut [Cell]) -> Result<R, Error> {
    R::deserialize(Row { nodes, cells })
}

struct Row<'a, 'r> {
    nodes: &'a [Node<'r>],
    cells: &'a mut [Cell],
}

impl<'de> Deserializer<'de> for Row<'_, '_> {
    type Error = Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { nodes: self.nodes.iter(), cells: self.cells, current: None })
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
    cells: &'a mut [Cell],
    current: Option<&'a Node<'r>>,
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        for node in self.nodes.by_ref() {
            let name = match node {
                Node::Leaf(name, index) => {
                    if matches!(self.cells.get(*index), None | Some(Cell::Unknown)) {
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
            Some(Node::Leaf(_, index)) => {
                let cell =
                    self.cells.get_mut(*index).map_or(Cell::Unknown, |cell| std::mem::replace(cell, Cell::Unknown));
                seed.deserialize(Value(cell))
            }
            Some(Node::Group(_, inner)) => seed.deserialize(Row { nodes: inner, cells: &mut *self.cells }),
            None => seed.deserialize(Value(Cell::Unknown)),
        }
    }
}

fn any_known(nodes: &[Node<'_>], cells: &[Cell]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Leaf(_, index) => !matches!(cells.get(*index), None | Some(Cell::Unknown)),
        Node::Group(_, inner) => any_known(inner, cells),
    })
}

struct Value(Cell);

impl<'de> Deserializer<'de> for Value {
    type Error = Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cell::Unknown => visitor.visit_none(),
            Cell::List(scalars) => visitor.visit_seq(Items(scalars.into_iter())),
            Cell::One(scalar) => match scalar {
                Scalar::Bool(truth) => visitor.visit_bool(truth),
                Scalar::Count(count) => visitor.visit_u64(count),
                Scalar::Decimal(decimal) => visitor.visit_bytes(&decimal.serialize()),
                Scalar::Text(text) => visitor.visit_string(text),
                Scalar::Json(_) => visitor.visit_none(),
            },
        }
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cell::Unknown => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Cell::One(Scalar::Text(text)) => {
                StrDeserializer::<Error>::new(&text).deserialize_enum(name, variants, visitor)
            }
            other => Value(other).deserialize_any(visitor),
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
        self.0.next().map(|scalar| seed.deserialize(Value(Cell::One(scalar)))).transpose()
    }
}
