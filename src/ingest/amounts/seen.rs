//! What the numbers of a column have in common, and what follows for reading them.

use super::written::Written;
use super::{Mark, Style};
use crate::ingest::table::TablePlace;
use crate::problem::{Code, Collector};
use crate::shape::Leaf;
use crate::units::clean_text;

/// Rows that a refusal shows.
const SHOWN_COUNT: usize = 3;
/// Currencies that are told apart.
const SYMBOLS_COUNT_MAX: usize = 4;
/// Characters of a cell that a refusal shows.
const SHOWN_CHARACTERS_COUNT: usize = 24;

/// A cell as a refusal shows it, with its row counted from 0.
type Shown = (usize, String);

/// How many decimals the numbers of a column may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Parts {
    /// Up to two.
    Hundredths,
    /// Any.
    Many,
}

impl Parts {
    pub(in crate::ingest) const fn of(leaf: &Leaf) -> Self {
        if matches!(leaf, Leaf::Money | Leaf::Count(_)) { Self::Hundredths } else { Self::Many }
    }
}

/// What was seen of a column.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest) struct Seen {
    /// Cells that are no number under a decimal point.
    not_point: Vec<Shown>,
    /// Cells that are no number under a decimal comma.
    not_comma: Vec<Shown>,
    /// Cells that are another number under each.
    differing: Vec<Shown>,
    in_parentheses: Vec<Shown>,
    /// Whether an amount that is not zero stands without parentheses.
    is_mixed: bool,
    /// Each currency with the first cell that has it.
    symbols: Vec<(String, Shown)>,
    /// Whether a cell is written otherwise than a machine would.
    is_dressed: bool,
}

impl Seen {
    /// Takes in a cell; what is no number in any dress is left to the reader of cells.
    ///
    /// Amounts of money and counts have at most two decimals, so the 200 of `1,200` are no decimals where they may be
    /// anything else. Of `1.200` that is not said: it is how a machine writes one and a fifth.
    pub(in crate::ingest) fn see(&mut self, row: usize, text: &str, parts: Parts) {
        let Some(written) = Written::of(text) else { return };
        let shown = || (row, shown(text));
        let point = written.under(Mark::Point);
        let may_be_parts = |plain: &String| parts == Parts::Many || decimals_count(plain) < 3 || point.is_none();
        let comma = written.under(Mark::Comma).filter(may_be_parts);
        match (&point, &comma) {
            (None, None) => {
                note(&mut self.not_point, shown);
                note(&mut self.not_comma, shown);
            }
            (None, Some(_)) => note(&mut self.not_point, shown),
            (Some(_), None) => note(&mut self.not_comma, shown),
            (Some(point), Some(comma)) if point != comma => note(&mut self.differing, shown),
            _ => {}
        }
        if written.in_parentheses && !written.is_zero() {
            note(&mut self.in_parentheses, shown);
        }
        self.is_mixed |= !written.in_parentheses && !written.is_zero();
        self.is_dressed |= written.is_dressed();
        if let Some(symbol) = written.symbol {
            self.see_symbol(symbol, shown);
        }
    }

    /// Takes over what was seen further down; so many rows came before it.
    pub(in crate::ingest) fn append(&mut self, later: Self, rows_before: usize) {
        let both = |list: &mut Vec<Shown>, later: Vec<Shown>| {
            list.extend(later.into_iter().map(|(row, text)| (row + rows_before, text)));
            list.truncate(SHOWN_COUNT);
        };
        both(&mut self.not_point, later.not_point);
        both(&mut self.not_comma, later.not_comma);
        both(&mut self.differing, later.differing);
        both(&mut self.in_parentheses, later.in_parentheses);
        self.is_mixed |= later.is_mixed;
        self.is_dressed |= later.is_dressed;
        for (symbol, (row, text)) in later.symbols {
            self.see_symbol(&symbol, || (row + rows_before, text.clone()));
        }
    }

    fn see_symbol(&mut self, symbol: &str, shown: impl Fn() -> Shown) {
        if self.symbols.len() < SYMBOLS_COUNT_MAX && !self.symbols.iter().any(|(seen, _)| seen == symbol) {
            self.symbols.push((symbol.to_owned(), shown()));
        }
    }

    /// The one decimal sign under which every cell is a number.
    fn mark(&self) -> Told {
        match (self.not_point.is_empty(), self.not_comma.is_empty()) {
            (true, false) => Told::One(Mark::Point),
            (false, true) => Told::One(Mark::Comma),
            (false, false) => Told::None,
            (true, true) if self.differing.is_empty() => Told::Any,
            (true, true) => Told::Both,
        }
    }
}

