//! What `draft_board_section` says: the sentence, the steps and the page. Computes nothing.

use super::wire::{CourseReport, Figures, NpsReport, SegmentScores};
use crate::report::{Cell, Numbering, Page};
use crate::tools::{Answer, Concluded, Notes};
use crate::units::{Amount, Date, Ratio};

/// Words for the figures.
pub(super) fn conclude(figures: &Figures) -> Concluded {
    Concluded {
        bottom_line: bottom_line(figures),
        how_to_act: steps(figures),
        your_decision: "Which asks go to the board, and what you commit to by the next one.".to_owned(),
    }
}

fn bottom_line(figures: &Figures) -> String {
    let Some(last) = figures.quarters.last() else { return "No quarter to show.".to_owned() };
    let leak = match leak(figures) {
        Some(Leak::Quarter) => ": a leaky bucket".to_owned(),
        Some(Leak::Evidence(grr, nrr)) => format!("; the evidence has GRR {grr} beside NRR {nrr}: a leaky bucket"),
        None => String::new(),
    };
    let since = match (figures.grr_trend.change_points, figures.quarters.first()) {
        (Some(change), Some(first)) => format!("; GRR {} since {}", signed(change), first.name),
        _ => String::new(),
    };
    format!("{}: GRR {} beside NRR {}{leak}{since}.", last.name, last.grr, last.nrr)
}

/// Where a leak stands.
enum Leak {
    /// In the last quarter.
    Quarter,
    /// In the evidence alone, with its GRR and NRR.
    Evidence(Ratio, Ratio),
}

fn leak(figures: &Figures) -> Option<Leak> {
    if figures.quarters.last().is_some_and(|last| last.leaky_bucket) {
        return Some(Leak::Quarter);
    }
    let computed = figures.computed.as_ref().filter(|computed| computed.leaky_bucket == Some(true))?;
    Some(Leak::Evidence(computed.grr?, computed.nrr?))
}

/// A change with its sign, in points.
fn signed(change: Amount) -> String {
    let sign = if change.decimal().is_sign_negative() { "" } else { "+" };
    format!("{sign}{change} points")
}

fn steps(figures: &Figures) -> [String; 3] {
    let first = match figures.churn_drivers.first() {
        Some(driver) => format!("{} ({}): {}.", driver.reason.as_str(), driver.owner, driver.counter_action),
        None => "Interview the churned customers until a first reason is known.".to_owned(),
    };
    let second = if figures.leaky_bucket {
        "Say gross retention before net, and by which quarter it is over its line."
    } else {
        "Say gross retention before net, with the change since the first quarter shown."
    };
    let third = if figures.expansion_drivers.iter().any(|driver| driver.adoption_pct.is_none()) {
        "Bring adoption for each expansion driver, or leave the driver out."
    } else {
        "Hand each ask an owner and a date before the page goes out."
    };
    [first, second.to_owned(), third.to_owned()]
}

/// The page.
pub(super) fn page(answer: &Answer<Figures>, as_of: Option<Date>, notes: Notes<'_>) -> Page {
    let figures = &answer.figures;
    let mut page = Page::default();
    let name = figures.quarters.last().map_or_else(String::new, |last| format!(", {}", last.name));
    page.heading(1, format!("Customers{name}"));
    page.labelled("Date", as_of.map_or_else(|| "undated".to_owned(), |date| date.to_string()));
    page.labelled("Bottom Line", &answer.bottom_line);
    retention(figures, &mut page);
    if let Some(nps) = &figures.nps {
        page.heading(2, "Net Promoter Score");
        page.paragraph(scores(nps));
    }
    drivers(figures, &mut page);
    page.heading(2, "Asks");
    let asks = &figures.asks;
    page.list(Numbering::Numbered, vec![
        format!("Budget: {}", asks.budget),
        format!("Organization: {}", asks.organization),
        format!("Priority: {}", asks.priority),
    ]);
    if let Some(team) = &figures.team {
        let current = team.current.map_or_else(|| "unknown".to_owned(), |count| count.to_string());
        page.paragraph(format!(
            "The book needs {} CSMs in 12 months (today {current}), {} a year.",
            team.required_12mo, team.annual_cost_12mo
        ));
    }
    open_points(answer, notes, &mut page);
    page
}

