//! Files of rows under headers, whatever holds them: one way to ask for the headers, one for the rows.

use super::Format;
use super::delimited::Delimited;
use super::guard::Meter;
use super::open::Opened;
use super::parquet::ParquetTable;
use super::pieces::{Again, Unit};
use super::table::TablePlace;
use super::workbook::Sheet;
use crate::problem::Stop;

/// A file of rows under headers.
pub(super) struct Tabular<'f> {
    opened: &'f Opened<'f>,
    place: TablePlace,
    holder: Holder,
}

enum Holder {
    Delimited(Delimited),
    Sheet(Sheet),
    Parquet(ParquetTable),
}

impl<'f> Tabular<'f> {
    /// Reads the headers; the file is of one of the formats that have them.
    pub(super) fn open(opened: &'f Opened<'f>, sheet: Option<&str>) -> Result<Self, Stop> {
        let name = opened.name.clone();
        let (holder, place) = match opened.format {
            Format::Xlsx => {
                let sheet = Sheet::open(opened, sheet)?;
                let place = TablePlace::File { name, first_row: sheet.header_row + 1, blank_rows: sheet.blank_rows() };
                (Holder::Sheet(sheet), place)
            }
            Format::Parquet => (Holder::Parquet(ParquetTable::open(opened)?), TablePlace::file(name, 1)),
            Format::Tsv => (Holder::Delimited(Delimited::open(opened, Some(b'\t'))?), TablePlace::file(name, 2)),
            Format::Csv | Format::Json | Format::NdJson => {
                (Holder::Delimited(Delimited::open(opened, None)?), TablePlace::file(name, 2))
            }
        };
        Ok(Self { opened, place, holder })
    }

    /// The headers, in the order of the columns.
    pub(super) fn headers(&self) -> &[String] {
        match &self.holder {
            Holder::Delimited(file) => &file.headers,
            Holder::Sheet(sheet) => &sheet.headers,
            Holder::Parquet(file) => &file.headers,
        }
    }

    /// Reads only these columns from now on, where that saves work.
    pub(super) fn keep(&mut self, columns: &[Option<usize>]) {
        if let Holder::Parquet(file) = &mut self.holder {
            file.keep(columns);
        }
    }

    /// Where its rows stand.
    pub(super) const fn place(&self) -> &TablePlace {
        &self.place
    }

    /// Where its headers stand.
    pub(super) fn header_place(&self) -> String {
        match &self.holder {
            Holder::Delimited(_) => format!("{}:1", self.opened.name),
            Holder::Sheet(sheet) => format!("{}:{}", self.opened.name, sheet.header_row),
            Holder::Parquet(_) => self.opened.name.clone(),
        }
    }

    /// What is worth saying of how it is written.
    pub(super) fn told(&self) -> Vec<String> {
        let packing = self.opened.told().map(str::to_owned).into_iter();
        match &self.holder {
            Holder::Delimited(file) => file.told.clone(),
            Holder::Sheet(sheet) => packing.chain([format!("sheet {}", sheet.name)]).collect(),
            Holder::Parquet(_) => packing.collect(),
        }
    }
}

impl Again for Tabular<'_> {
    fn pieces<'s>(&'s self, meter: &Meter) -> Result<Box<dyn Iterator<Item = Unit> + Send + 's>, Stop> {
        Ok(match &self.holder {
            Holder::Delimited(file) => Box::new(file.pieces(self.opened, meter)?),
            Holder::Sheet(sheet) => Box::new(sheet.pieces()),
            Holder::Parquet(file) => Box::new(file.pieces(self.opened)?),
        })
    }
}
