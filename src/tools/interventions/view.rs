//! What `plan_churn_interventions` says: the sentence, the steps and the tables. Computes nothing.

use super::rules::CHN_12;
use super::wire::{AccountReport, Figures, Leads, PlayReport};
use super::words::{Driver, Form, State};
use crate::customers::Health;
use crate::report::{Cell, Numbering, Page};
use crate::rule::Finding;
use crate::tools::Concluded;
use crate::units::{Amount, Money, Ratio};

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, findings: &[Finding], leads: &Leads) -> Concluded {
    Concluded {
        bottom_line: bottom_line(figures),
        how_to_act: [first_step(figures, leads), second_step(figures), last_step(figures, findings)],
        your_decision: leads.escalated.as_ref().map_or_else(
            || "Whether a renewal gets a price exception: no figure here decides it.".to_owned(),
            |first| {
                format!("Who negotiates {}, and whether any renewal gets a price exception: neither is a tool's.", first.name)
            },
        ),
    }
}

fn bottom_line(figures: &Figures) -> String {
    if figures.accounts_total == 0 {
        return "Every account given has left: nobody is to be saved.".to_owned();
    }
    let count = |number: u64| Money::whole(number).to_string();
    let (escalated, all) = (count(figures.escalations_total), count(figures.accounts_total));
    let noun = if figures.accounts_total == 1 { "account" } else { "accounts" };
    let verb = if figures.accounts_total == 1 || figures.escalations_total == 1 { "wants" } else { "want" };
    let arr = figures.arr_listed;
    let at_risk = figures.arr_at_risk.map_or_else(
        || format!("how much of {arr} ARR is at risk is unknown without health"),
        |at_risk| format!("{at_risk} of {arr} ARR is at risk"),
    );
    let save = figures.expected_save.map_or_else(String::new, |save| format!(", and saves are expected to bring {save}"));
    let unknown = figures.arr_health_unknown.filter(|_| figures.arr_at_risk.is_some());
    let unknown = unknown.map_or_else(String::new, |arr| format!("; of {arr} ARR the health is unknown"));
    format!("{escalated} of {all} {noun} {verb} an executive now; {at_risk}{save}{unknown}.")
}

fn first_step(figures: &Figures, leads: &Leads) -> String {
    if let Some(first) = &leads.escalated {
        let within = first.respond_within_hours.map_or_else(String::new, |hours| format!(" within {hours} hours"));
        return format!("Put an executive on {} ({}){within}: {}.", first.name, first.id, reasons(first));
    }
    if figures.accounts_total == 0 {
        return "Take those who left through their reasons with retention_decompose.".to_owned();
    }
    let ready = leads.with_play.as_ref().and_then(|account| Some((account, account.plays.first()?)));
    match ready {
        Some((account, play)) => format!(
            "Start with {} ({}): {} by {}, due in {} days.",
            account.name,
            account.id,
            play.play.as_str(),
            play.owner.as_str(),
            play.due_in_days
        ),
        None => "Name the risk drivers of the first accounts by rank: without them no play can be chosen.".to_owned(),
    }
}

/// The most pressing of what stands in the way of the plays.
fn second_step(figures: &Figures) -> String {
    let poison = figures.offers.as_ref().map_or(0, |offers| offers.poison);
    if poison > 0 {
        let discounts = if poison == 1 { "discount" } else { "discounts" };
        return format!(
            "Take back {} poison {discounts}: offer value first, then term, then scope, price last.",
            Money::whole(poison)
        );
    }
    let over = figures.owners.first().and_then(|owner| Some((owner, owner.over.filter(|over| *over > 0)?)));
    if let Some((owner, over)) = over {
        return format!(
            "Move {} plays away from {}, the lowest ranks first.",
            Money::whole(over),
            owner.owner
        );
    }
    if let Some(unowned) = &figures.unowned {
        return format!("Name an owner for the {} accounts with plays that have none.", Money::whole(unowned.accounts));
    }
    if figures.arr_health_unknown.is_some() {
        return "Score the accounts of unknown health with score_customer_health, then rank again.".to_owned();
    }
    if figures.plays_total == 0 {
        return "Look at sponsor, last touch and open tickets again at each account's next renewal step.".to_owned();
    }
    "Give every play its date in this week's save room.".to_owned()
}

