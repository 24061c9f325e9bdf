//! From what was projected to the wire: paths by quarter, gains, contributions, findings and gaps.

use super::calc::{Clip, Gain, Path, Point, Projected};
use super::check::{Known, Question};
use super::policy::{NRR_01, NRR_02, NRR_03, NRR_04, NRR_05, NRR_06, ProjectionPolicy};
use super::wire::{
    DriverReport, Figures, InactionReport, PathReport, PaybackReport, PointReport, RangeReport, ScenarioReport,
};
use super::words::Standing;
use crate::math::round_half_away;
use crate::rule::{Finding, NotAssessed};
use crate::tools::Call;
use crate::units::{Amount, Money, Month, Ratio};

/// Months from one point shown to the next.
const QUARTER_MONTHS_COUNT: u32 = 3;
/// Places of projected money: cents would claim what a projection cannot know.
const MONEY_PLACES_COUNT: u32 = 0;

/// The figures, findings and gaps.
pub(super) fn report(
    question: &Question,
    projected: &Projected,
    call: &Call<'_, ProjectionPolicy>,
) -> (Figures, Vec<Finding>, Vec<NotAssessed>) {
    let start = call.common.as_of.map(Month::of);
    let is_assessable = question.starting_arr != Money::ZERO;
    let path = |path: &Path| path_report(path, start, is_assessable);
    let cases = projected.cases.as_ref();
    // Of nothing there is no gain and no pay-back, whatever the effects.
    let gains = cases.filter(|_| is_assessable);
    let figures = Figures {
        months: question.plan.months,
        baseline: path(&projected.baseline),
        scenario: cases.map(|[low, base, high]| ScenarioReport {
            low: path(&low.0),
            base: path(&base.0),
            high: path(&high.0),
        }),
        cost_of_inaction: gains.map(|[low, base, high]| {
            let range = |of: fn(&Gain) -> f64| RangeReport {
                low: dollars(of(&low.1)),
                base: dollars(of(&base.1)),
                high: dollars(of(&high.1)),
            };
            InactionReport { ending_arr: range(|gain| gain.arr), revenue: range(|gain| gain.revenue) }
        }),
        drivers: drivers(&question.known, &projected.contributions, gains.map(|[_, base, _]| base.1.arr)),
        program_cost: question.program_cost,
        payback_month: question.program_cost.and(gains).map(|[low, base, high]| PaybackReport {
            low: low.1.payback_month,
            base: base.1.payback_month,
            high: high.1.payback_month,
        }),
    };
    let findings = findings(question, projected, &figures, &call.policy);
    let gaps = gaps(question, &figures);
    (figures, findings, gaps)
}

/// A path by quarter, with its end; without money where there was none at the start.
fn path_report(path: &Path, start: Option<Month>, is_assessable: bool) -> PathReport {
    let money = |value: f64| is_assessable.then(|| money(value));
    let months = (0_u32..).zip(&path.points);
    let last = months.clone().last().map(|(month, _)| month);
    let points: Vec<PointReport> = months
        .skip(1)
        .filter(|(month, _)| month % QUARTER_MONTHS_COUNT == 0 || Some(*month) == last)
        .map(|(month, point)| PointReport {
            month,
            ends: start.and_then(|start| start.plus_months(month)),
            arr: money(point.arr),
            grr: Ratio::from_f64(point.grr),
            nrr: Ratio::from_f64(point.nrr),
        })
        .collect();
    let end = path.end();
    let ratio = |of: fn(Point) -> f64| end.and_then(|point| Ratio::from_f64(of(point)));
    PathReport {
        ending_arr: money(end.map_or(0.0, |point| point.arr)),
        grr: ratio(|point| point.grr),
        nrr: ratio(|point| point.nrr),
        gross_loss: money(path.gross_loss),
        path: points,
    }
}

/// A projected amount as money.
fn money(value: f64) -> Money {
    Money::from_decimal(dollars(value).decimal().max(rust_decimal::Decimal::ZERO))
}

/// A projected difference, which may be a loss.
fn dollars(value: f64) -> Amount {
    Amount::from_f64(round_half_away(value, MONEY_PLACES_COUNT)).unwrap_or_default()
}

