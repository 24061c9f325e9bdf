//! Workbooks: one sheet as rows under its first row that is filled, each cell as the text that it means.

use std::fs::File;
use std::io::{BufReader, Read};

use calamine::{Cell, DataRef, Reader, SheetType, SheetVisible, Xlsx};
use csv::ByteRecord;

use super::WORKBOOK_BYTES_MAX;
use super::cell_text::{double, percent, put};
use super::open::Opened;
use super::pieces::Unit;
use crate::problem::{Code, Problem, Stop};
use crate::shape::{fold, nearest};
use crate::units::clean_text;

/// Records that are handed over at once.
const BATCH_RECORDS_COUNT: usize = 512;
/// The most columns of a table; a stray cell far to the right makes every row as wide.
const COLUMNS_COUNT_MAX: usize = 1_000;

/// A sheet, read as a whole: a workbook is no stream, and Excel ends it at a million rows.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) headers: Vec<String>,
    /// The row of the headers, as the sheet counts.
    pub(super) header_row: u64,
    /// Rows without a cell between others.
    pub(super) blank_rows: Vec<u64>,
    records: Vec<ByteRecord>,
}

impl Sheet {
    /// Reads a sheet by its name, or the only one that is shown.
    pub(super) fn open(opened: &Opened<'_>, name: Option<&str>) -> Result<Self, Stop> {
        check_size(opened)?;
        let mut book = open_book(opened)?;
        let name = chosen(&book, name)?;
        let rows = Rows::read(&mut book, &name, opened)?;
        Ok(rows.sheet(name))
    }

    /// The records, without the headers.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Unit<'_>> + Send {
        self.records.chunks(BATCH_RECORDS_COUNT).map(Unit::Batch)
    }
}

fn open_book(opened: &Opened<'_>) -> Result<Xlsx<BufReader<File>>, Stop> {
    let file = opened.file().map_err(|_| broken(&opened.name))?;
    Xlsx::new(BufReader::new(file)).map_err(|_| broken(&opened.name).into())
}

/// Refuses a workbook that unpacks to more than is read: a few kilobytes can hold as many blanks as one likes.
fn check_size(opened: &Opened<'_>) -> Result<(), Stop> {
    let file = opened.file().map_err(|_| broken(&opened.name))?;
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|_| broken(&opened.name))?;
    let mut left = WORKBOOK_BYTES_MAX;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| broken(&opened.name))?;
        // What an entry says of its size proves nothing: its bytes are counted.
        let bytes_count =
            std::io::copy(&mut entry.take(left + 1), &mut std::io::sink()).map_err(|_| broken(&opened.name))?;
        left = left.checked_sub(bytes_count).ok_or_else(|| {
            Problem::new(
                Code::FileTooLarge,
                "file",
                format!("{} unpacks to more than {WORKBOOK_BYTES_MAX} bytes", opened.name),
                "Save the sheet as CSV: that may be longer.",
            )
        })?;
    }
    Ok(())
}

/// The sheet that is meant.
fn chosen(book: &Xlsx<BufReader<File>>, name: Option<&str>) -> Result<String, Problem> {
    let is_table = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let sheets: Vec<&calamine::Sheet> = book.sheets_metadata().iter().filter(is_table).collect();
    let listed = |sheets: &[&calamine::Sheet]| {
        sheets.iter().map(|sheet| format!("\"{}\"", clean_text(&sheet.name))).collect::<Vec<_>>().join(", ")
    };
    if let Some(name) = name {
        if let Some(sheet) = sheets.iter().find(|sheet| fold(&sheet.name) == fold(name)) {
            return Ok(sheet.name.clone());
        }
        let help = nearest(name, sheets.iter().map(|sheet| sheet.name.as_str()))
            .map_or_else(|| format!("Its sheets are {}.", listed(&sheets)), |near| format!("Did you mean {near}?"));
        return Err(Problem::new(Code::Missing, "sheet", "the workbook has no sheet of that name", help));
    }
    let shown: Vec<&calamine::Sheet> =
        sheets.into_iter().filter(|sheet| sheet.visible == SheetVisible::Visible).collect();
    match shown.as_slice() {
        [only] => Ok(only.name.clone()),
        [] => Err(Problem::new(Code::Empty, "file", "the workbook shows no sheet", "Save the table in a sheet.")),
        several => Err(Problem::new(
            Code::Ambiguous,
            "sheet",
            format!("the workbook has {} sheets: {}", several.len(), listed(several)),
            "Name one of them in sheet.",
        )),
    }
}

/// What is wrong with a workbook that cannot be read.
fn broken(name: &str) -> Problem {
    Problem::new(Code::BadRow, name, "is no readable workbook", "Save it again as .xlsx without a password, or as CSV.")
}

