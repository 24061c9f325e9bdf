//! What `segment_customers` says: the sentence, the steps and the tables. Computes nothing.

use super::wire::{Figures, KillEntry, MoveEntry, TierReport};
use super::words::{Flag, NurtureReason};
use crate::report::{Cell, Numbering, Page};
use crate::rule::Finding;
use crate::tools::Concluded;
use crate::units::{Label, Money};

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, findings: &[Finding]) -> Concluded {
    let kill = &figures.kill;
    let all = Money::whole(figures.total_customers);
    let bottom_line = if figures.total_customers == 0 {
        "Every customer given has left: there is nobody to segment.".to_owned()
    } else if kill.customers == 0 {
        format!("No kill candidate among {all} customers with {} of ARR.", figures.total_arr)
    } else {
        let cost = kill.support_cost.map_or_else(String::new, |cost| format!(" and {cost} of support cost"));
        format!(
            "{} of {all} customers {} on the kill list, with {} of ARR{cost}.",
            Money::whole(kill.customers),
            if kill.customers == 1 { "is" } else { "are" },
            kill.arr
        )
    };
    let fired = |rule: &str| findings.iter().any(|finding| finding.rule == rule);
    let your_decision = if kill.customers == 0 {
        "Whom you would fire if you had to, and what the figures do not know of that account."
    } else {
        "Which candidates to keep for reasons outside the figures, such as a first customer or a reference."
    };
    Concluded {
        bottom_line,
        how_to_act: [first_step(figures, fired("SEG-02")), spend_step(figures, fired("SEG-09")), move_step(figures)],
        your_decision: your_decision.to_owned(),
    }
}

/// What to do with the largest kill candidate.
fn first_step(figures: &Figures, nobody: bool) -> String {
    let Some(entry) = figures.kill_list.first() else {
        return if nobody {
            "Score ICP signals and support cost of every account, then run this again.".to_owned()
        } else {
            "Audit the kill list again next quarter.".to_owned()
        };
    };
    let path = match (entry.recommended_path, entry.price_for_half) {
        (Some(super::words::ExitPath::TechTouch), _) => "move it to tech-touch".to_owned(),
        (Some(super::words::ExitPath::RaisePrice), Some(price)) => format!("offer it {price} a year"),
        (Some(_), _) => "end it at the contract date".to_owned(),
        (None, _) => "find out what supporting it costs".to_owned(),
    };
    let notice = entry
        .notice_by
        .as_ref()
        .map_or_else(String::new, |window| format!("; notice falls between {} and {}", window.from, window.to));
    format!("Settle {} first: {path}{notice}.", entry.name)
}

/// Where to move support spend.
fn spend_step(figures: &Figures, theatre: bool) -> String {
    let most = |amount: fn(&TierReport) -> Option<Money>| {
        figures
            .tiers
            .iter()
            .filter_map(|tier| Some((tier.tier.title(), amount(tier)?)))
            .filter(|(_, amount)| !amount.is_zero())
            .max_by_key(|(_, amount)| *amount)
    };
    match (most(|tier| tier.over_investment), most(|tier| tier.under_investment)) {
        (Some((over, amount)), Some((under, gap))) => {
            format!("Move support spend from {over} ({amount} over) to {under} ({gap} under).")
        }
        (Some((over, amount)), None) => format!("Take {amount} of support spend out of {over}."),
        (None, Some((under, gap))) => format!("Find {gap} of support spend for {under}."),
        (None, None) if theatre => "Write down what each tier gets that the next does not.".to_owned(),
        (None, None) => "Keep each tier's spend between its floor and ceiling.".to_owned(),
    }
}

/// What to take into the quarterly review.
fn move_step(figures: &Figures) -> String {
    let (up, down, nurture) = (figures.upgrades_total, figures.downgrades_total, figures.nurture_total);
    if up + down + nurture == 0 {
        return "Review the tiers each quarter; no move is due now.".to_owned();
    }
    format!(
        "Take {} up, {} down and {} to nurture into the quarterly review.",
        Money::whole(up),
        Money::whole(down),
        Money::whole(nurture)
    )
}

/// The evidence: tiers, lists, concentration, customers.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    tiers(figures, page);
    kill_list(&figures.kill_list, page);
    page.list(Numbering::Bulleted, lists(figures));
    let rows = figures
        .customers
        .iter()
        .map(|row| {
            vec![
                Cell::from(named(&row.name, row.id.as_ref())),
                Cell::from(row.tier.as_str()),
                Cell::from(row.arr_usd),
                Cell::from(range(&row.icp_fit_score.to_string(), &row.icp_fit_max.to_string())),
                Cell::from(range(row.icp_band.as_str(), row.icp_band_max.as_str())),
                Cell::from(row.support_cost_ratio),
                Cell::from(row.status.as_str()),
                Cell::from(words(&row.flags)),
            ]
        })
        .collect();
    page.table(&["Customer", "Tier", "ARR", "Fit", "Band", "Cost/ARR", "Status", "Flags"], rows);
}

