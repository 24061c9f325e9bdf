//! What `score_cx_maturity` says: the sentence, the steps and the tables. Computes nothing.

use rust_decimal::Decimal;

use super::wire::{DimensionReport, Figures, ScoreReport};
use super::words::Band;
use crate::report::{Cell, Numbering, Page};
use crate::tools::Concluded;
use crate::units::Amount;

/// Puts the result in words.
#[must_use]
pub(super) fn conclude(figures: &Figures) -> Concluded {
    Concluded {
        bottom_line: bottom_line(figures),
        how_to_act: [first_step(figures), second_step(figures), last_step(figures)],
        your_decision: your_decision(figures),
    }
}

fn bottom_line(figures: &Figures) -> String {
    let ScoreReport { score, score_max, band, band_max } = figures.overall;
    let unknown_count = figures.questions - figures.answered;
    let is = match (unknown_count, band == band_max) {
        (0, _) => format!("CX maturity is {score} of 100 ({})", band.title()),
        (_, true) => format!("CX maturity is {score} to {score_max} of 100 ({})", band.title()),
        _ => format!("CX maturity is {score} to {score_max} of 100 ({} to {})", band.title(), band_max.title()),
    };
    let of_unknown = if unknown_count > 0 { format!(", {unknown_count} answers unknown") } else { String::new() };
    format!("{is}{of_unknown}{}{}.", of_weakest(figures), of_open(figures))
}

/// Whether nothing is known of a dimension.
fn is_open(dimension: &DimensionReport) -> bool {
    let hundred = Amount::from_decimal(Decimal::ONE_HUNDRED);
    dimension.score == Amount::default() && dimension.score_max == hundred
}

/// The dimensions that may be the lowest of those of which something is known: the one that is lowest at its best, and
/// those that may lie below it.
fn of_weakest(figures: &Figures) -> String {
    const NAMED_COUNT_MAX: usize = 3;
    let known = || figures.dimensions.iter().filter(|one| !is_open(one));
    let Some(best) = known().map(|one| one.score_max).min() else { return String::new() };
    let mut weakest: Vec<&DimensionReport> =
        known().filter(|one| one.band < Band::Optimizing && one.score <= best).collect();
    weakest.sort_by_key(|one| (one.score_max, one.score));
    let named: Vec<String> = weakest
        .iter()
        .take(NAMED_COUNT_MAX)
        .map(|one| {
            let to = if one.score == one.score_max { String::new() } else { format!(" to {}", one.score_max) };
            format!("{} at {}{to}", one.name.as_str(), one.score)
        })
        .collect();
    let of_known = if known().count() < figures.dimensions.len() { " of what is known" } else { "" };
    if named.is_empty() {
        return String::new();
    }
    format!("; the lowest dimension{of_known} is {}", named.join(" or "))
}

/// The dimensions of which nothing is known, beside others of which something is.
fn of_open(figures: &Figures) -> String {
    let open: Vec<&str> =
        figures.dimensions.iter().filter(|one| is_open(one)).map(|one| one.name.as_str()).collect();
    if open.is_empty() || open.len() == figures.dimensions.len() {
        return String::new();
    }
    format!("; nothing is known of {}", open.join(", "))
}

fn first_step(figures: &Figures) -> String {
    figures.okr.as_ref().and_then(|okr| okr.key_results.first()).map_or_else(
        || "Keep what is there and write down who would notice if it stopped.".to_owned(),
        |top| format!("Put a date on the key result with the most at stake: {} ({}).", top.key_result, top.owner.title()),
    )
}

fn second_step(figures: &Figures) -> String {
    match (figures.questions - figures.answered, figures.attested.self_attested) {
        (0, 0) => "Let somebody from outside the team check the evidence, one dimension a month.".to_owned(),
        (0, bare) => format!("Ask for a sentence of evidence for each yes without one ({bare}), and take back what has none."),
        (unknown, _) => format!("Ask the teams for what is unknown ({unknown}), then score again: until then quote the range."),
    }
}

