//! The rules that fire, with their evidence in few words.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::super::policy::{self, RetentionPolicy};
use super::super::words::{Band, Direction, Lever};
use super::churn::Churn;
use super::cohort::{Maturity, Measured};
use super::{Decomposition, Question, real};
use crate::rule::Rule;
use crate::units::{Amount, Ratio, Share};

/// What a rule fired on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A cohort by its index.
    Cohort(usize),
    /// The whole.
    Portfolio,
}

/// A rule that fired.
#[derive(Debug, Clone)]
pub(crate) struct Fired {
    pub(crate) rule: &'static Rule,
    pub(crate) place: Place,
    /// The band it reports, where it reports one.
    pub(crate) band: Band,
    pub(crate) message: String,
}

type Fire<'a> = dyn FnMut(&'static Rule, Place, Band, String) + 'a;

pub(super) fn fire(question: &Question, answer: &Decomposition, policy: &RetentionPolicy) -> Vec<Fired> {
    let mut fired = Vec::new();
    let mut fire = |rule: &'static Rule, place: Place, band: Band, message: String| {
        fired.push(Fired { rule, place, band, message });
    };
    // Customer rows make one cohort that is the portfolio itself.
    if question.rows.has_cohorts() {
        for (index, measured) in answer.cohorts.iter().enumerate() {
            let place = Place::Cohort(index);
            judge(measured, place, policy, &mut fire);
            if measured.maturity == Maturity::Immature {
                let age = question.cohorts.get(index).and_then(|cohort| cohort.age_months).unwrap_or_default();
                let message = format!("{age} of {} months: figures, no verdict", policy.mature_age_months.normalize());
                fire(&policy::RET_11, place, Band::Healthy, message);
            }
            if measured.base.churned_customers == Some(0) && !measured.base.churned_arr.is_zero() {
                let message = format!("{} churned, no customer lost", measured.base.churned_arr);
                fire(&policy::RET_17, place, Band::Healthy, message);
            }
        }
    }
    judge(&answer.portfolio, Place::Portfolio, policy, &mut fire);
    once(question, answer, policy, &mut fire);
    fired
}

/// The rules that hold for a cohort as for the portfolio.
fn judge(measured: &Measured, place: Place, policy: &RetentionPolicy, fire: &mut Fire<'_>) {
    if !measured.is_judged() {
        return;
    }
    let (Some(grr), Some(nrr)) = (measured.grr, measured.nrr) else { return };
    if let Some(verdict) = measured.standing.known() {
        let logo = measured.logo.zip(verdict.logo).map(|(logo, band)| (&policy::RET_04, "logos", logo, band));
        let bands = [(&policy::RET_01, "GRR", grr, verdict.grr), (&policy::RET_03, "NRR", nrr, verdict.nrr)];
        for (rule, name, share, band) in bands.into_iter().chain(logo) {
            if band != Band::Healthy {
                fire(rule, place, band, format!("{name} {}, {}", share.ratio(), band.as_str()));
            }
        }
    }
    if measured.leaky == Some(true) {
        fire(&policy::RET_02, place, Band::Healthy, format!("GRR {} under NRR {}", grr.ratio(), nrr.ratio()));
    }
    if let Some(contraction) = measured.contraction.filter(|share| share.at_least(policy.contraction_concerning_min)) {
        fire(&policy::RET_05, place, Band::Healthy, format!("contraction {}", contraction.ratio()));
    }
    if let Some(expansion) = measured.expansion {
        let (low, high) = (policy.expansion_healthy_min, policy.expansion_healthy_max);
        if expansion.below(low) || expansion.above(high) {
            fire(&policy::RET_06, place, Band::Healthy, format!("expansion {}", expansion.ratio()));
        }
    }
    if let Some(starting) = measured.base.starting_customers.filter(|count| Decimal::from(*count) < policy.logos_min) {
        fire(&policy::RET_12, place, Band::Healthy, format!("{starting} customer{} at the start", if starting == 1 { "" } else { "s" }));
    }
    if let Some(logo) = measured.logo.filter(|logo| lies_apart(measured, *logo, policy.logo_distance_max)) {
        fire(&policy::RET_15, place, Band::Healthy, format!("GRR {}, logos {}", grr.ratio(), logo.ratio()));
    }
}

