//! Parquet: the leaves of its columns as cells under their dotted names.
//!
//! Its own column readers are enough; records come batch by batch, so no row group is held as text.

mod batch;
mod delta;
mod footer;
mod lanes;
mod leaf;
mod names;
mod pages;
mod plain;
mod thrift;

use std::sync::Arc;

use parquet::column::reader::get_column_reader;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::properties::{ReaderProperties, ReaderPropertiesPtr};
use parquet::file::serialized_reader::SerializedPageReader;

pub(super) use batch::Batch;
pub(super) use footer::FOOTER_BYTES_MAX;
use footer::sound_footer;
pub(super) use lanes::{LaneCell, Lanes};
use leaf::{Leaf, LeafReader};
use names::names;
pub(super) use pages::PAGE_BYTES_MAX;
use pages::{PageBytes, Pages};
pub use plain::{PlainColumns, PlainText};

use super::delimited::check_columns;
use super::foreign::foreign;
use super::open::Opened;
use super::pieces::Unit;
use super::whole::Whole;
use crate::problem::{Code, Problem, Stop};

/// Rows that are handed over at once.
const BATCH_ROWS_COUNT: usize = 2_048;

/// A Parquet file whose schema was read.
pub(super) struct ParquetTable {
    pub(super) headers: Vec<String>,
    metadata: ParquetMetaData,
    leaves: Vec<Leaf>,
    /// Whether each leaf is wanted; the others are not read.
    wanted: Vec<bool>,
}

impl ParquetTable {
    /// Reads the schema.
    pub(super) fn open(opened: &Opened<'_>) -> Result<Self, Stop> {
        let metadata = metadata(opened)?;
        let schema = metadata.file_metadata().schema_descr();
        check_columns(schema.num_columns(), &opened.name)?;
        let named = names(schema.root_schema()).into_iter().zip(schema.columns());
        let leaves: Vec<Leaf> = named.map(|(name, column)| Leaf::of(name, column)).collect();
        let headers: Vec<String> = leaves.iter().map(|leaf| leaf.name.clone()).collect();
        let wanted = vec![true; leaves.len()];
        Ok(Self { headers, metadata, leaves, wanted })
    }

    /// Reads only these columns from now on; the others are blank.
    pub(super) fn keep(&mut self, columns: &[Option<usize>]) {
        for (index, wanted) in self.wanted.iter_mut().enumerate() {
            *wanted = columns.contains(&Some(index));
        }
    }

    /// The rows, batch by batch.
    pub(super) fn pieces(&self, opened: &Opened<'_>) -> Result<impl Iterator<Item = Unit> + Send + use<'_>, Stop> {
        let properties = Arc::new(ReaderProperties::builder().set_backward_compatible_lz4(false).build());
        let whole = opened.whole()?;
        let mut batches = Batches { table: self, whole, properties, next_group: 0, columns: Vec::new(), left_count: 0 };
        let mut is_broken = false;
        Ok(std::iter::from_fn(move || {
            if is_broken {
                return None;
            }
            let Some(Ok(batch)) = foreign(|| batches.next()) else {
                is_broken = true;
                return Some(Unit::Broken);
            };
            batch.map(Unit::Columns)
        }))
    }
}

/// What the file's footer says, if it can be read.
fn metadata(opened: &Opened<'_>) -> Result<ParquetMetaData, Stop> {
    let mut whole = opened.whole()?;
    let read = || ParquetMetaDataReader::decode_metadata(&sound_footer(&mut whole)?).ok();
    foreign(read).flatten().ok_or_else(|| {
        let help = "Write it again, with no compression, or snappy, gzip, zstd or lz4.";
        Problem::new(Code::BadRow, opened.name.clone(), "is no readable Parquet file", help).into()
    })
}

/// The batches of a file, row group by row group.
struct Batches<'f> {
    table: &'f ParquetTable,
    whole: Whole,
    properties: ReaderPropertiesPtr,
    next_group: usize,
    /// A reader a leaf of the group at hand; none where it is not wanted.
    columns: Vec<Option<LeafReader>>,
    /// Rows that are left in it.
    left_count: usize,
}

impl Batches<'_> {
    fn next(&mut self) -> parquet::errors::Result<Option<Batch>> {
        while self.left_count == 0 {
            let Some(group) = self.table.metadata.row_groups().get(self.next_group) else { return Ok(None) };
            self.next_group += 1;
            self.left_count = usize::try_from(group.num_rows()).unwrap_or_default();
            self.columns = self.open(group)?;
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

    fn open(&self, group: &RowGroupMetaData) -> parquet::errors::Result<Vec<Option<LeafReader>>> {
        let leaves = self.table.leaves.iter().zip(&self.table.wanted).zip(group.columns());
        leaves
            .map(|((leaf, wanted), column)| {
                if !*wanted {
                    return Ok(None);
                }
                let bytes = Arc::new(PageBytes::new(&self.whole, column.compression())?);
                let rows_count = usize::try_from(group.num_rows()).unwrap_or_default();
                let properties = Arc::clone(&self.properties);
                let pages = SerializedPageReader::new_with_properties(bytes, column, rows_count, None, properties)?;
                let values_left = Arc::default();
                let pages = Pages::new(pages, leaf.levels, Arc::clone(&values_left));
                let reader = get_column_reader(column.column_descr_ptr(), Box::new(pages));
                Ok(Some(LeafReader::new(leaf.clone(), reader, values_left)))
            })
            .collect()
    }
}
