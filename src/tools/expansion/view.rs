//! What `find_expansion` says: the sentence, the steps and the tables. Computes nothing.

use super::calc::{Group, Review};
use super::rows::Table;
use super::wire::{Figures, PlayReport, RatesReport, lead};
use super::words::{PlayKind, Status, Timing};
use crate::report::{Cell, Numbering, Page};
use crate::tools::Concluded;
use crate::units::{Amount, Label, Money};

/// Whom the steps name: the first of each kind, on whatever page of the lists.
pub(super) struct Leads {
    play: Option<PlayReport>,
    by_status: [Option<String>; 4],
    over_use: Option<String>,
}

impl Leads {
    /// The leads of a review.
    #[must_use]
    pub(super) fn of(table: &Table, review: &Review) -> Self {
        let called = |group: &Group| group.first.map(|index| table.called(index).to_owned());
        Self {
            play: lead(table, review),
            by_status: review.statuses.each_ref().map(called),
            over_use: called(&review.over_use),
        }
    }

    fn of_status(&self, status: Status) -> Option<&str> {
        self.by_status.get(status.index()).and_then(Option::as_deref)
    }
}

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, leads: &Leads) -> Concluded {
    let book = &figures.book;
    let all = accounts(book.accounts);
    let bottom_line = if book.accounts == 0 {
        "Every account given has left: nobody is to be pitched.".to_owned()
    } else if book.pitchable == 0 {
        let parts = [(figures.gated_total, "gated"), (book.no_play, "without a play")];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, what)| format!("{} {what}", Money::whole(count))).collect();
        format!("None of {all} is to be pitched now: {}.", parts.join(", "))
    } else {
        format!(
            "{} of {all} can be pitched now, for {} of new ARR a year if all is sold ({} to {}); {} gated.",
            Money::whole(book.pitchable),
            figures.expected.base,
            figures.expected.low,
            figures.expected.high,
            Money::whole(figures.gated_total),
        )
    };
    let your_decision = match &leads.play {
        Some(play) => format!("Whether to bring this up with {} now, and at what price.", called(play)),
        None if figures.gated_total > 0 => {
            "Which of the gated accounts deserves the work that would open its gate.".to_owned()
        }
        None => "Whether to look for room that nobody has named, or to leave these accounts as they are.".to_owned(),
    };
    Concluded {
        bottom_line,
        how_to_act: [pitch_step(figures, leads.play.as_ref()), gate_step(figures, leads), last_step(figures, leads)],
        your_decision,
    }
}

fn pitch_step(figures: &Figures, play: Option<&PlayReport>) -> String {
    let Some(play) = play else {
        let why = if figures.gated_total > 0 { "open a gate first" } else { "no gate is closed, and no play is found" };
        return format!("Pitch nobody; {why}.");
    };
    let what = match (&play.module, play.to_plan) {
        (Some(module), _) => format!("the module {module}"),
        (None, Some(next)) => format!("the plan {}", next.as_str()),
        (None, None) => play.play.title().to_owned(),
    };
    let when = match play.timing {
        Timing::Now => "now",
        Timing::NextReview => "at the next business review",
    };
    format!("Bring {what} to {} {when}: {} a year, with the {}.", called(play), play.expected.base, play.owner.title())
}

/// What opens gates: what is unknown costs least to mend.
fn gate_step(figures: &Figures, leads: &Leads) -> String {
    let count = |status: Status| {
        let found = figures.gated_by_status.iter().find(|report| report.status == status);
        found.map_or_else(|| accounts(0), |report| accounts(report.accounts))
    };
    if let Some(first) = leads.of_status(Status::FindOut) {
        return format!("Find out health, outcome and first value of {}, {first} first.", count(Status::FindOut));
    }
    if let Some(first) = leads.of_status(Status::Nurture) {
        return format!("Mend or prove value in {}, {first} first, before anyone sells.", count(Status::Nurture));
    }
    "Check health and outcomes again before each business review; a gate can close.".to_owned()
}

fn last_step(figures: &Figures, leads: &Leads) -> String {
    if let Some(first) = leads.of_status(Status::SaveFirst) {
        let red = figures.gated_by_status.iter().find(|report| report.status == Status::SaveFirst);
        let count = red.map_or(0, |report| report.accounts);
        let noun = if count == 1 { "red account" } else { "red accounts" };
        let count = Money::whole(count);
        return format!("Take the {count} {noun}, {first} first, to plan_churn_interventions and off every sales list.");
    }
    if let Some(first) = &leads.over_use {
        return format!("Settle the seats used beyond the contract at its next date, {first} first.");
    }
    "Track the share of customers that expanded and expansion per CS cost each quarter.".to_owned()
}

fn accounts(count: u64) -> String {
    let noun = if count == 1 { "account" } else { "accounts" };
    format!("{} {noun}", Money::whole(count))
}

fn called(play: &PlayReport) -> &Label {
    play.name.as_ref().unwrap_or(&play.id)
}

fn named(name: Option<&Label>, id: &Label) -> String {
    name.map_or_else(|| id.to_string(), |name| format!("{name} ({id})"))
}

