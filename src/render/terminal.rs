//! A page for a terminal of a given width; colour is the caller's choice.

use anstyle::{AnsiColor, Style};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table as Grid};

use crate::report::{Block, Cell, Numbering, Page, Table};

/// Whether the text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// With escape sequences.
    Coloured,
    /// Without.
    Plain,
}

/// The page as text of at most so many columns, where its words allow.
#[must_use]
pub fn terminal(page: &Page, columns_count: usize, ink: Ink) -> String {
    let heading = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let bold = Style::new().bold();
    let styled = |style: Style, text: &str| match ink {
        Ink::Coloured => format!("{style}{text}{style:#}"),
        Ink::Plain => text.to_owned(),
    };
    let mut out = String::new();
    for block in &page.blocks {
        match block {
            Block::Heading(level, text) => {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(&styled(heading, text));
                out.push('\n');
                if *level == 1 {
                    out.push_str(&"═".repeat(text.chars().count().min(columns_count)));
                    out.push('\n');
                }
            }
            Block::Paragraph(label, text) => {
                // Wrapped before it is coloured, since escapes have no width.
                let plain = label.map_or_else(|| text.clone(), |label| format!("{label}: {text}"));
                let wrapped = textwrap::fill(&plain, columns_count);
                match label.and_then(|label| wrapped.strip_prefix(label).map(|rest| (label, rest))) {
                    Some((label, rest)) => {
                        out.push_str(&styled(bold, label));
                        out.push_str(rest);
                    }
                    None => out.push_str(&wrapped),
                }
                out.push('\n');
            }
            Block::List(numbering, items) => {
                for (index, item) in items.iter().enumerate() {
                    let mark = match numbering {
                        Numbering::Numbered => format!("{}. ", index + 1),
                        Numbering::Bulleted => "• ".to_owned(),
                    };
                    let indent = " ".repeat(mark.chars().count());
                    let options =
                        textwrap::Options::new(columns_count).initial_indent(&mark).subsequent_indent(&indent);
                    out.push_str(&textwrap::fill(item, options));
                    out.push('\n');
                }
            }
            Block::Table(table) => {
                out.push_str(&grid(table, columns_count, ink));
                out.push('\n');
            }
        }
    }
    out
}

fn grid(table: &Table, columns_count: usize, ink: Ink) -> String {
    let mut grid = Grid::new();
    grid.load_style(NOTHING.header_separator(LineStyle::none().fill('─')))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(columns_count).unwrap_or(u16::MAX));
    let head = table.headers.iter().enumerate().map(|(column, header)| {
        let numeric = table.rows.iter().all(|row| row.get(column).is_some_and(Cell::is_number));
        comfy_table::Cell::new(header).set_alignment(side(numeric))
    });
    grid.set_header(head);
    for row in &table.rows {
        grid.add_row(row.iter().map(|cell| comfy_table::Cell::new(cell.text()).set_alignment(side(cell.is_number()))));
    }
    let text = grid.trim_fmt();
    match (ink, text.find('─')) {
        // Coloured after it is laid out, since escapes have no width.
        (Ink::Coloured, Some(rule)) => {
            let (head, body) = text.split_at(rule);
            let bold = Style::new().bold();
            let head: Vec<String> = head.lines().map(|line| format!("{bold}{line}{bold:#}")).collect();
            format!("{}\n{body}", head.join("\n"))
        }
        _ => text,
    }
}

const fn side(numeric: bool) -> CellAlignment {
    if numeric { CellAlignment::Right } else { CellAlignment::Left }
}