fn last_step(figures: &Figures, findings: &[Finding]) -> String {
    let is_systemic = findings.iter().any(|finding| finding.rule == CHN_12.id);
    match figures.patterns.first() {
        Some(pattern) if is_systemic => format!(
            "Take {} ({} accounts, {} ARR) to {} as one problem.",
            pattern.driver.as_str(),
            Money::whole(pattern.accounts),
            pattern.arr,
            who_mends(pattern.driver)
        ),
        _ => "Write down each save as won or lost with its driver, and put your own shares in place of the assumed ones."
            .to_owned(),
    }
}

const fn who_mends(driver: Driver) -> &'static str {
    match driver {
        Driver::AdoptionDecline | Driver::OutcomeNotMet => "onboarding and services",
        Driver::SponsorChange => "the executive sponsors",
        Driver::TechnicalGap => "the CPO",
        Driver::CommercialPressure => "the CRO",
        Driver::CompetitiveThreat => "the CPO and the CRO",
        Driver::LowEngagement => "the CSMs' lead",
        Driver::SupportPain => "the head of support",
        Driver::Consolidation => "the CFO and the CRO",
    }
}

fn reasons(account: &AccountReport) -> String {
    account.escalate_for.iter().map(|reason| reason.as_str()).collect::<Vec<_>>().join(", ")
}

/// The evidence: accounts, their plays, escalations, owners, drivers, discounts.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    let rows = figures.accounts.iter().map(account_row).collect();
    page.table(
        &[
            "Rank", "Account", "Tier", "ARR", "Health", "Days", "Urgency", "At risk", "Odds", "Expected save", "Priority",
            "Step",
            "Owner",
        ],
        rows,
    );
    let plays = figures.accounts.iter().flat_map(|account| account.plays.iter().map(move |play| (account, play)));
    let rows = plays.map(|(account, play)| {
        let drivers = std::iter::once(&play.driver).chain(&play.also).map(|driver| driver.as_str());
        vec![
            Cell::from(account.id.as_str()),
            Cell::from(play.play.as_str()),
            Cell::from(drivers.collect::<Vec<_>>().join(", ")),
            Cell::from(play.owner.as_str()),
            Cell::from(u64::from(play.due_in_days)),
            Cell::from(fits(play)),
        ]
    });
    page.table(&["Account", "Play", "Driver", "Role", "Due in days", "Fits"], rows.collect());
    page.list(Numbering::Bulleted, lines(figures));
}

