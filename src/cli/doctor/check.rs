//! What a look found, and how it is told.

use std::process::ExitCode;

use serde_json::{Value, json};

use crate::cli::EXIT_REFUSED;
use crate::report::{Numbering, Page};

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// As it should be.
    Good,
    /// Worth knowing; nothing is broken by it.
    Note,
    /// It will fail.
    Wrong,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Note => "note",
            Self::Wrong => "wrong",
        }
    }
}

/// One look.
#[derive(Debug)]
pub(super) struct Check {
    what: String,
    state: State,
    found: String,
    /// What mends it.
    mend: Option<String>,
}

impl Check {
    pub(super) fn good(what: impl Into<String>, found: impl Into<String>) -> Self {
        Self { what: what.into(), state: State::Good, found: found.into(), mend: None }
    }

    pub(super) fn note(what: impl Into<String>, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), state: State::Note, found: found.into(), mend: Some(mend.into()) }
    }

    pub(super) fn wrong(what: impl Into<String>, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), state: State::Wrong, found: found.into(), mend: Some(mend.into()) }
    }
}

/// Everything that was looked at.
pub(super) struct Checks(pub(super) Vec<Check>);

impl Checks {
    fn wrong_count(&self) -> usize {
        self.0.iter().filter(|check| check.state == State::Wrong).count()
    }

    /// The code: a script can ask whether all is well.
    pub(super) fn exit_code(&self) -> ExitCode {
        if self.wrong_count() == 0 { ExitCode::SUCCESS } else { EXIT_REFUSED.into() }
    }

    /// As data.
    pub(super) fn report(&self) -> Value {
        let checks: Vec<Value> = self
            .0
            .iter()
            .map(|check| {
                let state = check.state.as_str();
                json!({"check": check.what, "state": state, "found": check.found, "mend": check.mend})
            })
            .collect();
        json!({"version": env!("CARGO_PKG_VERSION"), "wrong_count": self.wrong_count(), "checks": checks})
    }

    /// To be read.
    pub(super) fn page(&self) -> Page {
        let mut page = Page::default();
        page.labelled(
            "Bottom Line",
            match self.wrong_count() {
                0 => "everything that cco needs is in place.".to_owned(),
                1 => "one thing is wrong.".to_owned(),
                count => format!("{count} things are wrong."),
            },
        );
        // Paths are long: a list wraps where a table would not.
        let line = |check: &Check| format!("{} · {}: {}", check.state.as_str(), check.what, check.found);
        page.list(Numbering::Bulleted, self.0.iter().map(line).collect());
        let mends: Vec<String> = self
            .0
            .iter()
            .filter_map(|check| check.mend.as_ref().map(|mend| format!("{}: {mend}", check.what)))
            .collect();
        if !mends.is_empty() {
            page.heading(2, "What to do");
            page.list(Numbering::Numbered, mends);
        }
        page
    }
}
