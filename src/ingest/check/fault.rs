//! What is wrong with a row, before the place of its piece in the file is known.

use crate::ingest::guard::{SHORTEN, too_long};
use crate::ingest::table::TablePlace;
use crate::problem::{Code, Problem};

/// What of a row is wrong, and where.
#[derive(Debug)]
pub(in crate::ingest) struct RowFault {
    /// The row, counted from 0 at the piece's first.
    pub(super) row: usize,
    /// The field, where it is one.
    pub(super) field: Option<String>,
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: String,
}

impl RowFault {
    /// The problem in its file, where so many rows came before the piece.
    pub(in crate::ingest) fn placed(self, place: &TablePlace, rows_before: usize) -> Problem {
        let row = rows_before + self.row;
        let at = self.field.map_or_else(|| place.row(row), |field| place.field(row, &field));
        Problem::new(self.code, at, self.message, self.help)
    }

    /// What was found wrong with a row by whoever took it.
    pub(in crate::ingest) fn of(row: usize, fault: CellFault) -> Self {
        let CellFault { field, code, message, help } = fault;
        Self { row, field: field.map(str::to_owned), code, message, help }
    }

    /// A row that is longer than any may be.
    pub(super) fn too_long(row: usize) -> Self {
        Self { row, field: None, code: Code::BadRow, message: too_long(), help: SHORTEN.to_owned() }
    }

    /// Bytes that are no text, in the whole of a row or in a field of it.
    pub(in crate::ingest) fn not_text(row: usize, field: Option<&str>) -> Self {
        let (message, help) = NOT_TEXT;
        let field = field.map(str::to_owned);
        Self { row, field, code: Code::Encoding, message: message.to_owned(), help: help.to_owned() }
    }
}

/// What whoever takes a row finds wrong with it.
#[derive(Debug)]
pub struct CellFault {
    /// The field, where it is one.
    pub field: Option<&'static str>,
    /// The kind of fault.
    pub code: Code,
    /// What was expected and what came.
    pub message: String,
    /// The next action.
    pub help: String,
}

/// Why a row whose cells are right is not taken.
pub(in crate::ingest) enum Refusal {
    /// Its cells make no row.
    Unfit(String),
    /// Whoever takes it found something.
    Fault(CellFault),
}

/// What is said of bytes that are no text.
pub(in crate::ingest) const NOT_TEXT: (&str, &str) =
    ("the bytes are neither UTF-8 nor UTF-16", "Save the file as UTF-8.");

/// A row whose cells are right and that still makes no row.
pub(in crate::ingest) fn unfit(row: usize, why: &str) -> RowFault {
    // A nested record of which no cell is filled: serde alone knows that the row needs it.
    if let Some(field) = why.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return RowFault {
            row,
            field: Some(field.to_owned()),
            code: Code::Missing,
            message: "none of its columns is filled".to_owned(),
            help: "This field is required in every row.".to_owned(),
        };
    }
    RowFault {
        row,
        field: None,
        code: Code::BadRow,
        message: format!("the row does not fit: {}", crate::units::clean_text(why)),
        help: "Compare the row with the tool's schema.".to_owned(),
    }
}