fn retention(figures: &Figures, page: &mut Page) {
    page.heading(2, "Retention");
    let rows = figures.quarters.iter().map(|quarter| {
        let leak = if quarter.leaky_bucket { "yes" } else { "no" };
        vec![
            quarter.name.as_str().into(),
            quarter.grr.into(),
            quarter.nrr.into(),
            leak.into(),
            Cell::from(quarter.logo),
        ]
    });
    page.table(&["Quarter", "GRR", "NRR", "Leaky bucket", "Logos"], rows.collect());
    let course = |name: &str, course: &CourseReport| {
        let change = course.change_points.map_or_else(|| "no change to show".to_owned(), signed);
        format!("{name} {change}, {}", course.direction.title().replace("cohorts", "quarters"))
    };
    let trend = format!("Trend: {} · {}.", course("GRR", &figures.grr_trend), course("NRR", &figures.nrr_trend));
    page.paragraph(trend);
    if figures.quarters_reordered == Some(true) {
        page.paragraph("The quarters came in another order; they are shown as their names tell.");
    }
    if let Some(computed) = &figures.computed {
        let shown = |ratio: Option<Ratio>| ratio.map_or_else(|| "unknown".to_owned(), |one| one.to_string());
        page.paragraph(format!("From the evidence: GRR {}, NRR {}.", shown(computed.grr), shown(computed.nrr)));
    }
    if let Some(leak) = leak(figures) {
        let place = match leak {
            Leak::Quarter => "Leaky bucket",
            Leak::Evidence(..) => "Leaky bucket in the evidence, not in the last quarter",
        };
        page.paragraph(format!("{place}: expansion hides what is lost. Gross retention is the figure to mend."));
    }
}

fn scores(nps: &NpsReport) -> String {
    let mut parts = Vec::new();
    for (name, score) in [("Relationship", nps.relationship), ("Transactional", nps.transactional)] {
        parts.extend(score.map(|score| format!("{name} {score}")));
    }
    parts.extend(nps.by_segment.iter().flat_map(SegmentScores::known).map(|(name, score)| format!("{name} {score}")));
    if parts.is_empty() { "Unknown.".to_owned() } else { parts.join(" · ") }
}

fn drivers(figures: &Figures, page: &mut Page) {
    page.heading(2, "Churn Drivers");
    if figures.churn_drivers.is_empty() {
        page.paragraph("Unknown.");
    } else {
        let rows = figures.churn_drivers.iter().map(|driver| {
            vec![
                driver.reason.as_str().into(),
                driver.customers.into(),
                driver.customer_share.into(),
                driver.counter_action.into(),
                driver.owner.into(),
            ]
        });
        page.table(&["Reason", "Customers", "Share", "Counter-action, proposed", "Owner"], rows.collect());
    }
    page.heading(2, "Expansion Drivers");
    if figures.expansion_drivers.is_empty() {
        page.paragraph("Unknown.");
    } else {
        let rows = figures.expansion_drivers.iter().map(|driver| {
            let adoption = driver.adoption_pct.map_or_else(|| "–".to_owned(), |adoption| adoption.to_string());
            vec![driver.driver.as_str().into(), driver.arr_usd.into(), adoption.into()]
        });
        page.table(&["Driver", "ARR", "Adoption"], rows.collect());
    }
}

/// What the drafter must still mend, and what the evidence left open.
fn open_points(answer: &Answer<Figures>, notes: Notes<'_>, page: &mut Page) {
    let found = answer.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message));
    let own = notes.own_thresholds(answer.figures.evidence_policy_overrides.as_ref());
    let open = answer.not_assessed.iter().map(|gap| format!("Not assessed: {} ({}). Needs {}.", gap.what, gap.why, gap.needs));
    let lines: Vec<String> = found.chain(notes.cut()).chain(open).chain(own).collect();
    if !lines.is_empty() {
        page.heading(2, "Before It Goes Out");
        page.list(Numbering::Bulleted, lines);
    }
}