/// Rows as they are gathered from cells.
#[derive(Default)]
struct Rows {
    /// Each row that has a cell, by the sheet's number.
    rows: Vec<(u64, Vec<Vec<u8>>)>,
}

impl Rows {
    fn read(book: &mut Xlsx<BufReader<File>>, name: &str, opened: &Opened<'_>) -> Result<Self, Stop> {
        let unreadable = || Stop::from(broken(&opened.name));
        let mut cells = book.worksheet_cells_reader(name).map_err(|_| unreadable())?;
        let is_percent: Vec<bool> = cells
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().is_some_and(|format| shows_percent(&format.format_code)))
            .collect();
        let mut rows = Self::default();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| unreadable())? {
            let text = text_of(&cell, is_percent.get(style).copied().unwrap_or(false));
            if !text.is_empty() {
                rows.put(&cell, text).ok_or_else(|| too_wide(&opened.name, &cell))?;
            }
            if rows.rows.len().is_multiple_of(BATCH_RECORDS_COUNT) && opened.is_cancelled() {
                return Err(Stop::Cancelled);
            }
        }
        Ok(rows)
    }

    /// Puts a cell in its place; none if it is too far to the right.
    fn put<T: calamine::CellType>(&mut self, cell: &Cell<T>, text: Vec<u8>) -> Option<()> {
        let (row, column) = cell.get_position();
        let (row, column) = (u64::from(row) + 1, usize::try_from(column).ok()?);
        if column >= COLUMNS_COUNT_MAX {
            return None;
        }
        // Cells come row by row.
        if self.rows.last().is_none_or(|(last, _)| *last != row) {
            self.rows.push((row, Vec::new()));
        }
        let (_, cells) = self.rows.last_mut()?;
        if cells.len() <= column {
            cells.resize(column + 1, Vec::new());
        }
        *cells.get_mut(column)? = text;
        Some(())
    }

    /// The first row as headers, the others as records of as many cells.
    fn sheet(self, name: String) -> Sheet {
        let mut rows = self.rows.into_iter();
        let (header_row, headers) = rows.next().unwrap_or((1, Vec::new()));
        let headers: Vec<String> =
            headers.iter().map(|header| String::from_utf8_lossy(header).trim().to_owned()).collect();
        let (mut blank_rows, mut records, mut next) = (Vec::new(), Vec::new(), header_row + 1);
        for (row, mut cells) in rows {
            blank_rows.extend(next..row);
            next = row + 1;
            // Cells missing at the end are empty; one beyond the headers makes the row too long, and is told.
            if cells.len() < headers.len() {
                cells.resize(headers.len(), Vec::new());
            }
            records.push(ByteRecord::from(cells));
        }
        Sheet { name, headers, header_row, blank_rows, records }
    }
}

fn too_wide<T: calamine::CellType>(name: &str, cell: &Cell<T>) -> Problem {
    let row = u64::from(cell.get_position().0) + 1;
    let message = format!("a cell stands beyond column {COLUMNS_COUNT_MAX}");
    Problem::new(Code::BadRow, format!("{name}:{row}"), message, "Clear what stands beside the table.")
}

/// Whether a number format shows a percentage: a percent sign that is not quoted or escaped.
fn shows_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    format.chars().any(|sign| {
        let is_literal = quoted || escaped;
        if sign == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = !is_literal && sign == '\\';
        sign == '%' && !is_literal
    })
}

/// The text that a cell means.
fn text_of(cell: &Cell<DataRef<'_>>, is_percent: bool) -> Vec<u8> {
    let mut out = Vec::new();
    match cell.get_value() {
        DataRef::Empty => {}
        DataRef::Int(whole) => put(&mut out, whole),
        DataRef::Float(value) if is_percent => percent(&mut out, *value),
        DataRef::Float(value) => double(&mut out, *value),
        DataRef::SharedString(text) => out.extend_from_slice(text.as_bytes()),
        DataRef::Bool(truth) => put(&mut out, truth),
        DataRef::DateTime(stamp) if stamp.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = stamp.to_ymd_hms_milli();
            put(&mut out, format_args!("{year:04}-{month:02}-{day:02}"));
            if (hour, minute, second) != (0, 0, 0) {
                put(&mut out, format_args!("T{hour:02}:{minute:02}:{second:02}"));
            }
        }
        DataRef::DateTime(span) => double(&mut out, span.as_f64()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            out.extend_from_slice(text.as_bytes());
        }
        DataRef::Error(error) => put(&mut out, error),
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_shows_unless_it_is_quoted() {
        assert!(shows_percent("0%") && shows_percent("0.00 %;[Red]-0.00 %"));
        assert!(
            !shows_percent("0.00") && !shows_percent("0\"%\"") && !shows_percent("0\\%") && !shows_percent("General")
        );
        assert!(shows_percent("\"about \"0%"));
    }
}
