//! What `check_cs_comp` says: the sentence, the steps and the table. Computes nothing.

use super::policy::{CMP_02, CMP_03, CMP_06, CompPolicy, Level, Model};
use super::wire::{Figures, RoleReport, Status};
use crate::report::{Cell, Page};
use crate::rule::{Finding, Severity};
use crate::tools::Concluded;
use crate::units::{Amount, Percent};

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, findings: &[Finding], policy: &CompPolicy) -> Concluded {
    let freeze_days = policy.multi_year_freeze_days.normalize();
    let multi_year = named(figures, |role| role.multi_year == Some(true));
    Concluded {
        bottom_line: bottom_line(figures),
        how_to_act: [
            first_step(figures, findings),
            named(figures, |role| matches!(role.status, Status::Fail | Status::Concern)).map_or_else(
                || "Write the split down as the reference for every new role.".to_owned(),
                |roles| format!("Move to the corrected split at the next plan year, with CHRO and CFO: {roles}."),
            ),
            last_step(findings, multi_year.as_deref(), &freeze_days.to_string()),
        ],
        your_decision: multi_year.map_or_else(
            || "Whether to change a plan that people already work under, and from when.".to_owned(),
            |roles| {
                format!(
                    "Whether to bind {roles} for several years at all; if so, the plan waits {freeze_days} days before it \
                     is signed."
                )
            },
        ),
    }
}

fn bottom_line(figures: &Figures) -> String {
    let count = |status: Status| figures.roles.iter().filter(|role| role.status == status).count();
    let all = figures.roles.len();
    let (failed, concerns, incomplete) = (count(Status::Fail), count(Status::Concern), count(Status::Incomplete));
    let verdict = match (failed, concerns) {
        (0, 0) if incomplete > 0 => {
            return format!(
                "No finding, but the plan is not shown to reward retention: {incomplete} of {all} roles lack arguments."
            );
        }
        (0, 0) => return format!("The CS pay plan rewards retention: no finding, roles checked: {all}."),
        (0, _) => format!("Roles that need a correction: {concerns} of {all}; none is paid against retention"),
        (_, 0) => format!("Roles paid against retention: {failed} of {all}"),
        _ => format!("Roles paid against retention: {failed} of {all}; to correct besides: {concerns}"),
    };
    if incomplete > 0 { format!("{verdict}; not fully checked: {incomplete}.") } else { format!("{verdict}.") }
}

fn first_step(figures: &Figures, findings: &[Finding]) -> String {
    let worst = findings
        .iter()
        .filter(|finding| finding.severity < Severity::Info)
        .min_by_key(|finding| (finding.severity, finding.rule));
    match (worst, named(figures, |role| role.status == Status::Incomplete)) {
        (Some(finding), _) => format!("Settle {} first: {}.", finding.rule, finding.message),
        (None, Some(roles)) => format!("Bring what is not known of the plan, then check again: {roles}."),
        (None, None) => "Keep the plan and check it again when a role or a metric is added.".to_owned(),
    }
}

fn last_step(findings: &[Finding], multi_year: Option<&str>, freeze_days: &str) -> String {
    let gamed = [&CMP_02, &CMP_03, &CMP_06];
    match multi_year {
        Some(roles) => {
            format!("Freeze the signature for {freeze_days} days where the plan binds for several years: {roles}.")
        }
        None if findings.iter().any(|finding| gamed.iter().any(|rule| rule.id == finding.rule)) => {
            "Pay NPS, CSAT and health scores nothing: report them beside the plan instead.".to_owned()
        }
        None => {
            "Compare payouts with gross retention by book after two quarters: pay that rises while GRR falls is wrong."
                .to_owned()
        }
    }
}

/// The first few of the roles that are meant; none if no role is.
fn named(figures: &Figures, meant: impl Fn(&RoleReport) -> bool) -> Option<String> {
    const NAMED_COUNT_MAX: usize = 4;
    let names: Vec<&str> = figures.roles.iter().filter(|role| meant(role)).map(|role| role.role.as_str()).collect();
    let shown = names.get(..NAMED_COUNT_MAX).unwrap_or(&names).join("; ");
    let more = if names.len() > NAMED_COUNT_MAX { " and others" } else { "" };
    (!names.is_empty()).then(|| format!("{shown}{more}"))
}

/// The evidence: one row a role, then the corrected split.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    let amount = |percent: Percent| Amount::from_decimal(percent.decimal());
    let rows = figures
        .roles
        .iter()
        .map(|role| {
            let parts = &role.corrected.components;
            vec![
                Cell::from(role.role.as_str()),
                Cell::from(level_title(role)),
                Cell::from(match role.status {
                    Status::Pass => "pass",
                    Status::Concern => "concern",
                    Status::Fail => "fail",
                    Status::Incomplete => "incomplete",
                }),
                Cell::from(role.base_pct.map(amount)),
                Cell::from(role.variable_pct.map(amount)),
                Cell::from(role.distance_points.map(amount)),
                Cell::from(format!("{} / {}", amount(role.corrected.base_pct), amount(role.corrected.variable_pct))),
                Cell::from(
                    [parts.gross_retention, parts.net_retention, parts.activity]
                        .map(|share| amount(share.unwrap_or_default()).to_string())
                        .join(" / "),
                ),
            ]
        })
        .collect();
    page.table(
        &[
            "Role",
            "Level",
            "Status",
            "Base %",
            "Variable %",
            "Distance",
            "Corrected base / variable",
            "Of variable: gross / net / activity",
        ],
        rows,
    );
}

const fn level_title(role: &RoleReport) -> &'static str {
    match (role.level, role.model) {
        (Level::Csm, Model::Named) => "CSM",
        (Level::Csm, Model::Pooled) => "CSM, pooled",
        (Level::Senior, Model::Named) => "senior",
        (Level::Senior, Model::Pooled) => "senior, pooled",
        (Level::Manager, Model::Named) => "manager",
        (Level::Manager, Model::Pooled) => "manager, pooled",
    }
}
