//! A page as Markdown. Text may be the caller's, so it is escaped until it can neither break a table nor mark up.

use std::fmt::Write;

use crate::report::{Block, Cell, Numbering, Page, Table};

/// The page as Markdown, ending with a line break.
#[must_use]
pub fn markdown(page: &Page) -> String {
    let mut out = String::new();
    for block in &page.blocks {
        // Headings of the answer stand close to what they head: blank lines cost tokens.
        match block {
            Block::Heading(level, text) => {
                out.extend(std::iter::repeat_n('#', usize::from(*level)));
                out.push(' ');
                put(&mut out, text, false);
                out.push('\n');
            }
            Block::Paragraph(Some(label), text) => {
                gap(&mut out);
                let _ = write!(out, "**{label}:** ");
                put(&mut out, text, false);
                out.push('\n');
            }
            Block::Paragraph(None, text) => {
                gap(&mut out);
                out.push_str(&escape_start(&escape(text)));
                out.push('\n');
            }
            Block::List(numbering, items) => {
                gap(&mut out);
                for (index, item) in items.iter().enumerate() {
                    let _ = match numbering {
                        Numbering::Numbered => write!(out, "{}. ", index + 1),
                        Numbering::Bulleted => write!(out, "- "),
                    };
                    put(&mut out, item, false);
                    out.push('\n');
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

/// A blank line, unless the page begins here or a heading stands before.
fn gap(out: &mut String) {
    let after_heading = out.lines().next_back().is_some_and(|last| last.starts_with('#'));
    if !out.is_empty() && !after_heading {
        out.push('\n');
    }
}

fn write_table(out: &mut String, table: &Table) {
    out.push('|');
    for header in &table.headers {
        put_cell(out, header);
    }
    out.push_str("\n|");
    for column in 0..table.headers.len() {
        let is_numeric = table.rows.iter().all(|cells| cells.get(column).is_some_and(Cell::is_number));
        out.push_str(if is_numeric { " --: |" } else { " --- |" });
    }
    out.push('\n');
    for cells in &table.rows {
        out.push('|');
        for cell in cells {
            match cell {
                Cell::Text(text) => put_cell(out, text),
                other => put_cell(out, &other.text()),
            }
        }
        out.push('\n');
    }
}

fn put_cell(out: &mut String, text: &str) {
    out.push(' ');
    put(out, text, true);
    out.push_str(" |");
}

/// Text that means itself: no link, emphasis, code, tag or line break of its own.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    put(&mut out, text, false);
    out
}

/// Appends text that means itself, inside a table too, where a bar would end the cell. This runs for every cell.
fn put(out: &mut String, text: &str, in_cell: bool) {
    let mut plain_from = 0;
    // What is escaped is one byte long, and no part of a longer character.
    for (at, byte) in text.bytes().enumerate() {
        let before = || text.get(..at).and_then(|before| before.chars().next_back());
        let after = || text.get(at + 1..).and_then(|after| after.chars().next());
        let in_word = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
        let escaped = match byte {
            b'`' => "\\`",
            b'*' => "\\*",
            b'\\' => "\\\\",
            // Inside a word an underscore is no emphasis, and field names are full of them.
            b'_' if !(in_word(before()) && in_word(after())) => "\\_",
            b'~' if after() == Some('~') || before() == Some('~') => "\\~",
            b']' if matches!(after(), Some('(' | '[' | ':')) => "\\]",
            b'<' if after().is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?')) => "&lt;",
            b'&' if after().is_some_and(|c| c.is_alphanumeric() || c == '#') => "&amp;",
            b'\n' | b'\r' => " ",
            b'|' if in_cell => "\\|",
            _ => continue,
        };
        out.push_str(text.get(plain_from..at).unwrap_or_default());
        out.push_str(escaped);
        plain_from = at + 1;
    }
    out.push_str(text.get(plain_from..).unwrap_or_default());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_itself_whatever_stands_in_it() {
        for (text, expected) in [
            ("plain ä – 1,000", "plain ä – 1,000"),
            ("`a` *b* \\", "\\`a\\` \\*b\\* \\\\"),
            ("base_pct _x_ é_1", "base_pct \\_x\\_ é_1"),
            ("a~b ~~c~~", "a~b \\~\\~c\\~\\~"),
            ("[a](b) [c]: d] e", "[a\\](b) [c\\]: d] e"),
            ("<b> 1 < 2 </b> &amp; & &#1;", "&lt;b> 1 < 2 &lt;/b> &amp;amp; & &amp;#1;"),
            ("two\nlines\r", "two lines "),
            ("a|b", "a|b"),
        ] {
            assert_eq!(escape(text), expected);
        }
        let mut cell = String::new();
        put_cell(&mut cell, "a|b_c_");
        assert_eq!(cell, " a\\|b_c\\_ |");
    }
}
