//! A page as Markdown. Text may be the caller's, so it is escaped until it can neither break a table nor mark up.

use std::fmt::Write;

use crate::report::{Block, Numbering, Page, Table};

/// The page as Markdown, ending with a line break.
#[must_use]
pub fn markdown(page: &Page) -> String {
    let mut out = String::new();
    for block in &page.blocks {
        // Headings of the answer stand close to what they head: blank lines cost tokens.
        match block {
            Block::Heading(level, text) => {
                let marks = "#".repeat(usize::from(*level));
                line(&mut out, &format!("{marks} {}", escape(text)));
            }
            Block::Paragraph(Some(label), text) => {
                gap(&mut out);
                line(&mut out, &format!("**{label}:** {}", escape(text)));
            }
            Block::Paragraph(None, text) => {
                gap(&mut out);
                line(&mut out, &escape_start(&escape(text)));
            }
            Block::List(numbering, items) => {
                gap(&mut out);
                for (index, item) in items.iter().enumerate() {
                    let mark = match numbering {
                        Numbering::Numbered => format!("{}.", index + 1),
                        Numbering::Bulleted => "-".to_owned(),
                    };
                    line(&mut out, &format!("{mark} {}", escape(item)));
                }
            }
            Block::Table(table) => {
                gap(&mut out);
                write_table(&mut out, table);
            }
        }
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// A blank line, unless the page begins here or a heading stands before.
fn gap(out: &mut String) {
    let after_heading = out.lines().next_back().is_some_and(|last| last.starts_with('#'));
    if !out.is_empty() && !after_heading {
        out.push('\n');
    }
}

fn write_table(out: &mut String, table: &Table) {
    let row = |cells: &mut dyn Iterator<Item = String>| {
        let mut text = String::from("|");
        for cell in cells {
            let _ = write!(text, " {cell} |");
        }
        text
    };
    line(out, &row(&mut table.headers.iter().map(|header| escape_cell(header))));
    let numeric =
        |column: usize| table.rows.iter().all(|cells| cells.get(column).is_some_and(crate::report::Cell::is_number));
    let rules =
        (0..table.headers.len()).map(|column| if numeric(column) { "--:".to_owned() } else { "---".to_owned() });
    line(out, &row(&mut rules.into_iter()));
    for cells in &table.rows {
        line(out, &row(&mut cells.iter().map(|cell| escape_cell(&cell.text()))));
    }
}

/// Text that means itself inside a table too, where a bar would end the cell.
fn escape_cell(text: &str) -> String {
    escape(text).replace('|', "\\|")
}

/// Text that means itself: no link, emphasis, code, tag or line break of its own.
#[must_use]
pub fn escape(text: &str) -> String {
    // Most text is plain, and this runs for every cell.
    if !text.bytes().any(|byte| b"`*\\_~]<&\n\r".contains(&byte)) {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (index, &character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(index + 1);
        let in_word = |neighbour: Option<&char>| neighbour.is_some_and(|c| c.is_alphanumeric());
        match character {
            '`' | '*' | '\\' => out.extend(['\\', character]),
            // Inside a word an underscore is no emphasis, and field names are full of them.
            '_' if !(in_word(before) && in_word(after)) => out.push_str("\\_"),
            '~' if after == Some(&'~') || before == Some(&'~') => out.push_str("\\~"),
            ']' if matches!(after, Some('(' | '[' | ':')) => out.push_str("\\]"),
            '<' if after.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?')) => {
                out.push_str("&lt;");
            }
            '&' if after.is_some_and(|c| c.is_alphanumeric() || *c == '#') => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Keeps a paragraph from starting a heading, quote, list or rule.
fn escape_start(text: &str) -> String {
    if text.starts_with(['#', '>', '-', '+', '=', '|']) {
        return format!("\\{text}");
    }
    let digits_count = text.chars().take_while(char::is_ascii_digit).count();
    let rest = text.get(digits_count..).unwrap_or_default();
    if digits_count > 0 && (rest.starts_with(". ") || rest.starts_with(") ")) {
        let digits = text.get(..digits_count).unwrap_or_default();
        return format!("{digits}\\{rest}");
    }
    text.to_owned()
}
