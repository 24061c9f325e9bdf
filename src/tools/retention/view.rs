//! What `retention_decompose` says: the sentence, the steps and the tables. Computes nothing.

use std::fmt::Write;

use super::wire::{ChurnReport, CohortReport, Figures, LedgerReport, MixSegmentReport, TriangleReport, UpsideReport};
use super::words::{Category, Direction, LeakKind, Lever, Overall, RowsKind};
use crate::customers::Stage;
use crate::report::{Cell, Page};
use crate::tools::Concluded;
use crate::units::{Label, Money};

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures, stage: Option<Stage>) -> Concluded {
    Concluded {
        bottom_line: bottom_line(figures, stage),
        how_to_act: [first_step(figures), reason_step(&figures.churn, figures.rows), last_step(figures, stage)],
        your_decision: your_decision(figures).to_owned(),
    }
}

fn bottom_line(figures: &Figures, stage: Option<Stage>) -> String {
    let whole = &figures.portfolio;
    let (Some(grr), Some(nrr)) = (whole.grr, whole.nrr) else {
        return format!("Starting ARR is {}: no retention can be computed.", whole.starting_arr);
    };
    let both = format!("GRR is {grr} and NRR {nrr}");
    if whole.leaky_bucket == Some(true) {
        return format!("The bucket leaks: {both}, so expansion hides the loss.");
    }
    match (&whole.verdict, stage) {
        _ if whole.immature => format!("{both}, but no cohort is mature: too early for a verdict."),
        (Some(verdict), Some(stage)) => format!("{both}: {} at {}.", verdict.overall.title(), stage.as_str()),
        _ => format!("{both}; the verdict needs the stage."),
    }
}

/// Where to begin: the largest loss.
fn first_step(figures: &Figures) -> String {
    match figures.leaks.first() {
        Some(leak) => format!(
            "Start with {} in {}: {}{}.",
            leak.kind.as_str(),
            leak.cohort,
            leak.amount,
            leak.share_of_loss.map_or_else(String::new, |share| format!(", {share} of the loss"))
        ),
        None => "Check that churn and contraction were counted: no loss is on the books.".to_owned(),
    }
}

/// Who should work on what.
fn reason_step(churn: &ChurnReport, rows: RowsKind) -> String {
    let first = churn.top_reasons.first().map_or("the first reason", |reason| reason.as_str());
    match churn.lever {
        Lever::CsLeverage => format!("Have CS work on {first} first: {}.", first_answer(churn)),
        Lever::Mixed => format!("Split the work on {first} between CS and product: {}.", first_answer(churn)),
        Lever::Structural => format!("Take {first} to product and sales: more CSMs will not move it."),
        Lever::NotAssessable if churn.churned_customers == Some(0) => {
            "Ask those who cut back for their reason before they leave.".to_owned()
        }
        Lever::NotAssessable if !rows.has_reasons() => {
            "Ask every customer lost for the main reason, and send this book as customers with reason.".to_owned()
        }
        Lever::NotAssessable => "Ask every customer lost for the main reason, and send churn_reasons.".to_owned(),
    }
}

/// The first answer to the first reason (`references/retention.md#churn-reasons`).
fn first_answer(churn: &ChurnReport) -> &'static str {
    match churn.top_reasons.first() {
        Some(Category::ProductFit) => "sharpen the ICP",
        Some(Category::NoValueRealized) => "onboarding to a first outcome",
        Some(Category::TacticalFailure) => "fix the process that slipped",
        Some(Category::ChampionLeft) => "know more than one person per account",
        Some(Category::CompetitorLoss) => "product and position",
        Some(Category::Pricing) => "offer a smaller plan before the loss",
        Some(Category::CompanyEvent) => "watch how often it happens",
        Some(Category::InvoluntaryPayment) => "dunning",
        Some(Category::Consolidation) => "prove the value before the cut",
        Some(Category::Unknown) | None => "find out why",
    }
}

