//! What a caller got wrong, told so that the next call can be right.
//!
//! Every surface reports faults through [`Problem`]; nothing here knows a protocol, a terminal or a tool.
//! The list of codes with their meaning is `references/problems.md`; a test keeps the two equal.

use std::fmt;

use serde::Serialize;

/// The most problems one refusal tells (`references/problems.md`).
pub const PROBLEMS_COUNT_MAX: usize = 50;
/// The most problems one file contributes to a refusal.
pub const FILE_PROBLEMS_COUNT_MAX: usize = 20;

/// What kind of fault it is. A promise: codes are added, never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The value is of another JSON type, or does not read as the quantity asked for.
    Type,
    /// A key the tool does not know.
    UnknownKey,
    /// A required value is absent or null.
    Missing,
    /// A number below zero where none can be.
    Negative,
    /// A number outside its bounds, or a text longer than allowed.
    Range,
    /// More digits or decimals than are kept exactly.
    Precision,
    /// The same name, id, key or header twice.
    Duplicate,
    /// Figures that cannot all be true together.
    Identity,
    /// A value with two readings, and nothing that tells which.
    Ambiguous,
    /// A table without a row.
    Empty,
    /// None or several of the sources of which exactly one is wanted.
    OneSource,
    /// More rows than may come inline or in a file.
    TooMany,
    /// No regular, readable file at that place.
    FileMissing,
    /// A path that leaves the data folder, or files are not allowed here.
    FileOutside,
    /// A file over the size limit.
    FileTooLarge,
    /// Bytes that are neither UTF-8 nor UTF-16.
    Encoding,
    /// A row or document that does not parse.
    BadRow,
    /// A word outside the list of known ones.
    Enum,
    /// Not a date or month of the calendar, or one that cannot be at this place.
    Date,
    /// A call that took longer than the server gives it.
    TimeLimit,
}

impl Code {
    /// All codes, in the order of `references/problems.md`.
    pub const ALL: [Self; 20] = [
        Self::Type,
        Self::UnknownKey,
        Self::Missing,
        Self::Negative,
        Self::Range,
        Self::Precision,
        Self::Duplicate,
        Self::Identity,
        Self::Ambiguous,
        Self::Empty,
        Self::OneSource,
        Self::TooMany,
        Self::FileMissing,
        Self::FileOutside,
        Self::FileTooLarge,
        Self::Encoding,
        Self::BadRow,
        Self::Enum,
        Self::Date,
        Self::TimeLimit,
    ];

    /// The code as it stands on the wire, such as `unknown-key`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::UnknownKey => "unknown-key",
            Self::Missing => "missing",
            Self::Negative => "negative",
            Self::Range => "range",
            Self::Precision => "precision",
            Self::Duplicate => "duplicate",
            Self::Identity => "identity",
            Self::Ambiguous => "ambiguous",
            Self::Empty => "empty",
            Self::OneSource => "one-source",
            Self::TooMany => "too-many",
            Self::FileMissing => "file-missing",
            Self::FileOutside => "file-outside",
            Self::FileTooLarge => "file-too-large",
            Self::Encoding => "encoding",
            Self::BadRow => "bad-row",
            Self::Enum => "enum",
            Self::Date => "date",
            Self::TimeLimit => "time-limit",
        }
    }
}

/// One fault: its kind, its place, what was expected and came, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The kind of fault.
    pub code: Code,
    /// `cohorts[2].contraction_arr`, `customers.csv:14:arr_usd`, or `arguments` for the whole.
    pub at: String,
    /// What was expected and what came; lower case, no full stop.
    pub message: String,
    /// The next action.
    pub help: String,
}

impl Problem {
    /// A problem from its four parts.
    pub fn new(code: Code, at: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, at: at.into(), message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.at, self.message, self.help)
    }
}

/// At least one problem; what a refused call answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
    omitted_count: usize,
}

impl Problems {
    /// The problems, at most [`PROBLEMS_COUNT_MAX`].
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// The same problems below a place, as when one tool reads another's arguments; cells of files keep their place.
    #[must_use]
    pub fn under(mut self, place: &str) -> Self {
        for problem in &mut self.list {
            problem.at = match problem.at.as_str() {
                "arguments" => place.to_owned(),
                at if at.contains(':') => continue,
                at => format!("{place}.{at}"),
            };
        }
        self
    }

    /// These problems, then others of the same stage; the cap holds for both together.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        let mut all = Collector { list: self.list, omitted_count: self.omitted_count };
        all.append(others);
        Self { list: all.list, omitted_count: all.omitted_count }
    }

    /// How many further problems were found and are not listed.
    #[must_use]
    pub const fn omitted_count(&self) -> usize {
        self.omitted_count
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { list: vec![problem], omitted_count: 0 }
    }
}

impl fmt::Display for Problems {
    /// One line a problem, as an agent reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        if self.omitted_count > 0 {
            write!(f, "\n({} more problems of this stage are not listed)", self.omitted_count)?;
        }
        Ok(())
    }
}

/// Gathers the problems of one stage, so that all are told at once.
#[derive(Debug, Default)]
pub struct Collector {
    list: Vec<Problem>,
    omitted_count: usize,
}

impl Collector {
    /// Adds a problem; past the cap it is only counted.
    pub fn push(&mut self, problem: Problem) {
        if self.list.len() < PROBLEMS_COUNT_MAX {
            self.list.push(problem);
        } else {
            self.omitted_count += 1;
        }
    }

    /// Adds a problem from its four parts.
    pub fn add(&mut self, code: Code, at: impl Into<String>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Problem::new(code, at, message, help));
    }

    /// Takes over the problems of another stage or file.
    pub fn append(&mut self, problems: Problems) {
        self.omitted_count += problems.omitted_count;
        for problem in problems.list {
            self.push(problem);
        }
    }

    /// How many problems were added, listed or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len() + self.omitted_count
    }

    /// Whether nothing was wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Ends the stage.
    ///
    /// # Errors
    /// The problems gathered, when there is one.
    pub fn finish(self) -> Result<(), Problems> {
        if self.list.is_empty() { Ok(()) } else { Err(Problems { list: self.list, omitted_count: self.omitted_count }) }
    }
}

/// Why a call gave no figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The caller can mend it.
    Refused(Problems),
    /// The caller called it off.
    Cancelled,
}

impl From<Problems> for Stop {
    fn from(problems: Problems) -> Self {
        Self::Refused(problems)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem.into())
    }
}
