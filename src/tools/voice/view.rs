//! What `design_voc_program` says: the sentence, the steps and the tables. Computes nothing.

use super::wire::{Figures, NpsReport, PhaseReport, TaskReport};
use super::words::{Item, Status};
use crate::report::{Cell, Numbering, Page};
use crate::rule::Finding;
use crate::tools::Concluded;
use crate::units::Amount;

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, findings: &[Finding]) -> Concluded {
    let fired = |rule: &str| findings.iter().find(|finding| finding.rule == rule);
    let gate = fired("VOC-01");
    Concluded {
        bottom_line: bottom_line(figures, gate),
        how_to_act: [first_step(figures, gate.is_some()), second_step(figures), third_step(figures)],
        your_decision: "Which customer problem to fund first, and which survey to stop because nobody acts on it.".to_owned(),
    }
}

fn bottom_line(figures: &Figures, gate: Option<&Finding>) -> String {
    let score = if figures.score == figures.score_max {
        format!("{} of 100, {}", figures.score, figures.band.title())
    } else {
        let bands = if figures.band == figures.band_max {
            figures.band.title().to_owned()
        } else {
            format!("{} to {}", figures.band.title(), figures.band_max.title())
        };
        format!("{} to {} of 100, {bands}", figures.score, figures.score_max)
    };
    let (missing, unknown) = (figures.missing_instruments.len(), figures.unknown_instruments.len());
    let rest = match (gate, missing, unknown) {
        (Some(gate), ..) => gate.message.clone(),
        (None, 0, 0) if figures.gaps_total == 0 => "every target is met".to_owned(),
        (None, 0, 0) => format!("all instruments run, targets missed or unknown: {}", figures.gaps_total),
        (None, _, 0) => format!("instruments missing: {missing}"),
        (None, 0, _) => format!("instruments unknown: {unknown}"),
        (None, ..) => format!("instruments missing: {missing}, unknown: {unknown}"),
    };
    format!("The voice-of-customer program scores {score}; {rest}.")
}

/// What to mend first: the loop while it is a gate, else what is worth most.
fn first_step(figures: &Figures, is_gated: bool) -> String {
    if is_gated {
        let target = figures.target.closed_loop_pct;
        let task = task_of(figures, Item::ClosedLoopPct);
        let when = task.map_or_else(String::new, |task| format!("; {} starts in {}", task.owner.title(), task.month));
        return format!("Close the loop before adding a survey: answer at least {target} % of feedback{when}.");
    }
    match figures.gaps.first() {
        Some(gap) if gap.status == Status::Unknown => {
            format!("Find out first: {}, worth up to {} points.", gap.item.title(), gap.points)
        }
        Some(gap) => {
            let to = gap.now.zip(gap.target).map_or_else(String::new, |(now, target)| format!(" from {now} to {target} {}", gap.item.unit()));
            format!("Mend first: {}{to}, worth up to {} points.", gap.item.title(), gap.points)
        }
        None => "Keep the program, and ask of each instrument what was decided because of it.".to_owned(),
    }
}

fn task_of(figures: &Figures, item: Item) -> Option<&TaskReport> {
    figures.rollout.iter().flat_map(|phase| &phase.items).find(|task| task.item == item)
}

fn second_step(figures: &Figures) -> String {
    let next = figures.rollout.iter().find_map(|phase| Some((phase, phase.items.split_first()?)));
    let Some((phase, (first, rest))) = next else {
        let months = figures.target.instrument_review_cadence_months;
        return format!("Review the instruments within {months} months, and stop one that changed nothing.");
    };
    let last = rest.last().map_or_else(String::new, |last| format!(", ending with {} ({})", last.item.title(), last.month));
    let (item, owner) = (first.item.title(), first.owner.title());
    format!("Roll out months {}: {item} ({owner}, {}) first{last}.", phase.months, first.month)
}

fn third_step(figures: &Figures) -> String {
    match &figures.nps {
        Some(NpsReport { nps: Some(nps), silent: Some(silent @ 1..), .. }) => format!(
            "Compare who answered with who stayed silent ({silent}) by tier and usage before NPS {nps} is quoted."
        ),
        Some(NpsReport { nps: Some(nps), .. }) => {
            format!("Quote NPS {nps} as a trend by segment and with its interval, never against another company.")
        }
        _ => "Tag the latest churn interviews to three reasons and pilot one fix, whatever the survey says.".to_owned(),
    }
}

