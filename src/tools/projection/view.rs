//! What `project_nrr` says. Computes nothing.

use super::wire::{Figures, PathReport, PointReport};
use super::words::Standing;
use crate::report::{Cell, Page};
use crate::tools::Concluded;
use crate::units::{Amount, Money};

/// Words for the figures.
pub(super) fn conclude(figures: &Figures) -> Concluded {
    Concluded {
        bottom_line: bottom_line(figures),
        how_to_act: steps(figures),
        your_decision: "Which assumptions you put your name to, and whether the program is worth its cost on the low case."
            .to_owned(),
    }
}

fn bottom_line(figures: &Figures) -> String {
    let months = figures.months;
    match &figures.cost_of_inaction {
        Some(cost) if is_loss(cost.ending_arr.base) => format!(
            "The effects cost {} of ARR within {months} months (low {}, high {}), if they hold: doing nothing is better.",
            dollars(cost.ending_arr.base).trim_start_matches('-'),
            dollars(cost.ending_arr.low),
            dollars(cost.ending_arr.high)
        ),
        Some(cost) => format!(
            "Doing nothing costs {} of ARR within {months} months (low {}, high {}), if the effects hold.",
            dollars(cost.ending_arr.base),
            dollars(cost.ending_arr.low),
            dollars(cost.ending_arr.high)
        ),
        None => today(figures),
    }
}

/// Where today's rates lead.
fn today(figures: &Figures) -> String {
    let baseline = &figures.baseline;
    if let (Some(ending_arr), Some(gross_loss)) = (baseline.ending_arr, baseline.gross_loss) {
        let months = figures.months;
        return format!("At today's rates ARR is {ending_arr} in {months} months, after a gross loss of {gross_loss}.");
    }
    let [grr, nrr] = [baseline.grr, baseline.nrr].map(Option::unwrap_or_default);
    format!("ARR is 0, so no money is projected; at today's rates GRR is {grr} and NRR {nrr} a year.")
}

fn is_loss(amount: Amount) -> bool {
    amount.decimal().is_sign_negative() && !amount.decimal().is_zero()
}

fn steps(figures: &Figures) -> [String; 3] {
    let unsourced = figures.drivers.iter().find(|one| one.standing == Standing::Unsourced);
    let first = match (figures.drivers.first(), unsourced) {
        (None, _) => "Name the drivers you can move, each with a low, base and high effect.".to_owned(),
        // They stand by what they buy, so where the first costs all do.
        (Some(first), _) if first.contribution_arr.is_some_and(is_loss) => {
            format!("Leave {} out: it costs more than it buys.", first.driver.as_str())
        }
        (Some(_), Some(one)) => {
            format!("Pilot {} on one segment for one quarter, and replace its assumption.", one.driver.as_str())
        }
        (Some(first), None) => format!("Start with {}: it buys the most.", first.driver.as_str()),
    };
    let second = "Show the baseline's gross loss beside the gain: expansion hides it in the net path.";
    let third = if figures.program_cost.is_some() {
        "Hold the program against its low case before the base case."
    } else {
        "Bring the program's cost to see when it pays back."
    };
    [first, second.to_owned(), third.to_owned()]
}

/// The evidence as blocks.
pub(super) fn evidence(figures: &Figures, page: &mut Page) {
    match &figures.scenario {
        None => single(&figures.baseline, page),
        Some(scenario) => {
            let rows = (figures.baseline.path.iter().zip(&scenario.low.path))
                .zip(scenario.base.path.iter().zip(&scenario.high.path))
                .map(|((today, low), (base, high))| {
                    vec![
                        at(today),
                        today.arr.into(),
                        today.grr.into(),
                        today.nrr.into(),
                        low.arr.into(),
                        base.arr.into(),
                        base.grr.into(),
                        base.nrr.into(),
                        high.arr.into(),
                    ]
                });
            let headers =
                ["Month", "ARR today's rates", "GRR", "NRR", "ARR low", "ARR base", "GRR base", "NRR base", "ARR high"];
            page.table(&headers, rows.collect());
        }
    }
    if !figures.drivers.is_empty() {
        let rows = figures.drivers.iter().map(|one| {
            vec![
                one.driver.as_str().into(),
                one.acts_on.as_str().into(),
                one.low.into(),
                one.base.into(),
                one.high.into(),
                Cell::from(one.contribution_arr.map(dollars)),
                Cell::from(match one.standing {
                    Standing::Sourced => one.evidence.as_str().to_owned(),
                    Standing::Unsourced => "unsourced assumption".to_owned(),
                }),
            ]
        });
        page.table(&["Driver", "Moves", "Low", "Base", "High", "ARR at the end", "Evidence"], rows.collect());
    }
    if let Some(cost) = &figures.cost_of_inaction {
        page.paragraph(format!(
            "Added revenue over {} months: low {}, base {}, high {}.",
            figures.months,
            dollars(cost.revenue.low),
            dollars(cost.revenue.base),
            dollars(cost.revenue.high)
        ));
    }
    if let (Some(payback), Some(cost)) = (&figures.payback_month, figures.program_cost) {
        let month = |month: Option<u32>| month.map_or_else(|| "not within".to_owned(), |month| format!("month {month}"));
        page.paragraph(format!(
            "Pays {cost} back in: low {}, base {}, high {}.",
            month(payback.low),
            month(payback.base),
            month(payback.high)
        ));
    }
    let loss = figures.baseline.gross_loss.map_or_else(|| "unknown".to_owned(), |loss| loss.to_string());
    page.paragraph(format!(
        "Gross loss on the way at today's rates: {loss}. Today's rates going on is an assumption too; new customers are not in it."
    ));
}

fn single(path: &PathReport, page: &mut Page) {
    let rows = path.path.iter().map(|point| vec![at(point), point.arr.into(), point.grr.into(), point.nrr.into()]);
    page.table(&["Month", "ARR", "GRR", "NRR"], rows.collect());
}

fn at(point: &PointReport) -> Cell {
    match point.ends {
        Some(month) => Cell::from(month.to_string()),
        None => Cell::Count(u64::from(point.month)),
    }
}

/// An amount of money that may be below zero.
fn dollars(amount: Amount) -> String {
    Money::from_decimal(amount.decimal()).to_string()
}
