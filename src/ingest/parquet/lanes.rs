//! The columns of a batch as its rows take them: stored values where the reader of cells knows them, texts elsewhere.

use parquet::data_type::ByteArray;

use super::batch::{Batch, Column, Values};
use super::leaf::Meaning;
use crate::ingest::cell_text::hundredths;
use crate::shape::{Leaf, Stored};

/// The columns of some fields.
pub(in crate::ingest) struct Lanes<'b> {
    pub(in crate::ingest) rows_count: usize,
    /// A lane a field; none where it has no column.
    lanes: Vec<Option<Lane<'b>>>,
}

/// The column of a field.
struct Lane<'b> {
    column: &'b Column,
    held: Held<'b>,
    /// The place of each row's value, where not every row has one.
    places: Option<Vec<Option<usize>>>,
}

/// Where the values stand.
enum Held<'b> {
    Texts(&'b [ByteArray]),
    Bools(&'b [bool]),
    Wholes(&'b [i64]),
    Hundredths(&'b [i64]),
    Doubles(&'b [f64]),
    /// What is stored some other way: the text of each value, one behind the other, and where it ends.
    Written(Vec<u8>, Vec<usize>),
}

/// A cell of a lane.
#[derive(Clone, Copy)]
pub(in crate::ingest) enum LaneCell<'l> {
    /// Nothing is there.
    Blank,
    /// A value that is stored so.
    Stored(Stored<'l>),
    /// A value of which only the text is known.
    Odd,
}

impl<'b> Lanes<'b> {
    /// The columns of fields; none if one of them has lists.
    pub(in crate::ingest) fn of(batch: &'b Batch, fields: &[Option<usize>]) -> Option<Self> {
        let lane = |field: &Option<usize>| match field.and_then(|column| batch.columns.get(column)?.as_ref()) {
            Some(column) if !column.rep.is_empty() => None,
            Some(column) => Some(Some(Lane::of(column))),
            None => Some(None),
        };
        Some(Self { rows_count: batch.rows_count, lanes: fields.iter().map(lane).collect::<Option<Vec<_>>>()? })
    }

    /// The cell of a field in a row; none if the field has no column.
    #[inline]
    pub(in crate::ingest) fn cell(&self, field: usize, row: usize) -> Option<LaneCell<'_>> {
        let lane = self.lanes.get(field)?.as_ref()?;
        Some(match lane.place(row) {
            None => LaneCell::Blank,
            Some(place) => lane.held.get(place).map_or(LaneCell::Odd, LaneCell::Stored),
        })
    }

    /// The value of a field in a row, where there is one that is stored so.
    #[inline]
    pub(in crate::ingest) fn stored(&self, field: usize, row: usize) -> Option<Stored<'_>> {
        let lane = self.lanes.get(field)?.as_ref()?;
        lane.held.get(lane.place(row)?)
    }

    /// Whether a field is true in a row, where truths are stored.
    #[inline]
    pub(in crate::ingest) fn truth(&self, field: usize, row: usize) -> Option<bool> {
        let lane = self.lanes.get(field)?.as_ref()?;
        match &lane.held {
            Held::Bools(values) => values.get(lane.place(row)?).copied(),
            _ => None,
        }
    }

    /// Whether the truths of a field are stored as such.
    #[inline]
    pub(in crate::ingest) fn has_truths(&self, field: usize) -> bool {
        matches!(self.lanes.get(field), Some(Some(Lane { held: Held::Bools(_), .. })))
    }

    /// Writes the text of a cell.
    pub(in crate::ingest) fn write(&self, field: usize, row: usize, out: &mut Vec<u8>) {
        if let Some(Some(lane)) = self.lanes.get(field)
            && let Some(place) = lane.place(row)
        {
            lane.column.values.write(place, lane.column.meaning, out);
        }
    }

    /// Marks the rows in which a field's cell is not plain to a leaf.
    pub(in crate::ingest) fn mark_odd(&self, field: usize, leaf: &Leaf, is_required: bool, odd: &mut [bool]) {
        let Some(Some(lane)) = self.lanes.get(field) else { return };
        let is_always = lane.held.is_plain(leaf);
        if is_always && (lane.places.is_none() || !is_required) {
            return;
        }
        for (row, odd) in odd.iter_mut().enumerate() {
            *odd |= match lane.place(row) {
                None => is_required,
                Some(_) if is_always => false,
                Some(place) => lane.held.get(place).is_none_or(|stored| leaf.read_stored(stored).is_none()),
            };
        }
    }
}

impl<'b> Lane<'b> {
    fn of(column: &'b Column) -> Self {
        let mut next = 0;
        let mut place = |level: &i16| {
            let is_there = *level == column.max_def_level;
            let place = is_there.then_some(next);
            next += usize::from(is_there);
            place
        };
        let is_everywhere = column.def.len() == column.values.count() || column.def.is_empty();
        let places = (!is_everywhere).then(|| column.def.iter().map(&mut place).collect());
        Self { column, held: Held::of(column), places }
    }

    /// The place of a row's value; none where there is none.
    #[inline]
    fn place(&self, row: usize) -> Option<usize> {
        match &self.places {
            Some(places) => places.get(row).copied().flatten(),
            None => Some(row),
        }
    }
}

impl<'b> Held<'b> {
    fn of(column: &'b Column) -> Self {
        match (&column.values, column.meaning) {
            (Values::Bytes(values), Meaning::Plain) => Self::Texts(values),
            (Values::Bool(values), _) => Self::Bools(values),
            (Values::Int(values), Meaning::Plain | Meaning::Unsigned | Meaning::Decimal(0)) => Self::Wholes(values),
            (Values::Int(values), Meaning::Decimal(2)) => Self::Hundredths(values),
            (Values::Double(values), _) => Self::Doubles(values),
            (values, meaning) => {
                let (mut text, mut ends) = (Vec::new(), Vec::with_capacity(values.count()));
                for value in 0..values.count() {
                    values.write(value, meaning, &mut text);
                    ends.push(text.len());
                }
                Self::Written(text, ends)
            }
        }
    }

    /// Whether every value is plain to a leaf, where that can be told from a few of them.
    fn is_plain(&self, leaf: &Leaf) -> bool {
        let is_within = |values: &[i64], is_hundredths| {
            // Between two numbers that a leaf takes there is none that it does not.
            let ends = [values.iter().min(), values.iter().max()];
            let mut stored = ends.into_iter().flatten().map(|digits| Stored::Number { digits: *digits, is_hundredths });
            stored.all(|stored| leaf.read_stored(stored).is_some())
        };
        match (self, leaf) {
            (Self::Bools(_), Leaf::Bool) => true,
            (Self::Wholes(values), Leaf::Money | Leaf::Count(_)) => is_within(values, false),
            (Self::Hundredths(values), Leaf::Money) => is_within(values, true),
            _ => false,
        }
    }

    #[inline]
    fn get(&self, place: usize) -> Option<Stored<'_>> {
        let number = |digits, is_hundredths| Stored::Number { digits, is_hundredths };
        match self {
            Self::Texts(values) => values.get(place).map(|text| Stored::Text(text.data())),
            Self::Bools(values) => values.get(place).map(|truth| Stored::Bool(*truth)),
            Self::Wholes(values) => values.get(place).map(|whole| number(*whole, false)),
            Self::Hundredths(values) => values.get(place).map(|hundredths| number(*hundredths, true)),
            Self::Doubles(values) => hundredths(*values.get(place)?).map(|hundredths| number(hundredths, true)),
            Self::Written(text, ends) => {
                let start = place.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
                ends.get(place).and_then(|end| text.get(start..*end)).map(Stored::Text)
            }
        }
    }
}