/// The drivers by contribution. What rounding takes or leaves goes to the largest, so that they sum to the gain.
fn drivers(known: &[Known], contributions: &[f64], gain: Option<f64>) -> Vec<DriverReport> {
    let mut reports: Vec<DriverReport> = known
        .iter()
        .zip(contributions)
        .map(|(one, contribution)| DriverReport {
            driver: one.driver,
            acts_on: one.acts_on,
            low: Amount::from_decimal(one.low),
            base: Amount::from_decimal(one.base),
            high: Amount::from_decimal(one.high),
            evidence: one.evidence,
            standing: one.evidence.standing(),
            source: one.source.clone(),
            start_month: one.start_month,
            contribution_arr: gain.map(|_| dollars(*contribution)),
        })
        .collect();
    reports.sort_by(|a, b| b.contribution_arr.cmp(&a.contribution_arr).then(a.driver.cmp(&b.driver)));
    let told: rust_decimal::Decimal = reports.iter().filter_map(|one| one.contribution_arr).map(Amount::decimal).sum();
    if let (Some(first), Some(gain)) = (reports.first_mut(), gain) {
        let rest = dollars(gain).decimal() - told;
        first.contribution_arr = first.contribution_arr.map(|own| Amount::from_decimal(own.decimal() + rest));
    }
    reports
}

fn findings(
    question: &Question,
    projected: &Projected,
    figures: &Figures,
    policy: &ProjectionPolicy,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in &question.known {
        let at = format!("drivers[{}]", one.index);
        if one.evidence.standing() == Standing::Unsourced {
            let message = format!("{}: its effect is an unsourced assumption", one.driver.as_str());
            findings.push(NRR_01.finding(at.clone(), message));
        }
        if one.low <= rust_decimal::Decimal::ZERO {
            let (name, [low, high]) = (one.driver.as_str(), [one.low, one.high].map(Amount::from_decimal));
            let message = match one.high.cmp(&rust_decimal::Decimal::ZERO) {
                std::cmp::Ordering::Less => format!("{name}: its effect is {low} to {high}, so it costs"),
                std::cmp::Ordering::Equal => format!("{name}: its effect is {low} to {high}, so it buys nothing"),
                std::cmp::Ordering::Greater => format!("{name}: its low end is {low}, so it may buy nothing"),
            };
            findings.push(NRR_06.finding(at, message));
        }
    }
    for clip in &projected.clips {
        let message = match clip {
            Clip::BelowZero(part) => {
                format!("the effects take more than there is of {}; it stops at 0", part.as_str())
            }
            Clip::AboveAll => {
                "the effects take churn and contraction past all of ARR; they stop at 100 %".to_owned()
            }
        };
        findings.push(NRR_02.finding("drivers", message));
    }
    if question.grr < policy.leaky_grr_below && question.nrr > policy.leaky_nrr_above {
        let (grr, nrr) = (Ratio::from_decimal(question.grr), Ratio::from_decimal(question.nrr));
        let message = format!("GRR {grr} beside NRR {nrr}: the path grows on expansion alone");
        findings.push(NRR_03.finding("portfolio", message));
    }
    for (driver, index) in &question.unknown {
        let message = format!("{}: no effect is known, so it is left out", driver.as_str());
        findings.push(NRR_04.finding(format!("drivers[{index}]"), message));
    }
    if let (Some(payback), Some(cost)) = (&figures.payback_month, figures.program_cost)
        && payback.base.is_none()
    {
        let message = format!("the added revenue does not reach {cost} within {} months", figures.months);
        findings.push(NRR_05.finding("program_cost", message));
    }
    findings
}

fn gaps(question: &Question, figures: &Figures) -> Vec<NotAssessed> {
    let mut gaps = Vec::new();
    for (driver, index) in &question.unknown {
        let needs = format!("drivers[{index}] with low, base and high, or an amount where the policy has an effect");
        gaps.push(NotAssessed::new(format!("effect of {}", driver.as_str()), "nobody has said what it is", needs));
    }
    if figures.scenario.is_none() {
        gaps.push(NotAssessed::new("cost of inaction", "no driver has an effect", "drivers with low, base and high"));
    }
    if question.program_cost.is_some() && figures.scenario.is_none() {
        gaps.push(NotAssessed::new("pay-back", "no driver has an effect", "drivers with low, base and high"));
    }
    if question.starting_arr == Money::ZERO {
        let what = if figures.scenario.is_some() { "ARR, cost of inaction and contributions" } else { "ARR" };
        gaps.push(NotAssessed::new(what, "starting ARR is 0", "starting_arr above 0"));
    }
    gaps
}