/// The evidence: the parts, what they lack, the plan, the score of the survey.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    parts(figures, page);
    gaps(figures, page);
    targets(figures, page);
    let rows = figures.rollout.iter().flat_map(phase_rows).collect();
    page.table(&["Months", "Start", "Item", "Owner"], rows);
    if let Some(nps) = &figures.nps {
        survey(nps, page);
    }
    let assumed = figures.assumptions.iter().map(|what| format!("Unsourced assumption: {what}")).collect();
    page.list(Numbering::Bulleted, assumed);
}

fn parts(figures: &Figures, page: &mut Page) {
    let (now, full) = (&figures.breakdown, &figures.breakdown_full);
    let best = figures.breakdown_max.as_ref().unwrap_or(now);
    let capped = if figures.action_loop_capped { "Action loop (capped)" } else { "Action loop" };
    let row = |name: &str, cells: [_; 3]| [vec![Cell::from(name)], cells.map(Cell::from).to_vec()].concat();
    page.table(
        &["Part", "Points", "With the unknown", "Of"],
        vec![
            row("Instruments", [now.instruments, best.instruments, full.instruments]),
            row(capped, [now.action_loop, best.action_loop, full.action_loop]),
            row("Governance", [now.governance, best.governance, full.governance]),
        ],
    );
}

fn gaps(figures: &Figures, page: &mut Page) {
    let rows = figures.gaps.iter().map(|gap| {
        vec![
            Cell::from(gap.item.title()),
            Cell::from(gap.status.title()),
            Cell::from(gap.now.map(|now| match gap.status {
                Status::Missing => "none".to_owned(),
                Status::BelowTarget | Status::Unknown => figure(now, gap.item),
            })),
            Cell::from(gap.target.map(|target| figure(target, gap.item))),
            Cell::from(gap.points),
        ]
    });
    page.table(&["Gap", "Status", "Now", "Target", "Points"], rows.collect());
    if figures.gaps_total > figures.gaps.len() as u64 {
        page.paragraph(format!("Gaps in all: {}.", figures.gaps_total));
    }
}

/// A figure with its unit.
fn figure(figure: Amount, item: Item) -> String {
    format!("{figure} {}", item.unit())
}

fn targets(figures: &Figures, page: &mut Page) {
    let target = &figures.target;
    page.paragraph(format!(
        "Target: {} % of loops closed; a synthesis every {} months to {} readers; detractors answered within {} days; \
         customers told every {} months; owner {}; monthly committee {}; instruments reviewed every {} months.",
        target.closed_loop_pct,
        target.synthesis_cadence_months,
        target.synthesis_recipients_count,
        target.detractor_followup_sla_days,
        target.external_response_cadence_months,
        target.owner,
        target.monthly_committee,
        target.instrument_review_cadence_months,
    ));
    let has_rollout = figures.rollout.iter().any(|phase| !phase.items.is_empty());
    if has_rollout {
        page.paragraph(format!("Rollout in the order of: {}.", figures.rollout_order.title()));
    }
}

fn phase_rows(phase: &PhaseReport) -> Vec<Vec<Cell>> {
    let row = |task: &TaskReport| {
        vec![
            Cell::from(phase.months.as_str()),
            Cell::from(task.month.as_str()),
            Cell::from(task.item.title()),
            Cell::from(task.owner.title()),
        ]
    };
    phase.items.iter().map(row).collect()
}

fn survey(nps: &NpsReport, page: &mut Page) {
    page.table(
        &["NPS", "Low", "High", "Answered", "Sent", "Response", "If the silent detract", "If they promote"],
        vec![vec![
            Cell::from(nps.nps),
            Cell::from(nps.low),
            Cell::from(nps.high),
            Cell::from(nps.answered),
            Cell::from(nps.sent),
            Cell::from(nps.response_rate),
            Cell::from(nps.if_silent_detract),
            Cell::from(nps.if_silent_promote),
        ]],
    );
}
