//! What `check_cs_comp` says: the sentence, the steps and the table. Computes nothing.

use super::wire::Figures;
use super::words::Status;
use crate::report::{Cell, Page};
use crate::rule::{Finding, Severity};
use crate::units::Amount;

/// The words around the figures.
pub(super) struct Concluded {
    pub bottom_line: String,
    pub how_to_act: [String; 3],
    pub your_decision: String,
}

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, findings: &[Finding]) -> Concluded {
    let count = |status: Status| figures.roles.iter().filter(|role| role.status == status).count();
    let (failed, concerns, all) = (count(Status::Fail), count(Status::Concern), figures.roles.len());
    let worst = findings
        .iter()
        .filter(|finding| finding.severity < Severity::Info)
        .min_by_key(|finding| (finding.severity, finding.rule));
    let bottom_line = match (failed, concerns) {
        (0, 0) => format!("The CS pay plan rewards retention: no finding in {all} roles."),
        (0, _) => format!("Roles that need a correction: {concerns} of {all}; none is paid against retention."),
        (_, 0) => format!("Roles paid against retention: {failed} of {all}."),
        _ => format!("Roles paid against retention: {failed} of {all}; to correct besides: {concerns}."),
    };
    let first = worst.map_or_else(
        || "Keep the plan and check it again when a role or a metric is added.".to_owned(),
        |finding| format!("Settle {} first: {}.", finding.rule, finding.message),
    );
    Concluded {
        bottom_line,
        how_to_act: [
            first,
            "Move each role to its corrected split at the next plan year, with CHRO and CFO.".to_owned(),
            "Pay NPS, CSAT and health scores nothing: report them beside the plan instead.".to_owned(),
        ],
        your_decision: "Whether to change a plan that people already work under, and from when; multi-year \
                        changes wait 30 days."
            .to_owned(),
    }
}

/// The evidence: one row a role.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    let rows = figures
        .roles
        .iter()
        .map(|role| {
            let amount = |percent: crate::units::Percent| Amount::from_decimal(percent.decimal());
            vec![
                Cell::from(role.role.as_str()),
                Cell::from(match role.status {
                    Status::Pass => "pass",
                    Status::Concern => "concern",
                    Status::Fail => "fail",
                }),
                Cell::from(role.base_pct.map(amount)),
                Cell::from(role.variable_pct.map(amount)),
                Cell::from(role.distance_points.map(amount)),
                Cell::from(amount(role.corrected.base_pct)),
                Cell::from(amount(role.corrected.variable_pct)),
            ]
        })
        .collect();
    page.table(
        &["Role", "Status", "Base %", "Variable %", "Distance", "Base % corrected", "Variable % corrected"],
        rows,
    );
}