fn tiers(figures: &Figures, page: &mut Page) {
    let rows = figures
        .tiers
        .iter()
        .zip(&figures.quantile_tiers)
        .map(|(tier, quantile)| {
            vec![
                Cell::from(tier.tier.title()),
                Cell::from(tier.customers),
                Cell::from(tier.customer_share),
                Cell::from(tier.arr),
                Cell::from(tier.arr_share),
                Cell::from(tier.coverage.as_str()),
                Cell::from(format!("{}–{}", tier.investment_floor, tier.investment_ceiling)),
                Cell::from(tier.support_cost_known),
                Cell::from(tier.actual_support_cost),
                Cell::from(tier.over_investment),
                Cell::from(tier.under_investment),
                Cell::from(quantile.customers),
                Cell::from(quantile.arr),
                Cell::from(quantile.arr_min),
            ]
        })
        .collect();
    page.table(
        &[
            "Tier",
            "Customers",
            "%",
            "ARR",
            "% ARR",
            "Coverage",
            "Spend each",
            "Costs known",
            "Cost",
            "Over",
            "Under",
            "By rank",
            "Its ARR",
            "From",
        ],
        rows,
    );
}

fn kill_list(entries: &[KillEntry], page: &mut Page) {
    let rows = entries
        .iter()
        .map(|entry| {
            vec![
                Cell::from(named(&entry.name, entry.id.as_ref())),
                Cell::from(words(&entry.flags)),
                Cell::from(if entry.economic_pair { "yes" } else { "no" }),
                Cell::from(entry.support_cost),
                Cell::from(entry.recommended_path.map(|path| path.as_str().to_owned())),
                Cell::from(entry.break_even_price),
                Cell::from(entry.price_for_half),
                Cell::from(entry.notice_by.as_ref().map(|window| format!("{} to {}", window.from, window.to))),
            ]
        })
        .collect();
    page.table(
        &["Kill", "Flags", "Economic pair", "Cost", "Path", "Break-even price", "Price for half", "Notice"],
        rows,
    );
}

/// The short lists and the concentration, a line each.
fn lists(figures: &Figures) -> Vec<String> {
    let mut lines = Vec::new();
    let kill = &figures.kill;
    let of_arr = kill.arr_share.map_or_else(String::new, |share| format!(", {share} of ARR"));
    if kill.customers > 0 {
        lines.push(format!("Kill list: {}, {} of customers{of_arr}", kill.customers, kill.customer_share));
    }
    let mut list = |title: &str, total: u64, entries: Vec<String>| {
        if total > 0 {
            lines.push(format!("{title} ({total}): {}", entries.join("; ")));
        }
    };
    let moved = |entries: &[MoveEntry]| -> Vec<String> {
        entries
            .iter()
            .map(|entry| {
                let name = named(&entry.name, entry.id.as_ref());
                format!("{name} {} from {} to {}", entry.arr_usd, entry.from.as_str(), entry.to.as_str())
            })
            .collect()
    };
    list(
        "Yellow",
        figures.yellow_list_total,
        figures
            .yellow_list
            .iter()
            .map(|entry| format!("{} {}", named(&entry.name, entry.id.as_ref()), words(&entry.flags)))
            .collect(),
    );
    list("Up", figures.upgrades_total, moved(&figures.upgrades));
    list("Down", figures.downgrades_total, moved(&figures.downgrades));
    let nurture = figures.nurture.iter().map(|entry| {
        let missing: Vec<&str> = entry.missing.iter().map(|condition| condition.as_str()).collect();
        let name = named(&entry.name, entry.id.as_ref());
        match (entry.reason, entry.to) {
            (NurtureReason::ConditionsUnknown, Some(to)) => {
                format!("{name} to {}, unknown: {}", to.as_str(), missing.join(", "))
            }
            _ => format!("{name}, strong fit"),
        }
    });
    list("Nurture", figures.nurture_total, nurture.collect());
    lines.push(format!("Book: {} customers, {} ARR", Money::whole(figures.total_customers), figures.total_arr));
    if let Some(spread) = &figures.concentration {
        lines.push(format!(
            "Concentration: largest {}, five {}, ten {} of ARR; HHI {}; effective customers {}",
            spread.top1, spread.top5, spread.top10, spread.hhi, spread.effective_customers
        ));
    }
    lines
}

fn named(name: &Label, id: Option<&Label>) -> String {
    id.map_or_else(|| name.to_string(), |id| format!("{name} ({id})"))
}

fn words(flags: &[Flag]) -> String {
    flags.iter().map(|flag| flag.as_str()).collect::<Vec<_>>().join(", ")
}

/// One figure, or both ends where they differ.
fn range(low: &str, high: &str) -> String {
    if low == high { low.to_owned() } else { format!("{low}–{high}") }
}