/// Which decimal signs make sense of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    One(Mark),
    /// Both, and to the same numbers.
    Any,
    /// Both, to other numbers.
    Both,
    None,
}

fn decimals_count(plain: &str) -> usize {
    plain.split_once('.').map_or(0, |(_, parts)| parts.len())
}

fn note(list: &mut Vec<Shown>, shown: impl Fn() -> Shown) {
    if list.len() < SHOWN_COUNT {
        list.push(shown());
    }
}

fn shown(text: &str) -> String {
    clean_text(text).chars().take(SHOWN_CHARACTERS_COUNT).collect()
}

/// The style of each column, given by its name and what was seen of it; tells the columns that have none.
///
/// A column that makes sense either way follows the others of the file where those agree.
pub(in crate::ingest) fn decide(
    place: &TablePlace,
    columns: Vec<(&str, Seen)>,
    problems: &mut Collector,
) -> Vec<Style> {
    let is_told = |mark| columns.iter().any(|(_, seen)| seen.mark() == Told::One(mark));
    let of_file = match (is_told(Mark::Point), is_told(Mark::Comma)) {
        (true, false) => Some(Mark::Point),
        (false, true) => Some(Mark::Comma),
        _ => None,
    };
    let of_column = |(name, seen): (&str, Seen)| Column { place, name, seen }.style(of_file, problems);
    columns.into_iter().map(of_column).collect()
}

/// A column with what was seen of it.
struct Column<'a> {
    place: &'a TablePlace,
    name: &'a str,
    seen: Seen,
}

impl Column<'_> {
    fn style(self, of_file: Option<Mark>, problems: &mut Collector) -> Style {
        let told = self.seen.mark();
        let mark = match told {
            Told::One(mark) => mark,
            Told::Any => Mark::default(),
            Told::Both => of_file.unwrap_or_else(|| {
                let why = "can be read with a decimal point or a decimal comma";
                let help = "Save the column with plain digits, such as 12400.00.";
                self.refuse(Code::Ambiguous, &self.seen.differing, why, help, problems);
                Mark::default()
            }),
            Told::None => {
                let mixed = sides(&self.seen.not_point, &self.seen.not_comma);
                let help = "Write the whole column in one way, best as 12400.00.";
                self.refuse(Code::Ambiguous, &mixed, "are written in different ways", help, problems);
                Mark::default()
            }
        };
        if self.seen.symbols.len() > 1 {
            let shown: Vec<Shown> =
                self.seen.symbols.iter().map(|(_, shown)| shown.clone()).take(SHOWN_COUNT).collect();
            let help = "Bring one currency a file: nothing is converted here.";
            self.refuse(Code::Ambiguous, &shown, "are of several currencies", help, problems);
        }
        let in_parentheses = &self.seen.in_parentheses;
        if !in_parentheses.is_empty() && self.seen.is_mixed {
            let help = "Amounts are 0 or more. If the parentheses mean nothing, take them off.";
            self.refuse(Code::Negative, in_parentheses, "stand in parentheses and so are below zero", help, problems);
        }
        Style {
            mark,
            is_mark_shown: told != Told::Any,
            sizes: !in_parentheses.is_empty(),
            is_dressed: self.seen.is_dressed,
            symbol: self.seen.symbols.into_iter().next().map(|(symbol, _)| symbol),
        }
    }

    /// Refuses the column with its first rows.
    fn refuse(&self, code: Code, shown: &[Shown], why: &str, help: &str, problems: &mut Collector) {
        let row = |(row, text): &Shown| format!("\"{text}\" in row {}", self.place.row_number(*row));
        let listed = shown.iter().map(row).collect::<Vec<_>>().join(", ");
        let first = shown.first().map_or(0, |(row, _)| *row);
        problems.add(code, self.place.field(first, self.name), format!("{listed} {why}"), help);
    }
}

