//! A table for a terminal. Numbers and, where they fit, words stay whole; a table too wide for that stands in parts, or row by row.

use anstyle::Style;
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Grid, Width};
use textwrap::core::display_width;

use super::terminal::{Ink, wrapping};
use crate::report::{Cell, Table};

/// Columns between two columns.
const GAP_COUNT: usize = 2;
/// A longer word may be broken where the table is else too wide.
const WORD_CHARACTERS_COUNT: usize = 16;

/// So much wider a column may become to keep its header on one line.
const HEADER_SPREAD_COUNT: usize = 3;

/// The table as lines of at most so many columns.
pub(super) fn grid(table: &Table, columns_count: usize, ink: Ink) -> String {
    let available = columns_count.saturating_sub(GAP_COUNT * table.headers.len().saturating_sub(1));
    let widths =
        [usize::MAX, WORD_CHARACTERS_COUNT].into_iter().find_map(|word_max| widths(table, available, word_max));
    match (widths, panels(table, columns_count)) {
        (Some(widths), _) => columns(table, &widths, ink),
        (None, Some(panels)) => {
            let drawn: Vec<String> = panels.iter().map(|panel| grid(panel, columns_count, ink)).collect();
            drawn.join("\n")
        }
        (None, None) => records(table, columns_count, ink),
    }
}

/// The table in parts that fit, each beginning with the first column; none if a single column does not fit beside it.
fn panels(table: &Table, columns_count: usize) -> Option<Vec<Table>> {
    let fits = |columns: &[usize]| {
        let available = columns_count.saturating_sub(GAP_COUNT * columns.len().saturating_sub(1));
        widths(&part(table, columns), available, usize::MAX).is_some()
    };
    let mut panels: Vec<Vec<usize>> = Vec::new();
    for column in 1..table.headers.len() {
        let wider = panels.last().map(|last| [last.as_slice(), &[column]].concat()).filter(|wider| fits(wider));
        match (wider, panels.last_mut()) {
            (Some(wider), Some(last)) => *last = wider,
            _ if fits(&[0, column]) => panels.push(vec![0, column]),
            _ => return None,
        }
    }
    (panels.len() > 1).then(|| panels.iter().map(|columns| part(table, columns)).collect())
}

/// Some columns of a table.
fn part(table: &Table, columns: &[usize]) -> Table {
    Table {
        headers: columns.iter().filter_map(|column| table.headers.get(*column)).cloned().collect(),
        rows: table
            .rows
            .iter()
            .map(|row| columns.iter().filter_map(|column| row.get(*column)).cloned().collect())
            .collect(),
    }
}

/// The width of each column: enough for its numbers and words; then room for its cells, then for its header, where the
/// column is tightest.
fn widths(table: &Table, available: usize, word_max: usize) -> Option<Vec<usize>> {
    let (mut widths, mut of_cells, mut of_headers) = (Vec::new(), Vec::new(), Vec::new());
    for (column, header) in table.headers.iter().enumerate() {
        let (mut least, mut whole) = (longest_word(header, word_max), 0);
        for cell in table.rows.iter().filter_map(|row| row.get(column)) {
            let text = cell.text();
            whole = whole.max(display_width(&text));
            least = least.max(if cell.is_number() { display_width(&text) } else { longest_word(&text, word_max) });
        }
        of_headers.push(header_width(header, least.max(whole)));
        of_cells.push(whole);
        widths.push(least);
    }
    let mut free = available.checked_sub(widths.iter().sum())?;
    for wanted in [of_cells, of_headers] {
        while free > 0 {
            let open = widths.iter_mut().zip(&wanted).filter(|(width, wanted)| **width < **wanted);
            let tightest = open.max_by_key(|(width, wanted)| (**wanted * 1000) / (**width).max(1));
            let Some((width, _)) = tightest else { break };
            *width += 1;
            free -= 1;
        }
    }
    Some(widths)
}

/// A header takes two lines rather than spread a narrow column, and one where that costs little.
fn header_width(header: &str, least: usize) -> usize {
    let whole = display_width(header);
    let folded = (least..whole).find(|width| textwrap::wrap(header, wrapping(*width)).len() <= 2).unwrap_or(whole);
    if whole - folded.min(whole) <= HEADER_SPREAD_COUNT { whole } else { folded }
}

fn longest_word(text: &str, word_max: usize) -> usize {
    text.split(' ').map(display_width).max().unwrap_or_default().min(word_max)
}

fn columns(table: &Table, widths: &[usize], ink: Ink) -> String {
    let mut grid = Grid::new();
    grid.load_style(NOTHING.header_separator(LineStyle::none().fill('─')))
        .set_content_arrangement(ContentArrangement::Dynamic);
    let head = table.headers.iter().enumerate().map(|(column, header)| {
        let numeric = table.rows.iter().all(|row| row.get(column).is_some_and(Cell::is_number));
        comfy_table::Cell::new(header).set_alignment(side(numeric))
    });
    grid.set_header(head);
    for row in &table.rows {
        grid.add_row(row.iter().map(|cell| comfy_table::Cell::new(cell.text()).set_alignment(side(cell.is_number()))));
    }
    for (column, width) in grid.column_iter_mut().zip(widths) {
        let gap = if column.index == 0 { 0 } else { GAP_COUNT };
        column.set_padding((u16::try_from(gap).unwrap_or_default(), 0));
        let whole = u16::try_from(width + gap).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(whole)));
    }
    let text = grid.trim_fmt() + "\n";
    match text.find('─') {
        Some(rule) if ink == Ink::Coloured => {
            let (head, body) = text.split_at(rule);
            let head: String = head.lines().map(|line| ink.styled(Style::new().bold(), line) + "\n").collect();
            head + body
        }
        _ => text,
    }
}

/// Each row below its first cell, a line a figure.
fn records(table: &Table, columns_count: usize, ink: Ink) -> String {
    let Some((_, headers)) = table.headers.split_first() else { return String::new() };
    let widest = headers.iter().map(|header| display_width(header)).max().unwrap_or_default().min(columns_count / 2);
    let mut out = String::new();
    for (index, row) in table.rows.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let Some((name, cells)) = row.split_first() else { continue };
        for line in textwrap::wrap(&name.text(), wrapping(columns_count)) {
            out.push_str(&ink.styled(Style::new().bold(), &line));
            out.push('\n');
        }
        for (header, cell) in headers.iter().zip(cells) {
            let fill = " ".repeat(widest.saturating_sub(display_width(header)));
            let mark = format!("  {header}{fill}  ");
            let options = wrapping(columns_count).initial_indent(&mark).subsequent_indent("    ");
            out.push_str(&textwrap::fill(&cell.text(), options));
            out.push('\n');
        }
    }
    out
}

const fn side(numeric: bool) -> CellAlignment {
    if numeric { CellAlignment::Right } else { CellAlignment::Left }
}