fn last_step(figures: &Figures, stage: Option<Stage>) -> String {
    let whole = &figures.portfolio;
    if figures.trend.direction == Direction::Degrading {
        "Find what changed in whom you sell to: each cohort keeps less than the one before.".to_owned()
    } else if stage.is_none() && !whole.immature && whole.grr.is_some() {
        "Send stage (seed, growth or scale) for a verdict.".to_owned()
    } else if whole.logo_retention.is_none() {
        "Count customers at the start and lost, and send both.".to_owned()
    } else {
        "Show GRR beside NRR in every report, by cohort, each quarter.".to_owned()
    }
}

const fn your_decision(figures: &Figures) -> &'static str {
    match (figures.portfolio.leaky_bucket, figures.trend.direction, figures.churn.lever) {
        (Some(true), _, _) => "Whether to slow acquisition until the base holds, and to show the board GRR first.",
        (_, Direction::Degrading, _) => "Whether to stop selling to the customers who leave.",
        (_, _, Lever::Structural) => "Whether product or market changes go before customer-team spend.",
        _ => "How much to invest in keeping customers against winning new ones.",
    }
}

/// The evidence: the portfolio, the cohorts, the reasons, and what follows from them.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    page.table(
        &["Portfolio", "Start", "Churn", "Contraction", "Expansion", "End", "GRR", "NRR", "Logos", "Masking"],
        vec![portfolio_row(figures)],
    );
    // A book of customers is one cohort, which the portfolio has shown.
    if figures.rows.has_cohorts() {
        page.table(
            &["Cohort", "Start", "Churned", "GRR", "NRR", "Logos", "Verdict"],
            figures.cohorts.iter().map(cohort_row).collect(),
        );
    }
    triangle(figures, page);
    mix(figures, page);
    reasons(&figures.churn, page);
    let mut lines = Vec::new();
    lines.extend(figures.ledger.as_ref().map(ledger));
    lines.extend(figures.ledger.as_ref().and_then(movement));
    intervals(&figures.portfolio, &mut lines);
    lines.extend(by_stage(&figures.portfolio));
    lever(&figures.churn, &mut lines);
    trend(figures, &mut lines);
    let leaks: Vec<String> = figures
        .leaks
        .iter()
        .map(|leak| {
            let kind = match leak.kind {
                LeakKind::Churn => "",
                LeakKind::Contraction => " contraction",
            };
            let share = leak.share_of_loss.map_or_else(String::new, |share| format!(" ({share})"));
            format!("{}{kind} {}{share}", leak.cohort, leak.amount)
        })
        .collect();
    if !leaks.is_empty() {
        lines.push(format!("Largest leaks: {}", leaks.join(", ")));
    }
    lines.extend(figures.upside.as_ref().map(upside));
    concentration(figures, &mut lines);
    lines.extend(cut(figures));
    page.list(crate::report::Numbering::Bulleted, lines);
}

/// Ages that stand side by side; of more, the youngest.
const AGES_SHOWN_COUNT: usize = 6;

/// GRR and NRR of cohorts by age, a row a cohort.
fn triangle(figures: &Figures, page: &mut Page) {
    let cohorts = figures.triangle.as_deref().unwrap_or_default();
    let mut ages: Vec<u64> = cohorts.iter().flat_map(|cohort| cohort.ages.iter().map(|age| age.age_months)).collect();
    ages.sort_unstable();
    ages.dedup();
    ages.truncate(AGES_SHOWN_COUNT);
    if ages.is_empty() {
        return;
    }
    let cell = |cohort: &TriangleReport, age_months: &u64| {
        let age = cohort.ages.iter().find(|age| age.age_months == *age_months);
        let both = age.and_then(|age| {
            let both = format!("{} / {}", age.grr?, age.nrr?);
            // The rest of the cohort is younger.
            let is_whole = age.at_risk == cohort.customers;
            Some(if is_whole { both } else { format!("{both} of {}", Money::whole(age.at_risk)) })
        });
        Cell::from(both.unwrap_or_else(|| "–".to_owned()))
    };
    let row = |cohort: &TriangleReport| {
        let first = [Cell::from(cohort.cohort.as_str()), Cell::from(cohort.customers)];
        first.into_iter().chain(ages.iter().map(|age| cell(cohort, age))).collect()
    };
    let headers: Vec<String> = ages.iter().map(|age| format!("GRR / NRR at {age} months")).collect();
    let headers: Vec<&str> = ["Acquired", "Customers"].into_iter().chain(headers.iter().map(String::as_str)).collect();
    page.table(&headers, cohorts.iter().map(row).collect());
}

