//! What `score_customer_health` says: the sentence, the steps and the tables. Computes nothing.

use super::wire::{AccountReport, BackTestReport, Figures, IntervalReport, Points};
use super::words::{Alert, Basis, Reweighting, Signal, Trend};
use crate::customers::Health;
use crate::report::{Cell, Page};
use crate::rule::Finding;
use crate::tools::Concluded;
use crate::units::{Amount, Money, Ratio};

/// How many accounts a step names.
const NAMED_COUNT_MAX: usize = 3;

/// The accounts that the steps are about.
pub(super) struct Pressing {
    /// Red, the most ARR first.
    pub red: Vec<String>,
    /// How many are red.
    pub red_count: u64,
    /// The lowest score of the portfolio, on whatever page.
    pub lowest: Option<String>,
    /// Critical, the most ARR first.
    pub critical: Vec<String>,
    /// Green and declining, the most ARR first.
    pub high: Vec<String>,
    /// Yellow, the most ARR first.
    pub yellow: Vec<String>,
    /// Little or nothing known, the most ARR first.
    pub unknown: Vec<String>,
    /// Whether a score before is missing somewhere.
    pub lacks_previous: bool,
}

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, findings: &[Finding], pressing: &Pressing) -> Concluded {
    Concluded {
        bottom_line: bottom_line(figures),
        how_to_act: [first_step(pressing), second_step(findings, pressing), last_step(figures)],
        your_decision: "Which red accounts are worth a save, and what to do where the CSM sees it otherwise: the score says \
                        where to look, not why."
            .to_owned(),
    }
}

fn bottom_line(figures: &Figures) -> String {
    let count = |count: u64| Money::whole(count).to_string();
    let proof = match figures.back_test.as_ref().and_then(|test| test.auc.map(|auc| (test, auc))) {
        Some((test, auc)) => {
            format!("; against {} churned and {} kept the score has an AUC of {}.", test.churned, test.kept, plain(auc))
        }
        None => "; the score is not proven against churn.".to_owned(),
    };
    if figures.accounts_total == 0 {
        return format!("All {} accounts have left{proof}", count(figures.churned_total));
    }
    if figures.assessed_total == 0 {
        return format!("None of {} accounts can be assessed: no component is known{proof}", count(figures.accounts_total));
    }
    let red = figures.mix.iter().find(|colour| colour.health == Health::Red);
    let (reds, arr) = red.map_or((0, Money::ZERO), |colour| (colour.accounts, colour.arr));
    let share = red.and_then(|colour| colour.arr_share).map_or_else(String::new, |share| format!(" ({share})"));
    let assessed = count(figures.assessed_total);
    let alerts = format!("alerts: {} critical, {} high", count(figures.alerts.critical), count(figures.alerts.high));
    if reds == 0 {
        format!("None of {assessed} assessed accounts is red; {alerts}{proof}")
    } else {
        let are = if reds == 1 { "is" } else { "are" };
        format!("{} of {assessed} assessed accounts {are} red, {arr} of ARR{share}; {alerts}{proof}", count(reds))
    }
}

fn named(names: &[String]) -> String {
    names.iter().take(NAMED_COUNT_MAX).cloned().collect::<Vec<_>>().join(", ")
}

fn first_step(pressing: &Pressing) -> String {
    if pressing.red.is_empty() {
        return match &pressing.lowest {
            Some(id) => format!("Start with the lowest score: {id}; ask its owner what the weakest component hides."),
            None => "Give the components of today's accounts, so that there is somewhere to start.".to_owned(),
        };
    }
    let most = if pressing.red_count > pressing.red.len() as u64 { ", those with the most ARR" } else { "" };
    format!("Give each red account an owner and a play with plan_churn_interventions: {}{most}.", named(&pressing.red))
}

