//! A page for a terminal of a given width; colour is the caller's choice.

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSplitter};

use super::grid::grid;
use crate::report::{Block, Numbering, Page};
use crate::rule::Severity;

/// Whether the text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// With escape sequences.
    Coloured,
    /// Without.
    Plain,
}

impl Ink {
    /// The text in a style, or as it is. Laid out before: escapes have no width.
    pub(super) fn styled(self, style: Style, text: &str) -> String {
        match self {
            Self::Coloured => format!("{style}{text}{style:#}"),
            Self::Plain => text.to_owned(),
        }
    }
}

/// The page as text of at most so many columns; blocks stand apart but for what a heading heads.
#[must_use]
pub fn terminal(page: &Page, columns_count: usize, ink: Ink) -> String {
    let mut out = String::new();
    let mut before = None;
    for block in &page.blocks {
        if before.is_some_and(|before| !matches!(before, &Block::Heading(..))) {
            out.push('\n');
        }
        match block {
            Block::Heading(level, text) => out.push_str(&heading(*level, text, columns_count, ink)),
            Block::Paragraph(label, text) => out.push_str(&paragraph(*label, text, columns_count, ink)),
            Block::List(numbering, items) => {
                for (index, text) in items.iter().enumerate() {
                    let mark = match numbering {
                        Numbering::Numbered => format!("{}. ", index + 1),
                        Numbering::Bulleted => "• ".to_owned(),
                    };
                    out.push_str(&item(&mark, text, columns_count, ink));
                }
            }
            Block::Table(table) => out.push_str(&grid(table, columns_count, ink)),
        }
        before = Some(block);
    }
    out
}

fn heading(level: u8, text: &str, columns_count: usize, ink: Ink) -> String {
    let style = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let lines = wrap(text, wrapping(columns_count));
    let width = lines.iter().map(|line| textwrap::core::display_width(line)).max().unwrap_or_default();
    let mut out: String = lines.iter().map(|line| ink.styled(style, line) + "\n").collect();
    if level == 1 {
        out.push_str(&"═".repeat(width));
        out.push('\n');
    }
    out
}

fn paragraph(label: Option<&str>, text: &str, columns_count: usize, ink: Ink) -> String {
    let plain = label.map_or_else(|| text.to_owned(), |label| format!("{label}: {text}"));
    let lines = wrap(&plain, wrapping(columns_count));
    let wrapped = lines.join("\n") + "\n";
    match label.and_then(|label| wrapped.strip_prefix(label).map(|rest| (label, rest))) {
        Some((label, rest)) => ink.styled(Style::new().bold(), label) + rest,
        None => wrapped,
    }
}

fn item(mark: &str, text: &str, columns_count: usize, ink: Ink) -> String {
    let indent = " ".repeat(mark.chars().count());
    let lines = wrap(text, wrapping(columns_count).initial_indent(mark).subsequent_indent(&indent));
    let wrapped = lines.join("\n") + "\n";
    match severity(text) {
        // The first of its kind is the one after the rule, which stands at the beginning.
        Some(severity) => {
            wrapped.replacen(severity.as_str(), &ink.styled(severity_style(severity), severity.as_str()), 1)
        }
        None => wrapped,
    }
}

/// The severity of a line about a finding, such as `RET-02 blocker (portfolio): …`.
fn severity(text: &str) -> Option<Severity> {
    let mut words = text.split(' ').skip(1);
    let word = words.next()?;
    let is_placed = words.next().is_some_and(|place| place.starts_with('('));
    let severities = [Severity::Blocker, Severity::Warning, Severity::Info];
    severities.into_iter().find(|severity| is_placed && severity.as_str() == word)
}

const fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Blocker => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default(),
        Severity::Info => AnsiColor::Blue.on_default(),
    }
}

/// Words stay whole, rule ids and paths among them, unless one is longer than the line.
pub(super) fn wrapping<'a>(columns_count: usize) -> Options<'a> {
    Options::new(columns_count).word_splitter(WordSplitter::NoHyphenation)
}

fn wrap<'t>(text: &'t str, options: Options<'t>) -> Vec<std::borrow::Cow<'t, str>> {
    textwrap::wrap(text, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Cell;
    use textwrap::core::display_width;

    fn page() -> Page {
        let mut page = Page::default();
        page.heading(1, "A page");
        page.labelled("Bottom Line", "a sentence that is long enough to be wrapped on a narrow terminal");
        page.heading(2, "Evidence");
        let long = "supercalifragilisticexpialidocious-".repeat(3);
        let row = |name: &str| {
            let mut row = vec![Cell::from(name)];
            row.extend((0..6).map(|column| Cell::from(1_234_567 * (column + 1))));
            row
        };
        page.table(
            &["Cohort", "Start", "Churned", "Contraction", "Expansion", "End", "Masked"],
            vec![row("2024-H1"), row(&long)],
        );
        page.list(Numbering::Bulleted, vec!["RET-01 blocker (portfolio): a blocker is a blocker".to_owned(), long]);
        page
    }

    #[test]
    fn no_line_is_longer_than_the_terminal() {
        for columns_count in 40..=100 {
            let text = terminal(&page(), columns_count, Ink::Plain);
            for line in text.lines() {
                assert!(display_width(line) <= columns_count, "{columns_count}: {line}");
            }
            assert!(!text.contains('\u{1b}'));
            // A number is never broken over two lines.
            assert_eq!(text.matches("1,234,567").count(), 2, "{columns_count}\n{text}");
        }
    }

    #[test]
    fn ink_changes_nothing_but_colour() {
        for columns_count in [40, 80, 100] {
            let coloured = terminal(&page(), columns_count, Ink::Coloured);
            assert!(coloured.contains("\u{1b}[1m\u{1b}[31mblocker"), "{coloured:?}");
            assert_eq!(
                anstream::adapter::strip_str(&coloured).to_string(),
                terminal(&page(), columns_count, Ink::Plain)
            );
        }
    }
}