fn last_step(figures: &Figures) -> String {
    if figures.overall.band == Band::Optimizing {
        "Score again in a year, with the same answers asked of the teams, not of their leads.".to_owned()
    } else {
        "Score again at the end of the quarter with the same questions, and show the board both results.".to_owned()
    }
}

fn your_decision(figures: &Figures) -> String {
    match &figures.okr {
        None => "Whether more maturity is worth its cost, now that nothing is missing.".to_owned(),
        Some(_) => "Which of the key results waits if the quarter has room for one, and whether each owner says yes.".to_owned(),
    }
}

/// The evidence: a row a dimension, the gaps, the aim of the quarter, and every point where it is there.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    if let Some(name) = &figures.org_name {
        page.paragraph(name.as_str());
    }
    scores(figures, page);
    let attested = &figures.attested;
    page.paragraph(format!(
        "Answered: {} of {}. Answers of yes: {}, with evidence {}, confidence {}.",
        figures.answered,
        figures.questions,
        attested.claims,
        attested.with_evidence,
        attested.confidence.map_or_else(|| "–".to_owned(), |share| share.to_string())
    ));
    gaps(figures, page);
    if let Some(okr) = &figures.okr {
        page.labelled("Objective", format!("{} ({}).", okr.objective, okr.owner.title()));
        let results = okr.key_results.iter().map(|one| format!("{} ({}).", one.key_result, one.owner.title()));
        page.list(Numbering::Numbered, results.collect());
    }
    points(figures, page);
}

fn scores(figures: &Figures, page: &mut Page) {
    let ScoreReport { score, score_max, band, band_max } = figures.overall;
    let band_text = |band: Band, band_max: Band| {
        if band == band_max { band.title().to_owned() } else { format!("{} to {}", band.title(), band_max.title()) }
    };
    let mut rows: Vec<Vec<Cell>> = figures
        .dimensions
        .iter()
        .map(|one| {
            vec![
                Cell::from(one.name.title()),
                Cell::from(one.score),
                Cell::from(one.score_max),
                Cell::from(band_text(one.band, one.band_max)),
                Cell::from(one.priority.as_str()),
            ]
        })
        .collect();
    rows.push(vec![
        Cell::from("Overall"),
        Cell::from(score),
        Cell::from(score_max),
        Cell::from(band_text(band, band_max)),
        Cell::Unknown,
    ]);
    page.table(&["Dimension", "Score", "At most", "Band", "Priority"], rows);
}

fn gaps(figures: &Figures, page: &mut Page) {
    let rows = figures
        .gaps
        .iter()
        .map(|gap| {
            vec![
                Cell::from(gap.field),
                Cell::from(gap.action.title()),
                gap.now.as_deref().map_or(Cell::Unknown, Cell::from),
                gap.target.as_deref().map_or(Cell::Unknown, Cell::from),
                Cell::from(gap.points),
            ]
        })
        .collect();
    page.table(&["Gap", "Do", "Now", "Next", "Points at stake"], rows);
    let left = figures.gaps_total.saturating_sub(figures.gaps.len() as u64);
    if left > 0 {
        page.paragraph(format!("Gaps in all: {}.", figures.gaps_total));
    }
}

fn points(figures: &Figures, page: &mut Page) {
    let rows = figures
        .points
        .iter()
        .map(|one| {
            vec![
                Cell::from(one.field),
                one.answer.as_deref().map_or(Cell::Unknown, Cell::from),
                Cell::from(one.points),
                Cell::from(one.points_max),
                Cell::from(one.possible),
                Cell::from(one.how.as_str()),
                one.evidence.as_ref().map_or(Cell::Unknown, |sentence| Cell::from(sentence.as_str())),
            ]
        })
        .collect();
    page.table(&["Answer", "Given", "Points", "At most", "Of", "How", "Evidence"], rows);
}
