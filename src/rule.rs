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

/// How a file is written, where it is not plain: found out, and said.
pub const GEN_02: Rule = Rule::new(
    "GEN-02",
    Severity::Info,
    "a file is written in a way that had to be found out: delimiter, characters, decimal sign, sheet",
    "data_files#found-out",
);

/// Findings in the order of the contract: severity, then rule, then place.
pub fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        let of_rule = (one.severity, one.rule).cmp(&(other.severity, other.rule));
        of_rule.then_with(|| place_parts(&one.at).cmp(place_parts(&other.at)))
    });
}

/// A stretch of a place.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum PlacePart<'a> {
    /// Digits without leading zeros: a longer number is the greater one.
    Number(usize, &'a str),
    /// Anything else.
    Text(&'a str),
}

/// Splits a place so that `cohorts[10]` sorts after `cohorts[9]`, and `roles.csv:10` after `roles.csv:9`.
fn place_parts(at: &str) -> impl Iterator<Item = PlacePart<'_>> {
    let mut rest = at;
    std::iter::from_fn(move || {
        let is_number = rest.starts_with(|first: char| first.is_ascii_digit());
        let end = rest.find(|next: char| next.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (part, after) = rest.split_at_checked(end).filter(|(part, _)| !part.is_empty())?;
        rest = after;
        let digits = part.trim_start_matches('0');
        Some(if is_number { PlacePart::Number(digits.len(), digits) } else { PlacePart::Text(part) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_sort_by_their_numbers() {
        let places = [
            "a[1].b[2]",
            "a[1].b[10]",
            "a[2]",
            "a[10].b[1]",
            "portfolio",
            "roles.csv:2:base_usd",
            "roles.csv:10",
            "roles.csv:10:base_usd",
            "roles.csv:99999999999999999999999",
        ];
        let mut findings: Vec<Finding> = places.iter().rev().map(|at| GEN_01.finding(*at, "found")).collect();
        sort_findings(&mut findings);
        assert_eq!(findings.iter().map(|finding| finding.at.as_str()).collect::<Vec<_>>(), places);
    }
}