fn second_step(findings: &[Finding], pressing: &Pressing) -> String {
    let fired = |rule: &str| findings.iter().any(|finding| finding.rule == rule);
    if fired("HLT-02") {
        format!("Call the critical ones this week, before the score falls further: {}.", named(&pressing.critical))
    } else if fired("HLT-08") || fired("HLT-07") {
        format!("Find out what is missing, first of {}: unknown is not healthy.", named(&pressing.unknown))
    } else if fired("HLT-03") {
        format!("Ask what fell before the green ones turn: {}.", named(&pressing.high))
    } else if fired("HLT-09") {
        "Keep the few figures that told who left, and drop the others from the score.".to_owned()
    } else if pressing.lacks_previous {
        "Send the score before as previous_score next time: a fall says more than a level.".to_owned()
    } else if pressing.yellow.is_empty() {
        "Hold a few green scores against what their CSMs see: a portfolio that is all green proves nothing.".to_owned()
    } else {
        format!("Agree with their CSMs what would turn the yellow ones green: {}.", named(&pressing.yellow))
    }
}

fn last_step(figures: &Figures) -> String {
    match figures.back_test.as_ref() {
        None => "Prove the score: send last year's accounts as they stood, with churned and churned_on, and read the AUC.".to_owned(),
        Some(test) if test.reweighting == Reweighting::Possible => {
            "Try other weights on the older half of the outcomes, and take them only if the newer half agrees.".to_owned()
        }
        Some(_) => "Keep the weights, and record score_date and churned_on of every account that leaves.".to_owned(),
    }
}

/// A fraction as a plain number.
fn plain(ratio: Ratio) -> Amount {
    Amount::from_decimal(ratio.rounded().decimal())
}

/// The evidence: the mix, the accounts, the components at full, the back-test.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    let mix = figures
        .mix
        .iter()
        .map(|colour| {
            let alert: Vec<&str> = colour.alert_by.iter().copied().map(Basis::title).collect();
            vec![
                Cell::from(colour.health.as_str()),
                Cell::from(colour.accounts),
                Cell::from(colour.account_share),
                Cell::from(colour.arr),
                Cell::from(colour.arr_share),
                Cell::from(format!("{} – {}", colour.target_low, colour.target_high)),
                Cell::from(if alert.is_empty() { "no".to_owned() } else { alert.join(", ") }),
            ]
        })
        .collect();
    page.table(&["Health", "Accounts", "Share", "ARR", "ARR share", "Target", "Alert"], mix);
    let bands = figures
        .bands
        .iter()
        .map(|band| {
            vec![
                Cell::from(band.tier.title()),
                Cell::from(band.measured_as.title()),
                Cell::from(band.green_from),
                Cell::from(band.yellow_from),
            ]
        })
        .collect();
    page.table(&["Tier", "Measured as", "Green from", "Yellow from"], bands);
    page.table(
        &["Account", "Name", "Tier", "ARR", "Score", "Health", "Known", "Change", "Alert", "Events", "Points"],
        figures.accounts.iter().map(account_row).collect(),
    );
    components(figures, page);
    if let Some(test) = &figures.back_test {
        back_test(test, page);
    }
}

fn account_row(account: &AccountReport) -> Vec<Cell> {
    let events: Vec<&str> = account.events.iter().map(|event| event.as_str()).collect();
    let health = account.health.map_or_else(
        || "not assessed".to_owned(),
        |health| match account.capped_from {
            Some(from) => format!("{}, by score {}", health.as_str(), from.as_str()),
            None => health.as_str().to_owned(),
        },
    );
    let trend = account.trend.map(Trend::as_str);
    vec![
        Cell::from(account.id.as_str()),
        Cell::from(account.name.as_ref().map_or("–", |name| name.as_str())),
        Cell::from(account.tier.title()),
        Cell::from(account.arr_usd),
        Cell::from(account.score),
        Cell::from(health),
        Cell::from(account.coverage),
        Cell::from(account.change.zip(trend).map_or_else(|| "–".to_owned(), |(change, trend)| format!("{change}, {trend}"))),
        Cell::from(account.alert.map_or("–", Alert::as_str)),
        Cell::from(if events.is_empty() { "–".to_owned() } else { events.join(", ") }),
        Cell::from(points_text(&account.points)),
    ]
}

