//! Columns that can be taken as they are stored: texts, days and amounts without a text in between.

use parquet::data_type::ByteArray;

use super::batch::{Batch, Column, Values};
use super::leaf::Meaning;
use crate::ingest::cell_text::hundredths;
use crate::units::Date;

/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// The columns of some fields, in a batch in which each of them has a value in every row, or in none.
pub struct PlainColumns<'b> {
    rows_count: usize,
    columns: Vec<Option<&'b Column>>,
}

/// A text of a plain column, and where the next stands.
pub struct PlainText<'b> {
    values: &'b [ByteArray],
}

impl<'b> PlainText<'b> {
    /// The text of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&'b [u8]> {
        self.values.get(row).map(ByteArray::data)
    }
}

impl<'b> PlainColumns<'b> {
    /// The columns of fields; none if one of them has lists, or values in some rows alone.
    pub(in crate::ingest) fn of(batch: &'b Batch, fields: &[Option<usize>]) -> Option<Self> {
        let rows_count = batch.rows_count;
        let column = |field: &Option<usize>| match field {
            None => Some(None),
            Some(column) => match batch.columns.get(*column)? {
                Some(column) if column.is_plain(rows_count) => Some(Some(column)),
                _ => None,
            },
        };
        Some(Self { rows_count, columns: fields.iter().map(column).collect::<Option<Vec<_>>>()? })
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows_count(&self) -> usize {
        self.rows_count
    }

    /// Whether a field has a column.
    #[must_use]
    pub fn has(&self, field: usize) -> bool {
        self.columns.get(field).is_some_and(Option::is_some)
    }

    /// The texts of a field; none if they are no texts.
    #[must_use]
    pub fn texts(&self, field: usize) -> Option<PlainText<'b>> {
        match self.columns.get(field).copied().flatten()? {
            Column { values: Values::Bytes(values), meaning: Meaning::Plain, .. } => Some(PlainText { values }),
            _ => None,
        }
    }

    /// The months of a field's days, counted from the year 0; none if they are no days.
    #[must_use]
    pub fn months(&self, field: usize) -> Option<Vec<i32>> {
        let Column { values: Values::Int(values), meaning, .. } = self.columns.get(field).copied().flatten()? else {
            return None;
        };
        let days = |value: i64| match meaning {
            Meaning::Date => Some(value),
            Meaning::Timestamp(parts) => Some(value.div_euclid(*parts).div_euclid(DAY_SECONDS)),
            _ => None,
        };
        let mut last = None;
        let month = |value: &i64| {
            // Rows of one month tend to repeat their day.
            if let Some((known, month)) = last
                && known == *value
            {
                return Some(month);
            }
            let (year, month, _) = Date::parts_of_unix_days(days(*value)?)?;
            let month = i32::from(year) * 12 + i32::from(month) - 1;
            last = Some((*value, month));
            Some(month)
        };
        values.iter().map(month).collect()
    }

    /// The hundredths of a field's amounts; none if one of them is below zero or no whole number of hundredths.
    #[must_use]
    pub fn hundredths(&self, field: usize) -> Option<Vec<u64>> {
        let column = self.columns.get(field).copied().flatten()?;
        let above_zero = |value: i64| u64::try_from(value).ok();
        match (&column.values, column.meaning) {
            (Values::Int(values), Meaning::Decimal(2)) => values.iter().map(|value| above_zero(*value)).collect(),
            (Values::Int(values), Meaning::Decimal(0) | Meaning::Plain) => {
                values.iter().map(|value| above_zero(*value)?.checked_mul(100)).collect()
            }
            (Values::Double(values), Meaning::Plain) => {
                values.iter().map(|value| above_zero(hundredths(*value)?)).collect()
            }
            _ => None,
        }
    }
}

impl Column {
    /// Whether it is no list and has a value in every row.
    fn is_plain(&self, rows_count: usize) -> bool {
        self.rep.is_empty() && self.values.count() == rows_count
    }
}