/// Whether the play fits into the time left, and in which form if not the usual one.
fn fits(play: &PlayReport) -> String {
    let fits = match play.feasible {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    if play.form == Form::Standard { fits.to_owned() } else { format!("{fits}, {}", play.form.as_str()) }
}

fn account_row(account: &AccountReport) -> Vec<Cell> {
    let days = |days: &[u32]| days.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let step = account.renewal_step.map_or_else(|| "–".to_owned(), |step| step.to_string());
    let step = match &account.overdue_steps {
        Some(overdue) if !overdue.is_empty() => format!("{step}, overdue {}", days(overdue)),
        None if !account.steps_unconfirmed.is_empty() => {
            format!("{step}, unconfirmed {}", days(&account.steps_unconfirmed))
        }
        _ => step,
    };
    let lapsed = account.state.filter(|state| *state != State::Open);
    let to_renewal = account.days_to_renewal.map(|days| match lapsed {
        Some(state) => format!("{days} ({})", state.as_str()),
        None => days.to_string(),
    });
    vec![
        Cell::from(account.rank),
        Cell::from(format!("{} ({})", account.name, account.id)),
        Cell::from(account.tier.as_str()),
        Cell::from(account.arr_usd),
        Cell::from(account.health.map(Health::as_str)),
        Cell::from(to_renewal),
        Cell::from(account.urgency.map(|urgency| Amount::from_decimal(urgency.decimal()))),
        Cell::from(account.value_at_risk),
        range(account.save_odds, account.save_odds_low, account.save_odds_high),
        range(account.expected_save, account.expected_save_low, account.expected_save_high),
        Cell::from(account.priority),
        Cell::from(step),
        Cell::from(account.owner.as_ref().map(|owner| owner.as_str().to_owned())),
    ]
}

/// The figure, or both ends where it is a range.
fn range<T: Into<Cell> + std::fmt::Display>(exact: Option<T>, low: Option<T>, high: Option<T>) -> Cell {
    match (exact, low, high) {
        (None, Some(low), Some(high)) => Cell::from(format!("{low} – {high}")),
        (exact, ..) => Cell::from(exact),
    }
}

/// What holds for the whole book, a line each.
fn lines(figures: &Figures) -> Vec<String> {
    let count = |number: u64| Money::whole(number).to_string();
    let mut lines = Vec::new();
    let escalations = figures.accounts.iter().filter(|account| account.escalate).map(|account| {
        let within = account.respond_within_hours.map_or_else(String::new, |hours| format!(", {hours} h"));
        format!("{}: {}{within}", account.id, reasons(account))
    });
    let escalations: Vec<String> = escalations.collect();
    if figures.escalations_total > 0 {
        let listed = if escalations.is_empty() { "none on this page".to_owned() } else { escalations.join("; ") };
        lines.push(format!("Escalate ({}): {listed}", count(figures.escalations_total)));
    }
    let discounts = figures.accounts.iter().filter_map(|account| {
        let offer = account.offer.as_ref()?;
        Some(format!("{} {} {}", account.id, offer.discount_pct, offer.verdict.as_str()))
    });
    let discounts: Vec<String> = discounts.collect();
    if let Some(offers) = &figures.offers {
        let share = offers.above_line_share.map_or_else(String::new, |share| format!(" ({share})"));
        let listed = if discounts.is_empty() { String::new() } else { format!("; {}", discounts.join("; ")) };
        lines.push(format!(
            "Discounts {} of saves {}: above the line {}{share}, poison {}{listed}",
            count(offers.discounts),
            count(offers.saves),
            count(offers.above_line),
            count(offers.poison)
        ));
    }
    let mut owners: Vec<String> = figures
        .owners
        .iter()
        .map(|owner| {
            let over = owner.over.filter(|over| *over > 0);
            let over = over.map_or_else(String::new, |over| format!(", {} over", count(over)));
            format!("{} {} (accounts {}{over})", owner.owner, count(owner.plays), count(owner.accounts))
        })
        .collect();
    if let Some(unowned) = &figures.unowned {
        owners.push(format!("owner unknown {} (accounts {})", count(unowned.plays), count(unowned.accounts)));
    }
    if !owners.is_empty() {
        let capacity = figures.capacity.map_or_else(String::new, |capacity| format!(", capacity {} each", count(capacity)));
        lines.push(format!("Plays ({}{capacity}): {}", count(figures.plays_total), owners.join("; ")));
    }
    let patterns = figures.patterns.iter().map(|pattern| {
        let share = |share: Option<Ratio>| share.map_or_else(|| "–".to_owned(), |share| share.to_string());
        format!(
            "{} {} ({} of accounts, {} of ARR)",
            pattern.driver.as_str(),
            count(pattern.accounts),
            share(pattern.account_share),
            share(pattern.arr_share)
        )
    });
    if figures.accounts_with_drivers > 0 {
        let patterns = patterns.collect::<Vec<_>>().join("; ");
        lines.push(format!("Drivers (accounts {}): {patterns}", count(figures.accounts_with_drivers)));
    }
    let all = &figures.assumptions;
    let grade = all.grade.map_or_else(|| "Yours".to_owned(), str::to_owned);
    let yours = match (all.grade, all.yours.as_slice()) {
        (Some(_), [_, ..]) => format!("; yours: {}", all.yours.join(", ")),
        _ => String::new(),
    };
    lines.push(format!(
        "{grade}: P(loss) green {}, yellow {}, red {}; save odds {} on the day, {} at the first step{yours}",
        all.loss_green, all.loss_yellow, all.loss_red, all.save_odds_today, all.save_odds_at_prepare
    ));
    lines
}