/// Segments in both windows.
fn mix(figures: &Figures, page: &mut Page) {
    let Some(mix) = &figures.mix else { return };
    let row = |segment: &MixSegmentReport| {
        vec![
            Cell::from(segment.segment.as_ref().map_or("unknown", Label::as_str)),
            Cell::from(segment.share_before),
            Cell::from(segment.share_now),
            Cell::from(segment.grr_before),
            Cell::from(segment.grr_now),
            Cell::from(segment.rate_effect),
            Cell::from(segment.mix_effect),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = mix.segments.iter().map(row).collect();
    rows.push(vec![
        Cell::from("all"),
        Cell::from("–"),
        Cell::from("–"),
        Cell::from(mix.grr_before),
        Cell::from(mix.grr_now),
        Cell::from(mix.rate_effect),
        Cell::from(mix.mix_effect),
    ]);
    page.table(&["Segment", "Share before", "Share now", "GRR before", "GRR now", "Rate", "Mix"], rows);
}

/// What the ledger holds, in one line.
fn ledger(ledger: &LedgerReport) -> String {
    let duplicates = match ledger.duplicate_rows {
        0 => String::new(),
        count => format!(", {} of them summed into others", Money::whole(count)),
    };
    format!(
        "Ledger: {} rows{duplicates}, {} customers, {} to {}; window {} to {}",
        Money::whole(ledger.rows),
        Money::whole(ledger.customers),
        ledger.first_month,
        ledger.last_month,
        ledger.window_start,
        ledger.window_end
    )
}

/// Who came, came back and paused.
fn movement(ledger: &LedgerReport) -> Option<String> {
    let mut parts = Vec::new();
    if ledger.new_customers > 0 {
        parts.push(format!("{} new with {}", Money::whole(ledger.new_customers), ledger.new_arr));
    }
    if ledger.reactivated_customers > 0 {
        parts.push(format!("{} reactivated with {}", Money::whole(ledger.reactivated_customers), ledger.reactivated_arr));
    }
    if ledger.gapped_customers > 0 {
        parts.push(format!("{} stayed with a gap", Money::whole(ledger.gapped_customers)));
    }
    if ledger.once_customers > 0 {
        parts.push(format!("{} paid in one month alone", Money::whole(ledger.once_customers)));
    }
    (!parts.is_empty()).then(|| format!("Customers: {}", parts.join(", ")))
}

fn portfolio_row(figures: &Figures) -> Vec<Cell> {
    let whole = &figures.portfolio;
    vec![
        Cell::from(match (figures.rows, figures.cohorts_included) {
            (RowsKind::Customers, _) => "all customers".to_owned(),
            (_, 1) => "1 cohort".to_owned(),
            (_, count) => format!("{count} cohorts"),
        }),
        Cell::from(whole.starting_arr),
        Cell::from(whole.churned_arr),
        Cell::from(whole.contraction_arr),
        Cell::from(whole.expansion_arr),
        Cell::from(whole.ending_arr),
        Cell::from(whole.grr),
        Cell::from(whole.nrr),
        Cell::from(whole.logo_retention),
        Cell::from(whole.masking_ratio),
    ]
}

fn cohort_row(cohort: &CohortReport) -> Vec<Cell> {
    let verdict = match (&cohort.verdict, cohort.leaky_bucket) {
        (Some(verdict), _) => verdict.overall.title(),
        (None, Some(true)) => Overall::LeakyBucket.title(),
        (None, _) if cohort.immature => "immature",
        (None, _) => "–",
    };
    vec![
        Cell::from(cohort.name.as_str()),
        Cell::from(cohort.starting_arr),
        Cell::from(cohort.churned_arr),
        Cell::from(cohort.grr),
        Cell::from(cohort.nrr),
        Cell::from(cohort.logo_retention),
        Cell::from(verdict),
    ]
}

fn reasons(churn: &ChurnReport, page: &mut Page) {
    let with_arr = churn.reasons.iter().any(|reason| reason.churned_arr.is_some());
    let rows = churn
        .reasons
        .iter()
        .map(|reason| {
            let mut row = vec![
                Cell::from(reason.category.as_str()),
                Cell::from(reason.customers),
                Cell::from(reason.customer_share),
            ];
            if with_arr {
                row.extend([Cell::from(reason.churned_arr), Cell::from(reason.arr_share)]);
            }
            row.push(Cell::from(match reason.preventable {
                Some(true) => "yes",
                Some(false) => "no",
                None => "–",
            }));
            row
        })
        .collect();
    if with_arr {
        page.table(&["Reason", "Customers", "Share", "ARR", "ARR share", "Preventable"], rows);
    } else {
        page.table(&["Reason", "Customers", "Share", "Preventable"], rows);
    }
}

fn intervals(whole: &CohortReport, lines: &mut Vec<String>) {
    if let Some(interval) = &whole.logo_interval {
        lines.push(format!("Logo retention, 95 %: {} to {}", interval.low, interval.high));
    }
    if let Some(interval) = &whole.grr_interval {
        let mut line = format!("GRR, 95 %: {} to {}", interval.low, interval.high);
        if let (Some(low), Some(high), Some(seed)) =
            (interval.bootstrap_low, interval.bootstrap_high, interval.bootstrap_seed)
        {
            let _ = write!(line, "; bootstrap {low} to {high}, seed {seed}");
        }
        lines.push(line);
    }
}

/// What each stage would say, in one line.
fn by_stage(whole: &CohortReport) -> Option<String> {
    let stages = whole.verdict_by_stage.as_ref()?;
    Some(format!(
        "By stage: seed {}, growth {}, scale {}",
        stages.seed.overall.title(),
        stages.growth.overall.title(),
        stages.scale.overall.title()
    ))
}

fn lever(churn: &ChurnReport, lines: &mut Vec<String>) {
    if let (Some(lost), Some(coverage)) = (churn.churned_customers, churn.reason_coverage) {
        lines.push(format!("{} of {lost} losses explained ({coverage})", churn.explained_customers));
    }
    let (Some(share), Some(interval)) = (churn.preventable_share, &churn.preventable_interval) else { return };
    let established = if churn.lever_established { "established" } else { "not established" };
    lines.push(format!(
        "Preventable {share}, 95 % {} to {}: {}, {established}",
        interval.low,
        interval.high,
        churn.lever.as_str()
    ));
    if let (Some(addressable), Some(partly)) = (churn.addressable_share, churn.partly_addressable_share) {
        lines.push(format!("Addressable {addressable}, partly {partly}"));
    }
}

fn trend(figures: &Figures, lines: &mut Vec<String>) {
    let trend = &figures.trend;
    let Some(slope) = trend.slope_per_cohort else { return };
    let p = trend.p_value.map_or_else(String::new, |p| format!(", p {}", p.rounded().decimal().normalize()));
    lines.push(format!("Trend: {}, GRR {slope} a cohort{p}", trend.direction.title()));
}

fn upside(upside: &UpsideReport) -> String {
    let after = upside.grr_after.map_or_else(String::new, |grr| format!(", GRR {grr}"));
    let range = match (upside.half_preventable_low, upside.half_preventable_high) {
        (Some(low), Some(high)) => format!(" (assumes equal sizes; {low} to {high})"),
        _ => String::new(),
    };
    format!("Half of preventable churn: {}{after}{range}", upside.half_preventable_arr)
}

fn concentration(figures: &Figures, lines: &mut Vec<String>) {
    let Some(found) = &figures.concentration else { return };
    let (Some(top1), Some(top10), Some(effective)) = (found.top1, found.top10, found.effective_customers) else {
        return;
    };
    let mut line = format!("Largest account {top1} of ARR, ten largest {top10}, {effective} effective customers");
    if let Some(without) = found.grr_without_top1 {
        let _ = write!(line, "; GRR without the largest {without}");
    }
    if let Some(left) = found.grr_if_top1_left {
        let _ = write!(line, ", had it left {left}");
    }
    lines.push(line);
}

/// What the lists leave out.
fn cut(figures: &Figures) -> Option<String> {
    let total = figures.cohorts_total?;
    Some(format!("Shown: {} of {total} cohorts; raise limit for more", figures.cohorts.len()))
}
