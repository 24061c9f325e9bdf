//! The page of a result in the owner's output standard, and what every page says of itself.

use serde_json::{Map, Value};

use super::{Answer, Tool};
use crate::report::{Numbering, Page};
use crate::rule::Finding;
use crate::shape::shown_key;
use crate::units::Money;

/// What every page says of itself, beside what the tool says.
#[derive(Debug, Clone, Copy)]
pub struct Notes<'a> {
    /// How many findings there are, where the list was cut.
    pub(super) findings_total: Option<u64>,
    /// The thresholds that the caller set, as they were used.
    pub(super) overrides: Option<&'a Map<String, Value>>,
}

impl Notes<'_> {
    /// That findings were left out; nothing where all are shown.
    #[must_use]
    pub fn cut(&self) -> Option<String> {
        let total = self.findings_total?;
        Some(format!("Shown: the gravest of {} findings; raise limit for more", Money::whole(total)))
    }

    /// The thresholds that the caller set, at the top or in a part of the evidence, with their values.
    #[must_use]
    pub fn own_thresholds(&self, of_evidence: Option<&Map<String, Value>>) -> Option<String> {
        let mut named = Vec::new();
        for overrides in self.overrides.into_iter().chain(of_evidence) {
            name_thresholds("", overrides, &mut named);
        }
        (!named.is_empty()).then(|| format!("Own thresholds: {}", named.join(", ")))
    }
}

/// Keys with their values; those of a composed tool stand behind its name.
fn name_thresholds(under: &str, overrides: &Map<String, Value>, named: &mut Vec<String>) {
    for (key, value) in overrides {
        match value {
            Value::Object(inner) => name_thresholds(&format!("{under}{}.", shown_key(key)), inner, named),
            _ => named.push(format!("{under}{} {value}", shown_key(key))),
        }
    }
}

/// The text part in the owner's output standard.
pub(super) fn page<T: Tool>(answer: &Answer<T::Figures>, notes: Notes<'_>) -> Page {
    let mut page = Page::default();
    page.labelled("Bottom Line", &answer.bottom_line);
    page.labelled("The Decision", answer.decision.title());
    page.heading(2, "The Evidence");
    T::evidence(&answer.figures, &mut page);
    findings(&answer.findings, notes.cut(), &mut page);
    let unknown = answer
        .not_assessed
        .iter()
        .map(|gap| format!("Not assessed: {} ({}). Needs {}.", gap.what, gap.why, gap.needs))
        .collect();
    page.list(Numbering::Bulleted, unknown);
    page.list(Numbering::Bulleted, notes.own_thresholds(None).into_iter().collect());
    page.heading(2, "How to Act");
    page.list(Numbering::Numbered, answer.how_to_act.to_vec());
    page.labelled("Your Decision", &answer.your_decision);
    page
}

/// The rules that fired, a line each, and whether more did.
fn findings(findings: &[Finding], cut: Option<String>, page: &mut Page) {
    let lines = findings
        .iter()
        .map(|finding| format!("{} {} ({}): {}", finding.rule, finding.severity.as_str(), finding.at, finding.message));
    page.list(Numbering::Bulleted, lines.chain(cut).collect());
}