/// Whether GRR and logo retention differ by more than the line, compared over one denominator.
fn lies_apart(measured: &Measured, logo: Share, line: Decimal) -> bool {
    let base = &measured.base;
    let exact = || {
        let (kept, starting) = base.kept_customers()?;
        let (kept, starting) = (Decimal::from(kept), Decimal::from(starting));
        let by_arr = base.kept_arr().decimal().checked_mul(starting)?;
        let by_logo = kept.checked_mul(base.starting_arr.decimal())?;
        let whole = base.starting_arr.decimal().checked_mul(starting)?;
        Share::of((by_arr - by_logo).abs(), whole).map(|distance| distance.above(line))
    };
    let by_quotient = || measured.grr.is_some_and(|grr| (grr.ratio().decimal() - logo.ratio().decimal()).abs() > line);
    exact().unwrap_or_else(by_quotient)
}

/// The rules that are tested once.
fn once(question: &Question, answer: &Decomposition, policy: &RetentionPolicy, fire: &mut Fire<'_>) {
    let mut fire = |rule, message| fire(rule, Place::Portfolio, Band::Healthy, message);
    let churn = &answer.churn;
    if let Some(churned) = churn.churned_customers
        && churn.coverage.is_some_and(|coverage| coverage.below(policy.reason_coverage_min))
    {
        fire(&policy::RET_07, format!("{} of {churned} losses have a known reason", churn.explained_customers));
    }
    if let (Some(p), Some((first, second))) = (churn.top_reason_p_value, churn.top_two)
        && p >= real(policy.top_reason_p_below)
    {
        let name = churn.top_reasons.first().map_or("the first reason", |reason| reason.as_str());
        fire(&policy::RET_08, format!("{name} {first}, next {second}: p {}", printed(p)));
    }
    if matches!(churn.lever, Lever::CsLeverage | Lever::Structural) {
        fire(&policy::RET_09, lever_message(churn));
    }
    if let (Direction::Degrading, Some(slope), Some(p)) =
        (answer.trend.direction, answer.trend.slope, answer.trend.p_value)
    {
        let slope = Ratio::from_f64(slope).unwrap_or_default();
        fire(&policy::RET_10, format!("GRR {slope} a cohort, p {}", printed(p)));
    }
    if let Some(found) = answer.book.as_ref().filter(|book| book.is_dominated).and_then(|book| book.concentration) {
        let effective = printed(crate::math::round_half_away(found.effective, 2));
        fire(&policy::RET_13, format!("{effective} effective customers"));
    }
    if let Some(mix) = answer.ledger.as_ref().and_then(|ledger| ledger.mix.as_ref()).filter(|mix| mix.is_reversal) {
        let ratio = |value: f64| Ratio::from_f64(value).unwrap_or_default();
        let moved = if mix.grr_now < mix.grr_before { ("rose", "fell") } else { ("fell", "rose") };
        fire(
            &policy::RET_14,
            format!(
                "GRR of every segment {}, of the whole it {} from {} to {}: mix {}",
                moved.0,
                moved.1,
                ratio(mix.grr_before),
                ratio(mix.grr_now),
                ratio(mix.weight_effect)
            ),
        );
    }
    let absent = |is: fn(&super::Cohort) -> bool| question.cohorts.iter().filter(|cohort| is(cohort)).count();
    let absent = [
        ("contraction_arr", absent(|cohort| cohort.contraction_absent)),
        ("expansion_arr", absent(|cohort| cohort.expansion_absent)),
    ];
    let taken: Vec<String> = absent
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(field, count)| format!("{field} of {count} cohort{}", if count == 1 { "" } else { "s" }))
        .collect();
    if !taken.is_empty() {
        fire(&policy::RET_16, format!("{} taken as 0", taken.join(" and ")));
    }
}

fn lever_message(churn: &Churn) -> String {
    let established = if churn.lever_established { "established" } else { "not established" };
    let mut message = format!(
        "{}, {established}: {} of {} losses preventable",
        churn.lever.as_str(),
        churn.preventable_customers,
        churn.explained_customers
    );
    // One large loss can outweigh many small ones, so the money stands beside the count where it is known.
    if let Some(share) = churn.preventable_arr_share {
        let _ = write!(message, ", {} of their ARR", share.ratio());
    }
    message
}

/// A real figure as the wire prints it.
fn printed(value: f64) -> Amount {
    Amount::from_f64(value).unwrap_or_default()
}