/// Cells that do not go together, so that each side is among them.
fn sides(one: &[Shown], other: &[Shown]) -> Vec<Shown> {
    let mut rows: Vec<Shown> = one.iter().take(SHOWN_COUNT - 1).chain(other.iter().take(1)).cloned().collect();
    rows.sort();
    rows.dedup();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The styles of columns of one file, and the problems told.
    fn decided(columns: &[(&'static str, &[&str])]) -> (Vec<String>, Vec<(Code, String)>) {
        let seen = |cells: &[&str]| {
            let mut seen = Seen::default();
            for (row, cell) in cells.iter().enumerate() {
                seen.see(row, cell, Parts::Hundredths);
            }
            seen
        };
        let mut problems = Collector::default();
        let columns = columns.iter().map(|(name, cells)| (*name, seen(cells))).collect();
        let styles = decide(&TablePlace::file("t.csv".to_owned(), 2), columns, &mut problems);
        let told = problems.finish().err().map_or_else(Vec::new, |problems| {
            problems
                .list()
                .iter()
                .map(|problem| (problem.code, format!("{}: {}", problem.at, problem.message)))
                .collect()
        });
        (styles.iter().map(|style| style.told().unwrap_or_default()).collect(), told)
    }

    fn style(cells: &[&str]) -> String {
        let (styles, problems) = decided(&[("arr_usd", cells)]);
        assert_eq!(problems, []);
        styles.concat()
    }

    #[test]
    fn the_whole_column_decides() {
        assert_eq!(style(&["$12,400.00", "$1,200", "$500"]), "decimal point, $");
        assert_eq!(style(&["1.200", "12,5"]), "decimal comma");
        assert_eq!(style(&["12.400,00 €", "500"]), "decimal comma, €");
        assert_eq!(style(&["(1,200)", "(5.50)", "0", ""]), "decimal point, amounts in parentheses as their sizes");
        assert_eq!(style(&["12 400", "n/a"]), "digits in groups");
        assert_eq!(style(&["$12 400", "500"]), "$");
        assert_eq!(style(&["1,200", "500"]), "decimal point");
        assert_eq!(style(&["1200.50", "500", "0.125"]), "");
        assert_eq!(style(&["0,5", "500"]), "decimal comma");
    }

    #[test]
    fn a_column_that_could_be_either_follows_the_file_or_is_asked_about() {
        let (styles, problems) = decided(&[("arr_usd", &["1.200", "3.400"]), ("cost", &["12,50"])]);
        assert_eq!(
            (styles.as_slice(), problems.len()),
            (&["decimal comma".to_owned(), "decimal comma".to_owned()][..], 0)
        );
        let (styles, problems) = decided(&[("arr_usd", &["500"]), ("cost", &["12,50"]), ("usage", &["1.200"])]);
        assert_eq!((styles.join("; "), problems.len()), ("; decimal comma; decimal comma".to_owned(), 0));
        let (_, problems) = decided(&[("arr_usd", &["500", "1.200", "3.400"])]);
        let wanted = "t.csv:3:arr_usd: \"1.200\" in row 3, \"3.400\" in row 4 can be read with a decimal point or a decimal comma";
        assert_eq!(problems, [(Code::Ambiguous, wanted.to_owned())]);
    }

    #[test]
    fn a_column_that_does_not_agree_is_refused_with_its_first_rows() {
        let (_, problems) = decided(&[("arr_usd", &["1,200.50", "1.200,50", "2.300,10", "5"])]);
        let wanted = "t.csv:2:arr_usd: \"1,200.50\" in row 2, \"1.200,50\" in row 3, \"2.300,10\" in row 4 \
                      are written in different ways";
        assert_eq!(problems, [(Code::Ambiguous, wanted.to_owned())]);
        let (_, problems) = decided(&[("arr_usd", &["$5", "€6", "$7"])]);
        assert_eq!(
            problems,
            [(
                Code::Ambiguous,
                "t.csv:2:arr_usd: \"$5\" in row 2, \"€6\" in row 3 are of several currencies".to_owned()
            )]
        );
        let (_, problems) = decided(&[("arr_usd", &["5", "(1,200)"])]);
        assert_eq!(
            problems,
            [(
                Code::Negative,
                "t.csv:3:arr_usd: \"(1,200)\" in row 3 stand in parentheses and so are below zero".to_owned()
            )]
        );
    }

    #[test]
    fn what_is_seen_in_parts_is_what_is_seen_at_once() {
        let cells = ["1,200.50", "(5)", "€7", "1.200,50", "$8", "9.100"];
        let mut whole = Seen::default();
        let mut parts = Seen::default();
        for (row, cell) in cells.iter().enumerate() {
            whole.see(row, cell, Parts::Hundredths);
            let mut part = Seen::default();
            part.see(0, cell, Parts::Hundredths);
            parts.append(part, row);
        }
        assert_eq!(format!("{whole:?}"), format!("{parts:?}"));
    }
}
