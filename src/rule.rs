//! Rules and what they find: every finding has an id, a severity, its evidence, its place and a source.

use schemars::JsonSchema;
use serde::Serialize;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It decides against the plan or the figure as it stands.
    Blocker,
    /// It needs an answer.
    Warning,
    /// It is worth knowing.
    Info,
}

impl Severity {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blocker => "blocker",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A rule of a tool. Its id is a promise; severity belongs to the rule.
#[derive(Debug)]
pub struct Rule {
    /// Stable id, such as `RET-02`.
    pub id: &'static str,
    /// Its severity when it fires.
    pub severity: Severity,
    /// Its severity when the verdict it reports is critical, where that differs.
    pub severity_critical: Option<Severity>,
    /// When it fires, in one line.
    pub fires: &'static str,
    /// Document and anchor among the references.
    pub source: &'static str,
}

impl Rule {
    /// A rule with one severity.
    #[must_use]
    pub const fn new(id: &'static str, severity: Severity, fires: &'static str, source: &'static str) -> Self {
        Self { id, severity, severity_critical: None, fires, source }
    }

    /// A rule that blocks when the verdict is critical and warns otherwise.
    #[must_use]
    pub const fn blocking_when_critical(id: &'static str, fires: &'static str, source: &'static str) -> Self {
        Self { id, severity: Severity::Warning, severity_critical: Some(Severity::Blocker), fires, source }
    }

    /// The rule fired, at this place, on this evidence.
    #[must_use]
    pub fn finding(&self, at: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding { rule: self.id, severity: self.severity, message: message.into(), at: at.into(), source: self.source }
    }

    /// The rule fired on a critical verdict.
    #[must_use]
    pub fn finding_critical(&self, at: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding { severity: self.severity_critical.unwrap_or(self.severity), ..self.finding(at, message) }
    }
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// Stable id of the rule.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found, with its figures.
    pub message: String,
    /// Path of the argument, or `portfolio`.
    pub at: String,
    /// Document and anchor.
    pub source: &'static str,
}

/// A figure or check that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotAssessed {
    /// The figure or check.
    pub what: String,
    /// Why it has no value.
    pub why: String,
    /// What it would take.
    pub needs: String,
}

impl NotAssessed {
    /// From its three parts.
    pub fn new(what: impl Into<String>, why: impl Into<String>, needs: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), needs: needs.into() }
    }
}

/// Percentages between 0 and 1, read as they stand in any tool.
pub const GEN_01: Rule = Rule::new(
    "GEN-01",
    Severity::Warning,
    "a percentage lies between 0 and 1 and may have been meant as a fraction",
    "problems#range",
);

/// Findings in the order of the contract: severity, then rule, then place.
pub fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        (one.severity, one.rule, place_key(&one.at)).cmp(&(other.severity, other.rule, place_key(&other.at)))
    });
}

/// Sorts `cohorts[10]` after `cohorts[9]`.
fn place_key(at: &str) -> (String, u64) {
    let index = at
        .split_once('[')
        .and_then(|(_, rest)| rest.split(']').next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0);
    (at.split('[').next().unwrap_or(at).to_owned(), index)
}