/// The evidence: plays, sums, gates, rates.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    plays(figures, page);
    let sums = figures
        .by_play
        .iter()
        .map(|sum| {
            vec![
                Cell::from(sum.play.as_str()),
                Cell::from(sum.accounts),
                Cell::from(sum.low),
                Cell::from(sum.base),
                Cell::from(sum.high),
                Cell::from(sum.share),
            ]
        })
        .collect();
    page.table(&["Counted", "Accounts", "Low", "Base", "High", "Share"], sums);
    page.list(Numbering::Bulleted, totals(figures));
    let gated = figures
        .gated
        .iter()
        .map(|row| {
            let reasons: Vec<&str> = row.reasons.iter().map(|reason| reason.as_str()).collect();
            vec![
                Cell::from(named(row.name.as_ref(), &row.id)),
                Cell::from(row.tier.as_str()),
                Cell::from(row.arr_usd),
                Cell::from(row.status.as_str()),
                Cell::from(reasons.join(", ")),
                Cell::from(row.behind_gate),
            ]
        })
        .collect();
    page.table(&["Not pitched", "Tier", "ARR", "First", "Why", "Behind the gate"], gated);
    page.list(Numbering::Bulleted, rates(&figures.rates));
}

/// The rates, a line for each way they are founded.
fn rates(rates: &RatesReport) -> Vec<String> {
    [("guidance", &rates.guidance), ("unsourced assumption", &rates.unsourced_assumption), ("yours", &rates.yours)]
        .into_iter()
        .filter_map(|(grade, group)| Some((grade, group.as_ref()?)))
        .map(|(grade, group)| {
            let rates: Vec<String> = group.iter().map(|(key, value)| format!("{key} {value}")).collect();
            format!("Rates, {grade}: {}", rates.join(", "))
        })
        .collect()
}

fn plays(figures: &Figures, page: &mut Page) {
    let is_full = figures.plays.iter().any(|row| row.priority.is_some());
    let mut headers =
        vec!["Account", "Tier", "ARR", "Play", "Low", "Base", "High", "Uplift", "Effort", "Confidence", "When", "Owner"];
    if is_full {
        headers.extend(["Priority", "Signals"]);
    }
    let rows = figures
        .plays
        .iter()
        .map(|row| {
            let mut cells = vec![
                Cell::from(named(row.name.as_ref(), &row.id)),
                Cell::from(row.tier.as_str()),
                Cell::from(row.arr_usd),
                Cell::from(play_words(row)),
                Cell::from(row.expected.low),
                Cell::from(row.expected.base),
                Cell::from(row.expected.high),
                Cell::from(row.uplift),
                Cell::from(row.effort.as_str()),
                Cell::from(row.confidence.as_str()),
                Cell::from(row.timing.as_str()),
                Cell::from(row.owner.as_str()),
            ];
            if is_full {
                let signals: Vec<&str> = row.signals.iter().map(|signal| signal.as_str()).collect();
                cells.push(Cell::from(row.priority.map(Amount::rounded)));
                cells.push(Cell::from(signals.join(", ")));
            }
            cells
        })
        .collect();
    page.table(&headers, rows);
}

/// The play and what it sells; an alternative says whose.
fn play_words(row: &PlayReport) -> String {
    let what = match (&row.module, row.to_plan) {
        (Some(module), _) => format!("{} {module}", PlayKind::Module.as_str()),
        (None, Some(next)) => format!("{} {}", PlayKind::PlanUpgrade.as_str(), next.as_str()),
        (None, None) => row.play.as_str().to_owned(),
    };
    row.alternative_to.map_or_else(|| what.clone(), |other| format!("{what} (instead of {}, not counted)", other.as_str()))
}

/// The sums, a line each.
fn totals(figures: &Figures) -> Vec<String> {
    let book = &figures.book;
    let expected = &figures.expected;
    let share = |ratio: Option<crate::units::Ratio>| ratio.map_or_else(String::new, |ratio| format!(" ({ratio} of ARR)"));
    let mut lines = vec![
        format!(
            "Pitchable: {} with {}{}; no play: {}; plays: {}",
            accounts(book.pitchable),
            book.pitchable_arr,
            share(book.pitchable_arr_share),
            Money::whole(book.no_play),
            Money::whole(figures.plays_total),
        ),
        format!(
            "Expected if all is sold: {} to {}, base {}{}; no chance of winning is in it",
            expected.low,
            expected.high,
            expected.base,
            share(book.expected_share_of_arr),
        ),
        format!("Book: {} with {} of ARR", accounts(book.accounts), book.arr),
    ];
    let statuses: Vec<String> = figures
        .gated_by_status
        .iter()
        .map(|row| {
            let behind = row.behind_gate.map_or_else(String::new, |behind| format!(", {behind} behind the gate"));
            format!("{} {} with {}{behind}", row.status.as_str(), Money::whole(row.accounts), row.arr)
        })
        .collect();
    if !statuses.is_empty() {
        lines.push(format!("Gated ({}): {}", Money::whole(figures.gated_total), statuses.join("; ")));
    }
    let reasons: Vec<String> = figures
        .gated_by_reason
        .iter()
        .map(|row| format!("{} {} with {}", row.reason.as_str(), Money::whole(row.accounts), row.arr))
        .collect();
    if !reasons.is_empty() {
        lines.push(format!("Reasons, several an account: {}", reasons.join("; ")));
    }
    lines
}
