//! What `plan_cs_hires` says: the sentence, the steps and the tables. Computes nothing.

use super::policy::{ORG_03, ORG_05};
use super::wire::{Figures, Hold, HoldReason, NextHire};
use super::words::Role;
use crate::report::{Cell, Numbering, Page};
use crate::rule::Finding;
use crate::tools::Concluded;

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, findings: &[Finding]) -> Concluded {
    match (&figures.next_hire, &figures.hold) {
        (Some(next), _) => of_hire(next, figures, findings),
        (None, Some(hold)) => of_hold(hold, figures),
        (None, None) => Concluded {
            bottom_line: "No hire is recommended: 0 customer outcomes are named, and a title is not an outcome."
                .to_owned(),
            how_to_act: [
                "Name what customers lack today, as they would say it, and the ARR that hangs on it.".to_owned(),
                "Say why each of these fails; the cause tells the role.".to_owned(),
                "Call again with outcomes, and say how long the newest hire is there and what it delivered.".to_owned(),
            ],
            your_decision: "Which customer outcome the company will be held to.".to_owned(),
        },
    }
}

fn of_hire(next: &NextHire, figures: &Figures, findings: &[Finding]) -> Concluded {
    let role = next.role.title();
    let stake = next.arr_at_stake_usd.map_or_else(
        || format!("1 of {} outcomes, ARR at stake unknown", figures.roadmap.len() + figures.later.len()),
        |stake| format!("{stake} of ARR at stake"),
    );
    let ramp = figures.roadmap.first().map_or(0, |step| step.ramp_months);
    let second = if findings.iter().any(|finding| finding.rule == ORG_05.id) {
        format!("Tell whoever asked for another role why: {role} owns {}.", next.owns)
    } else {
        match figures.roadmap.get(1) {
            Some(then) => format!(
                "Open no other CS search before this hire is ramped ({ramp} months); then comes {}.",
                then.role.title()
            ),
            None => format!("Open no other CS search before this hire is ramped ({ramp} months)."),
        }
    };
    let first = if next.role == Role::Manager {
        "Promote a CSM who wants to lead, train before the title, and hand over the book.".to_owned()
    } else {
        format!("Write the outcome into the {role}'s job description, and that it does not own {}.", next.does_not_own)
    };
    Concluded {
        bottom_line: format!("Next hire: {role}, for \"{}\" ({stake}).", next.outcome),
        how_to_act: [
            first,
            second,
            "Check in three months whether customers feel the outcome; a hire that has not delivered comes before the \
             next one."
                .to_owned(),
        ],
        your_decision: format!("Whom to hire or promote as {role}, and whether the money is there now."),
    }
}

fn of_hold(hold: &Hold, figures: &Figures) -> Concluded {
    let outcomes = figures.roadmap.len() + figures.later.len();
    let from = hold.from.as_ref().map_or_else(String::new, |from| format!(" before {from}"));
    let then = hold.role.map_or_else(String::new, |role| format!("; then {}", role.title()));
    let needs = hold.needs.join(", ");
    let first = match hold.reason {
        HoldReason::NewestHireNotRamped => "Ramp the newest hire first: give it the accounts and the time.".to_owned(),
        HoldReason::NewestHireNotShipped => format!(
            "Find out why the newest hire has not delivered ({}); a second hire inherits the same cause.",
            ORG_03.id
        ),
        HoldReason::Unknown => format!("Bring what is unknown: {needs}."),
        HoldReason::PrerequisiteMissing => format!("Meet the prerequisite first: {}.", hold.because),
    };
    let second = if needs.is_empty() || hold.reason == HoldReason::Unknown {
        format!("Keep \"{}\" as the outcome that the next hire is for.", hold.outcome)
    } else {
        format!("Bring what is unknown: {needs}.")
    };
    Concluded {
        bottom_line: format!(
            "No hire{from}, with {outcomes} outcome{} waiting: {}{then}.",
            if outcomes == 1 { "" } else { "s" },
            hold.because
        ),
        how_to_act: [
            first,
            second,
            "Serve the outcome with the people who are there meanwhile, and call again when this has changed."
                .to_owned(),
        ],
        your_decision: "Whether the outcome can wait, and who carries it until then.".to_owned(),
    }
}

/// The evidence: the hire, the roadmap, the split and the stage.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    if let Some(next) = &figures.next_hire {
        page.paragraph(format!("Why {}: {}.", next.role.title(), next.why_this));
        let why_not = next.why_not.iter().map(|one| format!("Not {}: {}.", one.role.title(), one.because)).collect();
        page.list(Numbering::Bulleted, why_not);
    }
    let steps = figures.roadmap.iter().map(|step| {
        vec![
            Cell::from(step.month.as_deref().unwrap_or("undated")),
            Cell::from(step.role.title()),
            Cell::from(step.outcome.as_str()),
            Cell::from(step.arr_at_stake_usd),
            Cell::from(step.prerequisite.as_str()),
            Cell::from(step.ramp_months),
        ]
    });
    page.table(&["From", "Role", "Outcome", "ARR at stake", "Prerequisite", "Ramp months"], steps.collect());
    let later = figures.later.iter().map(|later| {
        vec![
            Cell::from(later.role.map_or("?", Role::title)),
            Cell::from(later.outcome.as_str()),
            Cell::from(later.arr_at_stake_usd),
            Cell::from(later.why.as_str()),
        ]
    });
    page.table(&["Later", "Outcome", "ARR at stake", "Why"], later.collect());
    split(figures, page);
    stage(figures, page);
}

fn split(figures: &Figures, page: &mut Page) {
    let recommend = figures.am_split.recommend.map_or("open", super::words::Split::as_str);
    let conditions: Vec<String> = figures
        .am_split
        .conditions
        .iter()
        .map(|condition| format!("{} {}", condition.name, known(condition.met)))
        .collect();
    page.paragraph(format!(
        "CSM and AM: {recommend}. {}. Conditions: {}.",
        figures.am_split.because,
        conditions.join(", ")
    ));
}

fn stage(figures: &Figures, page: &mut Page) {
    let stage = &figures.stage_fit;
    let up_to = stage.stage_max.map_or_else(String::new, |max| format!(" to {max}"));
    let named = match (stage.named, stage.fits) {
        (Some(named), Some(true)) => format!("; {} is named and fits", named.as_str()),
        (Some(named), Some(false)) => format!("; {} is named and does not fit", named.as_str()),
        (Some(named), None) => format!("; {} is named, which is open", named.as_str()),
        (None, _) => String::new(),
    };
    let mut facts = vec![format!("Stage {}{up_to} ({}){named}", stage.stage, stage.name)];
    facts.extend(stage.cs_people.map(|people| format!("People in CS {people}")));
    if let Some(arr_per_csm) = stage.arr_per_csm_usd {
        let line = stage.arr_per_csm_line_usd.map_or_else(String::new, |line| format!(" (from {line})"));
        facts.push(format!("ARR per CSM {}{line}", arr_per_csm.rounded()));
    }
    let next: Vec<String> =
        stage.move_on.iter().map(|one| format!("{}: {}", one.condition, known(one.met))).collect();
    if !next.is_empty() {
        facts.push(format!("The next stage asks: {}", next.join("; ")));
    }
    facts.push(format!("Ramp: {}", figures.ramp_basis));
    page.list(Numbering::Bulleted, facts);
}

const fn known(met: Option<bool>) -> &'static str {
    match met {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}
