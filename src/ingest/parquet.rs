//! Parquet: the leaves of its columns as cells under their dotted names.
//!
//! Its own column readers are enough; records come batch by batch, so no row group is held as text.

mod batch;
mod leaf;
mod plain;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};

pub(super) use batch::Batch;
use leaf::{Leaf, LeafReader};
pub use plain::{PlainColumns, PlainText};

use super::open::Opened;
use super::pieces::Unit;
use crate::problem::{Code, Problem, Stop};

/// Rows that are handed over at once.
const BATCH_ROWS_COUNT: usize = 2_048;

/// A Parquet file whose schema was read.
pub(super) struct ParquetTable {
    pub(super) headers: Vec<String>,
    leaves: Vec<Leaf>,
    /// Whether each leaf is wanted; the others are not read.
    wanted: Vec<bool>,
}

impl ParquetTable {
    /// Reads the schema.
    pub(super) fn open(opened: &Opened<'_>) -> Result<Self, Stop> {
        let reader = reader(opened)?;
        let leaves: Vec<Leaf> =
            reader.metadata().file_metadata().schema_descr().columns().iter().map(|column| Leaf::of(column)).collect();
        let headers: Vec<String> = leaves.iter().map(|leaf| leaf.name.clone()).collect();
        let wanted = vec![true; leaves.len()];
        Ok(Self { headers, leaves, wanted })
    }

    /// Reads only these columns from now on; the others are blank.
    pub(super) fn keep(&mut self, columns: &[Option<usize>]) {
        for (index, wanted) in self.wanted.iter_mut().enumerate() {
            *wanted = columns.contains(&Some(index));
        }
    }

    /// The rows, batch by batch.
    pub(super) fn pieces<'f>(
        &'f self,
        opened: &Opened<'_>,
    ) -> Result<impl Iterator<Item = Unit<'f>> + Send + use<'f>, Stop> {
        let reader = reader(opened)?;
        let mut batches = Batches { table: self, reader, next_group: 0, columns: Vec::new(), left_count: 0 };
        let mut is_broken = false;
        Ok(std::iter::from_fn(move || {
            if is_broken {
                return None;
            }
            // The bytes are whatever somebody sent: a decoder that gives up must not end more than this file.
            let Ok(Ok(batch)) = catch_unwind(AssertUnwindSafe(|| batches.next())) else {
                is_broken = true;
                return Some(Unit::Broken);
            };
            batch.map(Unit::Columns)
        }))
    }
}

/// The file's reader, if its footer can be read.
fn reader(opened: &Opened<'_>) -> Result<SerializedFileReader<File>, Stop> {
    let broken = || {
        let help = "Write it again, with no compression, or snappy, gzip, zstd or lz4.";
        Problem::new(Code::BadRow, opened.name.clone(), "is no readable Parquet file", help)
    };
    let file = opened.file().map_err(|_| broken())?;
    let read = catch_unwind(AssertUnwindSafe(|| SerializedFileReader::new(file)));
    Ok(read.map_err(|_| broken())?.map_err(|_| broken())?)
}

/// The batches of a file, row group by row group.
struct Batches<'f> {
    table: &'f ParquetTable,
    reader: SerializedFileReader<File>,
    next_group: usize,
    /// A reader a leaf of the group at hand; none where it is not wanted.
    columns: Vec<Option<LeafReader>>,
    /// Rows that are left in it.
    left_count: usize,
}

impl Batches<'_> {
    fn next(&mut self) -> parquet::errors::Result<Option<Batch>> {
        while self.left_count == 0 {
            if self.next_group >= self.reader.num_row_groups() {
                return Ok(None);
            }
            let group = self.reader.get_row_group(self.next_group)?;
            self.next_group += 1;
            self.left_count = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
            self.columns = self.open(group.as_ref())?;
        }
        let rows_count = self.left_count.min(BATCH_ROWS_COUNT);
        self.left_count -= rows_count;
        let columns = self
            .columns
            .iter_mut()
            .map(|column| column.as_mut().map(|column| column.read(rows_count)).transpose())
            .collect::<parquet::errors::Result<Vec<_>>>()?;
        Ok(Some(Batch { rows_count, columns }))
    }

    fn open(&self, group: &dyn RowGroupReader) -> parquet::errors::Result<Vec<Option<LeafReader>>> {
        self.table
            .leaves
            .iter()
            .zip(&self.table.wanted)
            .enumerate()
            .map(|(index, (leaf, wanted))| {
                let read = *wanted && leaf.is_read();
                read.then(|| Ok(LeafReader::new(leaf.clone(), group.get_column_reader(index)?))).transpose()
            })
            .collect()
    }
}