/// What each component adds, the known ones.
fn points_text(points: &Points) -> String {
    let parts = [
        ("usage", points.usage),
        ("engagement", points.engagement),
        ("support", points.support),
        ("onboarding", points.onboarding),
        ("adoption", points.adoption),
        ("renewal", points.renewal),
    ];
    let known: Vec<String> =
        parts.into_iter().filter_map(|(name, points)| points.map(|points| format!("{name} {points}"))).collect();
    if known.is_empty() { "–".to_owned() } else { known.join(", ") }
}

/// Every component of every account shown; only in full.
fn components(figures: &Figures, page: &mut Page) {
    let rows = figures
        .accounts
        .iter()
        .flat_map(|account| account.components.iter().map(move |component| (account, component)))
        .map(|(account, component)| {
            vec![
                Cell::from(account.id.as_str()),
                Cell::from(component.component.as_str()),
                Cell::from(component.score),
                Cell::from(component.weight),
                Cell::from(component.weight_share),
                Cell::from(component.points),
                Cell::from(raw_names(&component.from_raw)),
            ]
        })
        .collect();
    page.table(&["Account", "Component", "Score", "Weight", "Share of known", "Points", "Raw signals"], rows);
}

/// The raw signals that a component came from.
fn raw_names(signals: &[Signal]) -> String {
    let names: Vec<&str> = signals.iter().copied().map(Signal::as_str).collect();
    names.join(", ")
}

fn back_test(test: &BackTestReport, page: &mut Page) {
    let out = &test.left_out;
    let rows = vec![
        vec![Cell::from("Churned / kept accounts"), Cell::from(format!("{} / {}", test.churned, test.kept))],
        vec![
            Cell::from(format!(
                "Left out: scored under {} days before / watched for less / for an unknown time / no score",
                test.lead_days
            )),
            Cell::from(format!(
                "{} / {} / {} / {}",
                out.scored_too_late, out.watched_too_short, out.watch_unknown, out.without_score
            )),
        ],
        vec![Cell::from("Counted without a proven lead"), Cell::from(out.lead_unknown_counted)],
        vec![Cell::from("AUC, standard error"), Cell::from(with_error(test))],
        vec![Cell::from("p-value, one-sided"), Cell::from(test.p_value.map(plain))],
        vec![Cell::from("Recall of red"), Cell::from(share_text(test.recall_red, test.recall_red_interval.as_ref()))],
        vec![Cell::from("Recall of red or yellow"), Cell::from(test.recall_red_or_yellow)],
        vec![
            Cell::from("Precision of red"),
            Cell::from(share_text(test.precision_red, test.precision_red_interval.as_ref())),
        ],
        vec![
            Cell::from("Brier score by colour / of the overall share"),
            Cell::from(match (test.brier, test.brier_base) {
                (Some(brier), Some(base)) => format!("{} / {}", plain(brier), plain(base)),
                _ => "–".to_owned(),
            }),
        ],
    ];
    page.table(&["Back-test", "Value"], rows);
    let rows = test
        .calibration
        .iter()
        .map(|colour| {
            vec![
                Cell::from(colour.health.as_str()),
                Cell::from(colour.accounts),
                Cell::from(colour.churned),
                Cell::from(share_text(colour.churn_share, colour.interval.as_ref())),
            ]
        })
        .collect();
    page.table(&["Scored", "Accounts", "Churned", "Churn share"], rows);
    let rows = test
        .component_auc
        .iter()
        .map(|one| vec![Cell::from(one.component.as_str()), Cell::from(plain(one.auc))])
        .collect();
    page.table(&["Component alone", "AUC"], rows);
}

fn with_error(test: &BackTestReport) -> String {
    let Some((auc, error)) = test.auc.zip(test.auc_standard_error) else { return "–".to_owned() };
    let ends = test
        .auc_interval
        .as_ref()
        .map_or_else(String::new, |ends| format!(" ({} – {})", plain(ends.low), plain(ends.high)));
    format!("{}, {}{ends}", plain(auc), plain(error))
}

fn share_text(share: Option<Ratio>, ends: Option<&IntervalReport>) -> String {
    match (share, ends) {
        (Some(share), Some(ends)) => format!("{share} ({} – {})", ends.low, ends.high),
        (Some(share), None) => share.to_string(),
        (None, _) => "–".to_owned(),
    }
}
