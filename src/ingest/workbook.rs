//! Workbooks: one sheet as rows under its first row that is filled, each cell as the text that it means.

mod grid;
mod parts;

use std::io::BufReader;
use std::ops::Range;

use calamine::{Cell, DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::COLUMNS_COUNT_MAX;
use super::cell_text::{double, percent, put};
use super::foreign::foreign;
use super::open::Opened;
use super::pieces::Unit;
use super::whole::Whole;
use crate::problem::{Code, Problem, Stop};
use crate::shape::{fold, nearest};
use crate::units::clean_text;
use grid::{Grid, Unfit};

pub(super) use grid::GRID_BYTES_MAX;
pub(super) use parts::KEPT_BYTES_MAX;

/// Records that are handed over at once.
const BATCH_RECORDS_COUNT: usize = 512;
/// How often the read of a sheet asks whether to go on, in cells.
const PAUSE_CELLS_COUNT: usize = 1 << 14;

/// A workbook that was opened.
type Book = Xlsx<BufReader<Whole>>;

/// A sheet, read as a whole: a workbook is no stream, and Excel ends it at a million rows.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) headers: Vec<String>,
    /// The row of the headers, as the sheet counts.
    pub(super) header_row: u64,
    grid: Grid,
}

impl Sheet {
    /// Reads a sheet by its name, or the only one that is shown.
    pub(super) fn open(opened: &Opened<'_>, name: Option<&str>) -> Result<Self, Stop> {
        parts::check_parts(opened, opened.whole()?)?;
        let whole = opened.whole()?;
        let read = || {
            let mut book = Book::new(BufReader::new(whole)).map_err(|_| broken(&opened.name))?;
            let name = chosen(&book, name)?;
            let grid = read(&mut book, &name, opened)?;
            Ok((name, grid))
        };
        let read: Option<Result<_, Stop>> = foreign(read);
        let (name, grid) = read.unwrap_or_else(|| Err(broken(&opened.name).into()))?;
        let header = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        Ok(Self {
            name: clean_text(&name),
            headers: grid.cells(0).map(header).collect(),
            header_row: grid.number(0).unwrap_or(1),
            grid,
        })
    }

    /// Rows without a cell between others.
    pub(super) fn blank_rows(&self) -> Vec<Range<u64>> {
        self.grid.blank_rows()
    }

    /// The records, without the headers.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Unit> + Send {
        let rows_count = self.grid.rows_count();
        (1..rows_count).step_by(BATCH_RECORDS_COUNT).map(move |first| {
            let rows = first..rows_count.min(first + BATCH_RECORDS_COUNT);
            Unit::Records(rows.map(|row| self.grid.record(row, self.headers.len())).collect())
        })
    }
}

/// The sheet that is meant.
fn chosen(book: &Book, name: Option<&str>) -> Result<String, Problem> {
    let is_table = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let sheets: Vec<&calamine::Sheet> = book.sheets_metadata().iter().filter(is_table).collect();
    let listed = |sheets: &[&calamine::Sheet]| {
        sheets.iter().map(|sheet| format!("\"{}\"", clean_text(&sheet.name))).collect::<Vec<_>>().join(", ")
    };
    if let Some(name) = name {
        if let Some(sheet) = sheets.iter().find(|sheet| fold(&sheet.name) == fold(name)) {
            return Ok(sheet.name.clone());
        }
        let help = nearest(name, sheets.iter().map(|sheet| sheet.name.as_str())).map_or_else(
            || format!("Its sheets are {}.", listed(&sheets)),
            |near| format!("Did you mean {}?", clean_text(near)),
        );
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

/// The cells of a sheet.
fn read(book: &mut Book, name: &str, opened: &Opened<'_>) -> Result<Grid, Stop> {
    let unreadable = || Stop::from(broken(&opened.name));
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| unreadable())?;
    let is_percent: Vec<bool> = cells
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|format| shows_percent(&format.format_code)))
        .collect();
    let mut grid = Grid::default();
    let mut text = Vec::new();
    let mut cells_count: usize = 0;
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let row = u64::from(row) + 1;
        text.clear();
        text_of(&cell, is_percent.get(style).copied().unwrap_or(false), &mut text);
        if !text.is_empty() {
            grid.put(row, usize::try_from(column).unwrap_or(usize::MAX), &text).map_err(|unfit| match unfit {
                Unfit::Disorder => broken(&opened.name),
                Unfit::Wide => too_wide(&opened.name, row),
                Unfit::Large => too_large(&opened.name, row),
            })?;
        }
        cells_count += 1;
        if cells_count.is_multiple_of(PAUSE_CELLS_COUNT) && opened.is_cancelled() {
            return Err(Stop::Cancelled);
        }
    }
    Ok(grid)
}

fn too_wide(name: &str, row: u64) -> Problem {
    let message = format!("a cell stands beyond column {COLUMNS_COUNT_MAX}");
    Problem::new(Code::BadRow, format!("{name}:{row}"), message, "Clear what stands beside the table.")
}

fn too_large(name: &str, row: u64) -> Problem {
    let message = format!("the sheet of {name} holds more than is kept in memory, up to row {row}");
    Problem::new(Code::FileTooLarge, "file", message, "Save the sheet as CSV: that may be longer.")
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
fn text_of(cell: &Cell<DataRef<'_>>, is_percent: bool, out: &mut Vec<u8>) {
    match cell.get_value() {
        DataRef::Empty => {}
        DataRef::Int(whole) => put(out, whole),
        DataRef::Float(value) if is_percent => percent(out, *value),
        DataRef::Float(value) => double(out, *value),
        DataRef::SharedString(text) => out.extend_from_slice(text.as_bytes()),
        DataRef::Bool(truth) => put(out, truth),
        DataRef::DateTime(stamp) if stamp.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = stamp.to_ymd_hms_milli();
            put(out, format_args!("{year:04}-{month:02}-{day:02}"));
            if (hour, minute, second) != (0, 0, 0) {
                put(out, format_args!("T{hour:02}:{minute:02}:{second:02}"));
            }
        }
        DataRef::DateTime(span) => double(out, span.as_f64()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            out.extend_from_slice(text.as_bytes());
        }
        DataRef::Error(error) => put(out, error),
    }
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
